// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_NN_OPTIMIZER_DECORATOR_HPP
#define TAPELESS_NN_OPTIMIZER_DECORATOR_HPP

#include "../../meta/fixed_string.hpp"

#include <cstddef>
#include <type_traits>

/// What optimizers that add something to another optimizer have in common: they hold it as `optimizer`. They apply from
/// the outside in: `clip_norm<l2<adam>>` clips the gradient of the loss, and what the penalty adds is not clipped.
namespace tapeless::nn {

/// Whether an optimizer has to know of the whole gradient before it changes the first parameter.
template <class Optimizer>
inline constexpr bool reads_gradient = [] {
    if constexpr (requires { Optimizer::reads_gradient; })
        return Optimizer::reads_gradient;
    else
        return false;
}();

namespace detail {

/// An optimizer's next step. `whole(f)` is the norm of what f(p, g) makes of all parameters and their derivatives.
template <class T, class Optimizer, class... Whole>
constexpr auto next_rule(const Optimizer& optimizer, typename Optimizer::progress& progress,
                         const Whole&... whole) noexcept {
    if constexpr (reads_gradient<Optimizer>)
        return optimizer.template next<T>(progress, whole...);
    else
        return optimizer.template next<T>(progress);
}

/// A rule on a derivative that something has changed before.
template <class Change, class Rule>
struct changed_gradient {
    Change change;
    Rule rule;
    template <class V, class... Memory>
    [[gnu::always_inline]] constexpr void operator()(V& p, const V& g, Memory&... memory) const noexcept {
        rule(p, change(p, g), memory...);
    }
};

/// The whole gradient after that.
template <class Change, class Whole>
struct changed_whole {
    const Change& change;
    const Whole& whole;
    template <class F>
    constexpr double operator()(const F& f) const noexcept {
        return whole([&](const auto& p, const auto& g) { return f(p, change(p, g)); });
    }
};

/// An optimizer's next step on derivatives that `change(p, g)` has changed before.
template <class T, class Optimizer, class Change, class... Whole>
constexpr auto next_after(const Change& change, const Optimizer& optimizer, typename Optimizer::progress& progress,
                          const Whole&... whole) noexcept {
    const auto rule = next_rule<T>(optimizer, progress, changed_whole<Change, Whole>{change, whole}...);
    return changed_gradient<Change, std::remove_const_t<decltype(rule)>>{change, rule};
}

/// An optimizer with another rate.
template <class Optimizer>
constexpr Optimizer with_rate_times(double factor, Optimizer optimizer) noexcept {
    if constexpr (requires { optimizer.rate; })
        optimizer.rate *= factor;
    else
        optimizer.optimizer = with_rate_times(factor, optimizer.optimizer);
    return optimizer;
}

constexpr std::size_t length(const char* text) noexcept {
    std::size_t n = 0;
    while (text[n] != '\0') ++n;
    return n;
}

/// The name of a decorator, followed by the names of what it is made of: "clip_norm adam".
template <fixed_string Own, class... Parts>
class name_joined {
    struct characters {
        char text[Own.size() + (std::size_t{1} + ... + (1 + length(Parts::name)))];
    };
    static constexpr characters joined() noexcept {
        characters c{};
        std::size_t n = 0;
        for (; n < Own.size(); ++n) c.text[n] = Own.text[n];
        for (const char* part : {Parts::name...}) {
            c.text[n++] = ' ';
            while (*part != '\0') c.text[n++] = *part++;
        }
        return c;
    }
    static constexpr characters joined_ = joined();

public:
    static constexpr const char* text = joined_.text;
};

} // namespace detail
} // namespace tapeless::nn

#endif
