//! Training: AdaGrad over passages, each step towards the right path and away from what the chain believes.

use super::features::Features;
use super::model::Delta;
use super::states::{Prior, Row, STATES, decode};
use crate::propose::candidate::{Class, Span};
use std::collections::HashMap;

/// A passage with its right states.
#[derive(Clone, Debug)]
pub(crate) struct Example {
    pub(crate) text: Vec<char>,
    pub(crate) features: Features,
    pub(crate) prior: Vec<Prior>,
    pub(crate) states: Vec<u8>,
}

impl Example {
    /// The marks of the right states.
    pub(crate) fn marks(&self) -> Vec<(Span, Class)> {
        decode(&self.states.iter().map(|state| usize::from(*state)).collect::<Vec<_>>())
    }
}

/// Keeps a step finite where nothing was seen yet.
const GROUND: f32 = 1e-3;
/// Probabilities nearer than this to the truth teach nothing.
const NOTHING: f32 = 1e-5;

/// Weights on their way.
pub(crate) struct Trainer {
    delta: Delta,
    /// Sums of squared gradients beside the weights.
    seen: Vec<Row>,
    steps_seen: [Row; STATES],
    dice: u64,
    /// Length of a step.
    pub(crate) rate: f32,
    /// How fast weights shrink, a step.
    pub(crate) decay: f32,
}

impl Trainer {
    /// Starts with a model. `known` are the features that may have weights beside those that have.
    pub(crate) fn new(mut delta: Delta, known: impl IntoIterator<Item = u32>, rate: f32) -> Self {
        for feature in known {
            let next = delta.rows.len() as u32;
            let place = *delta.places.entry(feature).or_insert(next);
            if place == next {
                delta.rows.push([0.0; STATES]);
            }
        }
        let seen = vec![[0.0; STATES]; delta.rows.len()];
        Self {
            delta,
            seen,
            steps_seen: [[0.0; STATES]; STATES],
            dice: 0x2545_f491_4f6c_dd1d,
            rate,
            decay: 0.0,
        }
    }

    /// The features that stand in at least `least` places of the examples, in the order of their hashes.
    pub(crate) fn frequent<'a>(examples: impl Iterator<Item = &'a Example>, least: u32) -> Vec<u32> {
        let mut counts: HashMap<u32, u32> = HashMap::new();
        for example in examples {
            for feature in example.features.part(0..example.features.len()).flatten() {
                *counts.entry(*feature).or_default() += 1;
            }
        }
        let mut kept: Vec<u32> =
            counts.into_iter().filter(|(_, count)| *count >= least).map(|(f, _)| f).collect();
        kept.sort_unstable();
        kept
    }

    /// One pass over the examples in a shuffled order.
    pub(crate) fn pass(&mut self, examples: &[&Example]) {
        let mut order: Vec<usize> = (0..examples.len()).collect();
        for n in (1..order.len()).rev() {
            let other = self.roll() as usize % (n + 1);
            order.swap(n, other);
        }
        for n in order {
            self.step(examples[n]);
        }
    }

    fn roll(&mut self) -> u64 {
        self.dice ^= self.dice << 13;
        self.dice ^= self.dice >> 7;
        self.dice ^= self.dice << 17;
        self.dice >> 11
    }

    /// One step for one passage.
    pub(crate) fn step(&mut self, example: &Example) {
        let length = example.states.len();
        if length == 0 || length != example.features.len() || length != example.prior.len() {
            return;
        }
        let features = || example.features.part(0..length);
        let scores = self.delta.scores(features(), &example.prior);
        let sums = self.delta.steps.sums(&scores);
        let mut step_gradient = [[0.0f32; STATES]; STATES];
        for at in 1..length {
            sums.steps(&self.delta.steps, at, &mut |a, b, p| step_gradient[a][b] += p);
            step_gradient[usize::from(example.states[at - 1])][usize::from(example.states[at])] -= 1.0;
        }
        for at in 0..length {
            let mut gradient = sums.states(at);
            gradient[usize::from(example.states[at])] -= 1.0;
            if gradient.iter().all(|g| g.abs() < NOTHING) {
                continue;
            }
            for feature in example.features.at(at) {
                let Some(place) = self.delta.places.get(feature).map(|place| *place as usize) else {
                    continue;
                };
                let (weights, seen) = (&mut self.delta.rows[place], &mut self.seen[place]);
                go(weights, seen, &gradient, self.rate, self.decay);
            }
        }
        for (a, gradient) in step_gradient.iter().enumerate() {
            go(&mut self.delta.steps.weights[a], &mut self.steps_seen[a], gradient, self.rate, 0.0);
        }
    }

    /// The weights, the weakest dropped.
    pub(crate) fn finish(self, least: f32) -> Delta {
        let Delta { places, rows, steps, trust } = self.delta;
        let mut kept: Vec<(u32, Row)> = places
            .into_iter()
            .map(|(feature, place)| {
                (feature, rows[place as usize].map(|w| if w.abs() < least { 0.0 } else { w }))
            })
            .filter(|(_, row)| row.iter().any(|w| *w != 0.0))
            .collect();
        kept.sort_unstable_by_key(|(feature, _)| *feature);
        let places = kept.iter().enumerate().map(|(n, (feature, _))| (*feature, n as u32)).collect();
        Delta { places, rows: kept.into_iter().map(|(_, row)| row).collect(), steps, trust }
    }

    /// Sets how much the network's word counts.
    pub(crate) fn trust(&mut self, trust: f32) {
        self.delta.trust = trust;
    }
}

fn go(weights: &mut Row, seen: &mut Row, gradient: &Row, rate: f32, decay: f32) {
    for ((weight, seen), g) in weights.iter_mut().zip(seen).zip(gradient) {
        if g.abs() < NOTHING {
            continue;
        }
        let g = g + decay * *weight;
        *seen += g * g;
        *weight -= rate * g / (seen.sqrt() + GROUND);
    }
}
