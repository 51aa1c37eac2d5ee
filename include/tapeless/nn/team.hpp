// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_NN_TEAM_HPP
#define TAPELESS_NN_TEAM_HPP

#include <atomic>
#include <cstddef>
#include <thread>

namespace tapeless::nn {

/// Threads that run one function together, again and again: `run(f)` calls f(0), ..., f(Threads - 1), each on a thread
/// of its own, the first on the caller's, and returns when all have returned. A step of training is short, so a thread
/// looks for work for a while before it sleeps.
template <std::size_t Threads>
class team {
public:
    team() {
        for (std::size_t t = 0; t + 1 < Threads; ++t) workers_[t] = std::thread(&team::work, this, t + 1);
    }
    team(const team&) = delete;
    team& operator=(const team&) = delete;
    ~team() {
        call_ = nullptr;
        start();
        for (std::size_t t = 0; t + 1 < Threads; ++t) workers_[t].join();
    }

    /// `f` must not throw.
    template <class F>
    void run(const F& f) {
        if constexpr (Threads > 1) {
            function_ = &f;
            call_ = [](const void* function, std::size_t thread) { (*static_cast<const F*>(function))(thread); };
            left_.store(Threads - 1, std::memory_order_relaxed);
            start();
            f(std::size_t{0});
            await(left_, [](std::size_t left) { return left == 0; });
        } else {
            f(std::size_t{0});
        }
    }

private:
    using call = void (*)(const void*, std::size_t);
    static constexpr int patience = 1 << 16;

    void start() {
        round_.fetch_add(1, std::memory_order_release);
        round_.notify_all();
    }

    template <class Done>
    static std::size_t await(const std::atomic<std::size_t>& value, Done done) {
        for (int tries = 0;; ++tries) {
            const std::size_t now = value.load(std::memory_order_acquire);
            if (done(now)) return now;
            if (tries > patience) value.wait(now, std::memory_order_acquire);
        }
    }

    void work(std::size_t thread) {
        for (std::size_t seen = 0;;) {
            seen = await(round_, [seen](std::size_t round) { return round != seen; });
            if (call_ == nullptr) return;
            call_(function_, thread);
            if (left_.fetch_sub(1, std::memory_order_acq_rel) == 1) left_.notify_one();
        }
    }

    std::thread workers_[Threads > 1 ? Threads - 1 : 1];
    const void* function_ = nullptr;
    call call_ = nullptr;
    alignas(64) std::atomic<std::size_t> round_{0};
    alignas(64) std::atomic<std::size_t> left_{0};
};

} // namespace tapeless::nn

#endif
