//! The trash of a dataset: what is in it, and the ways in and out. Nothing is deleted: what is in the trash has a state that
//! lists, exports and lessons leave out.

use super::read::Seen;
use super::{Dataset, DatasetError};
use crate::annotation::{ArticleId, IssueId};
use crate::issue::gesture::{self, Refusal};
use crate::issue::{Article, ArticleStatus, Edit, Transaction};
use std::collections::BTreeMap;

/// Something in the trash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thrown {
    /// The issue.
    pub issue: IssueId,
    /// Name of the paper and date; empty where unknown.
    pub of: (String, String),
    /// One of its articles; none for all of it.
    pub article: Option<ArticleId>,
    /// What the article begins with; of an issue the names of its files.
    pub begins: String,
}

impl Dataset {
    /// What is in the trash: issues of which nothing else is left, and articles.
    ///
    /// # Errors
    /// Where the file or an issue in it cannot be read.
    pub fn thrown(&self) -> Result<Vec<Thrown>, DatasetError> {
        let mut thrown = Vec::new();
        for summary in self.all_issues()? {
            let of = (summary.title.clone(), summary.date.clone());
            if summary.is_away() {
                let begins = summary.files.join("、");
                thrown.push(Thrown { issue: summary.id, of, article: None, begins });
            } else if summary.counts.trashed > 0 {
                let issue = self.issue(&summary.id)?;
                let away = issue.articles.iter().filter(|article| article.status.is_trashed());
                thrown.extend(away.map(|article| Thrown {
                    issue: summary.id.clone(),
                    of: of.clone(),
                    article: Some(article.id.clone()),
                    begins: beginning(article),
                }));
            }
        }
        Ok(thrown)
    }

    /// Puts an article into the trash, or all of an issue. Says what was done.
    ///
    /// # Errors
    /// What a write can meet; [`DatasetError::NoIssue`] where all of it is there already.
    pub fn throw(
        &mut self,
        id: &IssueId,
        article: Option<&ArticleId>,
        editor: &str,
    ) -> Result<Transaction, DatasetError> {
        let issue = self.issue(id)?;
        let articles = issue.articles.iter().map(|article| &article.id);
        let articles: Vec<ArticleId> =
            articles.filter(|other| article.is_none_or(|article| article == *other)).cloned().collect();
        self.carry(id, editor, gesture::trash(&issue, &articles))
    }

    /// Takes an article out of the trash, or all of an issue. Says what was done.
    ///
    /// # Errors
    /// As [`Dataset::throw`].
    pub fn take_out(
        &mut self,
        id: &IssueId,
        article: Option<&ArticleId>,
        editor: &str,
    ) -> Result<Transaction, DatasetError> {
        let mut before = self.before_trash(id)?;
        before.retain(|other, _| article.is_none_or(|article| article == other));
        let issue = self.issue(id)?;
        self.carry(id, editor, gesture::untrash(&issue, &before))
    }

    fn carry(
        &mut self,
        id: &IssueId,
        editor: &str,
        outcome: Result<Transaction, Refusal>,
    ) -> Result<Transaction, DatasetError> {
        let transaction = outcome.map_err(|_| DatasetError::NoIssue(id.clone()))?;
        self.edit(id, editor, transaction.clone())?;
        Ok(transaction)
    }

    /// In which state the articles of an issue that are in the trash were before.
    ///
    /// # Errors
    /// Where events cannot be read.
    pub fn before_trash(&self, id: &IssueId) -> Result<BTreeMap<ArticleId, ArticleStatus>, DatasetError> {
        let mut before = BTreeMap::new();
        let issue = self.fold_seeing(id, &mut |_, _, seen| {
            let Seen::Changed(transaction) = seen else { return };
            for edit in &transaction.edits {
                if let Edit::Article { article, before: was, after } = edit
                    && after.status.is_trashed()
                    && !was.status.is_trashed()
                {
                    before.insert(article.clone(), was.status);
                }
            }
        })?;
        let away = |article: &&Article| article.status.is_trashed();
        let state =
            |article: &Article| (article.id.clone(), before.get(&article.id).copied().unwrap_or_default());
        Ok(issue.articles.iter().filter(away).map(state).collect())
    }
}

/// The headline, or else the first words.
fn beginning(article: &Article) -> String {
    let block = article.headline_blocks().chain(&article.blocks).next();
    block.map(|block| block.text.chars().take(60).collect()).unwrap_or_default()
}
