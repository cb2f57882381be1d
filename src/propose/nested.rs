//! Marks inside the longest span, where they are asked for: the place at the begin of a body's name (嘉定区 in 嘉定区委),
//! the body at the begin of a title (区委 in 区委副书记) and the place in that.
//!
//! Flat is the default of the house. An inner mark is proposed beside its outer one; where an editor has decided on marks
//! that it would cross or double, it is not.

use super::candidate::{Candidate, Class, Findings, Span};
use super::lexicon::Lexicons;
use super::passage::Passage;
use super::rules::{COMMON, LEVELS};
use crate::annotation::Entity;
use crate::issue::Block;
use crate::strings::Message;

/// What governs an area; a title begins with one of these after its level: 区|人大常委会|副主任.
const BODIES: &[&str] =
    &["人大常委会", "人民政府", "纪委监委", "人大", "政协", "政府", "纪委", "监委", "法院", "检察院", "委"];
/// A place at the begin of a name is at most so long.
const LONGEST: usize = 9;
/// An inner mark is a little less sure than its outer one.
const SHARE: f32 = 0.95;

/// Whether the mark lies inside another one that stands.
pub(super) fn is_inner(block: &Block, mark: &Entity) -> bool {
    block.standing().any(|other| {
        other.range != mark.range
            && other.range.start() <= mark.range.start()
            && mark.range.end() <= other.range.end()
    })
}

/// The inner marks of a block whose marks are flat.
pub(super) fn find(p: &Passage, lexicons: &Lexicons, found: &Findings, block: &Block) -> Vec<Candidate> {
    let mut inner = Vec::new();
    for mark in block.standing().filter(|mark| !is_inner(block, mark)) {
        let span = mark.range.start() as usize..mark.range.end() as usize;
        let score = mark.score() * SHARE;
        match Class::of(&mark.label) {
            Some(Class::Org) => inner.extend(place(p, lexicons, found, &span, score)),
            Some(Class::Title) => {
                let Some(body) = body(p, &span, score) else { continue };
                inner.extend(place(p, lexicons, found, &body.span, score * SHARE));
                inner.push(body);
            }
            _ => {}
        }
    }
    let free = |c: &Candidate| {
        block.entities.iter().all(|mark| {
            let (start, end) = (mark.range.start() as usize, mark.range.end() as usize);
            let apart = end <= c.span.start || c.span.end <= start;
            let around = start <= c.span.start && c.span.end <= end && (start..end) != c.span;
            apart || around
        })
    };
    inner.retain(free);
    inner.sort_by_key(|c| (c.span.start, c.span.end));
    inner
}

/// The place that the name of a body begins with.
fn place(p: &Passage, lexicons: &Lexicons, found: &Findings, outer: &Span, score: f32) -> Option<Candidate> {
    let chars = p.slice(outer.clone());
    let level = |n: usize| {
        let (level, before) = (chars.get(n)?, chars.get(n.checked_sub(1)?)?);
        // 社区, 园区 and 我市 name no place.
        let named = n >= 2 && LEVELS.contains(*level) && !COMMON.contains(*before);
        (named && chars.len() > n + 1).then_some(n + 1)
    };
    let leveled = (2..LONGEST).find_map(level);
    let province = Some(lexicons.provinces.at(chars, 0)).filter(|length| *length > 0);
    let known = found
        .of(Class::Loc)
        .filter(|c| c.span.start == outer.start && c.span.end < outer.end && c.score >= 0.6)
        .map(|c| c.span.end - outer.start)
        .max();
    // A found place that ends right before a level lacks it: 嘉定|区委.
    let length = known.max(leveled).or(province)?;
    let span = outer.start..outer.start + length;
    let generic = lexicons.place_generic.has(p.slice(span.clone()));
    if generic || length < 2 || span == *outer {
        return None;
    }
    let reason = Message::new("reason.nested.place").with("outer", p.text(outer.clone()));
    Some(Candidate::new(span, Class::Loc, score, reason))
}

/// The body that a title begins with.
fn body(p: &Passage, outer: &Span, score: f32) -> Option<Candidate> {
    let chars = p.slice(outer.clone());
    let at = chars.iter().take(LONGEST).position(|c| LEVELS.contains(*c))?;
    let after = outer.start + at + 1;
    let length = BODIES.iter().find(|body| p.looking_at(after, body)).map(|body| body.chars().count())?;
    let span = outer.start..after + length;
    let common = chars.get(at.wrapping_sub(1)).is_some_and(|c| COMMON.contains(*c));
    // 市委员会 is one word.
    if common || span.end >= outer.end || p.char(span.end) == Some('员') && p.char(span.end + 1) == Some('会')
    {
        return None;
    }
    let reason = Message::new("reason.nested.body").with("outer", p.text(outer.clone()));
    Some(Candidate::new(span, Class::Org, score, reason))
}
