// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_NN_OPTIMIZER_HPP
#define TAPELESS_NN_OPTIMIZER_HPP

#include "../meta/math.hpp"
#include "optimizer/adagrad.hpp"
#include "optimizer/adam.hpp"
#include "optimizer/clip.hpp"
#include "optimizer/momentum.hpp"
#include "optimizer/penalty.hpp"
#include "optimizer/rmsprop.hpp"
#include "optimizer/schedule.hpp"
#include "optimizer/sgd.hpp"
#include "update.hpp"

#include <cstddef>
#include <type_traits>

namespace tapeless::nn {

// An optimizer is its hyperparameters and five members:
//
//     static constexpr const char* name
//     static constexpr std::size_t memories     how many numbers it remembers of each parameter
//     struct progress                           what it remembers of all of them: an aggregate of doubles
//     double rate                               which schedules change
//     template <class T> auto next(progress&)   the next step as a rule: a function (p, g, memories...) that changes a
//                                               parameter p with derivative g, and the memories; for any number
//
// One that decorates another has a member `optimizer` instead of a rate; see optimizer/decorator.hpp. One that has to know
// of the whole gradient first says `reads_gradient = true`, and its `next(progress&, whole)` may ask for whole(f), the norm
// of all f(p, g).
//
// `optimizer_state<Optimizer, T, N>` holds what is remembered of N parameters.

namespace detail {

/// Where the gradient is formed for optimizers that read it before they change parameters.
template <bool Wanted, class T, std::size_t N>
struct gradient_memory {
    alignas(64) T values[N]{};
};
template <class T, std::size_t N>
struct gradient_memory<false, T, N> {};

/// Parameters and their derivatives. Called with f: the Euclidean norm of all f(p, g).
template <class T, std::size_t N>
struct whole_gradient {
    const T* p;
    const T* g;

    template <class F>
    constexpr double operator()(const F& f) const noexcept {
        constexpr std::size_t lanes = 8; // independent sums: the additions overlap
        double sum[lanes]{};
        const auto add = [&](std::size_t i) {
            const double x = static_cast<double>(f(p[i], g[i]));
            sum[i % lanes] += x * x;
        };
        for (std::size_t i = 0; i + lanes <= N; i += lanes)
            for (std::size_t l = 0; l < lanes; ++l) add(i + l);
        for (std::size_t i = N / lanes * lanes; i < N; ++i) add(i);
        return math::sqrt(((sum[0] + sum[1]) + (sum[2] + sum[3])) + ((sum[4] + sum[5]) + (sum[6] + sum[7])));
    }
};

} // namespace detail

/// What an optimizer remembers between steps of N parameters.
template <class Optimizer, class T, std::size_t N>
struct optimizer_state : Optimizer::progress {
    static constexpr std::size_t memories = Optimizer::memories;
    alignas(64) T memory[memories == 0 ? 1 : memories * N]{};
    /// Not remembered: the memory that a step needs.
    [[no_unique_address]] detail::gradient_memory<reads_gradient<Optimizer>, T, N> gradient{};
};

/// One step: changes N parameters by their derivatives.
template <class Optimizer, class T, std::size_t N>
constexpr void update(const Optimizer& optimizer, optimizer_state<Optimizer, T, N>& state, T* p, const T* g) noexcept {
    const auto rule = detail::next_rule<T>(optimizer, state, detail::whole_gradient<T, N>{p, g});
    const auto to = updated_parameters<Optimizer::memories, N, 1, T, decltype(rule)>{rule, p, state.memory};
    kernels::put_all<N>(g, to);
}

} // namespace tapeless::nn

#endif
