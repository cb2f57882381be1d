//! One character a line with its tag: the CoNLL family.
//!
//! `plain` writes `字<TAB>B-PER` by BIO, BIOES or BMES, `classic` the four columns of CoNLL-2003, `hipe` the columns of
//! HIPE, which have room for nested marks, links and line ends. All are read by `read`, whatever the scheme, also the
//! older form where a mark begins with `I-`. Tags hold one mark for a character, so only flat marks are written (`hipe`:
//! one more level). White space is no token: it is left out, and where the characters were is said in the table beside.

mod classic;
mod hipe;
mod plain;
mod read;
mod tag;

#[cfg(test)]
mod tests;

pub use classic::Classic;
pub use hipe::Hipe;
pub use plain::Plain;
pub use tag::tags;

use super::Document;
use crate::text::{CharRange, is_space};

/// Text files of this family begin an article so.
const START: &str = "-DOCSTART-";

/// Where a sentence may end.
const STOPS: &str = "。！？!?；";
/// What still belongs to the sentence before it.
const CLOSING: &str = "”’』」）)》〉】〕]";

/// The sentences of a document: blocks, cut behind full stops, never inside a mark.
pub fn sentences(document: &Document) -> Vec<CharRange> {
    let chars: Vec<char> = document.text.chars().collect();
    let mut marks = document.flat().peekable();
    let mut sentences = Vec::new();
    for part in &document.parts {
        let mut start = part.range.start();
        for at in part.range.positions() {
            let next = at + 1;
            let c = |at: u32| chars.get(at as usize).copied().unwrap_or_default();
            let closes = |c: char| STOPS.contains(c) || CLOSING.contains(c);
            let ends = next == part.range.end()
                || closes(c(at)) && !closes(c(next)) && {
                    let run = (start..next).rev().take_while(|at| closes(c(*at)));
                    run.into_iter().any(|at| STOPS.contains(c(at)))
                };
            while marks.next_if(|mark| mark.range.end() <= next).is_some() {}
            let inside =
                marks.peek().is_some_and(|mark| mark.range.start() < next && next < mark.range.end());
            if ends && !inside {
                sentences.push(CharRange::new(start, next));
                start = next;
            }
        }
    }
    sentences.retain(|range| range.positions().any(|at| !is_space(chars[at as usize])));
    sentences
}
