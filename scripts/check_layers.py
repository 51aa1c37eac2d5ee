#!/usr/bin/env python3
# Copyright (c) 2026 the tapeless authors
# Distributed under the Boost Software License, Version 1.0 (see LICENSE).

"""Checks the headers: who includes whom, include guards, no cycles; and the licence lines of every source file.

The order of the layers, and why, is in docs/design.md.
"""

import argparse
import re
import sys
import tempfile
from pathlib import Path

ORDER = ("meta", "value", "tensor", "expr", "ops", "plan", "sweep", "diff", "print", "nn")
ENGINE = ("meta", "expr", "plan", "sweep")  # these never name an operation
TOP = "top"  # include/tapeless.hpp and include/tapeless/*.hpp

# For each layer, the layers that it may include.
ALLOWED = {layer: set(ORDER[: index + 1]) for index, layer in enumerate(ORDER)}
for engine_layer in ENGINE:
    ALLOWED[engine_layer] -= {"ops"}
ALLOWED[TOP] = {*ORDER, TOP}
ALLOWED["interop"] = {*ORDER, TOP, "interop"}
ALLOWED["testing"] = {*ORDER, "testing"} - {"nn"}  # nor TOP, which holds nn

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.MULTILINE)
GUARD = re.compile(r"^#ifndef (\w+)\n#define (\w+)$.*^#endif\b[^\n]*\s*\Z", re.MULTILINE | re.DOTALL)

LICENCE = (
    "Copyright (c) 2026 the tapeless authors",
    "Distributed under the Boost Software License, Version 1.0 (see LICENSE).",
)
COMMENT_STYLE = {".hpp": "// ", ".cpp": "// ", ".cmake": "# ", ".py": "# ", ".sh": "# ", "CMakeLists.txt": "# "}
SOURCE_FOLDERS = ("include", "tests", "examples", "bench", "docs", "cmake", "scripts")

Graph = dict[Path, list[Path]]


def layer_of(header: Path) -> str:
    """The layer of a header, whose path is relative to include/."""
    return TOP if len(header.parts) < 3 else header.parts[1]


def included_headers(include_dir: Path, header: Path) -> list[Path]:
    """Our own headers that a header includes, relative to include_dir, whether or not they exist."""
    text = (include_dir / header).read_text()
    found = []
    for bracket, name in INCLUDE.findall(text):
        beside = (include_dir / header).parent / name
        if bracket == '"' and beside.exists():
            found.append(beside.resolve().relative_to(include_dir.resolve()))
        elif bracket == '"' or name == "tapeless.hpp" or name.startswith("tapeless/"):
            found.append(Path(name))
    return found


def include_errors(include_dir: Path, graph: Graph) -> list[str]:
    errors = []
    for header, targets in graph.items():
        layer = layer_of(header)
        if layer not in ALLOWED:
            errors.append(f"{header}: '{layer}' is no layer")
            continue
        for target in targets:
            if not (include_dir / target).exists():
                errors.append(f"{header}: includes {target}, which does not exist")
            elif layer_of(target) not in ALLOWED[layer]:
                errors.append(f"{header}: {layer} must not include {target}")
    return errors


def cycle_errors(graph: Graph) -> list[str]:
    errors = []
    finished: set[Path] = set()

    def visit(header: Path, trail: list[Path]) -> None:
        if header in trail:
            cycle = [*trail[trail.index(header) :], header]
            errors.append("cycle: " + " -> ".join(map(str, cycle)))
        elif header not in finished:
            for target in graph.get(header, []):
                visit(target, [*trail, header])
            finished.add(header)

    for header in graph:
        visit(header, [])
    return errors


def guard_errors(include_dir: Path, graph: Graph) -> list[str]:
    errors = []
    for header in graph:
        expected = re.sub(r"\W", "_", str(header)).upper()
        match = GUARD.search((include_dir / header).read_text())
        if not match or match.groups() != (expected, expected):
            errors.append(f"{header}: the include guard must be {expected}")
    return errors


def licence_errors(root: Path) -> list[str]:
    errors = []
    files = [root / "CMakeLists.txt"]
    for folder in SOURCE_FOLDERS:
        files += sorted((root / folder).rglob("*"))
    for file in files:
        style = COMMENT_STYLE.get(file.name) or COMMENT_STYLE.get(file.suffix)
        if not style or not file.is_file():
            continue
        lines = file.read_text().splitlines()
        while lines and lines[0].startswith(("#!", "// expect")):
            lines.pop(0)
        if lines[:2] != [style + line for line in LICENCE]:
            errors.append(f"{file.relative_to(root)}: does not begin with the two licence lines")
    return errors


def check(root: Path) -> list[str]:
    include_dir = root / "include"
    headers = sorted(path.relative_to(include_dir) for path in include_dir.rglob("*.hpp"))
    graph = {header: included_headers(include_dir, header) for header in headers}
    return [
        *include_errors(include_dir, graph),
        *cycle_errors(graph),
        *guard_errors(include_dir, graph),
        *licence_errors(root),
    ]


def self_test() -> list[str]:
    """Breaks each rule once in a small tree; returns the rules that nobody noticed."""

    def header(path: str, *includes: str) -> tuple[str, str]:
        guard = re.sub(r"\W", "_", path).upper()
        body = "".join(f"#include {include}\n" for include in includes)
        licence = "".join(f"// {line}\n" for line in LICENCE)
        return f"include/{path}", f"{licence}\n#ifndef {guard}\n#define {guard}\n\n{body}\n#endif\n"

    good = dict(
        [
            header("tapeless.hpp", "<tapeless/nn/mlp.hpp>", "<tapeless/scalar.hpp>", "<vector>"),
            header("tapeless/scalar.hpp", "<tapeless/ops/sin.hpp>", "<tapeless/sweep/forward.hpp>"),
            header("tapeless/meta/hash.hpp", "<cstdint>"),
            header("tapeless/value/dual.hpp", '"../meta/hash.hpp"'),
            header("tapeless/tensor/tensor.hpp", "<tapeless/value/dual.hpp>"),
            header("tapeless/expr/handle.hpp", '"../meta/hash.hpp"'),
            header("tapeless/expr/print.hpp", '"handle.hpp"'),
            header("tapeless/ops/sin.hpp", "<tapeless/expr/handle.hpp>"),
            header("tapeless/sweep/forward.hpp", "<tapeless/expr/print.hpp>"),
            header("tapeless/nn/mlp.hpp", "<tapeless/ops/sin.hpp>"),
            header("tapeless/testing/laws.hpp", "<tapeless/ops/sin.hpp>"),
            header("tapeless/interop/eigen.hpp", "<tapeless.hpp>"),
        ]
    )
    hash_path, hash_text = header("tapeless/meta/hash.hpp")
    broken = {
        "meta must not include": header("tapeless/meta/hash.hpp", "<tapeless/expr/handle.hpp>"),
        "value must not include": header("tapeless/value/dual.hpp", "<tapeless/tensor/tensor.hpp>"),
        "expr must not include": header("tapeless/expr/handle.hpp", '"../ops/sin.hpp"'),
        "sweep must not include": header("tapeless/sweep/forward.hpp", "<tapeless/ops/sin.hpp>"),
        "nn must not include": header("tapeless/nn/mlp.hpp", "<tapeless.hpp>"),
        "testing must not include": header("tapeless/testing/laws.hpp", "<tapeless/nn/mlp.hpp>"),
        "top must not include": header("tapeless.hpp", "<tapeless/interop/eigen.hpp>"),
        "which does not exist": header("tapeless/meta/hash.hpp", "<tapeless/meta/nowhere.hpp>"),
        "is no layer": header("tapeless/detail/helper.hpp"),
        "cycle:": header("tapeless/expr/handle.hpp", '"print.hpp"'),
        "the include guard must be": (hash_path, hash_text.replace("#define TAPELESS", "#define WRONG")),
        "the two licence lines": (hash_path, hash_text.replace("Boost Software", "Unknown")),
    }

    def errors_of(files: dict[str, str]) -> list[str]:
        with tempfile.TemporaryDirectory() as folder:
            for name, text in files.items():
                path = Path(folder, name)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text)
            return check(Path(folder))

    failures = [f"complains about a good tree: {error}" for error in errors_of(good)]
    for expected, (path, text) in broken.items():
        if not any(expected in error for error in errors_of({**good, path: text})):
            failures.append(f"did not notice: {expected}")
    return failures


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--root", type=Path, default=Path(__file__).resolve().parent.parent, help="the repository")
    parser.add_argument("--self-test", action="store_true", help="check the checker instead")
    arguments = parser.parse_args()

    errors = self_test() if arguments.self_test else check(arguments.root)
    for error in errors:
        print(error, file=sys.stderr)
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
