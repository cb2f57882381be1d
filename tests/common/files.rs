//! Dataset files for tests, and what lies beside them.

use super::{note, sample};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use zhupi::annotation::IssueId;
use zhupi::dataset::{Access, Dataset, DatasetError};
use zhupi::issue::Issue;

pub const EDITOR: &str = "林晓";

pub fn folder() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

pub fn write(path: &Path) -> Dataset {
    Dataset::open(path, Access::Write).unwrap()
}

pub fn read(path: &Path) -> Dataset {
    Dataset::open(path, Access::Read).unwrap()
}

/// A closed dataset with the sample in it and `notes` edits.
pub fn made(path: &Path, notes: usize) -> (IssueId, Issue) {
    let mut dataset = write(path);
    let (source, issue) = sample();
    let id = dataset.add_issue(&source, &issue, EDITOR).unwrap().id().clone();
    for n in 0..notes {
        dataset.edit(&id, EDITOR, note(&dataset.issue(&id).unwrap(), n)).unwrap();
    }
    let issue = dataset.issue(&id).unwrap();
    dataset.close().unwrap();
    (id, issue)
}

/// Every file of a folder with its bytes.
pub fn contents(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.filter(|path| path.is_file()).map(|path| (path.clone(), fs::read(&path).unwrap())).collect()
}

/// A copy of a file and its log, as a crash at this moment would leave them.
pub fn crashed(path: &Path, to: &Path) -> PathBuf {
    for entry in contents(path.parent().unwrap()).keys() {
        let name = entry.file_name().unwrap();
        if !name.to_string_lossy().ends_with("-shm") {
            fs::copy(entry, to.join(name)).unwrap();
        }
    }
    to.join(path.file_name().unwrap())
}

/// The sentence for an error is there in both languages and has no hole left.
pub fn said(error: &DatasetError) -> String {
    for language in [zhupi::strings::Language::En, zhupi::strings::Language::Zh] {
        let message = error.message();
        let sentence = zhupi::strings::Strings::of(language).say(&message);
        assert!(sentence != message.key && !sentence.contains('{'), "{sentence}");
    }
    error.message().key.to_owned()
}
