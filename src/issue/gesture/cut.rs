//! Paragraphs parted and joined.

use super::draft::Draft;
use super::{Outcome, Refusal};
use crate::annotation::{BlockId, Decider, Remark, Status};
use crate::issue::reshape::reach;
use crate::issue::{Article, Block, BlockFacts, Change, Cut, Edit, Issue, Kind, Role, SecondPart};
use crate::text::{self, CharRange, Gaps};

/// Parts a block at a position of its text; both parts have its role. White space at the cut stays in neither, an opening
/// mark goes with what it opens and a closing one with what it closes.
///
/// `source` is the decoded text of the issue's source. A proposal over the cut is taken off (undo brings it back); cutting
/// it in two would make marks that nobody proposed.
///
/// # Errors
/// [`Refusal::Cut`] where a decided mark lies over the cut, [`Refusal::NoPart`] where one part would be empty,
/// [`Refusal::NoSource`] where text and source do not agree, [`Refusal::Missing`].
pub fn split_block(issue: &Issue, block: &BlockId, at: u32, source: &[char], who: &Decider) -> Outcome {
    let mut draft = Draft::new(issue, who);
    let old = draft.block(block)?;
    let (role, at) = (old.role, settled(&old.text, at));
    cut(&mut draft, block, at, source)?;
    draft.decide(block, role, Status::Corrected)?;
    let article = draft.holder(block)?.0.id.clone();
    draft.begin(&article, false)?;
    draft.finish("gesture.split_block")
}

/// Joins a block with the one before it in its article; the role is that one's. Between the two stands what setting the
/// page anew would put there: nothing between Han characters, a space between Latin words.
///
/// # Errors
/// [`Refusal::NoPart`] for the first block of an article, [`Refusal::NoSource`], [`Refusal::Missing`].
pub fn join_block(issue: &Issue, block: &BlockId, source: &[char], who: &Decider) -> Outcome {
    let mut draft = Draft::new(issue, who);
    let (article, n) = draft.holder(block)?;
    let first = article.blocks.get(n.checked_sub(1).ok_or(Refusal::NoPart)?).ok_or(Refusal::NoPart)?;
    let (article, first) = (article.clone(), first.clone());
    let second = draft.block(block)?.clone();
    let cut = Cut {
        at: text::char_len(&first.text),
        gap: gap(&article, &first, &second, source)?.into(),
        ranges: first.source.len() as u32,
        through: None,
        second: SecondPart {
            id: second.id.clone(),
            facts: second.facts(),
            page: second.page,
            confidence: second.confidence,
        },
    };
    clip(&mut draft, &first, CharRange::new(0, cut.at))?;
    draft.apply(Edit::Join { article: article.id.clone(), block: first.id.clone(), cut: Box::new(cut) })?;
    draft.decide(&first.id, first.role, Status::Corrected)?;
    draft.begin(&article.id, false)?;
    draft.finish("gesture.join_block")
}

/// Parts a block in a draft; returns the second part's id.
pub(super) fn cut(draft: &mut Draft<'_>, id: &BlockId, at: u32, source: &[char]) -> Result<BlockId, Refusal> {
    let (article, n) = draft.holder(id)?;
    let (article, block) = (article.id.clone(), article.blocks[n].clone());
    let (end, resumes) = around(&block, at).ok_or(Refusal::NoPart)?;
    let (ranges, through) = source_cut(&block, resumes, source)?;
    withdraw(draft, &block, CharRange::new(end, resumes))?;
    let block = draft.block(id)?.clone();
    clip(draft, &block, CharRange::new(0, end))?;
    take_sides(draft, &block, CharRange::new(end, resumes))?;
    let (by, when) = (&draft.who.by, &draft.who.at);
    let second = BlockId::derived(&[id.as_str(), &resumes.to_string(), by, when]);
    let gap = text::slice(&block.text, CharRange::new(end, resumes)).unwrap_or_default().to_owned();
    let proposed = block.proposed.clone().or_else(|| draft.assigned(id).map(Box::new));
    let facts = BlockFacts { role: block.role, status: Status::Corrected, by: by.clone(), proposed };
    let second = SecondPart { id: second, facts, page: block.page, confidence: block.confidence };
    let new = second.id.clone();
    let cut = Cut { at: end, gap, ranges, through, second };
    draft.apply(Edit::Split { article, block: id.clone(), cut: Box::new(cut) })?;
    Ok(new)
}

/// The place nearest to `at` where a paragraph can end and another begin: not behind an opening mark, not before a closing
/// one. Marks that stand inside numbers and Latin words are left alone.
pub(super) fn settled(text: &str, at: u32) -> u32 {
    let chars: Vec<char> = text.chars().collect();
    let mut at = (at as usize).min(chars.len());
    while at < chars.len() && "，。、；：？！”’」』》〉）】〕〗…".contains(chars[at]) {
        at += 1;
    }
    while at > 0 && "“‘「『《〈（【〔〖".contains(chars[at - 1]) {
        at -= 1;
    }
    at as u32
}

/// Where the first part ends and the second begins, white space at the cut left out; `None` where one would be empty.
fn around(block: &Block, at: u32) -> Option<(u32, u32)> {
    let chars: Vec<char> = block.text.chars().collect();
    let at = (at as usize).min(chars.len());
    let end = chars[..at].iter().rposition(|c| !text::is_space(*c))? + 1;
    let resumes = at + chars[at..].iter().position(|c| !text::is_space(*c))?;
    Some((end as u32, resumes as u32))
}

/// How many source ranges lie wholly before the character at `resumes`, and where the next one is cut.
fn source_cut(block: &Block, resumes: u32, source: &[char]) -> Result<(u32, Option<u32>), Refusal> {
    let map = block.source_map(source).map_err(|_| Refusal::NoSource)?;
    let first = map.ranges(CharRange::new(resumes, resumes + 1), source);
    let at = first.first().ok_or(Refusal::NoSource)?.start();
    let n = block.source.iter().position(|range| range.contains(at)).ok_or(Refusal::NoSource)?;
    let through = (at > block.source[n].start()).then_some(at);
    // A range of which only white space lies before the cut goes over as a whole.
    let solid = |range: CharRange| {
        range.positions().any(|p| source.get(p as usize).is_some_and(|c| !text::is_space(*c)))
    };
    let through = through.filter(|at| solid(CharRange::new(block.source[n].start(), *at)));
    Ok((n as u32, through))
}

/// Takes off the open proposals, and those refused before, that lie over the cut; refuses where a decided mark or a reading
/// does.
fn withdraw(draft: &mut Draft<'_>, block: &Block, gap: CharRange) -> Result<(), Refusal> {
    let article = draft.holder(&block.id)?.0.id.clone();
    let over = |range: CharRange| range.start() < gap.end() && range.end() > gap.start();
    if let Some(reading) = block.readings.iter().find(|reading| over(reading.range)) {
        return Err(Refusal::Cut(reading.text.clone()));
    }
    for entity in block.entities.iter().filter(|entity| over(entity.range)) {
        if entity.status.is_decided() && entity.status.stands() {
            return Err(Refusal::Cut(entity.text.clone()));
        }
        let change = Box::new(Change { before: Some(entity.clone()), after: None });
        draft.apply(Edit::Entity { article: article.clone(), block: block.id.clone(), change })?;
    }
    Ok(())
}

/// A note about characters on both sides of the cut stays with the side that has more of them.
fn take_sides(draft: &mut Draft<'_>, block: &Block, gap: CharRange) -> Result<(), Refusal> {
    let article = draft.holder(&block.id)?.0.id.clone();
    let over = |remark: &&Remark| remark.range.start() < gap.end() && remark.range.end() > gap.start();
    for remark in block.remarks.iter().filter(over) {
        let (start, end) = (remark.range.start(), remark.range.end());
        let first = CharRange::new(start, gap.start().max(start));
        let second = CharRange::new(gap.end().min(end), end);
        let range = if first.len() >= second.len() { first } else { second };
        let text = text::slice(&block.text, range).unwrap_or_default().to_owned();
        let after = Some(Remark { range, text, ..remark.clone() });
        let change = Change { before: Some(remark.clone()), after };
        draft.apply(Edit::Remark { article: article.clone(), block: block.id.clone(), change })?;
    }
    Ok(())
}

/// Keeps what was proposed for a mark on the mark's side of the cut: `first` is the first part, everything behind it the
/// second. A corrected mark may have been proposed longer than it is.
fn clip(draft: &mut Draft<'_>, block: &Block, first: CharRange) -> Result<(), Refusal> {
    let article = draft.holder(&block.id)?.0.id.clone();
    let chars: Vec<char> = block.text.chars().collect();
    let after = chars[(first.end() as usize).min(chars.len())..].iter().take_while(|c| text::is_space(**c));
    let resumes = first.end() + after.count() as u32;
    for entity in &block.entities {
        let side = if entity.range.end() <= first.end() { first } else { CharRange::new(resumes, u32::MAX) };
        let mut after = entity.clone();
        let Some(proposed) = after.proposed.as_mut().filter(|_| !side.covers(reach(entity))) else {
            continue;
        };
        let limit = |at: u32| at.clamp(side.start(), side.end());
        proposed.range = CharRange::new(limit(proposed.range.start()), limit(proposed.range.end()));
        let change = Box::new(Change { before: Some(entity.clone()), after: Some(after) });
        draft.apply(Edit::Entity { article: article.clone(), block: block.id.clone(), change })?;
    }
    Ok(())
}

/// What stands between two blocks that become one.
fn gap(article: &Article, first: &Block, second: &Block, source: &[char]) -> Result<&'static str, Refusal> {
    let (Some(left), Some(right)) = (first.text.chars().next_back(), second.text.chars().next()) else {
        return Ok("");
    };
    let last = text::char_len(&first.text);
    let at = |block: &Block, position: u32| {
        let map = block.source_map(source).map_err(|_| Refusal::NoSource)?;
        let range = map.ranges(CharRange::new(position, position + 1), source);
        range.first().map(|range| range.start()).ok_or(Refusal::NoSource)
    };
    let (from, to) = (at(first, last - 1)?, at(second, 0)?);
    if to == from + 1 {
        return Ok("");
    }
    let between = source.get(from as usize + 1..to as usize);
    let line_end = |gap: &[char]| gap.iter().any(|c| !text::is_space(*c) || matches!(c, '\n' | '\r'));
    let running = matches!(first.role, Role::Paragraph | Role::Quote) && article.kind != Kind::Teaser;
    let gaps = if running { Gaps::Drop } else { Gaps::Keep };
    Ok(if text::keeps_space(left, right, between.is_none_or(line_end), gaps) { " " } else { "" })
}
