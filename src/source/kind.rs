//! What a file is: by its first bytes, then by its text; its name is only a hint where both leave it open.

use super::scan::Scan;
use super::{SourceProblem, csv, json};

/// A file whose bytes are no text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Package {
    /// A Word document.
    Docx,
    /// Files packed into one.
    Zip,
}

/// A file whose bytes are text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Writing {
    /// Nothing but text.
    Plain,
    /// A web page.
    Html,
    /// A digitised page, or the structure of some.
    Scan(Scan),
    /// Records of a crawler.
    Json,
    /// A table of records.
    Csv,
    /// Our own records.
    Article,
}

/// What a package is; `None` for what may be text.
pub fn package(bytes: &[u8]) -> Option<Package> {
    const DOCUMENT: &str = "word/document.xml";
    let docx = || match zip::ZipArchive::new(std::io::Cursor::new(bytes)) {
        Ok(archive) => archive.index_for_name(DOCUMENT).is_some(),
        Err(_) => contains(bytes, DOCUMENT.as_bytes()),
    };
    is_zip(bytes).then(|| if docx() { Package::Docx } else { Package::Zip })
}

/// Whether bytes are a ZIP of any kind.
pub fn is_zip(bytes: &[u8]) -> bool {
    [&b"PK\x03\x04"[..], b"PK\x05\x06", b"PK\x07\x08"].iter().any(|magic| bytes.starts_with(magic))
}

/// What a text is.
pub fn writing(text: &str, name: &str) -> Writing {
    let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
    let named = |words: &[&str]| extension.as_deref().is_some_and(|extension| words.contains(&extension));
    if is_html(text, named(&["htm", "html", "shtml", "xhtml"])) {
        Writing::Html
    } else if let Some(scan) = Scan::of_bytes(text.as_bytes()) {
        Writing::Scan(scan)
    } else if json::is_article_records(text) {
        Writing::Article
    } else if json::looks_like(text) && (named(&["json", "jsonl", "ndjson"]) || json::read(text).is_ok()) {
        Writing::Json
    } else if named(&["csv", "tsv"]) || csv::looks_like(text) {
        Writing::Csv
    } else {
        Writing::Plain
    }
}

/// Whether bytes may be a web page's: before they are decoded nothing more can be said.
pub fn is_tagged(bytes: &[u8]) -> bool {
    let start = bytes.iter().position(|byte| !byte.is_ascii_whitespace()).unwrap_or(0);
    bytes.get(start) == Some(&b'<') || bytes.starts_with(b"\xef\xbb\xbf<")
}

/// Whether a text is a web page: it begins as one, or has its elements and the name of one.
fn is_html(text: &str, named: bool) -> bool {
    let start: String = text.chars().skip_while(|c| crate::text::is_space(*c)).take(2_000).collect();
    let start = start.to_ascii_lowercase();
    let begins = ["<!doctype html", "<html", "<head", "<body", "<meta", "<div", "<table", "<!--enpproperty"];
    let page = |start: &str| begins.iter().any(|word| start.starts_with(word));
    let commented = start.starts_with("<!--") || start.starts_with("<?xml");
    page(&start)
        || commented && (start.contains("<html") || start.contains("enpproperty"))
        || named && ["<p", "<div", "<br", "<a ", "<td", "<!--"].iter().any(|word| start.contains(word))
}

/// What a file is where its first bytes say that it cannot be opened; whatever its name says.
pub fn not_text(bytes: &[u8]) -> Option<SourceProblem> {
    picture(bytes).map(SourceProblem::Picture).or_else(|| document(bytes).map(SourceProblem::Unsupported))
}

fn picture(bytes: &[u8]) -> Option<&'static str> {
    let starts = |magic: &[u8]| bytes.starts_with(magic);
    // “BM” alone could begin a text; a bitmap has four NULs and a known header size after it.
    let bitmap = || {
        starts(b"BM")
            && bytes.get(6..10) == Some(&[0; 4])
            && matches!(bytes.get(14..18), Some([12 | 40 | 52 | 56 | 64 | 108 | 124, 0, 0, 0]))
    };
    match () {
        () if starts(b"\x89PNG\r\n\x1a\n") => Some("PNG"),
        () if starts(b"\xff\xd8\xff") => Some("JPEG"),
        () if starts(b"GIF87a") || starts(b"GIF89a") => Some("GIF"),
        () if starts(b"II*\0") || starts(b"MM\0*") => Some("TIFF"),
        () if starts(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") => Some("WebP"),
        () if bitmap() => Some("BMP"),
        () => None,
    }
}

fn document(bytes: &[u8]) -> Option<&'static str> {
    let starts = |magic: &[u8]| bytes.starts_with(magic);
    match () {
        () if starts(b"%PDF-") => Some("PDF"),
        () if starts(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") => Some("DOC"),
        () if starts(b"{\\rtf") => Some("RTF"),
        () if starts(b"\x1f\x8b") => Some("GZIP"),
        () if starts(b"Rar!\x1a\x07") => Some("RAR"),
        () if starts(b"7z\xbc\xaf\x27\x1c") => Some("7Z"),
        () => None,
    }
}

fn contains(bytes: &[u8], word: &[u8]) -> bool {
    bytes.windows(word.len()).any(|window| window == word)
}

/// Whether decoded characters are more noise than text: over a fifth are control characters that no page needs.
pub fn is_noise(text: &str) -> bool {
    let (mut all, mut noise) = (0, 0);
    for c in text.chars() {
        all += 1;
        noise += usize::from(is_stray(c));
    }
    noise * 5 > all
}

/// The same for bytes that could not be decoded.
pub fn is_noise_bytes(bytes: &[u8]) -> bool {
    bytes.iter().filter(|byte| byte.is_ascii() && is_stray(char::from(**byte))).count() * 20 > bytes.len()
}

/// A control character that is neither white space nor the end-of-file mark of old systems.
fn is_stray(c: char) -> bool {
    c.is_control() && !crate::text::is_space(c) && c != '\u{1a}'
}
