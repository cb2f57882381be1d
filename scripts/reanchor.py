"""Gold of a page laid on another text of the same page, such as the text that `zhupi text` reads from its PDF.

    zhupi text page.pdf -o page.txt
    python3 scripts/reanchor.py GOLD.jsonl page.txt -o page-gold.jsonl
    zhupi evaluate page-gold.jsonl page.pdf

A block is sought among the visible characters that no other block has yet: whole, where it stands nearest after the
block before it; else in the longest pieces, as where a caption interrupts it. Blocks that the text lacks are left out and
named; visible characters that no block has become records of furniture. Entities are left out: this is for structure.
"""
import argparse
import json
import sys


def is_space(char):
    return char.isspace() or char in '\x1c\x1d\x1e\x1f\ufeff\u200b\u2060'


def pieces(key, flat, used, after):
    """Positions in `flat` for the characters of `key`, or None."""
    found, at = [], 0
    while at < len(key):
        size = len(key) - at
        while size > 0:
            hits, start = [], flat.find(key[at:at + size])
            while start >= 0:
                if not any(used[start:start + size]):
                    hits.append(start)
                start = flat.find(key[at:at + size], start + 1)
            if hits and (size >= 4 or size == len(key) - at):
                break
            size -= 1
        if size == 0:
            return None
        best = min(hits, key=lambda hit: (hit < after, abs(hit - after)))
        for position in range(best, best + size):
            used[position] = True
        found += range(best, best + size)
        at, after = at + size, best + size
    return found


def ranges(offsets, source):
    out = []
    for offset in offsets:
        if out and offset >= out[-1][1] and all(map(is_space, source[out[-1][1]:offset])):
            out[-1][1] = offset + 1
        else:
            out.append([offset, offset + 1])
    return out


def reanchor(records, source):
    index = [i for i, char in enumerate(source) if not is_space(char)]
    flat = ''.join(source[i] for i in index)
    used, places, missing = [False] * len(flat), {}, []
    refs = [(r, b) for r, entry in enumerate(records) for b in range(len(entry['blocks']))]
    # Long blocks first: a short one may stand inside a long one too.
    length = lambda ref: -len(records[ref[0]]['blocks'][ref[1]]['text'])
    for ref in sorted(refs, key=length):
        key = ''.join(c for c in records[ref[0]]['blocks'][ref[1]]['text'] if not is_space(c))
        near = places.get((ref[0], ref[1] - 1)) or places.get((ref[0], ref[1] + 1))
        found = pieces(key, flat, used, near[-1] if near else 0)
        if found is None:
            missing.append(key)
        else:
            places[ref] = found
    out = []
    for r, entry in enumerate(records):
        blocks, start = [], 0
        for b, block in enumerate(entry['blocks']):
            if (r, b) not in places:
                continue
            where = ranges([index[p] for p in places[r, b]], source)
            end = start + len(block['text'])
            blocks.append(dict(role=block['role'], text=block['text'], start=start, end=end, source=where))
            start = end + 1
        if blocks:
            text = '\n'.join(block['text'] for block in blocks)
            out.append(dict(entry, blocks=blocks, text=text, entities=[], topics=[], keywords=[]))
    rest = ranges([index[p] for p in range(len(flat)) if not used[p]], source)
    for n, (start, end) in enumerate(rest):
        text = ''.join(c for c in source[start:end] if not is_space(c))
        block = dict(role='other', text=text, start=0, end=len(text), source=[[start, end]])
        out.append(dict(records[0], id=f'rest-{n}', kind='furniture', blocks=[block], text=text, entities=[],
                        topics=[], keywords=[]))
    return out, missing, sum(end - start for start, end in rest)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('gold')
    parser.add_argument('text')
    parser.add_argument('-o', '--out', required=True)
    args = parser.parse_args()
    records = [json.loads(line) for line in open(args.gold, encoding='utf-8')]
    source = open(args.text, encoding='utf-8', newline='').read()
    out, missing, rest = reanchor(records, source)
    with open(args.out, 'w', encoding='utf-8', newline='\n') as file:
        for entry in out:
            file.write(json.dumps(entry, ensure_ascii=False) + '\n')
    for key in missing:
        print(f'not in the text: {key[:40]}', file=sys.stderr)
    if rest:
        print(f'{rest} characters of the text are in no block', file=sys.stderr)


if __name__ == '__main__':
    main()
