#!/usr/bin/env python3
# Copyright (c) 2026 the tapeless authors
# Distributed under the Boost Software License, Version 1.0 (see LICENSE).

"""Runs an example and compares what it prints with what NAME.txt expects.

Each line of NAME.txt must be a whole line of the output, in this order; lines in between do not matter, and any run of
blanks equals any other. In a line stand for a number of the output

  {24.7041~5e-5}     one that is at most 5e-5 away
  {>=0.97}           one that is at least 0.97
  {<=0.01}           one that is at most 0.01

Everything else is literal. What is no finite number equals nothing. Lines at the top may say

  # TEXT             a remark, such as where the numbers come from
  args: ARGUMENTS    what the program is started with; $OUT is an empty folder
  needs: PATH        without this path the test is skipped
  writes: NAME TEXT  a file that must lie in $OUT and hold TEXT (may be left out); one that ends in .png must be whole

The program must end with status 0 and write nothing to stderr. Status 77: skipped. Where gnuplot is not installed, an
option whose value is $OUT is left out, and so is what `writes` says.
"""

import argparse
import math
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

SKIP = 77
NUMBER = r"[-+]?(?:(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?|nan|inf)"
PLACE = re.compile(r"\{(?:(?P<value>[^{}~<>=]+)~(?P<tolerance>[^{}~]+)|(?P<relation>[<>]=)(?P<bound>[^{}]+))\}")


@dataclass
class Expectation:
    arguments: list[str] = field(default_factory=list)
    needs: list[Path] = field(default_factory=list)
    writes: list[tuple[str, str]] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)


def read_expectation(text: str) -> Expectation:
    expected = Expectation()
    at_the_top = True
    for line in text.splitlines():
        key, _, rest = line.partition(":")
        if not line.strip() or (at_the_top and line.startswith("#")):
            continue
        if at_the_top and key == "args":
            expected.arguments = shlex.split(rest)
        elif at_the_top and key == "needs":
            expected.needs.append(Path(rest.strip()))
        elif at_the_top and key == "writes":
            name, _, content = rest.strip().partition(" ")
            expected.writes.append((name, content.strip()))
        else:
            at_the_top = False
            pattern_of(line)  # a mistake in it is a mistake wherever the line would stand
            expected.lines.append(line)
    if not expected.lines:
        raise ValueError("no line is expected: nothing would be checked")
    return expected


def literal(text: str) -> str:
    return r"\s+".join(re.escape(part) for part in re.split(r"\s+", text))


def pattern_of(line: str) -> tuple[re.Pattern[str], list[re.Match[str]]]:
    """A line as a pattern with a group for each number, and what is expected of the numbers."""
    line, pattern, end, places = line.strip(), "", 0, []
    for place in PLACE.finditer(line):
        pattern += literal(line[end : place.start()]) + f"({NUMBER})"
        end = place.end()
        places.append(place)
        for number in ("value", "tolerance", "bound"):
            if place[number] is not None and not math.isfinite(float(place[number])):
                raise ValueError(f"{place[0]} is no comparison with a finite number")
    pattern += literal(line[end:])
    if re.search(r"\{[^{}]*(~|<=|>=)[^{}]*\}", PLACE.sub("", line)):
        raise ValueError(f"a comparison in '{line}' is neither {{X~T}} nor {{>=X}} nor {{<=X}}")
    return re.compile(pattern), places


def number_complaint(found: str, place: re.Match[str]) -> str | None:
    """Why a number of the output is not the one expected."""
    x = float(found)
    if place["value"] is not None:
        holds = abs(x - float(place["value"])) <= float(place["tolerance"])
    elif place["relation"] == ">=":
        holds = float(place["bound"]) <= x < math.inf
    else:
        holds = -math.inf < x <= float(place["bound"])
    return None if holds else f"{found} is not {place[0]}"


def complaints(expected: list[str], output: str) -> list[str]:
    """The first expected line that does not occur, and the lines that are like it but for a number."""
    lines = output.splitlines()
    at = 0
    for line in expected:
        pattern, places = pattern_of(line)
        near = []
        for number in range(at, len(lines)):
            match = pattern.fullmatch(lines[number].strip())
            if match is None:
                continue
            why = [c for found, place in zip(match.groups(), places) if (c := number_complaint(found, place))]
            if not why:
                at = number + 1
                break
            near.append(f"    line {number + 1} is like it, but {', '.join(why)}")
        else:
            after = f" after line {at}" if at else ""
            return [f"the output has no line{after} that is: {line.strip()}", *near]
    return []


def file_complaints(folder: Path, writes: list[tuple[str, str]]) -> list[str]:
    found = []
    for name, text in writes:
        path = folder / name
        if not path.is_file():
            found.append(f"{name} was not written")
            continue
        content = path.read_bytes()
        if path.suffix == ".png" and not (content.startswith(b"\x89PNG\r\n\x1a\n") and b"IEND" in content[-16:]):
            found.append(f"{name} is no whole PNG file")
        if text.encode() not in content or not content:
            found.append(f"{name} does not hold: {text or 'anything'}")
    return found


def without_pictures(arguments: list[str]) -> list[str]:
    kept: list[str] = []
    for argument in arguments:
        if argument == "$OUT" and kept:
            kept.pop()
        elif "$OUT" not in argument:
            kept.append(argument)
    return kept


def run(program: str, expected: Expectation, out: Path) -> list[str]:
    arguments, writes = expected.arguments, expected.writes
    if shutil.which("gnuplot") is None:
        arguments, writes = without_pictures(arguments), []
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    command = [program, *(argument.replace("$OUT", str(out)) for argument in arguments)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, errors="replace", timeout=280)
    except subprocess.TimeoutExpired:
        return ["it has not ended after 280 s"]
    found = complaints(expected.lines, done.stdout) + file_complaints(out, writes)
    if done.returncode != 0:
        found.insert(0, f"status {done.returncode}, expected 0")
    if done.stderr:
        found.insert(0, "something was written to stderr")
    if found:
        found.append(f"--- {shlex.join(command)}\n{done.stdout}--- stderr\n{done.stderr}")
    return found


def self_test() -> list[str]:
    """What this script gets wrong."""
    output = "start\nloss  0.25 at   step 10\n\ng = 24.70408\nrate 1e-3, accuracy 0.98\nx = nan\ny = inf\n{braces}\n"
    good = [
        "start",
        "loss 0.25 at step 10",
        "loss {0.25~0} at step {10~0}",
        "g = {24.7041~5e-5}",
        "rate {0.001~1e-9}, accuracy {>=0.97}",
        "rate {<=1e-3}, accuracy {<=0.98}",
        "{braces}",
        "start\ng = {24.7~1}\nrate {1e-3~0}, accuracy {>=0}",
    ]
    bad = [
        ("loss 0.25 at step", "no line that is"),
        ("oss 0.25 at step 10", "no line that is"),
        ("loss 0.250 at step 10", "no line that is"),
        ("loss0.25 at step 10", "no line that is"),
        ("g = {24.7041~1e-5}", "line 4 is like it, but 24.70408 is not {24.7041~1e-5}"),
        ("rate {1e-3~1e-9}, accuracy {>=0.99}", "0.98 is not {>=0.99}"),
        ("rate {<=9e-4}, accuracy {>=0.97}", "1e-3 is not {<=9e-4}"),
        ("x = {0~1e300}", "nan is not"),
        ("x = {<=1}", "nan is not"),
        ("y = {>=1}", "inf is not"),
        ("y = {1~1e300}", "inf is not"),
        ("g = {24.7~1}\nstart", "no line after line 4"),
        ("start\nstart", "no line after line 1"),
    ]
    refused = [
        "",
        "# only a remark\nargs: --quick",
        "x = {1~}",
        "x = {~1}",
        "x = {1~2~3}",
        "x = {>=}",
        "x = {>=one}",
        "x = {nan~1}",
        "x = {1~nan}",
    ]
    wrong = [f"'{text}' should be found: {c}" for text in good if (c := complaints(text.splitlines(), output))]
    for text, why in bad:
        said = "\n".join(complaints(text.splitlines(), output))
        if why not in said:
            wrong.append(f"'{text}' should be missed with '{why}', and the answer is: {said or 'nothing'}")
    for text in refused:
        try:
            read_expectation(text)
            wrong.append(f"'{text}' should be refused as an expectation")
        except ValueError:
            pass

    top = "# why\nargs: --out $OUT 'a b'\nneeds: /data\nwrites: a.dot grad 1\nwrites: b.png\n"
    whole = read_expectation(top + "n: 1\n# 2")
    if whole != Expectation(
        ["--out", "$OUT", "a b"], [Path("/data")], [("a.dot", "grad 1"), ("b.png", "")], ["n: 1", "# 2"]
    ):
        wrong.append(f"the lines at the top are read as {whole}")
    if without_pictures(["--quick", "--out", "$OUT", "--seed", "1"]) != ["--quick", "--seed", "1"]:
        wrong.append("an option whose value is $OUT should be left out")

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        png = b"\x89PNG\r\n\x1a\n" + bytes(50) + b"IEND\xaeB`\x82"
        files = {"good.png": png, "cut.png": png[:-6], "g.dot": b"data 1 | grad 2", "empty.txt": b""}
        for file, content in files.items():
            (folder / file).write_bytes(content)
        for writes, right in [
            (("good.png", ""), True),
            (("cut.png", ""), False),
            (("absent.png", ""), False),
            (("empty.txt", ""), False),
            (("g.dot", "grad 2"), True),
            (("g.dot", "grad 3"), False),
        ]:
            if (not file_complaints(folder, [writes])) != right:
                wrong.append(f"the file {writes} should be {'accepted' if right else 'refused'}")
        for script, right in [("echo a 1", True), ("echo a 2", False), ("echo a 1; exit 1", False),
                              ("echo a 1; echo b >&2", False)]:
            program = folder / "program"
            program.write_text(f"#!/bin/sh\n{script}\n")
            program.chmod(0o700)
            if (not run(str(program), Expectation(lines=["a {1~0.5}"]), folder / "out")) != right:
                wrong.append(f"a program that does '{script}' should be {'accepted' if right else 'refused'}")
    return wrong


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--self-test", action="store_true", help="check this script instead")
    parser.add_argument("--work-dir", type=Path, help="what $OUT stands for; made anew")
    parser.add_argument("program", nargs="?", help="the built example")
    parser.add_argument("expected", nargs="?", type=Path, help="NAME.txt")
    arguments = parser.parse_args()
    if arguments.self_test:
        found = self_test()
    elif not (arguments.program and arguments.expected and arguments.work_dir):
        parser.error("give --work-dir, the program and the file of what is expected")
    else:
        expected = read_expectation(arguments.expected.read_text())
        for path in expected.needs:
            if not path.exists():
                print(f"skipped: {path} is absent")
                return SKIP
        found = run(arguments.program, expected, arguments.work_dir)
    print("\n".join(found), end="\n" if found else "", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
