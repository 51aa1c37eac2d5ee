// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

// Writes every case as C++ to a file, and for each a function that takes a point and writes a gradient.

#include "cases.hpp"

#include <fstream>
#include <string>

namespace {

using namespace tapeless;

/// `double NAME_at(const double* at, double* grad)`, where `at` holds the symbols, or arguments, in their order.
template <meta::hash_t... Ids>
std::string adapter(const std::string& name, bool value, bool gradient, plan::ids<Ids...>, bool function) {
    std::string call = name + '(';
    std::size_t argument = 0;
    ((call += (argument == 0 ? "at[" : ", at[") + std::to_string(function ? argument : cases::index_of<Ids>()) + ']',
      ++argument),
     ...);
    if (gradient) call += ", grad";
    return "double " + name + "_at(const double* at, double* " + (gradient ? "grad" : "") + ") {\n    " +
           (value ? "return " : "") + call + ");\n" + (value ? "" : "    return 0;\n") + "}\n\n";
}

} // namespace

int main(int, char** arguments) {
    std::ofstream file(arguments[1]);
    const auto write = [&](const std::string& text) { file << text; };
    cases::all([&](const char* name, const auto& what) {
        using routine = print::routine<std::decay_t<decltype(what)>>;
        write(to_cpp(what, name));
        write(adapter(name, routine::value, routine::gradient, typename routine::parameters{}, false));
    });
    cases::functions([&](const char* name, const auto& what) {
        using routine = print::routine_of_numbers<std::decay_t<decltype(what)>, 3>;
        write(to_cpp<3>(what, name));
        write(adapter(name, routine::value, routine::gradient, typename routine::parameters{}, true));
    });
    write("struct generated {\n    const char* name;\n    double (*at)(const double*, double*);\n};\n"
          "extern const generated all_generated[];\nconst generated all_generated[] = {\n");
    const auto list = [&](const char* name, const auto&) {
        write("    {\"" + std::string(name) + "\", " + name + "_at},\n");
    };
    cases::all(list);
    cases::functions(list);
    write("    {0, 0}};\n");
    return file ? 0 : 1;
}
