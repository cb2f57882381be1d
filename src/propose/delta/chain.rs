//! Sums and best paths over all ways to mark a text.

use super::states::{B, CLASSES, E, M, Row, S, STATES, decode, may_follow, state};
use crate::propose::candidate::{Class, Span};

/// A mark of the best path with its probability.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Reading {
    /// Which characters.
    pub(crate) span: Span,
    /// Read as what.
    pub(crate) class: Class,
    /// The probability, over all ways to mark the text, of exactly this mark.
    pub(crate) score: f32,
    /// The next best class of the same characters with its probability.
    pub(crate) second: Option<(Class, f32)>,
}

/// Weights from state to state, and which steps are allowed.
#[derive(Clone, Debug)]
pub(super) struct Steps {
    pub(super) weights: [Row; STATES],
    /// For every state the states that may follow.
    next: Vec<Vec<usize>>,
    first: Vec<usize>,
    last: [bool; STATES],
}

impl Steps {
    /// Steps that all weigh the same.
    pub(super) fn new() -> Self {
        let follow = |a: Option<usize>| (0..STATES).filter(|b| may_follow(a, Some(*b))).collect::<Vec<_>>();
        let mut last = [false; STATES];
        last.iter_mut().enumerate().for_each(|(a, ends)| *ends = may_follow(Some(a), None));
        Self {
            weights: [[0.0; STATES]; STATES],
            next: (0..STATES).map(|a| follow(Some(a))).collect(),
            first: follow(None),
            last,
        }
    }

    /// The steps that are allowed from a state.
    pub(super) fn from(&self, state: usize) -> &[usize] {
        &self.next[state]
    }

    /// The best path.
    pub(super) fn best(&self, scores: &[Row]) -> Vec<usize> {
        let Some(start) = scores.first() else { return Vec::new() };
        let mut now = [f32::MIN; STATES];
        self.first.iter().for_each(|s| now[*s] = start[*s]);
        let mut back = vec![[0u8; STATES]];
        for row in &scores[1..] {
            let (mut then, mut from) = ([f32::MIN; STATES], [0u8; STATES]);
            for (a, value) in now.iter().enumerate().filter(|(_, value)| **value > f32::MIN) {
                for b in self.from(a) {
                    let sum = value + self.weights[a][*b];
                    if sum > then[*b] {
                        (then[*b], from[*b]) = (sum, a as u8);
                    }
                }
            }
            then.iter_mut().zip(row).filter(|(value, _)| **value > f32::MIN).for_each(|(v, r)| *v += r);
            back.push(from);
            now = then;
        }
        let ends = (0..STATES).filter(|s| self.last[*s]);
        let mut state = ends.fold(0, |best, s| if now[s] > now[best] { s } else { best });
        let mut path = vec![state];
        for from in back[1..].iter().rev() {
            state = usize::from(from[state]);
            path.push(state);
        }
        path.reverse();
        path
    }

    /// The sums over all paths.
    pub(super) fn sums(&self, scores: &[Row]) -> Sums {
        let length = scores.len();
        let steps = self.weights.map(|row| row.map(f32::exp));
        let emitted: Vec<Row> = scores
            .iter()
            .map(|row| {
                let most = row.iter().copied().fold(f32::MIN, f32::max);
                row.map(|score| (score - most).exp())
            })
            .collect();
        let (mut up, mut scale) = (vec![[0.0; STATES]; length], vec![1.0; length]);
        for at in 0..length {
            let mut row = [0.0; STATES];
            if at == 0 {
                self.first.iter().for_each(|s| row[*s] = emitted[0][*s]);
            } else {
                for (a, value) in up[at - 1].iter().enumerate().filter(|(_, value)| **value > 0.0) {
                    self.from(a).iter().for_each(|b| row[*b] += value * steps[a][*b]);
                }
                row.iter_mut().zip(&emitted[at]).for_each(|(value, e)| *value *= e);
            }
            let sum = row.iter().sum::<f32>().max(f32::MIN_POSITIVE);
            scale[at] = 1.0 / sum;
            up[at] = row.map(|value| value / sum);
        }
        let mut down = vec![[0.0; STATES]; length];
        for at in (0..length).rev() {
            let mut row = [0.0; STATES];
            if at + 1 == length {
                row.iter_mut().zip(self.last).for_each(|(value, ends)| *value = f32::from(u8::from(ends)));
            } else {
                for (a, value) in row.iter_mut().enumerate() {
                    let sum = |b: &usize| steps[a][*b] * emitted[at + 1][*b] * down[at + 1][*b];
                    *value = self.from(a).iter().map(sum).sum::<f32>() * scale[at + 1];
                }
            }
            down[at] = row;
        }
        let total =
            up.last().map_or(1.0, |row| row.iter().zip(self.last).filter(|(_, e)| *e).map(|(v, _)| v).sum());
        Sums { up, down, scale, emitted, steps, total }
    }

    /// The marks of the best path with their probabilities.
    pub(super) fn read(&self, scores: &[Row]) -> Vec<Reading> {
        let marks = decode(&self.best(scores));
        if marks.is_empty() {
            return Vec::new();
        }
        let sums = self.sums(scores);
        let read = |(span, class): (Span, Class)| {
            let others = CLASSES.into_iter().filter(|other| *other != class);
            let second = others
                .map(|other| (other, sums.mark(span.clone(), other)))
                .fold(None, |best: Option<(Class, f32)>, next| match best {
                    Some(best) if best.1 >= next.1 => Some(best),
                    _ => Some(next),
                })
                .filter(|(_, score)| *score >= 0.01);
            Reading { score: sums.mark(span.clone(), class), span, class, second }
        };
        marks.into_iter().map(read).collect()
    }
}

/// For every character the scaled sums of the paths up to it and after it.
pub(super) struct Sums {
    up: Vec<Row>,
    down: Vec<Row>,
    scale: Vec<f32>,
    emitted: Vec<Row>,
    steps: [Row; STATES],
    /// The share of the paths that end as a path may.
    total: f32,
}

impl Sums {
    /// The probabilities of the states of a character.
    pub(super) fn states(&self, at: usize) -> Row {
        let mut row = [0.0; STATES];
        row.iter_mut().zip(self.up[at].iter().zip(&self.down[at])).for_each(|(p, (a, b))| *p = a * b);
        let sum = row.iter().sum::<f32>().max(f32::MIN_POSITIVE);
        row.map(|p| p / sum)
    }

    /// Shows the probability of every step from the character before `at` to it.
    pub(super) fn steps(&self, steps: &Steps, at: usize, visit: &mut dyn FnMut(usize, usize, f32)) {
        let (before, here) = (&self.up[at - 1], &self.down[at]);
        let part = |a: usize, b: usize| before[a] * self.steps[a][b] * self.emitted[at][b] * here[b];
        let all = (0..STATES).flat_map(|a| steps.from(a).iter().map(move |b| (a, *b)));
        let sum = all.clone().map(|(a, b)| part(a, b)).sum::<f32>().max(f32::MIN_POSITIVE);
        for (a, b) in all {
            let share = part(a, b) / sum;
            if share > 1e-6 {
                visit(a, b, share);
            }
        }
    }

    /// The probability of exactly this mark.
    pub(super) fn mark(&self, span: Span, class: Class) -> f32 {
        let last = span.end - 1;
        let mut now = if span.len() == 1 { S } else { B };
        let mut product = self.up[span.start][state(class, now)];
        for at in span.start + 1..span.end {
            let next = if at == last { E } else { M };
            let (a, b) = (state(class, now), state(class, next));
            product *= self.steps[a][b] * self.emitted[at][b] * self.scale[at];
            now = next;
        }
        (product * self.down[last][state(class, now)] / self.total.max(f32::MIN_POSITIVE)).clamp(0.0, 1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rows() -> impl Strategy<Value = Vec<Row>> {
        let row = proptest::collection::vec(-3.0f32..3.0, STATES);
        proptest::collection::vec(row, 1..5)
            .prop_map(|rows| rows.into_iter().map(|row| row.try_into().unwrap_or([0.0; STATES])).collect())
    }

    /// All allowed paths with their weights.
    fn paths(steps: &Steps, scores: &[Row]) -> Vec<(Vec<usize>, f64)> {
        let mut all: Vec<(Vec<usize>, f64)> =
            steps.first.iter().map(|s| (vec![*s], f64::from(scores[0][*s]))).collect();
        for row in &scores[1..] {
            all = all
                .into_iter()
                .flat_map(|(path, sum)| {
                    let last = path[path.len() - 1];
                    let go = move |b: &usize| {
                        let mut path = path.clone();
                        path.push(*b);
                        (path, sum + f64::from(steps.weights[last][*b]) + f64::from(row[*b]))
                    };
                    steps.from(last).iter().map(go).collect::<Vec<_>>()
                })
                .collect();
        }
        all.retain(|(path, _)| steps.last[path[path.len() - 1]]);
        all
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(12))]
        #[test]
        fn probabilities_are_sums_over_all_paths(scores in rows()) {
            let mut steps = Steps::new();
            steps.weights[0][1] = 0.7;
            let all = paths(&steps, &scores);
            let total: f64 = all.iter().map(|(_, sum)| sum.exp()).sum();
            let best = all.iter().max_by(|a, b| a.1.total_cmp(&b.1)).map(|(path, _)| path.clone());
            let found = steps.best(&scores);
            let weight = |path: &[usize]| all.iter().find(|(p, _)| p == path).map(|(_, w)| *w);
            let (best, found) = (best.and_then(|p| weight(&p)), weight(&found));
            prop_assert!(best.zip(found).is_some_and(|(a, b)| (a - b).abs() < 1e-4));
            let sums = steps.sums(&scores);
            let span = 0..scores.len();
            let path: Vec<usize> =
                super::super::states::encode(scores.len(), [(span.clone(), Class::Loc)]).into_iter().map(usize::from).collect();
            let exact: f64 = weight(&path).map_or(0.0, f64::exp) / total;
            prop_assert!((f64::from(sums.mark(span, Class::Loc)) - exact).abs() < 1e-4);
            for at in 0..scores.len() {
                for (s, p) in sums.states(at).iter().enumerate() {
                    let exact: f64 =
                        all.iter().filter(|(path, _)| path[at] == s).map(|(_, w)| w.exp()).sum::<f64>() / total;
                    prop_assert!((f64::from(*p) - exact).abs() < 1e-4);
                }
            }
        }
    }
}
