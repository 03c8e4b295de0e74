#!/bin/sh
# The long tests, tagged [long]: minutes to hours, so never part of tests/run.sh. With them the published cases of
# tests/analytic run again, and every scenario with targets is held against history: together they write
# tests/VALIDATION.md.
set -eu
top=$(cd "$(dirname "$0")/.." && pwd)
commit=$(git -C "$top" describe --always --dirty --abbrev=12 2>/dev/null || echo unknown)

# A test appends the table rows it stands for to this file: | case | source | expected | found |
folder=$(mktemp -d)
STAMPEDE_VALIDATION=$folder/rows
export STAMPEDE_VALIDATION
trap 'rm -rf "$folder"' EXIT
touch "$STAMPEDE_VALIDATION"

outcome=passed
sh "$top/tests/run.sh" -C Long -L '^(long|analytic)$' --verbose "$@" || outcome=FAILED

scenarios=$(find "$top/experiments/scenarios" -name '*.json' ! -name behaviour.json | sort)
# shellcheck disable=SC2086
(cd "$folder" && "$top/build/stampede" validate $scenarios --replicates 20 -o episodes.md) || outcome=FAILED

# How much hangs on the weight that everyone gives to news, 6 in behaviour.json: half of it, all of it, half as much again.
heard=$(echo "$scenarios" | grep -E '(blockfi|celsius|ftx|genesis|lenders|terra|usdc|voyager).*_small')
for weight in 3 6 9; do
    set_weight="--set /behaviour/depositors/rule/b_news=$weight --set /behaviour/coin_holders/rule/b_news=$weight"
    # shellcheck disable=SC2086
    (cd "$folder" && "$top/build/stampede" validate $heard --replicates 20 $set_weight \
        --set /behaviour/makers/doubt/rule/b_news=$weight -o "news_$weight.md") || outcome=FAILED
done

{
    printf '# Validation\n\nWritten by `sh tests/run_long.sh` at commit %s: %s.\n\n' "$commit" "$outcome"
    printf '| case | source | expected | found |\n|---|---|---|---|\n'
    sort "$STAMPEDE_VALIDATION"
    printf '\n## Episodes against history\n\n'
    printf 'By `stampede validate FILE --replicates 20`; targets stand in `experiments/scenarios`. A hit: the median lies in the\n'
    printf 'band of history, and half of the runs or more have the measure. Inside: runs that lie in the band.\n\n'
    if [ -f "$folder/episodes.md" ]; then sed 's/^## /### /' "$folder/episodes.md"; fi
    printf '\n## News half as loud, and half as loud again\n\n'
    printf 'Medians and intervals by `stampede validate FILE --replicates 20` with `b_news` of depositors, holders of coins\n'
    printf 'and makers at 3, 6 and 9; 6 stands in `behaviour.json`. Nothing was fitted to the two others.\n\n'
    if [ -f "$folder/news_9.md" ]; then
        paste -d '|' "$folder/news_3.md" "$folder/news_6.md" "$folder/news_9.md" | awk -f "$top/tests/news_table.awk"
    fi
    cat "$top/tests/data/earlier_fits.md"
} >"$top/tests/VALIDATION.md"
[ "$outcome" = passed ]
