// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_SWEEP_FRAME_HPP
#define TAPELESS_SWEEP_FRAME_HPP

#include "../plan/steps.hpp"

namespace tapeless::sweep {

using expr::hash_t;
using plan::index_t;

/// The memory that the steps of one evaluation work on. `scalar` and `scalar_adjoint` are arrays that the optimiser
/// turns into registers; tensors lie in one block each for values and adjoints.
template <class T, class Inputs, class Outputs>
struct frame {
    T* scalar;
    T* scalar_adjoint;
    T* element;
    T* element_adjoint;
    const double* constants;
    const Inputs& inputs;
    Outputs& outputs;
};

} // namespace tapeless::sweep

#endif
