//! HIPE-2022: ten columns, a header line, lines of facts about each document that begin with `#`.
//!
//! Of the columns `NE-COARSE-LIT` has the flat marks, `NE-NESTED` those right inside them, `NEL-LIT` the link, and `MISC`
//! says whether a space follows, whether the source has a line end there, and where a sentence and a block end. The last
//! is ours: other readers pass over a word there that they do not know.

use super::super::{Document, Layer, Setting, Shape, Thing, WriteError, Writer};
use super::super::{Fate, Format, Give, Info, Input, Item, Options, Out, ReadError, Report, Scheme};
use super::{sentences, tag};
use crate::annotation::{Entity, Link};
use crate::text::{CharRange, is_space};
use std::collections::BTreeSet;
use std::io::Write;

/// The format.
#[derive(Clone, Copy, Debug)]
pub struct Hipe;

static INFO: Info = Info {
    name: "hipe",
    title: "format.hipe",
    kind: "TSV",
    extension: "tsv",
    shape: Shape::File,
    writes: true,
    reads: true,
    schemes: false,
};

/// The header.
pub const COLUMNS: [&str; 10] = [
    "TOKEN",
    "NE-COARSE-LIT",
    "NE-COARSE-METO",
    "NE-FINE-LIT",
    "NE-FINE-METO",
    "NE-FINE-COMP",
    "NE-NESTED",
    "NEL-LIT",
    "NEL-METO",
    "MISC",
];

/// Begins a line about a document.
pub const FACT: &str = "# hipe2022:";

impl Format for Hipe {
    fn info(&self) -> &'static Info {
        &INFO
    }

    fn holds(&self, thing: Thing, _: &Options) -> Fate {
        match thing {
            Thing::LineEnds => Fate::WHOLE,
            Thing::Nested => Fate::Kept("fate.one_level"),
            Thing::Links => Fate::Bent("fate.link_id"),
            Thing::Blocks => Fate::Bent("fate.block_border"),
            Thing::Blanks => Fate::Bent("fate.line_ends"),
            thing => super::plain::holds(thing),
        }
    }

    fn writer<'a>(&self, out: &'a mut Out, _: &'a Setting) -> Result<Box<dyn Writer + 'a>, WriteError> {
        let mut file = out.main()?;
        writeln!(file, "{}", COLUMNS.join("\t"))?;
        Ok(Box::new(Rows { file }))
    }

    fn read(&self, input: &Input, give: Give<'_>) -> Result<(), ReadError> {
        super::read::columns(input.first()?, give)
    }
}

struct Rows {
    file: Box<dyn Write>,
}

/// The nested marks that one more column can hold.
fn inner(document: &Document) -> Vec<&Entity> {
    let mut end = 0;
    let nested = document.entities.iter().zip(&document.layers);
    let nested = nested.filter(|(_, layer)| **layer == Layer::Nested).map(|(mark, _)| mark);
    nested
        .filter(|mark| {
            let free = end <= mark.range.start();
            end = if free { mark.range.end() } else { end };
            free
        })
        .collect()
}

/// A link as one word.
fn link_word(link: &Link) -> String {
    let plain = |text: &str| text.replace(char::is_whitespace, "_");
    if link.register.is_empty() {
        plain(&link.id)
    } else {
        format!("{}:{}", plain(&link.register), plain(&link.id))
    }
}

impl Writer for Rows {
    fn write(&mut self, item: &Item<'_>, report: &mut Report) -> Result<(), WriteError> {
        let document = item.document;
        let chars: Vec<char> = document.text.chars().collect();
        let tags = tag::tags(&chars, document.flat(), Scheme::Bio);
        let inner = inner(document);
        let nested = document.layers.iter().filter(|layer| **layer == Layer::Nested).count();
        report.demote(Thing::Nested, Fate::Lost("fate.one_level"), nested - inner.len());
        let nested = tag::tags(&chars, inner.into_iter(), Scheme::Bio);
        let mut links = vec![String::from("_"); chars.len()];
        for mark in document.flat() {
            let Some(link) = &mark.link else { continue };
            mark.range.positions().for_each(|at| links[at as usize] = link_word(link));
        }
        self.facts(document)?;
        let ends: BTreeSet<u32> = sentences(document).iter().map(|range| range.end()).collect();
        for part in &document.parts {
            let solid: Vec<u32> =
                part.range.positions().filter(|at| !is_space(chars[*at as usize])).collect();
            for (n, at) in solid.iter().enumerate() {
                let next = solid.get(n + 1).copied();
                let misc = misc(document, *at, next, &ends);
                let at = *at as usize;
                writeln!(
                    self.file,
                    "{}\t{}\tO\tO\tO\tO\t{}\t{}\t_\t{misc}",
                    chars[at], tags[at], nested[at], links[at]
                )?;
            }
        }
        Ok(self.file.write_all(b"\n")?)
    }

    fn finish(mut self: Box<Self>) -> Result<(), WriteError> {
        Ok(self.file.flush()?)
    }
}

impl Rows {
    fn facts(&mut self, document: &Document) -> std::io::Result<()> {
        let plain = |text: &str| text.replace(char::is_control, " ");
        writeln!(self.file, "{FACT}document_id = {}", plain(&document.id))?;
        writeln!(self.file, "{FACT}date = {}", plain(&document.date))?;
        writeln!(self.file, "{FACT}language = zh")?;
        writeln!(self.file, "{FACT}document_type = newspaper")?;
        writeln!(self.file, "{FACT}original_source = {}", plain(&document.paper))
    }
}

/// What is said about what follows a character.
fn misc(document: &Document, at: u32, next: Option<u32>, ends: &BTreeSet<u32>) -> String {
    let mut flags = Vec::new();
    if next == Some(at + 1) || next.is_none() {
        flags.push("NoSpaceAfter");
    }
    let after = next.map_or(CharRange::new(at, at + 1), |next| CharRange::new(at, next + 1));
    if next.is_none() || document.is_broken(after) {
        flags.push("EndOfLine");
    }
    if ends.range(at + 1..=next.unwrap_or(at + 1)).next().is_some() {
        flags.push("EndOfSentence");
    }
    if next.is_none() {
        flags.push("EndOfParagraph");
    }
    if flags.is_empty() { "_".to_owned() } else { flags.join("|") }
}
