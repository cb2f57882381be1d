"""Checks that small programs are enough for. Each takes the export and the articles, and yields what it compared."""

import csv
import io
import json
import pathlib
import re

from common import Counted, decided, key, layers, records, utf16

HERE = pathlib.Path(__file__).parent


def article(out, articles):
    import jsonschema
    schema = json.loads((HERE.parent.parent / "docs/article-1.schema.json").read_text(encoding="utf-8"))
    check = jsonschema.Draft202012Validator(schema)
    counted = Counted("jsonschema")
    for record in records(out):
        check.validate(record)
        counted.compare(record["id"], map(key, decided(articles[record["id"]])), map(key, decided(record)))
    yield counted


def label_studio(out, articles):
    counted = Counted("by its documented shape")
    for task in json.loads(pathlib.Path(out).read_text(encoding="utf-8")):
        text, ident = task["data"]["text"], task["data"]["article_id"]
        found = []
        for annotation in task["annotations"]:
            for result in annotation["result"]:
                value = result.get("value", {})
                if result["type"] == "labels":
                    assert text[value["start"]:value["end"]] == value["text"]
                    found.append((value["start"], value["end"], value["labels"][0], value["text"]))
        counted.compare(ident, map(key, decided(articles[ident])), found)
    yield counted


def doccano(out, articles):
    counted = Counted("by its documented shape")
    for record in records(out):
        text, found, at = record["text"], [], utf16(record["text"])
        for entity in record["entities"]:
            start, end = at[entity["start_offset"]], at[entity["end_offset"]]
            found.append((start, end, entity["label"], text[start:end]))
        counted.compare(record["article_id"], map(key, decided(articles[record["article_id"]])), found)
    yield counted


def brat(out, articles):
    """The files as brat's own server reads them: universal line ends, code points, words that have to agree."""
    counted = Counted("by its documented shape")
    for name in sorted(pathlib.Path(out).rglob("*.ann")):
        ident = name.stem
        text = io.open(name.with_suffix(".txt"), encoding="utf-8").read()
        found = []
        for line in io.open(name, encoding="utf-8").read().split("\n"):
            if line.startswith("T"):
                _, place, words = line.split("\t", 2)
                label, spans = place.split(" ", 1)
                spans = [tuple(map(int, span.split())) for span in spans.split(";")]
                assert " ".join(text[a:b] for a, b in spans) == words, line
                found.append((spans[0][0], spans[-1][1], label, text[spans[0][0]:spans[-1][1]]))
        breaks = re.compile("[\n\r\t\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
        wanted = [key(e) for e in decided(articles[ident]) if not breaks.search(e["text"])]
        counted.compare(ident, wanted, found)
    yield counted
    try:
        from pybrat.parser import BratParser
    except ImportError:
        return
    counted = Counted("pybrat")
    for example in BratParser(error="ignore").parse(out):
        ident = pathlib.Path(str(example.id)).name
        if ident not in articles:
            continue
        found = []
        for entity in example.entities:
            span = entity.spans[0] if getattr(entity, "spans", None) else entity
            found.append((span.start, span.end, entity.type, entity.mention))
        counted.compare(ident, map(key, decided(articles[ident])), found)
    yield counted


def conll(out, articles):
    """By the table beside the file every line has its place in the text."""
    lines = pathlib.Path(out).read_text(encoding="utf-8").split("\n")
    index = pathlib.Path(out).with_suffix("").as_posix() + ".index.tsv"
    counted, found = Counted("by its documented shape"), {}
    with open(index, encoding="utf-8") as rows:
        for row in csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE):
            marks = found.setdefault(row["article"], [])
            for n in range(int(row["count"])):
                c, tag = lines[int(row["line"]) + n - 1].split("\t")
                at = int(row["text"]) + n
                assert articles[row["article"]]["text"][at] == c
                if tag.startswith("B-"):
                    marks.append([at, at + 1, tag[2:]])
                elif tag.startswith("I-"):
                    marks[-1][1] = at + 1
    for ident, record in articles.items():
        flat, _ = layers(record)
        marks = [(a, b, label, record["text"][a:b]) for a, b, label in found.get(ident, [])]
        counted.compare(ident, map(key, flat), marks)
    yield counted


def conll2003(out, articles):
    counted = Counted("by its documented shape")
    text, marks = pathlib.Path(out).read_text(encoding="utf-8"), []
    documents = re.split(r"^-DOCSTART- -X- O O$", text, flags=re.M)[1:]
    assert len(documents) >= sum(1 for record in articles.values() if record["text"].strip())
    for document in documents:
        for line in document.split("\n"):
            if line:
                word, _, _, tag = line.split(" ")
                if tag.startswith("B-"):
                    marks.append([tag[2:], word])
                elif tag.startswith("I-"):
                    marks[-1][1] += word
    solid = lambda text: "".join(c for c in text if not c.isspace() and c not in "\u001c\u001d\u001e\u001f\ufeff\u200b\u2060")
    wanted = [(e["label"], solid(e["text"])) for record in articles.values() for e in layers(record)[0]]
    counted.compare("all", wanted, marks)
    yield counted


def hipe(out, articles):
    counted, marks = Counted("by its documented shape"), []
    with open(out, encoding="utf-8", newline="\n") as lines:
        header = next(lines).rstrip("\n").split("\t")
        coarse = header.index("NE-COARSE-LIT")
        for line in lines.read().split("\n"):
            if line and not line.startswith("# "):
                cells = line.split("\t")
                tag = cells[coarse]
                if tag.startswith("B-"):
                    marks.append([tag[2:], cells[0]])
                elif tag.startswith("I-"):
                    marks[-1][1] += cells[0]
    solid = lambda text: "".join(c for c in text if not c.isspace() and c not in "\u001c\u001d\u001e\u001f\ufeff\u200b\u2060")
    wanted = [(e["label"], solid(e["text"])) for record in articles.values() for e in layers(record)[0]]
    counted.compare("all", wanted, marks)
    yield counted


def spacy_json(out, articles):
    counted = Counted("by its documented shape")
    for record in records(pathlib.Path(out) / "documents.jsonl"):
        ident = record["meta"]["article_id"]
        spans = [span[:3] for span in record["spans"]]
        found = [(a, b, label, record["text"][a:b]) for a, b, label in spans]
        counted.compare(ident, map(key, decided(articles[ident])), found)
    yield counted


def cas(out, articles, end, load):
    counted = Counted("dkpro-cassis")
    kind = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity"
    files = sorted(pathlib.Path(out).glob(f"*.{end}"))
    assert len(files) == len(articles)
    for path in files:
        document = load(path)
        [meta] = document.select("de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData")
        ident = meta.documentId
        text = articles[ident]["text"]
        if end == "json":
            assert document.sofa_string == text
        found = [(e.begin, e.end, e.value, text[e.begin:e.end]) for e in document.select(kind)]
        for e in document.select(kind):
            clean = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "\ufffd", text[e.begin:e.end])
            assert e.get_covered_text() in (text[e.begin:e.end], clean), e
        counted.compare(ident, map(key, decided(articles[ident])), found)
        related = document.select("custom.Relation")
        standing = [r for r in articles[ident]["relations"] if r["status"] in ("accepted", "corrected", "added")]
        assert len(related) == len(standing)
    yield counted


def cas_json(out, articles):
    import cassis

    def load(path):
        with open(path, "rb") as file:
            return cassis.load_cas_from_json(file)
    yield from cas(out, articles, "json", load)


def xmi(out, articles):
    import cassis
    with open(pathlib.Path(out) / "TypeSystem.xml", "rb") as file:
        types = cassis.load_typesystem(file)

    def load(path):
        with open(path, "rb") as file:
            return cassis.load_cas_from_xmi(file, typesystem=types)
    yield from cas(out, articles, "xmi", load)


# As much of the standard's context as is used, so that nothing is fetched: from its table of terms.
ANNO = {"@context": {
    "oa": "http://www.w3.org/ns/oa#", "dcterms": "http://purl.org/dc/terms/", "dc": "http://purl.org/dc/elements/1.1/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "as": "http://www.w3.org/ns/activitystreams#", "xsd": "http://www.w3.org/2001/XMLSchema#",
    "foaf": "http://xmlns.com/foaf/0.1/", "schema": "http://schema.org/",
    "id": {"@id": "@id", "@type": "@id"}, "type": {"@id": "@type", "@type": "@vocab"},
    "Annotation": "oa:Annotation", "TextualBody": "oa:TextualBody", "SpecificResource": "oa:SpecificResource",
    "TextPositionSelector": "oa:TextPositionSelector", "TextQuoteSelector": "oa:TextQuoteSelector",
    "Text": "http://purl.org/dc/dcmitype/Text", "Person": "foaf:Person", "Software": "as:Application",
    "body": {"@type": "@id", "@id": "oa:hasBody"}, "target": {"@type": "@id", "@id": "oa:hasTarget"},
    "source": {"@type": "@id", "@id": "oa:hasSource"}, "selector": {"@type": "@id", "@id": "oa:hasSelector"},
    "motivation": {"@type": "@vocab", "@id": "oa:motivatedBy"}, "purpose": {"@type": "@vocab", "@id": "oa:hasPurpose"},
    "classifying": "oa:classifying", "tagging": "oa:tagging", "identifying": "oa:identifying",
    "describing": "oa:describing", "commenting": "oa:commenting", "linking": "oa:linking", "editing": "oa:editing",
    "start": {"@type": "xsd:nonNegativeInteger", "@id": "oa:start"},
    "end": {"@type": "xsd:nonNegativeInteger", "@id": "oa:end"},
    "exact": "oa:exact", "prefix": "oa:prefix", "suffix": "oa:suffix", "value": "rdf:value", "format": "dc:format",
    "language": "dc:language", "creator": {"@type": "@id", "@id": "dcterms:creator"},
    "generator": {"@type": "@id", "@id": "as:generator"}, "created": {"@id": "dcterms:created", "@type": "xsd:dateTime"},
    "name": "foaf:name", "label": "rdfs:label"}}


def w3c(out, articles):
    from pyld import jsonld

    def loader(url, options=None):
        assert url == "http://www.w3.org/ns/anno.jsonld", url
        return {"contextUrl": None, "documentUrl": url, "document": ANNO, "contentType": "application/ld+json"}
    jsonld.set_document_loader(loader)
    items = json.loads(pathlib.Path(out).read_text(encoding="utf-8"))
    counted, found, oa = Counted("pyld"), {ident: [] for ident in articles}, "http://www.w3.org/ns/oa#"
    value = lambda node, name: node[name][0].get("@value", node[name][0].get("@id"))
    texts = {}
    # All of it at once takes long; the long article's marks are as the others.
    for item in items:
        [node] = jsonld.expand(item)
        target = node[oa + "hasTarget"][0]
        motivation = node[oa + "motivatedBy"][0]["@id"]
        assert motivation.startswith(oa), motivation
        source = target.get(oa + "hasSource", [target])[0]["@id"]
        ident = source.split("#")[0].rsplit(":", 1)[1]
        if motivation == oa + "describing":
            texts[ident] = value(node[oa + "hasBody"][0], "http://www.w3.org/1999/02/22-rdf-syntax-ns#value")
            assert texts[ident] == articles[ident]["text"]
        status = node.get("urn:zhupi:term:status", [{}])[0].get("@value")
        if motivation == oa + "classifying" and oa + "hasSelector" in target and status not in ("rejected", "proposed"):
            quote, position = target[oa + "hasSelector"]
            start, end = (value(position, oa + name) for name in ("start", "end"))
            words = value(quote, oa + "exact")
            assert texts[ident][start:end] == words
            label = value(node[oa + "hasBody"][0], "http://www.w3.org/1999/02/22-rdf-syntax-ns#value")
            found[ident].append((start, end, label, words))
    for ident, record in articles.items():
        counted.compare(ident, map(key, decided(record)), found[ident])
    yield counted


def tei(out, articles):
    from lxml import etree
    ns = "{http://www.tei-c.org/ns/1.0}"
    tree = etree.parse(str(out))
    schema = etree.RelaxNG(etree.parse(str(HERE / "tei.rng")))
    schema.assertValid(tree)
    names = {"persName": "PER", "orgName": "ORG", "placeName": "LOC", "date": "TIME", "roleName": "TITLE", "title": "WORK",
             "term": "TERM"}
    counted = Counted("lxml, RELAX NG")
    xml_id = "{http://www.w3.org/XML/1998/namespace}id"
    clean = lambda text: re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "\ufffd", text)
    for text in tree.getroot().iterfind(f"{ns}TEI"):
        ident = text.find(f".//{ns}idno[@type='article']").text
        record, found, places, at = articles[ident], [], {}, 0
        parts = []

        def walk(element):
            nonlocal at
            start, tag = at, element.tag.replace(ns, "")
            if tag == "anchor":
                places["#" + element.get(xml_id)] = at
            inside = element.text or ""
            parts.append(inside)
            at += len(inside)
            for child in element:
                walk(child)
                tail = child.tail or ""
                parts.append(tail)
                at += len(tail)
            label = names.get(tag) or {"event": "EVENT"}.get(element.get("type"), element.get("type")) if tag == "rs" else names.get(tag)
            if label and element.get(xml_id):
                found.append((start, at, label))

        first = True
        for block in text.find(f".//{ns}body/{ns}div"):
            if block.tag == f"{ns}pb" or block.get("type") == "supplied":
                continue
            if not first:
                at += 1
                parts.append("\n")
            first = False
            walk(block)
        assert "".join(parts) == clean(record["text"]), ident
        for span in text.iterfind(f"{ns}standOff/{ns}spanGrp[@type='entity']/{ns}span"):
            found.append((places[span.get("from")], places[span.get("to")], span.get("type")))
        marks = [(a, b, label, record["text"][a:b]) for a, b, label in found]
        counted.compare(ident, map(key, decided(record)), marks)
    yield counted


def ninjs(out, articles):
    import jsonschema
    check = jsonschema.Draft202012Validator(json.loads((HERE / "ninjs.json").read_text(encoding="utf-8")),
                                            format_checker=jsonschema.FormatChecker())
    counted = Counted("jsonschema, names")
    fields = {"PER": "people", "ORG": "organisations", "LOC": "places", "EVENT": "events"}
    for item in records(out):
        check.validate(item)
        [ident] = [i["value"] for i in item["altIds"] if i["role"] == "article"]
        assert item["bodies"][0]["value"] == articles[ident]["text"]
        wanted = {(e["label"], e["text"]) for e in decided(articles[ident]) if e["label"] in fields}
        found = {(label, name["name"]) for label, field in fields.items() for name in item.get(field, [])}
        counted.compare(ident, wanted, found)
    yield counted


def prodigy(out, articles):
    counted = Counted("by its documented shape")
    found = {}
    for task in records(out):
        ident, text = task["meta"]["article_id"], task["text"]
        assert isinstance(task["_input_hash"], int) and isinstance(task["_task_hash"], int)
        assert task["answer"] in ("accept", "reject", "ignore")
        if task["answer"] == "reject":
            continue
        marks = found.setdefault(ident, [])
        for token in task["tokens"]:
            assert text[token["start"]:token["end"]] == token["text"] and task["tokens"][token["id"]] is token
        for span in task["spans"]:
            first, last = task["tokens"][span["token_start"]], task["tokens"][span["token_end"]]
            assert (first["start"], last["end"]) == (span["start"], span["end"])
            marks.append((span["start"], span["end"], span["label"], text[span["start"]:span["end"]]))
    for ident, record in articles.items():
        counted.compare(ident, map(key, decided(record)), found.get(ident, []))
    yield counted


def huggingface(out, articles):
    counted, flat = Counted("records, by json"), Counted("bio, by json")
    rows = records(pathlib.Path(out) / "records/train.jsonl")
    fields = {tuple(row) for row in rows}
    assert len(fields) == 1, "every row has the same fields"
    for row in rows:
        for e in row["entities"]:
            assert row["text"][e["start"]:e["end"]] == e["text"]
        counted.compare(row["id"], map(key, decided(articles[row["id"]])), map(key, row["entities"]))
    yield counted
    card = (pathlib.Path(out) / "README.md").read_text(encoding="utf-8")
    names = dict(re.findall(r"^          '(\d+)': \"(.*)\"$", card, re.M))
    for row in records(pathlib.Path(out) / "bio/train.jsonl"):
        record, found = articles[row["id"]], []
        assert "".join(row["tokens"]) == record["text"]
        for at, tag in enumerate(row["ner_tags"]):
            name = names[str(tag)]
            if name.startswith("B-"):
                found.append([at, at + 1, name[2:]])
            elif name.startswith("I-"):
                found[-1][1] = at + 1
        marks = [(a, b, label, record["text"][a:b]) for a, b, label in found]
        flat.compare(row["id"], map(key, layers(record)[0]), marks)
    yield flat


def fasttext(out, articles):
    counted = Counted("topics")
    lines = pathlib.Path(out).read_text(encoding="utf-8").split("\n")[:-1]
    for line, record in zip(lines, articles.values(), strict=True):
        words = line.split(" ")
        labels = [word.removeprefix("__label__") for word in words if word.startswith("__label__medtop")]
        counted.compare(record["id"], codes(record), labels)
    yield counted


def codes(record):
    standing = [t for t in record["topics"] if t["status"] in ("accepted", "corrected", "added")]
    return list(dict.fromkeys(code for topic in standing for code in [topic["code"], *topic.get("sub", [])]))


def topics_tsv(out, articles):
    counted = Counted("topics, by csv")
    with open(out, encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE):
            plain = re.sub(r"\\(.)", lambda m: {"n": "\n", "t": "\t", "r": "\r"}.get(m[1], m[1]), row["text"])
            assert plain == articles[row["id"]]["text"]
            counted.compare(row["id"], codes(articles[row["id"]]), [code for code in row["topics"].split(",") if code])
    yield counted


def rows_of(articles):
    for record in articles.values():
        solid = sum(1 for c in record["text"] if not c.isspace() and c not in "\u001c\u001d\u001e\u001f\ufeff\u200b\u2060")
        yield record["id"], solid, "；".join(dict.fromkeys(e["text"] for e in decided(record) if e["label"] == "PER"))


def harmless(cell):
    return not re.match(r"[\s\x00-\x1f]*[=+\-@]", cell or "")


def catalogue_csv(out, articles):
    counted = Counted("rows, by csv")
    with open(out, encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert all(harmless(cell) for row in rows for cell in row.values())
    plain = lambda cell: cell.removeprefix("'")
    found = [(row["编号"], int(row["字数"]), plain(row["人名"])) for row in rows]
    counted.compare("all", rows_of(articles), found)
    yield counted


def catalogue_xlsx(out, articles):
    import openpyxl
    counted = Counted("rows, by openpyxl")
    book = openpyxl.load_workbook(out)
    rows = list(book["稿件"].iter_rows())
    head = [cell.value for cell in rows[0]]
    place = {name: head.index(name) for name in ("编号", "字数", "人名")}
    assert all(cell.data_type != "f" for row in rows for cell in row)
    illegal = re.compile("_x([0-9A-F]{4})_")
    plain = lambda cell: illegal.sub(lambda m: chr(int(m[1], 16)), cell or "")
    found = [(plain(row[place["编号"]].value), int(row[place["字数"]].value), plain(row[place["人名"]].value)) for row in rows[1:]]
    counted.compare("all", rows_of(articles), found)
    yield counted
