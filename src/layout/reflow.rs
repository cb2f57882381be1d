//! Lines become running text: layout white space and line ends go, nothing else changes.
//!
//! Which gaps stay as one space is the rule of [`crate::text::keeps_space`].

use crate::text::{CharRange, is_space, keeps_space};

pub(super) use crate::text::Gaps;

/// The reflowed text of the characters at `positions` (ascending, none of them white space).
pub(super) fn reflow(source: &[char], positions: &[u32], gaps: Gaps) -> String {
    let mut text = String::with_capacity(positions.len() * 3);
    let mut before: Option<u32> = None;
    for &at in positions {
        let c = source[at as usize];
        if let Some(last) = before
            && at > last + 1
        {
            let between = &source[last as usize + 1..at as usize];
            let (left, right) = (source[last as usize], c);
            // What lies between may be another block's text: then it is a line end too.
            let new_line = between.iter().any(|c| !is_space(*c) || matches!(c, '\n' | '\r'));
            if keeps_space(left, right, new_line, gaps) {
                text.push(' ');
            }
        }
        text.push(c);
        before = Some(at);
    }
    text
}

/// Positions as ranges, joined where only white space lies between.
pub(super) fn ranges(source: &[char], positions: &[u32]) -> Vec<CharRange> {
    let mut ranges: Vec<CharRange> = Vec::new();
    for &at in positions {
        match ranges.last_mut() {
            Some(last)
                if at >= last.end()
                    && source[last.end() as usize..at as usize].iter().all(|c| is_space(*c)) =>
            {
                *last = CharRange::new(last.start(), at + 1);
            }
            _ => ranges.push(CharRange::new(at, at + 1)),
        }
    }
    ranges
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reflowed(text: &str, gaps: Gaps) -> String {
        let source: Vec<char> = text.chars().collect();
        let positions: Vec<u32> =
            (0..source.len() as u32).filter(|n| !is_space(source[*n as usize])).collect();
        reflow(&source, &positions, gaps)
    }

    #[test]
    fn only_layout_goes() {
        assert_eq!(reflowed("8月 26日下\n　　午，", Gaps::Drop), "8月26日下午，");
        assert_eq!(reflowed("记者　林双\n禾", Gaps::Keep), "记者 林双禾");
        assert_eq!(reflowed("在 New  York\nTimes 上", Gaps::Drop), "在New York Times上");
        assert_eq!(reflowed("名校 +", Gaps::Keep), "名校+");
        assert_eq!(reflowed("１ ０００\n元", Gaps::Drop), "１０００元");
    }
}
