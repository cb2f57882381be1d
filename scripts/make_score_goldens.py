#!/usr/bin/env python3
"""Remakes tests/data/eval/*.pred.jsonl and *.score.{json,txt}: predictions damaged in every way that we could think of,
and what score.py says of them. The test of `zhupi evaluate` compares with these files and needs no Python."""
import copy, json, pathlib, random, subprocess, sys

HERE = pathlib.Path(__file__).resolve().parent.parent / "tests" / "data" / "eval"
ROLES = ["kicker", "headline", "subheadline", "byline", "dateline", "paragraph", "caption", "quote", "other"]
LABELS = ["PER", "ORG", "LOC", "TIME", "TITLE", "EVENT", "WORK", "TERM"]


def load(name):
    return [json.loads(line) for line in (HERE / name).read_text(encoding="utf-8").splitlines()]


def save(name, records):
    lines = (json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    (HERE / name).write_text("".join(lines), encoding="utf-8", newline="\n")


def damage_entities(records, rng):
    for record in records:
        kept = []
        for entity in record["entities"]:
            chance = rng.random()
            if chance < 0.15:
                continue
            if chance < 0.25:
                entity["label"] = rng.choice(LABELS + ["新"])
            elif chance < 0.35:
                entity["source"][-1][1] += rng.choice([-1, 1, 2])
            elif chance < 0.40:
                del entity["source"]
            elif chance < 0.45:
                entity["status"] = "rejected"
            elif chance < 0.48:
                entity["text"] = "错"
            kept.append(entity)
        record["entities"] = kept


def damage_structure(records, rng):
    for record in records:
        for block in record["blocks"]:
            chance = rng.random()
            if chance < 0.15:
                block["role"] = rng.choice(ROLES)
            elif chance < 0.20:
                block["source"][0][0] += 1
            elif chance < 0.24:
                block["text"] = block["text"][::-1]
            elif chance < 0.27:
                del block["source"]
            elif chance < 0.30:
                block["source"].append([-3, 2])
            elif chance < 0.33:
                block["source"].append([10**6, 10**6 + 5])
            elif chance < 0.36:
                block["start"] += 1
            elif chance < 0.38:
                block["role"] = None
        if rng.random() < 0.1:
            record["kind"] = rng.choice(["article", "quote", "notice", "furniture", None])


def move_blocks(records, rng):
    for _ in range(8):
        a, b = rng.sample(records, 2)
        if a["blocks"]:
            block = a["blocks"].pop(rng.randrange(len(a["blocks"])))
            b["blocks"].insert(rng.randrange(len(b["blocks"]) + 1), block)
            if rng.random() < 0.3:
                a["blocks"].append(copy.deepcopy(block))


def split_blocks(records, rng):
    for record in records:
        blocks = []
        for block in record["blocks"]:
            if block.get("source") and len(block["source"]) == 1 and rng.random() < 0.2:
                start, end = block["source"][0]
                middle = (start + end) // 2
                blocks.append(dict(block, source=[[start, middle]]))
                blocks.append(dict(block, source=[[middle, end]]))
            else:
                blocks.append(block)
        record["blocks"] = blocks


def damage_topics(records, rng):
    codes = sorted({topic["code"] for record in records for topic in record["topics"]})
    for record in records:
        for topic in record["topics"]:
            if rng.random() < 0.4:
                topic["code"] = rng.choice(codes)
            if rng.random() < 0.2:
                topic["status"] = "rejected"
        if rng.random() < 0.3:
            record["topics"].append({"code": rng.choice(codes)})
        words = record["keywords"]
        record["keywords"] = [w if rng.random() < 0.5 else {"text": w, "status": rng.choice(["proposed", "rejected"])}
                              for w in words if rng.random() < 0.8]


def join_records(records, rng):
    for _ in range(3):
        a, b = rng.sample(range(len(records)), 2)
        records[a]["blocks"] += records[b]["blocks"]
        records[a]["entities"] += records[b]["entities"]
        records[b] = None
        records[:] = [record for record in records if record is not None]


def alternative_gold():
    """A small gold file with other readings: the first headline of one article stands in a record of its own."""
    records = [record for record in load("dev1-gold.jsonl") if record["id"] in ("f1", "a1", "a2", "a3")]
    article = records[2]
    heading = next(block for block in article["blocks"] if block["role"] == "headline")
    inside = [e for e in article["entities"] if heading["start"] <= e["start"] and e["end"] <= heading["end"]]
    article["blocks"].remove(heading)
    article["entities"] = [entity for entity in article["entities"] if entity not in inside]
    loose = dict(article, id="t1", kind="teaser", blocks=[heading], entities=inside, topics=[], keywords=[])
    records.append(loose)
    save("alt-gold.jsonl", records)
    alt = {"note": "for the test", "attach": {"t1": "a2", "f1": "a3"}, "roles": [["a1", 0, ["headline", "subheadline"]], ["a1", 1, ["kicker"]]]}
    (HERE / "alt-gold.alt.json").write_text(json.dumps(alt), encoding="utf-8")
    pred = copy.deepcopy(records)
    pred[2]["blocks"].insert(0, pred[4]["blocks"].pop())
    pred[1]["blocks"][0]["role"], pred[1]["blocks"][1]["role"] = "headline", "kicker"
    save("alt.pred.jsonl", pred)


def golden(name, gold, source):
    command = [sys.executable, HERE / "score.py", HERE / gold, HERE / (name + ".pred.jsonl"), HERE / source, "--errors", "5"]
    for extra, suffix in (["--json"], "json"), ([], "txt"):
        out = subprocess.run(command + extra, check=True, capture_output=True).stdout
        (HERE / (name + ".score." + suffix)).write_bytes(out)


def main():
    for name, page, seed, damages in [
        ("entities", "dev1", 1, [damage_entities, damage_topics]),
        ("structure", "dev2", 2, [damage_structure, move_blocks, split_blocks]),
        ("everything", "dev2", 3, [join_records, damage_entities, damage_structure, move_blocks, damage_topics]),
    ]:
        records, rng = load(page + "-gold.jsonl"), random.Random(seed)
        for damage in damages:
            damage(records, rng)
        save(name + ".pred.jsonl", records)
        golden(name, page + "-gold.jsonl", page + ".txt")
    alternative_gold()
    golden("alt", "alt-gold.jsonl", "dev1.txt")
    save("nothing.pred.jsonl", [])
    golden("nothing", "dev1-gold.jsonl", "dev1.txt")


if __name__ == "__main__":
    main()
