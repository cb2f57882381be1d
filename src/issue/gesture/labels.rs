//! Marks when the label set changes: a label that is merged into another one takes its marks along, one that is removed
//! takes them away.
//!
//! Who decided on a mark, and when, stays; so does whether it is what was proposed, since the proposal goes the same way.
//! Marks are flat: where two would then stand over each other with one label, the decided one stays, of two alike the
//! one that had the label before, then the longer one. A relation that no longer suits goes, as with any other label.

use super::relation::{suits, taken_off};
use super::{Transaction, entity_edit};
use crate::annotation::{Entity, EntityId, Fates, LabelId, LabelSet, Status};
use crate::issue::{Article, Block, Issue};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::AddAssign;

/// What a label's end comes to in an issue, or in several.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Toll {
    /// In how many issues something changes.
    pub issues: usize,
    /// Marks that get another label.
    pub relabelled: usize,
    /// Marks that go, since one with the same label stands over them then.
    pub joined: usize,
    /// Marks that go with their label.
    pub removed: usize,
    /// Rejected proposals that go the same way.
    pub rejected: usize,
    /// Relations that go.
    pub relations: usize,
}

impl AddAssign for Toll {
    fn add_assign(&mut self, other: Self) {
        self.issues += other.issues;
        self.relabelled += other.relabelled;
        self.joined += other.joined;
        self.removed += other.removed;
        self.rejected += other.rejected;
        self.relations += other.relations;
    }
}

/// What it comes to by label that is no more.
pub type Tolls = BTreeMap<LabelId, Toll>;

/// Takes the marks of labels that are no more to where these went.
pub fn migrate(issue: &Issue, fates: &Fates) -> (Transaction, Tolls) {
    migrate_those(issue, fates, &|_| true)
}

/// Has new proposals go the way of labels that the set had once.
pub fn adopt(issue: &mut Issue, labels: &LabelSet) {
    if labels.gone.is_empty() {
        return;
    }
    let (transaction, _) = migrate_those(issue, &labels.gone, &Entity::is_open);
    // It was made of this issue as it is.
    let _ = issue.apply(&transaction);
}

fn migrate_those(issue: &Issue, fates: &Fates, which: &dyn Fn(&Entity) -> bool) -> (Transaction, Tolls) {
    let mut transaction = Transaction { gesture: "gesture.labels".into(), edits: Vec::new() };
    let mut tolls = Tolls::new();
    for article in &issue.articles {
        let (mut gone, mut renamed) = (BTreeMap::new(), BTreeMap::new());
        for block in &article.blocks {
            let lost = lost(block, fates, which);
            for entity in &block.entities {
                let fate = fates.get(&entity.label).filter(|_| which(entity));
                let toll = match (lost.get(&entity.id), fate) {
                    (Some(of), _) => {
                        gone.insert(&entity.id, *of);
                        transaction.edits.push(entity_edit(article, block, Some(entity.clone()), None));
                        let toll = tolls.entry((*of).clone()).or_default();
                        toll.joined += 1;
                        continue;
                    }
                    (None, None) => continue,
                    (None, Some(_)) => tolls.entry(entity.label.clone()).or_default(),
                };
                let stands = usize::from(entity.status.stands());
                toll.rejected += 1 - stands;
                let heir = fate.and_then(Option::as_ref);
                if heir.is_some() {
                    toll.relabelled += stands;
                    renamed.insert(&entity.id, &entity.label);
                } else {
                    toll.removed += stands;
                    gone.insert(&entity.id, &entity.label);
                }
                let after = heir.map(|heir| migrated(entity, heir));
                transaction.edits.push(entity_edit(article, block, Some(entity.clone()), after));
            }
        }
        loosen(article, &gone, &renamed, fates, &mut transaction, &mut tolls);
    }
    for toll in tolls.values_mut() {
        toll.issues = 1;
    }
    (transaction, tolls)
}

/// Takes off relations that lose an end or no longer suit.
fn loosen(
    article: &Article,
    gone: &BTreeMap<&EntityId, &LabelId>,
    renamed: &BTreeMap<&EntityId, &LabelId>,
    fates: &Fates,
    transaction: &mut Transaction,
    tolls: &mut Tolls,
) {
    for relation in &article.relations {
        let ends = [&relation.from, &relation.to];
        let unfit = |id: &&&EntityId| {
            let to = renamed.get(**id).and_then(|label| fates.get(*label)?.as_ref());
            to.is_some_and(|to| !suits(relation, id, to))
        };
        let lost = ends.iter().find_map(|id| gone.get(*id));
        let of = lost.or_else(|| ends.iter().find(unfit).and_then(|id| renamed.get(*id)));
        if let Some(of) = of {
            tolls.entry((*of).clone()).or_default().relations += 1;
            transaction.edits.push(taken_off(article, relation));
        }
    }
}

/// Marks that cannot stand beside another one of the same label, with the label whose end does it.
fn lost<'a>(
    block: &'a Block,
    fates: &'a Fates,
    which: &dyn Fn(&Entity) -> bool,
) -> BTreeMap<EntityId, &'a LabelId> {
    let heirs: BTreeSet<&LabelId> = fates.values().flatten().collect();
    let heir = |entity: &'a Entity| match fates.get(&entity.label).filter(|_| which(entity)) {
        Some(to) => to.as_ref(),
        None => heirs.contains(&entity.label).then_some(&entity.label),
    };
    let mut marks: Vec<(&Entity, &LabelId)> =
        block.standing().filter_map(|entity| Some((entity, heir(entity)?))).collect();
    marks.sort_by_key(|(entity, _)| (entity.range.start(), entity.range.end()));
    let mut lost = BTreeMap::new();
    for (n, (one, to)) in marks.iter().enumerate() {
        for (other, other_to) in &marks[n + 1..] {
            if other.range.start() >= one.range.end() {
                break;
            }
            // Two of one label stood over each other before.
            if to != other_to || one.label == other.label {
                continue;
            }
            let weight = |entity: &Entity| {
                let length = entity.range.end() - entity.range.start();
                (entity.status.is_decided(), entity.label == **to, length, Reverse(entity.id.clone()))
            };
            let (loser, winner) = if weight(one) < weight(other) { (one, other) } else { (other, one) };
            let of = if fates.contains_key(&loser.label) { &loser.label } else { &winner.label };
            lost.entry(loser.id.clone()).or_insert(of);
        }
    }
    lost
}

/// The mark with its label's heir instead of its label.
fn migrated(entity: &Entity, to: &LabelId) -> Entity {
    let from = &entity.label;
    let mut after = Entity { label: to.clone(), ..entity.clone() };
    if let Some(proposed) = &mut after.proposed {
        if proposed.label == *from {
            proposed.label = to.clone();
        }
        if let Some(second) = proposed.runner_up.as_mut().filter(|second| second.label == *from) {
            second.label = to.clone();
        }
        if proposed.runner_up.as_ref().is_some_and(|second| second.label == proposed.label) {
            proposed.runner_up = None;
        }
    }
    if entity.status.is_decided() && entity.status.stands() {
        after.status = match &after.proposed {
            None => Status::Added,
            Some(proposed) if proposed.label == *to && proposed.range == after.range => Status::Accepted,
            Some(_) => Status::Corrected,
        };
    }
    // A time's value says nothing of anything else.
    if from.as_str() == "TIME" {
        after.value = None;
    }
    after
}
