// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_DIFF_EVAL_HPP
#define TAPELESS_DIFF_EVAL_HPP

#include "../sweep/run.hpp"
#include "../sweep/straight.hpp"
#include "gradient.hpp"

namespace tapeless {

namespace diff {

/// The constants of a handle, or nothing to point at.
template <hash_t Id, std::size_t Constants>
constexpr const double* constants_of(const expression<Id, Constants>& e) noexcept {
    if constexpr (Constants > 0)
        return e.constants;
    else
        return nullptr;
}

template <class... Bindings>
using evaluation_type = value_type<std::remove_cvref_t<decltype(Bindings::value)>...>;

template <class T>
struct value_output {
    T value;
    template <plan::index_t>
    [[gnu::always_inline]] constexpr void deliver(const T& v) {
        value = v;
    }
};

template <class T, hash_t Root, std::size_t Constants, class Inputs, class Memory = std::nullptr_t>
[[gnu::always_inline]] constexpr auto evaluate(const expression<Root, Constants>& e, const Inputs& in,
                                               [[maybe_unused]] Memory memory = nullptr) {
    if constexpr (plan::is_straight<Root>) {
        value_output<T> result;
        sweep::run<T, plan::values<plan::ids<Root>>>(in, constants_of(e), result);
        return result.value;
    } else {
        const auto finish = [](const auto& root) {
            if constexpr (expr::is_tensor(Root)) {
                cell<T, Root> copy;
                for (std::size_t i = 0; i < copy.size(); ++i) copy[i] = root[i];
                return copy;
            } else {
                return root;
            }
        };
        if constexpr (std::is_null_pointer_v<Memory>)
            return sweep::evaluate<T, Root>(in, constants_of(e), finish);
        else
            return sweep::evaluate_in<T, Root>(memory, in, constants_of(e), finish);
    }
}

/// What `eval` of an expression of symbols returns.
template <hash_t Root, std::size_t Constants>
struct evaluator {
    expression<Root, Constants> e;

    template <hash_t... Ids, class... Values>
    [[gnu::always_inline]] constexpr auto operator()(const binding<Ids, Values>&... bindings) const {
        using T = evaluation_type<binding<Ids, Values>...>;
        if constexpr (check_bindings<T, Root, binding<Ids, Values>...>())
            return evaluate<T>(e, inputs<T, binding<Ids, Values>...>{bindings...});
        else
            return nothing<cell<T, Root>>;
    }
};

} // namespace diff

/// The value of an expression: `eval(e)(x = 1.0, W = w)`, bindings in any order. A scalar, or a tensor.
template <meta::hash_t Root, std::size_t Constants>
constexpr auto eval(const expression<Root, Constants>& e) noexcept {
    return diff::evaluator<Root, Constants>{e};
}

} // namespace tapeless

#endif
