// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

// Ceres' Jet: forward, all derivatives at once.

#include <ceres/jet.h>

#include "peer.hpp"

namespace {

struct ceres_jet {
    template <class Function>
    static void by(const double* x, double* out) {
        constexpr int n = static_cast<int>(Function::inputs);
        using scalar = ceres::Jet<double, n>;
        scalar inputs[Function::inputs];
        for (int i = 0; i < n; ++i) inputs[i] = scalar(x[i], i);
        const auto outputs = peers::outputs<Function>(inputs);
        if constexpr (outputs.size() == 1) *out++ = outputs[0].a;
        for (const scalar& output : outputs)
            for (int i = 0; i < n; ++i) *out++ = output.v[i];
    }
};

[[maybe_unused]] const bool added = peers::add<ceres_jet>("Ceres Jet", functions::all);

} // namespace
