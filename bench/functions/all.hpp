// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_BENCH_FUNCTIONS_ALL_HPP
#define TAPELESS_BENCH_FUNCTIONS_ALL_HPP

#include "a_arithmetic.hpp"
#include "b_black_scholes.hpp"
#include "c_rosenbrock.hpp"
#include "d_reprojection.hpp"
#include "e_helmholtz.hpp"
#include "f_log_sum_exp.hpp"
#include "h_biquad.hpp"
#include "i_heston.hpp"
#include "j_rotation_log.hpp"
#include "k_lennard_jones.hpp"
#include "l_kepler.hpp"
#include "m_polynomial.hpp"
#include "n_logistic.hpp"
#if __has_include(<tapeless/diff/jacobian.hpp>)
#include "d2_reprojection_jacobian.hpp"
#include "g_arm.hpp"
#endif

namespace functions {

template <class... Function>
struct list {};

/// All functions, in the order of their letters.
constexpr list<arithmetic, black_scholes, rosenbrock, reprojection,
#if __has_include(<tapeless/diff/jacobian.hpp>)
               reprojection_jacobian,
#endif
               helmholtz, log_sum_exp,
#if __has_include(<tapeless/diff/jacobian.hpp>)
               arm,
#endif
               biquad, heston, rotation_log, lennard_jones, kepler, polynomial, logistic>
    all;

} // namespace functions

#endif
