// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

// Writes networks as headers into a folder, and inputs and outputs of each, by the library, as they lie in memory.

#include "networks.hpp"

#include <tapeless/interop/freeze.hpp>

#include <cstdio>
#include <limits>
#include <memory>
#include <random>
#include <string>
#include <vector>

namespace {

using namespace tapeless;

namespace nn = tapeless::nn;
using nn::dense, nn::mlp;
using smooth = mlp<17, dense<33, nn::elu>, dense<3, nn::selu>, dense<64, nn::silu>, dense<31, nn::softplus>,
                   dense<17, nn::sigmoid>, dense<10, nn::gelu>, dense<5, nn::softmax>>;
using single =
    mlp<1, dense<33, nn::tanh>, dense<1>, dense<17, nn::relu>, dense<1, nn::sigmoid>, dense<2, nn::gelu>, dense<1>>;
using labelled = mlp<3, nn::embedding<11, 7>, nn::layer_norm<nn::relu>, dense<10>, nn::layer_norm<>, dense<33>,
                     nn::layer_norm<nn::tanh>, dense<4>>;
using normed =
    mlp<7, dense<33>, nn::batch_norm<nn::relu>, nn::residual<dense<33, nn::silu>, nn::dropout<>, nn::linear<33>>,
        dense<4>, nn::batch_norm<nn::tanh>>;
using wide = mlp<784, dense<128, nn::leaky_relu<>>, dense<10>>;

/// Parameters and inputs of every size, most of them ordinary.
class source {
public:
    template <class T>
    T number(double size) {
        const double x = normal_(random_) * size;
        return static_cast<T>(random_() % 256 == 0 ? x * std::pow(10.0, normal_(random_)) : x);
    }

    template <class T>
    T edge() {
        using limits = std::numeric_limits<T>;
        const T all[]{0,
                      T(-0.0),
                      limits::infinity(),
                      -limits::infinity(),
                      limits::quiet_NaN(),
                      limits::max(),
                      limits::denorm_min(),
                      T(1e30),
                      T(-1e-30),
                      1};
        return all[random_() % std::size(all)];
    }

private:
    std::mt19937_64 random_{20260101};
    std::normal_distribution<double> normal_;
};

template <class Network, class T>
bool write(const std::string& folder, const std::string& name) {
    const auto p = std::make_unique<nn::parameters<Network, T>>();
    source numbers;
    for (T& v : p->values) v = numbers.number<T>(0.15);
    for (std::size_t i = 0; i < p->statistics.size(); ++i) p->statistics.values[i] = std::abs(numbers.number<T>(1));
    const interop::result r = interop::freeze(folder + "/" + name + ".hpp", *p, name);
    if (!r) return std::fprintf(stderr, "%s\n", r.error.c_str()), false;

    std::vector<T> points;
    typename Network::template input_type<T> input[Network::inputs];
    T output[Network::outputs];
    for (unsigned i = 0; i < frozen_points; ++i) {
        for (auto& x : input)
            if constexpr (Network::takes_labels)
                x = static_cast<std::int32_t>(std::abs(numbers.number<T>(100))) % 11;
            else
                x = i % 8 == 1 ? numbers.edge<T>() : numbers.number<T>(i % 8 == 0 ? 30 : 1);
        nn::predict<1>(*p, input, output);
        points.insert(points.end(), input, input + Network::inputs);
        points.insert(points.end(), output, output + Network::outputs);
    }
    std::FILE* const file = std::fopen((folder + "/" + name + ".points").c_str(), "wb");
    const bool written = file != nullptr && std::fwrite(points.data(), sizeof(T), points.size(), file) == points.size();
    return file != nullptr && std::fclose(file) == 0 && written;
}

/// What cannot be frozen, and why.
bool refuses(const std::string& folder) {
    nn::parameters<mlp<1, dense<1>>, float> p{};
    const std::string path = folder + "/refused.hpp";
    const auto is = [&](const interop::result& r, const char* why) {
        if (r.error == path + ": " + why) return true;
        return std::fprintf(stderr, "unexpected: %s\n", r.error.c_str()), false;
    };
    bool done = true;
    for (const char* name : {"", "1st", "a b", "_a", "a__b", "a;"})
        done &=
            is(interop::freeze(path, p, name), ("'" + std::string(name) + "' is no name of a C++ function").c_str());
    p.values[1] = std::numeric_limits<float>::infinity();
    return done &&
           is(interop::freeze(path, p, "a"), "tensor '0.bias' holds NaN or infinity, which cannot be constants");
}

/// A file that includes the header alone, between what it must not touch.
bool write_caller(const std::string& folder, const std::string& name, const std::string& type, std::size_t inputs,
                  std::size_t outputs) {
    const char* const input = name.starts_with("labelled") ? "int" : type.c_str();
    std::FILE* const file = std::fopen((folder + "/" + name + ".cpp").c_str(), "w");
    if (file == nullptr) return false;
    std::fprintf(
        file,
        "#include \"%s.hpp\"\n#include \"%s.hpp\"\n"
        "void run_%s(const %s* input, %s* output);\n"
        "void run_%s(const %s* input, %s* output) {\n"
        "    std::array<%s, %zu> x{};\n    for (std::size_t i = 0; i < %zu; ++i) x[i] = static_cast<%s>(input[i]);\n"
        "    const std::array<%s, %zu> y = %s(x);\n"
        "    for (std::size_t i = 0; i < %zu; ++i) output[i] = y[i];\n}\n",
        name.c_str(), name.c_str(), name.c_str(), type.c_str(), type.c_str(), name.c_str(), type.c_str(), type.c_str(),
        input, inputs, inputs, input, type.c_str(), outputs, name.c_str(), outputs);
    return std::fclose(file) == 0;
}

} // namespace

int main(int count, char** arguments) {
    const std::string folder = count > 1 ? arguments[1] : ".";
    bool done = refuses(folder) && write<smooth, float>(folder, "smooth_float") &&
                write<smooth, double>(folder, "smooth_double") && write<single, float>(folder, "single_float") &&
                write<single, double>(folder, "single_double") && write<normed, float>(folder, "normed_float") &&
                write<labelled, double>(folder, "labelled_double") && write<wide, float>(folder, "wide_float");
#define FROZEN_NETWORK(name, type, inputs, outputs) done &= write_caller(folder, #name, #type, inputs, outputs);
    FROZEN_NETWORKS(FROZEN_NETWORK)
    return done ? 0 : 1;
}
