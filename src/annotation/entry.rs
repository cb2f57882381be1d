//! Entries of the register (名录): the people, bodies, places and terms that marks speak of.
//!
//! An entry has one canonical name and any number of others. What tells two people of one name apart are their offices:
//! at which body, as what, from when to when. An entry that was merged into another one stays and points to it, so that
//! links to it still lead somewhere; one in the trash stays too.

use super::{EntryId, LabelId, Link};
use serde::{Deserialize, Serialize};

/// What an entry is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EntryKind {
    /// 人物
    #[default]
    Person,
    /// 机构
    Body,
    /// 地点
    Place,
    /// 名目: an event, a work, a title, a term …
    Term,
}

impl EntryKind {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Person, Self::Body, Self::Place, Self::Term];

    /// Key of its word in the string files.
    pub fn key(self) -> &'static str {
        match self {
            Self::Person => "entry.person",
            Self::Body => "entry.body",
            Self::Place => "entry.place",
            Self::Term => "entry.term",
        }
    }

    /// Its word in files.
    pub fn word(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Body => "body",
            Self::Place => "place",
            Self::Term => "term",
        }
    }

    /// The kind with a word.
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// What a mark with a label may be linked to; times are in no register.
    pub fn of(label: &LabelId) -> Option<Self> {
        match label.as_str() {
            "PER" => Some(Self::Person),
            "ORG" => Some(Self::Body),
            "LOC" => Some(Self::Place),
            "TIME" => None,
            _ => Some(Self::Term),
        }
    }
}

/// What somebody is somewhere for a time.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Office {
    /// The body's or place's name.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub body: String,
    /// The title.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// From when: a year, month or day, as ISO has them; empty where unknown.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub from: String,
    /// Until when, inclusive.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub to: String,
}

impl Office {
    /// Whether it can be held on a day; what is not known excludes nothing.
    pub fn covers(&self, day: &str) -> bool {
        // A year or month is compared with as much of the day as it has.
        let part = |bound: &str| day.get(..bound.len()).unwrap_or(day).to_owned();
        day.is_empty()
            || ((self.from.is_empty() || part(&self.from) >= self.from)
                && (self.to.is_empty() || part(&self.to) <= self.to))
    }

    /// Whether it says nothing.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// An entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Kept for ever.
    pub id: EntryId,
    /// What it is.
    #[serde(default)]
    pub kind: EntryKind,
    /// Its canonical name.
    pub name: String,
    /// Other names, in the editor's order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// Its offices, in the editor's order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub offices: Vec<Office>,
    /// What the editor has to say.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub notes: String,
    /// Who it is elsewhere: a Wikidata id or the house's own.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub outside: String,
    /// The entry into which it was merged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merged: Option<EntryId>,
    /// Whether it is in the trash.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub trashed: bool,
}

impl Entry {
    /// The name under which links call the register of the dataset.
    pub const REGISTER: &str = "zhupi";

    /// An entry with nothing but a name. The id follows from who makes it and when.
    pub fn new(kind: EntryKind, name: &str, by: &str, at: &str) -> Self {
        Self {
            id: EntryId::derived(&[kind.word(), name, by, at]),
            kind,
            name: name.to_owned(),
            aliases: Vec::new(),
            offices: Vec::new(),
            notes: String::new(),
            outside: String::new(),
            merged: None,
            trashed: false,
        }
    }

    /// Whether it is found and proposed: neither merged away nor in the trash.
    pub fn is_live(&self) -> bool {
        self.merged.is_none() && !self.trashed
    }

    /// All its names, the canonical one first.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.name).chain(&self.aliases).map(String::as_str)
    }

    /// Whether it has a name.
    pub fn is_named(&self, name: &str) -> bool {
        self.names().any(|known| known == name)
    }

    /// A link to it.
    pub fn link(&self) -> Link {
        let (id, name) = (self.id.as_str().to_owned(), self.name.clone());
        Link { register: Self::REGISTER.to_owned(), id, name }
    }

    /// Names and offices once each, without blank ones and white space around them; what is proposed is never the
    /// canonical name again.
    #[must_use]
    pub fn tidied(mut self) -> Self {
        let trim = |text: &mut String| *text = text.trim().to_owned();
        trim(&mut self.name);
        trim(&mut self.notes);
        trim(&mut self.outside);
        let mut known = vec![self.name.clone()];
        self.aliases.iter_mut().for_each(trim);
        self.aliases.retain(|alias| {
            let new = !alias.is_empty() && !known.contains(alias);
            if new {
                known.push(alias.clone());
            }
            new
        });
        let mut offices: Vec<Office> = Vec::new();
        for mut office in std::mem::take(&mut self.offices) {
            for field in [&mut office.body, &mut office.title, &mut office.from, &mut office.to] {
                trim(field);
            }
            if !office.is_empty() && !offices.contains(&office) {
                offices.push(office);
            }
        }
        self.offices = offices;
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_office_holds_for_the_days_that_it_names() {
        let office = Office { from: "2019".into(), to: "2021-06".into(), ..Office::default() };
        assert!(office.covers("2019-01-01") && office.covers("2021-06-30") && office.covers(""));
        assert!(!office.covers("2018-12-31") && !office.covers("2021-07-01"));
        assert!(Office::default().covers("1949-10-01"));
    }

    #[test]
    fn tidied_names_stand_once() {
        let mut entry = Entry::new(EntryKind::Person, " 林晓 ", "沈", "");
        entry.aliases = ["林晓", "小林", " ", "小林 "].map(String::from).into();
        entry.offices = vec![Office::default(), Office { title: " 局长".into(), ..Office::default() }];
        let tidied = entry.tidied();
        assert_eq!((&*tidied.name, &tidied.aliases[..]), ("林晓", &["小林".to_owned()][..]));
        assert_eq!((tidied.offices.len(), &*tidied.offices[0].title), (1, "局长"));
    }
}
