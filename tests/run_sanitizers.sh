#!/bin/sh
# The suite compiled by clang++ under the sanitizers of addresses and undefined behaviour, then by g++ what runs in
# threads under that of threads; arguments go on to ctest. Builds in build-address/ and build-thread/: two hours.
# What-ifs run in one pair each, which is too few to hold expectations against them.
set -eu
top=$(cd "$(dirname "$0")/.." && pwd)
. "$top/experiments/install.sh"
# shellcheck disable=SC2086
need_packages $build_packages catch2 librapidcheck-dev clang
export STAMPEDE_PAIRS=1
cores=$(getconf _NPROCESSORS_ONLN)

check() { # FOLDER SANITIZERS COMPILER CTEST-OPTION...
    folder=$top/$1
    cmake -S "$top" -B "$folder" -GNinja -DCMAKE_BUILD_TYPE=Release "-DCMAKE_CXX_FLAGS_RELEASE=-O1 -DNDEBUG" \
        -DCMAKE_CXX_COMPILER="$3" -DSTAMPEDE_SANITIZE="$2" -DSTAMPEDE_PCH=ON -DSTAMPEDE_TESTS=ON >&2 ||
        return 1
    cmake --build "$folder" --target stampede stampede_tests --parallel "$cores" >&2 || return 1
    shift 3
    ctest --test-dir "$folder" --parallel "$cores" --output-on-failure --no-tests=error "$@"
}

outcome=0
check build-address address,undefined clang++ -E '^(headers|new_agent|install|format|clients)$' "$@" || outcome=1
threaded='agents/contract|engine/determinism|experiments/.*(command|program|interrupt)|scenarios/golden_results'
check build-thread thread g++ -R "^($threaded)\$" "$@" || outcome=1
exit $outcome
