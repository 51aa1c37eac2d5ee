// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_NN_SHARED_PRODUCTS_HPP
#define TAPELESS_NN_SHARED_PRODUCTS_HPP

#include "gradient.hpp"

#include <boost/hana/filter.hpp>
#include <boost/hana/for_each.hpp>
#include <boost/hana/tuple.hpp>

#include <algorithm>
#include <cstddef>

// How several threads make one step. Each differentiates its samples, but where the derivative by a weight is a product of
// what enters the layer and of an adjoint, it keeps these two instead. Once all are there, each thread forms its rows of the
// products over all samples, and changes the weights by them. So no gradient is stored, to be read by other threads: what
// they read of each other are these operands, far smaller.

namespace tapeless::nn::detail {

/// The weights of a network: trained tensors of two extents.
template <class Network>
inline constexpr auto weights_of = boost::hana::filter(Network::trained_tensors, [](auto s) {
    return boost::hana::bool_c<leaf_of<decltype(s)>::extents.rank == 2>;
});

/// How many numbers of a sample the operands of the weights before the one with this key have; of all, for the key 0.
template <class... Symbols>
constexpr std::size_t operands_before(const boost::hana::tuple<Symbols...>&, meta::hash_t key) noexcept {
    std::size_t n = 0;
    bool found = false;
    [[maybe_unused]] const auto add = [&](meta::hash_t own, const meta::dimensions& d) {
        found = found || own == key;
        if (!found) n += d.extent[0] + d.extent[1];
    };
    (add(leaf_of<Symbols>::key, leaf_of<Symbols>::extents), ...);
    return n;
}

enum class product_state : unsigned char { stored, kept, kept_of_inputs };

/// A destination that keeps the operands of a product. What else comes is stored.
template <std::size_t Columns, class T>
struct kept_product {
    static constexpr bool stream = false;
    static constexpr bool crosses_rows = true;
    using memory = kernels::in_memory<kernels::store::assign, Columns, T>;
    T *stored, *left, *right;
    const void* inputs;
    product_state* state;

    constexpr kept_product moved(std::size_t rows, std::size_t columns) const noexcept {
        return along(rows * Columns + columns);
    }
    constexpr kept_product along(std::size_t n) const noexcept { return {stored + n, left, right, inputs, state}; }
    template <std::size_t Count, std::size_t Lanes>
    [[gnu::always_inline]] void put(const kernels::vec<T, Lanes>& v) const noexcept {
        memory{stored}.template put<Count, Lanes>(v);
        *state = product_state::stored;
    }
    constexpr void put_one(const T& x) const noexcept {
        memory{stored}.put_one(x);
        *state = product_state::stored;
    }

    /// Instead of a^T b, with a of shape [K, M] and b of shape [K, N].
    template <std::size_t M, std::size_t N, std::size_t K>
    void keep(const T* a, const T* b) const noexcept {
        *state = a == inputs ? product_state::kept_of_inputs : product_state::kept;
        if (a != inputs) std::copy_n(a, K * M, left);
        std::copy_n(b, K * N, right);
    }
};

/// A rule on the mean of gradients that are added up.
template <std::size_t Threads, class T, class Rule>
struct mean_rule {
    Rule rule;
    template <class V, class... Memory>
    [[gnu::always_inline]] constexpr void operator()(V& p, const V& sum, Memory&... memory) const noexcept {
        rule(p, sum / V(T(Threads)), memory...);
    }
};

/// What threads share of a batch.
template <std::size_t Batch, std::size_t Threads, class Network, class T>
class shared_products {
    static constexpr std::size_t part = Batch / Threads;
    static constexpr std::size_t operands = operands_before(weights_of<Network>, 0);

public:
    alignas(64) typename Network::template input_type<T> inputs[Batch * Network::inputs];

    /// The derivatives of a thread's samples, as outputs of a sweep.
    struct outputs {
        static constexpr bool updates = true;
        shared_products& all;
        parameters<Network, T>& gradient;
        std::size_t thread;

        template <hash_t Id>
        constexpr auto destination() const noexcept {
            using leaf = leaf_at<Id>;
            constexpr std::size_t at = tensor_offset<Network, Id>;
            constexpr const meta::dimensions& d = leaf::extents;
            constexpr std::size_t columns = d.extent[d.rank - 1];
            if constexpr (leaf::becomes == tensor_role::statistic) {
                return kernels::in_memory<kernels::store::assign, columns, T>{gradient.statistics.values + at};
            } else if constexpr (d.rank != 2) {
                return kernels::in_memory<kernels::store::assign, columns, T>{gradient.values + at};
            } else {
                T* const left = all.template left<Id>() + thread * part * d.extent[0];
                T* const right = all.template right<Id>() + thread * part * columns;
                return kept_product<columns, T>{gradient.values + at, left, right,
                                                all.inputs + thread * part * Network::inputs,
                                                all.template state<Id>() + thread};
            }
        }
    };
    outputs outputs_of(parameters<Network, T>& gradient, std::size_t thread) noexcept {
        return {*this, gradient, thread};
    }

    /// Changes a thread's part of all parameters.
    template <class Optimizer, class Shard, class Rule>
    void update(std::size_t thread, parameters<Network, T>& p, const Shard (&shards)[Threads], T* memory,
                const Rule& rule) noexcept {
        const mean_rule<Threads, T, Rule> mean{rule};
        boost::hana::for_each(Network::trained_tensors, [&](auto s) {
            constexpr hash_t id = expr::id_of<decltype(s)>;
            constexpr const meta::dimensions& d = leaf_at<id>::extents;
            constexpr std::size_t at = tensor_offset<Network, id>, columns = d.extent[d.rank - 1];
            const updated_parameters<Optimizer::memories, Network::parameter_count, columns, T,
                                     mean_rule<Threads, T, Rule>>
                to{mean, p.values + at, memory + (Optimizer::memories == 0 ? 0 : at)};
            if constexpr (d.rank == 2)
                if (*state<id>() != product_state::stored) return form<id>(thread, to);
            add_stored<d.size(), at>(thread, shards, to);
        });
    }

private:
    template <hash_t Id>
    T* left() noexcept {
        return operand_ + Batch * operands_before(weights_of<Network>, leaf_at<Id>::key);
    }
    template <hash_t Id>
    T* right() noexcept {
        return left<Id>() + Batch * leaf_at<Id>::extents.extent[0];
    }
    template <hash_t Id>
    product_state* state() noexcept {
        return state_[number_of<Id>];
    }
    template <hash_t Id>
    static constexpr std::size_t number_of = [] {
        std::size_t i = 0;
        while (Network::records.record[i].key != leaf_at<Id>::key) ++i;
        return i;
    }();

    /// A thread's rows of a product over all samples.
    template <hash_t Id, class To>
    void form(std::size_t thread, const To& to) noexcept {
        constexpr const meta::dimensions& d = leaf_at<Id>::extents;
        constexpr std::size_t rows = (d.extent[0] + Threads - 1) / Threads, last = d.extent[0] % rows;
        const std::size_t first = thread * rows;
        const T* const a = left_of<Id>() + first;
        const T* const b = right<Id>();
        if (first + rows <= d.extent[0])
            kernels::rows_of_matmul_tn<rows, d.extent[0], d.extent[1], Batch>(a, b, to.moved(first, 0));
        else if constexpr (last != 0)
            if (first < d.extent[0])
                kernels::rows_of_matmul_tn<last, d.extent[0], d.extent[1], Batch>(a, b, to.moved(first, 0));
    }
    template <hash_t Id>
    const T* left_of() noexcept {
        if constexpr (!Network::takes_labels)
            if (*state<Id>() == product_state::kept_of_inputs) return inputs;
        return left<Id>();
    }

    /// Adds up a thread's part of what all have stored, in the order of the threads.
    template <std::size_t Size, std::size_t At, class Shard, class To>
    static void add_stored(std::size_t thread, const Shard (&shards)[Threads], const To& to) noexcept {
        constexpr std::size_t piece = 64;
        const std::size_t end = Size * (thread + 1) / Threads;
        const auto change = [&]<std::size_t Count>(std::size_t i, std::integral_constant<std::size_t, Count>) {
            T sum[Count];
            for (std::size_t k = 0; k < Count; ++k) {
                sum[k] = shards[0].gradient.values[At + i + k];
                for (std::size_t s = 1; s < Threads; ++s) sum[k] += shards[s].gradient.values[At + i + k];
            }
            kernels::put_all<Count>(sum, to.along(i));
        };
        std::size_t i = Size * thread / Threads;
        if constexpr (Size >= piece)
            for (; i + piece <= end; i += piece) change(i, std::integral_constant<std::size_t, piece>{});
        for (; i < end; ++i) change(i, std::integral_constant<std::size_t, 1>{});
    }

    alignas(64) T operand_[Batch * operands == 0 ? 1 : Batch * operands];
    product_state state_[sizeof(Network::records) / sizeof(tensor_record)][Threads]{};
};

} // namespace tapeless::nn::detail

#endif
