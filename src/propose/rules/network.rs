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
        candidate.runner_up = word.second.and_then(class_of).map(|class| (class, word.second_score.min(score)));
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
    } else {
        0.55
    };
    Some((Class::Per, word.score.max(0.5) * 0.95 * shape))
}

fn place(p: &Passage, lexicons: &Lexicons, word: &Word) -> Option<(Class, f32)> {
    let name = p.slice(word.start..word.end);
    if lexicons.place_generic.has(name) || name.len() < 2 || !name.iter().any(|c| is_han(*c)) {
        return None;
    }
    Some((Class::Loc, word.score.max(0.45) * 0.93))
}

fn body(p: &Passage, lexicons: &Lexicons, word: &Word) -> Option<(Class, f32)> {
    let name = p.slice(word.start..word.end);
    if lexicons.org_generic.has(name) || name.len() < 2 || name.iter().any(|c| "，。、“”《》".contains(*c)) {
        return None;
    }
    let suffix = lexicons.org_suffixes.before(name, name.len());
    let level = name.first().is_some_and(|c| "省市区县州镇乡".contains(*c));
    let shape = if suffix > 0 && suffix < name.len() || level || lexicons.org_known.has(name) { 1.0 } else { 0.7 };
    Some((Class::Org, word.score.max(0.5) * 0.93 * shape))
}
