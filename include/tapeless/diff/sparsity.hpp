// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_DIFF_SPARSITY_HPP
#define TAPELESS_DIFF_SPARSITY_HPP

#include "hessian.hpp"

namespace tapeless {

/// Which entries of a matrix of derivatives can be other than zero: the rest are zero for every input, and no instruction
/// is spent on them. Entries are in order of rows, then columns.
template <std::size_t Rows, std::size_t Columns>
struct sparsity_pattern {
    bool present[Rows == 0 ? 1 : Rows][Columns == 0 ? 1 : Columns]{};
    std::size_t nonzeros = 0;

    static constexpr std::size_t rows = Rows, columns = Columns;

    constexpr bool operator()(std::size_t row, std::size_t column) const noexcept { return present[row][column]; }
    /// The row and the column of an entry.
    struct position {
        std::size_t row, column;
    };
    constexpr position at(std::size_t entry) const noexcept {
        for (std::size_t r = 0; r < Rows; ++r)
            for (std::size_t c = 0; c < Columns; ++c)
                if (present[r][c] && entry-- == 0) return {r, c};
        return {Rows, Columns};
    }
};

namespace diff {

/// Which entries a request finds to be no structural zero.
template <class Request, std::size_t Rows, std::size_t Columns>
constexpr sparsity_pattern<Rows, Columns> pattern_of(std::size_t first, bool triangle) {
    plan::listing code;
    plan::index_list found(16);
    Request::derive(code, found);
    sparsity_pattern<Rows, Columns> pattern;
    std::size_t next = first;
    for (std::size_t r = 0; r < Rows; ++r)
        for (std::size_t c = 0; c < (triangle ? r + 1 : Columns); ++c, ++next)
            if (found[next] != plan::nowhere && !code[found[next]].is_literal(0)) {
                pattern.present[r][c] = true;
                if (triangle) pattern.present[c][r] = true;
            }
    for (std::size_t r = 0; r < Rows; ++r)
        for (std::size_t c = 0; c < Columns; ++c) pattern.nonzeros += pattern.present[r][c];
    return pattern;
}

template <class Request>
inline constexpr auto pattern = 0;
template <class Roots, class Symbols>
inline constexpr auto pattern<plan::jacobian<Roots, Symbols>> =
    pattern_of<plan::jacobian<Roots, Symbols>, Roots::count, Symbols::count>(Roots::count, false);
template <class Root, class Symbols>
inline constexpr auto pattern<plan::hessian<Root, Symbols>> =
    pattern_of<plan::hessian<Root, Symbols>, Symbols::count, Symbols::count>(1 + Symbols::count, true);

/// The outputs of a request without its structural zeros.
template <class Request>
struct compressed {
    static constexpr std::size_t nodes = Request::nodes;
    static constexpr const auto& shape = pattern<Request>;

    static constexpr void derive(plan::listing& code, plan::index_list& outputs) {
        plan::index_list all(16);
        Request::derive(code, all);
        for (std::size_t r = 0; r < shape.rows; ++r)
            for (std::size_t c = 0; c < shape.columns; ++c)
                if (shape(r, c)) outputs.push(all[Request::output(r, c)]);
    }
};

/// How a matrix of derivatives is asked for as its nonzero entries alone.
template <template <class, class> class Request>
struct compressed_transform {
    template <class T, class Tree, class Arrangement, class Inputs, class Constants>
    [[gnu::always_inline]] static constexpr auto at(const Inputs& in, const Constants& constants) {
        using request = Request<typename expressions_of<Tree>::ids, typename Arrangement::symbols>;
        std::array<T, pattern<request>.nonzeros> entries{};
        if constexpr (pattern<request>.nonzeros != 0) {
            const auto result = compute<T, compressed<request>, pattern<request>.nonzeros>(in, constants);
            for (std::size_t i = 0; i < entries.size(); ++i) entries[i] = result.at[i];
        }
        return entries;
    }
};
/// How its pattern is asked for.
template <template <class, class> class Request>
struct pattern_transform {
    template <class Tree, class Arrangement>
    static constexpr auto at() {
        return pattern<Request<typename expressions_of<Tree>::ids, typename Arrangement::symbols>>;
    }
};

template <class Transform>
struct request_of_transform;
template <>
struct request_of_transform<jacobian_transform> {
    using compressed = compressed_transform<plan::jacobian>;
    using pattern = pattern_transform<plan::jacobian>;
};
template <>
struct request_of_transform<hessian_transform> {
    using compressed = compressed_transform<plan::hessian>;
    using pattern = pattern_transform<plan::hessian>;
};

} // namespace diff

/// The pattern of a Jacobian or Hessian of expressions of symbols, known while compiling: `sparsity(hessian(e))`. Rows and
/// columns are in the order in which the symbols first occur (or that of `wrt`).
template <class Transform, class Tree, meta::hash_t Wrt>
constexpr auto sparsity(const diff::symbol_transform<Transform, Tree, Wrt>&) {
    using from = diff::symbol_transform<Transform, Tree, Wrt>;
    return diff::request_of_transform<Transform>::pattern::template at<Tree,
                                                                       diff::by_symbols<typename from::symbols>>();
}
/// The same of a function of arguments of these types: `sparsity<double, double>(hessian(f))`. Rows and columns are the
/// leaves of the arguments in their order.
template <class... Values, class Transform, class F, std::size_t... Argnums>
constexpr auto sparsity(const diff::function_transform<Transform, F, Argnums...>&) {
    static_assert(sizeof...(Values) > 0, "tapeless: the sparsity of a function needs the types of its arguments: "
                                         "sparsity<double, double>(hessian(f))");
    if constexpr (sizeof...(Values) > 0) {
        using argnums = std::index_sequence<Argnums...>;
        using tree = diff::traced_result<F, argnums, Values...>;
        return diff::request_of_transform<Transform>::pattern::template at<
            tree, diff::by_arguments<diff::argument_layout<argnums, Values...>>>();
    } else {
        return sparsity_pattern<0, 0>{};
    }
}

/// A Jacobian or Hessian as its nonzero entries alone, in the order of its `sparsity`: `compressed(hessian(f))(x, y)` is a
/// std::array. Structural zeros cost no instruction and no memory.
template <class Transform, class Tree, meta::hash_t Wrt>
constexpr auto compressed(const diff::symbol_transform<Transform, Tree, Wrt>& t) {
    using to = typename diff::request_of_transform<Transform>::compressed;
    return diff::symbol_transform<to, Tree, Wrt>{t.tree};
}
template <class Transform, class F, std::size_t... Argnums>
constexpr auto compressed(const diff::function_transform<Transform, F, Argnums...>& t) {
    using to = typename diff::request_of_transform<Transform>::compressed;
    return diff::function_transform<to, F, Argnums...>{t.function};
}

} // namespace tapeless

#endif
