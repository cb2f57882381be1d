//! Marks that another tool has made, brought into an article in one act.
//!
//! A decision that is here already stands: another one at the very same place with another label is refused. Open
//! proposals in the way go as they go for any decision. Marks inside others and across others are kept as they came.

use super::{Refusal, begun, entity_edit, find, is_in_way, loose_relations};
use crate::annotation::{ArticleId, BlockId, Decider, Entity, EntityId, LabelId, Link, Proposed, Status};
use crate::issue::{Edit, Issue};
use crate::text::CharRange;
use std::collections::BTreeSet;

/// A mark of another tool.
#[derive(Clone, Debug, PartialEq)]
pub struct Visitor {
    /// In which article.
    pub article: ArticleId,
    /// In which block.
    pub block: BlockId,
    /// Code points of the block's text.
    pub range: CharRange,
    /// A label of the set.
    pub label: LabelId,
    /// `Proposed`, `Rejected`, or anything else for a decision.
    pub status: Status,
    /// Who or what made it.
    pub by: String,
    /// Of a proposal.
    pub score: f32,
    /// Normalised value.
    pub value: Option<String>,
    /// Link to a register.
    pub link: Option<Link>,
}

/// The act while its marks come; `draft` is the issue as it has left it so far.
#[derive(Debug)]
pub struct Arrival<'a> {
    /// The issue with what was brought.
    pub draft: Issue,
    /// What came of it so far.
    pub edits: Vec<Edit>,
    who: &'a Decider,
    /// Marks that this act has made or decided: they are in nobody's way.
    mine: BTreeSet<EntityId>,
}

impl<'a> Arrival<'a> {
    /// Begins on an issue.
    pub fn new(issue: Issue, who: &'a Decider) -> Self {
        Self { draft: issue, edits: Vec::new(), who, mine: BTreeSet::new() }
    }

    /// Does an edit.
    ///
    /// # Errors
    /// [`Refusal::Missing`] where it does not fit the issue.
    pub fn say(&mut self, edit: Edit) -> Result<(), Refusal> {
        self.draft.apply_one(&edit).map_err(|_| Refusal::Missing)?;
        self.edits.push(edit);
        Ok(())
    }

    /// Sets an untouched article to 在改.
    ///
    /// # Errors
    /// [`Refusal::Missing`] where it is not there.
    pub fn begin(&mut self, article: &ArticleId) -> Result<(), Refusal> {
        let edits = begun(self.draft.article(article).ok_or(Refusal::Missing)?);
        edits.into_iter().try_for_each(|edit| self.say(edit))
    }

    /// Brings a mark; the mark that stands for it now.
    ///
    /// # Errors
    /// [`Refusal::Nothing`] where it is here already, [`Refusal::Overlap`] where a decision is in its way, and
    /// [`Refusal::NoText`] where there are no words at its place.
    pub fn mark(&mut self, visitor: &Visitor) -> Result<EntityId, (Refusal, Option<EntityId>)> {
        let fail = |refusal| (refusal, None);
        let article = self.draft.article(&visitor.article).ok_or(fail(Refusal::Missing))?;
        let block = article.block(&visitor.block).ok_or(fail(Refusal::Missing))?;
        let text = super::quote(block, visitor.range).map_err(fail)?;
        let place = visitor.range.to_string();
        let here = || block.entities.iter().filter(|entity| entity.range == visitor.range);
        let known = here().find(|e| {
            e.label == visitor.label
                && (e.status == visitor.status || e.status.stands() && visitor.status.stands())
        });
        if let Some(known) = known
            && (known.status.is_decided() || !visitor.status.is_decided())
        {
            let id = known.id.clone();
            if known.status == Status::Rejected || visitor.status != Status::Rejected {
                return Err((Refusal::Nothing, Some(id)));
            }
        }
        let who = Decider {
            by: if visitor.by.is_empty() { self.who.by.clone() } else { visitor.by.clone() },
            ..self.who.clone()
        };
        let id = EntityId::derived(&[block.id.as_str(), &place, visitor.label.as_str(), &who.by, &who.at]);
        let proposed = || Proposed {
            by: visitor.by.clone(),
            score: visitor.score,
            label: visitor.label.clone(),
            range: visitor.range,
            reason: String::new(),
            runner_up: None,
        };
        let not_mine = |entity: &&Entity| !self.mine.contains(&entity.id);
        let (before, mut after) = match visitor.status {
            Status::Proposed => {
                let in_way = |e: &&Entity| e.status.is_decided() && is_in_way(e.range, visitor.range, &who);
                if let Some(other) = block.standing().filter(not_mine).find(in_way) {
                    return Err((Refusal::Overlap(other.text.clone()), None));
                }
                (None, Entity::proposal(id, text, proposed()))
            }
            Status::Rejected => {
                let other = here().filter(not_mine).find(|e| e.status.stands() && e.label == visitor.label);
                match other {
                    Some(other) if other.status.is_decided() => {
                        return Err((Refusal::Overlap(other.text.clone()), None));
                    }
                    Some(open) => (Some(open.clone()), open.rejected(&who)),
                    None => (None, Entity::proposal(id, text, proposed()).rejected(&who)),
                }
            }
            _ => {
                if let Some(other) =
                    here().filter(not_mine).find(|e| e.status.stands() && e.status.is_decided())
                {
                    return Err((Refusal::Overlap(other.text.clone()), None));
                }
                let open = || here().filter(not_mine).filter(|entity| entity.is_open());
                match open().find(|e| e.label == visitor.label).or_else(|| open().next()) {
                    Some(open) => {
                        let label = visitor.label.clone();
                        (Some(open.clone()), open.decided(label, visitor.range, text, &who))
                    }
                    None => (None, Entity::added(id, visitor.label.clone(), visitor.range, text, &who)),
                }
            }
        };
        if after.status.stands() {
            after.value = visitor.value.clone().or(after.value);
            after.link = visitor.link.clone().or(after.link);
        }
        let id = after.id.clone();
        let mut edits = Vec::new();
        if after.status.is_decided() && after.status.stands() {
            let in_way = |e: &&Entity| e.is_open() && e.id != id && is_in_way(e.range, visitor.range, &who);
            let gone: Vec<&Entity> = block.standing().filter(not_mine).filter(in_way).collect();
            let ids: Vec<&EntityId> = gone.iter().map(|entity| &entity.id).collect();
            edits.extend(
                gone.iter().map(|e| entity_edit(article, block, Some((*e).clone()), Some(e.rejected(&who)))),
            );
            edits.extend(loose_relations(article, &ids));
        }
        edits.push(entity_edit(article, block, before, Some(after)));
        edits.into_iter().try_for_each(|edit| self.say(edit)).map_err(fail)?;
        self.mine.insert(id.clone());
        Ok(id)
    }

    /// Whether a mark of this act stands under the id.
    pub fn stands(&self, id: &EntityId) -> bool {
        find(&self.draft, id).is_ok_and(|found| found.entity.status.stands())
    }
}
