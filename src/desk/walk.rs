//! Where "next" and "previous" lead: from mark to mark, from article to article, from character to character.

use super::caret::{self, Step};
use super::command::Way;
use super::state::{OpenIssue, Selection, State};
use crate::annotation::{ArticleId, Entity, EntityId};
use crate::issue::{Article, Block};
use crate::text;

/// The next mark of the article for which `wanted` holds, after the selected mark or the caret; `None` at the end.
pub fn mark(state: &State, open: &OpenIssue, way: Way, wanted: impl Fn(&Entity) -> bool) -> Option<EntityId> {
    let article = open.current()?;
    let here = position(open, article);
    let marks = article
        .blocks
        .iter()
        .enumerate()
        .flat_map(|(n, block)| block.entities.iter().map(move |entity| ((n, entity.range), entity)))
        .filter(|(_, entity)| {
            state.is_shown(entity) && wanted(entity) && Some(&entity.id) != open.mark.as_ref()
        });
    let found = match (way, here) {
        (Way::Forth, Some(here)) => marks.filter(|(at, _)| *at >= here).min_by_key(|(at, _)| *at),
        (Way::Forth, None) => marks.min_by_key(|(at, _)| *at),
        (Way::Back, Some(here)) => marks.filter(|(at, _)| *at <= here).max_by_key(|(at, _)| *at),
        (Way::Back, None) => marks.max_by_key(|(at, _)| *at),
    };
    found.map(|(_, entity)| entity.id.clone())
}

/// Where the selected mark or the caret is: number of the block and range.
fn position(open: &OpenIssue, article: &Article) -> Option<(usize, text::CharRange)> {
    let of_mark = |id: &EntityId| {
        article
            .blocks
            .iter()
            .enumerate()
            .find_map(|(n, block)| block.entity(id).map(|entity| (n, entity.range)))
    };
    let of_caret = |selection: &Selection| {
        let block = article.blocks.iter().position(|block| block.id == selection.block)?;
        Some((block, text::CharRange::new(selection.caret, selection.caret)))
    };
    open.mark.as_ref().and_then(of_mark).or_else(|| open.selection.as_ref().and_then(of_caret))
}

/// A block's number and a position in it, from which to look for something else: behind what is selected, or before it.
pub fn place(open: &OpenIssue, way: Way) -> Option<(usize, u32)> {
    let article = open.current()?;
    let (block, range) = match &open.selection {
        Some(selection) => {
            let block = article.blocks.iter().position(|block| block.id == selection.block)?;
            (block, selection.range())
        }
        None => position(open, article)?,
    };
    Some((block, if way == Way::Forth { range.end() } else { range.start() }))
}

/// The article before or after the one on the page, in the order of the outline.
pub fn article(open: &OpenIssue, way: Way) -> Option<ArticleId> {
    let order = super::panels::outline::order(&open.issue);
    let here = order.iter().position(|article| article.id == open.article)?;
    let next = match way {
        Way::Forth => here + 1,
        Way::Back => here.checked_sub(1)?,
    };
    order.get(next).map(|article| article.id.clone())
}

/// The caret one step further; from a mark it starts at the mark's edge, from nothing at the article's start.
pub fn caret(open: &OpenIssue, way: Way, step: Step, extend: bool) -> Option<Selection> {
    let article = open.current()?;
    let now = open.selection.clone().or_else(|| {
        let (n, range) = position(open, article).or_else(|| Some((0, text::CharRange::default())))?;
        let at = if way == Way::Forth { range.end() } else { range.start() };
        Some(Selection { block: article.blocks.get(n)?.id.clone(), anchor: at, caret: at })
    })?;
    let first = open.selection.is_none();
    let block = article.block(&now.block)?;
    let caret = match caret::next(&block.text, now.caret, way, step) {
        // From a mark the first step only shows the caret.
        _ if first && !extend && step == Step::Char && open.mark.is_some() => now.caret,
        Some(next) => next,
        None if extend => now.caret,
        None => return neighbour(article, block, way),
    };
    let anchor = if extend { now.anchor } else { caret };
    Some(Selection { block: now.block, anchor, caret })
}

/// The caret at the near end of the block before or after.
fn neighbour(article: &Article, block: &Block, way: Way) -> Option<Selection> {
    let here = article.blocks.iter().position(|other| other.id == block.id)?;
    let next = match way {
        Way::Forth => article.blocks.get(here + 1)?,
        Way::Back => article.blocks.get(here.checked_sub(1)?)?,
    };
    let at = if way == Way::Forth { 0 } else { text::char_len(&next.text) };
    Some(Selection { block: next.id.clone(), anchor: at, caret: at })
}
