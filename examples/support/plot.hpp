// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_EXAMPLES_SUPPORT_PLOT_HPP
#define TAPELESS_EXAMPLES_SUPPORT_PLOT_HPP

/// \file
/// Pictures of numbers, as PNG files: curves, bars, and the regions into which a classifier divides the plane.

#include "gnuplot.hpp"
#include "points.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace tapeless_examples {

/// Numbers with a name in the picture's key. What is not finite, or not positive on a logarithmic axis, leaves a gap.
struct curve {
    std::string name;
    std::vector<double> y;
    std::vector<double> x = {}; ///< as many; 1, 2, 3 and so on if it is empty
    bool points = false;        ///< dots instead of a line
};

struct axes {
    std::string title, x, y;
    bool log_x = false, log_y = false;
};

namespace picture_detail {

/// Colours that stay distinct to colour-blind readers (M. Okabe, K. Ito, 2008).
inline constexpr std::array<unsigned, 8> colours{0x0072b2, 0xd55e00, 0x009e73, 0xcc79a7,
                                                 0xe69f00, 0x56b4e9, 0x555555, 0xf0e442};

inline std::string colour(std::size_t i) {
    char text[16];
    std::snprintf(text, sizeof text, "'#%06x'", colours[i % colours.size()]);
    return text;
}

inline void write_axes(script& out, const axes& a) {
    out << "set title " << quoted(a.title) << " font ',16'\n"
        << "set border 3 lc rgb '#555555'\nset tics nomirror textcolor rgb 'black'\n"
        << "set grid ytics lc rgb '#dddddd' lw 1 lt 1\n"
        << "set key outside bottom center horizontal reverse Left samplen 3 width 1 height 0.6\n"
        << "set xlabel " << quoted(a.x) << " offset 0,0.3\nset ylabel " << quoted(a.y) << '\n';
    if (a.log_x) out << "set logscale x\nset format x '%g'\n";
    if (a.log_y) out << "set logscale y\nset format y '%g'\n";
}

[[noreturn]] inline void refuse(const std::filesystem::path& path, const std::string& what) {
    throw std::runtime_error("cannot draw '" + path.string() + "': " + what);
}

} // namespace picture_detail

namespace picture_detail {

/// The values of curves, as gnuplot's data `name0`, `name1` and so on.
inline void write_values(script& out, const std::filesystem::path& path, const axes& a, std::span<const curve> curves,
                         const std::string& name) {
    bool any = false;
    for (std::size_t k = 0; k < curves.size(); ++k) {
        const curve& c = curves[k];
        if (!c.x.empty() && c.x.size() != c.y.size())
            refuse(path, "the curve '" + c.name + "' has " + std::to_string(c.x.size()) + " places and " +
                             std::to_string(c.y.size()) + " values, expected as many or no places");
        for (std::size_t i = 0; i < c.y.size(); ++i) {
            const double x = c.x.empty() ? static_cast<double>(i + 1) : c.x[i];
            any = any || (std::isfinite(x) && std::isfinite(c.y[i]) && (!a.log_x || x > 0) && (!a.log_y || c.y[i] > 0));
        }
        write_block(out, name + std::to_string(k), c.x, c.y);
    }
    if (!any) refuse(path, "no value of any curve can be drawn; expected a finite one, positive on a logarithmic axis");
}

/// Their picture.
inline void write_plot(script& out, const axes& a, std::span<const curve> curves, const std::string& name) {
    write_axes(out, a);
    std::string separator = "plot ";
    for (std::size_t k = 0; k < curves.size(); ++k) {
        if (curves[k].y.empty()) continue;
        out << separator << '$' << name << k << " using 1:2 "
            << (curves[k].points ? "with points pt 7 ps 0.7" : "with lines lw 2.5 dt " + std::to_string(k / 8 + 1))
            << " lc rgb " << colour(k) << " title " << quoted(curves[k].name);
        separator = ", ";
    }
    out << '\n';
}

} // namespace picture_detail

/// Draws several curves in one picture of 1000x600 pixels.
inline void write_lines(const std::filesystem::path& path, const axes& a, std::span<const curve> curves) {
    using namespace picture_detail;
    script out;
    write_values(out, path, a, curves, "curve");
    write_plot(out, a, curves, "curve");
    draw(path, 1000, 600, out.str());
}

/// Curves and the axes that they are drawn on.
struct panel {
    axes on;
    std::vector<curve> curves;
};

/// Draws panels side by side, each 700x600 pixels.
inline void write_panels(const std::filesystem::path& path, std::span<const panel> panels) {
    using namespace picture_detail;
    if (panels.empty()) refuse(path, "expected one panel at least");
    script out;
    for (std::size_t i = 0; i < panels.size(); ++i)
        write_values(out, path, panels[i].on, panels[i].curves, "panel" + std::to_string(i) + "_");
    out << "set multiplot layout 1," << panels.size() << '\n';
    for (std::size_t i = 0; i < panels.size(); ++i) {
        out << "unset logscale\nset format '% h'\n";
        write_plot(out, panels[i].on, panels[i].curves, "panel" + std::to_string(i) + "_");
    }
    out << "unset multiplot\n";
    draw(path, 700 * static_cast<int>(panels.size()), 600, out.str());
}

/// Draws groups of bars, 1000x600 pixels: `series[s].y[g]` is the height of bar s in group g.
inline void write_bars(const std::filesystem::path& path, const axes& a, std::span<const std::string> groups,
                       std::span<const curve> series) {
    using namespace picture_detail;
    if (groups.empty() || series.empty()) refuse(path, "expected one group of bars and one series at least");
    script out;
    write_axes(out, a);
    std::vector<bool> seen(series.size()); // gnuplot refuses series without a value
    out << "$bars << END_OF_BLOCK\n";
    for (std::size_t g = 0; g < groups.size(); ++g) {
        out << g;
        for (std::size_t k = 0; k < series.size(); ++k) {
            const std::vector<double>& y = series[k].y;
            if (y.size() != groups.size())
                refuse(path, "the series '" + series[k].name + "' has " + std::to_string(y.size()) + " values for " +
                                 std::to_string(groups.size()) + " groups, expected as many");
            const bool drawn = std::isfinite(y[g]) && (!a.log_y || y[g] > 0);
            seen[k] = seen[k] || drawn;
            if (drawn)
                out << ' ' << y[g];
            else
                out << " NaN";
        }
        out << '\n';
    }
    out << "END_OF_BLOCK\n";
    if (std::find(seen.begin(), seen.end(), true) == seen.end())
        refuse(path, "no value can be drawn; expected a finite one, positive on a logarithmic axis");
    out << "set style data histograms\nset style histogram clustered gap 1\nset style fill solid 1.0 noborder\n"
        << "set xtics (";
    for (std::size_t g = 0; g < groups.size(); ++g) out << (g == 0 ? "" : ", ") << quoted(groups[g]) << ' ' << g;
    out << ")\n";
    if (!a.log_y) out << "set yrange [*<0:0<*]\n";
    std::string separator = "plot ";
    for (std::size_t k = 0; k < series.size(); ++k) {
        if (!seen[k]) continue;
        out << separator << "$bars using " << k + 2 << " lc rgb " << colour(k) << " title " << quoted(series[k].name);
        separator = ", ";
    }
    out << '\n';
    draw(path, 1000, 600, out.str());
}

/// Draws points in the colours of their classes, over the regions of the plane that `class_of(x, y)` gives to each
/// class, 800x800 pixels. Complexity: 40,000 calls.
template <class F>
void write_regions(const std::filesystem::path& path, std::string_view title, const labelled_points& points,
                   F class_of) {
    using namespace picture_detail;
    constexpr int steps = 200;
    range x, y;
    for (std::size_t i = 0; i < points.count(); ++i) {
        x.add(std::span(&points.xy[2 * i], 1));
        y.add(std::span(&points.xy[2 * i + 1], 1));
    }
    if (x.empty() || y.empty()) refuse(path, "there are no points with finite coordinates");
    const double size = std::max({x.high - x.low, y.high - y.low, 1e-6}) * 1.2; // a square with a margin
    const double left = (x.low + x.high - size) / 2, bottom = (y.low + y.high - size) / 2;

    script out;
    write_axes(out, {std::string(title), "", ""});
    out << "unset key\nset size ratio 1\n$regions << END_OF_BLOCK\n";
    for (int i = 0; i < steps; ++i)
        for (int j = 0; j < steps; ++j) {
            const double px = left + size * (j + 0.5) / steps, py = bottom + size * (i + 0.5) / steps;
            const unsigned c = colours[static_cast<std::size_t>(class_of(px, py)) % colours.size()];
            out << px << ' ' << py;
            for (const unsigned shift : {16u, 8u, 0u}) out << ' ' << 255 - (255 - ((c >> shift) & 255u)) / 4;
            out << '\n';
        }
    out << "END_OF_BLOCK\n";
    std::vector<std::size_t> present;
    for (std::size_t c = 0; c < points.classes; ++c) {
        if (std::count(points.labels.begin(), points.labels.end(), static_cast<std::int32_t>(c)) == 0) continue;
        present.push_back(c);
        out << "$class" << c << " << END_OF_BLOCK\n";
        for (std::size_t i = 0; i < points.count(); ++i)
            if (static_cast<std::size_t>(points.labels[i]) == c)
                out << points.xy[2 * i] << ' ' << points.xy[2 * i + 1] << '\n';
        out << "END_OF_BLOCK\n";
    }
    out << "set xrange [" << left << ':' << left + size << "]\nset yrange [" << bottom << ':' << bottom + size << "]\n"
        << "plot $regions using 1:2:3:4:5 with rgbimage";
    for (const std::size_t c : present)
        out << ", $class" << c << " using 1:2 with points pt 7 ps 1.2 lc rgb " << colour(c) << ", $class" << c
            << " using 1:2 with points pt 6 ps 1.2 lc rgb 'white'";
    out << '\n';
    draw(path, 800, 800, out.str());
}

} // namespace tapeless_examples

#endif
