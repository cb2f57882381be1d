//! What a format keeps, bends and loses, told before anything is written and counted while it is.
//!
//! A [`Format`](super::Format) says of every [`Thing`] what becomes of it ([`Fate`]); the [`Report`] has, for each kind of
//! thing that there is in what is written, how many are kept, bent and lost, and how. What only shows when it is written
//! (a character that a format forbids) the writer counts itself.

use crate::strings::Message;
use std::collections::BTreeMap;

/// A kind of thing that an article can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Thing {
    /// Marks that no other written mark covers or crosses.
    Entities,
    /// Marks inside another one.
    Nested,
    /// Marks that cross another one.
    Crossing,
    /// Marks whose words a line end cuts in the source.
    LineEnds,
    /// Blocks with their roles.
    Blocks,
    /// White space and line ends of the page that the text drops.
    Blanks,
    /// Characters that the format cannot hold.
    Characters,
    /// Who decided, when, on what proposal with what score.
    Scores,
    /// Values such as TIMEX3.
    Values,
    /// Links to the register.
    Links,
    /// Proposals that were refused.
    Rejected,
    /// Proposals without a decision, where they are not written.
    Undecided,
    /// Topics.
    Topics,
    /// Keywords.
    Keywords,
    /// Relations.
    Relations,
    /// Right readings of wrong characters.
    Readings,
    /// Notes, of articles and of characters.
    Notes,
    /// Headlines that were typed in.
    Supplied,
    /// Abstracts.
    Summaries,
    /// Kind and state of articles.
    States,
}

impl Thing {
    /// All of them, in the order of the list.
    pub const ALL: [Self; 20] = [
        Self::Entities,
        Self::Nested,
        Self::Crossing,
        Self::LineEnds,
        Self::Blocks,
        Self::Blanks,
        Self::Characters,
        Self::Scores,
        Self::Values,
        Self::Links,
        Self::Rejected,
        Self::Undecided,
        Self::Topics,
        Self::Keywords,
        Self::Relations,
        Self::Readings,
        Self::Notes,
        Self::Supplied,
        Self::Summaries,
        Self::States,
    ];

    /// Key of its word in the string files.
    pub fn key(self) -> &'static str {
        match self {
            Self::Entities => "loss.entities",
            Self::Nested => "loss.nested",
            Self::Crossing => "loss.crossing",
            Self::LineEnds => "loss.line_ends",
            Self::Blocks => "loss.blocks",
            Self::Blanks => "loss.blanks",
            Self::Characters => "loss.characters",
            Self::Scores => "loss.scores",
            Self::Values => "loss.values",
            Self::Links => "loss.links",
            Self::Rejected => "loss.rejected",
            Self::Undecided => "loss.undecided",
            Self::Topics => "loss.topics",
            Self::Keywords => "loss.keywords",
            Self::Relations => "loss.relations",
            Self::Readings => "loss.readings",
            Self::Notes => "loss.notes",
            Self::Supplied => "loss.supplied",
            Self::Summaries => "loss.summaries",
            Self::States => "loss.states",
        }
    }
}

/// What becomes of a thing, with the key of the sentence that says how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is all there.
    Kept(&'static str),
    /// It is there, but not as it was.
    Bent(&'static str),
    /// It is not there.
    Lost(&'static str),
}

impl Fate {
    /// Kept, and nothing more to say.
    pub const WHOLE: Self = Self::Kept("fate.whole");
    /// Lost, since the format has no place for it.
    pub const NOWHERE: Self = Self::Lost("fate.nowhere");

    /// Key of the sentence.
    pub fn key(self) -> &'static str {
        match self {
            Self::Kept(key) | Self::Bent(key) | Self::Lost(key) => key,
        }
    }
}

/// One line of the report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// How many are kept.
    pub kept: usize,
    /// How many are bent.
    pub bent: usize,
    /// How many are lost.
    pub lost: usize,
    /// Key of what is said about the worst of them.
    pub how: &'static str,
}

impl Row {
    /// All of them.
    pub fn count(&self) -> usize {
        self.kept + self.bent + self.lost
    }
}

/// What came of everything that was to be written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    rows: BTreeMap<Thing, Row>,
    /// Articles that were written.
    pub articles: usize,
}

impl Report {
    /// Counts `count` things of a kind.
    pub fn count(&mut self, thing: Thing, fate: Fate, count: usize) {
        if count == 0 {
            return;
        }
        let row = self.rows.entry(thing).or_default();
        let worse = match fate {
            Fate::Kept(_) => row.bent + row.lost == 0,
            Fate::Bent(_) => row.lost == 0,
            Fate::Lost(_) => true,
        };
        if worse {
            row.how = fate.key();
        }
        *(match fate {
            Fate::Kept(_) => &mut row.kept,
            Fate::Bent(_) => &mut row.bent,
            Fate::Lost(_) => &mut row.lost,
        }) += count;
    }

    /// Says that `count` of the things counted as kept are bent or lost after all.
    pub fn demote(&mut self, thing: Thing, fate: Fate, count: usize) {
        if let Some(row) = self.rows.get_mut(&thing) {
            row.kept = row.kept.saturating_sub(count);
        }
        self.count(thing, fate, count);
    }

    /// The lines, of kinds that there is something of.
    pub fn rows(&self) -> impl Iterator<Item = (Thing, Row)> + '_ {
        self.rows.iter().map(|(thing, row)| (*thing, *row))
    }

    /// One line; empty where there is nothing of the kind.
    pub fn row(&self, thing: Thing) -> Row {
        self.rows.get(&thing).copied().unwrap_or_default()
    }

    /// How many kinds are kept whole, bent and lost.
    pub fn sums(&self) -> (usize, usize, usize) {
        let mut sums = (0, 0, 0);
        for row in self.rows.values() {
            match row {
                Row { lost: 1.., .. } => sums.2 += 1,
                Row { bent: 1.., .. } => sums.1 += 1,
                _ => sums.0 += 1,
            }
        }
        sums
    }

    /// The lines as sentences: what and how many are kept, bent and lost, and how.
    pub fn lines(&self) -> Vec<(Message, Row)> {
        self.rows().map(|(thing, row)| (Message::new(thing.key()), row)).collect()
    }
}
