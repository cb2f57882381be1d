//! Which headline an article has.
//!
//! On a page headlines stand far from their texts, so the editor chooses among all headings of the page. They are offered
//! in the order of what they share with the article's text: pairs of neighbouring characters, each worth the more the
//! fewer articles of the issue have it (inverse document frequency over character bigrams).

use super::draft::{Draft, place_for};
use super::place::detach_in;
use super::{Outcome, Refusal};
use crate::annotation::{ArticleId, BlockId, Decider, Status};
use crate::issue::{Article, Block, Issue, Kind, Role};
use crate::text::{self, is_han};
use std::collections::{HashMap, HashSet};

/// A heading that an article could have as its headline.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// The block.
    pub block: BlockId,
    /// The article that has it now.
    pub article: ArticleId,
    /// How much of it the article's text has, from 0 to 1.
    pub score: f32,
    /// The longest pieces of it that stand in the article's text too, at most three.
    pub shared: Vec<String>,
}

/// Two neighbouring characters.
type Pair = (char, char);

/// The headings on the article's page that could be its headline: its own headline first, then by score.
pub fn candidates(issue: &Issue, article: &ArticleId) -> Vec<Candidate> {
    let Some(wanted) = issue.article(article) else { return Vec::new() };
    let page = |article: &Article| article.blocks.iter().find_map(|block| block.page);
    let bodies: Vec<HashSet<Pair>> = issue.articles.iter().map(body_pairs).collect();
    let mut spread: HashMap<Pair, u32> = HashMap::new();
    for pair in bodies.iter().flatten() {
        *spread.entry(*pair).or_default() += 1;
    }
    let all = issue.articles.len() as f32;
    let weight = |pair: &Pair| {
        let articles = spread.get(pair).copied().unwrap_or(1);
        ((all + 1.0) / (articles as f32 + 0.5)).ln()
    };
    let body = issue.articles.iter().zip(&bodies).find(|(article, _)| article.id == wanted.id);
    let Some((_, body)) = body else { return Vec::new() };
    let mut found: Vec<(bool, Candidate)> = Vec::new();
    for holder in issue.articles.iter().filter(|other| page(other) == page(wanted) || other.id == wanted.id) {
        for block in holder.blocks.iter().filter(|block| block.role.is_heading()) {
            let (score, shared) = compare(&block.text, body, weight);
            let own = holder.id == wanted.id && block.role == Role::Headline;
            let (block, article) = (block.id.clone(), holder.id.clone());
            found.push((own, Candidate { block, article, score, shared }));
        }
    }
    found.sort_by(|(a_own, a), (b_own, b)| b_own.cmp(a_own).then(b.score.total_cmp(&a.score)));
    found.into_iter().map(|(_, candidate)| candidate).collect()
}

fn body_pairs(article: &Article) -> HashSet<Pair> {
    let body = article.blocks.iter().filter(|block| !block.role.is_heading());
    body.flat_map(|block| pairs(&block.text)).collect()
}

/// The pairs of neighbouring characters of a text that are worth comparing: Han, letters, digits.
fn pairs(text: &str) -> Vec<Pair> {
    let chars: Vec<char> = text.chars().collect();
    let solid = |c: char| is_han(c) || c.is_alphanumeric();
    chars.windows(2).filter(|pair| solid(pair[0]) && solid(pair[1])).map(|pair| (pair[0], pair[1])).collect()
}

/// The share of a heading that a body has, by weight, and the longest pieces that it has.
fn compare(heading: &str, body: &HashSet<Pair>, weight: impl Fn(&Pair) -> f32) -> (f32, Vec<String>) {
    let (mut shared, mut all) = (0.0, 0.0);
    for pair in pairs(heading) {
        all += weight(&pair);
        if body.contains(&pair) {
            shared += weight(&pair);
        }
    }
    let chars: Vec<char> = heading.chars().collect();
    let mut pieces: Vec<String> = Vec::new();
    let mut piece = String::new();
    for (n, c) in chars.iter().enumerate() {
        let linked = n > 0 && body.contains(&(chars[n - 1], *c));
        if !linked {
            pieces.push(std::mem::take(&mut piece));
        }
        piece.push(*c);
    }
    pieces.push(piece);
    pieces.retain(|piece| text::char_len(piece) > 1);
    pieces.sort_by_key(|piece| std::cmp::Reverse(text::char_len(piece)));
    pieces.dedup();
    pieces.truncate(3);
    let score = if all > 0.0 { (shared / all * 1000.0).round() / 1000.0 } else { 0.0 };
    (score, pieces)
}

/// Makes a heading the article's headline; where it is that already, confirms it. A headline comes with the kicker and the
/// subheadline that stand right beside it in the source. The headline that the article had goes where the new one came
/// from, when that was another article's headline, else out to one of its own; inside one article the two change
/// roles. A headline typed in is taken off.
///
/// # Errors
/// [`Refusal::Nothing`] where it is confirmed already, [`Refusal::Missing`].
pub fn choose_headline(
    issue: &Issue,
    article: &ArticleId,
    block: &BlockId,
    source: &[char],
    who: &Decider,
) -> Outcome {
    let mut draft = Draft::new(issue, who);
    let wanted = draft.article(article)?.clone();
    let (holder, n) = draft.holder(block)?;
    let (holder, chosen) = (holder.clone(), holder.blocks[n].clone());
    let old = wanted.headline_blocks().next().cloned();
    if holder.id == *article {
        within(&mut draft, &wanted, &chosen, old.as_ref())?;
    } else {
        let comes = if chosen.role == Role::Headline {
            group(&holder, &chosen, source)
        } else {
            vec![chosen.clone()]
        };
        let goes = old.map(|old| group(&wanted, &old, source)).unwrap_or_default();
        let swap = chosen.role == Role::Headline && holder.kind == Kind::Article;
        if swap {
            for block in &goes {
                put(&mut draft, block, &holder.id, block.role)?;
            }
        } else if !goes.is_empty() {
            let ids: Vec<BlockId> = goes.iter().map(|block| block.id.clone()).collect();
            // An article that is nothing but its headline keeps it beside the new one.
            match detach_in(&mut draft, &ids) {
                Ok(_) | Err(Refusal::NoPart) => {}
                Err(other) => return Err(other),
            }
        }
        for block in &comes {
            let role = if block.id == chosen.id { Role::Headline } else { block.role };
            put(&mut draft, block, article, role)?;
        }
        draft.begin(&holder.id, true)?;
        draft.unlist_if_empty(&holder.id, article)?;
    }
    draft.begin(article, holder.id != *article)?;
    draft.change(article, |facts| facts.supplied_headline = None)?;
    draft.finish("gesture.headline")
}

/// Another block of the same article becomes its headline, or the headline is confirmed.
fn within(
    draft: &mut Draft<'_>,
    article: &Article,
    chosen: &Block,
    old: Option<&Block>,
) -> Result<(), Refusal> {
    if chosen.role == Role::Headline {
        if !chosen.status.is_decided() {
            draft.decide(&chosen.id, Role::Headline, Status::Accepted)?;
        }
        return Ok(());
    }
    draft.decide(&chosen.id, Role::Headline, Status::Corrected)?;
    let mut rest = article.clone();
    rest.blocks.retain(|block| block.id != chosen.id);
    if let Some(old) = old {
        let role = if chosen.role.is_heading() { chosen.role } else { Role::Subheadline };
        draft.decide(&old.id, role, Status::Corrected)?;
        if let Some(block) = rest.blocks.iter_mut().find(|block| block.id == old.id) {
            block.role = role;
        }
    }
    let to = place_for(&rest, Role::Headline, 0);
    draft.move_block(&chosen.id, &article.id, to)?;
    // The other one stands where its new role belongs.
    if let Some(old) = old {
        let role = draft.block(&old.id)?.role;
        let mut rest = draft.article(&article.id)?.clone();
        rest.blocks.retain(|block| block.id != old.id);
        let to = place_for(&rest, role, 0);
        draft.move_block(&old.id, &article.id, to)?;
    }
    Ok(())
}

fn put(draft: &mut Draft<'_>, block: &Block, article: &ArticleId, role: Role) -> Result<(), Refusal> {
    let to = place_for(draft.article(article)?, role, 0);
    draft.move_block(&block.id, article, to)?;
    draft.decide(&block.id, role, Status::Corrected)
}

/// A headline with the kickers and subheadlines of its article that only white space parts from it in the source.
fn group(article: &Article, headline: &Block, source: &[char]) -> Vec<Block> {
    let span = |block: &Block| {
        let (first, last) = (block.source.first()?, block.source.last()?);
        Some((first.start(), last.end()))
    };
    let near = |a: &Block, b: &Block| {
        let (Some((a_start, a_end)), Some((b_start, b_end))) = (span(a), span(b)) else { return false };
        let gap = if a_end <= b_start { a_end..b_start } else { b_end..a_start };
        source
            .get(gap.start as usize..gap.end as usize)
            .is_some_and(|gap| gap.iter().all(|c| text::is_space(*c)))
    };
    let mut group = vec![headline.clone()];
    let mut others: Vec<&Block> = article
        .blocks
        .iter()
        .filter(|block| matches!(block.role, Role::Kicker | Role::Subheadline))
        .collect();
    while let Some(n) = others.iter().position(|other| group.iter().any(|block| near(block, other))) {
        group.push(others.remove(n).clone());
    }
    group
}

/// Writes a headline for the article that the source does not have; empty: says that the source has none, and the
/// headline that the article had becomes a unit of its own.
///
/// # Errors
/// [`Refusal::Nothing`] where it says so already, [`Refusal::NoPart`] where the headline is all that there is,
/// [`Refusal::Missing`].
pub fn supply_headline(issue: &Issue, article: &ArticleId, headline: &str, who: &Decider) -> Outcome {
    let mut draft = Draft::new(issue, who);
    let headline = headline.trim();
    let found: Vec<BlockId> = draft.article(article)?.headline_blocks().map(|b| b.id.clone()).collect();
    if headline.is_empty() && !found.is_empty() {
        detach_in(&mut draft, &found)?;
    }
    draft.change(article, |facts| facts.supplied_headline = Some(headline.to_owned()))?;
    if draft.is_empty() {
        return Err(Refusal::Nothing);
    }
    draft.begin(article, false)?;
    draft.finish(if headline.is_empty() { "gesture.no_headline" } else { "gesture.supply_headline" })
}
