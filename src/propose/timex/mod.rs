//! Values of TIME marks: TIMEX3 (ISO-TimeML), anchored on the issue's date.
//!
//! ```text
//! 8月26日下午 ─ said (month 8, day 26, afternoon) ─ settle (anchor: the issue's date, the last date spoken of) ─ point
//! 2025-08-26TAF       a range is first/last: 8月1日至5日 → 2025-08-01/2025-08-05
//! 三年 ─ fixed ─ P3Y   每周三 ─ fixed ─ XXXX-WXX-3
//! ```
//! What nothing says stays open: `XXXX-08-26TAF` where the issue has no date. An expression that is not understood to its
//! last character has no value. `docs/decisions.md` has the conventions.

mod cursor;
mod festival;
mod fixed;
mod lunar;
mod point;
mod range;
mod said;
mod settle;
#[cfg(test)]
mod tests;

use crate::annotation::Status;
use crate::issue::Article;
use crate::text;
use jiff::civil::Date;
use point::{Point, Unit};
use settle::{Anchor, Stretch, Tense};

/// What an expression means.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Meaning {
    /// The TIMEX3 value.
    pub(crate) value: String,
    /// The point that later expressions count from.
    point: Option<Point>,
    /// Whether the expression said its year.
    says_year: bool,
}

/// Reads an expression against its anchor; `None` where it is not understood.
pub(crate) fn meaning(expression: &str, anchor: &Anchor) -> Option<Meaning> {
    let chars = plain(expression);
    if let Some(value) = fixed::value(&chars) {
        return Some(Meaning { value, point: None, says_year: false });
    }
    if let Some(found) = said::said(&chars) {
        let stretch = settle::settle(&found, anchor)?;
        return Some(Meaning {
            value: print(stretch),
            point: Some(stretch.0),
            says_year: found.year.is_some(),
        });
    }
    if let Some((found, says_year)) = range::read(&chars, anchor) {
        return Some(Meaning { value: print(found), point: Some(found.0), says_year });
    }
    let value = fixed::duration(cursor::Cursor(&chars))?;
    Some(Meaning { value, point: None, says_year: false })
}

fn print((first, last): Stretch) -> String {
    last.map_or_else(|| first.to_string(), |last| format!("{first}/{last}"))
}

/// The characters that count: no white space, no quotes, full-width figures as plain ones.
fn plain(expression: &str) -> Vec<char> {
    let figure = |c: char| match c {
        '０'..='９' => char::from_digit(c as u32 - '０' as u32, 10).unwrap_or(c),
        '○' => '〇',
        _ => c,
    };
    expression.chars().filter(|c| !text::is_space(*c) && !"“”‘’\"".contains(*c)).map(figure).collect()
}

/// Gives every proposed TIME of the article its value; a decided mark keeps what it has.
pub(crate) fn propose(article: &mut Article, issued: &str) {
    let mut anchor = Anchor { issued: issued.parse::<Date>().ok(), ..Anchor::default() };
    for block in &mut article.blocks {
        let chars: Vec<char> = block.text.chars().collect();
        let mut before = 0;
        anchor.near = false;
        let mut said_year = false;
        for mark in block.entities.iter_mut().filter(|mark| mark.label.as_str() == "TIME") {
            if !mark.status.stands() {
                continue;
            }
            let (start, end) = (mark.range.start() as usize, mark.range.end() as usize);
            let between = chars.get(before..start).unwrap_or_default();
            anchor.same_sentence = anchor.near && said_year && !between.iter().any(|c| STOPS.contains(*c));
            anchor.tense = tense(&chars, start, end);
            let Some(found) = meaning(&mark.text, &anchor) else { continue };
            before = end;
            if let Some(point) = found.point.filter(|point| !matches!(point.unit, Unit::None)) {
                anchor.spoken = Some(point);
                anchor.near = true;
                said_year = found.says_year || said_year && anchor.same_sentence;
            }
            if mark.status == Status::Proposed {
                mark.value = Some(found.value);
            }
        }
    }
}

const STOPS: &str = "。！？；";

/// What the clause around an expression says of its time.
fn tense(chars: &[char], start: usize, end: usize) -> Tense {
    const FUTURE: &[&str] =
        &["将", "拟", "预计", "计划", "定于", "力争", "确保", "争取", "有望", "改在", "推迟到", "推迟至"];
    const FUTURE_AFTER: &[&str] =
        &["前完成", "前完工", "前建成", "前投", "前交", "前到位", "前全", "起施行", "起实施", "开赛"];
    const PAST: &[&str] = &["截至", "截止"];
    let clause = |c: &&char| !STOPS.contains(**c) && **c != '，';
    let mut head: Vec<char> =
        chars.get(..start).unwrap_or_default().iter().rev().take_while(clause).copied().collect();
    head.reverse();
    let rest = chars.get(end..).unwrap_or_default();
    let tail: String = rest.iter().take_while(|c| !STOPS.contains(**c)).take(16).collect();
    let head: String = head.into_iter().collect();
    let near: String = tail.chars().take_while(|c| *c != '，').collect();
    let future = |text: &str| FUTURE.iter().any(|word| text.contains(word));
    if PAST.iter().any(|word| head.ends_with(word)) {
        Tense::Past
    } else if future(&head) || future(&near) || FUTURE_AFTER.iter().any(|word| near.contains(word)) {
        Tense::Future
    } else {
        Tense::Open
    }
}
