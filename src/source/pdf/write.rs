//! A page's stories become text, and every character keeps its place.
//!
//! Lines end in a line feed, an empty line parts stories and, inside them, headings from what follows and sizes from one
//! another; columns of one story follow without one. A gap inside a line becomes a space, an indentation as many U+3000.

use super::blocks::Block;
use super::glyphs::{Glyph, Sheet};
use super::lines::{Line, OPENING};
use super::page::Page;
use super::stories::Story;
use crate::source::{PageShape, Placed, Rect};
use crate::text::CharRange;

/// A narrow gap is a space between Latin letters, in ems.
const LATIN_GAP: f32 = 0.16;
/// A wide gap is a space between any two characters, in ems.
const WIDE_GAP: f32 = 0.55;

/// Text in the making, with its length in code points.
#[derive(Default)]
struct Text {
    text: String,
    len: u32,
}

impl Text {
    fn push(&mut self, c: char) {
        self.text.push(c);
        self.len += 1;
    }
}

/// The text and shape of a page whose first code point is `at`.
pub fn page(sheet: &Sheet, lines: &[Line], blocks: &[Block], at: u32) -> (String, PageShape) {
    let page = Page::new(sheet, lines, blocks);
    let stories = page.stories();
    let mut text = Text { text: String::new(), len: at };
    let mut shape = PageShape {
        width: sheet.width,
        height: sheet.height,
        fonts: sheet.fonts.clone(),
        rules: sheet.rules.clone(),
        boxes: sheet.boxes.clone(),
        pictures: sheet.pictures.clone(),
        ..PageShape::default()
    };
    for (n, story) in stories.iter().enumerate() {
        if n > 0 {
            text.push('\n');
        }
        let from = text.len;
        write(&page, story, &mut text, &mut shape.chars);
        shape.stories.push(CharRange::new(from, text.len));
    }
    shape.range = CharRange::new(at, text.len);
    (text.text, shape)
}

fn write(page: &Page<'_>, story: &Story, text: &mut Text, chars: &mut Vec<Placed>) {
    let mut before: Option<usize> = None;
    for &n in &story.blocks {
        let block = &page.blocks[n];
        let parted = before.is_some_and(|last| {
            let other = &page.blocks[last];
            page.is_head(last) != page.is_head(n)
                || (other.size - block.size).abs() > 0.08 * page.body
                || page.is_head(n)
                || other.down != block.down
                || apart(page, other, block)
        });
        if parted {
            text.push('\n');
        }
        let left = left(page, story, n);
        for line in &block.lines {
            let line = &page.lines[*line];
            if !page.is_head(n) {
                let from = if line.down { line.place.y0 } else { line.place.x0 };
                let ems = ((from - left) / line.size).round().clamp(0.0, 20.0);
                (0..ems as u32).for_each(|_| text.push('\u{3000}'));
            }
            write_line(page, line, text, chars);
            text.push('\n');
        }
        before = Some(n);
    }
}

/// Whether two blocks of one story stand one below the other with more than a line between them.
fn apart(page: &Page<'_>, above: &Block, below: &Block) -> bool {
    let gap = below.place.y0 - above.place.y1;
    let beside = below.place.x0 > above.place.x1 - page.body || below.place.y0 < above.place.y0;
    !beside && gap > 1.2 * page.body
}

/// The edge from which the lines of block `n` are indented: that of its column. A mark that hangs before it is none.
fn left(page: &Page<'_>, story: &Story, n: usize) -> f32 {
    let block = &page.blocks[n];
    let edge = |place: Rect| if block.down { place.y0 } else { place.x0 };
    let own = edge(block.place);
    let kin = story.blocks.iter().filter(|k| !page.is_head(**k)).map(|k| &page.blocks[*k]);
    let kin =
        kin.filter(|other| other.down == block.down && (edge(other.place) - own).abs() < 3.2 * page.body);
    let (mut all, mut firm) = (own, f32::MAX);
    for line in kin.flat_map(|other| &other.lines).map(|line| &page.lines[*line]) {
        all = all.min(edge(line.place));
        if !line.glyphs.first().is_some_and(|n| OPENING.contains(&page.sheet.glyphs[*n].c)) {
            firm = firm.min(edge(line.place));
        }
    }
    if firm - all < 0.8 * page.body { firm.max(all) } else { all }
}

fn write_line(page: &Page<'_>, line: &Line, text: &mut Text, chars: &mut Vec<Placed>) {
    let glyphs: Vec<&Glyph> = line.glyphs.iter().map(|n| &page.sheet.glyphs[*n]).collect();
    let gap = |a: &Glyph, b: &Glyph| {
        if line.down { b.place.y0 - a.place.y1 } else { b.place.x0 - a.place.x1 }
    };
    // Lines set wide, letter by letter, have no spaces.
    let mut gaps: Vec<f32> = glyphs.windows(2).map(|pair| gap(pair[0], pair[1])).collect();
    gaps.sort_by(f32::total_cmp);
    let usual = gaps.get(gaps.len() / 2).copied().unwrap_or(0.0).max(0.0);
    let mut before: Option<&Glyph> = None;
    for glyph in glyphs {
        if let Some(last) = before {
            let wide = (gap(last, glyph) - usual) / line.size;
            let latin = |c: char| c.is_ascii_alphanumeric();
            let both = latin(last.c) && latin(glyph.c);
            let told = glyph.space > 0.12 * line.size && wide > 0.12;
            if wide > WIDE_GAP || told || (both && wide > LATIN_GAP) {
                let full = !last.c.is_ascii() && !glyph.c.is_ascii() && wide > 0.8;
                text.push(if full { '\u{3000}' } else { ' ' });
            }
        }
        let placed = Placed {
            at: text.len,
            place: glyph.place.rounded(),
            size: (glyph.size * 100.0).round() / 100.0,
            raw: glyph.raw,
            vertical: line.down,
            font: glyph.font,
        };
        chars.push(placed);
        text.push(glyph.c);
        before = Some(glyph);
    }
}
