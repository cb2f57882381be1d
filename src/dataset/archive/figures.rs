//! Statistics over the articles that a selection lets through.

use super::{Archive, ArticleLine, Facet, NameLine, Selection, Value};
use crate::annotation::{EntryId, EntryKind, LabelId};
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

/// A person or a body among those that stand together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// [`Facet::Person`] or [`Facet::Body`].
    pub facet: Facet,
    /// Its name, and its entry: two people of one name are two nodes.
    pub value: Value,
    /// In how many articles it stands.
    pub articles: u32,
}

/// Persons and bodies that stand in the same articles.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Network {
    /// Those that have a link.
    pub nodes: Vec<Node>,
    /// Two of the nodes, and in how many articles both stand; the most frequent first.
    pub links: Vec<(usize, usize, u32)>,
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
            for name in distinct(article, register, kind) {
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

    /// Persons and bodies that stand together in most articles; at most `most` links.
    pub fn network(&self, selection: &Selection, register: &Register, most: usize) -> Network {
        type Known<'a> = (Facet, &'a str, Option<&'a EntryId>);
        let mut articles: HashMap<Known<'_>, u32> = HashMap::new();
        let mut links: HashMap<(Known<'_>, Known<'_>), u32> = HashMap::new();
        for (_, article) in self.select(selection, register) {
            let names: BTreeSet<Known<'_>> = article
                .names
                .iter()
                .filter_map(|name| {
                    let facet = match name.kind()? {
                        EntryKind::Person => Facet::Person,
                        EntryKind::Body => Facet::Body,
                        EntryKind::Place | EntryKind::Term => return None,
                    };
                    let entry = name.entry.as_ref().and_then(|id| register.resolve(id));
                    Some((facet, called(name, register), entry.map(|entry| &entry.id)))
                })
                .collect();
            for (n, one) in names.iter().enumerate() {
                *articles.entry(*one).or_default() += 1;
                for other in names.iter().skip(n + 1) {
                    *links.entry((*one, *other)).or_default() += 1;
                }
            }
        }
        let mut links: Vec<_> = links.into_iter().collect();
        // Of links that are as strong those of frequent names tell more.
        let known = |link: &(Known<'_>, Known<'_>)| articles[&link.0] + articles[&link.1];
        links.sort_by(|a, b| (b.1, known(&b.0)).cmp(&(a.1, known(&a.0))).then_with(|| a.0.cmp(&b.0)));
        links.truncate(most);
        let mut network = Network::default();
        let mut places: HashMap<Known<'_>, usize> = HashMap::new();
        for ((one, other), count) in links {
            let [one, other] = [one, other].map(|known| {
                *places.entry(known).or_insert_with(|| {
                    let (facet, text, entry) = known;
                    let value = Value { text: text.to_owned(), entry: entry.cloned() };
                    network.nodes.push(Node { facet, value, articles: articles[&known] });
                    network.nodes.len() - 1
                })
            });
            network.links.push((one, other, count));
        }
        network
    }
}

/// The names of a kind in an article, each once, in their order.
fn distinct<'a>(article: &'a ArticleLine, register: &'a Register, kind: EntryKind) -> BTreeSet<&'a str> {
    let names = article.names.iter().filter(|name| name.kind() == Some(kind));
    names.map(|name| called(name, register)).collect()
}
