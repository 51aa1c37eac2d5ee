// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

// Eigen's AutoDiffScalar: forward, all derivatives at once.

#include <cmath>

#include <Eigen/Core>
#include <unsupported/Eigen/AutoDiff>

// What AutoDiffScalar lacks.
namespace Eigen {
template <class Derivatives>
auto erf(const AutoDiffScalar<Derivatives>& x) {
    const double slope = 1.1283791670955126 * std::exp(-x.value() * x.value());
    return MakeAutoDiffScalar(std::erf(x.value()), x.derivatives() * slope);
}
} // namespace Eigen

#include "peer.hpp"

namespace {

struct eigen {
    template <class Function>
    static void by(const double* x, double* out) {
        constexpr int n = static_cast<int>(Function::inputs);
        using scalar = Eigen::AutoDiffScalar<Eigen::Matrix<double, n, 1>>;
        scalar inputs[Function::inputs];
        for (int i = 0; i < n; ++i) inputs[i] = scalar(x[i], n, i);
        const auto outputs = peers::outputs<Function>(inputs);
        if constexpr (outputs.size() == 1) *out++ = outputs[0].value();
        for (const scalar& output : outputs)
            for (int i = 0; i < n; ++i) *out++ = output.derivatives()[i];
    }
};

[[maybe_unused]] const bool added = peers::add<eigen>("Eigen", functions::all);

} // namespace
