//! How what is said of characters is drawn: a reading as a small ring above each wrong character, as a corrector circles
//! them; a note as dots along the top of its characters and a turned-down corner behind the last, in ink.
//!
//! No entity has rings or corners, and nothing of them stands where letters and rules do, so that the text keeps its place
//! and all can be seen, without colour too.

use super::marks::{Pen, snap};
use super::setting::SetBlock;
use crate::annotation::{Reading, Remark};
use crate::desk::panels::{reading, remark};
use crate::desk::theme::Theme;
use crate::text::CharRange;
use egui::{Painter, Pos2, Rect, Shape, Stroke, Vec2, pos2, vec2};

/// Radius of a ring.
const RING: f32 = 2.0;
/// Side of a corner, and the distance of dots.
const CORNER: f32 = 5.0;
const DOTS: f32 = 4.0;

/// A reading or a note as drawn.
#[derive(Clone, Debug)]
pub struct Read {
    /// Its place.
    pub range: CharRange,
    /// What a screen reader and the pointer say.
    pub spoken: String,
    /// Where its characters are, one rectangle a row.
    pub fills: Vec<Rect>,
    rings: Vec<Pos2>,
    /// A note's corner.
    corner: Option<Pos2>,
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
            spoken: reading::said(pen.strings, reading),
            fills: set.rects(reading.range).map(|row| set.fill(row)).collect(),
            rings: reading.range.positions().filter_map(above).collect(),
            corner: None,
        }
    }

    /// Works out where the corner of a note is.
    pub fn note(said: &Remark, set: &SetBlock, pen: &Pen) -> Self {
        let fills: Vec<Rect> = set.rects(said.range).map(|row| set.fill(row)).collect();
        let corner =
            fills.last().map(|fill| pos2(snap(fill.right(), pen.pixels), snap(fill.top(), pen.pixels)));
        Self { range: said.range, spoken: remark::said(pen.strings, said), fills, rings: Vec::new(), corner }
    }
}

/// Paints the corners of a block's notes and the rings of its readings.
pub fn paint(read: &[Read], painter: &Painter, origin: Vec2, theme: &Theme) {
    let clip = painter.clip_rect().expand(16.0).translate(-origin);
    for (corner, read) in read.iter().filter_map(|read| Some((read.corner?, read))) {
        for fill in read.fills.iter().filter(|fill| clip.intersects(**fill)) {
            let line =
                [fill.left_top() + origin + vec2(1.0, 0.5), fill.right_top() + origin + vec2(0.0, 0.5)];
            painter.extend(Shape::dotted_line(&line, theme.ink3, DOTS, 0.6));
        }
        let tip = corner + origin;
        let points = vec![tip - vec2(CORNER, 0.0), tip, tip + vec2(0.0, CORNER)];
        painter.add(Shape::convex_polygon(points, theme.ink2, Stroke::NONE));
    }
    for centre in read.iter().flat_map(|read| &read.rings).filter(|ring| clip.contains(**ring)) {
        painter.circle(*centre + origin, RING, theme.paper, Stroke::new(1.2, theme.zhu));
    }
}
