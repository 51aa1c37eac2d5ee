// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_EXAMPLES_SUPPORT_PICTURE_HPP
#define TAPELESS_EXAMPLES_SUPPORT_PICTURE_HPP

/// \file
/// Draws the pictures of the examples as PNG files by talking to gnuplot through a pipe. Needs a
/// POSIX system and, at run time, the program gnuplot (Debian's package gnuplot-nox).

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <csignal>
#include <cstddef>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <limits>
#include <locale>
#include <span>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include <stdio.h>    // popen, pclose
#include <sys/wait.h> // WIFEXITED, WEXITSTATUS

namespace tapeless_examples {

/// What was measured after each epoch. The two test curves may be empty; otherwise every curve has
/// one value for each epoch. Accuracies are fractions in 0 .. 1. Values that are not finite leave
/// a gap.
struct training_curves {
    std::vector<double> train_loss;
    std::vector<double> test_loss;
    std::vector<double> test_accuracy;
};

namespace picture_detail {

/// The text as a gnuplot string. Control characters, which could end the line, become spaces.
inline std::string quoted(std::string_view text) {
    std::string result = "'";
    for (const char c : text) {
        if (c == '\'') {
            result += "''";
        } else {
            result += static_cast<unsigned char>(c) < 0x20U || c == '\x7f' ? ' ' : c;
        }
    }
    return result + "'";
}

/// A stream that writes numbers the way gnuplot reads them, whatever the locale.
class script : public std::ostringstream {
public:
    script() {
        imbue(std::locale::classic());
        precision(10);
    }
};

/// Number of characters on the page, not of bytes, in UTF-8.
inline std::size_t letters(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U; }));
}

/// Ignores SIGPIPE for as long as it lives, so that a gnuplot that stops early is an error here
/// and not the end of the program.
class pipe_signal_ignored {
public:
    pipe_signal_ignored() {
        struct sigaction ignore {};
        ignore.sa_handler = SIG_IGN;
        sigemptyset(&ignore.sa_mask);
        sigaction(SIGPIPE, &ignore, &before_);
    }
    pipe_signal_ignored(const pipe_signal_ignored&) = delete;
    pipe_signal_ignored& operator=(const pipe_signal_ignored&) = delete;
    ~pipe_signal_ignored() { sigaction(SIGPIPE, &before_, nullptr); }

private:
    struct sigaction before_ {};
};

/// Lets gnuplot draw `commands` into a PNG file of the given size. The picture appears under its
/// name only when it is complete.
inline void draw(const std::filesystem::path& path, int width, int height, const std::string& commands) {
    const std::string name = "'" + path.string() + "'";
    const std::filesystem::path directory = path.has_parent_path() ? path.parent_path() : ".";
    std::error_code ignored;
    if (!std::filesystem::is_directory(directory, ignored)) {
        throw std::runtime_error("cannot write " + name + ": there is no directory '" + directory.string() +
                                 "', expected one; create it first");
    }
    std::filesystem::path unfinished = path;
    unfinished += ".part";
    const std::string size = std::to_string(width) + "," + std::to_string(height);

    script text;
    text << "set encoding utf8\n"
         << "if (strstrt(GPVAL_TERMINALS, 'pngcairo') > 0) {\n"
         << "    set terminal pngcairo size " << size << " noenhanced font 'Sans,13' background rgb 'white'\n"
         << "} else {\n"
         << "    set terminal png size " << size << " noenhanced background rgb 'white'\n"
         << "}\n"
         << "set output " << quoted(unfinished.string()) << "\n"
         << commands << "unset output\n";
    const std::string bytes = text.str();

    // The shell reports status 127 for a program that it does not find.
    std::FILE* pipe = popen("command -v gnuplot > /dev/null 2>&1 || exit 127; exec gnuplot > /dev/null", "w");
    if (pipe == nullptr) {
        throw std::runtime_error("cannot draw " + name + ": no process could be started (" + std::strerror(errno) +
                                 "), expected to run gnuplot; try again "
                                 "with more memory or fewer processes");
    }
    bool written = false;
    int status = 0;
    {
        const pipe_signal_ignored guard;
        written = std::fwrite(bytes.data(), 1, bytes.size(), pipe) == bytes.size();
        status = pclose(pipe);
    }
    if (status != -1 && WIFEXITED(status) && WEXITSTATUS(status) == 127) {
        throw std::runtime_error("cannot draw " + name +
                                 ": the program gnuplot was not found; install Debian's package "
                                 "gnuplot-nox");
    }
    if (status != 0 || !written) {
        std::filesystem::remove(unfinished, ignored);
        const std::string how = status == -1               ? std::string("was lost track of")
                                : WIFSIGNALED(status)      ? "was ended by signal " + std::to_string(WTERMSIG(status))
                                : WEXITSTATUS(status) != 0 ? "ended with status " + std::to_string(WEXITSTATUS(status))
                                                           : std::string("stopped reading");
        throw std::runtime_error("cannot draw " + name + ": gnuplot " + how +
                                 ", expected status 0; check that the directory can be written, "
                                 "and see gnuplot's message above");
    }
    std::error_code error;
    if (std::filesystem::file_size(unfinished, error) == 0 || error) {
        std::filesystem::remove(unfinished, ignored);
        throw std::runtime_error("cannot draw " + name +
                                 ": gnuplot left no picture, expected a PNG file; check that "
                                 "gnuplot supports the terminal pngcairo or png");
    }
    std::filesystem::rename(unfinished, path, error);
    if (error) {
        std::filesystem::remove(unfinished, ignored);
        throw std::runtime_error("cannot write " + name + ": " + error.message() +
                                 "; expected a path that a file can take, give another one");
    }
}

/// The smallest and the largest finite value of some curves.
struct range {
    double low = std::numeric_limits<double>::infinity();
    double high = -std::numeric_limits<double>::infinity();

    void add(std::span<const double> values) {
        for (const double value : values) {
            if (std::isfinite(value)) {
                low = std::min(low, value);
                high = std::max(high, value);
            }
        }
    }
    [[nodiscard]] bool empty() const { return low > high; }
};

/// Writes one curve as an inline data block of epoch and value.
inline void write_block(script& out, std::string_view name, std::span<const double> values, double factor) {
    out << '$' << name << " << END_OF_BLOCK\n";
    for (std::size_t i = 0; i < values.size(); ++i) {
        out << i + 1 << ' ';
        if (std::isfinite(values[i])) {
            out << factor * values[i] << '\n';
        } else {
            out << "NaN\n";
        }
    }
    out << "END_OF_BLOCK\n";
}

} // namespace picture_detail

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
    write_block(out, "train_loss", curves.train_loss, 1);
    write_block(out, "test_loss", curves.test_loss, 1);
    write_block(out, "test_accuracy", curves.test_accuracy, 100);

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
