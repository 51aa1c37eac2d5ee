// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include "catch.hpp"

#include <tapeless.hpp>

#include <boost/hana/at.hpp>
#include <boost/hana/for_each.hpp>
#include <boost/hana/size.hpp>
#include <boost/hana/tuple.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <type_traits>

namespace {

namespace hana = boost::hana;
namespace nn = tapeless::nn;
using tapeless::tensor_view;

using network = nn::mlp<5, nn::dense<17, nn::relu>, nn::dense<33, nn::tanh>, nn::dense<3>>;
using parameters = nn::parameters<network, float>;

TEST_CASE("an mlp knows its sizes", "[mlp]") {
    STATIC_REQUIRE(network::inputs == 5);
    STATIC_REQUIRE(network::outputs == 3);
    STATIC_REQUIRE(network::depth == 3);
    STATIC_REQUIRE(network::parameter_count == (5 + 1) * 17 + (17 + 1) * 33 + (33 + 1) * 3);
    STATIC_REQUIRE(nn::mlp<1, nn::dense<1>>::parameter_count == 2);
    STATIC_REQUIRE(nn::mlp<784, nn::dense<64, nn::relu>, nn::dense<10>>::parameter_count == 50890);

    STATIC_REQUIRE(network::layer<1>::inputs == 17);
    STATIC_REQUIRE(network::layer<1>::outputs == 33);
}

TEST_CASE("parameters are one aligned block and nothing else", "[mlp]") {
    STATIC_REQUIRE(parameters::size() == network::parameter_count);
    STATIC_REQUIRE(alignof(parameters) == 64);
    STATIC_REQUIRE(sizeof(parameters) == (network::parameter_count * sizeof(float) + 63) / 64 * 64);
    STATIC_REQUIRE(std::is_trivially_copyable_v<parameters>);
    STATIC_REQUIRE(std::is_same_v<parameters::element_type, float>);
    STATIC_REQUIRE(std::is_same_v<parameters::network, network>);

    const parameters on_the_stack{};
    const auto on_the_heap = std::make_unique<parameters>();
    CHECK(reinterpret_cast<std::uintptr_t>(on_the_stack.values) % 64 == 0);
    CHECK(reinterpret_cast<std::uintptr_t>(on_the_heap->values) % 64 == 0);
}

TEST_CASE("the block holds layer by layer, weights before bias", "[mlp]") {
    parameters p{};
    STATIC_REQUIRE(std::is_same_v<decltype(p.weight<0>()), tensor_view<float, 5, 17>>);
    STATIC_REQUIRE(std::is_same_v<decltype(p.bias<0>()), tensor_view<float, 17>>);
    STATIC_REQUIRE(std::is_same_v<decltype(p.weight<2>()), tensor_view<float, 33, 3>>);
    STATIC_REQUIRE(std::is_same_v<decltype(std::as_const(p).weight<1>()), tensor_view<const float, 17, 33>>);
    STATIC_REQUIRE(std::is_same_v<decltype(std::as_const(p).bias<2>()), tensor_view<const float, 3>>);

    CHECK(p.weight<0>().data() == p.values);
    CHECK(p.bias<0>().data() == p.values + 5 * 17);
    CHECK(p.weight<1>().data() == p.bias<0>().end());
    CHECK(p.bias<1>().data() == p.weight<1>().end());
    CHECK(p.weight<2>().data() == p.bias<1>().end());
    CHECK(p.bias<2>().end() == p.values + p.size());

    p.weight<0>()(2, 3) = 7; // from input 2 to unit 3
    CHECK(p.values[2 * 17 + 3] == 7);
}

TEST_CASE("the leaves are a Hana tuple of views, in the order of the block", "[mlp]") {
    parameters p{};
    auto leaves = p.leaves();
    using expected =
        hana::tuple<tensor_view<float, 5, 17>, tensor_view<float, 17>, tensor_view<float, 17, 33>,
                    tensor_view<float, 33>, tensor_view<float, 33, 3>, tensor_view<float, 3>>;
    STATIC_REQUIRE(std::is_same_v<decltype(leaves), expected>);
    const float* at = p.values;
    hana::for_each(leaves, [&](auto leaf) {
        CHECK(leaf.data() == at);
        at = leaf.end();
    });
    CHECK(at == p.values + p.size());

    leaves[hana::size_c<3>][32] = 5;
    CHECK(p.bias<1>()[32] == 5);
    STATIC_REQUIRE(std::is_same_v<std::remove_cvref_t<decltype(std::as_const(p).leaves()[hana::size_c<1>])>,
                                  tensor_view<const float, 17>>);
}

TEST_CASE("parameters and their views work in constant expressions", "[mlp]") {
    using tiny = nn::parameters<nn::mlp<2, nn::dense<1>>, double>;
    constexpr tiny p{{1, 2, 3}};
    STATIC_REQUIRE(p.weight<0>()(1, 0) == 2);
    STATIC_REQUIRE(p.bias<0>()[0] == 3);
}

TEST_CASE("the gradient has the type of the parameters", "[mlp]") {
    using signature = float (*)(const parameters&, const float*, const std::int32_t*, parameters&, std::nullptr_t) noexcept;
    const signature by_labels = &nn::loss_and_grad<2, nn::softmax_cross_entropy, network, float>;
    parameters p{}, g;
    g.values[0] = 99;
    const float x[10]{1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
    const std::int32_t labels[2]{0, 2};
    // All parameters are zero: every class is as likely, and only the last bias has a gradient.
    CHECK(by_labels(p, x, labels, g, nullptr) == Approx(std::log(3.0)));
    CHECK(g.values[0] == 0);
    CHECK(g.bias<2>()[0] == Approx(1.0 / 3 - 0.5));
    CHECK(g.bias<2>()[1] == Approx(1.0 / 3));
    CHECK(g.bias<2>()[2] == Approx(1.0 / 3 - 0.5));
}

TEST_CASE("a network is an expression of its inputs", "[mlp]") {
    using tiny = nn::mlp<3, nn::dense<2, nn::relu>, nn::dense<4>>;
    constexpr auto one = tapeless::data<"x", 3>;
    constexpr auto batch = tapeless::data<"X", 7, 3>;
    using tapeless::expr::id_of;
    using tapeless::expr::shape_of;
    STATIC_REQUIRE(std::is_same_v<shape_of<id_of<decltype(tiny::forward(one))>>, tapeless::shape<4>>);
    STATIC_REQUIRE(std::is_same_v<shape_of<id_of<decltype(tiny::forward(batch))>>, tapeless::shape<7, 4>>);
    STATIC_REQUIRE(std::is_same_v<decltype(tiny{}(batch)), decltype(tiny::forward(batch))>);

    // Differentiated as any other expression, by the symbols of its layers.
    constexpr auto W = tiny::layer<0>::weight;
    constexpr auto b = tiny::layer<0>::bias;
    constexpr auto V = tiny::layer<1>::weight;
    constexpr auto c = tiny::layer<1>::bias;
    constexpr auto r = tapeless::value_and_grad(sum(tiny::forward(one)))(
        one = tapeless::tensor<double, 3>{1, 2, 3}, W = tapeless::tensor<double, 3, 2>{1, 0, 0, 1, 1, 1},
        b = tapeless::tensor<double, 2>{-10, 1}, V = tapeless::tensor<double, 2, 4>{1, 2, 3, 4, 5, 6, 7, 8},
        c = tapeless::tensor<double, 4>{1, 1, 1, 1});
    // The hidden units are relu(4 - 10) = 0 and relu(5 + 1) = 6.
    STATIC_REQUIRE(r.value == 6 * (5 + 6 + 7 + 8) + 4);
    STATIC_REQUIRE(r.grad[W] == tapeless::tensor<double, 3, 2>{0, 26, 0, 52, 0, 78});
    STATIC_REQUIRE(r.grad[b] == tapeless::tensor<double, 2>{0, 26});
    STATIC_REQUIRE(r.grad[V] == tapeless::tensor<double, 2, 4>{0, 0, 0, 0, 6, 6, 6, 6});
    STATIC_REQUIRE(r.grad[c] == tapeless::tensor<double, 4>{1, 1, 1, 1});
}

} // namespace
