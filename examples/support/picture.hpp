// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_EXAMPLES_SUPPORT_PICTURE_HPP
#define TAPELESS_EXAMPLES_SUPPORT_PICTURE_HPP

/// \file
/// The pictures of a classifier's training, as PNG files: its curves and its confusion matrix.

#include "gnuplot.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <filesystem>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace tapeless_examples {

/// What was measured after each epoch. The two test curves may be empty; otherwise every curve has
/// one value for each epoch. Accuracies are fractions in 0 .. 1. Values that are not finite leave
/// a gap.
struct training_curves {
    std::vector<double> train_loss;
    std::vector<double> test_loss;
    std::vector<double> test_accuracy;
};

/// Draws the loss (left axis, logarithmic if it spans two decades) and the accuracy (right axis)
/// over the epochs, as a PNG file of 1000x600 pixels.
inline void write_curves(const std::filesystem::path& path, std::string_view title, const training_curves& curves) {
    using namespace picture_detail;
    const std::size_t epochs = curves.train_loss.size();
    const auto fits = [&](const std::vector<double>& curve) { return curve.empty() || curve.size() == epochs; };
    if (epochs == 0 || !fits(curves.test_loss) || !fits(curves.test_accuracy)) {
        throw std::runtime_error("cannot draw '" + path.string() + "': found " + std::to_string(epochs) +
                                 " training losses, " + std::to_string(curves.test_loss.size()) + " test losses and " +
                                 std::to_string(curves.test_accuracy.size()) +
                                 " accuracies, expected one of each an epoch; only the test curves may be left empty");
    }
    range loss;
    loss.add(curves.train_loss);
    loss.add(curves.test_loss);
    range accuracy;
    accuracy.add(curves.test_accuracy);
    if (loss.empty()) {
        throw std::runtime_error("cannot draw '" + path.string() +
                                 "': no loss is a finite number, expected at least one; check the "
                                 "training");
    }
    if (!accuracy.empty() && (accuracy.low < 0 || accuracy.high > 1)) {
        throw std::runtime_error("cannot draw '" + path.string() +
                                 "': an accuracy lies outside 0 .. 1, expected fractions; divide "
                                 "percentages by 100");
    }

    script out;
    write_block(out, "train_loss", {}, curves.train_loss);
    write_block(out, "test_loss", {}, curves.test_loss);
    write_block(out, "test_accuracy", {}, curves.test_accuracy, 100);

    out << "set title " << quoted(title) << " font ',16'\n"
        << "set border 11 lc rgb '#555555'\n"
        << "set tics nomirror textcolor rgb 'black'\n"
        << "set grid xtics ytics lc rgb '#dddddd' lw 1 lt 1\n"
        << "set key outside bottom center horizontal maxrows 1 reverse Left samplen 3 width 1 height 0.6\n"
        << "set xlabel 'epoch' offset 0,0.3\n"
        << "set xrange [" << (epochs == 1 ? 0.5 : 1.0) << ':' << (epochs == 1 ? 1.5 : static_cast<double>(epochs))
        << "]\n";
    if (epochs <= 20) {
        out << "set xtics 1\n";
    }
    if (loss.low > 0 && loss.high / loss.low >= 100) {
        out << "set logscale y\nset format y '%g'\n"
            << "set ylabel 'loss (logarithmic)'\nset mytics 10\n";
    } else {
        out << "set ylabel 'loss'\n";
        if (loss.low >= 0) {
            out << "set yrange [0:" << (loss.high > 0 ? "*" : "1") << "]\n";
        }
    }
    if (accuracy.empty()) {
        out << "set border 3\n";
    } else {
        // From the next multiple of 5 below the lowest accuracy (with a little room) up to 100.
        const double lowest = std::clamp(std::floor((100 * accuracy.low - 1) / 5) * 5, 0.0, 95.0);
        out << "set y2label 'test accuracy (%)'\n"
            << "set y2range [" << lowest << ":100]\nset y2tics\n";
    }
    // Colours that stay distinct to colour-blind readers. Few points get a mark each.
    const std::string_view style = epochs <= 40 ? "with linespoints ps 0.9 pt " : "with lines dt ";
    const bool marks = epochs <= 40;
    out << "plot $train_loss using 1:2 " << style << (marks ? "7" : "1")
        << " lw 2.5 lc rgb '#0072b2' title 'training loss'";
    if (!curves.test_loss.empty()) {
        out << ", $test_loss using 1:2 " << style << (marks ? "5" : "1")
            << " lw 2.5 lc rgb '#d55e00' title 'test loss'";
    }
    if (!accuracy.empty()) {
        out << ", $test_accuracy using 1:2 axes x1y2 " << style << (marks ? "9 dt 2" : "2")
            << " lw 2.5 lc rgb '#009e73' title 'test accuracy'";
    }
    out << '\n';
    draw(path, 1000, 600, out.str());
}

/// Draws a confusion matrix as a PNG file: counts[i * n + j] samples of class i were taken for
/// class j, where n is the number of classes. The colour of a cell is its share of its row.
inline void write_confusion(const std::filesystem::path& path, std::string_view title,
                            std::span<const std::string> class_names, std::span<const std::size_t> counts) {
    using namespace picture_detail;
    const std::size_t n = class_names.size();
    if (n == 0 || counts.size() != n * n) {
        throw std::runtime_error("cannot draw '" + path.string() + "': found " + std::to_string(counts.size()) +
                                 " counts for " + std::to_string(n) +
                                 " class names, expected one for each pair of classes; give the "
                                 "whole matrix, row after row");
    }

    script cells;
    script on_dark;
    script on_light;
    bool any_dark = false;
    bool any_light = false;
    std::size_t longest_count = 1;
    for (std::size_t i = 0; i < n; ++i) {
        double total = 0;
        for (std::size_t j = 0; j < n; ++j) {
            total += static_cast<double>(counts[i * n + j]);
        }
        for (std::size_t j = 0; j < n; ++j) {
            const std::size_t count = counts[i * n + j];
            const double share = total > 0 ? static_cast<double>(count) / total : 0;
            const bool dark = share > 0.55;
            longest_count = std::max(longest_count, std::to_string(count).size());
            cells << j << ' ' << i << ' ' << share << '\n';
            (dark ? on_dark : on_light) << j << ' ' << i << ' ' << std::to_string(count) << '\n';
            (dark ? any_dark : any_light) = true;
        }
    }
    std::size_t longest_name = 1;
    for (const std::string& name : class_names) {
        longest_name = std::max(longest_name, letters(name));
    }

    // Every part of the page gets its room in pixels (letters are about 9x18, those of the title
    // 12 wide), so that cells are square and nothing is cut off.
    const int classes = static_cast<int>(n);
    const int cell = std::max({52, 10 * static_cast<int>(longest_count) + 18, 300 / classes});
    const int side = cell * classes;
    const int name_width = 9 * static_cast<int>(longest_name);
    const bool slanted = name_width > cell - 6;
    const int bottom = (slanted ? name_width * 7 / 10 + 20 : 24) + 50;
    const int top = 64;
    const int right = 130;
    const int title_width = 12 * static_cast<int>(letters(title)) + 40;
    const int spare = std::max(0, title_width - (name_width + 70 + side + right));
    const int left = name_width + 70 + spare / 2;
    const int width = name_width + 70 + side + right + spare;
    const int height = top + side + bottom;
    const auto part = [](int pixels, int whole) { return static_cast<double>(pixels) / static_cast<double>(whole); };

    script out;
    out << "$cells << END_OF_BLOCK\n" << cells.str() << "END_OF_BLOCK\n";
    out << "$on_dark << END_OF_BLOCK\n" << on_dark.str() << "END_OF_BLOCK\n";
    out << "$on_light << END_OF_BLOCK\n" << on_light.str() << "END_OF_BLOCK\n";
    out << "set lmargin at screen " << part(left, width) << '\n'
        << "set rmargin at screen " << part(left + side, width) << '\n'
        << "set bmargin at screen " << part(bottom, height) << '\n'
        << "set tmargin at screen " << part(bottom + side, height) << '\n'
        << "set label 1 " << quoted(title) << " at screen 0.5, screen " << part(bottom + side + top / 2, height)
        << " center font ',16'\n"
        << "set xlabel 'predicted class'\nset ylabel 'true class'\n"
        << "set xrange [-0.5:" << static_cast<double>(n) - 0.5 << "]\n"
        << "set yrange [" << static_cast<double>(n) - 0.5 << ":-0.5]\n"
        << "set border 0\nset tics scale 0\nunset key\n";
    for (const char axis : {'x', 'y'}) {
        out << "set " << axis << "tics " << (axis == 'x' && slanted ? "rotate by 45 right " : "") << '(';
        for (std::size_t i = 0; i < n; ++i) {
            out << (i == 0 ? "" : ", ") << quoted(class_names[i]) << ' ' << i;
        }
        out << ")\n";
    }
    out << "set cbrange [0:1]\nset cbtics 0.2 scale 0.5\n"
        << "set cblabel 'share of the true class' offset 1,0\n"
        << "set palette defined (0 '#fbfdff', 0.02 '#e6f0fa', 0.1 '#d0e2f2', 0.3 '#9ecae1', 0.5 '#6baed6', "
           "0.75 '#2171b5', 1 '#08306b')\n"
        << "set style fill solid 1.0 border lc rgb 'white'\n"
        << "plot $cells using 1:2:(0.5):(0.5):3 with boxxyerror lw 1 lc palette";
    if (any_light) {
        out << ", $on_light using 1:2:3 with labels tc rgb '#222222'";
    }
    if (any_dark) {
        out << ", $on_dark using 1:2:3 with labels tc rgb 'white'";
    }
    out << '\n';
    draw(path, width, height, out.str());
}

} // namespace tapeless_examples

#endif
