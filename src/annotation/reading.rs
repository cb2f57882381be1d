//! 读作: what characters should have been.

use super::Decider;
use crate::text::{self, CharRange};
use serde::{Deserialize, Serialize};

/// The right reading of characters that are wrong in the source. A note on them: the text stays as it was printed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// Which characters, in code points of the block's text.
    pub range: CharRange,
    /// What is printed there.
    pub text: String,
    /// What it should have been.
    pub reading: String,
    /// Who says so.
    #[serde(default)]
    pub by: String,
    /// When, RFC 3339 UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
}

impl Reading {
    /// A reading of `text` at `range`.
    pub fn new(range: CharRange, text: String, reading: String, who: &Decider) -> Self {
        Self { range, text, reading, by: who.by.clone(), at: Some(who.at.clone()) }
    }

    /// Whether it says something about what `block` has at its place.
    pub fn fits(&self, block: &str) -> bool {
        !self.range.is_empty()
            && !self.reading.is_empty()
            && text::slice(block, self.range) == Some(self.text.as_str())
    }
}
