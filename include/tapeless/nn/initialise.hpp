// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_NN_INITIALISE_HPP
#define TAPELESS_NN_INITIALISE_HPP

#include "mlp.hpp"
#include "random.hpp"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace tapeless::nn {

// An initialiser fills the weights of a layer, a matrix of shape [inputs, outputs], with numbers from a source:
//
//     template <class T, std::size_t Inputs, std::size_t Outputs>
//     void operator()(tensor_view<T, Inputs, Outputs> weights, random& source) const noexcept
//
// What is drawn is drawn in double, row by row, and then rounded to T.

namespace detail {

struct normal_draw {
    template <class View>
    static void fill(View weights, random& source, double mean, double deviation) noexcept {
        using T = typename View::element_type;
        for (T& w : weights) w = static_cast<T>(mean + deviation * source.normal());
    }
};

struct uniform_draw {
    template <class View>
    static void fill(View weights, random& source, double low, double high) noexcept {
        using T = typename View::element_type;
        for (T& w : weights) w = static_cast<T>(low + (high - low) * source.uniform());
    }
};

/// Weights of mean 0 with the variance that a rule says for so many inputs and outputs, normal or uniform.
template <class Rule, class Draw>
struct scaled_variance {
    static double deviation(std::size_t inputs, std::size_t outputs) noexcept {
        return std::sqrt(Rule::variance(static_cast<double>(inputs), static_cast<double>(outputs)));
    }
    template <class T, std::size_t Inputs, std::size_t Outputs>
    void operator()(tensor_view<T, Inputs, Outputs> weights, random& source) const noexcept {
        const double d = deviation(Inputs, Outputs);
        if constexpr (std::is_same_v<Draw, normal_draw>)
            Draw::fill(weights, source, 0, d);
        else
            Draw::fill(weights, source, -std::sqrt(3.0) * d, std::sqrt(3.0) * d);
    }
};

struct he_rule {
    static constexpr double variance(double inputs, double) noexcept { return 2 / inputs; }
};
struct xavier_rule {
    static constexpr double variance(double inputs, double outputs) noexcept { return 2 / (inputs + outputs); }
};
struct lecun_rule {
    static constexpr double variance(double inputs, double) noexcept { return 1 / inputs; }
};

} // namespace detail

/// Every weight is the same number. A network of such layers cannot learn: its units stay alike.
struct constant_weights {
    double value = 0;

    template <class T, std::size_t... Extents>
    void operator()(tensor_view<T, Extents...> weights, random&) const noexcept {
        for (T& w : weights) w = static_cast<T>(value);
    }
};

/// Every weight is 0.
struct zero_weights : constant_weights {};

/// Uniform between low and high.
struct uniform_weights {
    double low = -1;
    double high = 1;

    template <class T, std::size_t... Extents>
    void operator()(tensor_view<T, Extents...> weights, random& source) const noexcept {
        detail::uniform_draw::fill(weights, source, low, high);
    }
};

/// Normal.
struct normal_weights {
    double mean = 0;
    double deviation = 1;

    template <class T, std::size_t... Extents>
    void operator()(tensor_view<T, Extents...> weights, random& source) const noexcept {
        detail::normal_draw::fill(weights, source, mean, deviation);
    }
};

/// Variance 2 / inputs, normal or uniform: keeps the variance of activations through ReLU layers (K. He et al.,
/// Delving deep into rectifiers, 2015, equation 10).
struct he : detail::scaled_variance<detail::he_rule, detail::normal_draw> {};
struct he_uniform : detail::scaled_variance<detail::he_rule, detail::uniform_draw> {};

/// Variance 2 / (inputs + outputs), normal or uniform: the same for tanh and sigmoid layers, forward and backward
/// (X. Glorot, Y. Bengio, Understanding the difficulty of training deep feedforward neural networks, 2010, equations 12
/// and 16).
struct xavier : detail::scaled_variance<detail::xavier_rule, detail::normal_draw> {};
struct xavier_uniform : detail::scaled_variance<detail::xavier_rule, detail::uniform_draw> {};

/// Variance 1 / inputs, normal or uniform: keeps the variance through linear and SELU layers (Y. LeCun et al.,
/// Efficient BackProp, 1998, equation 16; G. Klambauer et al., Self-normalizing neural networks, 2017).
struct lecun : detail::scaled_variance<detail::lecun_rule, detail::normal_draw> {};
struct lecun_uniform : detail::scaled_variance<detail::lecun_rule, detail::uniform_draw> {};

/// A random matrix whose columns, or rows if these are fewer, are orthonormal, times a gain: a layer that keeps lengths
/// and angles, so that signals neither vanish nor explode with depth (A. Saxe, J. McClelland, S. Ganguli, Exact
/// solutions to the nonlinear dynamics of learning in deep linear neural networks, 2014).
///
/// The orthonormal factor of a matrix of normal numbers, by modified Gram-Schmidt, twice for each vector (L. Giraud, J.
/// Langou, M. Rozloznik, The loss of orthogonality in the Gram-Schmidt orthogonalization process, 2005): every such
/// matrix is equally likely (F. Mezzadri, How to generate random matrices from the classical compact groups, 2007).
/// Complexity: 4 inputs outputs min(inputs, outputs) multiplications and additions.
struct orthogonal {
    double gain = 1;

    template <class T, std::size_t Inputs, std::size_t Outputs>
    void operator()(tensor_view<T, Inputs, Outputs> weights, random& source) const noexcept {
        constexpr bool columns = Inputs >= Outputs;
        constexpr std::size_t count = columns ? Outputs : Inputs, length = columns ? Inputs : Outputs;
        const auto element = [&](std::size_t vector, std::size_t i) -> T& {
            return columns ? weights(i, vector) : weights(vector, i);
        };
        const auto product = [&](std::size_t a, std::size_t b) {
            double sum = 0;
            for (std::size_t i = 0; i < length; ++i)
                sum += static_cast<double>(element(a, i)) * static_cast<double>(element(b, i));
            return sum;
        };
        const auto add = [&](std::size_t to, double factor, std::size_t from) {
            for (std::size_t i = 0; i < length; ++i)
                element(to, i) = static_cast<T>(static_cast<double>(element(to, i)) +
                                                factor * static_cast<double>(element(from, i)));
        };
        for (std::size_t vector = 0; vector < count; ++vector) {
            double left = 0;
            do {
                for (std::size_t i = 0; i < length; ++i) element(vector, i) = static_cast<T>(source.normal());
                for (int pass = 0; pass < 2; ++pass)
                    for (std::size_t done = 0; done < vector; ++done) add(vector, -product(done, vector), done);
                left = product(vector, vector);
            } while (left == 0); // a draw among the vectors that are there, which has no direction of its own
            const double length_before = std::sqrt(left);
            for (std::size_t i = 0; i < length; ++i)
                element(vector, i) = static_cast<T>(static_cast<double>(element(vector, i)) / length_before);
        }
        if (gain != 1)
            for (T& w : weights) w = static_cast<T>(gain * static_cast<double>(w));
    }
};

/// Fills the weights by an initialiser, and sets all else to what the layers begin with: biases to 0, scales to 1,
/// running statistics to mean 0 and variance 1. The same numbers for the same seed.
template <class Initialiser, class Network, class T>
void initialise(parameters<Network, T>& p, const Initialiser& initialiser, std::uint64_t seed) noexcept {
    random source(seed);
    boost::hana::for_each(Network::kept_tensors, [&](auto s) {
        constexpr initial start = detail::leaf_of<decltype(s)>::start;
        const auto tensor = p[s];
        if constexpr (start == initial::drawn)
            initialiser(tensor, source);
        else if constexpr (start == initial::standard_normal)
            normal_weights{}(tensor, source);
        else
            constant_weights{start == initial::one ? 1.0 : 0.0}(tensor, source);
    });
}

} // namespace tapeless::nn

#endif
