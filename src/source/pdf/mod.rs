//! Page PDFs: what their pages draw becomes text in reading order, in which every character keeps its place.
//!
//! ```text
//! glyphs   what a page draws, run by hayro      Sheet of Glyph, rules, boxes, pictures   (unify)
//! lines    glyphs beside one another            Line
//! blocks   lines of one size and distance       Block
//! page     blocks looked at                     Page: headings, rules, frames, white bands
//! stories  blocks under one heading             Story, in reading order
//! write    text and places                      String, PageShape
//! ```
//!
//! A PDF is a program that anybody may have written. So the desk and the commands never run one in their own process:
//! [`apart`] starts this program again as a reader with limits on time and memory, and takes the pages one by one as
//! they come. [`Document`] is the reader itself.

pub mod apart;
#[cfg(feature = "desk")]
pub mod faces;
#[cfg(feature = "desk")]
pub mod picture;

mod blocks;
mod glyphs;
mod lines;
mod page;
mod stories;
mod unify;
mod write;

use super::{Extract, MAX_CHARS, PageShape, Shape, SourceProblem};
use crate::text::char_len;
use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::{DecryptionError, LoadPdfError};
use std::sync::Arc;

/// The reader with its version, kept with every extract.
pub const READER: &str = "pdf-1";
/// Most pages that a file may have; an issue has a hundred at most.
pub const MAX_PAGES: usize = 400;
/// Glyphs that nobody can read make a page unreadable where they are this many times as many as those that are read.
const BLIND: u32 = 4;

/// Whether bytes are a PDF. Some programs write a little before its head; then its foot must be there too, since a text
/// may speak of the head.
pub fn is_pdf(bytes: &[u8]) -> bool {
    let has = |part: &[u8], word: &[u8]| part.windows(word.len()).any(|window| window == word);
    let (head, foot) = (&bytes[..bytes.len().min(1024)], &bytes[bytes.len().saturating_sub(2048)..]);
    bytes.starts_with(b"%PDF-") || (has(head, b"%PDF-") && has(foot, b"startxref"))
}

/// An open PDF.
pub struct Document {
    pdf: Pdf,
}

/// A page that has been read.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct ReadPage {
    /// Which one, from 0.
    pub number: usize,
    /// Pages of the file.
    pub of: usize,
    /// Its text.
    pub text: String,
    /// Where its characters stand; places count from the start of `text`.
    pub shape: PageShape,
}

impl Document {
    /// Opens a PDF; the password is empty for most.
    ///
    /// # Errors
    /// Where it is locked, damaged beyond reading, or has too many pages.
    pub fn open(bytes: Vec<u8>, password: &str) -> Result<Self, SourceProblem> {
        let pdf = Pdf::new_with_password(Arc::new(bytes), password).map_err(|error| match error {
            LoadPdfError::Decryption(DecryptionError::PasswordProtected) => {
                SourceProblem::Password { wrong: !password.is_empty() }
            }
            LoadPdfError::Decryption(_) => SourceProblem::LockedUnknown,
            LoadPdfError::Invalid => SourceProblem::Damaged("PDF"),
        })?;
        let document = Self { pdf };
        match document.pages() {
            0 => Err(SourceProblem::Damaged("PDF")),
            n if n > MAX_PAGES => Err(SourceProblem::TooManyPages { pages: n, most: MAX_PAGES }),
            _ => Ok(document),
        }
    }

    /// How many pages it has.
    pub fn pages(&self) -> usize {
        self.pdf.pages().len()
    }

    /// Reads one page, from 0; an empty one where there is none.
    pub fn page(&self, number: usize) -> ReadPage {
        let of = self.pages();
        let Some(page) = self.pdf.pages().get(number) else {
            return ReadPage { number, of, text: String::new(), shape: PageShape::default() };
        };
        let sheet = glyphs::sheet(&self.pdf, page);
        let lines = lines::lines(&sheet.glyphs, &sheet.rules);
        let blocks = blocks::blocks(&lines, &sheet.rules);
        let (text, mut shape) = write::page(&sheet, &lines, &blocks, 0);
        shape.unread = sheet.unread;
        ReadPage { number, of, text, shape }
    }
}

/// Pages gathered into what is kept of a file.
#[derive(Default)]
struct Gathered {
    text: String,
    len: u32,
    pages: Vec<PageShape>,
}

impl Gathered {
    /// Adds a page after a form feed.
    fn add(&mut self, page: ReadPage) -> Result<(), SourceProblem> {
        if !self.pages.is_empty() {
            self.text.push('\u{c}');
            self.len += 1;
        }
        let Shape::Pages(shifted) = Shape::Pages(vec![page.shape]).shifted(self.len) else { return Ok(()) };
        self.len += char_len(&page.text);
        self.text.push_str(&page.text);
        self.pages.extend(shifted);
        if self.len > MAX_CHARS { Err(SourceProblem::TooManyChars(MAX_CHARS)) } else { Ok(()) }
    }

    fn finish(self) -> Result<Extract, SourceProblem> {
        let read: usize = self.pages.iter().map(|page| page.chars.len()).sum();
        let unread: u32 = self.pages.iter().map(|page| page.unread).sum();
        if read == 0 || unread as usize > read * BLIND as usize {
            return Err(SourceProblem::NoTextLayer { unread });
        }
        Ok(Extract {
            reader: READER.into(),
            text: self.text,
            shape: Shape::Pages(self.pages),
            ..Extract::default()
        })
    }
}

/// Reads a whole PDF in this process; `go_on` is told how many of how many pages are read and may stop the reading.
/// Only for the reader's own process, for tests and for fuzzing: see [`apart`].
///
/// # Errors
/// Where it cannot be opened, has no text, or `go_on` said no.
pub fn read(
    bytes: &[u8],
    password: &str,
    go_on: &mut dyn FnMut(usize, usize) -> bool,
) -> Result<Extract, SourceProblem> {
    let document = Document::open(bytes.to_vec(), password)?;
    let mut gathered = Gathered::default();
    for number in 0..document.pages() {
        if !go_on(number, document.pages()) {
            return Err(SourceProblem::Stopped);
        }
        gathered.add(document.page(number))?;
    }
    gathered.finish()
}

/// Reads a whole PDF apart from this process; `on_page` is given every page as it comes and says whether to go on.
///
/// # Errors
/// Where it cannot be read within the limits.
pub(super) fn open(
    bytes: &[u8],
    password: &str,
    on_page: &mut dyn FnMut(&ReadPage) -> bool,
) -> Result<Extract, SourceProblem> {
    apart::read(bytes, password, &apart::Limits::default(), on_page)
}

/// What is kept of a file of which only this page is known so far.
///
/// # Errors
/// Where the page has no text.
pub(super) fn only(page: ReadPage) -> Result<Extract, SourceProblem> {
    let mut gathered = Gathered::default();
    gathered.add(page)?;
    gathered.finish()
}
