#!/bin/sh
# What `cmake --install` puts in place: the program runs a lesson and a what-if from there, and a project of three lines
# that says find_package(stampede) builds and runs. 77 (skipped) for a build with sanitizers, whose flags no user has.
# Usage: install.sh CMAKE BUILD CXX GENERATOR SANITIZERS
set -eu
cmake=$1
build=$2
cxx=$3
generator=$4
if [ -n "${5:-}" ]; then
    echo "skipped: built with sanitizers ($5), which a project that uses the libraries would have to know" >&2
    exit 77
fi

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
prefix=$folder/prefix
"$cmake" --install "$build" --prefix "$prefix" >/dev/null

program=$prefix/bin/stampede
share=$prefix/share/stampede
cd "$folder"
"$program" describe >describe.txt
grep -q retail_user describe.txt
"$program" run "$share/scenarios/bank_run_lesson.json" --quiet --out lesson.h5 >/dev/null
"$program" inspect lesson.h5 | grep -q "Harbour Bank"
"$program" run "$share/scenarios/celsius_2022_small.json" --quiet --set /days=0.1 --out celsius.h5 >/dev/null
for file in "$share"/what_ifs/*.json; do # each finds what it extends, and the data of that
    "$program" run "$file" --quiet --set /days=0.02 --set /no_such_name=1 --out none.h5 2>problems.txt && exit 1
    grep -q '^error: .*: 1 problem, nothing was run$' problems.txt || {
        cat problems.txt >&2
        exit 1
    }
done

mkdir consumer
cat >consumer/CMakeLists.txt <<'END'
cmake_minimum_required(VERSION 3.25)
project(consumer CXX)
find_package(stampede 0.1 REQUIRED)
add_executable(consumer main.cpp)
target_link_libraries(consumer PRIVATE stampede::experiments)
END
cat >consumer/main.cpp <<'END'
#include "experiments/commands/command_line.hpp"
stampede::Console console = stampede::Console::of_process();
int main() { return stampede::run_command_line({"--version"}, console); }
END
"$cmake" -S consumer -B consumer/build -G "$generator" -DCMAKE_PREFIX_PATH="$prefix" \
    -DCMAKE_CXX_COMPILER="$cxx" -DCMAKE_CXX_STANDARD=20 -DCMAKE_CXX_COMPILER_LAUNCHER= >configure.txt 2>&1 || {
    cat configure.txt >&2
    exit 1
}
"$cmake" --build consumer/build >build.txt 2>&1 || {
    cat build.txt >&2
    exit 1
}
consumer/build/consumer >version.txt
"$program" --version | cmp - version.txt
