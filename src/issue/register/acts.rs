//! What an editor does to the register, as transactions.

use super::{Context, Register};
use crate::annotation::{Decider, Entity, EntityId, Entry, EntryId, EntryKind, Office};
use crate::issue::gesture::{Outcome, Refusal, begun, entity_edit};
use crate::issue::{Change, Edit, Issue, Transaction};

fn entry_edit(before: Option<&Entry>, after: Option<Entry>) -> Edit {
    Edit::Entry { change: Box::new(Change { before: before.cloned(), after }) }
}

fn transaction(gesture: &str, edits: Vec<Edit>) -> Transaction {
    Transaction { gesture: gesture.to_owned(), edits }
}

/// The entry that a mark would become: its words as name, and the office that the article gives it.
pub fn entry_of(issue: &Issue, mark: &EntityId, who: &Decider) -> Option<Entry> {
    let found = issue.find(mark)?;
    let kind = EntryKind::of(&found.entity.label)?;
    let mut entry = Entry::new(kind, &found.entity.text, &who.by, &who.at);
    if kind == EntryKind::Person {
        let context = Context::of(issue, found.article, found.entity);
        let office = Office {
            body: context.own_bodies.into_iter().next().unwrap_or_default(),
            title: context.own_titles.into_iter().next().unwrap_or_default(),
            ..Office::default()
        };
        entry.offices.push(office);
    }
    Some(entry.tidied())
}

/// A new entry.
///
/// # Errors
/// [`Refusal::NoText`] without a name, [`Refusal::Nothing`] where its id is taken.
pub fn create(register: &Register, entry: Entry) -> Outcome {
    let entry = entry.tidied();
    if entry.name.is_empty() {
        return Err(Refusal::NoText);
    }
    if register.get(&entry.id).is_some() {
        return Err(Refusal::Nothing);
    }
    Ok(transaction("gesture.entry.new", vec![entry_edit(None, Some(entry))]))
}

/// The entry is this from now on.
///
/// # Errors
/// [`Refusal::NoText`] without a name, [`Refusal::Nothing`] where it is that, [`Refusal::Missing`].
pub fn change(register: &Register, entry: Entry) -> Outcome {
    let before = register.get(&entry.id).ok_or(Refusal::Missing)?;
    let entry = entry.tidied();
    if entry.name.is_empty() {
        return Err(Refusal::NoText);
    }
    if *before == entry {
        return Err(Refusal::Nothing);
    }
    Ok(transaction("gesture.entry.change", vec![entry_edit(Some(before), Some(entry))]))
}

/// One entry becomes part of another, which takes its names, offices and notes along; links to it lead there.
///
/// # Errors
/// [`Refusal::Nothing`] for an entry with itself, [`Refusal::Missing`].
pub fn merge(register: &Register, from: &EntryId, into: &EntryId) -> Outcome {
    let from = register.get(from).filter(|entry| entry.is_live()).ok_or(Refusal::Missing)?;
    let into = register.resolve(into).ok_or(Refusal::Missing)?;
    if from.id == into.id {
        return Err(Refusal::Nothing);
    }
    let mut whole = into.clone();
    whole.aliases.extend(from.names().map(str::to_owned));
    whole.offices.extend(from.offices.iter().cloned());
    if !from.notes.is_empty() && !whole.notes.contains(&from.notes) {
        whole.notes = format!("{}\n{}", whole.notes, from.notes);
    }
    if whole.outside.is_empty() {
        whole.outside.clone_from(&from.outside);
    }
    let gone = Entry { merged: Some(into.id.clone()), ..from.clone() };
    let edits = vec![entry_edit(Some(into), Some(whole.tidied())), entry_edit(Some(from), Some(gone))];
    Ok(transaction("gesture.entry.merge", edits))
}

/// An entry that was merged stands by itself again; the other one gives back the names and offices that it had from it.
///
/// # Errors
/// [`Refusal::Nothing`] where it was not merged, [`Refusal::Missing`].
pub fn unmerge(register: &Register, id: &EntryId) -> Outcome {
    let entry = register.get(id).ok_or(Refusal::Missing)?;
    let into = entry.merged.as_ref().ok_or(Refusal::Nothing)?;
    let mut edits = vec![entry_edit(Some(entry), Some(Entry { merged: None, ..entry.clone() }))];
    if let Some(into) = register.get(into) {
        let mut rest = into.clone();
        rest.aliases.retain(|alias| !entry.is_named(alias));
        rest.offices.retain(|office| !entry.offices.contains(office));
        if rest != *into {
            edits.push(entry_edit(Some(into), Some(rest)));
        }
    }
    Ok(transaction("gesture.entry.unmerge", edits))
}

/// One entry becomes two: the new one takes the aliases and offices that it has away from the old one.
///
/// # Errors
/// As [`create`].
pub fn split(register: &Register, id: &EntryId, new: Entry) -> Outcome {
    let old = register.get(id).ok_or(Refusal::Missing)?;
    // Of one name and made in one second they are still two.
    let new = Entry { id: EntryId::derived(&[id.as_str(), new.id.as_str()]), ..new };
    let mut edits = create(register, new)?.edits;
    if let Some(Edit::Entry { change }) = edits.first()
        && let Some(new) = &change.after
    {
        let mut rest = old.clone();
        // People of one name both keep it.
        rest.aliases.retain(|alias| !new.is_named(alias));
        rest.offices.retain(|office| !new.offices.contains(office));
        if rest != *old {
            edits.push(entry_edit(Some(old), Some(rest)));
        }
    }
    Ok(transaction("gesture.entry.split", edits))
}

/// Puts an entry into the trash; links to it lead nowhere until it is taken out again.
///
/// # Errors
/// [`Refusal::Nothing`] where it is there, [`Refusal::Missing`].
pub fn drop_entry(register: &Register, id: &EntryId) -> Outcome {
    thrown(register, id, true, "gesture.entry.drop")
}

/// Takes an entry out of the trash.
///
/// # Errors
/// [`Refusal::Nothing`] where it is not there, [`Refusal::Missing`].
pub fn restore(register: &Register, id: &EntryId) -> Outcome {
    thrown(register, id, false, "gesture.entry.restore")
}

fn thrown(register: &Register, id: &EntryId, trashed: bool, gesture: &str) -> Outcome {
    let entry = register.get(id).ok_or(Refusal::Missing)?;
    if entry.trashed == trashed {
        return Err(Refusal::Nothing);
    }
    Ok(transaction(gesture, vec![entry_edit(Some(entry), Some(Entry { trashed, ..entry.clone() }))]))
}

/// Links marks of an issue to an entry. That decides them too: whoever knows whose name it is agrees that it is a name.
///
/// # Errors
/// [`Refusal::Nothing`] where all are linked so, [`Refusal::Missing`].
pub fn link(issue: &Issue, marks: &[EntityId], entry: &Entry, who: &Decider) -> Outcome {
    let link = Some(entry.link());
    relinked(issue, marks, "gesture.link", |mark| {
        let same = mark
            .link
            .as_ref()
            .is_some_and(|known| known.register == Entry::REGISTER && known.id == entry.id.as_str());
        (!same || mark.is_open()).then(|| Entity { link: link.clone(), ..mark.accepted(who) })
    })
}

/// The unlinked marks of an issue of which the words can be this entry only.
pub fn unlinked(issue: &Issue, entry: &Entry, register: &Register) -> Vec<EntityId> {
    let only = |text: &str| {
        entry.is_named(text) && register.named(entry.kind, text).all(|other| other.id == entry.id)
    };
    let articles = issue.articles.iter().filter(|article| !article.status.is_trashed());
    let marks = articles.flat_map(|article| article.entities().map(|(_, mark)| mark));
    marks
        .filter(|mark| mark.status.stands() && mark.link.is_none())
        .filter(|mark| EntryKind::of(&mark.label) == Some(entry.kind) && only(&mark.text))
        .map(|mark| mark.id.clone())
        .collect()
}

/// Takes the link off marks of an issue.
///
/// # Errors
/// [`Refusal::Nothing`] where none has one, [`Refusal::Missing`].
pub fn unlink(issue: &Issue, marks: &[EntityId]) -> Outcome {
    relinked(issue, marks, "gesture.unlink", |mark| {
        mark.link.is_some().then(|| Entity { link: None, ..mark.clone() })
    })
}

fn relinked(
    issue: &Issue,
    marks: &[EntityId],
    gesture: &str,
    after: impl Fn(&Entity) -> Option<Entity>,
) -> Outcome {
    let mut edits = Vec::new();
    let mut begin = Vec::new();
    for id in marks {
        let found = issue.find(id).filter(|found| found.entity.status.stands()).ok_or(Refusal::Missing)?;
        let Some(after) = after(found.entity) else { continue };
        if !begin.contains(&&found.article.id) {
            begin.push(&found.article.id);
            edits.extend(begun(found.article));
        }
        edits.push(entity_edit(found.article, found.block, Some(found.entity.clone()), Some(after)));
    }
    if edits.is_empty() { Err(Refusal::Nothing) } else { Ok(transaction(gesture, edits)) }
}
