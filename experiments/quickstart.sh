#!/bin/sh
# From a fresh clone to a first result: installs what is missing, builds, runs FTX in November 2022.
set -eu
top=$(cd "$(dirname "$0")/.." && pwd)
. "$top/experiments/install.sh"

# shellcheck disable=SC2086
need_packages $build_packages
configure -DSTAMPEDE_TESTS=OFF -DSTAMPEDE_PCH=ON
build stampede

mkdir -p "$top/results"
"$top/build/stampede" run "$top/experiments/scenarios/ftx_2022_11.json" --out "$top/results/ftx_2022_11.h5"
"$top/build/stampede" report "$top/results/ftx_2022_11.h5" --out "$top/results/ftx_2022_11.html" >/dev/null
printf '\nThe results are in %s\n' "$top/results/ftx_2022_11.h5"
printf 'A page about them, to be opened in a browser: %s\n' "$top/results/ftx_2022_11.html"
