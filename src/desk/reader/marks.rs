//! How entities are drawn: state by the line, label by hue and letter.
//!
//! For every block that is seen, the marks are worked out once ([`Marks::of`]): a fill rectangle a row, and the rules as
//! small rectangles on whole pixels, all relative to the block's corner. Painting adds the corner and hands them on.
//! What depends on the pointer or the selection (hover, ring, handles) is drawn on top and never kept.

use super::letters::LetterCase;
use super::rings::Read;
use super::setting::SetBlock;
use crate::annotation::{Entity, EntityId, LabelSet, Status, Thresholds};
use crate::desk::theme::{Theme, ThemeName};
use crate::issue::Block;
use crate::strings::{Language, Message, Strings};
use crate::text::CharRange;
use egui::{Color32, Mesh, Painter, Pos2, Rect, Shape, Stroke, StrokeKind, Vec2, pos2, vec2};
use std::ops::Range;

/// Which marks carry their letter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LetterMode {
    /// 全部
    #[default]
    All,
    /// 仅待核
    Undecided,
    /// 不显
    None,
}

/// What the eye must tell apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// 待核
    Proposed,
    /// 存疑: proposed with a low score.
    Doubtful,
    /// 采纳
    Accepted,
    /// 改正
    Corrected,
    /// 补标
    Added,
    /// 否决
    Rejected,
}

impl State {
    /// The state of an entity.
    pub fn of(entity: &Entity, thresholds: &Thresholds) -> Self {
        match entity.status {
            Status::Proposed if entity.score() < thresholds.doubt => Self::Doubtful,
            Status::Proposed => Self::Proposed,
            Status::Accepted => Self::Accepted,
            Status::Corrected => Self::Corrected,
            Status::Added => Self::Added,
            Status::Rejected => Self::Rejected,
        }
    }

    /// Whether the editor has not decided yet.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Proposed | Self::Doubtful)
    }
}

/// What marks are drawn with.
#[derive(Clone, Copy)]
pub struct Pen<'a> {
    /// The colours.
    pub theme: &'a Theme,
    /// The labels.
    pub labels: &'a LabelSet,
    /// The words, for the accessibility tree.
    pub strings: &'a Strings,
    /// Below which score a proposal is doubtful.
    pub thresholds: Thresholds,
    /// Whether rejected marks are drawn.
    pub show_rejected: bool,
    /// Whether the block leaves room for letters (and full lines).
    pub letters: bool,
    /// Physical pixels a point.
    pub pixels: f32,
}

/// One entity as drawn.
#[derive(Clone, Debug)]
pub struct Mark {
    /// Which entity.
    pub id: EntityId,
    /// Its place.
    pub range: CharRange,
    /// Its state.
    pub state: State,
    /// What a screen reader says.
    pub spoken: String,
    /// Fill, one a row.
    pub fills: Vec<Rect>,
    slot: Option<usize>,
    /// Place of its label in the set, for the letter.
    place: Option<usize>,
    depth: u8,
    line: Color32,
    /// Left edge of the letter.
    letter_x: f32,
    /// The rules: rectangles on whole pixels.
    rules: Vec<(Rect, Color32)>,
    waves: Vec<Vec<Pos2>>,
}

/// The marks of one block.
#[derive(Clone, Debug, Default)]
pub struct Marks {
    /// By place, outer before inner.
    pub list: Vec<Mark>,
    /// What wrong characters should have been, and notes.
    pub read: Vec<Read>,
    letters: bool,
    /// The rows that they were worked out for, where the block has many.
    rows: Option<Range<usize>>,
}

/// A block with more rows than this is worked out in parts, each with as many rows again before and behind what is seen.
const PART: usize = 200;

/// So many marks over one another have rules of their own; where more lie, their rules would only cover each other.
const RULED: usize = 8;

/// The rows of a block whose marks are worked out when `seen` is on the screen; none where all are.
fn part(set: &SetBlock, seen: &Range<usize>) -> Option<Range<usize>> {
    let all = set.rows().len();
    (all > 3 * PART).then(|| seen.start.saturating_sub(PART)..(seen.end + PART).min(all))
}

/// A length on whole pixels, at least one.
fn thick(length: f32, pixels: f32) -> f32 {
    // A thin rule stays one pixel at scale 1.25.
    (length * pixels + 0.45).floor().max(1.0) / pixels
}

pub(super) fn snap(at: f32, pixels: f32) -> f32 {
    (at * pixels).round() / pixels
}

/// A rectangle with its edges on whole pixels.
fn snap_rect(rect: Rect, pixels: f32) -> Rect {
    Rect::from_min_max(
        pos2(snap(rect.min.x, pixels), snap(rect.min.y, pixels)),
        pos2(snap(rect.max.x, pixels), snap(rect.max.y, pixels)),
    )
}

impl Marks {
    /// Works out the marks of a block of which the rows `seen` are on the screen.
    pub fn of(block: &Block, set: &SetBlock, pen: &Pen, seen: &Range<usize>) -> Self {
        let rows = part(set, seen);
        let near = rows.clone().map(|rows| set.chars_of(rows));
        let shown = |entity: &&Entity| {
            (entity.status.stands() || pen.show_rejected)
                && near.is_none_or(|near| entity.range.overlaps(near))
        };
        let mut entities: Vec<&Entity> = block.entities.iter().filter(shown).collect();
        entities.sort_by_key(|entity| (entity.range.start(), std::cmp::Reverse(entity.range.end())));
        let mut list: Vec<Mark> = Vec::with_capacity(entities.len());
        let mut outer: Vec<CharRange> = Vec::new();
        for entity in entities {
            let range = entity.range;
            if range.end() > set.chars() || range.is_empty() {
                continue;
            }
            outer.retain(|other| other.end() > range.start());
            let over = outer.iter().filter(|other| other.covers(range)).take(RULED).count();
            if entity.status.stands() {
                outer.push(range);
            }
            list.push(mark(entity, over, set, pen, near));
        }
        part_letters(&mut list);
        let fits =
            |range: CharRange| range.end() <= set.chars() && near.is_none_or(|near| range.overlaps(near));
        let readings = block.readings.iter().filter(|reading| fits(reading.range));
        let remarks = block.remarks.iter().filter(|remark| fits(remark.range));
        let read = readings.map(|reading| Read::of(reading, set, pen));
        let read = read.chain(remarks.map(|remark| Read::note(remark, set, pen))).collect();
        Self { list, read, letters: pen.letters, rows }
    }

    /// Whether these rows are among those that the marks were worked out for.
    pub fn hold(&self, seen: &Range<usize>, set: &SetBlock) -> bool {
        let last = set.rows().len();
        self.rows.as_ref().is_none_or(|rows| rows.start <= seen.start && seen.end.min(last) <= rows.end)
    }

    /// What is said of a character: readings and notes.
    pub fn said_over(&self, at: u32) -> Vec<&str> {
        self.read.iter().filter(|read| read.range.contains(at)).map(|read| read.spoken.as_str()).collect()
    }

    /// The innermost mark over a character.
    pub fn over(&self, at: u32) -> Option<&Mark> {
        self.list
            .iter()
            .filter(|mark| mark.range.contains(at))
            .min_by_key(|mark| (mark.range.len(), mark.depth))
    }

    /// The marks that are on the screen, with a margin for letters and second rules.
    fn seen(&self, painter: &Painter, origin: Vec2) -> impl Iterator<Item = &Mark> {
        let clip = painter.clip_rect().expand(16.0).translate(-origin);
        self.list.iter().filter(move |mark| {
            let (first, last) = (mark.fills.first(), mark.fills.last());
            first.is_some_and(|fill| fill.top() < clip.bottom())
                && last.is_some_and(|fill| fill.bottom() > clip.top())
        })
    }

    /// Paints what lies under the text, the rules into `mesh`.
    /// `grown` says how much of a mark's rule is drawn: less than 1 while a decision is fresh.
    pub fn paint_under(
        &self,
        painter: &Painter,
        origin: Vec2,
        pen: &Pen,
        grown: impl Fn(&EntityId) -> f32,
        mesh: &mut Mesh,
    ) {
        for mark in self.seen(painter, origin) {
            mark.paint_fill(painter, origin, pen);
        }
        for mark in self.seen(painter, origin) {
            let grown = grown(&mark.id);
            for (rect, colour) in &mark.rules {
                let end = mark.grown_to(rect.center().y, grown).min(rect.right());
                if end > rect.left() {
                    mesh.add_colored_rect(rect.with_max_x(end).translate(origin), *colour);
                }
            }
            for wave in &mark.waves {
                let end = wave.first().map_or(0.0, |first| mark.grown_to(first.y, grown));
                let points =
                    wave.iter().take_while(|point| point.x <= end).map(|point| *point + origin).collect();
                painter.add(Shape::line(points, Stroke::new(1.0, mark.line)));
            }
        }
    }

    /// Paints letters and insert triangles; `quiet` is the mark whose letter is hidden while a popover names its label.
    pub fn paint_over(
        &self,
        painter: &Painter,
        origin: Vec2,
        case: &LetterCase,
        mode: LetterMode,
        quiet: Option<&EntityId>,
    ) {
        for mark in self.seen(painter, origin) {
            if mark.state == State::Added {
                mark.paint_triangle(painter, origin, case.zhu);
            }
            let wanted = match mode {
                LetterMode::All => true,
                LetterMode::Undecided => mark.state.is_open(),
                LetterMode::None => false,
            };
            if self.letters && wanted && quiet != Some(&mark.id) {
                mark.paint_letter(painter, origin, case);
            }
        }
    }
}

/// Puts letters side by side where marks begin at the same place.
fn part_letters(list: &mut [Mark]) {
    let (mut row, mut taken) = (f32::NAN, f32::NEG_INFINITY);
    for mark in list {
        let Some(fill) = mark.fills.first() else { continue };
        if (fill.top() - row).abs() > 0.5 || row.is_nan() {
            (row, taken) = (fill.top(), f32::NEG_INFINITY);
        }
        mark.letter_x = if fill.left() + 2.0 < taken { taken + 1.0 } else { fill.left() };
        taken = mark.letter_x + if mark.state == State::Doubtful { 15.0 } else { 10.0 };
    }
}

fn mark(entity: &Entity, over: usize, set: &SetBlock, pen: &Pen, near: Option<CharRange>) -> Mark {
    let depth = over.min(2) as u8;
    // Only what is near is drawn of a mark that goes on for pages.
    let drawn = near.and_then(|near| entity.range.intersection(near)).unwrap_or(entity.range);
    let slot = pen.labels.slot(&entity.label);
    let state = State::of(entity, &pen.thresholds);
    let mut mark = Mark {
        id: entity.id.clone(),
        range: entity.range,
        state,
        spoken: spoken(entity, state, pen),
        fills: set.rects(drawn).map(|row| snap_rect(set.fill(row), pen.pixels)).collect(),
        slot,
        place: pen.labels.position(&entity.label),
        depth,
        line: pen.theme.label_line(slot),
        letter_x: 0.0,
        rules: Vec::new(),
        waves: Vec::new(),
    };
    // A document's name has a wavy rule, as 书名号 has.
    let wavy = entity.label.as_str() == "WORK";
    for row in set.rects(drawn).filter(|_| over < RULED) {
        mark.rule(&Foot::of(row, depth, set, pen.pixels), wavy, pen);
    }
    if state == State::Doubtful && depth == 0 {
        let frame = if pen.theme.name == ThemeName::Contrast {
            mark.line
        } else {
            Theme::mix(pen.theme.label_wash(slot), mark.line, 0.45)
        };
        for fill in mark.fills.clone() {
            mark.frame(fill, frame, pen.pixels);
        }
    }
    mark
}

/// “实体 地点，长三角，存疑 0.52，提议”
fn spoken(entity: &Entity, state: State, pen: &Pen) -> String {
    let key = match state {
        State::Proposed => "reader.mark.proposed",
        State::Doubtful => "reader.mark.doubtful",
        State::Accepted => "reader.mark.accepted",
        State::Corrected => "reader.mark.corrected",
        State::Added => "reader.mark.added",
        State::Rejected => "reader.mark.rejected",
    };
    let label = pen.labels.get(&entity.label);
    let name = label.map_or(entity.label.as_str(), |label| match pen.strings.language {
        Language::Zh => label.zh.as_str(),
        Language::En => label.en.as_str(),
    });
    let message = Message::new(key)
        .with("label", name)
        .with("text", &entity.text)
        .with("score", format_args!("{:.2}", entity.score()));
    pen.strings.say(&message)
}

impl Mark {
    /// Adds the rule of one row.
    fn rule(&mut self, foot: &Foot, wavy: bool, pen: &Pen) {
        let colour = if self.state == State::Rejected { pen.theme.ink4 } else { self.line };
        // Rows without room for letters have thin rules only.
        let (thin, heavy) = if pen.letters { (1.2, 2.0) } else { (1.0, 1.0) };
        let mut draw =
            |rects: &mut dyn Iterator<Item = Rect>| self.rules.extend(rects.map(|rect| (rect, colour)));
        match self.state {
            State::Proposed if pen.letters => draw(&mut foot.dashes(1.6, 1.6, 4.0)),
            State::Proposed | State::Rejected => draw(&mut foot.dashes(1.0, 1.0, 3.0)),
            State::Doubtful => draw(&mut foot.dashes(5.0, heavy, 8.0)),
            _ if wavy => self.waves.push(foot.wave()),
            _ => draw(&mut std::iter::once(foot.bar(thin))),
        }
        if self.state == State::Corrected {
            let second = Foot { y: foot.y + 3.0, ..*foot };
            self.rules.push((second.bar(1.6), pen.theme.zhu));
        }
    }

    /// A frame of one pixel inside a fill.
    fn frame(&mut self, fill: Rect, colour: Color32, pixels: f32) {
        let t = thick(1.0, pixels);
        let edges = [
            Rect::from_min_max(fill.min + vec2(t, 0.0), pos2(fill.max.x - t, fill.min.y + t)),
            Rect::from_min_max(pos2(fill.min.x + t, fill.max.y - t), fill.max - vec2(t, 0.0)),
            Rect::from_min_max(fill.min + vec2(0.0, t), pos2(fill.min.x + t, fill.max.y - t)),
            Rect::from_min_max(pos2(fill.max.x - t, fill.min.y + t), fill.max - vec2(0.0, t)),
        ];
        // Under the dashes, which come first in the list of rules.
        let rules = std::mem::take(&mut self.rules);
        self.rules = edges.into_iter().map(|edge| (edge, colour)).chain(rules).collect();
    }

    fn paint_fill(&self, painter: &Painter, origin: Vec2, pen: &Pen) {
        if self.depth > 0 || !self.state.is_open() || pen.theme.name == ThemeName::Contrast {
            return;
        }
        let wash = pen.theme.label_wash(self.slot);
        let fill = if self.state == State::Doubtful { wash } else { Theme::mix(pen.theme.paper, wash, 0.5) };
        for rect in &self.fills {
            painter.rect_filled(rect.translate(origin), 2, fill);
        }
    }

    /// How far to the right the rule at a height is drawn when `grown` of the whole is.
    fn grown_to(&self, y: f32, grown: f32) -> f32 {
        if grown >= 1.0 {
            return f32::INFINITY;
        }
        let mut left = grown * self.fills.iter().map(Rect::width).sum::<f32>();
        for fill in &self.fills {
            // Rules lie at the foot of the fill, a nested or second one some points below it.
            if y < fill.bottom() + 0.25 * fill.height() {
                return fill.left() + left.max(0.0);
            }
            left -= fill.width();
        }
        f32::INFINITY
    }

    /// The pointer is over the mark: its wash and a heavy rule.
    pub fn paint_hover(&self, painter: &Painter, origin: Vec2, pen: &Pen, set: &SetBlock, mesh: &mut Mesh) {
        let clip = painter.clip_rect().translate(-origin);
        for row in set.rects(self.range).skip_while(|row| row.bottom() < clip.top()) {
            if row.top() > clip.bottom() {
                break;
            }
            let fill = snap_rect(set.fill(row), pen.pixels);
            if pen.theme.name != ThemeName::Contrast {
                painter.rect_filled(fill.translate(origin), 2, pen.theme.label_wash(self.slot));
            }
            let rule = Foot::of(row, self.depth, set, pen.pixels).bar(2.6);
            mesh.add_colored_rect(rule.translate(origin), self.line);
        }
    }

    /// Another mark with the same text is selected: a dashed ring.
    pub fn paint_same(&self, origin: Vec2, pen: &Pen, mesh: &mut Mesh) {
        let t = thick(1.0, pen.pixels);
        for fill in &self.fills {
            let ring = fill.expand(t).translate(origin);
            let mut dash = |from: Pos2, to: Pos2, across: Vec2| {
                let along = (to - from).normalized();
                let length = (to - from).length();
                let mut at = 0.0;
                while at < length {
                    let end = (at + 3.0).min(length);
                    let dash = Rect::from_two_pos(from + along * at, from + along * end + across);
                    mesh.add_colored_rect(dash, pen.theme.zhu);
                    at += 6.0;
                }
            };
            dash(ring.left_top(), ring.right_top(), vec2(0.0, t));
            dash(ring.left_bottom() - vec2(0.0, t), ring.right_bottom() - vec2(0.0, t), vec2(0.0, t));
            dash(ring.left_top(), ring.left_bottom(), vec2(t, 0.0));
            dash(ring.right_top() - vec2(t, 0.0), ring.right_bottom() - vec2(t, 0.0), vec2(t, 0.0));
        }
    }

    fn paint_triangle(&self, painter: &Painter, origin: Vec2, colour: Color32) {
        let Some(fill) = self.fills.first() else { return };
        let tip = fill.left_bottom() + origin + vec2(0.0, 1.0);
        let points = vec![tip, tip + vec2(4.0, 6.0), tip + vec2(-4.0, 6.0)];
        painter.add(Shape::convex_polygon(points, colour, Stroke::NONE));
    }

    fn paint_letter(&self, painter: &Painter, origin: Vec2, case: &LetterCase) {
        let Some(fill) = self.fills.first() else { return };
        let galley = match self.state {
            State::Rejected => Some(&case.cross),
            State::Doubtful => case.of(self.place).map(|pair| &pair.1),
            _ => case.of(self.place).map(|pair| &pair.0),
        };
        if let Some(galley) = galley {
            // The galley is higher than its ten points; its ink is centred in it.
            let top = fill.top() - 6.0 + 0.5 * (10.0 - galley.size().y);
            let at = pos2(self.letter_x, top) + origin;
            painter.galley(pos2(at.x.round(), at.y.round()), galley.clone(), case.zhu);
        }
    }
}

/// Where the rule of one row of a mark lies: at the foot of the row, an inner mark's lower.
#[derive(Clone, Copy)]
struct Foot {
    left: f32,
    right: f32,
    y: f32,
    pixels: f32,
}

impl Foot {
    fn of(row: Rect, depth: u8, set: &SetBlock, pixels: f32) -> Self {
        // A point less at both ends, so that neighbours stay two rules.
        let left = snap(row.left() + 1.0, pixels);
        let right = snap(row.right() - 1.0, pixels).max(left + 1.0);
        let y = row.top() + set.baseline() + 0.28 * set.size + 4.0 * f32::from(depth);
        Self { left, right, y, pixels }
    }

    /// A solid rule.
    fn bar(&self, height: f32) -> Rect {
        let height = thick(height, self.pixels);
        let top = snap(self.y - 0.5 * height, self.pixels);
        Rect::from_min_max(pos2(self.left, top), pos2(self.right, top + height))
    }

    /// Dashes or dots of a length, one every `period`.
    fn dashes(&self, length: f32, height: f32, period: f32) -> impl Iterator<Item = Rect> {
        let (bar, length, period) =
            (self.bar(height), thick(length, self.pixels), thick(period, self.pixels));
        let count = ((bar.width() + 0.5 * period) / period).floor().max(1.0) as u32;
        (0..count).map(move |n| {
            let from = bar.left() + n as f32 * period;
            bar.with_min_x(from).with_max_x((from + length).min(bar.right()))
        })
    }

    /// A wavy rule, as 书名号 has.
    fn wave(&self) -> Vec<Pos2> {
        let steps = (self.right - self.left).ceil().max(1.0) as u32;
        let point = |n: u32| {
            let x = (n as f32).min(self.right - self.left);
            pos2(self.left + x, self.y + 1.5 * (x / 6.0 * std::f32::consts::TAU).sin())
        };
        (0..=steps).map(point).collect()
    }
}

/// Ring and handles of the selected mark, or of a range that is being moved. `fills` are relative to `origin`.
pub fn paint_ring(painter: &Painter, fills: &[Rect], origin: Vec2, theme: &Theme) {
    let stroke = Stroke::new(2.0, theme.zhu);
    let clip = painter.clip_rect().translate(-origin).expand(8.0);
    for fill in fills.iter().filter(|fill| fill.intersects(clip)) {
        painter.rect_stroke(fill.translate(origin).expand(1.0), 2, stroke, StrokeKind::Outside);
    }
    if let (Some(first), Some(last)) = (fills.first(), fills.last()) {
        for foot in [first.left_bottom() + vec2(-2.0, 0.0), last.right_bottom() + vec2(2.0, 0.0)] {
            let foot = foot + origin;
            painter.circle_filled(foot + vec2(0.0, 5.0), 4.0, theme.zhu);
        }
    }
}
