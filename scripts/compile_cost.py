#!/usr/bin/env python3
# Copyright (c) 2026 the tapeless authors
# Distributed under the Boost Software License, Version 1.0 (see LICENSE).

"""Measures what value and gradient of large expressions cost to compile, against the same as hand-written code.

Expressions of N unique nodes are made up in three forms:

  chain  t = sin(t) * v + w, over and over, of three arguments
  dag    t = sin(t * t + s) and the like, s being one of the last values, at random (always the same)
  wide   the sum of sin(x_i * y_j), of two times sqrt(N / 3) arguments

and compiled at -O2 with the compiler's own limits. The hand-written code is a forward and a backward sweep in
straight lines. Times are CPU seconds of the compiler and everything it starts, the least of a few runs.
"""

import argparse
import math
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OPTIONS = ("-std=c++20", "-O2", "-DNDEBUG")

BUDGET_SECONDS = {600: 2.0, 3000: 12.0}
BUDGET_INCLUDE = 0.5
BUDGET_SYMBOL = 500


@dataclass
class Node:
    """An operation and the positions of its operands; of an argument, its name."""

    op: str
    operands: tuple[int, ...] = ()
    name: str = ""


class Expression:
    """Unique nodes in an order in which they can be evaluated; the last is the result."""

    def __init__(self, arguments: list[str]) -> None:
        self.arguments = arguments
        self.nodes = [Node("argument", (), name) for name in arguments]
        self.known: dict[tuple[str, tuple[int, ...]], int] = {}

    def add(self, op: str, *operands: int) -> int:
        key = (op, operands)
        if key not in self.known:
            self.known[key] = len(self.nodes)
            self.nodes.append(Node(op, operands))
        return self.known[key]

    def text(self, index: int, operand: Callable[[int], str]) -> str:
        node = self.nodes[index]
        if node.op == "argument":
            return node.name
        values = [operand(i) for i in node.operands]
        return f"sin({values[0]})" if node.op == "sin" else f"{values[0]} {node.op} {values[1]}"


def chain(size: int) -> Expression:
    e = Expression(["x", "v", "w"])
    t = 0
    while len(e.nodes) < size:
        t = e.add("+", e.add("*", e.add("sin", t), 1), 2)
    return e


def dag(size: int) -> Expression:
    e = Expression(["x", "y", "z"])
    rng = random.Random(1)
    recent = [0, 1, 2]
    t = 0
    while len(e.nodes) < size:
        kind = rng.randrange(3)
        other, another = rng.choice(recent), rng.choice(recent)
        if kind == 0:
            t = e.add("sin", e.add("+", e.add("*", t, t), other))
        elif kind == 1:
            t = e.add("sin", e.add("-", other, e.add("*", t, another)))
        else:
            t = e.add("+", e.add("*", e.add("sin", t), another), e.arguments.index(rng.choice("xyz")))
        recent = [*recent[-8:], t]
    e.add("sin", t)
    return e


def wide(size: int) -> Expression:
    side = max(2, math.isqrt(max(4, size // 3)))
    e = Expression([f"x{i}" for i in range(side)] + [f"y{i}" for i in range(side)])
    total = None
    for i in range(side):
        for j in range(side):
            if len(e.nodes) >= size:
                break
            term = e.add("sin", e.add("*", i, side + j))
            total = term if total is None else e.add("+", total, term)
    return e


FORMS = {"chain": chain, "dag": dag, "wide": wide}

HEADER = "struct result {{ double value, gradient[{arguments}]; }};\nresult differentiate(const double* a);\n"


def ours(e: Expression) -> str:
    """A program by tapeless: a lambda in steps, as one writes a long formula."""
    count = len(e.arguments)
    lines = ["#include <tapeless/scalar.hpp>", HEADER.format(arguments=count)]
    lines.append("result differentiate(const double* a) {")
    lines.append(f"    const auto f = []({', '.join('auto ' + name for name in e.arguments)}) {{")
    for i in range(count, len(e.nodes)):
        text = e.text(i, lambda o: e.nodes[o].name or f"t{o}")
        lines.append(f"        const auto t{i} = {text};")
    lines.append(f"        return t{len(e.nodes) - 1};")
    lines.append("    };")
    lines.append(f"    const auto r = tapeless::value_and_grad(f)({', '.join(f'a[{i}]' for i in range(count))});")
    lines.append("    return std::apply([&](auto... d) { return result{r.value, {d...}}; }, r.grad);")
    lines.append("}\n")
    return "\n".join(lines)


def by_hand(e: Expression) -> str:
    """The same in plain C++: values forward, adjoints backward; the first contribution initialises an adjoint."""
    count, last = len(e.arguments), len(e.nodes) - 1
    lines = ["#include <cmath>", HEADER.format(arguments=count)]
    lines += ["result differentiate(const double* a) {", "    using std::sin, std::cos;"]
    for i, node in enumerate(e.nodes):
        text = f"a[{i}]" if node.op == "argument" else e.text(i, lambda o: f"t{o}")
        lines.append(f"    const double t{i} = {text};")
    contributions: dict[int, str] = {last: "1.0"}

    def contribute(to: int, amount: str) -> None:
        if to in contributions:
            lines.append(f"    d{to} += {amount};")
        else:
            lines.append(f"    double d{to} = {amount};")
            contributions[to] = amount

    lines.append(f"    const double d{last} = 1.0;")
    for i in range(last, -1, -1):
        node = e.nodes[i]
        if i not in contributions or node.op == "argument":
            continue
        a, b = (*node.operands, *node.operands)[:2]
        if node.op == "sin":
            contribute(a, f"d{i} * cos(t{a})")
        elif node.op == "*":
            contribute(a, f"d{i} * t{b}")
            contribute(b, f"d{i} * t{a}")
        else:
            contribute(a, f"d{i}")
            contribute(b, f"{'-' if node.op == '-' else ''}d{i}")
    lines.append(f"    return {{t{last}, {{{', '.join(f'd{i}' if i in contributions else '0.0' for i in range(count))}}}}};")
    lines.append("}\n")
    return "\n".join(lines)


@dataclass
class Cost:
    seconds: float
    megabytes: float
    object_kilobytes: float
    longest_symbol: int


def compile_once(compiler: str, options: list[str], source: Path, output: Path) -> tuple[float, float]:
    """CPU seconds and peak memory in MB of the compiler and all its processes."""
    process = subprocess.Popen(
        [compiler, *options, "-c", str(source), "-o", str(output)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    assert process.stdout is not None
    text = process.stdout.read().decode(errors="replace")
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{compiler} failed on {source.name}:\n{text[:4000]}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def longest_symbol(object_file: Path) -> int:
    listing = subprocess.run(["nm", str(object_file)], capture_output=True, text=True, check=True).stdout
    return max((len(line.split()[-1]) for line in listing.splitlines() if line), default=0)


def measure(compiler: str, options: list[str], source: Path, runs: int) -> Cost:
    output = source.with_suffix(".o")
    costs = [compile_once(compiler, options, source, output) for _ in range(runs)]
    return Cost(
        min(seconds for seconds, _ in costs),
        max(memory for _, memory in costs),
        output.stat().st_size / 1024,
        longest_symbol(output),
    )


def verify(compiler: str, options: list[str], e: Expression, sources: dict[str, Path], folder: Path) -> str:
    """Runs both programs on the same inputs; what is wrong, or nothing."""
    count = len(e.arguments)
    main = folder / "main.cpp"
    main.write_text(
        "#include <cstdio>\n"
        + HEADER.format(arguments=count)
        + f"int main() {{\n    double a[{count}];\n    for (int i = 0; i < {count}; ++i) a[i] = 0.3 + 0.4 * i / {count};\n"
        + '    const result r = differentiate(a);\n    std::printf("%.17g\\n", r.value);\n'
        + '    for (double d : r.gradient) std::printf("%.17g\\n", d);\n}\n'
    )
    numbers = {}
    for kind, source in sources.items():
        program = folder / kind
        subprocess.run([compiler, *options, str(main), str(source.with_suffix(".o")), "-o", str(program)], check=True)
        output = subprocess.run([str(program)], capture_output=True, text=True, check=True).stdout
        numbers[kind] = [float(line) for line in output.split()]
    scale = max(abs(number) for number in numbers["hand"])
    if not math.isfinite(scale) or len(set(numbers["hand"])) < 2:
        return "the numbers say nothing"
    for mine, other in zip(numbers["ours"], numbers["hand"], strict=True):
        if not abs(mine - other) <= 1e-9 * max(abs(other), 1e-3 * scale):
            return f"ours gives {mine}, hand-written code {other}"
    return ""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--compiler", default="g++", help="the compiler (default: g++)")
    parser.add_argument("--include", type=Path, default=ROOT / "include", help="where tapeless is")
    parser.add_argument("--sizes", type=int, nargs="+", default=[300, 600, 1200, 3000], help="numbers of nodes")
    parser.add_argument("--forms", nargs="+", choices=FORMS, default=list(FORMS), help="forms of expressions")
    parser.add_argument("--runs", type=int, default=3, help="runs of which the least counts, up to 1200 nodes; else 1")
    parser.add_argument("--quick", action="store_true", help="600 nodes only")
    parser.add_argument("--check", action="store_true", help="fail if a budget is exceeded")
    parser.add_argument("--verify", action="store_true", help="run the programs and compare the numbers")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="leave the programs here")
    arguments = parser.parse_args()

    options = [*OPTIONS, f"-I{arguments.include}"]
    complaints = []
    with tempfile.TemporaryDirectory() as name:
        folder = arguments.keep or Path(name)
        folder.mkdir(parents=True, exist_ok=True)

        only_include = folder / "include.cpp"
        only_include.write_text("#include <tapeless/scalar.hpp>\n")
        include = measure(arguments.compiler, options, only_include, 5)
        print(f"{arguments.compiler} {' '.join(OPTIONS[1:])}, CPU seconds\n")
        print(f"tapeless/scalar.hpp alone: {include.seconds:.2f} s, {include.megabytes:.0f} MB\n")
        if include.seconds >= BUDGET_INCLUDE:
            complaints.append(f"tapeless/scalar.hpp: {include.seconds:.2f} s, allowed: {BUDGET_INCLUDE}")

        print("| form | nodes | hand, s | ours, s | ratio | ms per node | peak MB | object kB | longest symbol |")
        print("|---|---|---|---|---|---|---|---|---|")
        for form in arguments.forms:
            for size in [600] if arguments.quick else arguments.sizes:
                e = FORMS[form](size)
                nodes = len(e.nodes)
                sources = {kind: folder / f"{form}_{size}_{kind}.cpp" for kind in ("hand", "ours")}
                sources["hand"].write_text(by_hand(e))
                sources["ours"].write_text(ours(e))
                runs = arguments.runs if size <= 1200 else 1
                hand = measure(arguments.compiler, options, sources["hand"], runs)
                mine = measure(arguments.compiler, options, sources["ours"], runs)
                print(
                    f"| {form} | {nodes} | {hand.seconds:.2f} | {mine.seconds:.2f} | {mine.seconds / hand.seconds:.1f} "
                    f"| {1000 * mine.seconds / nodes:.2f} | {mine.megabytes:.0f} | {mine.object_kilobytes:.0f} "
                    f"| {mine.longest_symbol} |",
                    flush=True,
                )
                label = f"{form}, {size} nodes"
                if mine.seconds >= BUDGET_SECONDS.get(size, math.inf):
                    complaints.append(f"{label}: {mine.seconds:.2f} s, allowed: {BUDGET_SECONDS[size]}")
                if mine.longest_symbol >= BUDGET_SYMBOL:
                    complaints.append(f"{label}: a symbol of {mine.longest_symbol} characters")
                if arguments.verify and (wrong := verify(arguments.compiler, options, e, sources, folder)):
                    sys.exit(f"{label}: {wrong}")
    if arguments.check:
        for complaint in complaints:
            print(complaint, file=sys.stderr)
    return 1 if arguments.check and complaints else 0


if __name__ == "__main__":
    sys.exit(main())
