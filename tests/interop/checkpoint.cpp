// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include "catch.hpp"
#include "interop/files.hpp"

#include <tapeless/interop/checkpoint.hpp>
#include <tapeless/nn/fit.hpp>

#include <limits>

namespace {

namespace checkpoint = tapeless::checkpoint;
namespace nn = tapeless::nn;
using Catch::Matchers::Contains;

/// Everything a training consists of, with numbers that are all different.
template <class Optimizer, class T, class Network = small_network>
nn::training<Network, Optimizer, T> training(T first) {
    nn::training<Network, Optimizer, T> t;
    for (T& v : t.parameters.values) v = first += T(0.375);
    for (T& v : t.state.memory) v = first += T(0.125);
    for (std::size_t i = 0; i < t.parameters.statistics.size(); ++i) t.parameters.statistics.values[i] = first += 1;
    t.epoch = static_cast<std::uint64_t>(first);
    t.source = nn::random(t.epoch << 40);
    return t;
}
template <class Training>
bool same(const Training& a, const Training& b) {
    const auto equal = [](const auto* x, const auto* y, std::size_t count) { // of finite numbers
        for (std::size_t i = 0; i < count; ++i)
            if (x[i] != y[i]) return false;
        return true;
    };
    return equal(a.parameters.values, b.parameters.values, a.parameters.size()) &&
           equal(a.parameters.statistics.values, b.parameters.statistics.values, a.parameters.statistics.size()) &&
           equal(a.state.memory, b.state.memory, std::size(a.state.memory)) && a.epoch == b.epoch &&
           a.source.state() == b.source.state();
}

TEMPLATE_TEST_CASE("a training comes back from its checkpoint bit for bit", "", float, double) {
    const scratch_folder folder;
    const std::string path = folder.file("c");
    using normed = nn::mlp<3, nn::dense<5>, nn::batch_norm<nn::relu>, nn::dense<2>>;
    auto t = training<nn::adam, TestType, normed>(1), read = training<nn::adam, TestType, normed>(100);
    t.state.beta1_power = 1.0 / 3;
    t.state.beta2_power = 5e-324;
    REQUIRE(checkpoint::save(path, t));
    const auto r = checkpoint::load(path, read);
    CHECK(r.error.empty());
    CHECK(same(read, t));
    CHECK(read.state.beta1_power == 1.0 / 3);
    CHECK(read.state.beta2_power == 5e-324);
    CHECK_THAT(bytes_of(path), Contains(R"("parameters.1.variance")") && Contains(R"("optimizer":"adam")"));

    const auto plain = training<nn::sgd, TestType>(1);
    auto plain_read = training<nn::sgd, TestType>(100);
    REQUIRE(checkpoint::save(path, plain));
    REQUIRE(checkpoint::load(path, plain_read));
    CHECK(same_bits(plain_read.parameters, plain.parameters));
    CHECK(plain_read.epoch == plain.epoch);
}

TEST_CASE("a checkpoint of another training is refused and changes nothing") {
    const scratch_folder folder;
    const std::string path = folder.file("c");
    const auto before = training<nn::adam, float>(1);
    auto t = before;
    const auto refused = [&](const char* why) {
        CHECK_THAT(checkpoint::load(path, t).error, Contains(path) && Contains(why));
        CHECK(same(t, before));
        CHECK(t.state.beta1_power == 1);
    };
    refused("cannot be opened");
    REQUIRE(checkpoint::save(path, training<nn::momentum, float>(1)));
    refused("is of a training by the optimizer 'momentum', expected 'adam'");
    REQUIRE(checkpoint::save(path, training<nn::adam, double>(1)));
    refused("tensor 'parameters.0.weight' has the type float64, expected float32");
    REQUIRE(checkpoint::save(path, training<nn::adam, float, nn::mlp<3, nn::dense<5>, nn::dense<3>>>(1)));
    refused("tensor 'parameters.1.weight' has the shape [5, 3], expected [5, 2]");
    REQUIRE(checkpoint::save(path, training<nn::adam, float, nn::mlp<3, nn::dense<5>>>(1)));
    refused("tensor 'parameters.1.weight' is missing");
    REQUIRE(tapeless::safetensors::save(path, before.parameters));
    refused("names as its format nothing, expected 'tapeless checkpoint 1'");

    auto spoilt = before;
    spoilt.state.memory[7] = std::numeric_limits<float>::quiet_NaN();
    REQUIRE(checkpoint::save(path, spoilt));
    refused("tensor 'optimizer.memory' holds NaN or infinity");
    CHECK(checkpoint::load(path, t, {.allow_nonfinite = true}));
}

} // namespace
