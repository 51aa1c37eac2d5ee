// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include "catch.hpp"
#include "oracle.hpp"

#include <tapeless.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <new>
#include <set>
#include <string>
#include <type_traits>
#include <vector>

// Counts what this program takes from the heap.
namespace {
std::size_t heap_calls = 0;

void* counted_or_null(std::size_t size, std::size_t alignment) noexcept {
    ++heap_calls;
    return std::aligned_alloc(alignment, (size + alignment - 1) / alignment * alignment);
}
void* counted(std::size_t size, std::size_t alignment) {
    void* p = counted_or_null(size, alignment);
    if (p == nullptr) throw std::bad_alloc();
    return p;
}
} // namespace

void* operator new(std::size_t size) { return counted(size, alignof(std::max_align_t)); }
void* operator new(std::size_t size, std::align_val_t a) { return counted(size, static_cast<std::size_t>(a)); }
void* operator new[](std::size_t size) { return counted(size, alignof(std::max_align_t)); }
void* operator new[](std::size_t size, std::align_val_t a) { return counted(size, static_cast<std::size_t>(a)); }
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
    return counted_or_null(size, alignof(std::max_align_t));
}
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept {
    return counted_or_null(size, alignof(std::max_align_t));
}
void operator delete(void* p) noexcept { std::free(p); }
void operator delete(void* p, std::size_t) noexcept { std::free(p); }
void operator delete(void* p, std::align_val_t) noexcept { std::free(p); }
void operator delete(void* p, std::size_t, std::align_val_t) noexcept { std::free(p); }
void operator delete[](void* p) noexcept { std::free(p); }
void operator delete[](void* p, std::size_t) noexcept { std::free(p); }
void operator delete[](void* p, std::align_val_t) noexcept { std::free(p); }
void operator delete[](void* p, std::size_t, std::align_val_t) noexcept { std::free(p); }

namespace {

namespace nn = tapeless::nn;

constexpr auto quiet = [](const nn::epoch_report&) {};

/// Points around (-2, -2) and (2, 2), each within 1.2 of its centre.
struct blobs {
    std::vector<float> x;
    std::vector<std::int32_t> labels;

    explicit blobs(std::size_t count, std::uint64_t seed = 1) {
        nn::random source(seed);
        for (std::size_t i = 0; i < count; ++i) {
            const bool second = i % 2 == 1;
            for (int axis = 0; axis < 2; ++axis)
                x.push_back(static_cast<float>((second ? 2 : -2) + 1.2 * (2 * source.uniform() - 1)));
            labels.push_back(second);
        }
    }
    nn::samples<float> samples() const { return {x.data(), labels.data(), labels.size()}; }
};

using classifier = nn::mlp<2, nn::dense<8, nn::relu>, nn::dense<2>>;
using line = nn::mlp<1, nn::dense<1>>;
template <class T>
using targets = nn::samples<T, nn::mean_squared_error>;

template <class Network, class T>
bool same_bits(const nn::parameters<Network, T>& a, const nn::parameters<Network, T>& b) {
    return std::memcmp(a.values, b.values, sizeof(T) * a.size()) == 0;
}

template <class T>
nn::parameters<classifier, T> start() {
    nn::parameters<classifier, T> p;
    nn::initialise(p, nn::he{}, 1);
    return p;
}

TEST_CASE("two separate classes are learnt to the last sample", "[fit]") {
    const blobs train(300), test(101, 2);
    auto p = start<float>();
    const auto before = nn::evaluate<32>(p, test.samples());
    const auto result = nn::fit<32>(p, train.samples(), test.samples(), nn::adam{.rate = 1e-2}, {.epochs = 20}, quiet);
    REQUIRE(result);
    REQUIRE(result.history.size() == 20);
    CHECK(result.history.back().validation.accuracy == 1);
    CHECK(result.history.back().validation.loss < 0.05);
    CHECK(result.history.back().validation.loss < before.loss);
    CHECK(result.history.back().loss < result.history.front().loss);
    CHECK(nn::evaluate<32>(p, train.samples()).accuracy == 1);
    CHECK(nn::classify<32>(p, test.x.data(), test.labels.size()) == test.labels);
}

TEST_CASE("y = 2 x + 1 is found", "[fit]") {
    std::vector<double> x, y;
    for (int i = 0; i < 50; ++i) {
        x.push_back(i / 25.0 - 1);
        y.push_back(2 * x.back() + 1);
    }
    const targets<double> all{x.data(), y.data(), x.size()};
    nn::parameters<line, double> p{};
    REQUIRE(nn::fit<16>(p, all, all, nn::momentum{.rate = 0.1, .momentum = 0.5}, {.epochs = 100}, quiet));
    CHECK(p.weight<0>()[0] == Approx(2).epsilon(1e-6));
    CHECK(p.bias<0>()[0] == Approx(1).epsilon(1e-6));
}

// Input i is 1 in sample i alone, and the rate is so small that the outputs stay 0: after an epoch weight i tells how
// often sample i was used, and in a batch of what size.
constexpr std::size_t most = 65;
using one_hot = nn::mlp<most, nn::dense<1>>;

std::vector<double> shares(std::size_t count, std::size_t epochs, std::uint64_t seed = 1) {
    std::vector<double> x(count * most), y(count, 1);
    for (std::size_t i = 0; i < count; ++i) x[i * most + i] = 1;
    const targets<double> all{x.data(), y.data(), count};
    nn::parameters<one_hot, double> p{};
    constexpr double rate = 1e-9;
    const auto result = nn::fit<32>(p, all, all, nn::sgd{.rate = rate}, {.epochs = epochs, .seed = seed}, quiet);
    REQUIRE(result);
    for (const auto& report : result.history) CHECK(report.loss == Approx(1).epsilon(1e-6));
    // A step in a batch of n moves each of its weights by rate * 2 / n.
    std::vector<double> result_shares;
    for (const double w : p.weight<0>()) result_shares.push_back(w / (2 * rate));
    return result_shares;
}

TEST_CASE("every sample is used once in an epoch, in batches and in what is left", "[fit]") {
    for (const std::size_t count : {1u, 31u, 32u, 33u, 64u, 65u}) {
        CAPTURE(count);
        const auto used = shares(count, 1);
        const std::size_t left = count % 32;
        std::size_t in_batches = 0, in_rest = 0;
        for (std::size_t i = 0; i < count; ++i) {
            if (std::fabs(used[i] * 32 - 1) < 1e-5)
                ++in_batches;
            else if (left != 0 && std::fabs(used[i] * static_cast<double>(left) - 1) < 1e-5)
                ++in_rest;
        }
        CHECK(in_batches == count - left);
        CHECK(in_rest == left);
        for (std::size_t i = count; i < most; ++i) CHECK(used[i] == 0);
    }
}

TEST_CASE("the order is another in each epoch, and with another seed", "[fit]") {
    // 33 samples: who is left over tells the order apart.
    const auto left_over = [](std::size_t epochs, std::uint64_t seed) {
        const auto used = shares(33, epochs, seed);
        return std::max_element(used.begin(), used.end()) - used.begin();
    };
    std::set<std::ptrdiff_t> by_seed;
    for (std::uint64_t seed = 1; seed <= 8; ++seed) by_seed.insert(left_over(1, seed));
    CHECK(by_seed.size() > 3);

    // In 8 epochs one sample is left over 8 times; were it the same each time, it would have 8 shares of 1.
    const auto used = shares(33, 8);
    CHECK(*std::max_element(used.begin(), used.end()) < 7);
    double total = 0;
    for (const double u : used) total += u;
    CHECK(total == Approx(8 * 2)); // each epoch one batch and one single, a share of 1 each
}

// With equal samples the order does not matter, and the steps can be counted.
TEST_CASE("an epoch is one step per batch and one for what is left", "[fit]") {
    for (const std::size_t count : {1u, 31u, 33u, 65u}) {
        CAPTURE(count);
        const std::vector<double> x(count, 0.5), y(count, 2);
        nn::parameters<line, double> p{{0.25, 0.125}};
        const targets<double> all{x.data(), y.data(), count};
        const auto result = nn::fit<32>(p, all, all, nn::sgd{.rate = 0.1}, {.epochs = 2}, quiet);
        REQUIRE(result);
        double w = 0.25, b = 0.125;
        for (const auto& report : result.history) {
            double losses = 0;
            for (std::size_t i = 0; i < count; i += 32) {
                const double error = 0.5 * w + b - 2;
                losses += error * error * static_cast<double>(std::min<std::size_t>(32, count - i));
                w -= 0.1 * 2 * error * 0.5;
                b -= 0.1 * 2 * error;
            }
            CHECK(report.loss == Approx(losses / static_cast<double>(count)).epsilon(1e-12));
        }
        CHECK(p.values[0] == Approx(w).epsilon(1e-12));
        CHECK(p.values[1] == Approx(b).epsilon(1e-12));
        const double error = 0.5 * w + b - 2;
        CHECK(result.history.back().validation.loss == Approx(error * error).epsilon(1e-12));
    }
}

TEST_CASE("one seed gives one result, bit by bit", "[fit]") {
    const blobs train(70);
    const auto learn = [&](std::uint64_t seed) {
        auto p = start<float>();
        REQUIRE(nn::fit<32>(p, train.samples(), train.samples(), nn::adam{}, {.epochs = 3, .seed = seed}, quiet));
        return p;
    };
    const auto first = learn(1);
    CHECK(same_bits(first, learn(1)));
    CHECK_FALSE(same_bits(first, learn(2)));
}

TEST_CASE("a bad label is refused by name, and nothing is changed", "[fit]") {
    const auto good = start<float>();
    for (const std::int32_t bad : {2, -1, 1000000}) {
        for (const bool in_training : {true, false}) {
            CAPTURE(bad, in_training);
            blobs train(40), test(40, 2);
            (in_training ? train : test).labels[33] = bad;
            auto p = good;
            bool observed = false;
            const auto result = nn::fit<32>(p, train.samples(), test.samples(), nn::adam{}, {.epochs = 2},
                                            [&](const nn::epoch_report&) { observed = true; });
            CHECK_FALSE(result);
            CHECK(result.error == "label " + std::to_string(bad) +
                                      " of sample 33 is outside 0 to 1, the classes of the network");
            CHECK(result.history.empty());
            CHECK_FALSE(observed);
            CHECK(same_bits(p, good));
        }
    }
}

TEST_CASE("an empty training set is refused", "[fit]") {
    const blobs none(0), test(3);
    auto p = start<float>();
    const auto result = nn::fit<32>(p, none.samples(), test.samples(), nn::adam{}, {.epochs = 2}, quiet);
    CHECK_FALSE(result);
    CHECK(result.error == "there are no samples to train on");
    CHECK(result.history.empty());
    CHECK(same_bits(p, start<float>()));
}

TEST_CASE("training without validation", "[fit]") {
    const blobs train(33), none(0);
    auto p = start<float>();
    const auto result = nn::fit<32>(p, train.samples(), none.samples(), nn::adam{}, {.epochs = 2}, quiet);
    REQUIRE(result);
    CHECK(result.history.back().validation.loss == 0);
    CHECK(result.history.back().loss > 0);
}

TEST_CASE("no epochs, no change", "[fit]") {
    const blobs train(33);
    auto p = start<float>();
    const auto result = nn::fit<32>(p, train.samples(), train.samples(), nn::adam{}, {.epochs = 0}, quiet);
    CHECK(result);
    CHECK(result.history.empty());
    CHECK(same_bits(p, start<float>()));
}

TEST_CASE("the observer sees every epoch as it ends", "[fit]") {
    const blobs train(65), test(33, 2);
    auto p = start<float>();
    std::vector<nn::epoch_report> seen;
    const auto observe = [&](const nn::epoch_report& r) {
        seen.push_back(r);
        // The report is of the network as it is now.
        const nn::score now = nn::evaluate<32>(p, test.samples());
        CHECK(r.validation.loss == now.loss);
        CHECK(r.validation.accuracy == now.accuracy);
    };
    const auto result = nn::fit<32>(p, train.samples(), test.samples(), nn::adam{}, {.epochs = 4}, observe);
    REQUIRE(result);
    REQUIRE(seen.size() == 4);
    REQUIRE(result.history.size() == 4);
    for (std::size_t i = 0; i < 4; ++i) {
        CHECK(seen[i].epoch == i + 1);
        CHECK(seen[i].epochs == 4);
        CHECK(seen[i].loss == result.history[i].loss);
        CHECK(seen[i].samples_per_second > 0);
        CHECK(seen[i].seconds_left >= 0);
    }
    CHECK(seen[3].seconds_left == 0);
}

// Any count gives what one sample at a time gives.
TEST_CASE("evaluate and classify take any number of samples", "[fit]") {
    const auto p = start<double>();
    for (const std::size_t count : {1u, 7u, 8u, 9u, 20u}) {
        CAPTURE(count);
        std::vector<double> x(2 * count);
        std::vector<std::int32_t> labels(count);
        nn::random source(count);
        for (double& v : x) v = source.normal();
        for (auto& l : labels) l = static_cast<std::int32_t>(source.below(2));
        double loss = 0, right = 0;
        std::vector<std::int32_t> classes;
        for (std::size_t i = 0; i < count; ++i) {
            double out[2];
            nn::predict<1>(p, x.data() + 2 * i, out);
            classes.push_back(out[1] > out[0]);
            right += classes.back() == labels[i];
            loss += std::log(std::exp(out[0]) + std::exp(out[1])) - out[labels[i]];
        }
        const nn::score s = nn::evaluate<8>(p, nn::samples<double>{x.data(), labels.data(), count});
        CHECK(s.loss == Approx(loss / static_cast<double>(count)).epsilon(1e-12));
        CHECK(s.accuracy == Approx(right / static_cast<double>(count)).epsilon(1e-12));
        CHECK(nn::classify<8>(p, x.data(), count) == classes);
    }
}

TEST_CASE("a training step takes nothing from the heap", "[fit]") {
    const blobs batch(32);
    auto p = start<float>();
    const auto g = std::make_unique<nn::parameters<classifier, float>>();
    const auto state = std::make_unique<nn::optimizer_state<nn::adam, float, classifier::parameter_count>>();
    const nn::adam optimizer;
    float out[64];

    const std::size_t before = heap_calls;
    CHECK(before > 0); // the counter counts
    const std::size_t start_of_steps = heap_calls;
    for (int i = 0; i < 3; ++i) {
        nn::loss_and_grad<32, nn::softmax_cross_entropy>(p, batch.x.data(), batch.labels.data(), *g);
        nn::update(optimizer, *state, p.values, g->values);
    }
    nn::predict<32>(p, batch.x.data(), out);
    nn::loss<32, nn::softmax_cross_entropy>(p, batch.x.data(), batch.labels.data());
    const std::size_t end_of_steps = heap_calls;
    CHECK(end_of_steps == start_of_steps);
}

TEST_CASE("fit takes nothing from the heap once training has begun", "[fit]") {
    const blobs train(65), test(33, 2);
    auto p = start<float>();
    std::size_t after_first = 0, after_last = 0;
    REQUIRE(nn::fit<32>(p, train.samples(), test.samples(), nn::adam{}, {.epochs = 5}, [&](const nn::epoch_report& r) {
        if (r.epoch == 1) after_first = heap_calls;
        after_last = heap_calls;
    }));
    CHECK(after_first > 0);
    CHECK(after_last == after_first);
}

} // namespace
