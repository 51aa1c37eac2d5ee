#!/usr/bin/env python3
# Copyright (c) 2026 the tapeless authors
# Distributed under the Boost Software License, Version 1.0 (see LICENSE).

"""Compares losses over 50 steps of training with PyTorch's, from the same initial weights on the same data.

  compare.py --program TRAJECTORIES              in PyTorch, every loss of every case; status 77 if it is not installed
  compare.py --program TRAJECTORIES --recorded   the last losses alone, with those that PyTorch gave once (recorded.txt)
  compare.py --program TRAJECTORIES --record     writes recorded.txt
"""

import argparse
import math
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

SKIP = 77
RECORDED = Path(__file__).with_name("recorded.txt")
TOLERANCE = {"float": 1e-5, "double": 1e-10}
DATA = ["parameters", "inputs", "numbers", "signs", "shares", "distributions", "labels"]
PLAIN = [(4, 6), (6,), (6, 3), (3,)]
NORMALISED = [(4, 6), (6,), (6,), (6, 3), (3,)]

Runs = dict[tuple[str, str], list[float]]


def is_case(name: str) -> bool:
    return name not in DATA and ":" not in name


def read(program: str) -> Runs:
    run = subprocess.run([program], capture_output=True, text=True, check=True)
    lines = [line.split() for line in run.stdout.splitlines()]
    return {(line[0], line[1]): [float(x) for x in line[2:]] for line in lines}


def in_torch(printed: Runs) -> Runs:
    import torch
    import torch.nn.functional as F

    Tensor = torch.Tensor
    torch.set_num_threads(1)
    weights = [0.5, 2.0, 1.0]

    def cross_entropy(weighted: bool, smoothing: float) -> Callable[[Tensor, Tensor], Tensor]:
        def loss(o: Tensor, t: Tensor) -> Tensor:
            w = torch.tensor(weights, dtype=o.dtype) if weighted else None
            return F.cross_entropy(o, t, weight=w, label_smoothing=smoothing)

        return loss

    losses = {
        "mean_squared_error": ("numbers", F.mse_loss),
        "half_squared_error": ("numbers", lambda o, t: ((o - t) ** 2).sum() / (2 * len(o))),
        "mean_absolute_error": ("numbers", F.l1_loss),
        "huber": ("numbers", lambda o, t: F.huber_loss(o, t, delta=0.5)),
        "hinge": ("signs", lambda o, t: torch.clamp(1 - t * o, min=0).mean()),
        "binary_cross_entropy": ("shares", F.binary_cross_entropy_with_logits),
        "softmax_cross_entropy": ("labels", cross_entropy(False, 0.0)),
        "label_smoothing": ("labels", cross_entropy(False, 0.1)),
        "class_weights": ("labels", cross_entropy(True, 0.0)),
        "smoothing_and_weights": ("labels", cross_entropy(True, 0.1)),
        "kl_divergence": ("distributions", lambda o, t: F.kl_div(F.log_softmax(o, 1), t, reduction="batchmean")),
    }

    optim = torch.optim
    optimizers = {
        "sgd": lambda p: optim.SGD(p, lr=0.5),
        "momentum": lambda p: optim.SGD(p, lr=0.1, momentum=0.9),
        "nesterov": lambda p: optim.SGD(p, lr=0.1, momentum=0.9, nesterov=True),
        "adagrad": lambda p: optim.Adagrad(p, lr=0.1),
        "rmsprop": lambda p: optim.RMSprop(p, lr=0.003),
        "adam": lambda p: optim.Adam(p, lr=0.01),
        "adamw": lambda p: optim.AdamW(p, lr=0.01, weight_decay=0.1),
        "sgd/l1": lambda p: optim.SGD(p, lr=0.1),
        "sgd/weight_decay": lambda p: optim.SGD(p, lr=0.1, weight_decay=0.1),
        "adam/weight_decay": lambda p: optim.Adam(p, lr=0.01, weight_decay=0.1),
        "sgd/clip_value": lambda p: optim.SGD(p, lr=0.5),
        "momentum/clip_norm": lambda p: optim.SGD(p, lr=0.1, momentum=0.9),
        "adam/clip_norm+weight_decay": lambda p: optim.Adam(p, lr=0.01, weight_decay=0.1),
        "sgd/step": lambda p: optim.SGD(p, lr=0.5),
        "adam/exponential": lambda p: optim.Adam(p, lr=0.02),
        "adamw/cosine": lambda p: optim.AdamW(p, lr=0.02, weight_decay=0.01),
        "sgd/warm_up+linear": lambda p: optim.SGD(p, lr=0.5),
    }
    schedulers = {
        "sgd/step": lambda o: optim.lr_scheduler.StepLR(o, 20, gamma=0.5),
        "adam/exponential": lambda o: optim.lr_scheduler.ExponentialLR(o, 0.95),
        "adamw/cosine": lambda o: optim.lr_scheduler.LambdaLR(
            o, lambda k: 0.1 + 0.45 * (1 + math.cos(math.pi * min(k, 40) / 40))
        ),
        "sgd/warm_up+linear": lambda o: optim.lr_scheduler.LambdaLR(
            o, lambda k: (k + 1) / 10 if k < 10 else 1 - 0.9 * min(k - 10, 30) / 30
        ),
    }

    def split(flat: list[float], shapes: list[tuple[int, ...]], dtype: torch.dtype) -> list[Tensor]:
        parts = torch.tensor(flat, dtype=dtype).split([math.prod(shape) for shape in shapes])
        return [part.reshape(shape).clone().requires_grad_() for part, shape in zip(parts, shapes)]

    def train(kind: str, name: str) -> list[float]:
        dtype = {"float": torch.float32, "double": torch.float64}[kind]
        group, _, loss_name = name.partition("/")
        if group != "loss":
            loss_name = "softmax_cross_entropy"
        target_name, loss = losses[loss_name]
        x = torch.tensor(printed[kind, "inputs"], dtype=dtype).reshape(-1, 4)
        if target_name == "labels":
            targets = torch.tensor([int(t) for t in printed[kind, "labels"]])
        else:
            targets = torch.tensor(printed[kind, target_name], dtype=dtype).reshape(len(x), -1)
        parameters = split(printed[kind, "parameters"], PLAIN, dtype)
        optimizer = optimizers[name](parameters) if group != "loss" else optim.SGD(parameters, lr=0.05)
        scheduler = schedulers[name](optimizer) if name in schedulers else None
        result = []
        for _ in printed[kind, name]:
            w1, b1, w2, b2 = parameters
            value = loss(torch.tanh(x @ w1 + b1) @ w2 + b2, targets)
            result.append(value.item())
            if name == "sgd/l1":
                value = value + 0.01 * sum(p.abs().sum() for p in parameters)
            optimizer.zero_grad()
            value.backward()
            if "clip_value" in name:
                torch.nn.utils.clip_grad_value_(parameters, 0.05)
            if "clip_norm" in name:
                torch.nn.utils.clip_grad_norm_(parameters, 0.25)
            optimizer.step()
            if scheduler is not None:
                scheduler.step()
        return result

    def train_layers(kind: str, name: str) -> list[float]:
        dtype = {"float": torch.float32, "double": torch.float64}[kind]
        x = torch.tensor(printed[kind, "inputs"], dtype=dtype).reshape(-1, 4)
        labels = torch.tensor([int(t) for t in printed[kind, "labels"]])
        parameters = split(printed[kind, name + ":parameters"], PLAIN if "dropout" in name else NORMALISED, dtype)
        masks = torch.tensor(printed.get((kind, name + ":masks"), []), dtype=dtype).reshape(-1, len(x), 6)
        mean, variance = torch.zeros(6, dtype=dtype), torch.ones(6, dtype=dtype)

        def forward(step: int | None) -> Tensor:
            """Of training in a step, or of answering."""
            first, *_, w, b = parameters
            if "dropout" in name:
                hidden = torch.tanh(x @ first + parameters[1])
                return (hidden if step is None else hidden * masks[step]) @ w + b
            scale, shift = parameters[1:3]
            if "batch_norm" in name:
                hidden = F.batch_norm(x @ first, mean, variance, scale, shift, training=step is not None)
            else:
                hidden = F.layer_norm(x @ first, (6,), scale, shift)
            return torch.tanh(hidden) @ w + b

        optimizer = optim.Adam(parameters, lr=0.01)
        result = []
        for step in range(50):
            value = F.cross_entropy(forward(step), labels)
            result.append(value.item())
            optimizer.zero_grad()
            value.backward()
            optimizer.step()
        result.append(F.cross_entropy(forward(None), labels).item())
        return result + ([*mean.tolist(), *variance.tolist()] if "batch_norm" in name else [])

    return {
        (kind, name): (train_layers if name.startswith("layer/") else train)(kind, name)
        for kind, name in printed
        if is_case(name)
    }


def worst(ours: list[float], expected: list[float]) -> float:
    """The largest relative distance; infinite where there are not as many numbers, or one is not finite."""
    if len(ours) != len(expected) or not all(map(math.isfinite, [*ours, *expected])):
        return math.inf
    return max(abs(a - b) / abs(b) for a, b in zip(ours, expected))


def read_recorded() -> Runs:
    lines = [line.split() for line in RECORDED.read_text().splitlines() if not line.startswith("#")]
    return {(kind, name): [float(value)] for kind, name, value in lines}


def write_recorded(expected: Runs) -> None:
    head = "# The loss before the 50th step, and of layers the last number of their line, as PyTorch 1.13.1 gave it; written by compare.py --record\n"
    RECORDED.write_text(head + "".join(f"{k} {n} {v[-1]:.17g}\n" for (k, n), v in expected.items()))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", required=True, help="the built trajectories")
    parser.add_argument("--recorded", action="store_true", help="compare with recorded.txt")
    parser.add_argument("--record", action="store_true", help="write recorded.txt")
    arguments = parser.parse_args()

    printed = read(arguments.program)
    ours = {case: losses for case, losses in printed.items() if is_case(case[1])}
    if arguments.recorded:
        expected = read_recorded()
        ours = {case: losses[-1:] for case, losses in ours.items()}
    else:
        try:
            expected = in_torch(printed)
        except ModuleNotFoundError as missing:
            print(f"skipped: {missing} (Debian's package python3-torch)")
            return SKIP
        if arguments.record:
            write_recorded(expected)

    failed = sorted(set(ours) ^ set(expected))
    for kind, name in failed:
        print(f"{kind} {name}: only one of the two knows this case; compare.py --record")
    for case in ours:
        if case in expected:
            distance = worst(ours[case], expected[case])
            if not distance <= TOLERANCE[case[0]]:
                failed.append(case)
            print(f"{case[0]:6} {case[1]:28} {ours[case][0]:.6f} -> {ours[case][-1]:.6f}  {distance:.1e}")
    print(f"{len(ours)} cases, {len(failed)} beyond the tolerance")
    return 1 if failed or not ours else 0


if __name__ == "__main__":
    sys.exit(main())
