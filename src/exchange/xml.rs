//! Text in XML files.

use std::borrow::Cow;

/// Whether XML 1.0 has no place for a character.
pub fn forbidden(c: char) -> bool {
    matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

/// A text as an attribute's value. White space is written as references, which a reader leaves alone; what XML forbids
/// becomes U+FFFD, one for one.
pub fn attribute(text: &str) -> Cow<'_, str> {
    escaped(text, true)
}

/// A text between tags.
pub fn content(text: &str) -> Cow<'_, str> {
    escaped(text, false)
}

fn escaped(text: &str, attribute: bool) -> Cow<'_, str> {
    let special = |c: char| {
        matches!(c, '&' | '<' | '>' | '\r') || forbidden(c) || attribute && matches!(c, '"' | '\n' | '\t')
    };
    if !text.contains(special) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '\r' => safe.push_str("&#13;"),
            '"' if attribute => safe.push_str("&quot;"),
            '\n' if attribute => safe.push_str("&#10;"),
            '\t' if attribute => safe.push_str("&#9;"),
            c if forbidden(c) => safe.push('\u{fffd}'),
            c => safe.push(c),
        }
    }
    Cow::Owned(safe)
}
