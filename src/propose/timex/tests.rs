//! Tables of expressions with their values, and a grammar of TIMEX3 values that every printed one has to be of.

use super::point::Point;
use super::settle::{Anchor, Tense};
use super::{meaning, propose};
use crate::annotation::Status;
use crate::propose::corpus;
use proptest::prelude::*;

fn issued(date: &str) -> Anchor {
    Anchor { issued: Some(date.parse().unwrap()), ..Anchor::default() }
}

fn value(text: &str, anchor: &Anchor) -> Option<String> {
    meaning(text, anchor).map(|meaning| meaning.value)
}

/// Checks each expression; an empty value stands for none.
fn check(anchor: &Anchor, table: &[(&str, &str)]) {
    let found: Vec<(&str, String)> =
        table.iter().map(|(text, _)| (*text, value(text, anchor).unwrap_or_default())).collect();
    let wrong: Vec<_> = found.iter().zip(table).filter(|(found, wanted)| found.1 != wanted.1).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
    assert!(found.iter().all(|(_, value)| value.is_empty() || is_timex(value)), "{found:?}");
}

/// Whether a value is of the grammar: `value = reference | end | end "/" end`.
fn is_timex(value: &str) -> bool {
    if matches!(value, "PAST_REF" | "PRESENT_REF" | "FUTURE_REF") {
        return true;
    }
    let ends: Vec<&str> = value.split('/').collect();
    (1..=2).contains(&ends.len()) && ends.iter().all(|end| is_duration(end) || is_moment(end))
}

/// `P3Y`, `P1Y3M`, `PT2H`, `P2W`.
fn is_duration(value: &str) -> bool {
    let Some(rest) = value.strip_prefix('P') else { return false };
    let (date, time) = rest.split_once('T').map_or((rest, None), |(date, time)| (date, Some(time)));
    let in_order = |text: &str, units: &str| {
        let mut from = 0;
        let mut digits = 0;
        text.chars().all(|c| {
            if c.is_ascii_digit() {
                digits += 1;
                return true;
            }
            let at = units.find(c).filter(|at| *at >= from && digits > 0);
            (from, digits) = (at.map_or(0, |at| at + 1), 0);
            at.is_some()
        }) && digits == 0
    };
    let weeks = date.ends_with('W') && in_order(date, "W") && time.is_none();
    let parts = in_order(date, "YMD") && time.is_none_or(|time| !time.is_empty() && in_order(time, "HMS"));
    (weeks || parts) && !rest.is_empty()
}

/// A date, a time of day, or both.
fn is_moment(value: &str) -> bool {
    let (date, time) = value.split_once('T').map_or((value, None), |(date, time)| (date, Some(time)));
    time.is_none_or(is_time) && (is_date(date) || date.is_empty() && time.is_some())
}

fn is_time(time: &str) -> bool {
    let number = |text: &str, most: u32| text.len() == 2 && text.parse().is_ok_and(|n: u32| n <= most);
    let parts: Vec<&str> = time.split(':').collect();
    match parts.as_slice() {
        ["MO" | "MI" | "AF" | "EV" | "NI" | "DT"] => true,
        [hour, minute] => number(hour, 24) && number(minute, 59),
        [hour, minute, second] => number(hour, 24) && number(minute, 59) && number(second, 59),
        _ => false,
    }
}

fn is_date(date: &str) -> bool {
    let two = |text: &str, least: u32, most: u32| {
        text == "XX" || text.len() == 2 && text.parse().is_ok_and(|n: u32| (least..=most).contains(&n))
    };
    let parts: Vec<&str> = date.split('-').collect();
    let Some((year, rest)) = parts.split_first() else { return false };
    let known = year.trim_end_matches('X');
    let year = year.len() == 4 && known.chars().all(|c| c.is_ascii_digit());
    let week = |text: &str| text.strip_prefix('W').is_some_and(|week| two(week, 1, 53));
    year && match rest {
        [] | ["Q1" | "Q2" | "Q3" | "Q4" | "H1" | "H2" | "SP" | "SU" | "FA" | "WI"] => true,
        [one] => two(one, 1, 12) || week(one),
        [month, day] if !month.starts_with('W') => two(month, 1, 12) && two(day, 1, 31),
        [number, "WE" | "1" | "2" | "3" | "4" | "5" | "6" | "7"] => week(number),
        _ => false,
    }
}

#[test]
fn the_grammar_tells_values_from_what_only_looks_like_them() {
    for good in [
        "2025-08-26TAF",
        "XXXX-08-26",
        "199X",
        "19XX",
        "2025-W35-WE",
        "T09:30",
        "P1Y3M",
        "PT90M",
        "2021/2025",
    ] {
        assert!(is_timex(good), "{good}");
    }
    for bad in [
        "",
        "2025-13",
        "2025-08-32",
        "25-08",
        "2025-08-26T",
        "P",
        "PT",
        "P3",
        "1/2/3",
        "2025-Q5",
        "T25:00",
        "X025",
    ] {
        assert!(!is_timex(bad), "{bad}");
    }
}

#[test]
fn dates_take_their_year_from_the_issue() {
    // A Wednesday.
    check(
        &issued("2025-08-27"),
        &[
            ("8月26日下午", "2025-08-26TAF"),
            ("8月 26日下午", "2025-08-26TAF"),
            ("2021年6月25日", "2021-06-25"),
            ("二〇〇六年五月二十日", "2006-05-20"),
            ("１９９３年", "1993"),
            ("昨日", "2025-08-26"),
            ("今天上午", "2025-08-27TMO"),
            ("前天", "2025-08-25"),
            ("明日夜间", "2025-08-28TNI"),
            ("昨晚8时", "2025-08-26T20:00"),
            ("去年", "2024"),
            ("今年9月2日", "2025-09-02"),
            ("去年11月", "2024-11"),
            ("明年底", "2026"),
            ("年底", "2025"),
            ("年初", "2025"),
            ("今年初", "2025"),
            ("上月", "2025-07"),
            ("本月上旬", "2025-08"),
            ("下个月", "2025-09"),
            ("月底", "2025-08"),
            ("4月底", "2025-04"),
            ("27日", "2025-08-27"),
            ("30日", "2025-08-30"),
            ("上周三", "2025-08-20"),
            ("本周", "2025-W35"),
            ("下周", "2025-W36"),
            ("本周末", "2025-W35-WE"),
            ("周六上午", "2025-08-30TMO"),
            ("8月26日（星期二）", "2025-08-26"),
            ("2月30日", ""),
        ],
    );
}

#[test]
fn clocks_follow_the_part_of_the_day() {
    check(
        &issued("2025-08-27"),
        &[
            ("上午9时30分", "T09:30"),
            ("8月26日上午9时30分", "2025-08-26T09:30"),
            ("4月17日17时", "2025-04-17T17:00"),
            ("下午3点半", "T15:30"),
            ("凌晨四点一刻", "T04:15"),
            ("中午一点半", "T13:30"),
            ("26日晚八点半", "2025-08-26T20:30"),
            ("夜里11点", "T23:00"),
            ("今日零时", "2025-08-27T00:00"),
            ("9日24时", "2025-08-09T24:00"),
            ("5月3日23时40分", "2025-05-03T23:40"),
            ("7月9日20时5分许", "2025-07-09T20:05"),
            ("傍晚", "TEV"),
        ],
    );
}

#[test]
fn parts_of_the_year_decades_and_plans_have_their_own_values() {
    check(
        &issued("2025-08-27"),
        &[
            ("一季度", "2025-Q1"),
            ("第二季度", "2025-Q2"),
            ("2024年第四季度", "2024-Q4"),
            ("上半年", "2025-H1"),
            ("今年上半年", "2025-H1"),
            ("春季", "2025-SP"),
            ("1986年夏天", "1986-SU"),
            ("2017年冬", "2017-WI"),
            ("去冬", "2024-WI"),
            ("上世纪90年代", "199X"),
            ("20世纪80年代初", "198X"),
            ("20世纪", "19XX"),
            ("十四五", "2021/2025"),
            ("“十四五”期间", "2021/2025"),
            ("十五五", "2026/2030"),
            ("一五计划期间", "1953/1957"),
            ("三五", "1966/1970"),
            ("清乾隆三十六年", "1771"),
            ("光绪年间", "1875/1908"),
            ("近年来", "PAST_REF"),
            ("目前", "PRESENT_REF"),
            ("如今", "PRESENT_REF"),
        ],
    );
}

#[test]
fn ranges_are_written_as_their_first_and_last_point() {
    check(
        &issued("2025-08-27"),
        &[
            ("8月1日至5日", "2025-08-01/2025-08-05"),
            ("2021—2025年", "2021/2025"),
            ("2003—2004年度", "2003/2004"),
            ("2015年至2018年", "2015/2018"),
            ("2023年10月至12月", "2023-10/2023-12"),
            ("9:00—17:00", "T09:00/T17:00"),
            ("6月8日8:30—16:00", "2025-06-08T08:30/2025-06-08T16:00"),
            ("下午2时至5时", "T14:00/T17:00"),
            ("今年1至8月", "2025-01/2025-08"),
            ("前三季度", "2025-Q1/2025-Q3"),
            ("今年前4个月", "2025-01/2025-04"),
            ("5月28日至6月3日", "2025-05-28/2025-06-03"),
            ("29日至2日", "2025-08-29/2025-09-02"),
            ("去年12月28日至1月3日", "2024-12-28/2025-01-03"),
            ("26日夜间到27日", "2025-08-26TNI/2025-08-27"),
            ("去冬今春", "2024-WI/2025-SP"),
            ("今明两天", "2025-08-27/2025-08-28"),
        ],
    );
}

#[test]
fn durations_and_sets_need_no_date() {
    check(
        &Anchor::default(),
        &[
            ("三年", "P3Y"),
            ("两个小时", "PT2H"),
            ("近十年", "P10Y"),
            ("半年", "P6M"),
            ("两年半", "P2Y6M"),
            ("一个半小时", "PT90M"),
            ("15分钟", "PT15M"),
            ("三个季度", "P9M"),
            ("两周", "P2W"),
            ("每周三", "XXXX-WXX-3"),
            ("每年", "P1Y"),
            ("每月15日", "XXXX-XX-15"),
            ("每年3月", "XXXX-03"),
            ("每天上午", "XXXX-XX-XXTMO"),
            ("每天", "P1D"),
        ],
    );
}

#[test]
fn lunar_days_and_festivals_are_looked_up() {
    check(
        &issued("2025-08-27"),
        &[
            ("农历八月十五", "2025-10-06"),
            ("中秋", "2025-10-06"),
            ("今年春节", "2025-01-29"),
            ("去年元宵节", "2024-02-24"),
            ("国庆节", "2025-10-01"),
            ("今年教师节", "2025-09-10"),
            ("今年清明", "2025-04-04"),
            ("冬至", "2025-12-21"),
            ("农历三月廿三", "2025-04-20"),
            ("2012年腊月", "2013-01-12/2013-02-09"),
            ("正月初五", "2025-02-02"),
            ("母亲节", "2025-05-11"),
            ("十一黄金周", "2025-10-01"),
        ],
    );
    check(&Anchor::default(), &[("农历八月十五", ""), ("2024年中秋", "2024-09-17")]);
}

#[test]
fn without_a_date_of_the_issue_the_year_stays_open() {
    check(
        &Anchor::default(),
        &[
            ("8月26日下午", "XXXX-08-26TAF"),
            ("去年11月", "XXXX-11"),
            ("今年", "XXXX"),
            ("26日", "XXXX-XX-26"),
            ("一季度", "XXXX-Q1"),
            ("2021年6月", "2021-06"),
            ("周三", "XXXX-WXX-3"),
            ("昨日", ""),
            ("8月1日至5日", "XXXX-08-01/XXXX-08-05"),
        ],
    );
}

#[test]
fn a_month_far_ahead_is_of_last_year_unless_it_is_to_come() {
    let january = issued("2025-01-08");
    check(&january, &[("12月", "2024-12"), ("3月", "2025-03"), ("12月28日", "2024-12-28")]);
    check(&Anchor { tense: Tense::Future, ..january }, &[("12月", "2025-12"), ("今年12月", "2025-12")]);
    let december = issued("2025-12-20");
    check(&december, &[("1月", "2025-01"), ("28日", "2025-12-28")]);
    check(&Anchor { tense: Tense::Future, ..december }, &[("1月15日", "2026-01-15")]);
    check(
        &Anchor { tense: Tense::Past, ..issued("2025-04-20") },
        &[("4月底", "2025-04"), ("6月", "2024-06")],
    );
}

#[test]
fn the_article_says_which_day_that_day_is() {
    let head = "@issue id=x | title=t | date=2025-09-02 | page=1\n@article id=a | kind=article\n";
    let lines = "P ⟦2019年8月26日|TIME⟧签约，⟦11月|TIME⟧开工。⟦去年6月30日|TIME⟧完工，⟦当天下午3时|TIME⟧通车，⟦次日|TIME⟧收费。\n\
        P ⟦8月30日|TIME⟧下雨，⟦31日|TIME⟧放晴，⟦15时|TIME⟧起大风。";
    let page = format!("{head}{lines}");
    let mut issue = corpus::parse(&page).unwrap();
    let article = &mut issue.articles[0];
    for mark in article.blocks.iter_mut().flat_map(|block| &mut block.entities) {
        mark.status = Status::Proposed;
    }
    article.blocks[0].entities[0].status = Status::Accepted;
    article.blocks[0].entities[0].value = Some("mine".to_owned());
    propose(article, "2025-09-02");
    let values: Vec<&str> =
        article.entities().map(|(_, mark)| mark.value.as_deref().unwrap_or_default()).collect();
    let expected = [
        "mine",
        "2019-11",
        "2024-06-30",
        "2024-06-30T15:00",
        "2024-07-01",
        "2025-08-30",
        "2025-08-31",
        "2025-08-31T15:00",
    ];
    assert_eq!(values, expected);
}

const PIECES: &str = "[0-9０-９〇零一二三四五六七八九十百两廿半年月日号时点分秒周天上下本去今明前后昨每近第季度初底末至到—:：\
    农历闰正腊清明中秋节春夏秋冬世纪代晚夜午早晨个小钟当次同期间“”（） ]{0,14}";

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4096))]
    #[test]
    fn any_string_has_a_value_of_the_grammar_or_none(
        text in prop_oneof![4 => PIECES, 1 => ".{0,12}"],
        date in proptest::option::of((1i16..=9999, 1i8..=12, 1i8..=28)),
        future in any::<bool>(),
        near in any::<bool>(),
    ) {
        let issued = date.and_then(|(year, month, day)| jiff::civil::Date::new(year, month, day).ok());
        let tense = if future { Tense::Future } else { Tense::Open };
        let anchor = Anchor { issued, spoken: issued.map(Point::day), near, same_sentence: near, tense };
        if let Some(value) = value(&text, &anchor) {
            prop_assert!(is_timex(&value), "{text}: {value}");
        }
    }
}
