//! One block set in type: rows of glyphs, and the map between characters and places, both ways.
//!
//! Setting has two stages. [`SetBlock::new`] measures and breaks the text: cheap, done for every block of the article, so
//! that heights are known and nothing jumps while scrolling. [`SetBlock::ink`] lays the rows out as galleys: done for
//! blocks that are seen, undone by [`SetBlock::dry`]. Entities have no part in either: a decision moves nothing.
//! All positions are relative to the block's top left corner.

use super::linebreak::{self, Broken, Matter, Place};
use super::sheet::Style;
use crate::text::{self, CharIndex, CharRange};
use egui::epaint::text::FontsView;
use egui::text::{LayoutJob, TextFormat};
use egui::{Color32, FontId, Galley, Pos2, Rect, pos2};
use std::ops::Range;
use std::sync::Arc;

/// Where a block would rather not be broken and where a headline may turn; from what was first proposed, so that it
/// stays the same whatever is decided.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Hints {
    /// Short names.
    pub keep: Vec<CharRange>,
    /// Edges of marks.
    pub edges: Vec<u32>,
}

/// A row that is laid out.
#[derive(Clone, Debug)]
struct InkedRow {
    galley: Arc<Galley>,
    /// Characters that no face has: a box, and the code point in it.
    missing: Vec<(Rect, Arc<Galley>)>,
}

/// A block set in type.
#[derive(Clone, Debug)]
pub struct SetBlock {
    /// Size of the face.
    pub size: f32,
    /// Distance from row to row.
    pub leading: f32,
    broken: Broken,
    /// The rows that are laid out; empty where none is.
    inked: Vec<Option<InkedRow>>,
    baseline: f32,
}

/// So many rows beyond what is seen stay laid out.
const FAR: usize = 64;

/// A longer run of letters is no word; it is measured in parts.
const LONG_WORD: usize = 256;

/// Shown where a face has no glyph, before the box is drawn over it.
const BLANK: char = '\u{3000}';

fn width_of_latin(fonts: &mut FontsView<'_>, font: &FontId, run: &[char], advances: &mut Vec<f32>) {
    // Letters kern, so a run of them is measured as it will be shaped.
    let galley = fonts.layout_no_wrap(run.iter().collect(), font.clone(), Color32::PLACEHOLDER);
    match galley.rows.first() {
        Some(row) if row.glyphs.len() == run.len() => {
            advances.extend(row.glyphs.iter().map(|g| g.advance_width));
        }
        _ => advances.extend(run.iter().map(|c| fonts.glyph_width(font, *c))),
    }
}

/// Whether no face can draw a character (the large Han block is in every face, so it is not asked for).
fn is_missing(fonts: &mut FontsView<'_>, font: &FontId, c: char) -> bool {
    let common = c.is_ascii() || matches!(c, '\u{4e00}'..='\u{9fa5}');
    !common && !text::is_space(c) && !c.is_control() && !fonts.has_glyph(font, c)
}

/// The advance widths of a text.
fn measure(fonts: &mut FontsView<'_>, font: &FontId, chars: &[char]) -> Vec<f32> {
    let mut advances = Vec::with_capacity(chars.len());
    while let Some(c) = chars.get(advances.len()) {
        let rest = &chars[advances.len()..];
        if matches!(c, '\u{4e00}'..='\u{9fa5}') {
            advances.push(font.size);
        } else if linebreak::is_latin(*c) && !c.is_ascii_digit() {
            let end =
                rest.iter().position(|c| !c.is_alphanumeric() || text::is_han(*c)).unwrap_or(rest.len());
            width_of_latin(fonts, font, &rest[..end.clamp(1, LONG_WORD)], &mut advances);
        } else if is_missing(fonts, font, *c) {
            advances.push(2.0 * font.size);
        } else if c.is_control() {
            advances.push(0.0);
        } else {
            advances.push(fonts.glyph_width(font, *c));
        }
    }
    advances
}

impl SetBlock {
    /// Breaks a block's text into rows of at most `column` points.
    pub fn new(fonts: &mut FontsView<'_>, content: &str, style: &Style, column: f32, hints: &Hints) -> Self {
        let chars: Vec<char> = content.chars().collect();
        let (first, leading) = style.sizes.first().copied().unwrap_or((18.0, 34.0));
        let advances = measure(fonts, &style.face.at(first), &chars);
        let matter = Matter {
            chars: &chars,
            advances: &advances,
            em: first,
            measure: column,
            indent: style.indent * first,
            keep: &hints.keep,
            turn: None,
        };
        if style.sizes.len() > 1 {
            return Self::from_broken(fit_headline(&matter, style.sizes, hints));
        }
        Self::from_broken((linebreak::break_lines(&matter), first, leading))
    }

    fn from_broken((broken, size, leading): (Broken, f32, f32)) -> Self {
        Self { size, leading, broken, inked: Vec::new(), baseline: 0.0 }
    }

    /// Lays rows out, those that are not yet.
    pub fn ink(
        &mut self,
        fonts: &mut FontsView<'_>,
        (content, index): (&str, &CharIndex),
        style: &Style,
        colour: Color32,
        rows: Range<usize>,
    ) {
        let format = TextFormat {
            line_height: Some(self.leading),
            ..TextFormat::simple(style.face.at(self.size), colour)
        };
        self.inked.resize_with(self.broken.rows.len(), || None);
        // Text without paragraphs may be very long: rows far away are forgotten again.
        let near = rows.start.saturating_sub(FAR)..rows.end + FAR;
        let far = self.inked.iter_mut().enumerate().filter(|(n, _)| !near.contains(n));
        far.for_each(|(_, row)| *row = None);
        for (n, range) in self.broken.rows.iter().enumerate().take(rows.end).skip(rows.start) {
            if self.inked[n].is_some() {
                continue;
            }
            let row_chars: Vec<char> = index.slice(content, *range).unwrap_or_default().chars().collect();
            let places = &self.broken.places[range.start() as usize..range.end() as usize];
            let mut row = ink_row(fonts, &row_chars, places, &format);
            for (cell, _) in &mut row.missing {
                *cell = cell.translate(egui::vec2(0.0, 0.5 * (self.leading - self.size)));
            }
            let glyph = row.galley.rows.first().and_then(|row| row.glyphs.first());
            self.baseline = glyph.map_or(0.5 * self.leading + 0.43 * self.size, |glyph| glyph.pos.y);
            self.inked[n] = Some(row);
        }
    }

    /// Forgets the laid-out rows.
    pub fn dry(&mut self) {
        self.inked = Vec::new();
    }

    /// How many rows are laid out.
    pub fn inked(&self) -> usize {
        self.inked.iter().flatten().count()
    }

    /// Height of the block.
    pub fn height(&self) -> f32 {
        self.broken.rows.len().max(1) as f32 * self.leading
    }

    /// The ranges of the rows.
    pub fn rows(&self) -> &[CharRange] {
        &self.broken.rows
    }

    /// Number of characters.
    pub fn chars(&self) -> u32 {
        self.broken.places.len() as u32
    }

    /// Distance of the baseline from the row's top.
    pub fn baseline(&self) -> f32 {
        self.baseline
    }

    /// The row that holds a character; the last row for the position after the last character.
    pub fn row_of(&self, at: u32) -> usize {
        self.broken.rows.partition_point(|row| row.end() <= at).min(self.broken.rows.len().saturating_sub(1))
    }

    /// The characters of some rows.
    pub fn chars_of(&self, rows: Range<usize>) -> CharRange {
        let last = self.broken.rows.len().saturating_sub(1);
        let at = |n: usize| self.broken.rows.get(n.min(last)).copied().unwrap_or_default();
        CharRange::new(at(rows.start).start(), at(rows.end.saturating_sub(1)).end())
    }

    /// The row at a height.
    pub fn row_at(&self, y: f32) -> usize {
        ((y / self.leading).floor().max(0.0) as usize).min(self.broken.rows.len().saturating_sub(1))
    }

    /// The places of a range, one rectangle a row, each as high as the row.
    pub fn rects(&self, range: CharRange) -> impl Iterator<Item = Rect> + '_ {
        let first = self.broken.rows.partition_point(|row| row.end() <= range.start());
        self.broken
            .rows
            .iter()
            .enumerate()
            .skip(first)
            .take_while(move |(_, row)| row.start() < range.end())
            .filter_map(move |(n, row)| {
                let (start, end) = (range.start().max(row.start()), range.end().min(row.end()));
                let left = self.broken.places.get(start as usize)?.left;
                let right = self.broken.places.get((end as usize).checked_sub(1)?)?.right;
                let top = n as f32 * self.leading;
                (start < end).then(|| Rect::from_min_max(pos2(left, top), pos2(right, top + self.leading)))
            })
    }

    /// The fill of a mark: 1.44 of the size high, centred in the row.
    pub fn fill(&self, row: Rect) -> Rect {
        Rect::from_center_size(row.center(), egui::vec2(row.width(), 1.44 * self.size))
    }

    /// Where the caret stands at a position: before the character there, or after the one before it where `after` says
    /// so. The rectangle has no width.
    pub fn caret(&self, at: u32, after: bool) -> Rect {
        let here = if after && at > 0 { at - 1 } else { at };
        let top = self.row_of(here) as f32 * self.leading;
        let place = |at: u32| self.broken.places.get(at as usize);
        let x = match (place(here), here.checked_sub(1).and_then(place)) {
            (Some(place), _) => {
                if here == at {
                    place.left
                } else {
                    place.right
                }
            }
            (None, Some(last)) => last.right,
            (None, None) => 0.0,
        };
        Rect::from_min_max(pos2(x, top), pos2(x, top + self.leading))
    }

    /// The position nearest to a point.
    pub fn position_at(&self, point: Pos2) -> u32 {
        let Some(row) = self.broken.rows.get(self.row_at(point.y)) else { return 0 };
        let places = &self.broken.places[row.start() as usize..row.end() as usize];
        row.start() + places.partition_point(|place| 0.5 * (place.left + place.right) <= point.x) as u32
    }

    /// The character under a point, if there is one.
    pub fn char_at(&self, point: Pos2) -> Option<u32> {
        if point.y < 0.0 || point.y >= self.height() {
            return None;
        }
        let row = self.broken.rows.get(self.row_at(point.y))?;
        let places = &self.broken.places[row.start() as usize..row.end() as usize];
        let at = places.partition_point(|place| place.left <= point.x).checked_sub(1)?;
        // The eighth of an em after a character still belongs to it; the margin does not.
        let end = places.get(at + 1).map_or(places[at].right, |next| next.left);
        (point.x < end).then(|| row.start() + at as u32)
    }

    /// Paints the text with the block's corner at `origin`, rows between the two heights only.
    pub fn paint(&self, painter: &egui::Painter, origin: Pos2, visible: egui::Rangef, edge: Color32) {
        let seen = self.row_at(visible.min)..self.row_at(visible.max) + 1;
        for (n, row) in self.inked.iter().enumerate().take(seen.end).skip(seen.start) {
            let top = n as f32 * self.leading;
            let Some(row) = row.as_ref().filter(|_| top + self.leading >= visible.min && top <= visible.max)
            else {
                continue;
            };
            let corner = origin + egui::vec2(0.0, top);
            painter.galley(corner, row.galley.clone(), edge);
            for (cell, code) in &row.missing {
                let cell = cell.translate(corner.to_vec2());
                painter.rect_stroke(cell, 0, egui::Stroke::new(1.0, edge), egui::StrokeKind::Inside);
                painter.galley(cell.center() - 0.5 * code.size(), code.clone(), edge);
            }
        }
    }
}

/// One row as a galley: a new section wherever the pen has to jump.
fn ink_row(fonts: &mut FontsView<'_>, chars: &[char], places: &[Place], format: &TextFormat) -> InkedRow {
    let font = &format.font_id;
    let mut job = LayoutJob { break_on_newline: false, round_output_to_gui: false, ..LayoutJob::default() };
    let mut missing = Vec::new();
    let mut run = String::new();
    let (mut pen, mut lead) = (0.0_f32, 0.0_f32);
    for (n, (c, place)) in chars.iter().zip(places).enumerate() {
        let gone = is_missing(fonts, font, *c);
        let shown = if gone {
            BLANK
        } else if text::is_space(*c) || c.is_control() {
            ' '
        } else {
            *c
        };
        let jump = place.pen - pen;
        // Sections are shaped one by one, so words are not cut for the sake of a rounding error.
        if jump.abs() > 0.01 {
            if !run.is_empty() {
                job.append(&run, lead, format.clone());
                run.clear();
                lead = 0.0;
            }
            lead += jump;
        }
        run.push(shown);
        let drawn = if shown == *c {
            let right = place.right - place.pen;
            let squeezed = linebreak::closes(*c) || linebreak::opens(*c);
            if squeezed { fonts.glyph_width(font, *c) } else { right }
        } else {
            fonts.glyph_width(font, shown)
        };
        pen = place.pen + drawn;
        if gone {
            let code = format!("{:X}", u32::from(*c));
            let code = fonts.layout_no_wrap(
                code,
                egui::FontId::new(12.0, egui::FontFamily::Proportional),
                format.color,
            );
            let cell = Rect::from_min_max(pos2(place.left + 1.0, 0.0), pos2(place.right - 1.0, font.size));
            missing.push((cell, code));
        }
        if n + 1 == chars.len() {
            job.append(&run, lead, format.clone());
        }
    }
    InkedRow { galley: fonts.layout_job(job), missing }
}

/// A headline in the largest size at which it fits one row, else the largest at which it makes two balanced ones, with
/// that size and its leading.
pub fn fit_headline(matter: &Matter, sizes: &[(f32, f32)], hints: &Hints) -> (Broken, f32, f32) {
    let scaled = |size: f32| -> Vec<f32> { matter.advances.iter().map(|w| w * size / matter.em).collect() };
    let (mut one_row, mut two_rows) = (None, None);
    for (size, leading) in sizes {
        let advances = scaled(*size);
        let matter = Matter { advances: &advances, em: *size, indent: 0.0, ..*matter };
        let broken = linebreak::break_lines(&matter);
        if broken.rows.len() <= 1 {
            one_row.get_or_insert((broken, *size, *leading));
        } else if two_rows.is_none()
            && let Some(turn) = turn(&matter, &broken, hints)
        {
            let balanced = linebreak::break_lines(&Matter { turn: Some(turn), ..matter });
            if balanced.rows.len() == 2 {
                two_rows = Some((balanced, *size, *leading));
            }
        }
    }
    let (size, leading) = sizes.last().copied().unwrap_or((21.0, 34.0));
    one_row.or(two_rows).unwrap_or_else(|| {
        let advances = scaled(size);
        let matter = Matter { advances: &advances, em: size, indent: 0.0, ..*matter };
        (linebreak::break_lines(&matter), size, leading)
    })
}

/// Where a headline of two rows turns: near the middle, rather at an edge of a mark or after punctuation, leaving at
/// least four characters on either side.
fn turn(matter: &Matter, broken: &Broken, hints: &Hints) -> Option<u32> {
    let count = matter.chars.len() as u32;
    let total: f32 = matter.advances.iter().sum();
    let allowed = |at: u32| {
        let halves = Matter { turn: Some(at), ..*matter };
        let two = linebreak::break_lines(&halves);
        two.rows.len() == 2 && two.rows.first().is_some_and(|row| row.end() == at)
    };
    if broken.rows.len() > 2 {
        return None;
    }
    let mut x = 0.0;
    let mut places: Vec<(f32, u32)> = Vec::new();
    for at in 1..count {
        x += matter.advances.get(at as usize - 1)?;
        let (before, after) = (*matter.chars.get(at as usize - 1)?, *matter.chars.get(at as usize)?);
        if at < 4 || count - at < 4 || !linebreak::may_break(before, after) {
            continue;
        }
        let clause = linebreak::closes(before) || text::is_space(before);
        let inside = hints.keep.iter().any(|keep| keep.start() < at && at < keep.end());
        let bonus = if clause {
            6.0
        } else if hints.edges.contains(&at) {
            4.0
        } else {
            0.0
        };
        let malus = if inside { 6.0 } else { 0.0 };
        places.push(((x - 0.5 * total).abs() / matter.em - bonus + malus, at));
    }
    places.sort_by(|a, b| a.0.total_cmp(&b.0));
    places.into_iter().map(|(_, at)| at).find(|at| allowed(*at))
}
