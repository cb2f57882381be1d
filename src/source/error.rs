//! Why a file cannot be opened, each with one sentence.

use crate::strings::Message;

/// A file that cannot become a source.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}: {problem:?}")]
pub struct SourceError {
    /// The file as the user named it.
    pub file: String,
    /// What is wrong.
    pub problem: SourceProblem,
}

/// What is wrong with a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SourceProblem {
    /// It is not there (any more).
    Vanished,
    /// The system does not let us read it.
    Forbidden,
    /// It is a folder.
    Folder,
    /// The system's own words for anything else.
    Unreadable(String),
    /// No byte in it.
    Empty,
    /// Only white space.
    Blank,
    /// A picture, with the name of its format.
    Picture(&'static str),
    /// A document that this version does not open, with the name of its format.
    Unsupported(&'static str),
    /// Not text.
    Binary,
    /// Larger than a source may be; megabytes.
    TooManyBytes(u64),
    /// More characters than a source may have.
    TooManyChars(u32),
    /// Some bytes cannot be read with the encoding.
    Undecodable {
        /// With which encoding.
        encoding: &'static str,
        /// The first line with such bytes, from 1.
        line: usize,
        /// An encoding that reads the whole file, where there is one.
        instead: Option<&'static str>,
    },
    /// Opens only with a password.
    Locked,
    /// Locked in a way that this version does not know.
    LockedUnknown,
    /// Not what its format asks for, with the name of the format.
    Damaged(&'static str),
    /// More pages than a file may have.
    TooManyPages {
        /// How many it has.
        pages: usize,
        /// How many it may have.
        most: usize,
    },
    /// Pages without text: pictures, or glyphs that do not say what they mean.
    NoTextLayer {
        /// Glyphs that do not say what they mean.
        unread: u32,
    },
    /// Reading it took too long.
    TooSlow {
        /// Name of the format.
        format: &'static str,
        /// After how long it was given up.
        seconds: u64,
    },
    /// Reading it took too much memory, or ended the reader.
    TooHeavy {
        /// Name of the format.
        format: &'static str,
        /// Megabytes that it may use.
        memory: u64,
    },
    /// The reading was stopped by whoever asked for it.
    Stopped,
}

impl SourceError {
    /// What to say about it.
    pub fn message(&self) -> Message {
        use SourceProblem as P;
        let say = |key| Message::new(key).with("file", &self.file);
        match &self.problem {
            P::Vanished => say("error.file.vanished"),
            P::Forbidden => say("error.source.forbidden"),
            P::Folder => say("error.source.folder"),
            P::Unreadable(reason) => say("error.source.unreadable").with("reason", reason),
            P::Empty => say("error.source.empty"),
            P::Blank => say("error.source.blank"),
            P::Picture(format) => say("error.source.picture").with("format", format),
            P::Unsupported(format) => say("error.source.unsupported").with("format", format),
            P::Binary => say("error.source.binary"),
            P::TooManyBytes(limit) => say("error.source.bytes").with("limit", limit),
            P::TooManyChars(limit) => say("error.source.chars").with("limit", grouped(*limit)),
            P::Undecodable { encoding, line, instead: None } => {
                say("error.source.undecodable").with("encoding", encoding).with("line", line)
            }
            P::Undecodable { encoding, line, instead: Some(instead) } => say("error.source.encoding")
                .with("encoding", encoding)
                .with("line", line)
                .with("instead", instead),
            P::Locked => say("error.source.locked"),
            P::LockedUnknown => say("error.source.locked_unknown"),
            P::Damaged(format) => say("error.source.damaged").with("format", format),
            P::TooManyPages { pages, most } => {
                say("error.source.pages").with("pages", grouped(*pages as u32)).with("limit", most)
            }
            P::NoTextLayer { unread: 0 } => say("error.source.no_text"),
            P::NoTextLayer { unread } => say("error.source.no_meaning").with("count", grouped(*unread)),
            P::TooSlow { format, seconds } => {
                say("error.source.slow").with("format", format).with("seconds", seconds)
            }
            P::TooHeavy { format, memory } => {
                say("error.source.heavy").with("format", format).with("limit", memory)
            }
            P::Stopped => say("error.source.stopped"),
        }
    }
}

/// A number with a comma after every three digits.
fn grouped(number: u32) -> String {
    let digits = number.to_string();
    let lead = digits.len() % 3;
    let mut said = String::new();
    for (n, digit) in digits.chars().enumerate() {
        if n > 0 && n % 3 == lead {
            said.push(',');
        }
        said.push(digit);
    }
    said
}
