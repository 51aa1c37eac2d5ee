// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include <tapeless.hpp>

#include <cstdio>

using namespace tapeless::literals;

int main() {
    // [symbols]
    constexpr auto W = tapeless::var<"W", 2, 3>;  // a 2 x 3 matrix
    constexpr auto b = tapeless::var<"b", 2>;     // a vector
    constexpr auto u = tapeless::data<"u", 3>;    // never differentiated
    constexpr auto e = sum(relu(W * u + b)) / 2_c; // '*' is the matrix product

    const tapeless::tensor<float, 2, 3> w{1, 2, 3, -4, -5, -6};
    const tapeless::tensor<float, 2> bias{0.5f, 0.5f};
    const tapeless::tensor<float, 3> input{1, 0, 2};

    auto r = value_and_grad(e)(u = input, W = w, b = bias); // bindings in any order
    std::printf("value %g\n", static_cast<double>(r.value));
    std::printf("dW = %g %g %g / %g %g %g\n", double(r.grad[W](0, 0)), double(r.grad[W](0, 1)), double(r.grad[W](0, 2)),
                double(r.grad[W](1, 0)), double(r.grad[W](1, 1)), double(r.grad[W](1, 2)));

    auto by_bias = grad(e, wrt(b))(u = input, W = w, b = bias); // a chosen subset: nothing is computed toward W
    std::printf("db = %g %g\n", double(by_bias[b][0]), double(by_bias[b][1]));
    // [/symbols]
}
