// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

// What check.py drives. `write FOLDER` writes known tensors in every format; `read FILE...` tells for each file what was
// read, as hexadecimal bytes, or why it was refused.

#include <tapeless/interop/npz.hpp>
#include <tapeless/interop/safetensors.hpp>
#include <tapeless/tensor/tensor.hpp>

#include <cstdio>
#include <cstring>
#include <string>

namespace {

using namespace tapeless;

struct tensors {
    tensor<float, 3, 4> weight{};
    tensor<double, 5> bias{};
    tensor<std::int64_t, 2, 1, 2> count{};
    tensor<std::int32_t, 3> label{};
    tensor<std::uint8_t, 7> byte{};

    template <class Place, class Self>
    static std::vector<Place> places(Self& t) {
        return {{"0.weight", t.weight}, {"0.bias", t.bias}, {"count", t.count}, {"label", t.label}, {"byte", t.byte}};
    }
};

tensors known() {
    tensors t;
    for (std::size_t i = 0; i < 12; ++i) t.weight[i] = 1.125f * static_cast<float>(i) - 3;
    for (std::size_t i = 0; i < 5; ++i) t.bias[i] = 1 / (static_cast<double>(i) - 2.5);
    t.bias[0] = -0.0;
    t.bias[1] = 5e-324;
    for (std::size_t i = 0; i < 4; ++i) t.count[i] = static_cast<std::int64_t>(i) << 40;
    t.label = {-1, 2147483647, 3};
    for (std::size_t i = 0; i < 7; ++i) t.byte[i] = static_cast<std::uint8_t>(40 * i);
    return t;
}

int write(const std::string& folder) {
    const tensors t = known();
    const auto places = tensors::places<interop::tensor_source>(t);
    const interop::result results[]{safetensors::save(folder + "/ours.safetensors", places, {{"written", "by us"}}),
                                    npz::save(folder + "/ours.npz", places), npy::save(folder + "/ours.npy", t.weight)};
    for (const interop::result& r : results)
        if (!r) return std::fprintf(stderr, "%s\n", r.error.c_str()), 1;
    return 0;
}

void print(const void* data, std::size_t bytes) {
    for (std::size_t i = 0; i < bytes; ++i) std::printf("%02x", static_cast<const unsigned char*>(data)[i]);
}

int read(const std::string& file) {
    tensors t, before;
    std::memset(static_cast<void*>(&t), 0x55, sizeof(t));
    std::memcpy(static_cast<void*>(&before), &t, sizeof(t));
    const auto places = tensors::places<interop::tensor_target>(t);
    const interop::result r = file.ends_with(".npy")   ? npy::load(file, t.weight)
                              : file.ends_with(".npz") ? npz::load(file, places)
                                                       : safetensors::load(file, places);
    std::printf("%s\n", r ? "read" : r.error.c_str());
    if (!r) {
        if (std::memcmp(&t, &before, sizeof(t)) == 0) return 0;
        return std::fprintf(stderr, "%s was refused and has changed what was there\n", file.c_str()), 1;
    }
    for (const auto& place : places) {
        print(place.data, place.bytes);
        std::printf("\n");
        if (file.ends_with(".npy")) break;
    }
    return 0;
}

} // namespace

int main(int count, char** arguments) {
    const std::string command = count > 2 ? arguments[1] : "";
    if (command == "write") return write(arguments[2]);
    int failed = command != "read";
    for (int i = 2; i < count; ++i) failed |= read(arguments[i]);
    return failed;
}
