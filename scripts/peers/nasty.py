"""An issue with all that a format may stumble over, as article/1 records with their source."""

import hashlib
import json


def space(c):
    """White space as the record has it."""
    return c.isspace() or c in "\u001c\u001d\u001e\u001f\ufeff\u200b\u2060"


class Maker:
    def __init__(self):
        self.source = []
        self.at = 0
        self.articles = []
        self.count = 0

    def put(self, text):
        start = self.at
        self.source.append(text)
        self.at += len(text)
        return [start, self.at]

    def article(self, blocks, marks=(), **more):
        """Blocks as (role, source text); marks as (label, words, n-th time) or (label, words, nth, value, link)."""
        self.count += 1
        made, texts, at = [], [], 0
        for n, (role, text) in enumerate(blocks):
            source = self.put(text)
            self.put("\r\n")
            plain = "".join(c for c in text if not space(c))
            block = {"id": f"b{self.count}.{n}", "role": role, "text": plain, "start": at, "end": at + len(plain),
                     "page": 1, "source": [source], "status": "accepted", "by": "林", "confidence": None}
            made.append(block)
            texts.append(plain)
            at += len(plain) + 1
        text = "\n".join(texts)
        entities = []
        for n, mark in enumerate(marks):
            label, words, nth = mark[:3]
            start = -1
            for _ in range(nth):
                start = text.index(words, start + 1)
            entity = {"id": f"e{self.count}.{n}", "label": label, "start": start, "end": start + len(words),
                      "text": words, "status": "added", "by": "林 & <沈>", "at": "2026-11-29T08:00:00Z"}
            if len(mark) > 3:
                entity["value"] = mark[3]
            if len(mark) > 4:
                entity["link"] = mark[4]
            entities.append(entity)
        self.articles.append({
            "schema": "article/1", "offset_unit": "codepoint",
            "issue": {"id": "nasty", "title": "云溪新闻", "date": "2024-11-12"},
            "id": f"n{self.count}", "kind": "article", "status": "done",
            "text_sha256": hashlib.sha256(text.encode()).hexdigest(), "blocks": made, "text": text,
            "entities": entities, **more})


def make():
    m = Maker()
    link = {"register": "wikidata", "id": "Q1", "name": "王平 \"平\""}
    m.article(
        [("headline", "😀区委书记王平👨‍👩‍👧在𫚉港\r\n调研"), ("paragraph", "𠮷野家、𫚉港，e\u0301galite\u0301 与 a\u0308。=1+1，@王平")],
        [("TITLE", "区委书记", 1), ("ORG", "区委", 1), ("PER", "王平", 1, "王平 <&\"'>", link), ("LOC", "𫚉港", 1),
         ("ORG", "𠮷野家", 1), ("LOC", "𫚉港", 2), ("TERM", "e\u0301galite\u0301", 1), ("PER", "王平", 2)],
        relations=[{"id": "r1", "type": "holds", "from": "e1.2", "to": "e1.0", "status": "added", "by": "林"}],
        topics=[{"code": "medtop:11000000", "status": "accepted", "by": "林"}],
        keywords=[{"text": "=HYPERLINK(1)", "status": "added"}, "调研"], notes=["待查 <&>"],
        abstract="-一句 & 一句", supplied={"headline": "@手写的主题"})
    # Over line ends, crossing, at the very ends, and one on top of another.
    m.article(
        [("kicker", "长三角投\r\n资公司"), ("paragraph", "中石化上\r\n\r\n海石油公司甲乙丙丁"), ("paragraph", "戊")],
        [("ORG", "长三角投资公司", 1), ("ORG", "中石化上海石油公司", 1), ("LOC", "上海", 1), ("ORG", "上海石油", 1),
         ("TERM", "甲乙丙", 1), ("TERM", "乙丙丁", 1), ("PER", "甲乙丙", 1), ("WORK", "戊", 1)])
    # Nothing in it.
    m.article([])
    # What XML has no place for, and what looks like markup.
    m.article(
        [("headline", "甲\u0001乙\u0008丙"), ("paragraph", "<a href=\"x\">&amp;]]></a>\t\\n|[1]_*#Text=丁\u007f\u0085\ufffe𫚉"),
         ("paragraph", "-DOCSTART- -X- O O __label__ T1\tPER 0 1")],
        [("PER", "甲\u0001乙", 1), ("LOC", "&amp;", 1), ("ORG", "丁", 1), ("TERM", "𫚉", 1), ("TERM", "T1", 1)])
    # A hundred thousand characters.
    long = "云溪县的陆承业说，" + "水" * 41 + "。𫚉"
    text = long * (100_000 // len(long) + 1)
    m.article([("headline", "长文"), ("paragraph", text)],
              [mark for n in range(1, 401) for mark in (("LOC", "云溪县", n), ("PER", "陆承业", n))])
    return "".join(m.source), m.articles


def write(folder):
    source, articles = make()
    (folder / "nasty.txt").write_bytes(source.encode())
    digest = hashlib.sha256(source.encode()).hexdigest()
    with open(folder / "nasty.jsonl", "w", encoding="utf-8", newline="\n") as out:
        for article in articles:
            article["issue"]["files"] = [{"file": "nasty.txt", "sha256": digest, "encoding": "utf-8", "page": 1,
                                          "start": 0, "end": len(source)}]
            out.write(json.dumps(article, ensure_ascii=False) + "\n")
