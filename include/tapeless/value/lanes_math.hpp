// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_VALUE_LANES_MATH_HPP
#define TAPELESS_VALUE_LANES_MATH_HPP

/// The functions of <cmath> for lanes. Each states its largest error, in units in the last place of the result.

#include "lanes_cmath.hpp"
#include "lanes_error_function.hpp"
#include "lanes_exponential.hpp"
#include "lanes_float_error_function.hpp"
#include "lanes_float_exponential.hpp"
#include "lanes_rounding.hpp"
#include "lanes_trigonometric.hpp"

#endif
