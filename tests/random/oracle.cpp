// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include "oracle.hpp"

#include <boost/math/constants/constants.hpp>
#include <boost/math/special_functions/digamma.hpp>
#include <boost/math/special_functions/polygamma.hpp>
#include <boost/multiprecision/cpp_bin_float.hpp>

#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <tuple>
#include <type_traits>
#include <utility>

namespace oracle {

// For long double; the functions of Boost.Multiprecision are found by argument-dependent lookup.
using std::acos, std::acosh, std::asin, std::asinh, std::atan, std::atan2, std::atanh, std::cbrt, std::cos, std::cosh,
    std::erf, std::erfc, std::exp, std::exp2, std::expm1, std::fabs, std::lgamma, std::log, std::log10, std::log1p,
    std::log2, std::pow, std::sin, std::sinh, std::sqrt, std::tan, std::tanh;

namespace {

using exact = boost::multiprecision::cpp_bin_float_50;
using rough = long double;
constexpr std::size_t runs = 8;
constexpr double epsilon = std::numeric_limits<double>::epsilon();

/// The index of a pair in the lower triangle of a symmetric matrix.
constexpr std::size_t pair(std::size_t i, std::size_t j) { return i < j ? j * (j + 1) / 2 + i : i * (i + 1) / 2 + j; }

template <class T>
struct jet {
    T value = 0;
    std::array<T, max_inputs> gradient{};
    std::array<T, pair(0, max_inputs)> hessian{};
    bool constant = true;
};

/// A function's value, its first partial derivatives, and its second ones by pair().
template <class T, std::size_t N>
struct slopes {
    T value;
    std::array<T, N> first;
    std::array<T, pair(0, N)> second;
};
template <class T>
using same = std::type_identity_t<T>;
template <class T>
slopes<T, 1> unary(T value, same<T> first, same<T> second) {
    return {value, {first}, {second}};
}
template <class T>
slopes<T, 2> binary(T value, same<T> by_x, same<T> by_y, same<T> by_xx, same<T> by_xy, same<T> by_yy) {
    return {value, {by_x, by_y}, {by_xx, by_xy, by_yy}};
}

/// A random relative error in [-epsilon, epsilon], by Marsaglia's xorshift64.
rough error() {
    static std::uint64_t bits = 88172645463325252u;
    bits ^= bits << 13;
    bits ^= bits >> 7;
    bits ^= bits << 17;
    return epsilon * (static_cast<rough>(bits >> 11) * 0x1p-52L - 1);
}
rough rounded(rough x) { return x * (1 + error()); }
const exact& rounded(const exact& x) { return x; }

/// What a rule says, with random errors.
template <class Rule, class... Jets>
auto rounded_slopes(const Rule& rule, const Jets&... x) {
    const auto s = rule(x.value...);
    const auto moved = [&] {
        std::size_t i = 0;
        const auto move = [&](rough operand) {
            const rough slope = s.first[i++];
            return rounded(operand) + (slope == 0 ? 0 : error() * s.value / slope);
        };
        return std::apply(rule, std::array{move(x.value)...});
    };
    return slopes<rough, sizeof...(x)>{rounded(s.value), moved().first, moved().second};
}

template <class T, class Rule, class... Jets>
jet<T> chain(const Rule& rule, const Jets&... x) {
    constexpr std::size_t n = sizeof...(x);
    const auto s = [&] {
        if constexpr (std::is_same_v<T, rough>)
            return rounded_slopes(rule, x...);
        else
            return rule(x.value...);
    }();
    const std::array<const jet<T>*, n> operand{&x...};
    jet<T> y;
    y.value = s.value;
    for (std::size_t k = 0; k < n; ++k) {
        const jet<T>& a = *operand[k];
        if (a.constant) continue; // its slopes may be infinite
        y.constant = false;
        for (std::size_t i = 0; i < max_inputs; ++i) {
            y.gradient[i] += rounded(T(s.first[k] * a.gradient[i]));
            for (std::size_t j = 0; j <= i; ++j) {
                T& sum = y.hessian[pair(i, j)];
                sum += rounded(T(s.first[k] * a.hessian[pair(i, j)]));
                for (std::size_t l = 0; l < n; ++l)
                    if (const jet<T>& b = *operand[l]; !b.constant)
                        sum += rounded(T(s.second[pair(k, l)] * a.gradient[i] * b.gradient[j]));
            }
        }
    }
    return y;
}

template <class T>
jet<T> leaf(const T& value, std::size_t index) {
    jet<T> x;
    x.value = value;
    if (index < max_inputs) {
        x.gradient[index] = 1;
        x.constant = false;
    }
    return x;
}

} // namespace

struct state {
    jet<exact> truth;
    std::array<jet<rough>, runs> off;
};

namespace {

number leaf_number(const exact& value, std::size_t index) {
    state s{leaf(value, index), {}};
    const rough nearest = static_cast<rough>(value);
    const bool is_double = exact(static_cast<double>(value)) == value;
    for (jet<rough>& x : s.off) x = leaf(is_double ? nearest : rounded(nearest), index);
    return number(std::make_shared<const state>(std::move(s)));
}

template <class Rule, class... Numbers>
number apply_rule(const Rule& rule, const Numbers&... x) {
    state s{chain<exact>(rule, (*x).truth...), {}};
    for (std::size_t r = 0; r < runs; ++r) s.off[r] = chain<rough>(rule, (*x).off[r]...);
    return number(std::make_shared<const state>(std::move(s)));
}
template <class Rule>
number apply(const number& x, const Rule& rule) {
    return apply_rule(rule, x);
}
template <class Rule>
number apply(const number& x, const number& y, const Rule& rule) {
    return apply_rule(rule, x, y);
}

template <class Get>
expected judge(const number& x, const Get& get) {
    const exact truth = get((*x).truth);
    exact farthest = 0;
    for (const jet<rough>& off : (*x).off) {
        const exact distance = fabs(truth - get(off));
        if (!(distance <= farthest)) farthest = distance;
        if (isnan(distance)) break;
    }
    return {static_cast<double>(truth), static_cast<double>(8 * (farthest + epsilon * fabs(truth)))};
}

const exact& value_of(const number& x) { return (*x).truth.value; }

template <class T>
const T log_two = boost::math::constants::ln_two<T>();
template <class T>
const T root_pi = boost::math::constants::root_pi<T>();
template <class T>
const T root_two = boost::math::constants::root_two<T>();

} // namespace

number::number(std::shared_ptr<const state> s) noexcept : held(std::move(s)) {}
number::number(double at, std::size_t index, double moved) : number(leaf_number(exact(at) + exact(moved), index)) {}
number::number(const char* decimal) : number(leaf_number(exact(decimal), max_inputs)) {}

expected value(const number& x) {
    return judge(x, [](const auto& at) { return at.value; });
}
expected gradient(const number& x, std::size_t i) {
    return judge(x, [i](const auto& at) { return at.gradient[i]; });
}
expected hessian(const number& x, std::size_t i, std::size_t j) {
    return judge(x, [k = pair(i, j)](const auto& at) { return at.hessian[k]; });
}

double distance_from_differences(const number& x, const number& plus, const number& minus, std::size_t i, double step) {
    exact farthest = 0;
    const auto compare = [&](const exact& derivative, const exact& above, const exact& below) {
        const exact distance = fabs(derivative - (above - below) / (2 * exact(step)));
        if (!(distance <= farthest)) farthest = distance;
    };
    const jet<exact>&at = (*x).truth, &above = (*plus).truth, &below = (*minus).truth;
    compare(at.gradient[i], above.value, below.value);
    for (std::size_t j = 0; j < max_inputs; ++j) compare(at.hessian[pair(i, j)], above.gradient[j], below.gradient[j]);
    return static_cast<double>(farthest);
}

// The rules. Each gives value, first and second derivatives as they stand in a table of derivatives.

number operator+(const number& x, const number& y) {
    return apply(x, y, [](const auto& a, const auto& b) { return binary(a + b, 1, 1, 0, 0, 0); });
}
number operator-(const number& x, const number& y) {
    return apply(x, y, [](const auto& a, const auto& b) { return binary(a - b, 1, -1, 0, 0, 0); });
}
number operator*(const number& x, const number& y) {
    return apply(x, y, [](const auto& a, const auto& b) { return binary(a * b, b, a, 0, 1, 0); });
}
number operator/(const number& x, const number& y) {
    return apply(x, y, [](const auto& a, const auto& b) {
        return binary(a / b, 1 / b, -a / (b * b), 0, -1 / (b * b), 2 * a / (b * b * b));
    });
}
number operator-(const number& x) {
    return apply(x, [](const auto& a) { return unary(-a, -1, 0); });
}

number sqrt(const number& x) {
    return apply(x, [](const auto& a) { return unary(sqrt(a), 1 / (2 * sqrt(a)), -1 / (4 * a * sqrt(a))); });
}
number cbrt(const number& x) {
    return apply(x, [](const auto& a) {
        const auto r = cbrt(a);
        return unary(r, 1 / (3 * r * r), -2 / (9 * r * r * a));
    });
}
number square(const number& x) {
    return apply(x, [](const auto& a) { return unary(a * a, 2 * a, 2); });
}
number pow(const number& x, const number& y) {
    if (const exact& n = value_of(y); (*y).truth.constant && trunc(n) == n) // of any x
        return apply(x, [n]<class T>(const T& a) {
            const T m(n);
            return unary<T>(pow(a, m), m * pow(a, m - 1), m * (m - 1) * pow(a, m - 2));
        });
    return apply(x, y, [](const auto& a, const auto& b) {
        const auto r = pow(a, b), l = log(a);
        return binary(r, b * pow(a, b - 1), r * l, b * (b - 1) * pow(a, b - 2), pow(a, b - 1) * (1 + b * l), r * l * l);
    });
}
number hypot(const number& x, const number& y) {
    return apply(x, y, [](const auto& a, const auto& b) {
        const auto r = sqrt(a * a + b * b), r3 = r * r * r;
        return binary(r, a / r, b / r, b * b / r3, -a * b / r3, a * a / r3);
    });
}
number hypot(const number& x, const number& y, const number& z) { return hypot(hypot(x, y), z); }
number fma(const number& x, const number& y, const number& z) { return x * y + z; }

number exp(const number& x) {
    return apply(x, [](const auto& a) { return unary(exp(a), exp(a), exp(a)); });
}
number exp2(const number& x) {
    return apply(x, []<class T>(const T& a) {
        const T r = exp2(a);
        return unary<T>(r, r * log_two<T>, r * log_two<T> * log_two<T>);
    });
}
number expm1(const number& x) {
    return apply(x, [](const auto& a) { return unary(expm1(a), exp(a), exp(a)); });
}
number log(const number& x) {
    return apply(x, [](const auto& a) { return unary(log(a), 1 / a, -1 / (a * a)); });
}
number log2(const number& x) { return log(x) / log(number(2.0)); }
number log10(const number& x) { return log(x) / log(number(10.0)); }
number log1p(const number& x) {
    return apply(x, [](const auto& a) { return unary(log1p(a), 1 / (1 + a), -1 / ((1 + a) * (1 + a))); });
}
number xlogy(const number& x, const number& y) { return x * log(y); }
number logsumexp(const number& x, const number& y) { return log(exp(x) + exp(y)); }
number logsumexp(const number& x, const number& y, const number& z) { return log(exp(x) + exp(y) + exp(z)); }

number sin(const number& x) {
    return apply(x, [](const auto& a) { return unary(sin(a), cos(a), -sin(a)); });
}
number cos(const number& x) {
    return apply(x, [](const auto& a) { return unary(cos(a), -sin(a), -cos(a)); });
}
number tan(const number& x) {
    return apply(x, [](const auto& a) {
        const auto r = tan(a), c = cos(a);
        return unary(r, 1 / (c * c), 2 * r / (c * c));
    });
}
number asin(const number& x) {
    return apply(x, [](const auto& a) {
        const auto w = 1 - a * a;
        return unary(asin(a), 1 / sqrt(w), a / (w * sqrt(w)));
    });
}
number acos(const number& x) {
    return apply(x, [](const auto& a) {
        const auto w = 1 - a * a;
        return unary(acos(a), -1 / sqrt(w), -a / (w * sqrt(w)));
    });
}
number atan(const number& x) {
    return apply(x, [](const auto& a) {
        const auto w = 1 + a * a;
        return unary(atan(a), 1 / w, -2 * a / (w * w));
    });
}
number atan2(const number& y, const number& x) {
    return apply(y, x, [](const auto& b, const auto& a) {
        const auto w = a * a + b * b;
        return binary(atan2(b, a), a / w, -b / w, -2 * a * b / (w * w), (b * b - a * a) / (w * w), 2 * a * b / (w * w));
    });
}
number sinc(const number& x) {
    return apply(x, [](const auto& a) {
        const auto first = (a * cos(a) - sin(a)) / (a * a);
        return unary(sin(a) / a, first, -sin(a) / a - 2 * first / a);
    });
}

number sinh(const number& x) {
    return apply(x, [](const auto& a) { return unary(sinh(a), cosh(a), sinh(a)); });
}
number cosh(const number& x) {
    return apply(x, [](const auto& a) { return unary(cosh(a), sinh(a), cosh(a)); });
}
number tanh(const number& x) {
    return apply(x, [](const auto& a) {
        const auto r = tanh(a), c = cosh(a);
        return unary(r, 1 / (c * c), -2 * r / (c * c));
    });
}
number asinh(const number& x) {
    return apply(x, [](const auto& a) {
        const auto w = a * a + 1;
        return unary(asinh(a), 1 / sqrt(w), -a / (w * sqrt(w)));
    });
}
number acosh(const number& x) {
    return apply(x, [](const auto& a) {
        const auto w = a * a - 1;
        return unary(acosh(a), 1 / sqrt(w), -a / (w * sqrt(w)));
    });
}
number atanh(const number& x) {
    return apply(x, [](const auto& a) {
        const auto w = 1 - a * a;
        return unary(atanh(a), 1 / w, 2 * a / (w * w));
    });
}

number erf(const number& x) {
    return apply(x, []<class T>(const T& a) {
        const T d = 2 / root_pi<T> * exp(-a * a);
        return unary<T>(erf(a), d, -2 * a * d);
    });
}
number erfc(const number& x) {
    return apply(x, []<class T>(const T& a) {
        const T d = -2 / root_pi<T> * exp(-a * a);
        return unary<T>(erfc(a), d, -2 * a * d);
    });
}
number normal_pdf(const number& x) { return exp(normal_log_pdf(x)); }
number normal_log_pdf(const number& x) { return -(x * x + log(2.0 * acos(number(-1.0)))) / 2.0; }
number normal_log_cdf(const number& x) { return log(normal_cdf(x)); }
number normal_cdf(const number& x) {
    return apply(x, []<class T>(const T& a) {
        const T d = exp(-a * a / 2) / (root_two<T> * root_pi<T>);
        return unary<T>(erfc(-a / root_two<T>) / 2, d, -a * d);
    });
}
number tgamma(const number& x) { return exp(lgamma(x)); }
number beta(const number& x, const number& y) { return exp(lgamma(x) + lgamma(y) - lgamma(x + y)); }
number lgamma(const number& x) {
    return apply(x, []<class T>(const T& a) {
        return unary<T>(lgamma(a), boost::math::digamma(a), boost::math::polygamma(1, a));
    });
}
number digamma(const number& x) {
    return apply(x, []<class T>(const T& a) {
        return unary<T>(boost::math::digamma(a), boost::math::polygamma(1, a), boost::math::polygamma(2, a));
    });
}

number normal_log_density(const number& x, const number& mean, const number& sigma) {
    return normal_log_pdf((x - mean) / sigma) - log(sigma);
}
number cauchy_log_density(const number& x, const number& location, const number& scale) {
    return -log(acos(number(-1.0)) * scale * (1.0 + square((x - location) / scale)));
}
number uniform_log_density(const number&, const number& low, const number& high) { return -log(high - low); }
number bernoulli_log_density(const number& k, const number& p) { return 0.5 < k ? log(p) : log(1.0 - p); }
number bernoulli_logit_log_density(const number& k, const number& x) { return 0.5 < k ? -softplus(-x) : -softplus(x); }
number gamma_log_density(const number& x, const number& shape, const number& rate) {
    return shape * log(rate) - lgamma(shape) + (shape - 1.0) * log(x) - rate * x;
}
number beta_log_density(const number& x, const number& a, const number& b) {
    return (a - 1.0) * log(x) + (b - 1.0) * log(1.0 - x) + lgamma(a + b) - lgamma(a) - lgamma(b);
}
number poisson_log_density(const number& k, const number& rate) { return k * log(rate) - rate - lgamma(k + 1.0); }

bool operator<(const number& x, const number& y) { return value_of(x) < value_of(y); }

number abs(const number& x) { return x < 0.0 ? -x : x; }
number min(const number& x, const number& y) { return x < y ? x : y; }
number min(const number& x, const number& y, const number& z) { return min(min(x, y), z); }
number max(const number& x, const number& y) { return x < y ? y : x; }
number max(const number& x, const number& y, const number& z) { return max(max(x, y), z); }
number clamp(const number& x, const number& low, const number& high) { return min(max(x, low), high); }
number sign(const number& x) { return x < 0.0 ? -1.0 : 1.0; }
number floor(const number& x) { return leaf_number(floor(value_of(x)), max_inputs); }
number ceil(const number& x) { return leaf_number(ceil(value_of(x)), max_inputs); }
number round(const number& x) { return leaf_number(round(value_of(x)), max_inputs); }
number trunc(const number& x) { return leaf_number(trunc(value_of(x)), max_inputs); }
number fmod(const number& x, const number& y) { return x - trunc(x / y) * y; }
number remainder(const number& x, const number& y) { return x - round(x / y) * y; }
number copysign(const number& x, const number& y) { return y < 0.0 ? -abs(x) : abs(x); }
number stop_gradient(const number& x) {
    state s = *x;
    const auto stop = [](auto& at) { at = leaf(at.value, max_inputs); };
    stop(s.truth);
    for (auto& off : s.off) stop(off);
    return number(std::make_shared<const state>(std::move(s)));
}

number sigmoid(const number& x) {
    return apply(x, [](const auto& a) {
        const auto r = 1 / (1 + exp(-a)), other = 1 / (1 + exp(a));
        return unary(r, r * other, r * other * (other - r));
    });
}
number softplus(const number& x) {
    return apply(x, [](const auto& a) {
        const auto r = 1 / (1 + exp(-a)), other = 1 / (1 + exp(a));
        return unary(log1p(exp(a)), r, r * other);
    });
}
number relu(const number& x) { return x < 0.0 ? number(0.0) : x; }
number leaky_relu(const number& x, const number& slope) { return x < 0.0 ? slope * x : x; }
number elu(const number& x, const number& alpha) { return x < 0.0 ? alpha * expm1(x) : x; }
number selu(const number& x) {
    // Klambauer et al., "Self-normalizing neural networks", 2017
    return number("1.0507009873554804934193349852946") * elu(x, number("1.6732632423543772848170429916717"));
}
number silu(const number& x) { return x * sigmoid(x); }
number gelu(const number& x) { return x * normal_cdf(x); }
number softsign(const number& x) { return x / (1.0 + abs(x)); }

} // namespace oracle
