"""documents.jsonl -> corpus.spacy  (pip install spacy; python docbin.py [OUT.spacy])

One token a character. Flat marks become doc.ents, all marks doc.spans["sc"], topics doc.cats.
"""

import json
import sys
from pathlib import Path

import spacy
from spacy.tokens import DocBin

here = Path(__file__).parent
nlp = spacy.blank("zh")
records = [json.loads(line) for line in (here / "documents.jsonl").open(encoding="utf-8")]
topics = sorted({topic for record in records for topic in record["cats"]})
docs = DocBin(store_user_data=True)
dropped = 0
for record in records:
    doc = nlp.make_doc(record["text"])
    entities = [doc.char_span(start, end, label=label) for start, end, label in record["entities"]]
    spans = [doc.char_span(start, end, label=label, kb_id=link or "") for start, end, label, link in record["spans"]]
    dropped += sum(span is None for span in spans)
    doc.ents = [span for span in entities if span is not None]
    doc.spans["sc"] = [span for span in spans if span is not None]
    doc.cats = {topic: record["cats"].get(topic, 0.0) for topic in topics}
    doc.user_data["meta"] = record["meta"]
    docs.add(doc)
out = Path(sys.argv[1]) if len(sys.argv) > 1 else here / "corpus.spacy"
docs.to_disk(out)
print(f"{len(records)} documents, {dropped} marks dropped -> {out}")
