// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_TESTS_FROZEN_NETWORKS_HPP
#define TAPELESS_TESTS_FROZEN_NETWORKS_HPP

// FROZEN_NETWORK(name, type, inputs, outputs): what generate.cpp writes and compare.cpp runs.

#define FROZEN_NETWORKS(FROZEN_NETWORK)                                                                                \
    FROZEN_NETWORK(smooth_float, float, 17, 5)                                                                         \
    FROZEN_NETWORK(smooth_double, double, 17, 5)                                                                       \
    FROZEN_NETWORK(single_float, float, 1, 1)                                                                          \
    FROZEN_NETWORK(single_double, double, 1, 1)                                                                        \
    FROZEN_NETWORK(normed_float, float, 7, 4)                                                                          \
    FROZEN_NETWORK(labelled_double, double, 3, 4)                                                                      \
    FROZEN_NETWORK(wide_float, float, 784, 10)

inline constexpr unsigned frozen_points = 1000;

#endif
