// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include "support.hpp"

#include <boost/multiprecision/cpp_bin_float.hpp>
#include <cstdlib>
#include <tapeless/ops/constants.hpp>

using namespace ops_test;
namespace ops = tapeless::ops;

namespace {

using precise = boost::multiprecision::cpp_bin_float_50;

/// A type made of others, as dual numbers are.
struct wrapped {
    using value_type = precise;
    explicit wrapped(const precise& x) : inside(x) {}
    precise inside;
};
/// A type of which nothing is known.
struct opaque {
    explicit opaque(double x) : inside(x) {}
    double inside;
};

template <class Constant>
void check(const precise& exact) {
    CAPTURE(Constant::name);
    CHECK(Constant::template value<float>() == exact.convert_to<float>());
    CHECK(Constant::template value<double>() == exact.convert_to<double>());
    CHECK(Constant::template value<long double>() == exact.convert_to<long double>());
    CHECK(abs(Constant::template value<precise>() / exact - 1) < 16 * std::numeric_limits<precise>::epsilon());
    CHECK(abs(Constant::template value<wrapped>().inside / exact - 1) < 16 * std::numeric_limits<precise>::epsilon());
    CHECK(Constant::template value<opaque>().inside == exact.convert_to<double>());
    CHECK(std::strtod(Constant::cpp, nullptr) == exact.convert_to<double>());
    STATIC_REQUIRE(tapeless::expr::constant<Constant, double>() == Constant::template value<double>());
}

} // namespace

TEST_CASE("constants are right in any precision") {
    check<ops::pi>(precise("3.14159265358979323846264338327950288419716939937510582097494459"));
    check<ops::log_two>(precise("0.69314718055994530941723212145817656807550013436025525412068"));
    check<ops::log_ten>(precise("2.30258509299404568401799145468436420760110148862877297603333"));
    check<ops::inverse_log_two>(precise("1.44269504088896340735992468100189213742664595415298593413545"));
    check<ops::inverse_log_ten>(precise("0.43429448190325182765112891891660508229439700580366656611445"));
    check<ops::log_pi>(precise("1.14472988584940017414342735135305871164729481291531157151362"));
    check<ops::half_log_two_pi>(precise("0.91893853320467274178032973640561763986139747363778341281715"));
    check<ops::two_over_sqrt_pi>(precise("1.12837916709551257389615890312154517168810125865799771368817"));
    check<ops::inverse_sqrt_two_pi>(precise("0.39894228040143267793994605993438186847585863116493465766592"));
    check<ops::sqrt_half>(precise("0.70710678118654752440084436210484903928483593768847403658834"));
    check<ops::selu_alpha>(precise("1.67326324235437728481704299167165203846115534828121627091524"));
    check<ops::selu_scale>(precise("1.05070098735548049341933498529460635195898120437640454697788"));
    check<ops::selu_slope>(precise("1.75809934084737685994021752081227957732350683716202164080477"));
}
