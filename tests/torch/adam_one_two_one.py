#!/usr/bin/env python3
# Copyright (c) 2026 the tapeless authors
# Distributed under the Boost Software License, Version 1.0 (see LICENSE).

"""examples/adam_one_two_one.cpp in PyTorch: prints tests/systems/adam_one_two_one.txt."""

import torch


def near(number: float, digits: int) -> str:
    return f"{{{number:.12f}~1e-{digits}}}"


def main() -> None:
    print(f"# numbers of PyTorch {torch.__version__}, written by tests/torch/adam_one_two_one.py")
    torch.set_default_dtype(torch.float64)
    x = torch.tensor([[1.0], [2.0], [3.0]])
    t = torch.tensor([[0.5], [1.0], [1.5]])
    hidden, output = torch.nn.Linear(1, 2), torch.nn.Linear(2, 1)
    parameters = [hidden.weight, hidden.bias, output.weight, output.bias]
    start = [[[0.5], [0.25]], [0.1, 0.2], [[0.9, 0.8]], [0.05]]
    with torch.no_grad():
        for parameter, numbers in zip(parameters, start):
            parameter.copy_(torch.tensor(numbers))

    network = torch.nn.Sequential(hidden, torch.nn.ReLU(), output)
    optimizer = torch.optim.Adam(network.parameters(), lr=1e-3)
    for step in range(501):
        loss = torch.nn.functional.mse_loss(network(x), t)
        if step < 5 or step in (10, 50) or step % 100 == 0:
            print(f"step {step} loss {near(loss.item(), 12)}")
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    for number, result in zip(x, network(x)):
        print(f"{number.item():g} -> {near(result.item(), 10)}")
    print("parameters", *(near(w, 10) for p in parameters for w in p.flatten().tolist()))


if __name__ == "__main__":
    main()
