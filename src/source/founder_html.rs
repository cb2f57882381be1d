//! Saved pages of 数字报 as Founder's software makes them.
//!
//! A content page is one article: its properties stand in a comment (`<!--enpproperty <date>…<title>…-->`), its text
//! between `<!--enpcontent-->` marks, in `<founder-content>` or in the element `ozoom`. A node page is a page of the paper:
//! a picture with an `<area>` for every article that leads to its content page. The order of the areas is the order of
//! the articles; a node page gives the issue nothing but its own masthead.

use super::compose::{Part, Piece, compose};
use super::html::{self, Document, Form, Line, Region};
use super::{Extract, Facts, SourceProblem, names};
use crate::issue::{Kind, Role};

/// The reader's name and version.
pub const READER: &str = "founder-html-1";

/// Whether the page is one article of Founder's.
pub fn is_content(page: &Document) -> bool {
    !page.comments.is_empty() || page.lines.iter().any(|line| line.region == Region::Content)
}

/// Whether the page shows a page of the paper.
pub fn is_node(page: &Document) -> bool {
    let contents = page.areas.iter().filter(|href| leads(href)).count();
    contents > 0
        && !page.lines.iter().any(|line| line.region == Region::Content && line.text.chars().count() > 20)
}

/// The file names that a node page leads to, each once, in its order.
pub fn order(page: &Document) -> Vec<String> {
    let mut order: Vec<String> = Vec::new();
    let mut seen = std::collections::BTreeSet::new();
    for href in page.areas.iter().chain(&page.links).filter(|href| leads(href)) {
        let name = file_name(href);
        if seen.insert(name.clone()) {
            order.push(name);
        }
    }
    order
}

fn leads(href: &str) -> bool {
    let name = file_name(href);
    name.contains("content") || name.starts_with("art") || name.starts_with("con_")
}

/// The last part of an address, without what follows ? and #.
fn file_name(href: &str) -> String {
    let path = href.split(['?', '#']).next().unwrap_or_default();
    path.rsplit(['/', '\\']).next().unwrap_or_default().to_ascii_lowercase()
}

/// The masthead of a node page.
pub fn node(page: &Document) -> Extract {
    let (facts, number) = told(page, &[]);
    let mut piece = Piece { kind: Kind::Furniture, parts: Vec::new(), page: number };
    piece.push(Role::Other, &facts.title);
    piece.push(Role::Other, &facts.date);
    if let Some(name) = page_name(page) {
        piece.push(Role::Other, &name);
    }
    let (text, shape) = compose(vec![piece]);
    Extract { reader: READER.to_owned(), text, shape, facts, page: number }
}

/// The article of a content page.
///
/// # Errors
/// Where its properties are too long to be read.
pub fn content(page: &Document) -> Result<Extract, SourceProblem> {
    let told_by = properties(page);
    let property = |name: &str| -> Result<String, SourceProblem> {
        html::plain(&tag(&told_by, name).unwrap_or_default())
    };
    let in_region = |region: Region| {
        let lines = page.lines.iter().filter(|line| line.region == region);
        lines.map(|line| line.text.as_str()).collect::<Vec<_>>().join("\n")
    };
    let either = |name: &str, region: Region| -> Result<String, SourceProblem> {
        Ok(Some(property(name)?).filter(|text| !text.is_empty()).unwrap_or_else(|| in_region(region)))
    };
    let (facts, number) = told(page, &[property("nodename")?, property("pagename")?, property("date")?]);
    let mut piece = Piece { kind: Kind::Article, parts: Vec::new(), page: number };
    let mut title = either("title", Region::Title)?;
    if title.is_empty() {
        title = page
            .lines
            .iter()
            .find(|line| matches!(line.form, Form::Heading(_)))
            .map(|l| l.text.clone())
            .unwrap_or_default();
    }
    let heads = [
        (Role::Kicker, either("introtitle", Region::Intro)?),
        (Role::Headline, title),
        (Role::Subheadline, either("subtitle", Region::Sub)?),
    ];
    let body = body(page, &heads.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>());
    for (role, text) in &heads {
        piece.push(*role, text);
    }
    piece.byline(&either("author", Region::Author)?.replace('\n', " "), &body);
    piece.parts.extend(body);
    let (text, shape) = compose(vec![piece]);
    Ok(Extract { reader: READER.to_owned(), text, shape, facts, page: number })
}

/// The lines of the text; its captions come last. A heading that the page repeats above the text is not said twice.
fn body(page: &Document, heads: &[&str]) -> Vec<Part> {
    let is_body = |line: &&Line| line.region == Region::Content;
    let all: Vec<&Line> = page.lines.iter().filter(is_body).collect();
    let repeats = |line: &Line| heads.iter().any(|head| dense(head) == dense(&line.text));
    let from = all.iter().take(4).take_while(|line| repeats(line)).count();
    let part = |line: &&Line, role| Part { role, text: line.text.clone() };
    let (captions, rest): (Vec<&Line>, Vec<&Line>) =
        all[from..].iter().partition(|line| line.form == Form::Caption);
    let rest = rest.iter().map(|line| part(line, Role::Paragraph));
    rest.chain(captions.iter().map(|line| part(line, Role::Caption))).collect()
}

fn dense(text: &str) -> String {
    text.chars().filter(|c| !crate::text::is_space(*c)).collect()
}

/// The properties of the article: the first comment that has a title.
fn properties(page: &Document) -> String {
    let titled = page.comments.iter().find(|comment| tag(comment, "title").is_some());
    titled.or(page.comments.first()).cloned().unwrap_or_default()
}

/// The content of `<name>…</name>`.
fn tag(text: &str, name: &str) -> Option<String> {
    // Lower case of ASCII only, so that places stay.
    let lower = text.to_ascii_lowercase();
    let (open, close) = (format!("<{name}>"), format!("</{name}>"));
    let from = lower.find(&open)? + open.len();
    let to = from + lower[from..].find(&close)?;
    Some(text[from..to].trim().to_owned())
}

/// Paper, date and page number: from these words first, then from what the page shows outside its text.
fn told(page: &Document, words: &[String]) -> (Facts, Option<u32>) {
    let outside = || {
        let lines = page.lines.iter().filter(|line| line.region == Region::Rest).take(120);
        std::iter::once(page.title.as_str()).chain(lines.map(|line| line.text.as_str()))
    };
    let said = || words.iter().map(String::as_str).chain(outside());
    let short = |text: &&str| text.chars().count() <= 60;
    let facts = Facts {
        title: outside().filter(short).find_map(names::paper_in).unwrap_or_default(),
        date: said().filter(short).find_map(names::date_in).unwrap_or_default(),
    };
    let page_of = |text: &str| names::page(&text.chars().collect::<Vec<_>>());
    (facts, said().filter(short).find_map(page_of))
}

/// The row that names the page: 第01版：要闻.
fn page_name(page: &Document) -> Option<String> {
    let lines = page.lines.iter().map(|line| line.text.as_str());
    let mut short = lines.filter(|text| text.chars().count() <= 30);
    short.find(|text| names::page(&text.chars().collect::<Vec<_>>()).is_some()).map(ToOwned::to_owned)
}
