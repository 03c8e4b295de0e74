#!/bin/sh
# The long tests, tagged [long]: minutes to hours, so never part of tests/run.sh.
set -eu
sh "$(dirname "$0")/run.sh" -C Long -L long --verbose "$@"
