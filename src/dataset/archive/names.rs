//! What the register wants to know of all issues: where an entry is spoken of, and which names have none.

use super::{Archive, ArticleLine, IssueLine, NameLine};
use crate::annotation::{ArticleId, Entry, EntryId, EntryKind, IssueId};
use crate::issue::register::Register;
use std::collections::{BTreeMap, HashMap};

/// Where an article speaks of an entry.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    /// The issue.
    pub issue: IssueId,
    /// Name of the paper.
    pub title: String,
    /// Day of the issue.
    pub date: String,
    /// The article.
    pub article: ArticleId,
    /// Its headline, else how it begins.
    pub headline: String,
    /// The words, as they stand there.
    pub text: String,
    /// How often.
    pub count: u32,
    /// Whether the marks are linked to the entry; otherwise they only have one of its names.
    pub linked: bool,
    /// Whether the words can be of no other entry.
    pub alone: bool,
}

impl Mention {
    /// Whether it waits to be linked, and there is no doubt to whom.
    pub fn is_open(&self) -> bool {
        !self.linked && self.alone
    }
}

/// All that is known of where an entry is spoken of.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Mentions {
    /// By day of the issue, the oldest first.
    pub places: Vec<Mention>,
    /// What it appears with in an article, and in how many; the most frequent first.
    pub with: Vec<(EntryKind, String, Option<EntryId>, u32)>,
    /// How many articles a month speak of it: `2025-08`.
    pub months: BTreeMap<String, u32>,
}

/// A name that is in no entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unknown {
    /// What it would be.
    pub kind: EntryKind,
    /// The words.
    pub text: String,
    /// In how many articles.
    pub articles: u32,
    /// Whether an editor stands by one of its marks.
    pub decided: bool,
}

/// Whether a name is linked to an entry, or may be: unlinked, of its kind and with one of its names.
fn speaks(name: &NameLine, entry: &Entry, register: &Register) -> Option<bool> {
    match name.entry.as_ref().and_then(|id| register.resolve(id)) {
        Some(other) => (other.id == entry.id).then_some(true),
        None => (name.kind() == Some(entry.kind) && entry.is_named(&name.text)).then_some(false),
    }
}

impl Archive {
    /// Where an entry is spoken of: linked marks, and unlinked ones that have one of its names.
    pub fn mentions(&self, entry: &Entry, register: &Register) -> Mentions {
        let mut mentions = Mentions::default();
        let mut with: HashMap<(EntryKind, &str, Option<&EntryId>), u32> = HashMap::new();
        for (issue, article) in self.articles() {
            let before = mentions.places.len();
            for name in &article.names {
                if let Some(linked) = speaks(name, entry, register) {
                    let mut place = mention(issue, article, name, linked);
                    place.alone = alone(entry, &place, register);
                    mentions.places.push(place);
                }
            }
            if !mentions.places[before..].iter().any(|place| place.linked || place.alone) {
                continue;
            }
            *mentions.months.entry(issue.date.get(..7).unwrap_or_default().to_owned()).or_default() += 1;
            let mut seen = Vec::new();
            for name in article.names.iter().filter(|name| speaks(name, entry, register).is_none()) {
                let Some(kind) = name.kind().filter(|kind| *kind != EntryKind::Term) else { continue };
                let other = name.entry.as_ref().and_then(|id| register.resolve(id));
                let key = (
                    kind,
                    other.map_or(name.text.as_str(), |entry| &entry.name),
                    other.map(|entry| &entry.id),
                );
                if !seen.contains(&key) {
                    seen.push(key);
                    *with.entry(key).or_default() += 1;
                }
            }
        }
        mentions.places.sort_by(|a, b| a.date.cmp(&b.date));
        let owned = |((kind, text, id), count): ((EntryKind, &str, Option<&EntryId>), u32)| {
            (kind, text.to_owned(), id.cloned(), count)
        };
        mentions.with = with.into_iter().map(owned).collect();
        mentions.with.sort_by(|a, b| b.3.cmp(&a.3).then_with(|| a.1.cmp(&b.1)));
        mentions
    }

    /// How many articles are linked to each entry.
    pub fn linked(&self, register: &Register) -> HashMap<EntryId, u32> {
        let mut counts: HashMap<EntryId, u32> = HashMap::new();
        for (_, article) in self.articles() {
            let mut seen: Vec<&EntryId> = Vec::new();
            for id in article.names.iter().filter_map(|name| name.entry.as_ref()) {
                let Some(entry) = register.resolve(id).filter(|entry| !seen.contains(&&entry.id)) else {
                    continue;
                };
                seen.push(&entry.id);
                *counts.entry(entry.id.clone()).or_default() += 1;
            }
        }
        counts
    }

    /// Names of persons, bodies and places that no entry has, the most frequent first; at most `most`.
    pub fn unknown(&self, register: &Register, most: usize) -> Vec<Unknown> {
        let mut counts: HashMap<(EntryKind, &str), (u32, bool)> = HashMap::new();
        let names = self.articles().flat_map(|(_, article)| &article.names);
        for name in names.filter(|name| name.entry.as_ref().and_then(|id| register.resolve(id)).is_none()) {
            let Some(kind) = name.kind().filter(|kind| *kind != EntryKind::Term) else { continue };
            let count = counts.entry((kind, &name.text)).or_default();
            *count = (count.0 + 1, count.1 || name.decided > 0);
        }
        let new = counts.into_iter().filter(|((kind, text), _)| register.named(*kind, text).next().is_none());
        let mut unknown: Vec<Unknown> = new
            .map(|((kind, text), (articles, decided))| Unknown {
                kind,
                text: text.to_owned(),
                articles,
                decided,
            })
            .collect();
        unknown.sort_by(|a, b| {
            (b.articles, b.decided)
                .cmp(&(a.articles, a.decided))
                .then_with(|| (a.kind, &a.text).cmp(&(b.kind, &b.text)))
        });
        unknown.truncate(most);
        unknown
    }
}

/// Whether unlinked words can be of no other entry.
fn alone(entry: &Entry, place: &Mention, register: &Register) -> bool {
    register.named(entry.kind, &place.text).all(|other| other.id == entry.id)
}

fn mention(issue: &IssueLine, article: &ArticleLine, name: &NameLine, linked: bool) -> Mention {
    Mention {
        issue: issue.id.clone(),
        title: issue.title.clone(),
        date: issue.date.clone(),
        article: article.id.clone(),
        headline: article.name().to_owned(),
        text: name.text.clone(),
        count: name.count(),
        linked,
        alone: false,
    }
}
