// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

// The main job: a gradient beside the same gradient by hand, then two networks that learn from real images.

#include <tapeless.hpp>

#include "support/dataset.hpp"
#include "support/digits.hpp"
#include "support/idx.hpp"
#include "support/picture.hpp"
#include "support/time_per_call.hpp"

#include <CLI/CLI.hpp>

#include <cmath>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace nn = tapeless::nn;
namespace support = tapeless_examples;

namespace {

struct settings {
    std::filesystem::path out = "pictures";
    std::filesystem::path data = "/usr/share/datasets/fashion-mnist";
    std::uint64_t seed = 1;
    bool quick = false;
};

// ---- 1. a function, its gradient, the same gradient by hand

struct point_gradient {
    double value, dx, dy;
};

[[gnu::noinline]] point_gradient by_hand(double x, double y) {
    const double product = x * y, c = std::cos(product), inverse = 1 / y;
    return {std::sin(product) + x * inverse, y * c + inverse, x * c - x * inverse * inverse};
}

[[gnu::noinline]] point_gradient by_tapeless(double x, double y) {
    const auto f = [](auto a, auto b) { return sin(a * b) + a / b; };
    const auto [value, d] = tapeless::value_and_grad(f)(x, y);
    const auto [dx, dy] = d;
    return {value, dx, dy};
}

void show_gradient() {
    std::puts("1. f(x, y) = sin(x * y) + x / y at (1, 2)\n");
    const auto print = [](const char* who, point_gradient (*f)(double, double)) {
        const point_gradient g = f(1, 2);
        const double ns = support::nanoseconds_per_call([&](double t) { return f(t, 2).dx; });
        std::printf("   %-9s value %.12f  df/dx %.12f  df/dy %.12f  %5.1f ns\n", who, g.value, g.dx, g.dy, ns);
    };
    print("by hand", by_hand);
    print("tapeless", by_tapeless);
}

// ---- 2 and 3. networks

void require_fit(const support::labelled_images& set, std::size_t inputs, std::size_t outputs) {
    if (set.rows * set.cols != inputs || set.classes != outputs)
        throw std::runtime_error("the images have " + std::to_string(set.rows) + " x " + std::to_string(set.cols) +
                                 " pixels, the network takes " + std::to_string(inputs) +
                                 " inputs; give it a data set of that size");
}

template <class Network>
void train_and_draw(const std::string& name, const std::string& title, const support::train_and_test& set,
                    const std::vector<std::string>& class_names, nn::fit_options options, const nn::adam& optimizer,
                    const settings& s) {
    require_fit(set.train, Network::inputs, Network::outputs);
    const auto parameters = std::make_unique<nn::parameters<Network, float>>();
    nn::initialise(*parameters, nn::he{}, s.seed);

    const auto view = [](const support::labelled_images& images) {
        return nn::samples<float>{images.pixels.data(), images.labels.data(), images.count};
    };
    const nn::fit_result result = nn::fit<32>(*parameters, view(set.train), view(set.test), optimizer, options);
    if (!result) throw std::runtime_error(result.error);

    support::training_curves curves;
    for (const nn::epoch_report& r : result.history) {
        curves.train_loss.push_back(r.loss);
        curves.test_loss.push_back(r.validation.loss);
        curves.test_accuracy.push_back(r.validation.accuracy);
    }
    const std::vector<std::int32_t> predicted = nn::classify<32>(*parameters, set.test.pixels.data(), set.test.count);
    nn::confusion_matrix<Network::outputs> confusion;
    const std::string error = confusion.add(set.test.labels.data(), predicted.data(), set.test.count);
    if (!error.empty()) throw std::runtime_error(error);

    support::write_curves(s.out / (name + "-curves.png"), title, curves);
    support::write_confusion(s.out / (name + "-confusion.png"), title, class_names, confusion.counts());
    std::printf("   %s test accuracy %.4f\n", name.c_str(), result.history.back().validation.accuracy);
    std::printf("   wrote %s and %s\n", (s.out / (name + "-curves.png")).c_str(),
                (s.out / (name + "-confusion.png")).c_str());
}

void learn_digits(const settings& s) {
    using network = nn::mlp<64, nn::dense<64, nn::relu>, nn::dense<64, nn::relu>, nn::dense<10>>;
    std::puts("\n2. 64-64-64-10 on 1,797 handwritten digits of 8 x 8 pixels, a fifth of them kept for the test\n");
    const auto digits = support::load_digits(std::filesystem::path(TAPELESS_SOURCE_DIR) / "examples/data/digits.csv");
    const std::vector<std::string> names{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"};
    train_and_draw<network>("digits", "64-64-64-10 on the 8 x 8 digits", support::split(digits, 0.8, s.seed), names,
                            {.epochs = s.quick ? 5u : 40u, .seed = s.seed}, nn::adam{.rate = 2e-3}, s);
}

void learn_fashion(const settings& s) {
    using network = nn::mlp<784, nn::dense<64, nn::relu>, nn::dense<10>>;
    std::printf("\n3. 784-64-10 on the 28 x 28 images in %s\n\n", s.data.c_str());
    support::train_and_test set{support::load_idx(s.data, "train"), support::load_idx(s.data, "t10k")};
    if (s.quick) set = {support::take(set.train, 6000), support::take(set.test, 1000)};
    std::vector<std::string> names{"T-shirt", "trouser", "pullover", "dress", "coat",
                                   "sandal",  "shirt",   "sneaker",  "bag",   "boot"};
    if (s.data.string().find("fashion") == std::string::npos)
        names = {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"};
    train_and_draw<network>("images", "784-64-10 on " + s.data.filename().string(), set, names,
                            {.epochs = s.quick ? 2u : 10u, .seed = s.seed}, nn::adam{.rate = 1e-3}, s);
}

} // namespace

int main(int argc, char** argv) {
    settings s;
    CLI::App app{"A gradient beside the same gradient by hand, then two networks that learn from real images."};
    app.add_option("--out", s.out, "the folder for the pictures")->capture_default_str();
    app.add_option("--data", s.data, "a folder with 28 x 28 images in the IDX format of MNIST")->capture_default_str();
    app.add_option("--seed", s.seed, "of the initial weights and of the order of the samples")->capture_default_str();
    app.add_flag("--quick", s.quick, "train briefly, on fewer images");
    CLI11_PARSE(app, argc, argv);

    try {
        std::filesystem::create_directories(s.out);
        show_gradient();
        learn_digits(s);
        learn_fashion(s);
    } catch (const std::exception& error) {
        std::fflush(stdout);
        std::fprintf(stderr, "demo: %s\n", error.what());
        return 1;
    }
}
