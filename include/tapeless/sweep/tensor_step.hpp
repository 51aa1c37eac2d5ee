// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_SWEEP_TENSOR_STEP_HPP
#define TAPELESS_SWEEP_TENSOR_STEP_HPP

#include "../tensor/kernels/store.hpp"
#include "elementwise.hpp"
#include "general_step.hpp"

#include <type_traits>
#include <utility>

namespace tapeless::sweep {

namespace detail {

/// Whether what follows a product is done while its elements are in registers: where it is little, and reads whole rows.
/// Otherwise it is a loop over the product's memory.
template <class Group, std::size_t Columns>
constexpr bool worth_an_epilogue() noexcept {
    for (std::size_t p : Group::period)
        if (p != 1 && p != Columns && p != Group::size) return false;
    const auto& program = plan::program_of<plan::values<plan::ids<Group::body>>>;
    if (std::size(program.step) - 1 > 8 || program.branches) return false;
    return takes_lanes<plan::values<plan::ids<Group::body>>> && !calls<plan::values<plan::ids<Group::body>>>;
}

} // namespace detail

template <class Plan, std::size_t I>
struct tensor_step {
    using self = access<Plan, I>;
    using op = typename Plan::template op<I>;
    static constexpr std::size_t arity = self::entry.arity;
    static constexpr bool is_group = Plan::fusion.group[I] == I;
    static constexpr bool is_elsewhere = Plan::fusion.inside[I];

    template <class Frame>
    [[gnu::always_inline]] static constexpr void forward(const Frame& f) {
        if constexpr (is_group)
            compute(f, std::make_index_sequence<Plan::fusion.inputs[I]>{});
        else if constexpr (!is_elsewhere && !Plan::memory.streams[I])
            forward(f, std::make_index_sequence<arity>{});
    }
    template <class Frame>
    [[gnu::always_inline]] static constexpr void backward(const Frame& f) {
        if constexpr (is_group)
            pull_group(f, std::make_index_sequence<Plan::fusion.inputs[I]>{});
        else if constexpr (!is_elsewhere)
            backward(f, std::make_index_sequence<arity>{});
    }

private:
    template <class, std::size_t>
    friend struct tensor_step;
    template <std::size_t J>
    using operand = access<Plan, Plan::template operand<I, J>>;
    template <std::size_t J>
    using input = access<Plan, Plan::template input<I, J>>;

    template <class Frame, std::size_t... J>
    [[gnu::always_inline]] static constexpr void forward(const Frame& f, std::index_sequence<J...>) {
        if constexpr (self::scalar)
            f.scalar[self::slot] = op::value(operand<J>::value(f)...);
        else if constexpr (self::entry.streams)
            into(f, detail::destination_at<contribution::assign, typename self::shape_type>(self::value(f).data()));
        else
            op::value(self::value(f), operand<J>::value(f)...);
    }

    /// The value into a destination.
    template <class Frame, class To>
    [[gnu::always_inline]] static constexpr void into(const Frame& f, const To& to) {
        [&]<std::size_t... J>(std::index_sequence<J...>) __attribute__((always_inline)) {
            op::value(to, operand_of_stream<operand<J>>(f)...);
        }
        (std::make_index_sequence<arity>{});
    }
    /// An operand that may have been stored from one register just before. In a step of training its values are needed in
    /// registers too, and are left there.
    template <class From, class Frame>
    [[gnu::always_inline]] static constexpr auto operand_of_stream(const Frame& f) {
        const auto v = From::value(f);
        using T = std::remove_cvref_t<decltype(f.scalar[0])>;
        if constexpr (Frame::forward_only && !From::leaf && !From::scalar && kernels::has_lanes<T>)
            if constexpr (From::shape_type::size * sizeof(T) <= simd::register_bytes)
                if (!std::is_constant_evaluated()) return From::view(simd::read_back(v.data()));
        return v;
    }

    template <std::size_t J, class T, class Group, class Frame>
    [[gnu::always_inline]] static constexpr void read_input(group_inputs<T, Group>& in, const Frame& f) {
        using from = input<J>;
        if constexpr (from::scalar)
            in.single[J] = f.scalar[from::slot];
        else if constexpr (Plan::memory.product[I] == J)
            in.tensor[J] = nullptr; // it is formed where the group is computed
        else if constexpr (Group::period[J] == 1)
            in.single[J] = from::value(f)[0];
        else
            in.tensor[J] = from::value(f).data();
    }
    template <class T, class Frame, std::size_t... J>
    [[gnu::always_inline]] static constexpr auto read_inputs(const Frame& f, std::index_sequence<J...>) {
        group_inputs<T, typename Plan::template group<I>> in;
        (read_input<J>(in, f), ...);
        return in;
    }

    template <class Frame, std::size_t... J>
    [[gnu::always_inline]] static constexpr void compute(const Frame& f, std::index_sequence<J...> all) {
        using T = std::remove_cvref_t<decltype(f.scalar[0])>;
        using group = typename Plan::template group<I>;
        auto in = read_inputs<T>(f, all);
        if constexpr (self::scalar) {
            f.scalar[self::slot] = sum_group(in);
        } else if constexpr (Plan::memory.product[I] == plan::nowhere) {
            compute_group(in, self::value(f).data());
        } else {
            constexpr index_t product = Plan::memory.product[I];
            using step = tensor_step<Plan, Plan::template input<I, product>>;
            constexpr std::size_t columns = detail::last_extent<typename self::shape_type>;
            T* const out = self::value(f).data();
            if constexpr (detail::worth_an_epilogue<group, columns>()) {
                step::into(f, epilogue<T, group, product, columns>{&in, out});
            } else {
                step::into(f, detail::destination_at<contribution::assign, typename self::shape_type>(out));
                if constexpr (group::period[product] == 1)
                    in.single[product] = *out;
                else
                    in.tensor[product] = out;
                compute_group(in, out);
            }
        }
    }

    template <class Frame, std::size_t... J>
    [[gnu::always_inline]] static constexpr void pull_group(const Frame& f, std::index_sequence<J...> all) {
        constexpr const auto& wanted = plan::detail::wanted_of<Plan, I>;
        pull_group(f, all, std::make_index_sequence<wanted.count>{});
    }
    template <class Frame, std::size_t... J, std::size_t... W>
    [[gnu::always_inline]] static constexpr void pull_group(const Frame& f, std::index_sequence<J...> all,
                                                            std::index_sequence<W...>) {
        using T = std::remove_cvref_t<decltype(f.scalar[0])>;
        constexpr const auto& wanted = plan::detail::wanted_of<Plan, I>;
        if constexpr (wanted.count != 0) {
            const auto in = read_inputs<T>(f, all);
            group_adjoint<T> adjoint{};
            if constexpr (self::scalar) {
                adjoint.all = f.scalar_adjoint[self::slot];
            } else {
                adjoint.elements = self::adjoint(f).data();
                adjoint.result = self::value(f).data();
            }
            const auto sums = sweep::pull_group<typename Plan::template group<I>, typename Plan::template pullback<I>>(
                in, adjoint, place_of<wanted.of[W]>(f)...);
            (add_sum<wanted.of[W]>(f, sums[W]), ...);
        }
    }
    template <index_t J, class Frame>
    [[gnu::always_inline]] static constexpr auto place_of(const Frame& f) {
        constexpr contribution how = Plan::template to_input<I, J>;
        using to = input<J>;
        if constexpr (Plan::template group<I>::period[J] == 1) {
            return derivative_place<J, how, char>{};
        } else {
            const auto destination = to::template adjoint_destination<how>(f);
            return derivative_place<J, how, decltype(destination)>{destination};
        }
    }
    template <index_t J, class Frame, class T>
    [[gnu::always_inline]] static constexpr void add_sum(const Frame& f, const T& sum) {
        constexpr contribution how = Plan::template to_input<I, J>;
        using to = input<J>;
        if constexpr (to::scalar)
            contribute<how>(f.scalar_adjoint[to::slot], sum);
        else if constexpr (Plan::template group<I>::period[J] == 1)
            to::template adjoint_destination<how>(f).put_one(sum);
    }

    template <class Frame, std::size_t... J>
    [[gnu::always_inline]] static constexpr void backward(const Frame& f, std::index_sequence<J...>) {
        // Symbols last: they may be changed here, and are read for the adjoints of the others.
        (pull<J, false>(f, std::index_sequence<J...>{}), ...);
        (pull<J, true>(f, std::index_sequence<J...>{}), ...);
    }
    template <std::size_t K, bool Symbols, class Frame, std::size_t... J>
    [[gnu::always_inline]] static constexpr void pull(const Frame& f, std::index_sequence<J...>) {
        constexpr contribution how = Plan::template along<I, K>;
        using target = operand<K>;
        if constexpr (how == contribution::none || target::leaf != Symbols)
            return;
        else if constexpr (target::scalar)
            contribute<how>(f.scalar_adjoint[target::slot],
                            op::template pullback<K>(self::adjoint(f), self::value(f), operand<J>::value(f)...));
        else if constexpr (self::entry.streams)
            op::template pullback<K>(target::template adjoint_destination<how>(f), self::adjoint(f),
                                     operand<J>::value(f)...);
        else
            op::template pullback<K, detail::as_store(how)>(target::adjoint(f), self::adjoint(f), self::value(f),
                                                            operand<J>::value(f)...);
    }
};

} // namespace tapeless::sweep

#endif
