//! WebAnno TSV 3: read only.
//!
//! A file is a document: the header names layers and their features, then come sentences, each with its text
//! (`#Text=`) and a row a token (or part of one): number, place in UTF-16, words, and a column a feature. `_` is nothing,
//! `*` a mark without a value, `[n]` ties rows to one mark, `|` stacks marks. What stood between sentences is not in the
//! file; it comes back as line ends, by the places.

mod cell;
mod read;

#[cfg(test)]
mod tests;

use super::{Fate, Format, Give, Info, Input, Options, ReadError, Shape, Thing};

/// The format.
#[derive(Clone, Copy, Debug)]
pub struct WebAnno;

static INFO: Info = Info {
    name: "webanno-tsv",
    title: "format.webanno",
    kind: "WebAnno TSV 3",
    extension: "tsv",
    shape: Shape::Folder,
    writes: false,
    reads: true,
    schemes: false,
};

impl Format for WebAnno {
    fn info(&self) -> &'static Info {
        &INFO
    }

    fn holds(&self, _: Thing, _: &Options) -> Fate {
        Fate::NOWHERE
    }

    fn read(&self, input: &Input, give: Give<'_>) -> Result<(), ReadError> {
        input.first()?;
        let alone = input.files.len() == 1;
        let files = input.files.iter().filter(|file| alone || file.name.to_lowercase().ends_with(".tsv"));
        files.into_iter().try_for_each(|file| give(read::read(file)?))
    }
}
