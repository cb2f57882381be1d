//! Folders and ZIP files become a list of [`Entry`], in the order in which people count.
//!
//! Nothing is written to the disk, and nothing that the archive says is believed: sizes are counted while unpacking,
//! names that lead out of the archive are refused, links are not followed. A ZIP within a ZIP is opened once.

use super::{SourceError, SourceProblem, names};
use std::fs;
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};
use zip::ZipArchive;
use zip::result::ZipError;

/// Most files in a folder or ZIP.
pub const MAX_FILES: usize = 5_000;
/// Most bytes that all files together unpack to: 256 MB.
pub const MAX_UNPACKED: u64 = 256 << 20;
/// Most names that a folder may have, files that are no pages included.
const MOST_SEEN: usize = 50_000;
/// Deepest folder that is looked into.
const DEEPEST: usize = 6;
/// Newsprint packs to a third or a tenth; what packs far better is meant to fill the memory.
const MAX_RATIO: u64 = 150;
/// Files that unpack to less are no danger, however well they pack.
const HARMLESS: u64 = 4 << 20;

/// A file in a folder or ZIP.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The folders that hold it, from the outermost.
    pub folders: Vec<String>,
    /// Its name.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// What may still be unpacked.
#[derive(Clone, Copy, Debug)]
pub struct Budget {
    bytes: u64,
    files: usize,
}

impl Budget {
    /// All of it.
    pub const fn new() -> Self {
        Self { bytes: MAX_UNPACKED, files: MAX_FILES }
    }

    fn file(&mut self) -> Result<(), SourceProblem> {
        self.files = self.files.checked_sub(1).ok_or(SourceProblem::TooManyFiles(MAX_FILES))?;
        Ok(())
    }

    /// Takes so many bytes of it.
    ///
    /// # Errors
    /// Where there are not so many left.
    pub fn take(&mut self, bytes: u64) -> Result<(), SourceProblem> {
        self.bytes = self.bytes.checked_sub(bytes).ok_or(SourceProblem::Bomb(MAX_UNPACKED >> 20))?;
        Ok(())
    }
}

/// Whether a file beside pages is none: what browsers and systems leave, programs, pictures and sounds.
pub fn is_aside(name: &str) -> bool {
    let extension =
        name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase()).unwrap_or_default();
    name.starts_with(['.', '~'])
        || matches!(
            extension.as_str(),
            "js" | "css"
                | "map"
                | "ico"
                | "svg"
                | "woff"
                | "woff2"
                | "ttf"
                | "otf"
                | "eot"
                | "swf"
                | "mp3"
                | "mp4"
                | "exe"
                | "dll"
                | "db"
                | "ini"
                | "md"
                | "log"
                | "py"
                | "sh"
                | "bat"
                | "lnk"
                | "url"
                | "jpg"
                | "jpeg"
                | "png"
                | "gif"
                | "bmp"
                | "tif"
                | "tiff"
                | "webp"
                | "psd"
                | "zhupi"
                | "lock"
                | "part"
        )
}

/// Whether a folder beside pages holds none.
pub fn is_aside_folder(name: &str) -> bool {
    name.starts_with('.') || name.ends_with("_files") || name == "__MACOSX"
}

/// The files of a folder and the folders in it; with what could not be read.
///
/// # Errors
/// Where the folder itself cannot be read, or there is too much in it.
pub fn folder(path: &Path) -> Result<(Vec<Entry>, Vec<SourceError>), SourceProblem> {
    let (mut entries, mut skipped, mut budget) = (Vec::new(), Vec::new(), Budget::new());
    // All names before any bytes: a whole disk that was named by mistake costs nothing.
    for (path, folders) in listed(path, &mut skipped)? {
        let name = last(&path).unwrap_or_default();
        match super::txt::read(&path, super::most_bytes(&name)) {
            Ok(bytes) => {
                budget.take(bytes.len() as u64)?;
                entries.push(Entry { folders, name, bytes });
            }
            Err(problem) => skipped.push(SourceError { file: name, problem }),
        }
    }
    sort(&mut entries);
    Ok((entries, skipped))
}

/// A file's path with the folders that hold it.
type Named = (PathBuf, Vec<String>);

/// The files of a folder and of the folders in it.
fn listed(path: &Path, skipped: &mut Vec<SourceError>) -> Result<Vec<Named>, SourceProblem> {
    let own = path.canonicalize().ok().and_then(|path| last(&path)).or_else(|| last(path));
    let mut walk: Vec<Named> = vec![(path.to_owned(), own.into_iter().collect())];
    let mut files = Vec::new();
    let mut seen = 0;
    while let Some((path, folders)) = walk.pop() {
        let items = match fs::read_dir(&path) {
            Ok(items) => items,
            Err(error) if seen == 0 => return Err(super::txt::problem(&error)),
            Err(error) => {
                let file = folders.last().cloned().unwrap_or_default();
                skipped.push(SourceError { file, problem: super::txt::problem(&error) });
                continue;
            }
        };
        for item in items.flatten() {
            seen += 1;
            if seen > MOST_SEEN || files.len() > MAX_FILES {
                return Err(SourceProblem::TooManyFiles(MAX_FILES));
            }
            let name = item.file_name().to_string_lossy().into_owned();
            // What a link leads to may lie anywhere, also above.
            let Ok(kind) = item.file_type() else { continue };
            if kind.is_dir() && !is_aside_folder(&name) && folders.len() < DEEPEST {
                walk.push((item.path(), folders.iter().cloned().chain([name]).collect()));
            } else if kind.is_file() && !is_aside(&name) {
                files.push((item.path(), folders.clone()));
            }
        }
        seen += 1;
    }
    Ok(files)
}

fn last(path: &Path) -> Option<String> {
    path.file_name().map(|name| name.to_string_lossy().into_owned())
}

fn sort(entries: &mut [Entry]) {
    entries.sort_by(|a, b| {
        let folders = a.folders.iter().zip(&b.folders).map(|(a, b)| names::natural(a, b));
        let folders = folders.fold(std::cmp::Ordering::Equal, std::cmp::Ordering::then);
        folders.then(a.folders.len().cmp(&b.folders.len())).then_with(|| names::natural(&a.name, &b.name))
    });
}

/// The files of a ZIP; with what could not be read. `inner` for a ZIP that lies in a ZIP: there it ends.
///
/// # Errors
/// Where it is damaged or encrypted, or there is too much in it.
pub fn zip(
    bytes: &[u8],
    budget: &mut Budget,
    inner: bool,
) -> Result<(Vec<Entry>, Vec<SourceError>), SourceProblem> {
    unpack(bytes, budget, inner, &is_aside)
}

/// All files of a ZIP, whatever they are.
///
/// # Errors
/// As [`zip`], and for the first file that cannot be read.
pub fn unzip(bytes: &[u8]) -> Result<Vec<Entry>, SourceProblem> {
    let (entries, mut skipped) = unpack(bytes, &mut Budget::new(), false, &|name| name.starts_with('.'))?;
    skipped.pop().map_or(Ok(entries), |skipped| Err(skipped.problem))
}

fn unpack(
    bytes: &[u8],
    budget: &mut Budget,
    inner: bool,
    is_aside: &dyn Fn(&str) -> bool,
) -> Result<(Vec<Entry>, Vec<SourceError>), SourceProblem> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| SourceProblem::Damaged("ZIP"))?;
    let (mut entries, mut skipped) = (Vec::new(), Vec::new());
    if archive.len() > MAX_FILES {
        return Err(SourceProblem::TooManyFiles(MAX_FILES));
    }
    for n in 0..archive.len() {
        let raw = archive.by_index_raw(n).map_err(|_| SourceProblem::Damaged("ZIP"))?;
        let path = path_name(raw.name_raw());
        let (encrypted, passed) = (raw.encrypted(), raw.is_dir() || raw.is_symlink() || path.ends_with('/'));
        drop(raw);
        let mut parts: Vec<&str> =
            path.split(['/', '\\']).filter(|part| !matches!(*part, "" | ".")).collect();
        let Some(name) = parts.pop() else { continue };
        if passed
            || is_aside(name)
            || parts.iter().any(|part| is_aside_folder(part)) && !parts.contains(&"..")
        {
            continue;
        }
        let drive = path.chars().nth(1) == Some(':');
        let mut skip = |problem| skipped.push(SourceError { file: path.clone(), problem });
        if path.starts_with(['/', '\\']) || drive || parts.contains(&"..") || name == ".." {
            skip(SourceProblem::Outside);
            continue;
        }
        if encrypted {
            skip(SourceProblem::Locked);
            continue;
        }
        budget.file()?;
        match unpacked(&mut archive, n, budget) {
            Ok(bytes) if inner && super::kind::package(&bytes) == Some(super::kind::Package::Zip) => {
                skip(SourceProblem::Nested);
            }
            Ok(bytes) => {
                let folders = parts.into_iter().map(ToOwned::to_owned).collect();
                entries.push(Entry { folders, name: name.to_owned(), bytes });
            }
            Err(problem @ SourceProblem::Bomb(_)) => return Err(problem),
            Err(problem) => skip(problem),
        }
    }
    sort(&mut entries);
    Ok((entries, skipped))
}

/// One part of a document that is a ZIP, as text; `None` where there is none of that name.
///
/// # Errors
/// As [`zip`].
pub fn part(bytes: &[u8], name: &str, budget: &mut Budget) -> Result<Option<String>, SourceProblem> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| SourceProblem::Damaged("DOCX"))?;
    let Some(n) = archive.index_for_name(name) else { return Ok(None) };
    let bytes = unpacked(&mut archive, n, budget)?;
    super::Encoding::detect(&bytes).map(|(_, text)| Some(text)).map_err(|_| SourceProblem::Damaged("DOCX"))
}

fn unpacked(
    archive: &mut ZipArchive<Cursor<&[u8]>>,
    n: usize,
    budget: &mut Budget,
) -> Result<Vec<u8>, SourceProblem> {
    let damaged = || SourceProblem::Damaged("ZIP");
    let file = archive.by_index(n).map_err(|error| match error {
        ZipError::UnsupportedArchive(_) | ZipError::InvalidPassword => SourceProblem::Locked,
        _ => damaged(),
    })?;
    let packed = file.compressed_size().max(1);
    let most = packed.saturating_mul(MAX_RATIO).max(HARMLESS).min(budget.bytes);
    let mut bytes = Vec::new();
    file.take(most + 1).read_to_end(&mut bytes).map_err(|_| damaged())?;
    if bytes.len() as u64 > most {
        return Err(SourceProblem::Bomb(MAX_UNPACKED >> 20));
    }
    budget.take(bytes.len() as u64)?;
    Ok(bytes)
}

/// A name in a ZIP: UTF-8, or what Chinese Windows writes without saying so.
fn path_name(raw: &[u8]) -> String {
    match std::str::from_utf8(raw) {
        Ok(name) => name.to_owned(),
        Err(_) => {
            super::Encoding::Gb18030.decode(raw).unwrap_or_else(|_| String::from_utf8_lossy(raw).into_owned())
        }
    }
}
