//! Expressions that say where a stretch begins and where it ends: 8月1日至5日, 2021—2025年, 9:00—17:00, 前三季度.

use super::cursor::Cursor;
use super::point::{Point, Time, Unit};
use super::said::{Said, Say, said};
use super::settle::{Anchor, Stretch, settle};

const DASHES: &[&str] = &["——", "--", "至", "到", "—", "－", "–", "-", "~", "～"];
const UNITS: &str = "年月日号时点";

/// The first and the last point, and whether the expression says its year.
pub(super) fn read(text: &[char], anchor: &Anchor) -> Option<(Stretch, bool)> {
    if let Some(found) = so_far(text, anchor).or_else(|| pair(text, anchor)) {
        return Some(found);
    }
    for at in 1..text.len() {
        let mut right = Cursor(text.get(at..)?);
        if right.eat_any(DASHES)
            && let Some(found) = ends(text.get(..at)?, right.0, anchor)
        {
            return Some(found);
        }
    }
    None
}

/// 去冬今春, 今明两天.
fn pair(text: &[char], anchor: &Anchor) -> Option<(Stretch, bool)> {
    let mut cursor = Cursor(text);
    let (first, last) = cursor.word(&[
        ("去冬今春", ("去冬", "今春")),
        ("今冬明春", ("今冬", "明春")),
        ("今明", ("今天", "明天")),
        ("昨今", ("昨天", "今天")),
    ])?;
    cursor.eat_any(&["两天", "两日"]);
    let word = |word: &str| said(&word.chars().collect::<Vec<_>>());
    let found = stretch(&word(first)?, &word(last)?, anchor)?;
    cursor.done().then_some((found, false))
}

/// 今年前三季度, 前8个月, 前四月.
fn so_far(text: &[char], anchor: &Anchor) -> Option<(Stretch, bool)> {
    const QUARTERS: [&str; 4] = ["Q1", "Q2", "Q3", "Q4"];
    let at =
        text.iter().position(|c| *c == '前').filter(|at| text.get(at + 1).is_some_and(|c| *c != '年'))?;
    let year = match text.get(..at)? {
        [] => None,
        head => Some(said(head).filter(|head| Said { year: None, ..*head } == Said::default())?.year?),
    };
    let mut cursor = Cursor(text.get(at + 1..)?);
    let part =
        |part: &'static str| Said { year: year.or(Some(Say::Off(0))), part: Some(part), ..Said::default() };
    let month = |month: i32| Said {
        year: year.or(Some(Say::Off(0))),
        month: Some(Say::Is(month)),
        ..Said::default()
    };
    let (first, last) = if let Some(n) = cursor.counted(&["个季度", "季度", "季"], 4) {
        (part("Q1"), part(QUARTERS.get((n as usize).wrapping_sub(1))?))
    } else {
        let n = cursor.counted(&["个月", "月"], 12).filter(|n| *n > 0)?;
        (month(1), month(n as i32))
    };
    cursor.eat_any(&["以来", "间"]);
    if !cursor.done() {
        return None;
    }
    Some((stretch(&first, &last, anchor)?, year.is_some()))
}

fn ends(left: &[char], right: &[char], anchor: &Anchor) -> Option<(Stretch, bool)> {
    if right == ['今'] {
        let (first, None) = settle(&said(left)?, anchor)? else { return None };
        return Some(((first, Some(Point::day(anchor.issued?))), true));
    }
    let right = strip(right, "年度");

    let first = said(left)
        .filter(|_| !ends_in_number(left))
        .or_else(|| said(&with_unit(left, &right)?))
        .or_else(|| said(left))?;
    let last = said(&right)?;
    Some((stretch(&first, &last, anchor)?, first.year.is_some() || last.year.is_some()))
}

/// 2003—2004年度: the last character says nothing more.
fn strip(text: &[char], tail: &str) -> Vec<char> {
    let text: String = text.iter().collect();
    let end = tail.chars().next().unwrap_or_default();
    text.strip_suffix(tail).map_or_else(|| text.clone(), |head| format!("{head}{end}")).chars().collect()
}

fn ends_in_number(text: &[char]) -> bool {
    text.last().is_some_and(char::is_ascii_digit) && !text.iter().any(|c| *c == ':' || *c == '：')
}

/// 今年1 of 今年1至8月 is 今年1月: a number takes the unit of the number on the other side.
fn with_unit(left: &[char], right: &[char]) -> Option<Vec<char>> {
    let unit = right.iter().find(|c| !c.is_ascii_digit() && !"〇零一二三四五六七八九十".contains(**c))?;
    UNITS.contains(*unit).then(|| left.iter().chain([unit]).copied().collect())
}

/// Both ends; what the last leaves out it has from the first.
fn stretch(first: &Said, last: &Said, anchor: &Anchor) -> Option<Stretch> {
    let (begin, _) = settle(first, anchor)?;
    let inherits =
        last.day.is_some_and(|day| matches!(day, Say::Is(_))) || last.month.is_some() || !last.has_date();
    if !inherits || last.lunar || last.year.is_some() {
        let (mut end, through) = settle(last, anchor)?;
        end = through.unwrap_or(end);
        return Some((begin, Some(end)));
    }
    let mut end = Point { time: last.time, ..begin };
    if !last.has_date() {
        end.time = afternoon(begin.time, last.time);
        return Some((begin, Some(end)));
    }
    let month = match last.month {
        Some(Say::Is(month)) => Some(u8::try_from(month).ok()?),
        Some(_) => return None,
        None => begin.month(),
    };
    // 12月28日至1月3日 goes over the end of the year, 29日至2日 over that of the month.
    let mut year = begin.year;
    if last.month.is_some() && begin.month() > month {
        year = year.map(|year| year + 1);
    }
    end.year = year;
    end.unit = match last.day {
        Some(Say::Is(day)) => Unit::Day(month, u8::try_from(day).ok()?),
        _ => Unit::Month(month?),
    };
    if let (Unit::Day(Some(from), begins), Unit::Day(Some(to), ends)) = (begin.unit, end.unit)
        && last.month.is_none()
        && ends < begins
    {
        end.unit = Unit::Day(Some(to % 12 + 1), ends);
        end.year = if from == 12 { year.map(|year| year + 1) } else { year };
    }
    let fits = match end.unit {
        Unit::Day(Some(month), day) => super::point::date(end.year.unwrap_or(2024), month, day).is_some(),
        _ => true,
    };
    fits.then_some((begin, Some(end)))
}

/// 下午2时至5时 ends at 17:00.
fn afternoon(first: Option<Time>, last: Option<Time>) -> Option<Time> {
    match (first, last) {
        (Some(Time::Clock(from, ..)), Some(Time::Clock(to, minute, second)))
            if from > 12 && to < 12 && to + 12 > from =>
        {
            Some(Time::Clock(to + 12, minute, second))
        }
        _ => last,
    }
}
