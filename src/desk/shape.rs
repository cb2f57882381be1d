//! What can be done to the structure, with the things that it is done to: for panels that show blocks and articles.

use crate::annotation::{ArticleId, BlockId};
use crate::issue::Role;

/// An act on the structure, with the things that it is done to.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// The block is this.
    Role(BlockId, Role),
    /// The blocks are what they are said to be, and where they belong.
    Confirm(Vec<BlockId>),
    /// The block out of its article.
    Detach(BlockId),
    /// The block to another article, to the place where it belongs there.
    MoveTo(BlockId, ArticleId),
    /// All of the first article into the second.
    Merge(ArticleId, ArticleId),
    /// The article to the place of another one.
    Order(ArticleId, ArticleId),
    /// The block is the article's headline.
    Headline(ArticleId, BlockId),
    /// The article's headline is not in the source: what the editor typed, empty where there is none.
    Supply(ArticleId, String),
    /// The issue's title, date, and the page number of one of its files.
    Issue {
        /// Name of the paper.
        title: String,
        /// ISO date, or empty.
        date: String,
        /// Which file, and its page number.
        page: Option<(usize, Option<u32>)>,
    },
}
