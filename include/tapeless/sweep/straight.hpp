// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_SWEEP_STRAIGHT_HPP
#define TAPELESS_SWEEP_STRAIGHT_HPP

#include "../meta/select.hpp"
#include "../plan/program.hpp"
#include "scalar_step.hpp"

#include <type_traits>
#include <utility>

namespace tapeless::sweep {

/// What straight-line code reads and where it delivers.
template <class Inputs, class Outputs>
struct surroundings {
    const Inputs& inputs;
    const double* constants;
    Outputs& outputs;
};

namespace detail {

using plan::code_kind;
using plan::code_step;

template <class Op>
struct nullary_forward {
    template <class T, class Frame>
    [[gnu::always_inline]] static constexpr int run(T* v, const Frame&, index_t out, index_t, index_t, index_t) {
        v[out] = Op::template value<T>();
        return 0;
    }
};

template <class Op>
struct pair_forward {
    template <class T, class Frame>
    [[gnu::always_inline]] static constexpr int run(T* v, const Frame&, index_t out, index_t a, index_t b, index_t c) {
        T mine, partners; // not the slots themselves: their address must go nowhere, or they become memory
        if constexpr (requires { Op::both(v[a], mine, partners); })
            Op::both(v[a], mine, partners);
        else
            Op::both(v[a], v[b], mine, partners);
        v[out] = mine;
        v[c] = partners;
        return 0;
    }
};

template <hash_t Symbol>
struct symbol_read {
    template <class T, class Frame>
    [[gnu::always_inline]] static constexpr int run(T* v, const Frame& f, index_t out, index_t, index_t, index_t) {
        v[out] = f.inputs.template scalar<Symbol>();
        return 0;
    }
};
struct constant_read {
    template <class T, class Frame>
    [[gnu::always_inline]] static constexpr int run(T* v, const Frame& f, index_t out, index_t a, index_t, index_t) {
        v[out] = static_cast<T>(f.constants[a]);
        return 0;
    }
};
template <hash_t Mantissa, int Exponent>
struct literal_read {
    static constexpr meta::decimal number{static_cast<std::int64_t>(Mantissa), Exponent};

    template <class T, class Frame>
    [[gnu::always_inline]] static constexpr int run(T* v, const Frame&, index_t out, index_t, index_t, index_t) {
        if constexpr (std::is_floating_point_v<T>) {
            constexpr T rounded = number.to<T>();
            v[out] = rounded;
        } else {
            v[out] = number.to<T>();
        }
        return 0;
    }
};
template <index_t Output>
struct delivery {
    template <class T, class Frame>
    [[gnu::always_inline]] static constexpr int run(T* v, const Frame& f, index_t, index_t a, index_t, index_t) {
        f.outputs.template deliver<Output>(v[a]);
        return 0;
    }
};

template <class Request, index_t Region, class T, class Frame>
[[gnu::always_inline]] constexpr void run_region(T* v, const Frame& f);

template <class Request, index_t Then, index_t Else>
struct branch {
    template <class T, class Frame>
    [[gnu::always_inline]] static constexpr int run(T* v, const Frame& f, index_t out, index_t a, index_t b,
                                                    index_t c) {
        const auto taken = v[a] != T(0);
        if constexpr (std::is_same_v<decltype(taken), const bool>) {
            if (taken) {
                run_region<Request, Then>(v, f);
                v[out] = v[b];
            } else {
                run_region<Request, Else>(v, f);
                v[out] = v[c];
            }
        } else { // several conditions at once
            run_region<Request, Then>(v, f);
            run_region<Request, Else>(v, f);
            v[out] = where(taken, v[b], v[c]);
        }
        return 0;
    }
};

/// The class of a step. What steps share with others of their operation is not instantiated again.
template <code_kind Kind>
struct code;
template <>
struct code<code_kind::symbol> {
    template <class Request, hash_t Id, int Exponent, index_t Out, index_t Then, index_t Else>
    using type = symbol_read<Id>;
};
template <>
struct code<code_kind::constant> {
    template <class Request, hash_t Id, int Exponent, index_t Out, index_t Then, index_t Else>
    using type = constant_read;
};
template <>
struct code<code_kind::literal> {
    template <class Request, hash_t Id, int Exponent, index_t Out, index_t Then, index_t Else>
    using type = literal_read<Id, Exponent>;
};
template <>
struct code<code_kind::nullary> {
    template <class Request, hash_t Id, int Exponent, index_t Out, index_t Then, index_t Else>
    using type = nullary_forward<typename expr::node_of<Id>::op>;
};
template <>
struct code<code_kind::unary> {
    template <class Request, hash_t Id, int Exponent, index_t Out, index_t Then, index_t Else>
    using type = unary_forward<typename expr::node_of<Id>::op>;
};
template <>
struct code<code_kind::binary> {
    template <class Request, hash_t Id, int Exponent, index_t Out, index_t Then, index_t Else>
    using type = binary_forward<typename expr::node_of<Id>::op>;
};
template <>
struct code<code_kind::ternary> {
    template <class Request, hash_t Id, int Exponent, index_t Out, index_t Then, index_t Else>
    using type = ternary_forward<typename expr::node_of<Id>::op>;
};
template <>
struct code<code_kind::pair> {
    template <class Request, hash_t Id, int Exponent, index_t Out, index_t Then, index_t Else>
    using type = pair_forward<typename expr::node_of<Id>::op>;
};
template <>
struct code<code_kind::branch> {
    template <class Request, hash_t Id, int Exponent, index_t Out, index_t Then, index_t Else>
    using type = branch<Request, Then, Else>;
};
template <>
struct code<code_kind::output> {
    template <class Request, hash_t Id, int Exponent, index_t Out, index_t Then, index_t Else>
    using type = delivery<Out>;
};

/// Which output a step delivers; 0 for all other steps, so that they are shared whatever slot they write.
constexpr index_t output_of(const code_step& s) noexcept { return s.kind == code_kind::output ? s.out : 0; }

// Steps are elements of a list, in blocks: a list is evaluated in order and does not nest, and compilers look up an
// element of a constant array in time linear in its length.
inline constexpr std::size_t code_block = 64;

template <std::size_t Size>
struct block_of_code {
    code_step step[Size];
};
template <class Request, std::size_t First, std::size_t Size>
inline constexpr block_of_code<Size> code_at = [] {
    block_of_code<Size> b{};
    for (std::size_t i = 0; i < Size; ++i) b.step[i] = plan::program_of<Request>.step[First + i];
    return b;
}();

template <class Request, std::size_t First, std::size_t... I, class T, class Frame>
[[gnu::always_inline]] constexpr int run_block(T* v, const Frame& f, std::index_sequence<I...>) {
    constexpr const auto& s = code_at<Request, First, sizeof...(I)>.step;
    const int done[]{code<s[I].kind>::template type<Request, s[I].id, s[I].exponent, output_of(s[I]), s[I].then_region,
                                                    s[I].else_region>::run(v, f, s[I].out, s[I].a, s[I].b, s[I].c)...};
    return done[0];
}
template <class Request, std::size_t First, std::size_t Count, std::size_t... B, class T, class Frame>
[[gnu::always_inline]] constexpr void run_blocks([[maybe_unused]] T* v, [[maybe_unused]] const Frame& f,
                                                 std::index_sequence<B...>) {
    const int done[]{
        run_block<Request, First + B * code_block>(
            v, f,
            std::make_index_sequence<(Count - B * code_block < code_block ? Count - B * code_block : code_block)>{})...,
        0};
    static_cast<void>(done);
}
template <class Request, index_t Region, class T, class Frame>
[[gnu::always_inline]] constexpr void run_region(T* v, const Frame& f) {
    constexpr plan::region r = plan::program_of<Request>.regions[Region];
    run_blocks<Request, r.first, r.count>(v, f, std::make_index_sequence<(r.count + code_block - 1) / code_block>{});
}

} // namespace detail

/// Runs the code of a request. `inputs.scalar<Id>()` gives the value of a symbol, `constants` points at the runtime
/// constants, `outputs.deliver<N>(value)` is given output N.
template <class T, class Request, class Inputs, class Outputs>
[[gnu::always_inline]] constexpr void run(const Inputs& inputs, const double* constants, Outputs& outputs) {
    const surroundings<Inputs, Outputs> f{inputs, constants, outputs};
    if constexpr (plan::program_of<Request>.branches) {
        // A branch may read what an earlier branch on the same condition computed. Compilers do not see that it was.
        T slot[plan::program_of<Request>.slots + 1]{};
        detail::run_region<Request, 0>(slot, f);
    } else {
        T slot[plan::program_of<Request>.slots + 1];
        detail::run_region<Request, 0>(slot, f);
    }
}

} // namespace tapeless::sweep

#endif
