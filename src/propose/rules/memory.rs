//! What the issue itself teaches: a name that was surely found once is looked for where it stands alone elsewhere.
//!
//! Only names of three or more characters spread through the issue (a measured limit: shorter ones hurt); a company's
//! brand and the names of works spread within it too.

use super::bodies::trade_name;
use super::names;
use crate::propose::candidate::{Candidate, Class, Findings};
use crate::propose::lac::Tag;
use crate::propose::lexicon::Lexicons;
use crate::propose::passage::Passage;
use crate::strings::Message;
use std::collections::{BTreeMap, BTreeSet};

/// Sure readings of an issue: name → class and how often it was found.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    names: BTreeMap<Vec<char>, (Class, u32)>,
    /// Own name of a company → its full name.
    brands: BTreeMap<Vec<char>, Vec<char>>,
    places: BTreeSet<Vec<char>>,
}

/// From this score on a reading is remembered.
const SURE: f32 = 0.8;

impl Memory {
    /// Takes the sure names of a block's chosen candidates.
    pub(crate) fn learn(&mut self, p: &Passage, lexicons: &Lexicons, chosen: &[Candidate]) {
        for c in chosen {
            let name = p.slice(c.span.clone()).to_vec();
            if matches!(c.class, Class::Loc | Class::Org) {
                self.places.extend(
                    name.get(..3)
                        .filter(|head| {
                            head.last().is_some_and(|l| "省市区县州镇".contains(*l)) || c.class == Class::Loc
                        })
                        .map(<[char]>::to_vec),
                );
                self.places.extend((c.class == Class::Loc && name.len() == 2).then(|| name.clone()));
            }
            let shaped = c.class == Class::Per
                && c.score > 0.5
                && (names::full_name(lexicons, &name) || name.len() > 3);
            if c.score < SURE && !shaped {
                continue;
            }
            let keep = match c.class {
                Class::Per | Class::Org | Class::Loc => name.len() >= 3,
                Class::Work | Class::Event | Class::Term => name.len() >= 4,
                Class::Time | Class::Title => false,
            };
            if !keep {
                continue;
            }
            if c.class == Class::Org
                && let Some(own) = trade_name(lexicons, &name)
            {
                self.brands.insert(own, name.clone());
            }
            let entry = self.names.entry(name).or_insert((c.class, 0));
            entry.1 += 1;
        }
    }

    /// Whether the issue has a place of this name, with or without its level.
    fn is_place(&self, name: &[char]) -> bool {
        self.places.iter().any(|place| place.starts_with(name))
    }

    /// Adds the remembered names that stand in a block.
    pub(crate) fn recall(&self, p: &Passage, found: &mut Findings) {
        for (name, (class, count)) in &self.names {
            for at in p.places(name) {
                let end = at + name.len();
                // A reading of the very same characters by a rule that saw the context comes first.
                let seen =
                    found.0.iter().any(|c| c.span == (at..end) && (c.class == *class || c.score > 0.8));
                let weak = !p.boundary(at) && !p.boundary(end) && *class != Class::Per;
                if seen || weak {
                    continue;
                }
                let score = if *class == Class::Loc { 0.7 } else { 0.86 };
                let reason =
                    Message::new("reason.memory.again").with("text", p.text(at..end)).with("count", count);
                found.push(at..end, *class, score, reason);
            }
        }
        for (own, full) in &self.brands {
            if own.get(..2).is_some_and(|brand| !self.is_place(brand)) {
                recall_brand(p, own, full, found);
            }
            // 松陵海砺… where 松陵市 is a place of this issue: the brand begins after it.
            if let Some((_, brand)) =
                own.split_at_checked(2).filter(|(place, brand)| brand.len() >= 3 && self.is_place(place))
            {
                recall_brand(p, brand, full, found);
            }
        }
    }
}

/// A company's short name: as much of its own name as stands here, or the brand with two further characters of it.
fn recall_brand(p: &Passage, trade: &[char], full: &[char], found: &mut Findings) {
    let Some((brand, rest)) = trade.split_at_checked(2) else { return };
    // A brand that is also a common word or a place elsewhere is not safe: 新城, 东方.
    let name = |at: usize| {
        matches!(p.tag(at), Some(Tag::Organization | Tag::Person | Tag::ProperNoun | Tag::Work | Tag::Other))
    };
    let inside_full = |at: usize| p.places(full).any(|start| (start..start + full.len()).contains(&at));
    for at in p.places(brand).filter(|at| p.boundary(*at) && !inside_full(*at)) {
        let same = trade.iter().zip(p.slice(at..p.len())).take_while(|(a, b)| a == b).count();
        let end = at + same;
        let reason = || Message::new("reason.body.short").with("full", full.iter().collect::<String>());
        let shortened = p.char(at + 2).zip(p.char(at + 3)).is_some_and(|(a, b)| {
            rest.iter().position(|c| *c == a).is_some_and(|n| rest.iter().skip(n + 1).any(|c| *c == b))
        });
        if same >= 4 && p.boundary(end) {
            found.push(at..end, Class::Org, 0.9, reason());
        } else if shortened && p.boundary(at + 4) && name(at) {
            found.push(at..at + 4, Class::Org, 0.88, reason());
        } else if p.boundary(at + 2) && name(at) {
            found.push(at..at + 2, Class::Org, 0.8, reason());
        }
    }
}
