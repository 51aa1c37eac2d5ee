// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include "support/picture.hpp"
#include "catch.hpp"
#include "scratch_directory.hpp"

#include <cstddef>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using tapeless_examples::training_curves;
using tapeless_examples::write_confusion;
using tapeless_examples::write_curves;

class temporary_directory : public scratch_directory {
public:
    [[nodiscard]] std::filesystem::path operator/(const std::string& name) const {
        return path() / name;
    }
    [[nodiscard]] std::vector<std::string> files() const {
        std::vector<std::string> names;
        for (const auto& entry : std::filesystem::directory_iterator(path())) {
            names.push_back(entry.path().filename().string());
        }
        return names;
    }
};

/// Another search path for programs, for as long as it lives.
class search_path {
public:
    explicit search_path(const std::string& path) : before_(std::getenv("PATH")) {
        setenv("PATH", path.c_str(), 1);
    }
    search_path(const search_path&) = delete;
    search_path& operator=(const search_path&) = delete;
    ~search_path() {
        setenv("PATH", before_.c_str(), 1);
    }

private:
    std::string before_;
};

/// A program named gnuplot that stands in for the real one.
void write_program(const std::filesystem::path& path, const std::string& text) {
    std::ofstream(path) << "#!/bin/sh\n" << text;
    std::filesystem::permissions(path, std::filesystem::perms::owner_all);
}

std::string content(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

/// What a drawing says when it fails; empty if it does not.
template <class Draw>
std::string refusal(Draw draw) {
    try {
        draw();
    } catch (const std::runtime_error& error) {
        return error.what();
    }
    return {};
}

bool says(const std::string& message, const std::string& part) {
    return message.find(part) != std::string::npos;
}

bool gnuplot_is_there() {
    if (std::system("command -v gnuplot > /dev/null 2>&1") == 0) {
        return true;
    }
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

const training_curves curves{{2.3, 0.9, 0.4}, {1.2, 0.8, 0.6}, {0.5, 0.8, 0.9}};
const std::vector<std::string> names{"a cat", "a dog"};
const std::vector<std::size_t> counts{9, 1, 2, 8};

TEST_CASE("pictures are PNG files, complete under their names", "[picture]") {
    if (!gnuplot_is_there()) {
        return;
    }
    const temporary_directory folder;
    write_curves(folder / "curves.png", "it's a title: 'quoted' \\n \"twice\"", curves);
    check_png(folder / "curves.png");
    write_confusion(folder / "confusion.png", "two classes", names, counts);
    check_png(folder / "confusion.png");
    CHECK(folder.files().size() == 2); // no unfinished file stays behind
}

TEST_CASE("curves that are hard to draw", "[picture]") {
    if (!gnuplot_is_there()) {
        return;
    }
    const temporary_directory folder;
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const double infinity = std::numeric_limits<double>::infinity();
    write_curves(folder / "one-epoch.png", "", {{1}, {}, {}});
    write_curves(folder / "gaps.png", "t", {{nan, 1, infinity}, {2, nan, 1}, {nan, 0.5, 1}});
    write_curves(folder / "zero.png", "t", {{0, 0}, {0, 0}, {0, 0}});
    write_curves(folder / "decades.png", "t", {{1e3, 1, 1e-3}, {}, {1, 1, 1}});
    write_curves(folder / "long.png", "t", {std::vector<double>(200, 1), {}, {}});
    write_confusion(folder / "one-class.png", "t", std::vector<std::string>{"all"}, std::vector<std::size_t>{0});
    for (const std::string& name : folder.files()) {
        check_png(folder / name);
    }
    CHECK(folder.files().size() == 6);
}

TEST_CASE("a picture replaces the one that was there", "[picture]") {
    if (!gnuplot_is_there()) {
        return;
    }
    const temporary_directory folder;
    std::ofstream(folder / "curves.png") << "old";
    write_curves(folder / "curves.png", "t", curves);
    check_png(folder / "curves.png");
}

TEST_CASE("where gnuplot is missing, the error says what to install", "[picture]") {
    const temporary_directory folder, empty;
    const search_path nothing((empty / "").string());
    for (const std::string& message :
         {refusal([&] { write_curves(folder / "curves.png", "t", curves); }),
          refusal([&] { write_confusion(folder / "confusion.png", "t", names, counts); })}) {
        CHECK(says(message, "gnuplot was not found"));
        CHECK(says(message, "gnuplot-nox"));
        CHECK(says(message, ".png'"));
        CHECK(message.find('\n') == std::string::npos);
    }
    CHECK(folder.files().empty());
}

TEST_CASE("a gnuplot that fails leaves no picture and no unfinished file", "[picture]") {
    const temporary_directory folder, programs;
    const search_path first((programs / "").string() + ":" + std::getenv("PATH"));
    const auto draw = [&] { write_curves(folder / "curves.png", "t", curves); };

    write_program(programs / "gnuplot", "cat > /dev/null\nexit 3\n");
    CHECK(says(refusal(draw), "gnuplot ended with status 3"));
    CHECK(folder.files().empty());

    // It reads nothing: whether the pipe breaks, and when, is a matter of timing, and so is what the message says.
    write_program(programs / "gnuplot", "exit 0\n");
    CHECK(says(refusal(draw), "gnuplot"));
    CHECK(folder.files().empty());

    write_program(programs / "gnuplot", "cat > /dev/null\nkill -9 $$\n");
    CHECK(says(refusal(draw), "gnuplot was ended by signal 9"));
    CHECK(folder.files().empty());
}

TEST_CASE("a picture needs its directory", "[picture]") {
    const temporary_directory folder;
    const std::string message = refusal([&] { write_curves(folder / "no/such/curves.png", "t", curves); });
    CHECK(says(message, "there is no directory"));
    CHECK(says(message, "no/such'"));
}

TEST_CASE("curves of unequal lengths are refused", "[picture]") {
    const temporary_directory folder;
    const auto refused = [&](const training_curves& c) {
        return refusal([&] { write_curves(folder / "curves.png", "t", c); });
    };
    CHECK(says(refused({{1, 2, 3}, {1, 2}, {}}), "found 3 training losses, 2 test losses and 0 accuracies"));
    CHECK(says(refused({{1, 2, 3}, {}, {1}}), "found 3 training losses, 0 test losses and 1 accuracies"));
    CHECK(says(refused({{}, {}, {}}), "found 0 training losses"));
    CHECK(says(refused({{1}, {}, {87.5}}), "divide percentages by 100"));
    CHECK(says(refused({{std::numeric_limits<double>::quiet_NaN()}, {}, {}}), "no loss is a finite number"));
    CHECK(folder.files().empty());
}

TEST_CASE("a confusion matrix of another size than its names is refused", "[picture]") {
    const temporary_directory folder;
    const auto refused = [&](const std::vector<std::string>& n, const std::vector<std::size_t>& c) {
        return refusal([&] { write_confusion(folder / "confusion.png", "t", n, c); });
    };
    CHECK(says(refused({"a", "b"}, {1, 2, 3}), "found 3 counts for 2 class names"));
    CHECK(says(refused({"a", "b"}, {1, 2, 3, 4, 5}), "found 5 counts for 2 class names"));
    CHECK(says(refused({}, {}), "found 0 counts for 0 class names"));
    CHECK(folder.files().empty());
}

} // namespace
