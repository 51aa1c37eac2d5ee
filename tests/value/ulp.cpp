// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include "catch.hpp"

#include "../ulp/measure.hpp"

TEST_CASE("functions of float lanes keep the error that they state", "[lanes][ulp]") {
    for (const ulp::function& f : ulp::functions) {
        const ulp::error worst = ulp::measure(f, 1, 4001); // odd, so that all last bits come
        CAPTURE(f.name, worst.at);
        CHECK(worst.ulp <= f.bound);
        CHECK(worst.ulp > f.bound / 4); // or else something else was measured
    }
}
