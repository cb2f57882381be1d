//! Articles parted, merged, ordered, and what an issue says of itself.

use super::draft::{Draft, empty_article, heading_length, place_for};
use super::{Outcome, Refusal, change_facts, cut};
use crate::annotation::{ArticleId, BlockId, Decider, Status};
use crate::issue::{Article, ArticleFacts, ArticleStatus, Change, Edit, Issue, IssueFacts, Kind, Role};
use crate::text;

/// From `block` on, a new article behind this one. With `at` strictly inside a block of running text the block is cut
/// there first, at its end the cut falls behind it; headings and bylines are never cut, the new article begins with them.
///
/// Topics and keywords go with the text that speaks for them: those of which the evidence stands only in the new article
/// move, proposals with evidence in both parts are made for both, decisions stay. Relations follow their ends; one that
/// would reach from one article into the other is taken off.
///
/// # Errors
/// [`Refusal::NoPart`] where one of the two would be empty, [`Refusal::Cut`], [`Refusal::NoSource`],
/// [`Refusal::Missing`].
pub fn split_article(
    issue: &Issue,
    block: &BlockId,
    at: Option<u32>,
    source: &[char],
    who: &Decider,
) -> Outcome {
    let mut draft = Draft::new(issue, who);
    let (article, mut n) = draft.holder(block)?;
    let id = article.id.clone();
    let (role, length) = (article.blocks[n].role, text::char_len(&article.blocks[n].text));
    let whole = role.is_heading() || role == Role::Byline;
    let at = at.map(|at| cut::settled(&article.blocks[n].text, at));
    match at.filter(|at| *at > 0 && !whole) {
        Some(at) if at >= length => n += 1,
        Some(at) => {
            cut::cut(&mut draft, block, at, source)?;
            draft.decide(block, role, Status::Corrected)?;
            n += 1;
        }
        None => {}
    }
    let article = draft.article(&id)?.clone();
    let moved: Vec<BlockId> = article.blocks.iter().skip(n).map(|block| block.id.clone()).collect();
    let Some(first) = moved.first().filter(|_| n > 0) else { return Err(Refusal::NoPart) };
    let new = ArticleId::derived(&[id.as_str(), first.as_str(), &who.by, &who.at]);
    let new = draft.list_after(&id, empty_article(new, &article))?;
    for (place, block) in moved.iter().enumerate() {
        draft.move_block(block, &new, place)?;
        let mut role = draft.block(block)?.role;
        if place == 0 && role == Role::Subheadline {
            role = Role::Headline;
        }
        draft.decide(block, role, Status::Corrected)?;
    }
    share(&mut draft, &id, &new)?;
    draft.begin(&id, true)?;
    draft.finish("gesture.split_article")
}

/// Topics and keywords of an article that was parted: to the part whose text speaks for them.
fn share(draft: &mut Draft<'_>, old: &ArticleId, new: &ArticleId) -> Result<(), Refusal> {
    let (first, second) = (draft.article(old)?.clone(), draft.article(new)?.text());
    let text = first.text();
    let goes = |words: &mut dyn Iterator<Item = &str>| {
        let (mut here, mut there) = (false, false);
        for word in words {
            here |= text.contains(word);
            there |= second.contains(word);
        }
        (here || !there, there)
    };
    for topic in &first.topics {
        let (stays, comes) = goes(&mut topic.evidence.iter().map(|evidence| evidence.word.as_str()));
        // A decision is not doubled.
        if comes && (!stays || !topic.status.is_decided()) {
            let change = Change { before: None, after: Some(topic.clone()) };
            draft.apply(Edit::Topic { article: new.clone(), change })?;
        }
        if !stays {
            let change = Change { before: Some(topic.clone()), after: None };
            draft.apply(Edit::Topic { article: old.clone(), change })?;
        }
    }
    for word in &first.keywords {
        let (stays, comes) = goes(&mut std::iter::once(word.text.as_str()));
        if comes && (!stays || !word.status.is_decided()) {
            let change = Change { before: None, after: Some(word.clone()) };
            draft.apply(Edit::Keyword { article: new.clone(), change })?;
        }
        if !stays {
            let change = Change { before: Some(word.clone()), after: None };
            draft.apply(Edit::Keyword { article: old.clone(), change })?;
        }
    }
    Ok(())
}

/// Puts all of an article into another one, which keeps its id, kind and headline: behind its text where it comes
/// before in the issue, else ahead of it. A heading goes to the head where the other has none; otherwise it stays with
/// its text, a headline as subheadline. Topics, keywords, relations and notes come along.
///
/// # Errors
/// [`Refusal::Nothing`] for an article with itself, [`Refusal::Missing`].
pub fn merge(issue: &Issue, article: &ArticleId, into: &ArticleId, who: &Decider) -> Outcome {
    if article == into {
        return Err(Refusal::Nothing);
    }
    let place = |id: &ArticleId| issue.articles.iter().position(|article| article.id == *id);
    let (from, to) = (place(article).ok_or(Refusal::Missing)?, place(into).ok_or(Refusal::Missing)?);
    let mut draft = Draft::new(issue, who);
    let headless = issue.articles[to].headline_blocks().next().is_none();
    let mine = &issue.articles[to];
    let from_here = if to < from { mine.blocks.len() } else { heading_length(mine) };
    for (next, block) in (from_here..).zip(&issue.articles[from].blocks) {
        let (role, place) = match block.role {
            role if headless && role.is_heading() => (role, place_for(draft.article(into)?, role, 0)),
            Role::Headline => (Role::Subheadline, next),
            role => (role, next),
        };
        draft.move_block(&block.id, into, place)?;
        draft.decide(&block.id, role, Status::Corrected)?;
    }
    draft.begin(into, true)?;
    draft.unlist_if_empty(article, into)?;
    draft.finish("gesture.merge")
}

/// Gives an article another place among the articles of the issue; `to` counts without it.
///
/// # Errors
/// [`Refusal::Nothing`] where it stands there, [`Refusal::NoPart`] beyond the end, [`Refusal::Missing`].
pub fn move_article(issue: &Issue, article: &ArticleId, to: usize, who: &Decider) -> Outcome {
    let from = issue.articles.iter().position(|a| a.id == *article).ok_or(Refusal::Missing)?;
    if to >= issue.articles.len() {
        return Err(Refusal::NoPart);
    }
    let mut draft = Draft::new(issue, who);
    if from != to {
        draft.apply(Edit::Order { article: article.clone(), from: from as u32, to: to as u32 })?;
    }
    draft.finish("gesture.move_article")
}

/// Makes an article a teaser, a notice, a quote, furniture or an article.
///
/// # Errors
/// [`Refusal::Nothing`] where it is that, [`Refusal::Missing`].
pub fn set_kind(issue: &Issue, article: &ArticleId, kind: Kind) -> Outcome {
    if issue.article(article).is_some_and(|article| article.kind == kind) {
        return Err(Refusal::Nothing);
    }
    change_facts(issue, article, "gesture.kind", |facts: &mut ArticleFacts| {
        facts.kind = kind;
        if facts.status == ArticleStatus::New {
            facts.status = ArticleStatus::InProgress;
        }
    })
}

/// The issue's title and date, as the editor says them.
///
/// # Errors
/// [`Refusal::Nothing`] where they are that.
pub fn set_issue(issue: &Issue, facts: IssueFacts, who: &Decider) -> Outcome {
    let mut draft = Draft::new(issue, who);
    let before = issue.facts();
    if before != facts {
        draft.apply(Edit::Issue { before, after: facts })?;
    }
    draft.finish("gesture.issue")
}

/// The page number of a part of the issue, and of the blocks that have that part's number now.
///
/// # Errors
/// [`Refusal::Nothing`] where it is that, [`Refusal::Missing`].
pub fn set_page(issue: &Issue, part: usize, page: Option<u32>, who: &Decider) -> Outcome {
    let file = issue.files.get(part).ok_or(Refusal::Missing)?;
    let mut draft = Draft::new(issue, who);
    if file.page != page {
        let on_it = |from: u32| file.start <= from && from < file.end;
        let blocks = issue
            .articles
            .iter()
            .flat_map(|article: &Article| &article.blocks)
            .filter(|block| block.page == file.page && block.first_source().is_some_and(on_it))
            .map(|block| block.id.clone())
            .collect();
        draft.apply(Edit::Page { part: part as u32, before: file.page, after: page, blocks })?;
    }
    draft.finish("gesture.page")
}
