//! The catalogue (目录): what an article is about, as a record and not as marks.

use super::{Archive, ArticleLine, IssueLine, Said, Selection};
use crate::annotation::{ArticleId, EntryKind, IssueId};
use crate::issue::ArticleStatus;
use crate::issue::register::Register;
use std::cmp::Ordering;

/// The record of an article. What nobody decided yet is marked as proposed.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// Its issue.
    pub issue: IssueId,
    /// Which.
    pub article: ArticleId,
    /// Name of the paper.
    pub title: String,
    /// Day of the issue.
    pub date: String,
    /// First page on which it stands.
    pub page: Option<u32>,
    /// Its number in the outline.
    pub number: u32,
    /// Its headline, else how it begins.
    pub headline: String,
    /// How far it is.
    pub status: ArticleStatus,
    /// Persons, the most frequent first, by their names in the register.
    pub who: Vec<Said>,
    /// Bodies.
    pub bodies: Vec<Said>,
    /// Places.
    pub places: Vec<Said>,
    /// Events, works and terms.
    pub what: Vec<Said>,
    /// The day of which it tells: of the text, else of the issue, which counts as proposed.
    pub when: Said,
    /// Topic codes.
    pub topics: Vec<Said>,
    /// Keywords.
    pub keywords: Vec<Said>,
    /// The line that sums it up.
    pub summary: String,
    /// Characters of its text.
    pub chars: u32,
}

/// A column by which records are in order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Column {
    /// The newest issue first, then the order of the outline.
    #[default]
    Date,
    /// Name of the paper.
    Title,
    /// Headline.
    Headline,
    /// State.
    Status,
    /// First person.
    Who,
    /// First place.
    Where,
    /// The day of which it tells.
    When,
    /// First topic.
    Topic,
    /// The longest first.
    Length,
}

impl Record {
    /// The record of an article of an issue; names are those of the register.
    pub fn of(issue: &IssueLine, article: &ArticleLine, register: &Register) -> Self {
        let names = |wanted: &dyn Fn(&str) -> bool| {
            let mut names: Vec<(Said, u32)> = Vec::new();
            for name in article.names.iter().filter(|name| wanted(name.label.as_str())) {
                let entry = name.entry.as_ref().and_then(|id| register.resolve(id));
                let text = entry.map_or(&name.text, |entry| &entry.name);
                match names.iter_mut().find(|(said, _)| said.text == *text) {
                    Some((said, count)) => {
                        said.decided |= name.decided > 0;
                        *count += name.count();
                    }
                    None => {
                        names.push((Said { text: text.clone(), decided: name.decided > 0 }, name.count()));
                    }
                }
            }
            names.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.text.cmp(&b.0.text)));
            names.into_iter().map(|(said, _)| said).collect::<Vec<_>>()
        };
        let of_issue = || Said { text: issue.date.clone(), decided: false };
        let when = article.when.as_ref();
        Self {
            issue: issue.id.clone(),
            article: article.id.clone(),
            title: issue.title.clone(),
            date: issue.date.clone(),
            page: article.pages.first().copied(),
            number: article.number,
            headline: article.name().to_owned(),
            status: article.status,
            who: names(&|label| label == "PER"),
            bodies: names(&|label| label == "ORG"),
            places: names(&|label| label == "LOC"),
            what: names(&|label| {
                label != "TITLE"
                    && EntryKind::of(&crate::annotation::LabelId::new(label)) == Some(EntryKind::Term)
            }),
            when: when.map_or_else(of_issue, |when| Said { text: when.value.clone(), decided: when.decided }),
            topics: article.topics.clone(),
            keywords: article.keywords.clone(),
            summary: article.summary.clone().unwrap_or_default(),
            chars: article.chars,
        }
    }
}

/// What an article has in a column, without making its record.
fn cell<'a>((issue, article): (&'a IssueLine, &'a ArticleLine), column: Column) -> &'a str {
    let name = |label: &str| {
        let names = article.names.iter().filter(|name| name.label.as_str() == label);
        names.max_by_key(|name| name.count()).map(|name| name.text.as_str()).unwrap_or_default()
    };
    match column {
        Column::Title => &issue.title,
        Column::Headline => article.name(),
        Column::Who => name("PER"),
        Column::Where => name("LOC"),
        Column::When => article.when.as_ref().map_or(&issue.date, |when| &when.value),
        Column::Topic => article.topics.first().map(|topic| topic.text.as_str()).unwrap_or_default(),
        Column::Date | Column::Status | Column::Length => "",
    }
}

impl Archive {
    /// The articles that a selection lets through, in the order of a column; empty cells come last.
    pub fn catalogue<'a>(
        &'a self,
        selection: &Selection,
        register: &Register,
        column: Column,
        backwards: bool,
    ) -> Vec<(&'a IssueLine, &'a ArticleLine)> {
        let mut lines: Vec<(&str, (&IssueLine, &ArticleLine))> =
            self.select(selection, register).into_iter().map(|line| (cell(line, column), line)).collect();
        lines.sort_by(|(a, one), (b, other)| {
            let by = match column {
                Column::Date => Ordering::Equal,
                Column::Status => one.1.status.cmp(&other.1.status),
                Column::Length => other.1.chars.cmp(&one.1.chars),
                _ => a.is_empty().cmp(&b.is_empty()).then(a.cmp(b)),
            };
            let by = by.then_with(|| other.0.date.cmp(&one.0.date));
            if backwards { by.reverse() } else { by }
        });
        lines.into_iter().map(|(_, line)| line).collect()
    }

    /// The record of an article.
    pub fn record(&self, issue: &IssueId, article: &ArticleId, register: &Register) -> Option<Record> {
        let issue = self.issue(issue)?;
        let article = issue.articles.iter().find(|line| line.id == *article)?;
        Some(Record::of(issue, article, register))
    }

    /// The records of the articles that a selection lets through, in the order of their issues.
    pub fn records(&self, selection: &Selection, register: &Register) -> Vec<Record> {
        let lines = self.select(selection, register).into_iter();
        lines.map(|(issue, article)| Record::of(issue, article, register)).collect()
    }
}
