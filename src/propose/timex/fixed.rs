//! Expressions whose value needs no anchor: durations, sets, words for now and then, five-year plans, reigns.

use super::cursor::Cursor;

const PAST: &[&str] = &[
    "近年来",
    "近些年来",
    "近些年",
    "近几年来",
    "近几年",
    "近年",
    "近日",
    "日前",
    "近来",
    "近期",
    "最近",
    "此前",
    "过去",
    "以往",
    "往年",
    "历年",
    "早年",
    "昔日",
    "从前",
];
const PRESENT: &[&str] = &["目前", "如今", "现在", "当前", "眼下", "当下", "现阶段", "现今", "现时"];
const FUTURE: &[&str] = &["未来", "今后", "将来", "日后", "不久的将来"];
const UNITS: &[(&str, char, bool)] = &[
    ("个小时", 'H', true),
    ("小时", 'H', true),
    ("个钟头", 'H', true),
    ("分钟", 'M', true),
    ("秒钟", 'S', true),
    ("秒", 'S', true),
    ("周年", 'Y', false),
    ("年度", 'Y', false),
    ("年", 'Y', false),
    ("个月", 'M', false),
    ("个季度", 'Q', false),
    ("个星期", 'W', false),
    ("星期", 'W', false),
    ("周", 'W', false),
    ("天", 'D', false),
    ("昼夜", 'D', false),
];

/// First year and name of the reigns that give dates; 明 and 清 only, the ones that local papers date by.
const REIGNS: &[(&str, i32, i32)] = &[
    ("洪武", 1368, 1398),
    ("建文", 1399, 1402),
    ("永乐", 1403, 1424),
    ("宣德", 1426, 1435),
    ("正统", 1436, 1449),
    ("景泰", 1450, 1456),
    ("天顺", 1457, 1464),
    ("成化", 1465, 1487),
    ("弘治", 1488, 1505),
    ("正德", 1506, 1521),
    ("嘉靖", 1522, 1566),
    ("隆庆", 1567, 1572),
    ("万历", 1573, 1620),
    ("天启", 1621, 1627),
    ("崇祯", 1628, 1644),
    ("顺治", 1644, 1661),
    ("康熙", 1662, 1722),
    ("雍正", 1723, 1735),
    ("乾隆", 1736, 1795),
    ("嘉庆", 1796, 1820),
    ("道光", 1821, 1850),
    ("咸丰", 1851, 1861),
    ("同治", 1862, 1874),
    ("光绪", 1875, 1908),
    ("宣统", 1909, 1911),
    ("民国", 1912, 1949),
];

/// The value, where the expression is of one of these kinds.
pub(super) fn value(text: &[char]) -> Option<String> {
    reference(text)
        .or_else(|| plan(Cursor(text)))
        .or_else(|| every(Cursor(text)))
        .or_else(|| reign(Cursor(text)))
}

fn reference(text: &[char]) -> Option<String> {
    let word: String = text.iter().collect();
    let is = |words: &[&str]| words.contains(&word.as_str());
    let value = match () {
        () if is(PAST) => "PAST_REF",
        () if is(PRESENT) => "PRESENT_REF",
        () if is(FUTURE) => "FUTURE_REF",
        () => return None,
    };
    Some(value.to_owned())
}

/// 十四五 → 2021/2025. The first two plans followed each other from 1953; the third began in 1966, the rest follow it.
fn plan(mut cursor: Cursor) -> Option<String> {
    let start = cursor.0.len();
    let run = cursor.0.iter().take_while(|c| "一二三四五六七八九十".contains(**c)).count();
    let (number, rest) = cursor.0.split_at_checked(run.checked_sub(1)?)?;
    cursor.0 = number;
    let nth = cursor.number().filter(|nth| cursor.done() && (1..=18).contains(nth))?;
    cursor.0 = rest;
    let named = cursor.eat("五") && start > 1;
    cursor.eat_any(&["规划", "计划"]);
    cursor.eat_any(&["期间", "时期", "末", "初", "以来"]);
    let first = if nth < 3 { 1953 + 5 * (nth as i32 - 1) } else { 1966 + 5 * (nth as i32 - 3) };
    (named && cursor.done()).then(|| format!("{first}/{}", first + 4))
}

/// 每周三 → XXXX-WXX-3, 每月15日 → XXXX-XX-15, 每年 → P1Y.
fn every(mut cursor: Cursor) -> Option<String> {
    if !cursor.eat("每") {
        return None;
    }
    cursor.eat("逢");
    let time = |mut cursor: Cursor| -> Option<String> {
        let time = super::said::time(&mut cursor)?;
        cursor.done().then(|| super::point::Point { time: Some(time), ..Default::default() }.to_string())
    };
    if cursor.eat_any(&["周", "星期", "个星期", "礼拜"]) {
        let Some(day) = super::said::weekday(&mut cursor) else {
            return match () {
                () if cursor.done() => Some("P1W".to_owned()),
                () if cursor.eat("末") && cursor.done() => Some("XXXX-WXX-WE".to_owned()),
                () => None,
            };
        };
        let date = format!("XXXX-WXX-{day}");
        return if cursor.done() { Some(date) } else { Some(date + &time(cursor)?) };
    }
    if cursor.eat_any(&["天", "日"]) {
        return if cursor.done() {
            Some("P1D".to_owned())
        } else {
            Some("XXXX-XX-XX".to_owned() + &time(cursor)?)
        };
    }
    let yearly = cursor.eat("年");
    if yearly && cursor.done() {
        return Some("P1Y".to_owned());
    }
    let month = if yearly {
        Some(cursor.counted(&["月份", "月"], 12).filter(|month| *month > 0)?)
    } else if cursor.eat_any(&["个月", "月"]) {
        None
    } else {
        return duration(cursor).or_else(|| time_of_each(cursor));
    };
    if month.is_none() && cursor.done() {
        return Some("P1M".to_owned());
    }
    let month = month.map_or_else(|| "XX".to_owned(), |month| format!("{month:02}"));
    if cursor.done() {
        return Some(format!("XXXX-{month}"));
    }
    let day = cursor.counted(&["日", "号"], 31).filter(|day| *day > 0)?;
    cursor.done().then(|| format!("XXXX-{month}-{day:02}"))
}

/// 每晚, 每季度, 每小时.
fn time_of_each(mut cursor: Cursor) -> Option<String> {
    let value = cursor.word(&[
        ("季度", "P3M"),
        ("季", "P3M"),
        ("小时", "PT1H"),
        ("分钟", "PT1M"),
        ("晚", "XXXX-XX-XXTNI"),
        ("早", "XXXX-XX-XXTMO"),
    ])?;
    cursor.done().then(|| value.to_owned())
}

/// 清乾隆三十六年 → 1771, 光绪年间 → 1875/1908.
fn reign(mut cursor: Cursor) -> Option<String> {
    cursor.eat_any(&["明代", "清代", "明朝", "清朝", "明", "清"]);
    let (first, last) =
        REIGNS.iter().find(|(name, ..)| cursor.eat(name)).map(|(_, first, last)| (*first, *last))?;
    if cursor.done() || cursor.eat_any(&["年间", "时期", "朝"]) && cursor.done() {
        return Some(format!("{first:04}/{last:04}"));
    }
    let nth = if cursor.eat("元年") { 1 } else { cursor.counted(&["年"], 61)? as i32 };
    let year = first + nth - 1;
    (cursor.done() && nth > 0 && year <= last).then(|| format!("{year:04}"))
}

/// 三年 → P3Y, 两个小时 → PT2H, 一年零三个月 → P1Y3M, 半年 → P6M.
pub(super) fn duration(mut cursor: Cursor) -> Option<String> {
    cursor.eat_any(&[
        "最近", "近", "约", "过去", "未来", "为期", "历时", "用时", "长达", "超过", "整整", "前后",
    ]);
    let (mut date, mut time, mut last) = (String::new(), String::new(), 'Z');
    while !cursor.done() {
        if last != 'Z' && cursor.eat("半") && cursor.done() {
            match last {
                'Y' => date += "6M",
                'H' => time += "30M",
                _ => return None,
            }
            break;
        }
        if last != 'Z'
            && (cursor.eat_any(&["多", "左右", "以来", "来", "间", "内", "以上", "后", "前"])
                && cursor.done())
        {
            break;
        }
        cursor.eat("零");
        let half = cursor.eat("半");
        let number = if half { 0 } else { cursor.number().filter(|number| *number < 100_000)? };
        cursor.eat_any(&["余", "多", "来"]);
        let mut and_half = !half && cursor.eat("个半");
        let (_, unit, clock) = UNITS.iter().find(|(word, ..)| cursor.eat(word)).copied()?;
        and_half |= half;
        let part = if clock { &mut time } else { &mut date };
        let (number, unit) = match (unit, and_half) {
            ('Q', false) => (number * 3, "M"),
            ('Y', true) => (number * 12 + 6, "M"),
            ('H', true) if half => (30, "M"),
            ('H', true) => (number * 60 + 30, "M"),
            ('D', true) if half => return cursor.done().then(|| "PT12H".to_owned()),
            ('M', true) if half && !clock => return cursor.done().then(|| "P15D".to_owned()),
            ('M', true) if !clock => (number * 30 + 15, "D"),
            (_, true) => return None,
            ('Y', _) => (number, "Y"),
            ('M', _) => (number, "M"),
            ('W', _) => (number, "W"),
            ('D', _) => (number, "D"),
            ('H', _) => (number, "H"),
            _ => (number, "S"),
        };
        // Each unit is smaller than the one before it: nobody says 九年百年 of one length.
        let order = if clock { "HMS" } else { "YMWD" };
        let before = part.chars().last().and_then(|before| order.find(before));
        if before.is_some_and(|before| order.find(unit).is_none_or(|now| now <= before)) {
            return None;
        }
        part.push_str(&number.to_string());
        part.push_str(unit);
        last = if unit == "Y" || unit == "H" { unit.chars().next()? } else { 'x' };
    }
    let week = date.contains('W')
        && (date.len() > 2 && date.matches(char::is_alphabetic).count() > 1 || !time.is_empty());
    if date.is_empty() && time.is_empty() || week {
        return None;
    }
    Some(if time.is_empty() { format!("P{date}") } else { format!("P{date}T{time}") })
}
