//! Positions in text: one unit everywhere, the Unicode code point.
//!
//! `CharRange` is a half-open range of code points. Which text it belongs to is said by its owner: a block's own
//! text, an article's text, or the decoded source. `CharIndex` maps one text's code points to bytes and UTF-16 and back;
//! no other room converts. `is_space` is the house's definition of layout white space, `flow` says what stays of it.

mod flow;
mod index;
mod range;

pub use flow::{Gaps, keeps_space};
pub use index::CharIndex;
pub use range::CharRange;

/// Whether a character is white space for the record: Unicode White_Space and the invisible marks that page software
/// leaves behind (U+001C–001F, U+FEFF, U+200B, U+2060).
pub fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{1c}'..='\u{1f}' | '\u{feff}' | '\u{200b}' | '\u{2060}')
}

/// Whether a character is a Han ideograph (all blocks, compatibility ideographs and 〇 included).
pub fn is_han(c: char) -> bool {
    matches!(c,
        '\u{3007}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{2fa1f}' | '\u{30000}'..='\u{323af}')
}

/// Bytes as lower-case hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut hex, byte| {
        // Writing to a String cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// The number of code points of a text.
pub fn char_len(text: &str) -> u32 {
    text.chars().count() as u32
}

/// The part of `text` under `range`, or `None` where the range leaves the text. Linear; for many look-ups in one text
/// hold a [`CharIndex`].
pub fn slice(text: &str, range: CharRange) -> Option<&str> {
    let mut bytes = text.char_indices().map(|(byte, _)| byte).chain(std::iter::once(text.len()));
    let start = bytes.nth(range.start() as usize)?;
    let end = if range.is_empty() { start } else { bytes.nth(range.len() as usize - 1)? };
    text.get(start..end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slice_counts_code_points_not_bytes() {
        assert_eq!(slice("a𫚉中b", CharRange::new(1, 3)), Some("𫚉中"));
        assert_eq!(slice("中文", CharRange::new(2, 2)), Some(""));
        assert_eq!(slice("中文", CharRange::new(1, 3)), None);
    }

    #[test]
    fn space_includes_invisible_marks() {
        for c in [' ', '\u{3000}', '\r', '\u{c}', '\u{85}', '\u{1f}', '\u{feff}', '\u{200b}', '\u{2060}'] {
            assert!(is_space(c), "{c:?}");
        }
        assert!(!is_space('\0') && !is_space('，'));
    }
}
