//! Whether an article has a second topic, and which: a logistic regression over what is known once the first is chosen.
//!
//! ```text
//! first topic, those behind it ─ clues of each ─ weights ─ the likeliest, with its probability
//! ```
//! A threshold on the softmax alone cannot tell: how much is left for a second topic depends on how sure the first is,
//! on which topics go together at all, and on how much the article has to say.

use super::Judged;
use super::model::{self, Shown};
use crate::issue::Kind;
use crate::odds::log_odds;
use crate::propose::logistic::likely;
use std::collections::BTreeMap;

/// How many clues there are.
pub(crate) const CLUES: usize = 8;
/// How many topics behind the first are looked at.
pub(super) const BEHIND: usize = 5;
/// An article of so many characters has said all; longer ones count as much.
const LONG: f32 = 800.0;

/// How often two classes of the model are the topics of one article of the corpus; the smaller class first.
pub(crate) type Pairs = BTreeMap<(u8, u8), u16>;

/// The likeliest topic: its place among those behind the first, and its probability.
pub(super) fn likeliest(behind: &[[f32; CLUES]], weights: &[f32; CLUES]) -> Option<(usize, f32)> {
    let ranked = behind.iter().map(|clues| likely(clues, weights)).enumerate();
    ranked.max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)))
}

/// What is known of the topics behind the first, in their order. `class` tells the model's class of a concept.
pub(super) fn behind(
    judged: &Judged,
    shown: &Shown,
    pairs: &Pairs,
    class: impl Fn(usize) -> Option<usize>,
) -> Vec<[f32; CLUES]> {
    let mut tops = judged.tops.iter().zip(&judged.said);
    let Some(((first, sure), _)) = tops.next() else { return Vec::new() };
    // Each brought to about -1 to 1, so that the weights come to rest soon.
    let clues = |((top, odds), (said, alone)): (&(usize, f32), &(model::Clues, f32))| {
        [
            1.0,
            log_odds(*odds) / 2.0 + 2.0,
            log_odds(*sure) / 2.0 - 1.0,
            together(pairs, class(*first), class(*top)) / 2.0 - 1.0,
            (shown.length as f32).min(LONG) / LONG * 2.0 - 1.0,
            said[1] * 4.0 - 0.5,
            if shown.kind == Kind::Notice { 1.0 } else { 0.0 },
            alone / 2.0 + 1.0,
        ]
    };
    tops.take(BEHIND).map(clues).collect()
}

/// The logarithm of how often two topics go together; topics that the corpus does not know go together as often as others
/// in the mean.
fn together(pairs: &Pairs, one: Option<usize>, other: Option<usize>) -> f32 {
    let count = match (one, other) {
        (Some(one), Some(other)) => {
            let pair = (one.min(other) as u8, one.max(other) as u8);
            pairs.get(&pair).copied().map_or(0.0, f32::from)
        }
        _ => pairs.values().copied().map(f32::from).sum::<f32>() / pairs.len().max(1) as f32,
    };
    (count + 0.5).ln()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::propose::topics::Topics;

    /// An article of some length about 经济 for sure, with two topics behind it that are as likely as each other.
    fn second(tops: [&str; 3], length: usize, kind: Kind) -> (String, f32) {
        let topics = Topics::load().unwrap();
        let place = |code: &str| topics.book().place(&format!("medtop:{code}000000")).unwrap();
        let tops = [(place(tops[0]), 0.6), (place(tops[1]), 0.2), (place(tops[2]), 0.2)].to_vec();
        let judged = Judged { tops, below: Vec::new(), said: vec![Default::default(); 3] };
        let shown = Shown { features: Vec::new(), cases: Vec::new(), kind, length };
        let (n, odds) = topics.second(&judged, &shown).unwrap();
        (topics.codes[judged.tops[n + 1].0].clone(), odds)
    }

    #[test]
    fn topics_that_go_together_are_likelier_whatever_stands_first() {
        // 经济 and 政治 meet in half of the papers, 经济 and 宗教 hardly ever.
        assert_eq!(second(["04", "11", "12"], 400, Kind::Article).0, "medtop:11000000");
        assert_eq!(second(["04", "12", "11"], 400, Kind::Article).0, "medtop:11000000");
    }

    #[test]
    fn of_two_that_stand_alike_the_one_that_holds_by_itself_is_likelier() {
        let topics = Topics::load().unwrap();
        let place = |code: &str| topics.book().place(&format!("medtop:{code}000000")).unwrap();
        let shown = Shown { features: Vec::new(), cases: Vec::new(), kind: Kind::Article, length: 400 };
        let odds = |by_itself: f32| {
            let tops = vec![(place("04"), 0.6), (place("11"), 0.4)];
            let said = [2.0, by_itself].map(|odds| (model::Clues::default(), odds)).to_vec();
            let judged = Judged { tops, below: Vec::new(), said };
            topics.second(&judged, &shown).unwrap().1
        };
        assert!(odds(2.0) > odds(0.0) && odds(0.0) > odds(-2.0));
    }

    #[test]
    fn a_long_article_has_a_second_topic_more_often_than_a_short_one_or_a_notice() {
        let odds = |length, kind| second(["04", "11", "12"], length, kind).1;
        assert!(odds(600, Kind::Article) > odds(80, Kind::Article));
        assert!(odds(200, Kind::Article) > odds(200, Kind::Notice));
    }

    #[test]
    fn what_the_corpus_does_not_know_goes_together_as_often_as_others_do() {
        let pairs = Pairs::from([((1, 2), 9), ((1, 3), 3)]);
        let odds = |one, other| together(&pairs, one, other);
        assert!((odds(None, Some(2)) - 6.5f32.ln()).abs() < 1e-6);
        assert!((odds(Some(3), Some(2)) - 0.5f32.ln()).abs() < 1e-6);
        assert!((odds(Some(2), Some(1)) - odds(Some(1), Some(2))).abs() < 1e-6);
    }
}
