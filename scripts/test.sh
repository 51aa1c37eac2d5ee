#!/usr/bin/env bash
# Copyright (c) 2026 the tapeless authors
# Distributed under the Boost Software License, Version 1.0 (see LICENSE).

set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

usage() {
    cat <<'END'
Usage: scripts/test.sh [OPTION...] [-- CTEST_ARGUMENT...]

Installs what the tests need (Debian packages, by apt-get), builds the tests, the examples and the snippets of the
documentation, and runs them all by ctest. With GCC and no sanitizer the benchmarks are compiled too, and not run, and tests
that take minutes to compile are included.

  --compiler CXX     the compiler: g++ (default), clang++-14, clang++-19, ...
  --sanitize         with the address and undefined-behaviour sanitizers
  --quick            without much optimisation (-O1), and without what depends on the compiler least (operations, values,
                     examples)
  --build-dir DIR    where to build (default: build/test-CXX, build/test-CXX-sanitize)
  --jobs N           how many processes at once (default: all processors)
  --help             this text
END
}

compiler=g++
build_dir=
jobs=$(nproc)
sanitize=
options=()
while (($#)); do
    case $1 in
        --compiler | --build-dir | --jobs)
            (($# > 1)) || die "$1 needs a value"
            declare "$(tr - _ <<<"${1#--}")=$2"
            shift
            ;;
        --sanitize)
            sanitize=yes
            options+=(-DTAPELESS_BUILD_EXAMPLES=OFF -DTAPELESS_TEST_HEADERS=OFF)
            ;;
        --quick)
            options+=(-DTAPELESS_BUILD_EXAMPLES=OFF -DCMAKE_CXX_FLAGS_RELEASE="-O1 -DNDEBUG"
                -DTAPELESS_TEST_SOURCES="^(expr|plan|print|diff|sweep|tensor|nn|fail|link|to_cpp)/")
            ;;
        --help)
            usage
            exit
            ;;
        --)
            shift
            break
            ;;
        *) die "unknown option $1 (see --help)" ;;
    esac
    shift
done

preset=release
build_dir=${build_dir:-$root/build/test-$(basename "$compiler")${sanitize:+-sanitize}}
packages=(cmake ninja-build python3 python3-numpy libboost-dev zlib1g-dev libcli11-dev catch2 valgrind
    nlohmann-json3-dev libzip-dev)
command -v "$compiler" >/dev/null || packages+=("${compiler/#clang++/clang}")
with_bench=OFF
if [[ $sanitize ]]; then
    preset=asan
    if [[ $compiler == clang++* ]]; then
        version=${compiler#clang++}
        packages+=("libclang-rt$version-dev")
    fi
elif [[ $compiler == g++* ]]; then
    with_bench=ON
    packages+=(libbenchmark-dev libeigen3-dev libceres-dev libadolc-dev gnuplot-nox dataset-fashion-mnist)
fi
install_packages "${packages[@]}"

say "building with $compiler in $build_dir"
cmake -S "$root" -B "$build_dir" --preset "$preset" \
    -DCMAKE_CXX_COMPILER="$compiler" -DTAPELESS_BUILD_BENCH="$with_bench" -DTAPELESS_SLOW_TESTS="$with_bench" \
    ${options[@]+"${options[@]}"}
cmake --build "$build_dir" --parallel "$jobs"

say "testing"
ctest --test-dir "$build_dir" --output-on-failure --no-tests=error --parallel "$jobs" "$@"
