//! Drafts become articles: blocks with reflowed text, source ranges, ids and confidence, in reading order.

use super::articles::Draft;
use super::lines::Page;
use super::pieces::Piece;
use super::reflow::{self, Gaps};
use super::tagging::Tag;
use super::{VERSION, date, headings};
use crate::annotation::{ArticleId, BlockId, Status};
use crate::issue::{Article, ArticleStatus, Block, Kind, Role};
use crate::source::{Facts, Source};
use crate::text::{CharRange, is_space};

/// What the blocks are made from.
pub(super) struct Assembly<'a> {
    /// The opened files.
    pub source: &'a Source,
    /// Their text.
    pub chars: &'a [char],
    /// Its lines.
    pub page: &'a Page,
    /// Its pieces.
    pub pieces: &'a [Piece],
}

/// A margin of any scale as a confidence from 0 to 1; `half` gives one half.
fn confidence(margin: f32, half: f32) -> f32 {
    let ratio = margin.max(0.0) / (margin.max(0.0) + half);
    (ratio * 1000.0).round() / 1000.0
}

impl Assembly<'_> {
    /// The articles of `drafts`, in reading order.
    pub fn articles(&self, drafts: &[Draft]) -> Vec<Article> {
        let mut articles: Vec<(usize, Article)> =
            drafts.iter().filter_map(|draft| Some((self.place(draft)?, self.article(draft)?))).collect();
        articles.extend(self.turns());
        articles.sort_by_key(|(line, _)| *line);
        articles.into_iter().map(|(_, article)| article).collect()
    }

    /// What masthead and date line say of the issue.
    pub fn facts(&self) -> Facts {
        let furniture = self.pieces.iter().filter(|piece| piece.tag == Tag::Furniture);
        let (title, date) = date::title_and_date(furniture.map(|piece| piece.text.as_slice()));
        Facts { title, date }
    }

    /// The line by which an article is placed in the outline: its body's, else its heading's.
    fn place(&self, draft: &Draft) -> Option<usize> {
        let first = draft.pieces.first().copied().or_else(|| draft.heads.first().map(|head| head.0));
        first.map(|n| self.pieces[n].first())
    }

    fn article(&self, draft: &Draft) -> Option<Article> {
        let mut heads = draft.heads.clone();
        heads.sort_unstable_by_key(|head| head.0);
        let body = draft.pieces.first().map(|n| self.pieces[*n].first());
        let mut roles = if draft.roles.len() == heads.len() {
            draft.roles.clone()
        } else {
            headings::roles(self.page, self.pieces, &heads, body)
        };
        if draft.kind == Kind::Quote {
            roles.fill(Role::Kicker);
        }
        let mut blocks = Vec::new();
        for wanted in [Role::Kicker, Role::Headline, Role::Subheadline] {
            for (head, role) in heads.iter().zip(&roles).filter(|(_, role)| **role == wanted) {
                let sure = confidence(head.1, 0.1).min(confidence(self.pieces[head.0].margin, 0.7));
                let sure = if draft.kind == Kind::Quote { confidence(head.1, 0.7) } else { sure };
                blocks.extend(self.block(draft.kind, *role, &self.positions(head.0), sure));
            }
        }
        for n in &draft.pieces {
            self.body(draft, *n, &mut blocks);
        }
        self.finished(draft.kind, blocks)
    }

    /// 下转… at the ends of paragraphs: page furniture, each on its own.
    fn turns(&self) -> Vec<(usize, Article)> {
        let turned = self.pieces.iter().enumerate().filter(|(_, piece)| piece.turn > 0);
        turned
            .filter_map(|(n, piece)| {
                let positions = self.positions(n);
                let tail = &positions[positions.len() - piece.turn..];
                let block = self.block(Kind::Furniture, Role::Other, tail, confidence(piece.margin, 0.7));
                Some((piece.last(), self.finished(Kind::Furniture, block.into_iter().collect())?))
            })
            .collect()
    }

    fn finished(&self, kind: Kind, blocks: Vec<Block>) -> Option<Article> {
        let from = blocks.iter().flat_map(|block| &block.source).map(|range| range.start()).min()?;
        Some(Article {
            id: ArticleId::derived(&[&self.hash(from), &from.to_string(), "article"]),
            kind,
            status: ArticleStatus::New,
            blocks,
            supplied_headline: None,
            summary: None,
            notes: Vec::new(),
            topics: Vec::new(),
            keywords: Vec::new(),
            relations: Vec::new(),
        })
    }

    /// The blocks of a piece that is not a heading.
    fn body(&self, draft: &Draft, n: usize, blocks: &mut Vec<Block>) {
        let piece = &self.pieces[n];
        let sure = confidence(piece.margin, 0.7).min(confidence(draft.margin, 0.7));
        if draft.over.iter().any(|(_, second)| *second == n) {
            return;
        }
        let in_row = draft.pieces.first().is_some_and(|first| self.pieces[*first].tag == Tag::TeaserHead);
        let role = match piece.tag {
            Tag::Paragraph | Tag::Resumed | Tag::NoticeBody => Role::Paragraph,
            Tag::Teaser if in_row => Role::Paragraph,
            Tag::Heading | Tag::NoticeHead | Tag::TeaserHead | Tag::Teaser => Role::Headline,
            Tag::Byline => Role::Byline,
            Tag::Caption => Role::Caption,
            Tag::Quote => Role::Quote,
            Tag::Attribution | Tag::Furniture | Tag::Closing | Tag::Table => Role::Other,
        };
        let [dateline, mut running, mut signature] = self.parts(n);
        let goes_on = |n: &usize| draft.over.iter().find(|(first, _)| first == n).map(|(_, second)| *second);
        for second in std::iter::successors(goes_on(&n), goes_on) {
            let [before, more, signs] = self.parts(second);
            running.extend(before.into_iter().chain(more));
            signature.extend(signs);
        }
        let parts = [(Role::Dateline, dateline), (role, running), (Role::Byline, signature)];
        for (role, positions) in parts {
            blocks.extend(self.block(draft.kind, role, &positions, sure));
        }
    }

    /// The positions of a piece's dateline, text and signature, without 下转….
    fn parts(&self, n: usize) -> [Vec<u32>; 3] {
        let (piece, mut text) = (&self.pieces[n], self.positions(n));
        text.truncate(text.len() - piece.turn);
        let signature = text.split_off(text.len() - piece.signature);
        let running = text.split_off(piece.dateline.min(text.len()));
        [text, running, signature]
    }

    /// Positions of all characters of a piece that are not white space.
    fn positions(&self, n: usize) -> Vec<u32> {
        let lines = self.pieces[n].lines.iter().map(|line| self.page.lines[*line].range);
        lines.flat_map(CharRange::positions).filter(|at| !is_space(self.chars[*at as usize])).collect()
    }

    fn block(&self, kind: Kind, role: Role, positions: &[u32], sure: f32) -> Option<Block> {
        let from = *positions.first()?;
        let running = matches!(role, Role::Paragraph | Role::Quote) && kind != Kind::Teaser;
        let text = reflow::reflow(self.chars, positions, if running { Gaps::Drop } else { Gaps::Keep });
        Some(Block {
            id: BlockId::derived(&[&self.hash(from), &from.to_string(), "block"]),
            role,
            text,
            source: reflow::ranges(self.chars, positions),
            page: self.part(from).and_then(|part| part.page),
            status: Status::Proposed,
            by: VERSION.into(),
            confidence: Some(sure),
            proposed: None,
            entities: Vec::new(),
            readings: Vec::new(),
            remarks: Vec::new(),
        })
    }

    fn part(&self, at: u32) -> Option<&crate::issue::FilePart> {
        self.source.parts.iter().find(|part| part.start <= at && at < part.end)
    }

    /// The hash of the file that has the character at `at`.
    fn hash(&self, at: u32) -> String {
        self.part(at).map(|part| part.sha256.clone()).unwrap_or_default()
    }
}
