#!/bin/sh
# A results file in other people's programs: h5py, xarray with both engines, ncdump, R. 77 (skipped) if one is missing,
# an error if STAMPEDE_COMPLETE is set.
# First a made-up file with odd values in every declared column, then what a run writes.
# Usage: run.sh TEST_BINARY STAMPEDE PYTHON
set -eu
here=$(cd "$(dirname "$0")" && pwd)
tests=$1
stampede=$2
python=$3

skip() {
    echo "skipped: $*" >&2
    [ -z "${STAMPEDE_COMPLETE:-}" ] || exit 1
    exit 77
}
command -v ncdump >/dev/null || skip "ncdump is missing (netcdf-bin)"
command -v Rscript >/dev/null || skip "R is missing (r-base-core)"
"$python" -c 'import h5py, xarray, h5netcdf, netCDF4' || skip "$python has not all of h5py, xarray, h5netcdf, netCDF4"
Rscript -e 'library(hdf5r)' >/dev/null 2>&1 || skip "R has no hdf5r (r-cran-hdf5r)"

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
STAMPEDE_SAMPLE=$folder/results.h5 "$tests" "a sample for the programs of tests/clients" >/dev/null
"$python" "$here/open_results.py" "$folder/results.h5"
Rscript "$here/open_results.R" "$folder/results.h5"


"$stampede" run "$here/tiny_run.json" --quiet --out "$folder/run.h5" >/dev/null
"$python" "$here/open_run.py" "$folder/run.h5"
Rscript "$here/open_run.R" "$folder/run.h5"
"$python" "$here/../../experiments/timeline.py" "$folder/run.h5" Lender >"$folder/run.svg"
"$python" - "$folder/run.svg" <<'END'
import sys
import xml.etree.ElementTree as xml

words = [text.text for text in xml.parse(sys.argv[1]).iter("{http://www.w3.org/2000/svg}text")]
assert any(text.startswith("asked for ") for text in words) and "news" in words, words
END

# prints FILE LINE...: ncdump says so of the file
prints() {
    ncdump "$1" >"$folder/dump.txt"
    shift
    for line in "$@"; do
        grep -qF "$line" "$folder/dump.txt" || {
            echo "ncdump does not print: $line" >&2
            exit 1
        }
    done
}
prints "$folder/results.h5" 'claims_usd(run, step, venue)' 'depth_bid_usd(run, step, market, bps)' 'time_h:units = "h"' \
    'loss_micro_usd(run, class, channel)' 'status:flag_meanings = "active gated halted failed"' ':format_version = 1LL' \
    'host = "host.example"'
prints "$folder/run.h5" 'group: depositors {' 'source(edge)' 'venue = "Exchange", "Fund", "Lender"' ':status = "complete"' \
    ':title = "Does a file with everything in it open everywhere?"'
echo "ncdump: ok"
