//! Why a file is no taxonomy.

use crate::strings::Message;

/// Why a file is no taxonomy.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TaxonomyError {
    /// The file could not be read.
    #[error("{0}: {1}")]
    File(String, String),
    /// It is far too long for one.
    #[error("{0}: too long")]
    Large(String),
    /// RDF as Turtle, which is not read.
    #[error("{0}: Turtle is not read")]
    Turtle(String),
    /// A column is missing.
    #[error("{0}: no column {1}")]
    Column(String, &'static str),
    /// A row or an element that cannot be read.
    #[error("{0}, line {1}: {2}")]
    Line(String, u64, String),
    /// A topic without a code or a name.
    #[error("{0}, line {1}: no code or no name")]
    Bare(String, u64),
    /// Two topics with one code.
    #[error("{0}: {1} stands twice")]
    Twice(String, String),
    /// A topic above that does not exist.
    #[error("{0}: {1} is under {2}, which is missing")]
    Parent(String, String, String),
    /// A topic that lies under itself.
    #[error("{0}: {1} is under itself")]
    Circle(String, String),
    /// No topic.
    #[error("{0}: no topic")]
    Empty(String),
}

impl TaxonomyError {
    /// The sentence for the user.
    pub fn message(&self) -> Message {
        match self {
            Self::File(file, reason) => {
                Message::new("error.taxonomy.file").with("file", file).with("reason", reason)
            }
            Self::Large(file) => Message::new("error.taxonomy.large").with("file", file),
            Self::Turtle(file) => Message::new("error.taxonomy.turtle").with("file", file),
            Self::Column(file, column) => {
                Message::new("error.taxonomy.column").with("file", file).with("column", column)
            }
            Self::Line(file, line, reason) => {
                let message = Message::new("error.taxonomy.line").with("file", file).with("line", line);
                message.with("reason", reason)
            }
            Self::Bare(file, line) => {
                Message::new("error.taxonomy.bare").with("file", file).with("line", line)
            }
            Self::Twice(file, code) => {
                Message::new("error.taxonomy.twice").with("file", file).with("code", code)
            }
            Self::Parent(file, code, parent) => {
                let message = Message::new("error.taxonomy.parent").with("file", file).with("code", code);
                message.with("parent", parent)
            }
            Self::Circle(file, code) => {
                Message::new("error.taxonomy.circle").with("file", file).with("code", code)
            }
            Self::Empty(file) => Message::new("error.taxonomy.empty").with("file", file),
        }
    }
}
