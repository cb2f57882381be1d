//! What a format is.
//!
//! A format has a file of its own in this room and a line in [`FORMATS`]; the command line, the dialogs and the tests go
//! by that list. It writes article by article into an [`Out`], and reads documents of a file one after the other, so that
//! neither depends on how many there are. Offsets are code points everywhere but in the files themselves: a format
//! converts at its border, readers through [`fit`](super::fit).

use super::article::ArticleError;
use super::foreign::{Foreign, Input, ReadError};
use super::loss::{Fate, Report, Thing};
use super::{Document, Out};
use crate::annotation::{LabelSet, Taxonomy};
use crate::dataset::Dataset;
use crate::issue::{Article, Issue};
use crate::strings::Message;
use std::io;

/// One file or a folder of files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// One file, perhaps with others beside it that are named like it.
    File,
    /// A folder.
    Folder,
}

/// What is always so about a format.
#[derive(Debug, PartialEq, Eq)]
pub struct Info {
    /// Its word on the command line, such as `label-studio`.
    pub name: &'static str,
    /// Key of its name in the string files.
    pub title: &'static str,
    /// What its file is, for the list: `JSONL`, `.txt + .ann`.
    pub kind: &'static str,
    /// How its file ends; in a folder, the files in it.
    pub extension: &'static str,
    /// File or folder.
    pub shape: Shape,
    /// Whether it is written.
    pub writes: bool,
    /// Whether it is read.
    pub reads: bool,
    /// Whether it heeds [`Options::scheme`].
    pub schemes: bool,
}

/// How characters are tagged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scheme {
    /// B I O.
    #[default]
    Bio,
    /// B I O E S.
    Bioes,
    /// B M E S O.
    Bmes,
}

impl Scheme {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Bio, Self::Bioes, Self::Bmes];

    /// Its name, in files and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Bio => "BIO",
            Self::Bioes => "BIOES",
            Self::Bmes => "BMES",
        }
    }

    /// The scheme of a name, in capitals or not.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scheme| scheme.name().eq_ignore_ascii_case(name))
    }
}

/// What whoever exports can choose.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Proposals without a decision too.
    pub proposed: bool,
    /// For formats that tag characters.
    pub scheme: Scheme,
}

/// What a writer knows beside the articles.
#[derive(Clone, Debug)]
pub struct Setting {
    /// What was chosen.
    pub options: Options,
    /// The label set of the dataset.
    pub labels: LabelSet,
    /// The topics of the dataset.
    pub taxonomy: Taxonomy,
    /// What the dataset is called, for titles and cards.
    pub name: String,
}

impl Setting {
    /// What the dataset has.
    pub fn of(dataset: &Dataset, options: Options) -> Self {
        let name = dataset.path().file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let taxonomy = dataset.taxonomy().cloned().unwrap_or_else(Taxonomy::iptc);
        Self { options, labels: dataset.label_set(), taxonomy, name }
    }

    /// The name of a topic in Chinese, the code where it has none.
    pub fn topic<'a>(&'a self, code: &'a str) -> &'a str {
        let concept = self.taxonomy.concepts.iter().find(|concept| concept.code == code);
        concept.map_or(code, |concept| concept.zh.as_str())
    }
}

/// An article on its way out.
#[derive(Clone, Copy, Debug)]
pub struct Item<'a> {
    /// As formats write it.
    pub document: &'a Document,
    /// The article itself.
    pub article: &'a Article,
    /// Its issue.
    pub issue: &'a Issue,
    /// The decoded source of the issue.
    pub source: &'a [char],
}

/// Takes articles, one after the other.
pub trait Writer {
    /// Writes an article. What only shows here that a thing cannot be kept is said to the report.
    ///
    /// # Errors
    /// What the disk refuses, or an article that does not agree with itself.
    fn write(&mut self, item: &Item<'_>, report: &mut Report) -> Result<(), WriteError>;

    /// Writes what comes after the last one.
    ///
    /// # Errors
    /// What the disk refuses.
    fn finish(self: Box<Self>) -> Result<(), WriteError>;
}

/// Takes documents, one after the other; an error ends the reading.
pub type Give<'a> = &'a mut dyn FnMut(Foreign) -> Result<(), ReadError>;

/// A format.
pub trait Format: Sync {
    /// What is always so about it.
    fn info(&self) -> &'static Info;

    /// What becomes of a kind of thing.
    fn holds(&self, thing: Thing, options: &Options) -> Fate;

    /// How the files end that are written beside the main one.
    fn beside(&self) -> &'static [&'static str] {
        &[]
    }

    /// Begins to write.
    ///
    /// # Errors
    /// What the disk refuses; always for a format that is only read.
    fn writer<'a>(
        &self,
        _out: &'a mut Out,
        _setting: &'a Setting,
    ) -> Result<Box<dyn Writer + 'a>, WriteError> {
        Err(WriteError::OneWay(self.info().name))
    }

    /// Reads all documents of a file.
    ///
    /// # Errors
    /// The first thing that is wrong, with its place; always for a format that is only written.
    fn read(&self, _input: &Input, _give: Give<'_>) -> Result<(), ReadError> {
        Err(ReadError::new("error.foreign.one_way").with("what", self.info().name))
    }
}

/// All formats, in the order of the lists.
pub static FORMATS: &[&dyn Format] = &[
    &super::article::ArticleFormat,
    &super::label_studio::LabelStudio,
    &super::conll::Plain,
    &super::conll::Classic,
    &super::conll::Hipe,
    &super::brat::Brat,
    &super::doccano::Doccano,
    &super::doccano::DoccanoClasses,
    &super::spacy::Spacy,
    &super::prodigy::Prodigy,
    &super::cas::CasJson,
    &super::cas::CasXmi,
    &super::webanno::WebAnno,
    &super::w3c::WebAnnotation,
    &super::huggingface::HuggingFace,
    #[cfg(feature = "parquet")]
    &super::huggingface::HuggingFaceParquet,
    &super::tei::Tei,
    &super::ninjs::Ninjs,
    &super::topics::FastText,
    &super::topics::TopicTable,
    &super::catalogue::CatalogueCsv,
    &super::catalogue::CatalogueXlsx,
];

/// A format by its word on the command line.
pub fn format(name: &str) -> Option<&'static dyn Format> {
    FORMATS.iter().copied().find(|format| format.info().name == name)
}

/// Why nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The disk refused.
    #[error(transparent)]
    Disk(#[from] io::Error),
    /// An article that does not agree with itself.
    #[error(transparent)]
    Article(#[from] ArticleError),
    /// The format of this name is only read.
    #[error("“{0}” is only read")]
    OneWay(&'static str),
    /// Whoever waited for it stopped it.
    #[error("stopped")]
    Stopped,
    /// Something that there are words for.
    #[error("{}", .0.key)]
    Said(Message),
}

impl From<Message> for WriteError {
    fn from(message: Message) -> Self {
        Self::Said(message)
    }
}

impl From<serde_json::Error> for WriteError {
    fn from(error: serde_json::Error) -> Self {
        Self::Disk(error.into())
    }
}

impl WriteError {
    /// The sentence for the user.
    pub fn message(&self) -> Message {
        match self {
            Self::Disk(error) => Message::new("error.output").with("reason", error),
            Self::Article(error) => error.message(),
            Self::OneWay(name) => Message::new("error.export.one_way").with("what", name),
            Self::Stopped => Message::new("error.export.stopped"),
            Self::Said(message) => message.clone(),
        }
    }
}
