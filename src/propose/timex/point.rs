//! A point of the calendar as a TIMEX3 value says it: `2025-08-26TAF`, `XXXX-Q1`, `199X`, `T09:30`.

use jiff::civil::Date;
use std::fmt;

/// How fine the date is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Unit {
    /// No date at all: a time of day alone.
    #[default]
    None,
    /// A century by its hundreds: 19 for the years 1900 to 1999.
    Century(i32),
    /// A decade by its tens: 199 for the nineties.
    Decade(i32),
    Year,
    /// A quarter, half or season: `Q1`, `H2`, `SP`.
    Part(&'static str),
    Month(u8),
    /// The day, in a month that may be open.
    Day(Option<u8>, u8),
    /// An ISO week, which may be open.
    Week(Option<u8>),
    Weekend(Option<u8>),
    /// A day of some week, 1 for Monday.
    Weekday(u8),
}

/// The time of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Time {
    /// `MO`, `AF` and their like.
    Part(&'static str),
    Clock(u8, u8, Option<u8>),
}

/// A point; its year is open where nothing says it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Point {
    pub(crate) year: Option<i32>,
    pub(crate) unit: Unit,
    pub(crate) time: Option<Time>,
}

impl Point {
    pub(crate) fn new(year: Option<i32>, unit: Unit) -> Self {
        Self { year, unit, time: None }
    }

    /// A day of the calendar.
    pub(crate) fn day(date: Date) -> Self {
        let (month, day) = (date.month() as u8, date.day() as u8);
        Self::new(Some(i32::from(date.year())), Unit::Day(Some(month), day))
    }

    /// The day, where all of it is known.
    pub(crate) fn date(&self) -> Option<Date> {
        let Unit::Day(Some(month), day) = self.unit else { return None };
        date(self.year?, month, day)
    }

    /// The month, where the unit has one.
    pub(crate) fn month(&self) -> Option<u8> {
        match self.unit {
            Unit::Month(month) | Unit::Day(Some(month), _) => Some(month),
            _ => None,
        }
    }
}

/// A day that the calendar has.
pub(crate) fn date(year: i32, month: u8, day: u8) -> Option<Date> {
    Date::new(i16::try_from(year).ok()?, month as i8, day as i8).ok()
}

impl fmt::Display for Point {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let two = |n: Option<u8>| n.map_or_else(|| "XX".to_owned(), |n| format!("{n:02}"));
        match self.unit {
            Unit::None => {}
            Unit::Century(hundreds) => write!(f, "{hundreds:02}XX")?,
            Unit::Decade(tens) => write!(f, "{tens:03}X")?,
            _ => match self.year {
                Some(year) => write!(f, "{year:04}")?,
                None => f.write_str("XXXX")?,
            },
        }
        match self.unit {
            Unit::None | Unit::Century(_) | Unit::Decade(_) | Unit::Year => {}
            Unit::Part(part) => write!(f, "-{part}")?,
            Unit::Month(month) => write!(f, "-{month:02}")?,
            Unit::Day(month, day) => write!(f, "-{}-{day:02}", two(month))?,
            Unit::Week(week) => write!(f, "-W{}", two(week))?,
            Unit::Weekend(week) => write!(f, "-W{}-WE", two(week))?,
            Unit::Weekday(day) => write!(f, "-WXX-{day}")?,
        }
        match self.time {
            None => Ok(()),
            Some(Time::Part(part)) => write!(f, "T{part}"),
            Some(Time::Clock(hour, minute, None)) => write!(f, "T{hour:02}:{minute:02}"),
            Some(Time::Clock(hour, minute, Some(second))) => write!(f, "T{hour:02}:{minute:02}:{second:02}"),
        }
    }
}
