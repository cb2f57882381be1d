//! Files that are not text, told by their first bytes.

use super::SourceProblem;

/// What a file is where its first bytes say that it is no text; whatever its name says.
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
        () if starts(b"PK\x03\x04") => Some(if contains(bytes, b"word/") { "DOCX" } else { "ZIP" }),
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
