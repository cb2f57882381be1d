//! Filters over the articles of all issues, and how many articles each further choice would leave.
//!
//! Of one facet several values may be chosen (any of them), of several facets all must hold. The counts of a facet are
//! those of the articles that everything but this facet lets through, so a second value can be added.

use super::{Archive, ArticleLine, IssueLine};
use crate::annotation::{EntryId, EntryKind};
use crate::issue::register::Register;
use crate::issue::{ArticleStatus, Kind};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// By what articles can be told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Facet {
    /// Name of the paper.
    Title,
    /// Month of the issue.
    Month,
    /// State of the article.
    Status,
    /// Topic code.
    Topic,
    /// A label of which it has a mark.
    Label,
    /// A person that it names.
    Person,
    /// A body that it names.
    Body,
    /// A place that it names.
    Place,
    /// An editor who decided in it.
    Editor,
}

impl Facet {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 9] = [
        Self::Status,
        Self::Title,
        Self::Month,
        Self::Topic,
        Self::Person,
        Self::Body,
        Self::Place,
        Self::Label,
        Self::Editor,
    ];

    /// Key of its word in the string files.
    pub fn key(self) -> &'static str {
        match self {
            Self::Title => "facet.title",
            Self::Month => "facet.month",
            Self::Status => "facet.status",
            Self::Topic => "facet.topic",
            Self::Label => "facet.label",
            Self::Person => "facet.person",
            Self::Body => "facet.body",
            Self::Place => "facet.place",
            Self::Editor => "facet.editor",
        }
    }

    /// The kind of name that it is about.
    fn names(self) -> Option<EntryKind> {
        match self {
            Self::Person => Some(EntryKind::Person),
            Self::Body => Some(EntryKind::Body),
            Self::Place => Some(EntryKind::Place),
            _ => None,
        }
    }
}

/// A value of a facet.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Value {
    /// What it is called; for a state its word in files.
    pub text: String,
    /// The entry of the register that a name is linked to: two people of one name are two values.
    pub entry: Option<EntryId>,
}

impl Value {
    /// A mere text.
    pub fn text(text: &str) -> Self {
        Self { text: text.to_owned(), entry: None }
    }
}

/// What is chosen.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Selection {
    /// Values by facet.
    pub chosen: BTreeMap<Facet, BTreeSet<Value>>,
    /// First day, ISO or as much of it as counts; empty for none.
    pub from: String,
    /// Last day.
    pub to: String,
    /// Something that stands in the headline, the names, the keywords or the abstract.
    pub text: String,
    /// Whether page furniture is in it.
    pub furniture: bool,
}

/// How many articles have which value, the most frequent first; months by time.
pub type Facets = BTreeMap<Facet, Vec<(Value, u32)>>;

/// A value while it is counted.
type Slice<'a> = (&'a str, Option<&'a EntryId>);

impl Selection {
    /// Adds a value, or takes it away where it is chosen.
    pub fn toggle(&mut self, facet: Facet, value: Value) {
        let values = self.chosen.entry(facet).or_default();
        if !values.remove(&value) {
            values.insert(value);
        }
        if values.is_empty() {
            self.chosen.remove(&facet);
        }
    }

    /// Whether a value is chosen.
    pub fn has(&self, facet: Facet, value: &Value) -> bool {
        self.chosen.get(&facet).is_some_and(|values| values.contains(value))
    }

    /// Whether nothing is chosen.
    pub fn is_empty(&self) -> bool {
        *self == Self { furniture: self.furniture, ..Self::default() }
    }

    /// Whether an issue's day is in the time that is chosen.
    pub fn is_within(&self, day: &str) -> bool {
        let part = |bound: &str| day.get(..bound.len()).unwrap_or(day).to_owned();
        (self.from.is_empty() || part(&self.from) >= self.from)
            && (self.to.is_empty() || (!day.is_empty() && part(&self.to) <= self.to))
    }

    /// Whether the text that is looked for stands in what is known of an article.
    fn says(&self, article: &ArticleLine) -> bool {
        let text = self.text.trim();
        let has = |other: &str| other.contains(text);
        text.is_empty()
            || has(&article.headline)
            || has(&article.lead)
            || article.summary.as_deref().is_some_and(has)
            || article.names.iter().any(|name| has(&name.text))
            || article.keywords.iter().any(|word| has(&word.text))
    }

    /// Whether an article goes through everything but the facets, and which facets it does not go through.
    fn refuses(&self, issue: &IssueLine, article: &ArticleLine, register: &Register) -> Option<Vec<Facet>> {
        let through = (self.furniture || article.kind != Kind::Furniture)
            && self.is_within(&issue.date)
            && self.says(article);
        through.then(|| {
            let chosen = self.chosen.iter();
            let refused = chosen.filter(|(facet, values)| {
                let mut any = false;
                each(**facet, issue, article, register, &mut |(text, entry)| {
                    any |= values.iter().any(|value| value.text == text && value.entry.as_ref() == entry);
                });
                !any
            });
            refused.map(|(facet, _)| *facet).collect()
        })
    }
}

/// The values that an article has of a facet; one may come twice.
fn each<'a>(
    facet: Facet,
    issue: &'a IssueLine,
    article: &'a ArticleLine,
    register: &'a Register,
    take: &mut dyn FnMut(Slice<'a>),
) {
    match facet {
        Facet::Title => take((&issue.title, None)),
        Facet::Month => take((issue.date.get(..7).unwrap_or_default(), None)),
        Facet::Status => take((word(article.status), None)),
        Facet::Topic => article.topics.iter().for_each(|topic| take((&topic.text, None))),
        Facet::Label => article.names.iter().for_each(|name| take((name.label.as_str(), None))),
        Facet::Editor => article.work.iter().for_each(|work| take((&work.by, None))),
        Facet::Person | Facet::Body | Facet::Place => {
            let kind = facet.names();
            for name in article.names.iter().filter(|name| name.kind() == kind) {
                match name.entry.as_ref().and_then(|id| register.resolve(id)) {
                    Some(entry) => take((&entry.name, Some(&entry.id))),
                    None => take((&name.text, None)),
                }
            }
        }
    }
}

/// The word of a state in files.
fn word(status: ArticleStatus) -> &'static str {
    match status {
        ArticleStatus::New => "new",
        ArticleStatus::InProgress => "in_progress",
        ArticleStatus::Done => "done",
        ArticleStatus::InReview => "in_review",
        ArticleStatus::Disputed => "disputed",
        ArticleStatus::Checked => "checked",
        ArticleStatus::Trashed => "trashed",
    }
}

impl Archive {
    /// The articles that a selection lets through.
    pub fn select<'a>(
        &'a self,
        selection: &Selection,
        register: &Register,
    ) -> Vec<(&'a IssueLine, &'a ArticleLine)> {
        let through = |(issue, article): &(&IssueLine, &ArticleLine)| {
            selection.refuses(issue, article, register).is_some_and(|refused| refused.is_empty())
        };
        self.articles().filter(through).collect()
    }

    /// How many articles each value of a facet would leave; of every facet at most `most`, and those that are chosen.
    pub fn facets(&self, selection: &Selection, register: &Register, most: usize) -> Facets {
        let mut counts: BTreeMap<Facet, HashMap<Slice<'_>, (u32, usize)>> =
            Facet::ALL.into_iter().map(|facet| (facet, HashMap::new())).collect();
        for (n, (issue, article)) in self.articles().enumerate() {
            let Some(refused) = selection.refuses(issue, article, register) else { continue };
            for (facet, counts) in &mut counts {
                if refused.iter().any(|other| other != facet) {
                    continue;
                }
                // An article counts once however often it has the value.
                each(*facet, issue, article, register, &mut |value| {
                    let count = counts.entry(value).or_insert((0, usize::MAX));
                    if count.1 != n {
                        *count = (count.0 + 1, n);
                    }
                });
            }
        }
        let listed = |(facet, counts): (Facet, HashMap<Slice<'_>, (u32, usize)>)| {
            let mut values: Vec<(Value, u32)> = counts
                .into_iter()
                .map(|((text, entry), (count, _))| {
                    (Value { text: text.to_owned(), entry: entry.cloned() }, count)
                })
                .collect();
            match facet {
                Facet::Month => values.sort_by(|a, b| b.0.cmp(&a.0)),
                _ => values.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0))),
            }
            let mut n = 0;
            values.retain(|(value, _)| {
                n += 1;
                n <= most || selection.has(facet, value)
            });
            for value in selection.chosen.get(&facet).into_iter().flatten() {
                if !values.iter().any(|(known, _)| known == value) {
                    values.push((value.clone(), 0));
                }
            }
            (facet, values)
        };
        counts.into_iter().map(listed).collect()
    }
}
