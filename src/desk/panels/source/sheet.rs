//! A page of placed characters: as type in our own faces, and as boxes of lines and columns.
//!
//! Each character is drawn into the box that the file gives it, so the page looks as it was printed but for the faces.
//! Quads are kept in points of the page; a frame only moves and scales those that are seen. A glyph is taken from egui's
//! atlas at one of a few sizes, so that zooming does not fill it.

use super::rows::Owners;
use crate::desk::fonts::Face;
use crate::source::{PageShape, Placed};
use crate::text::CharRange;
use egui::epaint::text::FontsView;
use egui::epaint::{Vertex, WHITE_UV};
use egui::{Color32, Mesh, Pos2, Rect, TextureId, Vec2, pos2, vec2};
use std::collections::HashMap;

/// Sizes at which glyphs are taken from the atlas.
const SIZES: [f32; 9] = [6.0, 9.0, 12.0, 17.0, 24.0, 34.0, 48.0, 68.0, 96.0];
/// Characters smaller than this on the screen are bars.
const LEGIBLE: f32 = 3.5;

/// Something to draw: a place on the page and its part of the atlas.
struct Quad {
    place: Rect,
    uv: Rect,
}

/// Characters of one block that stand in one line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LineBox {
    /// Where.
    pub place: Rect,
    /// Whose: place of the article in the issue.
    pub article: u32,
    /// Which block of it.
    pub block: u32,
    /// Its first character.
    pub first: u32,
}

/// A page as type.
#[derive(Default)]
pub struct Type {
    quads: Vec<Quad>,
}

struct Glyph {
    offset: Vec2,
    size: Vec2,
    advance: f32,
    uv: Rect,
}

/// The box of a character.
pub fn place(placed: &Placed) -> Rect {
    let place = placed.place;
    Rect::from_min_max(pos2(place.x0, place.y0), pos2(place.x1, place.y1))
}

impl Type {
    /// Sets a page for a scale of `scale` points on the screen for each of the page.
    pub fn of(page: &PageShape, chars: &[char], scale: f32, fonts: &mut FontsView<'_>) -> Self {
        let faces: Vec<Face> = page.fonts.iter().map(|name| face(name)).collect();
        let mut cache: HashMap<(char, u8, Face), Option<Glyph>> = HashMap::new();
        let [width, height] = fonts.font_image_size();
        let texel = vec2(1.0 / width as f32, 1.0 / height as f32);
        let mut quads = Vec::with_capacity(page.chars.len());
        for placed in &page.chars {
            let Some(c) = chars.get(placed.at as usize).copied() else { continue };
            let size = placed.size.max(0.1);
            if size * scale < LEGIBLE {
                let bar = place(placed).shrink2(vec2(0.0, 0.28 * size));
                quads.push(Quad { place: bar, uv: Rect::from_min_max(WHITE_UV, WHITE_UV) });
                continue;
            }
            let class = SIZES.iter().position(|s| *s >= size * scale * 0.99).unwrap_or(SIZES.len() - 1);
            let face = faces.get(placed.font as usize).copied().unwrap_or(Face::Serif);
            let glyph = cache
                .entry((c, class as u8, face))
                .or_insert_with(|| glyph(fonts, face, SIZES[class], c, texel));
            let Some(glyph) = glyph else { continue };
            let shrink = size / SIZES[class];
            let place = place(placed);
            let baseline =
                if placed.vertical { place.center().y + 0.38 * size } else { place.bottom() - 0.12 * size };
            let left = place.center().x - 0.5 * glyph.advance * shrink;
            let min = pos2(left, baseline) + glyph.offset * shrink;
            quads.push(Quad { place: Rect::from_min_size(min, glyph.size * shrink), uv: glyph.uv });
        }
        Self { quads }
    }

    /// What is seen in `view`, with the page's corner at `origin`.
    pub fn mesh(&self, origin: Pos2, scale: f32, view: Rect, ink: Color32) -> Mesh {
        let mut mesh = Mesh::with_texture(TextureId::default());
        for quad in &self.quads {
            let at = |p: Pos2| origin + p.to_vec2() * scale;
            let rect = Rect::from_min_max(at(quad.place.min), at(quad.place.max));
            if !view.intersects(rect) {
                continue;
            }
            let n = mesh.vertices.len() as u32;
            let vertex = |pos: Pos2, uv: Pos2| Vertex { pos, uv, color: ink };
            mesh.vertices.extend([
                vertex(rect.left_top(), quad.uv.left_top()),
                vertex(rect.right_top(), quad.uv.right_top()),
                vertex(rect.left_bottom(), quad.uv.left_bottom()),
                vertex(rect.right_bottom(), quad.uv.right_bottom()),
            ]);
            mesh.indices.extend([n, n + 1, n + 2, n + 2, n + 1, n + 3]);
        }
        mesh
    }
}

/// Black, bold or song, as far as the font's name tells.
fn face(name: &str) -> Face {
    let name = name.to_ascii_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| name.contains(word));
    let sans = has(&["hei", "sans", "gothic", "kai-bold", "arial", "helvetica"]);
    let bold = has(&["bold", "black", "heavy", "cuhei", "dabiaosong"]);
    match (sans, bold) {
        (true, true) => Face::SansBold,
        (true, false) => Face::Sans,
        (false, true) => Face::SerifBold,
        (false, false) => Face::Serif,
    }
}

fn glyph(fonts: &mut FontsView<'_>, face: Face, size: f32, c: char, texel: Vec2) -> Option<Glyph> {
    let font = face.at(size);
    let c = if c.is_control() {
        return None;
    } else if fonts.has_glyph(&font, c) {
        c
    } else {
        '〓'
    };
    let galley = fonts.layout_no_wrap(c.to_string(), font, Color32::PLACEHOLDER);
    let glyph = galley.rows.first()?.glyphs.first()?;
    if glyph.uv_rect.is_nothing() {
        return None;
    }
    let uv = |[x, y]: [u16; 2]| pos2(f32::from(x) * texel.x, f32::from(y) * texel.y);
    Some(Glyph {
        offset: glyph.uv_rect.offset,
        size: glyph.uv_rect.size,
        advance: glyph.advance_width,
        uv: Rect::from_min_max(uv(glyph.uv_rect.min), uv(glyph.uv_rect.max)),
    })
}

/// The lines of all blocks on a page.
pub fn lines(page: &PageShape, owners: &Owners) -> Vec<LineBox> {
    let mut lines: Vec<LineBox> = Vec::new();
    for placed in &page.chars {
        let Some(owner) = owners.at(placed.at).filter(|owner| owner.range.contains(placed.at)) else {
            continue;
        };
        let place = place(placed);
        match lines.last_mut() {
            Some(last)
                if (last.article, last.block) == (owner.article, owner.block)
                    && goes_on(last.place, place, placed) =>
            {
                last.place = last.place.union(place);
            }
            _ => lines.push(LineBox { place, article: owner.article, block: owner.block, first: placed.at }),
        }
    }
    lines
}

fn goes_on(line: Rect, place: Rect, placed: &Placed) -> bool {
    let near = 1.5 * placed.size;
    let (along, across) = if placed.vertical {
        (place.top() - line.bottom(), place.center().x - line.center().x)
    } else {
        (place.left() - line.right(), place.center().y - line.center().y)
    };
    along.abs() < near && across.abs() < 0.5 * placed.size
}

/// The boxes of some ranges of the source on a page, a line at a time.
pub fn marked(page: &PageShape, ranges: &[CharRange]) -> Vec<Rect> {
    let mut boxes: Vec<Rect> = Vec::new();
    for range in ranges {
        let from = page.chars.partition_point(|placed| placed.at < range.start());
        for placed in page.chars[from..].iter().take_while(|placed| placed.at < range.end()) {
            let place = place(placed);
            match boxes.last_mut() {
                Some(last) if goes_on(*last, place, placed) => *last = last.union(place),
                _ => boxes.push(place),
            }
        }
    }
    boxes
}

/// Lines of an article as columns: boxes around what stands closely below or beside one another.
pub fn columns(lines: &[LineBox], article: u32) -> Vec<Rect> {
    let mut columns: Vec<Rect> = Vec::new();
    for line in lines.iter().filter(|line| line.article == article) {
        let size = line.place.width().min(line.place.height());
        let joined = columns.last_mut().filter(|last| {
            let near = last.expand(1.2 * size);
            let below = line.place.x_range().intersection(last.x_range()).span() > 0.0;
            let beside = line.place.y_range().intersection(last.y_range()).span() > 0.0;
            near.intersects(line.place) && (below || beside)
        });
        match joined {
            Some(last) => *last = last.union(line.place),
            None => columns.push(line.place),
        }
    }
    columns
}

/// The character at a place on the page, or the nearest one within a few points.
pub fn character(page: &PageShape, at: Pos2) -> Option<u32> {
    let distance = |placed: &&Placed| place(placed).distance_sq_to_pos(at);
    let nearest = page.chars.iter().min_by(|a, b| distance(a).total_cmp(&distance(b)))?;
    (distance(&nearest).sqrt() < 3.0 * nearest.size).then_some(nearest.at)
}
