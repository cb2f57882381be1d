//! Training: AdaGrad over passages, each step towards the right path and away from what the chain believes.

use super::chain::Steps;
use super::features::Features;
use super::model::{AsIs, Delta};
use super::states::{Prior, Row, STATES, decode, encode, row};
use super::table::{Cell, Table};
use crate::propose::candidate::{Class, Span};
use std::collections::HashMap;
use std::hash::BuildHasherDefault;

/// The row of each feature.
type Places = HashMap<u32, u32, BuildHasherDefault<AsIs>>;

/// A passage with its right states.
#[derive(Clone, Debug)]
pub(crate) struct Example {
    pub(crate) text: Vec<char>,
    pub(crate) features: Features,
    pub(crate) prior: Vec<Prior>,
    pub(crate) states: Vec<u8>,
}

/// The state of a character of which nobody has said what it is.
pub(crate) const UNSAID: u8 = u8::MAX;

impl Example {
    /// Takes these marks for the right ones and says nothing about the characters of `open` ones.
    pub(crate) fn settle(&mut self, marks: &[(Span, Class)], open: &[Span]) {
        self.states = encode(self.text.len(), marks.iter().cloned());
        for span in open {
            let end = span.end.min(self.text.len());
            let unmarked = self.states.get_mut(span.start.min(end)..end).unwrap_or_default();
            unmarked.iter_mut().filter(|state| **state == 0).for_each(|state| *state = UNSAID);
        }
    }

    /// The marks of the right states.
    pub(crate) fn marks(&self) -> Vec<(Span, Class)> {
        decode(&self.states.iter().map(|state| usize::from(*state)).collect::<Vec<_>>())
    }
}

/// The order of the passages begins with this.
const DICE: u64 = 0x2545_f491_4f6c_dd1d;
/// Keeps a step finite where nothing was seen yet.
const GROUND: f32 = 1e-3;
/// Probabilities nearer than this to the truth teach nothing.
const NOTHING: f32 = 1e-5;

/// Weights on their way.
pub(crate) struct Trainer {
    places: Places,
    rows: Vec<Row>,
    steps: Steps,
    trust: f32,
    /// Sums of squared gradients beside the weights.
    seen: Vec<Row>,
    steps_seen: [Row; STATES],
    dice: u64,
    /// Length of a step.
    pub(crate) rate: f32,
    /// How fast weights shrink, a step.
    pub(crate) decay: f32,
    /// Share of the features that a step does without, other ones each time, so that none is leant on too much.
    pub(crate) without: f32,
    /// Which ones the present step does without.
    salt: u32,
}

impl Trainer {
    /// Starts with nothing. `known` are the features that may have weights, `trust` is how much the network's word counts.
    pub(crate) fn new(known: &[u32], rate: f32, trust: f32) -> Self {
        let places = known.iter().enumerate().map(|(n, feature)| (*feature, n as u32)).collect();
        let zeros = vec![[0.0; STATES]; known.len()];
        let (rows, seen, steps_seen) = (zeros.clone(), zeros, [[0.0; STATES]; STATES]);
        let (steps, dice) = (Steps::new(), DICE);
        Self { places, rows, steps, trust, seen, steps_seen, dice, rate, decay: 0.0, without: 0.0, salt: 0 }
    }

    fn scores(&self, example: &Example) -> Vec<Row> {
        let add = |(at, prior): (usize, &Prior)| {
            let mut sum = row(prior).map(|p| p * self.trust);
            for weights in self.heard(example.features.at(at)).map(|place| &self.rows[place]) {
                sum.iter_mut().zip(weights).for_each(|(sum, weight)| *sum += weight);
            }
            sum
        };
        example.prior.iter().enumerate().map(add).collect()
    }

    /// The rows of the features that the present step does not do without.
    fn heard<'a>(&'a self, features: &'a [u32]) -> impl Iterator<Item = usize> + 'a {
        let least = (self.without * f32::from(u16::MAX)) as u32;
        let heard = move |feature: &&u32| {
            let mixed = (**feature ^ self.salt).wrapping_mul(0x9e37_79b1);
            (mixed ^ (mixed >> 15)).wrapping_mul(0x85eb_ca6b) >> 16 >= least
        };
        features
            .iter()
            .filter(heard)
            .filter_map(|feature| self.places.get(feature))
            .map(|place| *place as usize)
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
        self.salt = self.roll() as u32;
        let sums = self.steps.sums(&self.scores(example));
        let mut step_gradient = [[0.0f32; STATES]; STATES];
        for at in 1..length {
            sums.steps(&self.steps, at, &mut |a, b, p| step_gradient[a][b] += p);
            step_gradient[usize::from(example.states[at - 1])][usize::from(example.states[at])] -= 1.0;
        }
        for at in 0..length {
            let mut gradient = sums.states(at);
            gradient[usize::from(example.states[at])] -= 1.0;
            if gradient.iter().all(|g| g.abs() < NOTHING) {
                continue;
            }
            let heard: Vec<usize> = self.heard(example.features.at(at)).collect();
            for place in heard {
                let (weights, seen) = (&mut self.rows[place], &mut self.seen[place]);
                go(weights, seen, &gradient, self.rate, self.decay);
            }
        }
        for (a, gradient) in step_gradient.iter().enumerate() {
            go(&mut self.steps.weights[a], &mut self.steps_seen[a], gradient, self.rate, 0.0);
        }
    }

    /// The weights, the weakest dropped.
    pub(crate) fn finish(mut self, least: f32) -> Delta {
        // All features are heard from now on, and say together what a part of them said in training.
        let share = 1.0 - self.without;
        self.rows.iter_mut().flatten().for_each(|weight| *weight *= share);
        let most = self.rows.iter().flatten().fold(0.0f32, |most, w| most.max(w.abs()));
        let unit = (most / 127.0).max(f32::MIN_POSITIVE);
        let byte = |w: f32| if w.abs() < least { 0 } else { (w / unit).round() as i8 };
        let mut known: Vec<(u32, u32)> = self.places.into_iter().collect();
        known.sort_unstable();
        let mut table = Table::with_capacity(known.len());
        for (feature, place) in known {
            let cell = |(state, weight): (u8, &f32)| Cell { state, weight: byte(*weight) };
            let cells = (0..).zip(&self.rows[place as usize]).map(cell).filter(|cell| cell.weight != 0);
            let mut cells = cells.peekable();
            if cells.peek().is_some() {
                table.push(feature, cells);
            }
        }
        Delta { table: table.ready(), unit, steps: self.steps, trust: self.trust }
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
