//! What of a dataset is exported, and the records of it.

use super::article;
use crate::annotation::{ArticleId, IssueId};
use crate::dataset::Dataset;
use crate::issue::{Article, Issue};
use crate::strings::Message;

/// What is in an export.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Everything.
    All,
    /// All finished articles.
    Done,
    /// One issue.
    Issue(IssueId),
    /// One article.
    Article(ArticleId),
}

impl Scope {
    /// A scope by its name on the command line: `all`, `done`, `issue:ID`, `article:ID`.
    pub fn named(name: &str) -> Option<Self> {
        match name.split_once(':') {
            Some(("issue", id)) if !id.is_empty() => Some(Self::Issue(IssueId::new(id))),
            Some(("article", id)) if !id.is_empty() => Some(Self::Article(ArticleId::new(id))),
            None if name == "all" => Some(Self::All),
            None if name == "done" => Some(Self::Done),
            _ => None,
        }
    }

    /// The `article/1` records in the scope, and how many there are.
    ///
    /// # Errors
    /// The reason in words, where an issue cannot be read or does not agree with itself, or the one thing that is wanted
    /// is not there.
    pub fn records(&self, dataset: &Dataset) -> Result<(String, usize), Message> {
        let mut all = String::new();
        for summary in dataset.issues().map_err(|error| error.message())? {
            if matches!(self, Self::Issue(id) if *id != summary.id) {
                continue;
            }
            let issue = dataset.issue(&summary.id).map_err(|error| error.message())?;
            if issue.articles.iter().any(|article| self.wants(&issue, article)) {
                let source = dataset.source(&summary.id).map_err(|error| error.message())?;
                let records =
                    article::write_some(&issue, &source.text, |article| self.wants(&issue, article));
                all += &records.map_err(|error| error.message())?;
            }
        }
        match self {
            Self::Issue(id) if all.is_empty() => Err(Message::new("error.export.nothing").with("id", id)),
            Self::Article(id) if all.is_empty() => Err(Message::new("error.export.nothing").with("id", id)),
            _ => {
                let count = all.lines().count();
                Ok((all, count))
            }
        }
    }

    fn wants(&self, issue: &Issue, article: &Article) -> bool {
        match self {
            _ if article.status.is_trashed() => false,
            Self::All => true,
            Self::Done => article.status.is_finished(),
            Self::Issue(id) => issue.id == *id,
            Self::Article(id) => article.id == *id,
        }
    }
}
