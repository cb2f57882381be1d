//! 读作: wrong characters get a note with the right ones. The text stays what the source says.

use super::{Outcome, Refusal, begun, quote};
use crate::annotation::{BlockId, Decider, Reading};
use crate::issue::{Article, Block, Change, Edit, Issue, Transaction};
use crate::text::{self, CharRange};

/// Says what the characters of `range` should have been. Readings that it runs into give way; a reading that is what is
/// printed, or an empty one, is none and takes off what stood there.
///
/// # Errors
/// [`Refusal::NoText`] where the range is empty or outside, [`Refusal::Nothing`] where it is read so already,
/// [`Refusal::Missing`].
pub fn read(issue: &Issue, block: &BlockId, range: CharRange, reading: &str, who: &Decider) -> Outcome {
    let (article, block) = held(issue, block)?;
    let printed = quote(block, range)?;
    // Typed into one row of the window, so white space inside is one space.
    let reading = reading.split(text::is_space).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    if reading.is_empty() || reading == printed {
        return unread_in(article, block, range);
    }
    let same = |before: &Reading| before.range == range && before.reading == reading;
    if block.readings_over(range).any(same) {
        return Err(Refusal::Nothing);
    }
    let mut edits = begun(article);
    edits.extend(taken_off(article, block, range));
    let change = Change { before: None, after: Some(Reading::new(range, printed, reading, who)) };
    edits.push(edit(article, block, change));
    Ok(Transaction { gesture: "gesture.reading".into(), edits })
}

/// Takes off the readings that share a character with `range`.
///
/// # Errors
/// [`Refusal::Nothing`] where there is none, [`Refusal::Missing`].
pub fn unread(issue: &Issue, block: &BlockId, range: CharRange) -> Outcome {
    let (article, block) = held(issue, block)?;
    unread_in(article, block, range)
}

fn unread_in(article: &Article, block: &Block, range: CharRange) -> Outcome {
    let gone: Vec<Edit> = taken_off(article, block, range).collect();
    if gone.is_empty() {
        return Err(Refusal::Nothing);
    }
    Ok(Transaction {
        gesture: "gesture.reading_off".into(),
        edits: begun(article).into_iter().chain(gone).collect(),
    })
}

fn held<'a>(issue: &'a Issue, block: &BlockId) -> Result<(&'a Article, &'a Block), Refusal> {
    let (article, n) = issue.holder(block).ok_or(Refusal::Missing)?;
    Ok((article, article.blocks.get(n).ok_or(Refusal::Missing)?))
}

fn taken_off<'a>(
    article: &'a Article,
    block: &'a Block,
    range: CharRange,
) -> impl Iterator<Item = Edit> + 'a {
    let gone = |reading: &Reading| Change { before: Some(reading.clone()), after: None };
    block.readings_over(range).map(move |reading| edit(article, block, gone(reading)))
}

fn edit(article: &Article, block: &Block, change: Change<Reading>) -> Edit {
    Edit::Reading { article: article.id.clone(), block: block.id.clone(), change }
}
