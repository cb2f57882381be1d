//! 只看: of the rows of a text only those of a topic, of a state of the place or of a state of the article.

use super::ContextPage;
use crate::annotation::Status;
use crate::issue::ArticleStatus;
use crate::issue::concordance::{Place, Stands};

/// How a place stands, told more roughly than [`Stands`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// 未标
    Bare,
    /// 提议
    Proposed,
    /// 已裁定: a mark that stands.
    Decided,
    /// 已否决
    Rejected,
    /// A part of another mark, or in its way.
    Other,
}

impl Standing {
    /// That of a place.
    pub fn of(place: &Place) -> Self {
        match &place.stands {
            Stands::Nothing => Self::Bare,
            Stands::Mark { status: Status::Proposed, .. } => Self::Proposed,
            Stands::Mark { status: Status::Rejected, .. } => Self::Rejected,
            Stands::Mark { .. } => Self::Decided,
            _ => Self::Other,
        }
    }

    /// Key of its name.
    pub fn key(self) -> &'static str {
        match self {
            Self::Bare => "context.unmarked",
            Self::Proposed => "context.proposed",
            Self::Decided => "context.is_decided",
            Self::Rejected => "context.rejected",
            Self::Other => "context.overlaps",
        }
    }
}

/// Something that only some of the rows have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Facet {
    /// A topic of the article, by its code.
    Topic(String),
    /// How the place stands.
    Stands(Standing),
    /// How far the article is.
    Status(ArticleStatus),
}

impl Facet {
    /// Whether a place has it.
    pub fn has(&self, place: &Place) -> bool {
        match self {
            Self::Topic(code) => place.bearing.topics.contains(code),
            Self::Stands(standing) => Standing::of(place) == *standing,
            Self::Status(status) => place.bearing.status == *status,
        }
    }

    /// Whether both are of one kind; of each kind one is chosen at most.
    pub fn is_like(&self, other: &Self) -> bool {
        std::mem::discriminant(self) == std::mem::discriminant(other)
    }

    /// All that these places have, with how often, the most frequent of each kind first.
    pub(super) fn of(places: &[Place]) -> Vec<(Self, usize)> {
        let mut counts: Vec<(Self, usize)> = Vec::new();
        let mut count = |facet: Self| match counts.iter_mut().find(|(known, _)| *known == facet) {
            Some((_, count)) => *count += 1,
            None => counts.push((facet, 1)),
        };
        for place in places {
            place.bearing.topics.iter().for_each(|code| count(Self::Topic(code.clone())));
            count(Self::Stands(Standing::of(place)));
            count(Self::Status(place.bearing.status));
        }
        counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        counts
    }
}

impl ContextPage {
    /// Shows only what has this; once more, everything again.
    pub(super) fn narrow(&mut self, facet: Facet) {
        let chosen = self.only.contains(&facet);
        self.only.retain(|other| !other.is_like(&facet));
        if !chosen {
            self.only.push(facet);
        }
        self.forget();
    }

    /// Keeps the places that have all that was chosen; what can be chosen is counted before.
    pub(super) fn narrowed(&mut self, places: Vec<Place>) -> Vec<Place> {
        self.facets = Facet::of(&places);
        places.into_iter().filter(|place| self.only.iter().all(|facet| facet.has(place))).collect()
    }
}
