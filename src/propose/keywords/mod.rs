//! Keywords of an article: what a catalogue would list it under.
//!
//! ```text
//! article ─ jieba's words ┬ words that say something ┐
//!                         ├ neighbours joined        ├ candidates ─ clues · taste ─ the likeliest, none inside another
//!          └ entities ────┴ names and terms ─────────┘
//! ```
//! Candidates: single words, two or three adjacent nouns joined (`数字` + `人民币`), and the article's own names. A
//! candidate never cuts through a name, and people, dates and offices are kept as entities only. What the clues are
//! worth was learned from the corpus' keywords (`taste`), with a score that says how often such a word is one.

mod clues;
mod taste;

pub(crate) use clues::Clues;
pub(crate) use taste::{PASSES, Tasted, example, measure};

use super::lexicon::Lexicons;
use super::logistic::likely;
use super::proposer::round;
use super::topics::Topics;
use super::words::Cutter;
use crate::annotation::{Keyword, Status};
use crate::issue::{Article, Kind};

/// Beyond so many, a keyword must at least be this likely.
const ENOUGH: usize = 4;
const LIKELY: f32 = 0.15;
/// A phrase is kept in place of its part from this share of its likelihood on.
const PHRASE: f32 = 0.6;

/// Replaces the article's proposed keywords; decided ones stay.
pub(crate) fn propose(
    article: &mut Article,
    topics: &Topics,
    (cutter, lexicons): (&Cutter, &Lexicons),
    version: &str,
) {
    article.keywords.retain(|keyword| keyword.status.is_decided());
    let chosen = choose(article, topics, (cutter, lexicons), topics.taste());
    for (text, score) in chosen {
        if article.keywords.iter().all(|decided| decided.text != text) {
            article.keywords.push(Keyword {
                text,
                status: Status::Proposed,
                by: version.to_owned(),
                score: Some(round(score)),
            });
        }
    }
}

/// The keywords that are proposed, with their scores, the likeliest first.
fn choose(
    article: &Article,
    topics: &Topics,
    lists: (&Cutter, &Lexicons),
    taste: &Clues,
) -> Vec<(String, f32)> {
    let most = match article.kind {
        Kind::Article => 5,
        Kind::Notice => 3,
        Kind::Quote => 2,
        Kind::Teaser | Kind::Furniture => return Vec::new(),
    };
    let candidates = clues::candidates(article, topics, lists);
    let mut ranked: Vec<(String, f32)> =
        candidates.into_iter().map(|(text, clues)| (text, likely(&clues, taste))).collect();
    ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let mut kept: Vec<(String, f32)> = Vec::new();
    for (text, score) in ranked.clone() {
        // A phrase that is nearly as likely as its part says more.
        let whole = ranked.iter().find(|(other, likely)| {
            *likely >= PHRASE * score && other.chars().count() > text.chars().count() && other.contains(&text)
        });
        let (text, score) = whole.cloned().unwrap_or((text, score));
        if kept.len() >= most || kept.len() >= ENOUGH && score < LIKELY {
            break;
        }
        // A word inside a kept one says nothing more.
        if !kept.iter().any(|(other, _)| other.contains(&text) || text.contains(other.as_str())) {
            kept.push((text, score));
        }
    }
    // A phrase may have come for a likelier word.
    kept.sort_by(|a, b| round(b.1).total_cmp(&round(a.1)).then(a.0.cmp(&b.0)));
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::propose::corpus;

    fn keywords(lines: &str) -> Vec<String> {
        let page = format!("@issue id=x\n@article id=a | kind=article\n{lines}\n");
        let mut article = corpus::parse(&page).unwrap().articles.remove(0);
        let (cutter, lexicons, topics) = (Cutter::load(), Lexicons::load(), Topics::load().unwrap());
        topics.propose_one(
            &mut article,
            &cutter,
            (&super::super::topics::TopicLessons::default(), "t"),
            None,
        );
        propose(&mut article, &topics, (&cutter, &lexicons), "t");
        assert!(article.keywords.iter().all(|k| k.score.is_some_and(|s| (0.0..=1.0).contains(&s))));
        article.keywords.into_iter().map(|keyword| keyword.text).collect()
    }

    #[test]
    fn neighbours_that_return_are_one_keyword() {
        let found = keywords(
            "H 社区食堂开饭了\nP 社区食堂昨天开张，老人排队打饭。社区食堂由街道出资，志愿者给老人送餐。\n\
             P 街道说，社区食堂每天供应两荤两素。",
        );
        assert!(found.contains(&"社区食堂".to_owned()), "{found:?}");
        assert!(!found.contains(&"食堂".to_owned()), "{found:?}");
    }

    #[test]
    fn people_dates_and_pieces_of_names_are_no_keywords() {
        let found = keywords(
            "H ⟦青石滩龙舟节|EVENT⟧开幕\nP ⟦今年五月|TIME⟧，⟦青石滩龙舟节|EVENT⟧开幕，⟦主任|TITLE⟧⟦向远帆|PER⟧鸣锣。\n\
             P ⟦向远帆|PER⟧说，龙舟比赛有二十支队伍。",
        );
        assert!(found.iter().any(|word| word == "青石滩龙舟节" || word == "龙舟"), "{found:?}");
        for word in &found {
            let piece = ["向远帆", "今年五月", "主任"].iter().any(|name| name.contains(word.as_str()));
            assert!(!piece, "{word}");
        }
    }
}
