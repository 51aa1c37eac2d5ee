// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#if __has_include(<catch2/catch_session.hpp>)
#include <catch2/catch_session.hpp> // Catch2 3

int main(int argc, char** argv) {
    return Catch::Session().run(argc, argv);
}
#else
#define CATCH_CONFIG_MAIN
#include <catch2/catch.hpp> // Catch2 2
#endif
