// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

// Training steps and inference of fixed-size networks: ours, and the other libraries in this folder that are installed,
// float, one core. Benchmarks are named NETWORK/BATCH/MODE/LIBRARY, the networks are in architecture.hpp. Before a
// cell is timed its results are compared with plain loops in double precision; a difference is an error of the cell.

#include "../fma_peak.hpp"
#include "reference.hpp"

#include <algorithm>
#include <cmath>
#include <map>

std::vector<mlp::library>& mlp::libraries() {
    static std::vector<library> all;
    return all;
}

namespace {

using namespace mlp;

/// Two steps, so that what an optimizer remembers counts, and that the second one starts from updated weights. Adam's
/// epsilon is large, since it divides by the size of a gradient, which is nothing but rounding for some.
constexpr int checked_runs = 2;
constexpr hyperparameters checked{0.05f, 0.9f, 0.999f, 0.01f};
/// In the timed steps the weights stay what they are. They would fit the one batch perfectly in the end, and with the
/// gradients gone, denormal numbers would be timed.
constexpr hyperparameters timed{1e-12f};

constexpr double tolerance = 1e-4;

/// The largest difference in a range, relative to the largest expected number there. Of parameters it is the change
/// that is compared.
double difference(const float* actual, const double* expected, const float* initial, int count) {
    double largest = 0, worst = 0;
    for (int i = 0; i < count; ++i) {
        const double start = initial ? static_cast<double>(initial[i]) : 0.0;
        largest = std::max(largest, std::abs(expected[i] - start));
        const double d = std::abs(static_cast<double>(actual[i]) - expected[i]);
        if (!(d <= worst)) worst = d; // also where it is NaN
    }
    return worst == 0 ? 0 : worst / largest;
}

/// What is wrong with a library's results, or nothing.
std::string find_disagreement(const library& l, const problem& p, mode m) {
    const architecture& n = p.network;
    const int runs = m == mode::sgd || m == mode::adam ? checked_runs : 1;

    static std::map<std::string, expectation> known;
    const std::string key = n.name + ('/' + std::to_string(p.batch)) + mode_names[static_cast<int>(m)];
    if (!known.contains(key)) known.emplace(key, reference(p, m, checked, runs));
    const expectation& expected = known.at(key);

    const auto s = l.start(p, m, checked);
    float loss = 0;
    for (int i = 0; i < runs; ++i) loss = s->run();
    const std::vector<float> result = s->result();

    if (result.size() != expected.result.size()) return "gives another number of results than the reference";
    std::string wrong;
    const auto compare = [&](const std::string& what, double d) {
        if (!(d <= tolerance)) wrong += what + " differs from the reference by " + std::to_string(d) + "; ";
    };
    // Sums of outputs, which are of order one, make a loss: its rounding does not vanish with it.
    compare("the loss", std::abs(static_cast<double>(loss) - expected.loss) / std::max(1.0, expected.loss));
    const auto compare_range = [&](const std::string& what, int offset, int count) {
        const float* initial = runs > 1 ? p.parameters.data() + offset : nullptr;
        compare(what, difference(result.data() + offset, expected.result.data() + offset, initial, count));
    };
    if (m == mode::inference) compare_range("the output", 0, n.outputs());
    for (int k = 0; k < n.depth && m != mode::inference; ++k) {
        compare_range("the weights' part of layer " + std::to_string(k), n.weights_offset(k), n.weights_count(k));
        compare_range("the bias's part of layer " + std::to_string(k), n.bias_offset(k), n.outputs(k));
    }
    return wrong;
}

void add(const architecture& n, int batch, mode m, const library& l) {
    const std::string name =
        n.name + ('/' + std::to_string(batch)) + '/' + mode_names[static_cast<int>(m)] + '/' + l.name;
    const auto run = [&n, batch, m, l, checked_before = std::make_shared<bool>(false)](benchmark::State& state) {
        const problem p(n, batch);
        if (!*checked_before) {
            if (const auto wrong = find_disagreement(l, p, m); !wrong.empty())
                return state.SkipWithError(wrong.c_str());
            *checked_before = true;
        }
        l.start(p, m, timed)->time(state);
        bench::count_flops(state, m == mode::inference ? n.flops_forward(batch) : n.flops_training(batch));
    };
    benchmark::RegisterBenchmark(name.c_str(), run);
}

} // namespace

int main(int argc, char** argv) {
    auto& all = libraries();
    std::sort(all.begin(), all.end(), [](const library& a, const library& b) {
        return std::pair(a.name != "tapeless", a.name) < std::pair(b.name != "tapeless", b.name);
    });
    benchmark::RegisterBenchmark("peak", bench::fma_peak<float>);
    for (const architecture* n : architectures)
        for (int batch : batches) {
            // Of the networks that ours was built for.
            const auto is_ours = [&](const library& l) { return l.name == "tapeless" && l.has(*n, batch); };
            if (std::none_of(all.begin(), all.end(), is_ours)) continue;
            for (mode m : {mode::grad, mode::sgd, mode::adam, mode::inference})
                for (const library& l : all)
                    if (l.has(*n, batch) && (m != mode::inference || batch == 1)) add(*n, batch, m, l);
        }
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
    benchmark::RunSpecifiedBenchmarks();
}
