//! The half-open range of code points.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// A half-open range of code points: `start` is in, `end` is out, `start <= end` always.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct CharRange {
    start: u32,
    end: u32,
}

impl CharRange {
    /// The range between two positions, whichever comes first.
    pub const fn new(a: u32, b: u32) -> Self {
        if a <= b { Self { start: a, end: b } } else { Self { start: b, end: a } }
    }

    /// First code point in the range.
    pub const fn start(self) -> u32 {
        self.start
    }

    /// First code point after the range.
    pub const fn end(self) -> u32 {
        self.end
    }

    /// Number of code points.
    pub const fn len(self) -> u32 {
        self.end - self.start
    }

    /// Whether no code point is in the range.
    pub const fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether `position` is in the range.
    pub const fn contains(self, position: u32) -> bool {
        self.start <= position && position < self.end
    }

    /// Whether all of `other` lies in the range.
    pub const fn covers(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two ranges share a code point.
    pub const fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The code points that the two share; `None` where they share none.
    pub fn intersection(self, other: Self) -> Option<Self> {
        let (start, end) = (self.start.max(other.start), self.end.min(other.end));
        (start < end).then_some(Self { start, end })
    }

    /// Whether the two overlap and neither covers the other.
    pub const fn crosses(self, other: Self) -> bool {
        self.overlaps(other) && !self.covers(other) && !other.covers(self)
    }

    /// The same range `by` code points further on.
    #[must_use]
    pub const fn shifted(self, by: u32) -> Self {
        Self { start: self.start + by, end: self.end + by }
    }

    /// The same range seen from an origin at `by`; `None` where it begins before that.
    pub fn relative_to(self, by: u32) -> Option<Self> {
        Some(Self { start: self.start.checked_sub(by)?, end: self.end.checked_sub(by)? })
    }

    /// The positions in the range.
    pub fn positions(self) -> std::ops::Range<u32> {
        self.start..self.end
    }
}

impl fmt::Display for CharRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}–{}", self.start, self.end)
    }
}

/// Written as `[start, end]`, the form of the record.
impl Serialize for CharRange {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (self.start, self.end).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for CharRange {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (start, end) = <(u32, u32)>::deserialize(deserializer)?;
        if start > end {
            return Err(serde::de::Error::custom(format!("range ends before it starts: {start}..{end}")));
        }
        Ok(Self { start, end })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relations_between_ranges() {
        let a = CharRange::new(2, 6);
        assert!(a.overlaps(CharRange::new(5, 9)) && !a.overlaps(CharRange::new(6, 9)));
        assert!(a.crosses(CharRange::new(5, 9)) && !a.crosses(CharRange::new(3, 5)));
        assert!(a.covers(a) && !a.crosses(a));
        assert_eq!(CharRange::new(6, 2), a);
    }

    #[test]
    fn a_reversed_range_in_a_file_is_refused() {
        assert!(serde_json::from_str::<CharRange>("[5,3]").is_err());
        assert_eq!(serde_json::from_str::<CharRange>("[3,5]").ok(), Some(CharRange::new(3, 5)));
    }
}
