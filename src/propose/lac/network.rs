//! The arithmetic: character rows → two bidirectional GRU layers → one score a tag and character.
//!
//! Only `+ - × ÷` on f32 in a fixed order, no fused multiply-add and no library `exp`: the same text gives the same
//! bits on every processor, with and without AVX2 or AVX-512, alone or among others. A matrix lies in panels of 16
//! columns, and the sums of some panels for some characters stay in registers.

#![allow(
    clippy::inline_always,
    reason = "only what is inlined is compiled for the processor feature of its caller"
)]

use super::processor::{Work, fastest};
use std::ops::Range;

/// Numbers a character row.
pub(super) const EMBEDDING: usize = 128;
/// State of one direction.
pub(super) const HIDDEN: usize = 128;
/// Update, reset and candidate side by side.
pub(super) const GATES: usize = 3 * HIDDEN;
/// Columns of the scores: the 49 tags and a filling that nothing chooses.
pub(super) const WIDTH: usize = 64;
const PANEL: usize = 16;

/// The scores of one character.
pub(super) type Scores = [f32; WIDTH];

/// `x · weights + bias`. `OUT` is a multiple of 64.
pub(super) struct Affine<const IN: usize, const OUT: usize> {
    bias: [f32; OUT],
    panels: Vec<[[f32; PANEL]; IN]>,
}

impl<const IN: usize, const OUT: usize> Affine<IN, OUT> {
    /// From `IN` rows of `bias.len()` columns; columns missing to `OUT` get no weight and the bias `filling`.
    pub(super) fn new(weights: &[f32], bias: &[f32], filling: f32) -> Self {
        let mut affine = Affine { bias: [filling; OUT], panels: vec![[[0.0; PANEL]; IN]; OUT / PANEL] };
        affine.bias.iter_mut().zip(bias).for_each(|(to, from)| *to = *from);
        for (k, row) in weights.chunks_exact(bias.len()).enumerate().take(IN) {
            for (panel, values) in affine.panels.iter_mut().zip(row.chunks(PANEL)) {
                panel[k][..values.len()].copy_from_slice(values);
            }
        }
        affine
    }

    /// Of all rows. Many rows share each weight that is fetched.
    #[inline(always)]
    fn apply<const ROWS: usize>(&self, xs: &[[f32; IN]], ys: &mut [[f32; OUT]]) {
        let split = if ROWS == 8 { xs.len() / 8 * 8 } else { 0 };
        let ((eights, rest), (eights_out, rest_out)) = (xs.split_at(split), ys.split_at_mut(split));
        self.eights(eights.as_chunks().0, eights_out.as_chunks_mut().0);
        let ((fours, rest), (fours_out, rest_out)) = (rest.as_chunks(), rest_out.as_chunks_mut());
        self.fours(fours, fours_out);
        for (x, y) in rest.iter().zip(rest_out) {
            self.row(x, y);
        }
    }

    /// Of one row, four panels at once.
    #[inline(always)]
    fn row(&self, x: &[f32; IN], y: &mut [f32; OUT]) {
        let bias = self.bias.as_chunks::<{ 4 * PANEL }>().0;
        let to = y.as_chunks_mut::<{ 4 * PANEL }>().0;
        for ((panels, bias), y) in self.panels.as_chunks::<4>().0.iter().zip(bias).zip(to) {
            let [mut a, mut b, mut c, mut d] = [[0.0; PANEL]; 4];
            for (k, &x) in x.iter().enumerate() {
                accumulate(&mut a, x, &panels[0][k]);
                accumulate(&mut b, x, &panels[1][k]);
                accumulate(&mut c, x, &panels[2][k]);
                accumulate(&mut d, x, &panels[3][k]);
            }
            add(y, bias, [a, b, c, d].as_flattened());
        }
    }
}

/// Products of groups of rows, panel by panel. The sums of a group have names of their own: in an array of arrays they
/// would not stay in registers. The rows of a group are packed, so that what is needed at once lies side by side: without
/// it AVX-512 gathers it from afar, which takes longer than the sums.
macro_rules! products {
    ($name:ident, $rows:literal: $($row:literal $sum:ident),*) => {
        impl<const IN: usize, const OUT: usize> Affine<IN, OUT> {
            #[inline(always)]
            fn $name(&self, xs: &[[[f32; IN]; $rows]], ys: &mut [[[f32; OUT]; $rows]]) {
                let mut packed = vec![[[0.0; $rows]; IN]; xs.len()];
                for (x, to) in xs.iter().zip(&mut packed) {
                    for (k, to) in to.iter_mut().enumerate() {
                        *to = [$(x[$row][k]),*];
                    }
                }
                for (p, (panel, bias)) in self.panels.iter().zip(self.bias.as_chunks::<PANEL>().0).enumerate() {
                    let columns = p * PANEL..(p + 1) * PANEL;
                    for (x, y) in packed.iter().zip(ys.iter_mut()) {
                        let [$(mut $sum),*] = [[0.0; PANEL]; $rows];
                        for (weights, x) in panel.iter().zip(x) {
                            $(accumulate(&mut $sum, x[$row], weights);)*
                        }
                        $(add(&mut y[$row][columns.clone()], bias, &$sum);)*
                    }
                }
            }
        }
    };
}
products!(fours, 4: 0 a, 1 b, 2 c, 3 d);
products!(eights, 8: 0 a, 1 b, 2 c, 3 d, 4 e, 5 f, 6 g, 7 h);

#[inline(always)]
fn accumulate(sums: &mut [f32; PANEL], x: f32, weights: &[f32; PANEL]) {
    for j in 0..PANEL {
        sums[j] += x * weights[j];
    }
}

#[inline(always)]
fn add(to: &mut [f32], bias: &[f32], sums: &[f32]) {
    to.iter_mut().zip(bias).zip(sums).for_each(|((to, bias), sum)| *to = bias + sum);
}

/// One reading direction of a layer.
pub(super) struct Direction<const IN: usize> {
    pub(super) input: Affine<IN, GATES>,
    pub(super) recurrent: Affine<HIDDEN, GATES>,
}

/// A layer reads the text forwards and backwards and puts both states side by side.
pub(super) struct Layer<const IN: usize> {
    pub(super) directions: [Direction<IN>; 2],
}

impl<const IN: usize> Layer<IN> {
    #[inline(always)]
    fn apply<const ROWS: usize>(&self, xs: &[[f32; IN]], steps: &[Range<usize>]) -> Vec<[f32; 2 * HIDDEN]> {
        let lanes = steps.first().map_or(0, ExactSizeIterator::len);
        let mut states = vec![[0.0; 2 * HIDDEN]; xs.len()];
        let mut inputs = vec![[0.0; GATES]; xs.len()];
        let mut recurrent = vec![[0.0; GATES]; lanes];
        for (d, direction) in self.directions.iter().enumerate() {
            direction.input.apply::<ROWS>(xs, &mut inputs);
            let mut h = vec![[0.0; HIDDEN]; lanes];
            for n in 0..steps.len() {
                let rows = steps[if d == 0 { n } else { steps.len() - 1 - n }].clone();
                let (h, recurrent) = (&mut h[..rows.len()], &mut recurrent[..rows.len()]);
                direction.recurrent.apply::<ROWS>(h, recurrent);
                for (((x, r), h), state) in
                    inputs[rows.clone()].iter().zip(recurrent).zip(h).zip(&mut states[rows])
                {
                    step(x, r, h);
                    state[d * HIDDEN..(d + 1) * HIDDEN].copy_from_slice(h);
                }
            }
        }
        states
    }
}

/// One step of a gated recurrent unit whose reset gate acts after the recurrent product.
#[inline(always)]
fn step(x: &[f32; GATES], r: &[f32; GATES], h: &mut [f32; HIDDEN]) {
    for j in 0..HIDDEN {
        let update = sigmoid(x[j] + r[j]);
        let reset = sigmoid(x[HIDDEN + j] + r[HIDDEN + j]);
        let candidate = tanh(x[2 * HIDDEN + j] + reset * r[2 * HIDDEN + j]);
        h[j] = (1.0 - update) * candidate + update * h[j];
    }
}

/// The network without its vocabulary and its chain of tags.
pub(super) struct Network {
    pub(super) embedding: Vec<[f32; EMBEDDING]>,
    pub(super) first: Layer<EMBEDDING>,
    pub(super) second: Layer<{ 2 * HIDDEN }>,
    pub(super) output: Affine<{ 2 * HIDDEN }, WIDTH>,
}

impl Network {
    /// The scores of each character of texts, which are given as rows of the embedding, the longest text first.
    ///
    /// The texts are read side by side, so that a weight that is fetched serves the same step of all of them.
    pub(super) fn scores(&self, texts: &[Vec<usize>]) -> Vec<Vec<Scores>> {
        let mut steps: Vec<Range<usize>> = Vec::new();
        let mut xs = Vec::new();
        for t in 0..texts.first().map_or(0, Vec::len) {
            let from = xs.len();
            let rows = texts.iter().map_while(|text| text.get(t));
            xs.extend(rows.map(|row| self.embedding.get(*row).copied().unwrap_or([0.0; EMBEDDING])));
            steps.push(from..xs.len());
        }
        let scores = fastest(Reading { network: self, xs: &xs, steps: &steps });
        let of_text = |(lane, text): (usize, &Vec<usize>)| {
            steps.iter().take(text.len()).map(|step| scores[step.start + lane]).collect()
        };
        texts.iter().enumerate().map(of_text).collect()
    }
}

/// Rows to be read: step by step, in each step the texts that are long enough.
struct Reading<'a> {
    network: &'a Network,
    xs: &'a [[f32; EMBEDDING]],
    steps: &'a [Range<usize>],
}

impl Work for Reading<'_> {
    type Result = Vec<Scores>;

    #[inline(always)]
    fn run<const ROWS: usize>(self) -> Vec<Scores> {
        let Self { network, xs, steps } = self;
        let first = network.first.apply::<ROWS>(xs, steps);
        let second = network.second.apply::<ROWS>(&first, steps);
        let mut scores = vec![[0.0; WIDTH]; xs.len()];
        network.output.apply::<ROWS>(&second, &mut scores);
        scores
    }
}

#[inline(always)]
fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + exp(-x))
}

#[inline(always)]
fn tanh(x: f32) -> f32 {
    1.0 - 2.0 / (1.0 + exp(2.0 * x))
}

/// `e^x` within two units of the last place, for x cut to −87…88: two to a whole power times a short series.
#[inline(always)]
pub(super) fn exp(x: f32) -> f32 {
    /// Adding this leaves the nearest whole number in the low bits.
    const ROUND: f32 = 12_582_912.0;
    /// ln 2 in two parts; the first has so few digits that its product with a whole number is exact.
    const LN_2: (f32, f32) = (0.693_359_4, -2.121_944_4e-4);
    let x = x.clamp(-87.0, 88.0);
    let shifted = x * std::f32::consts::LOG2_E + ROUND;
    let whole = shifted - ROUND;
    let r = x - whole * LN_2.0 - whole * LN_2.1;
    let tail = 1.0 / 6.0 + r * (1.0 / 24.0 + r * (1.0 / 120.0 + r * (1.0 / 720.0)));
    let series = 1.0 + r * (1.0 + r * (0.5 + r * tail));
    series * f32::from_bits((shifted.to_bits() << 23).wrapping_add(127 << 23))
}

/// The natural logarithm of a positive number, by Newton's method on [`exp`].
pub(super) fn ln(x: f32) -> f32 {
    let start = (x.to_bits() as f32 / 8_388_608.0 - 127.0) * std::f32::consts::LN_2;
    (0..3).fold(start, |y, _| y + x * exp(-y) - 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_exp_and_ln_agree_with_the_library() {
        for i in -860..=860 {
            let x = i as f32 / 10.0;
            assert!((exp(x) / x.exp() - 1.0).abs() < 4e-7, "exp({x})");
        }
        for i in 1..200 {
            let x = i as f32 / 3.0;
            assert!((ln(x) - x.ln()).abs() < 1e-6, "ln({x})");
        }
        let limits = [sigmoid(-1e30), sigmoid(1e30) - 1.0, tanh(-1e30) + 1.0, tanh(1e30) - 1.0];
        assert!(limits.iter().all(|rest| rest.abs() < 1e-30), "{limits:?}");
    }

    #[test]
    fn neither_the_processor_nor_other_texts_change_a_bit() {
        let network = crate::propose::lac::Lac::load().unwrap().network;
        let text = |length: usize| -> Vec<usize> {
            (0..length).map(|i| (i * 997 + length * 13) % network.embedding.len()).collect()
        };
        for lengths in [&[1][..], &[31], &[5, 4, 3, 2, 1, 1], &[40; 11], &[33, 32, 31, 30, 9, 9, 9, 9, 9, 2]]
        {
            let texts: Vec<_> = lengths.iter().map(|length| text(*length)).collect();
            let together = network.scores(&texts);
            for (text, scores) in texts.iter().zip(together) {
                let xs: Vec<_> = text.iter().map(|row| network.embedding[*row]).collect();
                let steps: Vec<_> = (0..xs.len()).map(|n| n..n + 1).collect();
                let plain = Reading { network: &network, xs: &xs, steps: &steps };
                assert_eq!(scores, plain.run::<4>(), "{lengths:?}");
            }
        }
    }
}
