#!/bin/sh
# clang-format's verdict on every source file; 77 (skipped) for a version other than the one .clang-format is written for,
# an error where no check may be skipped (.ci/run).
set -eu
cd "$(dirname "$0")/.."
formatter=${1:-clang-format}
if ! "$formatter" --version | grep -q 'version 14\.'; then
    echo "clang-format 14 is wanted, not $("$formatter" --version)"
    [ -z "${STAMPEDE_COMPLETE:-}" ] || exit 1
    exit 77
fi
find model agents networks output experiments tests -name '*.[ch]pp' -exec "$formatter" --dry-run -Werror {} +
