//! What the issue itself teaches: a name that was surely found once is looked for where it stands alone elsewhere.
//!
//! Only names of three or more characters spread through the issue (a measured limit: shorter ones hurt); a company's
//! brand and the names of works spread within it too.

use super::bodies::short_names;
use super::names;
use crate::propose::candidate::{Candidate, Class, Findings};
use crate::propose::lac::Tag;
use crate::propose::lexicon::Lexicons;
use crate::propose::passage::Passage;
use crate::strings::Message;
use std::collections::BTreeMap;

/// Sure readings of an issue: name → class and how often it was found.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    names: BTreeMap<Vec<char>, (Class, u32)>,
    brands: BTreeMap<Vec<char>, Vec<char>>,
}

/// From this score on a reading is remembered.
const SURE: f32 = 0.85;

impl Memory {
    /// Takes the sure names of a block's chosen candidates.
    pub(crate) fn learn(&mut self, p: &Passage, lexicons: &Lexicons, chosen: &[Candidate]) {
        for c in chosen {
            let name = p.slice(c.span.clone()).to_vec();
            let shaped = c.class == Class::Per && c.score > 0.7 && names::full_name(lexicons, &name);
            if c.score < SURE && !shaped {
                continue;
            }
            let keep = match c.class {
                Class::Per | Class::Org => name.len() >= 3,
                Class::Work => name.len() >= 4,
                Class::Event | Class::Term => name.len() >= 4,
                Class::Loc => name.len() >= 3,
                _ => false,
            };
            if !keep {
                continue;
            }
            if c.class == Class::Org
                && let Some((_, brand)) = short_names(lexicons, &name)
            {
                self.brands.insert(brand, name.clone());
            }
            let entry = self.names.entry(name).or_insert((c.class, 0));
            entry.1 += 1;
        }
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
        for (brand, full) in &self.brands {
            recall_brand(p, brand, full, found);
        }
    }
}

/// A brand standing alone, or with its trade shortened to two characters of the full name.
fn recall_brand(p: &Passage, trade: &[char], full: &[char], found: &mut Findings) {
    let Some((brand, rest)) = trade.split_at_checked(2) else { return };
    for at in p.places(brand) {
        if p.slice(at..at + full.len()) == full
            || p.places(full).any(|start| (start..start + full.len()).contains(&at))
        {
            continue;
        }
        let end = at + 2;
        let reason = || Message::new("reason.body.short").with("full", full.iter().collect::<String>());
        let (third, fourth) = (p.char(end), p.char(end + 1));
        let shortened = third.zip(fourth).is_some_and(|(a, b)| {
            rest.iter().position(|c| *c == a).is_some_and(|n| rest[n + 1..].contains(&b))
        });
        if shortened && p.boundary(end + 2) {
            found.push(at..end + 2, Class::Org, 0.86, reason());
        } else if p.boundary(at)
            && p.boundary(end)
            && !matches!(p.tag(at), Some(Tag::Location | Tag::Verb | Tag::Adverb | Tag::Time))
        {
            found.push(at..end, Class::Org, 0.7, reason());
        }
    }
}
