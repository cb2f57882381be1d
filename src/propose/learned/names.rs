//! The memory of names: what finished articles said each time a name stood in them.
//!
//! For every name that an editor let stand or rejected: how often it stood as which class, how often as none although it
//! stood there (in another mark or in none), how often a proposal of it was rejected. In a later text the longest known
//! names are looked up; how often the name was right there, in logits and within bounds, is added to the scores of the
//! states that would mark it, and the chain weighs that against the context. A rejection is also remembered with the
//! characters around it, and counts there in full.

use crate::propose::candidate::{Class, Span};
use crate::propose::delta::{Row, STATES, state_of};
use std::collections::BTreeMap;

/// What is known of a name.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::propose) struct Known {
    /// How often it stood as each class.
    pub(super) stood: [u16; 8],
    /// How often a proposal of it as each class was rejected.
    pub(super) rejected: [u16; 8],
    /// How often it was read without standing as itself.
    pub(super) passed: u16,
}

/// All names, and the rejected marks with the characters around them.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::propose) struct Names {
    pub(super) names: BTreeMap<Vec<char>, Known>,
    /// Rejections less confirmations of a mark between its neighbours.
    pub(super) contexts: BTreeMap<Vec<char>, [i8; 8]>,
}

/// So many characters on each side make a context.
const AROUND: usize = 2;
/// Longer names are not remembered.
const LONGEST: usize = 40;
/// How much a rejection counts in its context, a character.
const REFUSED: f32 = -6.0;

/// How far a memory of a name of this class and length is trusted.
fn trust(class: Class, length: usize) -> f32 {
    match (class, length) {
        (Class::Time, _) | (_, 0 | 1) => 0.0,
        (Class::Loc, 2) => 0.3,
        (_, 2) | (Class::Title, _) => 0.5,
        (Class::Loc, _) => 0.6,
        _ => 1.0,
    }
}

impl Known {
    /// How much speaks for the class, in logits.
    fn weight(&self, class: Class) -> f32 {
        let (right, rejected) = (self.stood[class as usize], self.rejected[class as usize]);
        if right == 0 && rejected == 0 {
            return 0.0;
        }
        let all: f32 = self.stood.iter().map(|n| f32::from(*n)).sum::<f32>() + f32::from(self.passed);
        let right = f32::from(right);
        ((right + 0.5) / ((all - right).max(f32::from(rejected)) + 0.5)).ln().clamp(-3.0, 3.0)
    }
}

/// A mark's name with what stands around it.
fn context(text: &[char], span: &Span) -> Vec<char> {
    let at = |at: Option<usize>| at.and_then(|at| text.get(at)).copied().unwrap_or('\u{2}');
    let mut key: Vec<char> = (1..=AROUND).rev().map(|by| at(span.start.checked_sub(by))).collect();
    key.push('\u{1}');
    key.extend(text.get(span.clone()).unwrap_or_default());
    key.push('\u{1}');
    key.extend((0..AROUND).map(|by| at(Some(span.end + by))));
    key
}

fn count(number: &mut u16) {
    *number = number.saturating_add(1);
}

impl Names {
    pub(super) fn is_empty(&self) -> bool {
        self.names.is_empty() && self.contexts.is_empty()
    }

    /// Takes in the marks of a text that stand and those that were rejected.
    pub(in crate::propose) fn learn(
        &mut self,
        text: &[char],
        stood: &[(Span, Class)],
        rejected: &[(Span, Class)],
    ) {
        let name = |span: &Span, class: Class| {
            let name = text.get(span.clone())?;
            (class != Class::Time && (2..=LONGEST).contains(&name.len())).then(|| name.to_vec())
        };
        for (span, class) in stood {
            if let Some(name) = name(span, *class) {
                count(&mut self.names.entry(name).or_default().stood[*class as usize]);
            }
            if let Some(counts) = self.contexts.get_mut(&context(text, span)) {
                counts[*class as usize] = counts[*class as usize].saturating_sub(2);
            }
        }
        for (span, class) in rejected {
            if let Some(name) = name(span, *class) {
                count(&mut self.names.entry(name).or_default().rejected[*class as usize]);
            }
            let counts = self.contexts.entry(context(text, span)).or_default();
            counts[*class as usize] = counts[*class as usize].saturating_add(1);
        }
    }

    /// Counts the known names that a text has without their standing there.
    pub(super) fn pass(&mut self, text: &[char], stood: &[(Span, Class)], open: &[Span]) {
        let missing: Vec<Span> = self
            .places(text)
            .into_iter()
            .map(|(span, _)| span)
            .filter(|span| !stood.iter().any(|(other, _)| other == span))
            .filter(|span| !open.iter().any(|open| open.start < span.end && span.start < open.end))
            .collect();
        for span in missing {
            if let Some(known) = text.get(span).and_then(|name| self.names.get_mut(name)) {
                count(&mut known.passed);
            }
        }
    }

    /// The longest known names in a text, from the left.
    pub(in crate::propose) fn places(&self, text: &[char]) -> Vec<(Span, &Known)> {
        let (mut places, mut at) = (Vec::new(), 0);
        while let Some(first) = text.get(at) {
            let from = [*first];
            let here = self.names.range(from.to_vec()..).take_while(|(name, _)| name.first() == Some(first));
            let longest =
                here.filter(|(name, _)| text[at..].starts_with(name)).max_by_key(|(name, _)| name.len());
            match longest {
                Some((name, known)) => {
                    places.push((at..at + name.len(), known));
                    at += name.len();
                }
                None => at += 1,
            }
        }
        places
    }

    /// What the memory adds to the scores of a text's characters; `None` where it knows nothing of it.
    pub(in crate::propose) fn recall(&self, text: &[char]) -> Option<Vec<Row>> {
        if self.is_empty() {
            return None;
        }
        let mut rows = vec![[0.0; STATES]; text.len()];
        let mut any = false;
        for (span, known) in self.places(text) {
            for class in Class::ALL {
                let weight = known.weight(class) * trust(class, span.len());
                if weight == 0.0 {
                    continue;
                }
                any = true;
                let each = weight / (span.len() as f32).sqrt();
                span.clone().for_each(|at| rows[at][state_of(&span, class, at)] += each);
            }
        }
        any |= self.refuse(text, &mut rows);
        any.then_some(rows)
    }

    /// Marks that were rejected between the same characters.
    fn refuse(&self, text: &[char], rows: &mut [Row]) -> bool {
        let mut any = false;
        for (key, counts) in self.contexts.iter().filter(|(_, counts)| counts.iter().any(|n| *n > 0)) {
            let Some(name) = key.get(AROUND + 1..key.len() - AROUND - 1) else { continue };
            for start in text.windows(name.len()).enumerate().filter(|(_, w)| *w == name).map(|(at, _)| at) {
                let span = start..start + name.len();
                if context(text, &span) != *key {
                    continue;
                }
                for class in Class::ALL.into_iter().filter(|class| counts[*class as usize] > 0) {
                    any = true;
                    span.clone().for_each(|at| rows[at][state_of(&span, class, at)] += REFUSED);
                }
            }
        }
        any
    }
}
