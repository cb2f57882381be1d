//! Newer proposals in place of older ones, in an issue that an editor is at work on.
//!
//! The issue has been proposed for again; what that changes among the open proposals becomes one transaction. Decisions
//! stay, and so does every open proposal that a decision stands on or that undoing one will look for ([`Held`]); new
//! proposals give way to both. A proposal of the same place and label keeps its id, and stays altogether where its score
//! is about the same. Finished articles, and blocks whose text is another one by now, are left alone.

use crate::annotation::{ArticleId, BlockId, Entity, EntityId, RelationId};
use crate::issue::{Article, Block, Change, Edit, Issue, Kind, Transaction};
use std::collections::BTreeSet;

/// What has to stay as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Held {
    /// Articles whose lists stay.
    pub articles: BTreeSet<ArticleId>,
    /// Blocks whose marks stay.
    pub blocks: BTreeSet<BlockId>,
    /// Marks.
    pub marks: BTreeSet<EntityId>,
    /// Topics, with their articles.
    pub topics: BTreeSet<(ArticleId, String)>,
    /// Keywords, with their articles.
    pub keywords: BTreeSet<(ArticleId, String)>,
    /// Relations.
    pub relations: BTreeSet<RelationId>,
}

/// Scores closer than this are the same.
const ABOUT: f32 = 0.05;

impl Held {
    /// Holds what a transaction speaks of.
    pub fn hold(&mut self, transaction: &Transaction) {
        for edit in &transaction.edits {
            match edit {
                Edit::Entity { change, .. } => {
                    self.marks.extend(change.before.iter().chain(&change.after).map(|mark| mark.id.clone()));
                }
                Edit::Topic { article, change } => {
                    let topics = change.before.iter().chain(&change.after);
                    self.topics.extend(topics.map(|topic| (article.clone(), topic.code.clone())));
                }
                Edit::Keyword { article, change } => {
                    let keywords = change.before.iter().chain(&change.after);
                    self.keywords.extend(keywords.map(|keyword| (article.clone(), keyword.text.clone())));
                }
                Edit::Relation { change, .. } => {
                    let relations = change.before.iter().chain(&change.after);
                    for relation in relations {
                        self.relations.insert(relation.id.clone());
                        self.marks.extend([relation.from.clone(), relation.to.clone()]);
                    }
                }
                Edit::Listed { change, .. } => {
                    self.articles
                        .extend(change.before.iter().chain(&change.after).map(|article| article.id.clone()));
                }
                Edit::Split { block, cut, .. } | Edit::Join { block, cut, .. } => {
                    self.blocks.extend([block.clone(), cut.second.id.clone()]);
                }
                Edit::Reading { .. }
                | Edit::Remark { .. }
                | Edit::Block { .. }
                | Edit::Article { .. }
                | Edit::Issue { .. }
                | Edit::Entry { .. }
                | Edit::Move { .. }
                | Edit::Order { .. }
                | Edit::Page { .. }
                | Edit::Dispute { .. } => {}
            }
        }
    }
}

/// What makes the open proposals of `now` those of `fresh`, which is the same issue proposed for again; and how many
/// marks and topics that changes.
pub fn refresh(now: &Issue, fresh: &Issue, held: &Held) -> (Transaction, usize) {
    let mut edits = Vec::new();
    let mut taken: BTreeSet<&EntityId> =
        now.articles.iter().flat_map(Article::entities).map(|(_, mark)| &mark.id).collect();
    let pairs = now.articles.iter().filter_map(|article| Some((article, fresh.article(&article.id)?)));
    for (article, fresh) in pairs.filter(|(article, _)| {
        article.kind != Kind::Furniture
            && !article.status.is_finished()
            && !held.articles.contains(&article.id)
    }) {
        let mut held = held.clone();
        for relation in article.relations.iter().filter(|relation| relation.status.is_decided()) {
            held.marks.extend([relation.from.clone(), relation.to.clone()]);
        }
        let mut marks = Vec::new();
        for block in article.blocks.iter().filter(|block| !held.blocks.contains(&block.id)) {
            let same = fresh.blocks.iter().find(|other| other.id == block.id && other.text == block.text);
            let changes = same.map(|fresh| changed_marks(block, fresh, &held, &taken)).unwrap_or_default();
            // An id is given once, whatever block it is in.
            for change in changes {
                let new = change.before.is_none().then_some(change.after.as_ref()).flatten();
                if let Some(mark) = new.and_then(|mark| fresh.find_mark(&mark.id))
                    && !taken.insert(&mark.id)
                {
                    continue;
                }
                marks.push((block.id.clone(), change));
            }
        }
        edits.extend(article_edits(article, fresh, marks, &held));
    }
    let counts = edits.iter().filter(|edit| matches!(edit, Edit::Entity { .. } | Edit::Topic { .. })).count();
    (Transaction { gesture: "gesture.refresh".to_owned(), edits }, counts)
}

impl Article {
    fn find_mark(&self, id: &EntityId) -> Option<&Entity> {
        self.entities().map(|(_, mark)| mark).find(|mark| mark.id == *id)
    }
}

/// Whether nothing is lost where the older of two proposals stays.
fn alike(old: &Entity, new: &Entity) -> bool {
    old.range == new.range && old.label == new.label && (old.score() - new.score()).abs() < ABOUT
}

fn changed_marks(
    block: &Block,
    fresh: &Block,
    held: &Held,
    taken: &BTreeSet<&EntityId>,
) -> Vec<Change<Entity>> {
    let stays = |mark: &Entity| !mark.is_open() || held.marks.contains(&mark.id);
    let fits = |mark: &&Entity| {
        let in_way = |other: &Entity| {
            stays(other)
                && (other.status.stands() && other.range.overlaps(mark.range)
                    || other.range == mark.range && other.label == mark.label)
        };
        mark.is_open() && !held.marks.contains(&mark.id) && !block.entities.iter().any(in_way)
    };
    let wanted: Vec<&Entity> = fresh.entities.iter().filter(fits).collect();
    let mut changes = Vec::new();
    for old in block.entities.iter().filter(|mark| !stays(mark)) {
        match wanted.iter().find(|new| new.id == old.id) {
            Some(new) if alike(old, new) => {}
            new => changes.push(Change { before: Some(old.clone()), after: new.map(|new| (*new).clone()) }),
        }
    }
    let new = wanted.into_iter().filter(|new| !taken.contains(&new.id));
    changes.extend(new.map(|new| Change { before: None, after: Some(new.clone()) }));
    changes
}

/// The changes of an article: relations that go before the marks that they hang on, and those that come after.
fn article_edits(
    article: &Article,
    fresh: &Article,
    marks: Vec<(BlockId, Change<Entity>)>,
    held: &Held,
) -> Vec<Edit> {
    let id = &article.id;
    let mut after = article.clone();
    for (block, change) in &marks {
        if let Some(block) = after.blocks.iter_mut().find(|other| other.id == *block) {
            block.entities.retain(|mark| change.before.as_ref().is_none_or(|before| before.id != mark.id));
            block.entities.extend(change.after.clone());
        }
    }
    let there = |mark: &EntityId| {
        let (now, new) = (after.find_mark(mark), fresh.find_mark(mark));
        now.zip(new).is_some_and(|(now, new)| now.range == new.range && now.label == new.label)
    };
    let open = |status: crate::annotation::Status| !status.is_decided();
    let mut edits = Vec::new();
    for relation in article.relations.iter().filter(|r| open(r.status) && !held.relations.contains(&r.id)) {
        let stays = fresh.relations.iter().any(|new| new.id == relation.id)
            && there(&relation.from)
            && there(&relation.to);
        if !stays {
            let change = Change { before: Some(relation.clone()), after: None };
            edits.push(Edit::Relation { article: id.clone(), change });
        }
    }
    edits.extend(marks.into_iter().map(|(block, change)| Edit::Entity {
        article: id.clone(),
        block,
        change: Box::new(change),
    }));
    for relation in fresh.relations.iter().filter(|r| open(r.status) && !held.relations.contains(&r.id)) {
        let known = article.relations.iter().any(|old| {
            old.id == relation.id
                || (old.kind, &old.from, &old.to) == (relation.kind, &relation.from, &relation.to)
        });
        if !known && there(&relation.from) && there(&relation.to) {
            let change = Change { before: None, after: Some(relation.clone()) };
            edits.push(Edit::Relation { article: id.clone(), change });
        }
    }
    let close = |a: Option<f32>, b: Option<f32>| (a.unwrap_or(1.0) - b.unwrap_or(1.0)).abs() < ABOUT;
    let topics = changes(
        &article.topics,
        &fresh.topics,
        |a, b| a.code == b.code,
        |topic| open(topic.status) && !held.topics.contains(&(id.clone(), topic.code.clone())),
        |a, b| a.sub == b.sub && close(a.score, b.score),
    );
    edits.extend(topics.into_iter().map(|change| Edit::Topic { article: id.clone(), change }));
    let keywords = changes(
        &article.keywords,
        &fresh.keywords,
        |a, b| a.text == b.text,
        |keyword| open(keyword.status) && !held.keywords.contains(&(id.clone(), keyword.text.clone())),
        |a, b| close(a.score, b.score),
    );
    edits.extend(keywords.into_iter().map(|change| Edit::Keyword { article: id.clone(), change }));
    edits
}

/// What makes the open ones of a list those of another.
fn changes<T: Clone>(
    now: &[T],
    fresh: &[T],
    same: impl Fn(&T, &T) -> bool,
    open: impl Fn(&T) -> bool,
    alike: impl Fn(&T, &T) -> bool,
) -> Vec<Change<T>> {
    let mut changes = Vec::new();
    for old in now.iter().filter(|old| open(old)) {
        match fresh.iter().find(|new| same(old, new) && open(new)) {
            Some(new) if alike(old, new) => {}
            new => changes.push(Change { before: Some(old.clone()), after: new.cloned() }),
        }
    }
    let new = fresh.iter().filter(|new| open(new) && !now.iter().any(|old| same(old, new)));
    changes.extend(new.map(|new| Change { before: None, after: Some(new.clone()) }));
    changes
}
