//! Files that other tools read and write, one folder or file a format.
//!
//! `article` is the native form, `article/1`: it loses nothing. `bring` opens whatever an editor names, `register` reads and writes the register. `scope` says what
//! of a dataset is written, `release` writes a frozen version of it with its card.
//!
//! ```text
//! out:  dataset ─ scope ─ export ─ Document (an article, once) ─ Format::writer ─ Out (whole or not at all)
//!                                    └ count ─ Report (kept, bent, lost)
//! in:   Input (file, folder, ZIP) ─ Format::read ─ fit (units, words) ─ Foreign (marks, and what went astray)
//! ```
//!
//! A new format is a file here with an `impl Format`, a line in [`FORMATS`], and its name in the string files.

pub mod article;
pub mod arrive;
mod brat;
mod bring;
mod cas;
mod catalogue;
mod conll;
mod doccano;
mod document;
mod export;
mod fit;
mod foreign;
mod format;
mod huggingface;
#[cfg(test)]
mod generated;
mod input;
mod json;
mod label_studio;
mod loss;
mod name;
mod ninjs;
mod out;
mod prodigy;
pub mod register;
pub mod release;
mod scope;
mod spacy;
mod tei;
mod topics;
mod w3c;
mod webanno;
mod xml;

pub use bring::{BringError, Brought, bring, bring_parcel, bring_while};
pub use conll::{sentences, tags};
pub use document::{Document, Layer, Part};
pub use export::{Export, export};
pub use fit::{Fitter, Misfit, RawSpan, Unit};
pub use foreign::{
    Astray, Foreign, ForeignRelation, ForeignSpan, ForeignTopic, InFile, Input, LONGEST, Place, ReadError,
};
pub use format::{
    FORMATS, Format, Give, Info, Item, Options, Scheme, Setting, Shape, WriteError, Writer, format,
};
#[cfg(feature = "parquet")]
pub use huggingface::{parquet_apart, parquet_said};
pub use json::{objects, typed};
pub use loss::{Fate, Report, Row, Thing};
pub use out::{Glimpse, Out, beside};
pub use scope::Scope;

use std::io::{self, Write};
use std::path::Path;

/// Writes a file whole or not at all: into a new file beside it, onto the disk, then renamed into place.
///
/// # Errors
/// What the system refuses; the file that was there is untouched then.
pub fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut new = std::ffi::OsString::from(".");
    new.push(path.file_name().ok_or(io::ErrorKind::InvalidInput)?);
    new.push(format!(".{}.part", std::process::id()));
    write_by_way_of(&path.with_file_name(new), path, bytes)
}

/// The same by way of the file `new`, which is made and has to be on the same disk.
///
/// # Errors
/// As [`write_whole`].
pub fn write_by_way_of(new: &Path, path: &Path, bytes: &[u8]) -> io::Result<()> {
    let written = std::fs::File::create(new).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    let renamed = written.and_then(|()| std::fs::rename(new, path));
    if renamed.is_err() {
        // What is left of the attempt is of no use to anyone.
        let _ = std::fs::remove_file(new);
    }
    renamed
}
