// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_BENCH_MLP_REFERENCE_HPP
#define TAPELESS_BENCH_MLP_REFERENCE_HPP

#include "library.hpp"

namespace mlp {

/// What a session must have come to after some runs.
struct expectation {
    double loss;
    std::vector<double> result;
};

/// By plain loops in double precision.
expectation reference(const problem&, mode, const hyperparameters&, int runs);

} // namespace mlp

#endif
