#!/bin/sh
# Installs what is missing, builds Release in build/ and runs the suite; arguments go on to ctest.
set -eu
top=$(cd "$(dirname "$0")/.." && pwd)
. "$top/experiments/install.sh"

# The clients a results file is read with in other languages.
clients="python3-h5py python3-xarray python3-h5netcdf python3-netcdf4 netcdf-bin r-cran-hdf5r"

# Where no check may be skipped, the format is one of them.
[ -z "${STAMPEDE_COMPLETE:-}" ] || clients="$clients clang-format"

# shellcheck disable=SC2086
need_packages $build_packages catch2 librapidcheck-dev $clients
configure -DSTAMPEDE_TESTS=ON
build all
build precompiled # a second way of building, which quickstart.sh takes
ctest --test-dir "$top/build" --parallel "$(getconf _NPROCESSORS_ONLN)" --output-on-failure --no-tests=error "$@"
