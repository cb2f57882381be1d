//! Logistic regression over a few clues: how likely something is, and the weights that examples teach.

use crate::odds::probability;

const RATE: f32 = 0.1;

/// Clues of something, with whether it was right.
pub(super) type Tried<const N: usize> = ([f32; N], bool);

/// How likely something with these clues is right, from 0 to 1.
pub(super) fn likely<const N: usize>(clues: &[f32; N], weights: &[f32; N]) -> f32 {
    probability(clues.iter().zip(weights).map(|(clue, weight)| clue * weight).sum())
}

/// The weights that the examples teach in so many passes, by AdaGrad; the same examples in the same order give the same weights.
pub(super) fn learn<'a, const N: usize>(
    examples: impl Iterator<Item = &'a Tried<N>> + Clone,
    passes: usize,
) -> [f32; N] {
    let (mut weights, mut seen) = ([0.0f32; N], [0.0f32; N]);
    for pass in 0..passes {
        let rate = RATE / (1.0 + pass as f32 * 0.2);
        for (clues, right) in examples.clone() {
            let error = likely(clues, &weights) - if *right { 1.0 } else { 0.0 };
            for ((weight, seen), clue) in weights.iter_mut().zip(&mut seen).zip(clues) {
                let gradient = error * clue;
                *seen += gradient * gradient;
                *weight -= rate * gradient / (seen.sqrt() + 1e-3);
            }
        }
    }
    weights
}
