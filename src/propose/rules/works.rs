//! WORK: whatever stands between 《 and 》, and laws that need no brackets.

use crate::propose::candidate::{Class, Findings};
use crate::propose::passage::Passage;
use crate::strings::Message;

/// Adds the bracketed titles and full names of national laws.
pub(super) fn find(p: &Passage, found: &mut Findings) {
    for span in p.pairs('《', '》') {
        found.push(span, Class::Work, 0.97, Message::new("reason.work.brackets"));
    }
    let state: Vec<char> = "中华人民共和国".chars().collect();
    for start in p.places(&state) {
        let end = (start + 8..(start + 26).min(p.len() + 1)).find(|end| {
            p.ends_with(*end, "法") && !p.ends_with(*end, "司法") && p.boundary(*end)
                || p.ends_with(*end, "条例")
        });
        if let Some(end) = end {
            found.push(start..end, Class::Work, 0.9, Message::new("reason.work.law"));
        }
    }
    listed_names(p, found);
}

/// Registers such as `…代表性项目名录`: a noun phrase that ends in 名录 and says of what rank it is.
fn listed_names(p: &Passage, found: &mut Findings) {
    let tail: Vec<char> = "名录".chars().collect();
    for at in p.places(&tail) {
        let from = at.saturating_sub(22);
        let head = (from..at).find(|start| {
            ["国家级", "省级", "市级", "人类", "世界"].iter().any(|rank| p.looking_at(*start, rank))
                && !p.slice(*start..at).iter().any(|c| "，。、；：“”《》".contains(*c))
        });
        if let Some(start) = head.filter(|start| at - start >= 5) {
            found.push(start..at + 2, Class::Work, 0.7, Message::new("reason.work.register"));
        }
    }
}
