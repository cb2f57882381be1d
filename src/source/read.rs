//! The way from a path to issues: bytes → what kind of file → its reader → [`Leaf`] → issues by paper and date.
//!
//! One file, one ZIP or one folder may hold one issue or many. Every leaf is a file with what was read from it; leaves of
//! the same paper and date are one issue, in the order of their pages. Undated leaves belong to the issue of their folder.

use super::archive::{self, Budget, Entry};
use super::group::{Leaf, group};
use super::kind::{self, Package, Writing};
use super::mapping::Mapping;
use super::names::{self, Told};
use super::shelf::Parcel;
use super::table::Table;
use super::{
    Encoding, Extract, File, MAX_BYTES, MAX_CHARS, Source, SourceError, SourceProblem, csv, docx,
    founder_html, html, json, pdf, scan, sha256, txt, web,
};
use crate::text;
use std::path::Path;

/// How files are to be read, where the user says so.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct How {
    /// The encoding; found out where absent.
    pub encoding: Option<Encoding>,
    /// Which field of records is what; guessed where absent.
    pub mapping: Option<Mapping>,
    /// Mappings that were used before; the first that fits the fields goes before a guess.
    pub before: Vec<Mapping>,
    /// The password of page PDFs; most have none.
    pub password: String,
}

/// A page of a PDF that has just been read, told to whoever waits.
pub struct Glimpse<'a> {
    /// The file's name.
    pub file: &'a str,
    /// The page.
    pub page: &'a pdf::ReadPage,
    entry: &'a Entry,
}

impl Glimpse<'_> {
    /// The issue as far as this page shows it: its files are those of the whole one, so its id is the same.
    pub fn source(&self) -> Option<Source> {
        let extract = pdf::only(self.page.clone()).ok()?;
        let leaf = kept(&self.entry.name, &self.entry.bytes, "pdf", extract, self.entry).ok()?;
        txt::join(vec![(leaf.file, leaf.extract)]).ok()
    }
}

/// Is told of every page of a PDF and says whether to go on.
pub type Watch<'a> = &'a mut dyn FnMut(&Glimpse<'_>) -> bool;

/// What a path held.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Opened {
    /// The issues, by date.
    pub issues: Vec<Source>,
    /// Files of our own records, which say more than a source can hold: name and text.
    pub records: Vec<(String, String)>,
    /// What was left out, and why.
    pub skipped: Vec<SourceError>,
}

/// Opens a file, a folder or a ZIP.
///
/// # Errors
/// Where nothing in it can be opened: the reason of the only file, or that there is nothing.
pub fn open(path: &Path, how: &How) -> Result<Opened, SourceError> {
    open_while(path, how, &mut |_| true)
}

/// The same, watched by whoever waits for it.
///
/// # Errors
/// As [`open`], and where the watcher stopped it.
pub fn open_while(path: &Path, how: &How, watch: Watch<'_>) -> Result<Opened, SourceError> {
    let name = txt::name(path);
    let fail = |problem| SourceError { file: name.clone(), problem };
    if path.is_dir() {
        let (entries, skipped) = archive::folder(path).map_err(fail)?;
        return gathered(&name, scan::bundled(entries), skipped, how, watch);
    }
    let bytes = txt::read(path, most_bytes(&name)).map_err(fail)?;
    let bytes = scan::with_pages(path, bytes);
    gathered(&name, vec![Entry { folders: Vec::new(), name: name.clone(), bytes }], Vec::new(), how, watch)
}

/// Opens the files of a parcel together.
///
/// # Errors
/// As [`open`].
pub fn open_parcel(parcel: &Parcel, how: &How) -> Result<Opened, SourceError> {
    let (mut entries, mut skipped, mut budget) = (Vec::new(), Vec::new(), Budget::new());
    for path in &parcel.files {
        let name = txt::name(path);
        match txt::read(path, most_bytes(&name)) {
            Ok(bytes) => {
                let fail = |problem| SourceError { file: parcel.name.clone(), problem };
                // A single file has its own limit.
                if parcel.files.len() > 1 {
                    budget.take(bytes.len() as u64).map_err(fail)?;
                }
                let bytes = scan::with_pages(path, bytes);
                entries.push(Entry { folders: parcel.folders.clone(), name, bytes });
            }
            Err(problem) if parcel.files.len() == 1 => return Err(SourceError { file: name, problem }),
            Err(problem) => skipped.push(SourceError { file: name, problem }),
        }
    }
    gathered(&parcel.name, entries, skipped, how, &mut |_| true)
}

/// The same for a file that was read already.
///
/// # Errors
/// As [`open`].
pub fn open_bytes(name: &str, bytes: Vec<u8>, how: &How) -> Result<Opened, SourceError> {
    let entry = Entry { folders: Vec::new(), name: name.to_owned(), bytes };
    gathered(name, vec![entry], Vec::new(), how, &mut |_| true)
}

/// The records of a file, for whoever wants to say which field is what.
///
/// # Errors
/// Where it has none.
pub fn peek(path: &Path, encoding: Option<Encoding>) -> Result<Table, SourceError> {
    let name = txt::name(path);
    let table = || {
        let bytes = txt::read(path, most_bytes(&name))?;
        let (_, text) = txt::decode(&bytes, encoding)?;
        match kind::writing(&text, &name) {
            Writing::Json => json::read(&text),
            Writing::Csv => csv::read(&text),
            _ => Err(SourceProblem::NoRecords),
        }
    };
    table().map_err(|problem| SourceError { file: name.clone(), problem })
}

/// Largest file of this name that is read: archives and records may be of many issues.
pub fn most_bytes(name: &str) -> u64 {
    let extension =
        name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase()).unwrap_or_default();
    let many = matches!(extension.as_str(), "zip" | "json" | "jsonl" | "ndjson" | "csv" | "tsv");
    if many { 4 * MAX_BYTES } else { MAX_BYTES }
}

/// Reads entries and puts them together to issues.
fn gathered(
    name: &str,
    entries: Vec<Entry>,
    skipped: Vec<SourceError>,
    how: &How,
    watch: Watch<'_>,
) -> Result<Opened, SourceError> {
    let mut gathering = Gathering {
        how,
        opened: Opened { skipped, ..Opened::default() },
        leaves: Vec::new(),
        budget: Budget::new(),
        watch,
    };
    let alone = entries.len() == 1;
    for entry in entries {
        gathering.add(entry, 0)?;
    }
    let Gathering { mut opened, leaves, .. } = gathering;
    for issue in group(leaves) {
        match txt::join(issue.into_iter().map(|leaf| (leaf.file, leaf.extract)).collect()) {
            Ok(source) => opened.issues.push(source),
            Err(error) => opened.skipped.push(error),
        }
    }
    if !opened.issues.is_empty() || !opened.records.is_empty() {
        return Ok(opened);
    }
    match opened.skipped.into_iter().next() {
        Some(only) if alone => Err(only),
        Some(SourceError { file, problem })
            if matches!(problem, SourceProblem::Bomb(_) | SourceProblem::Outside) =>
        {
            Err(SourceError { file, problem })
        }
        _ => Err(SourceError { file: name.to_owned(), problem: SourceProblem::NothingInside }),
    }
}

/// What is being put together.
struct Gathering<'a, 'w> {
    how: &'a How,
    watch: Watch<'w>,
    opened: Opened,
    leaves: Vec<Leaf>,
    budget: Budget,
}

impl Gathering<'_, '_> {
    /// Adds a file, or what is in it; `depth` says in how many ZIPs it lies.
    fn add(&mut self, entry: Entry, depth: u32) -> Result<(), SourceError> {
        let failed = |problem| SourceError { file: entry.name.clone(), problem };
        if kind::package(&entry.bytes) == Some(Package::Zip) {
            let unpacked = archive::zip(&entry.bytes, &mut self.budget, depth > 0);
            let (entries, skipped) = match unpacked {
                Ok(unpacked) => unpacked,
                Err(problem) if depth == 0 && entry.folders.is_empty() => return Err(failed(problem)),
                Err(problem) => {
                    self.opened.skipped.push(failed(problem));
                    return Ok(());
                }
            };
            self.opened.skipped.extend(skipped);
            let nothing = entries.is_empty();
            let stem = entry.name.rsplit_once('.').map_or(entry.name.as_str(), |(stem, _)| stem).to_owned();
            for inner in scan::bundled(entries) {
                let folders =
                    entry.folders.iter().cloned().chain([stem.clone()]).chain(inner.folders).collect();
                self.add(Entry { folders, ..inner }, depth + 1)?;
            }
            if nothing && self.opened.skipped.is_empty() {
                self.opened.skipped.push(failed(SourceProblem::NothingInside));
            }
            return Ok(());
        }
        // A reader that falls over a file must not take the window with it.
        let read =
            std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| leaves(&entry, self.how, self.watch)));
        match read.unwrap_or(Err(SourceProblem::Damaged("?"))) {
            Ok(Leaves::Many(leaves)) => self.leaves.extend(leaves),
            Ok(Leaves::Records(text)) => self.opened.records.push((entry.name, text)),
            // Whoever stopped one file wants none of the others.
            Err(problem @ SourceProblem::Stopped) => return Err(failed(problem)),
            Err(problem) => self.opened.skipped.push(failed(problem)),
        }
        Ok(())
    }
}

/// What a file comes to.
enum Leaves {
    Many(Vec<Leaf>),
    Records(String),
}

/// Reads one file by the reader for its kind.
fn leaves(entry: &Entry, how: &How, watch: Watch<'_>) -> Result<Leaves, SourceProblem> {
    let Entry { name, bytes, folders } = entry;
    if kind::package(bytes) == Some(Package::Docx) {
        return one(entry, docx::read(bytes)?, "docx", Vec::new());
    }
    if pdf::is_pdf(bytes) {
        let mut told = |page: &pdf::ReadPage| watch(&Glimpse { file: name, page, entry });
        return one(entry, pdf::open(bytes, &how.password, &mut told)?, "pdf", Vec::new());
    }
    // A page says itself what it is written in, where nobody else does and its bytes don't tell.
    let plain = std::str::from_utf8(bytes).is_ok();
    let declared = || html::declared(bytes).filter(|_| !plain && kind::is_tagged(bytes));
    let (encoding, text) = match how.encoding.or_else(|| declared().filter(|e| e.decode(bytes).is_ok())) {
        Some(encoding) => txt::decode(bytes, Some(encoding))?,
        None => txt::decode(bytes, None)?,
    };
    match kind::writing(&text, name) {
        Writing::Article => Ok(Leaves::Records(text)),
        Writing::Html => {
            let page = html::read(&text)?;
            let (extract, order) = if founder_html::is_node(&page) {
                (founder_html::node(&page), founder_html::order(&page))
            } else if founder_html::is_content(&page) {
                (founder_html::content(&page)?, Vec::new())
            } else {
                (web::read(&page), Vec::new())
            };
            if order.is_empty() && extract.text.chars().all(text::is_space) {
                return Err(SourceProblem::Blank);
            }
            one(entry, extract, encoding.name(), order)
        }
        Writing::Scan(scan) => one(entry, scan.read(&text)?, encoding.name(), Vec::new()),
        Writing::Json => table(entry, &text, &json::read(&text)?, how, encoding, "json-1"),
        Writing::Csv => table(entry, &text, &csv::read(&text)?, how, encoding, "csv-1"),
        Writing::Plain => {
            if text::char_len(&text) > MAX_CHARS {
                return Err(SourceProblem::TooManyChars(MAX_CHARS));
            }
            let Told { facts, .. } = names::of_folders(folders.iter().map(String::as_str));
            let mut extract = told(name, text);
            let dated = names::masthead_date(&extract.text);
            extract.facts.complete(facts);
            let file = file(name, bytes, encoding.name());
            Ok(Leaves::Many(vec![Leaf {
                file,
                extract,
                folders: folders.clone(),
                dated,
                order: Vec::new(),
                node: false,
            }]))
        }
    }
}

/// A text with what its file's name says.
pub fn told(name: &str, text: String) -> Extract {
    let Told { facts, page } = names::of_file(name);
    Extract { text, facts, page, ..Extract::default() }
}

fn file(name: &str, bytes: &[u8], encoding: &str) -> File {
    let (sha256, encoding) = (sha256(bytes), encoding.to_owned());
    File { name: name.to_owned(), bytes: bytes.into(), sha256, encoding, extract: None }
}

/// The one leaf of a file that is kept with its extract. `order` for a page that leads to others.
fn one(entry: &Entry, extract: Extract, encoding: &str, order: Vec<String>) -> Result<Leaves, SourceProblem> {
    let leaf = kept(&entry.name, &entry.bytes, encoding, extract, entry)?;
    let node = !order.is_empty();
    Ok(Leaves::Many(vec![Leaf { order, node, ..leaf }]))
}

/// A file with its extract, which takes from the names what the file itself does not say.
fn kept(
    name: &str,
    bytes: &[u8],
    encoding: &str,
    mut extract: Extract,
    entry: &Entry,
) -> Result<Leaf, SourceProblem> {
    if text::char_len(&extract.text) > MAX_CHARS {
        return Err(SourceProblem::TooManyChars(MAX_CHARS));
    }
    let by_name = names::of_file(&entry.name);
    extract.facts.complete(by_name.facts);
    extract.facts.complete(names::of_folders(entry.folders.iter().map(String::as_str)).facts);
    // Numbers in the names of web pages count articles, not pages.
    let web = extract.reader.contains("html");
    extract.page = extract.page.or(by_name.page.filter(|_| !web));
    let mut file = file(name, bytes, encoding);
    file.extract = Some(extract.to_json()?.into());
    Ok(Leaf { file, extract, folders: entry.folders.clone(), dated: None, order: Vec::new(), node: false })
}

/// The leaves of records: one an issue.
fn table(
    entry: &Entry,
    text: &str,
    table: &Table,
    how: &How,
    encoding: Encoding,
    reader: &str,
) -> Result<Leaves, SourceProblem> {
    let mapping = table.mapping(how.mapping.as_ref(), &how.before)?;
    let mut facts = names::of_file(&entry.name).facts;
    facts.complete(names::of_folders(entry.folders.iter().map(String::as_str)).facts);
    let slices = table.issues(text, &mapping, &facts, reader)?;
    let stem = entry.name.rsplit_once('.');
    let papers = slices.iter().any(|slice| slice.extract.facts.title != slices[0].extract.facts.title);
    let leaf = |slice: super::table::Slice| match slice.cut {
        None => kept(&entry.name, &entry.bytes, encoding.name(), slice.extract, entry),
        Some(cut) => {
            let super::Facts { title, date } = slice.extract.facts.clone();
            let (stem, extension) = stem.unwrap_or((&entry.name, "txt"));
            let words = [stem, if papers { &title } else { "" }, &date];
            let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
            let name = format!("{}.{extension}", words.join(" "));
            kept(&name, cut.as_bytes(), Encoding::Utf8.name(), slice.extract, entry)
        }
    };
    Ok(Leaves::Many(slices.into_iter().map(leaf).collect::<Result<_, _>>()?))
}
