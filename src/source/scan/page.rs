//! PAGE XML: `TextRegion` → `TextLine` → `TextEquiv/Unicode`, in the order of `ReadingOrder`.
//!
//! Articles are the groups of the reading order, or what `custom="structure {id:a1; type:article;}"` says of regions or
//! lines; where there is neither, headings begin them; where there are no headings either, the lines are lines.

use super::{Extract, Region, furniture, lines, told};
use crate::issue::{Kind, Role};
use crate::source::Facts;
use crate::source::compose::Piece;
use crate::source::xml::Element;
use crate::text::is_space;
use std::collections::BTreeMap;

/// The reader's name and version.
const READER: &str = "page-xml-1";

/// A region with what says to which article it belongs.
struct Block {
    region: Region,
    article: Option<String>,
}

/// The text of a file.
pub fn read(roots: &[Element]) -> Extract {
    let pages: Vec<Vec<Block>> =
        roots.iter().flat_map(Element::every).filter(|element| element.name == "Page").map(blocks).collect();
    let all = || pages.iter().flatten();
    let grouped = all().any(|block| block.article.is_some());
    let headed = all().any(|block| block.region.role == Some(Role::Headline));
    if !grouped && !headed {
        return lines(READER, all().map(|block| &block.region), None);
    }
    let mut pieces: Vec<Piece> = Vec::new();
    for page in &pages {
        pieces.extend(if grouped { by_group(page) } else { by_heading(page) });
        pieces
            .push(furniture(page.iter().map(|block| &block.region).filter(|region| region.furniture), None));
    }
    told(READER, pieces, Facts::default(), None)
}

/// The regions of the same name are an article, where its first one stands.
fn by_group(page: &[Block]) -> Vec<Piece> {
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    let mut pieces: Vec<Piece> = Vec::new();
    for block in page.iter().filter(|block| !block.region.furniture) {
        let known = block.article.as_ref().and_then(|article| places.get(article.as_str()).copied());
        let piece = known.unwrap_or(pieces.len());
        if known.is_none() {
            // What is in no article is a thing of its own.
            let kind = if block.article.is_some() { Kind::Article } else { Kind::Notice };
            pieces.push(Piece { kind, ..Piece::default() });
            places.extend(block.article.as_deref().map(|article| (article, piece)));
        }
        if let Some(piece) = pieces.get_mut(piece) {
            add(piece, &block.region);
        }
    }
    pieces
}

/// A heading after text begins an article.
fn by_heading(page: &[Block]) -> Vec<Piece> {
    let mut pieces = vec![Piece::default()];
    let mut body = false;
    for block in page.iter().filter(|block| !block.region.furniture) {
        let heading = block.region.role == Some(Role::Headline);
        if heading && body {
            pieces.push(Piece::default());
        }
        body = !heading;
        if let Some(piece) = pieces.last_mut() {
            add(piece, &block.region);
        }
    }
    pieces
}

fn add(piece: &mut Piece, region: &Region) {
    piece.push(region.role.unwrap_or(Role::Paragraph), &region.text());
}

/// The regions of a page in reading order, those that it leaves out last.
fn blocks(page: &Element) -> Vec<Block> {
    let mut order: BTreeMap<&str, (usize, Option<String>)> = BTreeMap::new();
    if let Some(root) = page.child("ReadingOrder") {
        walk(root, None, 0, &mut order);
    }
    let regions = page.every().filter(|element| element.name == "TextRegion");
    let mut blocks: Vec<(usize, Block)> = Vec::new();
    for element in regions {
        let (place, group) = order.get(element.said("id")).cloned().unwrap_or((usize::MAX, None));
        for (article, region) in split(element) {
            blocks.push((place, Block { region, article: article.or_else(|| group.clone()) }));
        }
    }
    blocks.sort_by_key(|(place, _)| *place);
    blocks.into_iter().map(|(_, block)| block).collect()
}

/// Notes the place of every region, and the group that it is in: the innermost one below the outermost.
fn walk<'a>(
    element: &'a Element,
    group: Option<&str>,
    depth: usize,
    order: &mut BTreeMap<&'a str, (usize, Option<String>)>,
) {
    let mut children: Vec<&Element> = element.children.iter().collect();
    let index = |child: &Element| child.said("index").trim().parse::<usize>().unwrap_or(usize::MAX);
    children.sort_by_key(|child| index(child));
    for child in children {
        if child.name.starts_with("RegionRef") {
            let next = order.len();
            order.entry(child.said("regionRef")).or_insert((next, group.map(str::to_owned)));
        } else if child.name.contains("Group") {
            let id = child.said("id");
            walk(child, if depth > 0 { Some(id) } else { None }, depth + 1, order);
        }
    }
}

/// A region, or its parts where its lines say that they are of several articles.
fn split(element: &Element) -> Vec<(Option<String>, Region)> {
    let (role, furniture) = role(element.said("type"));
    let own = structure(element.said("custom"));
    let id = element.said("id").to_owned();
    let new = || Region { id: id.clone(), role, furniture, lines: Vec::new() };
    let mut parts: Vec<(Option<String>, Region)> = Vec::new();
    let mut put = |article: Option<String>, line: &str| {
        let line = line.trim_matches(is_space);
        if line.is_empty() {
            return;
        }
        match parts.last_mut() {
            Some((last, region)) if *last == article => region.lines.push(line.to_owned()),
            _ => parts.push((article, Region { lines: vec![line.to_owned()], ..new() })),
        }
    };
    let mut found = false;
    for line in element.all("TextLine") {
        if let Some(text) = text(line) {
            found = true;
            put(structure(line.said("custom")).or_else(|| own.clone()), text);
        }
    }
    // Some tools give the text of the region only.
    if !found && let Some(text) = text(element) {
        text.lines().for_each(|line| put(own.clone(), line));
    }
    parts
}

/// What the first reading of an element says; the one with the lowest index comes first.
fn text(element: &Element) -> Option<&str> {
    let index = |equiv: &&Element| equiv.said("index").trim().parse::<usize>().unwrap_or(0);
    let equiv = element.all("TextEquiv").min_by_key(index)?;
    equiv.child("Unicode").or_else(|| equiv.child("PlainText")).map(|text| text.text.as_str())
}

/// The id in `structure {id:a1; type:article;}`.
fn structure(custom: &str) -> Option<String> {
    let inside = custom.split_once("structure")?.1.split_once('{')?.1.split_once('}')?.0;
    let said = |name: &str| {
        let mut pairs = inside.split(';').filter_map(|pair| pair.split_once(':'));
        pairs.find(|(key, _)| key.trim() == name).map(|(_, value)| value.trim())
    };
    let id = said("id").filter(|_| said("type") == Some("article"))?;
    Some(id.to_owned())
}

/// What a region of this type is, and whether it is furniture.
fn role(kind: &str) -> (Option<Role>, bool) {
    match kind {
        "heading" => (Some(Role::Headline), false),
        "caption" => (Some(Role::Caption), false),
        "credit" => (Some(Role::Byline), false),
        "footnote" | "endnote" | "signature-mark" => (Some(Role::Other), false),
        "header" | "footer" | "page-number" | "catch-word" => (None, true),
        "" | "other" => (None, false),
        _ => (Some(Role::Paragraph), false),
    }
}
