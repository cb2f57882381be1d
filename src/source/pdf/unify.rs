//! One code point for one: radicals, compatibility ideographs and vertical forms become the characters they stand for.
//!
//! Page software often maps a glyph back to the wrong one of several code points that share it (⼈ for 人), and upright
//! text may hold the upright forms of its marks (︽ for 《). Only what the table names is changed; full-width marks, …
//! and ㎡ stay.

use std::sync::LazyLock;

/// Pairs (as written, as meant), by the first.
static TABLE: LazyLock<Vec<(char, char)>> = LazyLock::new(|| read(include_str!("unified.txt")));

fn read(table: &str) -> Vec<(char, char)> {
    let hex = |cell: &str| u32::from_str_radix(cell, 16).ok();
    let mut pairs = Vec::new();
    for row in table.lines().filter(|row| !row.starts_with('#')) {
        let mut cells = row.split(' ');
        let Some(first) = cells.next().and_then(hex) else { continue };
        pairs.extend(
            cells
                .zip(first..)
                .filter_map(|(cell, from)| Some((char::from_u32(from)?, char::from_u32(hex(cell)?)?))),
        );
    }
    pairs
}

/// The character that `c` stands for; `c` itself where the table does not name it.
pub fn unify(c: char) -> char {
    if c < '\u{2e80}' {
        return c;
    }
    TABLE.binary_search_by_key(&c, |pair| pair.0).map_or(c, |at| TABLE[at].1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_order_and_never_leads_to_another_entry() {
        assert!(TABLE.is_sorted_by(|a, b| a.0 < b.0) && TABLE.len() > 1000);
        assert!(TABLE.iter().all(|pair| unify(pair.1) == pair.1));
    }

    #[test]
    fn marks_and_units_stay() {
        let changed: String = "⼈⻔⾯︽︾豈".chars().map(unify).collect();
        assert_eq!(changed, "人门面《》豈");
        for c in "，（）：；！？…—㎡℃％〇·“”①".chars() {
            assert_eq!(unify(c), c);
        }
    }
}
