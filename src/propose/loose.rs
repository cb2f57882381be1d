//! Texts that belong to no issue, as an article that can be read.

use crate::annotation::{ArticleId, BlockId, Status};
use crate::issue::{Article, ArticleStatus, Block, Kind, Role};

/// A finished article of these texts, which stand in no source.
pub(super) fn article(texts: impl IntoIterator<Item = (Role, String)>) -> Article {
    let block = |(n, (role, text)): (usize, (Role, String))| Block {
        id: BlockId::new(n.to_string()),
        role,
        text,
        source: Vec::new(),
        page: None,
        status: Status::Added,
        by: String::new(),
        confidence: None,
        proposed: None,
        readings: Vec::new(),
        remarks: Vec::new(),
        entities: Vec::new(),
    };
    Article {
        id: ArticleId::new(""),
        kind: Kind::Article,
        status: ArticleStatus::Done,
        blocks: texts.into_iter().enumerate().map(block).collect(),
        supplied_headline: None,
        summary: None,
        notes: Vec::new(),
        topics: Vec::new(),
        keywords: Vec::new(),
        relations: Vec::new(),
    }
}
