#!/usr/bin/env python3
# Copyright (c) 2026 the tapeless authors
# Distributed under the Boost Software License, Version 1.0 (see LICENSE).

"""Compares random networks with backpropagation by hand: loss, gradient, and the parameters after a step of training.

Multilayer perceptrons of 1 to 4 layers, 1 to 33 wide, for batches of 1 to 9, with every activation and loss are made up
from a seed. tapeless runs each as tensors in float and in double; tests/architectures/backpropagation.hpp runs it in
plain loops in long double, and shares nothing with the library. Of each network there is a narrow form too, up to 5
wide, which is also written out as one scalar expression of all its parameters.

What counts as a disagreement: an error above 1e-6 in float, or 1e-13 in double, of the largest of the numbers that are
compared together (the loss, all derivatives, all parameters). The numbers of a network are drawn such that the gradient
is well conditioned: derivatives next to a kink of relu, or of outputs close to their targets, have no digits in float.

Exits with 1 if a number disagrees.
"""

import argparse
import random
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HARNESS = ROOT / "tests" / "architectures"
NETWORKS_PER_UNIT = 4
WIDEST, NARROW = 33, 5
DEEPEST = 4
LARGEST_BATCH = 9
MOST_NODES = 600  # of a scalar expression
ACTIVATIONS = ["identity", "relu", "tanh", "sigmoid"]
LOSSES = ["mean_squared_error", "softmax_cross_entropy"]


@dataclass
class Network:
    index: int
    kind: str  # wide, narrow
    widths: list[int]  # of the inputs, then of each layer
    activations: list[str]
    loss: str
    batch: int
    numbers: int  # the seed of its parameters, samples and targets

    def layers(self) -> list[tuple[int, int, str]]:
        return list(zip(self.widths, self.widths[1:], self.activations))

    def parameters(self) -> int:
        return sum((inputs + 1) * outputs for inputs, outputs, _ in self.layers())

    def nodes(self) -> int:
        """Of the scalar expression, roughly: products, sums, activations, and the loss."""
        return self.batch * (sum((2 * i + 1) * o for i, o, _ in self.layers()) + 4 * self.widths[-1])

    def __str__(self) -> str:
        layers = " ".join(f"-{activation}-> {outputs}" for _, outputs, activation in self.layers())
        return f"{self.widths[0]} {layers}, {self.loss}, batch {self.batch}"

    def program(self) -> str:
        """A function that checks this network."""
        plain = ", ".join(f"{{{i}, {o}, by_hand::unit::{a}}}" for i, o, a in self.layers())
        dense = ", ".join(f"nn::dense<{o}, nn::{a}>" for _, o, a in self.layers())
        lines = [
            f"// {self}",
            f"void {self.kind}_{self.index}() {{",
            f"    const by_hand::architecture plain{{{{{plain}}}, by_hand::loss::{self.loss}, {self.batch}}};",
            f"    const auto it = agreement::draw(plain, {self.numbers});",
            f"    agreement::check_tensors<nn::mlp<{self.widths[0]}, {dense}>, nn::{self.loss}, {self.batch}>("
            f"{self.index}, \"{self.kind}\", it);",
        ]
        if self.kind == "narrow":
            sizes = f"{self.parameters()}, {self.batch * self.widths[0]}, {self.batch * self.widths[-1]}"
            lines += [
                "    const auto loss = [](auto p, auto x, auto t) {",
                *(f"        {line}" for line in self.scalar_expression()),
                "    };",
                f'    agreement::check_scalars<{sizes}>({self.index}, "scalars", loss, it);',
            ]
        return "\n".join([*lines, "}"]) + "\n"

    def scalar_expression(self) -> list[str]:
        """The body of a function of the parameters p, the samples x and the targets t."""
        lines, losses = [], []
        for s in range(self.batch):
            values = [f"x[{s * self.widths[0] + i}_c]" for i in range(self.widths[0])]
            at = 0
            for n, (inputs, outputs, activation) in enumerate(self.layers()):
                given, values = values, []
                for o in range(outputs):
                    terms = [f"{x} * p[{at + i * outputs + o}_c]" for i, x in enumerate(given)]
                    total = " + ".join([*terms, f"p[{at + inputs * outputs + o}_c]"])
                    values.append(f"y{n}_{s}_{o}")
                    formula = total if activation == "identity" else f"{activation}({total})"
                    lines.append(f"const auto {values[-1]} = {formula};")
                at += (inputs + 1) * outputs
            targets = [f"t[{s * self.widths[-1] + o}_c]" for o in range(self.widths[-1])]
            if self.loss == "mean_squared_error":
                losses += [f"({y} - {t}) * ({y} - {t})" for y, t in zip(values, targets)]
            else:
                losses.append("log(" + " + ".join(f"exp({y})" for y in values) + ")")
                losses[-1] += "".join(f" - {y} * {t}" for y, t in zip(values, targets))
        count = len(losses)
        return [*lines, f"return ({' + '.join(losses)}) / {count}_c;"]


def generate(seed: int, index: int) -> tuple[Network, Network]:
    """A network, and its narrow form."""
    rng = random.Random(f"{seed} {index}")
    depth = rng.randint(1, DEEPEST)
    activations = [rng.choice(ACTIVATIONS) for _ in range(depth)]
    loss = rng.choice(LOSSES)
    fewest_outputs = 2 if loss == "softmax_cross_entropy" else 1

    def make(kind: str, widest: int, largest_batch: int) -> Network:
        widths = [rng.randint(1, widest) for _ in range(depth)] + [rng.randint(fewest_outputs, widest)]
        return Network(index, kind, widths, activations, loss, rng.randint(1, largest_batch), rng.getrandbits(31))

    wide = make("wide", WIDEST, LARGEST_BATCH)
    narrow = make("narrow", NARROW, 2)
    while narrow.nodes() > MOST_NODES:
        narrow = make("narrow", NARROW, 2)
    return wide, narrow


@dataclass
class Tools:
    compiler: str
    flags: list[str]
    folder: Path

    def run(self, name: str, networks: list[Network]) -> tuple[str, str]:
        """What a program of networks prints, and why it could not be run."""
        source, program = self.folder / f"{name}.cpp", self.folder / name
        calls = "\n".join(f"    networks::{network.kind}_{network.index}();" for network in networks)
        source.write_text(
            '#include "agreement.hpp"\n\nnamespace networks {\n\nusing namespace tapeless::literals;\n'
            "namespace nn = tapeless::nn;\n\n"
            + "\n".join(network.program() for network in networks)
            + f"\n}} // namespace networks\n\nint main() {{\n{calls}\n}}\n"
        )
        command = [self.compiler, "-std=c++20", "-O1", *self.flags, f"-I{HARNESS}", source, "-o", program]
        compiled = subprocess.run(command, capture_output=True, text=True, errors="replace")
        if compiled.returncode != 0:
            errors = [line for line in compiled.stderr.splitlines() if "error" in line]
            return "", "it does not compile:\n" + "\n".join(errors[:5])
        run = subprocess.run([program], capture_output=True, text=True)
        program.unlink()
        return run.stdout, f"it exits with {run.returncode}:\n{run.stderr}" if run.returncode != 0 else ""


@dataclass
class Tally:
    """What the programs say of all networks together."""

    reports: int = 0
    compared: int = 0
    wrong: int = 0
    worst: float = 0.0
    worst_at: str = ""
    failed: bool = False

    def read(self, output: str) -> None:
        """A report is a line `network NUMBER KIND TYPE COMPARED WRONG WORST`."""
        for line in output.splitlines():
            word, *rest = line.split()
            if word == "wrong":
                self.failed = True
                print(line, flush=True)
                continue
            self.reports += 1
            self.compared += int(rest[3])
            self.wrong += int(rest[4])
            if not float(rest[5]) <= self.worst:
                self.worst, self.worst_at = float(rest[5]), f"network {rest[0]}, {rest[1]}, {rest[2]}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--networks", type=int, default=100, help="how many networks (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="other seeds give other networks (default: %(default)s)")
    parser.add_argument("--only", type=int, metavar="N", help="print and check only network N of them")
    parser.add_argument("--compiler", default="c++", help="the compiler (default: %(default)s)")
    parser.add_argument("--include", nargs="+", default=[ROOT / "include"], metavar="DIR",
                        help="where the library and Boost are (default: include)")
    parser.add_argument("--jobs", type=int, default=2, help="how many compilers at once (default: %(default)s)")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="leave the generated programs there")
    arguments = parser.parse_args()

    wanted = range(arguments.networks) if arguments.only is None else [arguments.only]
    pairs = [generate(arguments.seed, index) for index in wanted]
    if arguments.only is not None:
        print(*pairs[0], sep="\n")

    units = [pairs[i : i + NETWORKS_PER_UNIT] for i in range(0, len(pairs), NETWORKS_PER_UNIT)]
    tally = Tally()
    with tempfile.TemporaryDirectory() as temporary, ThreadPoolExecutor(arguments.jobs) as pool:
        folder = arguments.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        tools = Tools(arguments.compiler, [f"-I{path}" for path in arguments.include], folder)
        programs = pool.map(tools.run, [f"unit_{i}" for i in range(len(units))], [sum(unit, ()) for unit in units])
        for unit, (output, wrong) in zip(units, programs):
            tally.read(output)
            if wrong:
                tally.failed = True
                print(f"networks {unit[0][0].index} to {unit[-1][0].index}: {wrong}\n", flush=True)

    odd = sum(any(width % 2 for width in wide.widths) for wide, _ in pairs)
    print(
        f"{len(pairs)} networks, {len({str(wide) for wide, _ in pairs})} of them distinct, {odd} with odd widths, each "
        f"as tensors, as scalar expressions and by hand\n{tally.compared} numbers compared, {tally.wrong} of them "
        f"disagree; the largest error is {tally.worst:.2g} of its tolerance, in {tally.worst_at}"
    )
    complete = tally.reports == 6 * len(pairs)  # wide, narrow and scalars, in float and in double
    return 1 if tally.failed or tally.wrong or not complete else 0


if __name__ == "__main__":
    sys.exit(main())
