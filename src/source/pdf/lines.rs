//! Glyphs become lines.
//!
//! What is drawn one after the other and stands one beside the other is a run ([`runs`]); runs on one baseline are joined
//! where no gutter lies between them ([`join`]), and runs that were drawn across a gutter are cut ([`cut_gutters`]).
//! Upright lines come about in the same way with the sides exchanged: glyphs of vertical fonts, glyphs turned by a
//! quarter, and single glyphs that stand one below the other.

use super::glyphs::{Glyph, union};
use crate::source::Rect;

/// A line on the page.
#[derive(Clone, Debug)]
pub struct Line {
    /// Indices of its glyphs in reading order.
    pub glyphs: Vec<usize>,
    /// Around all em boxes.
    pub place: Rect,
    /// Font size of most of its glyphs.
    pub size: f32,
    /// Runs downwards.
    pub down: bool,
}

/// Widest gap inside a line whose glyphs were drawn one after the other, in ems.
const GAP_IN_RUN: f32 = 2.2;
/// Widest gap between runs of one line, in ems.
const GAP_BETWEEN: f32 = 0.9;
/// Marks that open something.
pub const OPENING: [char; 8] = ['“', '‘', '（', '《', '〈', '「', '『', '【'];
/// Narrowest gap that may be a gutter, in ems.
const GUTTER: f32 = 0.7;

/// Where a line begins and ends along its direction, and its two sides.
#[derive(Clone, Copy)]
struct Span {
    from: f32,
    to: f32,
    low: f32,
    high: f32,
}

fn span(place: Rect, down: bool) -> Span {
    if down {
        Span { from: place.y0, to: place.y1, low: place.x0, high: place.x1 }
    } else {
        Span { from: place.x0, to: place.x1, low: place.y0, high: place.y1 }
    }
}

/// The lines of a page, in the order in which their first glyphs are drawn. `rules` keep lines apart.
pub fn lines(glyphs: &[Glyph], rules: &[Rect]) -> Vec<Line> {
    let down = upright(glyphs);
    let mut lines = runs(glyphs, &down);
    cut_gutters(&mut lines, glyphs);
    join(&mut lines, glyphs, rules);
    cut_gutters(&mut lines, glyphs);
    stack(&mut lines, glyphs);
    lines.sort_by_key(|line| line.glyphs.iter().copied().min());
    lines
}

/// Which glyphs belong to upright lines: those that say so, and rows of three or more drawn one below the other.
fn upright(glyphs: &[Glyph]) -> Vec<bool> {
    let mut down: Vec<bool> = glyphs.iter().map(|glyph| glyph.down).collect();
    let mut from = 0;
    for n in 1..=glyphs.len() {
        if n < glyphs.len() && below(&glyphs[n - 1], &glyphs[n]) {
            continue;
        }
        let run = &glyphs[from..n];
        let han = run.iter().filter(|glyph| !glyph.c.is_ascii()).count();
        if run.len() >= 3 && han * 2 > run.len() {
            down[from..n].fill(true);
        }
        from = n;
    }
    down
}

/// Whether `b` stands directly below `a`.
fn below(a: &Glyph, b: &Glyph) -> bool {
    let size = a.size.max(b.size);
    let middle = |glyph: &Glyph| f32::midpoint(glyph.place.x0, glyph.place.x1);
    let step = b.place.y0 - a.place.y1;
    (middle(a) - middle(b)).abs() < size * 0.4
        && (-0.4 * size..1.3 * size).contains(&step)
        && b.place.y0 > a.place.y0 + 0.4 * size
}

fn line(glyphs: &[Glyph], mut members: Vec<usize>, down: bool) -> Line {
    let place = members.iter().skip(1).fold(glyphs[members[0]].place, |all, n| union(all, glyphs[*n].place));
    members.sort_by(|a, b| {
        let at = |n: usize| span(glyphs[n].place, down).from;
        at(*a).total_cmp(&at(*b)).then(a.cmp(b))
    });
    let mut sizes: Vec<f32> = members.iter().map(|n| glyphs[*n].size).collect();
    sizes.sort_by(f32::total_cmp);
    let size = sizes[sizes.len() / 2];
    Line { glyphs: members, place, size, down }
}

/// Rows of glyphs that are drawn one after the other and stand so.
fn runs(glyphs: &[Glyph], down: &[bool]) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut run: Vec<usize> = Vec::new();
    for n in 0..glyphs.len() {
        let follows = run.last().is_some_and(|last| {
            let (a, b) = (&glyphs[*last], &glyphs[n]);
            let (p, q) = (span(a.place, down[n]), span(b.place, down[n]));
            let (small, large) = (a.size.min(b.size), a.size.max(b.size));
            let shared = p.high.min(q.high) - p.low.max(q.low);
            let gap = q.from - p.to;
            down[*last] == down[n]
                && shared > small * 0.6
                && (-0.6 * small..GAP_IN_RUN * small).contains(&gap)
                && large < small * 2.5
                && q.from > p.from - 0.1 * small
        });
        if !follows && !run.is_empty() {
            lines.push(line(glyphs, std::mem::take(&mut run), down[n - 1]));
        }
        run.push(n);
    }
    if let Some(last) = run.last() {
        let down = down[*last];
        lines.push(line(glyphs, run, down));
    }
    lines
}

/// Joins runs that stand on one baseline with no gutter and no rule between them.
fn join(lines: &mut Vec<Line>, glyphs: &[Glyph], rules: &[Rect]) {
    lines.sort_by(|a, b| {
        let key = |line: &Line| (line.down, span(line.place, line.down));
        let ((d, p), (e, q)) = (key(a), key(b));
        d.cmp(&e).then(p.from.total_cmp(&q.from)).then(p.low.total_cmp(&q.low))
    });
    let mut edges: Vec<(f32, f32)> =
        lines.iter().filter(|l| !l.down && !hangs(l, glyphs)).map(|l| (l.place.x0, l.place.y0)).collect();
    edges.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut joined: Vec<Line> = Vec::with_capacity(lines.len());
    // The lines that may still grow, by where they end.
    let mut open: Vec<usize> = Vec::new();
    for next in lines.drain(..) {
        let q = span(next.place, next.down);
        open.retain(|n| joined[*n].down == next.down && span(joined[*n].place, next.down).to > q.from - 60.0);
        let home = open.iter().copied().find(|n| {
            let last = &joined[*n];
            let p = span(last.place, next.down);
            let (small, large) = (last.size.min(next.size), last.size.max(next.size));
            let shared = p.high.min(q.high) - p.low.max(q.low);
            let gap = q.from - p.to;
            shared > small * 0.7
                && large < small * 1.6
                && (-0.5 * small..GAP_BETWEEN * small).contains(&gap)
                && !parted(rules, p, q, next.down)
                && !begins_column(&edges, &next, if hangs(&next, glyphs) { 0.7 * next.size } else { 0.5 })
        });
        if let Some(n) = home {
            let mut members = std::mem::take(&mut joined[n].glyphs);
            members.extend(next.glyphs);
            joined[n] = line(glyphs, members, next.down);
        } else {
            open.push(joined.len());
            joined.push(next);
        }
    }
    *lines = joined;
}

/// Whether a line begins with a mark that may hang before the edge of its column.
fn hangs(line: &Line, glyphs: &[Glyph]) -> bool {
    line.glyphs.first().is_some_and(|n| OPENING.contains(&glyphs[*n].c))
}

/// Whether other runs above and below begin where `line` does, or `hanging` to its right: it begins a column, however
/// near the one before comes.
fn begins_column(edges: &[(f32, f32)], line: &Line, hanging: f32) -> bool {
    let (x, y) = (line.place.x0, line.place.y0);
    let from = edges.partition_point(|edge| edge.0 < x - 0.5);
    let here = edges[from..].iter().take_while(|edge| edge.0 < x + hanging);
    let near = here.filter(|edge| (0.5 * line.size..6.0 * line.size).contains(&(edge.1 - y).abs()));
    !line.down && near.count() >= 2
}

/// Whether a rule runs between two runs, across their line.
fn parted(rules: &[Rect], p: Span, q: Span, down: bool) -> bool {
    rules.iter().map(|rule| span(*rule, down)).any(|rule| {
        let at = f32::midpoint(rule.from, rule.to);
        rule.to - rule.from < 5.0
            && p.to - 1.0 <= at
            && at <= q.from + 1.0
            && rule.low <= p.low + 2.0
            && rule.high >= p.high - 2.0
    })
}

/// Cuts lines at gaps that stand one above the other in three lines or more: a gutter that was drawn across.
fn cut_gutters(lines: &mut Vec<Line>, glyphs: &[Glyph]) {
    struct Gap {
        line: usize,
        at: usize,
        from: f32,
        to: f32,
        low: f32,
        size: f32,
    }
    let mut gaps: Vec<Gap> = Vec::new();
    for (n, line) in lines.iter().enumerate() {
        for (k, pair) in line.glyphs.windows(2).enumerate() {
            let (p, q) = (span(glyphs[pair[0]].place, line.down), span(glyphs[pair[1]].place, line.down));
            if q.from - p.to > GUTTER * line.size {
                gaps.push(Gap { line: n, at: k + 1, from: p.to, to: q.from, low: p.low, size: line.size });
            }
        }
    }
    let edges = |side: fn(Rect) -> f32| {
        let mut edges: Vec<f32> = lines.iter().filter(|l| !l.down).map(|l| side(l.place)).collect();
        edges.sort_by(f32::total_cmp);
        edges
    };
    let (lefts, rights) = (edges(|place| place.x0), edges(|place| place.x1));
    let stand = |edges: &[f32], at: f32| {
        let from = edges.partition_point(|edge| *edge < at - 0.7);
        edges[from..].iter().take_while(|edge| **edge < at + 0.7).count() >= 3
    };
    let near = |a: &Gap, b: &Gap| {
        let shared = a.to.min(b.to) - a.from.max(b.from);
        lines[a.line].down == lines[b.line].down
            && a.line != b.line
            && (a.low - b.low).abs() < 2.2 * a.size
            && shared > 0.6 * GUTTER * a.size
    };
    gaps.sort_by(|a, b| a.low.total_cmp(&b.low));
    let mut cuts: Vec<(usize, usize)> = Vec::new();
    for (n, gap) in gaps.iter().enumerate() {
        let around = gaps[n.saturating_sub(40)..(n + 40).min(gaps.len())].iter();
        let (mut above, mut below) = (false, false);
        for other in around.filter(|other| near(gap, other)) {
            above |= other.low < gap.low;
            below |= other.low > gap.low;
        }
        // Other columns of the page end and begin at the edges of this gap.
        if !lines[gap.line].down && stand(&rights, gap.from) && stand(&lefts, gap.to) {
            cuts.push((gap.line, gap.at));
        }
        // In the middle of three, or next to a gap that is.
        if above && below {
            cuts.push((gap.line, gap.at));
            let beside = gaps[n.saturating_sub(40)..(n + 40).min(gaps.len())].iter();
            cuts.extend(beside.filter(|other| near(gap, other)).map(|other| (other.line, other.at)));
        }
    }
    cuts.sort_unstable();
    cuts.dedup();
    for (n, at) in cuts.into_iter().rev() {
        let down = lines[n].down;
        let tail = lines[n].glyphs.split_off(at);
        let head = std::mem::take(&mut lines[n].glyphs);
        lines[n] = line(glyphs, head, down);
        lines.push(line(glyphs, tail, down));
    }
}

/// Makes upright lines of single glyphs that stand one below the other and beside nothing.
fn stack(lines: &mut Vec<Line>, glyphs: &[Glyph]) {
    let single = |line: &Line| line.glyphs.len() == 1 && !line.down && !glyphs[line.glyphs[0]].c.is_ascii();
    let mut ones: Vec<usize> = (0..lines.len()).filter(|n| single(&lines[*n])).collect();
    ones.sort_by(|a, b| lines[*a].place.y0.total_cmp(&lines[*b].place.y0));
    let mut stacks: Vec<Vec<usize>> = Vec::new();
    for n in ones {
        let glyph = |n: usize| &glyphs[lines[n].glyphs[0]];
        let home = stacks.iter_mut().find(|stack| {
            stack.last().is_some_and(|last| {
                below(glyph(*last), glyph(n)) && (glyph(*last).size - glyph(n).size).abs() < 1.0
            })
        });
        match home {
            Some(stack) => stack.push(n),
            None => stacks.push(vec![n]),
        }
    }
    for stack in stacks.into_iter().filter(|stack| stack.len() >= 4) {
        let members = stack.iter().map(|n| lines[*n].glyphs[0]).collect();
        for n in &stack {
            lines[*n].glyphs.clear();
        }
        lines.push(line(glyphs, members, true));
    }
    lines.retain(|line| !line.glyphs.is_empty());
}
