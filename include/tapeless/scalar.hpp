// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_SCALAR_HPP
#define TAPELESS_SCALAR_HPP

/// Expressions of scalars: everything but tensors and networks.

#include "diff/function.hpp"
#include "expr/let.hpp"
#include "ops/activation.hpp"
#include "ops/arithmetic.hpp"
#include "ops/error_function.hpp"
#include "ops/exponential.hpp"
#include "ops/extremum.hpp"
#include "ops/hyperbolic.hpp"
#include "ops/power.hpp"
#include "ops/stop_gradient.hpp"
#include "ops/trigonometric.hpp"

#endif
