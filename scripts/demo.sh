#!/usr/bin/env bash
# Copyright (c) 2026 the tapeless authors
# Distributed under the Boost Software License, Version 1.0 (see LICENSE).

set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

usage() {
    cat <<'END'
Usage: scripts/demo.sh [--help] [ARGUMENT...]

Installs what the demo needs (Debian packages, by apt-get), builds it in build/demo, and runs it; its pictures
go to build/demo/pictures. Every ARGUMENT is passed to the demo, for example

  --quick       a short training
  --seed N      other random numbers
  --data DIR    another folder with the data set
END
}

if [[ ${1-} == --help ]]; then
    usage
    exit
fi

install_packages g++ cmake ninja-build libboost-dev zlib1g-dev libcli11-dev gnuplot-nox dataset-fashion-mnist

build_dir=$root/build/demo
say "building the demo in $build_dir"
cmake -S "$root" -B "$build_dir" -G Ninja -DCMAKE_BUILD_TYPE=Release \
    -DTAPELESS_BUILD_TESTS=OFF -DTAPELESS_BUILD_BENCH=OFF -DTAPELESS_WERROR=OFF
cmake --build "$build_dir" --target demo

say "running the demo"
mkdir -p "$build_dir/pictures"
"$build_dir/examples/demo" --out "$build_dir/pictures" "$@"
say "the pictures are in $build_dir/pictures"
