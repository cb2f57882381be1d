//! The places of other tools' marks in a text, whatever unit they are counted in.
//!
//! A tool counts in one unit throughout a document. The first unit is taken in which the words of every mark that tells
//! its words are at its place; where there is none, each mark is tried by itself. Marks without words are counted in the
//! unit of the others, or in the one that the format is known for. What has no place is listed with the reason.

use super::foreign::{Astray, Place};
use crate::strings::Message;
use crate::text::{CharIndex, CharRange};

/// How a tool counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Unit {
    /// Code points.
    #[default]
    CodePoint,
    /// UTF-16, as browsers and Java do.
    Utf16,
    /// Bytes of UTF-8.
    Byte,
    /// Code points, a line end counted as two (CR LF).
    Crlf,
    /// UTF-16, a line end counted as two.
    CrlfUtf16,
}

impl Unit {
    /// All of them, the likeliest first.
    const ALL: [Self; 5] = [Self::CodePoint, Self::Utf16, Self::Byte, Self::Crlf, Self::CrlfUtf16];

    /// The unit by the names that files give it.
    pub fn named(name: &str) -> Option<Self> {
        match name.to_ascii_lowercase().replace(['-', '_', ' '], "").as_str() {
            "codepoint" | "codepoints" | "unicode" | "python" | "p" => Some(Self::CodePoint),
            "utf16" | "java" | "javascript" | "j" => Some(Self::Utf16),
            "byte" | "bytes" | "utf8" => Some(Self::Byte),
            _ => None,
        }
    }
}

/// A place as a file has it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RawSpan {
    /// Its start.
    pub start: u64,
    /// Its end, exclusive.
    pub end: u64,
    /// The words there, where the file has them.
    pub text: Option<String>,
}

/// A text with its units.
#[derive(Debug)]
pub struct Fitter<'a> {
    text: &'a str,
    index: CharIndex,
    /// Code points of the line feeds.
    lines: Vec<u32>,
    /// In what is counted where there are no words.
    unit: Unit,
}

impl<'a> Fitter<'a> {
    /// Looks at a text; `unit` is what the format is known to count in, or what the file says.
    pub fn new(text: &'a str, unit: Unit) -> Self {
        let lines = text.chars().enumerate().filter(|(_, c)| *c == '\n').map(|(n, _)| n as u32).collect();
        Self { text, index: CharIndex::new(text), lines, unit }
    }

    /// The place of each mark, or why it has none.
    pub fn fit(&self, spans: &[RawSpan]) -> Vec<Result<CharRange, Misfit>> {
        let told = || spans.iter().filter(|span| span.text.is_some());
        let units = || std::iter::once(self.unit).chain(Unit::ALL.into_iter().filter(|u| *u != self.unit));
        let whole = units().find(|unit| told().all(|span| self.holds(span, *unit).is_some()));
        spans
            .iter()
            .map(|span| match (&span.text, whole) {
                (None, whole) => self.range(span, whole.unwrap_or(self.unit)).ok_or(Misfit::Outside),
                (Some(_), Some(unit)) => self.holds(span, unit).ok_or(Misfit::Quote),
                (Some(_), None) => {
                    units().find_map(|unit| self.holds(span, unit)).ok_or_else(|| self.misfit(span))
                }
            })
            .collect()
    }

    fn misfit(&self, span: &RawSpan) -> Misfit {
        if self.range(span, self.unit).is_some() { Misfit::Quote } else { Misfit::Outside }
    }

    /// The place in a unit, where it is one.
    fn range(&self, span: &RawSpan, unit: Unit) -> Option<CharRange> {
        let (start, end) = (self.position(span.start, unit)?, self.position(span.end, unit)?);
        (start < end).then(|| CharRange::new(start, end))
    }

    fn holds(&self, span: &RawSpan, unit: Unit) -> Option<CharRange> {
        let range = self.range(span, unit)?;
        let there = self.index.slice(self.text, range)?;
        let said = span.text.as_deref()?;
        same(there, said).then_some(range)
    }

    fn position(&self, at: u64, unit: Unit) -> Option<u32> {
        let at = u32::try_from(at).ok()?;
        match unit {
            Unit::CodePoint => (at <= self.index.len()).then_some(at),
            Unit::Utf16 => self.index.from_utf16(self.text, at),
            Unit::Byte => self.index.from_byte(self.text, at as usize),
            Unit::Crlf => self.less_lines(at, |line| line),
            Unit::CrlfUtf16 => {
                let unit = self.less_lines(at, |line| self.index.utf16(self.text, line).unwrap_or(line))?;
                self.index.from_utf16(self.text, unit)
            }
        }
        .filter(|at| *at <= self.index.len())
    }

    /// The position less the carriage returns before it; `place` is where a line feed is in the unit.
    fn less_lines(&self, at: u32, place: impl Fn(u32) -> u32) -> Option<u32> {
        // The n-th line feed has n carriage returns before it, and its own.
        let before = |n: usize| place(self.lines[n]) + n as u32 + 1;
        let (mut low, mut high) = (0, self.lines.len());
        while low < high {
            let middle = usize::midpoint(low, high);
            if before(middle) <= at { low = middle + 1 } else { high = middle }
        }
        at.checked_sub(low as u32)
    }
}

/// Whether words are those of the text, also where a tool writes line ends as spaces, as `\n`, or as CR LF.
fn same(there: &str, said: &str) -> bool {
    there == said
        || (there.contains('\n')
            && (there == said.replace("\r\n", "\n")
                || there.replace('\n', "\\n") == said
                || there.replace('\n', " ") == said
                || there.replace('\n', "") == said))
}

/// Why a mark has no place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Misfit {
    /// Its numbers leave the text, or it is empty.
    Outside,
    /// Other words are there.
    Quote,
}

impl Misfit {
    /// The mark for the list of what has no place.
    pub fn astray(self, place: &Place, label: &str, span: &RawSpan) -> Astray {
        let why = match self {
            Self::Outside => "astray.outside",
            Self::Quote => "astray.quote",
        };
        let what = span.text.clone().unwrap_or_else(|| format!("{}–{}", span.start, span.end));
        Astray { place: place.clone(), label: label.to_owned(), what, why: Message::new(why) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn one(text: &str, start: u64, end: u64, words: Option<&str>) -> Result<CharRange, Misfit> {
        let span = RawSpan { start, end, text: words.map(str::to_owned) };
        Fitter::new(text, Unit::CodePoint).fit(&[span]).remove(0)
    }

    proptest! {
        #[test]
        fn the_words_tell_the_unit(
            text in "[ab\u{4e00}-\u{4e20}\u{2a700}-\u{2a70f}\n]{1,60}", a in 0..60_usize, b in 0..60_usize, unit in 0..5_usize
        ) {
            let chars: Vec<char> = text.chars().collect();
            let (a, b) = (a.min(b).min(chars.len()), a.max(b).min(chars.len()));
            prop_assume!(a < b);
            let unit = Unit::ALL[unit];
            let count = |n: usize| -> u64 {
                let lines = chars[..n].iter().filter(|c| **c == '\n').count() as u64;
                let utf16 = chars[..n].iter().map(|c| c.len_utf16() as u64).sum::<u64>();
                match unit {
                    Unit::CodePoint => n as u64,
                    Unit::Utf16 => utf16,
                    Unit::Byte => chars[..n].iter().map(|c| c.len_utf8() as u64).sum(),
                    Unit::Crlf => n as u64 + lines,
                    Unit::CrlfUtf16 => utf16 + lines,
                }
            };
            let words: String = chars[a..b].iter().collect();
            let fitter = Fitter::new(&text, unit);
            let span = RawSpan { start: count(a), end: count(b), text: Some(words.clone()) };
            prop_assert_eq!(fitter.fit(std::slice::from_ref(&span)), vec![Ok(CharRange::new(a as u32, b as u32))]);
            // Without being told the unit, the words that are found are the ones that were said.
            if let Ok(found) = Fitter::new(&text, Unit::CodePoint).fit(&[span]).remove(0) {
                prop_assert_eq!(crate::text::slice(&text, found), Some(words.as_str()));
            }
        }
    }

    #[test]
    fn a_line_end_may_be_written_in_other_ways() {
        let range = Ok(CharRange::new(1, 4));
        for words in ["乙\n丙", "乙\\n丙", "乙 丙", "乙\r\n丙"] {
            assert_eq!(one("甲乙\n丙", 1, 4, Some(words)), range, "{words}");
        }
        // A tool that counts CR LF as two.
        assert_eq!(one("甲\n乙丙", 3, 5, Some("乙丙")), Ok(CharRange::new(2, 4)));
    }

    #[test]
    fn what_is_elsewhere_is_not_looked_for() {
        assert_eq!(one("甲乙丙", 0, 1, Some("乙")), Err(Misfit::Quote));
        assert_eq!(one("甲乙丙", 2, 9, Some("丙")), Err(Misfit::Outside));
        assert_eq!(one("甲乙丙", 2, 2, None), Err(Misfit::Outside));
        assert_eq!(one("甲乙丙", u64::MAX - 1, u64::MAX, None), Err(Misfit::Outside));
        assert_eq!(one("甲乙丙", 1, 3, None), Ok(CharRange::new(1, 3)));
    }

    #[test]
    fn marks_without_words_go_by_the_others() {
        let text = "𫚉甲乙丙";
        let spans =
            [RawSpan { start: 2, end: 3, text: Some("甲".into()) }, RawSpan { start: 3, end: 5, text: None }];
        let fitted = Fitter::new(text, Unit::CodePoint).fit(&spans);
        assert_eq!(fitted, [Ok(CharRange::new(1, 2)), Ok(CharRange::new(2, 4))]);
    }
}
