#!/usr/bin/env python3
"""Figures of page PDFs beside those of the same pages as text.

    python3 scripts/pdf_table.py target/release/zhupi tests/data/pdf/bands-dev1.pdf …

A PDF is named LAYOUT-PAGE.pdf. The page's gold is laid on the text of the PDF by `reanchor.py`, and `zhupi evaluate` compares:
same-article F1, headlines (one article each), paragraph boundaries F1, roles, kinds. `=` or `+` says that a figure is as good
as from text or better. The last column compares the visible characters with those of `pdftotext -raw`, each as often.
"""
import collections
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
FIGURES = (('same-article', ('segmentation', 'pairwise', 'f1')), ('headlines', ('headline', 'attachment_one_to_one')),
           ('paragraphs', ('paragraph_boundaries', 'f1')), ('roles', ('roles', 'accuracy')),
           ('kinds', ('roles', 'kind_accuracy')))


def scores(zhupi, gold, page):
    out = subprocess.run([zhupi, 'evaluate', str(gold), str(page), '--json'], capture_output=True, check=True, text=True)
    tree = json.loads(out.stdout)
    found = []
    for _, path in FIGURES:
        value = tree
        for key in path:
            value = value[key]
        found.append(value)
    return found


def of_page(name):
    folder = ROOT / 'tests/data' / ('eval' if name.startswith('dev') else 'pages')
    text = ROOT / 'assets/samples/page.txt' if name == 'sample' else folder / f'{name}.txt'
    return folder / f'{name}-gold.jsonl', text


def characters(text):
    return collections.Counter(c for c in text if not c.isspace() and c not in '\u200b\ufeff')


def beside_poppler(file, text):
    if not shutil.which('pdftotext'):
        return 'no pdftotext'
    raw = subprocess.run(['pdftotext', '-raw', str(file), '-'], capture_output=True, check=True).stdout.decode()
    ours, theirs = characters(text), characters(raw)
    return 'equal' if ours == theirs else f'{sum((ours - theirs).values())} differ'


def main():
    zhupi, files = sys.argv[1], [pathlib.Path(name) for name in sys.argv[2:]]
    print(f'{"PDF (beside it: from text)":24}' + ''.join(f'{name:>17}' for name, _ in FIGURES) + '   pdftotext')
    texts, worse = {}, 0
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        for file in files:
            layout, page = file.stem.split('-', 1)
            gold, text = of_page(page)
            if page not in texts:
                texts[page] = scores(zhupi, gold, text)
            subprocess.run([zhupi, 'text', str(file), '-o', str(folder / 'page.txt')], check=True, capture_output=True)
            subprocess.run([sys.executable, str(ROOT / 'scripts/reanchor.py'), str(gold), str(folder / 'page.txt'),
                            '-o', str(folder / 'gold.jsonl')], check=True, capture_output=True)
            cells = ''
            for here, there in zip(scores(zhupi, folder / 'gold.jsonl', file), texts[page]):
                mark = '=' if abs(here - there) < 5e-5 else '+' if here > there else '-'
                worse += mark == '-'
                cells += f'   {here:.4f} {there:.4f}{mark}'
            read = (folder / 'page.txt').read_text(encoding='utf-8')
            print(f'{file.stem:24}{cells}   {beside_poppler(file, read)}')
            (folder / 'page.txt').unlink()
    print(f'{worse} of {len(files) * len(FIGURES)} figures are lower than from text')


if __name__ == '__main__':
    main()
