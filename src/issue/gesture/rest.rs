//! What is left of an article, taken as it stands or refused.

use super::{Outcome, Refusal, entity_edit, loose_relations};
use crate::annotation::{ArticleId, Decider, Entity};
use crate::issue::{Article, ArticleFacts, ArticleStatus, Edit, Issue, Transaction};

/// Accepts all proposals of marks that are left in an article and sets it to done.
///
/// # Errors
/// [`Refusal::Missing`], or [`Refusal::Nothing`] where nothing is left and it is done.
pub fn accept_rest(issue: &Issue, article: &ArticleId, who: &Decider) -> Outcome {
    let article = issue.article(article).ok_or(Refusal::Missing)?;
    settled(article, "gesture.accept_rest", decided(article, |mark| mark.accepted(who)))
}

/// Rejects all proposals of marks that are left in an article, takes off the relations that hang on them, and sets it to
/// done.
///
/// # Errors
/// As [`accept_rest`].
pub fn reject_rest(issue: &Issue, article: &ArticleId, who: &Decider) -> Outcome {
    let article = issue.article(article).ok_or(Refusal::Missing)?;
    let mut edits = decided(article, |mark| mark.rejected(who));
    let open: Vec<_> =
        article.entities().filter(|(_, mark)| mark.is_open()).map(|(_, mark)| &mark.id).collect();
    edits.extend(loose_relations(article, &open));
    settled(article, "gesture.reject_rest", edits)
}

fn decided(article: &Article, decide: impl Fn(&Entity) -> Entity) -> Vec<Edit> {
    let open = article.entities().filter(|(_, entity)| entity.is_open());
    open.map(|(b, e)| entity_edit(article, b, Some(e.clone()), Some(decide(e)))).collect()
}

fn settled(article: &Article, gesture: &str, mut edits: Vec<Edit>) -> Outcome {
    if article.status != ArticleStatus::Done {
        let before = article.facts();
        let after = ArticleFacts { status: ArticleStatus::Done, ..before.clone() };
        let id = article.id.clone();
        edits.push(Edit::Article { article: id, before: Box::new(before), after: Box::new(after) });
    }
    if edits.is_empty() {
        return Err(Refusal::Nothing);
    }
    Ok(Transaction { gesture: gesture.to_owned(), edits })
}
