//! Relations: decided where they are proposed, made between two marks, taken off with one of them.

use super::{Outcome, Refusal, begun};
use crate::annotation::{ArticleId, Decider, EntityId, LabelId, Relation, RelationId, RelationKind, Status};
use crate::issue::{Article, Change, Edit, Issue, Transaction};

/// Accepts or rejects a relation; one that an editor has made is taken off.
///
/// # Errors
/// [`Refusal::Missing`], or [`Refusal::Nothing`] where it stands so already.
pub fn relation(issue: &Issue, article: &ArticleId, id: &RelationId, stands: bool, who: &Decider) -> Outcome {
    let article = issue.article(article).ok_or(Refusal::Missing)?;
    let before = article.relations.iter().find(|relation| relation.id == *id).ok_or(Refusal::Missing)?;
    let after = match (before.status, stands) {
        (Status::Rejected, false) | (Status::Accepted | Status::Corrected | Status::Added, true) => {
            return Err(Refusal::Nothing);
        }
        (Status::Added, false) => None,
        (_, true) => Some(Status::Accepted),
        (_, false) => Some(Status::Rejected),
    };
    let after = after.map(|status| Relation { status, by: who.by.clone(), ..before.clone() });
    Ok(changed(article, Change { before: Some(before.clone()), after }))
}

/// Relates two marks by the one kind that suits their labels, in whichever order they are named.
///
/// # Errors
/// [`Refusal::Missing`], [`Refusal::Unrelated`] where no kind suits, [`Refusal::Nothing`] where they are related so.
pub fn relate(
    issue: &Issue,
    article: &ArticleId,
    (one, other): (&EntityId, &EntityId),
    who: &Decider,
) -> Outcome {
    let article = issue.article(article).ok_or(Refusal::Missing)?;
    let label = |id: &EntityId| {
        let mark = article.entities().map(|(_, mark)| mark).find(|mark| mark.id == *id);
        mark.filter(|mark| mark.status.stands()).map(|mark| mark.label.clone()).ok_or(Refusal::Missing)
    };
    let (a, b) = (label(one)?, label(other)?);
    let (kind, from, to) = match (RelationKind::between(&a, &b), RelationKind::between(&b, &a)) {
        (Some(kind), _) => (kind, one, other),
        (_, Some(kind)) => (kind, other, one),
        _ => return Err(Refusal::Unrelated),
    };
    let same = |r: &&Relation| r.kind == kind && r.from == *from && r.to == *to;
    if let Some(known) = article.relations.iter().find(same) {
        return relation(issue, &article.id, &known.id, true, who);
    }
    let id = RelationId::derived(&[from.as_str(), to.as_str(), &who.by, &who.at]);
    let (from, to, by) = (from.clone(), to.clone(), who.by.clone());
    let after = Relation { id, kind, from, to, status: Status::Added, by };
    Ok(changed(article, Change { before: None, after: Some(after) }))
}

fn changed(article: &Article, change: Change<Relation>) -> Transaction {
    let gesture = if change.after.as_ref().is_some_and(|after| after.status.stands()) {
        "gesture.relation"
    } else {
        "gesture.relation_off"
    };
    let mut edits = begun(article);
    edits.push(Edit::Relation { article: article.id.clone(), change });
    Transaction { gesture: gesture.into(), edits }
}

/// Whether a relation still says something sensible where one of its ends has this label.
pub(super) fn suits(relation: &Relation, id: &EntityId, label: &LabelId) -> bool {
    let (from, to) = relation.kind.ends();
    (relation.from != *id || from.contains(&label.as_str()))
        && (relation.to != *id || to.contains(&label.as_str()))
}

/// Relations that lose an end go with it.
pub(super) fn loose_relations<'a>(
    article: &'a Article,
    ids: &'a [&'a EntityId],
) -> impl Iterator<Item = Edit> + 'a {
    let loose = |r: &&Relation| ids.iter().any(|id| r.from == **id || r.to == **id);
    article.relations.iter().filter(loose).map(|relation| taken_off(article, relation))
}

pub(super) fn taken_off(article: &Article, relation: &Relation) -> Edit {
    let change = Change { before: Some(relation.clone()), after: None };
    Edit::Relation { article: article.id.clone(), change }
}
