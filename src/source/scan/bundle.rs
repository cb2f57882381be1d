//! A METS file and the ALTO pages that it names become one file.

use super::{Scan, mets};
use crate::source::archive::Entry;
use crate::source::{Encoding, MAX_BYTES, txt};
use std::fmt::Write as _;
use std::path::Path;

/// How the comment before every page begins.
pub const NAME: &str = "<!-- zhupi:file ";

/// Puts every METS file together with its pages, which are gone from the entries then; other XML files beside something
/// else are none of ours and are gone too.
pub fn bundled(entries: Vec<Entry>) -> Vec<Entry> {
    let alone = entries.len() == 1;
    let wanted = |entry: &Entry| alone || !is_xml(&entry.name) || Scan::of_bytes(&entry.bytes).is_some();
    let mut entries: Vec<Option<Entry>> = entries.into_iter().filter(wanted).map(Some).collect();
    for at in 0..entries.len() {
        let Some((xml, folders)) =
            entries[at].as_ref().and_then(|entry| Some((mets_of(&entry.bytes)?, entry.folders.clone())))
        else {
            continue;
        };
        let page = |path: &str| {
            let mut wanted: Vec<&str> = folders.iter().map(String::as_str).chain(path.split('/')).collect();
            wanted.retain(|part| *part != ".");
            let name = wanted.pop()?;
            let is_it = |entry: &&mut Option<Entry>| {
                entry.as_ref().is_some_and(|entry| entry.name == name && entry.folders == wanted)
            };
            entries.iter_mut().find(is_it)?.take().map(|entry| entry.bytes)
        };
        let bytes = bundle(&xml, page);
        if let Some(mets) = &mut entries[at] {
            mets.bytes = bytes;
        }
    }
    entries.into_iter().flatten().collect()
}

/// The bytes of a file with those of the pages that it names and that lie beside it or in folders there; any other file's
/// as they are.
pub fn with_pages(path: &Path, bytes: Vec<u8>) -> Vec<u8> {
    let Some(xml) = mets_of(&bytes) else { return bytes };
    let home = path.parent().unwrap_or(path);
    bundle(&xml, |page| {
        let outside = page.split('/').any(|part| part == "..") || Path::new(page).is_absolute();
        if outside { None } else { txt::read(&home.join(page), MAX_BYTES).ok() }
    })
}

/// The text of a METS file that is without its pages yet.
fn mets_of(bytes: &[u8]) -> Option<String> {
    let is_mets = Scan::of_bytes(bytes) == Some(Scan::Mets);
    let text = is_mets.then(|| Encoding::detect(bytes).ok()).flatten()?.1;
    (!text.contains(NAME)).then_some(text)
}

/// A METS file together with its pages, each after a comment with the id that it has there.
fn bundle(mets: &str, mut page: impl FnMut(&str) -> Option<Vec<u8>>) -> Vec<u8> {
    let mut whole = mets.to_owned();
    // What is wrong with it is said when it is read.
    for (id, path) in mets::files(mets).unwrap_or_default() {
        let Some((_, text)) = page(&path).and_then(|bytes| Encoding::detect(&bytes).ok()) else { continue };
        // Writing to a String cannot fail.
        let _ = write!(whole, "\n{NAME}{id} -->\n{}", text.trim_start_matches('\u{feff}'));
    }
    whole.into_bytes()
}

fn is_xml(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|extension| extension.eq_ignore_ascii_case("xml"))
}
