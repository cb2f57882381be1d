//! What a line looks like on its page.

use super::super::lines::{Line, Page};
use crate::source::{PageShape, Placed, Rect};
use std::collections::BTreeMap;

/// A line where it stands.
#[derive(Clone, Copy, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "a row of independent findings, not a state")]
pub(super) struct Look {
    /// Around its characters.
    pub place: Rect,
    /// Font size in sizes of its page's body.
    pub size: f32,
    /// Set in the font of most of the page's text.
    pub plain: bool,
    /// The story it is in: numbers grow in reading order over all pages.
    pub story: usize,
    /// First line of its page's first story.
    pub top: bool,
    /// Whether its page has text larger than the body at all.
    pub sized: bool,
    /// A picture stands directly above it, beside it or below it.
    pub pictured: bool,
    /// Whether a paragraph begins here, as far as the column's edges tell.
    pub begins: Option<bool>,
    /// Last line of its story.
    pub last: bool,
}

/// A page's body: size and font of most of its characters.
fn body(shape: &PageShape) -> (f32, u16) {
    let mut sizes: BTreeMap<(u32, u16), usize> = BTreeMap::new();
    for placed in &shape.chars {
        *sizes.entry(((placed.size * 4.0).round() as u32, placed.font)).or_default() += 1;
    }
    sizes
        .into_iter()
        .max_by_key(|(_, count)| *count)
        .map_or((10.0, 0), |((size, font), _)| (size as f32 / 4.0, font))
}

/// Where text stands beside: pictures, and boxes with nothing in them.
fn pictures(shape: &PageShape) -> Vec<Rect> {
    let holds = |frame: &Rect| {
        shape.chars.iter().any(|placed| {
            let (x, y) = (placed.place.x0, placed.place.y1);
            frame.x0 <= x && x <= frame.x1 && frame.y0 <= y && y <= frame.y1
        })
    };
    let empty = shape.boxes.iter().take(60).filter(|frame| frame.y1 - frame.y0 > 30.0 && !holds(frame));
    shape.pictures.iter().take(200).chain(empty).copied().collect()
}

/// Looks at all lines.
pub(super) fn all(page: &Page, shapes: &[PageShape]) -> Vec<Look> {
    let mut looks = Vec::with_capacity(page.lines.len());
    let mut stories = 0;
    let mut rest = page.lines.as_slice();
    for shape in shapes {
        let here = rest.partition_point(|line| line.range.start() < shape.range.end());
        let (lines, after) = rest.split_at(here);
        rest = after;
        let ((size, font), pictures) = (body(shape), pictures(shape));
        let sized = shape.chars.iter().filter(|placed| placed.size >= LARGE * size).count() >= 4;
        for line in lines {
            let from = shape.chars.partition_point(|placed| placed.at < line.range.start());
            let to = shape.chars.partition_point(|placed| placed.at < line.range.end());
            let own = shape.chars.get(from..to).unwrap_or_default();
            let story = shape.stories.partition_point(|story| story.end() <= line.range.start());
            let seen = look(own, size, font);
            let pictured = pictures.iter().any(|picture| beside(seen.place, *picture, size));
            looks.push(Look { story: stories + story, top: story == 0, sized, pictured, ..seen });
        }
        stories += shape.stories.len() + 1;
    }
    borders(&mut looks, page);
    // Lines outside all pages: there are none, but the two lists must be equally long.
    looks.resize(page.lines.len(), Look { story: stories, size: 1.0, plain: true, ..Look::default() });
    looks
}

/// A line between the edges of its column, in ems.
#[derive(Clone, Copy)]
struct Seen {
    /// From the left edge to where it begins.
    indent: f32,
    /// From where it ends to the right edge.
    short: f32,
    /// Lines that show the edges.
    lines: usize,
    /// As many of them as a justified column has end at the right edge.
    justified: bool,
}

/// How many lines before and after show the edges of a line's column.
const AROUND: usize = 30;

/// Says of every line of body text whether a paragraph begins there: indented from its column's edge, or after a line
/// that ends well before the column does; not where it stands at the edge and the line before is full.
fn borders(looks: &mut [Look], page: &Page) {
    let count = looks.len();
    for n in 0..count {
        looks[n].last = looks.get(n + 1).is_none_or(|next| next.story != looks[n].story);
    }
    let column = |n: usize| {
        let (own, em) = (looks[n].place, (looks[n].place.y1 - looks[n].place.y0).max(1.0));
        let near = looks[n.saturating_sub(AROUND)..(n + AROUND).min(count)].iter().filter(|other| {
            let place = other.place;
            let shared = own.x1.min(place.x1) - own.x0.max(place.x0);
            other.story == looks[n].story
                && (other.size - looks[n].size).abs() < 0.06
                && shared > 0.5 * (own.x1 - own.x0).min(place.x1 - place.x0)
                && (place.y0 - own.y0).abs() < 16.0 * em
        });
        let (left, right) = near.clone().fold((own.x0, own.x1), |(left, right), other| {
            (left.min(other.place.x0), right.max(other.place.x1))
        });
        let filled = near.clone().filter(|other| right - other.place.x1 < 0.4 * em).count();
        let lines = near.count();
        let (indent, short) = ((own.x0 - left) / em, (right - own.x1) / em);
        Seen { indent, short, lines, justified: filled > 1 && filled * 3 >= lines }
    };
    let seen: Vec<Seen> = (0..count).map(column).collect();
    for n in 0..count {
        let upright = |look: &Look| look.place.y1 - look.place.y0 > 2.0 * (look.place.x1 - look.place.x0);
        if looks[n].size >= LARGE || upright(&looks[n]) || seen[n].lines < 3 {
            continue;
        }
        let (indent, before) =
            (seen[n].indent, n.checked_sub(1).filter(|k| looks[*k].story == looks[n].story));
        let before = before.filter(|k| looks[*k].size < LARGE && seen[*k].lines >= 3);
        let complete = before.is_some_and(|k| page.lines.get(k).is_some_and(Line::complete));
        looks[n].begins = match before.map(|k| seen[k]) {
            _ if (1.4..2.6).contains(&indent) => Some(true),
            Some(last) if last.short > 3.0 || (last.justified && complete && last.short > 0.9) => Some(true),
            Some(last) if last.short < 1.2 && indent < 0.7 => Some(false),
            _ => None,
        };
    }
}

/// Least size of headings, in sizes of the body.
pub(super) const LARGE: f32 = 1.16;

fn look(own: &[Placed], size: f32, font: u16) -> Look {
    let mut place = own.first().map(|placed| placed.place).unwrap_or_default();
    let mut sizes: Vec<f32> = Vec::with_capacity(own.len());
    for placed in own {
        let other = placed.place;
        place = Rect {
            x0: place.x0.min(other.x0),
            y0: place.y0.min(other.y0),
            x1: place.x1.max(other.x1),
            y1: place.y1.max(other.y1),
        };
        sizes.push(placed.size);
    }
    sizes.sort_by(f32::total_cmp);
    let middle = sizes.get(sizes.len() / 2).copied().unwrap_or(size);
    let plain = own.iter().filter(|placed| placed.font == font).count() * 2 >= own.len();
    Look { place, size: middle / size.max(0.1), plain, ..Look::default() }
}

/// Whether a line stands directly at a picture's edge, within its width or height.
fn beside(line: Rect, picture: Rect, em: f32) -> bool {
    let within = |a: (f32, f32), b: (f32, f32)| a.1.min(b.1) - a.0.max(b.0) > 0.6 * (a.1 - a.0);
    let near = |gap: f32| (-0.5 * em..5.0 * em).contains(&gap);
    let (x, y) = ((line.x0, line.x1), (line.y0, line.y1));
    let (px, py) = ((picture.x0, picture.x1), (picture.y0, picture.y1));
    (within(x, px) && near(line.y0 - picture.y1))
        || (within(y, py) && (near(line.x0 - picture.x1) || near(picture.x0 - line.x1)))
}
