//! The title and date where they stand: in the masthead and in the date line.

use super::furniture;
use crate::source::names;

/// A date with its year anywhere in `text`, as ISO.
pub(super) fn find(text: &[char]) -> Option<String> {
    (0..text.len()).find_map(|at| names::date_at(text, at)).map(|(iso, _)| iso)
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
