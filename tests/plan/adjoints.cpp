// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include "catch.hpp"

#include <cstddef>
#include <tapeless/scalar.hpp>
#include <type_traits>

using namespace tapeless::literals;
namespace plan = tapeless::plan;
using plan::contribution;
using tapeless::expr::role;

namespace {

constexpr auto x = tapeless::var<"x">;
constexpr auto y = tapeless::var<"y">;
constexpr auto k = tapeless::data<"k">;

template <class Handle>
constexpr auto id_of = tapeless::expr::id_of<std::remove_cv_t<Handle>>;

/// The plan of a gradient by all variables, or by the symbols of a selection.
template <class Handle, tapeless::meta::hash_t Wrt = 0>
struct gradient {
    static constexpr const auto& schedule = plan::schedule_of<id_of<Handle>>;
    static constexpr const auto& adjoint = plan::gradient_plan<id_of<Handle>, Wrt>::adjoint;

    /// Each adjoint that exists is set by exactly one edge (the root's by none), and that edge is walked first.
    static constexpr bool sets_each_adjoint_once() {
        for (std::size_t to = 0; to < schedule.nodes; ++to) {
            bool set = to == schedule.nodes - 1;
            for (std::size_t from = schedule.nodes; from-- > 0;)
                for (plan::index_t e = schedule.first_edge[from]; e < schedule.first_edge[from + 1]; ++e) {
                    if (schedule.operand[e] != to || adjoint.along[e] == contribution::none) continue;
                    if (!adjoint.exists[from] || !adjoint.exists[to]) return false;
                    if ((adjoint.along[e] == contribution::assign) == set) return false;
                    set = true;
                }
            if (adjoint.exists[to] && !set) return false;
        }
        return true;
    }
    static constexpr std::size_t count(contribution how) {
        std::size_t n = 0;
        for (std::size_t e = 0; e < schedule.edges; ++e) n += adjoint.along[e] == how;
        return n;
    }
    static constexpr bool exists(tapeless::meta::hash_t id) {
        for (std::size_t n = 0; n < schedule.nodes; ++n)
            if (schedule.node[n]->id == id) return adjoint.exists[n];
        return false;
    }
};

template <tapeless::meta::hash_t Id>
constexpr tapeless::meta::hash_t hash_of(tapeless::selection<Id>) {
    return Id;
}

} // namespace

TEST_CASE("the first contribution assigns, later ones add") {
    using once = gradient<decltype(sin(x))>;
    STATIC_REQUIRE(once::count(contribution::assign) == 1);
    STATIC_REQUIRE(once::count(contribution::add) == 0);

    using thrice = gradient<decltype(sin(x) + x * y + x)>;
    STATIC_REQUIRE(thrice::sets_each_adjoint_once());
    STATIC_REQUIRE(thrice::count(contribution::add) == 2); // to x, from three places
    STATIC_REQUIRE(thrice::count(contribution::none) == 0);

    // One node that uses one operand twice.
    using twice = gradient<decltype(x + x)>;
    STATIC_REQUIRE(twice::sets_each_adjoint_once());
    STATIC_REQUIRE(twice::count(contribution::assign) == 1);
    STATIC_REQUIRE(twice::count(contribution::add) == 1);

    STATIC_REQUIRE(gradient<decltype(exp(sin(x) * cos(x)) / (x * y + sin(x)) - max(x, y) * x)>::sets_each_adjoint_once());
}

TEST_CASE("nothing is computed toward data, literals and constants") {
    using e = decltype(sin(k) * x + 2_c * exp(k));
    STATIC_REQUIRE(gradient<e>::sets_each_adjoint_once());
    STATIC_REQUIRE(gradient<e>::exists(id_of<decltype(x)>));
    STATIC_REQUIRE_FALSE(gradient<e>::exists(id_of<decltype(k)>));
    STATIC_REQUIRE_FALSE(gradient<e>::exists(id_of<decltype(sin(k))>));
    STATIC_REQUIRE_FALSE(gradient<e>::exists(id_of<decltype(2_c * exp(k))>));
    STATIC_REQUIRE_FALSE(gradient<e>::exists(id_of<decltype(2_c)>));
    STATIC_REQUIRE(gradient<e>::count(contribution::assign) == 2); // root -> product -> x

    using with_constants = decltype(2.0 * x + 3.0);
    STATIC_REQUIRE(gradient<with_constants>::count(contribution::assign) == 2);
    STATIC_REQUIRE(gradient<with_constants>::count(contribution::add) == 0);
}

TEST_CASE("nothing is computed toward symbols that wrt leaves out") {
    using e = decltype(sin(x) * exp(y));
    constexpr auto only_x = hash_of(tapeless::wrt(x));
    STATIC_REQUIRE(gradient<e, only_x>::exists(id_of<decltype(x)>));
    STATIC_REQUIRE_FALSE(gradient<e, only_x>::exists(id_of<decltype(y)>));
    STATIC_REQUIRE_FALSE(gradient<e, only_x>::exists(id_of<decltype(exp(y))>));
    STATIC_REQUIRE(gradient<e, only_x>::sets_each_adjoint_once());
}

TEST_CASE("nothing is computed below stop_gradient") {
    using e = decltype(x * stop_gradient(exp(sin(x))));
    STATIC_REQUIRE_FALSE(gradient<e>::exists(id_of<decltype(exp(sin(x)))>));
    STATIC_REQUIRE_FALSE(gradient<e>::exists(id_of<decltype(sin(x))>));
    STATIC_REQUIRE(gradient<e>::exists(id_of<decltype(x)>));
    STATIC_REQUIRE(gradient<e>::count(contribution::assign) == 1);
}

TEST_CASE("an expression that nobody differentiates has no adjoint at all") {
    using e = decltype(sin(k) * exp(k));
    STATIC_REQUIRE(gradient<e>::count(contribution::assign) == 0);
    STATIC_REQUIRE_FALSE(gradient<e>::exists(id_of<e>));
}

TEST_CASE("steps of nodes without an adjoint are empty") {
    using e = decltype(sin(k) * x);
    constexpr const auto& reverse = plan::gradient_plan<id_of<e>, 0>::reverse;
    constexpr const auto& schedule = plan::schedule_of<id_of<e>>;
    for (std::size_t n = 0; n < schedule.nodes; ++n) {
        const bool needed = schedule.node[n]->id == id_of<e> || schedule.node[n]->what == role::variable;
        CHECK((reverse.step[n].op != 0 || reverse.step[n].own != plan::nowhere) == needed);
    }
}
