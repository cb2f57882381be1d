//! The Chinese calendar from 1900 to 2100 and the solar terms, from a table that `scripts/make_lunar.py` calculates.

use super::point::date;
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::sync::LazyLock;

static TABLE: LazyLock<BTreeMap<i32, Year>> =
    LazyLock::new(|| include_str!("../../../assets/lexicons/lunar.txt").lines().filter_map(year).collect());

const TERMS: [&str; 24] = [
    "小寒", "大寒", "立春", "雨水", "惊蛰", "春分", "清明", "谷雨", "立夏", "小满", "芒种", "夏至", "小暑",
    "大暑", "立秋", "处暑", "白露", "秋分", "寒露", "霜降", "立冬", "小雪", "大雪", "冬至",
];

/// A lunar year.
#[derive(Debug)]
struct Year {
    first: Date,
    /// Lengths of its months, the leap month among them.
    months: Vec<u8>,
    /// The place of the leap month in `months`.
    leap: Option<usize>,
    /// The day of the month of every solar term.
    terms: Vec<u8>,
}

/// Reads `2025 TAB 01-29 TAB +-L-… TAB 5,20,…`.
fn year(line: &str) -> Option<(i32, Year)> {
    let mut fields = line.split('\t');
    let number: i32 = fields.next()?.parse().ok()?;
    let (month, day) = fields.next()?.split_once('-')?;
    let (mut months, mut leap) = (Vec::new(), None);
    for c in fields.next()?.chars() {
        match c {
            'L' => leap = Some(months.len()),
            '+' => months.push(30),
            _ => months.push(29),
        }
    }
    let terms = fields.next()?.split(',').map(|day| day.parse().ok()).collect::<Option<_>>()?;
    let first = date(number, month.parse().ok()?, day.parse().ok()?)?;
    Some((number, Year { first, months, leap, terms }))
}

/// The first day and the length of a month.
fn month(year: i32, number: u8, leap: bool) -> Option<(Date, u8)> {
    let year = TABLE.get(&year)?;
    let plain = usize::from(number.checked_sub(1)?);
    let place = match year.leap {
        Some(place) if leap => (place == plain + 1).then_some(place)?,
        None if leap => return None,
        Some(place) if place <= plain => plain + 1,
        _ => plain,
    };
    let before: i64 = year.months.get(..place)?.iter().map(|length| i64::from(*length)).sum();
    Some((year.first.checked_add(before.days()).ok()?, *year.months.get(place)?))
}

/// A day of the Chinese calendar; day 0 is the last of the month.
pub(super) fn day(year: i32, number: u8, leap: bool, day: u8) -> Option<Date> {
    let (first, length) = month(year, number, leap)?;
    let day = if day == 0 { length } else { day };
    (day <= length).then(|| first.checked_add((i64::from(day) - 1).days()).ok()).flatten()
}

/// Which solar term begins with the word, by its place in the year.
pub(super) fn term(word: &str) -> Option<usize> {
    TERMS.iter().position(|term| *term == word)
}

/// The names of the solar terms.
pub(super) fn terms() -> impl Iterator<Item = &'static str> {
    TERMS.into_iter()
}

/// The day of a solar term.
pub(super) fn term_day(year: i32, term: usize) -> Option<Date> {
    date(year, (term / 2) as u8 + 1, *TABLE.get(&year)?.terms.get(term)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_days_of_the_calendar_are_found() {
        let known = [
            (day(2025, 8, false, 15), "2025-10-06"),
            (day(2024, 12, false, 0), "2025-01-28"),
            (day(2023, 5, false, 5), "2023-06-22"),
            (day(2020, 4, true, 1), "2020-05-23"),
            (day(2033, 11, true, 1), "2033-12-22"),
            (term_day(2024, 6), "2024-04-04"),
            (term_day(1999, 23), "1999-12-22"),
        ];
        for (found, expected) in known {
            assert_eq!(found.map(|date| date.to_string()).as_deref(), Some(expected));
        }
        assert_eq!(day(2024, 6, true, 1), None);
        assert_eq!(day(2500, 1, false, 1), None);
        assert_eq!(TABLE.len(), 201);
    }
}
