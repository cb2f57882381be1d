//! What of a dataset is exported.

use super::WriteError;
use crate::annotation::{ArticleId, IssueId};
use crate::dataset::release::{Recipe, Release};
use crate::dataset::{Dataset, DatasetError, IssueSummary};
use crate::issue::{Article, Issue};
use crate::strings::Message;
use std::collections::BTreeSet;

/// Takes an article with its issue and the decoded source.
pub type Each<'a> = &'a mut dyn FnMut(&Issue, &Article, &[char]) -> Result<(), WriteError>;

/// What is in an export.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Everything.
    All,
    /// All finished articles.
    Done,
    /// What is in a release, as it was then.
    Release(String),
    /// One issue.
    Issue(IssueId),
    /// One article.
    Article(ArticleId),
}

impl Scope {
    /// A scope by its name on the command line: `all`, `done`, `release:NAME`, `issue:ID`, `article:ID`.
    pub fn named(name: &str) -> Option<Self> {
        match name.split_once(':') {
            Some(("issue", id)) if !id.is_empty() => Some(Self::Issue(IssueId::new(id))),
            Some(("article", id)) if !id.is_empty() => Some(Self::Article(ArticleId::new(id))),
            Some(("release", name)) if !name.is_empty() => Some(Self::Release(name.to_owned())),
            None if name == "all" => Some(Self::All),
            None if name == "done" => Some(Self::Done),
            _ => None,
        }
    }

    /// The id or name of the one thing that is wanted; empty where there is no such.
    pub fn id(&self) -> &str {
        match self {
            Self::Issue(id) => id.as_str(),
            Self::Article(id) => id.as_str(),
            Self::Release(name) => name,
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
        let said = |error: DatasetError| WriteError::Said(error.message());
        let past = self.past(dataset)?;
        // What is in the trash now may have been in a release.
        let issues = if past.is_some() { dataset.all_issues() } else { dataset.issues() }.map_err(said)?;
        let asked = |summary: &IssueSummary| match self {
            Self::Issue(id) => *id == summary.id,
            Self::Done => summary.counts.finished > 0,
            _ => true,
        };
        let issues: Vec<IssueSummary> = issues.into_iter().filter(asked).collect();
        let wants = |issue: &Issue, article: &Article| match &past {
            Some(past) => past.articles.contains(&article.id),
            None => self.wants(issue, article),
        };
        let look = |dataset: &Dataset, summary: &IssueSummary| {
            let said = |error: DatasetError| error.message();
            let issue = match &past {
                Some(past) => past.issue(dataset, &summary.id).map_err(said)?,
                None => Some(dataset.issue(&summary.id).map_err(said)?),
            };
            let wanted = issue.filter(|issue| issue.articles.iter().any(|article| wants(issue, article)));
            let Some(issue) = wanted else { return Ok(None) };
            let upto = past.as_ref().map_or(u64::MAX, |past| past.seq);
            let source = dataset.source_at(&summary.id, upto).map_err(said)?;
            Ok(Some((issue, source.text.chars().collect::<Vec<char>>())))
        };
        dataset.in_turn(&issues, &look, &mut |n, seen| {
            if !watch(n, issues.len()) {
                return Err(WriteError::Stopped);
            }
            let Some((issue, source)) = seen else { return Ok(()) };
            let mut wanted = issue.articles.iter().filter(|article| wants(&issue, article));
            wanted.try_for_each(|article| each(&issue, article, &source))
        })?;
        if watch(issues.len(), issues.len()) { Ok(()) } else { Err(WriteError::Stopped) }
    }

    /// The release that is wanted.
    fn past(&self, dataset: &Dataset) -> Result<Option<Past>, WriteError> {
        let Self::Release(name) = self else { return Ok(None) };
        let releases = dataset.releases().map_err(|error| WriteError::Said(error.message()))?;
        match releases.into_iter().find(|(.., release)| release.recipe.name == *name) {
            Some((stamp, _, Release { recipe, articles, .. })) => {
                let articles = articles.into_iter().map(|kept| kept.id).collect();
                Ok(Some(Past { seq: stamp.seq, recipe, articles }))
            }
            None => Err(WriteError::Said(Message::new("error.export.release").with("name", name))),
        }
    }

    fn wants(&self, issue: &Issue, article: &Article) -> bool {
        match self {
            _ if article.status.is_trashed() => false,
            Self::All => true,
            Self::Done => article.status.is_finished(),
            Self::Issue(id) => issue.id == *id,
            Self::Article(id) => article.id == *id,
            // Asked of the release itself.
            Self::Release(_) => false,
        }
    }
}

/// A release, and when it was made.
struct Past {
    seq: u64,
    recipe: Recipe,
    articles: BTreeSet<ArticleId>,
}

impl Past {
    /// What the release has of an issue; `None` where it came later, or nothing of it is in there.
    fn issue(&self, dataset: &Dataset, id: &IssueId) -> Result<Option<Issue>, DatasetError> {
        match dataset.issue_at(id, self.seq) {
            Ok(issue) => Ok(Some(self.recipe.pruned(&issue)).filter(|issue| !issue.articles.is_empty())),
            Err(DatasetError::NoIssue(_)) => Ok(None),
            Err(error) => Err(error),
        }
    }
}
