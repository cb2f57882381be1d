//! The texts of a whole dataset in memory, to find a text in all of them at once.
//!
//! Kept beside the dataset by whoever searches: read once, then changed along with the dataset. Of an issue only what a
//! search needs is kept: texts, places, labels and states of its marks.

use super::{Dataset, DatasetError};
use crate::annotation::{ArticleId, BlockId, IssueId, LabelId};
use crate::issue::concordance::{Bearing, Found, Mark, Needle, Passage, outline};
use crate::issue::consistency::Stretch;
use crate::issue::{Edit, Issue, Transaction};
use std::collections::BTreeSet;

/// The texts of a dataset.
#[derive(Debug, Default)]
pub struct Corpus {
    issues: Vec<Held>,
    /// One of each, which all marks share.
    labels: BTreeSet<LabelId>,
}

#[derive(Debug)]
struct Held {
    id: IssueId,
    articles: Vec<HeldArticle>,
}

#[derive(Debug)]
struct HeldArticle {
    id: ArticleId,
    number: u32,
    bearing: Bearing,
    blocks: Vec<HeldBlock>,
}

#[derive(Debug)]
struct HeldBlock {
    id: BlockId,
    text: Box<str>,
    marks: Vec<Mark>,
}

impl Corpus {
    /// Reads the issues of a dataset as long as `goes_on` says so.
    ///
    /// # Errors
    /// Where the dataset cannot be read.
    pub fn read(dataset: &Dataset, goes_on: impl Fn() -> bool) -> Result<Self, DatasetError> {
        let mut corpus = Self::default();
        for summary in dataset.issues()? {
            if !goes_on() {
                break;
            }
            corpus.put(&dataset.issue(&summary.id)?);
        }
        Ok(corpus)
    }

    /// Takes in an issue as it stands, in place of what was known of it.
    pub fn put(&mut self, issue: &Issue) {
        let numbered = (1..).zip(outline(issue));
        let articles = numbered
            .filter(|(_, article)| !article.status.is_trashed())
            .map(|(number, article)| HeldArticle {
                id: article.id.clone(),
                number,
                bearing: Bearing::of(article),
                blocks: article.blocks.iter().map(|block| self.held(block)).collect(),
            })
            .collect();
        let held = Held { id: issue.id.clone(), articles };
        match self.issues.iter_mut().find(|known| known.id == issue.id) {
            Some(known) => *known = held,
            None => self.issues.push(held),
        }
    }

    fn held(&mut self, block: &crate::issue::Block) -> HeldBlock {
        let mut marks: Vec<Mark> = block.entities.iter().map(Mark::of).collect();
        for mark in &mut marks {
            self.share(mark);
        }
        HeldBlock { id: block.id.clone(), text: block.text.as_str().into(), marks }
    }

    fn share(&mut self, mark: &mut Mark) {
        match self.labels.get(&mark.label) {
            Some(label) => mark.label = label.clone(),
            None => drop(self.labels.insert(mark.label.clone())),
        }
    }

    /// Takes in a change; `false` where the issue has to be put anew, since more than marks changed.
    #[must_use]
    pub fn apply(&mut self, id: &IssueId, transaction: &Transaction) -> bool {
        transaction.edits.iter().all(|edit| match edit {
            Edit::Entity { block, change, .. } => {
                let mut after = change.after.as_ref().map(Mark::of);
                if let Some(after) = &mut after {
                    self.share(after);
                }
                let issue = self.issues.iter_mut().find(|issue| issue.id == *id);
                let blocks = issue.into_iter().flat_map(|issue| &mut issue.articles);
                let mut blocks = blocks.flat_map(|article| &mut article.blocks);
                let Some(held) = blocks.find(|held| held.id == *block) else { return false };
                if let Some(before) = change.before.as_ref().map(Mark::of) {
                    let Some(at) = held.marks.iter().position(|mark| *mark == before) else { return false };
                    held.marks.remove(at);
                }
                // What was read from the disk meanwhile may have it already.
                if let Some(after) = after.filter(|after| !held.marks.contains(after)) {
                    let at = held.marks.partition_point(|mark| mark.range <= after.range);
                    held.marks.insert(at, after);
                }
                true
            }
            Edit::Topic { article, change } => {
                let Some(held) = self.article_mut(id, article) else { return false };
                let code = change.before.as_ref().or(change.after.as_ref()).map(|topic| &topic.code);
                let others = held.bearing.topics.iter().filter(|known| Some(*known) != code).cloned();
                let stands = change.after.iter().filter(|topic| topic.status.stands());
                let mut topics: Vec<String> = others.chain(stands.map(|topic| topic.code.clone())).collect();
                topics.sort();
                held.bearing.topics = topics.into();
                true
            }
            Edit::Article { article, before, after } => {
                let Some(held) = self.article_mut(id, article) else { return false };
                held.bearing.status = after.status;
                before.kind == after.kind && !after.status.is_trashed()
            }
            Edit::Keyword { .. }
            | Edit::Entry { .. }
            | Edit::Reading { .. }
            | Edit::Remark { .. }
            | Edit::Relation { .. }
            | Edit::Block { .. }
            | Edit::Dispute { .. } => true,
            _ => false,
        })
    }

    /// The places of a text in all issues but one; beyond `limit` they are only counted.
    pub fn find(&self, needle: &Needle, except: Option<&IssueId>, limit: usize) -> Found {
        let mut found = Found::default();
        for issue in self.issues.iter().filter(|issue| Some(&issue.id) != except) {
            for article in &issue.articles {
                for (n, block) in article.blocks.iter().enumerate() {
                    let text = |n: Option<usize>| {
                        n.and_then(|n| article.blocks.get(n)).map(|block| &*block.text).unwrap_or_default()
                    };
                    let passage = Passage {
                        issue: &issue.id,
                        article: &article.id,
                        number: article.number,
                        block: &block.id,
                        text: &block.text,
                        before: text(n.checked_sub(1)),
                        behind: text(Some(n + 1)),
                        bearing: &article.bearing,
                    };
                    passage.look(needle, || block.marks.clone(), limit, &mut found);
                }
            }
        }
        found
    }

    fn article_mut(&mut self, issue: &IssueId, article: &ArticleId) -> Option<&mut HeldArticle> {
        let issue = self.issues.iter_mut().find(|known| known.id == *issue)?;
        issue.articles.iter_mut().find(|known| known.id == *article)
    }

    /// All blocks with their marks.
    pub fn stretches(&self) -> Vec<Stretch<'_>> {
        let articles = self.issues.iter().flat_map(|issue| issue.articles.iter().map(move |a| (issue, a)));
        let blocks = articles.flat_map(|(issue, article)| {
            article.blocks.iter().map(move |block| Stretch {
                issue: &issue.id,
                article: &article.id,
                block: &block.id,
                text: &block.text,
                marks: block.marks.as_slice().into(),
            })
        });
        blocks.collect()
    }

    /// How many characters there are.
    pub fn chars(&self) -> usize {
        let blocks = self.issues.iter().flat_map(|issue| &issue.articles).flat_map(|a| &a.blocks);
        blocks.map(|block| block.text.chars().count()).sum()
    }
}
