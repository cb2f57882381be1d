//! Topics (分类) and keywords (关键词) of an article.

use super::{Decider, Status};
use serde::{Deserialize, Serialize};

/// A word that speaks for a topic and how often it stands in the article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// The word as it stands.
    pub word: String,
    /// How often.
    pub count: u32,
}

/// A topic of an article.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Topic {
    /// Code with the taxonomy's prefix, such as `medtop:11000000`.
    pub code: String,
    /// Codes of the second level.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sub: Vec<String>,
    /// Where it stands.
    #[serde(default)]
    pub status: Status,
    /// The editor or the proposer's version.
    #[serde(default)]
    pub by: String,
    /// When it was decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    /// 0 to 1; absent where the editor added it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<f32>,
    /// The words that speak for it, the strongest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Evidence>,
}

impl Topic {
    /// The topic with a new status, decided by `who`.
    #[must_use]
    pub fn decided(&self, status: Status, who: &Decider) -> Self {
        Self { status, by: who.by.clone(), at: Some(who.at.clone()), ..self.clone() }
    }

    /// A topic that the editor chose.
    pub fn added(code: String, who: &Decider) -> Self {
        let (by, at) = (who.by.clone(), Some(who.at.clone()));
        Self { code, sub: Vec::new(), status: Status::Added, by, at, score: None, evidence: Vec::new() }
    }
}

/// A keyword of an article.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Keyword {
    /// The word.
    pub text: String,
    /// Where it stands.
    #[serde(default)]
    pub status: Status,
    /// The editor or the proposer's version.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub by: String,
    /// 0 to 1; absent where the editor typed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<f32>,
}
