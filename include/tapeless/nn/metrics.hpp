// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_NN_METRICS_HPP
#define TAPELESS_NN_METRICS_HPP

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

namespace tapeless::nn {

/// How many samples of each class were taken for each class, and what is said of a classifier by these counts.
///
/// Classes count from 0. Every share is 0 where nothing could be counted (0/0): the precision of a class that was never
/// predicted, the recall of one that has no samples. Nothing is thrown or allocated, but for an error's text.
template <std::size_t Classes>
class confusion_matrix {
    static_assert(Classes > 0, "tapeless: a confusion_matrix has at least one class");

public:
    /// Counts a sample. Says what is wrong, and counts nothing, if one of the two is no class; empty otherwise.
    [[nodiscard]] std::string add(std::int32_t label, std::int32_t predicted) { return add(&label, &predicted, 1); }

    /// Counts samples: all of them, or none if one is wrong.
    [[nodiscard]] std::string add(const std::int32_t* labels, const std::int32_t* predicted, std::size_t count) {
        for (std::size_t i = 0; i < count; ++i) {
            if (!is_class(labels[i])) return complaint("label ", labels[i], i);
            if (!is_class(predicted[i])) return complaint("prediction ", predicted[i], i);
        }
        for (std::size_t i = 0; i < count; ++i)
            ++counts_[static_cast<std::size_t>(labels[i]) * Classes + static_cast<std::size_t>(predicted[i])];
        return {};
    }

    /// How many samples of class `label` were taken for class `predicted`.
    [[nodiscard]] constexpr std::size_t count(std::size_t label, std::size_t predicted) const noexcept {
        return counts_[label * Classes + predicted];
    }
    /// The counts row after row, a row for each class of the samples.
    [[nodiscard]] constexpr const std::array<std::size_t, Classes * Classes>& counts() const noexcept {
        return counts_;
    }

    /// The share of all samples that were taken for what they are.
    [[nodiscard]] constexpr double accuracy() const noexcept {
        std::size_t right = 0, all = 0;
        for (std::size_t c = 0; c < Classes; ++c) {
            right += count(c, c);
            all += of_class(c);
        }
        return share(right, all);
    }
    /// Of the samples taken for class c, the share that are of it.
    [[nodiscard]] constexpr double precision(std::size_t c) const noexcept {
        return share(count(c, c), taken_for_class(c));
    }
    /// Of the samples of class c, the share that were taken for it.
    [[nodiscard]] constexpr double recall(std::size_t c) const noexcept { return share(count(c, c), of_class(c)); }
    /// The harmonic mean of precision and recall.
    [[nodiscard]] constexpr double f1(std::size_t c) const noexcept {
        return share(2 * count(c, c), taken_for_class(c) + of_class(c));
    }

    // The means over all classes, each of which counts the same.

    [[nodiscard]] constexpr double macro_precision() const noexcept {
        return mean([this](std::size_t c) { return precision(c); });
    }
    [[nodiscard]] constexpr double macro_recall() const noexcept {
        return mean([this](std::size_t c) { return recall(c); });
    }
    [[nodiscard]] constexpr double macro_f1() const noexcept {
        return mean([this](std::size_t c) { return f1(c); });
    }

private:
    static constexpr bool is_class(std::int32_t c) noexcept { return c >= 0 && static_cast<std::size_t>(c) < Classes; }
    static std::string complaint(const char* what, std::int32_t c, std::size_t sample) {
        return what + std::to_string(c) + " of sample " + std::to_string(sample) + " is outside 0 to " +
               std::to_string(Classes - 1) + ", the classes of the matrix";
    }
    static constexpr double share(std::size_t part, std::size_t whole) noexcept {
        return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
    }
    constexpr std::size_t of_class(std::size_t c) const noexcept {
        std::size_t sum = 0;
        for (std::size_t k = 0; k < Classes; ++k) sum += count(c, k);
        return sum;
    }
    constexpr std::size_t taken_for_class(std::size_t c) const noexcept {
        std::size_t sum = 0;
        for (std::size_t k = 0; k < Classes; ++k) sum += count(k, c);
        return sum;
    }
    template <class F>
    static constexpr double mean(F f) noexcept {
        double sum = 0;
        for (std::size_t c = 0; c < Classes; ++c) sum += f(c);
        return sum / static_cast<double>(Classes);
    }

    std::array<std::size_t, Classes * Classes> counts_{};
};

/// The outcome of `top_k_accuracy`, or what is wrong with the labels.
struct top_k_result {
    double accuracy = 0;
    std::string error;
    explicit operator bool() const noexcept { return error.empty(); }
};

/// The share of samples whose label is among the K largest outputs: `top_k_accuracy<5, 10>(outputs, labels, count)`, of
/// `count` rows of `Classes` outputs. Of equal outputs the first counts as the largest, as in `classify`; an output
/// that is not a number is behind all others if it is the label's, and before it if not. 0 of no samples. Complexity:
/// count Classes comparisons.
template <std::size_t K, std::size_t Classes, class T>
[[nodiscard]] top_k_result top_k_accuracy(const T* outputs, const std::int32_t* labels, std::size_t count) {
    static_assert(0 < K && K <= Classes, "tapeless: top_k_accuracy takes K from 1 to the number of classes");
    std::size_t found = 0;
    for (std::size_t i = 0; i < count; ++i, outputs += Classes) {
        if (labels[i] < 0 || static_cast<std::size_t>(labels[i]) >= Classes)
            return {0, "label " + std::to_string(labels[i]) + " of sample " + std::to_string(i) + " is outside 0 to " +
                           std::to_string(Classes - 1) + ", the classes of the outputs"};
        const auto label = static_cast<std::size_t>(labels[i]);
        std::size_t before = 0;
        for (std::size_t c = 0; c < Classes; ++c)
            before += c < label ? !(outputs[c] < outputs[label]) : c > label && !(outputs[c] <= outputs[label]);
        found += before < K;
    }
    return {count == 0 ? 0 : static_cast<double>(found) / static_cast<double>(count), {}};
}

} // namespace tapeless::nn

#endif
