//! 备注 about characters of a block. The text stays what it is, and so does the state of the article: a note is no decision.

use super::{Outcome, Refusal, quote};
use crate::annotation::{BlockId, Decider, Remark, RemarkId};
use crate::issue::{Article, Block, Change, Edit, Issue, Transaction};
use crate::text::CharRange;

/// Says something about the characters of `range`.
///
/// # Errors
/// [`Refusal::NoText`] where the range is empty or outside, [`Refusal::Nothing`] where nothing is said,
/// [`Refusal::Missing`].
pub fn remark(issue: &Issue, block: &BlockId, range: CharRange, note: &str, who: &Decider) -> Outcome {
    let (article, n) = issue.holder(block).ok_or(Refusal::Missing)?;
    let block = article.blocks.get(n).ok_or(Refusal::Missing)?;
    let (quoted, note) = (quote(block, range)?, note.trim());
    if note.is_empty() {
        return Err(Refusal::Nothing);
    }
    let id = RemarkId::derived(&[block.id.as_str(), &range.to_string(), note, &who.by, &who.at]);
    let after = Remark::new(id, range, quoted, note.to_owned(), who);
    Ok(changed(article, block, None, Some(after), "gesture.remark"))
}

/// Says something else instead; nothing takes the note off.
///
/// # Errors
/// [`Refusal::Nothing`] where it says that, [`Refusal::Missing`].
pub fn reword(issue: &Issue, id: &RemarkId, note: &str, who: &Decider) -> Outcome {
    let (article, block, before) = held(issue, id).ok_or(Refusal::Missing)?;
    let note = note.trim();
    if note == before.note {
        return Err(Refusal::Nothing);
    }
    let (by, at) = (who.by.clone(), Some(who.at.clone()));
    let after = Remark { note: note.to_owned(), by, at, ..before.clone() };
    let gesture = if note.is_empty() { "gesture.remark_off" } else { "gesture.remark" };
    Ok(changed(article, block, Some(before.clone()), Some(after).filter(|_| !note.is_empty()), gesture))
}

fn held<'a>(issue: &'a Issue, id: &RemarkId) -> Option<(&'a Article, &'a Block, &'a Remark)> {
    let blocks = issue.articles.iter().flat_map(|article| article.blocks.iter().map(move |b| (article, b)));
    let mut remarks =
        blocks.flat_map(|(article, b)| b.remarks.iter().map(move |remark| (article, b, remark)));
    remarks.find(|(.., remark)| remark.id == *id)
}

fn changed(
    article: &Article,
    block: &Block,
    before: Option<Remark>,
    after: Option<Remark>,
    gesture: &str,
) -> Transaction {
    let change = Change { before, after };
    let edit = Edit::Remark { article: article.id.clone(), block: block.id.clone(), change };
    Transaction { gesture: gesture.into(), edits: vec![edit] }
}
