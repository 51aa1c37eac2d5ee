// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

// Trainings that are interrupted, stopped early, or of networks that draw masks and observe their batches.

#include "catch.hpp"

#include <tapeless.hpp>

#include <cmath>
#include <cstddef>
#include <cstring>
#include <vector>

namespace {

namespace nn = tapeless::nn;
using loss = nn::mean_squared_error;
using plain = nn::mlp<2, nn::dense<17, nn::tanh>, nn::dense<1>>;
using every = nn::mlp<2, nn::linear<17>, nn::batch_norm<nn::relu>, nn::dropout<std::ratio<1, 8>>, nn::dense<1>>;

constexpr auto quiet = [](const nn::epoch_report&) {};

struct data {
    std::vector<float> x, y;
    explicit data(std::size_t count, std::uint64_t seed = 7) {
        nn::random source(seed);
        for (std::size_t i = 0; i < count; ++i) {
            const double a = 2 * source.uniform() - 1, b = 2 * source.uniform() - 1;
            x.insert(x.end(), {static_cast<float>(a), static_cast<float>(b)});
            y.push_back(static_cast<float>(a * b));
        }
    }
    nn::samples<float, loss> samples() const { return {x.data(), y.data(), y.size()}; }
};

template <class Network>
nn::training<Network, nn::adam, float> begin() {
    nn::training<Network, nn::adam, float> t{};
    nn::initialise(t.parameters, nn::xavier{}, 3);
    t.source = nn::random(11);
    return t;
}

TEMPLATE_TEST_CASE("a training that is resumed gives the bits of one that was not interrupted", "[training]", plain,
                   every) {
    const data d(70); // 4 batches of 16, and 6 more
    const nn::adam optimizer{.rate = 0.01};
    auto once = begin<TestType>(), twice = begin<TestType>();
    REQUIRE(nn::fit<16>(once, d.samples(), d.samples(), optimizer, {.epochs = 6}, quiet));
    REQUIRE(nn::fit<16>(twice, d.samples(), d.samples(), optimizer, {.epochs = 2}, quiet));
    CHECK(twice.epoch == 2);
    auto copy = twice;
    const auto rest = nn::fit<16>(copy, d.samples(), d.samples(), optimizer, {.epochs = 6}, quiet);
    REQUIRE(rest.history.size() == 4);
    CHECK(rest.history.front().epoch == 3);
    CHECK(std::memcmp(once.parameters.values, copy.parameters.values, sizeof once.parameters.values) == 0);
    CHECK(std::memcmp(once.state.memory, copy.state.memory, sizeof once.state.memory) == 0);
    CHECK(once.source.state() == copy.source.state());
    if constexpr (TestType::statistics_count > 0)
        CHECK(std::memcmp(once.parameters.statistics.values, copy.parameters.statistics.values,
                          sizeof once.parameters.statistics.values) == 0);
}

TEMPLATE_TEST_CASE("networks learn on one thread and on two", "[training]", plain, every) {
    const data d(400), test(100, 8);
    const auto error = [&]<std::size_t Threads>(std::integral_constant<std::size_t, Threads>) {
        auto t = begin<TestType>();
        REQUIRE(nn::fit<16, Threads>(t, d.samples(), test.samples(), nn::adam{.rate = 0.01}, {.epochs = 60}, quiet));
        return nn::evaluate(t.parameters, test.samples()).loss;
    };
    const double untrained = nn::evaluate(begin<TestType>().parameters, test.samples()).loss;
    CHECK(error(std::integral_constant<std::size_t, 1>{}) < 0.3 * untrained);
    CHECK(error(std::integral_constant<std::size_t, 2>{}) < 0.3 * untrained);
}

TEST_CASE("the observer may end a training", "[training]") {
    const data d(40);
    auto t = begin<plain>();
    const auto result = nn::fit<8>(t, d.samples(), d.samples(), nn::adam{}, {.epochs = 10},
                                   [](const nn::epoch_report& r) { return r.epoch < 3; });
    REQUIRE(result);
    CHECK(result.history.size() == 3);
    CHECK(t.epoch == 3);
}

TEST_CASE("early stopping waits, ends, and keeps the best parameters", "[training]") {
    // The targets of the validation are the opposite, so training makes it worse from the first epoch on.
    const data d(40);
    data opposite = d;
    for (float& y : opposite.y) y = -y;
    auto t = begin<plain>();
    const auto result = nn::fit<8>(t, d.samples(), opposite.samples(), nn::adam{.rate = 0.02},
                                   {.epochs = 100, .patience = 5}, quiet);
    REQUIRE(result);
    REQUIRE(result.history.size() < 100);
    std::size_t best = 0;
    for (std::size_t i = 0; i < result.history.size(); ++i)
        if (result.history[i].validation.loss < result.history[best].validation.loss) best = i;
    CHECK(result.history.size() == best + 1 + 5);
    CHECK(nn::evaluate(t.parameters, opposite.samples()).loss == Approx(result.history[best].validation.loss));
    CHECK(result.history.back().validation.loss > result.history[best].validation.loss);
}

TEST_CASE("a network of labels learns, and is refused one beyond its vocabulary", "[training]") {
    using network = nn::mlp<2, nn::embedding<6, 3>, nn::dense<2>>; // is the first label larger than the second?
    std::vector<std::int32_t> x, y;
    for (std::int32_t a = 0; a < 6; ++a)
        for (std::int32_t b = 0; b < 6; ++b) {
            x.insert(x.end(), {a, b});
            y.push_back(a > b);
        }
    const nn::samples<float, nn::softmax_cross_entropy, std::int32_t> all{x.data(), y.data(), y.size()};
    nn::parameters<network, float> p;
    nn::initialise(p, nn::xavier{}, 1);
    REQUIRE(nn::fit<12>(p, all, all, nn::adam{.rate = 0.05}, {.epochs = 60}, quiet));
    CHECK(nn::evaluate(p, all).accuracy == 1);

    x[9] = 6;
    const auto before = p;
    const auto refused = nn::fit<12>(p, all, all, nn::adam{}, {.epochs = 1}, quiet);
    CHECK(refused.error == "input 6 of sample 4 is outside 0 to 5, the vocabulary of the network");
    CHECK(std::memcmp(&before, &p, sizeof p) == 0);
}

TEST_CASE("a network that observes its batches is refused fewer samples than one batch", "[training]") {
    const data d(15);
    auto t = begin<every>();
    const auto before = t;
    const auto result = nn::fit<16>(t, d.samples(), d.samples(), nn::adam{}, {.epochs = 1}, quiet);
    CHECK(result.error.find("15 samples") != std::string::npos);
    CHECK(std::memcmp(before.parameters.values, t.parameters.values, sizeof before.parameters.values) == 0);
}

} // namespace
