// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_SCALAR_HPP
#define TAPELESS_SCALAR_HPP

/// Expressions of scalars: everything but tensors and networks.

#include "diff/hessian.hpp"
#include "diff/hvp.hpp"
#include "diff/jacobian.hpp"
#include "diff/jvp.hpp"
#include "diff/sparsity.hpp"
#include "diff/taylor.hpp"
#include "diff/vjp.hpp"
#include "expr/let.hpp"
#include "ops/activation.hpp"
#include "ops/arithmetic.hpp"
#include "ops/comparison.hpp"
#include "ops/constants.hpp"
#include "ops/density.hpp"
#include "ops/error_function.hpp"
#include "ops/exponential.hpp"
#include "ops/extremum.hpp"
#include "ops/fold.hpp"
#include "ops/fused.hpp"
#include "ops/gamma.hpp"
#include "ops/hyperbolic.hpp"
#include "ops/power.hpp"
#include "ops/rounding.hpp"
#include "ops/stop_gradient.hpp"
#include "ops/trigonometric.hpp"

#endif
