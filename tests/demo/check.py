#!/usr/bin/env python3
# Copyright (c) 2026 the tapeless authors
# Distributed under the Boost Software License, Version 1.0 (see LICENSE).

"""Runs the built demo as a user does, and looks at what it leaves behind.

  quick              with the data set of Debian's package: status 0 and four pictures
  small              the same with a few made-up images, so that each bad-data case differs by its fault alone
  NAME of a fault    the small data with that fault: status 1, one line on stderr that names what is wrong, and no
                     picture half-written

Status 77 means that something the demo needs is not installed.
"""

import argparse
import gzip
import shutil
import struct
import subprocess
import sys
from pathlib import Path

SKIP = 77
PICTURES = ["digits-confusion.png", "digits-curves.png", "images-confusion.png", "images-curves.png"]


def images(count: int, side: int = 28, magic: int = 0x803) -> bytes:
    pixels = bytes((i * 37 + p * 11) % 256 for i in range(count) for p in range(side * side))
    return struct.pack(">IIII", magic, count, side, side) + pixels


def labels(count: int, magic: int = 0x801) -> bytes:
    return struct.pack(">II", magic, count) + bytes(i % 10 for i in range(count))


def good_files() -> dict[str, bytes]:
    return {
        "train-images-idx3-ubyte": images(70),
        "train-labels-idx1-ubyte": labels(70),
        "t10k-images-idx3-ubyte": images(40),
        "t10k-labels-idx1-ubyte": labels(40),
    }


# Each fault: what it does to the good files, and what the message must hold.


def truncated_images(files: dict[str, bytes]) -> list[str]:
    files["train-images-idx3-ubyte"] = files["train-images-idx3-ubyte"][:-1000]
    return ["train-images-idx3-ubyte", "truncated"]


def truncated_gzip(files: dict[str, bytes]) -> list[str]:
    whole = gzip.compress(files.pop("t10k-images-idx3-ubyte"))
    files["t10k-images-idx3-ubyte.gz"] = whole[: len(whole) // 2]
    return ["t10k-images-idx3-ubyte.gz", "truncated"]


def wrong_magic(files: dict[str, bytes]) -> list[str]:
    files["t10k-images-idx3-ubyte"] = images(40, magic=0xBAD)
    return ["t10k-images-idx3-ubyte", "magic number 0x00000bad"]


def label_out_of_range(files: dict[str, bytes]) -> list[str]:
    files["train-labels-idx1-ubyte"] = files["train-labels-idx1-ubyte"][:-1] + b"\x0a"
    return ["train-labels-idx1-ubyte", "label 69", "is 10, expected 0 to 9"]


def missing_file(files: dict[str, bytes]) -> list[str]:
    del files["t10k-labels-idx1-ubyte"]
    return ["t10k-labels-idx1-ubyte"]


def another_size(files: dict[str, bytes]) -> list[str]:
    files["train-images-idx3-ubyte"] = images(70, side=27)
    return ["27 x 27"]


FAULTS = {
    "truncated-images": truncated_images,
    "truncated-gzip": truncated_gzip,
    "wrong-magic": wrong_magic,
    "label-out-of-range": label_out_of_range,
    "missing-file": missing_file,
    "another-size": another_size,
}


def skip(why: str) -> None:
    print(f"skipped: {why}")
    sys.exit(SKIP)


def fail(why: str, run: subprocess.CompletedProcess[str]) -> None:
    sys.exit(f"{why}\n--- stdout\n{run.stdout}\n--- stderr\n{run.stderr}")


def check_pictures(folder: Path, expected: list[str], run: subprocess.CompletedProcess[str]) -> None:
    """The expected pictures are whole, and nothing else lies beside them."""
    found = sorted(path.name for path in folder.iterdir())
    if found != expected:
        fail(f"the pictures are {found}, expected {expected}", run)
    for name in expected:
        content = (folder / name).read_bytes()
        if not content.startswith(b"\x89PNG\r\n\x1a\n") or b"IEND" not in content[-16:]:
            fail(f"{name} is no whole PNG file", run)
        if len(content) <= 5000:
            fail(f"{name} has only {len(content)} bytes: it can hold no picture", run)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--demo", required=True, help="the built program")
    parser.add_argument("--work-dir", required=True, type=Path, help="a folder that is made anew")
    parser.add_argument("case", choices=["quick", "small", "missing-directory", *FAULTS])
    arguments = parser.parse_args()

    if shutil.which("gnuplot") is None:
        skip("gnuplot is not installed (Debian's package gnuplot-nox)")
    shutil.rmtree(arguments.work_dir, ignore_errors=True)
    out, data = arguments.work_dir / "pictures", arguments.work_dir / "data"
    arguments.work_dir.mkdir(parents=True)

    command = [arguments.demo, "--quick", "--out", str(out)]
    expected = []
    if arguments.case == "quick":
        if not Path("/usr/share/datasets/fashion-mnist").is_dir():
            skip("/usr/share/datasets/fashion-mnist is absent (Debian's package dataset-fashion-mnist)")
    elif arguments.case == "missing-directory":
        command += ["--data", str(data)]
        expected = [str(data)]
    else:
        files = good_files()
        if arguments.case in FAULTS:
            expected = FAULTS[arguments.case](files)
        data.mkdir()
        for name, content in files.items():
            (data / name).write_bytes(content)
        command += ["--data", str(data)]

    run = subprocess.run(command, capture_output=True, text=True, errors="replace", timeout=280)
    if not expected:
        if run.returncode != 0 or run.stderr:
            fail(f"status {run.returncode}, expected 0 and nothing on stderr", run)
        check_pictures(out, PICTURES, run)
    else:
        if run.returncode != 1:
            fail(f"status {run.returncode}, expected 1", run)
        if not run.stderr.startswith("demo: ") or run.stderr.count("\n") != 1 or not run.stderr.endswith("\n"):
            fail("expected one line on stderr, with the name of the program", run)
        for part in expected:
            if part not in run.stderr:
                fail(f"the message does not say: {part}", run)
        check_pictures(out, PICTURES[:2], run)  # the digits came before
    shutil.rmtree(data, ignore_errors=True)


if __name__ == "__main__":
    main()
