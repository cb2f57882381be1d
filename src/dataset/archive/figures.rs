//! Statistics over the articles that a selection lets through.

use super::{Archive, ArticleLine, NameLine, Selection};
use crate::annotation::{EntryKind, LabelId};
use crate::issue::ArticleStatus;
use crate::issue::register::Register;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What an editor did in a week.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Week {
    /// Marks accepted, corrected, added, rejected.
    pub decisions: [u32; 4],
    /// Articles finished.
    pub finished: u32,
}

/// The figures.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Figures {
    /// Issues with an article in it.
    pub issues: u32,
    /// Articles.
    pub articles: u32,
    /// Characters.
    pub chars: u64,
    /// Marks by label: decided, open.
    pub labels: BTreeMap<LabelId, (u32, u32)>,
    /// Articles by topic code: decided, proposed.
    pub topics: BTreeMap<String, (u32, u32)>,
    /// Articles by state.
    pub states: BTreeMap<ArticleStatus, u32>,
    /// Articles by length: up to 100, 200, 400 … characters.
    pub lengths: BTreeMap<u32, u32>,
    /// What each editor did in the weeks that begin on these Mondays.
    pub weeks: BTreeMap<(String, Date), Week>,
}

/// How often a name is spoken of over time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trend {
    /// Its name in the register, else its words.
    pub text: String,
    /// Articles in all.
    pub articles: u32,
    /// Articles by month.
    pub months: BTreeMap<String, u32>,
}

/// Two names that stand in the same articles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The first by the order of names.
    pub one: String,
    /// The second.
    pub other: String,
    /// In how many articles.
    pub articles: u32,
}

impl Figures {
    /// Sums up the weeks of each editor.
    pub fn editors(&self) -> BTreeMap<&str, Week> {
        let mut editors: BTreeMap<&str, Week> = BTreeMap::new();
        for ((editor, _), week) in &self.weeks {
            let sum = editors.entry(editor).or_default();
            sum.finished += week.finished;
            sum.decisions.iter_mut().zip(week.decisions).for_each(|(sum, count)| *sum += count);
        }
        editors
    }

    fn count(&mut self, article: &ArticleLine, zone: &TimeZone) {
        self.articles += 1;
        self.chars += u64::from(article.chars);
        *self.states.entry(article.status).or_default() += 1;
        let mut upto = 100;
        while upto < article.chars {
            upto *= 2;
        }
        *self.lengths.entry(upto).or_default() += 1;
        for name in &article.names {
            let counts = self.labels.entry(name.label.clone()).or_default();
            *counts = (counts.0 + name.decided, counts.1 + name.open);
        }
        for topic in &article.topics {
            let counts = self.topics.entry(topic.text.clone()).or_default();
            *(if topic.decided { &mut counts.0 } else { &mut counts.1 }) += 1;
        }
        for work in &article.work {
            let Some(monday) = monday(&format!("{}:00:00Z", work.hour), zone) else { continue };
            let week = self.weeks.entry((work.by.clone(), monday)).or_default();
            week.decisions.iter_mut().zip(work.counts).for_each(|(sum, count)| *sum += count);
        }
        if let Some(done) = &article.done
            && let Some(monday) = monday(&done.at, zone)
        {
            self.weeks.entry((done.by.clone(), monday)).or_default().finished += 1;
        }
    }
}

/// The Monday of a time's week in a zone.
fn monday(at: &str, zone: &TimeZone) -> Option<Date> {
    let day = at.parse::<Timestamp>().ok()?.to_zoned_datetime(zone.clone()).date();
    Some(day.saturating_sub(i64::from(day.weekday().to_monday_zero_offset()).days()))
}

/// What a name is called: as in the register, else as it stands.
fn called<'a>(name: &'a NameLine, register: &'a Register) -> &'a str {
    let entry = name.entry.as_ref().and_then(|id| register.resolve(id));
    entry.map_or(&name.text, |entry| &entry.name)
}

impl Archive {
    /// Counts labels, topics, lengths, states and the editors' weeks; weeks are those of the time zone.
    pub fn figures(&self, selection: &Selection, register: &Register, zone: &TimeZone) -> Figures {
        let mut figures = Figures::default();
        let mut issues = BTreeSet::new();
        for (issue, article) in self.select(selection, register) {
            issues.insert(&issue.id);
            figures.count(article, zone);
        }
        figures.issues = issues.len() as u32;
        figures
    }

    /// The names of a kind that most articles speak of, over time; at most `most`.
    pub fn trends(
        &self,
        selection: &Selection,
        register: &Register,
        kind: EntryKind,
        most: usize,
    ) -> Vec<Trend> {
        let mut trends: HashMap<&str, (u32, BTreeMap<&str, u32>)> = HashMap::new();
        for (issue, article) in self.select(selection, register) {
            for name in distinct(article, register, &[kind]) {
                let trend = trends.entry(name).or_default();
                trend.0 += 1;
                *trend.1.entry(issue.date.get(..7).unwrap_or_default()).or_default() += 1;
            }
        }
        let mut trends: Vec<Trend> = trends
            .into_iter()
            .map(|(text, (articles, months))| Trend {
                text: text.to_owned(),
                articles,
                months: months.into_iter().map(|(month, count)| (month.to_owned(), count)).collect(),
            })
            .collect();
        trends.sort_by(|a, b| b.articles.cmp(&a.articles).then_with(|| a.text.cmp(&b.text)));
        trends.truncate(most);
        trends
    }

    /// Persons and bodies that stand together in most articles; at most `most` pairs.
    pub fn pairs(&self, selection: &Selection, register: &Register, most: usize) -> Vec<Pair> {
        let mut pairs: HashMap<(&str, &str), u32> = HashMap::new();
        for (_, article) in self.select(selection, register) {
            let names = distinct(article, register, &[EntryKind::Person, EntryKind::Body]);
            for (n, one) in names.iter().enumerate() {
                for other in names.iter().skip(n + 1) {
                    *pairs.entry((one, other)).or_default() += 1;
                }
            }
        }
        let mut pairs: Vec<Pair> = pairs
            .into_iter()
            .map(|((one, other), articles)| Pair { one: one.to_owned(), other: other.to_owned(), articles })
            .collect();
        pairs.sort_by(|a, b| {
            b.articles.cmp(&a.articles).then_with(|| (&a.one, &a.other).cmp(&(&b.one, &b.other)))
        });
        pairs.truncate(most);
        pairs
    }
}

/// The names of some kinds in an article, each once, in their order.
fn distinct<'a>(article: &'a ArticleLine, register: &'a Register, kinds: &[EntryKind]) -> BTreeSet<&'a str> {
    let names = article.names.iter().filter(|name| name.kind().is_some_and(|kind| kinds.contains(&kind)));
    names.map(|name| called(name, register)).collect()
}
