// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_DIFF_GRADIENT_HPP
#define TAPELESS_DIFF_GRADIENT_HPP

#include "../expr/symbol.hpp"
#include "../plan/request.hpp"
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
template <class T, meta::hash_t... Ids>
struct gradient : diff::slot<Ids, diff::cell<T, Ids>>... {
    template <meta::hash_t Id>
    static constexpr bool has = (false || ... || (Id == Ids));

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

namespace diff {

template <class T, class Ids>
struct gradient_by;
template <class T, hash_t... Ids>
struct gradient_by<T, plan::ids<Ids...>> {
    using type = gradient<T, Ids...>;
};
/// The gradient by the symbols of a list.
template <class T, class Ids>
using gradient_of = typename gradient_by<T, Ids>::type;

} // namespace diff
} // namespace tapeless

#endif
