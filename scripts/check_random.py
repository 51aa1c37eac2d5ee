#!/usr/bin/env python3
# Copyright (c) 2026 the tapeless authors
# Distributed under the Boost Software License, Version 1.0 (see LICENSE).

"""Compares random expressions with an oracle of 50 digits: value, gradient and Hessian.

Scalar functions of 2 to 5 inputs and 3 to 40 operations are made up from a seed: shared subexpressions, literals,
runtime constants, nested lets, branches. Each is written once, as a generic lambda, and run by tapeless in double and
by tests/random/oracle.hpp, a forward accumulation of second order over Boost.Multiprecision that shares nothing with
the library. The points are exact doubles, inside the domain of every operation and away from kinks.

What counts as a disagreement: the oracle also repeats the computation eight times with random errors of one rounding of
double put on every value, partial derivative and product. The farthest that these come to lie from the exact number
says how well conditioned it is at this point; ours may be off by 8 times that and by 8 roundings of the number itself.

Exits with 1 if a number disagrees, and prints the smallest part of the function that does.
"""

import argparse
import math
import random
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HARNESS = ROOT / "tests" / "random"
SHAPES_PER_UNIT = 25
POINTS = 3
LARGEST = 40.0  # of any intermediate value
LEAST_SHARP = 0.95  # of the bounds must be narrow, or the comparison proves little
CONSTANTS = 6  # runtime constants in one operand; what holds one is not shared but repeated


def sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-x))


def normal_cdf(x: float) -> float:
    return math.erfc(-x / math.sqrt(2)) / 2


def digamma(x: float) -> float:
    """To six digits, which is enough to choose points: Abramowitz and Stegun 6.3.5 and 6.3.18."""
    return math.log(x + 6) - 0.5 / (x + 6) - 1 / (12 * (x + 6) ** 2) - sum(1 / (x + i) for i in range(6))


def normal_log_pdf(x: float) -> float:
    return -(x * x + math.log(2 * math.pi)) / 2


def log_beta(a: float, b: float) -> float:
    return math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)


def selu(x: float) -> float:
    return 1.0507009873554805 * (x if x > 0 else 1.6732632423543772 * math.expm1(x))


# Where operands must lie for an operation to be defined, and well away from the edge.
RANGES = {
    "wide": (-LARGEST, LARGEST),
    "small": (-4.0, 4.0),
    "positive": (0.1, 20.0),
    "unit": (-0.95, 0.95),
    "above one": (1.05, 20.0),
    "above minus one": (-0.9, 20.0),
    "below minus one": (-20.0, -1.05),
    "probability": (0.05, 0.95),
    "angle": (-1.4, 1.4),
    "exponent": (-3.0, 3.0),
}

# How an operand is brought into its range; `_` is what stands before. The last always works.
GUARDS = {
    "wide": [[("sin", "_")]],
    "small": [[("tanh", "_"), ("*", "2.5_c", "_")], [("sin", "_")]],
    "positive": [[("*", "_", "_"), ("+", "_", "0.5_c")], [("sin", "_"), ("exp", "_")]],
    "unit": [[("cos", "_"), ("*", "_", "0.9_c")], [("sin", "_"), ("*", "0.75_c", "_")]],
    "above one": [[("*", "_", "_"), ("+", "1.25_c", "_")], [("cos", "_"), ("+", "_", "2.5_c")]],
    "above minus one": [[("*", "_", "_")], [("sin", "_"), ("*", "_", "0.75_c")]],
    "below minus one": [[("cos", "_"), ("-", "_", "2.5_c")]],
    "probability": [[("sigmoid", "_")], [("sin", "_"), ("sigmoid", "_")]],
    "angle": [[("sin", "_")]],
    "exponent": [[("cos", "_")]],
}


@dataclass(frozen=True)
class Operation:
    text: str  # in C++
    value: Callable[..., float]  # to choose points by
    operands: tuple[str | tuple[str, ...], ...]  # a range, or the literals to choose from
    smooth: Callable[..., bool] = lambda *x: True  # whether the operands are away from kinks


def apart(x: float, y: float) -> bool:
    return abs(x - y) > 1e-2


def all_apart(x: float, y: float, z: float) -> bool:
    return apart(x, y) and apart(y, z) and apart(x, z)


def far_from_whole(x: float) -> bool:
    return abs(x - round(x)) > 1e-2


def unary(name: str, value: Callable[[float], float], operand: str = "small") -> Operation:
    return Operation(f"{name}({{0}})", value, (operand,))


def kinked(name: str, value: Callable[[float], float]) -> Operation:
    return Operation(f"{name}({{0}})", value, ("wide",), lambda x: apart(x, 0))


def stepped(name: str, value: Callable[[float], float], offset: float = 0) -> Operation:
    return Operation(f"{name}({{0}})", value, ("wide",), lambda x: far_from_whole(x + offset))


def branch(name: str, comparison: str, less: bool) -> Operation:
    return Operation(
        f"{name}({{0}} {comparison} {{1}}, {{2}}, {{3}})",
        lambda a, b, x, y: x if (a < b) == less else y,
        ("wide",) * 4,
        lambda a, b, x, y: apart(a, b),
    )


OPERATIONS = {
    "+": Operation("{0} + {1}", lambda x, y: x + y, ("wide", "wide")),
    "-": Operation("{0} - {1}", lambda x, y: x - y, ("wide", "wide")),
    "*": Operation("{0} * {1}", lambda x, y: x * y, ("wide", "wide")),
    "/": Operation("{0} / {1}", lambda x, y: x / y, ("wide", "positive")),
    "negate": Operation("-{0}", lambda x: -x, ("wide",)),
    "square": Operation("{0} * {0}", lambda x: x * x, ("small",)),
    "sqrt": unary("sqrt", math.sqrt, "positive"),
    "cbrt": Operation(
        "cbrt({0})", lambda x: math.copysign(abs(x) ** (1 / 3), x), ("small",), lambda x: abs(x) > 0.1
    ),
    "pow": Operation("pow({0}, {1})", math.pow, ("positive", "exponent")),
    "pow of a whole literal": Operation(
        "pow({0}, {1})",
        math.pow,
        ("small", ("1_c", "2_c", "3_c", "4_c", "5_c", "7_c", "-1_c", "-2_c", "-3_c")),
        lambda x, n: abs(x) > 0.1,
    ),
    "pow of a literal": Operation("pow({0}, {1})", math.pow, ("positive", ("0.5_c", "1.5_c", "-0.5_c", "0.3_c"))),
    "hypot": Operation("hypot({0}, {1})", math.hypot, ("wide", "wide"), lambda *x: math.hypot(*x) > 0.1),
    "hypot of three": Operation(
        "hypot({0}, {1}, {2})", math.hypot, ("wide",) * 3, lambda *x: math.hypot(*x[:2]) > 0.1
    ),
    "exp": unary("exp", math.exp),
    "exp2": unary("exp2", lambda x: 2.0**x),
    "expm1": unary("expm1", math.expm1),
    "log": unary("log", math.log, "positive"),
    "log2": unary("log2", math.log2, "positive"),
    "log10": unary("log10", math.log10, "positive"),
    "log1p": unary("log1p", math.log1p, "above minus one"),
    "xlogy": Operation("xlogy({0}, {1})", lambda x, y: x * math.log(y), ("wide", "positive")),
    "logsumexp": Operation(
        "logsumexp({0}, {1})", lambda x, y: math.log(math.exp(x) + math.exp(y)), ("small", "small")
    ),
    "logsumexp of three": Operation(
        "logsumexp({0}, {1}, {2})", lambda *x: math.log(sum(map(math.exp, x))), ("small",) * 3
    ),
    "sin": unary("sin", math.sin, "wide"),
    "cos": unary("cos", math.cos, "wide"),
    "tan": unary("tan", math.tan, "angle"),
    "asin": unary("asin", math.asin, "unit"),
    "acos": unary("acos", math.acos, "unit"),
    "atan": unary("atan", math.atan, "wide"),
    "atan2": Operation("atan2({0}, {1})", math.atan2, ("wide", "wide"), lambda y, x: math.hypot(x, y) > 0.1),
    "sinc": Operation("sinc({0})", lambda x: math.sin(x) / x, ("small",), lambda x: abs(x) > 0.05),
    "sinh": unary("sinh", math.sinh),
    "cosh": unary("cosh", math.cosh),
    "tanh": unary("tanh", math.tanh),
    "asinh": unary("asinh", math.asinh, "wide"),
    "acosh": unary("acosh", math.acosh, "above one"),
    "atanh": unary("atanh", math.atanh, "unit"),
    "erf": unary("erf", math.erf),
    "erfc": unary("erfc", math.erfc),
    "normal_pdf": unary("normal_pdf", lambda x: math.exp(normal_log_pdf(x))),
    "normal_cdf": unary("normal_cdf", normal_cdf),
    "normal_log_pdf": unary("normal_log_pdf", normal_log_pdf),
    "normal_log_cdf": unary("normal_log_cdf", lambda x: math.log(normal_cdf(x))),
    "tgamma": unary("tgamma", math.gamma, "positive"),
    "lgamma": unary("lgamma", math.lgamma, "positive"),
    "digamma": unary("digamma", digamma, "positive"),
    "beta": Operation(
        "beta({0}, {1})", lambda x, y: math.exp(log_beta(x, y)), ("positive", "positive")
    ),
    "normal density": Operation(
        "normal_log_density({0}, {1}, {2})",
        lambda x, m, s: normal_log_pdf((x - m) / s) - math.log(s),
        ("small", "small", "positive"),
    ),
    "cauchy density": Operation(
        "cauchy_log_density({0}, {1}, {2})",
        lambda x, m, s: -math.log(math.pi * s * (1 + ((x - m) / s) ** 2)),
        ("small", "small", "positive"),
    ),
    "uniform density": Operation(
        "uniform_log_density({0}, {1}, {2})",
        lambda x, low, high: -math.log(high - low),
        ("unit", "below minus one", "above one"),
    ),
    "bernoulli density": Operation(
        "bernoulli_log_density({0}, {1})", lambda k, p: math.log(p if k else 1 - p), (("0_c", "1_c"), "probability")
    ),
    "bernoulli density of a logit": Operation(
        "bernoulli_logit_log_density({0}, {1})",
        lambda k, x: math.log(sigmoid(x if k else -x)),
        (("0_c", "1_c"), "small"),
    ),
    "gamma density": Operation(
        "gamma_log_density({0}, {1}, {2})",
        lambda x, a, b: a * math.log(b) - math.lgamma(a) + (a - 1) * math.log(x) - b * x,
        ("positive",) * 3,
    ),
    "beta density": Operation(
        "beta_log_density({0}, {1}, {2})",
        lambda x, a, b: (a - 1) * math.log(x) + (b - 1) * math.log(1 - x) - log_beta(a, b),
        ("probability", "positive", "positive"),
    ),
    "poisson density": Operation(
        "poisson_log_density({0}, {1})",
        lambda k, rate: k * math.log(rate) - rate - math.lgamma(k + 1),
        (("0_c", "1_c", "4_c"), "positive"),
    ),
    "abs": kinked("abs", abs),
    "min": Operation("min({0}, {1})", min, ("wide", "wide"), apart),
    "max": Operation("max({0}, {1})", max, ("wide", "wide"), apart),
    "min of three": Operation("min({0}, {1}, {2})", min, ("wide",) * 3, all_apart),
    "max of three": Operation("max({0}, {1}, {2})", max, ("wide",) * 3, all_apart),
    "clamp": Operation(
        "clamp({0}, {1}, {2})",
        lambda x, low, high: min(max(x, low), high),
        ("wide", ("-1_c", "-0.5_c"), ("0.75_c", "2_c")),
        lambda x, low, high: apart(x, low) and apart(x, high),
    ),
    "sign": kinked("sign", lambda x: math.copysign(1, x)),
    "floor": stepped("floor", math.floor),
    "ceil": stepped("ceil", math.ceil),
    "round": stepped("round", round, 0.5),
    "trunc": stepped("trunc", math.trunc),
    "fmod": Operation("fmod({0}, {1})", math.fmod, ("wide", "positive"), lambda x, y: far_from_whole(x / y)),
    "remainder": Operation(
        "remainder({0}, {1})", math.remainder, ("wide", "positive"), lambda x, y: far_from_whole(x / y + 0.5)
    ),
    "copysign": Operation(
        "copysign({0}, {1})", math.copysign, ("wide", "wide"), lambda x, y: apart(x, 0) and apart(y, 0)
    ),
    "sum": Operation("sum({0}, {1}, {2})", lambda *x: sum(x), ("wide",) * 3),
    "product": Operation("product({0}, {1}, {2}, {3})", lambda *x: math.prod(x), ("wide",) * 4),
    "fma": Operation("fma({0}, {1}, {2})", lambda x, y, z: x * y + z, ("wide",) * 3),
    "stop_gradient": unary("stop_gradient", lambda x: x, "wide"),
    "sigmoid": unary("sigmoid", sigmoid),
    "softplus": unary("softplus", lambda x: math.log1p(math.exp(x))),
    "relu": kinked("relu", lambda x: max(x, 0)),
    "leaky_relu": kinked("leaky_relu", lambda x: max(x, 0.01 * x)),
    "leaky_relu of a slope": Operation(
        "leaky_relu({0}, {1})", lambda x, a: x if x > 0 else a * x, ("wide", "wide"), lambda x, a: apart(x, 0)
    ),
    "elu": kinked("elu", lambda x: x if x > 0 else math.expm1(x)),
    "elu of a scale": Operation(
        "elu({0}, {1})", lambda x, a: x if x > 0 else a * math.expm1(x), ("wide", "wide"), lambda x, a: apart(x, 0)
    ),
    "selu": kinked("selu", selu),
    "silu": unary("silu", lambda x: x * sigmoid(x)),
    "gelu": unary("gelu", lambda x: x * normal_cdf(x)),
    "softsign": kinked("softsign", lambda x: x / (1 + abs(x))),
    "where <": branch("where", "<", True),
    "where >=": branch("where", ">=", False),
    "if_else <": branch("if_else", "<", True),
    "if_else >": branch("if_else", ">", False),
    "where && !": Operation(
        "where({0} < {1} && !({1} <= {2}), {3}, {4})",
        lambda a, b, c, x, y: x if a < b and b > c else y,
        ("wide",) * 5,
        lambda a, b, c, x, y: apart(a, b) and apart(b, c),
    ),
    "if_else ||": Operation(
        "if_else({0} < {1} || {1} < {2}, {3}, {4})",
        lambda a, b, c, x, y: x if a < b or b < c else y,
        ("wide",) * 5,
        lambda a, b, c, x, y: apart(a, b) and apart(b, c),
    ),
}


@dataclass
class Statement:
    """A name for an operation on operands: names, or literals such as -0.5_c."""

    name: str
    operation: Operation
    operands: list[str]


@dataclass
class Let:
    """A name for let(of, [](bound) { body; return result; })."""

    name: str
    of: str
    bound: str
    body: list["Statement | Let"]
    result: str


def number_in(literal: str) -> str:
    return literal.removesuffix("_c")


def as_code(operand: str) -> str:
    """An operand in the generated program, where a literal means one thing to tapeless and another to the oracle."""
    if not operand.endswith("_c"):
        return operand
    literal = f"-({operand[1:]})" if operand.startswith("-") else operand
    return f'literal(x0, {literal}, "{number_in(operand)}")'


def as_text(operand: str) -> str:
    return f"-({operand[1:]})" if operand.startswith("-") else operand


def lines_of(body: list[Statement | Let], result: str, show: Callable[[str], str], indent: str) -> list[str]:
    lines = []
    for statement in body:
        opening = f"{indent}[[maybe_unused]] const auto {statement.name} = "
        if show is as_text:
            opening = f"{indent}const auto {statement.name} = "
        if isinstance(statement, Let):
            lines.append(f"{opening}let({statement.of}, [&](auto {statement.bound}) {{")
            lines += lines_of(statement.body, statement.result, show, indent + "    ")
            lines.append(f"{indent}}});")
        else:
            lines.append(f"{opening}{statement.operation.text.format(*map(show, statement.operands))};")
    lines.append(f"{indent}return {result};")
    return lines


@dataclass
class Shape:
    index: int
    points: list[list[float]]
    constants: dict[str, float]
    body: list[Statement | Let]
    result: str
    operations: Counter = field(default_factory=Counter)

    def function(self, show: Callable[[str], str]) -> str:
        inputs = ", ".join(f"[[maybe_unused]] auto x{i}" if show is as_code else f"auto x{i}" for i in self.inputs())
        captured = ", ".join(f"{name} = {value!r}" for name, value in self.constants.items())
        return "\n".join([f"[{captured}]({inputs}) {{", *lines_of(self.body, self.result, show, "    "), "}"])

    def inputs(self) -> range:
        return range(len(self.points[0]))

    def program(self) -> str:
        points = ", ".join("{{" + ", ".join(x.hex() for x in point) + "}}" for point in self.points)
        return (
            f"void shape_{self.index}() {{\n"
            f"const auto f = {self.function(as_code)};\n"
            f"const std::array<double, {len(self.inputs())}> points[]{{{points}}};\n"
            f"check({self.index}, f, points);\n"
            "}\n"
        )

    def parts(self) -> Iterable["Shape"]:
        """The function cut short after each statement."""
        for i, body in enumerate(cuts(self.body)):
            result = body[-1].name
            yield Shape(i, self.points, self.constants, needed(body, result), result)


def names_in(statement: Statement | Let) -> set[str]:
    if isinstance(statement, Statement):
        return set(statement.operands)
    return {statement.of, statement.result}.union(*map(names_in, statement.body))


def cuts(body: list[Statement | Let]) -> Iterable[list[Statement | Let]]:
    for i, statement in enumerate(body):
        if isinstance(statement, Let):
            for cut in cuts(statement.body):
                result = cut[-1].name
                yield [*body[:i], Let(statement.name, statement.of, statement.bound, needed(cut, result), result)]
        yield body[: i + 1]


def needed(body: list[Statement | Let], result: str) -> list[Statement | Let]:
    wanted = {result}
    kept = []
    for statement in reversed(body):
        if statement.name in wanted:
            wanted |= names_in(statement)
            kept.append(statement)
    return kept[::-1]


class Generator:
    """Makes up one function. Every node is evaluated at the points as it is added, and added only where it is well
    inside its domain, so that the points are good for the whole function."""

    def __init__(self, rng: random.Random, names: list[str]) -> None:
        self.rng = rng
        self.names = names
        inputs = rng.randint(2, 5)
        self.points = [[rng.randint(-2048, 2048) / 1024 for _ in range(inputs)] for _ in range(POINTS)]
        self.values = {f"x{i}": [point[i] for point in self.points] for i in range(inputs)}
        self.carried = Counter()  # runtime constants, by name
        self.scope = list(self.values)
        self.unused = set(self.values)
        self.constants: dict[str, float] = {}
        self.body: list[Statement | Let] = []
        self.operations = Counter()
        self.depth = 0

    def fresh(self, letter: str) -> str:
        return f"{letter}{len(self.values)}"

    def values_of(self, operand: str) -> list[float]:
        return [float(number_in(operand))] * POINTS if operand.endswith("_c") else self.values[operand]

    def fits(self, operand: str, wanted: str) -> bool:
        low, high = RANGES[wanted]
        return all(low <= x <= high for x in self.values_of(operand))

    def add(self, name: str, operands: list[str], largest: float = LARGEST) -> str | None:
        """A node, or None if its values would not do."""
        operation = OPERATIONS[name]
        rows = list(zip(*map(self.values_of, operands)))
        carried = sum(self.carried[operand] for operand in operands)
        if carried > CONSTANTS or not all(operation.smooth(*row) for row in rows):
            return None
        try:
            values = [operation.value(*row) for row in rows]
        except (ValueError, OverflowError, ZeroDivisionError):
            return None
        if not all(abs(x) <= largest for x in values):
            return None
        result = self.fresh("t")
        self.body.append(Statement(result, operation, operands))
        self.declare(result, values, carried)
        self.unused -= set(operands)
        self.operations[name] += 1
        return result

    def declare(self, name: str, values: list[float], carried: int = 0) -> None:
        self.values[name] = values
        self.carried[name] = carried
        self.scope.append(name)
        self.unused.add(name)

    def node(self) -> str:
        """Rather one that is not used yet, or a recent one."""
        recent = self.scope[-4:]
        weights = [1 + 4 * (name in self.unused) + 2 * (name in recent) for name in self.scope]
        return self.rng.choices(self.scope, weights)[0]

    def constant(self, wanted: str) -> str:
        """A literal or a runtime constant in a range."""
        low, high = (max(RANGES[wanted][0], -4.0), min(RANGES[wanted][1], 4.0))
        value = self.rng.uniform(low, high)
        digits = self.rng.choice([0, 1, 1, 2, 3])
        text = f"{round(value, digits):.{digits}f}"
        if not low <= float(text) <= high or float(text) == 0:
            text = f"{(low + high) / 2 or 0.5:.3f}"
        if self.rng.random() < 0.6:
            return text + "_c"
        name = self.fresh("k")
        self.constants[name] = float(text)
        self.values[name] = [float(text)] * POINTS
        self.carried[name] = 1
        return name

    def operand(self, wanted: str | tuple[str, ...], may_be_constant: bool) -> str | None:
        if isinstance(wanted, tuple):
            return self.rng.choice(wanted)
        if may_be_constant and self.rng.random() < 0.16:
            return self.constant(wanted)
        for _ in range(3):
            name = self.node()
            if self.fits(name, wanted):
                return name
        alternatives = self.rng.sample(GUARDS[wanted][:-1], len(GUARDS[wanted]) - 1) + GUARDS[wanted][-1:]
        for steps in alternatives:
            guarded: str | None = name
            for operation, *operands in steps:
                guarded = guarded and self.add(operation, [guarded if o == "_" else o for o in operands])
            if guarded and self.fits(guarded, wanted):
                return guarded
        return None

    def step(self) -> None:
        if self.depth < 3 and self.rng.random() < 0.08:
            self.let()
            return
        name = self.rng.choice(self.names)
        wanted = OPERATIONS[name].operands
        for _ in range(3):
            always_node = self.rng.choice([i for i, w in enumerate(wanted) if isinstance(w, str)])
            operands = [self.operand(w, i != always_node) for i, w in enumerate(wanted)]
            if None not in operands and self.add(name, operands):
                return

    def let(self) -> None:
        of = self.node()
        outer_body, outer_scope, outer_unused = self.body, self.scope, self.unused - {of}
        bound = self.fresh("u")
        self.body, self.scope, self.unused = [], list(outer_scope), set()
        self.declare(bound, self.values[of])
        self.depth += 1
        for _ in range(self.rng.randint(1, 4)):
            self.step()
        self.depth -= 1
        result = self.join()
        body = self.body
        self.body, self.scope = outer_body, outer_scope
        self.unused = outer_unused - set().union(*map(names_in, body), {result})
        name = self.fresh("t")
        self.body.append(Let(name, of, bound, body, result))
        self.declare(name, self.values[result], self.carried[of] + self.carried[result])

    def join(self) -> str:
        """Makes one node of all that are not used."""
        while len(self.unused) > 1:
            a, b = self.rng.sample(sorted(self.unused), 2)
            name = self.rng.choice(["+", "-", "*"])
            if not self.add(name, [a, b], 1e3) and not self.add("+", [a, b], math.inf):
                raise OverflowError("too many runtime constants")
        return next(iter(self.unused))


def generate(seed: int, index: int, names: list[str]) -> Shape:
    rng = random.Random(f"{seed} {index}")
    while True:
        size = int(3 + 32 * rng.random() ** 1.5)
        g = Generator(rng, names)
        try:
            while g.operations.total() + len(g.unused) - 1 < size:
                g.step()
            result = g.join()
        except OverflowError:
            continue
        if 3 <= g.operations.total() <= 40:
            return Shape(index, g.points, g.constants, g.body, result, g.operations)


@dataclass
class Tools:
    compiler: str
    flags: list[str]
    folder: Path

    def compile(self, *arguments: str | Path) -> str:
        """What the compiler complains about, or nothing."""
        command = [self.compiler, "-std=c++20", "-O1", *self.flags, f"-I{HARNESS}", *arguments]
        run = subprocess.run(command, capture_output=True, text=True, errors="replace")
        return run.stderr if run.returncode != 0 else ""

    def oracle(self) -> None:
        if wrong := self.compile("-c", HARNESS / "oracle.cpp", "-o", self.folder / "oracle.o"):
            sys.exit(f"the oracle does not compile:\n{wrong}")

    def run(self, name: str, shapes: list[Shape]) -> tuple[str, str]:
        """What a program of shapes prints, and why it could not be run."""
        source, program = self.folder / f"{name}.cpp", self.folder / name
        calls = "\n".join(f"    shape_{shape.index}();" for shape in shapes)
        source.write_text(
            '#include "shape.hpp"\n\nnamespace shapes {\n\nusing namespace tapeless::literals;\n\n'
            + "\n".join(shape.program() for shape in shapes)
            + f"\nvoid all() {{\n{calls}\n}}\n\n}} // namespace shapes\n\nint main() {{ shapes::all(); }}\n"
        )
        if wrong := self.compile(source, self.folder / "oracle.o", "-o", program):
            return "", "it does not compile:\n" + "\n".join([x for x in wrong.splitlines() if "error" in x][:5])
        run = subprocess.run([program], capture_output=True, text=True)
        program.unlink()
        return run.stdout, f"it exits with {run.returncode}:\n{run.stderr}" if run.returncode != 0 else ""


def describe(shape: Shape, wrong: list[list[str]]) -> str:
    lines = [shape.function(as_text)]
    for _, point, what, ours, exact, bound in wrong[:3]:
        at = ", ".join(f"x{i} = {x!r}" for i, x in enumerate(shape.points[int(point)]))
        lines.append(f"  at {at}: {what} is {ours}, should be {exact} within {bound}")
    return "\n".join(lines)


def disagreements(output: str) -> dict[int, list[list[str]]]:
    found: dict[int, list[list[str]]] = {}
    for line in output.splitlines():
        kind, *rest = line.split()
        if kind == "wrong":
            found.setdefault(int(rest[0]), []).append(rest)
    return found


def smallest_part(tools: Tools, shape: Shape) -> str:
    parts = list(shape.parts())
    output, wrong = tools.run(f"parts_of_{shape.index}", parts)
    if wrong:
        return wrong
    found = disagreements(output)
    least = min(found, key=lambda i: len(parts[i].function(as_text)))
    return describe(parts[least], found[least])


def first_that_fails(tools: Tools, shapes: list[Shape]) -> str:
    """Of functions whose common program could not be run."""
    for shape in sorted(shapes, key=lambda shape: shape.operations.total()):
        if wrong := tools.run(f"function_{shape.index}", [shape])[1]:
            return f"function {shape.index} alone: {wrong}\n{shape.function(as_text)}"
    return "each of them alone can be run"


@dataclass
class Tally:
    """What the programs say of all functions together."""

    functions: int = 0
    compared: int = 0
    sharp: int = 0
    worst: float = 0.0
    worst_function: int = 0
    failed: bool = False

    def read(self, output: str) -> None:
        for line in output.splitlines():
            kind, *rest = line.split()
            if kind != "shape":
                continue
            self.functions += 1
            self.compared += int(rest[1])
            self.sharp += int(rest[2])
            if float(rest[3]) > self.worst:
                self.worst, self.worst_function = float(rest[3]), int(rest[0])


def check(tools: Tools, shapes: list[Shape], jobs: int) -> Tally:
    """Prints what disagrees."""
    units = [shapes[i : i + SHAPES_PER_UNIT] for i in range(0, len(shapes), SHAPES_PER_UNIT)]
    tally = Tally()
    explained = 0
    with ThreadPoolExecutor(jobs) as pool:
        for unit, (output, wrong) in zip(units, pool.map(tools.run, [f"unit_{i}" for i in range(len(units))], units)):
            tally.read(output)
            found = disagreements(output)
            tally.failed |= bool(wrong or found)
            if wrong:
                print(f"functions {unit[0].index} to {unit[-1].index}: {wrong}\n{first_that_fails(tools, unit)}\n")
            for shape in unit:
                if shape.index not in found:
                    continue
                print(f"function {shape.index}: {len(found[shape.index])} numbers disagree", flush=True)
                explained += 1
                if explained <= 3:
                    print(describe(shape, found[shape.index]))
                    print(f"smallest part:\n{smallest_part(tools, shape)}\n", flush=True)
    return tally


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shapes", type=int, default=2000, help="how many functions (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="other seeds give other functions (default: %(default)s)")
    parser.add_argument("--only", type=int, metavar="N", help="print and check only function N of them")
    parser.add_argument("--operations", nargs="+", choices=OPERATIONS, metavar="NAME", help="only these, and guards")
    parser.add_argument("--compiler", default="c++", help="the compiler (default: %(default)s)")
    parser.add_argument("--include", nargs="+", default=[ROOT / "include"], metavar="DIR",
                        help="where the library and Boost are (default: include)")
    parser.add_argument("--jobs", type=int, default=2, help="how many compilers at once (default: %(default)s)")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="leave the generated programs there")
    arguments = parser.parse_args()

    names = arguments.operations or list(OPERATIONS)
    wanted = range(arguments.shapes) if arguments.only is None else [arguments.only]
    shapes = [generate(arguments.seed, index, names) for index in wanted]
    if arguments.only is not None:
        print(shapes[0].function(as_text))

    with tempfile.TemporaryDirectory() as temporary:
        folder = arguments.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        tools = Tools(arguments.compiler, [f"-I{path}" for path in arguments.include], folder)
        tools.oracle()
        tally = check(tools, shapes, arguments.jobs)

    operations = sum((shape.operations for shape in shapes), Counter())
    rarest = min(names, key=lambda name: operations[name])
    sizes = [shape.operations.total() for shape in shapes]
    print(
        f"{tally.functions} functions, {len({shape.function(as_text) for shape in shapes})} of them distinct, of "
        f"{min(sizes)} to {max(sizes)} operations of {len(names)} kinds (the rarest, {rarest}, {operations[rarest]} "
        f"times)\n{tally.compared} numbers compared, {100 * tally.sharp / max(tally.compared, 1):.2f}% of them within "
        f"1e-9; the largest error is {tally.worst:.2g} of its bound, in function {tally.worst_function}"
    )
    if tally.sharp < LEAST_SHARP * tally.compared:
        print("too many of the numbers are too ill-conditioned to prove anything")
        tally.failed = True
    return 1 if tally.failed or tally.functions != len(shapes) else 0


if __name__ == "__main__":
    sys.exit(main())
