//! From what was said to a point of the calendar: the anchor fills in what the words leave out.

use super::festival::Festival;
use super::lunar;
use super::point::{Point, Unit, date};
use super::said::{Age, Said, Say};
use jiff::ToSpan;
use jiff::civil::{Date, ISOWeekDate, Weekday};

/// Whether the sentence speaks of what is to come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Tense {
    #[default]
    Open,
    Past,
    Future,
}

/// What an expression is read against.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Anchor {
    /// The date.
    pub(crate) issued: Option<Date>,
    /// The last day, month or year that the article spoke of.
    pub(crate) spoken: Option<Point>,
    /// Whether that was in the same block.
    pub(crate) near: bool,
    /// Whether it was in the same sentence and said its year.
    pub(crate) same_sentence: bool,
    pub(crate) tense: Tense,
}

/// A point, or the first and the last of a stretch.
pub(super) type Stretch = (Point, Option<Point>);

/// From so many months ahead on, a month without a year is of the year before: an issue of January speaks of 12月.
const AHEAD: i32 = 6;
/// What is to come may have been so many days ago when the paper was printed.
const LATE: i64 = 60;

/// The point that was said; `None` where the anchor does not suffice.
pub(super) fn settle(said: &Said, anchor: &Anchor) -> Option<Stretch> {
    let (mut first, mut last) = place(said, anchor)?;
    if let Some(last) = &mut last {
        last.time = said.time;
    }
    first.time = said.time;
    Some((first, last))
}

fn place(said: &Said, anchor: &Anchor) -> Option<Stretch> {
    let one = |point: Point| Some((point, None));
    if let Some(age) = said.age {
        return one(Point::new(None, self::age(age, anchor)?));
    }
    if let Some(festival) = said.festival {
        return one(Point::day(festive(festival, said, anchor)?));
    }
    if said.lunar {
        return moon(said, anchor);
    }
    if let Some(week) = said.week {
        return one(week_point(week, said, anchor)?);
    }
    if let Some(weekday) = said.weekday {
        return one(weekday_point(weekday, anchor));
    }
    match (said.day, said.month) {
        (Some(Say::Off(days)), _) => {
            one(Point::day(anchor.issued?.checked_add(i64::from(days).days()).ok()?))
        }
        (Some(Say::Spoken(days)), _) => one(spoken_day(days, anchor)?),
        (Some(Say::Is(day)), Some(month)) => {
            one(in_month(said.year, month, Some(u8::try_from(day).ok()?), anchor)?)
        }
        (Some(Say::Is(day)), None) => one(bare_day(u8::try_from(day).ok()?, anchor)),
        (None, Some(month)) => one(in_month(said.year, month, None, anchor)?),
        (None, None) => one(year_or_time(said, anchor)?),
    }
}

fn age(age: Age, anchor: &Anchor) -> Option<Unit> {
    Some(match age {
        Age::Century(hundreds) => Unit::Century(hundreds),
        Age::Decade(tens) => Unit::Decade(tens),
        Age::This(decade) => {
            let hundreds = i32::from(anchor.issued?.year()) / 100;
            decade.map_or(Unit::Century(hundreds), |tens| Unit::Decade(hundreds * 10 + tens))
        }
    })
}

/// The year that was said; `None` where none was, or the anchor for it is missing.
fn year(say: Option<Say>, anchor: &Anchor) -> Option<i32> {
    match say? {
        Say::Is(year) => Some(year),
        Say::Off(years) => Some(i32::from(anchor.issued?.year()) + years),
        Say::Spoken(years) => Some(anchor.spoken?.year? + years),
    }
}

/// The candidate next to a day, unless the tense says on which side. A paper speaks more of what was than of what will
/// be, so a day to come must be twice as near.
fn nearest(candidates: impl Iterator<Item = Date>, to: Date, tense: Tense) -> Option<Date> {
    let days = |date: &Date| i64::from(to.until(*date).map_or(i32::MAX, |span| span.get_days()));
    let fits = |date: &Date| match tense {
        Tense::Open => true,
        Tense::Past => days(date) <= 0,
        Tense::Future => days(date) >= 0,
    };
    let far = |date: &Date| if days(date) > 0 { 2 * days(date) } else { -days(date) };
    candidates.filter(fits).min_by_key(far)
}

fn festive(festival: Festival, said: &Said, anchor: &Anchor) -> Option<Date> {
    if let Some(year) = year(said.year, anchor) {
        return festival.day(year);
    }
    if said.year.is_some() {
        return None;
    }
    let issued = anchor.issued?;
    let year = i32::from(issued.year());
    nearest((year - 1..=year + 1).filter_map(|year| festival.day(year)), issued, anchor.tense)
}

/// A day of the Chinese calendar, or a month of it as its first and last day.
fn moon(said: &Said, anchor: &Anchor) -> Option<Stretch> {
    let Some(Say::Is(month)) = said.month else { return None };
    let month = u8::try_from(month).ok()?;
    let of = |year: i32, day: u8| lunar::day(year, month, said.leap, day);
    let wanted = match said.day {
        Some(Say::Is(day)) => u8::try_from(day).ok()?,
        Some(_) => return None,
        None => 1,
    };
    let found = match (year(said.year, anchor), said.year) {
        (Some(year), _) => year,
        (None, Some(_)) => return None,
        (None, None) => {
            let issued = anchor.issued?;
            let near = i32::from(issued.year());
            let day =
                nearest((near - 1..=near + 1).filter_map(|year| of(year, wanted)), issued, anchor.tense)?;
            (near - 1..=near + 1).find(|year| of(*year, wanted) == Some(day))?
        }
    };
    let first = Point::day(of(found, wanted)?);
    let last = if said.day.is_none() { Some(Point::day(of(found, 0)?)) } else { None };
    Some((first, last))
}

fn week_point(week: i32, said: &Said, anchor: &Anchor) -> Option<Point> {
    let Some(issued) = anchor.issued else {
        return Some(Point::new(
            None,
            match (said.weekday, said.weekend) {
                (Some(day), _) => Unit::Weekday(day),
                (None, true) => Unit::Weekend(None),
                (None, false) => Unit::Week(None),
            },
        ));
    };
    let there = issued.checked_add(i64::from(week).weeks()).ok()?.iso_week_date();
    if let Some(day) = said.weekday {
        let weekday = Weekday::from_monday_one_offset(day as i8).ok()?;
        return Some(Point::day(ISOWeekDate::new(there.year(), there.week(), weekday).ok()?.date()));
    }
    let number = Some(there.week() as u8);
    let unit = if said.weekend { Unit::Weekend(number) } else { Unit::Week(number) };
    Some(Point::new(Some(i32::from(there.year())), unit))
}

fn weekday_point(weekday: u8, anchor: &Anchor) -> Point {
    let found = anchor.issued.and_then(|issued| {
        // Without a tense the one of the seven days around.
        let reach: i64 = if anchor.tense == Tense::Open { 3 } else { 7 };
        let days = (-reach..=reach).filter_map(|days| issued.checked_add(days.days()).ok());
        let right = days.filter(|day| day.weekday().to_monday_one_offset() == weekday as i8);
        nearest(right, issued, anchor.tense)
    });
    found.map_or(Point::new(None, Unit::Weekday(weekday)), Point::day)
}

/// 当天, 次日.
fn spoken_day(days: i32, anchor: &Anchor) -> Option<Point> {
    let spoken = Point { time: None, ..anchor.spoken? };
    let Unit::Day(Some(month), day) = spoken.unit else { return None };
    // Where the year is open any will do that has all days of the month.
    let there = date(spoken.year.unwrap_or(2024), month, day)?.checked_add(i64::from(days).days()).ok()?;
    let moved = Point::day(there);
    Some(Point { year: spoken.year.and(moved.year), ..moved })
}

fn in_month(say: Option<Say>, month: Say, day: Option<u8>, anchor: &Anchor) -> Option<Point> {
    let (month, shifted) = match month {
        Say::Is(month) => (u8::try_from(month).ok()?, None),
        Say::Off(months) => {
            let there = anchor.issued?.first_of_month().checked_add(i64::from(months).months()).ok()?;
            (there.month() as u8, Some(i32::from(there.year())))
        }
        Say::Spoken(months) => {
            let spoken = anchor.spoken?;
            let there = i32::from(spoken.month()?) - 1 + months;
            (there.rem_euclid(12) as u8 + 1, spoken.year.map(|year| year + there.div_euclid(12)))
        }
    };
    let year = match (shifted, say) {
        (Some(year), _) => Some(year),
        (None, Some(_)) => year(say, anchor),
        (None, None) => open_year(month, day, anchor),
    };
    // 2月30日 is in no calendar; where the year is open the leap year has all days.
    date(year.unwrap_or(2024), month, day.unwrap_or(1))?;
    Some(Point::new(year, day.map_or(Unit::Month(month), |day| Unit::Day(Some(month), day))))
}

/// The year of a month that came without one.
fn open_year(month: u8, day: Option<u8>, anchor: &Anchor) -> Option<i32> {
    if anchor.same_sentence
        && let Some(Point { year: Some(year), .. }) = anchor.spoken
        && anchor.spoken.and_then(|spoken| spoken.month()).is_none_or(|before| before <= month)
    {
        return Some(year);
    }
    let issued = anchor.issued?;
    let this = i32::from(issued.year());
    let ahead = i32::from(month) - i32::from(issued.month());
    let there = date(this, month, day.unwrap_or(if ahead == 0 { issued.day() as u8 } else { 1 }))?;
    let after = there > issued;
    let ago = i64::from(there.until(issued).map_or(0, |span| span.get_days()));
    Some(match anchor.tense {
        Tense::Future if ago > LATE => this + 1,
        Tense::Past if after => this - 1,
        Tense::Open if ahead > AHEAD => this - 1,
        _ => this,
    })
}

/// 27日 alone: of the month that the block speaks of, else next to the date.
fn bare_day(day: u8, anchor: &Anchor) -> Point {
    let months = |near: Date| {
        (-1..=1).filter_map(move |months: i64| {
            let month = near.first_of_month().checked_add(months.months()).ok()?;
            date(i32::from(month.year()), month.month() as u8, day)
        })
    };
    let spoken = anchor.spoken.filter(|_| anchor.near);
    if let Some(near) = spoken.and_then(|spoken| spoken.date()) {
        if let Some(found) = nearest(months(near), near, Tense::Open) {
            return Point::day(found);
        }
    } else if let Some(month) = spoken.and_then(|spoken| spoken.month())
        && anchor.issued.is_none()
    {
        return Point::new(spoken.and_then(|spoken| spoken.year), Unit::Day(Some(month), day));
    }
    let found = anchor.issued.and_then(|issued| nearest(months(issued), issued, anchor.tense));
    found.map_or(Point::new(None, Unit::Day(None, day)), Point::day)
}

fn year_or_time(said: &Said, anchor: &Anchor) -> Option<Point> {
    let year = year(said.year, anchor);
    if let Some(part) = said.part {
        let year = match said.year {
            Some(_) => season_year(year, part, said, anchor),
            None => anchor.issued.map(|issued| {
                let this = i32::from(issued.year());
                // A winter is told by the year in which it begins.
                if part == "WI" && issued.month() <= 4 && anchor.tense != Tense::Future {
                    this - 1
                } else {
                    this
                }
            }),
        };
        return Some(Point::new(year, Unit::Part(part)));
    }
    if said.year.is_some() {
        return Some(Point::new(year, Unit::Year));
    }
    said.time?;
    // A clock alone is of the day that the block speaks of; without one the date stays out.
    let day = anchor.spoken.filter(|spoken| anchor.near && matches!(spoken.unit, Unit::Day(..)));
    Some(day.unwrap_or_default())
}

/// 今冬 and 去冬 in the first months of a year are the winters that began the year before.
fn season_year(year: Option<i32>, part: &str, said: &Said, anchor: &Anchor) -> Option<i32> {
    let early = anchor.issued.is_some_and(|issued| issued.month() <= 3);
    let counted = matches!(said.year, Some(Say::Off(0)));
    year.map(|year| if part == "WI" && early && counted { year - 1 } else { year })
}
