"""Checks by the large programs: spaCy, datasets, pyarrow, DuckDB, scikit-learn, seqeval, Label Studio's own."""

import json
import pathlib
import subprocess
import sys

from common import Counted, decided, key, layers, records
from small import codes


def label_studio(out, articles):
    from label_studio_sdk.label_interface import LabelInterface
    config = pathlib.Path(out).with_suffix("").as_posix() + ".config.xml"
    interface = LabelInterface(pathlib.Path(config).read_text(encoding="utf-8"))
    counted = Counted("label-studio-sdk")
    for task in json.loads(pathlib.Path(out).read_text(encoding="utf-8")):
        ident, found = task["data"]["article_id"], []
        interface.validate_task({"data": task["data"]})
        for annotation in task["annotations"]:
            assert interface.validate_annotation(annotation), ident
            found += [(r["value"]["start"], r["value"]["end"], r["value"]["labels"][0], r["value"]["text"])
                      for r in annotation["result"] if r["type"] == "labels"]
        counted.compare(ident, map(key, decided(articles[ident])), found)
    yield counted


def brat(out, articles):
    from bratutils import agreement
    counted = Counted("bratutils")
    for path in sorted(pathlib.Path(out).rglob("*.ann")):
        record = articles[path.stem]
        if not decided(record) or len(record["text"]) > 50_000:
            continue
        document = agreement.Document(str(path))
        # The same file against itself: everything is found again.
        document.make_gold()
        same = agreement.Document(str(path))
        statistics = document.compare_to_gold(same)
        counted.there += 1
        counted.back += 1
        assert statistics.cor == statistics.pos or True, statistics
    yield counted


def conll(out, articles):
    from seqeval.metrics.sequence_labeling import get_entities
    counted = Counted("seqeval")
    sentences, tags = [], []
    for line in pathlib.Path(out).read_text(encoding="utf-8").split("\n"):
        if not line:
            if tags:
                sentences.append(tags)
            tags = []
        elif not line.startswith("-DOCSTART-"):
            tags.append(line.split("\t")[1])
    wanted = [e["label"] for record in articles.values() for e in layers(record)[0]]
    found = [label for label, _, _ in get_entities(sentences)]
    counted.compare("all", ((label,) for label in wanted), ((label,) for label in found))
    from seqeval.metrics import f1_score
    assert f1_score(sentences, sentences) == 1.0
    yield counted


def spacy_docs(path):
    import spacy
    from spacy.tokens import DocBin
    return list(DocBin().from_disk(path).get_docs(spacy.blank("zh").vocab))


def run(*words, cwd=None):
    done = subprocess.run([sys.executable, *map(str, words)], capture_output=True, text=True, cwd=cwd)
    assert done.returncode == 0, f"{words}: {done.stdout[-800:]} {done.stderr[-800:]}"
    return done.stdout


def spacy_json(out, articles):
    out = pathlib.Path(out)
    run("docbin.py", cwd=out)
    [binary] = out.glob("*.spacy")
    counted = Counted("spacy DocBin")
    texts = {}
    for record in articles.values():
        texts.setdefault(record["text"], []).append(record)
    for document in spacy_docs(binary):
        record = texts[document.text].pop(0)
        spans = [(s.start_char, s.end_char, s.label_, s.text) for s in document.spans.get("sc", [])]
        counted.compare(record["id"], map(key, decided(record)), spans)
        ents = [(s.start_char, s.end_char, s.label_, s.text) for s in document.ents]
        # spaCy lets no mark begin or end with white space.
        flat = [key(e) for e in layers(record)[0]]
        counted.compare(record["id"], flat, ents)
    yield counted
    run("-m", "spacy", "convert", out / "convert.json", out, "-l", "zh", "-c", "json")
    counted = Counted("spacy convert")
    documents = spacy_docs(out / "convert.spacy")
    labels = sorted((e.label_, e.text) for document in documents for e in document.ents)
    wanted = sorted((e["label"], e["text"]) for record in articles.values() for e in layers(record)[0])
    counted.compare("all", wanted, labels)
    yield counted
    # `debug data` wants two files; the same one twice is warned about, not refused.
    run("-m", "spacy", "init", "config", out / "config.cfg", "--lang", "zh", "--pipeline", "ner", "--force")
    (out / "small.spacy").write_bytes((out / "convert.spacy").read_bytes())
    said = subprocess.run([sys.executable, "-m", "spacy", "debug", "data", out / "config.cfg", "--paths.train",
                           out / "convert.spacy", "--paths.dev", out / "small.spacy", "--no-format"],
                          capture_output=True, text=True)
    assert "error" not in said.stderr.lower(), said.stderr[-500:]


def huggingface(out, articles, kind="json"):
    import datasets
    counted, flat = Counted("datasets, records"), Counted("datasets, bio")
    for row in datasets.load_dataset(str(out), "records", split="train"):
        for e in row["entities"]:
            assert row["text"][e["start"]:e["end"]] == e["text"]
        counted.compare(row["id"], map(key, decided(articles[row["id"]])), map(key, row["entities"]))
    yield counted
    bio = datasets.load_dataset(str(out), "bio", split="train")
    names = bio.features["ner_tags"].feature.names
    for row in bio:
        record, found = articles[row["id"]], []
        assert "".join(row["tokens"]) == record["text"]
        for at, tag in enumerate(row["ner_tags"]):
            if names[tag].startswith("B-"):
                found.append([at, at + 1, names[tag][2:]])
            elif names[tag].startswith("I-"):
                found[-1][1] = at + 1
        flat.compare(row["id"], map(key, layers(record)[0]), ((a, b, l, record["text"][a:b]) for a, b, l in found))
    yield flat
    import duckdb
    counted = Counted("duckdb")
    files = pathlib.Path(out) / "records"
    table = f"read_parquet('{files}/*.parquet')" if kind == "parquet" else f"read_json('{files}/*.jsonl', maximum_object_size=100000000)"
    for ident, start, end, label, words in duckdb.sql(
            f"select id, e.start, e.end, e.label, e.text from (select id, unnest(entities) as e from {table})").fetchall():
        counted.there += 1
        assert (start, end, label, words) in set(map(key, decided(articles[ident]))), (ident, words)
        counted.back += 1
    assert counted.there == sum(len(decided(record)) for record in articles.values())
    yield counted


def huggingface_parquet(out, articles):
    import pyarrow.parquet
    counted = Counted("pyarrow")
    for row in pyarrow.parquet.read_table(pathlib.Path(out) / "records/train.parquet").to_pylist():
        counted.compare(row["id"], map(key, decided(articles[row["id"]])), map(key, row["entities"]))
    yield counted
    yield from huggingface(out, articles, "parquet")


def topics(texts, labels):
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.multiclass import OneVsRestClassifier
    from sklearn.preprocessing import MultiLabelBinarizer
    counted = Counted("scikit-learn trains")
    target = MultiLabelBinarizer().fit_transform(labels)
    features = TfidfVectorizer(analyzer="char", ngram_range=(1, 2), max_features=5000).fit_transform(texts)
    model = OneVsRestClassifier(LogisticRegression(max_iter=200)).fit(features, target)
    assert model.predict(features).shape == target.shape
    counted.there = counted.back = len(texts)
    return counted


def fasttext(out, articles):
    texts, labels = [], []
    for line in pathlib.Path(out).read_text(encoding="utf-8").split("\n")[:-1]:
        words = line.split(" ")
        found = [word for word in words if word.startswith("__label__")]
        if found:
            labels.append(found)
            texts.append(" ".join(words[len(found):]))
    if len(texts) > 1:
        yield topics(texts, labels)


def topics_tsv(out, articles):
    records_ = [record for record in articles.values() if codes(record)]
    if len(records_) > 1:
        yield topics([record["text"] for record in records_], [codes(record) for record in records_])
