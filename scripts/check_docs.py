#!/usr/bin/env python3
# Copyright (c) 2026 the tapeless authors
# Distributed under the Boost Software License, Version 1.0 (see LICENSE).

"""Checks that README.md and docs/**/*.md quote code that is compiled, and output that was printed.

A fenced block is tied to its source by an HTML comment on the line before it:

  <!-- file: examples/xyz.cpp -->                       the block is that file, without its licence lines
  <!-- file: docs/snippets/xyz.cpp region: name -->     the block is what stands between // [name] and // [/name]
  <!-- output: examples/xyz some arguments -->          the block is what that program prints; `...` in a line
                                                        stands for any run of characters

Every block must have such a comment, except sh and cmake blocks, and blocks with no language.
"""

import argparse
import re
import shlex
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

FREE_LANGUAGES = ("", "sh", "cmake")
SOURCE_COMMENT = re.compile(r"<!--\s*(file|output):\s*(.*?)\s*-->")
FILE_SOURCE = re.compile(r"(\S+)(?:\s+region:\s*(\S+))?")
FENCE = re.compile(r"\s*(```+)\s*(\w*)")
REGION_MARK = re.compile(r"\s*// \[/?[\w-]+\]\s*")
LICENCE = re.compile(r"// Copyright .*\n// Distributed under .*\n")


class Mismatch(Exception):
    """A block that is not what its source says; the message says how."""


@dataclass
class Block:
    place: str  # FILE:LINE of the opening fence
    language: str
    comment: str  # the last line before the fence that is not empty
    text: str


def blocks_of(page: Path, name: str) -> list[Block]:
    blocks = []
    comment, opening, body = "", None, []
    for number, line in enumerate(page.read_text().splitlines(), start=1):
        fence = FENCE.match(line)
        if opening and line.strip() == opening[0]:
            blocks.append(Block(opening[1], opening[2], comment, textwrap.dedent("\n".join(body))))
            opening, comment = None, ""
        elif opening:
            body.append(line)
        elif fence:
            opening, body = (fence[1], f"{name}:{number}", fence[2]), []
        elif line.strip():
            comment = line.strip()
    if opening:
        raise Mismatch(f"{opening[1]}: the block is never closed")
    return blocks


def without_blank_edges(text: str) -> list[str]:
    return textwrap.dedent(text).strip("\n").splitlines()


def quoted_source(root: Path, source: str) -> list[str]:
    match = FILE_SOURCE.fullmatch(source)
    file = root / match[1] if match else None
    if not file or not file.is_file():
        raise Mismatch(f"there is no file {source}")
    text, region = file.read_text(), match[2]
    if region:
        name = re.escape(region)
        found = re.search(rf"^\s*// \[{name}\]\s*?\n(.*?)^\s*// \[/{name}\]", text, re.MULTILINE | re.DOTALL)
        if not found:
            raise Mismatch(f"{match[1]} has no region '{region}'")
        text = found[1]
    kept = [line for line in LICENCE.sub("", text).splitlines() if not REGION_MARK.fullmatch(line)]
    return without_blank_edges("\n".join(kept))


def printed_output(build_dir: Path | None, source: str) -> list[str]:
    if not build_dir:
        raise Mismatch("--build-dir is needed to run a program")
    program, *arguments = shlex.split(source)
    if not (build_dir / program).is_file():
        raise Mismatch(f"the program {program} is not built")
    run = subprocess.run([build_dir / program, *arguments], capture_output=True, text=True)
    if run.returncode != 0:
        raise Mismatch(f"{source} exits with {run.returncode}: {run.stderr}")
    return without_blank_edges(run.stdout)


def matches(written: str, printed: str) -> bool:
    """Whether a line of output is the printed line, where `...` stands for any run of characters."""
    return re.fullmatch(".*".join(map(re.escape, written.split("..."))), printed) is not None


def require_same(page: list[str], source: list[str], same: Callable[[str, str], bool]) -> None:
    for number, (ours, theirs) in enumerate(zip_longest(page, source), start=1):
        if ours is None or theirs is None or not same(ours.rstrip(), theirs.rstrip()):
            shown = ["(ends here)" if line is None else line for line in (ours, theirs)]
            raise Mismatch(f"line {number} of the block differs\n  page:   {shown[0]}\n  source: {shown[1]}")


def check_block(root: Path, build_dir: Path | None, block: Block) -> None:
    match = SOURCE_COMMENT.fullmatch(block.comment)
    if not match:
        if block.language not in FREE_LANGUAGES:
            raise Mismatch(f"no comment says where this {block.language} block comes from")
        return
    kind, source = match.groups()
    page = without_blank_edges(block.text)
    if kind == "file":
        require_same(page, quoted_source(root, source), str.__eq__)
    else:
        require_same(page, printed_output(build_dir, source), matches)


def check(root: Path, build_dir: Path | None) -> list[str]:
    errors = []
    pages = [page for page in (root / "README.md", *sorted((root / "docs").rglob("*.md"))) if page.exists()]
    for page in pages:
        try:
            blocks = blocks_of(page, str(page.relative_to(root)))
        except Mismatch as mismatch:
            errors.append(str(mismatch))
            continue
        for block in blocks:
            try:
                check_block(root, build_dir, block)
            except Mismatch as mismatch:
                errors.append(f"{block.place}: {mismatch}")
    return errors


def self_test() -> list[str]:
    """Checks one small page, then breaks it in every way; returns what nobody noticed."""
    licence = (
        "// Copyright (c) 2026 the tapeless authors\n"
        "// Distributed under the Boost Software License, Version 1.0 (see LICENSE).\n\n"
    )
    program = licence + "int main() {\n    // [call]\n    f(xs...);\n    // [/call]\n}\n"
    page = textwrap.dedent(
        """
        <!-- file: examples/hello.cpp -->
        ```cpp
        int main() {
            f(xs...);
        }
        ```

        <!-- file: examples/hello.cpp region: call -->
        ```cpp
        f(xs...);
        ```

        <!-- output: examples/hello 12 -->
        ```text
        hello
        took ... ns
        ```

        ```sh
        cmake --version
        ```
        """
    )
    broken = {
        "line 2 of the block": page.replace("    f(xs...);", "    f(ys...);"),
        "line 1 of the block": page.replace("\nf(xs...);", "\nf(...);"),
        "took 12 ns": page.replace("took", "needs"),
        "page:   (ends here)": page.replace("took ... ns\n", ""),
        "source: (ends here)": page.replace("... ns\n", "... ns\nmore\n"),
        "has no region 'gone'": page.replace("region: call", "region: gone"),
        "there is no file": page.replace("hello.cpp -->", "gone.cpp -->"),
        "is not built": page.replace("examples/hello 12", "examples/gone"),
        "exits with 3": page.replace("examples/hello 12", "examples/hello fail"),
        "no comment says where this cpp": page.replace("<!-- file: examples/hello.cpp -->", ""),
        "no comment says where this text": page.replace("<!-- output: examples/hello 12 -->", ""),
        "never closed": page + "```sh\n",
    }

    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "examples").mkdir()
        (root / "build" / "examples").mkdir(parents=True)
        (root / "examples" / "hello.cpp").write_text(program)
        executable = root / "build" / "examples" / "hello"
        executable.write_text('#!/bin/sh\n[ "$1" = fail ] && exit 3\necho hello\necho "took $1 ns"\n')
        executable.chmod(0o755)

        def errors_of(text: str) -> list[str]:
            (root / "README.md").write_text(text)
            return check(root, root / "build")

        failures = [f"complains about a good page: {error}" for error in errors_of(page)]
        for expected, text in broken.items():
            if not any(expected in error for error in errors_of(text)):
                failures.append(f"did not notice: {expected}")
    return failures


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--root", type=Path, default=Path(__file__).resolve().parent.parent, help="the repository")
    parser.add_argument("--build-dir", type=Path, help="where the programs were built")
    parser.add_argument("--self-test", action="store_true", help="check the checker instead")
    arguments = parser.parse_args()

    errors = self_test() if arguments.self_test else check(arguments.root, arguments.build_dir)
    for error in errors:
        print(error, file=sys.stderr)
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
