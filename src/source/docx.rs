//! Word documents (DOCX): paragraphs with their styles, tables row by row, footnotes.
//!
//! Of tracked changes the accepted text is read. Where headings are set with styles they tell the articles; where not, the
//! paragraphs are lines like those of a text file.

use super::archive::{self, Budget};
use super::compose::{Piece, compose};
use super::{Extract, Facts, Shape, SourceProblem};
use crate::issue::{Kind, Role};
use crate::text::is_space;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::BTreeMap;

/// The reader's name and version.
pub const READER: &str = "docx-1";

/// A paragraph with what is known of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Paragraph {
    text: String,
    style: String,
    /// Ids of footnotes that it refers to.
    notes: Vec<String>,
}

/// What a style makes of a paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Use {
    Body,
    /// A heading of this level; a title is of level 0.
    Heading(u8),
    Role(Role),
}

/// Reads a document.
///
/// # Errors
/// Where it is damaged, encrypted, too large or without text.
pub fn read(bytes: &[u8]) -> Result<Extract, SourceProblem> {
    let mut budget = Budget::new();
    let part = |name: &str, budget: &mut Budget| archive::part(bytes, name, budget);
    let damaged = || SourceProblem::Damaged("DOCX");
    let document = part("word/document.xml", &mut budget)?.ok_or_else(damaged)?;
    let styles = part("word/styles.xml", &mut budget)?.map(|xml| styles(&xml)).unwrap_or_default();
    let notes =
        part("word/footnotes.xml", &mut budget)?.map(|xml| notes(&xml)).transpose()?.unwrap_or_default();
    let paragraphs = paragraphs(&document)?;
    if paragraphs.iter().all(|paragraph| paragraph.text.chars().all(is_space)) {
        return Err(SourceProblem::Blank);
    }
    let uses: Vec<Use> = paragraphs
        .iter()
        .map(|paragraph| usage(styles.get(&paragraph.style).unwrap_or(&paragraph.style)))
        .collect();
    let told = uses.iter().any(|told| matches!(told, Use::Heading(_)));
    let (text, shape) = if told {
        compose(articles(&paragraphs, &uses, &notes))
    } else {
        (plain(&paragraphs, &notes), Shape::Lines)
    };
    Ok(Extract { reader: READER.to_owned(), text, shape, facts: Facts::default(), page: None })
}

/// Headings begin articles; those of the highest level that stands more than once, or of the only one.
fn articles(paragraphs: &[Paragraph], uses: &[Use], notes: &BTreeMap<String, String>) -> Vec<Piece> {
    let count = |level: u8| uses.iter().filter(|told| **told == Use::Heading(level)).count();
    let levels: Vec<u8> = (0..=9).filter(|level| count(*level) > 0).collect();
    let top = levels.iter().copied().find(|level| count(*level) > 1).or(levels.first().copied()).unwrap_or(0);
    let mut pieces: Vec<Piece> = Vec::new();
    let mut current = Piece::default();
    let mut referred: Vec<&str> = Vec::new();
    // Whether the article at hand has more than its heading.
    let mut body = false;
    let mut headed = false;
    for (paragraph, told) in paragraphs.iter().zip(uses) {
        let head = match told {
            Use::Heading(level) => *level <= top,
            Use::Role(Role::Kicker) => true,
            _ => false,
        };
        if head && (body || headed && matches!(told, Use::Heading(_) | Use::Role(Role::Kicker))) {
            finish(&mut pieces, &mut current, &mut referred, notes);
            (body, headed) = (false, false);
        }
        let role = match told {
            Use::Heading(level) if *level < top && !headed && levels.len() > 1 && count(*level) == 1 => {
                // The paper's own name above all articles.
                let mut masthead = Piece { kind: Kind::Furniture, ..Piece::default() };
                masthead.push(Role::Other, &paragraph.text);
                pieces.push(masthead);
                continue;
            }
            Use::Heading(level) if *level <= top => Role::Headline,
            Use::Heading(_) if headed && !body => Role::Subheadline,
            Use::Heading(_) | Use::Body => Role::Paragraph,
            Use::Role(role) => *role,
        };
        headed |= role == Role::Headline;
        body |= !role.is_heading() && !paragraph.text.trim_matches(is_space).is_empty();
        current.push(role, &paragraph.text);
        referred.extend(paragraph.notes.iter().map(String::as_str));
    }
    finish(&mut pieces, &mut current, &mut referred, notes);
    pieces
}

fn finish(
    pieces: &mut Vec<Piece>,
    current: &mut Piece,
    referred: &mut Vec<&str>,
    notes: &BTreeMap<String, String>,
) {
    for note in std::mem::take(referred) {
        current.push(Role::Other, notes.get(note).map_or("", String::as_str));
    }
    pieces.push(std::mem::take(current));
}

/// A line for every paragraph; the footnotes at the end.
fn plain(paragraphs: &[Paragraph], notes: &BTreeMap<String, String>) -> String {
    let mut text: String = paragraphs.iter().flat_map(|paragraph| [paragraph.text.as_str(), "\n"]).collect();
    for id in paragraphs.iter().flat_map(|paragraph| &paragraph.notes) {
        if let Some(note) = notes.get(id) {
            text.push('\n');
            text.push_str(note);
        }
    }
    text
}

/// What a style's name says, in Word's own words and in those of Chinese offices.
fn usage(style: &str) -> Use {
    let name: String = style.chars().filter(|c| !is_space(*c)).flat_map(char::to_lowercase).collect();
    let level = name.strip_prefix("heading").or_else(|| name.strip_prefix("标题"));
    match name.as_str() {
        "title" | "标题" | "主题" => Use::Heading(0),
        "引题" | "肩题" | "眉题" | "kicker" | "栏题" | "栏目" => Use::Role(Role::Kicker),
        "副题" | "副标题" | "subtitle" | "subheadline" => Use::Role(Role::Subheadline),
        "署名" | "作者" | "byline" | "author" => Use::Role(Role::Byline),
        "题注" | "图注" | "caption" => Use::Role(Role::Caption),
        _ => match level.and_then(|level| level.parse().ok()).filter(|level| (1..=9).contains(level)) {
            Some(level) => Use::Heading(level),
            None => Use::Body,
        },
    }
}

/// Names of styles by their ids.
fn styles(xml: &str) -> BTreeMap<String, String> {
    let (mut styles, mut id) = (BTreeMap::new(), String::new());
    // What cannot be read of the styles is not needed.
    let _ = walk(xml, &mut |event| {
        if let Event::Start(tag) | Event::Empty(tag) = event {
            match tag.local_name().as_ref() {
                b"style" => id = attribute(tag, b"styleId"),
                b"name" if !id.is_empty() => {
                    styles.entry(id.clone()).or_insert_with(|| attribute(tag, b"val"));
                }
                _ => {}
            }
        }
    });
    styles
}

/// Texts of footnotes by their ids; the separators have none.
fn notes(xml: &str) -> Result<BTreeMap<String, String>, SourceProblem> {
    let mut notes = BTreeMap::new();
    let mut rest = xml;
    while let Some(from) = rest.find("<w:footnote ") {
        let to =
            rest[from..].find("</w:footnote>").map_or(rest.len(), |to| from + to + "</w:footnote>".len());
        let one = &rest[from..to];
        let mut id = String::new();
        walk(one, &mut |event| {
            if let Event::Start(tag) = event
                && tag.local_name().as_ref() == b"footnote"
            {
                id = attribute(tag, b"id");
            }
        })?;
        let text: Vec<String> =
            paragraphs(one)?.into_iter().map(|p| p.text.trim_matches(is_space).to_owned()).collect();
        let text = text.join("\n");
        if !text.trim().is_empty() {
            notes.insert(id, text.trim().to_owned());
        }
        rest = &rest[to..];
    }
    Ok(notes)
}

/// The state while a document's elements pass by.
#[derive(Default)]
struct Body {
    done: Vec<Paragraph>,
    /// Paragraphs within paragraphs are those of text boxes.
    open: Vec<Paragraph>,
    /// Inside elements whose text does not count, so many deep.
    deleted: u32,
    in_text: bool,
    /// Rows within rows are those of tables in cells: the texts of the cells so far.
    rows: Vec<Vec<String>>,
}

/// The paragraphs of a document part.
fn paragraphs(xml: &str) -> Result<Vec<Paragraph>, SourceProblem> {
    let mut body = Body::default();
    walk(xml, &mut |event| match event {
        Event::Start(tag) => body.start(tag, false),
        Event::Empty(tag) => body.start(tag, true),
        Event::End(tag) => body.end(tag.local_name().as_ref()),
        Event::Text(text) if body.in_text => {
            let text = text.xml10_content().unwrap_or_default();
            body.say(&text);
        }
        Event::CData(text) if body.in_text => {
            let text = text.decode().unwrap_or_default();
            body.say(&text);
        }
        Event::GeneralRef(reference) if body.in_text => {
            let named =
                reference.decode().ok().and_then(|name| quick_xml::escape::resolve_predefined_entity(&name));
            match (named, reference.resolve_char_ref()) {
                (Some(text), _) => body.say(text),
                (None, Ok(Some(c))) => body.say(c.encode_utf8(&mut [0; 4])),
                _ => {}
            }
        }
        _ => {}
    })?;
    Ok(body.done)
}

impl Body {
    fn start(&mut self, tag: &BytesStart<'_>, empty: bool) {
        let name = tag.local_name();
        if matches!(name.as_ref(), b"del" | b"moveFrom" | b"Fallback" | b"instrText" | b"delText") && !empty {
            self.deleted += 1;
        }
        match name.as_ref() {
            b"p" if !empty => self.open.push(Paragraph::default()),
            b"p" => self.take(Paragraph::default()),
            b"pStyle" => {
                if let Some(paragraph) = self.open.last_mut() {
                    paragraph.style = attribute(tag, b"val");
                }
            }
            b"t" => self.in_text = !empty,
            b"tab" if self.in_run() => self.say("\t"),
            b"br" | b"cr" => self.say("\n"),
            b"noBreakHyphen" => self.say("-"),
            b"footnoteReference" => {
                if let Some(paragraph) = self.open.last_mut().filter(|_| self.deleted == 0) {
                    paragraph.notes.push(attribute(tag, b"id"));
                }
            }
            b"tr" if !empty => self.rows.push(Vec::new()),
            b"tc" if !empty => {
                if let Some(row) = self.rows.last_mut() {
                    row.push(String::new());
                }
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &[u8]) {
        match name {
            b"del" | b"moveFrom" | b"Fallback" | b"instrText" | b"delText" => {
                self.deleted = self.deleted.saturating_sub(1);
            }
            b"t" => self.in_text = false,
            b"p" => {
                if let Some(paragraph) = self.open.pop() {
                    self.take(paragraph);
                }
            }
            b"tr" => {
                let row = self.rows.pop().unwrap_or_default();
                let text = row.iter().map(|cell| cell.trim_matches(is_space)).collect::<Vec<_>>().join("\t");
                self.take(Paragraph { text, ..Paragraph::default() });
            }
            _ => {}
        }
    }

    /// Whether tabs are characters here and not settings of the paragraph.
    fn in_run(&self) -> bool {
        self.open.last().is_some_and(|paragraph| !paragraph.text.is_empty())
    }

    fn say(&mut self, text: &str) {
        if let Some(paragraph) = self.open.last_mut().filter(|_| self.deleted == 0) {
            paragraph.text.push_str(text);
        }
    }

    /// A paragraph is finished: into its cell, or into the text.
    fn take(&mut self, paragraph: Paragraph) {
        match self.rows.last_mut().and_then(|row| row.last_mut()) {
            Some(cell) => {
                if !cell.is_empty() && !paragraph.text.is_empty() {
                    cell.push(' ');
                }
                cell.push_str(&paragraph.text);
            }
            None => self.done.push(paragraph),
        }
    }
}

fn attribute(tag: &BytesStart<'_>, name: &[u8]) -> String {
    let found = tag.attributes().flatten().find(|attribute| attribute.key.local_name().as_ref() == name);
    found.map(|attribute| String::from_utf8_lossy(&attribute.value).into_owned()).unwrap_or_default()
}

/// Has every event of an XML text looked at.
fn walk(xml: &str, look: &mut dyn FnMut(&Event<'_>)) -> Result<(), SourceProblem> {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = false;
    loop {
        match reader.read_event() {
            Ok(Event::Eof) => return Ok(()),
            Ok(event) => look(&event),
            Err(_) => return Err(SourceProblem::Damaged("DOCX")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(xml: &str) -> Vec<String> {
        paragraphs(xml).unwrap().into_iter().map(|paragraph| paragraph.text).collect()
    }

    #[test]
    fn tracked_changes_are_accepted_and_tables_go_row_by_row() {
        let xml = "<w:body><w:p><w:r><w:t>甲&amp;</w:t></w:r><w:del><w:r><w:delText>旧</w:delText></w:r></w:del>\
            <w:ins><w:r><w:t>新&#x4e00;</w:t></w:r></w:ins></w:p>\
            <w:tbl><w:tr><w:tc><w:p><w:r><w:t>一</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>二</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:body>";
        assert_eq!(texts(xml), ["甲&新一", "一\t二"]);
    }

    #[test]
    fn text_boxes_are_said_once() {
        let xml = "<w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p></w:txbxContent></mc:Choice>\
            <mc:Fallback><w:p><w:r><w:t>框</w:t></w:r></w:p></mc:Fallback></mc:AlternateContent><w:t>外</w:t></w:r></w:p>";
        assert_eq!(texts(xml).concat(), "框外");
    }

    #[test]
    fn styles_are_known_in_both_languages() {
        assert_eq!(usage("heading 1"), Use::Heading(1));
        assert_eq!(usage("标题 2"), Use::Heading(2));
        assert_eq!(usage("引题"), Use::Role(Role::Kicker));
        assert_eq!(usage("Normal"), Use::Body);
    }
}
