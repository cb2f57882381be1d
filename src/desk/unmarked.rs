//! Places that may lack a mark: names that are marked elsewhere in the issue and not here, and short quotations.

use super::command::Way;
use crate::annotation::BlockId;
use crate::issue::{Article, Block, Issue, Kind, Role};
use crate::text::CharRange;
use std::collections::{HashMap, HashSet};

/// Names of so many characters are looked for.
const NAME: std::ops::RangeInclusive<usize> = 2..=20;
/// Quotations of so many characters count as short.
const QUOTED: std::ops::RangeInclusive<usize> = 2..=14;

/// The names that are marked in the issue, and how long those with a certain first character are at most: most
/// characters begin none, which is seen at once.
pub struct Names {
    all: HashSet<Vec<char>>,
    longest: HashMap<char, usize>,
}

impl Names {
    /// Those of an issue's standing marks.
    pub fn of(issue: &Issue) -> Self {
        let marks = issue.articles.iter().flat_map(Article::entities);
        let names = marks.filter(|(_, entity)| entity.status.stands());
        let names = names.map(|(_, entity)| entity.text.chars().collect::<Vec<char>>());
        let all: HashSet<Vec<char>> = names.filter(|name| NAME.contains(&name.len())).collect();
        let mut longest = HashMap::new();
        for name in &all {
            let most = longest.entry(name[0]).or_insert(0);
            *most = name.len().max(*most);
        }
        Self { all, longest }
    }

    /// The places of a block that may lack a mark, in order; none lies over a mark or where one was refused.
    pub fn missing(&self, block: &Block) -> Vec<CharRange> {
        let chars: Vec<char> = block.text.chars().collect();
        let mut taken = vec![false; chars.len()];
        for entity in &block.entities {
            let range = entity.range;
            taken.iter_mut().take(range.end() as usize).skip(range.start() as usize).for_each(|t| *t = true);
        }
        let free = |from: usize, to: usize| taken.get(from..to).is_some_and(|t| !t.contains(&true));
        let (mut found, mut at) = (Vec::new(), 0);
        while at < chars.len() {
            let most = self.longest.get(&chars[at]).copied().unwrap_or(0);
            let longest = (*NAME.start()..=most).rev().map(|length| at + length);
            let name = longest
                .filter(|to| *to <= chars.len() && free(at, *to))
                .find(|to| self.all.contains(&chars[at..*to]));
            let end = quotation(&chars, at).filter(|end| free(at, *end)).or(name);
            if let Some(end) = end {
                found.push(CharRange::new(at as u32, end as u32));
            }
            at = end.unwrap_or(at + 1);
        }
        found
    }
}

/// Where the short quotation ends that begins at `at`, behind its opening mark.
fn quotation(chars: &[char], at: usize) -> Option<usize> {
    if !matches!(chars.get(at.checked_sub(1)?)?, '“' | '「' | '‘') {
        return None;
    }
    let mut near = chars[at..].iter().take(QUOTED.end() + 1);
    let length = near.position(|c| matches!(c, '”' | '」' | '’'))?;
    let words = &chars[at..at + length];
    // A sentence is speech.
    let speech = words.iter().any(|c| matches!(c, '，' | '。' | '；' | '：' | '！' | '？' | '“' | '「'));
    (QUOTED.contains(&length) && !speech).then_some(at + length)
}

/// The next place of the article that may lack a mark, from a block's number and a position in it on.
pub fn next(issue: &Issue, article: &Article, from: (usize, u32), way: Way) -> Option<(BlockId, CharRange)> {
    let names = Names::of(issue);
    let places = article
        .blocks
        .iter()
        .enumerate()
        .filter(|(_, block)| article.kind != Kind::Furniture && block.role != Role::Byline)
        .filter(|(n, _)| if way == Way::Forth { *n >= from.0 } else { *n <= from.0 });
    let of_block = |(n, block): (usize, &Block)| {
        let found = names.missing(block).into_iter().filter(move |range| match way {
            Way::Forth => (n, range.start()) >= from,
            Way::Back => (n, range.end()) <= from,
        });
        let found = if way == Way::Forth { found.min() } else { found.max() };
        found.map(|range| (block.id.clone(), range))
    };
    let mut places: Vec<(usize, &Block)> = places.collect();
    if way == Way::Back {
        places.reverse();
    }
    places.into_iter().find_map(of_block)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_quotation_is_no_speech() {
        let ends = |text: &str| quotation(&text.chars().collect::<Vec<_>>(), 2);
        assert_eq!(ends("在“村BA”里"), Some(5));
        assert_eq!(ends("说“好，走。”"), None);
        assert_eq!(ends("在村BA里"), None);
    }
}
