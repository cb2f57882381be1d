//! What of a dataset is exported.

use super::WriteError;
use crate::annotation::{ArticleId, IssueId};
use crate::dataset::Dataset;
use crate::issue::{Article, Issue};

/// Takes an article with its issue and the decoded source.
pub type Each<'a> = &'a mut dyn FnMut(&Issue, &Article, &[char]) -> Result<(), WriteError>;

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

    /// The id of the one thing that is wanted; empty where there is no such.
    pub fn id(&self) -> &str {
        match self {
            Self::Issue(id) => id.as_str(),
            Self::Article(id) => id.as_str(),
            Self::All | Self::Done => "",
        }
    }

    /// Goes through the articles in the scope with their issue and its decoded source. `watch` hears how many issues of
    /// how many are done and says whether to go on.
    ///
    /// # Errors
    /// The reason in words where an issue cannot be read, [`WriteError::Stopped`], and what `each` meets.
    pub fn each(
        &self,
        dataset: &Dataset,
        watch: &mut dyn FnMut(usize, usize) -> bool,
        each: Each<'_>,
    ) -> Result<(), WriteError> {
        let said = |error: crate::dataset::DatasetError| WriteError::Said(error.message());
        let issues = dataset.issues().map_err(said)?;
        for (n, summary) in issues.iter().enumerate() {
            if !watch(n, issues.len()) {
                return Err(WriteError::Stopped);
            }
            if matches!(self, Self::Issue(id) if *id != summary.id)
                || (*self == Self::Done && summary.counts.finished == 0)
            {
                continue;
            }
            let issue = dataset.issue(&summary.id).map_err(said)?;
            let mut wanted = issue.articles.iter().filter(|article| self.wants(&issue, article)).peekable();
            if wanted.peek().is_none() {
                continue;
            }
            let source: Vec<char> = dataset.source(&summary.id).map_err(said)?.text.chars().collect();
            wanted.try_for_each(|article| each(&issue, article, &source))?;
        }
        if watch(issues.len(), issues.len()) { Ok(()) } else { Err(WriteError::Stopped) }
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
