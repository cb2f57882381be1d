//! What is left of an article, taken as it stands.

use super::{Outcome, Refusal, entity_edit};
use crate::annotation::{ArticleId, Decider};
use crate::issue::{ArticleFacts, ArticleStatus, Edit, Issue, Transaction};

/// Accepts all proposals of marks that are left in an article and sets it to done.
///
/// # Errors
/// [`Refusal::Missing`], or [`Refusal::Nothing`] where nothing is left and it is done.
pub fn accept_rest(issue: &Issue, article: &ArticleId, who: &Decider) -> Outcome {
    let article = issue.article(article).ok_or(Refusal::Missing)?;
    let open = article.entities().filter(|(_, entity)| entity.is_open());
    let mut edits: Vec<Edit> =
        open.map(|(b, e)| entity_edit(article, b, Some(e.clone()), Some(e.accepted(who)))).collect();
    if article.status != ArticleStatus::Done {
        let before = article.facts();
        let after = ArticleFacts { status: ArticleStatus::Done, ..before.clone() };
        let id = article.id.clone();
        edits.push(Edit::Article { article: id, before: Box::new(before), after: Box::new(after) });
    }
    if edits.is_empty() {
        return Err(Refusal::Nothing);
    }
    Ok(Transaction { gesture: "gesture.accept_rest".into(), edits })
}
