//! The same act at many places, as one transaction.
//!
//! Each place is decided as an editor would decide it alone, one after the other on a copy of the articles that are
//! touched; a place where that is refused (a decided mark is in the way, the text is another by now) is left out and
//! counted.

use super::{Outcome, Refusal, Transaction, accept, add, relabel};
use crate::annotation::{ArticleId, BlockId, Decider, EntityId, LabelId};
use crate::issue::Issue;
use crate::text::{self, CharRange};
use std::collections::BTreeSet;

/// A place that is to be marked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spot {
    /// In which block.
    pub block: BlockId,
    /// Where.
    pub range: CharRange,
    /// The characters there when it was chosen.
    pub text: String,
}

/// What an act at many places comes to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Spread {
    /// All of it; without edits where nothing changes.
    pub transaction: Transaction,
    /// Places that change.
    pub changed: usize,
    /// Places where the act is refused.
    pub refused: usize,
}

/// Gives every place the label: what is proposed there is accepted or relabelled, what was rejected stands again, and
/// where nothing is a mark is added.
pub fn label_all(issue: &Issue, spots: &[Spot], label: &LabelId, who: &Decider) -> Spread {
    let touched = spots.iter().filter_map(|spot| Some(issue.holder(&spot.block)?.0.id.clone())).collect();
    spread(issue, &touched, "gesture.same", spots, |draft, spot| {
        let (article, at) = draft.holder(&spot.block).ok_or(Refusal::Missing)?;
        let block = article.blocks.get(at).ok_or(Refusal::Missing)?;
        if text::slice(&block.text, spot.range) != Some(spot.text.as_str()) {
            return Err(Refusal::NoText);
        }
        let exact = || block.entities.iter().filter(|entity| entity.range == spot.range);
        match exact().find(|entity| entity.status.stands()).or_else(|| exact().next()) {
            Some(entity) => relabel(draft, &entity.id, label, who),
            None => add(draft, &article.id, &block.id, spot.range, label, who),
        }
    })
}

/// Accepts all these proposals as they stand.
pub fn accept_all(issue: &Issue, marks: &[EntityId], who: &Decider) -> Spread {
    let touched = marks.iter().filter_map(|id| Some(issue.find(id)?.article.id.clone())).collect();
    spread(issue, &touched, "gesture.same_accept", marks, |draft, id| accept(draft, id, who))
}

fn spread<T>(
    issue: &Issue,
    touched: &BTreeSet<ArticleId>,
    gesture: &str,
    things: &[T],
    act: impl Fn(&Issue, &T) -> Outcome,
) -> Spread {
    let articles = issue.articles.iter().filter(|article| touched.contains(&article.id)).cloned().collect();
    let mut draft = Issue { articles, ..shell(issue) };
    let mut spread = Spread::default();
    gesture.clone_into(&mut spread.transaction.gesture);
    for thing in things {
        match act(&draft, thing) {
            Ok(transaction) if draft.apply(&transaction).is_ok() => {
                spread.transaction.edits.extend(transaction.edits);
                spread.changed += 1;
            }
            Err(Refusal::Nothing) => {}
            Ok(_) | Err(_) => spread.refused += 1,
        }
    }
    spread
}

/// The issue without its articles.
fn shell(issue: &Issue) -> Issue {
    Issue {
        id: issue.id.clone(),
        title: issue.title.clone(),
        date: issue.date.clone(),
        files: Vec::new(),
        articles: Vec::new(),
        disputes: Vec::new(),
    }
}
