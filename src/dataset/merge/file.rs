//! A whole dataset taken into another one.
//!
//! Issues are the same where their files are. What the other dataset has and this one has not comes in whole; of issues that
//! both have, what nobody contradicts comes in and the rest becomes disputes. All issues that change do so in one durable
//! step, each by a transaction that can be undone by itself. Nothing is changed in the other dataset.

use super::combine::{Combined, combine};
use super::differ::{Version, is_finished};
use super::pairing::Pairing;
use crate::annotation::{Decider, IssueId, LabelId};
use crate::dataset::GoOn;
use crate::dataset::agreement::{Agreement, Sheet, Summary, measure};
use crate::dataset::event::Event;
use crate::dataset::read::{IssueSummary, Seen};
use crate::dataset::{Dataset, DatasetError, Stamp, ledger, write};
use crate::issue::{Article, Dispute, Edit, Issue, Transaction};
use std::collections::{BTreeMap, BTreeSet};

/// What became of an issue that both datasets have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MergedIssue {
    /// The issue.
    pub id: IssueId,
    /// Its name and date.
    pub name: String,
    /// Words taken in.
    pub taken: usize,
    /// Words of this dataset that the other one says nothing against.
    pub kept: usize,
    /// Disputes that came up.
    pub open: usize,
}

/// Why an issue was left alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotMerged {
    /// It stands on other files here by now, or shares only some with an issue here.
    Files,
    /// It has marks with labels that this dataset does not have.
    Labels,
}

/// What taking a dataset in came to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Merged {
    /// Issues that came in whole, by name.
    pub added: Vec<String>,
    /// Issues of both.
    pub both: Vec<MergedIssue>,
    /// Issues that were left alone, by name, and why.
    pub left: Vec<(String, NotMerged)>,
    /// Labels that this dataset does not have.
    pub labels: BTreeSet<LabelId>,
    /// How far the two agree on the articles that both have finished.
    pub agreement: Option<Summary>,
    /// The same with all its tables.
    pub measured: Option<Agreement>,
}

impl Merged {
    /// Words taken in, and disputes that came up.
    pub fn sums(&self) -> (usize, usize) {
        (self.both.iter().map(|one| one.taken).sum(), self.both.iter().map(|one| one.open).sum())
    }
}

/// What is to be written.
#[derive(Default)]
struct Plan {
    merged: Merged,
    new: Vec<IssueId>,
    changes: Vec<(IssueId, Transaction)>,
}

fn name(summary: &IssueSummary) -> String {
    let known = format!("{} {}", summary.title, summary.date);
    let file = || summary.files.first().cloned().unwrap_or_default();
    Some(known.trim().to_owned()).filter(|known| !known.is_empty()).unwrap_or_else(file)
}

/// The versions' articles, one row for each article of the first version; only those that are finished.
pub(super) fn sheets(versions: &[Option<&Issue>]) -> Vec<Sheet> {
    let Some(base) = versions.iter().flatten().next() else { return Vec::new() };
    let pairings: Vec<Option<Pairing<'_>>> =
        versions.iter().map(|version| version.map(|version| Pairing::of(base, version))).collect();
    let row = |article: &Article| {
        let others = versions.iter().zip(&pairings).map(|(version, pairing)| {
            let other = pairing.as_ref()?.article(&article.id)?;
            version.is_some_and(|version| is_finished(version, other)).then_some(other)
        });
        Sheet::of(&others.collect::<Vec<_>>())
    };
    base.articles.iter().map(row).collect()
}

/// How far datasets agree on the articles that several of them have finished; `None` where it was stopped.
///
/// # Errors
/// Where a dataset cannot be read.
pub fn measure_datasets(
    datasets: &[&Dataset],
    names: &[String],
    go_on: GoOn<'_>,
) -> Result<Option<Agreement>, DatasetError> {
    let (mut all, mut done) = (Vec::new(), BTreeSet::new());
    for (n, dataset) in datasets.iter().enumerate() {
        let issues = dataset.issues()?;
        for (k, summary) in issues.iter().enumerate() {
            if !go_on(n * issues.len() + k, datasets.len() * issues.len()) {
                return Ok(None);
            }
            let hashes = dataset.hashes(&summary.id)?;
            if !done.insert(hashes.clone()) {
                continue;
            }
            let mut versions: Vec<Option<Issue>> = vec![None; n];
            for other in &datasets[n..] {
                let twin = other.twin(&hashes)?;
                versions.push(twin.ok().flatten().map(|id| other.issue(&id)).transpose()?);
            }
            all.extend(sheets(&versions.iter().map(Option::as_ref).collect::<Vec<_>>()));
        }
    }
    Ok(Some(measure(names, &all)))
}

impl Dataset {
    /// Names for two datasets: who has done most in each, else the names of the files.
    pub fn names_beside(&self, other: &Self) -> (String, String) {
        let editor = |dataset: &Self| {
            let most =
                dataset.ledger.histories.iter().max_by_key(|(name, history)| {
                    (history.undoable().len(), std::cmp::Reverse((*name).clone()))
                });
            most.map(|(name, _)| name.clone()).filter(|name| !name.is_empty()).unwrap_or_default()
        };
        let file = |dataset: &Self| {
            dataset.path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
        };
        let (mine, theirs) = (editor(self), editor(other));
        if !mine.is_empty() && !theirs.is_empty() && mine != theirs {
            return (mine, theirs);
        }
        let (mine, theirs) = (file(self), file(other));
        if mine == theirs { (mine, format!("{theirs} 2")) } else { (mine, theirs) }
    }

    /// What [`Dataset::merge`] would come to. Nothing is written.
    ///
    /// # Errors
    /// Where one of the two cannot be read.
    pub fn preview_merge(
        &self,
        other: &Self,
        names: (&str, &str),
        who: &Decider,
        go_on: GoOn<'_>,
    ) -> Result<Option<Merged>, DatasetError> {
        Ok(self.plan_merge(other, names, who, go_on)?.map(|plan| plan.merged))
    }

    /// Takes another dataset in. `names` are those under which the two speak in disputes. `None` where it was stopped;
    /// nothing is changed then.
    ///
    /// # Errors
    /// Where one of the two cannot be read, and what a write can meet; issues that came in whole before that stay.
    pub fn merge(
        &mut self,
        other: &Self,
        names: (&str, &str),
        who: &Decider,
        go_on: GoOn<'_>,
    ) -> Result<Option<Merged>, DatasetError> {
        self.writable()?;
        let Some(plan) = self.plan_merge(other, names, who, go_on)? else { return Ok(None) };
        for id in &plan.new {
            self.add_issue(&other.source(id)?, &other.issue(id)?, &who.by)?;
        }
        let summary = plan.merged.agreement.clone().filter(|_| !plan.changes.is_empty());
        self.edit_together(&who.by, plan.changes, summary.as_ref())?;
        Ok(Some(plan.merged))
    }

    fn plan_merge(
        &self,
        other: &Self,
        (mine, theirs): (&str, &str),
        who: &Decider,
        go_on: GoOn<'_>,
    ) -> Result<Option<Plan>, DatasetError> {
        let mut plan = Plan::default();
        let mut all = Vec::new();
        let labels = self.label_set();
        let issues = other.issues()?;
        for (n, summary) in issues.iter().enumerate() {
            if !go_on(n, issues.len()) {
                return Ok(None);
            }
            let right = other.issue(&summary.id)?;
            let strange: BTreeSet<LabelId> = right
                .articles
                .iter()
                .flat_map(Article::entities)
                .filter(|(_, mark)| {
                    labels.get(&mark.label).is_none() && !labels.gone.contains_key(&mark.label)
                })
                .map(|(_, mark)| mark.label.clone())
                .collect();
            if !strange.is_empty() {
                plan.merged.left.push((name(summary), NotMerged::Labels));
                plan.merged.labels.extend(strange);
                continue;
            }
            match self.twin(&other.hashes(&summary.id)?)? {
                Err(()) => plan.merged.left.push((name(summary), NotMerged::Files)),
                Ok(None) if self.has(&summary.id)? => {
                    plan.merged.left.push((name(summary), NotMerged::Files));
                }
                Ok(None) => {
                    plan.merged.added.push(name(summary));
                    plan.new.push(summary.id.clone());
                }
                Ok(Some(id)) => {
                    let left = self.issue(&id)?;
                    all.extend(sheets(&[Some(&left), Some(&right)]));
                    let (base, version) =
                        (Version { by: mine, issue: &left }, Version { by: theirs, issue: &right });
                    let Combined { transaction, taken, kept, open } =
                        combine(base, version, &self.decided_disputes(&id)?, who);
                    plan.merged.both.push(MergedIssue {
                        id: id.clone(),
                        name: name(summary),
                        taken,
                        kept,
                        open,
                    });
                    if !transaction.edits.is_empty() {
                        plan.changes.push((id, transaction));
                    }
                }
            }
        }
        let agreement = measure(&[mine.to_owned(), theirs.to_owned()], &all);
        plan.merged.agreement = Some(agreement.summary()).filter(|summary| summary.articles > 0);
        plan.merged.measured = Some(agreement);
        Ok(Some(plan))
    }

    /// SHA-256 of the files that an issue stands on, in order.
    pub(super) fn hashes(&self, id: &IssueId) -> Result<Vec<String>, DatasetError> {
        let read = || {
            let mut query = self.conn.prepare_cached(
                "SELECT sha256 FROM issue_file
                 WHERE issue = ?1 AND since = (SELECT max(since) FROM issue_file WHERE issue = ?1 AND since < ?2)
                 ORDER BY position",
            )?;
            let rows = query.query_map((id.as_str(), self.end()), |row| row.get(0))?;
            rows.collect::<rusqlite::Result<Vec<String>>>()
        };
        read().map_err(|error| self.failed(&error))
    }

    /// The issue here that stands on these files; `Err` where one shares some of them only, or stood on them once.
    fn twin(&self, hashes: &[String]) -> Result<Result<Option<IssueId>, ()>, DatasetError> {
        for hash in hashes {
            if let Some(id) = self.find(&[hash])? {
                return Ok(if self.hashes(&id)? == *hashes { Ok(Some(id)) } else { Err(()) });
            }
        }
        Ok(Ok(None))
    }

    /// The disputes of an issue that somebody has decided.
    pub(super) fn decided_disputes(&self, id: &IssueId) -> Result<Vec<Dispute>, DatasetError> {
        let mut decided: BTreeMap<_, Dispute> = BTreeMap::new();
        self.fold_seeing(id, &mut |_, _, seen| {
            let Seen::Changed(transaction) = seen else { return };
            for edit in &transaction.edits {
                let Edit::Dispute { change } = edit else { continue };
                match (&change.before, &change.after) {
                    (Some(before), None) => drop(decided.insert(before.id.clone(), before.clone())),
                    (_, Some(after)) => drop(decided.remove(&after.id)),
                    (None, None) => {}
                }
            }
        })?;
        Ok(decided.into_values().collect())
    }

    /// Writes several transactions, and what was measured, in one durable step.
    pub(super) fn edit_together(
        &mut self,
        editor: &str,
        changes: Vec<(IssueId, Transaction)>,
        summary: Option<&Summary>,
    ) -> Result<(), DatasetError> {
        self.writable()?;
        if changes.is_empty() && summary.is_none() {
            return Ok(());
        }
        // The ledger goes along only when all of it is on the disk.
        let mut next = self.ledger.clone();
        let failed = |error: rusqlite::Error| DatasetError::sqlite(&self.path, &error);
        let writing = self.conn.unchecked_transaction().map_err(failed)?;
        let mut put = |issue: &IssueId, event: &Event| -> Result<Stamp, DatasetError> {
            let record = next.next(editor, issue.as_str(), event)?;
            ledger::insert(&writing, &record).map_err(failed)?;
            next.take(&record).map_err(|error| DatasetError::Unsound(error.to_string()))?;
            Ok(record.stamp)
        };
        if let Some(summary) = summary {
            put(&IssueId::new(""), &Event::Compared { summary: Box::new(summary.clone()) })?;
        }
        for (id, transaction) in changes {
            let mut issue = self.issue(&id)?;
            issue.apply(&transaction)?;
            let stamp = put(&id, &Event::Edited { transaction })?;
            write::note(&writing, &issue, &stamp).map_err(failed)?;
        }
        writing.commit().map_err(failed)?;
        self.ledger = next;
        self.state = None;
        self.is_there()
    }
}
