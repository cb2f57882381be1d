//! The register (名录) of a dataset: what all changes of its entries add up to.
//!
//! Entries change by edits as marks do ([`Edit::Entry`]), so a change of the register has an inverse, is in the same
//! history, and may stand in one transaction with the links of marks that go with it. `acts` are what an editor does,
//! `candidates` says which entries a mark may speak of.

mod acts;
mod candidates;

#[cfg(test)]
mod tests;

pub use acts::{
    change, create, drop_entry, entry_of, link, merge, restore, split, unlink, unlinked, unmerge,
};
pub use candidates::{Candidate, Context, Reason, best};

use super::edit::exchange;
use super::{Change, Edit, EditError, Transaction};
use crate::annotation::{Entry, EntryId, EntryKind, Link};
use std::collections::{BTreeMap, HashMap};

/// All entries.
#[derive(Clone, Debug, Default)]
pub struct Register {
    entries: BTreeMap<EntryId, Entry>,
    /// Which live entries have a name.
    named: HashMap<String, Vec<EntryId>>,
}

impl PartialEq for Register {
    fn eq(&self, other: &Self) -> bool {
        self.entries == other.entries
    }
}

impl Register {
    /// Applies the edits of a transaction that are about entries: all of them, or none and the reason.
    ///
    /// # Errors
    /// Where an entry is not in the state that the edit starts from, or would have no name.
    pub fn apply(&mut self, transaction: &Transaction) -> Result<(), EditError> {
        let changes = transaction.edits.iter().filter_map(|edit| match edit {
            Edit::Entry { change } => Some(change),
            _ => None,
        });
        let mut done: Vec<&Change<Entry>> = Vec::new();
        for change in changes {
            if let Err(error) = self.exchange(change.before.as_ref(), change.after.as_ref()) {
                for change in done.into_iter().rev() {
                    let undone = self.exchange(change.after.as_ref(), change.before.as_ref());
                    debug_assert!(undone.is_ok(), "{undone:?}");
                }
                return Err(error);
            }
            done.push(change);
        }
        Ok(())
    }

    fn exchange(&mut self, before: Option<&Entry>, after: Option<&Entry>) -> Result<(), EditError> {
        let Some(id) = before.or(after).map(|entry| &entry.id) else { return Ok(()) };
        exchange(&self.entries.get(id), &before, id)?;
        if let Some(after) = after.filter(|after| after.name.trim().is_empty() || after.id != *id) {
            return Err(EditError::Unfit(after.id.to_string()));
        }
        for name in before.filter(|entry| entry.is_live()).into_iter().flat_map(Entry::names) {
            if let Some(ids) = self.named.get_mut(name) {
                ids.retain(|known| known != id);
            }
        }
        for name in after.filter(|entry| entry.is_live()).into_iter().flat_map(Entry::names) {
            let ids = self.named.entry(name.to_owned()).or_default();
            if let Err(at) = ids.binary_search(id) {
                ids.insert(at, id.clone());
            }
        }
        match after {
            Some(after) => drop(self.entries.insert(id.clone(), after.clone())),
            None => drop(self.entries.remove(id)),
        }
        Ok(())
    }

    /// An entry by its id, as it is, also where it was merged or is in the trash.
    pub fn get(&self, id: &EntryId) -> Option<&Entry> {
        self.entries.get(id)
    }

    /// The live entry to which an id leads: through mergers, not into the trash.
    pub fn resolve(&self, id: &EntryId) -> Option<&Entry> {
        let mut entry = self.entries.get(id)?;
        // Mergers can go round in a ring where two editors merged in two ways.
        for _ in 0..self.entries.len() {
            match &entry.merged {
                Some(into) => entry = self.entries.get(into)?,
                None => break,
            }
        }
        Some(entry).filter(|entry| entry.is_live())
    }

    /// The live entry to which a mark's link leads.
    pub fn linked(&self, link: &Link) -> Option<&Entry> {
        if link.register != Entry::REGISTER {
            return None;
        }
        self.resolve(&EntryId::new(link.id.as_str()))
    }

    /// All entries that can be found and proposed, by id.
    pub fn live(&self) -> impl Iterator<Item = &Entry> {
        self.entries.values().filter(|entry| entry.is_live())
    }

    /// All entries, also those that were merged and those in the trash.
    pub fn all(&self) -> impl Iterator<Item = &Entry> {
        self.entries.values()
    }

    /// The live entries of a kind that have a name, by id.
    pub fn named(&self, kind: EntryKind, name: &str) -> impl Iterator<Item = &Entry> {
        let ids = self.named.get(name).map(Vec::as_slice).unwrap_or_default();
        ids.iter().filter_map(|id| self.entries.get(id)).filter(move |entry| entry.kind == kind)
    }

    /// Whether two names are of one body or place: the same, or both of one entry.
    pub fn same_body(&self, one: &str, other: &str) -> bool {
        let known = |kind| self.named(kind, one).any(|entry| entry.is_named(other));
        !one.is_empty() && (one == other || known(EntryKind::Body) || known(EntryKind::Place))
    }

    /// How many entries can be found.
    pub fn len(&self) -> usize {
        self.live().count()
    }

    /// Whether there is none that can be found.
    pub fn is_empty(&self) -> bool {
        self.live().next().is_none()
    }
}
