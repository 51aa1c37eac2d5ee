#!/usr/bin/env bash
# Copyright (c) 2026 the tapeless authors
# Distributed under the Boost Software License, Version 1.0 (see LICENSE).

set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

usage() {
    cat <<'END'
Usage: scripts/demo.sh [--help] [ARGUMENT...]
       scripts/demo.sh --all

Installs what the demo needs (Debian packages, by apt-get), builds it in build/demo, and runs it; its pictures
go to build/demo/pictures. Every ARGUMENT is passed to the demo, for example

  --quick       a short training
  --seed N      other random numbers
  --data DIR    another folder with the data set

With --all it builds and runs the examples instead, the systems that texts on backpropagation build, one after the
other, and says at the end which of them failed; the status is 1 if one did.
END
}

# The systems in order: the program, and what it is.
systems=(
    "micrograd             micrograd: its expression with the graph, its classifier of two moons"
    "relu_unit             a single ReLU unit"
    "mnist                 784-64-10 on images, with squared error and with cross-entropy"
    "parabola              y = x^2 from 100 noisy points"
    "two_classes           784-100-2, sigmoid, two classes of images"
    "linear_regression     linear regression, the gradient by hand and by the engine"
    "relu_regression       regression with two layers and ReLU"
    "stacked_linear        two stacked linear units, stochastic gradient descent"
    "digits                64-64-64-10 on the 8 x 8 digits"
    "two_two_one           2-2-1, sigmoid, worked by hand"
    "adam_one_two_one      1-2-1, ReLU, Adam"
    "vanishing_gradients   vanishing and exploding gradients, and their remedies"
    "overfitting           overfitting, and its remedies"
    "optimizers            a race of the optimizers"
    "gradient_checking     checking the gradient of a layer of one's own"
)

# run_systems BUILD_DIR PICTURES: runs all systems, with the arguments that their tests give them.
run_systems() {
    local number=0 system name what arguments failed=()
    for system in "${systems[@]}"; do
        read -r name what <<<"$system"
        arguments=$(sed -n 's/^args: *//p' "$root/tests/systems/$name.txt" 2>/dev/null || true)
        printf '\n==== %d. %s (examples/%s.cpp)\n\n' $((++number)) "$what" "$name"
        arguments=${arguments//'$OUT'/'"$OUT"'}
        if (OUT=$2 && eval "exec \"\$1/examples/$name\" $arguments"); then :; else failed+=("$number. $name"); fi
    done
    printf '\n==== %d of %d systems ran, their pictures are in %s\n' $((number - ${#failed[@]})) $number "$2"
    ((${#failed[@]} == 0)) || die "failed: $(printf '%s; ' "${failed[@]}")see above"
}

if [[ ${1-} == --help ]]; then
    usage
    exit
fi
target=demo
packages=(g++ cmake ninja-build libboost-dev zlib1g-dev libcli11-dev gnuplot-nox dataset-fashion-mnist)
if [[ ${1-} == --all ]]; then
    (($# == 1)) || die "--all takes no other argument (see --help)"
    target=examples/all
    packages+=(graphviz)
fi

install_packages "${packages[@]}"

build_dir=$root/build/demo
say "building $target in $build_dir"
cmake -S "$root" -B "$build_dir" -G Ninja -DCMAKE_BUILD_TYPE=Release \
    -DTAPELESS_BUILD_TESTS=OFF -DTAPELESS_BUILD_BENCH=OFF -DTAPELESS_WERROR=OFF
cmake --build "$build_dir" --target "$target"
if [[ $target == examples/all ]]; then
    mkdir -p "$build_dir/pictures"
    run_systems "$build_dir" "$build_dir/pictures"
    exit
fi

say "running the demo"
mkdir -p "$build_dir/pictures"
"$build_dir/examples/demo" --out "$build_dir/pictures" "$@"
say "the pictures are in $build_dir/pictures"
