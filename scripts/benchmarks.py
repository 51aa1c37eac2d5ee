#!/usr/bin/env python3
# Copyright (c) 2026 the tapeless authors
# Distributed under the Boost Software License, Version 1.0 (see LICENSE).

"""Runs the benchmarks and writes docs/benchmarks.md with its pictures.

Installs what they need (Debian packages, by apt-get), builds them in build/benchmarks with every library that they
are compared with, and runs them: CPU time of one core, medians of repetitions in random order. What is not a complete
run is written to build/benchmarks/page instead, so that it replaces no figures.
"""

import argparse
import json
import math
import os
import re
import statistics
import subprocess
import sys
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROGRAMS = ("functions", "batch", "matmul", "mlp")
PACKAGES = {
    "cmake": "", "ninja-build": "", "libboost-dev": "Boost.Math's autodiff", "libbenchmark-dev": "Google Benchmark",
    "libeigen3-dev": "Eigen", "libceres-dev": "Ceres", "libadolc-dev": "ADOL-C", "libopenblas-dev": "OpenBLAS",
    "libdnnl-dev": "oneDNN", "libtorch-dev": "libtorch", "gnuplot-nox": "",
}  # fmt: skip
FLAGS = "-std=c++20 -O3 -march=native -DNDEBUG"

OURS = "tapeless"
PEERS = {
    "eigen_fixed": "Eigen, fixed",
    "eigen_dynamic": "Eigen, dynamic",
    "openblas": "OpenBLAS",
    "onednn": "oneDNN",
    "libtorch": "libtorch",
}
MODES = {
    "grad": "Loss and all gradients",
    "sgd": "A step of SGD",
    "adam": "A step of Adam",
    "inference": "Inference of one sample",
}
TARGETED = ("A", "R", "B", "C", "D", "E")  # the networks with an aim; the others are odd shapes
ALLOWANCE = 1.05

# What was measured before this library, on another machine (AVX-512, 114.5 GFLOP/s): for each cell the microseconds of
# the best peer's gradient and which one it was (None: one that is not here), and of a prototype with sizes fixed by
# hand, without and with the update of SGD.
REFERENCE = {
    "A/1": (0.136, "eigen_fixed", 0.094, 0.105),
    "A/32": (1.77, "eigen_fixed", 0.871, 0.98),
    "R/1": (0.124, "eigen_fixed", 0.049, 0.066),
    "R/32": (1.99, None, 0.589, 0.63),
    "B/1": (0.498, "eigen_fixed", 0.458, 0.475),
    "B/32": (10.5, None, 8.08, 7.99),
    "B/256": (82.9, None, 63.8, 62.0),
    "C/1": (0.96, "eigen_fixed", 1.00, 0.952),
    "C/32": (19.1, "openblas", 14.9, 14.5),
    "C/128": (71.0, "openblas", 56.1, 57.3),
    "D/1": (4.15, "eigen_fixed", 4.48, 5.04),
    "D/32": (80.8, "openblas", 59.7, 61.0),
    "D/128": (292, None, 235, 236),
    "E/32": (168, "onednn", 131, 134),
    "E/128": (566, "onednn", 523, 528),
}
# The same for inference of one sample: Eigen with fixed sizes, and the prototype.
REFERENCE_INFERENCE = {
    "A/1": (0.036, 0.038),
    "R/1": (0.018, 0.0145),
    "B/1": (0.106, 0.101),
    "C/1": (0.336, 0.306),
    "D/1": (1.86, 1.83),
}

TITLES = re.compile(r'letter = "(\w+)", name = "\w+",\s+title = "([^"]+)"')

Table = list[list[str]]


class Results:
    """The medians of one program: CPU time in microseconds, and counters, by the name of the benchmark."""

    def __init__(self, report: dict) -> None:
        units = {"ns": 1e-3, "us": 1.0, "ms": 1e3, "s": 1e6}
        times: dict[str, list[float]] = {}
        rates: dict[str, list[float]] = {}
        self.context = report.get("context", {})
        self.errors: dict[str, str] = {}
        for run in report.get("benchmarks", []):
            name = run["run_name"]
            if run.get("error_occurred"):
                self.errors[name] = run["error_message"]
            elif run["run_type"] == "iteration":
                times.setdefault(name, []).append(run["cpu_time"] * units[run["time_unit"]])
                if "GFLOP/s" in run:
                    rates.setdefault(name, []).append(run["GFLOP/s"])
        self.time = {name: statistics.median(all_times) for name, all_times in times.items()}
        self.gflops = {name: statistics.median(all_rates) for name, all_rates in rates.items()}


def number(x: float | None) -> str:
    """Three significant digits."""
    if x is None:
        return ""
    return f"{x:.{max(0, 2 - math.floor(math.log10(x)))}f}" if x > 0 else "0"


def percent(x: float) -> str:
    return f"{100 * x:.0f}%"


def table(header: list[str], rows: Table) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


# Networks


def split(cell: str) -> tuple[str, int]:
    network, batch = cell.rsplit("/", 1)
    return network, int(batch)


def cells_of(mlp: Results, mode: str) -> list[str]:
    """The cells of a mode that ours was timed in, as NETWORK/BATCH, in the order of tables."""
    suffix = f"/{mode}/{OURS}"
    cells = [name.removesuffix(suffix) for name in mlp.time if name.endswith(suffix)]

    def rank(cell: str) -> tuple[int, str, int]:
        network, batch = split(cell)
        return (TARGETED.index(network) if network in TARGETED else len(TARGETED)), network, batch

    return sorted(cells, key=rank)


def peers_of(mlp: Results, cell: str, mode: str) -> dict[str, float]:
    times = {peer: mlp.time.get(f"{cell}/{mode}/{peer}") for peer in PEERS}
    return {peer: time for peer, time in times.items() if time is not None}


def machine_scale(mlp: Results, cell: str) -> float | None:
    """How long this machine takes for a gradient, relative to that of the reference: by the peer that was best there.
    Where that one is not here, the geometric mean of the network's other cells."""

    def by_peer(which: str) -> float | None:
        then, peer, *_ = REFERENCE[which]
        now = mlp.time.get(f"{which}/grad/{peer}")
        return now / then if now else None

    if REFERENCE[cell][1]:
        return by_peer(cell)
    others = [by_peer(other) for other in REFERENCE if split(other)[0] == split(cell)[0] and REFERENCE[other][1]]
    known = [scale for scale in others if scale]
    return math.exp(statistics.fmean(map(math.log, known))) if known else None


def bound(mlp: Results, cell: str, mode: str) -> float | None:
    """The prototype's time, scaled to this machine."""
    if mode == "inference" and cell in REFERENCE_INFERENCE:
        eigen, prototype = REFERENCE_INFERENCE[cell]
        now = mlp.time.get(f"{cell}/inference/eigen_fixed")
        return prototype * now / eigen if now else None
    if mode in ("grad", "sgd") and cell in REFERENCE:
        scale = machine_scale(mlp, cell)
        return REFERENCE[cell][2 if mode == "grad" else 3] * scale if scale else None
    return None


def network_table(mlp: Results, mode: str) -> str:
    cells = cells_of(mlp, mode)
    shown = [peer for peer in PEERS if any(peer in peers_of(mlp, cell, mode) for cell in cells)]
    with_bound = any(bound(mlp, cell, mode) for cell in cells)
    peak = mlp.gflops.get("peak")
    rows = []
    for cell in cells:
        name = f"{cell}/{mode}/{OURS}"
        ours, peers = mlp.time[name], peers_of(mlp, cell, mode)
        row = [cell.replace("/", ", "), f"**{number(ours)}**", *(number(peers.get(peer)) for peer in shown)]
        row.append(f"{min(peers.values()) / ours:.2f}" if peers else "")
        row.append(percent(mlp.gflops[name] / peak) if peak else "")
        if with_bound:
            limit = bound(mlp, cell, mode)
            row += [number(limit), f"{ours / limit:.2f}" if limit else ""]
        rows.append(row)
    header = ["network, batch", OURS, *(PEERS[peer] for peer in shown), "best peer / tapeless", "share of FMA peak"]
    return table(header + (["bound", "tapeless / bound"] if with_bound else []), rows)


def aims(mlp: Results) -> Table:
    """What was aimed at, and how much of it was reached."""
    rows = []

    def add(aim: str, outcomes: dict[str, float], reached) -> None:
        missed = [f"{cell} {value:.2f}" for cell, value in outcomes.items() if not reached(value)]
        if outcomes:
            rows.append([aim, f"{len(outcomes) - len(missed)} of {len(outcomes)}", ", ".join(missed)])

    def time(cell: str, mode: str) -> float:
        return mlp.time[f"{cell}/{mode}/{OURS}"]

    def lead(cell: str, mode: str) -> float:
        return min(peers_of(mlp, cell, mode).values()) / time(cell, mode)

    for mode in ("grad", "sgd", "inference"):
        limits = {cell: bound(mlp, cell, mode) for cell in cells_of(mlp, mode)}
        over = {cell: time(cell, mode) / limit for cell, limit in limits.items() if limit}
        add(f"{mode}: at or below the bound, 5% allowed", over, lambda ratio: ratio <= ALLOWANCE)
    for mode in MODES:
        leads = {cell: lead(cell, mode) for cell in cells_of(mlp, mode) if peers_of(mlp, cell, mode)}
        add(f"{mode}: faster than every peer (best peer / tapeless)", leads, lambda ratio: ratio > 1)
    small = {cell: lead(cell, "sgd") for cell in cells_of(mlp, "sgd") if cell in ("B/1", "C/1", "D/1")
             and peers_of(mlp, cell, "sgd")}  # fmt: skip
    add("sgd, batch 1: at least 1.4 times as fast as the best peer", small, lambda ratio: ratio >= 1.4)
    peak = mlp.gflops.get("peak")
    shares = {cell: mlp.gflops[f"{cell}/grad/{OURS}"] / peak for cell in cells_of(mlp, "grad")
              if peak and cell in ("D/128", "E/128")}  # fmt: skip
    add("grad: at least 90% of the FMA peak", shares, lambda share: share >= 0.9)
    return rows


# Pictures


def draw(file: Path, title: str, series: dict[str, list[float | None]], labels: list[str]) -> None:
    """Groups of bars on a logarithmic axis, by gnuplot."""
    rows = [[label, *(f"{values[i]:.4g}" if values[i] else "NaN" for values in series.values())]
            for i, label in enumerate(labels)]  # fmt: skip
    data = "\n".join(" ".join(f'"{field}"' if k == 0 else field for k, field in enumerate(row)) for row in rows)
    plots = ", ".join(
        f"$data using {k + 2}{':xtic(1)' if k == 0 else ''} title '{name}'" for k, name in enumerate(series)
    )
    commands = f"""
        set terminal svg size {max(760, 220 + 14 * len(labels) * (len(series) + 1))},380 background 'white'
        set output '{file}'
        set title '{title}'
        set style data histograms
        set style histogram clustered gap 1
        set style fill solid noborder
        set logscale y
        set grid ytics
        set key outside right
        set xtics rotate by -45
        set yrange [0.5:*]
        set arrow from graph 0, first 1 to graph 1, first 1 nohead lw 2 lc rgb 'black' front
$data << EOD
{data}
EOD
        plot {plots}
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run(["gnuplot"], input=commands, text=True, check=True)


def draw_networks(folder: Path, mlp: Results, mode: str) -> str | None:
    cells = [cell for cell in cells_of(mlp, mode) if split(cell)[0] in TARGETED]
    shown = [peer for peer in PEERS if any(peer in peers_of(mlp, cell, mode) for cell in cells)]
    if not shown:
        return None
    ratios = {
        PEERS[peer]: [
            peers_of(mlp, cell, mode)[peer] / mlp.time[f"{cell}/{mode}/{OURS}"]
            if peer in peers_of(mlp, cell, mode) else None
            for cell in cells
        ]
        for peer in shown
    }  # fmt: skip
    name = f"benchmarks_{mode}.svg"
    draw(folder / name, f"{MODES[mode]}: time / time of tapeless", ratios, [cell.replace("/", ", ") for cell in cells])
    return f"![{MODES[mode]}: how many times as long as tapeless each library takes](images/{name})\n"


def draw_functions(folder: Path, functions: Results, letters: list[str], versions: list[str]) -> str | None:
    others = [version for version in versions if version not in ("hand", "primal", "ours, plain")]
    ratios = {
        version.replace("ours", OURS): [
            functions.time[f"{letter}/{version}"] / functions.time[f"{letter}/hand"]
            if f"{letter}/{version}" in functions.time and f"{letter}/hand" in functions.time else None
            for letter in letters
        ]
        for version in others
    }  # fmt: skip
    if not any(any(values) for values in ratios.values()):
        return None
    name = "benchmarks_functions.svg"
    draw(folder / name, "Value and derivatives: time / time of hand-written code", ratios, letters)
    return f"![How many times as long as hand-written code each library takes](images/{name})\n"


# The page


def machine_facts(compiler: str, results: dict[str, Results]) -> str:
    cpu = re.search(r"^model name\s*:\s*(.*)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    context: dict = {}
    for result in results.values():
        context |= result.context
    caches = ", ".join(f"L{c['level']} {c['type'].lower()} {c['size'] // 1024} KiB" for c in context.get("caches", []))
    version = subprocess.run([compiler, "--version"], capture_output=True, text=True, check=True).stdout.splitlines()[0]
    facts = [
        ["processor", f"{cpu[1] if cpu else 'unknown'}, {context.get('num_cpus', '?')} processors, "
                      f"{context.get('mhz_per_cpu', '?')} MHz nominal"],
        ["caches", caches],
        ["FMA peak of one core, float", ""],
        ["compiler", f"{version}, `{FLAGS}`"],
        ["libraries", ", ".join(installed_versions())],
        ["date", date.today().isoformat()],
    ]  # fmt: skip
    if "openblas" in context:
        facts.insert(5, ["OpenBLAS says", context["openblas"]])
    peak = next((r.gflops[name] for r in results.values() for name in ("peak", "peak/float") if name in r.gflops), None)
    facts[2][1] = f"{number(peak)} GFLOP/s, measured" if peak else "not measured"
    return table(["", ""], facts)


def installed_versions() -> list[str]:
    found = []
    for package, library in PACKAGES.items():
        try:
            done = subprocess.run(["dpkg-query", "--show", "--showformat=${Version}", package], capture_output=True,
                                  text=True, check=False)  # fmt: skip
        except FileNotFoundError:
            return []
        if library and done.returncode == 0 and done.stdout:
            found.append(f"{library} {done.stdout.split('+')[0].split('-')[0]}")
    return found


def networks_section(mlp: Results, images: Path) -> str:
    text = """## Networks

CPU time of one step in microseconds, float, one core. A: 2-16-16-1, tanh; R: the same, relu; B: 4-64-64-1, relu; these
with the mean squared error; C: 64-64-64-10; D: 784-64-10; E: 784-128-64-10, relu, softmax cross-entropy; then odd
shapes, named by their widths. Each peer is written with care (`bench/mlp`): weights lie as its products want them,
nothing is computed toward the inputs, the update of SGD is formed by the product where the library can, loops are
vectorised. Before a cell is timed, its loss and all its results are compared with plain loops in double precision, 1e-4
relative. The share of the peak counts the products' operations.

The bound is a prototype's time for just this network, with all sizes fixed by hand, measured on another machine and
scaled by what one peer took for the gradient there and takes here: the one that was best there, or, where that is a
library that is not here, the geometric mean over the network's other cells.

"""
    for mode, title in MODES.items():
        if not cells_of(mlp, mode):
            continue
        text += f"### {title}\n\n{network_table(mlp, mode)}\n"
        if picture := draw_networks(images, mlp, mode):
            text += picture + "\n"
    text += f"### Aims\n\n{table(['aim', 'reached in', 'not reached in'], aims(mlp))}\n"
    if mlp.errors:
        text += "### Refused\n\n" + table(["cell", "why"], [[name, why] for name, why in mlp.errors.items()]) + "\n"
    return text


def functions_section(functions: Results, images: Path) -> str:
    titles = {}
    for header in (ROOT / "bench" / "functions").glob("*.hpp"):
        titles |= dict(TITLES.findall(header.read_text()))
    letters = list(dict.fromkeys(name.split("/")[0] for name in functions.time))
    letters.sort(key=lambda letter: (letter[0], len(letter)))
    versions = list(dict.fromkeys(name.split("/", 1)[1] for name in functions.time))
    versions.sort(key=lambda version: ("primal", "hand", "ours", "ours, plain").index(version)
                  if version in ("primal", "hand", "ours", "ours, plain") else 4)  # fmt: skip
    rows = []
    for letter in letters:
        times = {version: functions.time.get(f"{letter}/{version}") for version in versions}
        row = [letter, titles.get(letter, "")]
        row += [number(1e3 * time) if time else "" for time in times.values()]
        row.append(f"{times['ours'] / times['hand']:.2f}" if times.get("ours") and times.get("hand") else "")
        rows.append(row)
    header = ["", "function", *(version.replace("ours", OURS) for version in versions), "tapeless / hand"]
    text = """## Functions

Value and all derivatives, double, CPU time of one call in nanoseconds; all versions agree to 1e-10. "plain" is the
formula without what the hand-written code knows, where ours says that too.

"""
    text += table(header, rows) + "\n"
    if picture := draw_functions(images, functions, letters, versions):
        text += picture + "\n"
    return text


def batch_section(batch: Results) -> str:
    hand = batch.time.get("hand")
    rows = [[name.replace("ours", OURS), number(time / 1e3), f"{hand / time:.2f}" if hand else ""]
            for name, time in batch.time.items()]  # fmt: skip
    return (
        "## A million options\n\n"
        "Black-Scholes price and five Greeks of a million options, double, one core, milliseconds.\n\n"
        + table(["", "ms", "times the hand-written loop"], rows)
        + "\n"
    )


def matmul_section(matmul: Results) -> str:
    rows = []
    for name, rate in matmul.gflops.items():
        if not name.endswith("/" + OURS):
            continue
        product = name.removesuffix("/" + OURS)
        peak = matmul.gflops.get("peak/" + product.split("/")[1])
        eigen = matmul.gflops.get(product + "/eigen")
        rows.append([product.replace("/", " "), number(rate), number(eigen), f"{rate / eigen:.2f}" if eigen else "",
                     percent(rate / peak) if peak else ""])  # fmt: skip
    header = ["product M x N x K", OURS, "Eigen, fixed", "ratio", "share of FMA peak"]
    return (
        "## Products\n\nGFLOP/s of the products in these networks: nn is A B, nt is A B^T, tn is A^T B.\n\n"
        + table(header, rows)
        + "\n"
    )


def page(compiler: str, results: dict[str, Results], images: Path) -> str:
    text = """# Benchmarks

Written by `scripts/benchmarks.py`, which installs, builds and runs everything on this page:

```sh
scripts/benchmarks.py                                # --quick for a first look; --help
```

Times drift between machines and hours; ratios within one run are what to compare. What was predicted, what came out and
how much compiling costs is in [performance](performance.md).

"""
    text += machine_facts(compiler, results) + "\n"
    sections = {
        "mlp": lambda r: networks_section(r, images),
        "functions": lambda r: functions_section(r, images),
        "batch": batch_section,
        "matmul": matmul_section,
    }
    for program, section in sections.items():
        if program in results and (results[program].time or results[program].errors):
            text += section(results[program])
    return text.rstrip("\n") + "\n"


# Building and running


def build(compiler: str, build_dir: Path, programs: list[str], install: bool) -> None:
    if install:
        packages = " ".join([*PACKAGES, compiler.replace("clang++", "clang")])
        install_them = f"source scripts/lib.sh; install_packages {packages}"
        subprocess.run(["bash", "-euo", "pipefail", "-c", install_them], cwd=ROOT, check=True)
    subprocess.run(["cmake", "-S", ROOT, "-B", build_dir, "-G", "Ninja", "-DCMAKE_BUILD_TYPE=Release",
                    f"-DCMAKE_CXX_COMPILER={compiler}", "-DTAPELESS_FULL_BENCH=ON", "-DTAPELESS_BUILD_TESTS=OFF",
                    "-DTAPELESS_BUILD_EXAMPLES=OFF", "-DTAPELESS_WERROR=OFF"], check=True)  # fmt: skip
    subprocess.run(["cmake", "--build", build_dir, "--target", *(f"bench_{p}" for p in programs)], check=True)


def environment() -> dict[str, str]:
    """One thread for all. OpenBLAS chooses its kernels by the processor's name: unless told, it would use AVX2 on those
    of AMD that are newer than itself."""
    result = os.environ | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    cpu = Path("/proc/cpuinfo").read_text()
    if "AuthenticAMD" in cpu and "avx512f" in cpu:
        result.setdefault("OPENBLAS_CORETYPE", "SkylakeX")
    return result


def run(program: Path, arguments: argparse.Namespace, report: Path) -> Results:
    report.parent.mkdir(parents=True, exist_ok=True)
    command = [program, f"--benchmark_out={report}", "--benchmark_out_format=json",
               f"--benchmark_min_time={arguments.min_time}", f"--benchmark_repetitions={arguments.repetitions}",
               "--benchmark_enable_random_interleaving=true", f"--benchmark_filter={arguments.only}"]  # fmt: skip
    subprocess.run(command, check=True, env=environment())
    text = report.read_text()
    return Results(json.loads(text) if text.strip() else {})


def self_test() -> list[str]:
    """Checks the arithmetic of the page on made-up times."""

    def entry(name: str, time: float, unit: str = "us", **more) -> dict:
        return {"run_name": name, "run_type": "iteration", "cpu_time": time, "time_unit": unit, **more}

    mlp = Results(
        {
            "benchmarks": [
                entry("peak", 1, **{"GFLOP/s": 200.0}),
                *(entry("D/1/grad/eigen_fixed", time) for time in (2.0, 2.075, 90.0)),
                entry("D/1/grad/tapeless", 2000, "ns", **{"GFLOP/s": 100.0}),
                entry("D/32/grad/openblas", 161.6),
                entry("D/128/grad/tapeless", 100.0, **{"GFLOP/s": 190.0}),
                entry("D/128/grad/onednn", 90.0),
                {"run_name": "D/1/sgd/onednn", "run_type": "iteration", "error_occurred": True, "error_message": "no"},
            ]
        }
    )
    checks = {
        "the median": mlp.time["D/1/grad/eigen_fixed"] == 2.075,
        "the unit": mlp.time["D/1/grad/tapeless"] == 2.0,
        "the error": mlp.errors == {"D/1/sgd/onednn": "no"},
        "the order of cells": cells_of(mlp, "grad") == ["D/1", "D/128"],
        "the scale by the same peer": math.isclose(machine_scale(mlp, "D/1") or 0, 0.5),
        "the scale by other cells": math.isclose(machine_scale(mlp, "D/128") or 0, 1.0),
        "the bound": math.isclose(bound(mlp, "D/1", "grad") or 0, 2.24),
        "no bound": bound(mlp, "A/1", "grad") is None and bound(mlp, "D/1", "adam") is None,
        "the table": "| D, 1 | **2.00** | 2.08 |  | 1.04 | 50% | 2.24 | 0.89 |" in network_table(mlp, "grad"),
        "the aims": ["grad: faster than every peer (best peer / tapeless)", "1 of 2", "D/128 0.90"] in aims(mlp)
        and ["grad: at least 90% of the FMA peak", "1 of 1", ""] in aims(mlp),
        "three digits": [number(x) for x in (0.01234, 1.234, 12.34, 1234.5)] == ["0.0123", "1.23", "12.3", "1234"],
    }
    return [f"wrong: {what}" for what, right in checks.items() if not right]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("programs", nargs="*", metavar="PROGRAM", help=f"which (default: {' '.join(PROGRAMS)})")
    parser.add_argument("--only", metavar="REGEX", default=".", help="of each, only the benchmarks with such a name")
    parser.add_argument("--quick", action="store_true", help="one short repetition: rough figures")
    parser.add_argument("--repetitions", type=int, default=7, help="of each benchmark (default: 7)")
    parser.add_argument("--min-time", type=float, default=0.1, metavar="SECONDS", help="of a repetition (default: 0.1)")
    parser.add_argument("--compiler", default="g++", help="g++ (default), clang++-19, ...")
    parser.add_argument("--no-install", action="store_true", help="leave out the libraries that are missing")
    parser.add_argument("--output", type=Path, metavar="DIR", help="where benchmarks.md and images/ go")
    parser.add_argument("--self-test", action="store_true", help="check this script instead")
    arguments = parser.parse_args()

    if arguments.self_test:
        errors = self_test()
        print("\n".join(errors), file=sys.stderr)
        return 1 if errors else 0
    if unknown := set(arguments.programs) - set(PROGRAMS):
        parser.error(f"there is no benchmark {', '.join(sorted(unknown))}; there are {', '.join(PROGRAMS)}")
    if arguments.quick:
        arguments.repetitions, arguments.min_time = 1, 0.01
    programs = arguments.programs or list(PROGRAMS)
    complete = len(set(programs)) == len(PROGRAMS) and arguments.only == "." and not arguments.quick
    build_dir = ROOT / "build" / ("benchmarks" if arguments.compiler == "g++" else f"benchmarks-{arguments.compiler}")
    output = arguments.output or (ROOT / "docs" if complete and arguments.compiler == "g++" else build_dir / "page")

    build(arguments.compiler, build_dir, programs, not arguments.no_install)
    results = {p: run(build_dir / "bench" / p, arguments, build_dir / "results" / f"{p}.json") for p in programs}
    output.mkdir(parents=True, exist_ok=True)
    (output / "benchmarks.md").write_text(page(arguments.compiler, results, output / "images"))
    print(f"wrote {output / 'benchmarks.md'}")
    errors = {f"{p}/{name}": why for p in programs for name, why in results[p].errors.items()}
    for name, why in errors.items():
        print(f"{name}: {why}", file=sys.stderr)
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
