//! Which entries a mark may speak of, and how sure that is.
//!
//! An entry comes into question where it has the mark's words as a name. Of two people of one name the article tells which
//! is meant: by the title and body that a relation gives this very mark, or else by those that it names at all. An entry
//! of another body is unlikely, one of which nothing is known undecided.

use super::Register;
use crate::annotation::{Entity, Entry, EntryKind, Office, RelationKind, Thresholds};
use crate::issue::{Article, Issue};
use std::collections::BTreeSet;

/// What stands around a mark.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Context {
    /// Bodies and places that a relation gives the mark.
    pub own_bodies: BTreeSet<String>,
    /// Titles that a relation gives the mark.
    pub own_titles: BTreeSet<String>,
    /// Bodies and places that the article names.
    pub bodies: BTreeSet<String>,
    /// Titles that the article names.
    pub titles: BTreeSet<String>,
    /// The day of the issue, ISO; empty where unknown.
    pub day: String,
}

impl Context {
    /// Of a mark in its article.
    pub fn of(issue: &Issue, article: &Article, mark: &Entity) -> Self {
        let mut context = Self { day: issue.date.clone(), ..Self::default() };
        let standing = || article.entities().map(|(_, mark)| mark).filter(|mark| mark.status.stands());
        let mut own = Vec::new();
        for relation in article.relations.iter().filter(|relation| relation.status.stands()) {
            if relation.kind == RelationKind::Holds && relation.from == mark.id {
                own.push(&relation.to);
            }
        }
        let of_own = article.relations.iter().filter(|relation| {
            relation.status.stands() && relation.kind == RelationKind::Of && own.contains(&&relation.from)
        });
        let seats: Vec<_> = of_own.map(|relation| &relation.to).collect();
        for other in standing().filter(|other| other.id != mark.id) {
            let (all, its, ids) = match other.label.as_str() {
                "ORG" | "LOC" => (&mut context.bodies, &mut context.own_bodies, &seats),
                "TITLE" => (&mut context.titles, &mut context.own_titles, &own),
                _ => continue,
            };
            all.insert(other.text.clone());
            if ids.contains(&&other.id) {
                its.insert(other.text.clone());
            }
        }
        context
    }
}

/// Why an entry comes into question, or why not so much.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// It is called so.
    Name,
    /// It is also called so.
    Alias,
    /// No other entry is called so.
    Alone,
    /// It has this office, which stands beside the mark or in the article.
    Office(Office),
    /// The article speaks of another body.
    Elsewhere(String),
    /// Its office was at another time.
    Past(Office),
}

/// An entry that a mark may speak of.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate<'a> {
    /// The entry.
    pub entry: &'a Entry,
    /// 0 to 1.
    pub score: f32,
    /// Why.
    pub reasons: Vec<Reason>,
}

impl Register {
    /// The entries that a mark may speak of, the likeliest first.
    pub fn candidates(&self, mark: &Entity, context: &Context) -> Vec<Candidate<'_>> {
        let Some(kind) = EntryKind::of(&mark.label) else { return Vec::new() };
        let entries: Vec<&Entry> = self.named(kind, &mark.text).collect();
        let alone = entries.len() == 1;
        let mut found: Vec<Candidate<'_>> =
            entries.into_iter().map(|entry| self.weigh(entry, &mark.text, alone, context)).collect();
        found.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.entry.id.cmp(&b.entry.id)));
        found
    }

    fn weigh<'a>(&self, entry: &'a Entry, text: &str, alone: bool, context: &Context) -> Candidate<'a> {
        let canonical = entry.name == text;
        let mut score: f32 = if canonical { 0.60 } else { 0.52 };
        let mut reasons = vec![if canonical { Reason::Name } else { Reason::Alias }];
        if alone {
            score += 0.12;
            reasons.push(Reason::Alone);
        }
        if entry.kind == EntryKind::Person && !entry.offices.is_empty() {
            let (gain, reason) = self.office(entry, context);
            score += gain;
            reasons.extend(reason);
        }
        let score = (score.clamp(0.01, 0.99) * 1000.0).round() / 1000.0;
        Candidate { entry, score, reasons }
    }

    /// What the offices of a person come to in a context.
    fn office(&self, entry: &Entry, context: &Context) -> (f32, Option<Reason>) {
        let among =
            |body: &str, names: &BTreeSet<String>| names.iter().any(|name| self.same_body(body, name));
        let best = entry
            .offices
            .iter()
            .filter_map(|office| {
                let body = if among(&office.body, &context.own_bodies) {
                    0.30
                } else if among(&office.body, &context.bodies) {
                    0.20
                } else {
                    0.0
                };
                let title = if context.own_titles.contains(&office.title) {
                    0.08
                } else if context.titles.contains(&office.title) {
                    0.04
                } else {
                    0.0
                };
                let gain: f32 = body + title;
                let covers = office.covers(&context.day);
                let reason = if covers { Reason::Office } else { Reason::Past };
                (gain > 0.0).then(|| (if covers { gain } else { gain - 0.25 }, reason(office.clone())))
            })
            .max_by(|a, b| a.0.total_cmp(&b.0));
        match best {
            Some((gain, reason)) if gain > 0.1 || context.own_bodies.is_empty() => (gain, Some(reason)),
            best => match context.own_bodies.first() {
                Some(other) => (-0.30, Some(Reason::Elsewhere(other.clone()))),
                None => best.map_or((0.0, None), |(gain, reason)| (gain, Some(reason))),
            },
        }
    }
}

/// The candidate that is proposed: the first where it is no doubtful one and clearly ahead of the second.
pub fn best<'a, 'c>(candidates: &'c [Candidate<'a>]) -> Option<&'c Candidate<'a>> {
    let first = candidates.first().filter(|first| first.score >= Thresholds::default().doubt)?;
    let clear = candidates.get(1).is_none_or(|second| first.score - second.score >= 0.1);
    clear.then_some(first)
}
