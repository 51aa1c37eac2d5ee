// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include "support/plot.hpp"
#include "catch.hpp"
#include "scratch_directory.hpp"
#include "support/graph.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using namespace tapeless_examples;

std::string content(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

template <class Draw>
std::string refusal(Draw draw) {
    try {
        draw();
    } catch (const std::runtime_error& error) {
        return error.what();
    }
    return {};
}

bool says(const std::string& message, const std::string& part) { return message.find(part) != std::string::npos; }

bool gnuplot_is_there() {
    if (std::system("command -v gnuplot > /dev/null 2>&1") == 0) return true;
    WARN("gnuplot is not installed: no picture can be drawn");
    return false;
}

void check_png(const std::filesystem::path& path) {
    const std::string bytes = content(path);
    CAPTURE(path.string(), bytes.size());
    CHECK(bytes.substr(0, 8) == "\x89PNG\r\n\x1a\n");
    CHECK(bytes.size() > 2000);
    CHECK(bytes.find("IEND", bytes.size() - 16) != std::string::npos);
}

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();
const std::vector<std::string> groups{"first layer", "it's the second"};

TEST_CASE("curves, bars and regions are PNG files", "[picture]") {
    if (!gnuplot_is_there()) return;
    const scratch_directory folder;
    const std::vector<curve> curves{{"a", {1, 2, 3}}, {"dots", {3, nan, infinity}, {0.5, 1, 2}, true}, {"none", {}}};
    write_lines(folder.path() / "lines.png", {"it's 'quoted'", "step", "loss"}, curves);
    write_lines(folder.path() / "decades.png", {"t", "x", "y", true, true}, curves);
    const std::vector<panel> panels{{{"one", "x", "y", true, true}, curves}, {{"two", "x", "y"}, curves}};
    write_panels(folder.path() / "panels.png", panels);
    const std::vector<curve> gaps{{"a", {1e-3, 0}}, {"b", {nan, -1}}};
    write_bars(folder.path() / "bars.png", {"t", "layer", "norm"}, groups, gaps);
    write_bars(folder.path() / "log-bars.png", {"t", "layer", "norm", false, true}, groups, gaps);
    labelled_points points = moons(20, 0.1, 1);
    points.classes = 3; // one without points
    write_regions(folder.path() / "regions.png", "t", points, [](double x, double y) { return x < y ? 0 : 1; });
    int pictures = 0;
    for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
        check_png(entry.path());
        ++pictures;
    }
    CHECK(pictures == 6);
}

TEST_CASE("what cannot be drawn is refused", "[picture]") {
    const scratch_directory folder;
    const auto lines = [&](const std::vector<curve>& curves, bool log = false) {
        return refusal([&] { write_lines(folder.path() / "lines.png", {"t", "x", "y", false, log}, curves); });
    };
    CHECK(says(lines({}), "no value of any curve can be drawn"));
    CHECK(says(lines({{"a", {nan, infinity}}}), "no value of any curve can be drawn"));
    CHECK(says(lines({{"a", {0, -1}}}, true), "no value of any curve can be drawn"));
    CHECK(says(lines({{"a", {1, 2}, {1}}}), "the curve 'a' has 1 places and 2 values"));
    const std::vector<panel> empty{{{"t", "x", "y"}, {}}};
    CHECK(says(refusal([&] { write_panels(folder.path() / "panels.png", {}); }), "one panel at least"));
    CHECK(says(refusal([&] { write_panels(folder.path() / "panels.png", empty); }), "no value of any curve can be drawn"));
    const auto bars = [&](const std::vector<std::string>& names, const std::vector<curve>& series) {
        return refusal([&] { write_bars(folder.path() / "bars.png", {"t", "x", "y"}, names, series); });
    };
    CHECK(says(bars(groups, {{"a", {1}}}), "the series 'a' has 1 values for 2 groups"));
    CHECK(says(bars(groups, {}), "one group of bars and one series at least"));
    CHECK(says(bars({}, {{"a", {}}}), "one group of bars and one series at least"));
    CHECK(says(bars(groups, {{"a", {nan, nan}}}), "no value can be drawn"));
    CHECK(says(refusal([&] { write_regions(folder.path() / "r.png", "t", {}, [](double, double) { return 0; }); }),
               "there are no points"));
    CHECK(std::filesystem::is_empty(folder.path()));
}

TEST_CASE("a graph is written, and drawn where Graphviz is installed", "[picture]") {
    const scratch_directory folder;
    const bool drawn = write_graph(folder.path(), "it's", "digraph { a -> b; }\n");
    CHECK(content(folder.path() / "it's.dot") == "digraph { a -> b; }\n");
    CHECK(drawn == (std::system("command -v dot > /dev/null 2>&1") == 0));
    CHECK(drawn == says(content(folder.path() / "it's.svg"), "<svg"));
    CHECK(says(refusal([&] { write_graph(folder.path() / "absent", "g", ""); }), "cannot write"));
    if (drawn) CHECK(says(refusal([&] { write_graph(folder.path(), "broken", "digraph { a -> "); }), "could not draw"));
}

} // namespace
