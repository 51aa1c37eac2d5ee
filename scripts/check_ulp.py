#!/usr/bin/env python3
# Copyright (c) 2026 the tapeless authors
# Distributed under the Boost Software License, Version 1.0 (see LICENSE).

"""Measures the functions of lanes<float> over all 2^32 floats and prints a table of their largest errors.

The oracle is the C library's function of double. Some minutes for each target; fails if an error exceeds the bound that
tests/ulp/measure.hpp has from the function's doc comment.
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OPTIONS = ("-std=c++20", "-O3", "-DNDEBUG", f"-I{ROOT / 'include'}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--compiler", default="g++", help="the compiler (default: g++)")
    parser.add_argument("--target", action="append", help="value of -march; may be repeated (default: x86-64, x86-64-v3)")
    parser.add_argument("functions", nargs="*", metavar="FUNCTION", help="names of functions (default: all)")
    arguments = parser.parse_args()
    targets = arguments.target or ["x86-64", "x86-64-v3"]

    rows: dict[str, list[str]] = {}
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        for target in targets:
            program = Path(folder) / target
            source = ROOT / "tests" / "ulp" / "exhaustive.cpp"
            subprocess.run(
                [arguments.compiler, *OPTIONS, f"-march={target}", str(source), "-o", str(program)], check=True
            )
            done = subprocess.run([str(program), *arguments.functions], stdout=subprocess.PIPE, text=True, check=False)
            failed |= done.returncode != 0
            for name, ulp, at, bound in (line.split("\t") for line in done.stdout.splitlines()):
                rows.setdefault(name, [f"`{name}`", bound]).extend([ulp, at])
    print("| function | stated |" + "".join(f" {t} | at |" for t in targets))
    print("|---|---|" + "---|---|" * len(targets))
    for row in rows.values():
        print("| " + " | ".join(row) + " |")
    if failed or not rows:
        print("a function is unknown, or exceeds what it states", file=sys.stderr)
    return 1 if failed or not rows else 0


if __name__ == "__main__":
    sys.exit(main())
