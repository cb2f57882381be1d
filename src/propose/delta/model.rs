//! The weights: those of every feature that was worth keeping, and those of the steps.

use super::chain::{Reading, Steps};
use super::features::Features;
use super::states::{Prior, Row, STATES, row};
use super::table::Table;
use crate::propose::lac::units;
use crate::propose::score::calibrated;
use std::hash::Hasher;

/// Features are hashes already.
#[derive(Clone, Debug, Default)]
pub(crate) struct AsIs(u64);

impl Hasher for AsIs {
    fn finish(&self) -> u64 {
        self.0.wrapping_mul(0x9e37_79b9_7f4a_7c15)
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 << 8) | u64::from(*byte);
        }
    }

    fn write_u32(&mut self, value: u32) {
        self.0 = u64::from(value);
    }
}

/// The delta's weights.
#[derive(Clone, Debug)]
pub(crate) struct Delta {
    pub(super) table: Table,
    /// What a weight of the table counts.
    pub(super) unit: f32,
    pub(super) steps: Steps,
    /// How much the network's word counts.
    pub(super) trust: f32,
}

impl Delta {
    /// The scores of every character.
    pub(super) fn scores<'a>(&self, features: impl Iterator<Item = &'a [u32]>, prior: &[Prior]) -> Vec<Row> {
        let add = |(features, prior): (&[u32], &Prior)| {
            let mut sums = [0i32; STATES];
            for feature in features {
                self.table.add(*feature, &mut sums);
            }
            let mut scores = row(prior).map(|p| p * self.trust);
            scores.iter_mut().zip(sums).for_each(|(score, sum)| *score += sum as f32 * self.unit);
            scores
        };
        features.zip(prior).map(add).collect()
    }

    /// The marks of a text. Long texts are read in the network's units.
    pub(crate) fn read(&self, text: &[char], features: &Features, prior: &[Prior]) -> Vec<Reading> {
        let mut readings = Vec::new();
        for unit in units(text).filter(|unit| unit.end <= prior.len().min(features.len())) {
            let scores = self.scores(features.part(unit.clone()), &prior[unit.clone()]);
            readings.extend(self.steps.read(&scores).into_iter().map(|mut reading| {
                reading.span = reading.span.start + unit.start..reading.span.end + unit.start;
                reading
            }));
        }
        believed(readings)
    }
}

/// The readings that are likelier right than wrong, with scores that say how often such marks are right.
pub(super) fn believed(mut readings: Vec<Reading>) -> Vec<Reading> {
    readings.retain(|reading| reading.score >= FLOOR);
    for reading in &mut readings {
        reading.score = calibrated(reading.score, HONEST);
    }
    readings
}

/// The chain believes in itself too much. So often marks of a probability turn out right: slope and shift of the log odds,
/// after the reliability that `zhupi train CORPUS --folds 3` prints.
const HONEST: [f32; 2] = [0.6, -0.15];

/// What a reading's probability must reach: the best path through a text also holds marks that are likelier wrong than
/// right, after [`HONEST`] too.
const FLOOR: f32 = 0.4;

const _: () = assert!(STATES <= 64, "a row fits the file's bits");
