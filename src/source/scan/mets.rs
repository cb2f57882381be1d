//! METS: which blocks of which ALTO pages make an article.
//!
//! `fileSec` names the files, `structMap TYPE="PHYSICAL"` orders the pages, `structMap TYPE="LOGICAL"` has a `div` for
//! every article with the blocks in it (`area FILEID BEGIN`), across pages where it goes on. Paper and date are those of
//! the MODS records.

use super::alto::{self, Page};
use super::bundle::NAME;
use super::{Extract, Facts, Region, furniture, lines, told};
use crate::issue::{Kind, Role};
use crate::source::compose::Piece;
use crate::source::xml::{self, Element};
use crate::source::{SourceProblem, names};
use std::collections::{BTreeMap, BTreeSet};

/// The reader's name and version.
const READER: &str = "mets-1";
/// The pages that a METS file names: the ids that it has for them, and their paths from its own folder.
///
/// # Errors
/// Where it is no document.
pub fn files(mets: &str) -> Result<Vec<(String, String)>, SourceProblem> {
    let roots = xml::read(mets).map_err(|error| error.of("METS"))?;
    Ok(roots.first().map(named).unwrap_or_default())
}

/// Files that may be pages: XML, by name or by type. An id stands in a comment later, where two hyphens cannot.
fn named(mets: &Element) -> Vec<(String, String)> {
    let mut files = Vec::new();
    for file in mets.every().filter(|element| element.name == "file") {
        let Some(href) = file.child("FLocat").and_then(|place| place.attribute("href")) else { continue };
        let xml = href.to_ascii_lowercase().ends_with(".xml") || file.said("MIMETYPE").contains("xml");
        if xml && !file.said("ID").is_empty() && !file.said("ID").contains("--") {
            let path = href.strip_prefix("file://").unwrap_or(href).trim_start_matches(['.', '/']);
            files.push((file.said("ID").to_owned(), path.replace('\\', "/")));
        }
    }
    files
}

/// A page of the bundle.
struct Leaf {
    id: String,
    page: Page,
}

/// The issue of a bundle.
///
/// # Errors
/// Where a part of it is no document, or there are no pages with it.
pub fn read(bundle: &str) -> Result<Extract, SourceProblem> {
    let mut parts = bundle.split(NAME);
    let roots = xml::read(parts.next().unwrap_or_default()).map_err(|error| error.of("METS"))?;
    let mets = roots.first().ok_or(SourceProblem::Damaged("METS"))?;
    let (mut leaves, mut count) = (Vec::new(), 0);
    for part in parts {
        let (id, page) = part.split_once(" -->").ok_or(SourceProblem::Damaged("METS"))?;
        let documents = xml::read(page).map_err(|error| error.of("ALTO"))?;
        let pages = documents.iter().flat_map(alto::pages);
        leaves.extend(pages.map(|page| Leaf { id: id.to_owned(), page }));
        count += 1;
    }
    if leaves.iter().all(|leaf| leaf.page.regions.is_empty()) {
        return Err(SourceProblem::NoPages(count));
    }
    number(mets, &mut leaves);
    let facts = facts(mets);
    let map = |kind: &str| {
        let mut maps = mets.every().filter(|element| element.name == "structMap");
        maps.find(|map| map.said("TYPE").eq_ignore_ascii_case(kind))
    };
    let regions = leaves.iter().flat_map(|leaf| leaf.page.regions.iter().map(move |r| (leaf, r)));
    let places =
        regions.map(|(leaf, region)| ((leaf.id.as_str(), region.id.as_str()), (leaf.page.number, region)));
    let mut reading = Reading { places: places.collect(), taken: BTreeSet::new(), pieces: Vec::new() };
    if let Some(logical) = map("LOGICAL") {
        logical.children.iter().for_each(|div| reading.div(div, None));
    }
    let Reading { taken, mut pieces, .. } = reading;
    pieces.retain(|piece| !piece.is_empty());
    if pieces.is_empty() {
        let all = leaves.iter().flat_map(|leaf| &leaf.page.regions);
        return Ok(Extract { facts, ..lines(READER, all, None) });
    }
    for leaf in &leaves {
        let rest = leaf.page.regions.iter().filter(|r| !taken.contains(&(leaf.id.as_str(), r.id.as_str())));
        pieces.push(furniture(rest, leaf.page.number));
    }
    pieces.sort_by_key(|piece| piece.page);
    Ok(told(READER, pieces, facts, None))
}

/// Gives the pages their numbers: the order of the physical map, else that of the files.
fn number(mets: &Element, leaves: &mut [Leaf]) {
    let mut order: BTreeMap<&str, u32> = BTreeMap::new();
    let maps = mets.every().filter(|element| element.name == "structMap");
    for map in maps.filter(|map| map.said("TYPE").eq_ignore_ascii_case("PHYSICAL")) {
        let pages =
            map.every().filter(|div| div.name == "div" && div.said("TYPE").eq_ignore_ascii_case("page"));
        for (n, div) in pages.enumerate() {
            let number = div.said("ORDER").trim().parse().unwrap_or(n as u32 + 1);
            let areas = div.every().filter(|element| matches!(element.name.as_str(), "area" | "fptr"));
            areas.filter_map(|area| area.attribute("FILEID")).for_each(|id| {
                order.entry(id).or_insert(number);
            });
        }
    }
    for (n, leaf) in leaves.iter_mut().enumerate() {
        let number = order.get(leaf.id.as_str()).copied().or(leaf.page.number);
        leaf.page.number = Some(number.unwrap_or(n as u32 + 1));
    }
}

/// Paper and date: of the MODS record of the issue, else of the label.
fn facts(mets: &Element) -> Facts {
    let said = |name: &'static str| {
        let elements = mets.every().filter(move |element| element.name == name);
        elements.map(|element| element.text.trim()).filter(|text| !text.is_empty())
    };
    let label = mets.said("LABEL");
    let titles = || said("title").chain(std::iter::once(label));
    Facts {
        title: titles()
            .find_map(names::paper_in)
            .or_else(|| said("title").next().map(str::to_owned))
            .unwrap_or_default(),
        date: said("dateIssued").chain(std::iter::once(label)).find_map(names::date_in).unwrap_or_default(),
    }
}

/// A block by the ids of its file and its own.
type Key<'a> = (&'a str, &'a str);

/// What has been read of the logical map.
struct Reading<'a> {
    places: BTreeMap<Key<'a>, (Option<u32>, &'a Region)>,
    taken: BTreeSet<Key<'a>>,
    pieces: Vec<Piece>,
}

impl<'a> Reading<'a> {
    /// Reads a division in the article `inside`, where it is in one.
    fn div(&mut self, div: &'a Element, inside: Option<usize>) {
        let kind = div.said("TYPE").to_ascii_uppercase();
        let inside = match unit(&kind) {
            Some(unit) => {
                self.pieces.push(Piece { kind: unit, ..Piece::default() });
                Some(self.pieces.len() - 1)
            }
            None => inside,
        };
        for child in &div.children {
            match child.name.as_str() {
                "div" => self.div(child, inside),
                "fptr" => child.every().for_each(|area| self.area(area, role(&kind), inside)),
                _ => {}
            }
        }
    }

    /// Takes the block that an area names. Blocks outside articles are left for the furniture of their page.
    fn area(&mut self, area: &'a Element, role: Role, inside: Option<usize>) {
        let key = (area.said("FILEID"), area.said("BEGIN"));
        let Some(piece) = inside.and_then(|at| self.pieces.get_mut(at)) else { return };
        if let Some((page, region)) = self.places.get(&key)
            && self.taken.insert(key)
        {
            piece.page = piece.page.or(*page);
            piece.push(role, &region.text());
        }
    }
}

/// What a division of this type is, where it is a whole thing of the page.
fn unit(kind: &str) -> Option<Kind> {
    match kind {
        "ARTICLE" | "CONTENT_SECTION" | "LETTER" | "POEM" | "INTERVIEW" | "REVIEW" => Some(Kind::Article),
        "ADVERTISEMENT" | "ADVERT" | "AD" | "NOTICE" | "DEATH_NOTICE" | "ANNOUNCEMENT" => Some(Kind::Notice),
        "TITLE_SECTION" | "MASTHEAD" | "HEADER" | "FOOTER" => Some(Kind::Furniture),
        _ => None,
    }
}

/// What the blocks of a division of this type are.
fn role(kind: &str) -> Role {
    match kind {
        "HEADING" | "HEADLINE" | "TITLE" | "MAIN_TITLE" => Role::Headline,
        "OVERLINE" | "KICKER" => Role::Kicker,
        "SUBTITLE" | "SUBHEADLINE" | "SUBHEADING" => Role::Subheadline,
        "AUTHOR" | "BYLINE" => Role::Byline,
        "DATELINE" => Role::Dateline,
        "CAPTION" | "LEGEND" => Role::Caption,
        "QUOTE" | "CITATION" => Role::Quote,
        "FOOTNOTE" | "SOURCE" | "TITLE_SECTION" | "MASTHEAD" | "HEADER" | "FOOTER" => Role::Other,
        _ => Role::Paragraph,
    }
}
