// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_SWEEP_TENSOR_STEP_HPP
#define TAPELESS_SWEEP_TENSOR_STEP_HPP

#include "../tensor/kernels/store.hpp"
#include "general_step.hpp"

#include <type_traits>
#include <utility>

namespace tapeless::sweep {

namespace detail {

/// An operand of an elementwise loop: a tensor whose elements repeat, or one scalar.
template <class T>
[[gnu::always_inline]] constexpr const T& element_of(const T& scalar, std::size_t, std::size_t) noexcept {
    return scalar;
}
template <class T, std::size_t... E>
[[gnu::always_inline]] constexpr T& element_of(const tensor_view<T, E...>& view, std::size_t row,
                                               std::size_t column) noexcept {
    return view.elements[row % view.size() + column];
}

constexpr kernels::store as_store(contribution how) noexcept {
    return how == contribution::assign ? kernels::store::assign : kernels::store::add;
}

} // namespace detail

template <class Plan, std::size_t I>
struct tensor_step {
    using self = access<Plan, I>;
    using op = typename Plan::template op<I>;
    static constexpr std::size_t arity = self::entry.arity;
    static constexpr std::size_t size = self::entry.extents.size();

    template <std::size_t J>
    using operand = access<Plan, Plan::template operand<I, J>>;

    template <class Frame>
    [[gnu::always_inline]] static constexpr void forward(const Frame& f) {
        forward(f, std::make_index_sequence<arity>{});
    }
    template <class Frame>
    [[gnu::always_inline]] static constexpr void backward(const Frame& f) {
        backward(f, std::make_index_sequence<arity>{});
    }

private:
    // Elements repeat where a smaller operand meets a larger one. A row is the longest run in which none repeats.
    template <std::size_t... J>
    static constexpr std::size_t row_length(std::index_sequence<J...>) noexcept {
        std::size_t row = size;
        for (const meta::dimensions* d : {&operand<J>::entry.extents...})
            if (d->rank != 0 && d->size() < row) row = d->size();
        return row;
    }

    template <class Frame, std::size_t... J>
    [[gnu::always_inline]] static constexpr void forward(const Frame& f, std::index_sequence<J...> all) {
        if constexpr (self::entry.elementwise && !self::scalar) {
            const auto loop = [](auto out, const auto&... x) {
                constexpr std::size_t row = row_length(std::index_sequence<J...>{});
                for (std::size_t r = 0; r < size; r += row)
                    for (std::size_t c = 0; c < row; ++c)
                        out.elements[r + c] = op::value(detail::element_of(x, r, c)...);
            };
            loop(self::value(f), operand<J>::value(f)...);
            static_cast<void>(all);
        } else if constexpr (self::scalar) {
            f.scalar[self::slot] = op::value(operand<J>::value(f)...);
        } else {
            op::value(self::value(f), operand<J>::value(f)...);
        }
    }

    template <class Frame, std::size_t... J>
    [[gnu::always_inline]] static constexpr void backward(const Frame& f, std::index_sequence<J...>) {
        (pull<J>(f, std::index_sequence<J...>{}), ...);
    }

    template <std::size_t K, class Frame, std::size_t... J>
    [[gnu::always_inline]] static constexpr void pull(const Frame& f, std::index_sequence<J...> all) {
        constexpr contribution how = Plan::template along<I, K>;
        using target = operand<K>;
        if constexpr (how != contribution::none) {
            if constexpr (self::entry.elementwise && !self::scalar) {
                pull_elementwise<K, how>(f, all);
            } else if constexpr (target::scalar) {
                contribute<how>(f.scalar_adjoint[target::slot],
                                op::template pullback<K>(self::adjoint(f), self::value(f), operand<J>::value(f)...));
            } else {
                op::template pullback<K, detail::as_store(how)>(target::adjoint(f), self::adjoint(f), self::value(f),
                                                                operand<J>::value(f)...);
            }
        }
    }

    template <std::size_t K, contribution How, class Frame, std::size_t... J>
    [[gnu::always_inline]] static constexpr void pull_elementwise(const Frame& f, std::index_sequence<J...>) {
        using target = operand<K>;
        constexpr std::size_t row = row_length(std::index_sequence<J...>{});
        constexpr std::size_t period = target::entry.extents.size();
        const auto amount = [](std::size_t r, std::size_t c, const auto& g, const auto& y, const auto&... x) {
            return op::template pullback<K>(g.elements[r + c], y.elements[r + c], detail::element_of(x, r, c)...);
        };
        const auto loop = [&](auto&& to, const auto&... all) {
            using element = std::remove_cvref_t<decltype(f.scalar[0])>;
            if constexpr (target::scalar) {
                element sum = amount(0, 0, all...);
                for (std::size_t r = 0; r < size; r += row)
                    for (std::size_t c = r == 0 ? 1 : 0; c < row; ++c) sum = sum + amount(r, c, all...);
                contribute<How>(to, sum);
            } else {
                constexpr std::size_t first = How == contribution::assign ? period : 0;
                for (std::size_t r = 0; r < first; r += row)
                    for (std::size_t c = 0; c < row; ++c) to.elements[r + c] = amount(r, c, all...);
                for (std::size_t r = first; r < size; r += row) {
                    element* at = to.elements + r % period;
                    for (std::size_t c = 0; c < row; ++c) at[c] = at[c] + amount(r, c, all...);
                }
            }
        };
        if constexpr (target::scalar)
            loop(f.scalar_adjoint[target::slot], self::adjoint(f), self::value(f), operand<J>::value(f)...);
        else
            loop(target::adjoint(f), self::adjoint(f), self::value(f), operand<J>::value(f)...);
    }
};

} // namespace tapeless::sweep

#endif
