//! 两人不一: a place on which annotators say different things, until somebody decides.
//!
//! A dispute names its place and keeps what each side says there, whole, with whoever says it; so it can be decided when
//! the other annotators' files are gone. It lives in the issue beside the articles: coming and going are edits, so deciding
//! one is a transaction that can be undone. `gesture::settle` decides.

use super::{ArticleStatus, BlockFacts, Issue, IssueFacts, Kind};
use crate::annotation::{ArticleId, BlockId, DisputeId, Entity, Keyword, LabelId, Reading, Relation, Topic};
use crate::text::CharRange;
use serde::{Deserialize, Serialize};

/// What is said about one thing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Says {
    /// The marks of a stretch of a block; the rejected ones among them are rejected by name.
    Marks(Vec<Entity>),
    /// A topic, or none.
    Topic(Option<Topic>),
    /// A keyword, or none.
    Keyword(Option<Keyword>),
    /// A relation, or none.
    Relation(Option<Relation>),
    /// What wrong characters should have been, or nothing.
    Reading(Option<Reading>),
    /// What a block is in its article.
    Role(BlockFacts),
    /// In which article a block is.
    Place(ArticleId),
    /// What an article is.
    Kind(Kind),
    /// The headline that was typed in.
    Headline(Option<String>),
    /// The line that sums an article up.
    Abstract(Option<String>),
    /// The issue's title and date.
    Issue(IssueFacts),
    /// How an article is cut into blocks: the beginnings of the blocks. Can be put right by hand only.
    Layout(Vec<String>),
}

impl Says {
    /// Whether two say the same, whoever says it.
    pub fn agrees(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Marks(a), Self::Marks(b)) => standing(a) == standing(b),
            (Self::Topic(a), Self::Topic(b)) => {
                let stands =
                    |topic: &Option<Topic>| topic.as_ref().is_some_and(|topic| topic.status.stands());
                stands(a) == stands(b)
            }
            (Self::Keyword(a), Self::Keyword(b)) => {
                let stands = |word: &Option<Keyword>| word.as_ref().is_some_and(|word| word.status.stands());
                stands(a) == stands(b)
            }
            (Self::Relation(a), Self::Relation(b)) => {
                let stands = |one: &Option<Relation>| one.as_ref().is_some_and(|one| one.status.stands());
                stands(a) == stands(b)
            }
            (Self::Reading(a), Self::Reading(b)) => {
                let said = |one: &Option<Reading>| one.as_ref().map(|one| (one.range, one.reading.clone()));
                said(a) == said(b)
            }
            (Self::Role(a), Self::Role(b)) => a.role == b.role,
            _ => self == other,
        }
    }

    /// Whether the two are about the same sort of thing.
    pub fn is_like(&self, other: &Self) -> bool {
        std::mem::discriminant(self) == std::mem::discriminant(other)
    }

    /// Whether several sides can stand together.
    pub fn can_join(&self) -> bool {
        matches!(self, Self::Marks(_))
    }

    /// Whether nothing at all is a way to decide.
    pub fn can_drop(&self) -> bool {
        matches!(
            self,
            Self::Marks(_)
                | Self::Topic(_)
                | Self::Keyword(_)
                | Self::Relation(_)
                | Self::Reading(_)
                | Self::Headline(_)
                | Self::Abstract(_)
        )
    }
}

/// The marks that stand, as they are compared: place, label, value, entry of the register.
fn standing(marks: &[Entity]) -> Vec<(CharRange, &LabelId, Option<&str>, Option<&str>)> {
    let mut all: Vec<_> = marks
        .iter()
        .filter(|mark| mark.status.stands())
        .map(|mark| {
            let link = mark.link.as_ref().map(|link| link.id.as_str());
            (mark.range, &mark.label, mark.value.as_deref(), link)
        })
        .collect();
    all.sort();
    all.dedup();
    all
}

/// One side of a dispute.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Side {
    /// Whose side it is; several where they say the same.
    pub by: Vec<String>,
    /// What they say.
    pub says: Says,
}

/// Something on which annotators differ and nobody has decided yet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Dispute {
    /// Kept until it is decided.
    pub id: DisputeId,
    /// In which article; absent for what the issue says of itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub article: Option<ArticleId>,
    /// In which block.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub block: Option<BlockId>,
    /// Which characters of the block.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub range: Option<CharRange>,
    /// What stands there, or which topic code or word it is about.
    #[serde(default)]
    pub text: String,
    /// Two or more.
    pub sides: Vec<Side>,
    /// How far the article had come before.
    #[serde(default)]
    pub was: ArticleStatus,
}

/// What a dispute is about, in a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// Some have marked it, others have not.
    Only,
    /// The same words have different labels.
    Label,
    /// The same label has different borders.
    Bounds,
    /// The same mark has different values, or is linked to different entries.
    Value,
    /// Marks that lie across each other otherwise.
    Marks,
    /// A topic.
    Topic,
    /// A keyword.
    Keyword,
    /// A relation.
    Relation,
    /// What wrong characters should have been.
    Reading,
    /// What belongs where, and what it is there.
    Structure,
    /// What is typed about an article or an issue.
    Typed,
}

impl Sort {
    /// All of them, in the order of lists.
    pub const ALL: [Self; 11] = [
        Self::Only,
        Self::Label,
        Self::Bounds,
        Self::Value,
        Self::Marks,
        Self::Topic,
        Self::Keyword,
        Self::Relation,
        Self::Reading,
        Self::Structure,
        Self::Typed,
    ];

    /// Key of its words in the string files.
    pub fn key(self) -> &'static str {
        match self {
            Self::Only => "dispute.only",
            Self::Label => "dispute.label",
            Self::Bounds => "dispute.bounds",
            Self::Value => "dispute.value",
            Self::Marks => "dispute.marks",
            Self::Topic => "dispute.topic",
            Self::Keyword => "dispute.keyword",
            Self::Relation => "dispute.relation",
            Self::Reading => "dispute.reading",
            Self::Structure => "dispute.structure",
            Self::Typed => "dispute.typed",
        }
    }
}

impl Dispute {
    /// What it is about, in a word.
    pub fn sort(&self) -> Sort {
        match self.sides.first().map(|side| &side.says) {
            Some(Says::Marks(_)) => self.sort_of_marks(),
            Some(Says::Topic(_)) => Sort::Topic,
            Some(Says::Keyword(_)) => Sort::Keyword,
            Some(Says::Relation(_)) => Sort::Relation,
            Some(Says::Reading(_)) => Sort::Reading,
            Some(Says::Headline(_) | Says::Abstract(_) | Says::Issue(_)) => Sort::Typed,
            _ => Sort::Structure,
        }
    }

    fn sort_of_marks(&self) -> Sort {
        let sides: Vec<Vec<&Entity>> = self
            .sides
            .iter()
            .map(|side| match &side.says {
                Says::Marks(marks) => marks.iter().filter(|mark| mark.status.stands()).collect(),
                _ => Vec::new(),
            })
            .collect();
        if sides.iter().any(Vec::is_empty) {
            return Sort::Only;
        }
        let Some(first) = sides.first().and_then(|marks| marks.first()) else { return Sort::Marks };
        let all =
            |alike: &dyn Fn(&Entity) -> bool| sides.iter().all(|marks| marks.iter().all(|mark| alike(mark)));
        let single = sides.iter().all(|marks| marks.len() == 1);
        match (all(&|mark| mark.range == first.range), all(&|mark| mark.label == first.label)) {
            (true, true) if single => Sort::Value,
            (true, false) if single => Sort::Label,
            (false, true) => Sort::Bounds,
            _ => Sort::Marks,
        }
    }

    /// Whether the two are about the same thing, so that a further annotator's word is one more side of it.
    pub fn is_about(&self, other: &Self) -> bool {
        let (Some(a), Some(b)) = (self.sides.first(), other.sides.first()) else { return false };
        // Of these an article has many, told apart by their names.
        let named = matches!(a.says, Says::Topic(_) | Says::Keyword(_) | Says::Relation(_));
        a.says.is_like(&b.says)
            // A block keeps its disputes wherever it goes.
            && self.block == other.block
            && (self.block.is_some() || self.article == other.article)
            && match (self.range, other.range) {
                (Some(a), Some(b)) => a.overlaps(b),
                _ => !named || self.text == other.text,
            }
    }

    /// An annotator's word: a name at the side that says the same, or a side of its own. Whoever has spoken already and
    /// says something else by now is heard anew; how an article is cut they are asked once.
    pub fn hear(&mut self, by: &str, says: Says) {
        let named = |side: &Side| side.by.iter().any(|name| name == by);
        let cut = matches!(says, Says::Layout(_));
        if self.sides.iter().any(|side| named(side) && (cut || side.says.agrees(&says))) {
            return;
        }
        for side in &mut self.sides {
            side.by.retain(|name| name != by);
        }
        self.sides.retain(|side| !side.by.is_empty());
        match self.sides.iter_mut().find(|side| side.says.agrees(&says)) {
            Some(side) => side.by.push(by.to_owned()),
            None => self.sides.push(Side { by: vec![by.to_owned()], says }),
        }
    }
}

impl Issue {
    /// A dispute by its id.
    pub fn dispute(&self, id: &DisputeId) -> Option<&Dispute> {
        self.disputes.iter().find(|dispute| dispute.id == *id)
    }

    /// The disputes of an article, in reading order.
    pub fn disputes_of<'a>(&'a self, article: &'a ArticleId) -> impl Iterator<Item = &'a Dispute> {
        self.disputes.iter().filter(move |dispute| dispute.article.as_ref() == Some(article))
    }
}
