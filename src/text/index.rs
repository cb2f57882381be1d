//! Code point ↔ byte ↔ UTF-16 for one text.
//!
//! Every 64th code point's byte and UTF-16 offset is kept; the rest is counted from there, so the index of a text of a
//! million characters takes 128 KB and a look-up reads at most 63 characters.

use super::CharRange;

const STRIDE: usize = 64;

/// The offset map of one text. It does not own the text: pass the same text to every call.
#[derive(Clone, Debug, Default)]
pub struct CharIndex {
    /// (byte, UTF-16) offset of code points 0, 64, 128 …
    marks: Vec<(u32, u32)>,
    chars: u32,
    bytes: u32,
    utf16: u32,
}

impl CharIndex {
    /// Reads the text once.
    pub fn new(text: &str) -> Self {
        let mut index = Self { bytes: text.len() as u32, ..Self::default() };
        for (n, (byte, c)) in text.char_indices().enumerate() {
            if n.is_multiple_of(STRIDE) {
                index.marks.push((byte as u32, index.utf16));
            }
            index.utf16 += c.len_utf16() as u32;
            index.chars += 1;
        }
        index
    }

    /// Number of code points.
    pub fn len(&self) -> u32 {
        self.chars
    }

    /// Whether the text is empty.
    pub fn is_empty(&self) -> bool {
        self.chars == 0
    }

    /// Byte offset of a code point; the length of the text in bytes for the position after the last one.
    pub fn byte(&self, text: &str, position: u32) -> Option<usize> {
        if position >= self.chars {
            return (position == self.chars).then_some(self.bytes as usize);
        }
        let base = self.marks.get(position as usize / STRIDE)?.0 as usize;
        text.get(base..)?.char_indices().nth(position as usize % STRIDE).map(|(byte, _)| base + byte)
    }

    /// UTF-16 offset of a code point.
    pub fn utf16(&self, text: &str, position: u32) -> Option<u32> {
        if position >= self.chars {
            return (position == self.chars).then_some(self.utf16);
        }
        let (byte, base) = *self.marks.get(position as usize / STRIDE)?;
        let rest = text.get(byte as usize..)?.chars().take(position as usize % STRIDE);
        Some(base + rest.map(|c| c.len_utf16() as u32).sum::<u32>())
    }

    /// Code point at a byte offset, `None` inside a character or after the end.
    pub fn from_byte(&self, text: &str, byte: usize) -> Option<u32> {
        if byte == self.bytes as usize {
            return Some(self.chars);
        }
        self.find(text, |mark| mark.0 as usize <= byte, |at| (at.0 as usize).cmp(&byte))
    }

    /// Code point at a UTF-16 offset, `None` inside a surrogate pair or after the end.
    pub fn from_utf16(&self, text: &str, unit: u32) -> Option<u32> {
        if unit == self.utf16 {
            return Some(self.chars);
        }
        self.find(text, |mark| mark.1 <= unit, |at| at.1.cmp(&unit))
    }

    /// The text under a range of code points, `None` where the range leaves the text.
    pub fn slice<'a>(&self, text: &'a str, range: CharRange) -> Option<&'a str> {
        text.get(self.byte(text, range.start())?..self.byte(text, range.end())?)
    }

    fn find(
        &self,
        text: &str,
        before: impl Fn(&(u32, u32)) -> bool,
        compare: impl Fn((u32, u32)) -> std::cmp::Ordering,
    ) -> Option<u32> {
        let mark = self.marks.partition_point(before).checked_sub(1)?;
        let mut at = *self.marks.get(mark)?;
        for (n, c) in text.get(at.0 as usize..)?.chars().take(STRIDE).enumerate() {
            match compare(at) {
                std::cmp::Ordering::Equal => return Some((mark * STRIDE + n) as u32),
                std::cmp::Ordering::Greater => return None,
                std::cmp::Ordering::Less => at = (at.0 + c.len_utf8() as u32, at.1 + c.len_utf16() as u32),
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_position_survives_the_trip_to_bytes_and_utf16(text in "[a-z\u{4e00}-\u{4eff}\u{2a700}-\u{2a7ff}\n]{0,200}") {
            let index = CharIndex::new(&text);
            for position in 0..=index.len() {
                let byte = index.byte(&text, position).unwrap();
                prop_assert_eq!(index.from_byte(&text, byte), Some(position));
                let unit = index.utf16(&text, position).unwrap();
                prop_assert_eq!(index.from_utf16(&text, unit), Some(position));
            }
            prop_assert_eq!(index.byte(&text, index.len() + 1), None);
        }
    }

    #[test]
    fn the_middle_of_a_character_has_no_position() {
        let index = CharIndex::new("中𫚉");
        assert_eq!(index.from_byte("中𫚉", 1), None);
        assert_eq!(index.from_utf16("中𫚉", 2), None);
        assert_eq!(index.from_byte("中𫚉", 99), None);
    }
}
