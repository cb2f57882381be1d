//! The chain of tags: the best path (Viterbi) and how probable tags and spans are over all paths (forward-backward).
//!
//! As in the original there is no start or end score and no path is forbidden.

#![allow(
    clippy::inline_always,
    reason = "only what is inlined is compiled for the processor feature of its caller"
)]

use std::ops::Range;

use super::network::{Scores, WIDTH, exp, ln};
use super::tag::{TAGS, TagId};

/// What following one tag by another adds to a path's score.
pub(super) struct Chain {
    transitions: [Scores; TAGS],
    /// `exp` of the transitions, and the same with rows and columns changed.
    factors: [Scores; TAGS],
    transposed: [Scores; TAGS],
}

impl Chain {
    /// From rows 'from' and columns 'to'.
    pub(super) fn new(rows: &[[f32; TAGS]]) -> Self {
        let zero = [[0.0; WIDTH]; TAGS];
        let mut chain = Chain { transitions: zero, factors: zero, transposed: zero };
        for (from, row) in rows.iter().enumerate().take(TAGS) {
            for (to, &score) in row.iter().enumerate() {
                chain.transitions[from][to] = score;
                chain.factors[from][to] = exp(score);
                chain.transposed[to][from] = exp(score);
            }
        }
        chain
    }

    /// The best tag of each character; of equally good ones the first.
    #[inline(always)]
    pub(super) fn best(&self, scores: &[Scores]) -> Vec<TagId> {
        let Some((first, rest)) = scores.split_first() else { return Vec::new() };
        let mut best = *first;
        let mut origins = Vec::with_capacity(rest.len());
        for scores in rest {
            let mut next = [f32::NEG_INFINITY; WIDTH];
            let mut origin = [0_u32; WIDTH];
            for (from, row) in self.transitions.iter().enumerate() {
                for to in 0..WIDTH {
                    let path = best[from] + row[to];
                    let better = path > next[to];
                    next[to] = if better { path } else { next[to] };
                    origin[to] = if better { from as u32 } else { origin[to] };
                }
            }
            for to in 0..WIDTH {
                best[to] = next[to] + scores[to];
            }
            origins.push(origin.map(|from| from as u8));
        }
        let last = (1..TAGS).fold(0, |a, b| if best[b] > best[a] { b } else { a });
        let mut path = vec![TagId(last as u8)];
        let mut tag = last;
        for origin in origins.iter().rev() {
            tag = usize::from(origin[tag]);
            path.push(TagId(tag as u8));
        }
        path.reverse();
        path
    }

    /// How probable everything is, given the scores of a text.
    #[inline(always)]
    pub(super) fn posterior<'a>(&'a self, scores: &[Scores]) -> Posterior<'a> {
        let mut potentials: Vec<Scores> = scores.iter().map(potentials).collect();
        let mut forward = Vec::with_capacity(scores.len());
        let mut before: Option<Scores> = None;
        for potential in &mut potentials {
            let mut row = before.map_or([1.0; WIDTH], |before| product(&self.factors, &before));
            row.iter_mut().zip(potential.iter()).for_each(|(row, p)| *row *= p);
            // Each potential is divided by its share of the whole sum, so that all rows stay near one.
            let scale = 1.0 / row[..TAGS].iter().sum::<f32>();
            row.iter_mut().chain(potential).for_each(|value| *value *= scale);
            forward.push(row);
            before = Some(row);
        }
        let mut backward = vec![[1.0; WIDTH]; scores.len()];
        for i in (1..scores.len()).rev() {
            backward[i - 1] = product(&self.transposed, &times(&potentials[i], &backward[i]));
        }
        Posterior { chain: self, potentials, forward, backward }
    }
}

/// `exp` of the scores, the best of them being one.
#[inline(always)]
fn potentials(scores: &Scores) -> Scores {
    let top = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    scores.map(|score| exp(score - top))
}

#[inline(always)]
fn product(rows: &[Scores; TAGS], weights: &Scores) -> Scores {
    let mut sum = [0.0; WIDTH];
    for (row, weight) in rows.iter().zip(weights) {
        sum.iter_mut().zip(row).for_each(|(sum, value)| *sum += weight * value);
    }
    sum
}

#[inline(always)]
fn times(a: &Scores, b: &Scores) -> Scores {
    std::array::from_fn(|i| a[i] * b[i])
}

/// The logarithms of the probabilities that the scores of one character give alone, without its neighbours' tags.
#[inline(always)]
pub(super) fn log_probs(scores: &Scores) -> [f32; TAGS] {
    let top = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let sum: f32 = potentials(scores)[..TAGS].iter().sum();
    let norm = top + ln(sum);
    std::array::from_fn(|tag| scores[tag] - norm)
}

/// Probabilities over all paths of one text.
pub(super) struct Posterior<'a> {
    chain: &'a Chain,
    potentials: Vec<Scores>,
    forward: Vec<Scores>,
    backward: Vec<Scores>,
}

impl Posterior<'_> {
    /// The probability of each tag at each character.
    #[inline(always)]
    pub(super) fn marginals(&self) -> Vec<[f32; TAGS]> {
        let rows = self.forward.iter().zip(&self.backward);
        rows.map(|(f, b)| std::array::from_fn(|tag| f[tag] * b[tag])).collect()
    }

    /// The probability that the characters of `span` have exactly these tags and a new word (or the end) follows.
    pub(super) fn span(&self, span: Range<usize>, path: &[TagId]) -> f32 {
        let (Some(first), Some(last)) = (path.first(), path.last()) else { return 0.0 };
        let factors = &self.chain.factors;
        let mut probability = self.forward[span.start][first.index()];
        for (i, pair) in (span.start + 1..span.end).zip(path.windows(2)) {
            probability *= factors[pair[0].index()][pair[1].index()] * self.potentials[i][pair[1].index()];
        }
        if let (Some(potential), Some(backward)) =
            (self.potentials.get(span.end), self.backward.get(span.end))
        {
            let begins = TagId::all().filter(|tag| tag.begins()).map(TagId::index);
            probability *=
                begins.map(|to| factors[last.index()][to] * potential[to] * backward[to]).sum::<f32>();
        }
        probability.min(1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every path of a short text over the first three tags, with its probability.
    fn paths(chain: &Chain, scores: &[Scores]) -> Vec<(Vec<usize>, f64)> {
        let count = 3_usize.pow(scores.len() as u32);
        let all = (0..count).map(|n| {
            let path: Vec<usize> = (0..scores.len()).map(|i| n / 3_usize.pow(i as u32) % 3).collect();
            let alone: f32 = path.iter().zip(scores).map(|(&tag, scores)| scores[tag]).sum();
            let joined: f32 = path.windows(2).map(|pair| chain.transitions[pair[0]][pair[1]]).sum();
            (path, f64::from(alone + joined).exp())
        });
        let all: Vec<_> = all.collect();
        let sum: f64 = all.iter().map(|(_, weight)| weight).sum();
        all.into_iter().map(|(path, weight)| (path, weight / sum)).collect()
    }

    fn example() -> (Chain, Vec<Scores>) {
        let mut rows = [[0.0; TAGS]; TAGS];
        rows[0][..3].copy_from_slice(&[-0.5, 1.5, 0.1]);
        rows[1][..3].copy_from_slice(&[0.3, 0.7, -2.0]);
        rows[2][..3].copy_from_slice(&[0.2, -1.0, 0.4]);
        let scores = [[1.0, 0.5, 0.2], [0.1, 0.3, 0.6], [2.0, 1.9, -1.0], [0.0, 0.4, 0.5]].map(|values| {
            let mut row = [-1e9; WIDTH];
            row[..3].copy_from_slice(&values);
            row
        });
        (Chain::new(&rows), scores.to_vec())
    }

    #[test]
    fn best_path_is_the_most_probable_of_all() {
        let (chain, scores) = example();
        let best: Vec<usize> = chain.best(&scores).into_iter().map(TagId::index).collect();
        let all = paths(&chain, &scores);
        let (expected, _) = all.iter().max_by(|a, b| a.1.total_cmp(&b.1)).unwrap();
        assert_eq!(&best, expected);
    }

    #[test]
    fn marginals_and_spans_are_sums_over_all_paths() {
        let (chain, scores) = example();
        let posterior = chain.posterior(&scores);
        let all = paths(&chain, &scores);
        for (i, row) in posterior.marginals().iter().enumerate() {
            for (tag, &marginal) in row.iter().enumerate().take(3) {
                let sum: f64 = all.iter().filter(|(path, _)| path[i] == tag).map(|(_, p)| p).sum();
                assert!((f64::from(marginal) - sum).abs() < 1e-5, "{i} {tag}: {marginal} {sum}");
            }
        }
        // The word B I at 1..3 (tags 0 and 1), closed by any tag that begins a word (0 or 2), or by the end.
        for (range, path) in [(1..3, vec![0, 1]), (2..4, vec![0, 1]), (0..1, vec![2])] {
            let sum: f64 = all
                .iter()
                .filter(|(p, _)| p[range.clone()] == path[..] && p.get(range.end).is_none_or(|tag| *tag != 1))
                .map(|(_, p)| p)
                .sum();
            let tags: Vec<TagId> = path.iter().map(|&tag| TagId(tag as u8)).collect();
            let span = posterior.span(range.clone(), &tags);
            assert!((f64::from(span) - sum).abs() < 1e-5, "{range:?}: {span} {sum}");
        }
    }
}
