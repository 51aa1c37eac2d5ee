// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_NN_UPDATE_HPP
#define TAPELESS_NN_UPDATE_HPP

#include "../tensor/kernels/elements.hpp"

#include <cstddef>
#include <type_traits>
#include <utility>

namespace tapeless::nn {

/// A destination of derivatives that changes the parameters by them, instead of keeping them: each derivative is used
/// while it is in a register, and never stored. `Memories` numbers are remembered of each parameter, `Stride` apart.
template <std::size_t Memories, std::size_t Stride, std::size_t Columns, class T, class Rule>
struct updated_parameters {
    static constexpr bool stream = true;
    static constexpr bool crosses_rows = true;
    std::remove_const_t<Rule> rule; // by value: what lies in memory might be changed by each store
    T* parameter;
    T* memory;

    [[gnu::always_inline]] constexpr updated_parameters moved(std::size_t rows, std::size_t columns) const noexcept {
        return along(rows * Columns + columns);
    }
    [[gnu::always_inline]] constexpr updated_parameters along(std::size_t n) const noexcept {
        return {rule, parameter + n, memory + (Memories == 0 ? 0 : n)};
    }

    template <std::size_t Count, std::size_t Lanes>
    [[gnu::always_inline]] void put(const kernels::vec<T, Lanes>& derivative) const noexcept {
        put<Count, Lanes>(derivative, std::make_index_sequence<Memories>{});
    }
    [[gnu::always_inline]] constexpr void put_one(const T& derivative) const noexcept {
        [&]<std::size_t... M>(std::index_sequence<M...>) __attribute__((always_inline)) {
            rule(*parameter, derivative, memory[M * Stride]...);
        }
        (std::make_index_sequence<Memories>{});
    }

private:
    template <std::size_t Count, std::size_t Lanes, std::size_t... M>
    [[gnu::always_inline]] void put(const kernels::vec<T, Lanes>& derivative,
                                    std::index_sequence<M...>) const noexcept {
        lanes<T, Lanes> p = kernels::load_elements<Count, Lanes>(parameter), g;
        lanes<T, Lanes> remembered[Memories + 1] = {kernels::load_elements<Count, Lanes>(memory + M * Stride)...};
        g.part[0] = derivative;
        rule(p, g, remembered[M]...);
        kernels::store_first<Count, Lanes>(parameter, p.part[0]);
        (kernels::store_first<Count, Lanes>(memory + M * Stride, remembered[M].part[0]), ...);
    }
};

} // namespace tapeless::nn

#endif
