//! Why a block is where it is, in facts that an editor can check: which line it stands on, how far from the rest of its
//! article, which words both have, and how sure the layout was.

use super::rows::{Lines, Owners};
use crate::annotation::{BlockId, Thresholds};
use crate::issue::{Article, Block, Issue, Role};
use crate::text::{CharRange, is_han};

/// Most words that are named.
const WORDS: usize = 3;
/// Most characters of the article that are looked at for them.
const LOOKED_AT: usize = 20_000;

/// An assignment that an editor may want to look at.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// Which block.
    pub block: BlockId,
    /// What it is.
    pub role: Role,
    /// The line on which it begins.
    pub line: u32,
    /// Lines to the nearest line of the article's body, where something else stands between them.
    pub distance: Option<u32>,
    /// Words of two Han characters or more that its article has too, in their order, at most three.
    pub words: Vec<String>,
    /// How sure the layout was, 0 to 1.
    pub confidence: Option<f32>,
    /// Whether that is below the threshold of doubt.
    pub doubtful: bool,
}

/// The undecided blocks of an article that stand far from the rest or are doubtful, in reading order.
pub fn cases(
    issue: &Issue,
    article: &Article,
    lines: &Lines,
    owners: &Owners,
    thresholds: Thresholds,
) -> Vec<Case> {
    let Some(place) = issue.articles.iter().position(|other| other.id == article.id) else {
        return Vec::new();
    };
    let of = |block: &Block| {
        if block.status.is_decided() {
            return None;
        }
        let doubtful = block.confidence.is_some_and(|confidence| confidence < thresholds.doubt);
        let distance = displaced(article, place as u32, block, lines, owners);
        if !doubtful && distance.is_none() {
            return None;
        }
        let line = lines.at(block.source.first()?.start())?;
        Some(Case {
            block: block.id.clone(),
            role: block.role,
            line: lines.list.get(line)?.number,
            distance,
            words: shared(block, article),
            confidence: block.confidence,
            doubtful,
        })
    };
    article.blocks.iter().filter_map(of).collect()
}

/// The lines between a heading and the nearest line of its article's body, where blocks of others stand between.
pub fn displaced(
    article: &Article,
    place: u32,
    block: &Block,
    lines: &Lines,
    owners: &Owners,
) -> Option<u32> {
    if !block.role.is_heading() {
        return None;
    }
    let here = *block.source.first()?;
    let body = article.blocks.iter().filter(|other| !other.role.is_heading());
    let gap = |other: &CharRange| {
        if other.start() >= here.end() {
            CharRange::new(here.end(), other.start())
        } else {
            CharRange::new(other.end().min(here.start()), here.start())
        }
    };
    let between = body.flat_map(|block| &block.source).map(gap).min_by_key(|gap| gap.len())?;
    let parted = owners.within(between).iter().any(|owner| owner.article != place);
    let (from, to) = (lines.at(between.start())?, lines.at(between.end())?);
    let (from, to) = (lines.list.get(from)?, lines.list.get(to)?);
    (parted && from.part == to.part).then(|| to.number - from.number)
}

/// The longest runs of Han characters that a block and the other blocks of its article have in common.
fn shared(block: &Block, article: &Article) -> Vec<String> {
    let text: Vec<char> = block.text.chars().take(200).collect();
    let others = article.blocks.iter().filter(|other| other.id != block.id && !other.role.is_heading());
    let rest: String = others.flat_map(|other| other.text.chars().chain(['\n'])).take(LOOKED_AT).collect();
    // For every position the length of the longest run that begins there and is found in the rest.
    let mut lengths: Vec<usize> = (0..text.len())
        .map(|start| {
            let run = text[start..].iter().take_while(|c| is_han(**c)).count();
            let mut word = String::new();
            let found = text[start..start + run].iter().take_while(|c| {
                word.push(**c);
                rest.contains(&word)
            });
            found.count()
        })
        .collect();
    let mut words: Vec<(usize, usize)> = Vec::new();
    while words.len() < WORDS {
        let Some((start, length)) =
            lengths.iter().copied().enumerate().max_by_key(|(n, length)| (*length, usize::MAX - n))
        else {
            break;
        };
        if length < 2 {
            break;
        }
        words.push((start, length));
        for (n, other) in lengths.iter_mut().enumerate().take(start + length) {
            *other = if n >= start { 0 } else { (*other).min(start - n) };
        }
    }
    words.sort_unstable();
    words.into_iter().map(|(start, length)| text[start..start + length].iter().collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_longest_common_words_are_named_in_their_order_and_never_twice() {
        let article: Article = serde_json::from_value(json!({"id": "a", "kind": "article", "blocks": [
            {"id": "1", "role": "headline", "text": "临江区与云溪港务公司签署合作协议", "source": []},
            {"id": "2", "role": "paragraph", "source": [],
             "text": "昨日，云溪港务公司与临江区签约。合作协议写明，港务公司……"},
        ]}))
        .unwrap();
        assert_eq!(shared(&article.blocks[0], &article), ["临江区", "云溪港务公司", "合作协议"]);
    }
}
