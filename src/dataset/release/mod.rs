//! Releases (发布): named versions of a dataset that do not change any more.
//!
//! A [`Recipe`] says what is in a release and how it is split; `pruned` cuts an issue down to it. What is left of an article
//! is a [`Piece`] with the digest of its record; `split` deals the pieces out. A [`Release`] is what the dataset remembers
//! of one that was made, as an event: enough to deal out the next one alike and to say what changed since. The records
//! themselves and the card beside them are written by `exchange::release`.

mod changes;
mod split;

pub use changes::Changes;
pub use split::{Part, Split, split};

use super::event::Event;
use super::read::{decode_event, unreadable};
use super::{Dataset, DatasetError, Stamp};
use crate::annotation::{ArticleId, IssueId, LabelId, Status};
use crate::issue::{Article, ArticleStatus, Issue, Kind};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What is never parted by a split.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// The articles of an issue.
    #[default]
    Issue,
    /// The articles of a day.
    Date,
}

/// What is in a release and how it is split.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recipe {
    /// Its name.
    pub name: String,
    /// Articles in one of these states.
    pub states: BTreeSet<ArticleStatus>,
    /// Issues from this ISO date on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Issues up to this ISO date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// Marks with these labels; with all where none is named.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub labels: BTreeSet<LabelId>,
    /// What nobody has decided yet, too.
    #[serde(default)]
    pub proposals: bool,
    /// Rejected proposals, too.
    #[serde(default)]
    pub negatives: bool,
    /// What stays together.
    #[serde(default)]
    pub unit: Unit,
    /// Hundredths for training, validation and test.
    pub shares: [u32; 3],
    /// Where chance begins.
    #[serde(default)]
    pub seed: u64,
    /// Under which licence it is given away; empty where nothing is said.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub licence: String,
}

impl Default for Recipe {
    fn default() -> Self {
        let finished = [ArticleStatus::Done, ArticleStatus::InReview, ArticleStatus::Checked];
        Self {
            name: String::new(),
            states: finished.into(),
            from: None,
            to: None,
            labels: BTreeSet::new(),
            proposals: false,
            negatives: false,
            unit: Unit::Issue,
            shares: [80, 10, 10],
            seed: 0,
            licence: String::new(),
        }
    }
}

impl Recipe {
    /// Whether an issue is in the time that is asked for. One without a date is in all time only.
    pub fn covers(&self, date: &str) -> bool {
        let after = self.from.as_deref().is_none_or(|from| !date.is_empty() && date >= from);
        after && self.to.as_deref().is_none_or(|to| !date.is_empty() && date <= to)
    }

    fn keeps(&self, status: Status) -> bool {
        match status {
            Status::Proposed => self.proposals,
            Status::Rejected => self.negatives,
            _ => true,
        }
    }

    /// The issue with nothing in it but what belongs to the release; page furniture and editors' notes never do.
    #[must_use]
    pub fn pruned(&self, issue: &Issue) -> Issue {
        let articles = if self.covers(&issue.date) { &issue.articles[..] } else { &[] };
        let wanted =
            |article: &&Article| article.kind != Kind::Furniture && self.states.contains(&article.status);
        let articles = articles.iter().filter(wanted).map(|article| self.pruned_article(article)).collect();
        Issue {
            id: issue.id.clone(),
            title: issue.title.clone(),
            date: issue.date.clone(),
            files: issue.files.clone(),
            articles,
            disputes: Vec::new(),
        }
    }

    fn pruned_article(&self, article: &Article) -> Article {
        let mut article = article.clone();
        article.notes.clear();
        for block in &mut article.blocks {
            block.remarks.clear();
            block.entities.retain(|mark| {
                self.keeps(mark.status) && (self.labels.is_empty() || self.labels.contains(&mark.label))
            });
        }
        article.topics.retain(|topic| self.keeps(topic.status));
        article.keywords.retain(|word| self.keeps(word.status));
        let there: BTreeSet<_> = article
            .entities()
            .filter(|(_, mark)| mark.status.stands())
            .map(|(_, mark)| mark.id.clone())
            .collect();
        article.relations.retain(|relation| {
            self.keeps(relation.status) && there.contains(&relation.from) && there.contains(&relation.to)
        });
        article
    }
}

/// An article of a release.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// In which issue.
    pub issue: IssueId,
    /// What it may not be parted from: the issue's id, or the date.
    pub unit: String,
    /// Which article.
    pub article: ArticleId,
    /// SHA-256 of its record, in hex.
    pub digest: String,
    /// Its text.
    pub text: String,
    /// Marks that stand, by label.
    pub labels: BTreeMap<LabelId, u32>,
}

/// An article of a release, as the dataset remembers it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// Which.
    pub id: ArticleId,
    /// The beginning of its record's digest.
    pub digest: String,
    /// In which part.
    pub part: Part,
}

/// What the dataset remembers of a release.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Release {
    /// What was asked for.
    pub recipe: Recipe,
    /// Which draw of the seed it was; see [`split`].
    pub draw: u32,
    /// SHA-256 of the records of all parts, in hex.
    pub hash: String,
    /// Its articles, in the order of the dataset.
    pub articles: Vec<Kept>,
}

impl Dataset {
    /// The releases that were made, with when and by whom, the latest last.
    ///
    /// # Errors
    /// Where an event cannot be read.
    pub fn releases(&self) -> Result<Vec<(Stamp, String, Release)>, DatasetError> {
        let failed = |error: rusqlite::Error| self.failed(&error);
        let mut releases = Vec::with_capacity(self.ledger.releases.len());
        let mut query = self
            .conn
            .prepare_cached("SELECT at, editor, payload FROM record WHERE seq = ?1")
            .map_err(failed)?;
        for seq in &self.ledger.releases {
            let (at, editor, payload) =
                query.query_row([seq], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).map_err(failed)?;
            match decode_event(&self.path, *seq, &payload)? {
                Event::Release { payload, .. } => {
                    let release = serde_json::from_value(payload)
                        .map_err(|error| unreadable(&self.path, *seq, &error))?;
                    releases.push((Stamp { seq: *seq, at }, editor, release));
                }
                _ => return Err(unreadable(&self.path, *seq, &"it is no release")),
            }
        }
        Ok(releases)
    }

    /// Remembers a release that was made. `None` comes back where the very same is remembered already.
    ///
    /// # Errors
    /// [`DatasetError::Released`] where another one has its name, and what a write can meet.
    pub fn remember_release(
        &mut self,
        release: Release,
        editor: &str,
    ) -> Result<Option<Stamp>, DatasetError> {
        let before = self.releases()?;
        match before.iter().find(|(.., known)| known.recipe.name == release.recipe.name) {
            Some((.., known)) if known.hash == release.hash => return Ok(None),
            Some((.., known)) => return Err(DatasetError::Released(known.recipe.name.clone())),
            None => {}
        }
        let name = release.recipe.name.clone();
        let payload =
            serde_json::to_value(release).map_err(|error| DatasetError::Unsound(error.to_string()))?;
        let event = Event::Release { name, payload };
        self.append(editor, &IssueId::new(""), &event, |_, _| Ok(())).map(Some)
    }
}
