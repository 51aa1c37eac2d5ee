#!/usr/bin/env bash
# Copyright (c) 2026 the tapeless authors
# Distributed under the Boost Software License, Version 1.0 (see LICENSE).

set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

usage() {
    cat <<'END'
Usage: scripts/test_aarch64.sh [OPTION...] [-- CTEST_ARGUMENT...]

Installs what is needed (Debian packages, by apt-get), builds the tests of tensors, of their operations and kernels and of
SIMD lanes for AArch64 (NEON), and runs them by QEMU. Which tests those are, the preset "aarch64" says.

  --build-dir DIR    where to build (default: build/aarch64)
  --jobs N           how many processes at once (default: all processors)
  --help             this text
END
}

build_dir=$root/build/aarch64
jobs=$(nproc)
while (($#)); do
    case $1 in
        --build-dir | --jobs)
            (($# > 1)) || die "$1 needs a value"
            declare "$(tr - _ <<<"${1#--}")=$2"
            shift
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

install_packages cmake ninja-build python3 libboost-dev catch2 g++-aarch64-linux-gnu qemu-user

say "building for AArch64 in $build_dir"
cmake -S "$root" -B "$build_dir" --preset aarch64
cmake --build "$build_dir" --parallel "$jobs" --target test_ops test_sweep test_tensor test_value

say "testing"
ctest --test-dir "$build_dir" --output-on-failure --no-tests=error --parallel "$jobs" \
    --tests-regex '^(ops|sweep|tensor|value)\.' "$@"
