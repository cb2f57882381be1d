#!/usr/bin/env python3
"""Makes assets/models/meaning.bin: what words mean, as 64 small numbers each, and how telling each word is.

    python3 -m venv venv && venv/bin/pip install numpy==2.4.6
    venv/bin/pip download --no-deps --no-binary :all: synonyms==3.10.2 jieba==0.42.1
    venv/bin/python scripts/make_meaning.py synonyms-3.10.2.tar.gz jieba-0.42.1.tar.gz

The vectors are those of the PyPI package synonyms 3.10.2 (MIT, word2vec over the Chinese Wikipedia), the counts those of
jieba's dictionary (MIT). Kept are the words of two or more Han characters that both know, the 60,000 that jieba has
counted most. From every vector the mean is taken away and the two directions that all words share; what is left is
turned into the 64 directions in which words differ most, brought to length 1 and rounded to steps of 1/256. The layout of
the file is described in src/propose/meaning.rs.
"""
import argparse
import hashlib
import math
import pathlib
import struct
import tarfile

import numpy as np

VECTORS = ("synonyms-3.10.2/synonyms/data/words.vector",
           "d42f4679adcac522bb6b23256a076aeea11c238eeac47d7fd731f49d7ecce094")
COUNTS = ("jieba-0.42.1/jieba/dict.txt", "055ca12f62674fafed09427f176506079bc135638a14e23e25be909131928db2")
ASSET = pathlib.Path(__file__).resolve().parent.parent / "assets/models/meaning.bin"
WORDS, COMMON, DIRECTIONS, STEPS = 60_000, 2, 64, 256
# A word's weight is stored in sixteenths.
SHARE = 16


def member(archive, name, sha256):
    data = pathlib.Path(archive).read_bytes()
    assert hashlib.sha256(data).hexdigest() == sha256, f"{archive} is another file"
    with tarfile.open(archive) as tar:
        return tar.extractfile(name).read()


def read_vectors(data):
    head, _, data = data.partition(b"\n")
    count, width = map(int, head.split())
    vectors, at = {}, 0
    for _ in range(count):
        end = data.index(b" ", at)
        word = data[at:end].strip().decode("utf-8", "replace")
        vectors.setdefault(word, np.frombuffer(data, "<f4", width, end + 1))
        at = end + 1 + 4 * width
    return vectors


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("synonyms")
    parser.add_argument("jieba")
    options = parser.parse_args()
    vectors = read_vectors(member(options.synonyms, *VECTORS))
    lines = member(options.jieba, *COUNTS).decode().splitlines()
    counts = {word: int(count) for word, count, *_ in (line.split(" ") for line in lines)}
    total = sum(counts.values())

    def is_word(word):
        return len(word) >= 2 and all("\u4e00" <= c <= "\u9fff" for c in word)

    known = [word for word in vectors if word in counts and is_word(word)]
    known.sort(key=lambda word: (-counts[word], word))
    known = known[:WORDS]
    table = np.stack([vectors[word] for word in known]).astype(np.float64)
    table -= table.mean(axis=0)
    _, _, directions = np.linalg.svd(table, full_matrices=False)
    # The sign of a direction is arbitrary: its largest number is positive.
    for direction in directions:
        direction *= np.sign(direction[np.abs(direction).argmax()])
    table = table @ directions[COMMON:COMMON + DIRECTIONS].T
    table /= np.linalg.norm(table, axis=1, keepdims=True)
    table = np.clip(np.rint(table * STEPS), -127, 127).astype(np.int8)
    order = sorted(range(len(known)), key=lambda n: known[n].encode())
    words = [known[n].encode() for n in order]
    ends = np.cumsum([len(word) for word in words]).astype("<u4")
    weights = bytes(min(255, round(SHARE * math.log(total / (counts[known[n]] + 1)))) for n in order)
    data = (b"ZHUPIMEA" + struct.pack("<3I", 1, len(words), DIRECTIONS) + ends.tobytes() + b"".join(words) + weights
            + table[order].tobytes())
    ASSET.write_bytes(data)
    print(f"{ASSET.name}: {len(words)} words, {len(data)} bytes, {hashlib.sha256(data).hexdigest()}")


if __name__ == "__main__":
    main()
