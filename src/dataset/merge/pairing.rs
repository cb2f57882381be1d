//! Which article and block of one version of an issue is which of another one.
//!
//! Blocks are the same where their text is: with the same id, else from the same place of the source. Articles are the same
//! by id, else by the block that they have in common.

use super::look::same;
use crate::annotation::{ArticleId, BlockId, Entity, EntityId};
use crate::issue::{Article, Block, Issue};
use std::collections::HashMap;

/// The right version as it is seen from the left one.
pub struct Pairing<'a> {
    blocks: HashMap<&'a BlockId, (&'a Article, &'a Block)>,
    articles: HashMap<&'a ArticleId, &'a Article>,
    /// Left id by right id.
    names: HashMap<&'a ArticleId, &'a ArticleId>,
    taken: HashMap<&'a BlockId, &'a BlockId>,
    marks: Vec<(EntityId, EntityId)>,
}

impl<'a> Pairing<'a> {
    /// Pairs two versions of an issue.
    pub fn of(left: &'a Issue, right: &'a Issue) -> Self {
        let all = || {
            right.articles.iter().flat_map(|article| article.blocks.iter().map(move |block| (article, block)))
        };
        let by_id: HashMap<&BlockId, (&Article, &Block)> = all().map(|(a, b)| (&b.id, (a, b))).collect();
        let by_place: HashMap<_, (&Article, &Block)> =
            all().map(|(a, b)| ((&b.source, b.text.as_str()), (a, b))).collect();
        let mut pairing = Self {
            blocks: HashMap::new(),
            articles: HashMap::new(),
            names: HashMap::new(),
            taken: HashMap::new(),
            marks: Vec::new(),
        };
        for block in left.articles.iter().flat_map(|article| &article.blocks) {
            let same = by_id.get(&block.id).filter(|(_, other)| other.text == block.text);
            let found = same.or_else(|| by_place.get(&(&block.source, block.text.as_str())));
            if let Some((article, other)) =
                found.copied().filter(|(_, other)| !pairing.taken.contains_key(&other.id))
            {
                pairing.taken.insert(&other.id, &block.id);
                pairing.blocks.insert(&block.id, (article, other));
            }
        }
        for article in &left.articles {
            if let Some(same) = right.article(&article.id) {
                pairing.articles.insert(&article.id, same);
                pairing.names.insert(&same.id, &article.id);
            }
        }
        for article in &left.articles {
            let mut others = article.blocks.iter().filter_map(|block| pairing.blocks.get(&block.id));
            let free = others.find(|(other, _)| !pairing.names.contains_key(&other.id)).copied();
            if let Some((other, _)) = free.filter(|_| !pairing.articles.contains_key(&article.id)) {
                pairing.articles.insert(&article.id, other);
                pairing.names.insert(&other.id, &article.id);
            }
        }
        for block in left.articles.iter().flat_map(|article| &article.blocks) {
            let Some((_, twin)) = pairing.blocks.get(&block.id) else { continue };
            for other in twin.standing() {
                let alike: Vec<&Entity> = block.standing().filter(|one| same(one, other)).collect();
                let here = alike.iter().find(|one| one.id == other.id).or(alike.first());
                // The left one may have made something else of this proposal: that is not what the right one speaks of.
                let other_thing = block
                    .standing()
                    .any(|one| one.id == other.id && one.status.is_decided() && !same(one, other));
                let id = match here {
                    Some(one) => one.id.clone(),
                    None if other_thing => EntityId::derived(&["right", other.id.as_str()]),
                    None => other.id.clone(),
                };
                pairing.marks.push((other.id.clone(), id));
            }
        }
        pairing
    }

    /// The right one of a left article.
    pub fn article(&self, left: &ArticleId) -> Option<&'a Article> {
        self.articles.get(left).copied()
    }

    /// The right one of a left block, with the article that it is in.
    pub fn block(&self, left: &BlockId) -> Option<(&'a Article, &'a Block)> {
        self.blocks.get(left).copied()
    }

    /// What the right article is called at the left; its own id where it is not there.
    pub fn name(&self, right: &'a ArticleId) -> &'a ArticleId {
        self.names.get(right).copied().unwrap_or(right)
    }

    /// The right version's marks with what they are called at the left: the same words with the same label, or, where a
    /// mark comes in, itself.
    pub fn twins(&self) -> &[(EntityId, EntityId)] {
        &self.marks
    }

    /// Whether a right block is somewhere at the left.
    pub fn knows(&self, right: &BlockId) -> bool {
        self.taken.contains_key(right)
    }
}
