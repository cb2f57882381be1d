//! The register as a table (CSV) or as linked data (JSON-LD), out and in.
//!
//! Both hold every field of an entry, so what was written and is read again changes nothing. Entries in the trash are not
//! written. A list from elsewhere need not have ids: a row is then known by its outside identifier, or by its kind and
//! name where one entry alone has them.

mod csv;
mod jsonld;

use crate::annotation::{Decider, Entry, EntryId};
use crate::issue::register::Register;
use crate::issue::{Change, Edit, Transaction};
use crate::strings::Message;
use std::collections::BTreeSet;

/// How a register is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A table.
    Csv,
    /// Linked data in words of schema.org.
    JsonLd,
}

impl Form {
    /// By a file's ending.
    pub fn of(name: &str) -> Self {
        let ending = name.rsplit('.').next().unwrap_or_default().to_lowercase();
        if matches!(ending.as_str(), "json" | "jsonld") { Self::JsonLd } else { Self::Csv }
    }
}

/// Why a list is not read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ListError {
    /// There is no column with names.
    #[error("there is no column with names")]
    NoNames,
    /// It is not in its form.
    #[error("{0}")]
    Unreadable(String),
}

impl ListError {
    /// What to tell the user.
    pub fn message(&self) -> Message {
        match self {
            Self::NoNames => Message::new("error.register.no_names"),
            Self::Unreadable(what) => Message::new("error.register.unreadable").with("what", what),
        }
    }
}

/// The entries of a list from elsewhere, as a change of the register.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Brought {
    /// The change; without edits where nothing is new.
    pub transaction: Transaction,
    /// Entries that are new.
    pub new: usize,
    /// Entries that change.
    pub changed: usize,
    /// Names that several entries have, so that nobody knows which is meant; they are left out.
    pub unclear: Vec<String>,
}

/// The register in a form.
pub fn write(register: &Register, form: Form) -> Vec<u8> {
    let entries = register.all().filter(|entry| !entry.trashed);
    match form {
        Form::Csv => csv::write(entries),
        Form::JsonLd => jsonld::write(entries),
    }
}

/// The entries in a file; those without an id have an empty one.
///
/// # Errors
/// [`ListError`].
pub fn read(bytes: &[u8], form: Form) -> Result<Vec<Entry>, ListError> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|error| ListError::Unreadable(error.to_string()))?;
    let entries = match form {
        Form::Csv => csv::read(text)?,
        Form::JsonLd => jsonld::read(text)?,
    };
    Ok(entries.into_iter().map(Entry::tidied).filter(|entry| !entry.name.is_empty()).collect())
}

/// What the entries of a list change.
pub fn bring(register: &Register, entries: Vec<Entry>, who: &Decider) -> Brought {
    let transaction = Transaction { gesture: "gesture.entry.import".to_owned(), edits: Vec::new() };
    let mut brought = Brought { transaction, ..Brought::default() };
    let mut seen: BTreeSet<EntryId> = BTreeSet::new();
    for (n, entry) in entries.into_iter().enumerate() {
        let (before, mut after) = match known(register, &entry) {
            Known::Not => (None, entry),
            Known::Unclear => {
                brought.unclear.push(entry.name);
                continue;
            }
            Known::Same(known) => (Some(known), Entry { trashed: known.trashed, ..entry }),
            Known::Like(known) => (Some(known), union(known, entry)),
        };
        if !is_id(after.id.as_str()) {
            let place = n.to_string();
            after.id = EntryId::derived(&[after.kind.word(), &after.name, &who.by, &who.at, &place]);
        }
        // One entry changes once: what the list says first counts.
        if before == Some(&after) || !seen.insert(after.id.clone()) {
            continue;
        }
        *(if before.is_some() { &mut brought.changed } else { &mut brought.new }) += 1;
        let change = Box::new(Change { before: before.cloned(), after: Some(after) });
        brought.transaction.edits.push(Edit::Entry { change });
    }
    brought
}

enum Known<'a> {
    Not,
    Same(&'a Entry),
    Like(&'a Entry),
    Unclear,
}

fn known<'a>(register: &'a Register, entry: &Entry) -> Known<'a> {
    if is_id(entry.id.as_str()) {
        return register.get(&entry.id).map_or(Known::Not, Known::Same);
    }
    let outside = |known: &&Entry| !entry.outside.is_empty() && known.outside == entry.outside;
    if let Some(known) = register.live().find(outside) {
        return Known::Like(known);
    }
    let mut named = register.named(entry.kind, &entry.name);
    match (named.next(), named.next()) {
        (None, _) => Known::Not,
        (Some(known), None) => Known::Like(known),
        (Some(_), Some(_)) => Known::Unclear,
    }
}

/// What is known, with what a list says besides.
fn union(known: &Entry, more: Entry) -> Entry {
    let mut entry = known.clone();
    entry.aliases.extend(more.names().map(str::to_owned));
    entry.offices.extend(more.offices);
    if entry.notes.is_empty() {
        entry.notes = more.notes;
    }
    if entry.outside.is_empty() {
        entry.outside = more.outside;
    }
    entry.tidied()
}

/// Whether a text can be an id: what would have to be written otherwise in a URN is none.
fn is_id(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 64
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::{EntryKind, Office};
    use proptest::prelude::*;

    fn words() -> impl Strategy<Value = String> {
        // Quotes, line ends, what parts a cell, and what a spreadsheet would calculate.
        "[林晓云溪a；|\\\\'\"=+@,\n\r\t -]{0,6}"
    }

    prop_compose! {
        fn entry()(
            id in "[a-z0-9]{1,12}", kind in 0..4_usize, name in "[=+@'\"；林晓,]{1,6}",
            aliases in prop::collection::vec(words(), 0..4),
            offices in prop::collection::vec((words(), words(), "(19|20)[0-9]{2}", words()), 0..3),
            notes in words(), outside in prop_oneof![Just(String::new()), "Q[1-9]{1,5}", words()],
            merged in prop::option::of("[a-z0-9]{1,12}"),
        ) -> Entry {
            let office = |(body, title, from, to)| Office { body, title, from, to };
            let offices = offices.into_iter().map(office).collect();
            let (id, merged) = (EntryId::new(id), merged.map(EntryId::new));
            let kind = EntryKind::ALL[kind];
            Entry { id, kind, name, aliases, offices, notes, outside, merged, trashed: false }.tidied()
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(entries in prop::collection::vec(entry(), 0..6)) {
            let who = Decider { by: "沈".into(), at: "2026-11-23T21:04:12Z".into(), nested: false };
            let mut register = Register::default();
            let first = bring(&register, entries, &who);
            register.apply(&first.transaction).unwrap();
            for form in [Form::Csv, Form::JsonLd] {
                let written = write(&register, form);
                let again = read(&written, form).unwrap();
                let all: Vec<Entry> = register.all().cloned().collect();
                prop_assert_eq!(&again, &all, "{}", String::from_utf8_lossy(&written));
                prop_assert_eq!(bring(&register, again, &who).transaction.edits, vec![]);
            }
        }
    }

    #[test]
    fn a_house_list_without_ids_completes_what_is_known_and_leaves_out_what_is_unclear() {
        let who = Decider { by: "沈".into(), at: "t".into(), nested: false };
        let mut register = Register::default();
        let list = "名称,类别,别名,外部编号\n林晓,人物,小林,\n林晓,人物,,Q7\n东港镇,地点,,\n";
        let entries = read(list.as_bytes(), Form::Csv).unwrap();
        assert_eq!((entries[2].kind, &*entries[0].aliases[0]), (EntryKind::Place, "小林"));
        let brought = bring(&register, entries, &who);
        // Nothing was known: two people of one name come in as two.
        assert_eq!((brought.new, brought.changed, brought.unclear.len()), (3, 0, 0));
        register.apply(&brought.transaction).unwrap();
        let more = read("name,aliases,outside\n林晓,晓晓,\n林小晓,,Q7\n".as_bytes(), Form::Csv).unwrap();
        let brought = bring(&register, more, &who);
        assert_eq!((brought.new, brought.changed, &brought.unclear[..]), (0, 1, &["林晓".to_owned()][..]));
        assert_eq!(read(b"a,b\n1,2\n", Form::Csv), Err(ListError::NoNames));
        assert!(read(b"[{", Form::JsonLd).is_err() && read(b"\xff", Form::Csv).is_err());
    }

    #[test]
    fn no_cell_begins_a_formula() {
        let mut register = Register::default();
        let mut entry = Entry::new(EntryKind::Term, "=HYPERLINK(1)", "", "");
        entry.notes = "+1".into();
        let who = Decider { by: String::new(), at: String::new(), nested: false };
        register.apply(&bring(&register, vec![entry], &who).transaction).unwrap();
        let csv = String::from_utf8(write(&register, Form::Csv)).unwrap();
        assert!(csv.contains(",'=HYPERLINK(1),") && csv.contains(",'+1,"), "{csv}");
    }
}
