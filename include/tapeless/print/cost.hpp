// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_PRINT_COST_HPP
#define TAPELESS_PRINT_COST_HPP

#include "code.hpp"

namespace tapeless {

namespace print {

struct totals {
    std::size_t instructions = 0, flops = 0, calls = 0;

    constexpr void add(const totals& t) noexcept {
        instructions += t.instructions;
        flops += t.flops;
        calls += t.calls;
    }
};

template <class Request, class Indices>
struct cost_of_operations;
template <class Request, std::size_t... I>
struct cost_of_operations<Request, std::index_sequence<I...>> {
    static constexpr const expr::operation* list[sizeof...(I) + 1]{
        &expr::node_of<operations_of<Request>.id[I]>::description..., nullptr};
};

/// What a region costs; of a branch, the dearer side.
template <class Request>
constexpr totals cost_of_region(index_t region) {
    constexpr auto& program = plan::program_of<Request>;
    constexpr auto& operations = operations_of<Request>;
    using described = cost_of_operations<Request, std::make_index_sequence<operations.count>>;
    totals sum;
    const plan::region& r = program.regions[region];
    for (index_t i = r.first; i < r.first + r.count; ++i) {
        const code_step& s = program.step[i];
        if (!is_operation(s.kind)) continue;
        const expr::operation& op = *described::list[operations.find(s.id)];
        sum.add({1, static_cast<std::size_t>(op.flops), static_cast<std::size_t>(op.calls)});
        if (s.kind == code_kind::pair)
            sum.add({1, static_cast<std::size_t>(op.partner->flops), static_cast<std::size_t>(op.partner->calls)});
        if (s.kind != code_kind::branch) continue;
        const totals a = cost_of_region<Request>(s.then_region), b = cost_of_region<Request>(s.else_region);
        sum.add({a.instructions > b.instructions ? a.instructions : b.instructions,
                 a.flops > b.flops ? a.flops : b.flops, a.calls > b.calls ? a.calls : b.calls});
    }
    return sum;
}

template <class Routine>
struct cost_of {
private:
    static constexpr totals sum = cost_of_region<typename Routine::request>(0);

public:
    /// Steps that compute; reading a symbol or a number is none. Of a branch, the side with more of them counts.
    static constexpr std::size_t instructions = sum.instructions;
    /// Additions, multiplications, divisions, comparisons and square roots.
    static constexpr std::size_t flops = sum.flops;
    /// Calls of functions such as exp.
    static constexpr std::size_t calls = sum.calls;
    /// What the steps of an evaluation in double keep on the stack before optimisation, which turns most of it into
    /// registers: no evaluation uses the heap.
    static constexpr std::size_t stack_bytes = plan::program_of<typename Routine::request>.slots * sizeof(double);
};

} // namespace print

/// What the evaluation of an expression of scalars costs, as constants of the compiler: `cost<decltype(e)>::flops`,
/// `calls`, `instructions`, `stack_bytes`. That of its gradient (and value) is `cost<decltype(grad(e))>`; that of a
/// function, or of its gradient, at arguments of some types is `cost<decltype(grad(f)), double, double>`.
template <class E, class... Values>
struct cost : print::cost_of<print::routine<std::remove_cv_t<E>, Values...>> {};

} // namespace tapeless

#endif
