// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_NN_RANDOM_HPP
#define TAPELESS_NN_RANDOM_HPP

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace tapeless::nn {

/// SplitMix64 (Steele, Lea, Flood, 2014): 64 random bits a call, the same on every machine for a seed.
class random {
public:
    /// From a seed, or from where another one is: its `state()`.
    constexpr explicit random(std::uint64_t seed) noexcept : state_(seed) {}
    constexpr std::uint64_t state() const noexcept { return state_; }

    constexpr std::uint64_t bits() noexcept {
        std::uint64_t z = state_ += 0x9E3779B97F4A7C15u;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
        return z ^ (z >> 31);
    }
    /// Uniform in [0, 1), 53 bits.
    constexpr double uniform() noexcept { return static_cast<double>(bits() >> 11) * 0x1p-53; }

    /// A whole number in [0, bound), without bias.
    constexpr std::uint64_t below(std::uint64_t bound) noexcept {
        const std::uint64_t rest = (0 - bound) % bound;
        std::uint64_t r = bits();
        while (r < rest) r = bits();
        return r % bound;
    }
    /// Standard normal, by the polar method (Marsaglia, Bray, 1964).
    double normal() noexcept {
        double u, v, s;
        do {
            u = 2 * uniform() - 1;
            v = 2 * uniform() - 1;
            s = u * u + v * v;
        } while (s >= 1 || s == 0);
        return u * std::sqrt(-2 * std::log(s) / s);
    }
    /// A random permutation in place (Fisher, Yates).
    template <class Range>
    constexpr void shuffle(Range& range) noexcept {
        for (std::size_t i = range.size(); i > 1; --i)
            std::swap(range[i - 1], range[static_cast<std::size_t>(below(i))]);
    }

private:
    std::uint64_t state_;
};

} // namespace tapeless::nn

#endif
