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
    /// Records, with the names of their fields, of which none is known as the text.
    Fields(Vec<String>),
    /// A field that was named and is not there, with those that are.
    NoField(String, Vec<String>),
    /// Nothing in it is a record.
    NoRecords,
    /// More records than are read.
    TooManyRecords(usize),
    /// A line that is no record.
    Record {
        /// Which, from 1.
        line: usize,
        /// What the reader says.
        reason: String,
    },
    /// Our own records, which are imported with their sources.
    ArticleRecords,
    /// Several issues, so many, where one is wanted.
    Several(usize),
    /// A folder or ZIP in which nothing can be opened.
    NothingInside,
    /// More files than a folder or ZIP may have.
    TooManyFiles(usize),
    /// A ZIP that unpacks to far more than its size lets expect; megabytes that are let through.
    Bomb(u64),
    /// A ZIP in a ZIP in a ZIP.
    Nested,
    /// A name that leads out of the ZIP.
    Outside,
    /// It is encrypted.
    Locked,
    /// It is not what its format asks for, with the name of the format.
    Damaged(&'static str),
    /// It is not well-formed from this line on, or has far too much in it.
    Broken {
        /// Name of the format.
        format: &'static str,
        /// Line, from 1.
        line: usize,
    },
    /// It defines entities of its own, which can grow without end.
    Entities {
        /// Name of the format.
        format: &'static str,
        /// Line, from 1.
        line: usize,
    },
    /// Structure without pages that have text; so many were with it.
    NoPages(usize),
    /// It says itself how it is to be read; there is no other encoding.
    OneReading,
    /// It is none of the files.
    Stranger,
    /// Some bytes cannot be read with the encoding.
    Undecodable {
        /// With which encoding.
        encoding: &'static str,
        /// The first line with such bytes, from 1.
        line: usize,
        /// An encoding that reads the whole file, where there is one.
        instead: Option<&'static str>,
    },
    /// A page PDF that opens with a password only.
    Password {
        /// One was given, and it is not this file's.
        wrong: bool,
    },
    /// Locked in a way that this version does not know.
    LockedUnknown,
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
            P::OneReading => say("error.source.one_reading"),
            P::Stranger => say("error.source.stranger"),
            P::TooManyBytes(limit) => say("error.source.bytes").with("limit", limit),
            P::TooManyChars(limit) => say("error.source.chars").with("limit", grouped(*limit)),
            P::Fields(names) => say("error.source.fields").with("fields", listed(names)),
            P::NoField(name, names) => {
                say("error.source.no_field").with("name", name).with("fields", listed(names))
            }
            P::NoRecords => say("error.source.no_records"),
            P::TooManyRecords(limit) => say("error.source.records").with("limit", limit),
            P::Record { line, reason } => {
                say("error.source.record").with("line", line).with("reason", reason)
            }
            P::ArticleRecords => say("error.source.article_records"),
            P::Several(count) => say("error.source.several").with("count", count),
            P::NothingInside => say("error.source.nothing_inside"),
            P::TooManyFiles(limit) => say("error.source.files").with("limit", limit),
            P::Bomb(limit) => say("error.source.bomb").with("limit", limit),
            P::Nested => say("error.source.nested"),
            P::Outside => say("error.source.outside"),
            P::Locked => say("error.source.locked"),
            P::Damaged(format) => say("error.source.damaged").with("format", format),
            P::Broken { format, line } => {
                say("error.source.broken").with("format", format).with("line", line)
            }
            P::Entities { format, line } => {
                say("error.source.entities").with("format", format).with("line", line)
            }
            P::NoPages(count) => say("error.source.no_pages").with("count", count),
            P::Undecodable { encoding, line, instead: None } => {
                say("error.source.undecodable").with("encoding", encoding).with("line", line)
            }
            P::Undecodable { encoding, line, instead: Some(instead) } => say("error.source.encoding")
                .with("encoding", encoding)
                .with("line", line)
                .with("instead", instead),
            P::Password { wrong: false } => say("error.source.password"),
            P::Password { wrong: true } => say("error.source.password_wrong"),
            P::LockedUnknown => say("error.source.locked_unknown"),
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

/// The first names of fields, as many as a sentence holds.
fn listed(names: &[String]) -> String {
    let mut said: Vec<&str> = names.iter().take(20).map(String::as_str).collect();
    if names.len() > said.len() {
        said.push("…");
    }
    said.join("、")
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
