// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_PRINT_HPP
#define TAPELESS_PRINT_HPP

/// Expressions to read and to export: to_string, to_latex, to_dot, to_cpp and cost. Not part of tapeless.hpp.

#include "print/cost.hpp"
#include "print/cpp.hpp"
#include "print/dot.hpp"
#include "print/formula.hpp"
#include "print/lines.hpp"

#endif
