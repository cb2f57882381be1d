//! The catalogue of an export as a table: a row an article. CSV, and XLSX with a second sheet of all names.
//!
//! Cells are text. In CSV a cell that a spreadsheet would take for a formula (`=`, `+`, `-`, `@`, also after white space)
//! gets an apostrophe before it; in XLSX cells say themselves that they are text.

mod csv;
mod xlsx;

#[cfg(test)]
mod tests;

pub use csv::CatalogueCsv;
pub use xlsx::CatalogueXlsx;

use super::name::named;
use super::{Document, Fate, Setting, Thing};
use crate::text::{char_len, is_space};

/// The columns.
const COLUMNS: [&str; 16] = [
    "编号",
    "期",
    "报名",
    "日期",
    "版",
    "体裁",
    "进度",
    "主题",
    "署名",
    "字数",
    "人名",
    "机构",
    "地名",
    "分类",
    "关键词",
    "提要",
];

/// What both forms hold.
fn holds(thing: Thing) -> Fate {
    match thing {
        Thing::Topics => Fate::Kept("fate.topic_names"),
        Thing::Keywords | Thing::States | Thing::Supplied | Thing::Summaries => Fate::WHOLE,
        Thing::Entities | Thing::Nested | Thing::Crossing | Thing::LineEnds => Fate::Bent("fate.names_once"),
        _ => Fate::NOWHERE,
    }
}

/// The cells of an article.
fn row(document: &Document, setting: &Setting) -> [String; COLUMNS.len()] {
    let names = |label: &str| {
        let mut names: Vec<&str> = Vec::new();
        for entity in document.entities.iter().filter(|entity| entity.label.as_str() == label) {
            if !names.contains(&entity.text.as_str()) {
                names.push(&entity.text);
            }
        }
        names.join("；")
    };
    let bylines = document.parts.iter().filter(|part| part.role == crate::issue::Role::Byline);
    let bylines: Vec<&str> =
        bylines.filter_map(|part| crate::text::slice(&document.text, part.range)).collect();
    let solid = document.text.chars().filter(|c| !is_space(*c)).count();
    let topics: Vec<&str> = document
        .topics
        .iter()
        .flat_map(|topic| std::iter::once(&topic.code).chain(&topic.sub))
        .map(|code| setting.topic(code))
        .collect();
    let keywords: Vec<&str> = document.keywords.iter().map(|keyword| keyword.text.as_str()).collect();
    let page = document.parts.iter().find_map(|part| part.page);
    [
        document.id.clone(),
        document.issue.clone(),
        document.paper.clone(),
        document.date.clone(),
        page.map(|page| page.to_string()).unwrap_or_default(),
        named(document.kind),
        named(document.status),
        document.headline.clone().unwrap_or_default(),
        bylines.join("；"),
        solid.to_string(),
        names("PER"),
        names("ORG"),
        names("LOC"),
        topics.join("；"),
        keywords.join("；"),
        document.summary.clone().unwrap_or_default(),
    ]
}

/// The text as a spreadsheet takes it for a text.
fn harmless(cell: &str) -> String {
    let first = cell.trim_start_matches(|c| is_space(c) || c.is_control());
    if first.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']) {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

/// As much of a text as a cell of a spreadsheet holds.
fn fitting(cell: &str) -> String {
    const MOST: u32 = 32_000;
    if char_len(cell) <= MOST {
        cell.to_owned()
    } else {
        cell.chars().take(MOST as usize).chain(['…']).collect()
    }
}
