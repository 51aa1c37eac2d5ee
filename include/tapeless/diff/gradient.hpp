// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_DIFF_GRADIENT_HPP
#define TAPELESS_DIFF_GRADIENT_HPP

#include "../expr/symbol.hpp"
#include "../plan/steps.hpp"
#include "inputs.hpp"
#include "refused.hpp"

#include <utility>

namespace tapeless {

namespace diff {

/// What holds a value of a shape: a scalar, or a tensor.
template <class T, class Shape>
struct cell_type {
    using type = T;
};
template <class T, std::size_t First, std::size_t... Rest>
struct cell_type<T, shape<First, Rest...>> {
    using type = tensor<T, First, Rest...>;
};
template <class T, hash_t Id>
using cell = typename cell_type<T, expr::shape_of<Id>>::type;

template <hash_t Id, class Cell>
struct slot {
    Cell value;
};

template <class T, hash_t Root, hash_t Wrt, class Indices>
struct slots;
template <class T, hash_t Root, hash_t Wrt, std::size_t... I>
struct slots<T, Root, Wrt, std::index_sequence<I...>>
    : slot<plan::request_of<Root, Wrt>.id[I], cell<T, plan::request_of<Root, Wrt>.id[I]>>... {};

template <class Symbol>
inline constexpr bool is_differentiated = false;

template <hash_t Id, class Cell>
[[gnu::always_inline]] constexpr const Cell& value_in(const slot<Id, Cell>& s) noexcept {
    return s.value;
}
template <hash_t Id, class Cell>
[[gnu::always_inline]] constexpr Cell& value_in(slot<Id, Cell>& s) noexcept {
    return s.value;
}

} // namespace diff

/// A derivative for each requested symbol, found by the symbol: `g[x]`. A scalar symbol has a number, a tensor symbol
/// a tensor of its shape.
template <class T, meta::hash_t Root, meta::hash_t Wrt>
struct gradient : diff::slots<T, Root, Wrt, std::make_index_sequence<plan::request_of<Root, Wrt>.count>> {
    template <meta::hash_t Id>
    static constexpr bool has = plan::request_of<Root, Wrt>.contains(Id);

    template <meta::hash_t Id>
    [[gnu::always_inline]] constexpr const auto& operator[](const expression<Id, 0>&) const& noexcept {
        if constexpr (require<Id>())
            return diff::value_in<Id>(*this);
        else
            return diff::nothing<diff::cell<T, Id>>;
    }
    template <meta::hash_t Id>
    [[gnu::always_inline]] constexpr auto operator[](const expression<Id, 0>&) && noexcept {
        if constexpr (require<Id>())
            return diff::value_in<Id>(*this);
        else
            return diff::nothing<diff::cell<T, Id>>;
    }

    /// Where the backward sweep delivers.
    template <meta::hash_t Id>
    [[gnu::always_inline]] constexpr T& scalar() noexcept {
        return diff::value_in<Id>(*this);
    }
    template <meta::hash_t Id>
    [[gnu::always_inline]] constexpr T* elements() noexcept {
        return diff::value_in<Id>(*this).data();
    }

private:
    template <meta::hash_t Id>
    static constexpr bool require() noexcept {
        if constexpr (!has<Id>)
            static_assert(diff::is_differentiated<typename diff::described<Id>::type>,
                          "tapeless: this gradient holds no derivative by that symbol: it is not in the expression, is "
                          "data, or was left out of wrt");
        return has<Id>;
    }
};

} // namespace tapeless

#endif
