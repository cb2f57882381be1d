//! A page's blocks, looked at: which are headings and how far they reach, what is ruled off, fenced, framed, interrupted by a
//! picture or parted by a white band. [`super::stories`] goes by it.

use super::blocks::{Block, body_size, shared};
use super::glyphs::{Glyph, Sheet, union};
use super::lines::Line;
use crate::source::Rect;

/// Most blocks that are looked at together; a crowded page has four hundred.
pub const MOST_BLOCKS: usize = 3_000;
/// Least size of a heading, in sizes of the body.
const HEADING: f32 = 1.16;

/// A page's blocks with what is needed to look at them.
pub struct Page<'a> {
    /// What the page draws.
    pub sheet: &'a Sheet,
    /// Its lines.
    pub lines: &'a [Line],
    /// Its blocks.
    pub blocks: &'a [Block],
    /// Size of most of its text.
    pub body: f32,
    /// For each block the number of the least box around it.
    pub frames: Vec<Option<usize>>,
    /// For each block whether it is a heading.
    pub heads: Vec<bool>,
    /// For each block its place, for a centred heading with the free space on both sides.
    reach: Vec<Rect>,
}

pub fn width(place: Rect) -> f32 {
    place.x1 - place.x0
}

pub fn xs(place: Rect) -> (f32, f32) {
    (place.x0, place.x1)
}

pub fn ys(place: Rect) -> (f32, f32) {
    (place.y0, place.y1)
}

impl<'a> Page<'a> {
    /// Looks at the blocks of a page.
    pub fn new(sheet: &'a Sheet, lines: &'a [Line], blocks: &'a [Block]) -> Self {
        let body = body_size(lines);
        let frames = blocks.iter().map(|block| frame(&sheet.boxes, block.place)).collect();
        let reach = blocks.iter().map(|block| block.place).collect();
        let mut page = Self { sheet, lines, blocks, body, frames, heads: Vec::new(), reach };
        page.heads = (0..blocks.len()).map(|n| page.is_large(n)).collect();
        let kickers: Vec<usize> = (0..blocks.len()).filter(|n| page.is_kicker(*n)).collect();
        for n in kickers {
            page.heads[n] = true;
        }
        if blocks.len() <= MOST_BLOCKS {
            page.reach = (0..blocks.len()).map(|n| page.reach_of(n)).collect();
        }
        page
    }

    /// How far a heading reaches: where it stands in the middle of free space and of what is below, over all of that.
    fn reach_of(&self, n: usize) -> Rect {
        let place = self.blocks[n].place;
        if !self.heads[n] || self.blocks[n].down || self.blocks.len() < 2 {
            return place;
        }
        let others = (0..self.blocks.len()).filter(|k| *k != n).map(|k| self.blocks[k].place);
        let (mut left, mut right) = (place.x0, place.x1);
        for other in others.clone() {
            (left, right) = (left.min(other.x0), right.max(other.x1));
        }
        let steep = self.sheet.rules.iter().filter(|rule| width(**rule) < 5.0).copied();
        for other in others.chain(steep).filter(|other| shared(ys(*other), ys(place)) > 0.0) {
            if other.x1 <= place.x0 {
                left = left.max(other.x1);
            } else if other.x0 >= place.x1 {
                right = right.min(other.x0);
            }
        }
        let (before, after, em) = (place.x0 - left, right - place.x1, self.blocks[n].size);
        if before.min(after) < 2.0 * em || (before - after).abs() > 2.0 * em {
            return place;
        }
        // What stands below it in that space has the same middle, or it is not centred over anything.
        let below =
            (0..self.blocks.len()).filter(|k| *k != n).map(|k| self.blocks[k].place).filter(|other| {
                (place.y0 + 0.5 * em..place.y1 + 8.0 * self.body).contains(&other.y0)
                    && other.x0 > left - 1.0
                    && other.x1 < right + 1.0
            });
        let (from, to) =
            below.fold((place.x0, place.x1), |(from, to), other| (from.min(other.x0), to.max(other.x1)));
        let off = f32::midpoint(from, to) - f32::midpoint(place.x0, place.x1);
        if off.abs() < em { Rect { x0: from, x1: to, ..place } } else { place }
    }

    /// Whether block `n` is a heading by its size.
    fn is_large(&self, n: usize) -> bool {
        self.blocks[n].size >= HEADING * self.body
    }

    /// Whether block `n` is a heading.
    pub fn is_head(&self, n: usize) -> bool {
        self.heads[n]
    }

    /// A short block of the body's size directly above a heading and below nothing.
    fn is_kicker(&self, n: usize) -> bool {
        let block = &self.blocks[n];
        if self.heads[n] || block.lines.len() > 1 || block.down || self.chars(n) > 30 {
            return false;
        }
        let near = |other: &Block, gap: f32| {
            shared(xs(other.place), xs(block.place)) > 0.5 * width(block.place).min(width(other.place))
                && (-0.3 * self.body..1.3 * self.body).contains(&gap)
        };
        let headed = (0..self.blocks.len()).any(|k| {
            self.heads[k]
                && self.frames[k] == self.frames[n]
                && near(&self.blocks[k], self.blocks[k].place.y0 - block.place.y1)
                && self.blocks[k].place.x0 < block.place.x0 + 3.0 * self.body
        });
        headed
            && !(0..self.blocks.len()).any(|k| {
                k != n && !self.heads[k] && near(&self.blocks[k], block.place.y0 - self.blocks[k].place.y1)
            })
    }

    fn chars(&self, n: usize) -> usize {
        self.blocks[n].lines.iter().map(|line| self.lines[*line].glyphs.len()).sum()
    }

    fn glyph(&self, line: usize, last: bool) -> Option<&Glyph> {
        let glyphs = &self.lines[line].glyphs;
        let n = if last { glyphs.last() } else { glyphs.first() };
        n.map(|n| &self.sheet.glyphs[*n])
    }

    /// Whether the sentence goes on after block `n`.
    pub fn breaks_off(&self, n: usize) -> bool {
        let last = self.blocks[n].lines.last().and_then(|line| self.glyph(*line, true));
        last.is_some_and(|glyph| {
            !matches!(glyph.c, '。' | '！' | '？' | '”' | '…' | '）' | '」' | '!' | '?' | ')')
        })
    }

    /// Whether the first line of block `n` is indented.
    pub fn begins_indented(&self, n: usize) -> bool {
        let block = &self.blocks[n];
        let first = self.lines[block.lines[0]].place;
        if block.lines.len() == 1 { false } else { first.x0 > block.place.x0 + 0.8 * self.body }
    }

    /// Whether block `n` begins with who wrote it.
    pub fn begins_signed(&self, n: usize) -> bool {
        let head: String = self.lines[self.blocks[n].lines[0]]
            .glyphs
            .iter()
            .take(14)
            .map(|g| self.sheet.glyphs[*g].c)
            .collect();
        ["记者", "通讯员", "本报讯", "新华社", "报道组"].iter().any(|word| head.contains(word))
    }

    /// Whether a rule lies between two heights, under or over most of `x`.
    pub fn ruled(&self, from: f32, to: f32, x: (f32, f32)) -> bool {
        // The edges of a picture part nothing.
        let edge = |y: f32| {
            let mut pictures = self.pictures(from, to, x);
            pictures.any(|picture| (picture.y0 - y).abs() < 1.5 || (picture.y1 - y).abs() < 1.5)
        };
        self.sheet.rules.iter().any(|rule| {
            rule.y1 - rule.y0 < 5.0
                && rule.y0 > from - 1.0
                && rule.y1 < to + 1.0
                && shared(xs(*rule), x) > 0.5 * (x.1 - x.0)
                && !edge(rule.y0)
        })
    }

    /// Pictures, and boxes as large as one, between two heights.
    fn pictures(&self, from: f32, to: f32, x: (f32, f32)) -> impl Iterator<Item = &Rect> {
        let shapes = self.sheet.pictures.iter().chain(&self.sheet.boxes);
        shapes.filter(move |shape| {
            shape.y1 - shape.y0 > 3.0 * self.body
                && shape.y0 > from - self.body
                && shape.y1 < to + self.body
                && shared(xs(**shape), x) > self.body
        })
    }

    /// Whether an upright rule lies between two columns.
    pub fn fenced(&self, left: Rect, right: Rect) -> bool {
        self.sheet.rules.iter().any(|rule| {
            width(*rule) < 5.0
                && rule.x0 > left.x1 - 2.0
                && rule.x1 < right.x0 + 2.0
                && shared(ys(*rule), ys(right)) > 0.5 * (right.y1 - right.y0).min(10.0 * self.body)
        })
    }

    /// The block directly above block `n`.
    pub fn above(&self, n: usize) -> Option<usize> {
        let place = self.blocks[n].place;
        let candidates = (0..self.blocks.len()).filter(|k| {
            let other = self.reach[*k];
            *k != n
                && other.y1 < place.y0 + 0.6 * self.body
                && other.y0 < place.y0
                && shared(xs(other), xs(place)) > 0.4 * width(place).min(width(other))
                && shared(xs(other), xs(place)) > 0.5 * self.body
        });
        candidates.max_by(|a, b| self.blocks[*a].place.y1.total_cmp(&self.blocks[*b].place.y1))
    }

    /// How much of the gap between two heights is filled by a picture.
    pub fn drawn(&self, from: f32, to: f32, x: (f32, f32)) -> f32 {
        self.pictures(from, to, x).map(|shape| shape.y1 - shape.y0).fold(0.0, f32::max)
    }

    /// Whether a white band runs over several columns between block `n` and the one above it: the columns below it are
    /// another text, although no heading stands over them.
    pub fn banded(&self, n: usize, up: usize) -> bool {
        let (block, above) = (&self.blocks[n], &self.blocks[up]);
        let gap = block.place.y0 - above.place.y1;
        let step =
            above.lines.windows(2).map(|pair| self.lines[pair[1]].place.y0 - self.lines[pair[0]].place.y1);
        // More than twice the white between lines, and more than two thirds of an em.
        let usual = step.fold(f32::MAX, f32::min).max(0.0);
        if block.down || gap < 0.7 * self.body || (usual < f32::MAX && gap < 2.0 * usual) {
            return false;
        }
        let level = |k: &usize| {
            let other = &self.blocks[*k];
            *k != n
                && !self.heads[*k]
                && self.frames[*k] == self.frames[n]
                && (other.place.y0 - block.place.y0).abs() < 0.5 * self.body
                && (width(other.place) - width(block.place)).abs() < 3.0 * self.body
                && (-0.5 * self.body..4.0 * self.body)
                    .contains(&(other.place.x0 - block.place.x1).max(block.place.x0 - other.place.x1))
        };
        (0..self.blocks.len()).filter(level).any(|k| {
            let place = self.blocks[k].place;
            let over = (0..self.blocks.len()).filter(|m| {
                let other = self.blocks[*m].place;
                *m != k && other.y0 < place.y0 && shared(xs(other), xs(place)) > self.body
            });
            let foot = over.map(|m| self.blocks[m].place.y1).fold(f32::MIN, f32::max);
            place.y0 - foot > 0.7 * self.body
        })
    }

    pub fn around(&self, blocks: &[usize]) -> Rect {
        let mut places = blocks.iter().map(|n| self.blocks[*n].place);
        let first = places.next().unwrap_or_default();
        places.fold(first, union)
    }
}

/// The least box around a block.
fn frame(boxes: &[Rect], place: Rect) -> Option<usize> {
    let (x, y) = (f32::midpoint(place.x0, place.x1), f32::midpoint(place.y0, place.y1));
    let inside = |b: &Rect| b.x0 <= x && x <= b.x1 && b.y0 <= y && y <= b.y1;
    let area = |b: &Rect| width(*b) * (b.y1 - b.y0);
    // A box drawn twice, as fill and as frame, is one.
    let least = boxes.iter().filter(|b| inside(b)).min_by(|a, b| area(a).total_cmp(&area(b)))?;
    let same = |b: &Rect| {
        [(b.x0, least.x0), (b.y0, least.y0), (b.x1, least.x1), (b.y1, least.y1)]
            .iter()
            .all(|(a, b)| (a - b).abs() < 4.0)
    };
    boxes.iter().position(same)
}
