//! What learning would have been worth: articles with their right marks, one after another, as if an editor finished each
//! of them before the next.
//!
//! Each article is proposed for twice, by the program's own weights alone and with what the articles before have taught;
//! both are compared with the right marks, then the article is learned from as an editor would have left it.

use super::candidate::{Candidate, Class, Span};
use super::learned::{Learned, Lesson};
use super::proposer::Proposer;
use crate::annotation::{Decider, Entity, EntityId, Proposed};
use crate::issue::{ArticleStatus, Issue, Kind};
use crate::text::{self, CharRange};
use serde::Serialize;
use std::time::Duration;

/// What an editor would have to do to the proposals of an article.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Edits {
    /// Right as they are.
    pub accepted: usize,
    /// Right characters, another label.
    pub relabelled: usize,
    /// Right label, other characters.
    pub moved: usize,
    /// Marks where nothing was proposed.
    pub added: usize,
    /// Proposals where nothing is to be marked.
    pub rejected: usize,
}

impl Edits {
    /// All but accepting.
    pub fn corrections(&self) -> usize {
        self.relabelled + self.moved + self.added + self.rejected
    }
}

/// How proposals compare with the right marks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Outcome {
    /// Proposals.
    pub proposed: usize,
    /// Right marks.
    pub wanted: usize,
    /// The same of persons, places and bodies: right, proposed, wanted.
    pub core: [usize; 3],
    /// The editor's work.
    pub edits: Edits,
}

impl Outcome {
    /// Strict F1 of all labels.
    pub fn f1(&self) -> f64 {
        2.0 * self.edits.accepted as f64 / (self.proposed + self.wanted).max(1) as f64
    }

    /// Strict F1 of persons, places and bodies.
    pub fn core_f1(&self) -> f64 {
        2.0 * self.core[0] as f64 / (self.core[1] + self.core[2]).max(1) as f64
    }

    /// Adds another outcome.
    pub fn add(&mut self, other: &Self) {
        self.proposed += other.proposed;
        self.wanted += other.wanted;
        self.core.iter_mut().zip(other.core).for_each(|(sum, one)| *sum += one);
        let (sum, one) = (&mut self.edits, &other.edits);
        sum.accepted += one.accepted;
        sum.relabelled += one.relabelled;
        sum.moved += one.moved;
        sum.added += one.added;
        sum.rejected += one.rejected;
    }
}

/// One article.
#[derive(Clone, Debug)]
pub struct Step {
    /// Which issue.
    pub issue: usize,
    /// By the program's own weights.
    pub fixed: Outcome,
    /// With what was learned before.
    pub learning: Outcome,
    /// How long reading the finished article took, and learning from it.
    pub took: [Duration; 2],
}

/// A mark of a block.
type Mark = (Span, Class);

/// Walks the issues' articles in order; `see` is told each as it is done. Returns what was learned.
pub fn simulate(proposer: &Proposer, issues: &[Issue], see: &mut dyn FnMut(Step)) -> Learned {
    let mut learned = Learned::default();
    let nothing = Learned::default();
    for (n, issue) in issues.iter().enumerate() {
        let pages = proposer.read(&issue.articles, &|_| true).unwrap_or_default();
        let fixed = proposer.reread(&pages, &nothing);
        for (a, article) in issue.articles.iter().enumerate().filter(|(_, a)| a.kind != Kind::Furniture) {
            let mut step = Step {
                issue: n,
                fixed: Outcome::default(),
                learning: Outcome::default(),
                took: Default::default(),
            };
            let mut finished = article.clone();
            finished.status = ArticleStatus::Done;
            let learning = proposer.reread(&pages, &learned);
            let readings = fixed.iter().zip(&learning);
            for (page, (fixed, learning)) in
                pages.iter().zip(readings).filter(|(page, _)| page.article == a && page.whole)
            {
                let Some(block) = finished.blocks.get_mut(page.block) else { continue };
                let wanted: Vec<Mark> = block.standing().filter_map(Class::mark).collect();
                step.fixed.add(&compare(&wanted, fixed).outcome);
                let decided = compare(&wanted, learning);
                step.learning.add(&decided.outcome);
                block.entities = decided.entities(&block.text);
            }
            let start = std::time::Instant::now();
            if let Some(lesson) = Lesson::read(proposer, &finished) {
                step.took[0] = start.elapsed();
                learned.learn(proposer, lesson);
                step.took[1] = start.elapsed().saturating_sub(step.took[0]);
            }
            see(step);
        }
    }
    learned
}

/// The proposals of a block with what becomes of them.
struct Decisions {
    outcome: Outcome,
    /// Right marks, each with the proposal that it was made of.
    right: Vec<(Mark, Option<Mark>)>,
    rejected: Vec<Mark>,
}

/// What an editor makes of the proposals: first those that are right, then those with right characters, then those that
/// overlap, the longest overlap first.
fn compare(wanted: &[Mark], proposed: &[Candidate]) -> Decisions {
    let mut open: Vec<Mark> = proposed.iter().map(|c| (c.span.clone(), c.class)).collect();
    let mut right: Vec<(Mark, Option<Mark>)> = wanted.iter().map(|mark| (mark.clone(), None)).collect();
    let core = |class: Class| matches!(class, Class::Per | Class::Loc | Class::Org);
    let mut outcome = Outcome { proposed: open.len(), wanted: wanted.len(), ..Outcome::default() };
    outcome.core[1] = open.iter().filter(|(_, class)| core(*class)).count();
    outcome.core[2] = wanted.iter().filter(|(_, class)| core(*class)).count();
    let common = |a: &Span, b: &Span| a.end.min(b.end).saturating_sub(a.start.max(b.start));
    let edits = &mut outcome.edits;
    for round in 0..3 {
        for ((span, class), from) in right.iter_mut().filter(|(_, from)| from.is_none()) {
            let fits = |(other, as_class): &Mark| match round {
                0 => usize::from(other == span && as_class == class),
                1 => usize::from(other == span),
                _ => common(span, other),
            };
            let best = open.iter().enumerate().map(|(n, mark)| (fits(mark), n)).filter(|(fit, _)| *fit > 0);
            let Some((_, place)) = best.max_by_key(|(fit, n)| (*fit, std::cmp::Reverse(*n))) else {
                continue;
            };
            let taken = open.remove(place);
            outcome.core[0] += usize::from(round == 0 && core(*class));
            edits.accepted += usize::from(round == 0);
            edits.relabelled += usize::from(round > 0 && taken.1 != *class);
            edits.moved += usize::from(round == 2);
            *from = Some(taken);
        }
    }
    edits.added = right.iter().filter(|(_, from)| from.is_none()).count();
    edits.rejected = open.len();
    Decisions { outcome, right, rejected: open }
}

impl Decisions {
    /// The block's marks as the editor leaves them.
    fn entities(&self, block: &str) -> Vec<Entity> {
        let who = Decider { by: "simulate".to_owned(), at: String::new(), nested: false };
        let range = |span: &Span| CharRange::new(span.start as u32, span.end as u32);
        let quote = |span: &Span| text::slice(block, range(span)).unwrap_or_default().to_owned();
        let id =
            |(span, class): &Mark| EntityId::new(format!("{}-{} {}", span.start, span.end, class.name()));
        let proposal = |mark: &Mark| {
            let proposed = Proposed {
                by: String::new(),
                score: 0.0,
                label: mark.1.label(),
                range: range(&mark.0),
                reason: String::new(),
                runner_up: None,
            };
            Entity::proposal(id(mark), quote(&mark.0), proposed)
        };
        let stands = self.right.iter().map(|(mark, from)| match from {
            Some(from) => proposal(from).decided(mark.1.label(), range(&mark.0), quote(&mark.0), &who),
            None => Entity::added(id(mark), mark.1.label(), range(&mark.0), quote(&mark.0), &who),
        });
        stands.chain(self.rejected.iter().map(|mark| proposal(mark).rejected(&who))).collect()
    }
}
