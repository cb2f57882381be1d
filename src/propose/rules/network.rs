//! What the network says by itself: people, places and bodies, filtered by what a name must look like.
//! Its times are not used: the grammar in `time` is better (see docs on measurements).

use super::names;
use crate::propose::candidate::{Candidate, Class, Findings};
use crate::propose::lac::{Tag, Word};
use crate::propose::lexicon::Lexicons;
use crate::propose::passage::Passage;
use crate::strings::Message;
use crate::text::is_han;

/// Adds the network's words of the three classes.
pub(super) fn find(p: &Passage, lexicons: &Lexicons, found: &mut Findings) {
    for word in &p.words {
        let trust = match word.tag {
            Tag::Person => person(p, lexicons, word),
            Tag::Location => place(p, lexicons, word),
            Tag::Organization => body(p, lexicons, word),
            _ => None,
        };
        let Some((class, score)) = trust else { continue };
        let reason = Message::new(key(class)).with("text", p.text(word.start..word.end));
        let mut candidate = Candidate::new(word.start..word.end, class, score, reason);
        candidate.runner_up =
            word.second.and_then(class_of).map(|class| (class, word.second_score.min(score)));
        found.0.push(candidate);
    }
}

fn key(class: Class) -> &'static str {
    match class {
        Class::Per => "reason.network.person",
        Class::Loc => "reason.network.place",
        _ => "reason.network.body",
    }
}

fn class_of(tag: Tag) -> Option<Class> {
    Some(match tag {
        Tag::Person => Class::Per,
        Tag::Location => Class::Loc,
        Tag::Organization => Class::Org,
        Tag::Time => Class::Time,
        _ => return None,
    })
}

fn person(p: &Passage, lexicons: &Lexicons, word: &Word) -> Option<(Class, f32)> {
    let name = p.slice(word.start..word.end);
    if name.len() < 2 || name.iter().any(|c| !is_han(*c) && *c != '·') {
        return None;
    }
    let shape = if name.contains(&'·') || names::full_name(lexicons, name) {
        1.0
    } else if name.first().is_some_and(|c| "阿老小大".contains(*c)) {
        0.8
    } else if name.len() >= 4 {
        // Names of many of the country's peoples and of foreigners begin with no Han surname.
        0.85
    } else {
        0.6
    };
    let floor = if names::full_name(lexicons, name) { 0.78 } else { 0.5 };
    Some((Class::Per, word.score.max(floor) * 0.95 * shape))
}

fn place(p: &Passage, lexicons: &Lexicons, word: &Word) -> Option<(Class, f32)> {
    let name = p.slice(word.start..word.end);
    if lexicons.place_generic.has(name) || name.len() < 2 || !name.iter().any(|c| is_han(*c)) {
        return None;
    }
    if SCHOOLS.iter().any(|tail| ends(name, tail)) {
        return Some((Class::Org, 0.8));
    }
    Some((Class::Loc, word.score.max(0.45) * 0.93))
}

fn body(p: &Passage, lexicons: &Lexicons, word: &Word) -> Option<(Class, f32)> {
    let name = p.slice(word.start..word.end);
    if lexicons.org_generic.has(name) || name.len() < 2 || name.iter().any(|c| "，。、“”《》".contains(*c))
    {
        return None;
    }
    if DWELLINGS.iter().any(|tail| ends(name, tail)) {
        return Some((Class::Loc, 0.85));
    }
    let suffix = lexicons.org_suffixes.before(name, name.len());
    let level = name.first().is_some_and(|c| "省市区县州镇乡".contains(*c));
    let (floor, shape) = if suffix > 1 && suffix < name.len() || lexicons.org_known.at(name, 0) > 0 {
        (0.9, 1.0)
    } else if suffix == 1 || level {
        (0.8, 1.0)
    } else {
        (0.5, 0.7)
    };
    Some((Class::Org, word.score.max(floor) * 0.93 * shape))
}

/// Bodies that the network may take for places.
const SCHOOLS: &[&str] =
    &["小学", "中学", "大学", "学院", "学校", "公司", "银行", "合作社", "集团", "幼儿园", "协会"];
/// Places that the network may take for bodies.
const DWELLINGS: &[&str] = &[
    "家属院",
    "小区",
    "家园",
    "花园",
    "新村",
    "公寓",
    "大厦",
    "广场",
    "社区",
    "写字楼",
    "国际机场",
    "火车站",
];

fn ends(name: &[char], tail: &str) -> bool {
    let count = tail.chars().count();
    name.len() > count && name.iter().rev().zip(tail.chars().rev()).all(|(a, b)| *a == b)
}
