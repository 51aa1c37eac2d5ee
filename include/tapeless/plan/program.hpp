// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_PLAN_PROGRAM_HPP
#define TAPELESS_PLAN_PROGRAM_HPP

#include "arrange.hpp"
#include "condense.hpp"
#include "tracer.hpp"

namespace tapeless::plan {

/// Straight-line code of a size known to the compiler. Steps of region 0 are run one after the other; a branch runs one of
/// two other regions.
template <std::size_t Steps, std::size_t Regions>
struct program {
    code_step step[Steps + 1]{};
    region regions[Regions + 1]{};
    index_t slots = 0;
    static constexpr bool branches = Regions > 1;
};

namespace detail {

/// `Traced` depends on the request, so that its operators are found where requests are used.
template <class Traced>
constexpr void condense(const listing& code, const index_list& outputs, arrangement& a, int runs) {
    if (runs == 0 || !code.derivatives || code.size() > longest_polished) return a.arrange(code, outputs);
    listing condensed;
    index_list placed(outputs.size() + 1);
    const bool again = condensation<Traced>(code, condensed).run(outputs, placed);
    condense<Traced>(condensed, placed, a, again ? runs - 1 : 0);
}

template <class Request>
constexpr void write(arrangement& a) {
    listing code;
    index_list outputs(16);
    Request::derive(code, outputs);
    condense<std::conditional_t<sizeof(Request) != 0, traced, void>>(code, outputs, a, 2);
}

struct extent_of_program {
    std::size_t steps = 0, regions = 0;
};

/// Most programs are small: they are written once, into an array that is large enough.
template <std::size_t Steps, std::size_t Regions>
struct draft : program<Steps, Regions> {
    extent_of_program extent;

    constexpr draft(const arrangement& a) : extent{a.steps.size(), a.regions.size()} {
        if (extent.steps > Steps || extent.regions > Regions) return;
        for (std::size_t i = 0; i < extent.steps; ++i) this->step[i] = a.steps[i];
        for (std::size_t i = 0; i < extent.regions; ++i) this->regions[i] = a.regions[i];
        this->slots = a.slots;
    }
};

template <class Request, std::size_t Steps, std::size_t Regions>
constexpr draft<Steps, Regions> make_draft() {
    arrangement a;
    write<Request>(a);
    return draft<Steps, Regions>(a);
}
/// Room for the code of most requests.
template <class Request>
inline constexpr std::size_t room = 8 * Request::nodes + 64;

template <class Request>
inline constexpr auto first_draft = make_draft<Request, room<Request>, 8>();

template <class Request>
constexpr auto make_program() {
    constexpr extent_of_program n = first_draft<Request>.extent;
    if constexpr (n.steps <= room<Request> && n.regions <= 8) {
        program<n.steps, n.regions> exact;
        for (std::size_t i = 0; i < n.steps; ++i) exact.step[i] = first_draft<Request>.step[i];
        for (std::size_t i = 0; i < n.regions; ++i) exact.regions[i] = first_draft<Request>.regions[i];
        exact.slots = first_draft<Request>.slots;
        return exact;
    } else {
        return static_cast<program<n.steps, n.regions>>(make_draft<Request, n.steps, n.regions>());
    }
}

} // namespace detail

/// The code of a request. A request is a type with a function `derive(listing, outputs)`, which writes what is asked for
/// and names the instructions whose results are delivered: output n is the n-th, or 0 where that is `nowhere`.
template <class Request>
inline constexpr auto program_of = detail::make_program<Request>();

} // namespace tapeless::plan

#endif
