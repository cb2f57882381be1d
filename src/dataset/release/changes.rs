//! What a release has that another one has not.

use super::Release;
use crate::annotation::ArticleId;
use std::collections::BTreeMap;

/// What changed from one release to the next, in articles.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Came in.
    pub added: Vec<ArticleId>,
    /// Are there no more.
    pub removed: Vec<ArticleId>,
    /// Have other marks, topics or texts.
    pub changed: Vec<ArticleId>,
    /// Are in another part.
    pub moved: Vec<ArticleId>,
}

impl Changes {
    /// What changed from `before` to `after`.
    pub fn between(before: &Release, after: &Release) -> Self {
        let mut old: BTreeMap<_, _> = before.articles.iter().map(|kept| (&kept.id, kept)).collect();
        let mut changes = Self::default();
        for kept in &after.articles {
            match old.remove(&kept.id) {
                None => changes.added.push(kept.id.clone()),
                Some(known) => {
                    if known.digest != kept.digest {
                        changes.changed.push(kept.id.clone());
                    }
                    if known.part != kept.part {
                        changes.moved.push(kept.id.clone());
                    }
                }
            }
        }
        changes.removed.extend(old.into_keys().cloned());
        changes
    }

    /// Whether the two are the same.
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.removed.is_empty() && self.changed.is_empty() && self.moved.is_empty()
    }
}
