# shellcheck shell=sh disable=SC2154
# Sourced, not run: the packages Stampede needs, and how a script gets them and builds.
# A script that sources this has set `top`, the root of the repository.

build_packages="g++ cmake ninja-build libboost-dev libhdf5-dev nlohmann-json3-dev libcli11-dev libfmt-dev librandom123-dev libssl-dev"

say() { printf '%s\n' "stampede: $*" >&2; }

give_up() { # exit code 2: the user can put it right
    say "$*"
    exit 2
}

missing_packages() { # PACKAGE... : those that dpkg does not have
    for package; do
        [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || printf ' %s' "$package"
    done
}

# PACKAGE... : installs what is missing; where there is no apt, names what is wanted and goes on.
need_packages() {
    if ! command -v apt-get >/dev/null 2>&1 || ! command -v dpkg-query >/dev/null 2>&1; then
        say "no apt here; going on in the hope that these (Debian's names) are installed: $*"
        return 0
    fi
    missing=$(missing_packages "$@")
    [ -n "$missing" ] || return 0
    as_root=
    if [ "$(id -u)" != 0 ]; then
        command -v sudo >/dev/null 2>&1 || give_up "neither root nor sudo; have an administrator run: apt-get install$missing"
        as_root=sudo
    fi
    say "installing$missing"
    # shellcheck disable=SC2086
    $as_root env DEBIAN_FRONTEND=noninteractive sh -c \
        'apt-get -qq update && apt-get -qq -y --no-install-recommends install "$@"' install $missing >/dev/null ||
        give_up "apt could not install$missing"
}

# OPTION... : configures a Release build in build/; a second call is quick.
configure() {
    command -v cmake >/dev/null 2>&1 || give_up "cmake is missing; Stampede needs: $build_packages"
    generator=
    if [ ! -f "$top/build/CMakeCache.txt" ] && command -v ninja >/dev/null 2>&1; then
        generator=-GNinja
    fi
    cmake -S "$top" -B "$top/build" ${generator:+"$generator"} -DCMAKE_BUILD_TYPE=Release "$@" >&2 ||
        give_up "cmake found something missing or too old (see above); Stampede needs: $build_packages"
}

build() { # TARGET : on all cores
    cmake --build "$top/build" --target "$1" --parallel "$(getconf _NPROCESSORS_ONLN)" >&2
}
