"""Newspaper pages as PDF files, set anew from the invented pages of this repository.

    python3 -m venv VENV && VENV/bin/pip install typst reportlab fonttools pikepdf     (and Debian's chromium)
    VENV/bin/python scripts/make_pdfs.py            the committed set, into tests/data/pdf
    VENV/bin/python scripts/make_pdfs.py --all DIR  every page in every layout, for measuring

A page is read from its gold (`article/1` records), so nothing is written here that the gold does not have. Three
layouts are set with typst, three with Chromium, one with reportlab (predefined CMaps, fonts not embedded), one by hand
(GBK-EUC-H), and one Chromium page loses its ToUnicode maps. See tests/data/pdf/README.md for what each is made for.
"""
import argparse
import html
import json
import math
import pathlib
import random
import re
import subprocess
import tempfile

from fontTools.ttLib import TTFont

ROOT = pathlib.Path(__file__).resolve().parent.parent
FONTS = ROOT / 'fonts'
FACES = {
    'serif': ('Noto Serif SC', 'regular', 'NotoSerifSC-Regular.ttf'),
    'sans': ('Noto Sans SC', 'regular', 'NotoSansSC-Regular.ttf'),
}
PAGES = {
    'dev1': 'tests/data/eval/dev1-gold.jsonl',
    'dev2': 'tests/data/eval/dev2-gold.jsonl',
    'page-a': 'tests/data/pages/page-a-gold.jsonl',
    'page-b': 'tests/data/pages/page-b-gold.jsonl',
    'page-c': 'tests/data/pages/page-c-gold.jsonl',
    'page-d': 'tests/data/pages/page-d-gold.jsonl',
    'page-e': 'tests/data/pages/page-e-gold.jsonl',
    'page-f': 'tests/data/pages/page-f-gold.jsonl',
    'page-g': 'tests/data/pages/page-g-gold.jsonl',
    'page-h': 'tests/data/pages/page-h-gold.jsonl',
    'page-i': 'tests/data/pages/page-i-gold.jsonl',
    'sample': 'tests/data/pages/sample-gold.jsonl',
}
HEADS = ('kicker', 'headline', 'subheadline')
NO_START = '，。、；：？！”’）》】」』…—％%·～)'
NO_END = '“‘（《【「『('


def load(page):
    """The page's records: dicts with id, kind and blocks of (role, text)."""
    records = []
    for line in open(ROOT / PAGES[page], encoding='utf-8'):
        entry = json.loads(line)
        blocks = [(block['role'], block['text']) for block in entry['blocks']]
        records.append(dict(id=entry['id'], kind=entry['kind'], blocks=blocks))
    return records


def heads(entry):
    return [block for block in entry['blocks'] if block[0] in HEADS]


def body(entry):
    return [block for block in entry['blocks'] if block[0] not in HEADS]


def paragraphs(entry):
    """Body blocks with what stands in one line joined: a dateline leads its paragraph, a name in brackets ends one."""
    out = []
    for role, text in body(entry):
        before = out[-1] if out else ('', '')
        led = before[0] == 'dateline' and role == 'paragraph'
        signed = role == 'byline' and text[0] in '（(' and before[0] in ('paragraph', 'dateline')
        if led or signed:
            out[-1] = ('paragraph' if led else before[0], before[1] + text)
        else:
            out.append((role, text))
    return out


# ---- typst: every line is broken and placed here ---------------------------

class Metrics:
    def __init__(self, face):
        font = TTFont(FONTS / FACES[face][2])
        self.cmap, self.advance = font.getBestCmap(), font['hmtx']
        self.em = font['head'].unitsPerEm

    def width(self, char):
        name = self.cmap.get(ord(char))
        return self.advance[name][0] / self.em if name else 1.0


def wrap(text, width, metrics, indent=0.0):
    """Lines of at most `width` em, with the usual rules for what may begin and end one."""
    tokens = re.findall(r'[0-9A-Za-z.+:/@_%\-]+|.', text)
    lines, line, room = [], '', width - indent
    for token in tokens:
        need = sum(map(metrics.width, token))
        if line and need > room + 1e-6 and token not in NO_START:
            carry = ''
            while line and line[-1] in NO_END:
                carry, line = line[-1] + carry, line[:-1]
            lines.append(line)
            line, room = carry, width - sum(map(metrics.width, carry))
            if token == ' ':
                continue
        line, room = line + token, room - need
    return lines + [line] if line else lines


class Sheet:
    """A page of absolutely placed lines, rules, boxes and pictures; points, y downwards."""

    def __init__(self, width, height, body_face='serif', size=10.0, leading=15.0):
        self.width, self.height, self.face, self.size, self.leading = width, height, body_face, size, leading
        self.out, self.metrics = [], {face: Metrics(face) for face in FACES}

    def text(self, x, y, line, size, face=None, justify=None):
        family = FACES[face or self.face][0]
        quoted = line.replace('\\', '\\\\').replace('"', '\\"')
        inner = f'text(font:"{family}",size:{size}pt,"{quoted}")'
        if justify:
            inner = f'box(width:{justify:.2f}pt,{inner}+linebreak(justify:true))'
        self.out.append(f'#place(top+left,dx:{x:.2f}pt,dy:{y:.2f}pt,{inner})')

    def rule(self, x0, y0, x1, y1):
        self.out.append(f'#place(top+left,line(start:({x0}pt,{y0}pt),end:({x1}pt,{y1}pt),stroke:0.6pt))')

    def box(self, x, y, w, h, fill=None):
        paint = f'fill:{fill}' if fill else 'stroke:0.8pt'
        self.out.append(f'#place(top+left,dx:{x}pt,dy:{y}pt,rect(width:{w}pt,height:{h}pt,{paint}))')

    def lines(self, entry, width, roles=None):
        """(text, indent in points, justified) of an article's body set to `width` points."""
        out = []
        for role, text in paragraphs(entry):
            if roles and role not in roles:
                continue
            indent = 2.0 if role in ('paragraph', 'quote') else 0.0
            lines = wrap(text, width / self.size, self.metrics[self.face], indent)
            for n, line in enumerate(lines):
                left = indent * self.size if n == 0 else 0.0
                # A line that holds one more mark than fits stays as it is.
                fits = sum(map(self.metrics[self.face].width, line)) * self.size <= width - left + 0.01
                out.append((line, left, n + 1 < len(lines) and fits))
        return out

    def flow(self, lines, frames):
        """Sets lines into frames (x, y, w, rows); the last frame takes what is left."""
        frames, count = list(frames), 0
        x, y, w, rows = frames.pop(0)
        for text, indent, full in lines:
            if count >= rows and frames:
                (x, y, w, rows), count = frames.pop(0), 0
            self.text(x + indent, y + count * self.leading, text, self.size,
                      justify=w - indent if full else None)
            count += 1
        return y + count * self.leading

    def heading(self, entry, x, y, w, scale=2.2, face='sans'):
        """Kicker, headline and subheadline over `w` points; the y below them."""
        for role, text in heads(entry):
            size = round(self.size * {'kicker': 1.3, 'headline': scale, 'subheadline': 1.45}[role], 1)
            for line in wrap(text, w / size, self.metrics[face]):
                self.text(x, y, line, size, face)
                y += size * 1.35
        return y + 4 if heads(entry) else y

    def module(self, entry, x, y, w, count, gutter=16.0, scale=2.2, face='sans'):
        """An article as headline over even columns; the y below it."""
        top = self.heading(entry, x, y, w, scale, face)
        width = (w - gutter * (count - 1)) / count
        lines = self.lines(entry, width)
        rows = max(1, math.ceil(len(lines) / count))
        self.flow(lines, [(x + n * (width + gutter), top, width, rows) for n in range(count)])
        return top + rows * self.leading

    def furniture(self, records, y):
        """Masthead large, everything else small; the y below."""
        margin, first = 40.0, True
        for entry in records:
            if entry['kind'] != 'furniture':
                continue
            for _, text in entry['blocks']:
                size = 36.0 if first else 9.0
                for line in wrap(text, (self.width - 2 * margin) / size, self.metrics['serif']):
                    self.text(margin, y, line, size, 'serif')
                    y += size * 1.5
                first = False
        self.rule(margin, y, self.width - margin, y)
        return y + 10

    def save(self, path):
        source = (f'#set page(width:{self.width}pt,height:{self.height}pt,margin:0pt)\n'
                  '#set text(lang:"zh",region:"cn",top-edge:"ascender",cjk-latin-spacing:none)\n' + '\n'.join(self.out))
        import typst
        typst.compile(source.encode(), output=str(path), font_paths=[str(FONTS)])


def small(entry):
    return entry['kind'] != 'article' or sum(len(text) for _, text in body(entry)) < 220


def typst_bands(records, path):
    """One article below the other, each over the whole width in four columns, rules between them."""
    sheet = Sheet(1105.0, 2600.0)
    y = sheet.furniture(records, 24.0)
    for entry in (e for e in records if e['kind'] != 'furniture'):
        count = 2 if small(entry) else 4
        y = sheet.module(entry, 40.0, y, 1025.0 if count == 4 else 500.0, count) + 12
        sheet.rule(40.0, y, 1065.0, y)
        y += 12
    sheet.height = y + 20
    sheet.save(path)


def typst_mosaic(records, path):
    """Articles side by side in bands of unequal widths, a picture with its caption, notices in boxes."""
    sheet = Sheet(1105.0, 3000.0, size=9.5, leading=14.0)
    y = sheet.furniture(records, 24.0)
    large = [e for e in records if e['kind'] != 'furniture' and not small(e)]
    rest = [e for e in records if e['kind'] != 'furniture' and small(e)]
    splits = [(5, 3), (4, 4), (3, 5)]
    while large:
        pair, large = large[:2], large[2:]
        parts = splits[len(large) % 3]
        x, bottom, unit = 40.0, y, (1025.0 - 28.0) / 8
        for entry, part in zip(pair, parts):
            w = unit * part
            at = y
            captions = [text for role, text in entry['blocks'] if role == 'caption']
            if captions:
                sheet.box(x, at, w, 90, 'luma(200)')
                at += 96
                for text in captions:
                    for line in wrap(text, w / 8.5, sheet.metrics['sans']):
                        sheet.text(x, at, line, 8.5, 'sans')
                        at += 12
                at += 8
            without = dict(entry, blocks=[b for b in entry['blocks'] if b[0] != 'caption'])
            bottom = max(bottom, sheet.module(without, x, at, w, max(2, part - 1), scale=2.0 + 0.3 * (part % 3)))
            x += w + 28.0
        if len(pair) == 2:
            middle = 40.0 + unit * parts[0] + 14.0
            sheet.rule(middle, y, middle, bottom)
        y = bottom + 22
    x, top, bottom = 40.0, y, y
    for n, entry in enumerate(rest):
        if n % 3 == 0:
            x, top = 40.0, bottom + 16
        end = sheet.module(entry, x + 8, top + 8, 310.0, 1, scale=1.5)
        sheet.box(x, top, 326.0, end - top + 8)
        x, bottom = x + 345.0, max(bottom, end + 8)
    sheet.height = bottom + 30
    sheet.save(path)


def typst_dense(records, path):
    """No rules. The last column rises beside the headline; headlines come after all bodies in the file; one headline
    stands upright; a pull quote interrupts a column; wide letter spacing in some headlines."""
    sheet = Sheet(820.0, 4000.0, body_face='serif', size=10.5, leading=15.5)
    y = sheet.furniture(records, 20.0)
    late, upright, quotes = [], True, [e for e in records if e['kind'] == 'quote']
    for n, entry in enumerate(e for e in records if e['kind'] not in ('furniture', 'quote')):
        w, gutter = 740.0, 15.0
        width = (w - 2 * gutter) / 3
        columns = [40.0 + k * (width + gutter) for k in range(3)]
        lines = sheet.lines(entry, width)
        headline = ''.join(text for _, text in heads(entry))
        if upright and len(heads(entry)) == 1 and 6 <= len(headline) <= 16 and len(lines) > 45 and n > 0:
            upright = False
            size, rows = 22.0, math.ceil(len(lines) / 3 * 1.08)
            narrow = (w - 50 - 2 * gutter) / 3
            lines = sheet.lines(entry, narrow)
            rows = math.ceil(len(lines) / 3)
            for k, char in enumerate(c for c in headline if c != ' '):
                late.append((46.0, y + 4 + k * size * 1.12, char, size, 'sans'))
            sheet.flow(lines, [(90.0 + k * (narrow + gutter), y, narrow, rows) for k in range(3)])
            y += max(rows * sheet.leading, len(headline) * size * 1.12) + 24
            continue
        if len(lines) < 24 or not heads(entry):
            y = sheet.module(entry, 40.0, y, 740.0, 2 if len(lines) > 4 else 1, scale=1.7) + 24
            continue
        span, at = 2 * width + gutter, y
        for role, text in heads(entry):
            size = 10.5 * {'kicker': 1.25, 'headline': 2.3, 'subheadline': 1.4}[role]
            for line in wrap(text, span / size, sheet.metrics['sans']):
                late.append((columns[0], at, line, round(size, 1), 'sans'))
                at += size * 1.35
        lift = math.floor((at + 4 - y) / sheet.leading)
        quote = quotes.pop(0) if quotes and len(lines) > 60 else None
        hole = 0
        if quote:
            inner = sheet.lines(quote, width - 30)
            hole = len(inner) + 3
        total = len(lines) + hole
        rows = math.ceil((total - lift) / 3)
        top = y + lift * sheet.leading + sheet.leading
        half = rows // 2
        frames = [(columns[0], top, width, rows)]
        if quote:
            frames += [(columns[1], top, width, half),
                       (columns[1], top + (half + hole) * sheet.leading, width, rows - half - hole)]
            sheet.rule(columns[1] + 4, top + (half + 0.6) * sheet.leading, columns[1] + width - 4,
                       top + (half + 0.6) * sheet.leading)
            base = top + (half + 1) * sheet.leading
            for k, (text, indent, _) in enumerate(sheet.lines(quote, width - 30)):
                sheet.text(columns[1] + 15 + indent, base + k * sheet.leading, text, 10.5, 'sans')
            for k, (_, text) in enumerate(heads(quote)):
                late.append((columns[1] + 15, base - 4 + (len(inner) + k) * sheet.leading, text, 12.0, 'sans'))
            under = top + (half + hole - 0.4) * sheet.leading
            sheet.rule(columns[1] + 4, under, columns[1] + width - 4, under)
        else:
            frames.append((columns[1], top, width, rows))
        frames.append((columns[2], top - lift * sheet.leading, width, rows + lift))
        sheet.flow(lines, frames)
        y = top + rows * sheet.leading + 30
    for entry in quotes:
        y = sheet.module(entry, 40.0, y, 300.0, 1, scale=1.6) + 24
    for x, top, line, size, face in late:
        sheet.text(x, top, line, size, face)
    sheet.height = y + 20
    sheet.save(path)



def picture(sheet, entry, x, y, w, tall=80.0):
    """A grey picture with the article's captions under it; the y below them."""
    texts = [text for role, text in entry['blocks'] if role == 'caption']
    if not texts:
        return y
    sheet.box(x, y, w, tall, 'luma(205)')
    y += tall + 5
    for text in texts:
        for line in wrap(text, w / 8.0, sheet.metrics['sans']):
            sheet.text(x, y, line, 8.0, 'sans')
            y += 11
    return y + 6


def typst_front(records, path):
    """A front page: the longest article under a centred headline over five columns with a picture set into the second and
    third, below it three columns of articles and a shaded sidebar of short pieces beside a rule. Sans body, justified."""
    sheet = Sheet(1000.0, 4000.0, body_face='sans', size=9.5, leading=14.0)
    y = sheet.furniture(records, 18.0)
    entries = [e for e in records if e['kind'] != 'furniture']
    length = lambda e: sum(len(text) for _, text in e['blocks'])
    lead = max((e for e in entries if e['kind'] == 'article' and heads(e)), key=length)
    side = [e for e in entries if e is not lead and small(e)]
    main = [e for e in entries if e is not lead and not small(e)]
    for role, text in heads(lead):
        size = {'kicker': 13.0, 'headline': 34.0, 'subheadline': 16.0}[role]
        for line in wrap(text, 900.0 / size, sheet.metrics['serif']):
            wide = sum(map(sheet.metrics['serif'].width, line)) * size
            sheet.text(500.0 - wide / 2, y, line, size, 'serif')
            y += size * 1.35
    y += 6
    width, gutter = (920.0 - 4 * 18.0) / 5, 18.0
    columns = [40.0 + n * (width + gutter) for n in range(5)]
    under = picture(sheet, lead, columns[1], y, 2 * width + gutter, 110.0)
    lines = sheet.lines(dict(lead, blocks=[b for b in lead['blocks'] if b[0] != 'caption']), width)
    hole = math.ceil((under - y) / sheet.leading) if under > y else 0
    rows = math.ceil((len(lines) + 2 * hole) / 5)
    sheet.flow(lines, [(x, y + (hole * sheet.leading if n in (1, 2) else 0), width,
                        rows - (hole if n in (1, 2) else 0)) for n, x in enumerate(columns)])
    y += rows * sheet.leading + 16
    sheet.rule(40.0, y, 960.0, y)
    top = y = y + 12
    for n, entry in enumerate(main):
        under = picture(sheet, entry, 40.0, y, 200.0) if n % 2 else y
        plain = dict(entry, blocks=[b for b in entry['blocks'] if n % 2 == 0 or b[0] != 'caption'])
        if under > y:
            y = max(under, sheet.module(plain, 260.0, y, 400.0, 2, gutter=14.0, scale=2.0, face='serif')) + 18
        else:
            y = sheet.module(plain, 40.0, y, 620.0, 3, gutter=14.0, scale=2.4, face='serif') + 18
    sheet.rule(675.0, top, 675.0, y)
    bottom = top
    for entry in side:
        sheet.box(690.0, bottom, 270.0, 1.0, 'luma(120)')
        bottom = sheet.module(entry, 698.0, bottom + 8, 254.0, 1, scale=1.6) + 12
    sheet.height = max(y, bottom) + 20
    sheet.save(path)


# ---- Chromium: the browser breaks lines and columns ------------------------

STYLE = '''@font-face{font-family:S;src:url(FONTS/NotoSerifSC-Regular.ttf)}
@font-face{font-family:H;src:url(FONTS/NotoSansSC-Regular.ttf)}
body{font:10pt/1.5 S;margin:0;widows:1;orphans:1}p{margin:0;text-indent:2em;text-align:justify}
h2,h3,h4{font-family:H;font-weight:normal;margin:2px 0}h2{font-size:22pt;line-height:1.25}
h3{font-size:13pt}h4{font-size:14pt}.by,.cap{font-family:H;text-indent:0}.cap{font-size:8.5pt}
.m{font-size:34pt;text-indent:0;line-height:1.3}.f{font-size:9pt;text-indent:0;text-align:left}
.pic{background:#ccc;height:90px}'''


def tags(entry):
    """The heading and the body of an article as HTML."""
    tag = dict(kicker='h3', headline='h2', subheadline='h4')
    top = ''.join(f'<{tag[r]}>{html.escape(t)}</{tag[r]}>' for r, t in heads(entry))
    name = dict(byline='by', caption='cap')
    rest = ''.join(f'<p class="{name.get(r, r)}">{html.escape(t)}</p>' for r, t in paragraphs(entry))
    return top, rest


def banner(records):
    blocks = [text for e in records if e['kind'] == 'furniture' for _, text in e['blocks']]
    return ''.join(f'<p class="{"f" if n else "m"}">{html.escape(text)}</p>' for n, text in enumerate(blocks)) + '<hr>'


def chromium(records, path, make, size):
    inner, style = make([e for e in records if e['kind'] != 'furniture'])
    page = (f'<!doctype html><meta charset=utf-8><style>@page{{size:{size};margin:10mm}}'
            f'{STYLE.replace("FONTS", FONTS.as_uri())}{style}</style>{banner(records)}{inner}')
    with tempfile.TemporaryDirectory() as folder:
        source = pathlib.Path(folder) / 'page.html'
        source.write_text(page, encoding='utf-8')
        subprocess.run(['chromium', '--headless', '--no-sandbox', '--disable-gpu', '--no-pdf-header-footer',
                        f'--user-data-dir={folder}/profile', f'--print-to-pdf={path}', source.as_uri()],
                       check=True, capture_output=True, timeout=120)


def columns_page(records):
    """One article below the other in CSS columns with rules between the columns."""
    out = []
    for entry in records:
        top, rest = tags(entry)
        out.append(f'<section>{top}<div class="{"c2" if small(entry) else "c4"}">{rest}</div></section>')
    return ''.join(out), ('.c4{columns:4;column-gap:16px;column-rule:1px solid #888}.c2{columns:2;column-gap:16px;'
                          'width:60%}section{margin:0 0 12px;break-inside:avoid}')


def grid_page(records):
    """Two articles side by side, bordered notices, pictures with captions."""
    out = []
    for n, entry in enumerate(records):
        top, rest = tags(entry)
        name = 'box' if small(entry) else 'art'
        rest = rest.replace('<p class="cap">', '<div class=pic></div><p class="cap">', 1)
        out.append(f'<section class={name}>{top}<div class=c>{rest}</div></section>')
    return ''.join(out), ('body{font-size:9.5pt}.art,.box{display:inline-block;vertical-align:top;'
                          'width:calc(50% - 20px);margin:0 8px 14px}.art .c{columns:3;column-gap:14px}'
                          '.box{border:1px solid #333;box-sizing:border-box;padding:6px}.box h2{font-size:15pt}')


def upright_page(records):
    """Upright headlines and asides in vertical writing, justified narrow columns."""
    out = []
    for n, entry in enumerate(records):
        top, rest = tags(entry)
        if entry['kind'] == 'quote':
            out.append(f'<aside>{top}{rest}</aside>')
        elif n % 3 == 1 and len(heads(entry)) == 1 and not small(entry):
            out.append(f'<section class=up><div class=v>{top}</div><div class=c>{rest}</div></section>')
        else:
            out.append(f'<section>{top}<div class=c>{rest}</div></section>')
    return ''.join(out), ('.c{columns:3;column-gap:15px}section{margin:0 0 16px;break-inside:avoid}.up{display:flex}'
                          '.v{writing-mode:vertical-rl;margin:0 14px 0 4px;max-height:420px}.up .c{flex:1}'
                          'aside{writing-mode:vertical-rl;height:230px;border:1px solid;padding:6px;'
                          'margin:0 0 14px}aside h2{font-size:15pt}')



def news_page(records):
    """A grid of twelve columns: articles of unequal width side by side, headlines by length and centred where wide, pictures
    floating in the text with their captions, short pieces on a tint without a frame, rules between rows only."""
    out, spans = [], [7, 5, 4, 8, 6, 6]
    wide = 0
    for entry in records:
        top, rest = tags(entry)
        size = sum(len(text) for _, text in body(entry))
        if small(entry):
            out.append(f'<section class="s4 tint">{top}<div>{rest}</div></section>')
            continue
        span = 12 if size > 900 else spans[wide % len(spans)]
        wide += span != 12
        captions = re.findall('<p class="cap">.*?</p>', rest)
        plain = re.sub('<p class="cap">.*?</p>', '', rest)
        figure = f'<figure><div class=pic></div>{"".join(captions)}</figure>' if captions else ''
        count = {12: 5, 8: 3, 7: 3, 6: 2, 5: 2, 4: 1}[span]
        out.append(f'<section class="s{span}"><div class="h{min(3, size // 300)}">{top}</div>'
                   f'<div style="columns:{count};column-gap:5mm">{figure}{plain}</div></section>')
    spans = ''.join(f'.s{n}{{grid-column:span {n}}}' for n in (4, 5, 6, 7, 8, 12))
    return '<main>' + ''.join(out) + '</main>', (
        'main{display:grid;grid-template-columns:repeat(12,1fr);column-gap:7mm;row-gap:6mm;align-items:start}'
        'section{border-top:1px solid #555;padding-top:2mm}.tint{background:#eee;padding:2mm;border:0}'
        'body{font-size:9pt;letter-spacing:.2px}.s12>div:first-child,.s8>div:first-child{text-align:center}'
        'figure{margin:0 0 2mm;break-inside:avoid}.h0 h2{font-size:16pt}.h1 h2{font-size:19pt}.h3 h2{font-size:27pt}'
        '.tint h2{font-size:14pt}h2{line-height:1.2}' + spans)


# ---- fonts that are not embedded -------------------------------------------

def plain_lines(records, width, metrics):
    """(size, line) of a page in one column."""
    out = []
    for entry in records:
        for role, text in heads(entry):
            out += [(18.0 if role == 'headline' else 13.0, line) for line in wrap(text, width / 18, metrics)]
        for role, text in paragraphs(entry):
            lines = wrap(text, width / 10, metrics, 2.0)
            out += [(10.0, ('\u3000\u3000' if n == 0 and role == 'paragraph' else '') + line)
                    for n, line in enumerate(lines)]
        out.append((10.0, ''))
    return out


def reportlab(records, path):
    """UniGB-UCS2-H with STSong-Light, several pages of two columns."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen import canvas
    pdfmetrics.registerFont(UnicodeCIDFont('STSong-Light'))
    sheet = canvas.Canvas(str(path), pagesize=(600, 800), invariant=1)
    x, y = 40, 760
    for size, line in plain_lines(records, 250.0, Metrics('serif')):
        if y < 50:
            x, y = (320, 760) if x == 40 else (40, 760)
            if x == 40:
                sheet.showPage()
        sheet.setFont('STSong-Light', size)
        sheet.drawString(x, y, line)
        y -= size * 1.45
    sheet.save()


def by_hand(records, path, cmap, encode, vertical=False):
    """One page with a SimSun that is not in the file, in a predefined CMap."""
    ops, x, y = [], 40.0, 760.0
    for size, line in plain_lines(records, 500.0, Metrics('serif'))[:50]:
        solid = line.strip('\u3000')
        indent = (len(line) - len(solid)) * size
        if solid:
            place = f'{560 - (760 - y):.1f} {760 - indent:.1f}' if vertical else f'{x + indent:.1f} {y:.1f}'
            ops.append(f'/F1 {size} Tf 1 0 0 1 {place} Tm <{encode(solid).hex()}> Tj')
        y -= size * 1.45
    stream = ('BT\n' + '\n'.join(ops) + '\nET').encode()
    name = cmap.encode()
    objects = [
        b'<</Type/Catalog/Pages 2 0 R>>', b'<</Type/Pages/Kids[3 0 R]/Count 1>>',
        b'<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>',
        b'<</Length %d>>stream\n' % len(stream) + stream + b'\nendstream',
        b'<</Type/Font/Subtype/Type0/BaseFont/SimSun-' + name + b'/Encoding/' + name + b'/DescendantFonts[6 0 R]>>',
        b'<</Type/Font/Subtype/CIDFontType0/BaseFont/SimSun/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)'
        b'/Supplement 2>>/DW 1000/FontDescriptor 7 0 R>>',
        b'<</Type/FontDescriptor/FontName/SimSun/Flags 4/FontBBox[0 -200 1000 900]/ItalicAngle 0/Ascent 880'
        b'/Descent -120/CapHeight 880/StemV 80>>']
    data, offsets = b'%PDF-1.4\n', []
    for number, item in enumerate(objects, 1):
        offsets.append(len(data))
        data += b'%d 0 obj\n' % number + item + b'\nendobj\n'
    start = len(data)
    data += b'xref\n0 %d\n0000000000 65535 f \n' % (len(objects) + 1)
    data += b''.join(b'%010d 00000 n \n' % offset for offset in offsets)
    data += b'trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n' % (len(objects) + 1, start)
    path.write_bytes(data)


def locked(records, path):
    """One headline that only the password opens."""
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen import canvas
    pdfmetrics.registerFont(UnicodeCIDFont('STSong-Light'))
    lock = StandardEncryption('zhupi', ownerPassword='owner', canPrint=0, strength=128)
    sheet = canvas.Canvas(str(path), pagesize=(600, 200), invariant=1, encrypt=lock)
    sheet.setFont('STSong-Light', 20)
    sheet.drawString(40, 100, next(text for e in records for role, text in e['blocks'] if role == 'headline'))
    sheet.save()


def packed(source, out):
    """The same page with its objects in object streams; locked with AES by a password; with AES that no password is needed
    for."""
    import pikepdf
    streams = dict(object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    with pikepdf.open(source) as pdf:
        pdf.save(out / 'packed.pdf', **streams)
    for name, user in (('aes', 'zhupi'), ('aes-open', '')):
        with pikepdf.open(source) as pdf:
            pdf.save(out / f'{name}.pdf', encryption=pikepdf.Encryption(owner='owner', user=user, R=6))


def blind(source, path):
    """The same file without ToUnicode maps: glyphs can be drawn but not read."""
    data = source.read_bytes()
    stripped = re.sub(rb'/ToUnicode \d+ \d+ R', lambda m: b' ' * len(m.group()), data)
    if stripped == data:
        raise SystemExit(f'{source} names no ToUnicode map')
    path.write_bytes(stripped)


LAYOUTS = {
    'bands': typst_bands,
    'mosaic': typst_mosaic,
    'dense': typst_dense,
    'columns': lambda r, p: chromium(r, p, columns_page, '390mm 900mm'),
    'grid': lambda r, p: chromium(r, p, grid_page, '390mm 1100mm'),
    'upright': lambda r, p: chromium(r, p, upright_page, '300mm 1200mm'),
    'front': typst_front,
    'news': lambda r, p: chromium(r, p, news_page, '380mm 680mm'),
    'ucs2': reportlab,
    'gbk': lambda r, p: by_hand(r, p, 'GBK-EUC-H', lambda s: s.encode('gbk')),
    'ucs2v': lambda r, p: by_hand(r, p, 'UniGB-UCS2-V', lambda s: s.encode('utf-16-be'), True),
}
SET = [('bands', 'dev1'), ('mosaic', 'dev2'), ('dense', 'dev1'), ('columns', 'dev2'), ('grid', 'dev1'),
       ('upright', 'dev2'), ('front', 'page-a'), ('news', 'page-b'), ('ucs2', 'page-b'), ('gbk', 'sample'), ('ucs2v', 'sample')]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('--all', metavar='DIR', type=pathlib.Path)
    parser.add_argument('--only', help='LAYOUT-PAGE')
    args = parser.parse_args()
    random.seed(1)
    out = args.all or ROOT / 'tests/data/pdf'
    out.mkdir(parents=True, exist_ok=True)
    every = [(layout, page) for layout in LAYOUTS for page in PAGES]
    if not args.all and not args.only:
        locked(load('sample'), out / 'locked.pdf')
    for layout, page in every if args.all else SET:
        path = out / f'{layout}-{page}.pdf'
        if args.only and args.only != path.stem:
            continue
        LAYOUTS[layout](load(page), path.resolve())
        print(path, path.stat().st_size)
        if layout == 'columns' and not args.only:
            blind(path, out / f'blind-{page}.pdf')
        if layout == 'ucs2v' and not args.only:
            packed(path, out)


if __name__ == '__main__':
    main()
