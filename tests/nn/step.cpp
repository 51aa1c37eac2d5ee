// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

// A step of training that never stores the gradient, against the gradient and the update one after the other.

#include "catch.hpp"

#include <tapeless.hpp>

#include <cmath>
#include <cstddef>
#include <cstring>
#include <memory>
#include <vector>

namespace {

namespace nn = tapeless::nn;
namespace plan = tapeless::plan;

template <class Network, class Loss, std::size_t Batch, class T>
struct problem {
    nn::parameters<Network, T> start;
    T inputs[Batch * Network::inputs];
    typename Loss::template target_type<T> targets[Batch * Network::outputs];

    problem() {
        nn::initialise(start, nn::he{}, 3);
        nn::random source(4);
        for (T& x : inputs) x = static_cast<T>(2 * source.uniform() - 1);
        for (auto& y : targets)
            y = static_cast<typename Loss::template target_type<T>>(source.below(Network::outputs));
    }
};

template <class Network, class Loss, std::size_t Batch, class T, class Optimizer>
void compare(const Optimizer& optimizer) {
    const problem<Network, Loss, Batch, T> data;
    auto fused = data.start, apart = data.start, gradient = data.start;
    nn::optimizer_state<Optimizer, T, Network::parameter_count> a, b;
    const auto memory = std::make_unique<nn::workspace<Batch, Loss, Network, T>>();
    for (int step = 0; step < 4; ++step) {
        // With the tensors on the stack, and in memory that is given.
        const T loss = step % 2 == 0
                           ? nn::train_step<Batch, Loss>(fused, data.inputs, data.targets, optimizer, a)
                           : nn::train_step<Batch, Loss>(fused, data.inputs, data.targets, optimizer, a, memory->element);
        CHECK(loss == Approx(nn::loss_and_grad<Batch, Loss>(apart, data.inputs, data.targets, gradient)).epsilon(1e-5));
        nn::update(optimizer, b, apart.values, gradient.values);
    }
    double worst = 0, moved = 0;
    for (std::size_t i = 0; i < fused.size(); ++i) {
        worst = std::max(worst, std::abs(static_cast<double>(fused.values[i] - apart.values[i])));
        moved = std::max(moved, std::abs(static_cast<double>(fused.values[i] - data.start.values[i])));
    }
    // Compilers may contract one of the two.
    CHECK(worst < (sizeof(T) == 4 ? 1e-6 : 1e-14));
    CHECK(moved > 1e-3);
}

TEMPLATE_TEST_CASE("a step changes parameters as the gradient and the update do", "[step]", float, double) {
    using odd = nn::mlp<5, nn::dense<17, nn::relu>, nn::dense<33, nn::sigmoid>, nn::dense<3>>;
    compare<odd, nn::softmax_cross_entropy, 1, TestType>(nn::sgd{.rate = 0.1});
    compare<odd, nn::softmax_cross_entropy, 7, TestType>(nn::adam{.rate = 0.01});
    using one = nn::mlp<1, nn::dense<1, nn::tanh>, nn::dense<1>>;
    compare<one, nn::mean_squared_error, 3, TestType>(nn::momentum{.rate = 0.1});
    // The first reads the whole gradient before it changes anything.
    compare<one, nn::huber<>, 3, TestType>(nn::clip_norm<nn::l2<nn::momentum>>{.limit = 0.5});
    compare<one, nn::hinge, 3, TestType>(nn::scheduled<nn::cosine_decay, nn::l2<nn::adamw>>{.schedule = {.steps = 3}});
}

// x W + b, with W in the first operand's place too, and b read by two steps: derivatives that are kept, and changed last.
struct tied {
    static constexpr auto W = tapeless::var<"W", 3, 3>;
    static constexpr auto b = tapeless::var<"b", 3>;
    static constexpr auto x = tapeless::data<"x", 2, 3>;
    static constexpr auto e = sum(tanh(x * (W * W) + b)) + sum(pow(b, tapeless::literals::operator""_c<'2'>()));
};

template <class T>
struct memory_of {
    T W[9], b[3], x[6];
    template <tapeless::meta::hash_t Id>
    T* at() noexcept {
        return Id == tapeless::expr::id_of<std::remove_const_t<decltype(tied::W)>>   ? W
               : Id == tapeless::expr::id_of<std::remove_const_t<decltype(tied::b)>> ? b
                                                                                     : x;
    }
};
template <class T>
struct reader {
    memory_of<T>& m;
    template <tapeless::meta::hash_t Id>
    const T* elements() const noexcept {
        return m.template at<Id>();
    }
};
template <class T>
struct descent {
    static constexpr bool updates = true;
    using rule_type = nn::sgd::rule<T>;
    memory_of<T>& m;
    rule_type rule;
    template <tapeless::meta::hash_t Id>
    auto destination() const noexcept {
        return nn::updated_parameters<0, 1, 3, T, rule_type>{rule, m.template at<Id>(), nullptr};
    }
};

TEMPLATE_TEST_CASE("symbols that several steps read are changed after the last of them", "[step]", float, double) {
    using T = TestType;
    memory_of<T> m;
    for (int i = 0; i < 9; ++i) m.W[i] = T(i - 4) / 8;
    for (int i = 0; i < 6; ++i) m.x[i] = T(i - 2) / 4;
    for (int i = 0; i < 3; ++i) m.b[i] = T(i) / 2;
    const auto before = m;
    const auto expected = tapeless::value_and_grad(tied::e)(tied::W = before.W, tied::b = before.b, tied::x = before.x);
    descent<T> out{m, {T(0.5)}};
    const T value = tapeless::diff::differentiate<T, 0>(tied::e, reader<T>{m}, out);
    CHECK(value == Approx(expected.value));
    for (std::size_t i = 0; i < 9; ++i)
        CHECK(m.W[i] == Approx(before.W[i] - expected.grad[tied::W][i] / 2).epsilon(1e-6));
    for (std::size_t i = 0; i < 3; ++i)
        CHECK(m.b[i] == Approx(before.b[i] - expected.grad[tied::b][i] / 2).epsilon(1e-6));
}

TEST_CASE("an expression with its tensors in memory that is given", "[step]") {
    constexpr auto u = tapeless::var<"u", 600, 300>;
    constexpr auto v = tapeless::var<"v", 300>;
    constexpr auto e = sum(u * exp(v)); // what the product is kept in would be on the stack
    constexpr auto f = tapeless::value_and_grad(e, tapeless::wrt(v));
    const std::vector<double> ones(600 * 300, 1.0), zeros(300, 0.0);
    std::vector<double> memory(f.workspace);
    const auto r = f.in(memory.data())(u = tapeless::tensor_view<const double, 600, 300>{ones.data()},
                                       v = tapeless::tensor_view<const double, 300>{zeros.data()});
    CHECK(r.value == 600 * 300);
    CHECK(r.grad[v][299] == 600);
}

// Additions of gradients are in a fixed order, so the bits do not depend on who is faster.
TEST_CASE("several threads give the same bits on every run, and nearly those of one", "[step][fit]") {
    using network = nn::mlp<5, nn::dense<17, nn::relu>, nn::dense<3>>;
    using data_type = problem<network, nn::softmax_cross_entropy, 100, float>;
    const data_type data;
    const nn::samples<float> all{data.inputs, data.targets, 100};
    const auto quiet = [](const nn::epoch_report&) {};
    const auto train = [&]<std::size_t Threads>(std::integral_constant<std::size_t, Threads>, const auto& optimizer) {
        auto p = data.start;
        REQUIRE(nn::fit<24, Threads>(p, all, all, optimizer, {.epochs = 3}, quiet));
        return p;
    };
    constexpr std::integral_constant<std::size_t, 3> three{};
    const nn::adam adam{.rate = 0.01};
    const auto once = train(three, adam);
    for (int i = 0; i < 5; ++i) {
        const auto again = train(three, adam);
        CHECK(std::memcmp(&once, &again, sizeof once) == 0);
    }
    const auto alone = train(std::integral_constant<std::size_t, 1>{}, adam);
    // Clipped from a limit on that is never reached, the gradient is the same, but was formed in memory first.
    const auto clipped = train(three, nn::clip_norm<nn::adam>{.limit = 1e6, .optimizer = adam});
    for (std::size_t i = 0; i < alone.size(); ++i) {
        CHECK(once.values[i] == Approx(alone.values[i]).margin(1e-4));
        CHECK(clipped.values[i] == Approx(once.values[i]).margin(1e-6));
    }
}

} // namespace
