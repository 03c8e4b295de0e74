#!/bin/sh
# The long tests, tagged [long]: minutes to hours, so never part of tests/run.sh. Every scenario with targets is held
# against history, then the long tests run, and with them the published cases of tests/analytic: together they write
# tests/VALIDATION.md, which tells whether all passed. Interrupted, the same command goes on at the run, or the tests,
# where it was, as long as nothing has been changed. Of a tree that differs from its commit the tables stay in build/long.
set -eu
top=$(cd "$(dirname "$0")/.." && pwd)
say() { printf '%s\n' "long: $*" >&2; }
if [ $# -gt 0 ]; then
    say "takes no arguments; for a single test: build/tests/stampede_tests NAME"
    exit 2
fi
state() { # the commit, "-dirty" if anything differs from it or is not in it
    git -C "$top" describe --always --abbrev=12 2>/dev/null || echo unknown
    changes=$(git -C "$top" status --porcelain 2>/dev/null)
    [ -z "$changes" ] || printf '%s\n' "$changes" "$(git -C "$top" diff HEAD)" | sha256sum | cut -c1-12 | sed 's/^/-dirty-/'
}
commit=$(state | tr -d '\n')
sh "$top/tests/run.sh" -N >/dev/null # installs and builds, lists the tests
folder=$top/build/long/$commit
case $commit in unknown*) rm -rf "$folder" ;; esac
mkdir -p "$folder/held" "$folder/new"
cd "$folder"
unchanged() {
    [ "$(state | tr -d '\n')" = "$commit" ] && return
    say "the sources are no longer those of $commit, where this run began; start it again"
    exit 1
}
unchanged

held() { # NAME FILES [OPTION...] : against history, into NAME.md, and all values of all runs into held/NAME.json
    name=$1 files=$2
    shift 2
    [ ! -f "$name.md" ] || return 0
    # shellcheck disable=SC2086
    "$top/build/stampede" validate $files --replicates 20 "$@" -o "new/$name.json" -o "new/$name.md"
    unchanged
    mv "new/$name.json" held/
    mv "new/$name.md" .
}

largest=$top/experiments/scenarios/crash_2025_10.json
scenarios=$(grep -lE '"(targets|extends)"' "$top"/experiments/scenarios/*.json | grep -v -e ftx_coupling -e "$largest")
heard=$(echo "$scenarios" | grep -E '(blockfi|celsius|ftx|genesis|lenders|terra|usdc|voyager).*_small')
others=$(echo "$scenarios" | grep -vxF "$heard")
held heard "$heard"
held others "$others"

# A test appends the table rows it stands for to this file: | case | source | expected | found |
STAMPEDE_VALIDATION=$folder/rows
STAMPEDE_HELD=$folder/held
export STAMPEDE_VALIDATION STAMPEDE_HELD
outcome=passed
if [ ! -f tests.passed ]; then
    : >rows
    if sh "$top/tests/run.sh" -C Long -L '^(long|analytic)$' --verbose; then
        unchanged
        touch tests.passed
    else
        outcome="FAILED: $(sed 's/^[0-9]*://' "$top/build/Testing/Temporary/LastTestsFailed.log" | paste -sd ' ')"
    fi
fi

# How much hangs on the weight that everyone gives to news, 6 in behaviour.json: half of it, and half as much again.
mkdir -p news
for weight in 3 9; do
    (
        cd news
        mkdir -p held new
        held "$weight" "$heard" --set "/behaviour/depositors/rule/b_news=$weight" \
            --set "/behaviour/coin_holders/rule/b_news=$weight" --set "/behaviour/makers/doubt/rule/b_news=$weight"
    )
done
# shellcheck disable=SC2016
tables() { # of what there is
    printf '# Validation\n\nWritten by `sh tests/run_long.sh` at commit %s: %s.\n\n' "$commit" "$outcome"
    printf '| case | source | expected | found |\n|---|---|---|---|\n'
    sort rows
    printf '\n## Episodes against history\n\n'
    printf 'By `stampede validate FILE --replicates 20`; targets stand in `experiments/scenarios`. A hit: the median lies in the\n'
    printf 'band of history, and half of the runs or more have the measure. Inside: runs that lie in the band.\n\n'
    for name in heard others largest; do
        [ ! -f "$name.md" ] || sed 's/^## /### /' "$name.md"
        echo
    done
    [ -f largest.md ] || printf 'Not run yet: `%s`.\n\n' "${largest#"$top/"}"
    printf '## News half as loud, and half as loud again\n\n'
    printf 'Medians and intervals by `stampede validate FILE --replicates 20` with `b_news` of depositors, holders of coins\n'
    printf 'and makers at 3, 6 and 9; 6 stands in `behaviour.json`. Nothing was fitted to the two others.\n\n'
    paste -d '|' news/3.md heard.md news/9.md | awk -f "$top/tests/news_table.awk"
    cat "$top/tests/data/earlier_fits.md"
}
tables >VALIDATION.md
held largest "$largest"
tables >VALIDATION.md
case $commit in
    *-dirty* | unknown*) say "the tables are in $folder/VALIDATION.md" ;;
    *) cp VALIDATION.md "$top/tests/VALIDATION.md" ;;
esac
[ "$outcome" = passed ]
