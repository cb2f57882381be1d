#!/usr/bin/env python3
"""Rebuild fonts/ from published packages: the only way those files are made.

    pip install fonttools==4.60.1          # the cutting tool, pinned: its version is part of the result
    python3 scripts/make_fonts.py          # writes fonts/, checks the result, prints the hashes
    python3 scripts/make_fonts.py --check  # only checks what fonts/ holds

The packages are fetched with `npm pack` and `apt-get download` into --inputs (default: a temporary folder);
a file that already lies there is used instead, so the script runs without either tool. Every input must have
the hash written below. The same inputs and the same fonttools give the same bytes.
"""

import argparse
import bz2
import hashlib
import io
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

import fontTools
from fontTools import subset
from fontTools.ttLib import TTCollection, TTFont

FONTTOOLS = "4.60.1"
ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "fonts"

# file name -> (how to fetch it, sha256)
INPUTS = {
    "expo-google-fonts-noto-sans-sc-0.4.3.tgz": (
        ["npm", "pack", "--silent", "@expo-google-fonts/noto-sans-sc@0.4.3"],
        "0d69d0f4971d2ff574e3d93cbc218dc950bf3f3f8f8e2c008d97687ed53aee59",
    ),
    "expo-google-fonts-noto-serif-sc-0.4.3.tgz": (
        ["npm", "pack", "--silent", "@expo-google-fonts/noto-serif-sc@0.4.3"],
        "ff6bcf5ba68d92dfecc05544bb150f9e724741a932354a0dd97e7289c40a3f5e",
    ),
    "fonts-noto-cjk_1%3a20220127+repack1-1_all.deb": (
        ["apt-get", "download", "fonts-noto-cjk=1:20220127+repack1-1"],
        "4a2515eb6db3978b897fef9709ed0d2b1f4c6c4df4d83d6c4ef65f71f1b1f502",
    ),
    # Only for the check: the list of the 8105 standard characters is Unihan's kTGH.
    "unicode-data_15.0.0-1_all.deb": (
        ["apt-get", "download", "unicode-data=15.0.0-1"],
        "5efef23bbb1c6a133ecbdd63a2cfa07159ccacf5466a49e2426101c5ecd691fc",
    ),
}
SANS_TGZ, SERIF_TGZ, CJK_DEB, UCD_DEB = INPUTS

# Punctuation of Chinese print that has to stand one em wide.
FULL_WIDTH = "“”‘’—…·、。，：；！？《》〈〉「」『』【】（）〔〕"
# Characters of personal names and elements that poorer fonts lack.
NAMES = "镕珺喆堃翀赟旸昇淏玥䶮㛃㭎䥑𫖮𬭎𫟹𬍛𪩘𫓧𬬻𠅤𩽾𩾌𫚉鿍鿎〇"


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def fetch(folder: Path) -> dict[str, bytes]:
    """Every input by its file name; ends the program when one is not the one we know."""
    found = {}
    for name, (command, wanted) in INPUTS.items():
        path = folder / name
        if not path.exists():
            print("fetch:", " ".join(command), flush=True)
            subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
        data = path.read_bytes()
        if sha256(data) != wanted:
            sys.exit(f"{name}: sha256 is {sha256(data)}, expected {wanted}")
        found[name] = data
    return found


def npm_file(tgz: bytes, name: str) -> bytes:
    with tarfile.open(fileobj=io.BytesIO(tgz)) as tar:
        return tar.extractfile("package/" + name).read()


def deb_file(deb: bytes, name: str, folder: Path) -> bytes:
    """One file of a Debian package: `ar` holds a compressed tar, which dpkg-deb unpacks for us."""
    path = folder / "package.deb"
    path.write_bytes(deb)
    tar = subprocess.run(["dpkg-deb", "--fsys-tarfile", str(path)], check=True, capture_output=True).stdout
    with tarfile.open(fileobj=io.BytesIO(tar)) as files:
        return files.extractfile("./" + name).read()


def codec_characters(codec: str, first: range, second: range) -> set[int]:
    """The code points of a two-byte encoding."""
    found = set()
    for lead in first:
        for trail in second:
            try:
                found.add(ord(bytes([lead, trail]).decode(codec)))
            except UnicodeDecodeError:
                pass
    return found


# Python's gb2312 codec reads A1A4 and A1AA as U+30FB and U+2015, everyone else as U+00B7 and U+2014: keep all four.
GB2312 = codec_characters("gb2312", range(0xA1, 0xFF), range(0xA1, 0xFF)) | {0x00B7, 0x2014}
GBK = codec_characters("gbk", range(0x81, 0xFF), range(0x40, 0xFF))
LATIN = set(range(0x20, 0x7F)) | set(range(0xA0, 0x100))


def is_han(code: int) -> bool:
    """Ideographs outside the block U+4E00–9FFF as well: extensions, compatibility ideographs."""
    return 0x3400 <= code <= 0x9FFF or 0xF900 <= code <= 0xFAFF or 0x20000 <= code <= 0x3FFFF


def widen(font: TTFont) -> TTFont:
    """Chinese forms of — and · for everybody.

    Both have them, but only for text that is marked as Chinese (feature locl), and our window cannot mark text:
    — would be 0.9 em wide and of western height, · of the serif a third of an em.
    So the code points are led straight to the glyphs of ― and ・, as locl does for —; two of the
    former still join into one unbroken stroke (feature ccmp).
    """
    best = font.getBestCmap()
    for table in font["cmap"].tables:
        if table.isUnicode() and table.format != 14:
            for code, model in ((0x2014, 0x2015), (0x00B7, 0x30FB)):
                table.cmap[code] = best[model]
    return font


def cut(font: TTFont, codes: set[int], features: list[str]) -> TTFont:
    options = subset.Options()
    options.layout_features = features
    options.drop_tables += ["BASE", "STAT", "vhea", "vmtx", "VORG"]  # we never set vertical text
    options.hinting = False
    options.name_IDs = ["*"]
    options.notdef_outline = True
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=codes)
    cutter.subset(font)
    return font


def saved(font: TTFont) -> bytes:
    font.recalcTimestamp = False  # the same bytes today and tomorrow
    buffer = io.BytesIO()
    font.save(buffer)
    return buffer.getvalue()


def rename(font: TTFont, family: str) -> None:
    """A cut font is a modified one: it gets a name of its own; copyright and licence stay as they are."""
    names = font["name"]
    postscript = family.replace(" ", "")
    new = {1: family, 2: "Regular", 3: postscript, 4: family, 6: postscript, 16: None, 17: None}
    for record in list(names.names):
        if record.nameID in new:
            text = new[record.nameID]
            if text is None:
                names.removeNames(nameID=record.nameID)
            else:
                record.string = text
    if "CFF " in font:
        cff = font["CFF "].cff
        cff.fontNames = [postscript]
        cff.topDictIndex[0].FullName = family
        cff.topDictIndex[0].FamilyName = family


def regular(source: bytes) -> bytes:
    """Every glyph of the original."""
    return saved(widen(TTFont(io.BytesIO(source), lazy=True)))


def bold(source: bytes, family: str) -> bytes:
    font = widen(TTFont(io.BytesIO(source), lazy=True))
    cut(font, GB2312 | LATIN, ["kern", "locl", "ccmp"])
    rename(font, family)
    return saved(font)


def rare(cjk: bytes, sans: bytes) -> bytes:
    """The ideographs that the whole family draws in the Chinese manner and that Regular leaves out."""
    known = set(TTFont(io.BytesIO(sans), lazy=True).getBestCmap())
    faces = TTCollection(io.BytesIO(cjk), lazy=True).fonts
    font = next(face for face in faces if face["name"].getDebugName(4) == "Noto Sans CJK SC")
    codes = {code for code in font.getBestCmap() if is_han(code) and code not in known}
    cut(font, codes, [])
    rename(font, "Zhupi Rare")
    return saved(font)


def licence(sans: bytes, serif: bytes) -> bytes:
    """Both packages carry the same licence under different copyright lines: all lines, then the text once."""
    sans_lines, serif_lines = (text.decode().splitlines() for text in (sans, serif))
    start = next(i for i, line in enumerate(sans_lines) if line.startswith("---"))
    head = [
        "Noto Sans SC and its cut, and Zhupi Rare (cut from Noto Sans CJK):",
        sans_lines[0],
        "",
        "Noto Serif SC and its cut:",
        serif_lines[0],
        "(c) 2017-2024 Adobe (http://www.adobe.com/).",
        "",
        "This Font Software is licensed under the SIL Open Font License, Version 1.1.",
        "This license is copied below, and is also available with a FAQ at:",
        "https://scripts.sil.org/OFL",
        "",
    ]
    return ("\n".join(head + [line.rstrip() for line in sans_lines[start:]]) + "\n").encode()


def build(inputs: dict[str, bytes], folder: Path) -> dict[str, bytes]:
    sans_tgz, serif_tgz = inputs[SANS_TGZ], inputs[SERIF_TGZ]
    sans = npm_file(sans_tgz, "400Regular/NotoSansSC_400Regular.ttf")
    serif = npm_file(serif_tgz, "400Regular/NotoSerifSC_400Regular.ttf")
    cjk = deb_file(inputs[CJK_DEB], "usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", folder)
    return {
        "NotoSansSC-Regular.ttf": regular(sans),
        "NotoSansSC-Bold-GB2312.ttf": bold(
            npm_file(sans_tgz, "700Bold/NotoSansSC_700Bold.ttf"), "Noto Sans SC Bold GB2312"
        ),
        "NotoSerifSC-Regular.ttf": regular(serif),
        "NotoSerifSC-Bold-GB2312.ttf": bold(
            npm_file(serif_tgz, "700Bold/NotoSerifSC_700Bold.ttf"), "Noto Serif SC Bold GB2312"
        ),
        "ZhupiRare.otf": rare(cjk, sans),
        "OFL.txt": licence(npm_file(sans_tgz, "LICENSE_FONT"), npm_file(serif_tgz, "LICENSE_FONT")),
    }


def standard_characters(unicode_data: bytes, folder: Path) -> set[int]:
    """The 8105 characters of 通用规范汉字表."""
    text = bz2.decompress(deb_file(unicode_data, "usr/share/unicode/Unihan_OtherMappings.txt.bz2", folder))
    rows = (line.split("\t") for line in text.decode().splitlines() if "\tkTGH\t" in line and line[0] == "U")
    return {int(code[2:], 16) for code, _, _ in rows}


def check(standard: set[int]) -> bool:
    """What fonts/ must be able to show; prints every character that it cannot."""
    fonts = {path.stem: TTFont(path, lazy=True) for path in sorted(OUT.glob("*.[ot]tf"))}
    maps = {name: font.getBestCmap() for name, font in fonts.items()}
    # No collection, no variable font: one face a file, as the text engine is given it.
    good = len(standard) == 8105 and not any("fvar" in font for font in fonts.values())

    def missing(what: str, wanted: set[int], allowed: int, *names: str) -> None:
        nonlocal good
        have = set().union(*(maps[name] for name in names))
        lost = sorted(wanted - have)
        good = good and len(lost) <= allowed
        shown = " ".join(f"U+{code:04X}{chr(code)}" for code in lost) or "none"
        print(f"{'+'.join(names)}: {what}: {len(wanted)} wanted, missing {shown}")

    names = {ord(char) for char in NAMES}
    for family in ("Sans", "Serif"):
        plain, heavy = f"Noto{family}SC-Regular", f"Noto{family}SC-Bold-GB2312"
        missing("GB2312 and Latin-1", GB2312 | LATIN, 0, plain)
        missing("GB2312 and Latin-1", GB2312 | LATIN, 0, heavy)
        missing("GBK", GBK, 1, plain)
        missing("standard characters", standard, 0, plain)
        missing("names", names, 0, plain, "ZhupiRare")
        for name in (plain, heavy):
            em, widths = fonts[name]["head"].unitsPerEm, fonts[name]["hmtx"]
            narrow = [char for char in FULL_WIDTH if widths[maps[name][ord(char)]][0] != em]
            good = good and not narrow
            print(f"{name}: full-width punctuation: not one em wide: {''.join(narrow) or 'none'}")
    return good


def main() -> None:
    parser = argparse.ArgumentParser(description="Rebuild fonts/ from published packages.")
    parser.add_argument("--inputs", type=Path, help="folder with the packages, or to keep them in")
    parser.add_argument("--check", action="store_true", help="write nothing, only check fonts/")
    arguments = parser.parse_args()
    if fontTools.version != FONTTOOLS:
        sys.exit(f"fonttools is {fontTools.version}; needed: pip install fonttools=={FONTTOOLS}")
    with tempfile.TemporaryDirectory() as temporary:
        folder = (arguments.inputs or Path(temporary)).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        inputs = fetch(folder)
        if not arguments.check:
            for name, data in build(inputs, Path(temporary)).items():
                (OUT / name).write_bytes(data)
        good = check(standard_characters(inputs[UCD_DEB], Path(temporary)))
    for path in sorted(OUT.glob("*")):
        if path.suffix in (".ttf", ".otf", ".txt"):
            print(f"{sha256(path.read_bytes())}  {path.stat().st_size:>9}  {path.relative_to(ROOT)}")
    if not good:
        sys.exit("fonts/ is not what it must be: see above")


if __name__ == "__main__":
    main()
