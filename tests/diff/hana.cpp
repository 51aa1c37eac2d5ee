// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include "support.hpp"

#include <boost/hana/adapt_struct.hpp>
#include <boost/hana/define_struct.hpp>
#include <boost/hana/equal.hpp>
#include <boost/hana/integral_constant.hpp>
#include <tapeless/diff/hana.hpp>

using namespace tapeless::literals;
using namespace diff_test;
namespace hana = boost::hana;
using std::get;
using tapeless::grad;
using tapeless::hessian;
using tapeless::jacobian;
using tapeless::key;
using tapeless::value_and_grad;

namespace {

struct parameters {
    BOOST_HANA_DEFINE_STRUCT(parameters, (double, rate), (double, offset), (std::array<double, 2>, weights));
};
struct inner {
    double a, b;
};
struct outer {
    inner first;
    std::tuple<double, double> second;
    float third;
};

constexpr auto model = [](auto p, auto t) {
    return p[key<"rate">] * t + p[key<"offset">] * p[key<"weights">][0_c] * sin(p[key<"weights">][1_c]);
};

} // namespace

BOOST_HANA_ADAPT_STRUCT(inner, a, b);
BOOST_HANA_ADAPT_STRUCT(outer, first, second, third);

TEST_CASE("the gradient by a struct is the struct") {
    const parameters p{1.0, 2.0, {3.0, 0.5}};
    const auto [value, d] = value_and_grad<0>(model)(p, 4.0);
    STATIC_REQUIRE(std::is_same_v<std::remove_const_t<decltype(d)>, parameters>);
    CHECK(close(value, 4 + 6 * std::sin(0.5L)));
    CHECK(d.rate == 4.0);
    CHECK(close(d.offset, 3 * std::sin(0.5L)));
    CHECK(close(d.weights[0], 2 * std::sin(0.5L)));
    CHECK(close(d.weights[1], 6 * std::cos(0.5L)));
    const auto both = grad(model)(p, 4.0);
    STATIC_REQUIRE(std::is_same_v<std::remove_const_t<decltype(both)>, std::tuple<parameters, double>>);
    CHECK(get<1>(both) == 1.0);
}

TEST_CASE("structs within structs and adapted ones") {
    const auto f = [](auto o) {
        const auto i = o[key<"first">];
        return i[key<"a">] * i[key<"b">] * get<0>(o[key<"second">]) + get<1>(o[key<"second">]) * o[key<"third">];
    };
    const auto d = grad(f)(outer{{2.0, 3.0}, {5.0, 7.0}, 11.0f});
    STATIC_REQUIRE(std::is_same_v<std::remove_const_t<decltype(d)>, outer>);
    CHECK(d.first.a == 15.0);
    CHECK(d.first.b == 10.0);
    CHECK(d.second == std::tuple(6.0, 11.0));
    CHECK(d.third == 7.0f);
}

TEST_CASE("Hana tuples and maps") {
    const auto product = [](auto t) { return t[hana::size_c<0>] * t[hana::size_c<1>]; };
    const auto d = grad(product)(hana::make_tuple(2.0, 3.0));
    CHECK((d == hana::make_tuple(3.0, 2.0)));
    const auto m = hana::make_map(hana::make_pair(key<"k">, 2.0), hana::make_pair(key<"l">, 5.0));
    const auto square = [](auto q) { return q[key<"k">] * q[key<"k">] * q[key<"l">]; };
    const auto dm = grad(square)(m);
    STATIC_REQUIRE(std::is_same_v<std::remove_const_t<decltype(dm)>, std::remove_const_t<decltype(m)>>);
    CHECK(dm[key<"k">] == 20.0);
    CHECK(dm[key<"l">] == 4.0);
    const auto nested =
        hana::make_tuple(std::array{1.0, 2.0}, hana::make_map(hana::make_pair(key<"k">, hana::make_tuple(3.0))));
    const auto dn =
        grad([](auto t) { return t[hana::size_c<0>][1_c] * t[hana::size_c<1>][key<"k">][hana::size_c<0>]; })(nested);
    CHECK(dn[hana::size_c<0>] == std::array{0.0, 3.0});
    CHECK(dn[hana::size_c<1>][key<"k">][hana::size_c<0>] == 2.0);
}

TEST_CASE("second derivatives by Hana structures are found by two keys") {
    const auto square = [](auto q) { return q[key<"rate">] * q[key<"rate">] * q[key<"offset">]; };
    const auto h = hessian(square)(parameters{2.0, 5.0, {}});
    CHECK(h[key<"rate">].rate == 10.0);
    CHECK(h[key<"rate">].offset == 4.0);
    CHECK(h[key<"offset">].rate == 4.0);
    CHECK(h[key<"weights">][0].rate == 0.0);
    const auto m = hana::make_map(hana::make_pair(key<"rate">, 2.0), hana::make_pair(key<"offset">, 5.0));
    const auto hm = hessian(square)(m);
    CHECK(hm[key<"rate">][key<"offset">] == 4.0);
    CHECK(hm[key<"offset">][key<"offset">] == 0.0);
}

TEST_CASE("Hana structures as results") {
    const auto f = [](auto q) {
        return hana::make_map(hana::make_pair(key<"sum">, q[key<"rate">] + q[key<"offset">]),
                              hana::make_pair(key<"product">, q[key<"rate">] * q[key<"offset">]));
    };
    const parameters p{2.0, 5.0, {}};
    const auto j = jacobian(f)(p);
    CHECK(j[key<"product">].rate == 5.0);
    CHECK(j[key<"product">].offset == 2.0);
    CHECK(j[key<"sum">].offset == 1.0);
    const auto r = tapeless::jvp(f)(p)(parameters{1.0, 10.0, {}});
    CHECK(r.value[key<"product">] == 10.0);
    CHECK(r.tangent[key<"product">] == 25.0);
    CHECK(r.tangent[key<"sum">] == 11.0);
    const auto weights = hana::make_map(hana::make_pair(key<"sum">, 1.0), hana::make_pair(key<"product">, 2.0));
    const auto v = tapeless::vjp(f)(p)(weights);
    STATIC_REQUIRE(std::is_same_v<decltype(v.grad), parameters>);
    CHECK(v.grad.rate == 11.0);
    CHECK(v.grad.offset == 5.0);
    const auto t = jacobian([](auto a, auto b) { return hana::make_tuple(a * b, a); })(2.0, 3.0);
    CHECK(t[hana::size_c<0>] == std::tuple(3.0, 2.0));
}

TEST_CASE("hvp along a struct") {
    const auto square = [](auto q) { return q[key<"rate">] * q[key<"rate">] * q[key<"offset">]; };
    const auto r = tapeless::hvp(square)(parameters{2.0, 5.0, {}})(parameters{1.0, 0.5, {}});
    CHECK(r.value == 20.0);
    CHECK(r.grad.rate == 20.0);
    CHECK(r.hvp.rate == 12.0);
    CHECK(r.hvp.offset == 4.0);
}

TEST_CASE("Hana structures in nested derivatives") {
    const auto square = [](auto q) { return q[key<"rate">] * q[key<"rate">] * q[key<"offset">]; };
    const parameters p{2.0, 5.0, {}};
    const auto d = grad([&](auto q) { return grad(square)(q)[key<"rate">]; })(p);
    CHECK(d.rate == 10.0);
    CHECK(d.offset == 4.0);
    const auto t = hana::make_tuple(2.0, 5.0);
    const auto product = [](auto q) { return q[hana::size_c<0>] * q[hana::size_c<0>] * q[hana::size_c<1>]; };
    CHECK((grad([&](auto q) { return grad(product)(q)[hana::size_c<0>]; })(t) == hana::make_tuple(10.0, 4.0)));
}

TEST_CASE("integral constants of Hana are indices and literals") {
    CHECK(grad([](auto v) { return v[0_c] * v[1_c] * 2_c; })(std::array{2.0, 3.0}) == std::array{6.0, 4.0});
    CHECK(grad([](auto v) { return v[hana::int_c<0>] * v[hana::size_c<1>] * hana::int_c<2>; })(std::array{2.0, 3.0}) ==
          std::array{6.0, 4.0});
}
