//! Scores that say how often they are right, and the counts by which proposals are judged.

use crate::odds::{log_odds, probability};

/// Right, proposed and wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Count {
    pub(super) right: usize,
    pub(super) proposed: usize,
    pub(super) wanted: usize,
}

impl Count {
    /// The harmonic mean of precision and recall.
    pub(super) fn f1(self) -> f64 {
        2.0 * self.right as f64 / (self.proposed + self.wanted).max(1) as f64
    }
}

/// The score of a probability by slope and shift of its log odds.
pub(super) fn calibrated(odds: f32, [slope, shift]: [f32; 2]) -> f32 {
    probability(slope * log_odds(odds) + shift)
}
