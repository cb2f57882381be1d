"""Exports, has others read it, and brings it in again. Prints a row a format, issue and reader."""

import importlib.util
import inspect
import os
import pathlib
import re
import shutil
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import large
import nasty
import small
from common import Counted, ZHUPI, decided, key, layers, records, zhupi

ROOT = pathlib.Path(__file__).parent.parent.parent
# Format, how its file ends ("" for a folder), whether it is read, and which marks come back.
FORMATS = [
    ("article", ".jsonl", False, "all"), ("label-studio", ".json", True, "all"), ("doccano", ".jsonl", True, "all"),
    ("brat", "", True, "brat"), ("conll", ".txt", True, "flat"), ("conll2003", ".txt", True, "flat"),
    ("hipe", ".tsv", True, "hipe"), ("spacy", "", True, "all"), ("prodigy", ".jsonl", True, "all"),
    ("cas-json", "", True, "all"), ("xmi", "", True, "all"), ("w3c", ".jsonld", True, "all"),
    ("huggingface", "", True, "all"), ("huggingface-parquet", "", True, "all"), ("tei", ".xml", False, "all"),
    ("ninjs", ".jsonl", False, "names"), ("fasttext", ".txt", True, "topics"), ("topics-tsv", ".tsv", True, "topics"),
    ("catalogue-csv", ".csv", False, "rows"), ("catalogue-xlsx", ".xlsx", False, "rows"),
]
FULL = importlib.util.find_spec("spacy") is not None


def check(module, name):
    return getattr(module, {"spacy": "spacy_json"}.get(name, name.replace("-", "_")), None)


def issues(work):
    """Name, records and source of every issue."""
    nasty.write(work)
    yield "nasty", work / "nasty.jsonl", work / "nasty.txt"
    for name in ("dev1", "dev2"):
        data = ROOT / "tests/data/eval"
        yield name, data / f"{name}-gold.jsonl", data / f"{name}.txt"
    beside = pathlib.Path(os.environ.get("ZHUPI_EVAL", ROOT.parent / "shared/eval"))
    if (beside / "seed-gold.jsonl").exists():
        yield "seed", beside / "seed-gold.jsonl", beside / "seed.txt"


def bare(path, work):
    """The same records without anything that was said about them."""
    import json
    out = work / f"bare-{path.name}"
    with open(out, "w", encoding="utf-8", newline="\n") as lines:
        for record in records(path):
            record.update(entities=[], relations=[], topics=[], keywords=[], notes=[])
            record.pop("remarks", None)
            lines.write(json.dumps(record, ensure_ascii=False) + "\n")
    return out


def comes_back(name, out, what, articles, dataset, work):
    """Imported into the same pages without marks, exported as records: what is there now."""
    copy = work / "back.zhupi"
    for old in work.glob("back.zhupi*"):
        shutil.rmtree(old) if old.is_dir() else old.unlink()
    shutil.copy(dataset, copy)
    zhupi("import", copy, out, "--format", name)
    zhupi("export", copy, "--format", "article", "-o", work / "back.jsonl", "--force")
    counted = Counted("zhupi import")
    for record in records(work / "back.jsonl"):
        was = articles[record["id"]]
        if what == "topics":
            counted.compare(record["id"], small.codes(was), small.codes(record))
            continue
        flat, rest = layers(was)
        wanted = decided(was) if what in ("all", "brat") else flat
        if what == "brat":
            breaks = re.compile("[\n\r\t\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
            wanted = [e for e in wanted if not breaks.search(e["text"])]
        found = decided(record)
        if what == "hipe":
            # One level of nested marks too, where there is room for them.
            keys = set(map(key, decided(was)))
            assert all(key(e) in keys for e in found)
            found = [e for e in found if key(e) in set(map(key, flat))]
        counted.compare(record["id"], map(key, wanted), map(key, found))
    return counted


def pages(work, dataset):
    """The snippets of the pages, one page after the other, as they stand there."""
    tools = work / "bin"
    tools.mkdir(exist_ok=True)
    (tools / "zhupi").unlink(missing_ok=True)
    os.symlink(ZHUPI, tools / "zhupi")
    environment = {**os.environ, "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}"}
    for page in sorted((ROOT / "docs/formats").glob("*.md")):
        place = work / "pages" / page.stem
        place.mkdir(parents=True)
        shutil.copy(dataset, place / "数据集.zhupi")
        done = passed = 0
        for language, code in re.findall(r"^```(sh|python)\n(.*?)^```$", page.read_text(encoding="utf-8"), re.M | re.S):
            if language == "python":
                modules = re.findall(r"^(?:from|import) (\w+)", code, re.M)
                if any(importlib.util.find_spec(module) is None for module in modules):
                    passed += 1
                    continue
                command = [sys.executable, "-c", code]
            else:
                # Programs that are no Python packages are not here.
                lines = [line for line in code.split("\n") if line.split(" ")[0] in ("zhupi", "python", "") or FULL]
                command = ["bash", "-euc", "\n".join(line.replace("python ", f"{sys.executable} ", 1) if line.startswith("python ") else line for line in lines)]
            ran = subprocess.run(command, cwd=place, env=environment, capture_output=True, text=True)
            assert ran.returncode == 0, f"{page.name}:\n{code}\n{ran.stdout[-500:]}{ran.stderr[-1500:]}"
            done += 1
        row("page", page.stem, f"{done} snippets", "", f"{passed} need larger programs" if passed else "")


def row(*cells):
    widths = (20, 8, 28, 14, 0)
    print("".join(str(cell).ljust(width) for cell, width in zip(cells, widths)).rstrip(), flush=True)


def main():
    work, only = pathlib.Path(sys.argv[1]), sys.argv[2:]
    begun, failed, first = time.time(), 0, None
    row("format", "issue", "read by", "came back", "")
    for issue, gold, source in issues(work):
        dataset, empty = work / f"{issue}.zhupi", work / f"{issue}-bare.zhupi"
        zhupi("import", dataset, gold, "--format", "article", "--source", source)
        zhupi("import", empty, bare(gold, work), "--format", "article", "--source", source)
        if issue == "dev1":
            first = dataset
        zhupi("export", dataset, "--format", "article", "-o", work / f"{issue}.all.jsonl")
        articles = {record["id"]: record for record in records(work / f"{issue}.all.jsonl")}
        for name, end, reads, what in FORMATS:
            if only and name not in only:
                continue
            out = work / f"{issue}.{name}{end}"
            try:
                zhupi("export", dataset, "--format", name, "-o", out)
                checks = [check(small, name)] + ([check(large, name)] if FULL else [])
                for each in checks:
                    for counted in each(out, articles) if each else ():
                        row(name, issue, counted.name, f"{counted.back}/{counted.there}")
                if reads:
                    counted = comes_back(name, out, what, articles, empty, work)
                    row(name, issue, counted.name, f"{counted.back}/{counted.there}")
            except Exception as error:  # one format's fault is not the others'
                failed += 1
                row(name, issue, "FAILED", "", f"{type(error).__name__}: {str(error)[:600]}")
                if os.environ.get("ZHUPI_PEERS_TRACE"):
                    raise
    if not only:
        try:
            pages(work, first)
        except AssertionError as error:
            failed += 1
            row("page", "", "FAILED", "", str(error))
    print(f"{failed} failed, {time.time() - begun:.0f} s")
    sys.exit(1 if failed else 0)


main()
