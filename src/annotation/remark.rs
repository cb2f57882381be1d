//! 备注: what an editor says about characters of a block.

use super::{Decider, RemarkId};
use crate::text::{self, CharRange};
use serde::{Deserialize, Serialize};

/// A note about characters of a block. Several may be about the same ones.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remark {
    /// Kept through every change.
    pub id: RemarkId,
    /// Which characters, in code points of the block's text.
    pub range: CharRange,
    /// What stands there.
    pub text: String,
    /// What is said about it.
    pub note: String,
    /// Who says so.
    #[serde(default)]
    pub by: String,
    /// When, RFC 3339 UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
}

impl Remark {
    /// A note about `text` at `range`.
    pub fn new(id: RemarkId, range: CharRange, text: String, note: String, who: &Decider) -> Self {
        Self { id, range, text, note, by: who.by.clone(), at: Some(who.at.clone()) }
    }

    /// Note and characters as one text, for whoever has no place for both.
    pub fn plain(&self) -> String {
        format!("“{}”：{}", self.text, self.note)
    }

    /// Whether it says something about what `block` has at its place.
    pub fn fits(&self, block: &str) -> bool {
        !self.range.is_empty()
            && !self.note.is_empty()
            && !self.text.trim().is_empty()
            && text::slice(block, self.range) == Some(self.text.as_str())
    }
}
