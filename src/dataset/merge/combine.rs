//! A version of an issue taken into another one: what nobody contradicts comes in, the rest is noted as disputed.

use super::differ::{Verdict, Version, differ, is_finished};
use super::look::{said, same};
use super::pairing::Pairing;
use crate::annotation::{ArticleId, Decider, Entity};
use crate::issue::gesture::{Choice, word};
use crate::issue::{Article, ArticleFacts, ArticleStatus, Change, Dispute, Edit, Issue, Says, Transaction};
use std::collections::BTreeSet;

/// What taking a version in comes to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Combined {
    /// The change; without edits where there is nothing to change.
    pub transaction: Transaction,
    /// Words that are taken in.
    pub taken: usize,
    /// Words of the issue that the version says nothing against.
    pub kept: usize,
    /// What has to be decided now that had not before.
    pub open: usize,
}

/// Takes the version `other` into `base`. `decided` are the disputes that were decided before: nobody is asked twice.
pub fn combine(base: Version<'_>, other: Version<'_>, decided: &[Dispute], who: &Decider) -> Combined {
    let mut work =
        Work { issue: base.issue.clone(), combined: Combined::default(), disputed: BTreeSet::new() };
    work.combined.transaction.gesture = "gesture.combine".into();
    let differences = differ(base, other);
    let mut open: Vec<Dispute> = Vec::new();
    let known = |dispute: &Dispute| base.issue.disputes.iter().any(|known| known.is_about(dispute));
    for difference in differences.iter().filter(|difference| !known(&difference.dispute)) {
        let dispute = &difference.dispute;
        match difference.verdict {
            Verdict::Keep => work.combined.kept += 1,
            Verdict::Take => match word(&work.issue, dispute, Choice::Side(1), who) {
                Ok(edits) if work.apply(&edits) => work.combined.taken += usize::from(!edits.is_empty()),
                _ => open.push(dispute.clone()),
            },
            Verdict::Open => open.push(dispute.clone()),
        }
    }
    open.retain(|dispute| !was_decided(decided, dispute, other.by));
    let pairing = Pairing::of(base.issue, other.issue);
    for dispute in &base.issue.disputes {
        let about = differences.iter().find(|difference| difference.dispute.is_about(dispute));
        let says = about.and_then(|found| found.dispute.sides.get(1)).map(|side| side.says.clone());
        let mut heard = dispute.clone();
        if let Some(says) = voice(dispute, says, &pairing, (base.issue, other.issue)) {
            heard.hear(other.by, says);
        }
        work.dispute(Some(dispute), &heard);
    }
    work.remarks(base.issue, &pairing);
    for mut dispute in open {
        work.combined.open += 1;
        if dispute.was == ArticleStatus::Disputed {
            let others = base.issue.disputes.iter().filter(|known| known.article == dispute.article);
            dispute.was = others.map(|known| known.was).next().unwrap_or(ArticleStatus::InProgress);
        }
        work.dispute(None, &dispute);
    }
    work.states(base.issue, &pairing);
    work.combined
}

/// Whether somebody was asked this already, and heard the same from the same annotator.
pub(super) fn was_decided(decided: &[Dispute], dispute: &Dispute, by: &str) -> bool {
    let Some(said) = dispute.sides.last() else { return false };
    let heard = |known: &Dispute| {
        known.sides.iter().any(|side| side.says.agrees(&said.says) && side.by.iter().any(|name| name == by))
    };
    decided.iter().any(|known| known.is_about(dispute) && heard(known))
}

/// What a further annotator says to an open dispute; `None` where they say nothing.
fn voice(
    dispute: &Dispute,
    differing: Option<Says>,
    pairing: &Pairing<'_>,
    (base, other): (&Issue, &Issue),
) -> Option<Says> {
    let twin = dispute.article.as_ref().and_then(|id| pairing.article(id));
    let finished = twin.is_some_and(|article| is_finished(other, article));
    let first = dispute.sides.first().map(|side| &side.says)?;
    if let (Says::Marks(_), Some(range), Some(block)) = (first, dispute.range, &dispute.block) {
        let (here, twin) = (base.holder(block)?, pairing.block(block)?.1);
        let here = here.0.blocks.get(here.1)?;
        // What both have anyway is not what the dispute is about.
        let has = |marks: &[Entity], mark: &Entity| {
            marks.iter().any(|one| same(one, mark) && one.status.stands() == mark.status.stands())
        };
        let in_sides = |mark: &Entity| {
            dispute.sides.iter().any(|side| matches!(&side.says, Says::Marks(marks) if has(marks, mark)))
        };
        let agreed = |mark: &Entity| has(&said(here, range), mark) && !in_sides(mark);
        let marks: Vec<Entity> = said(twin, range).into_iter().filter(|mark| !agreed(mark)).collect();
        return (finished || !marks.is_empty()).then_some(Says::Marks(marks));
    }
    // Who differs in nothing says what stands.
    differing.or_else(|| finished.then(|| first.clone()))
}

struct Work {
    issue: Issue,
    combined: Combined,
    /// Articles with a dispute that is new, or has one side more.
    disputed: BTreeSet<ArticleId>,
}

impl Work {
    fn apply(&mut self, edits: &[Edit]) -> bool {
        let step = Transaction { gesture: String::new(), edits: edits.to_vec() };
        let fits = self.issue.apply(&step).is_ok();
        if fits {
            self.combined.transaction.edits.extend(step.edits);
        }
        fits
    }

    fn dispute(&mut self, before: Option<&Dispute>, after: &Dispute) {
        if before == Some(after) || (before.is_none() && self.issue.dispute(&after.id).is_some()) {
            return;
        }
        let mut after = after.clone();
        if let Some((home, _)) = after.block.as_ref().and_then(|block| self.issue.holder(block)) {
            after.article = Some(home.id.clone());
        }
        let change = Change { before: before.cloned(), after: Some(after.clone()) };
        if self.apply(&[Edit::Dispute { change: Box::new(change) }]) {
            self.disputed.extend(after.article);
        }
    }

    /// Notes contradict nobody: everybody's stay.
    fn remarks(&mut self, base: &Issue, pairing: &Pairing<'_>) {
        for article in &base.articles {
            for block in &article.blocks {
                let Some((_, twin)) = pairing.block(&block.id) else { continue };
                let new = |remark: &&crate::annotation::Remark| {
                    block.remarks.iter().all(|known| {
                        known.id != remark.id && (known.range, &known.note) != (remark.range, &remark.note)
                    })
                };
                for remark in twin.remarks.iter().filter(new) {
                    let Some((home, _)) = self.issue.holder(&block.id) else { continue };
                    let change = Change { before: None, after: Some(remark.clone()) };
                    let edit = Edit::Remark { article: home.id.clone(), block: block.id.clone(), change };
                    self.combined.taken += usize::from(self.apply(&[edit]));
                }
            }
        }
    }

    /// Notes and states of articles.
    fn states(&mut self, base: &Issue, pairing: &Pairing<'_>) {
        for id in base.articles.iter().map(|article| article.id.clone()) {
            let (Some(now), other) = (self.issue.article(&id), pairing.article(&id)) else { continue };
            let before = now.facts();
            let mut after = before.clone();
            let own = |article: &Article| article.notes.clone();
            for note in other.map(own).unwrap_or_default() {
                if !after.notes.iter().any(|known| known.text == note.text) {
                    after.notes.push(note);
                }
            }
            state(&mut after, other, self.disputed.contains(&id));
            if before != after {
                let (before, after) = (Box::new(before), Box::new(after));
                self.apply(&[Edit::Article { article: id, before, after }]);
            }
        }
    }
}

/// The state that follows: disputed where something is to be decided; what nobody had begun is as far as the other is.
fn state(facts: &mut ArticleFacts, other: Option<&Article>, disputed: bool) {
    if disputed {
        facts.status = ArticleStatus::Disputed;
    } else if let Some(other) = other.filter(|_| facts.status == ArticleStatus::New) {
        let theirs = other.status;
        facts.status = if theirs == ArticleStatus::Disputed { ArticleStatus::InProgress } else { theirs };
    }
}
