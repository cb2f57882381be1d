//! Records of a crawler: names of fields and texts, which a [`Mapping`] turns into the articles of one issue or of many.
//!
//! A file of one paper and day is one issue and stays as it is. A file of several is cut: every issue keeps the stretches
//! of the file that its records were read from, so that the same records make the same issue in whatever file they come.

use super::compose::{Part, Piece, compose};
use super::mapping::{Field, Mapping};
use super::{Extract, Facts, SourceProblem, html, names};
use crate::issue::Role;
use crate::text::{is_han, is_space};
use std::collections::BTreeMap;
use std::ops::Range;

/// Most records that a file may have.
pub const MAX_RECORDS: usize = 200_000;
/// Most names of fields that are listed.
const MOST_NAMES: usize = 300;

/// How the records lie in their file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Wrapping {
    /// One a line.
    #[default]
    Lines,
    /// In a list.
    Array,
    /// Rows under a row of names, whose bytes these are.
    Rows(Range<usize>),
}

/// One record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// Its texts by name; fields without text are absent.
    pub fields: BTreeMap<String, String>,
    /// Its stretch of the file's decoded text, in bytes.
    pub bytes: Range<usize>,
}

/// The records of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// All names of fields, in the order of their first standing.
    pub names: Vec<String>,
    /// The records in the file's order.
    pub records: Vec<Record>,
    /// How they lie in the file.
    pub wrapping: Wrapping,
}

/// The articles of one paper and day.
#[derive(Clone, Debug)]
pub struct Slice {
    /// What is read.
    pub extract: Extract,
    /// The file's text cut to these records; `None` where the file is of one issue only.
    pub cut: Option<String>,
}

impl Table {
    /// Adds a record.
    pub fn push(&mut self, record: Record) {
        for name in record.fields.keys() {
            if self.names.len() < MOST_NAMES && !self.names.contains(name) {
                self.names.push(name.clone());
            }
        }
        self.records.push(record);
    }

    /// The mapping to read it by: the one that is asked for, else one that was used before, else a guess.
    ///
    /// # Errors
    /// The names of the fields, where none of these says where the text is.
    pub fn mapping(&self, asked: Option<&Mapping>, before: &[Mapping]) -> Result<Mapping, SourceProblem> {
        if let Some(asked) = asked {
            return match asked.0.values().find(|name| !self.names.contains(name)) {
                None if asked.is_enough() => Ok(asked.clone()),
                None => Err(SourceProblem::Fields(self.names.clone())),
                Some(name) => Err(SourceProblem::NoField(name.clone(), self.names.clone())),
            };
        }
        let guess = Mapping::guess(&self.names);
        let known = before.iter().find(|mapping| mapping.fits(&self.names)).cloned();
        let found = known.or_else(|| Some(guess).filter(Mapping::is_enough));
        found.ok_or_else(|| SourceProblem::Fields(self.names.clone()))
    }

    /// The issues of the file, by paper and date in the order in which they first stand. `facts` is what the file's own
    /// name says, for records that don't.
    ///
    /// # Errors
    /// Where no record has a text.
    pub fn issues(
        &self,
        text: &str,
        mapping: &Mapping,
        facts: &Facts,
        reader: &str,
    ) -> Result<Vec<Slice>, SourceProblem> {
        let mut issues: Vec<(Facts, Vec<(usize, Piece)>)> = Vec::new();
        let mut places: BTreeMap<(String, String), usize> = BTreeMap::new();
        for (n, record) in self.records.iter().enumerate() {
            let (mut told, piece) = record.article(mapping)?;
            if piece.parts.iter().all(|part| part.role != Role::Paragraph) {
                continue;
            }
            told.complete(facts.clone());
            let place = *places.entry((told.title.clone(), told.date.clone())).or_insert_with(|| {
                issues.push((told, Vec::new()));
                issues.len() - 1
            });
            issues[place].1.push((n, piece));
        }
        let several = issues.len() > 1;
        let slice = |(facts, mut pieces): (Facts, Vec<(usize, Piece)>)| {
            let records: Vec<usize> = pieces.iter().map(|(n, _)| *n).collect();
            if pieces.iter().all(|(_, piece)| piece.page.is_some()) {
                pieces.sort_by_key(|(_, piece)| piece.page);
            }
            let first = pieces.first().and_then(|(_, piece)| piece.page);
            let page = first.filter(|page| pieces.iter().all(|(_, piece)| piece.page == Some(*page)));
            let (composed, shape) = compose(pieces.into_iter().map(|(_, piece)| piece).collect());
            let extract = Extract { reader: reader.to_owned(), text: composed, shape, facts, page };
            Slice { extract, cut: several.then(|| self.cut(text, &records)) }
        };
        let slices: Vec<Slice> = issues.into_iter().map(slice).collect();
        if slices.is_empty() { Err(SourceProblem::Blank) } else { Ok(slices) }
    }

    /// The file's text with these records only.
    fn cut(&self, text: &str, records: &[usize]) -> String {
        let raws = records.iter().filter_map(|n| text.get(self.records[*n].bytes.clone()));
        match &self.wrapping {
            Wrapping::Lines => raws.flat_map(|raw| [raw, "\n"]).collect(),
            Wrapping::Array => format!("[{}]\n", raws.collect::<Vec<_>>().join(",\n")),
            Wrapping::Rows(head) => {
                let head = text.get(head.clone()).unwrap_or_default().trim_end();
                let rows = raws.flat_map(|raw| ["\n", raw.trim_matches(['\r', '\n'])]);
                std::iter::once(head).chain(rows).chain(["\n"]).collect()
            }
        }
    }
}

impl Record {
    /// The record as an article, with what it says of its issue.
    fn article(&self, mapping: &Mapping) -> Result<(Facts, Piece), SourceProblem> {
        let get =
            |field| mapping.name(field).and_then(|name| self.fields.get(name)).map_or("", String::as_str);
        let row = |field| -> Result<String, SourceProblem> {
            let said = get(field);
            Ok(if html::is_markup(said) { html::plain(said)? } else { said.to_owned() })
        };
        let facts = Facts {
            title: get(Field::Paper).trim().chars().take(40).collect(),
            date: names::date_in(get(Field::Date)).unwrap_or_default(),
        };
        let mut piece = Piece { page: names::page_in(get(Field::Page)), ..Piece::default() };
        let title = row(Field::Title)?;
        let heads = [
            (Role::Kicker, row(Field::Column)?),
            (Role::Kicker, row(Field::Kicker)?),
            (Role::Headline, title),
            (Role::Subheadline, row(Field::Subtitle)?),
        ];
        let mut body = body(get(Field::Body))?;
        let dense = |text: &str| text.chars().filter(|c| !is_space(*c)).collect::<String>();
        // A heading that the text repeats at its beginning is not said twice.
        let repeats =
            |part: &Part| heads.iter().any(|(_, head)| !head.is_empty() && dense(head) == dense(&part.text));
        let repeated = body.iter().take(4).take_while(|part| repeats(part)).count();
        if repeated < body.len() {
            body.drain(..repeated);
        }
        for (role, text) in &heads {
            piece.push(*role, text);
        }
        piece.byline(&row(Field::Byline)?.replace('\n', " "), &body);
        piece.parts.extend(body);
        // Pictures often come as addresses.
        let captions = row(Field::Caption)?;
        for line in captions.lines().filter(|line| line.chars().any(is_han)) {
            piece.push(Role::Caption, line);
        }
        Ok((facts, piece))
    }
}

/// The paragraphs and captions of a text field.
fn body(text: &str) -> Result<Vec<Part>, SourceProblem> {
    let mut piece = Piece::default();
    if html::is_markup(text) {
        for line in html::read(text)?.lines {
            let caption = line.form == html::Form::Caption;
            piece.push(if caption { Role::Caption } else { Role::Paragraph }, &line.text);
        }
    } else {
        // Some crawlers keep the line end's two characters.
        let spelt = !text.contains('\n') && text.contains("\\n");
        piece.paragraphs(&if spelt { text.replace("\\r", "").replace("\\n", "\n") } else { text.to_owned() });
    }
    Ok(piece.parts)
}

#[cfg(test)]
mod tests {
    use super::super::{Shape, json};
    use super::*;

    fn issues(text: &str) -> Vec<Slice> {
        let table = json::read(text).unwrap();
        let mapping = table.mapping(None, &[]).unwrap();
        table.issues(text, &mapping, &Facts::default(), "json-1").unwrap()
    }

    #[test]
    fn an_article_stands_in_the_order_of_its_roles() {
        let text = "{\"标题\":\"主\",\"引题\":\"引\",\"副题\":\"副\",\"作者\":\"林双禾\",\"正文\":\"<p>一&nbsp;段</p><p>二</p>\",\"images\":[\"http://x/1.jpg\",\"图注字\"]}";
        let slices = issues(text);
        assert_eq!(slices[0].extract.text, "引\n主\n副\n林双禾\n一\u{a0}段\n二\n图注字\n");
        let Shape::Told(articles) = &slices[0].extract.shape else { panic!("not told") };
        assert_eq!(articles[0].blocks.len(), 7);
        assert_eq!(articles[0].blocks[6].role, Role::Caption);
    }

    #[test]
    fn several_days_are_several_issues_and_a_page_comes_in_its_order() {
        let text = "{\"title\":\"丙\",\"content\":\"丙文\",\"date\":\"2024-11-12\",\"page\":\"第2版\"}\n{\"title\":\"甲\",\"content\":\"甲文\",\"date\":\"2024-11-12\",\"page\":\"01\"}\n{\"title\":\"乙\",\"content\":\"乙文\",\"date\":\"2024-11-13\",\"page\":1}\n";
        let slices = issues(text);
        assert_eq!(slices.len(), 2);
        assert!(slices[0].extract.text.starts_with("甲\n"));
        assert_eq!(slices[1].extract.facts.date, "2024-11-13");
        assert_eq!(slices[1].cut.as_deref().map(|cut| cut.lines().count()), Some(1));
        // What was cut off is the same issue by itself.
        let again = issues(slices[0].cut.as_deref().unwrap());
        assert_eq!(again[0].extract, slices[0].extract);
    }

    #[test]
    fn an_author_who_signs_the_text_is_not_named_twice() {
        let text =
            "{\"title\":\"题\",\"author\":\"林双禾\",\"content\":\"本报讯（记者 林双禾）昨天，县里开会。\"}";
        assert_eq!(issues(text)[0].extract.text, "题\n本报讯（记者 林双禾）昨天，县里开会。\n");
    }

    #[test]
    fn without_a_text_field_the_fields_are_listed() {
        let table = json::read("{\"甲\":\"一\",\"乙\":\"二\"}").unwrap();
        let fields = SourceProblem::Fields(vec!["乙".into(), "甲".into()]);
        assert_eq!(table.mapping(None, &[]), Err(fields));
        let asked = Mapping::parse("body=乙").unwrap();
        assert!(table.mapping(Some(&asked), &[]).is_ok());
        assert!(table.mapping(None, &[asked]).is_ok());
        let wrong = Mapping::parse("body=丙").unwrap();
        assert!(
            matches!(table.mapping(Some(&wrong), &[]), Err(SourceProblem::NoField(name, _)) if name == "丙")
        );
    }
}
