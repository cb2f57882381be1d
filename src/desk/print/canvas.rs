//! What a page draws, as the operators of a PDF. Heights are given from the top of the paper down.

use super::faces::{Faces, Glyph};
use super::setting::shown;
use super::sheet::HEIGHT;
use crate::desk::fonts::Face;
use crate::desk::reader::linebreak::Place;
use egui::Color32;
use skrifa::outline::OutlinePen;
use std::collections::HashMap;
use std::fmt::Write;

/// A piece of type: a character as one glyph with one width. The eighth of an em behind it and the half that a mark
/// gives up are part of its width, so that whoever copies the text meets no gap that could be taken for a blank.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Sort {
    /// The character.
    pub c: char,
    /// Its glyph.
    pub glyph: u16,
    /// Its width in thousandths of an em.
    pub width: u16,
}

/// The sorts of one font that are used, in the order in which they came; the first has number 1.
#[derive(Clone, Debug, Default)]
pub struct Case {
    /// The sorts.
    pub sorts: Vec<Sort>,
    places: HashMap<Sort, u16>,
}

impl Case {
    fn number(&mut self, sort: Sort) -> u16 {
        if let Some(number) = self.places.get(&sort) {
            return *number;
        }
        let Ok(number) = u16::try_from(self.sorts.len() + 1) else { return 0 };
        self.sorts.push(sort);
        self.places.insert(sort, number);
        number
    }
}

/// A smaller difference of widths is made up for between two characters.
const TRIFLE: f32 = 60.0;
/// Other widths of a character are multiples of this apart.
const GRADE: f32 = 25.0;

/// How a text is set.
#[derive(Clone, Copy)]
pub struct Type {
    /// The face.
    pub face: Face,
    /// The size.
    pub size: f32,
    /// The colour.
    pub ink: Color32,
}

/// A page in the making.
pub struct Canvas<'a> {
    /// The operators.
    pub operators: String,
    faces: &'a Faces,
    cases: &'a mut [Case],
}

/// A number as a PDF has it.
fn number(out: &mut String, value: f32) {
    let thousandths = (f64::from(value) * 1000.0).round() as i64;
    let (sign, size) = (if thousandths < 0 { "-" } else { "" }, thousandths.unsigned_abs());
    let _ = write!(out, "{sign}{}", size / 1000);
    if !size.is_multiple_of(1000) {
        let part = format!(".{:03}", size % 1000);
        out.push_str(part.trim_end_matches('0'));
    }
    out.push(' ');
}

/// Where the next glyph of the font that is set would stand.
struct Pen {
    font: usize,
    x: f32,
}

impl<'a> Canvas<'a> {
    /// An empty page.
    pub fn new(faces: &'a Faces, cases: &'a mut [Case]) -> Self {
        Self { operators: String::new(), faces, cases }
    }

    fn put(&mut self, values: &[f32], operator: &str) {
        for value in values {
            number(&mut self.operators, *value);
        }
        self.operators.push_str(operator);
        self.operators.push('\n');
    }

    fn ink(&mut self, ink: Color32, operator: &str) {
        let [red, green, blue, _] = ink.to_array().map(|value| f32::from(value) / 255.0);
        self.put(&[red, green, blue], operator);
    }

    /// What stands on every page and belongs to no article.
    pub fn furniture(&mut self, draw: impl FnOnce(&mut Self)) {
        self.operators.push_str("/Artifact BMC\n");
        draw(self);
        self.operators.push_str("EMC\n");
    }

    /// A row of characters at their places, which are relative to `x`.
    pub fn row(&mut self, (x, y): (f32, f32), set: Type, chars: &[char], places: &[Place]) {
        let mut pen: Option<Pen> = None;
        let mut boxes = Vec::new();
        self.operators.push_str("BT\n");
        self.ink(set.ink, "rg");
        for (n, (c, place)) in chars.iter().zip(places).enumerate() {
            let Some(c) = shown(*c) else { continue };
            let next = places.get(n + 1).map_or(place.right, |next| next.pen);
            let wanted = (next - place.pen) / set.size * 1000.0;
            let at = x + place.pen;
            let Some(glyph) = self.faces.glyph(set.face, c) else {
                boxes.push((x + place.left, x + place.right));
                self.unseen(&mut pen, (at, y), set, c, wanted);
                continue;
            };
            let width = self.width(glyph, wanted);
            let sort = Sort { c, glyph: glyph.id, width };
            self.sort(&mut pen, (at, y), set, glyph.font, sort);
        }
        if pen.is_some() {
            self.operators.push_str(">]TJ\n");
        }
        self.operators.push_str("ET\n");
        for (left, right) in boxes {
            self.ink(set.ink, "RG");
            let size = set.size;
            self.put(&[0.4], "w");
            self.put(&[left + 0.5, HEIGHT - y - 0.12 * size, right - left - 1.0, size], "re");
            self.operators.push_str("S\n");
        }
    }

    /// The width of a character that the next one follows at a distance.
    fn width(&self, glyph: Glyph, wanted: f32) -> u16 {
        let more = wanted - glyph.width;
        // A glyph of a PostScript font has one number and so one width.
        let steps = if more.abs() <= TRIFLE || self.faces.fonts[glyph.font].postscript {
            0.0
        } else {
            (more / GRADE).round() * GRADE
        };
        (glyph.width + steps).round().clamp(0.0, 30_000.0) as u16
    }

    /// Puts a sort down where the pen is, or moves the pen first.
    fn sort(&mut self, pen: &mut Option<Pen>, (x, y): (f32, f32), set: Type, font: usize, sort: Sort) {
        let number = self.cases[font].number(sort);
        let after = match pen.take() {
            Some(pen) if pen.font == font => {
                let gap = ((x - pen.x) / set.size * 1000.0).round();
                if gap != 0.0 {
                    let _ = write!(self.operators, ">{}<", -gap);
                }
                pen.x + gap * set.size / 1000.0
            }
            other => {
                if other.is_some() {
                    self.operators.push_str(">]TJ\n");
                }
                let _ = write!(self.operators, "/F{font} ");
                self.put(&[set.size], "Tf");
                self.put(&[1.0, 0.0, 0.0, 1.0, x, HEIGHT - y], "Tm");
                self.operators.push_str("[<");
                x
            }
        };
        let _ = write!(self.operators, "{number:04X}");
        *pen = Some(Pen { font, x: after + f32::from(sort.width) * set.size / 1000.0 });
    }

    /// A character that no face has: it is there for whoever copies the text, and a box is drawn for it.
    fn unseen(&mut self, pen: &mut Option<Pen>, at: (f32, f32), set: Type, c: char, width: f32) {
        let Some(font) = self.faces.fonts.iter().position(|font| !font.postscript) else { return };
        if pen.take().is_some() {
            self.operators.push_str(">]TJ\n");
        }
        self.operators.push_str("3 Tr\n");
        let width = width.round().clamp(0.0, 30_000.0) as u16;
        self.sort(pen, at, set, font, Sort { c, glyph: 0, width });
        self.operators.push_str(">]TJ\n0 Tr\n");
        *pen = None;
    }

    /// A line of text from `x` on.
    pub fn text(&mut self, (x, y): (f32, f32), set: Type, text: &str) {
        let chars: Vec<char> = text.chars().collect();
        let mut at = 0.0;
        let place = |c: &char| {
            let width = self.faces.glyph(set.face, *c).map_or(1000.0, |glyph| glyph.width);
            let left = at;
            at += width * set.size / 1000.0;
            Place { left, right: at, pen: left }
        };
        let places: Vec<Place> = chars.iter().map(place).collect();
        self.row((x, y), set, &chars, &places);
    }

    /// A text as outlines, which nobody copies.
    pub fn outline(&mut self, (x, y): (f32, f32), set: Type, text: &str) {
        self.ink(set.ink, "rg");
        let (faces, mut left) = (self.faces, x);
        for glyph in text.chars().filter_map(|c| faces.glyph(set.face, c)) {
            let mut path = Path { out: &mut self.operators, x: left, y: HEIGHT - y, last: (0.0, 0.0) };
            faces.outline(glyph, set.size, &mut path);
            left += glyph.width * set.size / 1000.0;
        }
        self.operators.push_str("f\n");
    }

    /// A filled rectangle.
    pub fn bar(&mut self, (left, right): (f32, f32), top: f32, thickness: f32, ink: Color32) {
        self.ink(ink, "rg");
        self.put(&[left, HEIGHT - top - thickness, right - left, thickness], "re");
        self.operators.push_str("f\n");
    }

    /// Dashes of a length, one every `period`, the last one whole.
    pub fn dashes(
        &mut self,
        (left, right): (f32, f32),
        top: f32,
        (length, period, thickness): (f32, f32, f32),
        ink: Color32,
    ) {
        self.ink(ink, "rg");
        let count = (((right - left - length) / period).floor().max(0.0) as u32) + 1;
        // What is left over is spread, so that both ends are dashes.
        let period = if count > 1 { (right - left - length) / (count - 1) as f32 } else { period };
        for n in 0..count {
            let at = left + n as f32 * period;
            self.put(&[at, HEIGHT - top - thickness, length, thickness], "re");
        }
        self.operators.push_str("f\n");
    }

    /// A wavy line, as 书名号 has.
    pub fn wave(&mut self, (left, right): (f32, f32), y: f32, ink: Color32) {
        const HALF: f32 = 2.2;
        self.ink(ink, "RG");
        self.put(&[0.6], "w");
        self.put(&[left, HEIGHT - y], "m");
        let waves = ((right - left) / HALF).round().max(1.0);
        let step = (right - left) / waves;
        for n in 0..waves as u32 {
            let (from, up) = (left + n as f32 * step, if n.is_multiple_of(2) { 1.1 } else { -1.1 });
            let (one, two) = (from + 0.36 * step, from + 0.64 * step);
            let level = HEIGHT - y;
            self.put(&[one, level + up, two, level + up, from + step, level], "c");
        }
        self.operators.push_str("S\n");
    }

    /// A small triangle with its tip above.
    pub fn triangle(&mut self, (x, top): (f32, f32), ink: Color32) {
        self.ink(ink, "rg");
        self.put(&[x, HEIGHT - top], "m");
        self.put(&[x + 2.4, HEIGHT - top - 3.6], "l");
        self.put(&[x - 2.4, HEIGHT - top - 3.6], "l");
        self.operators.push_str("f\n");
    }

    /// A small ring.
    pub fn ring(&mut self, (x, y): (f32, f32), radius: f32, ink: Color32) {
        let (y, k) = (HEIGHT - y, 0.5523 * radius);
        self.ink(ink, "RG");
        self.put(&[0.8], "w");
        self.put(&[x + radius, y], "m");
        self.put(&[x + radius, y + k, x + k, y + radius, x, y + radius], "c");
        self.put(&[x - k, y + radius, x - radius, y + k, x - radius, y], "c");
        self.put(&[x - radius, y - k, x - k, y - radius, x, y - radius], "c");
        self.put(&[x + k, y - radius, x + radius, y - k, x + radius, y], "c");
        self.operators.push_str("s\n");
    }
}

/// The outline of a glyph on the page.
struct Path<'a> {
    out: &'a mut String,
    x: f32,
    y: f32,
    last: (f32, f32),
}

impl Path<'_> {
    fn put(&mut self, points: &[(f32, f32)], operator: &str) {
        for (x, y) in points {
            number(self.out, self.x + x);
            number(self.out, self.y + y);
        }
        self.out.push_str(operator);
        self.out.push('\n');
        self.last = points.last().copied().unwrap_or(self.last);
    }
}

impl OutlinePen for Path<'_> {
    fn move_to(&mut self, x: f32, y: f32) {
        self.put(&[(x, y)], "m");
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.put(&[(x, y)], "l");
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        let (fx, fy) = self.last;
        let third = |from: f32, to: f32| from + (to - from) * 2.0 / 3.0;
        let (one, two) = ((third(fx, cx), third(fy, cy)), (third(x, cx), third(y, cy)));
        self.put(&[one, two, (x, y)], "c");
    }

    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        self.put(&[(ax, ay), (bx, by), (x, y)], "c");
    }

    fn close(&mut self) {
        self.out.push_str("h\n");
    }
}
