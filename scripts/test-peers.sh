#!/usr/bin/env bash
# Other people's programs read what Zhupi writes: every mark that a format holds has to come back with the same text, label
# and place.
#
#   bash scripts/test-peers.sh [--short] [FORMAT…]
#
# The programs are installed from scripts/peers.txt into a virtual environment outside the checkout's files (under the
# target folder, or $TMPDIR where there is none). --short takes the small ones only. The issues are the gold of dev1 and
# dev2, the seed where its gold lies beside the checkout, and a nasty one that scripts/peers/nasty.py makes. The pages in
# docs/formats are tried too, snippet by snippet.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"
kind=long
if [[ ${1:-} == --short ]]; then
    kind=short
    shift
fi

# The newest program that was built, unless one is named.
target=${CARGO_TARGET_DIR:-$root/target}
if [[ -z ${ZHUPI:-} ]]; then
    for built in "$target/release/zhupi" "$target/debug/zhupi"; do
        if [[ -x $built && (-z ${ZHUPI:-} || $built -nt $ZHUPI) ]]; then ZHUPI=$built; fi
    done
fi
if [[ ! -x ${ZHUPI:-} ]]; then
    printf '%s\n' "没有编好的 zhupi，先 cargo build (no zhupi was built: cargo build first)" >&2
    exit 2
fi

if [[ ! -d $target ]]; then target=${TMPDIR:-/tmp}/zhupi-peers; fi
env=$target/peers-$kind
wanted=$(sed -E 's/#.*//; /^\s*$/d' scripts/peers.txt)
if [[ $kind == short ]]; then wanted=$(grep -E ' short$' <<<"$wanted"); fi
wanted=$(cut -d' ' -f1 <<<"$wanted")
if [[ ! -f $env/installed.txt || $(cat "$env/installed.txt") != "$wanted" ]]; then
    if ! python3 -c 'import venv, ensurepip' 2>/dev/null; then
        printf '%s\n' "没有 python3-venv，外部程序没有试 (no python3-venv: the peers were not tried)" >&2
        exit 0
    fi
    python3 -m venv --clear "$env"
    # shellcheck disable=SC2086
    if ! timeout 600 "$env/bin/pip" install --quiet --disable-pip-version-check --no-cache-dir $wanted; then
        printf '%s\n' "装不上 scripts/peers.txt 里的程序，外部程序没有试 (the peers could not be installed and were not tried)" >&2
        # Without a network the quick checks go on; the long ones have to try everything.
        if [[ $kind == short ]]; then exit 0; fi
        exit 1
    fi
    printf '%s' "$wanted" >"$env/installed.txt"
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
ZHUPI=$(realpath "$ZHUPI") PYTHONDONTWRITEBYTECODE=1 HF_HOME=$work/hf HF_DATASETS_OFFLINE=1 HF_HUB_OFFLINE=1 HF_DATASETS_DISABLE_PROGRESS_BARS=1 \
    "$env/bin/python" scripts/peers/peers.py "$work" "$@"
