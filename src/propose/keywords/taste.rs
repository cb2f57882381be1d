//! What makes a word a keyword: one weight a clue, learned from the corpus' keywords by logistic regression.

use super::clues::{CLUES, Clues, candidates};
use crate::issue::Article;
use crate::propose::lexicon::Lexicons;
use crate::propose::topics::Topics;
use crate::propose::words::Cutter;

const PASSES: usize = 30;
const RATE: f32 = 0.1;

/// An article's candidates with whether each is a keyword.
pub(crate) type Tasted = Vec<(Clues, bool)>;

/// How likely a candidate is a keyword.
pub(super) fn likely(clues: &Clues, taste: &Clues) -> f32 {
    let sum: f32 = clues.iter().zip(taste).map(|(clue, weight)| clue * weight).sum();
    1.0 / (1.0 + (-sum).exp())
}

/// What a decided article teaches.
pub(crate) fn example(article: &Article, topics: &Topics, lists: (&Cutter, &Lexicons)) -> Tasted {
    let is_keyword = |text: &str| article.keywords.iter().any(|k| k.status.stands() && k.text == text);
    let tasted = |(text, clues): (String, Clues)| (clues, is_keyword(&text));
    candidates(article, topics, lists).into_iter().map(tasted).collect()
}

/// The weights that the examples teach; the same examples give the same weights.
pub(crate) fn learn(examples: &[&Tasted]) -> Clues {
    let (mut taste, mut seen) = ([0.0f32; CLUES], [0.0f32; CLUES]);
    for pass in 0..PASSES {
        let rate = RATE / (1.0 + pass as f32 * 0.2);
        for (clues, right) in examples.iter().copied().flatten() {
            let error = likely(clues, &taste) - if *right { 1.0 } else { 0.0 };
            for ((weight, seen), clue) in taste.iter_mut().zip(&mut seen).zip(clues) {
                let gradient = error * clue;
                *seen += gradient * gradient;
                *weight -= rate * gradient / (seen.sqrt() + 1e-3);
            }
        }
    }
    taste
}

/// Right, proposed and wanted keywords of an article.
pub(crate) fn measure(
    article: &Article,
    topics: &Topics,
    lists: (&Cutter, &Lexicons),
    taste: &Clues,
) -> (usize, usize, usize) {
    let wanted: Vec<&str> =
        article.keywords.iter().filter(|k| k.status.stands()).map(|k| k.text.as_str()).collect();
    let chosen = super::choose(article, topics, lists, taste);
    let right = chosen.iter().filter(|(text, _)| wanted.contains(&text.as_str())).count();
    (right, chosen.len(), wanted.len())
}
