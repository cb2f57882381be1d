#!/usr/bin/env python3
"""How much more corpus brings: trains on more and more pages and scores the pages that are set aside.

    python3 scripts/corpus_curve.py target/release/zhupi [PAGES …]

Prints a row for each number of pages: marks in them, strict F1 over all labels, over persons, places and bodies, and by
label, of the set-aside pages with structure and marks found by the program. The pages are taken evenly from the whole corpus.
"""
import collections
import json
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
PAGES = sorted((ROOT / "assets/corpus").glob("*.txt"))
LABELS = "PER LOC ORG TIME TITLE EVENT WORK TERM".split()


def number(page):
    return page.name.split("-")[0]


def is_aside(page):
    return number(page).isdigit() and (int(number(page)) % 5 == 0 or number(page) == "32")


def f1(right, proposed, wanted):
    return 2 * right / max(1, proposed + wanted)


def main():
    zhupi, *sizes = sys.argv[1:]
    teach = [page for page in PAGES if not is_aside(page)]
    sizes = [int(size) for size in sizes] or [7, 14, 28, 56, len(teach)]
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        for page in filter(is_aside, PAGES):
            torn, gold = folder / page.name, folder / f"{number(page)}.jsonl"
            subprocess.run([sys.executable, ROOT / "scripts/gold.py", page, "-o", torn, "-g", gold],
                           check=True, stdout=subprocess.DEVNULL)
        print("pages  marks     all   PER+LOC+ORG  " + "  ".join(f"{label:>5}" for label in LABELS))
        for size in sizes:
            chosen = {teach[n * len(teach) // size] for n in range(size)}
            but = ",".join(number(page) for page in PAGES if page not in chosen)
            model = folder / "model.bin"
            model.unlink(missing_ok=True)
            subprocess.run([zhupi, "train", ROOT / "assets/corpus", "--but", but, "-o", model], check=True,
                           stdout=subprocess.DEVNULL)
            counts = collections.defaultdict(lambda: [0, 0, 0])
            for page in filter(is_aside, PAGES):
                scores = json.loads(subprocess.run(
                    [zhupi, "evaluate", folder / f"{number(page)}.jsonl", folder / page.name, "--weights", model, "--json"],
                    check=True, stdout=subprocess.PIPE).stdout)
                for label, one in scores["entities"]["per_label"].items():
                    for n, key in enumerate(("tp", "pred", "gold")):
                        counts[label][n] += one[key]
            total = lambda labels: f1(*(sum(counts[label][n] for label in labels) for n in range(3)))
            marks = sum(page.read_text().count("⟦") for page in chosen)
            print(f"{size:5} {marks:6}  {total(LABELS):.4f}       {total(LABELS[:3]):.4f}  "
                  + "  ".join(f"{f1(*counts[label]):.3f}" for label in LABELS), flush=True)


if __name__ == "__main__":
    main()
