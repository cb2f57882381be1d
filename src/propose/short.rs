//! Short names of bodies that the article gives in full: （以下简称“国股协”） says so, 上海国际股权协会 is
//! 上海市国际股权投资基金协会 with characters left out.
//!
//! A short name that the marks have as something else, in pieces or not at all is made one mark with the label of the full
//! name; the reason of every short name says which name it is short for.

use super::candidate::{Candidate, Class, Span};
use super::passage::Passage;
use crate::strings::Message;
use std::collections::BTreeMap;

/// A block's passage and its marks.
pub(super) struct Leaf<'a> {
    pub(super) passage: &'a Passage,
    pub(super) chosen: &'a mut Vec<Candidate>,
}

/// A full name has so many characters at least.
const FULL: usize = 7;
/// A short name that nothing but its characters speaks for, at least.
const SHORT: usize = 5;
/// What such a mark's score is.
const SCORE: f32 = 0.86;

/// Names that other words before the same tail tell apart: 兰州大学 is not short for 兰州交通大学.
const APART: &[&str] = &["大学", "学院", "中学", "小学", "学校", "医院", "银行", "队"];
/// What a full name may have after its short one; after anything else that is the body of which this one is a part.
const FORMS: &[&str] = &[
    "股份有限公司",
    "有限责任公司",
    "集团有限公司",
    "集团股份有限公司",
    "有限公司",
    "集团公司",
    "公司",
    "集团",
];

/// Short name → full name.
type Names = BTreeMap<Vec<char>, Vec<char>>;

/// Resolves the short names of one article.
pub(super) fn resolve(leaves: &mut [Leaf]) {
    let full = full_names(leaves);
    let given = given(leaves);
    for leaf in leaves.iter_mut() {
        for (short, name) in &given {
            let places: Vec<usize> = leaf.passage.places(short).collect();
            for at in places {
                mark(leaf, at..at + short.len(), name);
            }
        }
        for name in &full {
            for span in left_out(leaf.passage, name) {
                if !full.contains(&leaf.passage.slice(span.clone()).to_vec()) {
                    mark(leaf, span, name);
                }
            }
        }
        explain(leaf, &full, &given);
    }
}

/// The long names of bodies that are surely marked.
fn full_names(leaves: &[Leaf]) -> Vec<Vec<char>> {
    let mut names: Vec<Vec<char>> = leaves
        .iter()
        .flat_map(|leaf| leaf.chosen.iter().map(move |c| (leaf.passage, c)))
        .filter(|(_, c)| c.class == Class::Org && c.span.len() >= FULL && c.score >= 0.6)
        .map(|(passage, c)| passage.slice(c.span.clone()).to_vec())
        .collect();
    names.sort();
    names.dedup();
    names
}

/// What the article itself calls short: 全称（以下简称“简称”）.
fn given(leaves: &[Leaf]) -> Names {
    let mut names = Names::new();
    for leaf in leaves {
        let p = leaf.passage;
        for c in leaf.chosen.iter().filter(|c| c.class == Class::Org) {
            let Some(mut at) = ["（以下简称", "（下称", "（简称", "(以下简称", "(简称"]
                .iter()
                .find(|cue| p.looking_at(c.span.end, cue))
                .map(|cue| c.span.end + cue.chars().count())
            else {
                continue;
            };
            at += usize::from(matches!(p.char(at), Some('“' | '：' | '"')));
            let length = p.slice(at..p.len()).iter().take_while(|c| crate::text::is_han(**c)).count();
            let closed = matches!(p.char(at + length), Some('”' | '）' | ')' | '"'));
            // A short name uses the characters of the full one; 公司 and 协会 are none.
            let full = p.slice(c.span.clone());
            let short = p.slice(at..at + length);
            if closed && (3..full.len()).contains(&length) && in_order(short, full) {
                names.insert(short.to_vec(), full.to_vec());
            }
        }
    }
    names
}

/// Whether a name can be short for the other by what it leaves out.
fn is_short(short: &[char], full: &[char]) -> bool {
    let ends = |name: &[char], tail: &str| name.ends_with(&tail.chars().collect::<Vec<_>>());
    let part = full.strip_prefix(short).is_some_and(|rest| {
        let rest: String = rest.iter().collect();
        !FORMS.contains(&rest.as_str())
    });
    short.len() < full.len() && in_order(short, full) && !part && !APART.iter().any(|tail| ends(short, tail))
}

/// Whether all characters of `short` stand in `full` in the same order.
fn in_order(short: &[char], full: &[char]) -> bool {
    let mut rest = full.iter();
    short.iter().all(|c| rest.any(|f| f == c))
}

/// Where characters of a full name stand in its order, its first two and last two among them.
fn left_out(p: &Passage, full: &[char]) -> Vec<Span> {
    let (Some(head), Some(tail)) = (full.get(..2), full.get(full.len() - 2..)) else { return Vec::new() };
    let within = |at: usize| p.places(full).any(|start| (start..start + full.len()).contains(&at));
    let heads: Vec<usize> = p.places(head).filter(|at| p.boundary(*at) && !within(*at)).collect();
    let mut spans = Vec::new();
    for at in heads {
        let reach = at + full.len() - 1;
        let ends = (at + SHORT..=reach.min(p.len())).rev();
        let fits = |end: &usize| {
            let short = p.slice(at..*end);
            short.ends_with(tail) && p.boundary(*end) && is_short(short, full)
        };
        spans.extend(ends.into_iter().find(fits).map(|end| at..end));
    }
    spans
}

/// Makes the span one mark, where the marks that are there lie inside it.
fn mark(leaf: &mut Leaf, span: Span, full: &[char]) {
    let over = |c: &Candidate| c.span.start < span.end && span.start < c.span.end;
    let whole = leaf.chosen.iter().any(|c| over(c) && (c.span.start < span.start || c.span.end > span.end));
    let same = leaf.chosen.iter().any(|c| c.span == span && c.class == Class::Org);
    if whole || same {
        return;
    }
    let before = leaf.chosen.iter().find(|c| c.span == span).map(|c| (c.class, c.score.min(SCORE)));
    leaf.chosen.retain(|c| !over(c));
    let mut mark = Candidate::new(span, Class::Org, SCORE, reason(full));
    mark.runner_up = before;
    let at = leaf.chosen.partition_point(|c| c.span.start < mark.span.start);
    leaf.chosen.insert(at, mark);
}

/// Tells of every marked body what it is short for: what the article says, or the one full name that it can be.
fn explain(leaf: &mut Leaf, full: &[Vec<char>], given: &Names) {
    for c in leaf.chosen.iter_mut().filter(|c| c.class == Class::Org) {
        let short = leaf.passage.slice(c.span.clone());
        let named =
            |name: &&Vec<char>| short.len() >= 3 && short.first() == name.first() && is_short(short, name);
        let mut names = full.iter().filter(named);
        let only = names.next().filter(|_| names.next().is_none());
        if let Some(name) = given.get(short).or(only) {
            c.reason = reason(name);
        }
    }
}

fn reason(full: &[char]) -> Message {
    Message::new("reason.body.short").with("full", full.iter().collect::<String>())
}
