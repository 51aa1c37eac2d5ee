// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_EXAMPLES_SUPPORT_GRAPH_HPP
#define TAPELESS_EXAMPLES_SUPPORT_GRAPH_HPP

/// \file
/// Writes graphs as files of Graphviz, and draws them where its program `dot` is installed (Debian's package graphviz).

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>

namespace tapeless_examples {

/// Writes a graph to DIRECTORY/NAME.dot, and lets `dot`, if it is there, draw DIRECTORY/NAME.svg. Returns whether it
/// did.
inline bool write_graph(const std::filesystem::path& directory, const std::string& name, const std::string& graph) {
    const std::filesystem::path source = directory / (name + ".dot"), picture = directory / (name + ".svg");
    std::ofstream out(source);
    out << graph;
    out.close();
    if (!out) throw std::runtime_error("cannot write '" + source.string() + "': give a directory that can be written");
    if (std::system("command -v dot > /dev/null 2>&1") != 0) return false;
    const auto quoted = [](const std::filesystem::path& path) {
        std::string text = "'";
        for (const char c : path.string()) text += c == '\'' ? std::string("'\\''") : std::string(1, c);
        return text + "'";
    };
    if (std::system(("dot -Tsvg -o " + quoted(picture) + " " + quoted(source)).c_str()) != 0)
        throw std::runtime_error("dot could not draw '" + source.string() + "'; see its message above");
    return true;
}

} // namespace tapeless_examples

#endif
