//! Lines become blocks: lines of one size, one below the other with one distance (upright: one beside the other).

use super::glyphs::union;
use super::lines::Line;
use crate::source::Rect;

/// Lines that are set together.
#[derive(Clone, Debug)]
pub struct Block {
    /// Indices of its lines in reading order.
    pub lines: Vec<usize>,
    /// Around all of them.
    pub place: Rect,
    /// Font size.
    pub size: f32,
    /// Upright.
    pub down: bool,
}

/// A rectangle as seen by someone reading its lines: along them, and across from one to the next.
#[derive(Clone, Copy)]
struct Seen {
    along: (f32, f32),
    across: (f32, f32),
}

fn seen(place: Rect, down: bool) -> Seen {
    if down {
        Seen { along: (place.y0, place.y1), across: (-place.x1, -place.x0) }
    } else {
        Seen { along: (place.x0, place.x1), across: (place.y0, place.y1) }
    }
}

/// How much two stretches share.
pub fn shared(a: (f32, f32), b: (f32, f32)) -> f32 {
    a.1.min(b.1) - a.0.max(b.0)
}

/// Gathers lines into blocks; rules keep them apart.
pub fn blocks(lines: &[Line], rules: &[Rect]) -> Vec<Block> {
    let mut order: Vec<usize> = (0..lines.len()).collect();
    order.sort_by(|a, b| {
        let at = |n: usize| seen(lines[n].place, lines[n].down).across.0;
        at(*a).total_cmp(&at(*b)).then(lines[*a].place.x0.total_cmp(&lines[*b].place.x0))
    });
    let mut blocks: Vec<Block> = Vec::new();
    for n in order {
        let line = &lines[n];
        let fits = |block: &Block| fit(block, lines, line, rules);
        // Blocks that ended long ago are not looked at again: they lie far back.
        let best = blocks.iter().enumerate().rev().take(400).filter_map(|(k, block)| Some((k, fits(block)?)));
        match best.min_by(|a, b| a.1.total_cmp(&b.1)) {
            Some((k, _)) => {
                blocks[k].lines.push(n);
                blocks[k].place = union(blocks[k].place, line.place);
            }
            None => {
                blocks.push(Block { lines: vec![n], place: line.place, size: line.size, down: line.down });
            }
        }
    }
    blocks
}

/// How far `line` stands from the end of `block`, where it can be its next line.
fn fit(block: &Block, lines: &[Line], line: &Line, rules: &[Rect]) -> Option<f32> {
    let last = &lines[*block.lines.last()?];
    let (p, q) = (seen(last.place, last.down), seen(line.place, line.down));
    let all = seen(block.place, block.down);
    let (small, large) = (block.size.min(line.size), block.size.max(line.size));
    let step = q.across.0 - p.across.0;
    let usual = match block.lines.as_slice() {
        [.., a, b] => {
            (seen(lines[*b].place, block.down).across.0 - seen(lines[*a].place, block.down).across.0) * 1.3
        }
        _ => f32::MAX,
    };
    let narrow = (p.along.1 - p.along.0).min(q.along.1 - q.along.0).max(1.0);
    let beside = shared(all.along, q.along) > 0.5 * narrow && shared(all.along, q.along) > 0.5 * small;
    // Beyond the block's edges only at its beginning, when it has not shown yet how wide it is.
    let room = if block.lines.len() > 2 { 1.6 * small } else { f32::MAX };
    let inside = q.along.1 <= all.along.1 + room
        && (q.along.0 - all.along.0).abs() < 0.6 * (all.along.1 - all.along.0).max(8.0 * small);
    let fits = block.down == line.down
        && large < small * 1.12
        && step > 0.5 * small
        && step < (1.95 * large).min(usual.max(1.2 * large))
        && beside
        && inside
        && !parted(rules, p, q, line.down);
    fits.then_some(step + (q.along.0 - all.along.0).abs() * 0.01)
}

/// Whether a rule lies between two lines, along them.
fn parted(rules: &[Rect], p: Seen, q: Seen, down: bool) -> bool {
    let between = (f32::midpoint(p.across.0, p.across.1), f32::midpoint(q.across.0, q.across.1));
    let both = (p.along.0.max(q.along.0), p.along.1.min(q.along.1));
    rules.iter().map(|rule| seen(*rule, down)).any(|rule| {
        rule.across.1 - rule.across.0 < 5.0
            && rule.across.0 > between.0
            && rule.across.1 < between.1
            && shared(rule.along, both) > 0.5 * (both.1 - both.0)
    })
}

/// The size of most characters of a page.
pub fn body_size(lines: &[Line]) -> f32 {
    let mut counts: std::collections::BTreeMap<u32, usize> = std::collections::BTreeMap::new();
    for line in lines {
        *counts.entry((line.size * 4.0).round() as u32).or_default() += line.glyphs.len();
    }
    counts.into_iter().max_by_key(|(_, count)| *count).map_or(10.0, |(size, _)| size as f32 / 4.0)
}
