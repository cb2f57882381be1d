//! Other tools' documents come into a dataset.
//!
//! A file is read twice: first all of it is looked at ([`survey`]), so that nothing of a bad one comes in and the editor
//! can say what its labels are here ([`LabelTable`]); then document after document is brought ([`arrive`]). For each the
//! article with the same text is looked for (`find`), its marks are put at their places there (`place`), and all that
//! concerns an issue is one transaction, all of them one durable step. Documents without an article become articles of a new issue (`fresh`) where that
//! is wanted. What finds no place is listed with the reason.

mod bring;
mod find;
mod fresh;
mod place;
mod survey;
mod table;

#[cfg(test)]
mod tests;

pub use survey::{Survey, guess, survey};
pub use table::{Fate as LabelFate, LabelTable};

use super::{Astray, Foreign, Format, Input, ReadError};
use crate::annotation::{Decider, IssueId};
use crate::dataset::{Dataset, DatasetError};
use crate::issue::Transaction;
use crate::issue::gesture::Arrival;
use crate::strings::Message;
use find::Finder;
use fresh::Fresh;

/// How documents are brought.
#[derive(Clone, Debug)]
pub struct How {
    /// What the file's labels are here.
    pub table: LabelTable,
    /// All marks as proposals, also those that the file has as decided.
    pub proposals: bool,
    /// The name of the tool, for marks of which the file does not tell who made them.
    pub by: String,
    /// Documents without an article become new ones.
    pub fresh: bool,
    /// Who brings them.
    pub who: Decider,
}

/// What came of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Arrived {
    /// Documents of the file.
    pub documents: usize,
    /// Documents whose article has the very same text.
    pub same: usize,
    /// Documents whose article has a text that differs a little.
    pub alike: usize,
    /// Documents that became new articles.
    pub fresh: usize,
    /// Marks, topics, keywords, relations and notes that came in.
    pub placed: usize,
    /// Those that were here already.
    pub known: usize,
    /// What has no place.
    pub astray: Vec<Astray>,
    /// Issues that were changed or are new.
    pub issues: Vec<IssueId>,
}

/// Why nothing came in.
#[derive(Debug, thiserror::Error)]
pub enum ArriveError {
    /// The file is bad; nothing came in.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The dataset refused; nothing came in.
    #[error(transparent)]
    Dataset(#[from] DatasetError),
    /// Whoever waited for it stopped it; nothing came in.
    #[error("stopped")]
    Stopped,
}

impl ArriveError {
    /// The sentence for the user.
    pub fn message(&self) -> Message {
        match self {
            Self::Read(error) => error.message(),
            Self::Dataset(error) => error.message(),
            Self::Stopped => Message::new("error.import.stopped"),
        }
    }
}

/// Hears how many documents of how many are done, and says whether to go on.
pub type Watch<'a> = &'a mut dyn FnMut(usize, usize) -> bool;

/// Brings all documents of a file that [`survey`] has found good, or none.
///
/// # Errors
/// Where the file is bad after all, the dataset refuses, or it was stopped. Nothing is changed then.
pub fn arrive(
    dataset: &mut Dataset,
    format: &dyn Format,
    input: &Input,
    how: &How,
    total: usize,
    watch: Watch<'_>,
) -> Result<Arrived, ArriveError> {
    dataset.together(|dataset| bring_all(dataset, format, input, how, total, watch))
}

fn bring_all(
    dataset: &mut Dataset,
    format: &dyn Format,
    input: &Input,
    how: &How,
    total: usize,
    watch: Watch<'_>,
) -> Result<Arrived, ArriveError> {
    let finder = Finder::new(dataset)?;
    let mut guest = Guest {
        finder: &finder,
        how,
        open: None,
        fresh: Fresh::default(),
        arrived: Arrived::default(),
        dataset,
    };
    let mut failed = None;
    let read = format.read(input, &mut |document| {
        if !watch(guest.arrived.documents, total) {
            failed = Some(ArriveError::Stopped);
        } else if let Err(error) = guest.take(document) {
            failed = Some(error);
        }
        // The reader only has to stop: why is known here.
        if failed.is_some() { Err(ReadError::new("error.import.stopped")) } else { Ok(()) }
    });
    match (failed, read) {
        (Some(error), _) => Err(error),
        (None, Err(error)) => Err(error.into()),
        (None, Ok(())) => guest.finish(),
    }
}

/// The file on its way in.
struct Guest<'a> {
    dataset: &'a mut Dataset,
    finder: &'a Finder,
    how: &'a How,
    /// The issue that the last document was for; its transaction is written when another one comes.
    open: Option<Arrival<'a>>,
    /// Documents that have no article yet.
    fresh: Fresh,
    arrived: Arrived,
}

impl Guest<'_> {
    fn take(&mut self, mut document: Foreign) -> Result<(), ArriveError> {
        self.arrived.documents += 1;
        self.arrived.astray.append(&mut document.astray);
        let Some(found) = self.finder.find(&document, self.dataset)? else {
            if self.how.fresh {
                self.fresh.push(document);
                if self.fresh.is_full() {
                    self.settle_fresh()?;
                }
            } else {
                self.arrived.astray.push(bring::astray(
                    &document.place,
                    "",
                    &document.text,
                    "astray.article",
                ));
            }
            return Ok(());
        };
        let (issue, article) = found;
        if self.open.as_ref().is_none_or(|open| open.draft.id != issue) {
            self.close()?;
            self.open = Some(Arrival::new(self.dataset.issue(&issue)?, &self.how.who));
        }
        self.bring(&document, &article);
        Ok(())
    }

    /// Brings a document into an article of the open issue.
    fn bring(&mut self, document: &Foreign, article: &crate::annotation::ArticleId) {
        let Some(open) = &mut self.open else { return };
        let (labels, taxonomy) = (&self.finder.labels, &self.finder.taxonomy);
        let mut into =
            bring::Into { arrival: open, labels, taxonomy, how: self.how, arrived: &mut self.arrived };
        into.document(document, article);
    }

    /// Writes the transaction of the open issue.
    fn close(&mut self) -> Result<(), ArriveError> {
        let Some(open) = self.open.take() else { return Ok(()) };
        let issue = open.draft.id.clone();
        if !open.edits.is_empty() {
            let transaction = Transaction { gesture: "gesture.import".into(), edits: open.edits };
            self.dataset.edit(&issue, &self.how.who.by, transaction)?;
            if !self.arrived.issues.contains(&issue) {
                self.arrived.issues.push(issue);
            }
        }
        Ok(())
    }

    /// Makes an issue of the documents that have none.
    fn settle_fresh(&mut self) -> Result<(), ArriveError> {
        self.close()?;
        let Some((source, issue, documents)) = self.fresh.issue() else { return Ok(()) };
        self.arrived.fresh += documents.len();
        let added = self.dataset.add_issue(&source, &issue, &self.how.who.by)?;
        let issue = self.dataset.issue(added.id())?;
        let articles: Vec<_> = issue.articles.iter().map(|article| article.id.clone()).collect();
        self.open = Some(Arrival::new(issue, &self.how.who));
        for (document, article) in documents.iter().zip(&articles) {
            self.bring(document, article);
        }
        if !self.arrived.issues.contains(added.id()) {
            self.arrived.issues.push(added.id().clone());
        }
        self.close()
    }

    fn finish(mut self) -> Result<Arrived, ArriveError> {
        self.close()?;
        self.settle_fresh()?;
        self.arrived.astray = self.arrived.astray.into_iter().map(Astray::on_a_line).collect();
        Ok(self.arrived)
    }
}
