#!/usr/bin/env python3
"""Bad files for scripts/show.sh:  python3 scripts/make_bad.py DIR

Broken and hostile files of every kind that the program opens; nothing in them is from a real paper.
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
