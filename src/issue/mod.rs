//! An issue (期): articles made of blocks, blocks made of source ranges.
//!
//! A block's `source` lists half-open ranges of the decoded source, in reading order and not necessarily adjacent; the
//! k-th character of its text that is not white space is the k-th such character of its ranges. Nothing is ever deleted:
//! every non-white-space character of the source belongs to exactly one block of one article.
//!
//! `edit` holds the one enum of changes and applies it, `reshape` its edits of the structure; `gesture` turns an editor's
//! act into a transaction of edits; `history` knows what can be undone. `concordance` finds every place of a text and says
//! what stands there, `consistency` lists what was not done everywhere alike, `register` is what marks are linked to,
//! `dispute` keeps what annotators do not agree on.

pub mod concordance;
pub mod consistency;
mod dispute;
mod edit;
pub mod gesture;
mod history;
mod lists;
pub mod register;
mod reshape;
mod structure;

pub use dispute::{Dispute, Says, Side, Sort};
pub use edit::{ArticleFacts, BlockFacts, Change, Edit, EditError, IssueFacts, Transaction};
pub use history::{History, Step};
pub use reshape::{Cut, Place, SecondPart};
pub use structure::{
    Article, ArticleStatus, Assigned, Block, FilePart, Found, Issue, Kind, Note, Role, SourceMap,
    UnmappedSource,
};
