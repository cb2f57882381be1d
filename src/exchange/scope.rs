//! What of a dataset is exported, and the records of it.

use super::article;
use crate::annotation::{ArticleId, IssueId};
use crate::dataset::Dataset;
use crate::issue::Article;
use crate::strings::Message;

/// What is in an export.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// One article.
    Article(IssueId, ArticleId),
    /// One issue.
    Issue(IssueId),
    /// All finished articles.
    Done,
    /// Everything.
    All,
}

impl Scope {
    /// The `article/1` records in the scope, and how many there are.
    ///
    /// # Errors
    /// The reason in words, where an issue cannot be read or does not agree with itself.
    pub fn records(&self, dataset: &Dataset) -> Result<(String, usize), Message> {
        let issues: Vec<IssueId> = match self {
            Self::Article(issue, _) | Self::Issue(issue) => vec![issue.clone()],
            Self::Done | Self::All => {
                let summaries = dataset.issues().map_err(|error| error.message())?;
                summaries.into_iter().map(|summary| summary.id).collect()
            }
        };
        let mut all = String::new();
        for id in issues {
            let issue = dataset.issue(&id).map_err(|error| error.message())?;
            let source = dataset.source(&id).map_err(|error| error.message())?;
            let records = article::write_some(&issue, &source.text, |article| self.wants(article));
            all += &records.map_err(|error| error.message())?;
        }
        let count = all.lines().count();
        Ok((all, count))
    }

    fn wants(&self, article: &Article) -> bool {
        match self {
            Self::Article(_, id) => article.id == *id,
            Self::Done => article.status.is_finished(),
            Self::Issue(_) | Self::All => true,
        }
    }
}
