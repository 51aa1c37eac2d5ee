// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_DIFF_REFUSED_HPP
#define TAPELESS_DIFF_REFUSED_HPP

namespace tapeless::diff {

struct refused_value {
    constexpr operator double() const noexcept { return 0; }
    template <class Symbol>
    constexpr double operator[](const Symbol&) const noexcept {
        return 0;
    }
};

/// What a wrong call returns. It can be used as a right one's result can, so that the sentence which says what is
/// wrong is not followed by complaints about what is done with the result.
struct refused : refused_value {
    refused_value value{}, grad{}, tangent{}, hvp{};

    template <class Symbol>
    constexpr refused_value operator[](const Symbol&) const noexcept {
        return {};
    }

    template <class... Values>
    constexpr refused operator()(const Values&...) const noexcept {
        return {};
    }
};

/// What a gradient holds by a symbol that it does not hold.
template <class Cell>
inline constexpr Cell nothing{};

} // namespace tapeless::diff

#endif
