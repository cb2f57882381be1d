#!/usr/bin/env python3
"""Makes an archive of many pages out of the few of tests/data, to measure `zhupi batch` with.

    python3 scripts/make_archive.py FOLDER [COPIES]        1,000 copies where no number is given

Every copy has names of its own: persons, places and bodies that the gold has marked are replaced, the same name by the same
name all over a page, by one of the same length made of syllables of other names of its kind. The same call makes the same
bytes. A hundred copies lie in a folder; each is an issue of its own.
"""
import json
import pathlib
import random
import re
import sys

DATA = pathlib.Path(__file__).resolve().parent.parent / "tests/data"
KINDS = ("PER", "LOC", "ORG")
# What says of which kind a name is stays, or the copies would be harder than the pages are.
TAIL = re.compile("(?:省|市|县|区|镇|乡|村|街道|社区|路|街|河|山|江|湖|局|委|部|厅|院|校|大学|学院|小学|中学|公司|集团|协会|中心|办公室|政府|委员会|银行|医院|所|站|厂|社|队|团|会|馆)+$")


def pages():
    """Text of each page with its names by kind, the longest first."""
    for path in sorted([*(DATA / "eval").glob("dev?.txt"), *(DATA / "pages").glob("page-?.txt")]):
        gold = path.with_name(path.stem + "-gold.jsonl")
        names = {}
        for line in gold.read_text(encoding="utf-8").splitlines():
            for mark in json.loads(line)["entities"]:
                text = mark.get("text") or mark.get("quote") or ""
                if mark["label"] in KINDS and len(text) > 1 and not re.search(r"\s", text):
                    names[text] = mark["label"]
        yield path.stem, path.read_text(encoding="utf-8"), dict(sorted(names.items(), key=lambda name: (-len(name[0]), name[0])))


def renamed(text, names, syllables, chance):
    """The page with other names."""
    def other(name, kind):
        tail = "" if kind == "PER" else (TAIL.search(name) or [""])[0]
        # A surname leads a person, so first characters go to first places.
        first = chance.choice(syllables[kind][0])
        rest = [chance.choice(syllables[kind][1]) for _ in range(len(name) - len(tail) - 1)]
        return ("".join([first, *rest]) + tail)[-len(name):] if len(tail) < len(name) else name

    table = {name: other(name, kind) for name, kind in names.items()}
    if not table:
        return text
    return re.sub("|".join(map(re.escape, table)), lambda found: table[found[0]], text)


def main():
    folder, copies = pathlib.Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1000
    made = list(pages())
    syllables = {kind: ([], []) for kind in KINDS}
    for _, _, names in made:
        for name, kind in names.items():
            core = name if kind == "PER" else TAIL.sub("", name)
            core = [c for c in core if "一" <= c <= "鿿"]
            if len(core) > 1:
                syllables[kind][0].append(core[0])
                syllables[kind][1].extend(core[1:])
    for n in range(copies):
        name, text, names = made[n % len(made)]
        path = folder / f"{n // 100:02}" / f"{name}-{n:04}x.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(renamed(text, names, syllables, random.Random(n)), encoding="utf-8")
    print(f"{copies} pages in {folder}")


main()
