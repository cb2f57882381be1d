//! What is said of an article before its text.

use crate::exchange::name::named;
use crate::exchange::xml::{attribute, content};
use crate::exchange::{Document, Setting};
use std::fmt::Write;

/// The topics that there are, to which articles point.
pub fn taxonomy(setting: &Setting) -> String {
    let category = |concept: &crate::annotation::Concept| {
        format!(
            "<category xml:id=\"{}\"><catDesc>{}</catDesc></category>",
            code_id(&concept.code),
            content(&concept.zh)
        )
    };
    let categories: String = setting.taxonomy.concepts.iter().map(category).collect();
    if categories.is_empty() {
        return "<p/>".to_owned();
    }
    format!("<classDecl><taxonomy xml:id=\"topics\">{categories}</taxonomy></classDecl>")
}

/// The id of a topic: a name in XML.
fn code_id(code: &str) -> String {
    format!("t.{}", crate::exchange::name::escaped(code))
}

/// The header of an article.
pub fn header(document: &Document, setting: &Setting) -> String {
    let mut header = String::from("<teiHeader><fileDesc><titleStmt>");
    // Writing to a String cannot fail.
    let _ = write!(
        header,
        "<title>{}</title></titleStmt>",
        content(document.headline.as_deref().unwrap_or_default())
    );
    let _ = write!(
        header,
        "<publicationStmt><publisher>{}</publisher><date{}/><idno type=\"article\">{}</idno><idno type=\"issue\">{}</idno></publicationStmt>",
        content(&document.paper),
        when(&document.date),
        content(&document.id),
        content(&document.issue)
    );
    if !document.notes.is_empty() {
        let note = |note: &crate::issue::Note| format!("<note>{}</note>", content(&note.text));
        let notes: String = document.notes.iter().map(note).collect();
        let _ = write!(header, "<notesStmt>{notes}</notesStmt>");
    }
    header += "<sourceDesc><p/></sourceDesc></fileDesc><profileDesc>";
    if let Some(summary) = &document.summary {
        let _ = write!(header, "<abstract><p>{}</p></abstract>", content(summary));
    }
    let mut classes = String::new();
    let codes = document.topics.iter().flat_map(|topic| std::iter::once(&topic.code).chain(&topic.sub));
    for code in codes {
        if setting.taxonomy.concepts.iter().any(|concept| concept.code == *code) {
            let _ = write!(classes, "<catRef scheme=\"#topics\" target=\"#{}\"/>", code_id(code));
        } else {
            let scheme = attribute("urn:zhupi:topics").into_owned();
            let _ = write!(classes, "<classCode scheme=\"{scheme}\">{}</classCode>", content(code));
        }
    }
    if !document.keywords.is_empty() {
        let term = |keyword: &crate::annotation::Keyword| format!("<term>{}</term>", content(&keyword.text));
        let terms: String = document.keywords.iter().map(term).collect();
        let _ = write!(classes, "<keywords>{terms}</keywords>");
    }
    let _ = write!(classes, "<classCode scheme=\"urn:zhupi:kind\">{}</classCode>", named(document.kind));
    let _ = write!(classes, "<classCode scheme=\"urn:zhupi:status\">{}</classCode>", named(document.status));
    let _ = writeln!(header, "<textClass>{classes}</textClass></profileDesc></teiHeader>");
    header
}

fn when(date: &str) -> String {
    let is_date = date.len() == 10 && date.parse::<jiff::civil::Date>().is_ok();
    if is_date { format!(" when=\"{date}\"") } else { String::new() }
}
