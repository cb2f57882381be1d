//! What finished articles teach, beside the program's own weights.
//!
//! An article that an editor has finished says of every character what it is: marks that were accepted, corrected or added
//! are right, rejected ones and everything unmarked are none; only what is still open says nothing. From it learn
//!
//! * the delta (`delta::Overlay`), by one step for each block, and one for each block of an earlier article, so that what
//!   came before is not forgotten;
//! * the memory of names (`names`);
//! * the topics ([`TopicLessons`]), from the decided ones.
//!
//! [`Learned`] is a function of the program's weights and of the finished articles in their order, and of nothing else.
//! Going on from bytes is the same as going on; learning anew from all articles gives the same again. `file` is its form
//! as bytes.

mod file;
mod names;
#[cfg(test)]
mod tests;

use super::candidate::{Class, Span};
use super::delta::{Example, Overlay, Row};
use super::proposer::{Proposer, VERSION};
use super::topics::TopicLessons;
use crate::annotation::Status;
use crate::issue::{Article, Block, Kind, Role};
use crate::propose::loose;
pub use file::LearnedError;
pub(super) use names::Names;

/// What finished articles have taught.
#[derive(Clone, Debug, Default)]
pub struct Learned {
    overlay: Overlay,
    names: Names,
    topics: TopicLessons,
    /// How many articles.
    count: u32,
    /// Finished articles that are read again beside new ones.
    kept: Vec<Kept>,
}

/// So many articles are kept for reading again.
const KEPT: usize = 128;

/// A finished article as it is learned from: one sheet a block, and the article for its topics.
#[derive(Clone, Debug)]
pub struct Lesson {
    sheets: Vec<Sheet>,
    article: Article,
}

/// A block and what the proposer sees in it.
#[derive(Clone, Debug)]
struct Sheet {
    paper: Paper,
    example: Example,
    rejected: Vec<(Span, Class)>,
}

/// A block's text with its right marks and the stretches that nobody has decided on.
#[derive(Clone, Debug)]
struct Paper {
    role: Role,
    text: Vec<char>,
    stood: Vec<(Span, Class)>,
    open: Vec<Span>,
}

/// An article to be read again.
#[derive(Clone, Debug)]
struct Kept {
    papers: Vec<Paper>,
    /// What the proposer sees in it; read when it is wanted.
    examples: Option<Vec<Example>>,
}

/// The marks of a block whose status is asked for.
fn marks(block: &Block, which: impl Fn(Status) -> bool) -> Vec<(Span, Class)> {
    block.entities.iter().filter(|entity| which(entity.status)).filter_map(Class::mark).collect()
}

impl Lesson {
    /// What an article teaches; `None` where it is not finished, or is page furniture. The article is read by itself, so
    /// that nothing depends on how far the rest of its issue has come.
    pub fn read(proposer: &Proposer, article: &Article) -> Option<Self> {
        if !article.status.is_finished() || article.kind == Kind::Furniture {
            return None;
        }
        let examples = proposer.examples(std::slice::from_ref(article));
        let sheet = |(block, mut example): (&Block, Example)| {
            let paper = Paper {
                role: block.role,
                text: example.text.clone(),
                stood: marks(block, |status| status.is_decided() && status.stands()),
                open: marks(block, |status| !status.is_decided()).into_iter().map(|(span, _)| span).collect(),
            };
            example.settle(&paper.stood, &paper.open);
            Sheet { paper, example, rejected: marks(block, |status| !status.stands()) }
        };
        let sheets = article.blocks.iter().zip(examples).map(sheet).collect();
        Some(Self { sheets, article: article.clone() })
    }
}

impl Kept {
    fn examples(&mut self, proposer: &Proposer) -> &[Example] {
        let papers = &self.papers;
        self.examples.get_or_insert_with(|| {
            let texts = papers.iter().map(|paper| (paper.role, paper.text.iter().collect()));
            let mut examples = proposer.examples(&[loose::article(texts)]);
            for (example, paper) in examples.iter_mut().zip(papers) {
                example.settle(&paper.stood, &paper.open);
            }
            examples
        })
    }
}

impl Learned {
    /// What these articles teach, in this order; those that are not finished teach nothing.
    pub fn rebuilt<'a>(proposer: &Proposer, articles: impl IntoIterator<Item = &'a Article>) -> Self {
        let mut learned = Self::default();
        for lesson in articles.into_iter().filter_map(|article| Lesson::read(proposer, article)) {
            learned.learn(proposer, lesson);
        }
        learned
    }

    /// From how many articles.
    pub fn articles(&self) -> u32 {
        self.count
    }

    /// What a proposal's `by` says: the program's own version, and from how many articles it went on learning.
    pub fn version(&self) -> String {
        if self.count == 0 { VERSION.to_owned() } else { format!("{VERSION}+{}", self.count) }
    }

    /// Learns from one more finished article.
    pub fn learn(&mut self, proposer: &Proposer, lesson: Lesson) {
        self.topics = proposer.learn_topics(&self.topics, &lesson.article);
        for sheet in &lesson.sheets {
            let bonus = self.recall(&sheet.example.text);
            self.overlay.step(proposer.delta(), &sheet.example, bonus.as_deref());
        }
        let again = dice(self.count, 0) % self.kept.len().max(1);
        if let Some(kept) = self.kept.get_mut(again) {
            for example in kept.examples(proposer) {
                self.overlay.step(proposer.delta(), example, None);
            }
        }
        for Sheet { paper, rejected, .. } in &lesson.sheets {
            self.names.learn(&paper.text, &paper.stood, rejected);
        }
        for Sheet { paper, .. } in &lesson.sheets {
            self.names.pass(&paper.text, &paper.stood, &paper.open);
        }
        let (papers, examples) = lesson.sheets.into_iter().map(|sheet| (sheet.paper, sheet.example)).unzip();
        let kept = Kept { papers, examples: Some(examples) };
        if self.kept.len() < KEPT {
            self.kept.push(kept);
        } else if let Some(place) = self.kept.get_mut(dice(self.count, 1) % KEPT) {
            *place = kept;
        }
        self.count += 1;
    }

    /// What was learned of topics.
    pub fn topics(&self) -> &TopicLessons {
        &self.topics
    }

    /// What was learned by the delta.
    pub(super) fn overlay(&self) -> &Overlay {
        &self.overlay
    }

    /// What the memory of names adds to the scores of a text; `None` where it knows nothing of it.
    pub(super) fn recall(&self, text: &[char]) -> Option<Vec<Row>> {
        self.names.recall(text)
    }
}

/// A number that follows from the count of articles and looks like chance.
fn dice(count: u32, which: u64) -> usize {
    let mixed = (u64::from(count) * 2 + which + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mixed = (mixed ^ (mixed >> 31)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    (mixed >> 33) as usize
}
