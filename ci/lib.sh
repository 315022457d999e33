# What ci's commands share: installing Debian packages, and telling what happens.
# shellcheck shell=bash

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# In another locale Qt 6.8 warns that it wants UTF-8, in the output of every program.
export LC_ALL=C.UTF-8

# Downloads and builds are kept here, outside the repository.
cache=${XDG_CACHE_HOME:-$HOME/.cache}/qtbt
mkdir -p "$cache"

say() { printf '\n\033[1m%s\033[0m\n' "$*" >&2; }

die() {
    printf '%s: %s\n' "$0" "$*" >&2
    exit 1
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    else
        command -v sudo >/dev/null || die "needs root or sudo to run: $*"
        sudo "$@"
    fi
}

# need_packages PACKAGE…: installs the Debian packages that are missing.
need_packages() {
    command -v apt-get >/dev/null || die "this is no Debian; install what corresponds to these packages: $*"
    local missing=() package
    for package in "$@"; do
        [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    say "Installing ${missing[*]}"
    local log=$cache/apt.log
    local install=(env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}")
    if ! as_root "${install[@]}" >"$log" 2>&1; then
        # The package lists may be missing or old.
        as_root apt-get update -q >"$log" 2>&1 || die "apt-get update failed; see $log"
        as_root "${install[@]}" >"$log" 2>&1 || die "installing failed; see $log"
    fi
}

command -v go >/dev/null || die "needs Go: https://go.dev/dl"
# shellcheck disable=SC2034 # for those who source this
build_packages=(g++ pkg-config qt6-connectivity-dev libqt6bluetooth6-bin)
# Fyne, which draws the window of examples/explorer, is built with these.
# shellcheck disable=SC2034
explorer_packages=(libgl-dev libxcursor-dev libxi-dev libxinerama-dev libxrandr-dev libxxf86vm-dev)
