#!/usr/bin/env bash
# Sees to it that this machine has what the project needs; installs only what is missing, and says so.
#
#   bash scripts/setup.sh run     to build and to open the window (without a display: only to build)
#   bash scripts/setup.sh test    to run every test
#
# run.sh and test.sh source this file and call `setup`, so that they see cargo as well.
set -euo pipefail

say() { printf '%s\n' "$*" >&2; }

has_display() { [[ -n ${DISPLAY:-} || -n ${WAYLAND_DISPLAY:-} ]]; }

installed() { [[ $(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null) == installed ]]; }

# What the mode $1 needs, as names of Debian packages.
wanted_packages() {
    echo gcc libc6-dev
    if [[ $1 == test ]] || has_display; then
        echo libx11-xcb1 libxcursor1 libxi6 libxrandr2 libxkbcommon-x11-0 libwayland-client0 libwayland-egl1
        echo libegl1 libgl1 libgl1-mesa-dri
        # Either of them can show the 'open file' dialog.
        if ! installed xdg-desktop-portal-gtk && ! installed xdg-desktop-portal-kde &&
            ! installed xdg-desktop-portal-gnome; then
            echo zenity
        fi
    fi
    if [[ $1 == test ]]; then
        echo xvfb openbox xdotool imagemagick python3 x11-utils
    fi
}

# Runs apt-get as root; fails where nobody can become root.
as_root() {
    if ((EUID == 0)); then
        env DEBIAN_FRONTEND=noninteractive "$@"
    elif command -v sudo >/dev/null && { [[ -t 0 ]] || sudo -n true 2>/dev/null; }; then
        sudo env DEBIAN_FRONTEND=noninteractive "$@"
    else
        return 1
    fi
}

setup_packages() {
    local wanted missing=() package
    read -r -a wanted <<<"$(wanted_packages "$1" | tr '\n' ' ')"
    if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
        say "本机没有 apt-get，请自行确认已装有（Debian 包名）：${wanted[*]}"
        say "No apt-get here: make sure that you have what these Debian packages hold."
        return
    fi
    for package in "${wanted[@]}"; do
        installed "$package" || missing+=("$package")
    done
    ((${#missing[@]})) || return 0

    say "缺少系统软件包，现在安装（installing missing system packages）：${missing[*]}"
    # A source that cannot be reached need not be the one that holds the packages.
    as_root apt-get update -qq >&2 || true
    if as_root apt-get install -y -qq --no-install-recommends "${missing[@]}" >&2; then
        return
    fi
    say "装不上。请手动执行（could not install; please run）："
    say "  sudo apt-get install ${missing[*]}"
    # Without the window's packages building still works, so only a missing compiler or test tool ends it here.
    [[ $1 == run ]] && command -v cc >/dev/null
}

setup_cargo() {
    local needed found
    # shellcheck source=/dev/null
    if [[ -f ${CARGO_HOME:-$HOME/.cargo}/env ]]; then . "${CARGO_HOME:-$HOME/.cargo}/env"; fi
    needed=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' "$(dirname "${BASH_SOURCE[0]}")/../Cargo.toml")
    found=$(rustc --version 2>/dev/null | cut -d' ' -f2 || true)
    if ! command -v cargo >/dev/null || [[ $(printf '%s\n' "$needed" "$found" | sort -V | head -n1) != "$needed" ]]; then
        say "需要 Rust $needed 或更新版本（现有：${found:-无}）。安装方法："
        say "Rust $needed or newer is needed (found: ${found:-none}). To get it:"
        say "  curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs | sh    # https://rustup.rs"
        return 1
    fi
}

# setup MODE: MODE is run or test.
setup() {
    case ${1:-} in
    run | test) ;;
    *)
        say "用法（usage）：bash scripts/setup.sh run|test"
        return 2
        ;;
    esac
    setup_packages "$1"
    setup_cargo
}

if [[ ${BASH_SOURCE[0]} == "$0" ]]; then setup "$@"; fi
