#!/usr/bin/env python3
"""Bad files for scripts/show.sh, and one that is only long:  python3 scripts/make_bad.py DIR

Broken and hostile files of every kind that the program opens; nothing in them is from a real paper. `hundred.pdf` has a
hundred pages of some four thousand characters each, in a font that is not in the file.
"""
import pathlib
import struct
import sys
import zipfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
PAGE = '县里开会\n　　昨天上午，县里开会，部署今冬明春的农田水利工作。\n'


def many_pages(count):
    """A PDF of empty pages that share everything."""
    kids = ' '.join(f'{n + 3} 0 R' for n in range(count))
    out = [f'%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Count {count}'
           f'/Kids[{kids}]>>\nendobj\n']
    out += [f'{n + 3} 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>\nendobj\n' for n in range(count)]
    return ''.join(out + ['trailer\n<</Root 1 0 R>>\n']).encode()


def pdf(objects):
    """A file of these objects, by number; the first is the root."""
    out = b'%PDF-1.4\n' + b''.join(b'%d 0 obj\n' % n + data + b'\nendobj\n' for n, data in objects)
    return out + b'trailer\n<</Root 1 0 R>>\n%%EOF\n'


def long_pdf(count):
    """Pages of running text in five columns with a headline each, out of the invented pages."""
    texts = [path.read_text(encoding='utf-8') for path in sorted((ROOT / 'tests/data/pages').glob('page-?.txt'))]
    objects = [(1, b'<</Type/Catalog/Pages 2 0 R>>'),
               (2, b'<</Type/Pages/Count %d/MediaBox[0 0 1000 1500]/Resources<</Font<</F1 3 0 R>>>>/Kids[%s]>>'
                % (count, b' '.join(b'%d 0 R' % (10 + 2 * n) for n in range(count)))),
               (3, b'<</Type/Font/Subtype/Type0/BaseFont/SimSun/Encoding/UniGB-UCS2-H/DescendantFonts[4 0 R]>>'),
               (4, b'<</Type/Font/Subtype/CIDFontType0/BaseFont/SimSun/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)'
                b'/Supplement 2>>/DW 1000/FontDescriptor 5 0 R>>'),
               (5, b'<</Type/FontDescriptor/FontName/SimSun/Flags 4/FontBBox[0 -200 1000 900]/ItalicAngle 0/Ascent 880'
                b'/Descent -120/CapHeight 880/StemV 80>>')]
    for n in range(count):
        chars = ''.join(texts[n % len(texts)].split())[:4200]
        rows = [(24, 40, 1440, f'第{n + 1}版')]
        for k in range(0, len(chars), 18):
            column, row = divmod(k // 18, 47)
            rows.append((9, 40 + column * 185, 1400 - row * 14, chars[k:k + 18]))
        ops = ' '.join(f'/F1 {size} Tf 1 0 0 1 {x} {y} Tm <{text.encode("utf-16-be").hex()}> Tj'
                       for size, x, y, text in rows)
        stream = f'BT {ops} ET'.encode()
        objects.append((10 + 2 * n, b'<</Type/Page/Parent 2 0 R/Contents %d 0 R>>' % (11 + 2 * n)))
        objects.append((11 + 2 * n, b'<</Length %d>>stream\n' % len(stream) + stream + b'\nendstream'))
    return pdf(objects)


def archive(path, files):
    with zipfile.ZipFile(path, 'w', zipfile.ZIP_DEFLATED) as out:
        for info, data in files:
            out.writestr(info, data)


def main():
    out = pathlib.Path(sys.argv[1])
    pdfs = ROOT / 'tests/data/pdf'
    whole = (pdfs / 'dense-dev1.pdf').read_bytes()
    at = whole.rindex(b'startxref')
    (out / 'xref.pdf').write_bytes(whole[:at + 10] + b'9999' + whole[at + 14:])
    packed = (pdfs / 'packed.pdf').read_bytes()
    stream = packed.index(b'stream', packed.index(b'/ObjStm')) + 8
    (out / 'objects.pdf').write_bytes(packed[:stream + 40])
    (out / 'pages.pdf').write_bytes(many_pages(10_000))
    (out / 'hundred.pdf').write_bytes(long_pdf(100))
    archive(out / 'bomb.zip', [('页.txt', b' ' * (256 << 20))])
    archive(out / 'outside.zip', [('../../页.txt', PAGE)])
    archive(out / 'absolute.zip', [('/etc/页.txt', PAGE)])
    link = zipfile.ZipInfo('页.txt')
    link.create_system, link.external_attr = 3, 0o120777 << 16
    archive(out / 'link.zip', [(link, '/etc/passwd')])
    archive(out / 'claims.zip', [('页.txt', PAGE)])
    claims = bytearray((out / 'claims.zip').read_bytes())
    for mark, skip in ((b'PK\x03\x04', 22), (b'PK\x01\x02', 24)):
        struct.pack_into('<I', claims, claims.index(mark) + skip, 1_000_000_000)
    (out / 'claims.zip').write_bytes(claims)
    paragraph = '昨天上午，县里开会，部署今冬明春的农田水利工作，各镇乡负责人参加会议并发言。'
    (out / 'scripts.html').write_text(
        '<html><head><script>while(1){document.write("<p>脚本</p>")}</script></head><body onload="alert(1)">'
        f'<h1>县里开会</h1><p>{paragraph}</p><p>{paragraph}</p></body></html>', encoding='utf-8')
    (out / 'encoding.txt').write_bytes(PAGE.encode('gbk'))
    (out / 'line.txt').write_text('县' * (50_000_000 // 3), encoding='utf-8')
    (out / 'deep.json').write_text('[' * 1_000_000)


if __name__ == '__main__':
    main()
