//! The title and date where they stand: in the masthead and in the date line.

use super::chars::{is_digit, is_numeral};
use super::furniture;

/// A date with its year anywhere in `text`, as ISO.
pub(super) fn find(text: &[char]) -> Option<String> {
    (0..text.len()).find_map(|at| date_at(text, at))
}

fn date_at(text: &[char], at: usize) -> Option<String> {
    if at > 0 && text.get(at - 1).is_some_and(|c| is_numeral(*c)) {
        return None;
    }
    let (year, at) = number(text, at)?;
    let at = step(text, at, &['年', '-', '/', '.'])?;
    let (month, at) = number(text, at)?;
    let at = step(text, at, &['月', '-', '/', '.'])?;
    let (day, _) = number(text, at)?;
    let valid = (1900..2200).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
    valid.then(|| format!("{year:04}-{month:02}-{day:02}"))
}

fn step(text: &[char], at: usize, signs: &[char]) -> Option<usize> {
    text.get(at).filter(|c| signs.contains(c)).map(|_| at + 1)
}

/// A number in Arabic digits, or in Chinese: 二〇二五, 十一, 二十三.
fn number(text: &[char], at: usize) -> Option<(u32, usize)> {
    let digits = text[at..].iter().take(6).take_while(|c| is_digit(**c)).count();
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

/// Title and date from the furniture lines of an issue, in their order; empty where they do not stand there.
pub(super) fn title_and_date<'a>(lines: impl Iterator<Item = &'a [char]>) -> (String, String) {
    let (mut title, mut date) = (String::new(), String::new());
    for line in lines {
        if title.is_empty() && furniture::is_masthead(line) && furniture::page_number(line) < 0.5 {
            title = line.iter().collect();
        }
        if date.is_empty() && furniture::date_line(line) > 0.5 {
            date = find(line).unwrap_or_default();
        }
    }
    (title, date)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_in_digits_and_in_chinese() {
        let found = |text: &str| find(&text.chars().collect::<Vec<_>>());
        assert_eq!(found("渭阳报2025年4月18日星期五").as_deref(), Some("2025-04-18"));
        assert_eq!(found("二〇二五年十一月二十三日").as_deref(), Some("2025-11-23"));
        assert_eq!(found("第2187期4月18日"), None);
        assert_eq!(found("2025年13月1日"), None);
    }
}
