# SPDX-License-Identifier: BSL-1.0
# shellcheck shell=bash
#
# What `./dev` and its checks share: packages, builds, tests. Sourced, in the repository's root.

# How many compilers and tests run at once.
jobs=${TENON_JOBS:-$(nproc)}

say() { echo "dev: $*" >&2; }

# Ends with a sentence.
fail() {
    say "$@"
    exit 1
}

# Installs the packages of a list that are not there yet.
need() {
    local missing=() as_root=() package
    for package in "$@"; do
        dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || missing+=("$package")
    done
    [ ${#missing[@]} -eq 0 ] && return
    say "installing ${missing[*]}"
    [ "$(id -u)" -eq 0 ] || as_root=(sudo)
    as_root+=(env DEBIAN_FRONTEND=noninteractive apt-get -qq)
    "${as_root[@]}" update >&2
    "${as_root[@]}" install -y --no-install-recommends "${missing[@]}" >&2
}

# Installs a package where Debian still has it.
need_if_there_is() {
    need "$1" || say "there is no package $1: what needs it is left out"
}

need_headers() { need g++ libboost-dev libxtensor-dev xtl-dev libxsimd-dev nlohmann-json3-dev libcli11-dev; }

need_build() {
    need_headers
    need cmake ninja-build ccache libjs-chart.js pkg-config libkissfft-dev libpng-dev libsamplerate0-dev libsndfile1-dev
}

# The compilers' messages are tested too.
need_test() {
    need_build
    need libboost-test-dev python3 qemu-user clang-16 clang-22 libclang-rt-22-dev
}

build() { # preset, targets
    cmake --preset "$1" >/dev/null
    cmake --build --preset "$1" -j "$jobs" ${2:+--target "${@:2}"}
}

run_tests() { # preset, what ctest takes
    ctest --preset "$1" -j "$jobs" "${@:2}"
}

# Builds the tests whose names match, and runs them.
build_and_run() { # preset, regular expression
    cmake --preset "$1" >/dev/null
    local targets
    mapfile -t targets < <(ctest --preset "$1" -N -R "$2" | sed -nE 's,^ *Test +#[0-9]+: ,test_,p' | tr / _)
    [ ${#targets[@]} -gt 0 ] || fail "no test of '$1' is called '$2'"
    build "$1" "${targets[@]}"
    run_tests "$1" -R "$2"
}

# Files of the repository, those that are not committed yet included.
files() { git ls-files --cached --others --exclude-standard -- "$@" | sort -u | while read -r file; do
    [ -f "$file" ] && echo "$file"
done; }
