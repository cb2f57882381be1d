//! The one enum of changes.
//!
//! Every edit carries the state before and the state after, so its inverse is itself with the two exchanged, and
//! applying it is refused where the issue is not in the state that it expects. Lists inside an issue are kept in a
//! canonical order (entities by place, topics by code, keywords by score), so that apply followed by invert gives the
//! same issue, to the byte. Edits of the structure are moves and cuts (`reshape`): they carry no text.

use super::lists::{Listed, apply_change};
use super::reshape::{Cut, Place};
use super::{Article, ArticleStatus, Assigned, Block, Dispute, Issue, Kind, Note, Role};
use crate::annotation::{
    ArticleId, BlockId, Entity, EntityId, Entry, Keyword, Reading, Relation, Remark, Status, Topic,
};
use serde::{Deserialize, Serialize};

/// A thing before and after: absent before = it is new, absent after = it is taken away.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Change<T> {
    /// Before the edit.
    pub before: Option<T>,
    /// After the edit.
    pub after: Option<T>,
}

/// What an edit can change of a block itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BlockFacts {
    /// What it is in its article.
    pub role: Role,
    /// Whether role and place are confirmed.
    pub status: Status,
    /// By whom.
    pub by: String,
    /// What the layout had made of it, once an editor has decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proposed: Option<Box<Assigned>>,
}

/// What an edit can change of an article itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ArticleFacts {
    /// What it is.
    pub kind: Kind,
    /// How far it has come.
    pub status: ArticleStatus,
    /// A headline typed in; empty where the source has none.
    pub supplied_headline: Option<String>,
    /// The line that sums it up.
    pub summary: Option<String>,
    /// Remarks.
    pub notes: Vec<Note>,
}

/// What an edit can change of an issue itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IssueFacts {
    /// Name of the paper.
    pub title: String,
    /// ISO date.
    pub date: String,
}

/// One change.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Edit {
    /// An entity comes, goes or changes.
    Entity {
        /// In which article.
        article: ArticleId,
        /// In which block.
        block: BlockId,
        /// What.
        change: Box<Change<Entity>>,
    },
    /// A topic comes, goes or changes.
    Topic {
        /// Of which article.
        article: ArticleId,
        /// What.
        change: Change<Topic>,
    },
    /// A keyword comes, goes or changes.
    Keyword {
        /// Of which article.
        article: ArticleId,
        /// What.
        change: Change<Keyword>,
    },
    /// What wrong characters should have been is said, or said no more.
    Reading {
        /// In which article.
        article: ArticleId,
        /// In which block.
        block: BlockId,
        /// What.
        change: Change<Reading>,
    },
    /// A note about characters comes, goes or changes.
    Remark {
        /// In which article.
        article: ArticleId,
        /// In which block.
        block: BlockId,
        /// What.
        change: Change<Remark>,
    },
    /// A relation comes, goes or changes.
    Relation {
        /// In which article.
        article: ArticleId,
        /// What.
        change: Change<Relation>,
    },
    /// A block changes its role or is confirmed.
    Block {
        /// In which article.
        article: ArticleId,
        /// Which.
        block: BlockId,
        /// Before.
        before: BlockFacts,
        /// After.
        after: BlockFacts,
    },
    /// An article changes its kind, state, notes …
    Article {
        /// Which.
        article: ArticleId,
        /// Before.
        before: Box<ArticleFacts>,
        /// After.
        after: Box<ArticleFacts>,
    },
    /// The issue's title or date.
    Issue {
        /// Before.
        before: IssueFacts,
        /// After.
        after: IssueFacts,
    },
    /// A block goes to another place, in its article or another one, and takes its entities along.
    Move {
        /// Which.
        block: BlockId,
        /// Where it stood.
        from: Place,
        /// Where it stands.
        to: Place,
    },
    /// An article without blocks comes or goes.
    Listed {
        /// Its place among the articles.
        at: u32,
        /// The article, before or after.
        change: Box<Change<Article>>,
    },
    /// An article takes another place among the articles.
    Order {
        /// Which.
        article: ArticleId,
        /// Its place before.
        from: u32,
        /// Its place after.
        to: u32,
    },
    /// A block becomes two.
    Split {
        /// In which article.
        article: ArticleId,
        /// Which; the first part keeps its id.
        block: BlockId,
        /// Where.
        cut: Box<Cut>,
    },
    /// Two neighbouring blocks become one.
    Join {
        /// In which article.
        article: ArticleId,
        /// The first of them.
        block: BlockId,
        /// Where they were two.
        cut: Box<Cut>,
    },
    /// An entry of the register comes, goes or changes; no issue is touched by it.
    Entry {
        /// What.
        change: Box<Change<Entry>>,
    },
    /// A part of the issue is another page of the paper.
    Page {
        /// Which of the issue's files.
        part: u32,
        /// Page number before.
        before: Option<u32>,
        /// Page number after.
        after: Option<u32>,
        /// The blocks that are on it.
        blocks: Vec<BlockId>,
    },
    /// Annotators do not agree on something, or somebody has decided it.
    Dispute {
        /// What.
        change: Box<Change<Dispute>>,
    },
}

/// Edits that belong to one gesture: all are applied or none.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Transaction {
    /// What the editor did, a key of the string files, such as `gesture.accept`.
    pub gesture: String,
    /// In the order in which they are applied.
    pub edits: Vec<Edit>,
}

/// Why an edit does not apply.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// The article, block or mark is not there.
    #[error("{0} is not in the issue")]
    Missing(String),
    /// It is not in the state that the edit starts from.
    #[error("{0} is not as the edit expects it")]
    Changed(String),
    /// The quote is not what the text has there.
    #[error("“{0}” is not at its place in the text")]
    Unfit(String),
}

impl Edit {
    /// The edit that takes this one back.
    #[must_use]
    pub fn inverse(self) -> Self {
        match self {
            Self::Entity { article, block, change } => {
                Self::Entity { article, block, change: Box::new(change.inverse()) }
            }
            Self::Reading { article, block, change } => {
                Self::Reading { article, block, change: change.inverse() }
            }
            Self::Remark { article, block, change } => {
                Self::Remark { article, block, change: change.inverse() }
            }
            Self::Topic { article, change } => Self::Topic { article, change: change.inverse() },
            Self::Keyword { article, change } => Self::Keyword { article, change: change.inverse() },
            Self::Relation { article, change } => Self::Relation { article, change: change.inverse() },
            Self::Block { article, block, before, after } => {
                Self::Block { article, block, before: after, after: before }
            }
            Self::Article { article, before, after } => {
                Self::Article { article, before: after, after: before }
            }
            Self::Issue { before, after } => Self::Issue { before: after, after: before },
            Self::Move { block, from, to } => Self::Move { block, from: to, to: from },
            Self::Listed { at, change } => Self::Listed { at, change: Box::new(change.inverse()) },
            Self::Order { article, from, to } => Self::Order { article, from: to, to: from },
            Self::Split { article, block, cut } => Self::Join { article, block, cut },
            Self::Join { article, block, cut } => Self::Split { article, block, cut },
            Self::Entry { change } => Self::Entry { change: Box::new(change.inverse()) },
            Self::Page { part, before, after, blocks } => {
                Self::Page { part, before: after, after: before, blocks }
            }
            Self::Dispute { change } => Self::Dispute { change: Box::new(change.inverse()) },
        }
    }

    /// The article that the edit touches.
    pub fn article(&self) -> Option<&ArticleId> {
        match self {
            Self::Entity { article, .. }
            | Self::Reading { article, .. }
            | Self::Remark { article, .. }
            | Self::Topic { article, .. }
            | Self::Keyword { article, .. }
            | Self::Relation { article, .. }
            | Self::Block { article, .. }
            | Self::Article { article, .. }
            | Self::Order { article, .. }
            | Self::Split { article, .. }
            | Self::Join { article, .. } => Some(article),
            Self::Move { to, .. } => Some(&to.article),
            Self::Listed { change, .. } => {
                change.after.as_ref().or(change.before.as_ref()).map(|article| &article.id)
            }
            Self::Dispute { change } => {
                change.before.as_ref().or(change.after.as_ref()).and_then(|dispute| dispute.article.as_ref())
            }
            Self::Issue { .. } | Self::Entry { .. } | Self::Page { .. } => None,
        }
    }
}

impl<T> Change<T> {
    fn inverse(self) -> Self {
        Self { before: self.after, after: self.before }
    }
}

impl Transaction {
    /// The transaction that takes this one back: inverses in reverse order.
    #[must_use]
    pub fn inverse(&self) -> Self {
        let edits = self.edits.iter().rev().cloned().map(Edit::inverse).collect();
        Self { gesture: self.gesture.clone(), edits }
    }

    /// The entity that the transaction is about, for moving to the place.
    pub fn entity(&self) -> Option<&EntityId> {
        self.edits.iter().find_map(|edit| match edit {
            Edit::Entity { change, .. } => change.after.as_ref().or(change.before.as_ref()).map(|e| &e.id),
            _ => None,
        })
    }

    /// Whether it changes the register.
    pub fn registers(&self) -> bool {
        self.edits.iter().any(|edit| matches!(edit, Edit::Entry { .. }))
    }

    /// The entry of the register that the transaction is about, as it is afterwards where it is still there.
    pub fn entry(&self) -> Option<&Entry> {
        self.edits.iter().find_map(|edit| match edit {
            Edit::Entry { change } => change.after.as_ref().or(change.before.as_ref()),
            _ => None,
        })
    }

    /// The reading that the transaction is about.
    pub fn reading(&self) -> Option<&Reading> {
        self.edits.iter().rev().find_map(|edit| match edit {
            Edit::Reading { change, .. } => change.after.as_ref().or(change.before.as_ref()),
            _ => None,
        })
    }

    /// The note that the transaction is about.
    pub fn remark(&self) -> Option<&Remark> {
        self.edits.iter().rev().find_map(|edit| match edit {
            Edit::Remark { change, .. } => change.after.as_ref().or(change.before.as_ref()),
            _ => None,
        })
    }

    /// The article that the transaction is about.
    pub fn article(&self) -> Option<&ArticleId> {
        self.edits.iter().find_map(Edit::article)
    }
}

pub(super) fn exchange<T: PartialEq>(
    now: &T,
    before: &T,
    what: impl std::fmt::Display,
) -> Result<(), EditError> {
    if now == before { Ok(()) } else { Err(EditError::Changed(what.to_string())) }
}

impl Block {
    /// What an edit can change of the block.
    pub fn facts(&self) -> BlockFacts {
        BlockFacts {
            role: self.role,
            status: self.status,
            by: self.by.clone(),
            proposed: self.proposed.clone(),
        }
    }
}

impl Article {
    /// What an edit can change of the article.
    pub fn facts(&self) -> ArticleFacts {
        ArticleFacts {
            kind: self.kind,
            status: self.status,
            supplied_headline: self.supplied_headline.clone(),
            summary: self.summary.clone(),
            notes: self.notes.clone(),
        }
    }

    /// Puts all lists into their canonical order; done once to what a proposer or an import made.
    pub fn canonical(&mut self) {
        for block in &mut self.blocks {
            block.entities.sort_by(Listed::order);
            block.readings.sort_by(Listed::order);
            block.remarks.sort_by(Listed::order);
        }
        self.topics.sort_by(Listed::order);
        self.keywords.sort_by(Listed::order);
        self.relations.sort_by(Listed::order);
    }
}

impl Issue {
    /// What an edit can change of the issue.
    pub fn facts(&self) -> IssueFacts {
        IssueFacts { title: self.title.clone(), date: self.date.clone() }
    }

    /// Applies a transaction: all of it, or none of it and the reason.
    ///
    /// # Errors
    /// Where the issue is not in the state that the edits start from, or a quote is not at its place.
    pub fn apply(&mut self, transaction: &Transaction) -> Result<(), EditError> {
        for (n, edit) in transaction.edits.iter().enumerate() {
            if let Err(error) = self.apply_one(edit) {
                for done in transaction.edits[..n].iter().rev() {
                    // The state is the one that the edit has just made, so its inverse applies.
                    let undone = self.apply_one(&done.clone().inverse());
                    debug_assert!(undone.is_ok(), "{undone:?}");
                }
                return Err(error);
            }
        }
        Ok(())
    }

    pub(super) fn apply_one(&mut self, edit: &Edit) -> Result<(), EditError> {
        match edit {
            Edit::Entity { article, block, change } => {
                let block = self.block_mut(article, block)?;
                if let Some(after) = &change.after
                    && !after.fits(&block.text)
                {
                    return Err(EditError::Unfit(after.text.clone()));
                }
                apply_change(&mut block.entities, change)
            }
            Edit::Reading { article, block, change } => {
                let block = self.block_mut(article, block)?;
                if let Some(after) = &change.after {
                    let mut others = block.readings_over(after.range);
                    let taken = others.any(|other| Some(other) != change.before.as_ref());
                    if taken || !after.fits(&block.text) {
                        return Err(EditError::Unfit(after.text.clone()));
                    }
                }
                apply_change(&mut block.readings, change)
            }
            Edit::Remark { article, block, change } => {
                let block = self.block_mut(article, block)?;
                if let Some(after) = change.after.as_ref().filter(|after| !after.fits(&block.text)) {
                    return Err(EditError::Unfit(after.text.clone()));
                }
                apply_change(&mut block.remarks, change)
            }
            // The register is not in the issue.
            Edit::Entry { .. } => Ok(()),
            Edit::Topic { article, change } => apply_change(&mut self.article_mut(article)?.topics, change),
            Edit::Keyword { article, change } => {
                apply_change(&mut self.article_mut(article)?.keywords, change)
            }
            Edit::Relation { article, change } => {
                apply_change(&mut self.article_mut(article)?.relations, change)
            }
            Edit::Block { article, block: id, before, after } => {
                let block = self.block_mut(article, id)?;
                exchange(&block.facts(), before, id)?;
                (block.role, block.status, block.by) = (after.role, after.status, after.by.clone());
                block.proposed.clone_from(&after.proposed);
                Ok(())
            }
            Edit::Article { article: id, before, after } => {
                let article = self.article_mut(id)?;
                exchange(&article.facts(), before, id)?;
                let facts = (**after).clone();
                article.kind = facts.kind;
                article.status = facts.status;
                article.supplied_headline = facts.supplied_headline;
                article.summary = facts.summary;
                article.notes = facts.notes;
                Ok(())
            }
            Edit::Issue { before, after } => {
                exchange(&self.facts(), before, &self.id)?;
                (self.title, self.date) = (after.title.clone(), after.date.clone());
                Ok(())
            }
            Edit::Dispute { change } => apply_change(&mut self.disputes, change),
            Edit::Move { .. }
            | Edit::Listed { .. }
            | Edit::Order { .. }
            | Edit::Split { .. }
            | Edit::Join { .. }
            | Edit::Page { .. } => self.reshape(edit),
        }
    }

    pub(super) fn article_mut(&mut self, id: &ArticleId) -> Result<&mut Article, EditError> {
        self.articles.iter_mut().find(|a| a.id == *id).ok_or_else(|| EditError::Missing(id.to_string()))
    }

    fn block_mut(&mut self, article: &ArticleId, id: &BlockId) -> Result<&mut Block, EditError> {
        let blocks = &mut self.article_mut(article)?.blocks;
        blocks.iter_mut().find(|b| b.id == *id).ok_or_else(|| EditError::Missing(id.to_string()))
    }
}
