//! Names found by what is typed: Chinese as it stands, pinyin in full or by initials, English.

use pinyin::ToPinyin;

/// How a name was found, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Found {
    /// The query is the whole name: as it stands, in full pinyin or by all its initials.
    Whole,
    /// Nothing was asked, or the name has the query as it stands.
    Plain,
    /// By initials that stand side by side, or by full pinyin.
    Spelt,
    /// By initials with others between them.
    Scattered,
}

/// Whether `name` answers to `query` (lower case), and how.
pub fn find(query: &str, name: &str) -> Option<Found> {
    let plain = name.to_lowercase();
    if query.is_empty() || plain.contains(query) {
        return Some(if query == plain { Found::Whole } else { Found::Plain });
    }
    let query = letters(query)?;
    let initials: String = initials(name).collect();
    let full = || -> String { name.chars().filter_map(|c| spelling(c, true)).collect() };
    if initials == query || full() == query {
        return Some(Found::Whole);
    }
    if initials.contains(&query) || full().contains(&query) {
        return Some(Found::Spelt);
    }
    (query.len() > 1 && scattered(&query, &initials).is_some()).then_some(Found::Scattered)
}

/// The name's initials, each with whether it answers to the query; `None` where they are not why it was found.
pub fn answering(query: &str, name: &str) -> Option<Vec<(char, bool)>> {
    if query.is_empty() || name.to_lowercase().contains(query) {
        return None;
    }
    let query = letters(query)?;
    let initials: Vec<char> = initials(name).collect();
    let text: String = initials.iter().collect();
    let places = match text.find(&query) {
        Some(at) => (at..at + query.len()).collect(),
        None => scattered(&query, &text)?,
    };
    Some(initials.into_iter().enumerate().map(|(n, c)| (c, places.contains(&n))).collect())
}

/// A query of Latin letters and digits without its spaces.
fn letters(query: &str) -> Option<String> {
    query.is_ascii().then(|| query.split_whitespace().collect())
}

fn initials(name: &str) -> impl Iterator<Item = char> {
    name.chars().filter_map(|c| spelling(c, false)?.chars().next())
}

fn spelling(c: char, full: bool) -> Option<String> {
    match c.to_pinyin() {
        Some(pinyin) if full => Some(pinyin.plain().to_owned()),
        Some(pinyin) => Some(pinyin.first_letter().to_owned()),
        None => c.is_ascii_alphanumeric().then(|| c.to_ascii_lowercase().to_string()),
    }
}

/// Where the letters of the query stand among the initials, in order, the first where the name begins.
fn scattered(query: &str, initials: &str) -> Option<Vec<usize>> {
    let mut places = Vec::with_capacity(query.len());
    let mut rest = initials.char_indices();
    for c in query.chars() {
        places.push(rest.find(|(_, initial)| *initial == c)?.0);
    }
    (places.first() == Some(&0)).then_some(places)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_by_han_initials_and_full_pinyin() {
        assert_eq!(find("全屏", "全屏显示"), Some(Found::Plain));
        assert_eq!(find("qp", "全屏显示"), Some(Found::Spelt));
        assert_eq!(find("quanping", "全屏显示"), Some(Found::Spelt));
        assert_eq!(find("qx", "全屏显示"), Some(Found::Scattered));
        assert_eq!(find("ml", "连到名录"), Some(Found::Spelt));
        for whole in ["名录", "ml", "minglu"] {
            assert_eq!(find(whole, "名录"), Some(Found::Whole));
        }
        assert_eq!(find("qq", "全屏显示"), None);
        assert_eq!(find("ps", "全屏显示"), None);
        assert_eq!(find("", "全屏显示"), Some(Found::Plain));
    }

    #[test]
    fn the_initials_that_answer_are_told() {
        let marked = |query| {
            answering(query, "确认配对").map(|initials| {
                initials
                    .into_iter()
                    .map(|(c, hit)| if hit { c.to_ascii_uppercase() } else { c })
                    .collect::<String>()
            })
        };
        assert_eq!(marked("qp").as_deref(), Some("QrPd"));
        assert_eq!(marked("rp").as_deref(), Some("qRPd"));
        assert_eq!(marked("配"), None);
    }
}
