//! How far a key takes the caret or a border: a character, a word, a clause, a sentence.
//!
//! Words are those of the proposer's dictionary, cut a clause at a time, which is cheap; until it is read, runs of one
//! kind of character stand for them, so that the window never waits.

use super::command::{Action, Way};
use super::reader::run_of_one_kind;
use crate::text::{self, is_han};

/// How far one step goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// A character.
    Char,
    /// A word.
    Word,
    /// To the next of ，。；：！？.
    Clause,
    /// To the next sentence.
    Sentence,
}

/// A clause is looked at so far at most, in characters.
const REACH: usize = 80;

/// What an action does to the caret: how far, in which direction, whether it selects.
pub fn of(action: Action) -> Option<(Step, Way, bool)> {
    use Action as A;
    use Way::{Back, Forth};
    Some(match action {
        A::CaretBack => (Step::Char, Back, false),
        A::CaretForth => (Step::Char, Forth, false),
        A::SelectBack => (Step::Char, Back, true),
        A::SelectForth => (Step::Char, Forth, true),
        A::WordBack => (Step::Word, Back, false),
        A::WordForth => (Step::Word, Forth, false),
        A::SelectWordBack => (Step::Word, Back, true),
        A::SelectWordForth => (Step::Word, Forth, true),
        A::ClauseBack => (Step::Clause, Back, false),
        A::ClauseForth => (Step::Clause, Forth, false),
        A::SelectClauseBack => (Step::Clause, Back, true),
        A::SelectClauseForth => (Step::Clause, Forth, true),
        A::SentenceBack => (Step::Sentence, Back, false),
        A::SentenceForth => (Step::Sentence, Forth, false),
        A::SelectSentenceBack => (Step::Sentence, Back, true),
        A::SelectSentenceForth => (Step::Sentence, Forth, true),
        _ => return None,
    })
}

/// What an action does to a border of the mark: whether to its start, how far, in which direction.
pub fn border(action: Action) -> Option<(bool, Step, Way)> {
    use Action as A;
    Some(match action {
        A::EndBack => (false, Step::Char, Way::Back),
        A::EndForth => (false, Step::Char, Way::Forth),
        A::StartBack => (true, Step::Char, Way::Back),
        A::StartForth => (true, Step::Char, Way::Forth),
        A::EndWordBack => (false, Step::Word, Way::Back),
        A::EndWordForth => (false, Step::Word, Way::Forth),
        A::StartWordBack => (true, Step::Word, Way::Back),
        A::StartWordForth => (true, Step::Word, Way::Forth),
        _ => return None,
    })
}

/// Where a step from `at` leads in a block's text; `None` at the text's end.
pub fn next(content: &str, at: u32, way: Way, step: Step) -> Option<u32> {
    let length = text::char_len(content);
    if (way == Way::Forth && at >= length) || (way == Way::Back && at == 0) {
        return None;
    }
    let stop = |found: u32| {
        let ahead = if way == Way::Forth { found > at } else { found < at };
        ahead.then_some(found)
    };
    Some(match (step, way) {
        (Step::Char, Way::Forth) => at + 1,
        (Step::Char, Way::Back) => at - 1,
        (Step::Word, _) => word(content, at, way),
        (Step::Clause, _) => {
            ends(content, "，。；：！？").filter_map(stop).reduce(|a, b| nearer(a, b, way))?
        }
        (Step::Sentence, _) => ends(content, "。！？").filter_map(stop).reduce(|a, b| nearer(a, b, way))?,
    })
}

fn nearer(a: u32, b: u32, way: Way) -> u32 {
    if way == Way::Forth { a.min(b) } else { a.max(b) }
}

/// The places behind these marks and the closing quotes that follow them, and both ends of the text.
fn ends<'a>(content: &'a str, marks: &'a str) -> impl Iterator<Item = u32> + 'a {
    let chars: Vec<char> = content.chars().collect();
    let length = chars.len() as u32;
    let behind = (0..chars.len()).filter_map(move |n| {
        let closing = |c: &char| matches!(c, '”' | '’' | '」' | '』' | '）');
        let ends = marks.contains(*chars.get(n)?);
        let quotes = chars.iter().skip(n + 1).take_while(|c| closing(c)).count();
        ends.then_some((n + 1 + quotes) as u32)
    });
    std::iter::once(0).chain(behind).chain(std::iter::once(length))
}

/// The word's edge that comes first on this side.
fn word(content: &str, at: u32, way: Way) -> u32 {
    let at = at as usize;
    // Only what lies on this side matters, but the words of it are those of the whole clause.
    let skip = at.saturating_sub(REACH);
    let chars: Vec<char> = content.chars().skip(skip).take(2 * REACH).collect();
    let here = at - skip;
    let plain = |n: usize| chars.get(n).copied().is_some_and(is_han);
    let probe = if way == Way::Forth { here } else { here - 1 };
    let clause: String = chars.iter().collect();
    if !plain(probe) {
        let run = run_of_one_kind(&clause, probe as u32);
        let found = match way {
            _ if run.is_empty() => probe as u32 + u32::from(way == Way::Forth),
            Way::Forth => run.end(),
            Way::Back => run.start(),
        };
        return found + skip as u32;
    }
    let from = (0..=probe).rev().take_while(|n| plain(*n)).last().unwrap_or(probe);
    let to = (probe..chars.len()).take_while(|n| plain(*n)).last().map_or(probe + 1, |n| n + 1);
    let run: String = chars[from..to].iter().collect();
    let edges = crate::propose::word_ends(&run).unwrap_or_default();
    let edges = std::iter::once(0).chain(edges).chain(std::iter::once((to - from) as u32));
    let edges = edges.map(|edge| edge + from as u32);
    let found = match way {
        Way::Forth => edges.filter(|edge| *edge > here as u32).min(),
        Way::Back => edges.filter(|edge| (*edge as usize) < here).max(),
    };
    found.unwrap_or(here as u32) + skip as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(content: &str, way: Way, step: Step) -> Vec<u32> {
        let mut at = if way == Way::Forth { 0 } else { text::char_len(content) };
        std::iter::from_fn(|| {
            at = next(content, at, way, step)?;
            Some(at)
        })
        .collect()
    }

    #[test]
    fn clauses_and_sentences_end_behind_their_marks_and_quotes() {
        let text = "他说：“好。”雨停了，走吧！完";
        assert_eq!(all(text, Way::Forth, Step::Clause), [3, 7, 11, 14, 15]);
        assert_eq!(all(text, Way::Forth, Step::Sentence), [7, 14, 15]);
        assert_eq!(all(text, Way::Back, Step::Sentence), [14, 7, 0]);
    }

    #[test]
    fn words_lie_side_by_side_in_both_directions_and_none_is_jumped_over() {
        let text = "县领导2024年在“小梅花”活动，ok";
        let (forth, mut back) = (all(text, Way::Forth, Step::Word), all(text, Way::Back, Step::Word));
        back.reverse();
        assert_eq!(forth[..forth.len() - 1], back[1..]);
        assert!(forth.contains(&3) && forth.contains(&7), "{forth:?}");
    }
}
