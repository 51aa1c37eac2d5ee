// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

// Trains one of several networks on images, from the command line. A training may be interrupted with Ctrl-C, and resumed:
// it then ends with the bits of one that was not interrupted.

#include <tapeless.hpp>
#include <tapeless/interop/checkpoint.hpp>

#include "support/dataset.hpp"
#include "support/digits.hpp"
#include "support/idx.hpp"
#include "support/picture.hpp"

#include <CLI/CLI.hpp>

#include <csignal>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

namespace nn = tapeless::nn;
namespace support = tapeless_examples;

// ---- what can be chosen: each network and optimizer is compiled for itself

template <std::size_t Inputs, class Indices, std::size_t... Widths>
struct relu_network;
template <std::size_t Inputs, std::size_t... I, std::size_t... Widths>
struct relu_network<Inputs, std::index_sequence<I...>, Widths...> {
    using type =
        nn::mlp<Inputs, nn::dense<Widths, std::conditional_t<I + 1 == sizeof...(I), nn::identity, nn::relu>>...>;
};

/// A network with ReLU after all layers but the last.
template <std::size_t Inputs, std::size_t... Widths>
struct architecture {
    using network = typename relu_network<Inputs, std::make_index_sequence<sizeof...(Widths)>, Widths...>::type;
    static std::string name() { return (std::to_string(Inputs) + ... + ("," + std::to_string(Widths))); }
};

template <class... All>
struct choice {
    static std::string names() {
        std::string all;
        ((all += (all.empty() ? "" : "; ") + All::name()), ...);
        return all;
    }
    /// Calls f with the one of this name; false if there is none.
    template <class F>
    static bool with(const std::string& name, F f) {
        return ((All::name() == name && (f(All{}), true)) || ...);
    }
};

using architectures = choice<architecture<784, 64, 10>, architecture<784, 128, 64, 10>, architecture<64, 64, 64, 10>>;

template <class Optimizer>
struct optimizer_choice {
    static std::string name() { return Optimizer::name; }
    using type = Optimizer;
};
using optimizers = choice<optimizer_choice<nn::sgd>, optimizer_choice<nn::momentum>, optimizer_choice<nn::adam>>;

struct settings {
    std::string network = "784,64,10", data = "/usr/share/datasets/fashion-mnist", optimizer = "adam";
    std::string save, resume, plot;
    std::size_t epochs = 10;
    std::uint64_t seed = 1;
    double rate = 0;
};

// ---- Ctrl-C: the first ends the training after the epoch, the second at once

volatile std::sig_atomic_t interrupted = 0;

void on_interrupt(int) {
    interrupted = 1;
    std::signal(SIGINT, SIG_DFL);
}

support::train_and_test load(const settings& s) {
    if (s.data == "digits")
        return support::split(
            support::load_digits(std::filesystem::path(TAPELESS_SOURCE_DIR) / "examples/data/digits.csv"), 0.8, s.seed);
    return {support::load_idx(s.data, "train"), support::load_idx(s.data, "t10k")};
}

template <class Network, class Optimizer>
void train(const settings& s, Optimizer optimizer) {
    constexpr std::size_t batch = 32;
    const auto set = load(s);
    if (set.train.pixels_per_image() != Network::inputs || set.train.classes > Network::outputs)
        throw std::runtime_error("the images have " + std::to_string(set.train.pixels_per_image()) + " pixels and " +
                                 std::to_string(set.train.classes) + " classes, which is not what the network " +
                                 s.network + " takes; choose another --arch (" + architectures::names() +
                                 ") or --data");
    const nn::samples<float> seen{set.train.pixels.data(), set.train.labels.data(), set.train.count};
    const nn::samples<float> kept{set.test.pixels.data(), set.test.labels.data(), set.test.count};

    // The rate falls to 0 along a cosine.
    using falling = nn::scheduled<nn::cosine_decay, Optimizer>;
    if (s.rate > 0) optimizer.rate = s.rate;
    const std::size_t steps_per_epoch = (seen.count + batch - 1) / batch;
    const falling rule{.schedule = {.steps = static_cast<double>(s.epochs * steps_per_epoch)}, .optimizer = optimizer};

    const auto t = std::make_unique<nn::training<Network, falling, float>>();
    nn::initialise(t->parameters, nn::he{}, s.seed);
    t->source = nn::random(s.seed);
    if (!s.resume.empty()) {
        const auto loaded = tapeless::checkpoint::load(s.resume, *t);
        if (!loaded) throw std::runtime_error("cannot resume: " + loaded.error);
        std::printf("resumed after epoch %zu\n", static_cast<std::size_t>(t->epoch));
    }
    std::printf("%s, %zu parameters, %s, %zu images to learn from, %zu to test\n", s.network.c_str(),
                Network::parameter_count, s.optimizer.c_str(), seen.count, kept.count);

    std::signal(SIGINT, on_interrupt);
    const auto save = [&] {
        if (s.save.empty()) return;
        const auto saved = tapeless::checkpoint::save(s.save, *t);
        if (!saved) throw std::runtime_error("cannot save: " + saved.error);
    };
    const auto result = nn::fit<batch>(*t, seen, kept, rule, {.epochs = s.epochs}, [&](const nn::epoch_report& report) {
        nn::print_progress{}(report);
        save();
        if (interrupted) std::printf("interrupted after epoch %zu\n", report.epoch);
        return !interrupted;
    });
    if (!result) throw std::runtime_error(result.error);
    if (result.history.empty()) {
        std::puts("nothing is left to do: give more --epochs");
        return;
    }
    std::printf("test accuracy %.4f\n", result.history.back().validation.accuracy);
    if (!s.save.empty()) std::printf("saved %s\n", s.save.c_str());

    if (!s.plot.empty()) {
        support::training_curves curves;
        for (const nn::epoch_report& r : result.history) {
            curves.train_loss.push_back(r.loss);
            curves.test_loss.push_back(r.validation.loss);
            curves.test_accuracy.push_back(r.validation.accuracy);
        }
        support::write_curves(s.plot, s.network + ", " + s.optimizer, curves);
        std::printf("drew %s\n", s.plot.c_str());
    }
}

int main(int argc, char** argv) {
    settings s;
    CLI::App app{"Trains a network on images. Ctrl-C ends it after the epoch, with a checkpoint where --save says."};
    app.option_defaults()->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
    app.add_option("--arch", s.network, "one of " + architectures::names())->capture_default_str();
    app.add_option("--data", s.data, "a folder with images in the IDX format of MNIST, or digits")
        ->capture_default_str();
    app.add_option("--epochs", s.epochs, "in all, those before a resumption too")->capture_default_str();
    app.add_option("--optimizer", s.optimizer, "one of " + optimizers::names())->capture_default_str();
    app.add_option("--rate", s.rate, "of the first step, instead of the optimizer's own")->check(CLI::PositiveNumber);
    app.add_option("--seed", s.seed, "of the first weights and of the order of the images")->capture_default_str();
    app.add_option("--save", s.save, "a file for a checkpoint after each epoch");
    app.add_option("--resume", s.resume, "a checkpoint to go on from, with the same other options");
    app.add_option("--plot", s.plot, "a PNG file for the curves");
    CLI11_PARSE(app, argc, argv);

    try {
        const bool known_network = architectures::with(s.network, [&](auto a) {
            const bool known_optimizer = optimizers::with(
                s.optimizer, [&](auto o) { train<typename decltype(a)::network>(s, typename decltype(o)::type{}); });
            if (!known_optimizer)
                throw std::runtime_error("there is no optimizer '" + s.optimizer + "'; there are " +
                                         optimizers::names());
        });
        if (!known_network)
            throw std::runtime_error("there is no network '" + s.network + "'; there are " + architectures::names() +
                                     ", and more where architectures are listed in examples/train.cpp");
    } catch (const std::exception& error) {
        std::fflush(stdout);
        std::fprintf(stderr, "train: %s\n", error.what());
        return 1;
    }
}
