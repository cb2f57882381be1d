#!/usr/bin/env python3
"""Builds an invented newspaper page and its gold from one marked-up file.

    python3 scripts/gold.py MARKUP -o PAGE.txt -g GOLD.jsonl

MARKUP holds the page as an editor would have marked it, followed by a plan of
how an extraction program would have torn it apart. PAGE.txt is the torn text,
GOLD.jsonl one `article/1` record per line whose `source` ranges point into it.

    @issue id=… | title=… | date=YYYY-MM-DD | page=1
    @article id=a1 | kind=article | topics=11,04 | keywords=甲；乙
    H 主题 with ⟦a span|LABEL⟧      one block a line; its letter is the role:
                                    K kicker  H headline  S subheadline  B byline  D dateline
                                    P paragraph  C caption  Q quote  O other
    P+ text                         '+' sets the block on the line of the block before it
    // a remark                     ignored, like empty lines
    % 人名 < 职务 < 机构             a relation, for the corpus of the proposer; ignored here

    @layout sp=both | para=indent | indent=FF | seed=7
    > a1.2- w=18*10,24 col=9,22 lead=1 ins=17:q1@12

Page options: `sp` spaces between Han and digits (left, both, rand, none); `para`
blank line between paragraphs (blank), indented first line (indent) or both
(indentblank); `indent` with F for U+3000 and _ for U+0020; `stray=5` a blank line after
5 % of the lines, wherever the sentence is; `drop=60` 60 % of the spaces in the text lost
(none after a digit or Latin letter); `seed` of the dice.
Each '>' line sets blocks in the order of the page: `a1`, `a1.3`, `a1.2-5`, `a1.2-`,
several joined by commas. `w` is the width in Han characters, `18*10,24` ten lines of
18 and the rest of 24; `col` the lines after which a column breaks (the last number
repeats); `ins=17:q1@12` sets q1, 12 wide, after the 17th line; `lead` one space
before the first line; `nosep` no blank line between the blocks; `tight` none before
the first; `para`, `stray` override the page's; `take=6` sets six lines only and leaves the
others to a later line `> rest:a1.2-`, as a headline torn in two or (下转…) does.
"""
import argparse
import collections
import itertools
import json
import random
import re
import sys
from dataclasses import dataclass, field

ROLES = {
    'K': 'kicker', 'H': 'headline', 'S': 'subheadline', 'B': 'byline', 'D': 'dateline',
    'P': 'paragraph', 'C': 'caption', 'Q': 'quote', 'O': 'other',
}
LABELS = 'PER ORG LOC TIME TITLE EVENT WORK TERM'.split()
ENDLESS = 10 ** 9

BLOCK_LINE = re.compile(r'([KHSBDPCQO])(\+)? (.+)$')
INLINE = re.compile(r'⟦([^⟦⟧|]+)\|([A-Z]+)⟧|([^⟦⟧]+)|(.)')


@dataclass
class Block:
    role: str
    joined: bool                                  # set on the line of the block before
    text: str
    spans: list = field(default_factory=list)     # (start, end, label) in `text`


@dataclass
class Article:
    id: str
    kind: str
    topics: list
    keywords: list
    blocks: list = field(default_factory=list)


@dataclass
class Page:
    issue: dict
    articles: list
    options: dict
    plan: list                                    # the '>' lines


def is_space(char):
    """White space of the record format, which blocks need not cover."""
    return char.isspace() or char in '\ufeff\u200b'


# ---- markup ---------------------------------------------------------------

def fields(line):
    """'a=1 | b=2' as a dictionary."""
    pairs = (part.strip().partition('=') for part in line.split(' | '))
    return {key.strip(): value.strip() for key, _, value in pairs}


def parse_inline(marked, where):
    """Text without its marks, and the marks as (start, end, label)."""
    text, spans = '', []
    for match in INLINE.finditer(marked):
        span, label, plain, stray = match.groups()
        if stray:
            around = marked[max(0, match.start() - 15):match.start() + 15]
            raise SystemExit(f'{where}: bad markup near {around}')
        if span:
            if label not in LABELS or span != span.strip():
                raise SystemExit(f'{where}: bad label or space in {match.group(0)}')
            spans.append((len(text), len(text) + len(span), label))
        text += span or plain
    return text, spans


def parse(path):
    """Reads a marked-up file."""
    page = Page({}, [], {}, [])
    in_layout = False
    for number, line in enumerate(open(path, encoding='utf-8'), 1):
        line, where = line.rstrip('\n'), f'{path}:{number}'
        if not line.strip() or line.startswith(('//', '%')):
            continue
        if line.startswith('@issue '):
            page.issue = fields(line[7:])
        elif line.startswith('@article '):
            head = fields(line[9:])
            page.articles.append(Article(
                head['id'], head['kind'],
                [code.strip() for code in head.get('topics', '').split(',') if code.strip()],
                [word for word in head.get('keywords', '').split('；') if word]))
        elif line.startswith('@layout'):
            in_layout = True
            page.options = fields(line[7:]) if line[7:].strip() else {}
        elif in_layout and line.startswith('> '):
            page.plan.append(line[2:].strip())
        else:
            match = None if in_layout else BLOCK_LINE.match(line)
            if not match:
                raise SystemExit(f'{where}: not understood: {line}')
            text, spans = parse_inline(match.group(3).strip(), where)
            page.articles[-1].blocks.append(
                Block(ROLES[match.group(1)], bool(match.group(2)), text, spans))
    repeated = [i for i, n in collections.Counter(a.id for a in page.articles).items() if n > 1]
    if repeated:
        raise SystemExit(f'{path}: repeated ids {repeated}')
    return page


# ---- page -----------------------------------------------------------------

NEVER_FIRST = '，。．、；：？！”’）》】」』…—％%·～'
NEVER_LAST = '“‘（《【「『'


def is_latin(char):
    return char.isascii() and (char.isalnum() or char in '.-+:/@_%')


def is_han(char):
    return '\u4e00' <= char <= '\u9fff'


def tokens(text):
    """Unbreakable runs as lists of (char, index): Latin words and numbers, else single characters."""
    out, word = [], []
    for index, char in enumerate(text):
        if is_latin(char):
            word.append((char, index))
            continue
        if word:
            out.append(word)
            word = []
        out.append([(char, index)])
    return out + [word] if word else out


def width(chars):
    """Width in Han characters; ASCII is half as wide."""
    return sum(0.5 if char.isascii() else 1 for char, _ in chars)


def widths(spec):
    """'18*10,24' as a function from line number to width."""
    runs = []
    for part in spec.split(','):
        value, _, count = part.partition('*')
        runs.append((float(value), int(count) if count else ENDLESS))

    def at(line):
        for value, count in runs:
            if line < count:
                return value
            line -= count
        return runs[-1][0]
    return at


class Renderer:
    """Sets the blocks of a page by its plan. `out` is a list of (char, origin); an origin is
    (article id, block, index in the block's text), None for what only the layout adds."""

    def __init__(self, page):
        self.options = page.options
        self.plan = page.plan
        self.articles = {a.id: a for a in page.articles}
        self.dice = random.Random(int(self.options.get('seed', '1')))
        self.indent = self.options.get('indent', '').replace('F', '\u3000').replace('_', ' ')
        self.drop = int(self.options.get('drop', '0'))
        self.out = []
        self.left = {}                            # lines that a `take` left over, by target

    def newline(self):
        self.out.append(('\n', None))

    def gap(self, before, char):
        """The space an extraction program puts between Han and Latin, or nothing."""
        if not before or before == ' ' or char == ' ':
            return []
        habit = self.options.get('sp', 'left')
        into = is_latin(char) and is_han(before)
        out_of = is_latin(before) and is_han(char)
        if habit == 'both':
            spaced = into or out_of
        elif habit == 'left':
            spaced = into and char.isdigit() and self.dice.random() < 0.7
        elif habit == 'rand':
            spaced = (into or out_of) and self.dice.random() < 0.4
        else:
            spaced = False
        return [(' ', None)] if spaced else []

    def run_on(self, article, first):
        """Tokens of a block and of those joined to it, as lists of (char, (index, block))."""
        out, block = [], first
        while True:
            text = self.articles[article].blocks[block].text
            out += [[(char, (index, block)) for char, index in token] for token in tokens(text)]
            block += 1
            following = self.articles[article].blocks[block:block + 1]
            if not following or not following[0].joined:
                return out
            if is_han(text[-1]):
                out.append([(' ', (-1, block))])

    def wrap(self, article, block, width_at, first_line=0, indent=''):
        """Breaks a block into lines of (char, origin) by the rules of Chinese typesetting."""
        lines, line, before = [], [(char, None) for char in indent], ''
        used = sum(0.5 if char == ' ' else 1 for char in indent)

        def flush():
            while line and line[-1][0] == ' ':
                line.pop()
            lines.append(list(line))

        for token in self.run_on(article, block):
            room, char = width_at(first_line + len(lines)), token[0][0]
            if (char == ' ' and self.drop and not is_latin(before)
                    and self.dice.random() * 100 < self.drop):
                continue
            space = self.gap(before, char) if line else []
            need = width(token) + 0.5 * len(space)
            if line and used + need > room + 1e-9:
                carried = None
                if char not in NEVER_FIRST:
                    cut = len(line)
                    while cut > 1 and line[cut - 1][0] in NEVER_LAST:
                        cut -= 1
                    carried = line[cut:]
                elif not (used + need <= room + 1 and self.dice.random() < 0.5):
                    # The sign may not hang: the character before it comes down too.
                    cut = len(line) - 1
                    while cut > 0 and (line[cut][0] in NEVER_FIRST
                                       or is_latin(line[cut][0]) and is_latin(line[cut - 1][0])
                                       or line[cut - 1][0] in NEVER_LAST):
                        cut -= 1
                    carried = line[cut:] if cut > 1 else None
                if carried is not None:
                    del line[len(line) - len(carried):]
                    flush()
                    line, used, space = carried, width(carried), []
                    if char == ' ':
                        before = ' '
                        continue
            line += space
            line += [(c, None if is_space(c) else (article, at, index)) for c, (index, at) in token]
            used += 0.5 * len(space) + width(token)
            before = token[-1][0]
        if line:
            flush()
        return lines

    def references(self, spec):
        """'a1.2-,a2.0' as a list of (article id, block)."""
        out = []
        for ref in spec.split(','):
            article, _, span = ref.partition('.')
            count = len(self.articles[article].blocks)
            first, dash, last = span.partition('-')
            if not span:
                out += [(article, block) for block in range(count)]
            elif dash:
                out += [(article, block) for block in range(int(first), int(last or count - 1) + 1)]
            else:
                out.append((article, int(first)))
        return [(a, b) for a, b in out if not self.articles[a].blocks[b].joined]

    def is_running_text(self, ref):
        return self.articles[ref[0]].blocks[ref[1]].role in ('paragraph', 'dateline')

    def set_inserted(self, ref, room):
        """A stranger in the middle of a text: a caption, a quote, another article's headline."""
        self.newline()
        article, _, block = ref.partition('.')
        blocks = [int(block)] if block else range(len(self.articles[article].blocks))
        for block in blocks:
            for line in self.wrap(article, block, lambda _: room):
                self.out += line
                self.newline()
        self.newline()

    def lines_of(self, target, own):
        """Lines of a '>' line, each with whether a blank line belongs before it."""
        width_at = widths(own.get('w', '19'))
        habit = own.get('para', self.options.get('para', 'blank'))
        count, previous = 0, None
        for ref in self.references(target):
            running = self.is_running_text(ref)
            indent = self.indent if running and habit.startswith('indent') else ''
            lines = self.wrap(*ref, width_at, count, indent)
            apart = habit in ('blank', 'indentblank') or not running or \
                previous and not self.is_running_text(previous)
            for number, line in enumerate(lines):
                yield line, bool(previous and apart and not own.get('nosep') and number == 0)
            count, previous = count + len(lines), ref

    def set_line(self, spec):
        """One '>' line of the plan."""
        target, *rest = spec.split()
        own = dict(part.split('=', 1) for part in rest if '=' in part)
        name = target.removeprefix('rest:')
        lines = self.left.pop(name) if target != name else self.lines_of(target, own)
        if 'take' in own:
            self.left[name] = lines
            lines = itertools.islice(lines, int(own['take']))
        stray = int(own.get('stray', self.options.get('stray', '0')))
        inserts = []
        for part in filter(None, own.get('ins', '').split(';')):
            after, _, ref = part.partition(':')
            ref, _, room = ref.partition('@')
            inserts.append((int(after), ref, float(room or 99)))
        columns = [int(n) for n in own.get('col', '').split(',') if n]
        column = columns.pop(0) if columns else ENDLESS
        repeat = column
        if self.out and not own.get('tight'):
            self.newline()
        if own.get('lead'):
            self.out.append((' ', None))
        count, in_column = 0, 0
        for line, apart in lines:
            if apart and self.out[-2:] != [('\n', None)] * 2:
                self.newline()
            self.out += line
            self.newline()
            count, in_column = count + 1, in_column + 1
            if in_column >= column:
                self.newline()
                in_column, column = 0, columns.pop(0) if columns else repeat
            elif stray and self.dice.random() * 100 < stray:
                self.newline()
            for insert in [i for i in inserts if count >= i[0]]:
                inserts.remove(insert)
                self.set_inserted(*insert[1:])
        if inserts:
            raise SystemExit(f'never reached: {inserts} in "{spec}" of {count} lines')

    def run(self):
        """The page's text, and for each (article id, block) the offsets of its characters in it."""
        for spec in self.plan:
            self.set_line(spec)
        cut = [name for name, lines in self.left.items() if next(lines, None)]
        if cut:
            raise SystemExit(f'no rest: line for {cut}')
        found = {}
        for offset, (_, origin) in enumerate(self.out):
            if origin:
                found.setdefault(origin[:2], []).append((origin[2], offset))
        for ref, pairs in found.items():
            order = [index for index, _ in pairs]
            if order != sorted(set(order)):
                raise SystemExit(f'set twice: {ref}')
        every = [(a.id, b) for a in self.articles.values() for b in range(len(a.blocks))]
        missing = [ref for ref in every if ref not in found]
        if missing:
            raise SystemExit(f'never set: {missing}')
        text = ''.join(char for char, _ in self.out)
        return text, {ref: [offset for _, offset in pairs] for ref, pairs in found.items()}


# ---- records --------------------------------------------------------------

def ranges(offsets, source):
    """Offsets as half-open ranges; white space between two of them does not part a range."""
    out = []
    for offset in offsets:
        if out and offset >= out[-1][1] and all(map(is_space, source[out[-1][1]:offset])):
            out[-1][1] = offset + 1
        else:
            out.append([offset, offset + 1])
    return out


def record(issue, article, places, source):
    """One `article/1` record; every character is compared with the source."""
    blocks, entities, start = [], [], 0
    for number, block in enumerate(article.blocks):
        visible = [i for i, char in enumerate(block.text) if not is_space(char)]
        place = dict(zip(visible, places[article.id, number], strict=True))
        for index, offset in place.items():
            assert source[offset] == block.text[index], (article.id, number, index)
        blocks.append(dict(role=block.role, text=block.text, start=start,
                           end=start + len(block.text), source=ranges(place.values(), source)))
        for first, last, label in block.spans:
            offsets = [place[i] for i in range(first, last) if i in place]
            entities.append(dict(
                id=f'{article.id}-e{len(entities) + 1}', label=label, start=start + first,
                end=start + last, text=block.text[first:last], source=ranges(offsets, source),
                status='accepted', by='gold'))
        start += len(block.text) + 1
    return {
        'schema': 'article/1',
        'issue': dict(id=issue['id'], title=issue['title'], date=issue['date'],
                      page=int(issue['page'])),
        'id': article.id, 'kind': article.kind, 'blocks': blocks,
        'text': '\n'.join(block.text for block in article.blocks), 'entities': entities,
        'topics': [dict(code=f'medtop:{code}000000', status='accepted', by='gold')
                   for code in article.topics],
        'keywords': article.keywords,
    }


def check_cover(records, source):
    """Every visible character of the page belongs to exactly one block."""
    covered = [0] * len(source)
    for entry in records:
        for block in entry['blocks']:
            for start, end in block['source']:
                for offset in range(start, end):
                    covered[offset] += 1
    bad = ''.join(c for c, n in zip(source, covered) if not is_space(c) and n != 1)
    if bad:
        raise SystemExit(f'{len(bad)} characters not covered exactly once: {bad[:200]}')


def summary(records, source):
    labels = collections.Counter(e['label'] for r in records for e in r['entities'])
    kinds = collections.Counter(r['kind'] for r in records)
    visible = sum(not is_space(char) for char in source)
    return (f'{visible} characters, {len(records)} records {dict(kinds)}, '
            f'{labels.total()} entities { {label: labels[label] for label in LABELS} }')


def main():
    parser = argparse.ArgumentParser(description='Build an invented page and its gold from markup.')
    parser.add_argument('markup')
    parser.add_argument('-o', '--out', required=True, help='text of the page')
    parser.add_argument('-g', '--gold', required=True, help='article/1 records, one a line')
    args = parser.parse_args()
    page = parse(args.markup)
    source, places = Renderer(page).run()
    records = [record(page.issue, article, places, source) for article in page.articles]
    check_cover(records, source)
    with open(args.out, 'w', encoding='utf-8', newline='\n') as out:
        out.write(source)
    with open(args.gold, 'w', encoding='utf-8', newline='\n') as out:
        for entry in records:
            out.write(json.dumps(entry, ensure_ascii=False) + '\n')
    print(summary(records, source), file=sys.stderr)


if __name__ == '__main__':
    main()
