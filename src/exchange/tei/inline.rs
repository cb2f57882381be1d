//! The text with its marks as elements.
//!
//! Everything that begins or ends at a character is known before a block is written: at each place first the elements
//! that end there are closed, then anchors and line breaks stand, then elements open, the outermost first. Marks that
//! would cross an element are left out here and stand apart.

use super::name::{element, pointers};
use crate::annotation::Entity;
use crate::exchange::name::named;
use crate::exchange::xml::content;
use crate::exchange::{Document, Part};
use crate::issue::Role;
use crate::text::CharRange;
use std::collections::BTreeSet;
use std::fmt::Write;

pub struct Inline<'a> {
    document: &'a Document,
    /// Number of the article in the file.
    number: usize,
    /// For every mark whether it is an element.
    elements: Vec<bool>,
    /// Places that something points at.
    anchors: BTreeSet<u32>,
}

impl<'a> Inline<'a> {
    pub fn new(document: &'a Document, number: usize) -> Self {
        let mut open: Vec<CharRange> = Vec::new();
        let fits = |entity: &Entity| {
            // Marks come by place, the longer one first: only those that are open can be crossed.
            open.retain(|range| range.end() > entity.range.start());
            let crosses = open.iter().any(|range| range.crosses(entity.range));
            if !crosses {
                open.push(entity.range);
            }
            !crosses
        };
        let inline: Vec<bool> = document.entities.iter().map(fits).collect();
        let apart =
            document.entities.iter().zip(&inline).filter(|(_, inline)| !**inline).map(|(e, _)| e.range);
        let ranges = apart
            .chain(document.readings.iter().map(|reading| reading.range))
            .chain(document.remarks.iter().map(|remark| remark.range));
        let anchors = ranges.flat_map(|range| [range.start(), range.end()]).collect();
        Self { document, number, elements: inline, anchors }
    }

    /// The marks that stand apart, with their numbers.
    pub fn crossing(&self) -> impl Iterator<Item = (usize, &Entity)> {
        self.document.entities.iter().enumerate().filter(|(n, _)| self.elements.get(*n) == Some(&false))
    }

    /// The id of a mark.
    pub fn mark_id(&self, n: usize) -> String {
        format!("a{}.m{n}", self.number)
    }

    /// The ids of the anchors at a range's ends.
    pub fn anchors(&self, range: CharRange) -> (String, String) {
        (self.anchor(range.start()), self.anchor(range.end()))
    }

    fn anchor(&self, at: u32) -> String {
        format!("a{}.c{at}", self.number)
    }

    /// The text.
    pub fn body(&self) -> String {
        let kind = named(self.document.kind);
        let mut body = format!("<div type=\"{kind}\">");
        let mut page = None;
        if let Some(supplied) = &self.document.supplied {
            let _ = writeln!(body, "<head type=\"supplied\">{}</head>", content(supplied));
        }
        // Headings and bylines have their elements before the text only, as TEI wants it.
        let mut above = true;
        let chars: Vec<char> = self.document.text.chars().collect();
        for part in &self.document.parts {
            if part.page.is_some() && part.page != page {
                page = part.page;
                let _ = write!(body, "<pb n=\"{}\"/>", page.unwrap_or_default());
            }
            let (name, attributes) = block(part, &mut above);
            let _ = write!(body, "<{name}{attributes}>");
            self.run(&mut body, part.range, &chars);
            let _ = writeln!(body, "</{name}>");
        }
        if self.document.parts.is_empty() {
            body += "<p/>";
        }
        body + "</div>\n"
    }

    fn run(&self, body: &mut String, range: CharRange, chars: &[char]) {
        let inside = |entity: &Entity| range.covers(entity.range);
        let marks = self.document.entities.iter().enumerate();
        let mut marks = marks.filter(|(n, e)| self.elements.get(*n) == Some(&true) && inside(e)).peekable();
        let mut open: Vec<(&'static str, u32)> = Vec::new();
        let breaks = &self.document.breaks;
        let mut broken = breaks.partition_point(|at| *at < range.start());
        let mut text = String::new();
        for at in range.start()..=range.end() {
            let here = |(_, end): &(&str, u32)| *end == at;
            if open.last().is_some_and(here)
                || self.anchors.contains(&at)
                || breaks.get(broken) == Some(&at)
                || marks.peek().is_some_and(|(_, entity)| entity.range.start() == at)
            {
                body.push_str(&content(&std::mem::take(&mut text)));
            }
            while let Some((name, _)) = open.pop_if(|open| here(open)) {
                let _ = write!(body, "</{name}>");
            }
            if self.anchors.contains(&at) {
                let _ = write!(body, "<anchor xml:id=\"{}\"/>", self.anchor(at));
            }
            if breaks.get(broken) == Some(&at) {
                broken += 1;
                body.push_str("<lb break=\"no\"/>");
            }
            while let Some((n, entity)) = marks.next_if(|(_, entity)| entity.range.start() == at) {
                let (name, kind) = element(entity.label.as_str());
                let _ = write!(body, "<{name} xml:id=\"{}\"{kind}{}>", self.mark_id(n), pointers(entity));
                open.push((name, entity.range.end()));
            }
            if at < range.end() {
                text.extend(chars.get(at as usize));
            }
        }
        body.push_str(&content(&text));
    }
}

/// The element of a block.
fn block(part: &Part, above: &mut bool) -> (&'static str, &'static str) {
    let heading = matches!(
        part.role,
        Role::Kicker | Role::Headline | Role::Subheadline | Role::Byline | Role::Dateline
    );
    *above &= heading;
    match (part.role, *above) {
        (Role::Kicker, true) => ("head", " type=\"kicker\""),
        (Role::Headline, true) => ("head", " type=\"main\""),
        (Role::Subheadline, true) => ("head", " type=\"sub\""),
        (Role::Byline, true) => ("byline", ""),
        (Role::Dateline, true) => ("dateline", ""),
        (Role::Paragraph, _) => ("p", ""),
        (Role::Kicker, false) => ("ab", " type=\"kicker\""),
        (Role::Headline, false) => ("ab", " type=\"headline\""),
        (Role::Subheadline, false) => ("ab", " type=\"subheadline\""),
        (Role::Byline, false) => ("ab", " type=\"byline\""),
        (Role::Dateline, false) => ("ab", " type=\"dateline\""),
        (Role::Caption, _) => ("ab", " type=\"caption\""),
        (Role::Quote, _) => ("ab", " type=\"quote\""),
        (Role::Other, _) => ("ab", " type=\"other\""),
    }
}
