// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_SWEEP_FRAME_HPP
#define TAPELESS_SWEEP_FRAME_HPP

#include "../plan/steps.hpp"

#include <type_traits>

namespace tapeless::sweep {

using expr::hash_t;
using plan::index_t;

/// Whether outputs take derivatives by destinations.
template <class Outputs>
inline constexpr bool updates = false;
template <class Outputs>
    requires(Outputs::updates)
inline constexpr bool updates<Outputs> = true;

/// For evaluations that have no derivatives to deliver.
struct no_outputs {};

template <class T, class Inputs, class Outputs>
struct tensor_frame;

/// What the steps of one evaluation work on, besides the scalars: tensors lie in one workspace.
///
/// Scalars lie in arrays that the optimiser turns into registers. It does so early only if the address of such an array
/// is stored nowhere; so steps are given them as pointers of their own, and a frame with scalars is made for steps on
/// tensors alone.
template <class T, class Inputs, class Outputs>
struct frame {
    static constexpr bool updates = sweep::updates<Outputs>;
    static constexpr bool forward_only = std::is_same_v<Outputs, no_outputs>;
    T* element;
    const double* constants;
    const Inputs& inputs;
    Outputs& outputs;

    [[gnu::always_inline]] constexpr tensor_frame<T, Inputs, Outputs> with(T* scalar,
                                                                           T* scalar_adjoint) const noexcept {
        return {*this, scalar, scalar_adjoint};
    }
};

template <class T, class Inputs, class Outputs>
struct tensor_frame : frame<T, Inputs, Outputs> {
    T* scalar;
    T* scalar_adjoint;
};

} // namespace tapeless::sweep

#endif
