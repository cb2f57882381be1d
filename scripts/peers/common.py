"""What the checks share: the program, the articles as they are, and how marks are compared."""

import collections
import json
import os
import subprocess

ZHUPI = os.environ.get("ZHUPI", "zhupi")


def zhupi(*words, **more):
    run = subprocess.run([ZHUPI, *map(str, words)], capture_output=True, text=True, **more)
    if run.returncode != 0:
        raise AssertionError(f"zhupi {' '.join(map(str, words))}: {run.stderr.strip()}")
    return run.stdout


def records(path):
    with open(path, encoding="utf-8", newline="\n") as lines:
        return [json.loads(line) for line in lines.read().split("\n") if line]


def decided(record):
    """The marks of an article that other formats have: (start, end, label, text), by place, the longer one first."""
    marks = [e for e in record["entities"] if e["status"] in ("accepted", "corrected", "added")]
    return sorted(marks, key=lambda e: (e["start"], -e["end"], e["id"]))


def key(entity):
    return entity["start"], entity["end"], entity["label"], entity["text"]


def layers(record):
    """Marks that no mark taken before them touches, and the rest."""
    flat, rest, free = [], [], 0
    for entity in decided(record):
        if entity["start"] >= free:
            flat.append(entity)
            free = entity["end"]
        else:
            rest.append(entity)
    return flat, rest


class Counted:
    """Marks that had to come back and did."""

    def __init__(self, name):
        self.name, self.there, self.back = name, 0, 0

    def compare(self, article, wanted, found):
        wanted, found = collections.Counter(map(tuple, wanted)), collections.Counter(map(tuple, found))
        self.there += sum(wanted.values())
        self.back += sum((wanted & found).values())
        if wanted != found:
            missing, strange = list((wanted - found).elements())[:3], list((found - wanted).elements())[:3]
            raise AssertionError(f"{self.name}, {article}: missing {missing}, not ours {strange}")


def utf16(text):
    """Code point of every UTF-16 offset."""
    table, at = {}, 0
    for n, c in enumerate(text):
        table[at] = n
        at += len(c.encode("utf-16-le")) // 2
    table[at] = len(text)
    return table
