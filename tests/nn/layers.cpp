// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

// Every layer against its definition in plain loops of long double, and against finite differences of the loss.

#include "catch.hpp"

#include <tapeless.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstring>
#include <string>
#include <vector>

namespace {

namespace nn = tapeless::nn;
using nn::mean_squared_error;

template <class T>
T digits() {
    return sizeof(T) == 4 ? T(2e-5) : T(1e-12);
}

template <class Network, std::size_t Batch, class T>
struct problem {
    nn::parameters<Network, T> p;
    T x[Batch * Network::inputs], y[Batch * Network::outputs];

    problem() {
        nn::random source(5);
        for (T& v : p.values) v = static_cast<T>(source.uniform() - 0.3);
        for (std::size_t i = 0; i < p.statistics.size(); ++i) p.statistics.values[i] = static_cast<T>(0.5 + source.uniform());
        for (T& v : x) v = static_cast<T>(2 * source.uniform() - 1);
        for (T& v : y) v = static_cast<T>(source.uniform());
    }
};

/// The largest distance of the gradient from central differences of the loss in training, which is the value returned.
template <class Network, std::size_t Batch, class... Drawn>
double distance_from_differences(problem<Network, Batch, double>& d, const Drawn&... drawn) {
    nn::parameters<Network, double> g, unused;
    nn::loss_and_grad<Batch, mean_squared_error>(d.p, d.x, d.y, drawn..., g);
    double worst = 0;
    for (std::size_t i = 0; i < d.p.size(); ++i) {
        const double at = d.p.values[i], h = 1e-5;
        const auto loss = [&](double v) {
            d.p.values[i] = v;
            return nn::loss_and_grad<Batch, mean_squared_error>(d.p, d.x, d.y, drawn..., unused);
        };
        const double slope = (loss(at + h) - loss(at - h)) / (2 * h);
        d.p.values[i] = at;
        worst = std::max(worst, std::abs(slope - g.values[i]));
    }
    return worst;
}

template <class Network>
std::string names() {
    nn::parameters<Network, float> p{};
    std::string all;
    nn::for_each_tensor(p, [&](std::string_view name, auto view) {
        all += std::string(name) + "[" + std::to_string(view.size()) + "] ";
    });
    return all;
}

TEST_CASE("the tensors of a network have names in the order of its layers", "[layers]") {
    CHECK(names<nn::mlp<2, nn::dense<3>, nn::linear<4>, nn::batch_norm<>, nn::dropout<>>>() ==
          "0.weight[6] 0.bias[3] 1.weight[12] 2.scale[4] 2.shift[4] 2.mean[4] 2.variance[4] ");
    CHECK(names<nn::mlp<2, nn::residual<nn::layer_norm<>, nn::residual<nn::linear<2>>>, nn::dense<1>>>() ==
          "0.0.scale[2] 0.0.shift[2] 0.1.0.weight[4] 1.weight[2] 1.bias[1] ");
}

TEST_CASE("only what is trained is in the block of parameters", "[layers]") {
    using network = nn::mlp<5, nn::linear<17>, nn::batch_norm<nn::relu>, nn::dropout<>, nn::dense<3>>;
    STATIC_REQUIRE(network::parameter_count == 5 * 17 + 2 * 17 + 17 * 3 + 3);
    STATIC_REQUIRE(network::statistics_count == 2 * 17);
    STATIC_REQUIRE(network::mask_count == 17);
    STATIC_REQUIRE(std::is_empty_v<nn::statistics_block<float, 0>>);
    nn::parameters<network, double> p;
    CHECK(p[network::layer<1>::mean].data() == p.statistics.values);
    CHECK(p[network::layer<1>::variance].data() == p.statistics.values + 17);
    CHECK(p[network::layer<3>::bias].end() == p.values + p.size());
}

TEST_CASE("layers begin as they say", "[layers]") {
    using network = nn::mlp<2, nn::embedding<50, 30>, nn::linear<3>, nn::batch_norm<>, nn::layer_norm<>, nn::dense<1>>;
    nn::parameters<network, double> p;
    nn::initialise(p, nn::he{}, 1);
    const auto all_are = [&](const auto& symbol, double value) {
        for (const double v : p[symbol])
            if (v != value) return false;
        return true;
    };
    CHECK(all_are(network::layer<2>::scale, 1));
    CHECK(all_are(network::layer<2>::shift, 0));
    CHECK(all_are(network::layer<2>::mean, 0));
    CHECK(all_are(network::layer<2>::variance, 1));
    CHECK(all_are(network::layer<3>::scale, 1));
    CHECK(all_are(network::layer<4>::bias, 0));
    double squares = 0;
    for (const double v : p[network::layer<0>::table]) squares += v * v / 1500;
    CHECK(squares == Approx(1).margin(0.15)); // of 1,500 standard normal numbers
}

TEMPLATE_TEST_CASE("batch_norm normalises by the batch and observes it", "[layers]", float, double) {
    using T = TestType;
    constexpr std::size_t batch = 7, width = 3;
    using network = nn::mlp<width, nn::batch_norm<>>;
    problem<network, batch, T> d;
    auto gradient = d.p;
    const T loss = nn::loss_and_grad<batch, mean_squared_error>(d.p, d.x, d.y, gradient);

    long double expected = 0;
    for (std::size_t c = 0; c < width; ++c) {
        long double mean = 0, squares = 0;
        for (std::size_t b = 0; b < batch; ++b) mean += d.x[b * width + c];
        mean /= batch;
        for (std::size_t b = 0; b < batch; ++b) squares += std::pow(d.x[b * width + c] - mean, 2.0L);
        const long double deviation = std::sqrt(squares / batch + 1e-5L);
        long double by_scale = 0, by_shift = 0;
        for (std::size_t b = 0; b < batch; ++b) {
            const long double n = (d.x[b * width + c] - mean) / deviation;
            const long double error = n * d.p[network::template layer<0>::scale][c] +
                                      d.p[network::template layer<0>::shift][c] - d.y[b * width + c];
            expected += error * error / (batch * width);
            by_scale += 2 * error * n / (batch * width);
            by_shift += 2 * error / (batch * width);
        }
        CHECK(gradient[network::template layer<0>::scale][c] == Approx(static_cast<double>(by_scale)).margin(digits<T>()));
        CHECK(gradient[network::template layer<0>::shift][c] == Approx(static_cast<double>(by_shift)).margin(digits<T>()));
        CHECK(gradient[network::template layer<0>::mean][c] == Approx(static_cast<double>(mean)).margin(digits<T>()));
        CHECK(gradient[network::template layer<0>::variance][c] ==
              Approx(static_cast<double>(squares / (batch - 1))).margin(digits<T>()));
    }
    CHECK(loss == Approx(static_cast<double>(expected)).epsilon(digits<T>()));

    // Answers use what is kept instead, also for one sample alone.
    T out[width];
    nn::predict<1>(d.p, d.x, out);
    for (std::size_t c = 0; c < width; ++c) {
        const auto& at = d.p;
        const auto mean = at[network::template layer<0>::mean][c], variance = at[network::template layer<0>::variance][c];
        const auto scale = at[network::template layer<0>::scale][c], shift = at[network::template layer<0>::shift][c];
        CHECK(out[c] == Approx(static_cast<double>((d.x[c] - mean) / std::sqrt(variance + T(1e-5)) * scale + shift)));
    }
}

TEST_CASE("running statistics move by their momentum to what is observed", "[layers]") {
    using network = nn::mlp<2, nn::batch_norm<nn::identity, std::ratio<1, 4>>, nn::dense<1>>;
    problem<network, 3, double> d;
    const auto before = d.p;
    auto observed = d.p;
    nn::loss_and_grad<3, mean_squared_error>(d.p, d.x, d.y, observed);
    nn::optimizer_state<nn::sgd, double, network::parameter_count> state;
    nn::train_step<3, mean_squared_error>(d.p, d.x, d.y, nn::sgd{}, state);
    for (std::size_t i = 0; i < network::statistics_count; ++i)
        CHECK(d.p.statistics.values[i] ==
              Approx(0.75 * before.statistics.values[i] + 0.25 * observed.statistics.values[i]).epsilon(1e-14));
    auto apart = before;
    nn::update_statistics(apart, observed);
    for (std::size_t i = 0; i < network::statistics_count; ++i)
        CHECK(apart.statistics.values[i] == Approx(d.p.statistics.values[i]).epsilon(1e-15));
}

TEMPLATE_TEST_CASE("layer_norm normalises each sample", "[layers]", float, double) {
    using T = TestType;
    constexpr std::size_t width = 5;
    using network = nn::mlp<width, nn::layer_norm<>>;
    problem<network, 3, T> d;
    T out[3 * width], alone[width];
    nn::predict<3>(d.p, d.x, out);
    nn::predict<1>(d.p, d.x + width, alone);
    for (std::size_t b = 0; b < 3; ++b) {
        long double mean = 0, squares = 0;
        for (std::size_t c = 0; c < width; ++c) mean += d.x[b * width + c];
        mean /= width;
        for (std::size_t c = 0; c < width; ++c) squares += std::pow(d.x[b * width + c] - mean, 2.0L);
        for (std::size_t c = 0; c < width; ++c) {
            const long double n = (d.x[b * width + c] - mean) / std::sqrt(squares / width + 1e-5L);
            CHECK(out[b * width + c] ==
                  Approx(static_cast<double>(n * d.p.values[c] + d.p.values[width + c])).epsilon(digits<T>()));
        }
    }
    for (std::size_t c = 0; c < width; ++c) CHECK(alone[c] == Approx(out[width + c]).epsilon(digits<T>()));

    // Of one sample, as a vector.
    constexpr auto x = tapeless::data<"x", width>;
    const auto e = network::forward(x);
    using layer = typename network::template layer<0>;
    const auto vector = tapeless::eval(e)(x = tapeless::tensor_view<const T, width>{d.x},
                                          layer::scale = std::as_const(d.p)[layer::scale],
                                          layer::shift = std::as_const(d.p)[layer::shift]);
    for (std::size_t c = 0; c < width; ++c) CHECK(vector[c] == Approx(out[c]).epsilon(digits<T>()));
}

TEST_CASE("dropout multiplies by its mask in training and by nothing in answers", "[layers]") {
    using network = nn::mlp<17, nn::dropout<std::ratio<1, 4>>, nn::dense<1>>;
    problem<network, 33, double> d;
    nn::masks<33, network, double> drawn;
    nn::random source(9);
    drawn.draw(source);
    std::size_t kept = 0;
    for (const double m : drawn.values) {
        CHECK((m == 0 || m == 1 / 0.75));
        kept += m != 0;
    }
    CHECK(std::abs(static_cast<double>(kept) / (17 * 33) - 0.75) < 0.05);

    auto gradient = d.p;
    const double loss = nn::loss_and_grad<33, mean_squared_error>(d.p, d.x, d.y, drawn, gradient);
    double by_hand = 0, without = 0;
    for (std::size_t b = 0; b < 33; ++b) {
        double masked = d.p.values[17], whole = masked;
        for (std::size_t i = 0; i < 17; ++i) {
            masked += d.x[b * 17 + i] * drawn.values[b * 17 + i] * d.p.values[i];
            whole += d.x[b * 17 + i] * d.p.values[i];
        }
        by_hand += (masked - d.y[b]) * (masked - d.y[b]) / 33;
        without += (whole - d.y[b]) * (whole - d.y[b]) / 33;
    }
    CHECK(loss == Approx(by_hand).epsilon(1e-13));
    CHECK(nn::loss<33, mean_squared_error>(d.p, d.x, d.y) == Approx(without).epsilon(1e-13));
    CHECK(std::abs(by_hand - without) > 1e-3);

    nn::masks<33, network, double> again;
    nn::random same(9);
    again.draw(same);
    CHECK(std::memcmp(drawn.values, again.values, sizeof drawn.values) == 0);
}

TEST_CASE("a residual connection adds its inputs", "[layers]") {
    using inside = nn::mlp<3, nn::dense<17, nn::tanh>, nn::dense<3>>;
    using network = nn::mlp<3, nn::residual<nn::dense<17, nn::tanh>, nn::dense<3>>>;
    problem<network, 2, double> d;
    nn::parameters<inside, double> same;
    std::copy_n(d.p.values, d.p.size(), same.values);
    double out[6], added[6];
    nn::predict<2>(d.p, d.x, out);
    nn::predict<2>(same, d.x, added);
    for (std::size_t i = 0; i < 6; ++i) CHECK(out[i] == Approx(d.x[i] + added[i]).epsilon(1e-14));
}

TEST_CASE("an embedding looks its inputs up", "[layers]") {
    using network = nn::mlp<2, nn::embedding<5, 3>, nn::dense<1>>;
    STATIC_REQUIRE(network::takes_labels);
    problem<network, 4, double> d;
    const std::int32_t words[8]{4, 0, 2, 2, 0, 1, 1, 4}; // 3 is in no sample
    nn::parameters<network, double> g;
    const double loss = nn::loss_and_grad<4, mean_squared_error>(d.p, words, d.y, g);
    using layers = network;
    const auto& p = d.p;
    double expected = 0, by_table[5][3]{};
    for (std::size_t b = 0; b < 4; ++b) {
        double out = p[layers::layer<1>::bias][0];
        for (std::size_t i = 0; i < 2; ++i)
            for (std::size_t k = 0; k < 3; ++k)
                out += p[layers::layer<0>::table](static_cast<std::size_t>(words[b * 2 + i]), k) *
                       p[layers::layer<1>::weight](i * 3 + k, 0);
        const double error = out - d.y[b];
        expected += error * error / 4;
        for (std::size_t i = 0; i < 2; ++i)
            for (std::size_t k = 0; k < 3; ++k)
                by_table[words[b * 2 + i]][k] += error / 2 * p[layers::layer<1>::weight](i * 3 + k, 0);
    }
    CHECK(loss == Approx(expected).epsilon(1e-14));
    for (std::size_t w = 0; w < 5; ++w)
        for (std::size_t k = 0; k < 3; ++k)
            CHECK(g[layers::layer<0>::table](w, k) == Approx(by_table[w][k]).margin(1e-14));
}

TEST_CASE("gradients of networks of all layers are those of finite differences", "[layers]") {
    problem<nn::mlp<3, nn::linear<5>, nn::batch_norm<nn::tanh>, nn::residual<nn::layer_norm<>, nn::dense<5, nn::gelu>>,
                    nn::dense<2, nn::silu>, nn::dense<3, nn::softmax>>,
            4, double>
        d;
    CHECK(distance_from_differences(d) < 1e-8);
    problem<nn::mlp<2, nn::dense<9, nn::elu>, nn::dropout<>, nn::dense<1, nn::softplus>>, 3, double> dropped;
    decltype(nn::masks<3, nn::mlp<2, nn::dense<9, nn::elu>, nn::dropout<>, nn::dense<1, nn::softplus>>, double>{}) drawn;
    nn::random source(1);
    drawn.draw(source);
    CHECK(distance_from_differences(dropped, drawn) < 1e-8);
}

TEST_CASE("observing a batch does not change the loss by a bit", "[layers]") {
    // Two networks that differ in whether batch_norm's statistics are asked for.
    using network = nn::mlp<3, nn::batch_norm<>, nn::dense<2>>;
    problem<network, 5, float> d;
    auto g = d.p;
    const float observed = nn::loss_and_grad<5, mean_squared_error>(d.p, d.x, d.y, g);
    constexpr auto x = tapeless::data<"inputs", 5, 3>;
    constexpr auto y = tapeless::data<"targets", 5, 2>;
    using layers = network;
    const auto& p = d.p;
    const auto plain = tapeless::eval(mean_squared_error{}(network::forward<nn::training_mode>(x), y))(
        x = tapeless::tensor_view<const float, 5, 3>{d.x}, y = tapeless::tensor_view<const float, 5, 2>{d.y},
        layers::layer<0>::scale = p[layers::layer<0>::scale], layers::layer<0>::shift = p[layers::layer<0>::shift],
        layers::layer<1>::weight = p[layers::layer<1>::weight], layers::layer<1>::bias = p[layers::layer<1>::bias]);
    CHECK(observed == plain);
}

} // namespace
