//! Digitised pages: ALTO, METS with the ALTO pages that it names, PAGE XML.
//!
//! All three have regions with lines on pages. METS and PAGE may say which regions make an article; ALTO alone does not,
//! so its lines are lines like those of a text file. Regions that no article names stay, as furniture of their page:
//! every character of the files is in the text.
//!
//! A METS file is nothing without its pages: it becomes one file together with them ([`bundled`]), each after a comment
//! with its name, so that the dataset keeps all of it.

mod alto;
mod bundle;
mod mets;
mod page;

pub use bundle::{bundled, with_pages};

use super::compose::{Piece, compose};
use super::kind::is_tagged;
use super::{Extract, Facts, Shape, SourceProblem, xml};
use crate::issue::{Kind, Role};
use crate::text::{Gaps, is_space, keeps_space};
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// So much of a file says what it is.
const HEAD: usize = 8_000;

/// What kind of digitised page a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scan {
    /// Structure of an issue.
    Mets,
    /// A page with its lines.
    Alto,
    /// A page with its lines and perhaps its articles.
    Page,
}

impl Scan {
    /// By the first element.
    pub fn of(text: &str) -> Option<Self> {
        match xml::root(text)?.as_str() {
            "mets" => Some(Self::Mets),
            "alto" => Some(Self::Alto),
            "PcGts" => Some(Self::Page),
            _ => None,
        }
    }

    /// By the first bytes of a file.
    pub fn of_bytes(bytes: &[u8]) -> Option<Self> {
        let start = &bytes[..bytes.len().min(HEAD)];
        if is_tagged(start) { Self::of(&String::from_utf8_lossy(start)) } else { None }
    }

    /// By the first bytes of a file on the disk.
    pub fn of_file(path: &Path) -> Option<Self> {
        let mut start = Vec::new();
        File::open(path).ok()?.take(HEAD as u64).read_to_end(&mut start).ok()?;
        Self::of_bytes(&start)
    }

    /// Its name in sentences.
    pub fn name(self) -> &'static str {
        match self {
            Self::Mets => "METS",
            Self::Alto => "ALTO",
            Self::Page => "PAGE XML",
        }
    }

    /// Reads a file of this kind.
    ///
    /// # Errors
    /// Where it is damaged, defines entities or has no text.
    pub fn read(self, text: &str) -> Result<Extract, SourceProblem> {
        let roots = || xml::read(text).map_err(|error| error.of(self.name()));
        let extract = match self {
            Self::Mets => mets::read(text)?,
            Self::Alto => alto::read(&roots()?),
            Self::Page => page::read(&roots()?),
        };
        if extract.text.chars().all(is_space) { Err(SourceProblem::Blank) } else { Ok(extract) }
    }
}

/// A region of a page with text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Region {
    id: String,
    /// What it is, where the file says so.
    role: Option<Role>,
    /// Page numbers, running titles and the like.
    furniture: bool,
    lines: Vec<String>,
}

impl Region {
    /// Its lines as one text: what Chinese breaks at the line end goes together, Latin words stay apart.
    fn text(&self) -> String {
        let mut text = String::new();
        for line in &self.lines {
            let line = line.trim_matches(is_space);
            if let (Some(left), Some(right)) = (text.chars().last(), line.chars().next())
                && keeps_space(left, right, true, Gaps::Drop)
            {
                text.push(' ');
            }
            text.push_str(line);
        }
        text
    }
}

/// Regions without articles: their lines, an empty line between two regions.
fn lines<'a>(reader: &str, regions: impl Iterator<Item = &'a Region>, page: Option<u32>) -> Extract {
    let mut text = String::new();
    for region in regions.filter(|region| !region.lines.is_empty()) {
        if !text.is_empty() {
            text.push('\n');
        }
        region.lines.iter().for_each(|line| {
            text.push_str(line);
            text.push('\n');
        });
    }
    Extract { reader: reader.to_owned(), text, shape: Shape::Lines, facts: Facts::default(), page }
}

/// Articles as the text of an issue.
fn told(reader: &str, pieces: Vec<Piece>, facts: Facts, page: Option<u32>) -> Extract {
    let (text, shape) = compose(pieces);
    Extract { reader: reader.to_owned(), text, shape, facts, page }
}

/// What a page shows beside its articles.
fn furniture<'a>(regions: impl Iterator<Item = &'a Region>, page: Option<u32>) -> Piece {
    let mut piece = Piece { kind: Kind::Furniture, parts: Vec::new(), page };
    regions.for_each(|region| piece.push(region.role.unwrap_or(Role::Other), &region.text()));
    piece
}

#[cfg(test)]
mod tests;
