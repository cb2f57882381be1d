//! Articles put into the trash and taken out of it. Nothing is ever deleted: the text stays in its source, the marks in
//! their article, and the events remember in which state it was.

use super::{Outcome, Refusal};
use crate::annotation::ArticleId;
use crate::issue::{ArticleFacts, ArticleStatus, Edit, Issue, Transaction};
use std::collections::BTreeMap;

/// Puts articles into the trash; with all of its articles an issue is there.
///
/// # Errors
/// [`Refusal::Nothing`] where all of them are there, [`Refusal::Missing`].
pub fn trash(issue: &Issue, articles: &[ArticleId]) -> Outcome {
    let to = articles.iter().map(|id| (id.clone(), ArticleStatus::Trashed)).collect();
    set(issue, &to, "gesture.trash")
}

/// Takes articles out of the trash, each to the state that it had.
///
/// # Errors
/// As [`trash`].
pub fn untrash(issue: &Issue, before: &BTreeMap<ArticleId, ArticleStatus>) -> Outcome {
    set(issue, before, "gesture.untrash")
}

fn set(issue: &Issue, to: &BTreeMap<ArticleId, ArticleStatus>, gesture: &str) -> Outcome {
    let mut edits = Vec::new();
    for (id, status) in to {
        let article = issue.article(id).ok_or(Refusal::Missing)?;
        if article.status == *status {
            continue;
        }
        let before = article.facts();
        let after = ArticleFacts { status: *status, ..before.clone() };
        edits.push(Edit::Article { article: id.clone(), before: Box::new(before), after: Box::new(after) });
    }
    if edits.is_empty() {
        return Err(Refusal::Nothing);
    }
    Ok(Transaction { gesture: gesture.to_owned(), edits })
}
