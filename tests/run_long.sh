#!/bin/sh
# The long tests, tagged [long]: minutes to hours, so never part of tests/run.sh. With them the published cases of
# tests/analytic run again: together they write tests/VALIDATION.md.
set -eu
top=$(cd "$(dirname "$0")/.." && pwd)
commit=$(git -C "$top" describe --always --dirty --abbrev=12 2>/dev/null || echo unknown)

# A test appends the table rows it stands for to this file: | case | source | expected | found |
STAMPEDE_VALIDATION=$(mktemp)
export STAMPEDE_VALIDATION
trap 'rm -f "$STAMPEDE_VALIDATION"' EXIT

outcome=passed
sh "$top/tests/run.sh" -C Long -L '^(long|analytic)$' --verbose "$@" || outcome=FAILED

{
    printf '# Validation\n\nWritten by `sh tests/run_long.sh` at commit %s: %s.\n\n' "$commit" "$outcome"
    printf '| case | source | expected | found |\n|---|---|---|---|\n'
    sort "$STAMPEDE_VALIDATION"
    cat "$top/tests/data/earlier_fits.md"
} >"$top/tests/VALIDATION.md"
[ "$outcome" = passed ]
