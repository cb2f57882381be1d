//! Draws a desk's last frame without a graphics card: egui's triangles, filled one pixel after the other.
//!
//! Corners are put on a grid of 1/256 pixel and edges are whole numbers, so that no pixel between two triangles is drawn
//! twice or not at all, and every machine draws the same.

use egui::epaint::{ClippedPrimitive, ImageData, ImageDelta, Primitive, Vertex};
use egui::{Color32, Context, FullOutput, Rect, TextureFilter, TextureId, TexturesDelta};
use egui_kittest::TestRenderer;
use std::cell::RefCell;
use std::collections::HashMap;
use std::mem::take;
use std::rc::Rc;

/// Steps of the grid to a pixel.
const GRID: f32 = 256.0;

/// What egui has given to the graphics card.
#[derive(Clone, Default)]
pub struct Textures(Rc<RefCell<Held>>);

#[derive(Default)]
struct Held {
    textures: HashMap<TextureId, Texture>,
    /// Given back with the last frame, which still draws them.
    freed: Vec<TextureId>,
}

struct Texture {
    width: usize,
    height: usize,
    pixels: Vec<Color32>,
    smooth: bool,
}

impl TestRenderer for Textures {
    fn handle_delta(&mut self, delta: &mut TexturesDelta) {
        let mut held = self.0.borrow_mut();
        for id in take(&mut held.freed) {
            held.textures.remove(&id);
        }
        for (id, deltas) in take(&mut delta.set) {
            deltas.into_iter().for_each(|delta| held.set(id, &delta));
        }
        held.freed.extend(take(&mut delta.free));
    }
}

impl Held {
    fn set(&mut self, id: TextureId, delta: &ImageDelta) {
        let ImageData::Color(image) = &delta.image;
        let [width, height] = image.size;
        if let (Some([left, top]), Some(texture)) = (delta.pos, self.textures.get_mut(&id)) {
            for (n, row) in image.pixels.chunks_exact(width).enumerate() {
                let at = (top + n) * texture.width + left;
                texture.pixels[at..at + width].copy_from_slice(row);
            }
        } else {
            let smooth = delta.options.magnification == TextureFilter::Linear;
            self.textures.insert(id, Texture { width, height, pixels: image.pixels.clone(), smooth });
        }
    }
}

impl Texture {
    /// The colour at a place, each side going from 0 to 1.
    fn at(&self, u: f32, v: f32) -> [f32; 4] {
        let (x, y) = (u * self.width as f32 - 0.5, v * self.height as f32 - 0.5);
        if !self.smooth {
            return self.texel(x.round(), y.round());
        }
        let (left, top) = (x.floor(), y.floor());
        let (right, down) = (x - left, y - top);
        let mut mixed = [0.0; 4];
        for (dx, dy, share) in [
            (0.0, 0.0, (1.0 - right) * (1.0 - down)),
            (1.0, 0.0, right * (1.0 - down)),
            (0.0, 1.0, (1.0 - right) * down),
            (1.0, 1.0, right * down),
        ] {
            // Letters lie on whole pixels: three of the four count for nothing.
            if share > 0.001 {
                let texel = self.texel(left + dx, top + dy);
                mixed.iter_mut().zip(texel).for_each(|(mixed, texel)| *mixed += texel * share);
            }
        }
        mixed
    }

    fn texel(&self, x: f32, y: f32) -> [f32; 4] {
        let (x, y) = (x.clamp(0.0, self.width as f32 - 1.0), y.clamp(0.0, self.height as f32 - 1.0));
        self.pixels[y as usize * self.width + x as usize].to_array().map(f32::from)
    }
}

/// A picture: rows of red, green and blue.
#[derive(Clone, PartialEq)]
pub struct Picture {
    pub width: usize,
    pub height: usize,
    pub pixels: Vec<[u8; 3]>,
}

/// Draws the last frame of a context.
pub fn draw(ctx: &Context, output: &FullOutput, textures: &Textures) -> Picture {
    let scale = output.pixels_per_point;
    let size = ctx.content_rect().size() * scale;
    let (width, height) = (size.x.round() as usize, size.y.round() as usize);
    let mut picture = Picture { width, height, pixels: vec![[0; 3]; width * height] };
    let held = textures.0.borrow();
    for ClippedPrimitive { clip_rect, primitive } in ctx.tessellate(output.shapes.clone(), scale) {
        let Primitive::Mesh(mesh) = primitive else { continue };
        let Some(texture) = held.textures.get(&mesh.texture_id) else { continue };
        let clip = clip_rect * scale;
        for corners in mesh.indices.chunks_exact(3) {
            let corners = [corners[0], corners[1], corners[2]].map(|n| mesh.vertices[n as usize]);
            picture.triangle(corners, texture, clip, scale);
        }
    }
    picture
}

impl Picture {
    /// The picture without an edge of so many pixels.
    pub fn without(&self, edge: usize) -> Self {
        let (width, height) = (self.width - 2 * edge, self.height - 2 * edge);
        let rows = self.pixels.chunks_exact(self.width).skip(edge).take(height);
        let pixels = rows.flat_map(|row| &row[edge..edge + width]).copied().collect();
        Self { width, height, pixels }
    }

    fn triangle(&mut self, corners: [Vertex; 3], texture: &Texture, clip: Rect, scale: f32) {
        let place = |v: &Vertex| [v.pos.x, v.pos.y].map(|at| (at * scale * GRID).round() as i64);
        let [a, mut b, mut c] = corners;
        let double = side(place(&a), place(&b), place(&c));
        if double == 0 {
            return;
        }
        if double < 0 {
            std::mem::swap(&mut b, &mut c);
        }
        let corners = [a, b, c];
        let [pa, pb, pc] = [place(&a), place(&b), place(&c)];
        // Pixels whose centres may be inside, no others.
        let range = |axis: usize, low: f32, high: f32, most: usize| {
            let all = [pa[axis], pb[axis], pc[axis]].map(|at| at as f32 / GRID);
            let from = all.iter().copied().fold(f32::MAX, f32::min).max(low.round()).max(0.0);
            let to = all.iter().copied().fold(f32::MIN, f32::max).min(high.round()).min(most as f32);
            (from.floor() as i64, to.ceil() as i64)
        };
        let (left, right) = range(0, clip.left(), clip.right(), self.width);
        let (top, bottom) = range(1, clip.top(), clip.bottom(), self.height);
        let edges = [(pb, pc), (pc, pa), (pa, pb)];
        // A centre on an edge belongs to the triangle on its right or below it.
        let least =
            edges.map(|(from, to)| i64::from(to[1] > from[1] || (to[1] == from[1] && to[0] < from[0])));
        let step = edges.map(|(from, to)| (from[1] - to[1]) * GRID as i64);
        // Most are of one colour.
        let plain = corners.iter().all(|v| (v.uv, v.color) == (a.uv, a.color));
        let plain = plain.then(|| colour(&corners, [1.0, 0.0, 0.0], texture));
        for y in top..bottom {
            let first = [left, y].map(|at| at * GRID as i64 + GRID as i64 / 2);
            let mut sides = edges.map(|(from, to)| side(from, to, first));
            for x in left..right {
                if (0..3).all(|n| sides[n] >= least[n]) {
                    let shares = || sides.map(|side| side as f32 / double.abs() as f32);
                    let over = plain.unwrap_or_else(|| colour(&corners, shares(), texture));
                    lay(over, &mut self.pixels[y as usize * self.width + x as usize]);
                }
                (0..3).for_each(|n| sides[n] += step[n]);
            }
        }
    }
}

/// The colour at a place in a triangle, by the shares of its corners.
fn colour(corners: &[Vertex; 3], shares: [f32; 3], texture: &Texture) -> [f32; 4] {
    let mix = |of: &dyn Fn(&Vertex) -> f32| -> f32 {
        corners.iter().zip(shares).map(|(corner, share)| of(corner) * share).sum()
    };
    let texel = texture.at(mix(&|v| v.uv.x), mix(&|v| v.uv.y));
    std::array::from_fn(|n| mix(&|v| f32::from(v.color.to_array()[n])) * texel[n] / 255.0)
}

/// Lays a colour over a pixel.
fn lay(over: [f32; 4], pixel: &mut [u8; 3]) {
    for (below, over_it) in pixel.iter_mut().zip(over) {
        *below = (over_it + f32::from(*below) * (1.0 - over[3] / 255.0)).round().clamp(0.0, 255.0) as u8;
    }
}

/// Twice the area between an edge and a point: above zero where the point is on its right.
fn side(from: [i64; 2], to: [i64; 2], point: [i64; 2]) -> i64 {
    (to[0] - from[0]) * (point[1] - from[1]) - (to[1] - from[1]) * (point[0] - from[0])
}
