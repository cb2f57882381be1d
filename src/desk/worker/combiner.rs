//! Another dataset taken in, or two editors of this one compared: what it would come to, and the act itself.

use super::clerk::{Clerk, history, no_dataset};
use super::{Asked, AuditJob, Audited, Event};
use crate::annotation::Decider;
use crate::dataset::merge::Merged;
use crate::dataset::release::Release;
use crate::dataset::{Access, Dataset, IssueSummary};
use crate::strings::Message;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// What is compared with what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MergeFrom {
    /// Another dataset with this one.
    File(PathBuf),
    /// Two editors of this one.
    Editors(String, String),
}

/// A merge.
#[derive(Clone, Debug)]
pub struct MergeJob {
    /// Of what.
    pub from: MergeFrom,
    /// Whether it is carried out; otherwise it is only looked at. Editors are always carried out.
    pub write: bool,
    /// Set by the window when nobody waits for it any more.
    pub stop: Arc<AtomicBool>,
}

/// What a merge came to, or would.
#[derive(Clone, Debug)]
pub struct MergeDone {
    /// Of what.
    pub from: MergeFrom,
    /// Whether it is carried out.
    pub written: bool,
    /// Under which names the two speak.
    pub names: (String, String),
    /// What it came to.
    pub merged: Merged,
    /// The dataset's issues, as they are now.
    pub issues: Vec<IssueSummary>,
    /// Whether undo and redo have something to do.
    pub history: (bool, bool),
}

impl Clerk {
    /// Hands a question on to the auditor.
    pub(super) fn audit(&mut self, job: AuditJob) -> Option<Event> {
        let Some(dataset) = &self.dataset else { return Some(no_dataset()) };
        let _ = self.audits.send(Asked { path: dataset.path().to_owned(), job });
        None
    }

    /// Remembers a release that the auditor has written.
    pub(super) fn keep_release(&mut self, release: Release, folder: PathBuf) -> Event {
        let Some(dataset) = &mut self.dataset else { return no_dataset() };
        let articles = release.articles.len();
        Event::Audited(match dataset.remember_release(release, &self.editor) {
            Ok(_) => Audited::Made(Some((folder, articles))),
            Err(error) => Audited::Failed(error.message()),
        })
    }

    /// Looks or carries out.
    pub(super) fn merge(&mut self, job: MergeJob) -> Event {
        let MergeJob { from, write, stop } = job;
        let Some(dataset) = &mut self.dataset else { return no_dataset() };
        let mut go_on = self.voice.watch(&stop, Event::Auditing);
        let write = write || matches!(from, MergeFrom::Editors(..));
        if write && self.failed {
            return Event::Merged(Err(Message::new("error.not_recorded")));
        }
        let at = format!("{:.0}", jiff::Timestamp::now());
        let who = Decider { by: self.editor.clone(), at, nested: dataset.label_set().nested };
        let mut done = || {
            let (names, merged) = match &from {
                MergeFrom::File(path) => {
                    let other = Dataset::open(path, Access::Read)?;
                    let (mine, theirs) = dataset.names_beside(&other);
                    let names = (mine.as_str(), theirs.as_str());
                    let merged = if write {
                        dataset.merge(&other, names, &who, &mut go_on)?
                    } else {
                        dataset.preview_merge(&other, names, &who, &mut go_on)?
                    };
                    ((mine, theirs), merged)
                }
                MergeFrom::Editors(one, other) => {
                    let merged = dataset.dispute_editors((one, other), &who, &mut go_on)?;
                    ((one.clone(), other.clone()), merged)
                }
            };
            let Some(merged) = merged else { return Ok(None) };
            let (issues, history) = (dataset.issues()?, history(dataset, &self.editor));
            Ok(Some(Box::new(MergeDone {
                from: from.clone(),
                written: write,
                names,
                merged,
                issues,
                history,
            })))
        };
        let done: Result<_, crate::dataset::DatasetError> = done();
        if let Ok(Some(done)) = &done
            && done.written
        {
            done.merged.both.iter().for_each(|one| self.tell(&one.id, None));
        }
        Event::Merged(done.map_err(|error| error.message()))
    }
}
