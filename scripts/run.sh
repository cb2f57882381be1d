#!/usr/bin/env bash
# Builds the program and opens its window:  bash scripts/run.sh [FILE…]
# Without a display it does the same work headless, on the first FILE or on the bundled sample.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=scripts/setup.sh
. "$root/scripts/setup.sh"

# The caller's files are named from the caller's folder; cargo runs in ours.
files=()
for file in "$@"; do
    case $file in
    /*) files+=("$file") ;;
    *) files+=("$PWD/$file") ;;
    esac
done
cd "$root"
setup run

say "正在编译，第一次要几分钟…… (building; the first time takes minutes)"
cargo build --release --locked
program=${CARGO_TARGET_DIR:-target}/release/zhupi

if has_display; then
    exec "$program" ${files[@]+"${files[@]}"}
fi

input=${files[0]:-assets/samples/page.txt}
output=$(mktemp -d)/proposals.jsonl
say "没有显示器，改用命令行处理 (no display, working headless): $input"
"$program" propose "$input" -o "$output"
count() { { grep -o "\"$1\": *\"[^\"]*\"" "$output" || true; } | cut -d'"' -f4 | sort | uniq -c | sort -rn; }
printf '结果 (result): %s\n' "$output"
printf '%s\n' "稿件种类 (kinds of article)："
count kind
printf '%s\n' "标注标签 (labels of the proposals)："
count label
