//! Marks joined and parted.

use super::{Outcome, Refusal, begun, entity_edit, find, is_in_way, loose_relations, quote, snap};
use crate::annotation::{Decider, Entity, EntityId, Status};
use crate::issue::{Issue, Transaction};
use crate::text::CharRange;

/// Joins a mark with the next one of its block: it keeps its label and takes in all up to the other's end.
///
/// # Errors
/// [`Refusal::NoPart`] where no mark follows in the block, [`Refusal::Overlap`] where another decided one lies between,
/// [`Refusal::Missing`].
pub fn join_mark(issue: &Issue, id: &EntityId, who: &Decider) -> Outcome {
    let found = find(issue, id)?;
    let (article, block, entity) = (found.article, found.block, found.entity);
    let after = |other: &&Entity| other.id != *id && other.range.start() >= entity.range.end();
    let next = block.standing().filter(after).min_by_key(|other| (other.range.start(), other.range.end()));
    let next = next.ok_or(Refusal::NoPart)?;
    let range = CharRange::new(entity.range.start(), next.range.end());
    let (mut edits, mut gone) = (begun(article), Vec::new());
    let in_way =
        |other: &&Entity| other.id != *id && (other.id == next.id || is_in_way(other.range, range, who));
    for other in block.standing().filter(in_way) {
        if other.id != next.id && other.status.is_decided() {
            return Err(Refusal::Overlap(other.text.clone()));
        }
        // What an editor made goes; what was proposed stays as refused.
        let after = (other.status != Status::Added).then(|| other.rejected(who));
        gone.push(&other.id);
        edits.push(entity_edit(article, block, Some(other.clone()), after));
    }
    edits.extend(loose_relations(article, &gone));
    let joined = entity.decided(entity.label.clone(), range, quote(block, range)?, who);
    edits.push(entity_edit(article, block, Some(entity.clone()), Some(joined)));
    Ok(Transaction { gesture: "gesture.join_mark".into(), edits })
}

/// Parts a mark at a position of its block's text: two marks with its label, without the punctuation at the cut. The
/// first keeps what is known of the mark.
///
/// # Errors
/// [`Refusal::NoPart`] where one of them would be empty, [`Refusal::Missing`].
pub fn split_mark(issue: &Issue, id: &EntityId, at: u32, who: &Decider) -> Outcome {
    let found = find(issue, id)?;
    let (article, block, entity) = (found.article, found.block, found.entity);
    if at <= entity.range.start() || entity.range.end() <= at {
        return Err(Refusal::NoPart);
    }
    let first = snap(&block.text, CharRange::new(entity.range.start(), at));
    let second = snap(&block.text, CharRange::new(at, entity.range.end()));
    if first.is_empty() || second.is_empty() {
        return Err(Refusal::NoPart);
    }
    let place = second.to_string();
    let new = EntityId::derived(&[block.id.as_str(), &place, entity.label.as_str(), &who.by, &who.at]);
    let new = Entity::added(new, entity.label.clone(), second, quote(block, second)?, who);
    let kept = entity.decided(entity.label.clone(), first, quote(block, first)?, who);
    let (mut edits, mut gone) = (begun(article), Vec::new());
    // A mark inside that lies over the cut would cross both parts.
    let over = |other: &&Entity| {
        let inside = other.id != *id && entity.range.covers(other.range);
        inside && other.range.start() < at && at < other.range.end()
    };
    for other in block.standing().filter(over) {
        if other.status.is_decided() {
            return Err(Refusal::Cut(other.text.clone()));
        }
        gone.push(&other.id);
        edits.push(entity_edit(article, block, Some(other.clone()), Some(other.rejected(who))));
    }
    edits.extend(loose_relations(article, &gone));
    edits.push(entity_edit(article, block, Some(entity.clone()), Some(kept)));
    edits.push(entity_edit(article, block, None, Some(new)));
    Ok(Transaction { gesture: "gesture.split_mark".into(), edits })
}
