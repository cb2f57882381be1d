#!/usr/bin/env python3
"""Reads the corpus as a second reader would: says where its marks contradict each other or the guidelines.

    python3 scripts/check_corpus.py [PAGE…] [--table] [--foreign GOLD…]

Without PAGE all of assets/corpus/. Each page is built (`scripts/gold.py`), so that its layout plan sets every block
exactly once, then read for: a text marked here and bare there; one text with two labels; dates and 《》 that are
bare; marks that begin or end with a mark of punctuation; topics without their parent; numbers of topics and keywords;
relations whose ends are not marks of the block before. `--table` prints what the corpus holds. `--foreign` names gold
files whose local names must not occur. Exit code 1 where something must be mended ('!'); a '?' is to be looked at.
"""
import argparse
import collections
import json
import pathlib
import re
import sys

import gold

CORPUS = pathlib.Path(__file__).parent.parent / 'assets/corpus'
LEVELS = CORPUS.parent / 'taxonomies/mediatopics-levels-1-2.tsv'
DATE = re.compile(r'(?:\d{4}年|\d{1,2}月\d{1,2}日|\d{1,2}月(?:上|中|下)旬|去年|今年|昨日|昨天|明年|前年)')
EDGES = '“”‘’《》（）()，。、；：？！ 　'
WHOLE_WORLD = set('北京 上海 天津 中国 全国 中央 新华社 国务院 党中央 十四五 十三五 春节 全国两会 习近平 总书记 党的二十大 记者 通讯员'.split())


def parse_extra(path):
    """Second-level topics by article and relations by (article, block)."""
    subs, relations, article, block, lines = {}, [], None, -1, 0
    for number, line in enumerate(open(path, encoding='utf-8'), 1):
        line = line.rstrip('\n')
        if line.startswith('@article '):
            head = gold.fields(line[9:])
            article, block = head['id'], -1
            subs[article] = [code.strip() for code in head.get('sub', '').split(',') if code.strip()]
        elif gold.BLOCK_LINE.match(line):
            block += 1
        elif line.startswith('%'):
            relations.append((number, article, block, [part.strip() for part in line[1:].split('<')]))
    return subs, relations


class Reader:
    def __init__(self, path):
        self.path, self.said, self.bad = path, [], 0

    def say(self, sign, what):
        self.bad += sign == '!'
        self.said.append(f'{sign} {self.path.name}: {what}')

    def read(self):
        try:
            self.page = gold.parse(self.path)
            source, places = gold.Renderer(self.page).run()
            self.records = [gold.record(self.page.issue, a, places, source) for a in self.page.articles]
            gold.check_cover(self.records, source)
        except (SystemExit, AssertionError, KeyError, IndexError, ValueError) as error:
            self.say('!', f'does not build: {error!r}')
            return self
        self.source = source
        self.marks()
        self.heads()
        return self

    def blocks(self):
        for article in self.page.articles:
            if article.kind != 'furniture':
                for number, block in enumerate(article.blocks):
                    yield article, number, block

    def marks(self):
        labels = collections.defaultdict(collections.Counter)
        for _, _, block in self.blocks():
            for start, end, label in block.spans:
                labels[block.text[start:end]][label] += 1
        for text, counts in labels.items():
            if len(counts) > 1 and not set(counts) <= {'ORG', 'LOC'}:
                self.say('?', f'two labels: {text} {dict(counts)}')
        for article in self.page.articles:
            for block in article.blocks:
                if article.kind == 'furniture' and block.spans:
                    self.say('!', f'{article.id}: furniture carries no marks')
        for article, number, block in self.blocks():
            where = f'{article.id}.{number}'
            covered = [False] * len(block.text)
            for start, end, _ in block.spans:
                text = block.text[start:end]
                covered[start:end] = [True] * (end - start)
                pairs = (text.count('“') == text.count('”') and text.count('（') == text.count('）')
                         and text.count('《') == text.count('》'))
                if not pairs or (text[0] in EDGES or text[-1] in EDGES) and not (text[0] == '“' or text[-1] in '”）'):
                    self.say('?', f'{where}: edge of {text}')
            for text in labels:
                if len(text) < 2:
                    continue
                for match in re.finditer(re.escape(text), block.text):
                    if not any(covered[match.start():match.end()]):
                        around = block.text[max(0, match.start() - 6):match.end() + 6]
                        self.say('?', f'{where}: {text} ({"/".join(labels[text])}) bare in …{around}…')
            for match in DATE.finditer(block.text):
                if not any(covered[match.start():match.end()]):
                    around = block.text[max(0, match.start() - 6):match.end() + 6]
                    self.say('?', f'{where}: date bare in …{around}…')
            for match in re.finditer(r'《([^》]+)》', block.text):
                if not covered[match.start() + 1]:
                    self.say('?', f'{where}: {match.group(0)} bare')

    def heads(self):
        subs, relations = parse_extra(self.path)
        for article in self.page.articles:
            topics = len(article.topics)
            if article.kind in ('article', 'quote') and not 1 <= topics <= 2:
                self.say('!', f'{article.id}: {topics} topics')
            if article.kind in ('teaser', 'furniture') and topics:
                self.say('!', f'{article.id}: a {article.kind} has no topics')
            if article.kind == 'article' and not 3 <= len(article.keywords) <= 8:
                self.say('!', f'{article.id}: {len(article.keywords)} keywords')
            for code in subs.get(article.id, []):
                if not SECOND.get(code) or SECOND[code] not in article.topics:
                    self.say('!', f'{article.id}: second-level topic {code} is not under {article.topics}')
        articles = {a.id: a for a in self.page.articles}
        for number, article, block, ends in relations:
            marks = collections.defaultdict(set)
            for start, end, label in articles[article].blocks[block].spans:
                marks[articles[article].blocks[block].text[start:end]].add(label)
            wanted = [{'PER'}, {'TITLE'}, {'ORG', 'LOC'}]
            ends = [re.sub(r'#\d+$', '', end) for end in ends]
            if len(ends) not in (2, 3) or any(not marks[e] & w for e, w in zip(ends, wanted)):
                self.say('!', f'line {number}: relation {" < ".join(ends)} is not between marks of the block before')


def second_levels():
    """Second-level code of Media Topics -> its parent's two digits."""
    rows = [row.split('\t') for row in LEVELS.read_text(encoding='utf-8').splitlines()[1:]]
    return {code.removeprefix('medtop:'): parent.removeprefix('medtop:')[:2]
            for level, code, parent, _ in rows if level == '2'}


SECOND = second_levels()


def table(readers):
    total = collections.Counter()
    print('%-22s %8s %6s %6s  %s' % ('page', 'articles', 'chars', 'marks', 'PER ORG LOC TIME TITLE EVENT WORK TERM'))
    topics = collections.Counter()
    for reader in readers:
        if not hasattr(reader, 'records'):
            continue
        labels = collections.Counter(e['label'] for r in reader.records for e in r['entities'])
        articles = sum(r['kind'] == 'article' for r in reader.records)
        chars = sum(len(r['text']) for r in reader.records)
        topics.update(c for a in reader.page.articles for c in a.topics)
        print('%-22s %8d %6d %6d  %s' % (reader.path.stem, articles, chars, sum(labels.values()),
                                         ' '.join(str(labels[l]) for l in gold.LABELS)))
        total.update(articles=articles, chars=chars, marks=sum(labels.values()), **labels)
    print('%-22s %8d %6d %6d  %s' % ('all', total['articles'], total['chars'], total['marks'],
                                     ' '.join(str(total[l]) for l in gold.LABELS)))
    print('topics', ' '.join(f'{c}:{n}' for c, n in sorted(topics.items())))


def foreign(readers, paths):
    names = set()
    for path in paths:
        for line in open(path, encoding='utf-8'):
            names |= {e['text'] for e in json.loads(line)['entities'] if e['label'] != 'TIME' and len(e['text']) > 2}
    for reader in readers:
        text = ''.join(b.text + '\n' for _, _, b in reader.blocks())
        for name in sorted(names - WHOLE_WORLD):
            if name in text:
                reader.say('?', f'{name} is also on {", ".join(map(str, paths))[:40]}…')


def main():
    parser = argparse.ArgumentParser(description='Check the corpus.')
    parser.add_argument('pages', nargs='*', type=pathlib.Path)
    parser.add_argument('--table', action='store_true')
    parser.add_argument('--foreign', nargs='*', default=[])
    args = parser.parse_args()
    paths = args.pages or sorted(CORPUS.glob('*.txt'))
    readers = [Reader(path).read() for path in paths]
    if args.foreign:
        foreign([r for r in readers if hasattr(r, 'records')], args.foreign)
    for reader in readers:
        for line in reader.said:
            print(line)
    if args.table:
        table(readers)
    sys.exit(any(reader.bad for reader in readers))


if __name__ == '__main__':
    main()
