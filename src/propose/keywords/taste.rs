//! What makes a word a keyword: one weight a clue, learned from the corpus' keywords by logistic regression.

use super::clues::{CLUES, Clues, candidates};
use crate::issue::Article;
use crate::propose::lexicon::Lexicons;
use crate::propose::logistic::Tried;
use crate::propose::topics::Topics;
use crate::propose::words::Cutter;

/// Passes over the corpus' candidates; more would learn its articles by heart.
pub(crate) const PASSES: usize = 30;

/// An article's candidates with whether each is a keyword.
pub(crate) type Tasted = Vec<Tried<CLUES>>;

/// What a decided article teaches.
pub(crate) fn example(article: &Article, topics: &Topics, lists: (&Cutter, &Lexicons)) -> Tasted {
    let is_keyword = |text: &str| article.keywords.iter().any(|k| k.status.stands() && k.text == text);
    let tasted = |(text, clues): (String, Clues)| (clues, is_keyword(&text));
    candidates(article, topics, lists).into_iter().map(tasted).collect()
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
