//! Entities and relations, and the decisions that an editor can take on them.

use super::{EntityId, LabelId, RelationId, Status};
use crate::text::{self, CharRange};
use serde::{Deserialize, Serialize};

/// A second reading of the same place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Guess {
    /// The label.
    pub label: LabelId,
    /// Its score, 0 to 1.
    pub score: f32,
}

/// What the program proposed, kept beside the decision.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Proposed {
    /// Version of the proposer.
    pub by: String,
    /// 0 to 1.
    pub score: f32,
    /// The proposed label.
    pub label: LabelId,
    /// The proposed place, in the block's text at the time.
    pub range: CharRange,
    /// One or two sentences that an editor can check.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// The next best label.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub runner_up: Option<Guess>,
}

/// A link to an entry of the register (名录).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// Which register.
    pub register: String,
    /// The entry's id.
    pub id: String,
    /// The entry's canonical name when the link was made.
    #[serde(default)]
    pub name: String,
}

/// A named thing at a place in a block's text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entity {
    /// Kept through every change.
    pub id: EntityId,
    /// A label of the label set.
    pub label: LabelId,
    /// Code points of the text of the block that holds the entity.
    pub range: CharRange,
    /// The quote: `block.text[range]`, checked at every load, change and export.
    pub text: String,
    /// Where it stands.
    pub status: Status,
    /// The editor who decided, or the proposer's version.
    pub by: String,
    /// When it was decided, RFC 3339 UTC; absent in proposals.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    /// Normalised value, for TIME a TIMEX3 value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// Link to the register.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<Link>,
    /// What was proposed; absent in marks that the editor added.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proposed: Option<Proposed>,
}

/// Who decides, when, and by which rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decider {
    /// The editor's name.
    pub by: String,
    /// RFC 3339 UTC.
    pub at: String,
    /// Whether the label set in use lets marks lie inside others.
    pub nested: bool,
}

impl Entity {
    /// A proposal; its id follows from `origin` (file hash and source offset), the place and the label.
    pub fn proposal(id: EntityId, text: String, proposed: Proposed) -> Self {
        Self {
            id,
            label: proposed.label.clone(),
            range: proposed.range,
            text,
            status: Status::Proposed,
            by: proposed.by.clone(),
            at: None,
            value: None,
            link: None,
            proposed: Some(proposed),
        }
    }

    /// A mark that the editor makes where nothing was proposed.
    pub fn added(id: EntityId, label: LabelId, range: CharRange, text: String, who: &Decider) -> Self {
        Self {
            id,
            label,
            range,
            text,
            status: Status::Added,
            by: who.by.clone(),
            at: Some(who.at.clone()),
            value: None,
            link: None,
            proposed: None,
        }
    }

    /// The score of the proposal; 1 for marks that the editor made.
    pub fn score(&self) -> f32 {
        self.proposed.as_ref().map_or(1.0, |p| p.score)
    }

    /// Whether the mark is an undecided proposal.
    pub fn is_open(&self) -> bool {
        self.status == Status::Proposed
    }

    /// The same mark standing with the given label and place, decided by `who`: accepted where it is what was proposed,
    /// corrected where it differs, added where nothing was proposed.
    #[must_use]
    pub fn decided(&self, label: LabelId, range: CharRange, text: String, who: &Decider) -> Self {
        let status = match &self.proposed {
            None => Status::Added,
            Some(p) if p.label == label && p.range == range => Status::Accepted,
            Some(_) => Status::Corrected,
        };
        // A value or link belongs to the words it was made for.
        let same = text == self.text && label == self.label;
        Self {
            label,
            range,
            text,
            status,
            by: who.by.clone(),
            at: Some(who.at.clone()),
            value: if same { self.value.clone() } else { None },
            link: if same { self.link.clone() } else { None },
            ..self.clone()
        }
    }

    /// The same mark, standing as it is.
    #[must_use]
    pub fn accepted(&self, who: &Decider) -> Self {
        self.decided(self.label.clone(), self.range, self.text.clone(), who)
    }

    /// The same mark with another label.
    #[must_use]
    pub fn relabelled(&self, label: LabelId, who: &Decider) -> Self {
        self.decided(label, self.range, self.text.clone(), who)
    }

    /// The same mark, refused.
    #[must_use]
    pub fn rejected(&self, who: &Decider) -> Self {
        let mut entity =
            Self { status: Status::Rejected, by: who.by.clone(), at: Some(who.at.clone()), ..self.clone() };
        entity.value = None;
        entity.link = None;
        entity
    }

    /// Whether the quote is what `block_text` has at the range.
    pub fn fits(&self, block_text: &str) -> bool {
        !self.range.is_empty() && text::slice(block_text, self.range) == Some(self.text.as_str())
    }
}

/// The kinds of relation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RelationKind {
    /// A person holds a title.
    Holds,
    /// A title is of a body or place.
    Of,
}

impl RelationKind {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Holds, Self::Of];

    /// Key of its word in the string files.
    pub fn key(self) -> &'static str {
        match self {
            Self::Holds => "relation.holds",
            Self::Of => "relation.of",
        }
    }

    /// The labels that its ends may have: from which, to which.
    pub fn ends(self) -> (&'static [&'static str], &'static [&'static str]) {
        match self {
            Self::Holds => (&["PER"], &["TITLE"]),
            Self::Of => (&["TITLE"], &["ORG", "LOC"]),
        }
    }

    /// The kind that may be from a mark of the first label to one of the second.
    pub fn between(from: &LabelId, to: &LabelId) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| {
            let (first, second) = kind.ends();
            first.contains(&from.as_str()) && second.contains(&to.as_str())
        })
    }
}

/// A relation between two entities of one article.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Relation {
    /// Kept through every change.
    pub id: RelationId,
    /// What it says.
    #[serde(rename = "type")]
    pub kind: RelationKind,
    /// From which entity.
    pub from: EntityId,
    /// To which entity.
    pub to: EntityId,
    /// Where it stands.
    #[serde(default)]
    pub status: Status,
    /// The editor or the proposer's version.
    #[serde(default)]
    pub by: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn who() -> Decider {
        Decider { by: "林".into(), at: "2026-11-23T21:04:12Z".into(), nested: false }
    }

    fn proposal() -> Entity {
        Entity::proposal(
            EntityId::new("e"),
            "云溪".into(),
            Proposed {
                by: "p-1".into(),
                score: 0.5,
                label: LabelId::new("LOC"),
                range: CharRange::new(0, 2),
                reason: String::new(),
                runner_up: None,
            },
        )
    }

    #[test]
    fn status_follows_from_what_was_proposed() {
        let e = proposal();
        assert_eq!(e.accepted(&who()).status, Status::Accepted);
        let corrected = e.relabelled(LabelId::new("ORG"), &who());
        assert_eq!(corrected.status, Status::Corrected);
        // Back to the proposed label is an acceptance, not a second correction.
        assert_eq!(corrected.relabelled(LabelId::new("LOC"), &who()).status, Status::Accepted);
        let longer = e.decided(e.label.clone(), CharRange::new(0, 3), "云溪县".into(), &who());
        assert_eq!(longer.status, Status::Corrected);
        assert!(longer.fits("云溪县委") && !longer.fits("云溪"));
    }

    #[test]
    fn a_link_does_not_outlive_the_words_it_was_made_for() {
        let mut e = proposal();
        e.link = Some(Link { register: "r".into(), id: "1".into(), name: "云溪".into() });
        assert!(e.accepted(&who()).link.is_some());
        assert!(e.decided(e.label.clone(), CharRange::new(0, 3), "云溪县".into(), &who()).link.is_none());
    }
}
