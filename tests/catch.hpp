// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

// Whichever Catch2 is installed, seen the same way: Approx is global, matchers live in Catch::Matchers.

#ifndef TAPELESS_TESTS_CATCH_HPP
#define TAPELESS_TESTS_CATCH_HPP

#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp> // Catch2 3
using Catch::Approx;
#else
#include <catch2/catch.hpp> // Catch2 2
#endif

#endif
