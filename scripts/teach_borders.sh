#!/bin/sh
# Makes assets/models/openings.bin and says which weights borders and headings should have (src/layout/weights.rs, Cut and
# Bind), learned from the pages of the corpus and of the tests with copies in which headings and empty lines have moved. Ten
# minutes.
#
#     scripts/teach_borders.sh [FOLDER]
#
# A border trusts what it knows by heart too much. So the weights are learned with tables of openings that do not know the
# page, and with topics that know none of these pages, only those named m… and the short pieces. The table that is written
# knows all of them. The weights begin where they stand now; what is printed after SET is to be put there by hand.
# Openings and borders are learned from the pages up to 80: with the later ones dev2 lost a border (docs/decisions.md). What
# these show that the others hardly do is how an interrupted article goes on (Cut.rest…) and where headings go: of what is
# printed for Bind half the way was gone. Pages above 136 teach names and topics only: borders learned from them were worse elsewhere.
# Pages whose number 5 divides, number 32, the pages g, h, i, dev1 and dev2 are not learned from.
set -eu
cd "$(dirname "$0")/.."
folder=${1:-target/teach_borders}
rm -rf "$folder"
mkdir -p "$folder/pages" "$folder/later"

for page in assets/corpus/[0-9]*.txt; do
    name=$(basename "$page" .txt)
    number=${name%%-*}
    number=${number#0}
    if [ $((number % 5)) = 0 ] || [ "$number" = 32 ] || [ "$number" -gt 136 ]; then
        continue
    fi
    into=pages
    if [ "$number" -gt 80 ]; then into=later; fi
    python3 scripts/gold.py "$page" -o "$folder/$into/$name.txt" -g "$folder/$into/$name-gold.jsonl" 2>>"$folder/gold.log"
done
for letter in a b c d e f; do
    cp tests/data/pages/page-$letter.txt tests/data/pages/page-$letter-gold* "$folder/pages/"
done
cp assets/samples/page.txt "$folder/pages/sample.txt"
cp tests/data/pages/sample-gold.jsonl "$folder/pages/"

numbered=$(cd assets/corpus && ls [0-9]*.txt | cut -d- -f1 | paste -sd, -)
cargo run --release --no-default-features --bin zhupi -- train assets/corpus --topics --but "$numbered" -o "$folder/topics.bin"
fit() {
    cargo run --release --no-default-features --example fit_layout -- --folder "$folder/pages" --torn \
        --topics "$folder/topics.bin" --learn 8 0.1 0.9 "$@"
}
fit --openings 6 assets/models/openings.bin --only Cut
fit --folder "$folder/later" --openings 6 "$folder/openings.bin" --only Cut.rest
fit --folder "$folder/later" --only Bind
