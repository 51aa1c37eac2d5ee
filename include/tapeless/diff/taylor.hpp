// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_DIFF_TAYLOR_HPP
#define TAPELESS_DIFF_TAYLOR_HPP

#include "../plan/taylor.hpp"
#include "transform.hpp"

namespace tapeless {

namespace diff {

constexpr double factorial(unsigned n) noexcept {
    double product = 1;
    for (unsigned i = 2; i <= n; ++i) product *= i;
    return product;
}

template <unsigned N>
struct taylor_transform {
    static constexpr bool of_one = true;
    static_assert(N <= 20, "tapeless: Taylor coefficients are computed up to order 20");

    template <class T, class Tree, class Arrangement, class Inputs, class Constants>
    [[gnu::always_inline]] static constexpr auto at(const Inputs& in, const Constants& constants) {
        static_assert(Arrangement::symbols::count == 1,
                      "tapeless: Taylor coefficients are those of a function of one number");
        using request = plan::taylor<typename expressions_of<Tree>::ids, typename Arrangement::symbols, N>;
        const auto result = compute<T, request, N + 1>(in, constants);
        std::array<T, N + 1> coefficients{};
        for (std::size_t k = 0; k <= N; ++k) coefficients[k] = result.at[k];
        return coefficients;
    }

    template <std::size_t... Argnums, class F, class... Values>
    static constexpr auto of_expressions(const F& f, const Values&... values) {
        return coefficients<Argnums...>(f, std::make_integer_sequence<unsigned, N + 1>{}, values...);
    }

    /// The derivative of order `K`, as an expression.
    template <unsigned K, std::size_t... Argnums, class F, class... Values>
    static constexpr auto derivative(const F& f, const Values&... values) {
        if constexpr (K == 0)
            return expr::lift(f(values...));
        else
            return symbolic_gradient_of_order<K, Argnums...>(f, values...);
    }

private:
    template <unsigned K, std::size_t... Argnums, class F, class... Values>
    static constexpr auto symbolic_gradient_of_order(const F& f, const Values&... values) {
        const auto lower = [&f](const auto&... x) { return derivative<K - 1, Argnums...>(f, x...); };
        return symbolic_gradient<decltype(lower), Argnums...>{lower}(values...);
    }
    template <std::size_t... Argnums, class F, unsigned... K, class... Values>
    static constexpr auto coefficients(const F& f, std::integer_sequence<unsigned, K...>, const Values&... values) {
        return std::make_tuple((derivative<K, Argnums...>(f, values...) /
                                expr::literal<meta::decimal::canonical(static_cast<std::int64_t>(factorial(K)))>{})...);
    }
};

template <unsigned N>
struct derivative_transform {
    static constexpr bool of_one = true;
    template <class T, class Tree, class Arrangement, class Inputs, class Constants>
    [[gnu::always_inline]] static constexpr auto at(const Inputs& in, const Constants& constants) {
        return taylor_transform<N>::template at<T, Tree, Arrangement>(in, constants)[N] * T(factorial(N));
    }
    template <std::size_t... Argnums, class F, class... Values>
    static constexpr auto of_expressions(const F& f, const Values&... values) {
        return taylor_transform<N>::template derivative<N, Argnums...>(f, values...);
    }
};

} // namespace diff

/// The Taylor coefficients f(x), f'(x), f''(x)/2, ... of a function of one number up to order N: `taylor<3>(f)(x)` is a
/// std::array of four. Argument numbers choose the argument where there are several: `taylor<3, 0>(f)(x, y)`. The work
/// grows with the square of N, not exponentially as by repeated differentiation.
template <unsigned N, std::size_t... Argnums, class F>
    requires(!expr::is_handle<F>)
constexpr auto taylor(F f) { return diff::function_transform<diff::taylor_transform<N>, F, Argnums...>{f}; }
/// The same of an expression of one symbol, or along a chosen one.
template <unsigned N, meta::hash_t Id, std::size_t Constants>
constexpr auto taylor(const expression<Id, Constants>& e) {
    return diff::transform_expressions<diff::taylor_transform<N>, 0>(e);
}
template <unsigned N, meta::hash_t Id, std::size_t Constants, meta::hash_t Wrt>
constexpr auto taylor(const expression<Id, Constants>& e, selection<Wrt>) {
    return diff::transform_expressions<diff::taylor_transform<N>, Wrt>(e);
}

/// The derivative of order N of a function of one number: `derivative<3>(f)(x)`.
template <unsigned N, std::size_t... Argnums, class F>
    requires(!expr::is_handle<F>)
constexpr auto derivative(F f) { return diff::function_transform<diff::derivative_transform<N>, F, Argnums...>{f}; }
template <unsigned N, meta::hash_t Id, std::size_t Constants>
constexpr auto derivative(const expression<Id, Constants>& e) {
    return diff::transform_expressions<diff::derivative_transform<N>, 0>(e);
}
template <unsigned N, meta::hash_t Id, std::size_t Constants, meta::hash_t Wrt>
constexpr auto derivative(const expression<Id, Constants>& e, selection<Wrt>) {
    return diff::transform_expressions<diff::derivative_transform<N>, Wrt>(e);
}

} // namespace tapeless

#endif
