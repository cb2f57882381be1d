//! The files of a whole archive become parcels of those that are opened together.
//!
//! An archive may have more files than fit into the memory, so that only names decide here and nothing is opened: in one
//! folder the files of the same date and paper are one issue, so are all that lie in a folder with a date in its name, and
//! numbered pages (`01.pdf`, `02.pdf`). Saved web pages lead from one to another and stay together. Every other file is a
//! parcel of its own; a ZIP or a table may still hold many issues. Of XML files the first bytes are looked at: most are
//! none of ours, and a METS file brings the XML files in its folder and below. Links are not followed.

use super::archive::{is_aside, is_aside_folder};
use super::names::{self, Told};
use super::scan::Scan;
use super::{SourceError, SourceProblem, txt};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Most files that are one issue by their names: more are no pages of one day.
const MOST_PAGES: usize = 100;

/// Files that are opened together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parcel {
    /// Where it lies in the archive, parted by `/`: the file, or the folder and a word for the issue. No other parcel has
    /// this name, not even in other capitals.
    pub name: String,
    /// The folders that hold it, the archive's own first.
    pub folders: Vec<String>,
    /// The files, in the order in which people count.
    pub files: Vec<PathBuf>,
}

/// What an archive holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shelf {
    /// Folder by folder.
    pub parcels: Vec<Parcel>,
    /// The folders that could not be looked into.
    pub skipped: Vec<SourceError>,
}

/// A file with what its name says.
struct Named {
    name: String,
    path: PathBuf,
    told: Told,
    extension: String,
}

/// Looks through a folder and all folders in it, but for the folder `except`; a single file is an archive too.
///
/// # Errors
/// Where it cannot be read.
pub fn shelve(path: &Path, except: &Path) -> Result<Shelf, SourceError> {
    let whole = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let own = txt::name(&whole);
    if path.is_file() {
        let parcel = Parcel { name: own, folders: Vec::new(), files: vec![path.to_owned()] };
        return Ok(Shelf { parcels: vec![parcel], skipped: Vec::new() });
    }
    let mut shelf = Shelf::default();
    let mut walk = vec![(whole, vec![own], false)];
    let mut first = true;
    while let Some((path, folders, mut described)) = walk.pop() {
        match listed(&path) {
            Ok((mut files, mut inner)) => {
                described |= keep_scans(&mut files, described);
                shelf.parcels.extend(parcels(files, &folders));
                inner.retain(|name| path.join(name) != except);
                // The last one in is the next one out.
                let deeper = inner.into_iter().rev();
                walk.extend(
                    deeper.map(|name| (path.join(&name), [folders.as_slice(), &[name]].concat(), described)),
                );
            }
            Err(problem) if first => return Err(SourceError { file: txt::name(&path), problem }),
            Err(problem) => shelf.skipped.push(SourceError { file: folders[1..].join("/"), problem }),
        }
        first = false;
    }
    Ok(shelf)
}

/// Leaves of XML files the digitised pages, and where a METS file describes them, only that one; whether there is one.
fn keep_scans(files: &mut Vec<Named>, described: bool) -> bool {
    let scans: BTreeMap<PathBuf, Option<Scan>> = files
        .iter()
        .filter(|file| file.extension == "xml")
        .map(|file| (file.path.clone(), Scan::of_file(&file.path)))
        .collect();
    let described = described || scans.values().any(|scan| *scan == Some(Scan::Mets));
    files.retain(|file| match scans.get(&file.path) {
        None | Some(Some(Scan::Mets)) => true,
        Some(scan) => scan.is_some() && !described,
    });
    described
}

/// The files and the folders in a folder, in the order in which people count.
fn listed(path: &Path) -> Result<(Vec<Named>, Vec<String>), SourceProblem> {
    let (mut files, mut folders) = (Vec::new(), Vec::new());
    for item in fs::read_dir(path).map_err(|error| txt::problem(&error))?.flatten() {
        let name = item.file_name().to_string_lossy().into_owned();
        let Ok(kind) = item.file_type() else { continue };
        if kind.is_dir() && !is_aside_folder(&name) {
            folders.push(name);
        } else if kind.is_file() && !is_aside(&name) {
            let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension).to_ascii_lowercase();
            files.push(Named { path: item.path(), told: names::of_file(&name), extension, name });
        }
    }
    folders.sort_by(|a, b| names::natural(a, b));
    files.sort_by(|a, b| names::natural(&a.name, &b.name).then_with(|| a.path.cmp(&b.path)));
    Ok((files, folders))
}

/// What makes files one issue: how they are opened, paper, date, and for those of no issue their own place.
type Key<'a> = (&'a str, &'a str, &'a str, usize);

fn parcels(files: Vec<Named>, folders: &[String]) -> Vec<Parcel> {
    let mut parcels: Vec<(Vec<usize>, String)> = Vec::new();
    let groups = groups(&files, folders);
    let inside = folders.get(1..).unwrap_or_default();
    let mut taken: HashSet<String> = HashSet::new();
    // Files keep their names; what is put together takes one that is left.
    for alone in [true, false] {
        for group in groups.iter().filter(|group| (group.len() == 1) == alone) {
            let Some(first) = group.first().and_then(|n| files.get(*n)) else { continue };
            let facts = &first.told.facts;
            let words: Vec<&str> =
                [facts.title.as_str(), &facts.date].into_iter().filter(|word| !word.is_empty()).collect();
            let folder = folders.last().cloned().unwrap_or_default();
            let issue = if words.is_empty() { folder } else { words.join(" ") };
            let wished = if alone { vec![first.name.clone()] } else { vec![issue, first.name.clone()] };
            let more = (2..).map(|n| format!("{} ({n})", first.name));
            let free = |name: &String| taken.insert(name.to_lowercase());
            let name = wished.into_iter().chain(more).find(free).unwrap_or_default();
            parcels.push((group.clone(), [inside, &[name]].concat().join("/")));
        }
    }
    parcels.sort();
    let parcel = |(group, name): (Vec<usize>, String)| {
        let files = group.iter().filter_map(|n| files.get(*n)).map(|file| file.path.clone()).collect();
        Parcel { name, folders: folders.to_vec(), files }
    };
    parcels.into_iter().map(parcel).collect()
}

/// The places of the files by issue.
fn groups(files: &[Named], folders: &[String]) -> Vec<Vec<usize>> {
    let web = |file: &Named| matches!(file.extension.as_str(), "htm" | "html");
    let many =
        |file: &Named| matches!(file.extension.as_str(), "zip" | "json" | "jsonl" | "ndjson" | "csv" | "tsv");
    let dated = |file: &Named| !file.told.facts.date.is_empty();
    let web_dated = files.iter().filter(|file| web(file)).all(dated);
    let day = !names::of_folders(folders.last().map(String::as_str).into_iter()).facts.date.is_empty();
    let mut groups: BTreeMap<Key, Vec<usize>> = BTreeMap::new();
    for (n, file) in files.iter().enumerate() {
        let facts = &file.told.facts;
        let key = if many(file) {
            ("", "", "", n)
        } else if web(file) && !web_dated {
            ("html", "", "", usize::MAX)
        } else if dated(file) || day || file.told.page.is_some() {
            let how = if web(file) { "html" } else { &file.extension };
            (how, facts.title.as_str(), facts.date.as_str(), usize::MAX)
        } else {
            ("", "", "", n)
        };
        groups.entry(key).or_default().push(n);
    }
    let together = |group: &[usize]| {
        let members = || group.iter().filter_map(|n| files.get(*n));
        let pages: BTreeSet<u32> = members().filter_map(|file| file.told.page).collect();
        // Numbers without a date are pages only where each stands once.
        let said = day || members().all(dated) || pages.len() == group.len();
        members().all(web) || group.len() <= MOST_PAGES && said
    };
    let parted = |group: Vec<usize>| {
        if together(&group) { vec![group] } else { group.into_iter().map(|n| vec![n]).collect() }
    };
    groups.into_values().flat_map(parted).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The parcels of an archive with these files, each with how many files it has.
    fn shelf(files: &[&str]) -> Vec<(String, usize)> {
        let folder = tempfile::tempdir().unwrap();
        let archive = folder.path().join("馆藏");
        for file in files {
            let path = archive.join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "x").unwrap();
        }
        let shelf = shelve(&archive, Path::new("")).unwrap();
        shelf.parcels.into_iter().map(|parcel| (parcel.name, parcel.files.len())).collect()
    }

    fn said(parcels: &[(&str, usize)]) -> Vec<(String, usize)> {
        parcels.iter().map(|(name, files)| ((*name).to_owned(), *files)).collect()
    }

    #[test]
    fn pages_of_a_day_are_one_issue_wherever_the_date_stands() {
        let names = [
            "20250829-A01.pdf",
            "20250829-A02.pdf",
            "20250830-A01.pdf",
            "2024-11-12/要闻.txt",
            "2024-11-12/第2版.txt",
            "旧报/01.txt",
            "旧报/02.txt",
            "旧报/目录.txt",
        ];
        let found = [
            ("2025-08-29", 2),
            ("20250830-A01.pdf", 1),
            ("2024-11-12/2024-11-12", 2),
            ("旧报/旧报", 2),
            ("旧报/目录.txt", 1),
        ];
        assert_eq!(shelf(&names), said(&found));
    }

    #[test]
    fn files_that_say_nothing_are_issues_of_their_own() {
        let names =
            ["甲.txt", "乙.txt", "甲.pdf", "年.zip", "20240101.csv", "20240101.json", "说明.md", ".x"];
        let found = ["20240101.csv", "20240101.json", "乙.txt", "年.zip", "甲.pdf", "甲.txt"];
        assert_eq!(shelf(&names), said(&found.map(|name| (name, 1))));
        // Not pages: too many of them.
        let names: Vec<String> = (1..=120).map(|n| format!("{n}.txt")).collect();
        assert_eq!(shelf(&names.iter().map(String::as_str).collect::<Vec<_>>()).len(), 120);
        // Not one issue: the same page twice.
        assert_eq!(shelf(&["a-A01.txt", "b-A01.txt"]).len(), 2);
    }

    #[test]
    fn saved_web_pages_stay_together_and_names_are_used_once() {
        let names = ["node_1.htm", "content_20241112_1.htm", "content_20241112_2.html"];
        assert_eq!(shelf(&names), said(&[("2024-11-12", 3)]));
        let names = ["b/01.txt", "b/02.txt", "b/b", "b/01.pdf", "b/02.pdf"];
        assert_eq!(shelf(&names), said(&[("b/01.pdf", 2), ("b/01.txt", 2), ("b/b", 1)]));
    }
}
