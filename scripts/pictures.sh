#!/usr/bin/env bash
# Makes the one picture of docs/pictures that shows the real window, a page PDF beside its article; all others come from
# tests/desk/snapshots.rs:
#   bash scripts/pictures.sh [PROGRAM]        # default: target/release/zhupi
# Needs Xvfb, openbox, xdotool and ImageMagick (scripts/setup.sh test). The home folder of the pictures is made and removed.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
program=${1:-$root/target/release/zhupi}
out=$root/docs/pictures
work=$(mktemp -d)
home=${ZHUPI_PICTURE_HOME:-$work/lin}
export DISPLAY=:${ZHUPI_PICTURE_DISPLAY:-91} LIBGL_ALWAYS_SOFTWARE=1
mkdir -p "$out" "$home"
cat >"$work/openbox.xml" <<'XML'
<?xml version="1.0"?><openbox_config xmlns="http://openbox.org/3.4/rc"><theme><keepBorder>no</keepBorder></theme>
<applications><application class="*"><decor>no</decor><focus>yes</focus></application></applications></openbox_config>
XML

pids=()
clear_up() {
    for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
    rm -rf "$work"
}
trap clear_up EXIT

# screen WxH: a screen of that size with a window manager, and the desk filling it.
screen() {
    Xvfb "$DISPLAY" -screen 0 "$1x24" >/dev/null 2>&1 &
    pids=($!)
    sleep 1
    openbox --config-file "$work/openbox.xml" >/dev/null 2>&1 &
    pids+=($!)
    sleep 0.5
    HOME=$home XDG_CONFIG_HOME=$home/.config USER=林 "$program" "${@:2}" &
    desk=$!
    pids+=("$desk")
    local window=
    for _ in $(seq 100); do
        window=$(xdotool search --onlyvisible --class zhupi 2>/dev/null | head -n1 || true)
        [[ -n $window ]] && break
        sleep 0.1
    done
    xdotool windowsize "$window" "${1%x*}" "${1#*x}" windowmove "$window" 0 0
    sleep 2
}

# Ends the desk as an editor would, then the screen.
leave() {
    xdotool key ctrl+q
    wait "$desk" || true
    kill "${pids[1]}" "${pids[0]}" 2>/dev/null || true
    wait 2>/dev/null || true
    pids=()
    sleep 0.5
}

keys() { for key in "$@"; do xdotool key "$key"; sleep 0.35; done; }
# picture NAME: at most 255 colours, which is all that these need.
picture() {
    sleep 0.6
    import -window root "$work/now.png"
    convert "$work/now.png" -strip -dither None -colors 255 -define png:compression-level=9 "PNG8:$out/$1.png"
}

screen 1440x900 "$root/tests/data/pdf/mosaic-dev2.pdf"
sleep 4
keys F4 && sleep 3 && picture source-page
leave
ls -l "$out"
