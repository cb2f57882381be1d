//! The finder: looks for a text, or for what is not alike, in all issues of the dataset, whose texts it holds in memory.
//!
//! It reads them when it is first asked, from the file beside the clerk, and is told of every change after that. What it
//! cannot follow is read anew when it is asked the next time.

use super::{Event, Voice};
use crate::annotation::IssueId;
use crate::dataset::{Access, Corpus, Dataset, DatasetError};
use crate::issue::concordance::Needle;
use crate::issue::consistency::{self, Finding, Stretch};
use crate::issue::{Issue, Transaction};
use crate::strings::Message;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Receiver;

/// How many places are listed; the others are counted.
pub const LISTED: usize = 5000;

/// What is looked for in the dataset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seek {
    /// The text.
    pub text: String,
    /// Whether every character counts.
    pub literal: bool,
    /// The issue that is left out, since it is on the page.
    pub except: Option<IssueId>,
}

/// Something to be looked through for what is not alike.
#[derive(Clone, Debug)]
pub struct Check {
    /// An issue; otherwise all of the dataset.
    pub of: Option<Box<Issue>>,
    /// Set where nobody waits for the answer any more; tells one question from another too.
    pub stop: Arc<AtomicBool>,
}

/// What the finder is told.
pub(super) enum Find {
    /// Another dataset is open, or none.
    Forget,
    /// An issue changed; `None` where it has to be read anew.
    Changed(IssueId, Option<Transaction>),
    /// Look for a text in this dataset.
    Seek(PathBuf, Seek),
    /// List what is not alike, perhaps in this dataset.
    Check(Option<PathBuf>, Check),
}

/// Holds the texts.
pub(super) struct Finder {
    pub(super) voice: Voice,
    /// Whether the program ends.
    pub(super) ending: Arc<AtomicBool>,
    pub(super) corpus: Option<Corpus>,
    pub(super) stale: BTreeSet<IssueId>,
}

impl Finder {
    /// Answers until nobody asks any more.
    pub(super) fn run(mut self, inbox: &Receiver<Find>) {
        while let Ok(first) = inbox.recv() {
            let batch: Vec<Find> = std::iter::once(first).chain(inbox.try_iter()).collect();
            // Of several searches only the last one is wanted still.
            let last = batch.iter().rposition(|find| matches!(find, Find::Seek(..)));
            for (n, find) in batch.into_iter().enumerate() {
                match find {
                    Find::Forget => (self.corpus, self.stale) = (None, BTreeSet::new()),
                    Find::Changed(id, transaction) => self.changed(id, transaction.as_ref()),
                    Find::Seek(..) if Some(n) != last => self.voice.say(Event::Quiet),
                    Find::Seek(path, seek) => self.seek(&path, seek),
                    Find::Check(path, check) => self.check(path.as_deref(), check),
                }
            }
        }
    }

    fn changed(&mut self, id: IssueId, transaction: Option<&Transaction>) {
        let Some(corpus) = &mut self.corpus else { return };
        let followed = transaction.is_some_and(|transaction| corpus.apply(&id, transaction));
        if !followed {
            self.stale.insert(id);
        }
    }

    fn check(&mut self, path: Option<&Path>, check: Check) {
        let Check { of, stop } = check;
        let goes_on = || !stop.load(Ordering::Acquire);
        let look =
            |stretches: &[Stretch<'_>]| consistency::check(stretches, crate::propose::words_of, &goes_on);
        let findings = match (of, path) {
            (Some(issue), _) => Ok(look(&Stretch::all_of(&issue))),
            (None, None) => Ok(Some(Vec::new())),
            (None, Some(path)) => self.all_checked(path, &goes_on, &look),
        };
        self.voice.say(Event::Checked { stop, findings });
    }

    fn all_checked(
        &mut self,
        path: &Path,
        goes_on: &dyn Fn() -> bool,
        look: &dyn Fn(&[Stretch<'_>]) -> Option<Vec<Finding>>,
    ) -> Result<Option<Vec<Finding>>, Message> {
        let ending = Arc::clone(&self.ending);
        let read = self.read(path, &|| goes_on() && !ending.load(Ordering::Acquire));
        read.map_err(|error| error.message())?;
        Ok(self.corpus.as_ref().and_then(|corpus| look(&corpus.stretches())))
    }

    fn seek(&mut self, path: &Path, seek: Seek) {
        let ending = Arc::clone(&self.ending);
        let read = || self.read(path, &|| !ending.load(Ordering::Acquire));
        let found = std::panic::catch_unwind(std::panic::AssertUnwindSafe(read));
        let found = match found {
            Ok(Ok(())) => {
                let needle = Needle::new(&seek.text, seek.literal);
                let corpus = self.corpus.as_ref();
                Ok(needle
                    .zip(corpus)
                    .map(|(needle, corpus)| corpus.find(&needle, seek.except.as_ref(), LISTED))
                    .unwrap_or_default())
            }
            Ok(Err(error)) => Err(error.message()),
            Err(_) => Err(Message::new("error.context")),
        };
        self.voice.say(Event::Sought { seek, found });
    }

    /// Reads what is not known yet, as long as it is wanted.
    fn read(&mut self, path: &Path, goes_on: &dyn Fn() -> bool) -> Result<(), DatasetError> {
        match &mut self.corpus {
            None => {
                let dataset = Dataset::open(path, Access::Read)?;
                let corpus = Corpus::read(&dataset, goes_on)?;
                // One that is read in part is none.
                (self.corpus, self.stale) = (Some(corpus).filter(|_| goes_on()), BTreeSet::new());
            }
            Some(corpus) if !self.stale.is_empty() => {
                let dataset = Dataset::open(path, Access::Read)?;
                for id in std::mem::take(&mut self.stale) {
                    corpus.put(&dataset.issue(&id)?);
                }
            }
            Some(_) => {}
        }
        Ok(())
    }
}
