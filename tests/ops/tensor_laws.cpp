// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

// The laws of operations on tensors must fail for operations that break them.

#include "tensor_support.hpp"

using namespace tensor_test;
using tapeless::kernels::store;
using tapeless::kernels::detail::store_one;

namespace {

enum class fault { none, derivative, reads, reads_more, overwrites, branches, imprecise, imprecise_adjoint };

/// u v, element by element, with one fault.
template <fault Fault>
struct times {
    static constexpr auto result(const tapeless::meta::dimensions& a, const tapeless::meta::dimensions&) { return a; }

    static constexpr std::uint64_t pullback_reads(std::size_t operand) {
        return operand == 0 && Fault != fault::reads_more ? 2 : 1;
    }
    template <class Out, class A, class B>
    static constexpr void value(Out out, A a, B b) {
        using T = tapeless::ops::element_of<Out>;
        for (std::size_t i = 0; i < A::size(); ++i) {
            out[i] = a[i] * b[i];
            if constexpr (Fault == fault::branches && tapeless::ops::carries_tangents<T>) out[i] = T(out[i].value);
            if constexpr (Fault == fault::imprecise && sizeof(T) == 8) out[i] = out[i] + T(1e-12);
        }
    }
    template <std::size_t I, store How, class To, class G, class Y, class A, class B>
    static constexpr void pullback(To to, G g, Y, A a, B b) {
        using T = tapeless::ops::element_of<To>;
        for (std::size_t i = 0; i < A::size(); ++i) {
            T amount = g[i] * (I == 0 ? b[i] : a[i]);
            if constexpr (Fault == fault::derivative && I == 1) amount = g[i] * b[i];
            if constexpr (Fault == fault::imprecise_adjoint && sizeof(T) == 4) amount = amount + T(1e-4);
            if constexpr (Fault == fault::reads)
                to[i] = to[i] + amount;
            else if constexpr (Fault == fault::overwrites)
                to[i] = amount;
            else
                store_one<How>(to[i], amount);
        }
    }
};

template <fault Fault>
const char* law() {
    return tapeless::testing::tensor_operation_laws<times<Fault>>(point<2>(1), point<2>(2)).broken;
}

TEST_CASE("the laws of operations on tensors find what is wrong", "[laws]") {
    CHECK(law<fault::none>() == nullptr);
    CHECK(std::string(law<fault::derivative>()) == "derivative");
    CHECK(std::string(law<fault::reads>()) == "derivative");
    CHECK(std::string(law<fault::reads_more>()) == "reads");
    CHECK(std::string(law<fault::overwrites>()) == "store");
    CHECK(std::string(law<fault::branches>()) == "duality");
    CHECK(std::string(law<fault::imprecise>()) == "value agreement");
    CHECK(std::string(law<fault::imprecise_adjoint>()) == "pullback agreement");
}

TEST_CASE("the laws name the operand and the element", "[laws]") {
    const auto report = tapeless::testing::tensor_operation_laws<times<fault::derivative>>(tensor<real, 2>{0.5L, 2},
                                                                                           tensor<real, 2>{0.5L, 3});
    CHECK(report.operand == 1);
    CHECK(report.point == 1);
    CHECK(report.computed != Approx(static_cast<double>(report.expected)));
}

} // namespace
