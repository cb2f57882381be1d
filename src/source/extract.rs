//! What a reader gets out of a file: text, shape, and what it says of the issue.
//!
//! Text files are decoded anew whenever they are needed. For every other kind the extract is kept beside the bytes, as
//! JSON, so that the characters of an issue stay where they are when a later version of a reader would place them
//! otherwise.

use super::{Facts, Shape, SourceProblem};
use serde::{Deserialize, Serialize};

/// What a reader made of one file. Places count from the start of `text`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Extract {
    /// The reader with its version, such as `pdf-1`.
    pub reader: String,
    /// The decoded text.
    pub text: String,
    /// How it hangs together.
    #[serde(default)]
    pub shape: Shape,
    /// What the file says of the issue.
    #[serde(default)]
    pub facts: Facts,
    /// Page number in the issue, from 1, where the whole file is one page and says which.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<u32>,
}

impl Extract {
    /// As it is kept.
    ///
    /// # Errors
    /// Where a number cannot be written as JSON.
    pub fn to_json(&self) -> Result<String, SourceProblem> {
        serde_json::to_string(self).map_err(|error| SourceProblem::Unreadable(error.to_string()))
    }

    /// As it was kept.
    ///
    /// # Errors
    /// Where it is not an extract.
    pub fn from_json(json: &str) -> Result<Self, SourceProblem> {
        serde_json::from_str(json).map_err(|error| SourceProblem::Unreadable(error.to_string()))
    }
}

impl Shape {
    /// The same with all places moved `by` code points on.
    #[must_use]
    pub fn shifted(mut self, by: u32) -> Self {
        match &mut self {
            Self::Lines => {}
            Self::Told(articles) => {
                let blocks = articles.iter_mut().flat_map(|article| &mut article.blocks);
                blocks.flat_map(|block| &mut block.source).for_each(|range| *range = range.shifted(by));
            }
            Self::Pages(pages) => {
                for page in pages {
                    page.range = page.range.shifted(by);
                    page.chars.iter_mut().for_each(|placed| placed.at += by);
                    page.stories.iter_mut().for_each(|story| *story = story.shifted(by));
                }
            }
        }
        self
    }
}
