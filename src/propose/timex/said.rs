//! What an expression says by itself, before anybody knows when it was written: 去年11月20日下午 is 'the year before,
//! month 11, day 20, afternoon'.

use super::cursor::{Cursor, digit};
use super::festival::{self, Festival};
use super::point::Time;

/// A year, month or day: given, counted from the date, or from the last date that the article spoke of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Say {
    Is(i32),
    Off(i32),
    Spoken(i32),
}

use Say::{Is, Off, Spoken};

/// The parts of an expression that were said.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Said {
    pub(super) year: Option<Say>,
    /// A century or decade, by the value's unit.
    pub(super) age: Option<Age>,
    /// A quarter, half or season.
    pub(super) part: Option<&'static str>,
    pub(super) month: Option<Say>,
    pub(super) day: Option<Say>,
    pub(super) week: Option<i32>,
    pub(super) weekday: Option<u8>,
    pub(super) weekend: bool,
    pub(super) lunar: bool,
    pub(super) leap: bool,
    pub(super) festival: Option<Festival>,
    pub(super) time: Option<Time>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Age {
    Century(i32),
    Decade(i32),
    /// 本世纪, 本世纪20年代.
    This(Option<i32>),
}

const YEARS: &[(&str, Say)] = &[
    ("大前年", Off(-3)),
    ("前年", Off(-2)),
    ("去年", Off(-1)),
    ("上年", Off(-1)),
    ("今年", Off(0)),
    ("本年", Off(0)),
    ("明年", Off(1)),
    ("来年", Off(1)),
    ("后年", Off(2)),
    ("当年", Spoken(0)),
    ("同年", Spoken(0)),
    ("次年", Spoken(1)),
    ("翌年", Spoken(1)),
    ("第二年", Spoken(1)),
];
/// The year in a word that says more.
const YEAR_AND_SEASON: &[(&str, (i32, &str))] = &[
    ("今春", (0, "SP")),
    ("今夏", (0, "SU")),
    ("今秋", (0, "FA")),
    ("今冬", (0, "WI")),
    ("去冬", (-1, "WI")),
    ("去秋", (-1, "FA")),
    ("去夏", (-1, "SU")),
    ("去春", (-1, "SP")),
    ("明春", (1, "SP")),
];
/// Words that mean this year, or a stretch at its edge.
const WHOLE: &[&str] = &[
    "全年", "年内", "年初", "年底", "年末", "岁末", "年终", "年中", "年尾", "同期", "初", "底", "末", "度",
    "间",
];
const PARTS: &[(&str, &str)] = &[
    ("上半年度", "H1"),
    ("下半年度", "H2"),
    ("半年度", "H1"),
    ("上半年", "H1"),
    ("下半年", "H2"),
    ("首季度", "Q1"),
    ("首季", "Q1"),
    ("春夏之交", "SP"),
    ("春季学期", "SP"),
    ("秋季学期", "FA"),
    ("春季", "SP"),
    ("夏季", "SU"),
    ("秋季", "FA"),
    ("冬季", "WI"),
    ("春天", "SP"),
    ("夏天", "SU"),
    ("秋天", "FA"),
    ("冬天", "WI"),
    ("开春", "SP"),
    ("入春", "SP"),
    ("入夏", "SU"),
    ("入秋", "FA"),
    ("入冬", "WI"),
    ("初春", "SP"),
    ("初夏", "SU"),
    ("初秋", "FA"),
    ("初冬", "WI"),
    ("暑假", "SU"),
    ("暑期", "SU"),
    ("寒假", "WI"),
    ("春", "SP"),
    ("夏", "SU"),
    ("秋", "FA"),
    ("冬", "WI"),
];
const MONTHS: &[(&str, Say)] = &[
    ("上个月", Off(-1)),
    ("上月", Off(-1)),
    ("下个月", Off(1)),
    ("下月", Off(1)),
    ("本月", Off(0)),
    ("这个月", Off(0)),
    ("当月", Spoken(0)),
    ("同月", Spoken(0)),
    ("次月", Spoken(1)),
    ("翌月", Spoken(1)),
];
/// A stretch of a month; what the value says is the month.
const MONTH_TAILS: &[&str] =
    &["上旬", "中旬", "下旬", "上半月", "下半月", "月初", "月底", "月末", "月中", "初", "底", "末", "份"];
const LUNAR_MONTHS: &[(&str, i32)] = &[("正月", 1), ("冬月", 11), ("腊月", 12)];
const DAYS: &[(&str, (i32, &str))] = &[
    ("大前天", (-3, "")),
    ("前天", (-2, "")),
    ("前日", (-2, "")),
    ("昨天", (-1, "")),
    ("昨日", (-1, "")),
    ("今天", (0, "")),
    ("今日", (0, "")),
    ("明天", (1, "")),
    ("明日", (1, "")),
    ("后天", (2, "")),
    ("昨晚", (-1, "晚")),
    ("昨夜", (-1, "夜")),
    ("昨晨", (-1, "晨")),
    ("今晚", (0, "晚")),
    ("今夜", (0, "夜")),
    ("今晨", (0, "晨")),
    ("今早", (0, "早")),
    ("明晚", (1, "晚")),
    ("明晨", (1, "晨")),
    ("明早", (1, "早")),
    ("昨", (-1, "")),
    ("今", (0, "")),
    ("明", (1, "")),
];
const SPOKEN_DAYS: &[(&str, (i32, &str))] = &[
    ("当天", (0, "")),
    ("当日", (0, "")),
    ("同日", (0, "")),
    ("同一天", (0, "")),
    ("当晚", (0, "晚")),
    ("当夜", (0, "夜")),
    ("次日", (1, "")),
    ("翌日", (1, "")),
    ("第二天", (1, "")),
    ("前一天", (-1, "")),
    ("前一日", (-1, "")),
];
const WEEKS: &[(&str, i32)] = &[
    ("上上周", -2),
    ("上个星期", -1),
    ("下个星期", 1),
    ("上周", -1),
    ("本周", 0),
    ("这周", 0),
    ("下周", 1),
    ("上星期", -1),
    ("本星期", 0),
    ("下星期", 1),
];
/// Parts of the day with their value, and how an hour is told there.
const PARTS_OF_DAY: &[(&str, (&str, Hours))] = &[
    ("大清早", ("MO", Hours::Morning)),
    ("下半夜", ("NI", Hours::Night)),
    ("后半夜", ("NI", Hours::Night)),
    ("上午", ("MO", Hours::Morning)),
    ("凌晨", ("MO", Hours::Morning)),
    ("清晨", ("MO", Hours::Morning)),
    ("早晨", ("MO", Hours::Morning)),
    ("早上", ("MO", Hours::Morning)),
    ("清早", ("MO", Hours::Morning)),
    ("早间", ("MO", Hours::Morning)),
    ("一早", ("MO", Hours::Morning)),
    ("黎明", ("MO", Hours::Morning)),
    ("拂晓", ("MO", Hours::Morning)),
    ("中午", ("MI", Hours::Noon)),
    ("正午", ("MI", Hours::Noon)),
    ("午间", ("MI", Hours::Noon)),
    ("下午", ("AF", Hours::Afternoon)),
    ("午后", ("AF", Hours::Afternoon)),
    ("傍晚", ("EV", Hours::Afternoon)),
    ("黄昏", ("EV", Hours::Afternoon)),
    ("晚上", ("NI", Hours::Night)),
    ("晚间", ("NI", Hours::Night)),
    ("夜晚", ("NI", Hours::Night)),
    ("夜里", ("NI", Hours::Night)),
    ("夜间", ("NI", Hours::Night)),
    ("深夜", ("NI", Hours::Night)),
    ("半夜", ("NI", Hours::Night)),
    ("午夜", ("NI", Hours::Night)),
    ("入夜", ("NI", Hours::Night)),
    ("白天", ("DT", Hours::Morning)),
    ("早", ("MO", Hours::Morning)),
    ("晨", ("MO", Hours::Morning)),
    ("晚", ("NI", Hours::Night)),
    ("夜", ("NI", Hours::Night)),
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Hours {
    Morning,
    Noon,
    Afternoon,
    Night,
}

impl Said {
    /// Whether a date is said, of whatever kind.
    pub(super) fn has_date(&self) -> bool {
        Self { time: None, ..*self } != Self::default()
    }
}

/// Reads a whole expression.
pub(super) fn said(text: &[char]) -> Option<Said> {
    let mut cursor = Cursor(text);
    let mut said = Said::default();
    cursor.eat_any(&["北京时间", "当地时间"]);
    iso(&mut cursor, &mut said).or_else(|| date(&mut cursor, &mut said))?;
    if let Some(time) = time_after(&mut cursor, said.time) {
        said.time = Some(time);
    }
    cursor.eat_any(&["左右", "前后", "以来", "期间", "起", "前", "后", "间", "许"]);
    (cursor.done() && said != Said::default()).then_some(said)
}

/// 2025-08-26, 2025.8.26, 2025/8/26.
fn iso(cursor: &mut Cursor, said: &mut Said) -> Option<()> {
    let mut here = *cursor;
    let year = here.four_digits()?;
    let mark = ["-", ".", "/"].into_iter().find(|mark| here.eat(mark))?;
    let month = here.number().filter(|month| (1..=12).contains(month))?;
    let day = here.eat(mark).then(|| here.number()).flatten().filter(|day| (1..=31).contains(day))?;
    (said.year, said.month, said.day) = (Some(Is(year)), Some(Is(month as i32)), Some(Is(day as i32)));
    *cursor = here;
    Some(())
}

/// Reads the date, as much of it as there is; `None` where a part contradicts another.
fn date(cursor: &mut Cursor, said: &mut Said) -> Option<()> {
    said.lunar = cursor.eat_any(&["农历", "阴历", "夏历"]);
    age(cursor, said);
    if said.age.is_some() {
        return Some(());
    }
    if let Some((day, part)) = cursor.word(SPOKEN_DAYS) {
        said.day = Some(Spoken(day));
        return part_of_word(part, said);
    }
    year(cursor, said);
    said.lunar |= cursor.eat("农历");
    said.festival = festival::read(cursor);
    if said.festival.is_some() {
        cursor.eat_any(&["小长假", "黄金周", "长假", "假期", "当天", "当日", "前夕", "期间"]);
        return Some(());
    }
    part(cursor, said);
    month(cursor, said);
    day(cursor, said)
}

fn age(cursor: &mut Cursor, said: &mut Said) {
    let mut here = *cursor;
    let tens = |here: &mut Cursor| {
        here.counted(&["年代"], 90).filter(|tens| tens % 10 == 0).map(|tens| tens as i32 / 10)
    };
    let hundreds = if here.eat("上世纪") || here.eat("上个世纪") {
        Some(Some(19))
    } else if here.eat("本世纪") {
        Some(None)
    } else {
        here.counted(&["世纪"], 30).filter(|century| *century > 0).map(|century| Some(century as i32 - 1))
    };
    let decade = tens(&mut here);
    said.age = match (hundreds, decade) {
        (Some(Some(hundreds)), Some(decade)) => Some(Age::Decade(hundreds * 10 + decade)),
        (Some(Some(hundreds)), None) => Some(Age::Century(hundreds)),
        (Some(None), decade) => Some(Age::This(decade)),
        // 90年代 without a century: nobody calls the decades after 2000 so.
        (None, Some(decade)) if decade >= 3 => Some(Age::Decade(190 + decade)),
        (None, _) => return,
    };
    here.eat_any(&["初期", "中期", "末期", "初", "中", "末"]);
    *cursor = here;
}

fn year(cursor: &mut Cursor, said: &mut Said) {
    let mut here = *cursor;
    if let Some(year) = here.four_digits() {
        // Four digits alone are a year at the end only: 2021 of 2021—2025年 was given its 年 before.
        if here.eat("年") || here.done() {
            (said.year, *cursor) = (Some(Is(year)), here);
        }
    } else if let Some(year) = short_year(&mut here) {
        (said.year, *cursor) = (Some(Is(year)), here);
    } else if let Some(say) = cursor.word(YEARS) {
        said.year = Some(say);
    } else if let Some((off, season)) = cursor.word(YEAR_AND_SEASON) {
        (said.year, said.part) = (Some(Off(off)), Some(season));
    } else if cursor.eat_any(&["全年", "年内", "年初", "年底", "年末", "岁末", "年终", "年中", "年尾"])
    {
        said.year = Some(Off(0));
    }
    if said.year.is_some() {
        cursor.eat_any(&["度"]);
        // A stretch at the edge of the year; 初 must not take the begin of 初五 or 初春.
        let mut tail = *cursor;
        if tail.eat_any(WHOLE) && (tail.done() || tail.eat_any(&["以来", "前", "后"]) && tail.done()) {
            *cursor = tail;
        }
    }
}

/// 98年, '05年: two figures are a year where they can hardly be a number of years.
fn short_year(cursor: &mut Cursor) -> Option<i32> {
    let figures = cursor.0.get(..3)?;
    let two: String = figures.iter().take(2).collect();
    let year: i32 = two
        .parse()
        .ok()
        .filter(|_| figures.last() == Some(&'年') && two.chars().all(|c| c.is_ascii_digit()))?;
    cursor.0 = cursor.0.get(3..)?;
    match year {
        50..=99 => Some(1900 + year),
        0..=9 => Some(2000 + year),
        _ => None,
    }
}

fn part(cursor: &mut Cursor, said: &mut Said) {
    const QUARTERS: [&str; 4] = ["Q1", "Q2", "Q3", "Q4"];
    let mut here = *cursor;
    here.eat("第");
    if let Some(n) = here.counted(&["季度", "季"], 4)
        && let Some(quarter) = QUARTERS.get((n as usize).wrapping_sub(1)).copied()
    {
        (said.part, *cursor) = (Some(quarter), here);
    } else if said.part.is_none() {
        said.part = cursor.word(PARTS);
    }
    if said.part.is_some() {
        cursor.eat_any(&["初", "末"]);
    }
}

fn month(cursor: &mut Cursor, said: &mut Said) {
    if said.part.is_some() {
        return;
    }
    let mut here = *cursor;
    let leap = here.eat("闰");
    if let Some(month) = here.counted(&["月"], 12).filter(|month| *month > 0) {
        (said.month, said.leap, *cursor) = (Some(Is(month as i32)), leap, here);
        said.lunar |= leap;
    } else if let Some(month) = cursor.word(LUNAR_MONTHS) {
        (said.month, said.lunar) = (Some(Is(month)), true);
    } else if let Some(say) = cursor.word(MONTHS) {
        said.month = Some(say);
    } else if cursor.eat_any(&["月初", "月底", "月末", "月中"]) {
        said.month = Some(Off(0));
    }
    let mut tail = *cursor;
    // 初 before a numeral begins a day of the lunar month.
    if said.month.is_some() && tail.eat_any(MONTH_TAILS) && tail.0.first().is_none_or(|c| digit(*c).is_none())
    {
        *cursor = tail;
    }
}

fn day(cursor: &mut Cursor, said: &mut Said) -> Option<()> {
    let mut here = *cursor;
    if let Some(day) = here.counted(&["日", "号"], 31).filter(|day| *day > 0) {
        (said.day, *cursor) = (Some(Is(day as i32)), here);
    } else if let Some(day) = lunar_day(&mut here, said) {
        (said.day, said.lunar, *cursor) = (Some(Is(day)), true, here);
    } else if said.year.is_none()
        && said.month.is_none()
        && said.part.is_none()
        && let Some((day, part)) = here.word(DAYS)
    {
        (said.day, *cursor) = (Some(Off(day)), here);
        part_of_word(part, said)?;
    }
    week(cursor, said);
    Some(())
}

/// 初五, 十五, 廿三 after a lunar month.
fn lunar_day(cursor: &mut Cursor, said: &Said) -> Option<i32> {
    if !said.lunar || said.month.is_none() {
        return None;
    }
    let first = cursor.eat("初");
    let day = cursor.number().filter(|day| (1..=30).contains(day) && (!first || *day <= 10))?;
    cursor.eat_any(&["日"]);
    Some(day as i32)
}

/// 上周三, 本周末, 周六, and the weekday in brackets or after a date, which the date says already.
fn week(cursor: &mut Cursor, said: &mut Said) {
    let mut here = *cursor;
    if said.day.is_some() || said.month.is_some() {
        let bracket = here.eat_any(&["（", "("]);
        if here.eat_any(&["周", "星期", "礼拜"])
            && weekday(&mut here).is_some()
            && (!bracket || here.eat_any(&["）", ")"]))
        {
            *cursor = here;
        }
        return;
    }
    if let Some(week) = here.word(WEEKS) {
        said.week = Some(week);
        *cursor = here;
        here.eat("的");
        if here.eat("末") {
            (said.weekend, *cursor) = (true, here);
        } else if let Some(day) = weekday(&mut here) {
            (said.weekday, *cursor) = (Some(day), here);
        }
    } else if here.eat("周末") {
        (said.week, said.weekend, *cursor) = (Some(0), true, here);
    } else if here.eat_any(&["周", "星期", "礼拜"])
        && let Some(day) = weekday(&mut here)
    {
        (said.weekday, *cursor) = (Some(day), here);
    }
}

/// 一 to 日 of the week, 1 for Monday.
pub(super) fn weekday(cursor: &mut Cursor) -> Option<u8> {
    cursor.word(&[("一", 1), ("二", 2), ("三", 3), ("四", 4), ("五", 5), ("六", 6), ("日", 7), ("天", 7)])
}

/// The part of the day that a word such as 昨晚 brings.
fn part_of_word(part: &str, said: &mut Said) -> Option<()> {
    if !part.is_empty() {
        let (_, (value, _)) = PARTS_OF_DAY.iter().find(|(word, _)| *word == part)?;
        said.time = Some(Time::Part(value));
    }
    Some(())
}

/// Reads a part of the day, a clock time, or both.
pub(super) fn time(cursor: &mut Cursor) -> Option<Time> {
    time_after(cursor, None)
}

/// As [`time`], where a word before has said the part of the day already: 昨晚8时.
pub(super) fn time_after(cursor: &mut Cursor, before: Option<Time>) -> Option<Time> {
    let mut here = *cursor;
    let part = here.word(PARTS_OF_DAY);
    let hours = part.map(|(_, hours)| hours).or(match before {
        Some(Time::Part("NI")) => Some(Hours::Night),
        _ => None,
    });
    if part.is_some() {
        *cursor = here;
    }
    let mut after = here;
    if let Some(time) = clock(&mut after, hours) {
        *cursor = after;
        return Some(time);
    }
    part.map(|(value, _)| Time::Part(value))
}

/// 9时30分, 8点半, 7:30, 14：05：30.
fn clock(cursor: &mut Cursor, hours: Option<Hours>) -> Option<Time> {
    let mut here = *cursor;
    let hour = here.number().filter(|hour| *hour <= 24)?;
    let (mut minute, mut second) = (0, None);
    if here.eat_any(&[":", "："]) {
        minute = here.number()?;
        if here.eat_any(&[":", "："]) {
            second = Some(here.number()?);
        }
    } else if here.eat_any(&["点钟", "点整", "时整", "时", "点"]) {
        if here.eat("半") {
            minute = 30;
        } else if here.eat("一刻") {
            minute = 15;
        } else if here.eat("三刻") {
            minute = 45;
        } else if let Some(said) = here.counted(&["分钟", "分"], 59) {
            minute = said;
            second = here.counted(&["秒"], 59);
        }
    } else {
        return None;
    }
    if minute > 59 || second.is_some_and(|second| second > 59) {
        return None;
    }
    here.eat_any(&["许", "多", "左右"]);
    let hour = match (hours, hour) {
        (Some(Hours::Noon), 1..=3) | (Some(Hours::Afternoon), 1..=11) | (Some(Hours::Night), 6..=11) => {
            hour + 12
        }
        (Some(Hours::Night), 12) => 24,
        (Some(Hours::Morning), 12) if minute == 0 => 0,
        _ => hour,
    };
    if hour == 24 && (minute > 0 || second.is_some()) {
        return None;
    }
    *cursor = here;
    Some(Time::Clock(hour as u8, minute as u8, second.map(|second| second as u8)))
}
