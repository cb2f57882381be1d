//! What stands between two characters when lines become running text.
//!
//! Layout white space and line ends go, nothing else changes. A gap between two characters of which none is ASCII stays
//! as one space where gaps part names and phrases (headings, bylines, datelines, captions, furniture) and goes in running
//! text; a gap inside a Latin phrase stays everywhere. Who sets a page anew and who joins two paragraphs by hand ask the
//! same rule.

/// How gaps between Chinese characters are treated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gaps {
    /// One space stays.
    Keep,
    /// They go.
    Drop,
}

/// Whether one space stays between `left` and `right`, which white space parts in the source; `new_line` where that has
/// a line end in it, or other text.
pub fn keeps_space(left: char, right: char, new_line: bool, gaps: Gaps) -> bool {
    let latin = |c: char| c.is_ascii_alphabetic();
    match (left.is_ascii(), right.is_ascii()) {
        (true, true) if new_line => latin(left) && latin(right),
        (true, true) => true,
        (false, false) => gaps == Gaps::Keep && !new_line,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn han_never_keeps_a_space_over_a_line_end_and_latin_words_always_do() {
        assert!(!keeps_space('县', '长', true, Gaps::Keep));
        assert!(keeps_space('者', '林', false, Gaps::Keep) && !keeps_space('者', '林', false, Gaps::Drop));
        assert!(keeps_space('w', 'Y', true, Gaps::Drop) && !keeps_space('1', '2', true, Gaps::Drop));
        assert!(!keeps_space('有', 'A', false, Gaps::Keep));
    }
}
