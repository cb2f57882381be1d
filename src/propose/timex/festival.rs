//! Festivals and solar terms that stand for a day.

use super::cursor::Cursor;
use super::lunar;
use super::point::date;
use jiff::ToSpan;
use jiff::civil::Date;

/// How the day of a festival is found in a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Festival {
    /// Month and day.
    Sun(u8, u8),
    /// Month and day of the Chinese calendar; day 0 is the last of the month.
    Moon(u8, u8),
    /// The nth Sunday of a month.
    Sunday(u8, u8),
    /// A solar term, and days after it.
    Term(usize, i64),
}

use Festival::{Moon, Sun, Sunday, Term};

/// The longest names first, since the first that stands counts.
const FESTIVALS: &[(&str, Festival)] = &[
    ("五四青年节", Sun(5, 4)),
    ("五一劳动节", Sun(5, 1)),
    ("五一国际劳动节", Sun(5, 1)),
    ("六一儿童节", Sun(6, 1)),
    ("六一国际儿童节", Sun(6, 1)),
    ("八一建军节", Sun(8, 1)),
    ("三八妇女节", Sun(3, 8)),
    ("三八节", Sun(3, 8)),
    ("大年三十", Moon(12, 0)),
    ("大年初一", Moon(1, 1)),
    ("除夕", Moon(12, 0)),
    ("春节", Moon(1, 1)),
    ("元宵节", Moon(1, 15)),
    ("元宵", Moon(1, 15)),
    ("龙抬头", Moon(2, 2)),
    ("端午节", Moon(5, 5)),
    ("端午", Moon(5, 5)),
    ("七夕节", Moon(7, 7)),
    ("七夕", Moon(7, 7)),
    ("中元节", Moon(7, 15)),
    ("中元", Moon(7, 15)),
    ("中秋节", Moon(8, 15)),
    ("中秋", Moon(8, 15)),
    ("重阳节", Moon(9, 9)),
    ("重阳", Moon(9, 9)),
    ("腊八节", Moon(12, 8)),
    ("腊八", Moon(12, 8)),
    ("小年", Moon(12, 23)),
    ("元旦节", Sun(1, 1)),
    ("元旦", Sun(1, 1)),
    ("妇女节", Sun(3, 8)),
    ("植树节", Sun(3, 12)),
    ("劳动节", Sun(5, 1)),
    ("青年节", Sun(5, 4)),
    ("儿童节", Sun(6, 1)),
    ("建党节", Sun(7, 1)),
    ("建军节", Sun(8, 1)),
    ("教师节", Sun(9, 10)),
    ("国庆节", Sun(10, 1)),
    ("国庆", Sun(10, 1)),
    ("平安夜", Sun(12, 24)),
    ("圣诞节", Sun(12, 25)),
    ("圣诞", Sun(12, 25)),
    ("母亲节", Sunday(5, 2)),
    ("父亲节", Sunday(6, 3)),
    ("寒食节", Term(6, -1)),
    ("五一", Sun(5, 1)),
    ("五四", Sun(5, 4)),
    ("六一", Sun(6, 1)),
    ("七一", Sun(7, 1)),
    ("八一", Sun(8, 1)),
    ("十一", Sun(10, 1)),
];

/// Reads a festival; 十一 of 十一月 and 五一 of 五一零 are none.
pub(super) fn read(cursor: &mut Cursor) -> Option<Festival> {
    let mut here = *cursor;
    let found = here.word(FESTIVALS).or_else(|| {
        let term = lunar::terms().find(|term| here.eat(term)).and_then(lunar::term)?;
        here.eat("节");
        Some(Term(term, 0))
    })?;
    let number = here.0.first().is_some_and(|c| "月日号年时点分周天个十零一二三四五六七八九".contains(*c));
    (!number).then(|| *cursor = here)?;
    Some(found)
}

impl Festival {
    /// Its day in a year. What is at the end of the Chinese year falls into the year after.
    pub(super) fn day(self, year: i32) -> Option<Date> {
        match self {
            Sun(month, day) => date(year, month, day),
            Moon(month, day) => lunar::day(year, month, false, day),
            Sunday(month, nth) => {
                let first = date(year, month, 1)?;
                let days = 7 - i64::from(first.weekday().to_monday_one_offset()) + 7 * (i64::from(nth) - 1);
                first.checked_add(days.days()).ok()
            }
            Term(term, days) => lunar::term_day(year, term)?.checked_add(days.days()).ok(),
        }
    }
}
