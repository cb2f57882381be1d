#!/bin/sh
# Makes assets/models/layout.bin: builds the pages of the corpus with their gold, sets them anew in many habits, and
# teaches the layout from them. A few minutes; the same bytes on every run.
#
#     scripts/teach_layout.sh [FOLDER]
#
# It learns from the first thirty pages of the corpus: more of them brought nothing (docs/decisions.md, Learned scores for
# lines). Pages whose number 5 divides, number 32 and the pages g, h, i are only measured, never learned from.
set -eu
cd "$(dirname "$0")/.."
folder=${1:-target/teach_layout}
rm -rf "$folder"
mkdir -p "$folder/plain" "$folder/spread" "$folder/measured"

learned=
for page in assets/corpus/[0-9]*.txt; do
    name=$(basename "$page" .txt)
    number=${name%%-*}
    number=${number#0}
    if [ $((number % 5)) = 0 ] || [ "$number" = 32 ]; then
        into=measured
    elif [ "$number" -gt 32 ]; then
        continue
    else
        into=plain
        learned="$learned $page"
    fi
    python3 scripts/gold.py "$page" -o "$folder/$into/$name.txt" -g "$folder/$into/$name-gold.jsonl" >"$folder/gold.log"
done
for letter in a b c d e f g h i; do
    case $letter in [a-f]) into=plain ;; *) into=measured ;; esac
    cp tests/data/pages/page-$letter.txt tests/data/pages/page-$letter-gold* "$folder/$into/"
done
cp assets/samples/page.txt "$folder/plain/sample.txt"
cp tests/data/pages/sample-gold.jsonl "$folder/plain/"
cp tests/data/eval/dev[12].txt tests/data/eval/dev[12]-gold.jsonl "$folder/plain/"

# The names have no spaces.
# shellcheck disable=SC2086
python3 scripts/respread.py $learned tests/data/pages/markup/page-[a-f].txt tests/data/pages/markup/sample.txt \
    -n 16 --seed 2 -o "$folder/spread" >"$folder/spread.log"
cargo run --release --no-default-features --example teach_layout -- --folder "$folder/plain" --folder "$folder/spread" \
    --test "$folder/measured" --rounds 5 --rate 0.1 --share 0.4 -o assets/models/layout.bin
