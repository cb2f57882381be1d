//! What a block is and where it belongs.

use super::draft::{Draft, empty_article, heading_length, place_for};
use super::{Outcome, Refusal};
use crate::annotation::{ArticleId, BlockId, Decider, Status};
use crate::issue::{Block, Issue, Role};

/// Gives a block another role, or confirms the one it has. A kicker, and a headline where there is none yet, goes to the
/// article's head; what is no heading any more goes down to where it stands in the source.
///
/// # Errors
/// [`Refusal::Nothing`] where an editor has said so already, [`Refusal::Missing`].
pub fn set_role(issue: &Issue, block: &BlockId, role: Role, who: &Decider) -> Outcome {
    let mut draft = Draft::new(issue, who);
    let (article, n) = draft.holder(block)?;
    let (article, old) = (article.clone(), article.blocks[n].clone());
    if old.role == role {
        return confirm(issue, std::slice::from_ref(block), who);
    }
    let head = heading_length(&article);
    let rises = match role {
        Role::Kicker => n > 0,
        Role::Headline => article.headline_blocks().next().is_none(),
        _ => false,
    };
    let sinks = old.role.is_heading() && !role.is_heading() && n + 1 < head;
    draft.decide(block, role, Status::Corrected)?;
    if rises || sinks {
        let mut rest = article.clone();
        rest.blocks.remove(n);
        let to = place_for(&rest, role, old.first_source().unwrap_or_default());
        draft.move_block(block, &article.id, to)?;
    }
    draft.begin(&article.id, false)?;
    draft.finish("gesture.role")
}

/// Confirms role and place of blocks that nobody has decided on.
///
/// # Errors
/// [`Refusal::Nothing`] where all are decided, [`Refusal::Missing`].
pub fn confirm(issue: &Issue, blocks: &[BlockId], who: &Decider) -> Outcome {
    let mut draft = Draft::new(issue, who);
    for id in blocks {
        let block = draft.block(id)?;
        let role = block.role;
        if !block.status.is_decided() {
            draft.decide(id, role, Status::Accepted)?;
            let article = draft.holder(id)?.0.id.clone();
            draft.begin(&article, false)?;
        }
    }
    draft.finish("gesture.confirm")
}

/// Moves a block to another article, with its role there (`None`: the one it has), to the place where this role and its
/// place in the source belong. An article that has no blocks left goes, and what was said of it comes along.
///
/// # Errors
/// [`Refusal::Nothing`] where it is there already with this role, [`Refusal::Missing`].
pub fn move_to(
    issue: &Issue,
    block: &BlockId,
    article: &ArticleId,
    role: Option<Role>,
    who: &Decider,
) -> Outcome {
    let (holder, n) = issue.holder(block).ok_or(Refusal::Missing)?;
    let old = &holder.blocks[n];
    let role = role.unwrap_or(old.role);
    if holder.id == *article {
        return if role == old.role { Err(Refusal::Nothing) } else { set_role(issue, block, role, who) };
    }
    let target = issue.article(article).ok_or(Refusal::Missing)?;
    let to = place_for(target, role, old.first_source().unwrap_or_default());
    transfer(issue, old, article, to, role, who)
}

/// Puts a block at a place that the editor chose: before the `index`-th of the other blocks of an article.
///
/// # Errors
/// [`Refusal::Nothing`] where it stands there, [`Refusal::NoPart`] beyond the end, [`Refusal::Missing`].
pub fn place_block(
    issue: &Issue,
    block: &BlockId,
    article: &ArticleId,
    index: usize,
    who: &Decider,
) -> Outcome {
    let (holder, n) = issue.holder(block).ok_or(Refusal::Missing)?;
    let target = issue.article(article).ok_or(Refusal::Missing)?;
    let same = holder.id == *article;
    if index > target.blocks.len() - usize::from(same) {
        return Err(Refusal::NoPart);
    }
    if same && index == n {
        return Err(Refusal::Nothing);
    }
    let old = &holder.blocks[n];
    transfer(issue, old, article, index, old.role, who)
}

fn transfer(
    issue: &Issue,
    block: &Block,
    article: &ArticleId,
    index: usize,
    role: Role,
    who: &Decider,
) -> Outcome {
    let mut draft = Draft::new(issue, who);
    let from = draft.holder(&block.id)?.0.id.clone();
    let elsewhere = from != *article;
    draft.move_block(&block.id, article, index)?;
    draft.decide(&block.id, role, Status::Corrected)?;
    draft.begin(article, elsewhere)?;
    if elsewhere {
        draft.begin(&from, true)?;
        draft.unlist_if_empty(&from, article)?;
    }
    draft.finish("gesture.move_block")
}

/// Takes blocks out of their article: they become one of their own, behind it.
///
/// # Errors
/// [`Refusal::NoPart`] where nothing would be left, [`Refusal::Missing`].
pub fn detach(issue: &Issue, blocks: &[BlockId], who: &Decider) -> Outcome {
    let mut draft = Draft::new(issue, who);
    detach_in(&mut draft, blocks)?;
    draft.finish("gesture.detach")
}

/// The same in a draft; returns the new article.
pub(super) fn detach_in(draft: &mut Draft<'_>, blocks: &[BlockId]) -> Result<ArticleId, Refusal> {
    let first = blocks.first().ok_or(Refusal::NoPart)?;
    let article = draft.holder(first)?.0.clone();
    if article.blocks.iter().all(|block| blocks.contains(&block.id)) {
        return Err(Refusal::NoPart);
    }
    let parts = [article.id.as_str(), first.as_str(), &draft.who.by, &draft.who.at];
    let new = ArticleId::derived(&parts);
    let new = draft.list_after(&article.id, empty_article(new, &article))?;
    for (place, block) in blocks.iter().enumerate() {
        draft.move_block(block, &new, place)?;
        let role = draft.block(block)?.role;
        draft.decide(block, role, Status::Corrected)?;
    }
    draft.begin(&article.id, true)?;
    Ok(new)
}
