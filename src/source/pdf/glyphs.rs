//! What a page draws: glyphs with their boxes, rules, boxes and pictures, in the order in which it draws them.
//!
//! [`sheet`] runs a page's instructions with a [`Collector`] in place of a painter. Lengths become points from the upper
//! left corner of the page as a person sees it (crop box, turned as the page says). Glyphs outside the page and glyphs
//! drawn twice for a bold look are left out; glyphs of which the file does not say what they mean are counted.

use super::unify::unify;
use crate::source::Rect;
use crate::text::is_space;
use hayro_interpret::font::{Glyph as Drawn, GlyphRun};
use hayro_interpret::hayro_cmap::{BfString, WritingMode};
use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::object::{Dict, String as PdfString};
use hayro_interpret::hayro_syntax::page::Page;
use hayro_interpret::kurbo::{self, Affine, BezPath, PathEl, Point, Shape};
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps, InterpreterCache,
    InterpreterSettings, SoftMask, TransformExt, interpret_page,
};
use std::collections::{HashMap, HashSet};

/// Most glyphs that a page may have; a dense broadsheet has fifteen thousand.
const MOST_GLYPHS: usize = 200_000;
/// Most rules, boxes and pictures that are looked at.
const MOST_SHAPES: usize = 4_000;
/// How far above the baseline an em box reaches, in ems; the rest lies below.
const ASCENT: f64 = 0.88;
/// Thickest rule, points.
const THIN: f64 = 3.5;
/// Shortest rule, points.
const LONG: f64 = 14.0;
/// Longest replacement text that is laid over glyphs of another number.
const REPLACED: usize = 12;

/// A character where it stands.
#[derive(Clone, Copy, Debug)]
pub struct Glyph {
    /// What it says.
    pub c: char,
    /// What the file says, where that is another code point.
    pub raw: Option<char>,
    /// Its em box.
    pub place: Rect,
    /// Font size.
    pub size: f32,
    /// Its line runs downwards: upright in vertical text, or turned by a quarter.
    pub down: bool,
    /// White space was drawn before it, by this many points (0 for none).
    pub space: f32,
    /// Number of its font.
    pub font: u16,
}

/// What a page draws.
#[derive(Debug, Default)]
pub struct Sheet {
    /// Width.
    pub width: f32,
    /// Height.
    pub height: f32,
    /// In drawing order.
    pub glyphs: Vec<Glyph>,
    /// Glyphs without a meaning.
    pub unread: u32,
    /// PostScript names of the fonts.
    pub fonts: Vec<String>,
    /// Thin lines and the edges of boxes.
    pub rules: Vec<Rect>,
    /// Frames and shaded boxes.
    pub boxes: Vec<Rect>,
    /// Pictures.
    pub pictures: Vec<Rect>,
}

/// Runs the instructions of `page`.
pub fn sheet(pdf: &Pdf, page: &Page<'_>) -> Sheet {
    let (width, height) = page.render_dimensions();
    let bounds = kurbo::Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
    let cache = InterpreterCache::new();
    let at = page.initial_transform(true).to_kurbo();
    let mut context = Context::new(at, bounds, &cache, pdf.xref(), InterpreterSettings::default());
    let mut collector = Collector { bounds, ..Collector::default() };
    interpret_page(page, &mut context, &mut collector);
    let mut sheet = collector.sheet;
    (sheet.width, sheet.height) = (width, height);
    once(&mut sheet.glyphs);
    sheet.boxes.extend(framed(&sheet.rules));
    sheet
}

/// Stands where a painter would.
#[derive(Default)]
struct Collector {
    bounds: kurbo::Rect,
    sheet: Sheet,
    fonts: HashMap<u128, u16>,
    /// For each open marked content: its replacement text, and the number of glyphs before it.
    marked: Vec<Option<(Vec<char>, usize)>>,
    space: f32,
}

fn rect(from: kurbo::Rect) -> Rect {
    Rect { x0: from.x0 as f32, y0: from.y0 as f32, x1: from.x1 as f32, y1: from.y1 as f32 }
}

impl Collector {
    /// The em box, size and direction of a glyph that `t` brings onto the page; `advance` in thousandths of an em.
    fn place(t: Affine, advance: f64) -> (kurbo::Rect, f64, bool) {
        let [a, b, c, d, x, y] = t.as_coeffs();
        let (along, size) = (a.hypot(b) * advance, c.hypot(d) * 1000.0);
        // A quarter turn clockwise: the line runs downwards and its upper side is on the right.
        let down = b > a.abs();
        let place = if down {
            kurbo::Rect::new(x - (1.0 - ASCENT) * size, y, x + ASCENT * size, y + along)
        } else if a >= b.abs() {
            kurbo::Rect::new(x, y - ASCENT * size, x + along, y + (1.0 - ASCENT) * size)
        } else {
            // Other turns are rare: the box of the turned em.
            let corners = [(0.0, -120.0), (advance, ASCENT * 1000.0)].map(|(u, v)| t * Point::new(u, v));
            kurbo::Rect::from_points(corners[0], corners[1])
        };
        (place, size, down)
    }

    fn font(&mut self, glyph: &Drawn<'_>) -> u16 {
        let known = match glyph {
            Drawn::Outline(outline) => outline.font_data(),
            Drawn::Type3(_) => None,
        };
        let (key, name) = known.map_or((0, String::new()), |data| {
            (
                data.cache_key,
                if self.fonts.contains_key(&data.cache_key) { None } else { data.postscript_name }
                    .unwrap_or_default(),
            )
        });
        let fonts = &mut self.sheet.fonts;
        *self.fonts.entry(key).or_insert_with(|| {
            fonts.push(name);
            (fonts.len() - 1).min(usize::from(u16::MAX)) as u16
        })
    }

    fn glyph(&mut self, glyph: &Drawn<'_>, t: Affine, vertical: bool) {
        if self.sheet.glyphs.len() >= MOST_GLYPHS {
            return;
        }
        let told = glyph.as_unicode();
        let advance = match glyph {
            // Vertical fonts tell how far the line goes on, which is downwards.
            Drawn::Outline(_) if vertical => Some(1000.0),
            Drawn::Outline(outline) => outline.advance_width(),
            // In the font's own units, which its matrix brings to the page like its drawing.
            Drawn::Type3(drawn) => drawn.advance_width(),
        };
        let han = matches!(&told, Some(BfString::Char(c)) if !c.is_ascii());
        let advance = advance.map_or(if han { 1000.0 } else { 500.0 }, f64::from);
        let (place, size, down) = Self::place(t, advance);
        if !place.is_finite() || size <= 0.1 || !self.bounds.contains(place.center()) {
            return;
        }
        let string: String = match told {
            Some(BfString::Char(c)) => c.into(),
            Some(BfString::String(s)) => s,
            None => String::new(),
        };
        let chars: Vec<char> = string.chars().filter(|c| *c != '\0').collect();
        if chars.iter().all(|c| is_space(*c)) && !chars.is_empty() {
            self.space += if down || vertical { place.height() } else { place.width() } as f32;
            return;
        }
        let replaced = self.marked.iter().any(Option::is_some);
        if chars.is_empty() || chars.iter().all(|c| is_unread(*c)) {
            if !replaced {
                self.sheet.unread += 1;
                return;
            }
            let font = self.font(glyph);
            return self.put(&['\u{fffd}'], rect(place), size as f32, down || vertical, font);
        }
        let font = self.font(glyph);
        self.put(&chars, rect(place), size as f32, down || vertical, font);
    }

    /// Adds characters that share a box; each gets its part of it.
    fn put(&mut self, chars: &[char], place: Rect, size: f32, down: bool, font: u16) {
        let solid: Vec<char> = chars.iter().copied().filter(|c| !is_space(*c)).collect();
        for (n, raw) in solid.iter().enumerate() {
            let c = unify(*raw);
            let place = part(place, n, solid.len(), down);
            let space = std::mem::take(&mut self.space);
            let raw = (c != *raw).then_some(*raw);
            self.sheet.glyphs.push(Glyph { c, raw, place, size, down, space, font });
        }
    }

    /// Lays a replacement text over the glyphs since `from`.
    fn replace(&mut self, text: &[char], from: usize) {
        let solid: Vec<char> = text.iter().copied().filter(|c| !is_space(*c)).collect();
        let Some(glyphs) = self.sheet.glyphs.get_mut(from..) else { return };
        if glyphs.len() == solid.len() {
            for (glyph, raw) in glyphs.iter_mut().zip(&solid) {
                glyph.c = unify(*raw);
                glyph.raw = (glyph.c != *raw).then_some(*raw);
            }
            return;
        }
        let Some(first) = glyphs.first().copied() else { return };
        let near = |g: &Glyph| (g.place.y1 - first.place.y1).abs() < first.size || first.down;
        if solid.len() > REPLACED || glyphs.len() > REPLACED || !glyphs.iter().all(near) {
            // Words for a whole passage: nobody can say which of them stands where. What was drawn is kept.
            let before = self.sheet.glyphs.len();
            self.sheet.glyphs.retain(|glyph| glyph.c != '\u{fffd}');
            self.sheet.unread += (before - self.sheet.glyphs.len()) as u32;
            return;
        }
        let place = glyphs.iter().fold(first.place, |all, g| union(all, g.place));
        self.sheet.glyphs.truncate(from);
        self.space = first.space;
        self.put(&solid, place, first.size, first.down, first.font);
    }

    fn shape(&mut self, path: &BezPath, t: Affine, stroked: Option<f64>) {
        if self.sheet.rules.len() + self.sheet.boxes.len() > MOST_SHAPES || path.elements().len() > 40 {
            return;
        }
        let bent = path.elements().iter().any(|el| matches!(el, PathEl::CurveTo(..) | PathEl::QuadTo(..)));
        let bounds = (t * path.clone()).bounding_box();
        let seen = bounds.intersect(self.bounds);
        if seen.width() <= 0.0 && seen.height() <= 0.0 || !bounds.is_finite() {
            return;
        }
        let wide = stroked.unwrap_or(0.0);
        let (w, h) = (bounds.width() + wide, bounds.height() + wide);
        if (w <= THIN && h >= LONG) || (h <= THIN && w >= LONG) {
            self.sheet.rules.push(rect(bounds));
        } else if w >= 24.0 && h >= 12.0 && !bent && bounds.area() < self.bounds.area() * 0.8 {
            self.sheet.boxes.push(rect(bounds));
            let Rect { x0, y0, x1, y1 } = rect(bounds);
            let edges = [(x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)];
            self.sheet.rules.extend(edges.map(|(x0, y0, x1, y1)| Rect { x0, y0, x1, y1 }));
        }
    }
}

/// Not a character: the replacement mark, and what fonts use without telling.
fn is_unread(c: char) -> bool {
    c == '\u{fffd}' || c.is_control() || matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..)
}

/// The `n`th of `of` equal parts.
fn part(place: Rect, n: usize, of: usize, down: bool) -> Rect {
    let at = |from: f32, to: f32, k: usize| from + (to - from) * k as f32 / of as f32;
    if down {
        Rect { y0: at(place.y0, place.y1, n), y1: at(place.y0, place.y1, n + 1), ..place }
    } else {
        Rect { x0: at(place.x0, place.x1, n), x1: at(place.x0, place.x1, n + 1), ..place }
    }
}

/// The least rectangle around two.
pub fn union(a: Rect, b: Rect) -> Rect {
    Rect { x0: a.x0.min(b.x0), y0: a.y0.min(b.y0), x1: a.x1.max(b.x1), y1: a.y1.max(b.y1) }
}

/// Leaves out glyphs that are drawn over themselves.
fn once(glyphs: &mut Vec<Glyph>) {
    let mut seen: HashSet<(char, i32, i32)> = HashSet::with_capacity(glyphs.len());
    glyphs.retain(|glyph| {
        let step = (glyph.size * 0.08).max(0.1);
        let (x, y) = ((glyph.place.x0 / step) as i32, (glyph.place.y1 / step) as i32);
        // The twin may lie just over the edge of a cell.
        let twin = (-1..=1).any(|dx| (-1..=1).any(|dy| seen.contains(&(glyph.c, x + dx, y + dy))));
        seen.insert((glyph.c, x, y));
        !twin
    });
}

/// Boxes made of four single rules.
fn framed(rules: &[Rect]) -> Vec<Rect> {
    let near = |a: f32, b: f32| (a - b).abs() < 4.0;
    let flat: Vec<&Rect> =
        rules.iter().filter(|r| r.x1 - r.x0 > 60.0 && r.y1 - r.y0 < 4.0).take(300).collect();
    let steep: Vec<&Rect> =
        rules.iter().filter(|r| r.y1 - r.y0 > 20.0 && r.x1 - r.x0 < 4.0).take(300).collect();
    let mut found = Vec::new();
    for (n, top) in flat.iter().enumerate() {
        for bottom in flat[n + 1..].iter().filter(|r| near(r.x0, top.x0) && near(r.x1, top.x1)) {
            let (y0, y1) = (top.y0.min(bottom.y0), top.y1.max(bottom.y1));
            let side = |x: f32| steep.iter().any(|r| near(r.x0, x) && near(r.y0, y0) && near(r.y1, y1));
            if y1 - y0 > 15.0 && side(top.x0) && side(top.x1) {
                found.push(Rect { x0: top.x0, y0, x1: top.x1, y1 });
            }
        }
    }
    found
}

impl Device<'_> for Collector {
    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'_>, mode: &DrawMode) {
        let stroked = match mode {
            DrawMode::Invisible => return,
            DrawMode::Stroke(stroke) | DrawMode::FillAndStroke(_, stroke) => {
                Some(f64::from(stroke.line_width))
            }
            DrawMode::Fill(_) => None,
        };
        self.shape(path, props.transform, stroked);
    }

    fn push_clip_path(&mut self, _: &ClipPath) {}

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'_>>, _: BlendMode) {}

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, '_>, props: DrawProps<'_>, _: &DrawMode) {
        let vertical = matches!(run.writing_mode(), WritingMode::Vertical);
        for glyph in run.glyphs() {
            self.glyph(glyph, props.transform * glyph.transform(), vertical);
        }
    }

    fn draw_image(&mut self, image: Image<'_, '_>, props: ImageDrawProps<'_>) {
        let size = kurbo::Rect::new(0.0, 0.0, f64::from(image.width()), f64::from(image.height()));
        let place = props.transform.transform_rect_bbox(size).intersect(self.bounds);
        if place.width() > 8.0 && place.height() > 8.0 && self.sheet.pictures.len() < MOST_SHAPES {
            self.sheet.pictures.push(rect(place));
        }
    }

    fn begin_marked_content(&mut self, _: &[u8], properties: Option<&Dict<'_>>) {
        let text = properties.and_then(|dict| dict.get::<PdfString<'_>>(b"ActualText" as &[u8]));
        let from = self.sheet.glyphs.len();
        self.marked.push(text.map(|text| (decode(text.as_ref()), from)));
    }

    fn end_marked_content(&mut self) {
        if let Some(Some((text, from))) = self.marked.pop() {
            self.replace(&text, from);
        }
    }

    fn pop_clip(&mut self) {}

    fn pop_transparency_group(&mut self) {}
}

/// The characters of a text string of the file: UTF-16 or UTF-8 with their BOM, else Latin-1.
pub fn decode(bytes: &[u8]) -> Vec<char> {
    let wide = |bytes: &[u8], read: fn([u8; 2]) -> u16| {
        let units = bytes.chunks_exact(2).filter_map(|pair| pair.try_into().ok()).map(read);
        char::decode_utf16(units).map(|c| c.unwrap_or('\u{fffd}')).collect()
    };
    match bytes {
        [0xfe, 0xff, rest @ ..] => wide(rest, u16::from_be_bytes),
        [0xff, 0xfe, rest @ ..] => wide(rest, u16::from_le_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).chars().collect(),
        _ => bytes.iter().map(|byte| char::from(*byte)).collect(),
    }
}
