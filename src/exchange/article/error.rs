//! What can be wrong with a record.

use crate::strings::Message;

/// A record that cannot be read or written, and why.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, record “{record}”: {problem}")]
pub struct ArticleError {
    /// Line of the file, from 1.
    pub line: usize,
    /// The record's id, empty where the line does not tell.
    pub record: String,
    /// What is wrong.
    pub problem: Problem,
}

/// What is wrong with a record.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// The line is not JSON, or a field has not the form that the record demands.
    #[error("{0}")]
    Form(String),
    /// The record is of another schema.
    #[error("the schema is “{0}”")]
    Schema(String),
    /// Offsets are counted in another unit.
    #[error("the offset unit is “{0}”")]
    OffsetUnit(String),
    /// `text` is not the blocks' texts joined, or not what `text_sha256` says.
    #[error("the text is not that of the blocks")]
    Text,
    /// A block's start and end do not give its text.
    #[error("“{0}” is not at the place of its block")]
    Block(String),
    /// A block's text and its source ranges do not agree.
    #[error("“{0}” is not at its place in the source")]
    Source(String),
    /// An entity's start and end do not give its text inside one block.
    #[error("the entity “{0}” is not at its place in the text")]
    Quote(String),
    /// Two articles, blocks, entities or relations of the file have the same id.
    #[error("the id “{0}” is taken")]
    Twice(String),
}

impl ArticleError {
    /// What to say about it.
    pub fn message(&self) -> Message {
        let (key, what) = match &self.problem {
            Problem::Form(what) => ("error.article.form", what.as_str()),
            Problem::Schema(what) => ("error.article.schema", what.as_str()),
            Problem::OffsetUnit(what) => ("error.article.unit", what.as_str()),
            Problem::Text => ("error.article.text", ""),
            Problem::Block(what) => ("error.article.block", what.as_str()),
            Problem::Source(what) => ("error.article.source", what.as_str()),
            Problem::Quote(what) => ("error.article.quote", what.as_str()),
            Problem::Twice(what) => ("error.article.twice", what.as_str()),
        };
        Message::new(key).with("line", self.line).with("record", &self.record).with("what", start(what))
    }
}

/// Enough of a text to recognise it by.
fn start(text: &str) -> String {
    const ENOUGH: usize = 40;
    let cut: String = text.chars().take(ENOUGH).collect();
    if cut.len() < text.len() { cut + "…" } else { cut }
}
