//! How readings are drawn: a small ring above each wrong character, as a corrector circles them.
//!
//! No entity has rings, and nothing of them stands where letters and rules do, so that the text keeps its place and both
//! can be seen, without colour too.

use super::marks::{Pen, snap};
use super::setting::SetBlock;
use crate::annotation::Reading;
use crate::desk::panels::reading::said;
use crate::desk::theme::Theme;
use crate::text::CharRange;
use egui::{Painter, Pos2, Rect, Stroke, Vec2, pos2};

/// Radius of a ring.
const RING: f32 = 2.0;

/// A reading as drawn.
#[derive(Clone, Debug)]
pub struct Read {
    /// Its place.
    pub range: CharRange,
    /// What a screen reader and the pointer say.
    pub spoken: String,
    /// Where its characters are, one rectangle a row.
    pub fills: Vec<Rect>,
    rings: Vec<Pos2>,
}

impl Read {
    /// Works out where the rings of a reading are, relative to the block's corner.
    pub fn of(reading: &Reading, set: &SetBlock, pen: &Pen) -> Self {
        let above = |at: u32| {
            let fill = set.fill(set.rects(CharRange::new(at, at + 1)).next()?);
            // To the right of the middle: the letter of a mark that begins here stands at its left edge.
            let (x, y) = (fill.left() + 0.74 * fill.width(), fill.top() + 1.0);
            Some(pos2(snap(x, pen.pixels), snap(y, pen.pixels)))
        };
        Self {
            range: reading.range,
            spoken: said(pen.strings, reading),
            fills: set.rects(reading.range).map(|row| set.fill(row)).collect(),
            rings: reading.range.positions().filter_map(above).collect(),
        }
    }
}

/// Paints the rings of a block's readings.
pub fn paint(read: &[Read], painter: &Painter, origin: Vec2, theme: &Theme) {
    let clip = painter.clip_rect().expand(16.0).translate(-origin);
    for centre in read.iter().flat_map(|read| &read.rings).filter(|ring| clip.contains(**ring)) {
        painter.circle(*centre + origin, RING, theme.paper, Stroke::new(1.2, theme.zhu));
    }
}
