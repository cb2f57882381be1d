//! An act on the structure while it is put together.
//!
//! Moves shift each other's places, so every edit is tried at once on a copy of the issue and the next one starts from
//! what came of it. What follows from any move is put right at the end, in the same transaction: relations whose ends
//! now live in two articles are taken off, those that moved as a whole go along; 'no headline in the source' is taken
//! off where a headline came.

use super::{Outcome, Refusal, Transaction};
use crate::annotation::{ArticleId, BlockId, Decider, EntityId, Relation, Status};
use crate::issue::{
    Article, ArticleFacts, ArticleStatus, Assigned, Block, Change, Edit, Issue, Note, Place, Role,
};
use std::collections::BTreeSet;

/// The issue as the act has left it so far, and the edits up to there.
pub(super) struct Draft<'a> {
    /// As it stands after the edits.
    pub issue: Issue,
    /// Who acts.
    pub who: &'a Decider,
    before: &'a Issue,
    edits: Vec<Edit>,
    touched: BTreeSet<ArticleId>,
}

impl<'a> Draft<'a> {
    pub fn new(issue: &'a Issue, who: &'a Decider) -> Self {
        Self { issue: issue.clone(), who, before: issue, edits: Vec::new(), touched: BTreeSet::new() }
    }

    /// Whether nothing was done yet.
    pub fn is_empty(&self) -> bool {
        self.edits.is_empty()
    }

    /// Does one edit.
    pub fn apply(&mut self, edit: Edit) -> Result<(), Refusal> {
        self.issue.apply_one(&edit).map_err(|_| Refusal::Missing)?;
        self.edits.push(edit);
        Ok(())
    }

    pub fn article(&self, id: &ArticleId) -> Result<&Article, Refusal> {
        self.issue.article(id).ok_or(Refusal::Missing)
    }

    /// The article that holds a block, and the block's place in it.
    pub fn holder(&self, block: &BlockId) -> Result<(&Article, usize), Refusal> {
        self.issue.holder(block).ok_or(Refusal::Missing)
    }

    pub fn block(&self, id: &BlockId) -> Result<&Block, Refusal> {
        let (article, n) = self.holder(id)?;
        article.blocks.get(n).ok_or(Refusal::Missing)
    }

    /// The article is worked on: an untouched one is 在改, and one put aside too where its text changed.
    pub fn begin(&mut self, id: &ArticleId, text_changed: bool) -> Result<(), Refusal> {
        self.touched.insert(id.clone());
        let status = self.article(id)?.status;
        if status == ArticleStatus::New || (text_changed && status.is_finished()) {
            self.change(id, |facts| facts.status = ArticleStatus::InProgress)?;
        }
        Ok(())
    }

    /// Changes what the article says of itself.
    pub fn change(&mut self, id: &ArticleId, change: impl FnOnce(&mut ArticleFacts)) -> Result<(), Refusal> {
        let before = self.article(id)?.facts();
        let mut after = before.clone();
        change(&mut after);
        if before == after {
            return Ok(());
        }
        let (before, after) = (Box::new(before), Box::new(after));
        self.apply(Edit::Article { article: id.clone(), before, after })
    }

    /// The block has this role and stands where it stands by the editor's word; what the layout had made of it before
    /// the act is kept.
    pub fn decide(&mut self, id: &BlockId, role: Role, status: Status) -> Result<(), Refusal> {
        let (article, n) = self.holder(id)?;
        let (article, before) = (article.id.clone(), article.blocks[n].facts());
        let mut after = before.clone();
        (after.role, after.status) = (role, status);
        after.by.clone_from(&self.who.by);
        if after.proposed.is_none() {
            after.proposed = self.assigned(id).map(Box::new);
        }
        if before == after {
            return Ok(());
        }
        self.apply(Edit::Block { article, block: id.clone(), before, after })
    }

    /// What the layout had made of a block, where nobody had decided on it before this act.
    pub fn assigned(&self, id: &BlockId) -> Option<Assigned> {
        let (article, n) = self.before.holder(id)?;
        let block = article.blocks.get(n).filter(|block| !block.status.is_decided())?;
        Some(Assigned { by: block.by.clone(), role: block.role, article: Some(article.id.clone()) })
    }

    /// Moves a block; nothing happens where it stands there already.
    pub fn move_block(&mut self, id: &BlockId, to: &ArticleId, index: usize) -> Result<(), Refusal> {
        let (article, n) = self.holder(id)?;
        let from = Place { article: article.id.clone(), index: n as u32 };
        let to = Place { article: to.clone(), index: index as u32 };
        if from == to {
            return Ok(());
        }
        self.touched.extend([from.article.clone(), to.article.clone()]);
        self.apply(Edit::Move { block: id.clone(), from, to })
    }

    /// Lists a new article of this one's kind right behind it.
    pub fn list_after(&mut self, id: &ArticleId, new: Article) -> Result<ArticleId, Refusal> {
        let at = self.issue.articles.iter().position(|article| article.id == *id).ok_or(Refusal::Missing)?;
        let listed = new.id.clone();
        let change = Box::new(Change { before: None, after: Some(new) });
        self.apply(Edit::Listed { at: at as u32 + 1, change })?;
        self.touched.insert(listed.clone());
        Ok(listed)
    }

    /// Takes an article off the list where it has no blocks left; what was said of it goes to `heir`.
    pub fn unlist_if_empty(&mut self, id: &ArticleId, heir: &ArticleId) -> Result<(), Refusal> {
        if id == heir || !self.article(id)?.blocks.is_empty() {
            return Ok(());
        }
        self.settle_relations(id)?;
        self.bequeath(id, heir)?;
        let at = self.issue.articles.iter().position(|article| article.id == *id).ok_or(Refusal::Missing)?;
        let change = Box::new(Change { before: Some(self.issue.articles[at].clone()), after: None });
        self.touched.remove(id);
        self.apply(Edit::Listed { at: at as u32, change })
    }

    /// Topics, keywords and relations go over, and what is left of the facts goes in where there is room, else into a
    /// note.
    fn bequeath(&mut self, id: &ArticleId, heir: &ArticleId) -> Result<(), Refusal> {
        let from = self.article(id)?.clone();
        for topic in &from.topics {
            let before = self.article(heir)?.topics.iter().find(|mine| mine.code == topic.code).cloned();
            if before.as_ref().is_none_or(|mine| !mine.status.is_decided() && topic.status.is_decided()) {
                self.say(heir, |article| Edit::Topic {
                    article,
                    change: Change { before, after: Some(topic.clone()) },
                })?;
            }
        }
        for word in &from.keywords {
            let before = self.article(heir)?.keywords.iter().find(|mine| mine.text == word.text).cloned();
            if before.as_ref().is_none_or(|mine| !mine.status.is_decided() && word.status.is_decided()) {
                self.say(heir, |article| Edit::Keyword {
                    article,
                    change: Change { before, after: Some(word.clone()) },
                })?;
            }
        }
        let (by, at) = (self.who.by.clone(), Some(self.who.at.clone()));
        let note = |text: String| Note { text, by: by.clone(), at: at.clone() };
        // A headline that came with the other one is below the one typed for it.
        let has_headline = self.before.article(heir).is_some_and(|article| article.headline().is_some());
        self.change(heir, |facts| {
            facts.notes.extend(from.notes.iter().cloned());
            match from.supplied_headline.filter(|typed| !typed.is_empty()) {
                Some(typed) if has_headline => facts.notes.push(note(typed)),
                Some(typed) => facts.supplied_headline = Some(typed),
                None => {}
            }
            match (from.summary, &facts.summary) {
                (Some(summary), None) => facts.summary = Some(summary),
                (Some(summary), Some(_)) => facts.notes.push(note(summary)),
                (None, _) => {}
            }
        })
    }

    fn say(&mut self, article: &ArticleId, edit: impl FnOnce(ArticleId) -> Edit) -> Result<(), Refusal> {
        self.apply(edit(article.clone()))
    }

    /// Relations follow their ends: both in another article, it goes there; in two articles, it goes.
    fn settle_relations(&mut self, id: &ArticleId) -> Result<(), Refusal> {
        let article = self.article(id)?;
        let home = |entity: &EntityId| self.issue.find(entity).map(|found| found.article.id.clone());
        let astray: Vec<(Relation, Option<ArticleId>)> = article
            .relations
            .iter()
            .filter_map(|relation| {
                let (from, to) = (home(&relation.from), home(&relation.to));
                let here = Some(article.id.clone());
                // An import may bring a relation that never had both its ends.
                let never = |end: &EntityId| self.before.find(end).is_none();
                let stays = from == here && to == here || never(&relation.from) || never(&relation.to);
                (!stays).then(|| (relation.clone(), from.filter(|from| Some(from) == to.as_ref())))
            })
            .collect();
        for (relation, target) in astray {
            let gone = Change { before: Some(relation.clone()), after: None };
            self.say(id, |article| Edit::Relation { article, change: gone })?;
            if let Some(target) = target {
                let come = Change { before: None, after: Some(relation) };
                self.say(&target, |article| Edit::Relation { article, change: come })?;
            }
        }
        Ok(())
    }

    /// The transaction; refused where nothing came of it.
    pub fn finish(mut self, gesture: &str) -> Outcome {
        for id in self.touched.clone() {
            self.settle_relations(&id)?;
            let article = self.article(&id)?;
            if article.headline_is_absent() && article.headline_blocks().next().is_some() {
                self.change(&id, |facts| facts.supplied_headline = None)?;
            }
        }
        if self.edits.is_empty() {
            return Err(Refusal::Nothing);
        }
        Ok(Transaction { gesture: gesture.into(), edits: self.edits })
    }
}

/// An article without anything in it yet.
pub(super) fn empty_article(id: ArticleId, like: &Article) -> Article {
    Article {
        id,
        kind: like.kind,
        status: ArticleStatus::InProgress,
        blocks: Vec::new(),
        supplied_headline: None,
        summary: None,
        notes: Vec::new(),
        topics: Vec::new(),
        keywords: Vec::new(),
        relations: Vec::new(),
    }
}

/// How many blocks of the heading stand at the article's head.
pub(super) fn heading_length(article: &Article) -> usize {
    article.blocks.iter().take_while(|block| block.role.is_heading()).count()
}

/// Where a block of this role and from this place of the source belongs in an article that does not have it: kickers,
/// headline and subheadlines at the head in this order, everything else behind what stands before it in the source.
pub(super) fn place_for(article: &Article, role: Role, from: u32) -> usize {
    let head = heading_length(article);
    let leading = |roles: &[Role]| {
        article.blocks.iter().take(head).take_while(|block| roles.contains(&block.role)).count()
    };
    match role {
        Role::Kicker => leading(&[Role::Kicker]),
        Role::Headline => leading(&[Role::Kicker, Role::Headline]),
        Role::Subheadline => head,
        _ => {
            let before = |block: &Block| block.first_source().is_some_and(|first| first < from);
            article.blocks.iter().skip(head).rposition(before).map_or(head, |n| head + n + 1)
        }
    }
}
