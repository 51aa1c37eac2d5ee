// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

// ADOL-C: the tape of a function is recorded once; what is timed is one forward sweep over it at other inputs and one
// backward sweep for each output, which is what its drivers gradient and jacobian do.

#include <adolc/adolc.h>

// A comparison would record the side that is taken. (As formulas find it: by argument-dependent lookup.)
inline adouble larger(const adouble& a, const adouble& b) { return fmax(a, b); }

#include "peer.hpp"

namespace {

struct adolc {
    static short next_tape() {
        static short last = 0;
        return ++last;
    }

    template <class Function>
    static short record() {
        const short tape = next_tape();
        const auto at = Function::sample(0);
        adouble inputs[Function::inputs];
        trace_on(tape);
        for (std::size_t i = 0; i < Function::inputs; ++i) inputs[i] <<= at[i];
        double ignored;
        for (adouble& output : peers::outputs<Function>(inputs)) output >>= ignored;
        trace_off();
        return tape;
    }

    template <class Function>
    static void by(const double* x, double* out) {
        static const short tape = record<Function>();
        constexpr int n = static_cast<int>(Function::inputs), m = static_cast<int>(peers::outputs_of<Function>());
        double values[m];
        zos_forward(tape, m, n, 1, x, values);
        if constexpr (m == 1) *out++ = values[0];
        for (int i = 0; i < m; ++i, out += n) {
            double weights[m]{};
            weights[i] = 1;
            fos_reverse(tape, m, n, weights, out);
        }
    }
};

[[maybe_unused]] const bool added = peers::add<adolc>("ADOL-C", functions::all);

} // namespace
