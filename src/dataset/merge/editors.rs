//! What each editor decided in one dataset, as if they had worked alone.
//!
//! A version is the issue as it came in, with everybody's changes of the structure, since all share the text, and of the
//! decisions only the editor's own, each as they left it last. Where an editor's mark does not fit the text any more it is
//! left out.

use super::differ::{Verdict, Version, differ};
use super::file::{Merged, MergedIssue, sheets};
use crate::annotation::{Decider, IssueId};
use crate::dataset::GoOn;
use crate::dataset::agreement::{Agreement, measure};
use crate::dataset::event::{Event, Payload};
use crate::dataset::read::decode_event;
use crate::dataset::{Dataset, DatasetError};
use crate::issue::{Article, ArticleFacts, ArticleStatus, Change, Edit, Issue, Transaction};
use std::collections::BTreeMap;

/// Acts that bring others' decisions in.
const OTHERS: [&str; 2] = ["gesture.combine", "gesture.settle"];

impl Dataset {
    /// Everybody who has changed something, by how much, the busiest first.
    pub fn editors(&self) -> Vec<String> {
        let mut all: Vec<(&String, usize)> =
            self.ledger.histories.iter().map(|(name, history)| (name, history.undoable().len())).collect();
        all.retain(|(_, acts)| *acts > 0);
        all.sort_by_key(|(name, acts)| (std::cmp::Reverse(*acts), (*name).clone()));
        all.into_iter().map(|(name, _)| name.clone()).collect()
    }

    /// An issue as an editor has decided it.
    ///
    /// # Errors
    /// [`DatasetError::NoIssue`], or where events cannot be read.
    pub fn version(&self, id: &IssueId, editor: &str) -> Result<Issue, DatasetError> {
        let failed = |error: rusqlite::Error| self.failed(&error);
        let mut query = self
            .conn
            .prepare_cached(
                "SELECT seq, editor, payload FROM record WHERE issue = ?1 AND seq < ?2 ORDER BY seq",
            )
            .map_err(failed)?;
        let rows = query
            .query_map((id.as_str(), self.end()), |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            .map_err(failed)?;
        let mut issue: Option<Issue> = None;
        let mut done: BTreeMap<u64, (String, Transaction)> = BTreeMap::new();
        for row in rows {
            let (seq, by, payload): (u64, String, Payload) = row.map_err(failed)?;
            let (by, transaction) = match decode_event(&self.path, seq, &payload)? {
                Event::Opened { issue: opened, .. } | Event::Moved { issue: opened, .. } => {
                    issue = Some(*opened);
                    continue;
                }
                Event::Edited { transaction } | Event::Registered { transaction } => {
                    done.entry(seq).or_insert_with(|| (by.clone(), transaction.clone()));
                    (by, transaction)
                }
                Event::Undone { seq } => match done.get(&seq) {
                    Some((by, transaction)) => (by.clone(), transaction.inverse()),
                    None => continue,
                },
                Event::Redone { seq } => match done.get(&seq) {
                    Some((by, transaction)) => (by.clone(), transaction.clone()),
                    None => continue,
                },
                // Newer proposals are everybody's.
                Event::Proposed { transaction } => (editor.to_owned(), transaction),
                _ => continue,
            };
            let own = by == editor && !OTHERS.contains(&transaction.gesture.as_str());
            if let Some(issue) = &mut issue {
                transaction.edits.iter().for_each(|edit| say(issue, edit, own));
            }
        }
        let mut issue = issue.ok_or_else(|| DatasetError::NoIssue(id.clone()))?;
        issue.disputes.clear();
        issue.articles.iter_mut().for_each(Article::canonical);
        Ok(issue)
    }

    /// How far editors agree on the articles that several of them have finished; `None` where it was stopped.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn measure_editors(
        &self,
        names: &[String],
        go_on: GoOn<'_>,
    ) -> Result<Option<Agreement>, DatasetError> {
        let issues = self.issues()?;
        let mut all = Vec::new();
        for (n, summary) in issues.iter().enumerate() {
            if !go_on(n, issues.len()) {
                return Ok(None);
            }
            let versions = names.iter().map(|name| self.version(&summary.id, name));
            let versions: Vec<Issue> = versions.collect::<Result<_, _>>()?;
            all.extend(sheets(&versions.iter().map(Some).collect::<Vec<_>>()));
        }
        Ok(Some(measure(names, &all)))
    }

    /// Notes as disputes what two editors have decided differently in this dataset. What stands stays until somebody
    /// decides.
    ///
    /// # Errors
    /// Where the file cannot be read, and what a write can meet. Nothing is changed then.
    pub fn dispute_editors(
        &mut self,
        (first, second): (&str, &str),
        who: &Decider,
        go_on: GoOn<'_>,
    ) -> Result<Option<Merged>, DatasetError> {
        self.writable()?;
        let mut merged = Merged::default();
        let (mut changes, mut all) = (Vec::new(), Vec::new());
        let issues = self.issues()?;
        for (n, summary) in issues.iter().enumerate() {
            if !go_on(n, issues.len()) {
                return Ok(None);
            }
            let (now, decided) = (self.issue(&summary.id)?, self.decided_disputes(&summary.id)?);
            let (one, other) = (self.version(&summary.id, first)?, self.version(&summary.id, second)?);
            all.extend(sheets(&[Some(&one), Some(&other)]));
            let list = differ(Version { by: first, issue: &one }, Version { by: second, issue: &other });
            let (mut edits, mut articles) = (Vec::new(), BTreeMap::new());
            for difference in list.into_iter().filter(|difference| difference.verdict == Verdict::Open) {
                let mut dispute = difference.dispute;
                let known = now.disputes.iter().chain(&decided).any(|known| known.is_about(&dispute));
                if known {
                    continue;
                }
                if let Some(article) = dispute.article.as_ref().and_then(|id| now.article(id)) {
                    dispute.was = match article.status {
                        ArticleStatus::Disputed => ArticleStatus::Done,
                        status => status,
                    };
                    articles.insert(article.id.clone(), article.facts());
                }
                let change = Change { before: None, after: Some(dispute) };
                edits.push(Edit::Dispute { change: Box::new(change) });
            }
            let open = edits.len();
            for (article, before) in articles {
                let after = ArticleFacts { status: ArticleStatus::Disputed, ..before.clone() };
                if before != after {
                    edits.push(Edit::Article { article, before: Box::new(before), after: Box::new(after) });
                }
            }
            let name = format!("{} {}", summary.title, summary.date).trim().to_owned();
            merged.both.push(MergedIssue { id: summary.id.clone(), name, taken: 0, kept: 0, open });
            if open > 0 {
                let transaction = Transaction { gesture: "gesture.combine".into(), edits };
                changes.push((summary.id.clone(), transaction));
            }
        }
        let agreement = measure(&[first.to_owned(), second.to_owned()], &all);
        merged.agreement = Some(agreement.summary()).filter(|summary| summary.articles > 0);
        merged.measured = Some(agreement);
        self.edit_together(&who.by, changes, merged.agreement.as_ref())?;
        Ok(Some(merged))
    }
}

/// Has an edit hold in a version as far as it can: the structure always, decisions where they are the editor's `own`.
fn say(issue: &mut Issue, edit: &Edit, own: bool) {
    let shared = edit.is_structural() || matches!(edit, Edit::Issue { .. } | Edit::Page { .. });
    if shared {
        // Where a mark of the editor's lies over another one's cut the text stays whole, and shows as cut otherwise.
        let _ = issue.apply(&Transaction { gesture: String::new(), edits: vec![edit.clone()] });
        return;
    }
    if !own {
        return;
    }
    let mut blocks = issue.articles.iter_mut().flat_map(|article| &mut article.blocks);
    match edit {
        Edit::Entity { block, change, .. } => {
            let Some(block) = blocks.find(|one| one.id == *block) else { return };
            let ids = change.before.iter().chain(&change.after).map(|mark| &mark.id);
            let ids: Vec<_> = ids.collect();
            block.entities.retain(|mark| !ids.contains(&&mark.id));
            block.entities.extend(change.after.clone().filter(|mark| mark.fits(&block.text)));
        }
        Edit::Reading { block, change, .. } => {
            let Some(block) = blocks.find(|one| one.id == *block) else { return };
            let places = change.before.iter().chain(&change.after).map(|one| one.range);
            let places: Vec<_> = places.collect();
            block.readings.retain(|one| !places.iter().any(|place| place.overlaps(one.range)));
            block.readings.extend(change.after.clone().filter(|one| one.fits(&block.text)));
        }
        Edit::Remark { block, change, .. } => {
            let Some(block) = blocks.find(|one| one.id == *block) else { return };
            let ids: Vec<_> = change.before.iter().chain(&change.after).map(|one| &one.id).collect();
            block.remarks.retain(|one| !ids.contains(&&one.id));
            block.remarks.extend(change.after.clone().filter(|one| one.fits(&block.text)));
        }
        Edit::Topic { article, change } => {
            let Some(article) = issue.articles.iter_mut().find(|one| one.id == *article) else { return };
            let codes: Vec<_> = change.before.iter().chain(&change.after).map(|one| &one.code).collect();
            article.topics.retain(|one| !codes.contains(&&one.code));
            article.topics.extend(change.after.clone());
        }
        Edit::Keyword { article, change } => {
            let Some(article) = issue.articles.iter_mut().find(|one| one.id == *article) else { return };
            let words: Vec<_> = change.before.iter().chain(&change.after).map(|one| &one.text).collect();
            article.keywords.retain(|one| !words.contains(&&one.text));
            article.keywords.extend(change.after.clone());
        }
        Edit::Relation { article, change } => {
            let Some(article) = issue.articles.iter_mut().find(|one| one.id == *article) else { return };
            let ids: Vec<_> = change.before.iter().chain(&change.after).map(|one| &one.id).collect();
            article.relations.retain(|one| !ids.contains(&&one.id));
            article.relations.extend(change.after.clone());
        }
        Edit::Article { article, after, .. } => {
            let Some(article) = issue.articles.iter_mut().find(|one| one.id == *article) else { return };
            let facts = (**after).clone();
            (article.kind, article.status) = (facts.kind, facts.status);
            article.supplied_headline = facts.supplied_headline;
            (article.summary, article.notes) = (facts.summary, facts.notes);
        }
        _ => {}
    }
}
