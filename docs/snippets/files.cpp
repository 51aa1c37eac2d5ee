// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include <tapeless/interop/checkpoint.hpp>
#include <tapeless/interop/freeze.hpp>
#include <tapeless/interop/npz.hpp>
#include <tapeless/nn/fit.hpp>
#include <tapeless/nn/initialise.hpp>

#include <cstdio>

namespace nn = tapeless::nn;

namespace {

// [names]
using net_t = nn::mlp<2, nn::dense<8, nn::tanh>, nn::dense<2>>;

bool save_and_load(const nn::parameters<net_t, float>& p) {
    for (const auto& r : {tapeless::safetensors::save("net.safetensors", p), tapeless::npz::save("net.npz", p)})
        if (!r) return std::puts(r.error.c_str()), false;

    nn::parameters<net_t, float> q;
    const auto r = tapeless::safetensors::load("net.safetensors", q); // or all of q, or nothing
    if (!r) std::puts(r.error.c_str());
    return bool(r);
}
// [/names]

// [tensors]
bool save_tensors() {
    tapeless::tensor<double, 2, 3> w{1, 2, 3, 4, 5, 6};
    tapeless::tensor<float, 4> b{};
    return tapeless::npz::save("tensors.npz", {{"w", w}, {"b", b}}) &&
           tapeless::npz::load("tensors.npz", {{"b", b}, {"w", w}}) && // by name
           tapeless::npy::save("w.npy", w);
}
// [/tensors]

// [checkpoint]
using training_t = nn::training<net_t, nn::adam, float>;

bool pause_and_resume(const training_t& t) {
    training_t again;
    return tapeless::checkpoint::save("run.checkpoint", t) && tapeless::checkpoint::load("run.checkpoint", again) &&
           again.source.state() == t.source.state(); // goes on with the same random numbers, too
}
// [/checkpoint]

} // namespace

int main() {
    static training_t t;
    nn::initialise(t.parameters, nn::xavier{}, 1);
    // [freeze]
    const auto r = tapeless::interop::freeze("net.hpp", t.parameters, "classify");
    // [/freeze]
    return save_and_load(t.parameters) && save_tensors() && pause_and_resume(t) && r ? 0 : 1;
}
