#!/usr/bin/env python3
# Copyright (c) 2026 the tapeless authors
# Distributed under the Boost Software License, Version 1.0 (see LICENSE).

"""Interrupts a training, resumes it, and compares its checkpoint with that of one that was not interrupted; then gives
examples/train what it must refuse."""

import argparse
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

DIGITS = ("--data", "digits", "--arch", "64,64,64,10", "--epochs", "200")


def run(program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([program, *DIGITS, *arguments], capture_output=True, text=True)


def interrupted(program: str, checkpoint: Path) -> str:
    """What a training prints that is interrupted after its third epoch."""
    with subprocess.Popen([program, *DIGITS, "--save", str(checkpoint)], stdout=subprocess.PIPE, text=True) as process:
        printed = []
        for line in process.stdout:
            printed.append(line)
            if line.startswith("epoch  3/"):
                process.send_signal(signal.SIGINT)
    if process.returncode != 0:
        raise SystemExit(f"an interrupted training ends with status {process.returncode}")
    return "".join(printed)


def check_resumption(program: str, folder: Path) -> None:
    parts, whole = folder / "parts", folder / "whole"
    printed = interrupted(program, parts)
    if "interrupted after epoch" not in printed or f"saved {parts}" not in printed:
        raise SystemExit("an interrupted training does not say so:\n" + printed)
    if "epoch 200/200" in printed:
        raise SystemExit("the training was over before it could be interrupted")
    resumed = run(program, "--resume", str(parts), "--save", str(parts))
    if resumed.returncode != 0 or "resumed after epoch" not in resumed.stdout:
        raise SystemExit("a training is not resumed:\n" + resumed.stdout + resumed.stderr)
    if run(program, "--save", str(whole)).returncode != 0:
        raise SystemExit("a whole training fails")
    if parts.read_bytes() != whole.read_bytes():
        raise SystemExit("a resumed training has other bits than one that was not interrupted")


def check_refusals(program: str, folder: Path) -> None:
    checkpoint = folder / "whole"
    truncated = folder / "truncated"
    truncated.write_bytes(checkpoint.read_bytes()[:-1])
    refused = {
        ("--arch", "7,3"): "there is no network '7,3'; there are 784,64,10",
        ("--optimizer", "wings"): "there is no optimizer 'wings'; there are sgd",
        ("--arch", "784,64,10"): "the images have 64 pixels",
        ("--data", str(folder / "absent")): "absent",
        ("--resume", str(folder / "absent")): "cannot resume",
        ("--resume", str(truncated)): "cannot resume",
        ("--resume", str(checkpoint), "--optimizer", "sgd"): "is of a training by the optimizer",
        ("--save", str(folder / "absent" / "file")): "cannot save",
    }
    for arguments, sentence in refused.items():
        result = run(program, *arguments)
        if result.returncode != 1 or sentence not in result.stderr:
            raise SystemExit(f"{arguments}: expected status 1 and '{sentence}', found {result.returncode} and:\n{result.stderr}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        check_resumption(arguments.program, Path(name))
        check_refusals(arguments.program, Path(name))


if __name__ == "__main__":
    sys.exit(main())
