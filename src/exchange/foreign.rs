//! What readers of other tools' files give: documents with marks at their places, and what has no place.
//!
//! A reader gives marks as the file has them ([`RawSpan`]: two numbers in a unit that may not be said, and the words
//! where the file has them) to [`fit`](super::fit), which finds the unit by the words. Nothing is guessed: a mark whose
//! words are not where the file says goes to [`Foreign::astray`] with the reason.

use super::fit::{Fitter, RawSpan, Unit};
use crate::annotation::{Link, Status};
use crate::issue::Role;
use crate::strings::Message;
use crate::text::CharRange;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

/// The longest file that is read whole into memory, in bytes: more than an article of the most characters takes in any
/// format. Formats of one record a line are read line by line and may be longer.
pub const LONGEST: u64 = if cfg!(test) { 8 << 20 } else { 128 << 20 };

/// Takes a line with its number.
pub type EachLine<'a> = &'a mut dyn FnMut(usize, &str) -> Result<(), ReadError>;

/// Where something stands in a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// Name of the file.
    pub file: String,
    /// Line, from 1; 0 where there is no telling.
    pub line: usize,
    /// Id of the record, empty where it has none.
    pub record: String,
}

/// A mark of another tool.
#[derive(Clone, Debug, PartialEq)]
pub struct ForeignSpan {
    /// Its id in the file, by which relations name it; empty where it has none.
    pub id: String,
    /// The other tool's label.
    pub label: String,
    /// Code points of the document's text.
    pub range: CharRange,
    /// The words there.
    pub text: String,
    /// Decided (`Added`), proposed or refused.
    pub status: Status,
    /// Who or what said so; empty where the file does not tell.
    pub by: String,
    /// 0 to 1.
    pub score: Option<f32>,
    /// Normalised value.
    pub value: Option<String>,
    /// Link to a register.
    pub link: Option<Link>,
}

impl ForeignSpan {
    /// A decided mark of which nothing more is told, and whose place is not known yet.
    pub fn new(id: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            label: label.into(),
            range: CharRange::default(),
            text: String::new(),
            status: Status::Added,
            by: String::new(),
            score: None,
            value: None,
            link: None,
        }
    }

    /// The same at its place in a text.
    #[must_use]
    pub fn at(self, range: CharRange, text: &str) -> Self {
        let text = crate::text::slice(text, range).unwrap_or_default().to_owned();
        Self { range, text, ..self }
    }
}

/// A topic of another tool.
#[derive(Clone, Debug, PartialEq)]
pub struct ForeignTopic {
    /// Code or name.
    pub label: String,
    /// Decided, proposed or refused.
    pub status: Status,
    /// Who or what said so.
    pub by: String,
    /// 0 to 1.
    pub score: Option<f32>,
}

/// A relation of another tool.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForeignRelation {
    /// The other tool's word for it.
    pub label: String,
    /// Id of the span that it is from.
    pub from: String,
    /// Id of the span that it is to.
    pub to: String,
}

/// Something that has no place, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Astray {
    /// Where it stands in the file.
    pub place: Place,
    /// The label or kind.
    pub label: String,
    /// Its words, or its offsets where there are none.
    pub what: String,
    /// Why.
    pub why: Message,
}

impl Astray {
    /// The same with words that fit a line.
    #[must_use]
    pub fn on_a_line(mut self) -> Self {
        for words in [&mut self.place.record, &mut self.label, &mut self.what] {
            *words = on_a_line(words);
        }
        self
    }
}

/// The beginning of something that a file says, on one line.
fn on_a_line(words: &str) -> String {
    const ENOUGH: usize = 120;
    let cut: String = words.chars().take(ENOUGH).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if cut.len() < words.len() { cut + "…" } else { cut }
}

/// A document of another tool.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Foreign {
    /// Where it stands.
    pub place: Place,
    /// Id of the article where the file is an export of ours; empty where it does not tell.
    pub article: String,
    /// The text, line ends as line feeds.
    pub text: String,
    /// The headline, where it is told apart from the text.
    pub headline: Option<String>,
    /// Roles of parts of the text, where the format has them.
    pub parts: Vec<(Role, CharRange)>,
    /// Marks.
    pub spans: Vec<ForeignSpan>,
    /// Topics.
    pub topics: Vec<ForeignTopic>,
    /// Keywords.
    pub keywords: Vec<String>,
    /// Relations.
    pub relations: Vec<ForeignRelation>,
    /// Notes.
    pub notes: Vec<String>,
    /// What has no place in the text.
    pub astray: Vec<Astray>,
}

impl Foreign {
    /// Takes marks whose places are still as the file has them, in `unit` where their words do not tell another one.
    pub fn take(&mut self, unit: Unit, marks: Vec<(RawSpan, ForeignSpan)>) {
        let raw: Vec<RawSpan> = marks.iter().map(|(raw, _)| raw.clone()).collect();
        let places = Fitter::new(&self.text, unit).fit(&raw);
        for (place, (raw, span)) in places.into_iter().zip(marks) {
            match place {
                Ok(range) => self.spans.push(span.at(range, &self.text)),
                Err(misfit) => self.astray.push(misfit.astray(&self.place, &span.label, &raw)),
            }
        }
    }
}

/// Why a file cannot be read: one sentence with file, line and record.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}: {:?}", .0.key, .0.args)]
pub struct ReadError(Message);

impl ReadError {
    /// A sentence of the string files; it may have holes for `file`, `line`, `record` and `what`.
    pub fn new(key: &'static str) -> Self {
        Self(Message::new(key))
    }

    /// Something that there are words for.
    pub fn said(message: Message) -> Self {
        Self(message)
    }

    /// The same with one more argument.
    #[must_use]
    pub fn with(self, name: &'static str, value: impl ToString) -> Self {
        // Whatever the file says there, it is one sentence.
        Self(self.0.with(name, on_a_line(&value.to_string())))
    }

    /// The same with its place.
    #[must_use]
    pub fn at(self, place: &Place) -> Self {
        self.with("file", &place.file).with("line", place.line).with("record", &place.record)
    }

    /// What is said to the user.
    pub fn message(&self) -> Message {
        self.0.clone()
    }
}

/// A file to read: its name, and its bytes on the disk or in memory.
#[derive(Clone, Debug)]
pub struct InFile {
    /// Name, with `/` between folders inside what was named.
    pub name: String,
    content: Content,
}

#[derive(Clone, Debug)]
enum Content {
    Disk(PathBuf),
    Memory(Vec<u8>),
}

impl InFile {
    /// Bytes under a name.
    pub fn memory(name: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self { name: name.into(), content: Content::Memory(bytes.into()) }
    }

    /// The place of one of its lines.
    pub fn place(&self, line: usize, record: impl Into<String>) -> Place {
        Place { file: self.name.clone(), line, record: record.into() }
    }

    /// Its bytes, one after the other.
    ///
    /// # Errors
    /// Where it cannot be opened.
    pub fn open(&self) -> Result<Box<dyn BufRead + '_>, ReadError> {
        Ok(match &self.content {
            Content::Memory(bytes) => Box::new(bytes.as_slice()),
            Content::Disk(path) => {
                Box::new(BufReader::new(std::fs::File::open(path).map_err(|e| self.unread(&e))?))
            }
        })
    }

    /// All of it.
    ///
    /// # Errors
    /// Where it cannot be read or is longer than [`LONGEST`].
    pub fn bytes(&self) -> Result<Vec<u8>, ReadError> {
        let mut bytes = Vec::new();
        self.open()?.take(LONGEST + 1).read_to_end(&mut bytes).map_err(|error| self.unread(&error))?;
        if bytes.len() as u64 > LONGEST {
            return Err(ReadError::new("error.foreign.large").at(&self.place(0, "")));
        }
        Ok(bytes)
    }

    /// All of it as UTF-8, without a byte order mark; line ends as they are.
    ///
    /// # Errors
    /// As [`InFile::bytes`], and where it is not UTF-8.
    pub fn text(&self) -> Result<String, ReadError> {
        self.utf8(self.bytes()?, 1)
    }

    /// Goes through its lines without their line ends (LF or CR LF), with their numbers from 1.
    ///
    /// # Errors
    /// Where it cannot be read, is not UTF-8, or `each` says so.
    pub fn lines(&self, each: EachLine<'_>) -> Result<(), ReadError> {
        self.lines_upto(u64::MAX, each)
    }

    /// The same for a reader that keeps what they say until the last one: all together are no longer than [`LONGEST`].
    ///
    /// # Errors
    /// As [`InFile::lines`].
    pub fn few_lines(&self, each: EachLine<'_>) -> Result<(), ReadError> {
        self.lines_upto(LONGEST, each)
    }

    fn lines_upto(&self, most: u64, each: EachLine<'_>) -> Result<(), ReadError> {
        let mut file = self.open()?;
        let mut total = 0;
        for number in 1.. {
            let mut line = Vec::new();
            file.by_ref()
                .take(LONGEST + 1)
                .read_until(b'\n', &mut line)
                .map_err(|error| self.unread(&error))?;
            if line.is_empty() {
                break;
            }
            total += line.len() as u64;
            if line.len() as u64 > LONGEST || total > most {
                return Err(ReadError::new("error.foreign.large").at(&self.place(number, "")));
            }
            if line.ends_with(b"\n") {
                line.pop();
                if line.ends_with(b"\r") {
                    line.pop();
                }
            }
            each(number, &self.utf8(line, number)?)?;
        }
        Ok(())
    }

    fn utf8(&self, bytes: Vec<u8>, first: usize) -> Result<String, ReadError> {
        let text = String::from_utf8(bytes).map_err(|error| {
            let good = &error.as_bytes()[..error.utf8_error().valid_up_to()];
            let line = first + memchr::memchr_iter(b'\n', good).count();
            ReadError::new("error.foreign.utf8").at(&self.place(line, ""))
        })?;
        Ok(match text.strip_prefix('\u{feff}') {
            Some(rest) if first == 1 => rest.to_owned(),
            _ => text,
        })
    }

    fn unread(&self, error: &std::io::Error) -> ReadError {
        ReadError::new("error.foreign.unread").at(&self.place(0, "")).with("what", error)
    }
}

/// What was named to be read: a file, or the files of a folder or ZIP by name.
#[derive(Clone, Debug, Default)]
pub struct Input {
    /// The files.
    pub files: Vec<InFile>,
}

impl Input {
    /// One file in memory.
    pub fn memory(name: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self { files: vec![InFile::memory(name, bytes)] }
    }

    /// The first file.
    ///
    /// # Errors
    /// Where there is none.
    pub fn first(&self) -> Result<&InFile, ReadError> {
        self.files.first().ok_or_else(|| ReadError::new("error.foreign.empty").at(&Place::default()))
    }

    /// The files whose names end so (`.ann`), without regard to capitals.
    pub fn ending<'a>(&'a self, ending: &'a str) -> impl Iterator<Item = &'a InFile> {
        self.files.iter().filter(move |file| file.name.to_lowercase().ends_with(ending))
    }

    /// A file, the files of a folder (and of those in it), or of a ZIP.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn open(path: &Path) -> Result<Self, ReadError> {
        super::input::open(path)
    }

    pub(super) fn disk(name: String, path: PathBuf) -> InFile {
        InFile { name, content: Content::Disk(path) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_fill_the_memory_is_refused_by_every_reader() {
        let long = |start: &str, rest: &str| {
            let count = LONGEST as usize / rest.len() + 1;
            [start.as_bytes(), rest.repeat(count).as_bytes()].concat()
        };
        for (format, name, bytes) in [
            ("brat", "a.ann", long("T1\tPER 0 1\tx\n", "#1\tAnnotatorNotes T1\tx\n")),
            ("webanno-tsv", "a.tsv", long("#FORMAT=WebAnno TSV 3.3\n", "#Text=a\n")),
            ("cas-json", "a.json", long("{", "\"a\":{},")),
            ("xmi", "a.xmi", long("<XMI>", "<a/>")),
            ("fasttext", "a.txt", long("__label__a ", "x")),
            ("topics-tsv", "a.tsv", long("topics\ttext\na\t", "x")),
            ("doccano", "a.jsonl", long("{\"text\":\"", "x")),
        ] {
            let files = vec![InFile::memory(name, bytes), InFile::memory("a.txt", "x")];
            let format = crate::exchange::format(format).unwrap();
            let error = format.read(&Input { files }, &mut |_| Ok(())).unwrap_err();
            assert_eq!(error.message().key, "error.foreign.large", "{}", format.info().name);
        }
    }
}
