//! One block set for paper: rows, and the place of every character in them.

use super::faces::Faces;
use super::sheet;
use crate::desk::reader::linebreak::{self, Broken, Matter, Place};
use crate::desk::reader::{Hints, Style, fit_headline};
use crate::text::{self, CharRange};

/// A block set in type. Places are relative to the column's left edge.
pub struct Set {
    /// How.
    pub style: Style,
    /// The size that it got.
    pub size: f32,
    /// Distance from row to row.
    pub leading: f32,
    /// Its characters.
    pub chars: Vec<char>,
    /// The rows, which tile the text.
    pub rows: Vec<CharRange>,
    /// The place of every character.
    pub places: Vec<Place>,
}

/// What a character is shown as: white space as a blank, what commands a terminal not at all.
pub fn shown(c: char) -> Option<char> {
    match c {
        '\u{3000}' => Some(c),
        _ if text::is_space(c) => Some(' '),
        _ if c.is_control() => None,
        _ => Some(c),
    }
}

impl Set {
    /// Breaks a block's text into rows.
    pub fn new(faces: &Faces, content: &str, style: Style, hints: &Hints) -> Self {
        let chars: Vec<char> = content.chars().collect();
        let (size, leading) = style.sizes.first().copied().unwrap_or((sheet::BODY, 2.0 * sheet::BODY));
        let width = |c: &char| match shown(*c) {
            None => 0.0,
            // Two ems for the box of a character that no face has.
            Some(c) => faces.glyph(style.face, c).map_or(2000.0, |glyph| glyph.width) * size / 1000.0,
        };
        let advances: Vec<f32> = chars.iter().map(width).collect();
        let matter = Matter {
            chars: &chars,
            advances: &advances,
            em: size,
            measure: sheet::COLUMN,
            indent: style.indent * size,
            keep: &hints.keep,
            turn: None,
        };
        let (broken, size, leading) = if style.sizes.len() > 1 {
            fit_headline(&matter, style.sizes, hints)
        } else {
            (linebreak::break_lines(&matter), size, leading)
        };
        let Broken { rows, places } = broken;
        let mut set = Self { style, size, leading, chars, rows, places };
        if style.indent > 0.0 {
            set.justify();
        }
        set
    }

    /// Spreads what a row leaves over its gaps, so that the column has a straight edge, as in a newspaper. The last row
    /// of a paragraph keeps its natural width, and a word or number is not pulled apart.
    fn justify(&mut self) {
        let last = self.rows.len().saturating_sub(1);
        for row in &self.rows[..last] {
            let at = row.start() as usize..row.end() as usize;
            let visible = at.clone().rev().find(|at| !text::is_space(self.chars[*at]));
            let Some(end) = visible.filter(|end| *end > at.start) else { continue };
            let slack = sheet::COLUMN - self.places[end].right;
            let gap =
                |at: usize| !(linebreak::is_latin(self.chars[at - 1]) && linebreak::is_latin(self.chars[at]));
            let gaps = (at.start + 1..=end).filter(|at| gap(*at)).count();
            if gaps == 0 || !(0.05..=2.0 * self.size).contains(&slack) {
                continue;
            }
            let share = slack / gaps as f32;
            let mut moved = 0.0;
            for n in at {
                if n > row.start() as usize && n <= end && gap(n) {
                    moved += share;
                }
                let place = &mut self.places[n];
                (place.left, place.right, place.pen) =
                    (place.left + moved, place.right + moved, place.pen + moved);
            }
        }
    }

    /// Distance of the baseline from the row's top.
    pub fn baseline(&self) -> f32 {
        0.5 * (self.leading - self.size) + 0.88 * self.size
    }

    /// The part of a range that stands in a row: its left and right edge.
    pub fn edges(&self, row: CharRange, range: CharRange) -> Option<(f32, f32)> {
        let part = row.intersection(range).filter(|part| !part.is_empty())?;
        let (first, last) = (part.start() as usize, part.end() as usize - 1);
        Some((self.places.get(first)?.left, self.places.get(last)?.right))
    }
}
