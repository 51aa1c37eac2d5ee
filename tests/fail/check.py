#!/usr/bin/env python3
# Copyright (c) 2026 the tapeless authors
# Distributed under the Boost Software License, Version 1.0 (see LICENSE).

"""Checks that a program is refused for the right reason.

A file under test has one line marked `// HERE` (the user's mistake), one or more lines `// expect: SENTENCE`, and
the mistake itself behind `#ifdef TAPELESS_FAIL_FIXED` (correct line) `#else` (wrong line) `#endif`. It must

  - compile with -DTAPELESS_FAIL_FIXED, so that nothing but the mistake can be the reason for the refusal;
  - not compile without it, with every SENTENCE in the diagnostics, and FILE:LINE of the marked line too.

Another mark than `// HERE` is chosen with `// expect-line: MARK`.
"""

import argparse
import subprocess
import sys
from pathlib import Path


def values(lines: list[str], key: str) -> list[str]:
    """What stands behind `// key:` in each line that starts with it."""
    prefix = f"// {key}:"
    return [line.removeprefix(prefix).strip() for line in lines if line.startswith(prefix)]


def marked_lines(lines: list[str], mark: str) -> list[int]:
    return [
        number
        for number, line in enumerate(lines, start=1)
        if mark in line and not line.startswith("// expect")
    ]


def compile_only(compiler: str, flags: list[str], source: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [compiler, "-fsyntax-only", *flags, str(source)], capture_output=True, text=True, errors="replace"
    )


def complaints(compiler: str, flags: list[str], source: Path) -> list[str]:
    """What is wrong with the refusal of source: nothing, if the list is empty."""
    lines = source.read_text().splitlines()
    sentences = values(lines, "expect")
    mark = (values(lines, "expect-line") or ["// HERE"])[0]
    numbers = marked_lines(lines, mark)
    if not sentences or "" in sentences:
        return ["the file has no sentence behind '// expect:'"]
    if not numbers:
        return [f"no line of the file is marked '{mark}'"]

    fixed = compile_only(compiler, [*flags, "-DTAPELESS_FAIL_FIXED"], source)
    if fixed.returncode != 0:
        return ["with TAPELESS_FAIL_FIXED it should compile, and does not:\n" + fixed.stderr]

    broken = compile_only(compiler, flags, source)
    if broken.returncode == 0:
        return ["it compiles, and should not"]
    found = [f"the compiler does not say: {sentence}" for sentence in sentences if sentence not in broken.stderr]
    if not any(f"{source.name}:{number}:" in broken.stderr for number in numbers):
        found.append(f"the compiler does not name {source.name}:{numbers[0]}")
    return found + ["what it says:\n" + broken.stderr] if found else []


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--compiler", default="c++", help="the compiler (default: %(default)s)")
    parser.add_argument("source", type=Path, help="the file under test")
    parser.add_argument("flags", nargs="*", help="compiler flags, behind --")
    arguments = parser.parse_args()

    found = complaints(arguments.compiler, arguments.flags, arguments.source)
    for complaint in found:
        print(f"{arguments.source.name}: {complaint}", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
