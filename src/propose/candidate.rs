//! What a rule says: this stretch of a block is a name of this class, for this reason.
//!
//! Rules are independent of each other's success: each pushes candidates into [`Findings`], later rules may read what
//! earlier ones found, and `resolve` picks the best set that does not overlap.

use crate::annotation::{Entity, LabelId};
use crate::strings::Message;
use std::ops::Range;

/// The eight labels of the house's set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Class {
    Per,
    Org,
    Loc,
    Time,
    Title,
    Event,
    Work,
    Term,
}

impl Class {
    /// All eight, in the order of the label set.
    pub(crate) const ALL: [Self; 8] =
        [Self::Per, Self::Org, Self::Loc, Self::Time, Self::Title, Self::Event, Self::Work, Self::Term];

    /// The label as written in files.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Per => "PER",
            Self::Org => "ORG",
            Self::Loc => "LOC",
            Self::Time => "TIME",
            Self::Title => "TITLE",
            Self::Event => "EVENT",
            Self::Work => "WORK",
            Self::Term => "TERM",
        }
    }

    /// Where a mark stands in its block and its class, where that is one of the eight.
    pub(crate) fn mark(entity: &Entity) -> Option<(Span, Self)> {
        let span = entity.range.start() as usize..entity.range.end() as usize;
        Some((span, Self::of(&entity.label)?))
    }

    /// The class of a label, where it is one of the eight.
    pub(crate) fn of(label: &LabelId) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.name() == label.as_str())
    }

    /// The label's id.
    pub(crate) fn label(self) -> LabelId {
        LabelId::new(self.name())
    }
}

/// A stretch of a block's characters.
pub(crate) type Span = Range<usize>;

/// One reading of one stretch.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Candidate {
    /// Which characters.
    pub(crate) span: Span,
    /// Read as what.
    pub(crate) class: Class,
    /// 0 to 1: how often such a reading is right.
    pub(crate) score: f32,
    /// Why, in facts that an editor can check.
    pub(crate) reason: Message,
    /// The next best reading of the same stretch.
    pub(crate) runner_up: Option<(Class, f32)>,
}

impl Candidate {
    /// A candidate without a second reading.
    pub(crate) fn new(span: Span, class: Class, score: f32, reason: Message) -> Self {
        Self { span, class, score, reason, runner_up: None }
    }
}

/// All candidates of one block so far.
#[derive(Clone, Debug, Default)]
pub(crate) struct Findings(pub(crate) Vec<Candidate>);

impl Findings {
    /// Adds a reading.
    pub(crate) fn push(&mut self, span: Span, class: Class, score: f32, reason: Message) {
        if !span.is_empty() {
            self.0.push(Candidate::new(span, class, score, reason));
        }
    }

    /// Candidates of a class.
    pub(crate) fn of(&self, class: Class) -> impl Iterator<Item = &Candidate> {
        self.0.iter().filter(move |c| c.class == class)
    }

    /// The longest candidate of a class that begins at a position.
    pub(crate) fn starting(&self, class: Class, at: usize) -> Option<&Candidate> {
        self.of(class).filter(|c| c.span.start == at).max_by_key(|c| c.span.end)
    }

    /// The longest candidate of a class that ends at a position.
    pub(crate) fn ending(&self, class: Class, at: usize) -> Option<&Candidate> {
        self.of(class).filter(|c| c.span.end == at).min_by_key(|c| c.span.start)
    }

    /// Whether a candidate of the class covers the position.
    pub(crate) fn covers(&self, class: Class, at: usize) -> bool {
        self.of(class).any(|c| c.span.contains(&at))
    }
}
