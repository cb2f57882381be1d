//! Opaque ids: unique in a dataset, kept through moves and edits, never encoding order.
//!
//! Ids made by the program are the first 12 hex digits of a SHA-256 over what the thing was first found in, so the same
//! input gives the same ids; ids from other tools are kept as they came.

use crate::text;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fmt;
use std::sync::Arc;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Arc<str>);

        impl $name {
            /// An id as another tool or the dataset wrote it.
            pub fn new(id: impl Into<Arc<str>>) -> Self {
                Self(id.into())
            }

            /// The id that follows from the given parts, the same on every machine.
            pub fn derived(parts: &[&str]) -> Self {
                Self(digest(stringify!($name), parts).into())
            }

            /// The id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

id!(
    /// An issue (期).
    IssueId
);
id!(
    /// An article (稿件) of an issue.
    ArticleId
);
id!(
    /// A block of an article.
    BlockId
);
id!(
    /// An entity (实体).
    EntityId
);
id!(
    /// A relation between two entities.
    RelationId
);
id!(
    /// An editor's note about characters.
    RemarkId
);
id!(
    /// An entry of the register.
    EntryId
);
id!(
    /// A dispute between annotators.
    DisputeId
);
id!(
    /// A label of the label set, such as `PER`.
    LabelId
);

fn digest(kind: &str, parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    hash.update(kind);
    for part in parts {
        hash.update([0]);
        hash.update(part);
    }
    text::hex(&hash.finalize()[..6])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn derived_ids_are_stable_and_tell_kinds_and_parts_apart() {
        assert_eq!(EntityId::derived(&["a", "b"]), EntityId::derived(&["a", "b"]));
        assert_ne!(EntityId::derived(&["ab"]), EntityId::derived(&["a", "b"]));
        assert_ne!(EntityId::derived(&["a"]).as_str(), BlockId::derived(&["a"]).as_str());
        assert_eq!(EntityId::derived(&["a"]).as_str().len(), 12);
    }
}
