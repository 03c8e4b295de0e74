#!/bin/sh
# What `stampede new agent herd_seller` wrote into a copy of the sources: it is in format, compiles, passes its own test
# and the contract of all agents, and acts in an experiment.
# Usage: new_agent.sh CMAKE BUILD_FOLDER [CLANG_FORMAT]
set -eu
cmake=$1
build=$2
formatter=${3:-}
here=$(cd "$(dirname "$0")" && pwd)

"$cmake" --build "$build" --target new_agent_tests new_agent_stampede --parallel "$(getconf _NPROCESSORS_ONLN)"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
if [ -n "$formatter" ] && "$formatter" --version | grep -q 'version 14\.'; then
    mkdir -p "$folder/experiments" "$folder/tests/agents"
    cp -R "$here/../agents" "$folder"
    cp -R "$here/../experiments/templates" "$folder/experiments"
    cp "$here/../.clang-format" "$folder"
    for name in ox herd_seller abcdefghijklmnopqrstuvwx; do # the shortest and the longest lines
        "$build/stampede" new agent "$name" --quiet --root "$folder" >/dev/null
    done
    "$formatter" --dry-run -Werror "$folder"/agents/*.?pp "$folder"/tests/agents/*.cpp
fi
"$build/tests/new_agent_tests"

stampede=$build/tests/new_agent_stampede
"$stampede" describe herd_seller | grep -q looks_per_day
run() { # NAME SHARE : a run in which the holders sell this share of their coins after a fall
    "$stampede" run "$here/clients/tiny_run.json" --quiet --audit --out "$folder/$1.h5" \
        --set '/shocks/fall={"kind": "price_jump", "at": "20h", "asset": "BTC", "change": -0.2}' \
        --set "/agents/holders={\"kind\": \"herd_seller\", \"venue\": \"Exchange\", \"base\": \"BTC\", \"sold\": $2}"
}
run keep 0
run sell 0.5
"$stampede" reproduce "$folder/sell.h5" --quiet
if "$stampede" diff "$folder/keep.h5" "$folder/sell.h5" >"$folder/diff.txt"; then
    echo "holders who sell change nothing" >&2
    exit 1
fi
grep -A2 'first event that differs' "$folder/diff.txt" | grep ': sale' || {
    cat "$folder/diff.txt" >&2
    exit 1
}
