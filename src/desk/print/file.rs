//! The file: a dozen kinds of objects, written in one order, so that the same pages give the same bytes.

use super::canvas::{Case, Sort};
use super::faces::{Faces, Font};
use super::flow::Pages;
use super::sheet::{HEIGHT, WIDTH};
use sha2::{Digest, Sha256};
use std::fmt::Write;
use subsetter::GlyphRemapper;

/// Objects one after the other.
struct Objects {
    bytes: Vec<u8>,
    /// Where each begins; the first has number 1.
    starts: Vec<usize>,
}

impl Objects {
    /// The number of the next object.
    fn next(&self) -> usize {
        self.starts.len() + 1
    }

    fn add(&mut self, body: &str) -> usize {
        self.add_bytes(body.as_bytes())
    }

    fn add_bytes(&mut self, body: &[u8]) -> usize {
        let number = self.next();
        self.starts.push(self.bytes.len());
        self.bytes.extend(format!("{number} 0 obj\n").bytes());
        self.bytes.extend(body);
        self.bytes.extend(b"\nendobj\n");
        number
    }

    fn stream(&mut self, more: &str, content: &[u8]) -> usize {
        let packed = miniz_oxide::deflate::compress_to_vec_zlib(content, 8);
        let mut body =
            format!("<</Length {}/Filter/FlateDecode{more}>>\nstream\n", packed.len()).into_bytes();
        body.extend(packed);
        body.extend(b"\nendstream");
        self.add_bytes(&body)
    }
}

/// A text as a PDF has it outside its pages.
fn text(text: &str) -> String {
    let units = text.encode_utf16().fold(String::new(), |mut hex, unit| {
        let _ = write!(hex, "{unit:04X}");
        hex
    });
    format!("<FEFF{units}>")
}

/// Puts pages and faces together; `None` where a face cannot be cut down to what is used of it.
pub fn write(pages: &Pages, faces: &Faces, title: &str) -> Option<Vec<u8>> {
    let mut objects = Objects { bytes: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n".to_vec(), starts: Vec::new() };
    let mut fonts = String::new();
    for (n, (case, font)) in pages.cases.iter().zip(&faces.fonts).enumerate() {
        if !case.sorts.is_empty() {
            let _ = write!(fonts, "/F{n} {} 0 R", add_font(&mut objects, case, font)?);
        }
    }
    let resources = objects.add(&format!("<</Font<<{fonts}>>>>"));
    let contents: Vec<usize> = pages.pages.iter().map(|page| objects.stream("", page.as_bytes())).collect();
    // The pages come one after the other, the tree behind them.
    let tree = objects.next() + contents.len();
    let mut kids = String::new();
    for content in contents {
        let page = objects.add(&format!(
            "<</Type/Page/Parent {tree} 0 R/MediaBox[0 0 {WIDTH} {HEIGHT}]\
             /Resources {resources} 0 R/Contents {content} 0 R>>"
        ));
        let _ = write!(kids, "{page} 0 R ");
    }
    objects.add(&format!("<</Type/Pages/Count {}/Kids[{}]>>", pages.pages.len(), kids.trim_end()));
    let catalog = objects.add(&format!(
        "<</Type/Catalog/Pages {tree} 0 R/Lang(zh-CN)/ViewerPreferences<</DisplayDocTitle true>>>>"
    ));
    let info = objects.add(&format!("<</Title {}/Creator {}>>", text(title), text("朱批")));
    Some(end(objects, catalog, info))
}

/// The table of places, and what a reader looks for first.
fn end(objects: Objects, catalog: usize, info: usize) -> Vec<u8> {
    let Objects { mut bytes, starts } = objects;
    let id = crate::text::hex(&Sha256::digest(&bytes)[..16]);
    let table = bytes.len();
    bytes.extend(format!("xref\n0 {}\n0000000000 65535 f \n", starts.len() + 1).bytes());
    for start in &starts {
        bytes.extend(format!("{start:010} 00000 n \n").bytes());
    }
    let trailer = format!(
        "trailer\n<</Size {}/Root {catalog} 0 R/Info {info} 0 R/ID[<{id}><{id}>]>>\n\
         startxref\n{table}\n%%EOF\n",
        starts.len() + 1
    );
    bytes.extend(trailer.bytes());
    bytes
}

/// A font with the glyphs that are used; returns the number of its object.
fn add_font(objects: &mut Objects, case: &Case, font: &Font) -> Option<usize> {
    let mut kept = GlyphRemapper::new();
    let glyphs: Vec<u16> = case.sorts.iter().map(|sort| kept.remap(sort.glyph)).collect();
    let cut = subsetter::subset(font.bytes, 0, &kept).ok()?;
    let (postscript, key) = (font.postscript, if font.postscript { "FontFile3" } else { "FontFile2" });
    let name = format!("{}+{}", tag(&case.sorts), family(font.name));
    let program = if postscript {
        objects.stream("/Subtype/CIDFontType0C", outlines(&cut)?)
    } else {
        objects.stream(&format!("/Length1 {}", cut.len()), &cut)
    };
    let metrics = &font.metrics;
    let bounds = metrics.bounds.unwrap_or_default();
    let descriptor = objects.add(&format!(
        "<</Type/FontDescriptor/FontName/{name}/Flags 4/ItalicAngle 0/StemV 80\
         /FontBBox[{:.0} {:.0} {:.0} {:.0}]/Ascent {:.0}/Descent {:.0}/CapHeight {:.0}/{key} {program} 0 R>>",
        bounds.x_min,
        bounds.y_min,
        bounds.x_max,
        bounds.y_max,
        metrics.ascent,
        metrics.descent,
        metrics.cap_height.unwrap_or(700.0),
    ));
    let mut widths = String::new();
    case.sorts.iter().for_each(|sort| {
        let _ = write!(widths, "{} ", sort.width);
    });
    let kind = if postscript {
        "/Subtype/CIDFontType0".to_owned()
    } else {
        // Number 0 is what is drawn for a number that is not there.
        let bytes: Vec<u8> =
            [0].into_iter().chain(glyphs).flat_map(|glyph: u16| glyph.to_be_bytes()).collect();
        format!("/Subtype/CIDFontType2/CIDToGIDMap {} 0 R", objects.stream("", &bytes))
    };
    let own = objects.add(&format!(
        "<</Type/Font{kind}/BaseFont/{name}/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>\
         /FontDescriptor {descriptor} 0 R/DW 1000/W[1[{}]]>>",
        widths.trim_end()
    ));
    let meaning = objects.stream("", meaning(&case.sorts).as_bytes());
    Some(objects.add(&format!(
        "<</Type/Font/Subtype/Type0/BaseFont/{name}/Encoding/Identity-H\
         /DescendantFonts[{own} 0 R]/ToUnicode {meaning} 0 R>>"
    )))
}

/// The PostScript outlines in a font file, which is all that a PDF wants of it.
fn outlines(font: &[u8]) -> Option<&[u8]> {
    let number = |at: usize| Some(u32::from_be_bytes(font.get(at..at + 4)?.try_into().ok()?) as usize);
    let count = usize::from(u16::from_be_bytes(font.get(4..6)?.try_into().ok()?));
    let record = (0..count).map(|n| 12 + 16 * n).find(|at| font.get(*at..at + 4) == Some(b"CFF "))?;
    let start = number(record + 8)?;
    font.get(start..start + number(record + 12)?)
}

/// Six letters that tell one cut of a font from another.
fn tag(sorts: &[Sort]) -> String {
    let mut hash = Sha256::new();
    for sort in sorts {
        hash.update(sort.glyph.to_le_bytes());
    }
    hash.finalize().iter().take(6).map(|byte| char::from(b'A' + byte % 26)).collect()
}

/// The name of a font as its makers write it.
fn family(name: &str) -> &'static str {
    match name {
        "sans" => "NotoSansSC-Regular",
        "sans-bold" => "NotoSansSC-Bold",
        "serif" => "NotoSerifSC-Regular",
        "serif-bold" => "NotoSerifSC-Bold",
        _ => "ZhupiRare",
    }
}

/// Which character each sort is.
fn meaning(sorts: &[Sort]) -> String {
    let mut map = String::from(
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n\
         /CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n\
         /CMapName/Adobe-Identity-UCS def\n/CMapType 2 def\n\
         1 begincodespacerange\n<0000><FFFF>\nendcodespacerange\n",
    );
    // No more than a hundred stand together.
    for (part, sorts) in sorts.chunks(100).enumerate() {
        let _ = writeln!(map, "{} beginbfchar", sorts.len());
        for (n, sort) in sorts.iter().enumerate() {
            let _ = write!(map, "<{:04X}><", part * 100 + n + 1);
            for unit in sort.c.encode_utf16(&mut [0; 2]) {
                let _ = write!(map, "{unit:04X}");
            }
            map.push_str(">\n");
        }
        map.push_str("endbfchar\n");
    }
    map + "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
}
