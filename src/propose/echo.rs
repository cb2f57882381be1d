//! What the sure readings of an issue say to its unsure ones: a name that stands there for certain is looked for wherever
//! else the issue has the same characters.
//!
//! ```text
//! blocks ─ first reading ─ names that are sure ─┐
//!      └───────────── second reading ── + their weight in the scores ─ marks
//! ```
//! The weight is that of the memory of names (`learned/names.rs`), so the context can still speak against it. Only blocks
//! that have such a name without its mark are read again.

use super::candidate::{Candidate, Class, Span};
use super::learned::Names;

/// From this score on a reading is sure.
const SURE: f32 = 0.7;

/// The sure names of an issue.
#[derive(Debug, Default)]
pub(super) struct Echo(Names);

impl Echo {
    /// Takes in the first reading of a block.
    pub(super) fn hear(&mut self, text: &[char], readings: &[Candidate]) {
        let sure = |c: &&Candidate| c.score >= SURE && !matches!(c.class, Class::Time | Class::Title);
        let sure: Vec<(Span, Class)> =
            readings.iter().filter(sure).map(|c| (c.span.clone(), c.class)).collect();
        self.0.learn(text, &sure, &[]);
    }

    /// What they add to the scores of a block's characters; `None` where its first reading has them all.
    pub(super) fn answer(&self, text: &[char], readings: &[Candidate]) -> Option<Vec<super::delta::Row>> {
        let has = |span: &Span| readings.iter().any(|c| c.span == *span);
        if self.0.places(text).iter().all(|(span, _)| has(span)) {
            return None;
        }
        self.0.recall(text)
    }
}
