//! A file, folder or ZIP as the files that a reader goes through.

use super::foreign::{InFile, Input, Place, ReadError};
use crate::source::SourceError;
use std::path::{Path, PathBuf};

/// Most files in a folder.
const MOST: usize = 100_000;
/// Deepest folder that is looked into.
const DEEPEST: usize = 4;

/// Opens what was named.
pub(super) fn open(path: &Path) -> Result<Input, ReadError> {
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    let unread = |error: std::io::Error| {
        let place = Place { file: name.clone(), ..Place::default() };
        ReadError::new("error.foreign.unread").at(&place).with("what", error)
    };
    if path.is_dir() {
        let mut files = Vec::new();
        walk(path, "", 0, &mut files).map_err(unread)?;
        files.sort_by(|a, b| crate::source::names::natural(&a.name, &b.name));
        return Ok(Input { files });
    }
    let file = Input::disk(name.clone(), path.to_owned());
    let mut start = [0; 4];
    let mut head = file.open()?;
    let length = std::io::Read::read(&mut head, &mut start).map_err(unread)?;
    drop(head);
    if start[..length] != *b"PK\x03\x04" {
        return Ok(Input { files: vec![file] });
    }
    let entries = crate::source::unzip(&file.bytes()?)
        .map_err(|problem| ReadError::said(SourceError { file: name, problem }.message()))?;
    let named = entries.into_iter().map(|entry| {
        let name = entry.folders.iter().chain([&entry.name]).cloned().collect::<Vec<_>>().join("/");
        InFile::memory(name, entry.bytes)
    });
    Ok(Input { files: named.collect() })
}

fn walk(folder: &Path, under: &str, depth: usize, files: &mut Vec<InFile>) -> std::io::Result<()> {
    let mut folders: Vec<(PathBuf, String)> = Vec::new();
    for item in std::fs::read_dir(folder)?.flatten() {
        let own = item.file_name().to_string_lossy().into_owned();
        // What a link leads to may lie anywhere, also above.
        let Ok(kind) = item.file_type() else { continue };
        if own.starts_with('.') {
            continue;
        }
        let name = if under.is_empty() { own } else { format!("{under}/{own}") };
        if kind.is_dir() && depth < DEEPEST {
            folders.push((item.path(), name));
        } else if kind.is_file() {
            if files.len() == MOST {
                return Err(std::io::Error::other(format!("> {MOST}")));
            }
            files.push(Input::disk(name, item.path()));
        }
    }
    folders.into_iter().try_for_each(|(path, name)| walk(&path, &name, depth + 1, files))
}
