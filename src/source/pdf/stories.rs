//! Blocks become stories: what stands under one heading or in one frame, in reading order.
//!
//! A block under a heading belongs to it; a block under a block goes on with it; a column that begins under nothing goes
//! on with the column before it where that one breaks off, or with the text above what interrupts it. Upright headings
//! belong to the text beside them. Stories follow one another as the page falls apart into bands and columns.

use super::blocks::shared;
use super::page::{MOST_BLOCKS, Page, width, xs, ys};
use crate::source::Rect;

/// Blocks that are read one after the other.
#[derive(Clone, Debug, Default)]
pub struct Story {
    /// Indices of its blocks in reading order.
    pub blocks: Vec<usize>,
}

impl Page<'_> {
    /// Finds the stories of the page, in reading order.
    pub fn stories(&self) -> Vec<Story> {
        let mut homes = Homes((0..self.blocks.len()).collect());
        if self.blocks.len() > MOST_BLOCKS {
            // No newspaper: read from top to bottom.
            return homes.0.into_iter().map(|n| Story { blocks: vec![n] }).collect();
        }
        let mut order: Vec<usize> = (0..self.blocks.len()).collect();
        order.sort_by(|a, b| self.blocks[*a].place.y0.total_cmp(&self.blocks[*b].place.y0));
        let mut loose = Vec::new();
        for &n in &order {
            match self.above(n).filter(|up| self.goes_under(n, *up)) {
                Some(up) => homes.join(n, up),
                None if !self.heads[n] => loose.push(n),
                None => {}
            }
        }
        self.columns(&loose, &mut homes);
        self.upright_heads(&mut homes);
        let mut stories: Vec<Story> = Vec::new();
        for root in 0..self.blocks.len() {
            let blocks: Vec<usize> = (0..self.blocks.len()).filter(|n| homes.of(*n) == root).collect();
            if !blocks.is_empty() {
                stories.push(Story { blocks: self.ordered(blocks) });
            }
        }
        let places: Vec<Rect> = stories.iter().map(|story| self.around(&story.blocks)).collect();
        let mut order = Vec::new();
        fall_apart(&places, (0..stories.len()).collect(), &mut order, 0);
        order.into_iter().map(|n| stories[n].clone()).collect()
    }

    /// Whether block `n` goes on with, or belongs under, the block above it.
    fn goes_under(&self, n: usize, up: usize) -> bool {
        let (block, above) = (&self.blocks[n], &self.blocks[up]);
        let gap = block.place.y0 - above.place.y1;
        if self.frames[n] != self.frames[up] || block.down != above.down && !self.heads[up] {
            return false;
        }
        let ruled =
            self.ruled(above.place.y1 - 0.2 * self.body, block.place.y0 + 0.2 * self.body, xs(block.place));
        match (self.heads[up], self.heads[n]) {
            // A kicker or another line of the same heading.
            (true, _) if above.down != block.down => false,
            (true, true) => {
                let large = above.size.max(block.size);
                !ruled
                    && gap < 0.9 * large
                    && large < 4.0 * above.size.min(block.size)
                    && above.size < 3.2 * self.body
            }
            (true, false) => {
                let gap = gap - self.drawn(above.place.y1, block.place.y0, xs(block.place));
                above.size < 3.2 * self.body && gap < 6.0 * self.body && !ruled
            }
            (false, true) => false,
            (false, false) => {
                let edges = (above.place.x0 - block.place.x0).abs() < 3.5 * self.body;
                !ruled
                    && gap < 1.9 * self.body
                    && edges
                    && (above.size - block.size).abs() < 0.3 * self.body
                    && !self.banded(n, up)
            }
        }
    }

    /// Finds for each column that begins under nothing the column that it goes on with.
    fn columns(&self, loose: &[usize], homes: &mut Homes) {
        let mut order = loose.to_vec();
        order.sort_by(|a, b| {
            let (a, b) = (self.blocks[*a].place, self.blocks[*b].place);
            a.x0.total_cmp(&b.x0).then(a.y0.total_cmp(&b.y0))
        });
        let mut continued = vec![false; self.blocks.len()];
        for n in order {
            let mut best: Option<(usize, f32)> = None;
            for (k, continued) in continued.iter().enumerate() {
                let fits = !self.heads[k] && homes.of(k) != homes.of(n) && self.frames[k] == self.frames[n];
                let pull = if fits { self.pull(n, k, *continued, homes) } else { None };
                if let Some(pull) = pull.filter(|pull| *pull > best.map_or(0.4, |best| best.1)) {
                    best = Some((k, pull));
                }
            }
            if let Some((k, _)) = best {
                continued[k] = true;
                homes.join(n, k);
            }
        }
    }

    /// The evidence that block `n` goes on with block `k`, to its left or above it.
    fn pull(&self, n: usize, k: usize, continued: bool, homes: &mut Homes) -> Option<f32> {
        let (block, other) = (&self.blocks[n], &self.blocks[k]);
        let em = self.body;
        if (block.size - other.size).abs() > 0.15 * em || block.down != other.down {
            return None;
        }
        let mut sum = if self.breaks_off(k) { 1.0 } else { -0.4 };
        sum += if self.begins_indented(n) == self.breaks_off(k) { -0.6 } else { 0.3 };
        sum += if self.begins_signed(n) { -2.0 } else { 0.0 };
        sum += if continued { -1.5 } else { 0.0 };
        // A single line is as wide as its words, not as its column.
        let single = block.lines.len() == 1 || other.lines.len() == 1;
        let alike = (width(block.place) - width(other.place)).abs() < 2.0 * em || single;
        sum += if alike { 0.3 } else { -0.3 };
        let same_column = (block.place.x0 - other.place.x0).abs() < 2.6 * em && alike;
        let (gap, drop) = (block.place.x0 - other.place.x1, block.place.y0 - other.place.y1);
        if same_column && (0.0..22.0 * em).contains(&drop) {
            let between = (0..self.blocks.len()).filter(|m| {
                let place = self.blocks[*m].place;
                shared(xs(place), xs(block.place)) > em
                    && place.y0 >= other.place.y1 - em
                    && place.y1 <= block.place.y0 + em
            });
            let (mut filled, mut headed) = (false, false);
            for m in between.filter(|m| *m != n && *m != k) {
                let other = &self.blocks[m];
                let same = self.frames[m] == self.frames[n] && other.down == block.down;
                let body = !self.heads[m] && (other.size - block.size).abs() < 0.08 * em;
                let within =
                    other.place.x0 > block.place.x0 - em && other.place.x1 < block.place.x1 + 2.0 * em;
                if same && body && (other.lines.len() > 2 || !within) {
                    // Another story's column lies between.
                    return None;
                }
                filled = true;
                headed |= same && self.heads[m];
            }
            let gap = (other.place.y1, block.place.y0);
            let drawn = |place: &Rect| {
                shared(ys(*place), gap) > 0.5 * drop && shared(xs(*place), xs(block.place)) > em
            };
            filled |= self.sheet.pictures.iter().chain(&self.sheet.boxes).any(drawn);
            // What interrupts a column stands in the gap; an empty gap lies beside another story's heading.
            let sum = sum + if filled { 0.3 } else { -1.2 };
            return Some(sum - drop * 0.02 / em - if headed { 1.5 } else { 0.0 });
        }
        let column = self.blocks.iter().map(|block| block.place).filter(|place| {
            (place.x0 - other.place.x0).abs() < 3.2 * em && place.x1 < block.place.x0 + 0.5 * em
        });
        let gap = gap.min(block.place.x0 - column.map(|place| place.x1).fold(other.place.x1, f32::max));
        if !(-0.5 * em..5.0 * em).contains(&gap) {
            return None;
        }
        let home = homes.of(k);
        let story: Vec<usize> = (0..self.blocks.len()).filter(|m| homes.of(*m) == home).collect();
        let around = self.around(&story);
        if shared(ys(around), ys(block.place)) < 0.6 * em {
            return None;
        }
        // The column is the story's last, and it ends at the story's foot.
        let last = !story.iter().any(|m| {
            !self.heads[*m]
                && *m != k
                && (self.blocks[*m].place.x0 > other.place.x1 - em
                    || shared(xs(self.blocks[*m].place), xs(other.place)) > em
                        && self.blocks[*m].place.y0 > other.place.y0)
        });
        sum += if last { 0.3 } else { -1.0 };
        let tops = story.iter().filter(|m| !self.heads[**m]).map(|m| self.blocks[*m].place.y0);
        let level = (tops.fold(f32::MAX, f32::min) - block.place.y0).abs() < 0.7 * em;
        sum += if level { 1.2 } else { 0.0 };
        sum += if block.place.y0 < around.y0 - 1.5 * em { -1.0 } else { 0.2 };
        sum += if self.fenced(other.place, block.place) { -0.2 } else { 0.1 };
        // A heading that reaches over the column would have been above it: there is none.
        Some(sum - 0.05 * (block.place.y0 - around.y0).abs() / (4.0 * em))
    }

    /// Gives upright headings to the text beside them.
    fn upright_heads(&self, homes: &mut Homes) {
        for n in (0..self.blocks.len()).filter(|n| self.heads[*n] && self.blocks[*n].down) {
            let place = self.blocks[n].place;
            let beside = (0..self.blocks.len())
                .filter(|k| *k != n && self.frames[*k] == self.frames[n])
                .filter_map(|k| {
                    let other = self.blocks[k].place;
                    let common = shared(ys(place), ys(other));
                    let gap = (other.x0 - place.x1).max(place.x0 - other.x1);
                    let near = common > 0.4 * (place.y1 - place.y0).min(other.y1 - other.y0)
                        && gap < 4.0 * self.body;
                    let headed = (0..self.blocks.len())
                        .any(|m| self.heads[m] && !self.blocks[m].down && homes.of(m) == homes.of(k));
                    let kin = self.heads[k] && self.blocks[k].down;
                    (near && gap > -self.body).then_some((
                        k,
                        common - gap * 2.0 - if headed { 30.0 * self.body } else { 0.0 }
                            + if kin { 1.0 } else { 0.0 },
                    ))
                });
            if let Some((k, _)) = beside.max_by(|a, b| a.1.total_cmp(&b.1)) {
                homes.join(n, k);
            }
        }
    }

    /// The blocks of a story in reading order: headings, then columns from left to right; what reaches over several
    /// columns parts those above it from those below.
    fn ordered(&self, blocks: Vec<usize>) -> Vec<usize> {
        let (mut heads, bodies): (Vec<usize>, Vec<usize>) = blocks.into_iter().partition(|n| self.heads[*n]);
        heads.sort_by(|a, b| {
            let key = |n: usize| {
                let block = &self.blocks[n];
                if block.down { (-block.place.x1, block.place.y0) } else { (block.place.y0, block.place.x0) }
            };
            let ((a0, a1), (b0, b1)) = (key(*a), key(*b));
            a0.total_cmp(&b0).then(a1.total_cmp(&b1))
        });
        let mut order = heads;
        self.by_columns(bodies, &mut order, 0);
        order
    }

    fn by_columns(&self, mut blocks: Vec<usize>, order: &mut Vec<usize>, depth: u32) {
        let place = |n: usize| self.blocks[n].place;
        let over = |n: usize| {
            let others = blocks.iter().filter(|k| **k != n && width(place(**k)) < 0.7 * width(place(n)));
            let mut below: Vec<f32> = others
                .filter(|k| shared(xs(place(**k)), xs(place(n))) > 2.0 * self.body)
                .map(|k| place(*k).x0)
                .collect();
            below.sort_by(f32::total_cmp);
            below.windows(2).any(|pair| pair[1] - pair[0] > 4.0 * self.body)
        };
        let wide = if depth > 40 { None } else { blocks.iter().copied().find(|n| over(*n)) };
        if let Some(wide) = wide {
            let middle = f32::midpoint(place(wide).y0, place(wide).y1);
            let (above, below): (Vec<usize>, Vec<usize>) = blocks
                .iter()
                .copied()
                .filter(|n| *n != wide)
                .partition(|n| f32::midpoint(place(*n).y0, place(*n).y1) < middle);
            self.by_columns(above, order, depth + 1);
            order.push(wide);
            return self.by_columns(below, order, depth + 1);
        }
        let down = blocks.iter().any(|n| self.blocks[*n].down);
        if down {
            blocks.sort_by(|a, b| {
                place(*b).x1.total_cmp(&place(*a).x1).then(place(*a).y0.total_cmp(&place(*b).y0))
            });
            order.extend(blocks);
            return;
        }
        blocks.sort_by(|a, b| place(*a).x0.total_cmp(&place(*b).x0));
        let mut columns: Vec<Vec<usize>> = Vec::new();
        for n in blocks {
            let same = columns.last().is_some_and(|column| {
                column.iter().any(|k| {
                    shared(xs(place(*k)), xs(place(n))) > 0.4 * width(place(n)).min(width(place(*k)))
                })
            });
            match columns.last_mut().filter(|_| same) {
                Some(column) => column.push(n),
                None => columns.push(vec![n]),
            }
        }
        for mut column in columns {
            column.sort_by(|a, b| place(*a).y0.total_cmp(&place(*b).y0));
            order.extend(column);
        }
    }
}

/// Which blocks belong together: each leads to another one of its story, the root to itself.
struct Homes(Vec<usize>);

impl Homes {
    fn of(&mut self, mut n: usize) -> usize {
        while self.0[n] != n {
            self.0[n] = self.0[self.0[n]];
            n = self.0[n];
        }
        n
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.of(a), self.of(b));
        self.0[a.max(b)] = a.min(b);
    }
}

/// Orders places by the bands and columns that the page falls apart into.
fn fall_apart(places: &[Rect], members: Vec<usize>, order: &mut Vec<usize>, depth: u32) {
    if members.len() < 2 {
        return order.extend(members);
    }
    for (from, to) in [(ys as fn(Rect) -> (f32, f32), 3.0), (xs, 3.0)] {
        let groups = apart(places, &members, from, to);
        if groups.len() > 1 && depth < 60 {
            return groups.into_iter().for_each(|group| fall_apart(places, group, order, depth + 1));
        }
    }
    let mut rest = members;
    rest.sort_by(|a, b| {
        let (a, b) = (places[*a], places[*b]);
        a.y0.total_cmp(&b.y0).then(a.x0.total_cmp(&b.x0))
    });
    // One story reaches into another's band: the uppermost is read first, the others fall apart without it.
    let first = rest.remove(0);
    order.push(first);
    fall_apart(places, rest, order, depth + 1);
}

/// Groups that overlap one another by more than `slack` in the direction that `side` looks.
fn apart(places: &[Rect], members: &[usize], side: fn(Rect) -> (f32, f32), slack: f32) -> Vec<Vec<usize>> {
    let mut sorted = members.to_vec();
    sorted.sort_by(|a, b| side(places[*a]).0.total_cmp(&side(places[*b]).0));
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut reach = f32::MIN;
    for n in sorted {
        let (from, to) = side(places[n]);
        match groups.last_mut().filter(|_| from < reach - slack) {
            Some(group) => group.push(n),
            None => groups.push(vec![n]),
        }
        reach = reach.max(to);
    }
    groups
}
