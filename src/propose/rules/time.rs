//! TIME: a grammar of calendar and clock over the block's characters.
//!
//! ```text
//! moment  = [年 [tail]] [月 [tail]] [日 | deictic day] [part of day] [clock]
//! range   = moment (至 | 到 | — | -) moment
//! ```
//! At least one part must fix a date or clock: a part of the day alone (晚上) does not, durations (15分钟, 三年) do not,
//! vague words (近日, 目前) are not in the grammar at all. 起, 前, 以来, 间 stay outside.

use crate::propose::candidate::{Class, Findings};
use crate::propose::lac::Tag;
use crate::propose::lexicon::Lexicons;
use crate::propose::passage::Passage;
use crate::strings::Message;

const YEARS: &[&str] = &["今明两年", "今年", "去年", "明年", "前年", "后年"];
const YEAR_TAILS: &[&str] = &[
    "上半年",
    "下半年",
    "前三季度",
    "前两季度",
    "前三个季度",
    "第一季度",
    "第二季度",
    "第三季度",
    "第四季度",
    "首季",
    "一季度",
    "二季度",
    "三季度",
    "四季度",
    "春季学期",
    "秋季学期",
    "春季",
    "夏季",
    "秋季",
    "冬季",
    "春天",
    "夏天",
    "秋天",
    "冬天",
    "春夏之交",
    "秋冬",
    "入夏",
    "入冬",
    "入秋",
    "开春",
    "年初",
    "年中",
    "年底",
    "年末",
    "岁末",
    "初",
    "底",
    "末",
    "春",
    "夏",
    "秋",
    "冬",
    "暑期",
    "暑假",
    "寒假",
];
const FREE_TAILS: &[&str] = &[
    "上半年",
    "下半年",
    "前三季度",
    "第一季度",
    "第二季度",
    "第三季度",
    "第四季度",
    "一季度",
    "二季度",
    "三季度",
    "四季度",
    "年初",
    "年底",
    "年末",
    "岁末",
    "今春",
    "今夏",
    "今秋",
    "今冬",
    "去冬今春",
    "去冬",
    "明春",
];
const MONTHS: &[&str] = &["腊月", "正月", "冬月", "本月", "上个月", "下个月", "上月", "下月"];
const MONTH_TAILS: &[&str] = &["上旬", "中旬", "下旬", "上半月", "下半月", "初", "底", "末", "份"];
const DAYS: &[&str] = &[
    "今天",
    "昨天",
    "明天",
    "前天",
    "后天",
    "今日",
    "昨日",
    "明日",
    "前日",
    "昨晚",
    "今晚",
    "明晚",
    "昨夜",
    "今夜",
    "今晨",
    "昨晨",
    "明晨",
    "今早",
    "明早",
    "今明两天",
    "本周末",
    "上周末",
    "下周末",
    "本周",
    "上周",
    "下周",
    "周末",
];
const PARTS: &[&str] = &[
    "上午", "下午", "中午", "凌晨", "清晨", "早晨", "早上", "晚上", "夜里", "夜间", "夜晚", "白天", "傍晚",
    "深夜", "午间", "晚间", "午后", "半夜", "一早", "早", "晚", "夜", "晨",
];
const ANCHORS: &[&str] = &["当天", "当日", "当晚", "次日", "翌日"];

/// What a moment fixes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Moment {
    end: usize,
    year: bool,
    calendar: bool,
    clock: bool,
    /// A word that means a date only in the light of the day of publication.
    deictic: bool,
    digits: bool,
}

impl Moment {
    fn stands(self) -> bool {
        self.calendar || self.clock
    }
}

/// Adds every moment, range, festival and reign of the block.
pub(super) fn find(p: &Passage, lexicons: &Lexicons, found: &mut Findings) {
    let mut at = 0;
    while at < p.len() {
        // A festival may begin with the year that a moment would take alone.
        let end = festival(p, lexicons, at, found)
            .or_else(|| moment_or_range(p, at, found))
            .or_else(|| era(p, lexicons, at, found));
        at = end.unwrap_or(at + 1);
    }
}

fn moment_or_range(p: &Passage, at: usize, found: &mut Findings) -> Option<usize> {
    if p.prev(at).is_some_and(|c| c.is_ascii_digit() || matches!(c, '.' | '第')) {
        return None;
    }
    let first = moment(p, at).filter(|m| m.stands()).or_else(|| years(p, at))?;
    let mut last = first;
    for dash in ["——", "至", "到", "—", "-", "–", "~", "～"] {
        if p.looking_at(first.end, dash) {
            let next = first.end + dash.chars().count();
            if let Some(second) = moment(p, next).filter(|m| m.stands() && m.digits) {
                last = Moment { digits: true, ..second };
            }
            break;
        }
    }
    let (key, score) = match (last.digits, last.deictic) {
        (true, _) if last.clock && !last.calendar && !first.calendar => ("reason.time.clock", 0.85),
        (true, _) => ("reason.time.calendar", 0.97),
        (false, true) => ("reason.time.deictic", 0.93),
        (false, false) => ("reason.time.season", 0.82),
    };
    if duration(p, at, last) {
        return Some(last.end);
    }
    found.push(at..last.end, Class::Time, score, Message::new(key));
    Some(last.end)
}

/// `2024—2026年`.
fn years(p: &Passage, at: usize) -> Option<Moment> {
    let first = digits(p, at, 4)?;
    let dash = ["——", "至", "—", "-", "–", "~", "～"].iter().find(|dash| p.looking_at(first, dash))?;
    let second = digits(p, first + dash.chars().count(), 4)?;
    let done = Moment { end: second + 1, year: true, calendar: true, digits: true, ..Moment::default() };
    (p.char(second) == Some('年')).then_some(done)
}

fn moment(p: &Passage, start: usize) -> Option<Moment> {
    let mut m = Moment { end: start, ..Moment::default() };
    let lunar = p.looking_at(start, "农历");
    if lunar {
        m.end += 2;
    }
    year(p, &mut m);
    month(p, &mut m);
    day(p, &mut m, lunar, start);
    if !m.stands()
        && let Some(word) = ANCHORS.iter().find(|word| p.looking_at(m.end, word))
    {
        // 当天 alone points back into the text; with a clock it is a time.
        let mut after = Moment { end: m.end + word.chars().count(), ..Moment::default() };
        part_and_clock(p, &mut after);
        return after.clock.then_some(after);
    }
    part_and_clock(p, &mut m);
    (m.end > start && m.stands()).then_some(m)
}

fn year(p: &Passage, m: &mut Moment) {
    let start = m.end;
    if let Some(end) = digits(p, start, 4).filter(|end| p.char(*end) == Some('年'))
        && p.char(start).is_some_and(|c| c == '1' || c == '2')
    {
        (m.end, m.digits) = (end + 1, true);
    } else if (0..4).all(|n| p.char(start + n).is_some_and(|c| "〇○零一二三四五六七八九".contains(c)))
        && p.char(start + 4) == Some('年')
    {
        (m.end, m.digits) = (start + 5, true);
    } else if let Some(word) =
        YEARS.iter().find(|word| p.looking_at(start, word) && !inside_word(p, start, word))
    {
        (m.end, m.deictic) = (start + word.chars().count(), true);
    } else if let Some(word) = FREE_TAILS.iter().find(|word| p.looking_at(start, word)) {
        m.end = start + word.chars().count();
        m.calendar = true;
        return;
    } else {
        return decade(p, m);
    }
    (m.year, m.calendar) = (true, true);
    if p.looking_at(m.end, "度") {
        m.end += 1;
    }
    if let Some(tail) = YEAR_TAILS.iter().find(|tail| p.looking_at(m.end, tail)) {
        let end = m.end + tail.chars().count();
        // One-character tails may begin another word: 今年初中, 今年春运.
        if tail.chars().count() > 1 || p.boundary(end) || p.word(end).is_some_and(|w| w.tag == Tag::Time) {
            m.end = end;
        }
    }
}

/// 投产后年产: the word's last character belongs to another word.
fn inside_word(p: &Passage, start: usize, word: &str) -> bool {
    let end = start + word.chars().count();
    !p.boundary(end) && p.word(end).is_some_and(|w| w.tag != Tag::Time && w.start > start)
}

/// 上世纪80年代, 20世纪90年代初.
fn decade(p: &Passage, m: &mut Moment) {
    let start = m.end;
    let century = if p.looking_at(start, "上世纪") || p.looking_at(start, "本世纪") {
        Some(start + 3)
    } else {
        digits(p, start, 2).filter(|end| p.looking_at(*end, "世纪")).map(|end| end + 2)
    };
    let Some(mut end) = century else { return };
    if let Some(tens) = digits(p, end, 2).or_else(|| (end + 1..end + 3).find(|e| p.looking_at(*e, "年代")))
        && p.looking_at(tens, "年代")
    {
        end = tens + 2;
    }
    if ["初", "末"].iter().any(|tail| p.looking_at(end, tail)) {
        end += 1;
    }
    (m.end, m.year, m.calendar, m.digits) = (end, true, true, true);
}

fn month(p: &Passage, m: &mut Moment) {
    let start = m.end;
    if let Some(word) = MONTHS.iter().find(|word| p.looking_at(start, word)) {
        (m.end, m.calendar, m.deictic) = (start + word.chars().count(), true, true);
    } else {
        let Some(end) = number(p, start, 12).filter(|end| p.char(*end) == Some('月')) else { return };
        let next = p.char(end + 1);
        let alone = !m.year && !p.han_digit_or_digit(end + 1);
        if alone && next.is_some_and(|c| "龄嫂薪租光饼子亮饷".contains(c)) {
            return;
        }
        (m.end, m.calendar) = (end + 1, true);
        m.digits |= p.char(start).is_some_and(|c| c.is_ascii_digit()) || m.year;
    }
    if let Some(tail) = MONTH_TAILS.iter().find(|tail| p.looking_at(m.end, tail)) {
        let end = m.end + tail.chars().count();
        if tail.chars().count() > 1 || p.boundary(end) || p.word(end).is_some_and(|w| w.tag == Tag::Time) {
            m.end = end;
        }
    }
}

fn day(p: &Passage, m: &mut Moment, lunar: bool, origin: usize) {
    let start = m.end;
    let after_month = m.calendar && p.prev(start) == Some('月');
    if let Some(end) = number(p, start, 31)
        && (p.char(end) == Some('日') || after_month && p.char(end) == Some('号'))
    {
        let next = p.char(end + 1);
        let arabic = p.char(start).is_some_and(|c| c.is_ascii_digit());
        let counted = !m.calendar
            && (!arabic || next.is_some_and(|c| "内游元均常报".contains(c)) || p.ends_with(origin, "拘留"));
        if !counted {
            (m.end, m.calendar) = (end + 1, true);
            m.digits |= arabic;
        }
    } else if after_month || lunar {
        let lunar_day = (2..=3).rev().find(|n| lunar_day(p, start, *n));
        if let Some(n) = lunar_day {
            (m.end, m.calendar) = (start + n, true);
        }
    } else if let Some(word) = DAYS.iter().find(|word| p.looking_at(start, word)) {
        // A recurring day is not a date; 周 may begin a surname's word.
        if p.boundary(start) {
            (m.end, m.calendar, m.deictic) = (start + word.chars().count(), true, true);
        }
    }
    weekday(p, m);
}

fn lunar_day(p: &Passage, start: usize, n: usize) -> bool {
    let digit = |at: usize| p.char(at).is_some_and(|c| "一二三四五六七八九十".contains(c));
    match n {
        2 => p.char(start).is_some_and(|c| "初十廿".contains(c)) && digit(start + 1),
        3 => p.looking_at(start, "二十") && digit(start + 2),
        _ => false,
    }
}

fn weekday(p: &Passage, m: &mut Moment) {
    let start = m.end;
    let width = ["星期", "礼拜", "本周", "上周", "下周", "周"].iter().find(|word| p.looking_at(start, word));
    let ended_in_week = p.prev(start) == Some('周') && m.calendar;
    let width = match width {
        Some(word) => word.chars().count(),
        None if ended_in_week => 0,
        None => return,
    };
    let is_day = p.char(start + width).is_some_and(|c| "一二三四五六日天".contains(c));
    let word_here = p.boundary(start) || ended_in_week;
    let recurring = p.prev(start).is_some_and(|c| "每逢".contains(c));
    // 周一鸣 is a person, 一周三次 a rhythm.
    let cut = p.word(start + width).is_some_and(|w| w.tag == Tag::Person || w.tag == Tag::Numeral);
    if is_day && word_here && !recurring && !cut {
        (m.end, m.calendar, m.deictic) = (start + width + 1, true, true);
    }
}

fn part_and_clock(p: &Passage, m: &mut Moment) {
    let start = m.end;
    let part = PARTS.iter().find(|word| p.looking_at(start, word));
    let after = start + part.map_or(0, |word| word.chars().count());
    let long = part.is_some_and(|word| word.chars().count() > 1);
    let arabic = p.char(after).is_some_and(|c| c.is_ascii_digit());
    if let Some(end) = clock(p, after, part.is_some()).filter(|_| arabic || long) {
        (m.end, m.clock, m.digits) = (end, true, true);
    } else if m.calendar && part.is_some() {
        let one = after - start == 1;
        if !one || p.boundary(after) || p.word(after).is_some_and(|w| w.tag == Tag::Time) {
            m.end = after;
        }
    }
}

/// `9时36分许`, `7:30`, `5点半`; a bare `3点` only after a part of the day.
fn clock(p: &Passage, start: usize, after_part: bool) -> Option<usize> {
    let hour = number(p, start, 24)?;
    let mut end = match p.char(hour)? {
        ':' | '：' => {
            digits(p, hour + 1, 2).filter(|end| !p.char(*end).is_some_and(|c| c.is_ascii_digit()))?
        }
        '时' if !p.char(hour + 1).is_some_and(|c| "间段代期".contains(c)) => minutes(p, hour + 1),
        '点' => {
            let end = minutes(p, hour + 1);
            let half = ["半", "整", "钟", "多", "一刻", "三刻"].iter().find(|tail| p.looking_at(end, tail));
            let end = end + half.map_or(0, |tail| tail.chars().count());
            if !after_part && end == hour + 1 {
                return None;
            }
            end
        }
        _ => return None,
    };
    if p.looking_at(end, "许") {
        end += 1;
    }
    Some(end)
}

fn minutes(p: &Passage, start: usize) -> usize {
    let unit =
        |at: usize, unit: char| number(p, at, 59).filter(|end| p.char(*end) == Some(unit)).map(|end| end + 1);
    let minute = unit(start, '分').unwrap_or(start);
    if minute > start { unit(minute, '秒').unwrap_or(minute) } else { start }
}

/// Whether the stretch counts time instead of naming it.
fn duration(p: &Passage, at: usize, m: Moment) -> bool {
    ["拘留", "为期", "历时", "用时", "每", "逢"].iter().any(|word| p.ends_with(at, word)) && !m.year
        || p.looking_at(m.end, "内") && !m.year && !p.looking_at(m.end, "内容") && !m.clock && m.digits
}

/// 西汉中期, 清代, 明万历年间, 清康熙三年.
fn era(p: &Passage, lexicons: &Lexicons, at: usize, found: &mut Findings) -> Option<usize> {
    const DYNASTIES: &[&str] = &[
        "春秋战国",
        "新石器时代",
        "旧石器时代",
        "魏晋南北朝",
        "南北朝",
        "春秋",
        "战国",
        "西周",
        "东周",
        "西汉",
        "东汉",
        "三国",
        "西晋",
        "东晋",
        "北魏",
        "隋唐",
        "五代",
        "北宋",
        "南宋",
        "明清",
        "晚清",
        "民国",
        "秦汉",
        "唐宋",
        "宋元",
        "商",
        "周",
        "秦",
        "汉",
        "隋",
        "唐",
        "宋",
        "辽",
        "金",
        "元",
        "明",
        "清",
    ];
    const TAILS: &[&str] = &[
        "早期", "中期", "晚期", "初期", "末期", "中叶", "初年", "末年", "年间", "时期", "代", "朝", "初",
        "末",
    ];
    let name = DYNASTIES.iter().find(|name| p.looking_at(at, name))?;
    let single = name.chars().count() == 1;
    let mut end = at + name.chars().count();
    let reign = lexicons.eras.at(&p.chars, end);
    end += reign;
    if reign > 0
        && let Some(year) = (end + 1..end + 5).find(|e| p.looking_at(*e, "年"))
        && p.slice(end..year).iter().all(|c| "元一二三四五六七八九十".contains(*c))
    {
        end = year + 1;
    }
    let tail = TAILS.iter().find(|tail| p.looking_at(end, tail));
    end += tail.map_or(0, |tail| tail.chars().count());
    let whole = p.boundary(end) && (p.boundary(at) || reign > 0);
    let certain = reign > 0 || !single && (tail.is_some() || p.tag(at) == Some(Tag::Time));
    let tailed = single
        && tail.is_some_and(|tail| *tail == "代" || *tail == "末" || *tail == "朝")
        && p.tag(at) == Some(Tag::Time);
    if !whole || !(certain || tailed) {
        return None;
    }
    found.push(at..end, Class::Time, 0.88, Message::new("reason.time.era"));
    Some(end)
}

/// 今年重阳节 and festivals and solar terms that stand alone.
fn festival(p: &Passage, lexicons: &Lexicons, at: usize, found: &mut Findings) -> Option<usize> {
    let year = YEARS.iter().find(|word| p.looking_at(at, word)).map_or(0, |word| word.chars().count());
    let length = lexicons.festivals.at(&p.chars, at + year);
    let mut end = at + year + length;
    if length == 0 || !p.boundary(at) {
        return None;
    }
    if ["假期", "小长假", "长假", "当天", "前夕"].iter().any(|tail| p.looking_at(end, tail)) {
        end += if p.looking_at(end, "小长假") { 3 } else { 2 };
    }
    let ceremony =
        ["晚会", "联欢", "灯会", "活动", "文化", "民俗", "主题", "龙舟", "庙会", "慰问", "诗会", "系列", "”"];
    if ceremony.iter().any(|next| p.looking_at(end, next)) || !p.boundary(end) && year == 0 {
        return None;
    }
    let score = if year > 0 { 0.93 } else { 0.72 };
    found.push(at..end, Class::Time, score, Message::new("reason.time.festival"));
    Some(end)
}

/// Exactly `n` digits.
fn digits(p: &Passage, at: usize, n: usize) -> Option<usize> {
    let all = (at..at + n).all(|i| p.char(i).is_some_and(|c| c.is_ascii_digit()));
    (all && !p.char(at + n).is_some_and(|c| c.is_ascii_digit())).then_some(at + n)
}

/// A number up to `most`, in digits or Han numerals; the position after it.
fn number(p: &Passage, at: usize, most: u32) -> Option<usize> {
    let arabic = p.chars.get(at..)?.iter().take_while(|c| c.is_ascii_digit()).count();
    if arabic > 0 {
        let value: u32 = p.text(at..at + arabic).parse().ok()?;
        return (arabic <= 2 && value <= most).then_some(at + arabic);
    }
    let han = p.chars.get(at..)?.iter().take_while(|c| "一二三四五六七八九十".contains(**c)).count();
    (1..=3).contains(&han).then_some(at + han)
}

impl Passage {
    fn han_digit_or_digit(&self, at: usize) -> bool {
        self.char(at).is_some_and(|c| c.is_ascii_digit() || "一二三四五六七八九十".contains(c))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::issue::Role;
    use crate::propose::lac::Lac;
    use crate::propose::resolve::resolve;

    fn times(text: &str) -> Vec<String> {
        let lac = Lac::load().unwrap();
        let p = Passage::tagged(&lac, text, Role::Paragraph);
        let mut found = Findings::default();
        find(&p, &Lexicons::load(), &mut found);
        resolve(found.0).into_iter().map(|c| p.text(c.span)).collect()
    }

    #[test]
    fn dates_and_clocks_are_one_span_and_trailing_words_stay_outside() {
        let table: &[(&str, &[&str])] = &[
            ("3月2日下午，松陵镇召开会议。", &["3月2日下午"]),
            ("2023年10月至12月间开展检查。", &["2023年10月至12月"]),
            ("5月1日至3日放假。", &["5月1日至3日"]),
            ("14日夜里起降温。", &["14日夜里"]),
            ("定于6月8日8:30—16:00停水。", &["6月8日8:30—16:00"]),
            ("今年以来，去年底前，力争明年4月前完工。", &["今年", "去年底", "明年4月"]),
            ("清晨6点半，他已出门。", &["清晨6点半"]),
            ("7月9日20时5分许发生火情。", &["7月9日20时5分许"]),
            ("《规划（2021—2025年）》", &["2021—2025年"]),
            ("今年上半年和一季度", &["今年上半年", "一季度"]),
            ("1986年夏天涨水，2012年腊月返乡。", &["1986年夏天", "2012年腊月"]),
            ("清乾隆年间重修。", &["清乾隆年间"]),
            ("上世纪80年代", &["上世纪80年代"]),
        ];
        for (text, expected) in table {
            assert_eq!(times(text), *expected, "{text}");
        }
    }

    #[test]
    fn durations_vague_words_and_counts_are_not_times() {
        for text in [
            "用时15分钟跑完。",
            "近年来，目前，近日。",
            "行政拘留10日。",
            "晚上很黑。",
            "3点要求",
            "为期三年",
            "当天下午揭牌。",
        ] {
            assert_eq!(times(text), Vec::<String>::new(), "{text}");
        }
    }
}
