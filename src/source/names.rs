//! What names say: the date, the page and the paper in a file's or folder's name, and the order in which people read names.
//!
//! `2025-08-29_第01版_要闻.txt`, `20250829-A03.pdf` and `云溪新闻20241112-1.txt` are the usual forms; anything else says
//! nothing. Dates in running text and fields are read here too, so that there is one reader of dates.

use super::Facts;
use crate::text::is_han;
use std::cmp::Ordering;

/// What a name says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// Paper and date.
    pub facts: Facts,
    /// Page number, from 1.
    pub page: Option<u32>,
}

/// What the name of a file says.
pub fn of_file(name: &str) -> Told {
    let stem = match name.rsplit_once('.') {
        Some((stem, extension))
            if !stem.is_empty() && extension.chars().all(|c| c.is_ascii_alphanumeric()) =>
        {
            stem
        }
        _ => name,
    };
    let mut chars: Vec<char> = stem.chars().collect();
    let date = dates(&chars).next();
    let mut told = Told::default();
    if let Some(found) = &date {
        told.facts.date.clone_from(&found.iso);
        // What is left must not be read twice.
        chars.splice(found.from..found.to, ['\u{1f}']);
    }
    told.page = page(&chars).or_else(|| {
        let rest: String = chars.iter().collect();
        let rest = rest.trim_matches(|c: char| !c.is_ascii_digit());
        let alone = date.is_some() || rest.len() == stem.chars().count();
        small(rest).filter(|_| alone)
    });
    told.facts.title = paper(&chars).unwrap_or_default();
    told
}

/// What the folders on the way to a file say, the nearest first.
pub fn of_folders<'a>(names: impl DoubleEndedIterator<Item = &'a str>) -> Told {
    let mut told = Told::default();
    for name in names.rev() {
        let chars: Vec<char> = name.chars().collect();
        let date = dates(&chars).next().map(|found| found.iso).unwrap_or_default();
        told.facts.complete(Facts { title: paper(&chars).unwrap_or_default(), date });
        told.page = told.page.or_else(|| page(&chars));
    }
    told
}

/// A date in text, with the characters that it takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// ISO.
    pub iso: String,
    /// First character.
    pub from: usize,
    /// After the last.
    pub to: usize,
}

/// The dates with a year in a text, in their order.
pub fn dates(text: &[char]) -> impl Iterator<Item = Found> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < text.len() {
            let found = date_at(text, at).or_else(|| joined(text, at));
            match found {
                Some((iso, to)) => {
                    let from = std::mem::replace(&mut at, to);
                    return Some(Found { iso, from, to });
                }
                None => at += 1,
            }
        }
        None
    })
}

/// The first date of a field: `2024-11-12 08:00:00`, `2024年11月12日`, `20241112`, seconds or milliseconds since 1970.
pub fn date_in(field: &str) -> Option<String> {
    let chars: Vec<char> = field.trim().chars().take(200).collect();
    let stamp = || {
        let digits =
            chars.iter().all(char::is_ascii_digit).then(|| field.trim().parse::<i64>().ok()).flatten()?;
        let seconds = match chars.len() {
            10 => digits,
            13 => digits / 1000,
            _ => return None,
        };
        // A Chinese paper's day, wherever the program runs.
        let zone = jiff::tz::TimeZone::fixed(jiff::tz::offset(8));
        Some(jiff::Timestamp::from_second(seconds).ok()?.to_zoned_datetime(zone).date().to_string())
    };
    dates(&chars).next().map(|found| found.iso).or_else(stamp)
}

/// Year, month and day with signs between them, in digits or in Chinese; the ISO date and where it ends.
pub fn date_at(text: &[char], at: usize) -> Option<(String, usize)> {
    if at > 0 && text.get(at - 1).is_some_and(|c| is_numeral(*c)) {
        return None;
    }
    let (year, at) = number(text, at)?;
    let at = step(text, at, &['年', '-', '/', '.', '_'])?;
    let (month, at) = number(text, at)?;
    let at = step(text, at, &['月', '-', '/', '.', '_'])?;
    let (day, mut at) = number(text, at)?;
    if text.get(at) == Some(&'日') {
        at += 1;
    }
    Some((iso(year, month, day)?, at))
}

/// Eight digits in a row, `20241112`, or `2024-11/12` as in the addresses of page folders.
fn joined(text: &[char], at: usize) -> Option<(String, usize)> {
    let edge = |at: Option<usize>| at.and_then(|at| text.get(at)).is_none_or(|c| !c.is_ascii_digit());
    let digits = text.get(at..at + 8)?;
    if !edge(at.checked_sub(1)) || !edge(Some(at + 8)) || !digits.iter().all(char::is_ascii_digit) {
        return None;
    }
    let value = |range: std::ops::Range<usize>| digits[range].iter().fold(0, |sum, c| sum * 10 + digit(*c));
    Some((iso(value(0..4), value(4..6), value(6..8))?, at + 8))
}

fn iso(year: u32, month: u32, day: u32) -> Option<String> {
    let valid = (1900..2200).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
    valid.then(|| format!("{year:04}-{month:02}-{day:02}"))
}

fn step(text: &[char], at: usize, signs: &[char]) -> Option<usize> {
    text.get(at).filter(|c| signs.contains(c)).map(|_| at + 1)
}

/// A number in Arabic digits, or in Chinese: 二〇二五, 十一, 二十三.
fn number(text: &[char], at: usize) -> Option<(u32, usize)> {
    let digits = text.get(at..)?.iter().take(6).take_while(|c| is_digit(**c)).count();
    if digits > 0 {
        let value = text[at..at + digits].iter().fold(0, |sum, c| sum * 10 + digit(*c));
        return (digits <= 4).then_some((value, at + digits));
    }
    let len = text[at..].iter().take(6).take_while(|c| is_numeral(**c) && **c != '百').count();
    let word = text.get(at..at + len).filter(|word| !word.is_empty())?;
    let value = match word.iter().position(|c| *c == '十') {
        None => word.iter().fold(0, |sum, c| sum * 10 + digit(*c)),
        Some(ten) => {
            let tens = word[..ten].first().map_or(1, |c| digit(*c));
            tens * 10 + word.get(ten + 1).map_or(0, |c| digit(*c))
        }
    };
    Some((value, at + len))
}

fn digit(c: char) -> u32 {
    let chinese = || "〇一二三四五六七八九".chars().position(|d| d == c).map(|n| n as u32);
    let wide = || ('０'..='９').contains(&c).then(|| c as u32 - '０' as u32);
    c.to_digit(10).or_else(wide).or_else(chinese).unwrap_or(0)
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c)
}

fn is_numeral(c: char) -> bool {
    is_digit(c) || "〇零一二三四五六七八九十百".contains(c)
}

/// A page number: 第03版, 03版, A03, page-3, P3. Sections after A begin again and say no number of the issue.
pub fn page(text: &[char]) -> Option<u32> {
    let plausible = |(value, to): (u32, usize)| ((1..=400).contains(&value)).then_some((value, to));
    for at in 0..text.len() {
        let fresh = at == 0 || !is_numeral(text[at - 1]);
        if fresh
            && let Some((value, to)) = number(text, at).and_then(plausible)
            && text.get(to) == Some(&'版')
            && text.get(to + 1).is_none_or(|c| !matches!(c, '本' | '权' | '次'))
        {
            return Some(value);
        }
        let parted = at == 0 || !text[at - 1].is_ascii_alphanumeric();
        let word = ["page", "Page", "PAGE", "node", "A", "a", "P", "p"]
            .iter()
            .find(|word| text[at..].iter().copied().take(word.len()).eq(word.chars()));
        if let Some(word) = word.filter(|_| parted) {
            let mut from = at + word.len();
            while word.len() > 1 && text.get(from).is_some_and(|c| matches!(c, '-' | '_' | ' ')) {
                from += 1;
            }
            let digits = text[from..].iter().take_while(|c| c.is_ascii_digit()).count();
            let ends = text.get(from + digits).is_none_or(|c| !c.is_ascii_alphabetic());
            if (1..=3).contains(&digits) && ends {
                let value = text[from..from + digits].iter().fold(0, |sum, c| sum * 10 + digit(*c));
                return plausible((value, 0)).map(|(value, _)| value);
            }
        }
    }
    None
}

/// The page number of a field: as in a name, or nothing but a number.
pub fn page_in(field: &str) -> Option<u32> {
    let chars: Vec<char> = field.trim().chars().take(60).collect();
    page(&chars).or_else(|| small(field.trim())).or_else(|| {
        let (value, to) = number(&chars, 0)?;
        (to == chars.len() && (1..=400).contains(&value)).then_some(value)
    })
}

fn small(digits: &str) -> Option<u32> {
    let usual = (1..=3).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    digits.parse().ok().filter(|page| usual && (1..=400).contains(page))
}

/// The name of a paper: a run of Han characters that ends as papers' names do.
pub fn paper(text: &[char]) -> Option<String> {
    const ENDS: [&str; 6] = ["报", "新闻", "周刊", "时讯", "快讯", "导刊"];
    const NOT: [&str; 8] = ["数字报", "电子报", "本报", "海报", "简报", "手机报", "新闻", "报"];
    text.split(|c| !is_han(*c)).find_map(|run| {
        let run: String = run.iter().collect();
        let run = ["数字报刊", "数字报", "电子报刊", "电子报", "电子版", "数字版"]
            .iter()
            .fold(run, |run, tail| run.strip_suffix(tail).map(ToOwned::to_owned).unwrap_or(run));
        let long = (3..=12).contains(&run.chars().count());
        (long && ENDS.iter().any(|end| run.ends_with(end)) && !NOT.contains(&run.as_str())).then_some(run)
    })
}

/// The paper of a whole field.
pub fn paper_in(text: &str) -> Option<String> {
    paper(&text.chars().take(200).collect::<Vec<_>>())
}

/// The date of a text's masthead: a short line near its top that has a full date and little else, or a date with the day
/// of the week or the number of the issue.
pub fn masthead_date(text: &str) -> Option<String> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty()).take(30);
    let short = lines.map(|line| line.chars().take(81).collect::<Vec<_>>()).filter(|line| line.len() <= 80);
    for line in short {
        let Some(found) = dates(&line).next() else { continue };
        let rest: String = line
            .iter()
            .enumerate()
            .filter(|(n, _)| *n < found.from || *n >= found.to)
            .map(|(_, c)| c)
            .collect();
        let told =
            ["星期", "周一", "农历", "总第", "今日", "版", "期"].iter().any(|word| rest.contains(word));
        let named = paper_in(&rest).is_some() && rest.chars().count() <= 14;
        if (told || named || rest.chars().filter(|c| is_han(*c)).count() <= 3) && !rest.contains(['。', '，'])
        {
            return Some(found.iso);
        }
    }
    None
}

/// Names in the order in which people count: 第2版 before 第10版.
pub fn natural(a: &str, b: &str) -> Ordering {
    let (mut left, mut right) = (a.chars().peekable(), b.chars().peekable());
    loop {
        let order = match (left.peek().copied(), right.peek().copied()) {
            (None, None) => return a.cmp(b),
            (None, _) => return Ordering::Less,
            (_, None) => return Ordering::Greater,
            (Some(x), Some(y)) if x.is_ascii_digit() && y.is_ascii_digit() => {
                let (x, y) = (digits(&mut left), digits(&mut right));
                x.len().cmp(&y.len()).then_with(|| x.cmp(&y))
            }
            (Some(x), Some(y)) => {
                left.next();
                right.next();
                x.cmp(&y)
            }
        };
        if order != Ordering::Equal {
            return order;
        }
    }
}

/// The digits that come next, without leading noughts.
fn digits(chars: &mut std::iter::Peekable<std::str::Chars<'_>>) -> String {
    let mut run = String::new();
    while let Some(c) = chars.next_if(char::is_ascii_digit) {
        if c != '0' || !run.is_empty() {
            run.push(c);
        }
    }
    run
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(name: &str) -> (String, String, Option<u32>) {
        let Told { facts, page } = of_file(name);
        (facts.title, facts.date, page)
    }

    #[test]
    fn names_tell_paper_date_and_page() {
        let said = |title: &str, date: &str, page| (title.to_owned(), date.to_owned(), page);
        assert_eq!(told("2025-08-29_第01版_要闻.txt"), said("", "2025-08-29", Some(1)));
        assert_eq!(told("20250829-A03.pdf"), said("", "2025-08-29", Some(3)));
        assert_eq!(told("云溪新闻20241112-1.txt"), said("云溪新闻", "2024-11-12", Some(1)));
        assert_eq!(told("渭阳日报 2024年11月2日 第十二版.txt"), said("渭阳日报", "2024-11-02", Some(12)));
        assert_eq!(told("03.txt"), said("", "", Some(3)));
        assert_eq!(told("page-b.txt"), said("", "", None));
        assert_eq!(told("dev1.txt"), said("", "", None));
        assert_eq!(told("B02.txt"), said("", "", None));
        assert_eq!(told("第3版本.txt"), said("", "", None));
        assert_eq!(told("content_20241112_1_2.htm").1, "2024-11-12");
        assert_eq!(told("20251399.txt"), said("", "", None));
        assert_eq!(told(""), said("", "", None));
    }

    #[test]
    fn the_nearest_folder_speaks_first() {
        let told = of_folders(["云溪新闻", "2024", "2024-11-12"].into_iter());
        assert_eq!(told.facts, Facts { title: "云溪新闻".into(), date: "2024-11-12".into() });
    }

    #[test]
    fn dates_of_fields() {
        for field in
            ["2024-11-12 08:00:00", "2024/11/12", "20241112", "1731398400", "1731398400000", "2024年11月12日"]
        {
            assert_eq!(date_in(field).as_deref(), Some("2024-11-12"), "{field}");
        }
        assert_eq!(date_in("第2187期"), None);
    }

    #[test]
    fn a_masthead_has_its_date_and_an_article_has_not() {
        let page = "云溪新闻\n\n2024年11月12日 星期二 第2187期\n";
        assert_eq!(masthead_date(page).as_deref(), Some("2024-11-12"));
        assert_eq!(masthead_date("2024年11月12日，县里召开会议，部署工作。"), None);
        assert_eq!(masthead_date("云溪新闻 2024年11月12日\n").as_deref(), Some("2024-11-12"));
    }

    #[test]
    fn pages_come_in_the_order_of_their_numbers() {
        let mut names = ["第10版.txt", "第2版.txt", "第02版b.txt", "第1版.txt"];
        names.sort_by(|a, b| natural(a, b));
        assert_eq!(names, ["第1版.txt", "第2版.txt", "第02版b.txt", "第10版.txt"]);
    }
}
