#!/bin/sh
# clang-format's verdict on every source file; 77 (skipped) for a version other than the one .clang-format is written for.
set -eu
cd "$(dirname "$0")/.."
formatter=${1:-clang-format}
"$formatter" --version | grep -q 'version 14\.' || exit 77
find model agents networks output experiments tests -name '*.[ch]pp' -exec "$formatter" --dry-run -Werror {} +
