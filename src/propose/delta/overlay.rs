//! What finished articles add to the delta's own weights.
//!
//! The delta's own weights stay as they are: letting them move made the proposals worse (docs/decisions.md). Beside them
//! stand sparse rows for features that the corpus never had, mostly characters and words of the paper at hand, with a
//! value and the sum of squared gradients for each state that was touched; they learn by AdaGrad, one text at a time. Both
//! numbers are kept rounded as they are written, so that going on from bytes is the same as going on.

use super::chain::Reading;
use super::features::Features;
use super::model::{AsIs, Delta, believed};
use super::states::{Prior, Row, STATES};
use super::train::{Example, UNSAID};
use crate::propose::lac::units;
use half::f16;
use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::ops::Range;

/// One weight of a row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Weight {
    pub(crate) state: u8,
    /// In [`UNIT`]s.
    pub(crate) value: i16,
    /// Sum of squared gradients.
    pub(crate) seen: f16,
}

impl Weight {
    /// A weight of a state; `None` where there is no such state, or the sum is none.
    pub(crate) fn new(state: u8, value: i16, seen: f16) -> Option<Self> {
        (usize::from(state) < STATES && seen >= f16::ZERO).then_some(Self { state, value, seen })
    }
}

/// What a value is counted in.
const UNIT: f32 = 1.0 / 2048.0;

/// Rows by their features.
pub(crate) type Weights = HashMap<u32, Vec<Weight>, BuildHasherDefault<AsIs>>;

/// Rows beside the delta's own.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Overlay {
    pub(crate) rows: Weights,
}

/// Length of a step.
const RATE: f32 = 0.25;
/// Keeps a first step finite.
const GROUND: f32 = 0.01;
/// Gradients below this teach nothing.
const LEAST: f32 = 0.01;

/// The delta with what stands beside it, for reading and for learning on.
pub(crate) struct Joined<'a> {
    delta: &'a Delta,
    overlay: &'a Overlay,
}

impl<'a> Joined<'a> {
    pub(crate) fn new(delta: &'a Delta, overlay: &'a Overlay) -> Self {
        Self { delta, overlay }
    }

    /// The scores of a stretch.
    fn scores(
        &self,
        features: &Features,
        prior: &[Prior],
        bonus: Option<&[Row]>,
        unit: Range<usize>,
    ) -> Vec<Row> {
        let mut scores = self.delta.scores(features.part(unit.clone()), &prior[unit.clone()]);
        if !self.overlay.rows.is_empty() {
            for (row, features) in scores.iter_mut().zip(features.part(unit.clone())) {
                features
                    .iter()
                    .filter_map(|f| self.overlay.rows.get(f))
                    .for_each(|weights| add(row, weights));
            }
        }
        let bonus = bonus.and_then(|bonus| bonus.get(unit)).unwrap_or_default();
        for (row, bonus) in scores.iter_mut().zip(bonus) {
            row.iter_mut().zip(bonus).for_each(|(score, bonus)| *score += bonus);
        }
        scores
    }

    /// The marks of a text; `bonus` is added to the scores of its characters.
    pub(crate) fn read(
        &self,
        text: &[char],
        features: &Features,
        prior: &[Prior],
        bonus: Option<&[Row]>,
    ) -> Vec<Reading> {
        let mut readings = Vec::new();
        for unit in units(text).filter(|unit| unit.end <= prior.len().min(features.len())) {
            let scores = self.scores(features, prior, bonus, unit.clone());
            readings.extend(self.delta.steps.read(&scores).into_iter().map(|mut reading| {
                reading.span = reading.span.start + unit.start..reading.span.end + unit.start;
                reading
            }));
        }
        believed(readings)
    }
}

fn add(row: &mut Row, weights: &[Weight]) {
    for weight in weights {
        row[usize::from(weight.state)] += f32::from(weight.value) * UNIT;
    }
}

impl Overlay {
    /// One step for one text.
    pub(crate) fn step(&mut self, delta: &Delta, example: &Example, bonus: Option<&[Row]>) {
        let length = example.states.len();
        if length == 0 || length != example.features.len() || length != example.prior.len() {
            return;
        }
        for unit in units(&example.text).filter(|unit| unit.end <= length) {
            let joined = Joined::new(delta, self);
            let scores = joined.scores(&example.features, &example.prior, bonus, unit.clone());
            let sums = delta.steps.sums(&scores);
            let right = |at: usize| {
                let state = example.states[unit.start + at];
                (state != UNSAID).then_some(usize::from(state))
            };
            for at in 0..unit.len() {
                let Some(right) = right(at) else { continue };
                let mut gradient = sums.states(at);
                gradient[right] -= 1.0;
                if gradient.iter().all(|g| g.abs() < LEAST) {
                    continue;
                }
                for feature in example.features.at(unit.start + at) {
                    if !delta.table.has(*feature) {
                        go(self.rows.entry(*feature).or_default(), &gradient);
                    }
                }
            }
        }
    }
}

fn go(row: &mut Vec<Weight>, gradient: &Row) {
    for (state, g) in (0u8..).zip(gradient).filter(|(_, g)| g.abs() >= LEAST) {
        let place = row.iter().position(|weight| weight.state == state).unwrap_or_else(|| {
            row.push(Weight { state, value: 0, seen: f16::ZERO });
            row.len() - 1
        });
        let weight = &mut row[place];
        let seen = weight.seen.to_f32() + g * g;
        let by = RATE * g / (GROUND + seen).sqrt() / UNIT;
        weight.value = weight.value.saturating_sub(by.round() as i16);
        weight.seen = f16::from_f32(seen);
    }
}
