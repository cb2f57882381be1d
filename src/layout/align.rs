//! Where the characters of an earlier source stand in a later one.
//!
//! The same bytes in another encoding are aligned by their bytes: a character is where its first byte is. A file that was
//! corrected is aligned by what both texts have in common (histogram diff over code points); white space aligns with
//! white space only where both keep it, which is of no account to blocks, since these hold none.

use crate::source::{Encoding, File, Source};
use imara_diff::{Algorithm, Diff, Token};

/// For every code point of the earlier text its place in the later one, where it has one. Rising.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alignment(Vec<Option<u32>>);

impl Alignment {
    /// Aligns two sources of one issue.
    pub fn new(earlier: &Source, later: &Source) -> Self {
        Self::by_bytes(earlier, later).unwrap_or_else(|| Self::by_text(&earlier.text, &later.text))
    }

    /// Where the character at `at` is now.
    pub fn of(&self, at: u32) -> Option<u32> {
        self.0.get(at as usize).copied().flatten()
    }

    /// `None` where the files are not the same plain texts.
    fn by_bytes(earlier: &Source, later: &Source) -> Option<Self> {
        let plain = |file: &File| file.extract.is_none();
        let same = earlier.files.len() == later.files.len()
            && earlier
                .files
                .iter()
                .zip(&later.files)
                .all(|(a, b)| a.sha256 == b.sha256 && plain(a) && plain(b));
        if !same {
            return None;
        }
        let mut places = Vec::new();
        for (n, file) in earlier.files.iter().enumerate() {
            let (old, new) = (earlier.parts.get(n)?, later.parts.get(n)?);
            let starts = |name: &str| Some(Encoding::named(name)?.char_starts(&file.bytes));
            let (was, is) = (starts(&old.encoding)?, starts(&new.encoding)?);
            // The form feed between two files.
            places.resize(old.start as usize, None);
            places.extend(was.iter().enumerate().map(|(k, byte)| {
                let holder = is.partition_point(|start| start <= byte).checked_sub(1)?;
                // Of several characters that are one now, the first has the place.
                let first = k == 0 || was[k - 1] < is[holder];
                first.then(|| new.start + holder as u32)
            }));
        }
        Some(Self(places))
    }

    /// Aligns two texts.
    pub fn by_text(earlier: &str, later: &str) -> Self {
        let tokens = |text: &str| text.chars().map(|c| Token(c as u32)).collect::<Vec<_>>();
        let (before, after) = (tokens(earlier), tokens(later));
        let mut diff = Diff::default();
        diff.compute_with(Algorithm::Histogram, &before, &after, u32::from(char::MAX) + 1);
        let mut places = Vec::with_capacity(before.len());
        let mut at = 0;
        for hunk in diff.hunks() {
            let common = hunk.before.start - places.len() as u32;
            places.extend((at..at + common).map(Some));
            places.resize(hunk.before.end as usize, None);
            at = hunk.after.end;
        }
        let rest = before.len() - places.len();
        places.extend((at..at + rest as u32).map(Some));
        Self(places)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn source(bytes: &[u8], encoding: Encoding) -> Source {
        Source::from_bytes("a.txt", bytes.to_vec(), Some(encoding)).unwrap()
    }

    #[test]
    fn the_same_bytes_are_aligned_by_their_bytes() {
        let bytes = "第1版 要闻".as_bytes();
        let (wrong, right) = (source(b"ok", Encoding::Gb18030), source(bytes, Encoding::Utf8));
        assert_eq!(Alignment::new(&wrong, &right), Alignment::by_text("ok", "第1版 要闻"));
        let text = Encoding::Gb18030.decode(bytes);
        // Read as GB 18030 the digit and the space are still where they are.
        if let Ok(text) = text {
            let alignment = Alignment::new(&source(bytes, Encoding::Gb18030), &right);
            let digit = text.chars().position(|c| c == '1').unwrap();
            assert_eq!(alignment.of(digit as u32), Some(1));
        }
    }

    proptest! {
        #[test]
        fn what_both_texts_keep_is_the_same_character_and_in_order(a in "[甲乙丙丁\n]{0,40}", b in "[甲乙丙丁\n]{0,40}") {
            let alignment = Alignment::by_text(&a, &b);
            let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
            let places: Vec<(usize, u32)> =
                (0..a.len()).filter_map(|n| Some((n, alignment.of(n as u32)?))).collect();
            for (n, at) in &places {
                prop_assert_eq!(a[*n], b[*at as usize]);
            }
            prop_assert!(places.windows(2).all(|pair| pair[0].1 < pair[1].1));
        }

        #[test]
        fn a_text_in_two_encodings_is_aligned_whole(text in "[甲乙丙丁a1。，\n]{1,40}") {
            prop_assume!(text.chars().any(|c| !c.is_whitespace()));
            let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            let one = source(&bytes, Encoding::Utf16Le);
            let alignment = Alignment::by_bytes(&one, &one).unwrap();
            prop_assert!((0..text.chars().count() as u32).all(|n| alignment.of(n) == Some(n)));
        }
    }
}
