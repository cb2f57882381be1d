//! What is said about a text.
//!
//! A mark (entity, topic, keyword, relation) carries its `Status`, who made it (`by`: an editor's name or a
//! proposer's version) and, after a decision, what had been proposed. An entity's `range` counts code points of the
//! text of the block that holds it, so a block that moves takes its entities along. Decisions are pure functions from
//! the old mark to the new one; `issue::Edit` carries both, which is what makes every change invertible. A `Reading` says
//! what wrong characters should have been, a `Remark` what an editor has to say about some; the text itself never changes.

mod entity;
mod entry;
mod guideline;
mod id;
mod label;
mod label_check;
mod reading;
mod remark;
mod taxonomy;
mod topic;

pub use entity::{Decider, Entity, Guess, Link, Proposed, Relation, RelationKind};
pub use entry::{Entry, EntryKind, Office};
pub use guideline::{Guideline, Item, Run};
pub use id::{ArticleId, BlockId, DisputeId, EntityId, EntryId, IssueId, LabelId, RelationId, RemarkId};
pub use label::{Fates, Label, LabelSet, SLOTS};
pub use label_check::{LONGEST_ID, LONGEST_NAME, LabelFault};
pub use reading::Reading;
pub use remark::Remark;
pub use taxonomy::{Concept, Taxonomy, TaxonomyError, TopicFates, words};
pub use topic::{Evidence, Keyword, Topic};

use serde::{Deserialize, Serialize};

/// Where a mark stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// 待核: the program's word, no decision yet.
    #[default]
    Proposed,
    /// 采纳: the editor agreed.
    Accepted,
    /// 改正: the editor changed label or bounds.
    Corrected,
    /// 补标: the editor marked what nobody proposed.
    Added,
    /// 否决: the editor said no; kept as a hard negative.
    Rejected,
}

impl Status {
    /// Whether an editor has decided.
    pub fn is_decided(self) -> bool {
        self != Self::Proposed
    }

    /// Whether the mark stands: anything but rejected.
    pub fn stands(self) -> bool {
        self != Self::Rejected
    }
}

/// The three score thresholds, in the one place where they are set.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Thresholds {
    /// Below this a proposal is doubtful (存疑).
    pub doubt: f32,
    /// From here on a proposal is confident (高分).
    pub confident: f32,
    /// From here on a proposal is safe.
    pub safe: f32,
}

impl Default for Thresholds {
    fn default() -> Self {
        Self { doubt: 0.60, confident: 0.90, safe: 0.95 }
    }
}
