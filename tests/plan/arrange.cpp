// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

// The order in which instructions are run: whatever the request, each step finds its operands computed.

#include "catch.hpp"

#include <cstddef>
#include <tapeless/scalar.hpp>
#include <type_traits>

using namespace tapeless::literals;
namespace expr = tapeless::expr;
namespace plan = tapeless::plan;
using plan::code_kind;

namespace {

constexpr auto x = tapeless::var<"x">;
constexpr auto y = tapeless::var<"y">;
constexpr auto z = tapeless::var<"z">;

template <class Handle>
constexpr auto id_of = expr::id_of<std::remove_cvref_t<Handle>>;
template <class... E>
using roots_of = plan::ids<id_of<E>...>;
using xyz = roots_of<decltype(x), decltype(y), decltype(z)>;

template <class Request>
inline constexpr const auto& code = plan::program_of<Request>;
template <class Request>
inline constexpr std::size_t steps = sizeof(code<Request>.step) / sizeof(code<Request>.step[0]) - 1;

/// Runs a program's bookkeeping, along one path through its branches: bit n of the path is condition n, modulo 32.
template <class Request>
struct rehearsal {
    static constexpr const auto& program = code<Request>;
    bool known[program.slots + 1]{};
    std::size_t delivered[64]{};
    bool sound = true;
    unsigned path;

    constexpr explicit rehearsal(unsigned along) : path(along) { region(0); }

    constexpr void need(plan::index_t slot) { sound = sound && slot < program.slots && known[slot]; }
    constexpr void make(plan::index_t slot) {
        sound = sound && slot < program.slots;
        if (slot < program.slots) known[slot] = true;
    }
    constexpr void region(plan::index_t r) {
        const plan::region range = program.regions[r];
        for (plan::index_t i = range.first; i < range.first + range.count; ++i) step(program.step[i]);
    }
    constexpr void step(const plan::code_step& s) {
        switch (s.kind) {
        case code_kind::symbol:
        case code_kind::constant:
        case code_kind::literal:
        case code_kind::nullary:
            break;
        case code_kind::unary:
            need(s.a);
            break;
        case code_kind::pair:
            need(s.a), make(s.c);
            break;
        case code_kind::binary:
            need(s.a), need(s.b);
            break;
        case code_kind::ternary:
            need(s.a), need(s.b), need(s.c);
            break;
        case code_kind::branch: {
            need(s.a);
            const bool taken = (path >> s.a % 32 & 1) != 0;
            region(taken ? s.then_region : s.else_region);
            need(taken ? s.b : s.c);
            break;
        }
        case code_kind::output:
            need(s.a);
            ++delivered[s.out];
            return;
        }
        make(s.out);
    }
};

/// Whether every path through a program finds what it needs, and delivers each output once.
template <class Request, std::size_t Outputs>
constexpr bool well_formed() {
    for (const unsigned path : {0u, ~0u, 0x55555555u, 0xAAAAAAAAu, 0x33333333u, 0xCCCCCCCCu}) {
        const rehearsal<Request> r(path);
        if (!r.sound) return false;
        for (std::size_t i = 0; i < 64; ++i)
            if (r.delivered[i] != (i < Outputs ? 1 : 0)) return false;
    }
    return true;
}

template <class E>
constexpr bool all_requests_well_formed(E) {
    using root = roots_of<E>;
    return well_formed<plan::values<root>, 1>() && well_formed<plan::value_and_gradient<root, xyz>, 4>() &&
           well_formed<plan::hessian<root, xyz>, 10>() && well_formed<plan::jacobian<root, xyz>, 4>() &&
           well_formed<plan::taylor<root, roots_of<decltype(x)>, 3>, 4>() &&
           well_formed<plan::hessian_product<root, xyz, tapeless::diff::tangents_of<xyz>::type>, 7>();
}

} // namespace

TEST_CASE("each step finds its operands and each output is delivered once") {
    STATIC_REQUIRE(all_requests_well_formed(sin(x * y) * exp(z) / (x + y * z)));
    STATIC_REQUIRE(all_requests_well_formed(x));
    STATIC_REQUIRE(all_requests_well_formed(3_c + 4_c));
    STATIC_REQUIRE(all_requests_well_formed(sin(x) * cos(x) + exp(sin(x)) * log(cos(x) + 2_c)));
}

TEST_CASE("programs with branches are sound along every path") {
    STATIC_REQUIRE(all_requests_well_formed(if_else(x < y, sin(x) * z, cos(y * z))));
    STATIC_REQUIRE(all_requests_well_formed(if_else(x < y, exp(x), y) + if_else(x < y, exp(x) * z, y * y) +
                                            if_else(y < z, exp(x), z)));
    STATIC_REQUIRE(all_requests_well_formed(
        if_else(x < 0_c, if_else(y < 0_c, sin(x) * log(y), sin(x)), if_else(y < 0_c, log(y), x * y)) * exp(x)));
    STATIC_REQUIRE(all_requests_well_formed(if_else(if_else(x < y, z, exp(z)), if_else(x < y, exp(z), z), exp(z) * x)));
    STATIC_REQUIRE(all_requests_well_formed(
        where(x < 0_c, if_else(y < 0_c, exp(z), z * z), if_else(y < 0_c, exp(z), exp(z) * z))));
}

TEST_CASE("programs of derivatives of derivatives are sound") {
    constexpr auto wave = [](auto a, auto b) { return sin(a * b) * a; };
    STATIC_REQUIRE(all_requests_well_formed(std::get<0>(tapeless::grad(wave)(x, y * z)) * x));
    STATIC_REQUIRE(all_requests_well_formed(tapeless::grad(if_else(x < y, exp(x * z), y))[x] * y));
}

TEST_CASE("symbols that nothing uses are not read and equal values are computed once") {
    constexpr auto e = sin(x * y) + sin(x * y) * z;
    using request = plan::values<roots_of<decltype(e)>>;
    // x, y, z; product, sine, and a product and a sum, or both in one; the output
    STATIC_REQUIRE(steps<request> <= 8);
    using gradient_by_z = plan::value_and_gradient<roots_of<decltype(x * 0_c + z)>, roots_of<decltype(z)>>;
    STATIC_REQUIRE(well_formed<gradient_by_z, 2>());
}

TEST_CASE("the sides of a branch are regions of their own") {
    using request = plan::values<roots_of<decltype(if_else(x < y, sin(x), cos(y)))>>;
    STATIC_REQUIRE(sizeof(code<request>.regions) / sizeof(code<request>.regions[0]) >= 3);
    constexpr bool apart = [] {
        const plan::region top = code<request>.regions[0];
        for (plan::index_t i = top.first; i < top.first + top.count; ++i)
            if (code<request>.step[i].kind == code_kind::unary) return false; // neither sine nor cosine
        return true;
    }();
    STATIC_REQUIRE(apart);
}

TEST_CASE("calls come before everything that does not lead to one") {
    constexpr auto e = x * y + y * z + sin(z);
    using request = plan::values<roots_of<decltype(e)>>;
    constexpr bool first = [] {
        for (const plan::code_step& s : code<request>.step) {
            if (s.kind == code_kind::unary) return true;
            if (s.kind == code_kind::binary || s.kind == code_kind::ternary) return false;
        }
        return false;
    }();
    STATIC_REQUIRE(first);
}
