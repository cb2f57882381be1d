//! The lists inside an issue, each in its canonical order, and a change of one of them.

use super::{Change, Dispute, EditError};
use crate::annotation::{
    DisputeId, Entity, EntityId, Keyword, Reading, Relation, RelationId, Remark, RemarkId, Topic,
};
use crate::text::CharRange;

/// A mark that lives in a list of an issue: how it is told apart and ordered.
pub(super) trait Listed: Clone + PartialEq {
    /// What tells it apart from the others.
    type Key: PartialEq + std::fmt::Display;
    /// Its key.
    fn key(&self) -> Self::Key;
    /// Its place before or after another one.
    fn order(&self, other: &Self) -> std::cmp::Ordering;
}

impl Listed for Entity {
    type Key = EntityId;
    fn key(&self) -> EntityId {
        self.id.clone()
    }
    fn order(&self, other: &Self) -> std::cmp::Ordering {
        (self.range, &self.id).cmp(&(other.range, &other.id))
    }
}

impl Listed for Reading {
    type Key = CharRange;
    fn key(&self) -> CharRange {
        self.range
    }
    fn order(&self, other: &Self) -> std::cmp::Ordering {
        self.range.cmp(&other.range)
    }
}

impl Listed for Remark {
    type Key = RemarkId;
    fn key(&self) -> RemarkId {
        self.id.clone()
    }
    fn order(&self, other: &Self) -> std::cmp::Ordering {
        (self.range, &self.id).cmp(&(other.range, &other.id))
    }
}

impl Listed for Topic {
    type Key = String;
    fn key(&self) -> String {
        self.code.clone()
    }
    fn order(&self, other: &Self) -> std::cmp::Ordering {
        self.code.cmp(&other.code)
    }
}

impl Listed for Keyword {
    type Key = String;
    fn key(&self) -> String {
        self.text.clone()
    }
    fn order(&self, other: &Self) -> std::cmp::Ordering {
        let score = |k: &Self| k.score.unwrap_or(-1.0);
        score(other).total_cmp(&score(self)).then_with(|| self.text.cmp(&other.text))
    }
}

impl Listed for Relation {
    type Key = RelationId;
    fn key(&self) -> RelationId {
        self.id.clone()
    }
    fn order(&self, other: &Self) -> std::cmp::Ordering {
        (self.kind, &self.from, &self.to, &self.id).cmp(&(other.kind, &other.from, &other.to, &other.id))
    }
}

impl Listed for Dispute {
    type Key = DisputeId;
    fn key(&self) -> DisputeId {
        self.id.clone()
    }
    fn order(&self, other: &Self) -> std::cmp::Ordering {
        let place = |one: &Self| (one.article.clone(), one.block.clone(), one.range, one.id.clone());
        place(self).cmp(&place(other))
    }
}

/// Applies a change to the list that holds the mark.
pub(super) fn apply_change<T: Listed>(list: &mut Vec<T>, change: &Change<T>) -> Result<(), EditError> {
    let Some(key) = change.before.as_ref().or(change.after.as_ref()).map(Listed::key) else { return Ok(()) };
    let place = list.iter().position(|item| item.key() == key);
    match (&change.before, place) {
        (None, None) => {}
        (Some(before), Some(n)) if list[n] == *before => {
            list.remove(n);
        }
        (Some(_), None) => return Err(EditError::Missing(key.to_string())),
        _ => return Err(EditError::Changed(key.to_string())),
    }
    if let Some(after) = &change.after {
        list.insert(list.partition_point(|item| item.order(after).is_lt()), after.clone());
    }
    Ok(())
}
