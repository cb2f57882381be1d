#!/usr/bin/env python3
"""What every format takes for a large dataset: seconds and peak memory of `zhupi export` and `zhupi import`.

    cargo run --release --no-default-features --example scale -- /tmp/large.zhupi 500
    python3 scripts/exchange_table.py PROGRAM /tmp/large.zhupi [FORMAT…]

`scale` makes 10,000 articles with a million events. Each export is read into a dataset of its own (the records of ours with
the pages beside them), one process at a time; everything is made in a temporary folder ($TMPDIR) and gone afterwards. The
seconds are by the clock, with what the processor spent on the program behind them.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

FORMATS = """article label-studio conll conll2003 hipe brat doccano doccano-classification spacy prodigy cas-json xmi w3c
huggingface huggingface-parquet tei ninjs fasttext topics-tsv catalogue-csv catalogue-xlsx""".split()
ONE_WAY = {"tei", "ninjs", "catalogue-csv", "catalogue-xlsx"}


def run(*command):
    """Seconds, seconds of the processor and megabytes at most of a command; what it says where it fails."""
    began = time.monotonic()
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=said)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        words = said.read().decode(errors="replace").strip().splitlines()
    spent = usage.ru_utime + usage.ru_stime
    figures = f"{time.monotonic() - began:8.1f} ({spent:5.1f}) {usage.ru_maxrss / 1024:7.0f}"
    return figures if process.returncode == 0 else f"{figures} failed: {words[-1] if words else process.returncode}"


def pages(records):
    """Writes the files of a dataset of `scale` beside its records: the blocks of an issue, a line each."""
    texts = {}
    with open(records, encoding="utf-8") as lines:
        for record in map(json.loads, lines):
            name = record["issue"]["files"][0]["file"]
            texts.setdefault(name, []).extend(block["text"] for block in record["blocks"])
    for name, blocks in texts.items():
        (records.parent / name).write_text("\n".join(blocks), encoding="utf-8")


def size(path):
    files = [path] if path.is_file() else [file for file in path.rglob("*") if file.is_file()]
    return sum(file.stat().st_size for file in files) / 1e6


def main():
    program, dataset, *formats = sys.argv[1:]
    print(f"{'format':<24}{'MB':>8}  export: s (processor) MB peak  import: s (processor) MB peak")
    for name in formats or FORMATS:
        folder = Path(tempfile.mkdtemp())
        try:
            out = folder / "out"
            wrote = run(program, "export", dataset, "--format", name, "-o", str(out), "--proposed")
            line = f"{name:<24}{size(out):8.1f}  {wrote}"
            if name not in ONE_WAY:
                if name == "article":
                    pages(out)
                line += f"      {run(program, 'import', str(folder / 'in.zhupi'), str(out), '--format', name)}"
            print(line, flush=True)
        finally:
            shutil.rmtree(folder)


main()
