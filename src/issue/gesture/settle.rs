//! A dispute is decided: one side's word holds, or all of them, or none.
//!
//! What holds is put into the issue as its maker said it, with their name and time; who decided, and what the others had
//! said, is in the event. Marks of the losing sides go: proposals are rejected, added ones taken away. Where something else
//! that is decided is in the way, the act is refused and nothing changes.

use super::draft::place_for;
use super::{Outcome, Refusal, entity_edit, is_in_way, loose_relations, place};
use crate::annotation::{Decider, DisputeId, Entity, EntityId, Keyword, Reading, Relation, Status, Topic};
use crate::issue::{
    Article, ArticleFacts, ArticleStatus, Block, Change, Dispute, Edit, Issue, Says, Transaction,
};

/// What is decided on a dispute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// The word of the side with this number.
    Side(usize),
    /// All of them together.
    All,
    /// None of them.
    Neither,
    /// It stays as it stands now.
    AsIs,
}

/// Decides a dispute. With its last one an article is 已核 where it had been finished, else what it was before.
///
/// # Errors
/// [`Refusal::Missing`], [`Refusal::Overlap`] where something decided is in the way, [`Refusal::Together`] where the sides
/// cannot all hold or there is no nothing, [`Refusal::ByHand`] where this can be put right by hand only.
pub fn settle(issue: &Issue, id: &DisputeId, choice: Choice, who: &Decider) -> Outcome {
    let dispute = issue.dispute(id).ok_or(Refusal::Missing)?;
    let mut edits = word(issue, dispute, choice, who)?;
    let mut now = issue.clone();
    let done = Transaction { gesture: String::new(), edits: edits.clone() };
    now.apply(&done).map_err(|_| Refusal::Missing)?;
    let change = Change { before: Some(dispute.clone()), after: None };
    edits.push(Edit::Dispute { change: Box::new(change) });
    if let Some(article) = dispute.article.as_ref().and_then(|id| now.article(id))
        && article.status == ArticleStatus::Disputed
        && now.disputes_of(&article.id).all(|other| other.id == *id)
    {
        let status = if dispute.was.is_finished() { ArticleStatus::Checked } else { dispute.was };
        edits.push(facts_edit(article, |facts| facts.status = status));
    }
    Ok(Transaction { gesture: "gesture.settle".into(), edits })
}

/// The edits that make a choice hold, without those that end the dispute.
///
/// # Errors
/// As [`settle`].
pub fn word(issue: &Issue, dispute: &Dispute, choice: Choice, who: &Decider) -> Result<Vec<Edit>, Refusal> {
    let first = &dispute.sides.first().ok_or(Refusal::Missing)?.says;
    let chosen = match choice {
        Choice::AsIs => return Ok(Vec::new()),
        Choice::Side(n) => vec![&dispute.sides.get(n).ok_or(Refusal::Missing)?.says],
        Choice::All if first.can_join() => dispute.sides.iter().map(|side| &side.says).collect(),
        Choice::Neither if first.can_drop() => Vec::new(),
        Choice::All | Choice::Neither => return Err(Refusal::Together),
    };
    let says = chosen.first().copied();
    match first {
        Says::Marks(_) => {
            let marks = |says: &Says| match says {
                Says::Marks(marks) => marks.clone(),
                _ => Vec::new(),
            };
            let all: Vec<Entity> = dispute.sides.iter().flat_map(|side| marks(&side.says)).collect();
            let chosen: Vec<Vec<Entity>> = chosen.into_iter().map(marks).collect();
            let (article, block) = held(issue, dispute)?;
            marks_edits(issue, article, block, &all, &chosen, who)
        }
        Says::Topic(_) => {
            let chosen = if let Some(Says::Topic(topic)) = says { topic.clone() } else { None };
            Ok(topic_edit(named(issue, dispute)?, &dispute.text, chosen, who).into_iter().collect())
        }
        Says::Keyword(_) => {
            let chosen = if let Some(Says::Keyword(word)) = says { word.clone() } else { None };
            Ok(keyword_edit(named(issue, dispute)?, &dispute.text, chosen, who).into_iter().collect())
        }
        Says::Relation(_) => {
            let chosen = if let Some(Says::Relation(one)) = says { one.clone() } else { None };
            relation_edit(named(issue, dispute)?, dispute, chosen, who)
        }
        Says::Reading(_) => {
            let chosen = if let Some(Says::Reading(one)) = says { one.clone() } else { None };
            let (article, block) = held(issue, dispute)?;
            Ok(reading_edit(article, block, dispute, chosen).into_iter().collect())
        }
        Says::Role(_) => {
            let Some(Says::Role(facts)) = says else { return Err(Refusal::Together) };
            let (article, block) = held(issue, dispute)?;
            let before = block.facts();
            let mut after = facts.clone();
            after.proposed = after.proposed.or_else(|| before.proposed.clone());
            let edit = Edit::Block { article: article.id.clone(), block: block.id.clone(), before, after };
            Ok(if block.role == facts.role { Vec::new() } else { vec![edit] })
        }
        Says::Place(_) => {
            let Some(Says::Place(to)) = says else { return Err(Refusal::Together) };
            let (article, block) = held(issue, dispute)?;
            if article.id == *to {
                return Ok(Vec::new());
            }
            let target = issue.article(to).ok_or(Refusal::ByHand)?;
            let at = place_for(target, block.role, block.first_source().unwrap_or_default());
            Ok(place::place_block(issue, &block.id, to, at, who)?.edits)
        }
        Says::Kind(_) => {
            let Some(Says::Kind(kind)) = says else { return Err(Refusal::Together) };
            Ok(changed(named(issue, dispute)?, |facts| facts.kind = *kind))
        }
        Says::Headline(_) => {
            let typed = if let Some(Says::Headline(typed)) = says { typed.clone() } else { None };
            Ok(changed(named(issue, dispute)?, |facts| facts.supplied_headline = typed))
        }
        Says::Abstract(_) => {
            let line = if let Some(Says::Abstract(line)) = says { line.clone() } else { None };
            Ok(changed(named(issue, dispute)?, |facts| facts.summary = line))
        }
        Says::Issue(_) => {
            let Some(Says::Issue(after)) = says else { return Err(Refusal::Together) };
            let (before, after) = (issue.facts(), after.clone());
            Ok(if before == after { Vec::new() } else { vec![Edit::Issue { before, after }] })
        }
        Says::Layout(_) => match (says, named(issue, dispute)) {
            (Some(Says::Layout(wanted)), Ok(article)) if *wanted == layout(article) => Ok(Vec::new()),
            _ => Err(Refusal::ByHand),
        },
    }
}

/// How an article is cut into blocks, in short: the beginning of each.
pub fn layout(article: &Article) -> Vec<String> {
    let begin = |block: &Block| -> String {
        let length = block.text.chars().count();
        let begin: String = block.text.chars().take(10).collect();
        format!("{begin}·{length}")
    };
    article.blocks.iter().map(begin).collect()
}

fn named<'a>(issue: &'a Issue, dispute: &Dispute) -> Result<&'a Article, Refusal> {
    dispute.article.as_ref().and_then(|id| issue.article(id)).ok_or(Refusal::Missing)
}

/// The block that the dispute is in, wherever it went meanwhile.
fn held<'a>(issue: &'a Issue, dispute: &Dispute) -> Result<(&'a Article, &'a Block), Refusal> {
    let id = dispute.block.as_ref().ok_or(Refusal::Missing)?;
    let (article, n) = issue.holder(id).ok_or(Refusal::Missing)?;
    Ok((article, article.blocks.get(n).ok_or(Refusal::Missing)?))
}

fn facts_edit(article: &Article, change: impl FnOnce(&mut ArticleFacts)) -> Edit {
    let before = article.facts();
    let mut after = before.clone();
    change(&mut after);
    Edit::Article { article: article.id.clone(), before: Box::new(before), after: Box::new(after) }
}

fn changed(article: &Article, change: impl FnOnce(&mut ArticleFacts)) -> Vec<Edit> {
    match facts_edit(article, change) {
        Edit::Article { before, after, .. } if before == after => Vec::new(),
        edit => vec![edit],
    }
}

fn same(one: &Entity, other: &Entity) -> bool {
    one.range == other.range && one.label == other.label
}

/// Has the `chosen` marks stand in a block, and no other one of `all`.
fn marks_edits(
    issue: &Issue,
    article: &Article,
    block: &Block,
    all: &[Entity],
    chosen: &[Vec<Entity>],
    who: &Decider,
) -> Result<Vec<Edit>, Refusal> {
    let mut wanted: Vec<&Entity> = Vec::new();
    for side in chosen {
        // One annotator's marks go together; those of several need not.
        let before = wanted.len();
        for mark in side.iter().filter(|mark| mark.status.stands()) {
            if !mark.fits(&block.text) {
                return Err(Refusal::NoText);
            }
            if wanted.iter().any(|known| same(known, mark)) {
                continue;
            }
            if wanted[..before].iter().any(|known| is_in_way(known.range, mark.range, who)) {
                return Err(Refusal::Together);
            }
            wanted.push(mark);
        }
    }
    let stands = |mark: &Entity| wanted.iter().any(|known| same(known, mark));
    let mut now: Vec<Entity> = block.entities.clone();
    // Who loses goes first, so that nothing is in the way of who wins.
    for mark in &mut now {
        if mark.status.stands()
            && mark.status.is_decided()
            && !stands(mark)
            && all.iter().any(|one| one.status.stands() && same(one, mark))
        {
            *mark = mark.rejected(who);
        }
    }
    for mark in &wanted {
        stand(issue, block, &mut now, mark, &wanted, who)?;
    }
    // By name rejected ones are kept as what they are: names that somebody refused.
    for mark in chosen.iter().flatten().filter(|mark| !mark.status.stands()) {
        let taken = |one: &&mut Entity| one.is_open() && (one.id == mark.id || same(one, mark));
        if let Some(open) = now.iter_mut().find(taken) {
            let (by, at) = (mark.by.clone(), mark.at.clone());
            *open = Entity { by, at, ..open.rejected(who) };
        }
    }
    let mut edits = Vec::new();
    let mut gone: Vec<&EntityId> = Vec::new();
    for before in &block.entities {
        let after = now.iter().find(|mark| mark.id == before.id);
        let after = after.filter(|mark| *mark == before || mark.status.stands() || mark.proposed.is_some());
        if after != Some(before) {
            if before.status.stands() && after.is_none_or(|after| !after.status.stands()) {
                gone.push(&before.id);
            }
            edits.push(entity_edit(article, block, Some(before.clone()), after.cloned()));
        }
    }
    for after in now.iter().filter(|mark| block.entity(&mark.id).is_none()) {
        edits.push(entity_edit(article, block, None, Some(after.clone())));
    }
    edits.extend(loose_relations(article, &gone));
    // Those that make room come before those that take it.
    edits.sort_by_key(|edit| match edit {
        Edit::Entity { change, .. } => change.after.as_ref().is_some_and(|after| after.status.stands()),
        _ => false,
    });
    Ok(edits)
}

/// Has one mark stand among those of a block.
fn stand(
    issue: &Issue,
    block: &Block,
    now: &mut Vec<Entity>,
    mark: &Entity,
    wanted: &[&Entity],
    who: &Decider,
) -> Result<(), Refusal> {
    // The one that is there already, or the proposal that it was made of, or one of the same words.
    let place = now.iter().position(|one| one.status.stands() && same(one, mark)).or_else(|| {
        let free = |one: &Entity| !one.status.stands() || one.is_open();
        now.iter().position(|one| one.id == mark.id && free(one))
    });
    let own = place.and_then(|n| now.get(n)).map(|one| one.id.clone());
    let together = |other: &Entity| other.status.is_decided() && wanted.iter().any(|one| same(one, other));
    for other in now.iter_mut().filter(|other| Some(&other.id) != own.as_ref() && other.status.stands()) {
        if !together(other) && is_in_way(other.range, mark.range, who) {
            if other.status.is_decided() {
                return Err(Refusal::Overlap(other.text.clone()));
            }
            *other = Entity { by: mark.by.clone(), at: mark.at.clone(), ..other.rejected(who) };
        }
    }
    match place.and_then(|n| now.get_mut(n)) {
        Some(one) if one.status.is_decided() && one.status.stands() && same(one, mark) => {
            (one.value, one.link) = (mark.value.clone(), mark.link.clone());
        }
        Some(one) => {
            let proposed = one.proposed.clone().or_else(|| mark.proposed.clone());
            let status = match &proposed {
                None => Status::Added,
                Some(p) if p.label == mark.label && p.range == mark.range => Status::Accepted,
                Some(_) => Status::Corrected,
            };
            *one = Entity { id: one.id.clone(), status, proposed, ..mark.clone() };
        }
        None => {
            let taken = issue.find(&mark.id).is_some() || now.iter().any(|one| one.id == mark.id);
            let id = if taken {
                let place = mark.range.to_string();
                EntityId::derived(&[
                    mark.id.as_str(),
                    block.id.as_str(),
                    &place,
                    mark.label.as_str(),
                    &who.at,
                ])
            } else {
                mark.id.clone()
            };
            now.push(Entity { id, ..mark.clone() });
        }
    }
    Ok(())
}

/// What becomes of something that is there or not, by the side that was chosen; `None` where it stands so already.
fn outcome<T: Clone>(
    before: Option<T>,
    chosen: Option<T>,
    status: impl Fn(&T) -> Status,
    rejected: impl Fn(&T) -> T,
) -> Option<Change<T>> {
    let after = match (&before, chosen) {
        (Some(now), Some(chosen))
            if status(now).is_decided() && status(now).stands() == status(&chosen).stands() =>
        {
            return None;
        }
        (None, Some(chosen)) if !status(&chosen).stands() => return None,
        (_, Some(chosen)) => Some(chosen),
        (Some(now), None) if status(now) == Status::Added => None,
        (Some(now), None) if status(now).stands() => Some(rejected(now)),
        _ => return None,
    };
    Some(Change { before, after })
}

fn topic_edit(article: &Article, code: &str, chosen: Option<Topic>, who: &Decider) -> Option<Edit> {
    let before = article.topics.iter().find(|topic| topic.code == code).cloned();
    let rejected = |now: &Topic| now.decided(Status::Rejected, who);
    let change = outcome(before, chosen, |topic| topic.status, rejected)?;
    Some(Edit::Topic { article: article.id.clone(), change })
}

fn keyword_edit(article: &Article, text: &str, chosen: Option<Keyword>, who: &Decider) -> Option<Edit> {
    let before = article.keywords.iter().find(|word| word.text == text).cloned();
    let rejected = |now: &Keyword| Keyword { status: Status::Rejected, by: who.by.clone(), ..now.clone() };
    let change = outcome(before, chosen, |word| word.status, rejected)?;
    Some(Edit::Keyword { article: article.id.clone(), change })
}

fn relation_edit(
    article: &Article,
    dispute: &Dispute,
    chosen: Option<Relation>,
    who: &Decider,
) -> Result<Vec<Edit>, Refusal> {
    let said = dispute.sides.iter().find_map(|side| match &side.says {
        Says::Relation(one) => one.as_ref(),
        _ => None,
    });
    let Some(said) = said else { return Ok(Vec::new()) };
    let is_it = |one: &&Relation| (one.kind, &one.from, &one.to) == (said.kind, &said.from, &said.to);
    let before = article.relations.iter().find(is_it).cloned();
    let there = |id: &EntityId| article.entities().any(|(_, mark)| mark.id == *id && mark.status.stands());
    let rejected = |now: &Relation| Relation { status: Status::Rejected, by: who.by.clone(), ..now.clone() };
    let id = before.as_ref().map(|now| now.id.clone());
    let chosen = chosen.map(|chosen| Relation { id: id.unwrap_or_else(|| chosen.id.clone()), ..chosen });
    let wanted = chosen.as_ref().filter(|one| one.status.stands());
    let possible = wanted.is_none_or(|one| there(&one.from) && there(&one.to));
    match outcome(before, chosen, |one| one.status, rejected) {
        None => Ok(Vec::new()),
        Some(_) if !possible => Err(Refusal::Missing),
        Some(change) => Ok(vec![Edit::Relation { article: article.id.clone(), change }]),
    }
}

fn reading_edit(
    article: &Article,
    block: &Block,
    dispute: &Dispute,
    chosen: Option<Reading>,
) -> Option<Edit> {
    let place = dispute.range?;
    let before = block.readings.iter().find(|one| one.range == place).cloned();
    let said = |one: &Option<Reading>| one.as_ref().map(|one| one.reading.clone());
    if said(&before) == said(&chosen) {
        return None;
    }
    let change = Change { before, after: chosen };
    Some(Edit::Reading { article: article.id.clone(), block: block.id.clone(), change })
}
