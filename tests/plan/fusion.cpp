// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include "catch.hpp"

#include <tapeless.hpp>

#include <cstddef>
#include <type_traits>

namespace plan = tapeless::plan;
namespace nn = tapeless::nn;
using namespace tapeless::literals;
using plan::nowhere;

namespace {

constexpr auto X = tapeless::data<"X", 8, 5>;
constexpr auto W = tapeless::var<"W", 5, 33>;
constexpr auto b = tapeless::var<"b", 33>;
constexpr auto u = tapeless::var<"u", 33>;
constexpr auto k = tapeless::var<"k">;

template <auto E>
using forward = plan::forward_plan<tapeless::expr::id_of<std::remove_const_t<decltype(E)>>>;
template <auto E, bool Updates = false>
using gradient = plan::gradient_plan<tapeless::expr::id_of<std::remove_const_t<decltype(E)>>, 0, Updates>;

template <class Plan>
constexpr std::size_t groups() {
    std::size_t n = 0;
    for (std::size_t i = 0; i < Plan::nodes; ++i) n += Plan::fusion.group[i] == i;
    return n;
}
template <class Plan>
constexpr std::size_t count(const bool (&flags)[Plan::nodes]) {
    std::size_t n = 0;
    for (const bool f : flags) n += f;
    return n;
}

TEST_CASE("a chain of elementwise nodes is one loop, with its sum", "[fusion]") {
    using chain = forward<sum(tanh(k * u + b) * 2_c)>;
    STATIC_REQUIRE(groups<chain>() == 1);
    STATIC_REQUIRE(chain::fusion.group[chain::nodes - 1] == chain::nodes - 1);
    STATIC_REQUIRE(chain::fusion.inputs[chain::nodes - 1] == 3); // k, u, b; the 2 is a part of the loop
    STATIC_REQUIRE(chain::memory.elements == 0);
}

TEST_CASE("what several loops read is in memory, and what one loop reads twice is not", "[fusion]") {
    constexpr auto shared = exp(u);
    using twice = forward<sum(shared * 2_c + shared / 3_c)>;
    STATIC_REQUIRE(groups<twice>() == 1);
    using two_sums = forward<sum(shared * 2_c) + sum(shared / 3_c)>;
    STATIC_REQUIRE(groups<two_sums>() == 3);
    STATIC_REQUIRE(two_sums::memory.elements == 48);
}

// Fused, the exponential of each of the 33 would be computed 8 times.
TEST_CASE("a smaller tensor that is repeated is computed apart", "[fusion]") {
    STATIC_REQUIRE(groups<forward<sum(X * W + exp(b))>>() == 2);
}

TEST_CASE("a long chain is several loops", "[fusion]") {
    constexpr auto eight = [](auto x) { return sin(sin(sin(sin(sin(sin(sin(sin(x)))))))); };
    STATIC_REQUIRE(groups<forward<sum(eight(eight(eight(u))))>>() == 1);
    STATIC_REQUIRE(groups<forward<sum(eight(eight(eight(eight(eight(u))))))>>() == 2);
}

TEST_CASE("a product is computed into what follows it, unless the backward sweep reads it", "[fusion][memory]") {
    constexpr auto hidden = tanh(X * W + b);
    using kept = gradient<softmax_cross_entropy(hidden, tapeless::data<"y", 8>)>;
    STATIC_REQUIRE(count<kept>(kept::memory.streams) == 1); // tanh's derivative needs its value alone
    constexpr auto squared = pow(X * W + b, 2_c);
    using read = gradient<softmax_cross_entropy(squared, tapeless::data<"y", 8>)>;
    STATIC_REQUIRE(count<read>(read::memory.streams) == 0); // that of the square needs X W + b
}

template <class Network, std::size_t Batch>
using step = plan::gradient_plan<
    tapeless::expr::id_of<nn::detail::batch_loss<Network, nn::softmax_cross_entropy, Batch>>, 0, true>;

// The largest first is not the best there is for every expression; for these it nearly is.
TEST_CASE("the workspace of a network is what must be alive at once", "[memory]") {
    using D = step<nn::mlp<784, nn::dense<64, nn::relu>, nn::dense<10>>, 32>;
    STATIC_REQUIRE(D::memory.elements == D::memory.bound);
    // h = relu(x W + b), its adjoint, and the adjoint of z = h V + c from which that is formed.
    STATIC_REQUIRE(D::memory.bound == 2 * 32 * 64 + 32 * 10);
    using E = step<nn::mlp<784, nn::dense<128, nn::relu>, nn::dense<64, nn::relu>, nn::dense<10>>, 128>;
    STATIC_REQUIRE(E::memory.elements <= E::memory.bound + E::memory.bound / 20);
    using deep = step<nn::mlp<33, nn::dense<17, nn::tanh>, nn::dense<17, nn::tanh>, nn::dense<17, nn::tanh>,
                              nn::dense<17, nn::tanh>, nn::dense<3>>,
                      7>;
    STATIC_REQUIRE(deep::memory.elements <= deep::memory.bound + deep::memory.bound / 20);
}

TEST_CASE("a symbol that one step reads is changed there, others at the end", "[memory]") {
    using network = step<nn::mlp<5, nn::dense<17, nn::relu>, nn::dense<3>>, 8>;
    STATIC_REQUIRE(count<network>(network::late.symbol) == 0);
    using twice = gradient<sum(X * W + b) + sum(b), true>; // b is read twice, W once
    STATIC_REQUIRE(count<twice>(twice::late.symbol) == 1);
}

} // namespace
