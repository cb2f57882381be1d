//! Articles that a file tells become articles of the issue.
//!
//! Roles and order are the file's. Within its paragraphs bylines, datelines and signatures are found as everywhere else,
//! since files keep them in the running text. Characters that no told block has stay what they are: whole lines of text go
//! through the stages for lines, single ones are page furniture. Every character is taken once, by the first that claims
//! it, so that a file whose articles overlap does no harm.

use super::reflow::{self, Gaps};
use super::{Mentions, VERSION, Weights, bylines, from_lines, notices};
use crate::annotation::{ArticleId, BlockId, Status};
use crate::issue::{Article, ArticleStatus, Block, Kind, Role};
use crate::source::{Facts, Source, ToldArticle, ToldBlock};
use crate::text::{CharRange, is_space};

/// Leftover text of at least this many characters is read as lines.
const WORTH_READING: usize = 60;

/// The articles of a part that tells its articles, and what the rest of it says of the issue.
pub(super) fn articles(
    source: &Source,
    chars: &[char],
    range: CharRange,
    told: &[ToldArticle],
    mentions: &dyn Mentions,
    weights: &Weights,
) -> (Vec<Article>, Facts) {
    let mut part = Part { source, chars, range, free: free(chars, range) };
    let mut placed: Vec<(u32, Article)> = Vec::new();
    for article in told {
        let blocks: Vec<Block> =
            article.blocks.iter().flat_map(|block| part.blocks(article, block)).collect();
        let kind = if article.kind == Kind::Article { kind(&blocks) } else { article.kind };
        placed.extend(part.finished(kind, blocks));
    }
    let mut facts = Facts::default();
    for gap in part.gaps() {
        let solid = gap.positions().filter(|at| !is_space(chars[*at as usize])).count();
        if solid >= WORTH_READING {
            let (articles, found) = from_lines(source, chars, gap, mentions, weights);
            facts.complete(found);
            placed
                .extend(articles.into_iter().filter_map(|article| Some((first(&article.blocks)?, article))));
        } else {
            let positions: Vec<u32> = part.take(gap);
            let block = part.block(Role::Other, &positions, None);
            placed.extend(part.finished(Kind::Furniture, block.into_iter().collect()));
        }
    }
    // Told articles stand in the order of the text already.
    placed.sort_by_key(|(at, _)| *at);
    (placed.into_iter().map(|(_, article)| article).collect(), facts)
}

/// What an article is by its words: sites and crawlers keep notices and teasers among their articles.
fn kind(blocks: &[Block]) -> Kind {
    let dense = |block: &Block| block.text.chars().filter(|c| !is_space(*c)).collect::<Vec<char>>();
    let is_head = |block: &&Block| matches!(block.role, Role::Kicker | Role::Headline | Role::Subheadline);
    let signed = blocks.iter().any(|block| matches!(block.role, Role::Byline | Role::Dateline));
    let heads: Vec<Vec<char>> = blocks.iter().filter(is_head).map(dense).collect();
    if signed || heads.is_empty() {
        return Kind::Article;
    }
    if heads.len() == blocks.len() {
        let leads = heads.last().is_some_and(|head| notices::page_reference(head));
        return if leads { Kind::Teaser } else { Kind::Article };
    }
    if heads.iter().any(|head| notices::notice_head(head) >= 0.8) { Kind::Notice } else { Kind::Article }
}

/// Which characters of a part still have no block: all that are not white space.
fn free(chars: &[char], range: CharRange) -> Vec<bool> {
    range.positions().map(|at| chars.get(at as usize).is_some_and(|c| !is_space(*c))).collect()
}

fn first(blocks: &[Block]) -> Option<u32> {
    blocks.iter().flat_map(|block| &block.source).map(|range| range.start()).min()
}

/// A part of the source while its blocks are made.
struct Part<'a> {
    source: &'a Source,
    chars: &'a [char],
    range: CharRange,
    free: Vec<bool>,
}

impl Part<'_> {
    /// Takes the characters of a range that are still free.
    fn take(&mut self, range: CharRange) -> Vec<u32> {
        let (from, to) = (range.start().max(self.range.start()), range.end().min(self.range.end()));
        let origin = self.range.start();
        let mut taken = Vec::new();
        for at in from..to {
            if let Some(free) = self.free.get_mut((at - origin) as usize).filter(|free| **free) {
                *free = false;
                taken.push(at);
            }
        }
        taken
    }

    /// The stretches in which characters are left over, line ends between them included.
    fn gaps(&self) -> Vec<CharRange> {
        let mut gaps: Vec<CharRange> = Vec::new();
        let mut broken = true;
        for (n, free) in self.free.iter().enumerate() {
            let at = self.range.start() + n as u32;
            if *free {
                match gaps.last_mut() {
                    Some(gap) if !broken => *gap = CharRange::new(gap.start(), at + 1),
                    _ => gaps.push(CharRange::new(at, at + 1)),
                }
                broken = false;
            } else if !is_space(self.chars[at as usize]) {
                broken = true;
            }
        }
        gaps
    }

    /// The blocks of a told block: one, or the parts of a paragraph that begins or ends with who wrote it and where.
    fn blocks(&mut self, article: &ToldArticle, block: &ToldBlock) -> Vec<Block> {
        let mut positions: Vec<u32> = block.source.iter().flat_map(|range| self.take(*range)).collect();
        // Ranges of a file that counts wrongly may stand in any order.
        positions.sort_unstable();
        let mut parts = vec![(block.role, 0, positions.len())];
        if block.role == Role::Paragraph && article.kind == Kind::Article {
            let (dateline, signature) = self.ends(&positions);
            parts = vec![
                (Role::Dateline, 0, dateline),
                (self.running(&positions), dateline, signature),
                (Role::Byline, signature, positions.len()),
            ];
        }
        parts
            .into_iter()
            .filter_map(|(role, from, to)| self.block(role, positions.get(from..to)?, article.page))
            .collect()
    }

    /// A paragraph that is nothing but a byline is one.
    fn running(&self, positions: &[u32]) -> Role {
        let signed = positions.len() <= 48
            && bylines::read(&self.spaced(positions)).is_some_and(|byline| byline.role && byline.sure >= 0.9);
        if signed { Role::Byline } else { Role::Paragraph }
    }

    /// Where in a paragraph's positions its dateline ends and its signature begins.
    fn ends(&self, positions: &[u32]) -> (usize, usize) {
        let solid = |text: &[char]| text.iter().filter(|c| !is_space(**c)).count();
        let head = self.spaced(&positions[..positions.len().min(100)]);
        let dateline = bylines::dateline(&head).map_or(0, |to| solid(&head[..to]));
        let dateline = if dateline < positions.len() { dateline } else { 0 };
        let skip = positions.len().saturating_sub(60);
        let tail = self.spaced(&positions[skip..]);
        let signature = bylines::signature(&tail).map_or(positions.len(), |at| skip + solid(&tail[..at]));
        (dateline, signature.max(dateline))
    }

    /// The characters at positions, with one space where white space lies between.
    fn spaced(&self, positions: &[u32]) -> Vec<char> {
        let mut text = Vec::with_capacity(positions.len());
        let mut before: Option<u32> = None;
        for &at in positions {
            if before.is_some_and(|before| at > before + 1) {
                text.push(' ');
            }
            text.push(self.chars[at as usize]);
            before = Some(at);
        }
        text
    }

    fn block(&self, role: Role, positions: &[u32], page: Option<u32>) -> Option<Block> {
        let from = *positions.first()?;
        let running = matches!(role, Role::Paragraph | Role::Quote);
        let part = self.source.parts.iter().find(|part| part.start <= from && from < part.end);
        let hash = part.map_or("", |part| part.sha256.as_str());
        Some(Block {
            id: BlockId::derived(&[hash, &from.to_string(), "block"]),
            role,
            text: reflow::reflow(self.chars, positions, if running { Gaps::Drop } else { Gaps::Keep }),
            source: reflow::ranges(self.chars, positions),
            page: page.or(part.and_then(|part| part.page)),
            status: Status::Proposed,
            by: VERSION.into(),
            // The file says so.
            confidence: Some(1.0),
            proposed: None,
            entities: Vec::new(),
            readings: Vec::new(),
            remarks: Vec::new(),
        })
    }

    fn finished(&self, kind: Kind, blocks: Vec<Block>) -> Option<(u32, Article)> {
        let from = first(&blocks)?;
        let part = self.source.parts.iter().find(|part| part.start <= from && from < part.end);
        let hash = part.map_or("", |part| part.sha256.as_str());
        let article = Article {
            id: ArticleId::derived(&[hash, &from.to_string(), "article"]),
            kind,
            status: ArticleStatus::New,
            blocks,
            supplied_headline: None,
            summary: None,
            notes: Vec::new(),
            topics: Vec::new(),
            keywords: Vec::new(),
            relations: Vec::new(),
        };
        Some((from, article))
    }
}

#[cfg(test)]
mod tests {
    use super::super::{NoMentions, reconstruct};
    use super::*;
    use crate::source::{Encoding, Shape};
    use proptest::prelude::*;

    fn source(text: &str, told: Vec<ToldArticle>) -> Source {
        let mut source =
            Source::from_bytes("页.txt", text.as_bytes().to_vec(), Some(Encoding::Utf8)).unwrap();
        source.shapes = vec![Shape::Told(told)];
        source
    }

    fn told(blocks: &[(Role, u32, u32)]) -> ToldArticle {
        let block = |(role, from, to): &(Role, u32, u32)| ToldBlock {
            role: *role,
            source: vec![CharRange::new(*from, *to)],
        };
        ToldArticle { kind: Kind::Article, blocks: blocks.iter().map(block).collect(), page: Some(3) }
    }

    #[test]
    fn paragraphs_give_up_dateline_and_signature() {
        let text = "题目\n本报讯（记者 林双禾）昨天，县里开会。\n会议很短。（方渐鸿）\n记者 方渐鸿\n残";
        let chars: Vec<char> = text.chars().collect();
        let ends: Vec<u32> = (0..chars.len() as u32).filter(|at| chars[*at as usize] == '\n').collect();
        let rows = [
            (Role::Headline, 0, ends[0]),
            (Role::Paragraph, ends[0] + 1, ends[1]),
            (Role::Paragraph, ends[1] + 1, ends[2]),
            (Role::Paragraph, ends[2] + 1, ends[3]),
        ];
        let issue = reconstruct(&source(text, vec![told(&rows)]), &NoMentions);
        let said: Vec<(Role, &str)> =
            issue.articles.iter().flat_map(|a| &a.blocks).map(|b| (b.role, b.text.as_str())).collect();
        assert_eq!(
            said,
            [
                (Role::Headline, "题目"),
                (Role::Dateline, "本报讯（记者 林双禾）"),
                (Role::Paragraph, "昨天，县里开会。"),
                (Role::Paragraph, "会议很短。"),
                (Role::Byline, "（方渐鸿）"),
                (Role::Byline, "记者 方渐鸿"),
                (Role::Other, "残"),
            ]
        );
        assert_eq!(issue.articles[0].blocks[0].page, Some(3));
        assert_eq!(issue.articles[1].kind, Kind::Furniture);
    }

    proptest! {
        /// However wrongly a file tells its articles: every character that is not white space is in exactly one block,
        /// and every block's text is what its ranges say.
        #[test]
        fn every_character_is_in_one_block(
            text in "[。，一二三报记者（）\\n 　a]{1,200}",
            articles in proptest::collection::vec(proptest::collection::vec((0_u32..220, 0_u32..220), 0..5), 0..4),
        ) {
            prop_assume!(!text.chars().all(is_space));
            let told: Vec<ToldArticle> = articles
                .iter()
                .map(|rows| told(&rows.iter().map(|(a, b)| (Role::Paragraph, *a, *b)).collect::<Vec<_>>()))
                .collect();
            let issue = reconstruct(&source(&text, told), &NoMentions);
            let chars: Vec<char> = text.chars().collect();
            let mut seen = vec![0; chars.len()];
            for block in issue.articles.iter().flat_map(|article| &article.blocks) {
                prop_assert!(block.source_map(&chars).is_ok());
                let positions = block.source.iter().flat_map(|range| range.positions());
                positions.for_each(|at| seen[at as usize] += i32::from(!is_space(chars[at as usize])));
            }
            for (c, times) in chars.iter().zip(seen) {
                prop_assert_eq!(times, i32::from(!is_space(*c)));
            }
        }
    }
}
