// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

// Boost.Math's autodiff: forward, one derivative at a time. Its type for first derivatives by n variables at once has
// 2^n coefficients, which is slower from three variables on, and cannot be compiled from about ten on.

#include <boost/math/differentiation/autodiff.hpp>

#include "peer.hpp"

namespace {

struct boost_autodiff {
    template <class Function>
    static void by(const double* x, double* out) {
        using scalar = boost::math::differentiation::autodiff_fvar<double, 1>;
        constexpr std::size_t n = Function::inputs, m = peers::outputs_of<Function>();
        scalar inputs[n];
        for (std::size_t i = 0; i < n; ++i) inputs[i] = x[i];
        double* derivatives = m == 1 ? out + 1 : out;
        for (std::size_t i = 0; i < n; ++i) {
            inputs[i] = boost::math::differentiation::make_fvar<double, 1>(x[i]);
            const auto outputs = peers::outputs<Function>(inputs);
            inputs[i] = x[i];
            if constexpr (m == 1) *out = outputs[0].derivative(0);
            for (std::size_t j = 0; j < m; ++j) derivatives[j * n + i] = outputs[j].derivative(1);
        }
    }
};

[[maybe_unused]] const bool added = peers::add<boost_autodiff>("Boost.Math", functions::all);

} // namespace
