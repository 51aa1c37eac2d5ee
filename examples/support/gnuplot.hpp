// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_EXAMPLES_SUPPORT_GNUPLOT_HPP
#define TAPELESS_EXAMPLES_SUPPORT_GNUPLOT_HPP

/// \file
/// Draws PNG files by talking to gnuplot through a pipe. Needs a POSIX system and, at run time, the program gnuplot
/// (Debian's package gnuplot-nox).

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

#include <stdio.h>    // popen, pclose
#include <sys/wait.h> // WIFEXITED, WEXITSTATUS

namespace tapeless_examples {

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

/// Writes one curve as an inline data block of places and values; without places they are 1, 2, 3 and so on. What is
/// not finite leaves a gap.
inline void write_block(script& out, std::string_view name, std::span<const double> places,
                        std::span<const double> values, double factor = 1) {
    out << '$' << name << " << END_OF_BLOCK\n";
    for (std::size_t i = 0; i < values.size(); ++i) {
        const double x = places.empty() ? static_cast<double>(i + 1) : places[i], y = factor * values[i];
        if (std::isfinite(x) && std::isfinite(y))
            out << x << ' ' << y << '\n';
        else
            out << i + 1 << " NaN\n";
    }
    out << "END_OF_BLOCK\n";
}

} // namespace picture_detail

} // namespace tapeless_examples

#endif
