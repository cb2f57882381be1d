#!/usr/bin/env bash
# Corrects a page from its proposals to its gold with keys only, on the page and by the review queue, and counts them:
#   bash scripts/keys.sh [PAGE GOLD.jsonl]            # default: dev1 of tests/data/eval, and the seed where it lies beside
#   bash scripts/keys.sh --window [PAGE GOLD.jsonl]   # then the same keys once more, as real key events in the real window
# ZHUPI_KEYS=FILE keeps the keys that were pressed. --window needs Xvfb, openbox and xdotool (scripts/setup.sh test) and a
# built program: target/release/zhupi, or ZHUPI_PROGRAM.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
window=false
if [[ ${1:-} == --window ]]; then window=true && shift; fi
page=$(realpath "${1:-$root/tests/data/eval/dev1.txt}")
gold=$(realpath "${2:-$root/tests/data/eval/dev1-gold.jsonl}")
work=$(mktemp -d)
pids=()
clear_up() {
    for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
    rm -rf "$work"
}
trap clear_up EXIT
export ZHUPI_KEYS=${ZHUPI_KEYS:-$work/keys}
(cd "$root" && cargo run --release --quiet --example corrected -- "$page" "$gold")
seed=$root/../shared/eval/seed
if [[ $# == 0 && -f $seed.txt ]]; then
    (cd "$root" && ZHUPI_KEYS=$work/seed cargo run --release --quiet --example corrected -- "$seed.txt" "$seed-gold.jsonl")
fi
$window || exit 0

program=${ZHUPI_PROGRAM:-$root/target/release/zhupi}
export DISPLAY=:${ZHUPI_KEYS_DISPLAY:-92} LIBGL_ALWAYS_SOFTWARE=1 XDG_CONFIG_HOME=$work
mkdir "$work/zhupi"
echo "{\"editor\": \"林\", \"dataset\": \"$work/set.zhupi\", \"reduce_motion\": true}" >"$work/zhupi/settings.json"
cat >"$work/openbox.xml" <<'XML'
<?xml version="1.0"?><openbox_config xmlns="http://openbox.org/3.4/rc"><theme><keepBorder>no</keepBorder></theme>
<applications><application class="*"><decor>no</decor><focus>yes</focus></application></applications></openbox_config>
XML
Xvfb "$DISPLAY" -screen 0 1440x900x24 >/dev/null 2>&1 &
pids+=($!)
sleep 1
openbox --config-file "$work/openbox.xml" >/dev/null 2>&1 &
pids+=($!)
sleep 0.5
"$program" "$page" &
desk=$!
pids+=("$desk")
for _ in $(seq 100); do
    found=$(xdotool search --onlyvisible --class zhupi 2>/dev/null | head -n1 || true)
    [[ -n $found ]] && break
    sleep 0.1
done
xdotool windowsize "$found" 1440 900 windowmove "$found" 0 0
sleep 8 # layout and proposals
while read -r key; do
    case $key in # the names of X
    *PageUp) key=${key%PageUp}Prior ;;
    *PageDown) key=${key%PageDown}Next ;;
    *Enter) key=${key%Enter}Return ;;
    *Space) key=${key%Space}space ;;
    esac
    letter=${key##*+}
    [[ ${#letter} == 1 ]] && key=${key%"$letter"}${letter,,}
    xdotool key "$key"
    # A finished article is learned from, and what comes after is proposed for again.
    if [[ $key == Alt+Return ]]; then sleep "${ZHUPI_LEARN:-2}"; else sleep 0.2; fi
done <"$ZHUPI_KEYS"
sleep 2
[[ -n ${ZHUPI_PICTURE:-} ]] && import -window root "$ZHUPI_PICTURE"
xdotool key ctrl+q
wait "$desk" || true
"$program" export "$work/set.zhupi" -o "$work/after.jsonl" --lang en
python3 - "$work/after.jsonl" "$gold" <<'PY'
import json, sys
def marks(path):
    found = set()
    for line in open(path, encoding="utf-8"):
        for entity in json.loads(line)["entities"]:
            if entity.get("status") != "rejected":
                found.add((entity["source"][0][0], entity["source"][-1][1], entity["label"]))
    return found
made, gold = marks(sys.argv[1]), marks(sys.argv[2])
print(f"in the window         {len(made & gold)} as in the gold, {len(gold - made)} missing, {len(made - gold)} others")
sys.exit(made != gold)
PY
