// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_NN_OPTIMIZER_SCHEDULE_HPP
#define TAPELESS_NN_OPTIMIZER_SCHEDULE_HPP

#include "../../meta/math.hpp"
#include "decorator.hpp"

namespace tapeless::nn {

// A schedule is a function of the number of steps (updates, not epochs) that were made before: by what the rate is
// multiplied.

/// 1 throughout.
struct constant_rate {
    static constexpr const char* name = "constant_rate";
    constexpr double operator()(double) const noexcept { return 1; }
};

/// Times `factor` after every so many steps.
struct step_decay {
    double every = 1000;
    double factor = 0.1;

    static constexpr const char* name = "step_decay";
    constexpr double operator()(double k) const noexcept { return math::pow(factor, math::floor(k / every)); }
};

/// Times `factor` after each step.
struct exponential_decay {
    double factor = 0.999;

    static constexpr const char* name = "exponential_decay";
    constexpr double operator()(double k) const noexcept { return math::pow(factor, k); }
};

/// From 1 to `end` in equal steps, the last after `steps` of them; then `end`.
struct linear_decay {
    double steps = 1000;
    double end = 0;

    static constexpr const char* name = "linear_decay";
    constexpr double operator()(double k) const noexcept { return k < steps ? 1 + (end - 1) * (k / steps) : end; }
};

/// From 1 to `end` along half a period of the cosine (Loshchilov, Hutter, 2017); then `end`.
struct cosine_decay {
    double steps = 1000;
    double end = 0;

    static constexpr const char* name = "cosine_decay";
    constexpr double operator()(double k) const noexcept {
        constexpr double pi = 3.14159265358979323846;
        return k < steps ? end + (1 - end) * (1 + math::cos(pi * (k / steps))) / 2 : end;
    }
};

/// Up to 1 in equal steps, from 1 / steps at the first, then another schedule from its beginning.
template <class Schedule = constant_rate>
struct warm_up {
    double steps = 100;
    Schedule then{};

    static constexpr const char* name = detail::name_joined<"warm_up", Schedule>::text;
    constexpr double operator()(double k) const noexcept { return k < steps ? (k + 1) / steps : then(k - steps); }
};

/// Another optimizer whose rate, at each step, is multiplied by what a schedule says:
/// `scheduled<cosine_decay, adam>{.schedule = {.steps = 5000}, .optimizer = {.rate = 1e-3}}`.
template <class Schedule, class Optimizer>
struct scheduled {
    Schedule schedule{};
    Optimizer optimizer{};

    static constexpr const char* name = detail::name_joined<"scheduled", Schedule, Optimizer>::text;
    static constexpr std::size_t memories = Optimizer::memories;
    static constexpr bool reads_gradient = nn::reads_gradient<Optimizer>;
    struct progress : Optimizer::progress {
        double steps = 0;
    };
    template <class T, class... Whole>
    constexpr auto next(progress& s, const Whole&... whole) const noexcept {
        const double factor = schedule(s.steps);
        s.steps += 1;
        return detail::next_rule<T>(detail::with_rate_times(factor, optimizer), s, whole...);
    }
};

} // namespace tapeless::nn

#endif
