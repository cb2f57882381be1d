//! An editor's acts as transactions.
//!
//! Each function looks at the issue and returns the edits that the act comes to; it changes nothing itself. The house's
//! rules live here: marks are flat unless the label set allows nesting, so an open proposal in the way of a decision is rejected with it
//! and a decided mark in the way refuses it; the first act on an article sets it to 在改.
//!
//! Here are the acts on marks and on what an article says of itself. `cut`, `place`, `article` and `headline` are the acts
//! on the structure; they put their edits together in a `draft`, on a copy of the issue.

mod article;
mod cut;
mod draft;
mod foreign;
mod headline;
mod labels;
mod part;
mod place;
mod reading;
mod relation;
mod remark;
mod same;
mod trash;
mod rest;
mod topics;
mod settle;

pub use article::{merge, move_article, set_issue, set_kind, set_page, split_article};
pub use cut::{join_block, split_block};
pub use foreign::{Arrival, Visitor};
pub use headline::{Candidate, candidates, choose_headline, supply_headline};
pub use labels::{Toll, Tolls, adopt, migrate};
pub use part::{join_mark, split_mark};
pub use place::{confirm, detach, move_to, place_block, set_role};
pub use reading::{read, unread};
use relation::{loose_relations, suits, taken_off};
pub use relation::{relate, relation};
pub use remark::{remark, reword};
pub use rest::{accept_rest, reject_rest};
pub use same::{Spot, Spread, accept_all, label_all};
pub use settle::{Choice, layout, settle, word};
pub use topics::{Retopic, TopicToll, TopicTolls, retopic};
pub use trash::{trash, untrash};

use super::{Article, ArticleFacts, ArticleStatus, Block, Change, Edit, Found, Issue, Transaction};
use crate::annotation::{
    ArticleId, BlockId, Decider, Entity, EntityId, Keyword, LabelId, Status, Thresholds, Topic,
};
use crate::text::{self, CharRange};

/// Why an act is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The mark, block or article is not there (any more).
    #[error("there is no such mark")]
    Missing,
    /// The place is empty or outside the text.
    #[error("the place is empty or outside the text")]
    NoText,
    /// A decided mark with this text is in the way.
    #[error("“{0}” is decided and in the way")]
    Overlap(String),
    /// Nothing would change.
    #[error("nothing would change")]
    Nothing,
    /// A decided mark with this text lies over the cut.
    #[error("“{0}” is decided and lies over the cut")]
    Cut(String),
    /// There is nothing to cut off, to join with or to move to on this side.
    #[error("there is nothing on this side")]
    NoPart,
    /// No relation is between marks of these labels.
    #[error("no relation is between marks of these labels")]
    Unrelated,
    /// The text of the block is not the source's.
    #[error("text and source do not agree")]
    NoSource,
    /// The sides of a dispute cannot all hold, or one of them has to.
    #[error("the sides cannot hold together")]
    Together,
    /// It can be put right by hand only.
    #[error("this can be put right by hand only")]
    ByHand,
}

/// What an act comes to.
pub type Outcome = Result<Transaction, Refusal>;

/// Accepts a mark as it stands.
///
/// # Errors
/// [`Refusal::Missing`], [`Refusal::Overlap`], or [`Refusal::Nothing`] where it is decided so already.
pub fn accept(issue: &Issue, id: &EntityId, who: &Decider) -> Outcome {
    let found = find(issue, id)?;
    if matches!(found.entity.status, Status::Accepted | Status::Corrected | Status::Added) {
        return Err(Refusal::Nothing);
    }
    decide(found, found.entity.accepted(who), "gesture.accept", who)
}

/// Rejects a proposal; takes away a mark that an editor added.
///
/// # Errors
/// [`Refusal::Missing`], or [`Refusal::Nothing`] where it is rejected already.
pub fn reject(issue: &Issue, id: &EntityId, who: &Decider) -> Outcome {
    let found = find(issue, id)?;
    let after = match found.entity.status {
        Status::Rejected => return Err(Refusal::Nothing),
        Status::Added => None,
        _ => Some(found.entity.rejected(who)),
    };
    let mut edits = begun(found.article);
    edits.push(entity_edit(found.article, found.block, Some(found.entity.clone()), after));
    edits.extend(loose_relations(found.article, &[id]));
    Ok(Transaction { gesture: "gesture.reject".into(), edits })
}

/// Gives a mark another label.
///
/// # Errors
/// As [`accept`].
pub fn relabel(issue: &Issue, id: &EntityId, label: &LabelId, who: &Decider) -> Outcome {
    let found = find(issue, id)?;
    if found.entity.label == *label {
        return accept(issue, id, who);
    }
    let mut transaction = decide(found, found.entity.relabelled(label.clone(), who), "gesture.relabel", who)?;
    let unfit = found.article.relations.iter().filter(|relation| !suits(relation, id, label));
    for edit in unfit.map(|relation| taken_off(found.article, relation)) {
        // The other end may be in the way, then `decide` has taken it off.
        if !transaction.edits.contains(&edit) {
            transaction.edits.push(edit);
        }
    }
    Ok(transaction)
}

/// Moves the borders of a mark.
///
/// # Errors
/// As [`accept`]; [`Refusal::NoText`] where the new place is empty or leaves the block.
pub fn set_range(issue: &Issue, id: &EntityId, range: CharRange, who: &Decider) -> Outcome {
    let found = find(issue, id)?;
    if found.entity.range == range {
        return Err(Refusal::Nothing);
    }
    let quote = quote(found.block, range)?;
    decide(found, found.entity.decided(found.entity.label.clone(), range, quote, who), "gesture.bounds", who)
}

/// Adds a mark over `range` of a block. Where a mark with the same place stands already, relabels that one.
///
/// # Errors
/// As [`set_range`].
pub fn add(
    issue: &Issue,
    article: &ArticleId,
    block: &BlockId,
    range: CharRange,
    label: &LabelId,
    who: &Decider,
) -> Outcome {
    let article = issue.article(article).ok_or(Refusal::Missing)?;
    let block = article.block(block).ok_or(Refusal::Missing)?;
    if let Some(same) = block.standing().find(|entity| entity.range == range) {
        return relabel(issue, &same.id, label, who);
    }
    let text = quote(block, range)?;
    let place = range.to_string();
    let id = EntityId::derived(&[block.id.as_str(), &place, label.as_str(), &who.by, &who.at]);
    let after = Entity::added(id, label.clone(), range, text, who);
    let mut edits = begun(article);
    edits.extend(clear_way(article, block, range, None, who)?);
    edits.push(entity_edit(article, block, None, Some(after)));
    Ok(Transaction { gesture: "gesture.add".into(), edits })
}

/// Accepts all open proposals from `thresholds.confident` on, in one block or (`None`) the whole article.
///
/// # Errors
/// [`Refusal::Missing`], or [`Refusal::Nothing`] where there is none.
pub fn accept_confident(
    issue: &Issue,
    article: &ArticleId,
    block: Option<&BlockId>,
    thresholds: Thresholds,
    who: &Decider,
) -> Outcome {
    let article = issue.article(article).ok_or(Refusal::Missing)?;
    let chosen = article.entities().filter(|(b, entity)| {
        entity.is_open() && entity.score() >= thresholds.confident && block.is_none_or(|id| b.id == *id)
    });
    let edits: Vec<Edit> =
        chosen.map(|(b, e)| entity_edit(article, b, Some(e.clone()), Some(e.accepted(who)))).collect();
    if edits.is_empty() {
        return Err(Refusal::Nothing);
    }
    let edits = begun(article).into_iter().chain(edits).collect();
    Ok(Transaction { gesture: "gesture.accept_confident".into(), edits })
}

/// Accepts, rejects or adds a topic: proposed and accepted ones by `status`, unknown ones are added.
///
/// # Errors
/// [`Refusal::Missing`], or [`Refusal::Nothing`] where it stands so already.
pub fn topic(issue: &Issue, article: &ArticleId, code: &str, stands: bool, who: &Decider) -> Outcome {
    let article = issue.article(article).ok_or(Refusal::Missing)?;
    let before = article.topics.iter().find(|topic| topic.code == code).cloned();
    let after = match (&before, stands) {
        (None, true) => Some(Topic::added(code.to_owned(), who)),
        (None, false) => return Err(Refusal::Nothing),
        (Some(t), true) if matches!(t.status, Status::Accepted | Status::Added) => {
            return Err(Refusal::Nothing);
        }
        (Some(t), true) => Some(t.decided(Status::Accepted, who)),
        (Some(t), false) if t.status == Status::Added => None,
        (Some(t), false) if t.status == Status::Rejected => return Err(Refusal::Nothing),
        (Some(t), false) => Some(t.decided(Status::Rejected, who)),
    };
    let mut edits = begun(article);
    edits.push(Edit::Topic { article: article.id.clone(), change: Change { before, after } });
    Ok(Transaction { gesture: (if stands { "gesture.topic" } else { "gesture.topic_off" }).into(), edits })
}

/// Accepts, rejects or adds a keyword, as [`topic`].
///
/// # Errors
/// As [`topic`]; [`Refusal::NoText`] for an empty word.
pub fn keyword(issue: &Issue, article: &ArticleId, word: &str, stands: bool, who: &Decider) -> Outcome {
    let word = word.trim();
    if word.is_empty() {
        return Err(Refusal::NoText);
    }
    let article = issue.article(article).ok_or(Refusal::Missing)?;
    let before = article.keywords.iter().find(|keyword| keyword.text == word).cloned();
    let with = |status| {
        let score = before.as_ref().and_then(|k| k.score);
        Some(Keyword { text: word.to_owned(), status, by: who.by.clone(), score })
    };
    let after = match (before.as_ref().map(|k| k.status), stands) {
        (None, true) => with(Status::Added),
        (None | Some(Status::Rejected), false) | (Some(Status::Accepted | Status::Added), true) => {
            return Err(Refusal::Nothing);
        }
        (Some(_), true) => with(Status::Accepted),
        (Some(Status::Added), false) => None,
        (Some(_), false) => with(Status::Rejected),
    };
    let mut edits = begun(article);
    edits.push(Edit::Keyword { article: article.id.clone(), change: Change { before, after } });
    Ok(Transaction {
        gesture: (if stands { "gesture.keyword" } else { "gesture.keyword_off" }).into(),
        edits,
    })
}

/// Sets an article's state.
///
/// # Errors
/// [`Refusal::Missing`], or [`Refusal::Nothing`] where it has it already.
pub fn set_status(issue: &Issue, article: &ArticleId, status: ArticleStatus) -> Outcome {
    change_facts(issue, article, "gesture.status", |facts| facts.status = status)
}

/// Changes what an article says of itself: notes, abstract, typed headline, kind.
///
/// # Errors
/// [`Refusal::Missing`], or [`Refusal::Nothing`] where nothing changes.
pub fn change_facts(
    issue: &Issue,
    article: &ArticleId,
    gesture: &str,
    change: impl FnOnce(&mut ArticleFacts),
) -> Outcome {
    let article = issue.article(article).ok_or(Refusal::Missing)?;
    let before = article.facts();
    let mut after = before.clone();
    change(&mut after);
    if before == after {
        return Err(Refusal::Nothing);
    }
    let edit =
        Edit::Article { article: article.id.clone(), before: Box::new(before), after: Box::new(after) };
    Ok(Transaction { gesture: gesture.into(), edits: vec![edit] })
}

/// Sums an article up in one line; an empty line takes it off.
///
/// # Errors
/// [`Refusal::Nothing`] where that is its line, [`Refusal::Missing`].
pub fn summarise(issue: &Issue, article: &ArticleId, line: &str) -> Outcome {
    let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
    change_facts(issue, article, "gesture.summary", |facts| {
        facts.summary = (!line.is_empty()).then(|| line.clone());
        if facts.status == ArticleStatus::New {
            facts.status = ArticleStatus::InProgress;
        }
    })
}

/// A range without the white space, punctuation and quotes at its ends; empty where nothing else is in it.
pub fn snap(text: &str, range: CharRange) -> CharRange {
    let chars: Vec<char> = text.chars().collect();
    let outer = |at: u32| chars.get(at as usize).is_none_or(|c| text::is_space(*c) || is_border_mark(*c));
    let (mut start, mut end) = (range.start(), range.end().min(chars.len() as u32));
    while start < end && outer(start) {
        start += 1;
    }
    while end > start && outer(end - 1) {
        end -= 1;
    }
    CharRange::new(start, end)
}

fn is_border_mark(c: char) -> bool {
    "，。、；：？！“”‘’「」『』《》〈〉（）()【】〔〕[]—…,.;:?!\"'".contains(c)
}

fn find<'a>(issue: &'a Issue, id: &EntityId) -> Result<Found<'a>, Refusal> {
    issue.find(id).ok_or(Refusal::Missing)
}

fn quote(block: &Block, range: CharRange) -> Result<String, Refusal> {
    match text::slice(&block.text, range) {
        Some(quote) if !quote.trim().is_empty() => Ok(quote.to_owned()),
        _ => Err(Refusal::NoText),
    }
}

fn decide(found: Found<'_>, after: Entity, gesture: &str, who: &Decider) -> Outcome {
    let Found { article, block, entity } = found;
    let mut edits = begun(article);
    edits.extend(clear_way(article, block, after.range, Some(&entity.id), who)?);
    edits.push(entity_edit(article, block, Some(entity.clone()), Some(after)));
    Ok(Transaction { gesture: gesture.into(), edits })
}

pub(super) fn entity_edit(
    article: &Article,
    block: &Block,
    before: Option<Entity>,
    after: Option<Entity>,
) -> Edit {
    let change = Box::new(Change { before, after });
    Edit::Entity { article: article.id.clone(), block: block.id.clone(), change }
}

/// Whether a mark at `other` and one at `range` cannot both stand: they share a character, and neither lies inside the
/// other where the label set allows that.
fn is_in_way(other: CharRange, range: CharRange, who: &Decider) -> bool {
    let nested = other != range && (other.covers(range) || range.covers(other));
    other.overlaps(range) && !(who.nested && nested)
}

/// Rejects the open proposals that `range` runs into; refuses where a decided mark is in the way.
fn clear_way(
    article: &Article,
    block: &Block,
    range: CharRange,
    except: Option<&EntityId>,
    who: &Decider,
) -> Result<Vec<Edit>, Refusal> {
    let (mut edits, mut gone) = (Vec::new(), Vec::new());
    let in_way = |other: &&Entity| Some(&other.id) != except && is_in_way(other.range, range, who);
    for other in block.standing().filter(in_way) {
        if other.status.is_decided() {
            return Err(Refusal::Overlap(other.text.clone()));
        }
        gone.push(&other.id);
        edits.push(entity_edit(article, block, Some(other.clone()), Some(other.rejected(who))));
    }
    edits.extend(loose_relations(article, &gone));
    Ok(edits)
}

/// The edit that sets an untouched article to 在改.
pub(super) fn begun(article: &Article) -> Vec<Edit> {
    if article.status != ArticleStatus::New {
        return Vec::new();
    }
    let before = article.facts();
    let after = ArticleFacts { status: ArticleStatus::InProgress, ..before.clone() };
    vec![Edit::Article { article: article.id.clone(), before: Box::new(before), after: Box::new(after) }]
}
