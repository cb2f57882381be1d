//! The arithmetic: character rows → two bidirectional GRU layers → one score a tag and character.
//!
//! Only `+ - × ÷` on f32 in a fixed order, no fused multiply-add and no library `exp`: the same text gives the same
//! bits on every processor, with and without AVX2, alone or among others. A matrix lies in panels of 16 columns, and
//! the sums of four panels (one character) or of four characters (one panel) stay in registers.

#![allow(
    clippy::inline_always,
    reason = "only what is inlined is compiled for the processor feature of its caller"
)]

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

    #[inline(always)]
    fn apply(&self, xs: &[[f32; IN]]) -> Vec<[f32; OUT]> {
        let mut ys = vec![self.bias; xs.len()];
        let (groups, single) = xs.as_chunks::<4>();
        for (p, panel) in self.panels.iter().enumerate() {
            let columns = p * PANEL..(p + 1) * PANEL;
            for (x, y) in groups.iter().zip(ys.as_chunks_mut::<4>().0) {
                let [mut a, mut b, mut c, mut d] = [[0.0; PANEL]; 4];
                for (k, weights) in panel.iter().enumerate() {
                    accumulate(&mut a, x[0][k], weights);
                    accumulate(&mut b, x[1][k], weights);
                    accumulate(&mut c, x[2][k], weights);
                    accumulate(&mut d, x[3][k], weights);
                }
                add(&mut y[0][columns.clone()], &a);
                add(&mut y[1][columns.clone()], &b);
                add(&mut y[2][columns.clone()], &c);
                add(&mut y[3][columns.clone()], &d);
            }
        }
        for (x, y) in single.iter().zip(ys.as_chunks_mut::<4>().1) {
            *y = self.apply_one(x);
        }
        ys
    }

    #[inline(always)]
    fn apply_one(&self, x: &[f32; IN]) -> [f32; OUT] {
        let mut y = self.bias;
        for (panels, y) in self.panels.as_chunks::<4>().0.iter().zip(y.as_chunks_mut::<{ 4 * PANEL }>().0) {
            let [mut a, mut b, mut c, mut d] = [[0.0; PANEL]; 4];
            for (k, &x) in x.iter().enumerate() {
                accumulate(&mut a, x, &panels[0][k]);
                accumulate(&mut b, x, &panels[1][k]);
                accumulate(&mut c, x, &panels[2][k]);
                accumulate(&mut d, x, &panels[3][k]);
            }
            add(y, [a, b, c, d].as_flattened());
        }
        y
    }
}

#[inline(always)]
fn accumulate(sums: &mut [f32; PANEL], x: f32, weights: &[f32; PANEL]) {
    for j in 0..PANEL {
        sums[j] += x * weights[j];
    }
}

#[inline(always)]
fn add(to: &mut [f32], from: &[f32]) {
    to.iter_mut().zip(from).for_each(|(to, from)| *to += from);
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
    fn apply(&self, xs: &[[f32; IN]]) -> Vec<[f32; 2 * HIDDEN]> {
        let mut states = vec![[0.0; 2 * HIDDEN]; xs.len()];
        let [forwards, backwards] = &self.directions;
        let mut h = [0.0; HIDDEN];
        for (x, state) in forwards.input.apply(xs).iter().zip(&mut states) {
            step(x, &forwards.recurrent.apply_one(&h), &mut h);
            state[..HIDDEN].copy_from_slice(&h);
        }
        h = [0.0; HIDDEN];
        for (x, state) in backwards.input.apply(xs).iter().zip(&mut states).rev() {
            step(x, &backwards.recurrent.apply_one(&h), &mut h);
            state[HIDDEN..].copy_from_slice(&h);
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
    /// The scores of each character of a text, which is given as rows of the embedding.
    pub(super) fn scores(&self, rows: impl Iterator<Item = usize>) -> Vec<Scores> {
        let xs: Vec<_> =
            rows.map(|row| self.embedding.get(row).copied().unwrap_or([0.0; EMBEDDING])).collect();
        #[cfg(target_arch = "x86_64")]
        if is_x86_feature_detected!("avx2") {
            // The same code compiled for registers twice as wide: nearly twice as fast, and bit for bit the same.
            #[allow(unsafe_code, reason = "calling a function compiled for a processor feature")]
            // SAFETY: the line above has asked this processor for the feature that the function is compiled with.
            return unsafe { self.run_avx2(&xs) };
        }
        self.run(&xs)
    }

    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx2")]
    fn run_avx2(&self, xs: &[[f32; EMBEDDING]]) -> Vec<Scores> {
        self.run(xs)
    }

    #[inline(always)]
    fn run(&self, xs: &[[f32; EMBEDDING]]) -> Vec<Scores> {
        self.output.apply(&self.second.apply(&self.first.apply(xs)))
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
    fn the_processor_changes_no_bit() {
        let network = crate::propose::lac::Lac::load().unwrap().network;
        for length in [1, 2, 3, 4, 5, 31] {
            let rows = (0..length).map(|i| (i * 997 + 13) % network.embedding.len());
            let xs: Vec<_> = rows.clone().map(|row| network.embedding[row]).collect();
            assert_eq!(network.scores(rows), network.run(&xs), "{length} characters");
        }
    }
}
