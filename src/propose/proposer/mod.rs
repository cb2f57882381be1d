//! The one proposer: reads an issue's blocks, runs the rules over the network's words, resolves, and writes the proposals
//! into the issue. The same issue and source give the same proposals, byte for byte; there is no clock and no chance.

mod heard;
mod mentions;
mod reading;

use super::candidate::Candidate;
use super::delta::{Delta, DeltaError};
use super::keywords;
use super::lac::{Lac, LacError};
use super::learned::Learned;
use super::lexicon::Lexicons;
use super::meaning::{Meaning, MeaningError};
use super::relations::relate;
use super::topics::{self, TopicLessons, Topics};
use super::words::Cutter;
use super::{nested, short, timex};
use crate::annotation::{Entity, EntityId, Guess, Proposed, Taxonomy};
use crate::issue::{Article, Block, Issue};
use crate::layout;
use crate::source::Source;
use crate::strings::{Language, Message, Strings};
use crate::text::CharRange;
use reading::Page;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

/// What a proposal's `by` says: the network, the rules, the delta.
pub(in crate::propose) const VERSION: &str = "lac-1+rules-1+delta-1";
/// The weights that are part of the program.
pub static OWN_WEIGHTS: &[u8] = include_bytes!("../../../assets/models/delta.bin");
/// Why the proposer could not be made.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProposerError {
    /// The network's file is damaged.
    #[error(transparent)]
    Lac(#[from] LacError),
    /// The file of learned weights is damaged.
    #[error(transparent)]
    Delta(#[from] DeltaError),
    /// The table of what words mean is damaged.
    #[error(transparent)]
    Meaning(#[from] MeaningError),
}

impl ProposerError {
    /// The sentence for the user.
    pub fn message(&self) -> Message {
        match self {
            Self::Lac(LacError::Damaged(part)) | Self::Delta(DeltaError(part)) => {
                Message::new("error.proposer.damaged").with("part", part)
            }
            Self::Meaning(_) => Message::new("error.proposer.damaged").with("part", "meaning"),
        }
    }
}

/// Proposes entities, topics and keywords. Load it once; it may be shared between threads, and what it is made of is
/// shared by its copies.
#[derive(Clone)]
pub struct Proposer {
    lac: Arc<Lac>,
    /// How many processors the network uses.
    processors: usize,
    delta: Arc<Delta>,
    /// A sum of the delta's file and of what reads it.
    base: [u8; 8],
    lexicons: Arc<Lexicons>,
    cutter: Arc<Cutter>,
    topics: Topics,
    strings: Arc<Strings>,
    /// Whether marks may lie inside others.
    nested: bool,
}

impl Proposer {
    /// Loads the network, the lists and the keyword dictionary, side by side.
    ///
    /// # Errors
    /// Where the network's file is damaged.
    pub fn new() -> Result<Self, ProposerError> {
        Self::with_weights(OWN_WEIGHTS)
    }

    /// As [`Proposer::new`] with other learned weights than the program's own: the file that `zhupi train` writes.
    ///
    /// # Errors
    /// Where one of the files is damaged.
    pub fn with_weights(weights: &[u8]) -> Result<Self, ProposerError> {
        Self::with(weights, topics::MODEL)
    }

    /// The same with another file of topics too: the one that `zhupi train --topics` writes.
    ///
    /// # Errors
    /// Where one of the files is damaged.
    pub fn with(weights: &[u8], topics: &[u8]) -> Result<Self, ProposerError> {
        thread::scope(|scope| {
            let cutter = scope.spawn(Cutter::load);
            let delta = scope.spawn(|| Delta::parse(weights));
            let base = scope.spawn(|| base(weights, topics));
            let topics = scope.spawn(|| Topics::parse(topics));
            Meaning::load()?;
            let lac = Lac::load()?;
            let (lexicons, strings) = (Lexicons::load(), Strings::of(Language::Zh));
            let (cutter, delta, topics) = (joined(cutter), joined(delta)?, joined(topics)?);
            let processors = thread::available_parallelism().map_or(1, usize::from);
            let base = joined(base);
            let (lac, delta, lexicons) = (Arc::new(lac), Arc::new(delta), Arc::new(lexicons));
            let (cutter, strings) = (Arc::new(cutter), Arc::new(strings));
            Ok(Self { lac, processors, delta, base, lexicons, cutter, topics, strings, nested: false })
        })
    }

    /// How long each part takes to load by itself, and all of them as [`Proposer::new`] loads them.
    ///
    /// # Errors
    /// As [`Proposer::new`].
    pub fn load_times() -> Result<Vec<(&'static str, Duration)>, ProposerError> {
        let mut times = Vec::new();
        let mut last = Instant::now();
        let mut add = |part| times.push((part, std::mem::replace(&mut last, Instant::now()).elapsed()));
        drop(Lac::load()?);
        add("network");
        drop(Delta::parse(OWN_WEIGHTS)?);
        add("delta");
        drop(Lexicons::load());
        add("lexicons");
        drop(Cutter::load());
        add("dictionary");
        drop(Topics::load()?);
        add("topics");
        drop(Strings::of(Language::Zh));
        add("strings");
        drop(Self::new()?);
        add("all, side by side");
        Ok(times)
    }

    /// The same for whoever has every processor busy already.
    #[must_use]
    pub fn on_one_processor(self) -> Self {
        Self { processors: 1, ..self }
    }

    /// The same proposer, which proposes marks inside others too.
    #[must_use]
    pub fn with_nested(self, nested: bool) -> Self {
        Self { nested, ..self }
    }

    /// The same proposer with topics of this taxonomy; of the program's own where there is none. What the program knows
    /// of a code counts where the taxonomy has it.
    #[must_use]
    pub fn with_taxonomy(&self, taxonomy: Option<&Taxonomy>) -> Self {
        Self { topics: self.topics.with_taxonomy(taxonomy), ..self.clone() }
    }

    /// The taxonomy of its topics, where it is not the program's own.
    pub fn taxonomy(&self) -> Option<&Taxonomy> {
        self.topics.other()
    }

    /// The lessons after one more article whose topics are decided: a pure function of its arguments, of the program's
    /// weights and of the taxonomy.
    #[must_use]
    pub fn learn_topics(&self, lessons: &TopicLessons, article: &Article) -> TopicLessons {
        self.topics.learn(lessons, article, &self.cutter)
    }

    /// The version that proposals carry in `by`.
    #[allow(clippy::unused_self, reason = "another proposer may have another one")]
    pub fn version(&self) -> &str {
        VERSION
    }

    /// Fills the entities of every block (furniture excepted), topics and keywords. Decided marks stay; earlier
    /// proposals are replaced.
    pub fn propose(&self, issue: &mut Issue, source: &Source) {
        self.propose_while(issue, source, &|_| true);
    }

    /// As [`Proposer::propose`], as long as `go_on` says so; it is asked now and then with the share that is done, 0 to 1.
    /// Returns whether it came to the end; where it did not, the issue is as it was.
    pub fn propose_while(&self, issue: &mut Issue, source: &Source, go_on: &dyn Fn(f32) -> bool) -> bool {
        self.propose_with(&Learned::default(), issue, source, go_on)
    }

    /// As [`Proposer::propose_while`], with what finished articles have taught.
    pub fn propose_with(
        &self,
        learned: &Learned,
        issue: &mut Issue,
        source: &Source,
        go_on: &dyn Fn(f32) -> bool,
    ) -> bool {
        let chars: Vec<char> = source.text.chars().collect();
        let version = learned.version();
        let Some(mut pages) = self.read(&issue.articles, go_on) else { return false };
        let readings = self.reread(&pages, learned);
        pages.iter_mut().zip(readings).for_each(|(page, readings)| page.chosen = readings);
        for pages in pages.chunk_by_mut(|a, b| a.article == b.article) {
            let leaves = pages.iter_mut();
            let leaves = leaves.map(|Page { passage, chosen, .. }| short::Leaf { passage, chosen });
            short::resolve(&mut leaves.collect::<Vec<_>>());
        }
        for parts in pages.chunk_by(|a, b| (a.article, a.block) == (b.article, b.block)) {
            let place = parts.first().map(|page| (page.article, page.block));
            let block = place.and_then(|(a, b)| issue.articles.get_mut(a)?.blocks.get_mut(b));
            if let Some(block) = block {
                self.write(block, parts, &chars, source, &version);
            }
        }
        for article in &mut issue.articles {
            timex::propose(article, &issue.date);
            relate(article, &version);
        }
        self.topics.propose(issue, &self.cutter, learned.topics(), &version);
        for article in &mut issue.articles {
            keywords::propose(article, &self.topics, (&self.cutter, &self.lexicons), &version);
        }
        true
    }

    /// What stands for the program's own weights: what was learned beside others cannot be used.
    pub(in crate::propose) fn base(&self) -> [u8; 8] {
        self.base
    }

    /// The delta's own weights.
    pub(in crate::propose) fn delta(&self) -> &Delta {
        &self.delta
    }

    /// Puts the chosen candidates into the block beside its decided marks.
    fn write(&self, block: &mut Block, parts: &[Page], chars: &[char], source: &Source, version: &str) {
        block.entities.retain(|entity| entity.status.is_decided());
        let Ok(map) = block.source_map(chars) else { return };
        let found = parts.iter().flat_map(|page| page.chosen.iter().map(move |candidate| (page, candidate)));
        let proposals: Vec<Entity> = found
            .filter_map(|(page, candidate)| {
                let range = page.range(&candidate.span);
                let taken = block.entities.iter().any(|e| {
                    e.range.overlaps(range) && e.status.stands()
                        || e.range == range && e.label == candidate.class.label()
                });
                let at = map.ranges(range, chars).first()?.start();
                (!taken).then(|| self.entity(candidate, page, (range, at), source, version))
            })
            .collect();
        block.entities.extend(proposals);
        // In a block that is read in parts there are no marks inside others.
        if let Some(page) = parts.first().filter(|page| self.nested && page.whole) {
            let inner = nested::find(&page.passage, &self.lexicons, &page.found, block);
            let inner = inner.into_iter().filter_map(|candidate| {
                let range = CharRange::new(candidate.span.start as u32, candidate.span.end as u32);
                let at = map.ranges(range, chars).first()?.start();
                Some(self.entity(&candidate, page, (range, at), source, version))
            });
            block.entities.extend(inner.collect::<Vec<_>>());
        }
        block.entities.sort_by_key(|e| (e.range.start(), e.range.end()));
    }

    fn entity(
        &self,
        c: &Candidate,
        page: &Page,
        (range, at): (CharRange, u32),
        source: &Source,
        version: &str,
    ) -> Entity {
        let part = source.parts.iter().find(|part| (part.start..part.end).contains(&at));
        let (sha256, origin) = part.map_or(("", at), |part| (part.sha256.as_str(), at - part.start));
        let id = EntityId::derived(&[sha256, &origin.to_string(), c.class.name()]);
        let proposed = Proposed {
            by: version.to_owned(),
            score: round(c.score),
            label: c.class.label(),
            range,
            reason: self.strings.say(&c.reason),
            runner_up: c.runner_up.map(|(class, score)| Guess { label: class.label(), score: round(score) }),
        };
        Entity::proposal(id, page.passage.text(c.span.clone()), proposed)
    }
}

/// A sum of all learned weights and the version.
fn base(weights: &[u8], topics: &[u8]) -> [u8; 8] {
    let mix = |sum: u64, part: &[u8]| {
        let word = part.iter().fold(part.len() as u64, |word, byte| word << 8 | u64::from(*byte));
        (sum ^ word ^ (sum >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9)
    };
    let parts = [weights, topics, VERSION.as_bytes()];
    parts.iter().flat_map(|part| part.chunks(7)).fold(weights.len() as u64, mix).to_le_bytes()
}

/// What a thread has made; its panic is passed on.
fn joined<T>(thread: thread::ScopedJoinHandle<'_, T>) -> T {
    thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

/// A score as it is stored: three decimals.
pub(crate) fn round(score: f32) -> f32 {
    (score.clamp(0.0, 1.0) * 1000.0).round() / 1000.0
}

/// A source's articles with proposals: layout, then propose.
pub fn draft(source: &Source, proposer: &Proposer) -> Issue {
    let mut issue = layout::reconstruct(source, proposer);
    proposer.propose(&mut issue, source);
    issue
}
