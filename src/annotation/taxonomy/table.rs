//! A taxonomy as a table: a row of names, then a topic a row.
//!
//! ```text
//! code,name,parent,english,words
//! A,经济,,Economy,企业 外贸
//! A1,外贸,A,Foreign trade,出口；进口
//! ```
//! Only the first two columns have to be there, in any order; a comma, a tab or a semicolon parts them.

use super::{Concept, TaxonomyError};

/// The columns with the names under which they may stand.
const CODE: (&str, [&str; 4]) = ("code", ["code", "代码", "编码", "分类号"]);
const NAME: (&str, [&str; 4]) = ("name", ["name", "名称", "类名", "中文名"]);
const PARENT: (&str, [&str; 4]) = ("parent", ["parent", "上级", "上位类", "父类"]);
const ENGLISH: (&str, [&str; 4]) = ("english", ["english", "en", "英文", "英文名"]);
const WORDS: (&str, [&str; 4]) = ("words", ["words", "seed words", "种子词", "词"]);

/// The table of a taxonomy, with all columns.
pub(super) fn write(concepts: &[Concept]) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let rows = concepts.iter().map(|concept| {
        let parent = concept.parent.clone().unwrap_or_default();
        [concept.code.clone(), concept.zh.clone(), parent, concept.en.clone(), concept.words.join(" ")]
    });
    let head = [CODE.0, NAME.0, PARENT.0, ENGLISH.0, WORDS.0].map(str::to_owned);
    for row in std::iter::once(head).chain(rows) {
        // Into memory, with as many fields in each row.
        let _ = writer.write_record(row);
    }
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}

/// Reads the rows of a table.
pub(super) fn read(text: &str, file: &str) -> Result<Vec<Concept>, TaxonomyError> {
    let head = text.lines().next().unwrap_or_default();
    let delimiter = [b',', b'\t', b';'].into_iter().max_by_key(|d| head.bytes().filter(|b| b == d).count());
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter.unwrap_or(b','))
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let failed = |error: csv::Error| {
        let line = error.position().map_or(1, csv::Position::line);
        TaxonomyError::Line(file.to_owned(), line, error.to_string())
    };
    let names = reader.headers().map_err(failed)?.clone();
    let find = |(_, known): (&str, [&str; 4])| {
        names.iter().position(|name| known.contains(&name.to_lowercase().as_str()))
    };
    let needed = |column: (&'static str, [&str; 4])| {
        find(column).ok_or_else(|| TaxonomyError::Column(file.to_owned(), column.0))
    };
    let (code, name) = (needed(CODE)?, needed(NAME)?);
    let (parent, english, words) = (find(PARENT), find(ENGLISH), find(WORDS));
    let mut concepts = Vec::new();
    for row in reader.records() {
        let row = row.map_err(failed)?;
        let line = row.position().map_or(0, csv::Position::line);
        let field = |column: Option<usize>| column.and_then(|n| row.get(n)).unwrap_or_default().to_owned();
        if row.iter().all(str::is_empty) {
            continue;
        }
        let (code, zh) = (field(Some(code)), field(Some(name)));
        if code.is_empty() || zh.is_empty() {
            return Err(TaxonomyError::Bare(file.to_owned(), line));
        }
        concepts.push(Concept {
            short: code.clone(),
            code,
            zh,
            en: field(english),
            parent: Some(field(parent)).filter(|parent| !parent.is_empty()),
            words: super::words(&field(words)),
        });
    }
    Ok(concepts)
}
