#!/usr/bin/env python3
# Copyright (c) 2026 the tapeless authors
# Distributed under the Boost Software License, Version 1.0 (see LICENSE).

"""Counts the instructions of value and gradient: hand-written code against ours, by valgrind's callgrind.

"alone" is what the function itself executes, "with libm" adds what it calls. Built for AVX2 and FMA: callgrind
knows no AVX-512. The functions are in bench/functions; those with a second version of ours have a second row, which
is not checked.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "bench" / "count" / "instructions.cpp"
OPTIONS = ("-std=c++20", "-O3", "-march=x86-64-v3", "-DNDEBUG")


def run(command: list[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"failed: {' '.join(command)}\n{done.stderr}{done.stdout}")
    return done.stdout


def read_costs(profile: str, function: str) -> tuple[int, int]:
    """Of a callgrind file, what a function executes itself, and that with what it calls.

    A cost line is a position and a count. The line after calls= is the cost of that call, which belongs to the caller
    but was executed elsewhere. Names are written once and then numbered: fn=(3) main, later fn=(3).
    """
    names: dict[str, str] = {}
    alone = called = 0
    inside = after_calls = False
    for line in profile.splitlines():
        if match := re.match(r"c?fn=\((\d+)\)(?: (.*))?$", line):
            number, name = match.groups()
            if name:
                names[number] = name
            if line.startswith("fn="):
                inside = names[number].split("(")[0].removesuffix("'2") == function
        elif line.startswith("calls="):
            after_calls = True
        elif re.match(r"[+*-]?\d* ?[+*-]?\d+ \d+$|[+*-] \d+$", line) and line[0] in "0123456789+-*":
            cost = int(line.split()[-1])
            if inside and after_calls:
                called += cost
            elif inside:
                alone += cost
            after_calls = False
    return alone, alone + called


def count(program: Path, letter: str, name: str, version: str, calls: int) -> tuple[float, float]:
    """Instructions per call: alone and with libm."""
    function = f"functions::{name}::{version}"
    profile = program.parent / f"{letter}.{version}"
    run(
        ["valgrind", "--tool=callgrind", f"--callgrind-out-file={profile}"]
        + [f"--toggle-collect={function}(double const*)"]
        + [str(program), letter, version, str(calls)]
    )
    alone, inclusive = read_costs(profile.read_text(), function)
    if alone == 0:
        sys.exit(f"callgrind has not seen {function}")
    return alone / calls, inclusive / calls


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--compiler", default="g++", help="the compiler (default: g++)")
    parser.add_argument("--include", type=Path, default=ROOT / "include", help="where tapeless is")
    parser.add_argument("--calls", type=int, default=160, help="calls that are counted (default: 160)")
    parser.add_argument("--check", type=float, metavar="RATIO", help="fail if ours exceeds hand-written by this, alone")
    parser.add_argument("functions", nargs="*", metavar="FUNCTION", help="letters of functions (default: all)")
    arguments = parser.parse_args()

    too_slow = []
    with tempfile.TemporaryDirectory() as folder:
        program = Path(folder) / "instructions"
        options = [*OPTIONS, f"-I{arguments.include}", *os.environ.get("CXXFLAGS", "").split()]
        run([arguments.compiler, *options, str(SOURCE), "-o", str(program)])
        functions = {line[0]: line[1:] for line in (text.split("\t") for text in run([str(program)]).splitlines())}
        if unknown := set(arguments.functions) - set(functions):
            parser.error(f"no such function: {', '.join(sorted(unknown))}")
        print(f"{arguments.compiler} {' '.join(OPTIONS[1:])}, instructions per call\n")
        print("| | function | hand | ours | ratio | hand with libm | ours with libm | ratio with libm |")
        print("|---|---|---|---|---|---|---|---|")
        for letter in arguments.functions or functions:
            name, title, plain = functions[letter]
            hand, hand_libm = count(program, letter, name, "hand", arguments.calls)
            for version in ("ours", "plain") if plain else ("ours",):
                sums = [float(run([str(program), letter, v, "100"])) for v in ("hand", version)]
                if abs(sums[0] - sums[1]) > 1e-10 * abs(sums[0]):
                    sys.exit(f"{letter}: hand and {version} disagree: {sums[0]}, {sums[1]}")
                ours, ours_libm = count(program, letter, name, version, arguments.calls)
                ratio = ours / hand
                what = f"{title}, {plain}" if version == "plain" else title
                print(
                    f"| {letter} | {what} | {hand:.1f} | {ours:.1f} | {ratio:.2f} "
                    f"| {hand_libm:.1f} | {ours_libm:.1f} | {ours_libm / hand_libm:.2f} |",
                    flush=True,
                )
                if version == "ours" and arguments.check and ratio > arguments.check:
                    too_slow.append(f"{letter}: {ratio:.2f} times the hand-written instructions")
    for complaint in too_slow:
        print(complaint, file=sys.stderr)
    return 1 if too_slow else 0


if __name__ == "__main__":
    sys.exit(main())
