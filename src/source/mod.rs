//! Files on disk become a `Source`: immutable decoded text in which every character has an address.
//!
//! The decoded text keeps everything that the file has (BOM, CR, NUL, form feeds), one code point each. Several files
//! are joined by U+000C in their order; each part knows its file. The bytes stay, so that the source can always be
//! decoded again.
//!
//! Beside its text every part has a [`Shape`]: what the file tells about the way the text hangs together. A text file
//! tells nothing (hard-wrapped lines), a page PDF where each character stands, a saved web page or a record which
//! articles there are. The layout goes by it.
//!
//! ```text
//! path ─ archive (folder, ZIP) ─ kind ─ reader ─ Extract ─ group (paper, date) ─ Source
//!          readers: txt · html → founder_html, web · json, csv → table by mapping · docx · scan (METS, ALTO, PAGE)
//! ```
//!
//! `shelf` says which files of a whole archive are opened together. `names` reads what names of files and folders say; `compose` makes text and shape of told articles.

mod archive;
mod compose;
mod csv;
mod docx;
mod encoding;
mod error;
mod extract;
mod founder_html;
mod group;
mod html;
mod json;
mod kind;
mod mapping;
pub mod names;
pub mod pdf;
mod read;
mod renew;
mod scan;
mod shape;
mod shelf;
mod table;
mod txt;
mod web;
pub mod xml;

#[cfg(test)]
mod tests;

pub use archive::{Entry, unzip};
pub use encoding::{Encoding, Malformed};
pub use error::{SourceError, SourceProblem};
pub use extract::Extract;
pub(crate) use json::is_article_records;
pub use mapping::{Field, Mapping};
pub use read::{Glimpse, How, Opened, Watch, open, open_bytes, open_parcel, open_while, peek};
pub use shape::{Facts, PageShape, Placed, Rect, Shape, ToldArticle, ToldBlock};
pub use shelf::{Parcel, Shelf, shelve};
pub use table::{Record, Table};
pub use txt::read_text;

use read::most_bytes;

use crate::annotation::IssueId;
use crate::issue::FilePart;
use sha2::{Digest, Sha256};
use std::sync::Arc;

/// Largest file that is read, in bytes: 64 MB.
pub const MAX_BYTES: u64 = 64 << 20;
/// Most code points that a source may have: some two hundred newspaper pages, more than any issue.
pub const MAX_CHARS: u32 = 1_000_000;

/// SHA-256 in hex.
pub fn sha256(bytes: &[u8]) -> String {
    crate::text::hex(&Sha256::digest(bytes))
}

/// One file as it was on disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Name without folders.
    pub name: String,
    /// Its bytes.
    pub bytes: Arc<[u8]>,
    /// SHA-256 of the bytes, in hex.
    pub sha256: String,
    /// The encoding it was decoded with, lower case, such as `utf-8`, `gb18030`; the reader's name where the bytes are
    /// no text, such as `pdf`.
    pub encoding: String,
    /// What a reader got out of it, an [`Extract`] as JSON; absent for plain text.
    pub extract: Option<Arc<str>>,
}

/// The decoded text of an issue's files.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Source {
    /// The files in order.
    pub files: Vec<File>,
    /// Which part of `text` is whose.
    pub parts: Vec<FilePart>,
    /// The decoded texts joined by U+000C.
    pub text: String,
    /// What each part tells beside its text, in the order of `parts`; places count from the start of `text`.
    pub shapes: Vec<Shape>,
    /// What the files say of the issue.
    pub facts: Facts,
}

impl Source {
    /// The id of the issue that this source makes: the same files give the same id.
    pub fn issue_id(&self) -> IssueId {
        IssueId::derived(&self.files.iter().map(|file| file.sha256.as_str()).collect::<Vec<_>>())
    }
}
