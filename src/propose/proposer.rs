//! The one proposer: reads an issue's blocks, runs the rules over the network's words, resolves, and writes the proposals
//! into the issue. The same issue and source give the same proposals, byte for byte; there is no clock and no chance.

use super::candidate::{Candidate, Class, Findings, Span};
use super::delta::{self, Delta, DeltaError, Evidence, Example, Features, Joined, Prior, Reading};
use super::echo::Echo;
use super::keywords;
use super::lac::{self, Lac, LacError, Tagged, Word};
use super::learned::Learned;
use super::lexicon::Lexicons;
use super::meaning::{Meaning, MeaningError};
use super::passage::{CLOSERS, OPENERS, Passage};
use super::relations::relate;
use super::resolve::resolve;
use super::rules::{self, Memory};
use super::topics::{self, TopicLessons, Topics};
use super::words::Cutter;
use super::{nested, short, timex};
use crate::annotation::{Entity, EntityId, Guess, Proposed, Taxonomy};
use crate::issue::{Article, Block, Issue, Kind, Role};
use crate::layout::{self, Mentions, Name, Sort};
use crate::source::Source;
use crate::strings::{Language, Message, Strings};
use crate::text::{CharRange, is_space};
use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

/// What a proposal's `by` says: the network, the rules, the delta.
pub(super) const VERSION: &str = "lac-1+rules-1+delta-1";
/// The weights that are part of the program.
pub static OWN_WEIGHTS: &[u8] = include_bytes!("../../assets/models/delta.bin");
/// Blocks that the network reads in one go, between two questions whether to go on.
const BATCH: usize = 64;

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

/// The network's words and probabilities for a text.
type Said = (Vec<Word>, Vec<Prior>);
/// What is kept for a while, by text.
type Heard = HashMap<Vec<char>, Said>;
/// So many characters are kept at most.
const KEPT: usize = 100_000;

thread_local! {
    /// What the network said of the texts that the layout asked about, for the proposals to come: these are made by the
    /// same thread, and what other threads put together meanwhile does not come between.
    static HEARD: RefCell<Heard> = RefCell::default();
}

/// A block's place in the issue, its text and what was found in it; of a block that is read in parts, one part.
pub(super) struct Page {
    pub(super) article: usize,
    pub(super) block: usize,
    /// Where the part begins in the block.
    at: usize,
    /// Whether it is all of the block.
    pub(super) whole: bool,
    passage: Passage,
    prior: Vec<Prior>,
    /// All that the rules said.
    found: Findings,
    /// The best set.
    chosen: Vec<Candidate>,
}

impl Page {
    fn evidence(&self) -> Evidence<'_> {
        Evidence { passage: &self.passage, chosen: &self.chosen, all: &self.found.0 }
    }

    /// A span of the passage as a range of the block.
    fn range(&self, span: &Span) -> CharRange {
        CharRange::new((self.at + span.start) as u32, (self.at + span.end) as u32)
    }

    /// A mark of the block as one of the passage, where all of it lies here.
    fn own(&self, (span, class): (Span, Class)) -> Option<(Span, Class)> {
        let (start, end) = (span.start.checked_sub(self.at)?, span.end.checked_sub(self.at)?);
        (end <= self.passage.len()).then_some((start..end, class))
    }
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
    pub(super) fn base(&self) -> [u8; 8] {
        self.base
    }

    /// The delta's own weights.
    pub(super) fn delta(&self) -> &Delta {
        &self.delta
    }

    /// The names in a text that belongs to no article yet.
    fn names_in(&self, text: &str) -> Vec<Candidate> {
        self.names_in_all(&[text.chars().collect()]).pop().unwrap_or_default()
    }

    /// The same for many texts.
    fn names_in_all(&self, texts: &[Vec<char>]) -> Vec<Vec<Candidate>> {
        let said = self.listen(texts);
        HEARD.with_borrow_mut(|heard| {
            if heard.keys().chain(texts).map(Vec::len).sum::<usize>() <= KEPT {
                heard.extend(texts.iter().cloned().zip(said.iter().cloned()));
            }
        });
        let names = |(text, said): (&Vec<char>, Said)| {
            let mut names = Vec::new();
            for (at, text, (words, _)) in divided(text.clone(), said) {
                let passage = Passage::new(text, words, Role::Paragraph);
                let mut found = chosen(&passage, rules::find(&passage, &self.lexicons));
                for c in &mut found {
                    c.span = at + c.span.start..at + c.span.end;
                }
                names.extend(found);
            }
            names
        };
        texts.iter().zip(said).map(names).collect()
    }

    /// What the network says of each text. Marginals are not kept: those of a whole archive would fill the memory.
    fn listen(&self, texts: &[Vec<char>]) -> Vec<Said> {
        let said = |tagged: Tagged| (tagged.words, tagged.log_probs.iter().map(delta::prior).collect());
        self.lac.tag_all_on(texts, self.processors).into_iter().map(said).collect()
    }

    /// Reads all blocks: first each by itself, then again with what the issue taught; `None` where told to stop.
    pub(super) fn read(&self, articles: &[Article], go_on: &dyn Fn(f32) -> bool) -> Option<Vec<Page>> {
        let mut places = Vec::new();
        let mut texts: Vec<Vec<char>> = Vec::new();
        for (a, article) in articles.iter().enumerate().filter(|(_, article)| article.kind != Kind::Furniture)
        {
            for (b, block) in article.blocks.iter().enumerate() {
                places.push((a, b, block.role));
                texts.push(block.text.chars().collect());
            }
        }
        // The network is asked once about a text that the layout has asked about.
        let mut heard = HEARD.take();
        let mut tagged = Vec::with_capacity(texts.len());
        for batch in texts.chunks(BATCH) {
            if !go_on(tagged.len() as f32 / texts.len() as f32) {
                return None;
            }
            let mut known: Vec<Option<Said>> = batch.iter().map(|text| heard.remove(text)).collect();
            let unknown: Vec<Vec<char>> = batch
                .iter()
                .zip(&known)
                .filter(|(_, said)| said.is_none())
                .map(|(text, _)| text.clone())
                .collect();
            let mut new = self.listen(&unknown).into_iter();
            known.iter_mut().filter(|said| said.is_none()).for_each(|said| *said = new.next());
            tagged.extend(known.into_iter().flatten());
        }
        let mut memory = Memory::default();
        let mut pages: Vec<Page> = Vec::new();
        for (((article, block, role), text), said) in places.into_iter().zip(texts).zip(tagged) {
            let length = text.len();
            for (at, text, (words, prior)) in divided(text, said) {
                let whole = text.len() == length;
                let passage = Passage::new(text, words, role);
                let found = rules::find(&passage, &self.lexicons);
                memory.learn(&passage, &self.lexicons, &resolve(found.0.clone()));
                pages.push(Page { article, block, at, whole, passage, prior, found, chosen: Vec::new() });
            }
        }
        for page in &mut pages {
            memory.recall(&page.passage, &mut page.found);
            page.chosen = chosen(&page.passage, page.found.clone());
        }
        Some(pages)
    }

    /// What the delta makes of the blocks of an issue: each by itself, then again where other blocks surely have a name that
    /// it does not.
    pub(super) fn reread(&self, pages: &[Page], learned: &Learned) -> Vec<Vec<Candidate>> {
        let first = |page: &Page| self.reread_one(page, learned, learned.recall(&page.passage.chars));
        let mut readings: Vec<Vec<Candidate>> = pages.iter().map(first).collect();
        let mut echo = Echo::default();
        pages.iter().zip(&readings).for_each(|(page, readings)| echo.hear(&page.passage.chars, readings));
        for (page, readings) in pages.iter().zip(&mut readings) {
            if let Some(more) = echo.answer(&page.passage.chars, readings) {
                let bonus = delta::added(learned.recall(&page.passage.chars), more);
                *readings = self.reread_one(page, learned, Some(bonus));
            }
        }
        readings
    }

    /// The readings of a block, with the rules' reasons where they agree.
    fn reread_one(&self, page: &Page, learned: &Learned, bonus: Option<Vec<delta::Row>>) -> Vec<Candidate> {
        let passage = &page.passage;
        let features = Features::new(&page.evidence());
        let joined = Joined::new(&self.delta, learned.overlay());
        let readings = joined.read(&passage.chars, &features, &page.prior, bonus.as_deref());
        let candidate = |reading: Reading| {
            let Reading { span, class, score, second } = reading;
            let span = trimmed(passage, span);
            let same = page.found.0.iter().filter(|c| c.span == span && c.class == class);
            let rule = same.max_by(|a, b| a.score.total_cmp(&b.score));
            let reason = rule.map_or_else(|| by_context(passage, &span), |rule| rule.reason.clone());
            (!span.is_empty()).then_some(Candidate { span, class, score, reason, runner_up: second })
        };
        readings.into_iter().filter_map(candidate).collect()
    }

    /// What every block of decided articles teaches: its features and the states of its marks that stand.
    pub(crate) fn examples(&self, articles: &[Article]) -> Vec<Example> {
        let pages = self.read(articles, &|_| true).unwrap_or_default();
        let example = |page: &Page| {
            let block = articles.get(page.article)?.blocks.get(page.block)?;
            let flat = block.standing().filter(|entity| !nested::is_inner(block, entity));
            let marks = flat.filter_map(Class::mark).filter_map(|mark| page.own(mark));
            let states = delta::encode(page.passage.len(), marks);
            Some(Example {
                text: page.passage.chars.clone(),
                features: Features::new(&page.evidence()),
                prior: page.prior.clone(),
                states,
            })
        };
        pages.iter().filter_map(example).collect()
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

/// A longer block is read in parts, so that the time for it is that of its parts, however long it is: what a rule asks of
/// the words and names around is then never far to look for. No paragraph of a newspaper is so long.
const LONG: usize = 4096;

/// The parts of a text with what the network said of them, and where they begin. They end where the network's own do, so
/// that no word is cut.
fn divided(text: Vec<char>, (words, prior): Said) -> Vec<(usize, Vec<char>, Said)> {
    if text.len() <= LONG {
        return vec![(0, text, (words, prior))];
    }
    let mut parts: Vec<Span> = Vec::new();
    for unit in lac::units(&text) {
        match parts.last_mut() {
            Some(last) if unit.end - last.start <= LONG => last.end = unit.end,
            _ => parts.push(unit),
        }
    }
    let mut words = words.into_iter().peekable();
    let part = |span: Span| {
        let own = std::iter::from_fn(|| words.next_if(|word| word.end <= span.end));
        let moved = |word: Word| Word { start: word.start - span.start, end: word.end - span.start, ..word };
        let own = own.map(moved).collect();
        (span.start, text[span.clone()].to_vec(), (own, prior[span].to_vec()))
    };
    parts.into_iter().map(part).collect()
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

/// Why the delta says so, where no rule does: the words around, up to a mark of punctuation.
fn by_context(p: &Passage, span: &Span) -> Message {
    let words = |chars: &mut dyn Iterator<Item = &char>| -> Vec<char> {
        chars.take(2).take_while(|c| c.is_alphanumeric()).copied().collect()
    };
    let mut before = words(&mut p.slice(0..span.start).iter().rev());
    before.reverse();
    let after = words(&mut p.slice(span.end..p.len()).iter());
    if before.is_empty() && after.is_empty() {
        return Message::new("reason.learned.whole");
    }
    let around: String = before.into_iter().chain(['…']).chain(after).collect();
    Message::new("reason.learned.around").with("around", around)
}

/// A score as it is stored: three decimals.
pub(crate) fn round(score: f32) -> f32 {
    (score.clamp(0.0, 1.0) * 1000.0).round() / 1000.0
}

/// The best set of a block's candidates, with clean edges.
fn chosen(p: &Passage, found: Findings) -> Vec<Candidate> {
    let clean = found.0.into_iter().filter_map(|mut c| {
        c.span = trimmed(p, c.span);
        (!c.span.is_empty()).then_some(c)
    });
    resolve(clean.collect())
}

/// Takes white space, punctuation and quotes that enclose the whole name off its edges.
fn trimmed(p: &Passage, mut span: Span) -> Span {
    let edge = |c: char| is_space(c) || "，。、；：！？,;:!?·…—-".contains(c);
    loop {
        let (first, last) = (p.char(span.start), p.prev(span.end));
        let (Some(first), Some(last)) = (first.filter(|_| !span.is_empty()), last) else { return span };
        let inside = p.slice(span.clone());
        let closes = |c: char| OPENERS.iter().position(|o| *o == c).and_then(|n| CLOSERS.get(n).copied());
        let opens = |c: char| CLOSERS.iter().position(|o| *o == c).and_then(|n| OPENERS.get(n).copied());
        if edge(first) {
            span.start += 1;
        } else if edge(last) {
            span.end -= 1;
        } else if let Some(close) = closes(first) {
            let at = inside.iter().position(|c| *c == close);
            match at {
                Some(at) if at + 1 < inside.len() => return span,
                _ => span.start += 1,
            }
        } else if let Some(open) = opens(last) {
            if inside.iter().skip(1).any(|c| *c == open) {
                return span;
            }
            span.end -= 1;
        } else {
            return if CLOSERS.contains(&first) { span.start + 1..span.end } else { span };
        }
    }
}

impl Mentions for Proposer {
    fn names(&self, text: &str) -> Vec<(CharRange, f32)> {
        let says_who = |c: &Candidate| !matches!(c.class, Class::Time | Class::Title);
        let ranges = |c: Candidate| (CharRange::new(c.span.start as u32, c.span.end as u32), round(c.score));
        self.names_in(text).into_iter().filter(says_who).map(ranges).collect()
    }

    fn spoken(&self, text: &str) -> Vec<Name> {
        self.spoken_all(&[text.to_owned()]).pop().unwrap_or_default()
    }

    fn spoken_all(&self, texts: &[String]) -> Vec<Vec<Name>> {
        let sort = |class: Class| match class {
            Class::Per => Sort::Person,
            Class::Org => Sort::Body,
            Class::Loc => Sort::Place,
            Class::Time => Sort::Time,
            Class::Title => Sort::Office,
            Class::Event | Class::Work | Class::Term => Sort::Other,
        };
        let name = |c: Candidate| Name {
            range: CharRange::new(c.span.start as u32, c.span.end as u32),
            sort: sort(c.class),
            score: round(c.score),
        };
        let sorted = |found: Vec<Candidate>| {
            let mut names: Vec<Name> = found.into_iter().map(name).collect();
            names.sort_by_key(|name| name.range.start());
            names
        };
        let texts: Vec<Vec<char>> = texts.iter().map(|text| text.chars().collect()).collect();
        self.names_in_all(&texts).into_iter().map(sorted).collect()
    }

    fn about(&self, text: &str) -> Vec<f32> {
        self.topics.about(text, &self.cutter)
    }

    fn meaning(&self, text: &str) -> Vec<f32> {
        self.cutter.sense(text)
    }

    fn is_word_across(&self, left: &str, right: &str) -> bool {
        self.cutter.is_word_across(left, right)
    }
}

/// A source's articles with proposals: layout, then propose.
pub fn draft(source: &Source, proposer: &Proposer) -> Issue {
    let mut issue = layout::reconstruct(source, proposer);
    proposer.propose(&mut issue, source);
    issue
}
