//! A look at a whole file before anything of it comes in.

use crate::exchange::{FORMATS, Foreign, Format, Input, Place, ReadError};
use std::collections::{BTreeMap, BTreeSet};

/// What is in a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Survey {
    /// How many documents.
    pub documents: usize,
    /// Labels of marks, and how many have each.
    pub labels: BTreeMap<String, usize>,
    /// Topics, and how many documents have each.
    pub topics: BTreeMap<String, usize>,
    /// Kinds of relation, and how many are of each.
    pub relations: BTreeMap<String, usize>,
    /// How many marks there are that the file itself has no place for.
    pub astray: usize,
}

/// Reads all of a file and checks what concerns it as a whole: that there is a document, that ids are there once, that
/// numbers are numbers.
///
/// # Errors
/// The first thing that is wrong.
pub fn survey(format: &dyn Format, input: &Input) -> Result<Survey, ReadError> {
    let mut found = Survey::default();
    let mut ids = BTreeSet::new();
    format.read(input, &mut |document| {
        check(&document, &mut ids)?;
        found.documents += 1;
        found.astray += document.astray.len();
        for (names, counts) in [
            (document.spans.iter().map(|span| &span.label).collect::<Vec<_>>(), &mut found.labels),
            (document.topics.iter().map(|topic| &topic.label).collect(), &mut found.topics),
            (document.relations.iter().map(|relation| &relation.label).collect(), &mut found.relations),
        ] {
            for name in names {
                *counts.entry(name.clone()).or_default() += 1;
            }
        }
        Ok(())
    })?;
    if found.documents == 0 {
        let file = input.files.first().map(|file| file.name.clone()).unwrap_or_default();
        return Err(ReadError::new("error.foreign.none").at(&Place { file, ..Place::default() }));
    }
    Ok(found)
}

fn check(document: &Foreign, ids: &mut BTreeSet<String>) -> Result<(), ReadError> {
    let twice = |id: &str| ReadError::new("error.foreign.twice").at(&document.place).with("what", id);
    let record = &document.place.record;
    if !record.is_empty() && !ids.insert(format!("{}/{record}", document.place.file)) {
        return Err(twice(record));
    }
    let mut spans = BTreeSet::new();
    for span in &document.spans {
        // One mark may have several labels.
        if !span.id.is_empty() && !spans.insert((&span.id, &span.label, span.range)) {
            return Err(twice(&span.id));
        }
        if span.score.is_some_and(|score| !score.is_finite()) {
            let error = ReadError::new("error.foreign.field").at(&document.place);
            return Err(error.with("what", format!("score: {:?}", span.score)));
        }
    }
    Ok(())
}

/// The format that a file is likely of: the first whose reader takes it and finds a document in it.
pub fn guess(input: &Input) -> Option<&'static dyn Format> {
    let reads = |format: &&&dyn Format| {
        let mut found = false;
        // One document is enough.
        let read = format.read(input, &mut |document| {
            found = !document.spans.is_empty() || !document.topics.is_empty();
            if found { Err(ReadError::new("error.import.stopped")) } else { Ok(()) }
        });
        drop(read);
        found
    };
    FORMATS.iter().filter(|format| format.info().reads).find(reads).copied()
}
