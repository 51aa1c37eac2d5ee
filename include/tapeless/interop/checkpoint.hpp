// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_INTEROP_CHECKPOINT_HPP
#define TAPELESS_INTEROP_CHECKPOINT_HPP

/// The whole state of a training in one file, so that it goes on as if it had never stopped. A file in the safetensors
/// format; needs nlohmann-json: the target tapeless::checkpoint.

#include "safetensors.hpp"

namespace tapeless::checkpoint {

namespace detail {

inline constexpr const char* kind = "tapeless checkpoint 1";

/// All that a training consists of, as tensors. `Training` may be const.
template <class Byte, class Training, class Epoch, class Random>
std::vector<interop::tensor_place<Byte>> places_of(Training& t, Epoch* epoch, Random* source) {
    using state = std::remove_const_t<decltype(t.state)>;
    using progress = typename Training::optimizer::progress;
    auto all = interop::places_of<Byte>(t.parameters, "parameters.");
    if constexpr (state::memories != 0) {
        const std::size_t count = sizeof(t.state.memory) / sizeof(t.state.memory[0]) / state::memories;
        all.emplace_back("optimizer.memory", t.state.memory, interop::extents{state::memories, count});
    }
    if constexpr (!std::is_empty_v<progress>) {
        static_assert(std::is_trivially_copyable_v<progress> && sizeof(progress) % sizeof(double) == 0,
                      "tapeless: a checkpoint holds the progress of an optimizer whose members are all double");
        using number = std::conditional_t<std::is_const_v<Byte>, const double, double>;
        using base = std::conditional_t<std::is_const_v<Byte>, const progress, progress>;
        all.emplace_back("optimizer.progress", reinterpret_cast<number*>(&static_cast<base&>(t.state)),
                         interop::extents{sizeof(progress) / sizeof(double)});
    }
    all.emplace_back("epoch", epoch, interop::extents{});
    all.emplace_back("random", source, interop::extents{});
    return all;
}

} // namespace detail

/// Saves a training: parameters and statistics, the optimizer's progress and memory, the epoch and the random source.
/// Atomic: an error or a crash leaves the old file.
template <class Training>
interop::result save(const std::string& path, const Training& t) {
    const std::uint64_t epoch = t.epoch, source = t.source.state();
    return safetensors::save(path, detail::places_of<const unsigned char>(t, &epoch, &source),
                             {{"format", detail::kind}, {"optimizer", Training::optimizer::name}});
}

/// Loads a training that was saved with the same architecture, number type and optimizer; on any error it is unchanged. The
/// optimizer's hyperparameters are not in the file. NaN and infinity are refused unless allowed.
template <class Training>
interop::result load(const std::string& path, Training& t, const interop::load_options& options = {}) {
    safetensors::contents c;
    if (interop::result r = safetensors::read(path, c); !r) return r;
    const auto check = [&](const char* key, const char* what, const char* expected) -> interop::result {
        const std::string* found = c.find(key);
        if (found != nullptr && *found == expected) return {};
        return interop::detail::failure(path, what + (found == nullptr ? "nothing" : interop::detail::quoted(*found)) +
                                                  ", expected " + interop::detail::quoted(expected));
    };
    interop::result r = check("format", "names as its format ", detail::kind);
    if (r) r = check("optimizer", "is of a training by the optimizer ", Training::optimizer::name);
    if (!r) return r;
    std::uint64_t epoch = 0, source = 0;
    r = interop::detail::copy_all(path, c.tensors, detail::places_of<unsigned char>(t, &epoch, &source), options);
    if (!r) return r;
    t.epoch = epoch;
    t.source = decltype(t.source)(source);
    return {};
}

} // namespace tapeless::checkpoint

#endif
