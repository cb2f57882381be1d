//! Issue, article, block: the nouns.

use super::Dispute;
use crate::annotation::{
    ArticleId, BlockId, Entity, EntityId, IssueId, Keyword, Reading, Relation, Remark, Status, Topic,
};
use crate::text::{self, CharRange};
use serde::{Deserialize, Serialize};

/// What an article is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// 稿件: has a body.
    #[default]
    Article,
    /// 金句.
    Quote,
    /// 导读: no body.
    Teaser,
    /// 启事: announcement, advertisement, correction.
    Notice,
    /// 页面家具: masthead, date line, page number, editors' line.
    Furniture,
}

/// What a block is in its article.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// 引题
    Kicker,
    /// 主题
    Headline,
    /// 副题
    Subheadline,
    /// 署名
    Byline,
    /// 电头
    Dateline,
    /// 正文
    #[default]
    Paragraph,
    /// 图注
    Caption,
    /// 引语
    Quote,
    /// 其他: source, signature.
    Other,
}

impl Role {
    /// All roles, in the order of their keys 1 to 9.
    pub const ALL: [Self; 9] = [
        Self::Kicker,
        Self::Headline,
        Self::Subheadline,
        Self::Byline,
        Self::Dateline,
        Self::Paragraph,
        Self::Caption,
        Self::Quote,
        Self::Other,
    ];

    /// Whether the block belongs to the heading (引题, 主题, 副题).
    pub fn is_heading(self) -> bool {
        matches!(self, Self::Kicker | Self::Headline | Self::Subheadline)
    }
}

/// How far an article has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ArticleStatus {
    /// 未动
    #[default]
    New,
    /// 在改
    InProgress,
    /// 完成
    Done,
    /// 待复核
    InReview,
    /// 两人不一
    Disputed,
    /// 已核
    Checked,
    /// 回收: in the trash, left out of lists, exports and lessons.
    Trashed,
}

impl ArticleStatus {
    /// Whether an editor has put the article aside as finished.
    pub fn is_finished(self) -> bool {
        matches!(self, Self::Done | Self::InReview | Self::Checked)
    }

    /// Whether it is left out of lists, exports and lessons.
    pub fn is_trashed(self) -> bool {
        self == Self::Trashed
    }
}

/// A remark of an editor about an article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// What it says.
    pub text: String,
    /// Who wrote it.
    #[serde(default)]
    pub by: String,
    /// When, RFC 3339 UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
}

/// A piece of an article with one role.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Block {
    /// Kept through every change.
    pub id: BlockId,
    /// What it is.
    pub role: Role,
    /// Reflowed text: layout white space and line ends dropped, nothing else changed.
    pub text: String,
    /// Where it is from, in reading order.
    pub source: Vec<CharRange>,
    /// Page number, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<u32>,
    /// Whether an editor has confirmed role and place.
    #[serde(default)]
    pub status: Status,
    /// The layout's version or the editor's name.
    #[serde(default)]
    pub by: String,
    /// Margin of the assignment to the second best, 0 to 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<f32>,
    /// What the layout had made of it, once an editor has decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proposed: Option<Box<Assigned>>,
    /// Entities in this block, by place.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub entities: Vec<Entity>,
    /// What wrong characters should have been, by place; no two overlap.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub readings: Vec<Reading>,
    /// Notes about some of its characters, by place.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remarks: Vec<Remark>,
}

/// What the layout made of a block before an editor decided on it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assigned {
    /// The layout's version.
    #[serde(default)]
    pub by: String,
    /// What the block was.
    #[serde(default)]
    pub role: Role,
    /// The article that it was in, which may be gone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub article: Option<ArticleId>,
}

/// Text and source of a block do not agree.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("block {block}: {text} characters of text, {source_chars} of source")]
pub struct UnmappedSource {
    /// Which block.
    pub block: BlockId,
    /// Characters in its text that are not white space.
    pub text: usize,
    /// Characters in its ranges that are not white space.
    pub source_chars: usize,
}

/// For every code point of a block's text its position in the source; `None` for white space that reflowing put in.
#[derive(Clone, Debug, Default)]
pub struct SourceMap(Vec<Option<u32>>);

impl SourceMap {
    /// The position of one code point of the block's text.
    pub fn at(&self, position: u32) -> Option<u32> {
        self.0.get(position as usize).copied().flatten()
    }

    /// The source ranges under a range of the block's text, joined where only white space lies between.
    pub fn ranges(&self, range: CharRange, source: &[char]) -> Vec<CharRange> {
        let inside = self.0.get(range.start() as usize..range.end() as usize).unwrap_or_default();
        join_ranges(inside.iter().flatten().copied(), source)
    }
}

/// Positions in reading order as ranges, joined where only white space lies between.
fn join_ranges(positions: impl Iterator<Item = u32>, source: &[char]) -> Vec<CharRange> {
    let mut ranges: Vec<CharRange> = Vec::new();
    for at in positions {
        match ranges.last_mut() {
            Some(last)
                if at >= last.end()
                    && source
                        .get(last.end() as usize..at as usize)
                        .is_some_and(|gap| gap.iter().all(|c| text::is_space(*c))) =>
            {
                *last = CharRange::new(last.start(), at + 1);
            }
            _ => ranges.push(CharRange::new(at, at + 1)),
        }
    }
    ranges
}

impl Block {
    /// The map from this block's text to the decoded source.
    ///
    /// # Errors
    /// Where the counts of characters do not agree.
    pub fn source_map(&self, source: &[char]) -> Result<SourceMap, UnmappedSource> {
        let mut positions = self
            .source
            .iter()
            .flat_map(|range| range.positions())
            .filter(|at| source.get(*at as usize).is_some_and(|c| !text::is_space(*c)));
        let mut missing = 0;
        let map = self
            .text
            .chars()
            .map(|c| {
                let at = if text::is_space(c) { return None } else { positions.next() };
                missing += usize::from(at.is_none());
                at
            })
            .collect();
        let rest = positions.count();
        if missing == 0 && rest == 0 {
            return Ok(SourceMap(map));
        }
        let solid = self.text.chars().filter(|c| !text::is_space(*c)).count();
        Err(UnmappedSource { block: self.id.clone(), text: solid, source_chars: solid - missing + rest })
    }

    /// Entities that stand (not rejected), by place.
    pub fn standing(&self) -> impl Iterator<Item = &Entity> {
        self.entities.iter().filter(|entity| entity.status.stands())
    }

    /// An entity by its id.
    pub fn entity(&self, id: &EntityId) -> Option<&Entity> {
        self.entities.iter().find(|entity| entity.id == *id)
    }

    /// The readings that share a character with a range.
    pub fn readings_over(&self, range: CharRange) -> impl Iterator<Item = &Reading> {
        self.readings.iter().filter(move |reading| reading.range.overlaps(range))
    }

    /// The notes about characters that a range shares; for a mere position those that it touches.
    pub fn remarks_over(&self, range: CharRange) -> impl Iterator<Item = &Remark> {
        let touches = move |other: CharRange| {
            if range.is_empty() {
                other.start() <= range.start() && range.start() <= other.end()
            } else {
                other.overlaps(range)
            }
        };
        self.remarks.iter().filter(move |remark| touches(remark.range))
    }

    /// Where it begins in the source.
    pub fn first_source(&self) -> Option<u32> {
        self.source.first().map(|range| range.start())
    }

    /// Whether nobody has confirmed its role and place yet and the layout was not sure: its confidence is below `doubt`.
    pub fn is_doubtful(&self, doubt: f32) -> bool {
        !self.status.is_decided() && self.confidence.is_some_and(|sure| sure < doubt)
    }
}

/// An article (稿件) or another unit of the page (金句, 导读, 启事, furniture).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Article {
    /// Kept through every change.
    pub id: ArticleId,
    /// What it is.
    pub kind: Kind,
    /// How far it has come.
    #[serde(default)]
    pub status: ArticleStatus,
    /// In reading order.
    pub blocks: Vec<Block>,
    /// A headline that the editor typed in; it has no source. Empty where the editor has said that there is none in the
    /// source.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supplied_headline: Option<String>,
    /// One line that the editor wrote.
    #[serde(default, rename = "abstract", skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// Editors' remarks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Note>,
    /// By code.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub topics: Vec<Topic>,
    /// The highest score first, then typed ones.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keywords: Vec<Keyword>,
    /// Between entities of this article.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub relations: Vec<Relation>,
}

impl Article {
    /// The blocks' texts joined by line feeds: the text of the record.
    pub fn text(&self) -> String {
        self.blocks.iter().map(|block| block.text.as_str()).collect::<Vec<_>>().join("\n")
    }

    /// Every block with the position of its first code point in [`Article::text`].
    pub fn placed_blocks(&self) -> impl Iterator<Item = (u32, &Block)> {
        self.blocks.iter().scan(0, |at, block| {
            let start = *at;
            *at += text::char_len(&block.text) + 1;
            Some((start, block))
        })
    }

    /// All entities in reading order, with their blocks.
    pub fn entities(&self) -> impl Iterator<Item = (&Block, &Entity)> {
        self.blocks.iter().flat_map(|block| block.entities.iter().map(move |entity| (block, entity)))
    }

    /// A block by its id.
    pub fn block(&self, id: &BlockId) -> Option<&Block> {
        self.blocks.iter().find(|block| block.id == *id)
    }

    /// The headline: the one typed in, else the first headline block.
    pub fn headline(&self) -> Option<&str> {
        let found = || self.headline_blocks().next().map(|block| block.text.as_str());
        self.typed_headline().or_else(found)
    }

    /// The headline that the editor typed in.
    pub fn typed_headline(&self) -> Option<&str> {
        self.supplied_headline.as_deref().filter(|typed| !typed.is_empty())
    }

    /// Whether the editor has said that the source has no headline for it.
    pub fn headline_is_absent(&self) -> bool {
        self.supplied_headline.as_deref() == Some("")
    }

    /// The headlines that the source has for it.
    pub fn headline_blocks(&self) -> impl Iterator<Item = &Block> {
        self.blocks.iter().filter(|block| block.role == Role::Headline)
    }

    /// Whether it is an article without a headline, and nobody has said that this is so.
    pub fn misses_headline(&self) -> bool {
        self.kind == Kind::Article
            && self.supplied_headline.is_none()
            && self.headline_blocks().next().is_none()
    }
}

/// One file of an issue and the part of the decoded source that is its text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FilePart {
    /// File name without folders.
    pub file: String,
    /// SHA-256 of its bytes, in hex.
    pub sha256: String,
    /// How it was decoded, such as `utf-8`.
    pub encoding: String,
    /// Page number, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<u32>,
    /// First code point in the decoded source.
    pub start: u32,
    /// Code point after its last.
    pub end: u32,
}

/// An issue of a newspaper.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Issue {
    /// Kept for ever.
    pub id: IssueId,
    /// Name of the paper; empty where unknown.
    #[serde(default)]
    pub title: String,
    /// ISO date; empty where unknown.
    #[serde(default)]
    pub date: String,
    /// The files, in order.
    #[serde(default)]
    pub files: Vec<FilePart>,
    /// The articles, in the order of the outline.
    pub articles: Vec<Article>,
    /// What annotators do not agree on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub disputes: Vec<Dispute>,
}

/// An entity with the places that hold it.
#[derive(Clone, Copy, Debug)]
pub struct Found<'a> {
    /// The article.
    pub article: &'a Article,
    /// The block.
    pub block: &'a Block,
    /// The entity.
    pub entity: &'a Entity,
}

impl Issue {
    /// An article by its id.
    pub fn article(&self, id: &ArticleId) -> Option<&Article> {
        self.articles.iter().find(|article| article.id == *id)
    }

    /// The article that holds a block, and the block's place in it.
    pub fn holder(&self, block: &BlockId) -> Option<(&Article, usize)> {
        self.articles
            .iter()
            .find_map(|article| Some((article, article.blocks.iter().position(|b| b.id == *block)?)))
    }

    /// An entity by its id, wherever it stands.
    pub fn find(&self, id: &EntityId) -> Option<Found<'_>> {
        self.articles.iter().find_map(|article| {
            article.entities().find(|(_, entity)| entity.id == *id).map(|(block, entity)| Found {
                article,
                block,
                entity,
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(text: &str, source: &[(u32, u32)]) -> Block {
        Block {
            id: BlockId::new("b"),
            role: Role::Paragraph,
            text: text.into(),
            source: source.iter().map(|(a, b)| CharRange::new(*a, *b)).collect(),
            page: None,
            status: Status::Proposed,
            by: String::new(),
            confidence: None,
            proposed: None,
            entities: Vec::new(),
            readings: Vec::new(),
            remarks: Vec::new(),
        }
    }

    #[test]
    fn a_name_cut_by_a_line_end_maps_to_one_range_and_one_cut_by_other_text_to_two() {
        let source: Vec<char> = "长三角投\n资公司 他稿 出席".chars().collect();
        let map = block("长三角投资公司出席", &[(0, 8), (12, 14)]).source_map(&source).unwrap();
        assert_eq!(map.ranges(CharRange::new(0, 7), &source), [CharRange::new(0, 8)]);
        assert_eq!(map.ranges(CharRange::new(5, 9), &source), [CharRange::new(6, 8), CharRange::new(12, 14)]);
    }

    #[test]
    fn a_block_that_lost_a_character_is_reported() {
        let source: Vec<char> = "云溪新闻".chars().collect();
        let error = block("云溪新", &[(0, 4)]).source_map(&source).unwrap_err();
        assert_eq!((error.text, error.source_chars), (3, 4));
        let error = block("云溪新闻网", &[(0, 4)]).source_map(&source).unwrap_err();
        assert_eq!((error.text, error.source_chars), (5, 4));
    }
}
