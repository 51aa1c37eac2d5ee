// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_DIFF_TENSOR_POINT_HPP
#define TAPELESS_DIFF_TENSOR_POINT_HPP

#include "../tensor/kernels/store.hpp"
#include "../tensor/tensor.hpp"
#include "../value/dual.hpp"
#include "transform.hpp"

namespace tapeless::diff {

// Where transforms of tensors are evaluated: at points that move, and with adjoints that are given.

/// The number at a flat index of an operand: of a scalar, itself.
template <class X>
[[gnu::always_inline]] constexpr const auto& number_at(const X& x, [[maybe_unused]] std::size_t i) noexcept {
    if constexpr (requires { x.elements; })
        return x.elements[i];
    else
        return x;
}
template <class X>
constexpr std::size_t numbers_in(const X&) noexcept {
    if constexpr (requires { X::shape_type::size; })
        return X::shape_type::size;
    else
        return 1;
}

/// Some expressions side by side, to be evaluated together. It has no value of its own.
struct side_by_side {
    static constexpr meta::dimensions result(const meta::dimensions&) noexcept { return {}; }

    template <class First, class... Rest>
    static constexpr auto value(const First& first, const Rest&...) {
        return std::remove_cvref_t<decltype(number_at(first, 0))>(0);
    }
};

/// The sum of the products of some expressions, scalars and tensors, with their cotangents: its derivatives are
/// those that reverse mode makes of the cotangents.
template <std::size_t Expressions>
struct pairing {
    static constexpr auto name = "pairing";
    static constexpr meta::dimensions result(const meta::dimensions&) noexcept { return {}; }

    template <class... X>
    static constexpr auto value(const X&... x) {
        return [&]<std::size_t... K>(std::index_sequence<K...>) {
            const std::tuple<const X&...> all{x...};
            return (... + product(std::get<K>(all), std::get<Expressions + K>(all)));
        }
        (std::make_index_sequence<Expressions>{});
    }
    static constexpr std::uint64_t pullback_reads(std::size_t operand) noexcept {
        return std::uint64_t{1} << (operand < Expressions ? operand + Expressions : operand - Expressions);
    }
    template <std::size_t I, kernels::store How, class To, class G, class Y, class... X>
    static constexpr void pullback(To to, const G& adjoint, const Y&, const X&... x) {
        const auto& partner = std::get<partner_of<I>>(std::tuple<const X&...>{x...});
        for (std::size_t i = 0; i < To::size(); ++i)
            kernels::detail::store_one<How>(to[i], adjoint * number_at(partner, i));
    }
    template <std::size_t I, class G, class Y, class... X>
    static constexpr G pullback(const G& adjoint, const Y&, const X&... x) {
        return adjoint * number_at(std::get<partner_of<I>>(std::tuple<const X&...>{x...}), 0);
    }

private:
    template <std::size_t I>
    static constexpr std::size_t partner_of = I < Expressions ? I + Expressions : I - Expressions;

    template <class X, class W>
    static constexpr auto product(const X& x, const W& weights) {
        auto sum = number_at(x, 0) * number_at(weights, 0);
        for (std::size_t i = 1; i < numbers_in(x); ++i) sum = sum + number_at(x, i) * number_at(weights, i);
        return sum;
    }
};

/// The symbol of the cotangent of expression `Number`; that of a scalar is a tensor of one element, since sweeps read
/// scalars once, and tensors where they lie.
template <std::size_t Number, class Shape>
struct cotangent_leaf {
    static constexpr expr::role what = expr::role::data;
    static constexpr meta::dimensions extents = meta::dimensions_of(Shape{});
    static constexpr hash_t tag = meta::hash_dimensions(meta::mix(0xC07A, Number), extents);
};
template <class Shape>
struct cotangent_shape {
    using type = Shape;
};
template <>
struct cotangent_shape<shape<>> {
    using type = shape<1>;
};
template <std::size_t Number, hash_t Id>
inline constexpr hash_t cotangent_id =
    expr::intern_leaf<cotangent_leaf<Number, typename cotangent_shape<expr::shape_of<Id>>::type>>;

/// What the sweeps run: some roots together, and their pairing with cotangents.
template <class Roots, class Indices = std::make_index_sequence<Roots::count>>
struct joined;
template <hash_t... Roots, std::size_t... K>
struct joined<plan::ids<Roots...>, std::index_sequence<K...>> {
    static constexpr hash_t roots = expr::intern_ruled<side_by_side, Roots...>;
    using cotangents = plan::ids<cotangent_id<K, Roots>...>;
    static constexpr hash_t paired = expr::intern_ruled<pairing<sizeof...(K)>, Roots..., cotangent_id<K, Roots>...>;
};

template <hash_t Id>
inline constexpr std::size_t numbers_of = expr::record_of<Id>.extents.size();

/// The numbers in some symbols or expressions, one after the other in one row.
template <class Ids>
struct numbers;
template <hash_t... Ids>
struct numbers<plan::ids<Ids...>> {
    static constexpr std::size_t count = (std::size_t{0} + ... + numbers_of<Ids>);

    /// Which of them is the first of each.
    static constexpr std::size_t before(std::size_t position) noexcept {
        constexpr std::size_t of[]{numbers_of<Ids>..., 0};
        std::size_t sum = 0;
        for (std::size_t k = 0; k < position; ++k) sum += of[k];
        return sum;
    }
    template <hash_t Id>
    static constexpr std::size_t first = before(plan::position<Id>(plan::ids<Ids...>{}));
};

/// A point whose scalars and tensors are dual numbers, so that it can move in several directions at once: every symbol
/// in `Symbols` has a copy here, but for tensors of whole numbers.
template <class Dual, class Point, class Symbols>
class moving_point;
template <class T, std::size_t N, class Point, hash_t... Ids>
class moving_point<dual<T, N>, Point, plan::ids<Ids...>> {
    using number = dual<T, N>;

    template <hash_t Id>
    static constexpr auto copy(const Point& point) {
        if constexpr (!expr::is_tensor(Id)) {
            return number(static_cast<T>(point.template scalar<Id>()));
        } else {
            const auto* const from = point.template elements<Id>();
            if constexpr (std::is_integral_v<std::remove_cvref_t<decltype(*from)>>) {
                return from;
            } else {
                cell<number, Id> to;
                for (std::size_t i = 0; i < to.size(); ++i) to[i] = number(static_cast<T>(from[i]));
                return to;
            }
        }
    }
    template <hash_t Id>
    using held = decltype(copy<Id>(std::declval<const Point&>()));
struct slots : slot<Ids, held<Ids>>... {};
    slots all;

    template <hash_t Id>
    static constexpr bool moves = (false || ... || (Id == Ids)) && !std::is_pointer_v<held<Id>>;

public:
    constexpr explicit moving_point(const Point& point) : all{{copy<Ids>(point)}...} {}

    template <hash_t Id>
    [[gnu::always_inline]] constexpr const number& scalar() const noexcept {
        return value_in<Id>(all);
    }
    template <hash_t Id>
    [[gnu::always_inline]] constexpr auto elements() const noexcept {
        const auto& values = value_in<Id>(all);
        if constexpr (std::is_pointer_v<held<Id>>)
            return values;
        else
            return values.data();
    }

    /// Gives a symbol a tangent, a number or a tensor; one on which nothing depends does not mind.
    template <hash_t Id, class Value>
    constexpr void move(const Value& tangent) {
        if constexpr (moves<Id>) {
            auto& to = value_in<Id>(all);
            if constexpr (!expr::is_tensor(Id)) {
                to.tangent[0] = static_cast<T>(tangent);
            } else {
                const auto* const from = value_traits<Value>::elements(tangent);
                for (std::size_t i = 0; i < to.size(); ++i) to[i].tangent[0] = static_cast<T>(from[i]);
            }
        }
    }
    /// Sets tangent `j` of one of the numbers in some symbols.
    template <hash_t... Symbols>
    constexpr void set([[maybe_unused]] plan::ids<Symbols...> symbols, [[maybe_unused]] std::size_t which,
                       [[maybe_unused]] std::size_t j, [[maybe_unused]] const T& tangent) {
        (set<Symbols>(which - numbers<decltype(symbols)>::template first<Symbols>, j, tangent), ...);
    }

private:
    template <hash_t Id>
    constexpr void set([[maybe_unused]] std::size_t i, [[maybe_unused]] std::size_t j,
                       [[maybe_unused]] const T& tangent) {
        if constexpr (moves<Id>) {
            if (i >= numbers_of<Id>) return;
            auto& to = value_in<Id>(all);
            if constexpr (expr::is_tensor(Id))
                to[i].tangent[j] = tangent;
            else
                to.tangent[j] = tangent;
        }
    }
};

/// An expression with the runtime constants in it.
template <hash_t Root>
constexpr auto expression_with([[maybe_unused]] const double* constants) {
    expression<Root, expr::record_of<Root>.constants> e{};
    if constexpr (expr::record_of<Root>.constants != 0)
        for (std::size_t i = 0; i < expr::record_of<Root>.constants; ++i) e.constants[i] = constants[i];
    return e;
}

/// Evaluates expressions together: `finish(results...)`, scalars as numbers and tensors as views.
template <class T, hash_t... Roots, class Point, class Finish>
[[gnu::always_inline]] constexpr auto evaluate_all(plan::ids<Roots...> roots, const Point& point,
                                                   const double* constants, Finish finish) {
    if constexpr (tensors_in<decltype(roots), plan::ids<>>) {
        return sweep::evaluate_operands<T, joined<decltype(roots)>::roots>(point, constants, finish);
    } else { // by straight-line code
        const auto one = [&]<hash_t Root>(plan::ids<Root>) {
            const T value = evaluate<T>(expression_with<Root>(constants), point);
            constants += expr::record_of<Root>.constants;
            return value;
        };
        const std::array<T, sizeof...(Roots)> all{one(plan::ids<Roots>{})...};
        return std::apply(finish, all);
    }
}

/// A point, and the cotangents there of some roots in one row.
template <class T, class Point, class Roots>
struct cotangent_point {
    const Point& point;
    const T* cotangents;

    using symbols = typename joined<Roots>::cotangents;

    template <hash_t Id>
    [[gnu::always_inline]] constexpr auto scalar() const {
        return point.template scalar<Id>();
    }
    template <hash_t Id>
    [[gnu::always_inline]] constexpr auto elements() const noexcept {
        constexpr std::size_t at = plan::position<Id>(symbols{});
        if constexpr (at < symbols::count)
            return cotangents + numbers<Roots>::before(at);
        else
            return point.template elements<Id>();
    }
};

/// The values, or the tangents, of what dual numbers were computed for: `part` takes them out of a number.
template <class T, class X, class Part>
[[gnu::always_inline]] constexpr auto part_of(const X& x, Part part) {
    if constexpr (requires { typename X::shape_type; }) {
        typename cell_type<T, typename X::shape_type>::type all;
        for (std::size_t i = 0; i < all.size(); ++i) all[i] = part(x[i]);
        return all;
    } else {
        return static_cast<T>(part(x));
    }
}
inline constexpr auto value_part = []<class X>(const X& x) {
    if constexpr (duals::depth<X> != 0)
        return x.value;
    else
        return x; // a whole number
};
inline constexpr auto tangent_part = []<class X>(const X& x) {
    if constexpr (duals::depth<X> != 0)
        return x.tangent[0];
    else
        return X(0);
};

} // namespace tapeless::diff

#endif
