//! What stands in a cell.

/// One of the values that are stacked in a cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// The value; `None` for `*`.
    pub value: Option<String>,
    /// The number in brackets.
    pub id: Option<String>,
}

/// The text with its escapes taken back.
pub fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            plain.push(c);
            continue;
        }
        match chars.next() {
            Some('t') => plain.push('\t'),
            Some('n') => plain.push('\n'),
            Some('r') => plain.push('\r'),
            Some(other) => plain.push(other),
            None => plain.push('\\'),
        }
    }
    plain
}

/// The entries of a cell; none for `_`.
pub fn entries(cell: &str) -> Vec<Entry> {
    if cell == "_" || cell.is_empty() {
        return Vec::new();
    }
    parts(cell, '|').into_iter().filter(|part| part != "_").map(|part| entry(&part)).collect()
}

/// A value with its number.
fn entry(part: &str) -> Entry {
    // The last bracket that is not escaped.
    let open = part.rmatch_indices('[').map(|(at, _)| at).find(|at| !is_escaped(part, *at));
    let inside = open.and_then(|at| Some((at, part[at + 1..].strip_suffix(']')?)));
    let (value, id) = match inside {
        Some((at, id)) => (&part[..at], Some(id.to_owned())),
        None => (part, None),
    };
    Entry { value: (value != "*").then(|| plain(value)), id }
}

fn is_escaped(text: &str, at: usize) -> bool {
    text[..at].bytes().rev().take_while(|byte| *byte == b'\\').count() % 2 == 1
}

/// The parts between marks that are not escaped.
fn parts(cell: &str, mark: char) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut escaped = false;
    for c in cell.chars() {
        if c == mark && !escaped {
            parts.push(String::new());
        } else if let Some(last) = parts.last_mut() {
            last.push(c);
        }
        escaped = c == '\\' && !escaped;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_have_stacks_numbers_and_escapes() {
        let entry = |value: Option<&str>, id: Option<&str>| Entry {
            value: value.map(Into::into),
            id: id.map(Into::into),
        };
        assert_eq!(entries("_"), []);
        assert_eq!(entries("*"), [entry(None, None)]);
        assert_eq!(entries("PER[1]|ORG[2]"), [entry(Some("PER"), Some("1")), entry(Some("ORG"), Some("2"))]);
        assert_eq!(entries("a\\|b\\[1\\]"), [entry(Some("a|b[1]"), None)]);
        assert_eq!(entries("\\_|*[3]"), [entry(Some("_"), None), entry(None, Some("3"))]);
        assert_eq!(plain("甲\\t\\\\n\\"), "甲\t\\n\\");
    }
}
