// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include "catch.hpp"

#include <cmath>
#include <cstdint>
#include <limits>
#include <string>

#include <tapeless/meta/decimal.hpp>

using tapeless::meta::decimal;
using tapeless::meta::parse_decimal;

namespace {

constexpr tapeless::meta::parsed_decimal parse(const char* text) {
    unsigned size = 0;
    while (text[size] != '\0') ++size;
    return parse_decimal(text, size);
}
constexpr bool refused(const char* text) {
    return !parse(text).valid;
}
constexpr bool is(const char* text, std::int64_t mantissa, int exponent) {
    return parse(text).valid && parse(text).value == decimal{mantissa, exponent};
}

/// The distance in representable numbers; 0 is equality.
std::int64_t steps_between(double a, double b) {
    std::int64_t steps = 0;
    for (; a != b && steps < 10; ++steps) a = std::nextafter(a, b);
    return steps;
}

} // namespace

TEST_CASE("however a number is written, its decimal is one") {
    STATIC_REQUIRE(is("0.5", 5, -1));
    STATIC_REQUIRE(is(".5", 5, -1));
    STATIC_REQUIRE(is("0.50", 5, -1));
    STATIC_REQUIRE(is("5e-1", 5, -1));
    STATIC_REQUIRE(is("50E-2", 5, -1));
    STATIC_REQUIRE(is("0.05e+1", 5, -1));
    STATIC_REQUIRE(is("2", 2, 0));
    STATIC_REQUIRE(is("2.", 2, 0));
    STATIC_REQUIRE(is("2.000", 2, 0));
    STATIC_REQUIRE(is("1'000'000", 1, 6));
    STATIC_REQUIRE(is("1000", 1, 3));
    STATIC_REQUIRE(is("0", 0, 0));
    STATIC_REQUIRE(is("0.0e5", 0, 0));
    STATIC_REQUIRE(is("123456789.125", 123456789125, -3));
    STATIC_REQUIRE(is("123456789012345678", 123456789012345678, 0));
    STATIC_REQUIRE(is("0.123456789012345678", 123456789012345678, -18));
}

TEST_CASE("what is no decimal number is refused") {
    STATIC_REQUIRE(refused("0x1F"));
    STATIC_REQUIRE(refused("0X1p3"));
    STATIC_REQUIRE(refused("0b101"));
    STATIC_REQUIRE(refused("017")); // the compiler would read 15
    STATIC_REQUIRE(refused("1234567890123456789"));
    STATIC_REQUIRE(refused("1e99999"));
}

TEST_CASE("a decimal of up to 15 digits and a modest exponent is what the compiler reads") {
    // Both the digits and the power of ten are exact in double here, so one rounding decides.
    CHECK(decimal{1, -1}.to<double>() == 0.1);
    CHECK(decimal{1, -3}.to<double>() == 1e-3);
    CHECK(decimal{5, -1}.to<double>() == 0.5);
    CHECK(decimal{123456789125, -3}.to<double>() == 123456789.125);
    CHECK(decimal{1, 22}.to<double>() == 1e22);
    CHECK(decimal{-1, -1}.to<double>() == -0.1);
    CHECK(decimal{999999999999999, -7}.to<double>() == 99999999.9999999);
    CHECK(decimal{1, -1}.to<float>() == 0.1f);
    CHECK(decimal{1, -10}.to<float>() == 1e-10f);
    CHECK(decimal{16777217, 0}.to<float>() == 16777217.0f);
    CHECK(decimal{}.to<double>() == 0.0);
    CHECK_FALSE(std::signbit(decimal{}.to<double>()));
    CHECK(decimal{123456789012345678, 0}.to<long double>() == 123456789012345678.0L);
    CHECK(decimal{1, -1}.to<long double>() == 0.1L);
}

TEST_CASE("generated numbers are what the standard library reads") {
    // std::stod and std::stof are correctly rounded; ours may round twice, hence one step of grace past 15 digits.
    std::uint64_t state = 20260101;
    const auto next = [&state] { return (state = state * 6364136223846793005u + 1442695040888963407u) >> 11; };
    for (int i = 0; i < 20000; ++i) {
        const int digits = 1 + static_cast<int>(next() % 17);
        std::string text = std::to_string(1 + next() % 9);
        for (int d = 1; d < digits; ++d) text += std::to_string(next() % 10);
        text.insert(1 + next() % text.size(), ".");
        const int exponent = static_cast<int>(next() % 50) - 30;
        text += "e" + std::to_string(exponent);
        INFO(text);
        const auto parsed = parse(text.c_str());
        REQUIRE(parsed.valid);
        const double expected = std::stod(text);
        const double computed = parsed.value.to<double>();
        const int power = parsed.value.exponent;
        if (digits <= 15 && power >= -22 && power <= 22)
            REQUIRE(computed == expected);
        else
            REQUIRE(steps_between(computed, expected) <= 1);
        const float narrow = parsed.value.to<float>();
        REQUIRE(std::abs(narrow - std::stof(text)) <=
                std::numeric_limits<float>::epsilon() * std::abs(std::stof(text)));
    }
}

TEST_CASE("the ends of the range of double") {
    CHECK(parse("4.9406564584124654e-324").value.to<double>() == std::numeric_limits<double>::denorm_min());
    CHECK(parse("5e-324").value.to<double>() == 5e-324);
    CHECK(parse("2.2250738585072014e-308").value.to<double>() == std::numeric_limits<double>::min());
    CHECK(steps_between(parse("1.7976931348623157e308").value.to<double>(), std::numeric_limits<double>::max()) <= 1);
    CHECK(steps_between(parse("1e300").value.to<double>(), 1e300) <= 1);
    CHECK(steps_between(parse("1e-300").value.to<double>(), 1e-300) <= 1);
    CHECK(parse("1e-400").value.to<double>() == 0.0);
    CHECK(parse("1e400").value.to<double>() == std::numeric_limits<double>::infinity());
}
