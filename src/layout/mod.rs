//! Lines become blocks, blocks become articles, displaced headlines find theirs.
//!
//! Text extracted from a page comes as hard-wrapped lines in which everything stands in each other's way: columns break
//! sentences, headlines stand far from their articles, quotes and notices interrupt paragraphs. The stages, each with
//! its own data:
//!
//! ```text
//! lines      what is there, measured                         Page of Line
//! cues       what each line looks like                       Cues        (bylines, furniture, notices)
//! features   the same for what was learned           Features    (learned, teach)
//! tagging    the best tag for every line                     Tagged
//! pieces     lines that belong together                      Piece
//! segment    where articles begin                            Cut         (borders, rests, lexical, openings)
//! articles   runs of paragraphs; bylines, captions, notices  Draft       (lexical)
//! headings   kickers, headlines, subheadlines find articles  Draft       (lexical, Mentions)
//! assemble   text, source ranges, ids, confidence            Issue       (reflow, date)
//! ```
//!
//! A part whose file tells its articles skips all this (`told`).
//!
//! Nothing is lost on the way: a line is in exactly one piece, a piece in exactly one draft. All weights stand in
//! `weights`.

mod actors;
mod align;
mod articles;
mod assemble;
mod borders;
mod bylines;
mod carry;
mod chars;
mod cues;
mod date;
mod features;
mod furniture;
mod habit;
mod hashed;
mod headings;
mod learn;
mod learned;
mod lexical;
mod lines;
mod notices;
mod openings;
mod page;
mod pieces;
mod reflow;
mod rests;
mod segment;
mod shown;
mod tagging;
pub mod teach;
mod told;
mod turns;
mod weights;

pub use align::Alignment;
pub use carry::{Carried, Unfit, carry};
pub use learn::{Lessons, Pace, learn, learn_at};
pub use shown::rejoin;

use crate::issue::{Article, Issue};
use crate::source::{Facts, Shape, Source};
use crate::text::CharRange;

pub use learned::Learned;
pub use openings::Openings;
pub use weights::Weights;

/// The layout's version, kept with every block that it makes.
pub const VERSION: &str = "layout-2";

/// Who knows names and words: given by the proposer, so that headings and articles that share names find each other,
/// and lines that part a word.
pub trait Mentions {
    /// The names in `text`, each with a score from 0 to 1.
    fn names(&self, text: &str) -> Vec<(CharRange, f32)>;

    /// All names in `text` in order, with what they stand for.
    fn spoken(&self, _text: &str) -> Vec<Name> {
        Vec::new()
    }

    /// [`Mentions::spoken`] of many texts, which may be read at once.
    fn spoken_all(&self, texts: &[String]) -> Vec<Vec<Name>> {
        texts.iter().map(|text| self.spoken(text)).collect()
    }

    /// How likely `text` is about each of some topics, 0 to 1 and 1 in all; or none.
    fn about(&self, _text: &str) -> Vec<f32> {
        Vec::new()
    }

    /// What the words of `text` mean, as numbers that are alike for texts about the same things; all of one length, or
    /// none.
    fn meaning(&self, _text: &str) -> Vec<f32> {
        Vec::new()
    }

    /// Whether a word begins in `left` and ends in `right`, which follows it.
    fn is_word_across(&self, _left: &str, _right: &str) -> bool {
        false
    }
}

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// A person.
    Person,
    /// A body: office, company, school.
    Body,
    /// A place.
    Place,
    /// A time.
    Time,
    /// A person's office or trade.
    Office,
    /// An event, a work, a term.
    Other,
}

/// A name in a text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Name {
    /// Where it stands.
    pub range: CharRange,
    /// What it stands for.
    pub sort: Sort,
    /// How sure that is, 0 to 1.
    pub score: f32,
}

/// Knows no names.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoMentions;

impl Mentions for NoMentions {
    fn names(&self, _: &str) -> Vec<(CharRange, f32)> {
        Vec::new()
    }
}

/// The articles of a source. Every character that is not white space is in exactly one block.
pub fn reconstruct(source: &Source, mentions: &dyn Mentions) -> Issue {
    reconstruct_with(source, mentions, &Weights::default())
}

/// The layout as the corrections of a dataset have taught it.
#[derive(Clone, Debug, PartialEq)]
pub struct Taught {
    /// The weights.
    pub weights: Weights,
    /// The version that its blocks are marked with.
    pub version: String,
}

/// As [`reconstruct`], as it was taught.
pub fn reconstruct_taught(source: &Source, mentions: &dyn Mentions, taught: Option<&Taught>) -> Issue {
    let Some(taught) = taught else { return reconstruct(source, mentions) };
    let mut issue = reconstruct_with(source, mentions, &taught.weights);
    for block in issue.articles.iter_mut().flat_map(|article| &mut article.blocks) {
        block.by.clone_from(&taught.version);
    }
    issue
}

/// As [`reconstruct`], by other weights than the program's own.
pub fn reconstruct_with(source: &Source, mentions: &dyn Mentions, weights: &Weights) -> Issue {
    let chars: Vec<char> = source.text.chars().collect();
    let mut issue = Issue {
        id: source.issue_id(),
        title: String::new(),
        date: String::new(),
        files: source.parts.clone(),
        articles: Vec::new(),
        disputes: Vec::new(),
    };
    let mut known = source.facts.clone();
    for run in runs(source) {
        let (articles, facts) = match run.shape {
            Shape::Told(articles) => told::articles(source, &chars, run.range, articles, mentions, weights),
            Shape::Pages(pages) => page::from_pages(source, &chars, run.range, pages, mentions, weights),
            Shape::Lines => from_lines(source, &chars, run.range, mentions, weights),
        };
        issue.articles.extend(articles);
        known.complete(facts);
    }
    (issue.title, issue.date) = (known.title, known.date);
    issue
}

/// Parts that are read together.
struct Run<'a> {
    range: CharRange,
    shape: &'a Shape,
}

/// Text files that follow one another are one run, since an article may go on from one to the next; every other part
/// is a run of its own.
fn runs(source: &Source) -> Vec<Run<'_>> {
    let mut runs: Vec<Run> = Vec::new();
    for (part, shape) in source.parts.iter().zip(&source.shapes) {
        match runs.last_mut() {
            Some(run) if (run.shape, shape) == (&Shape::Lines, &Shape::Lines) => {
                run.range = CharRange::new(run.range.start(), part.end);
            }
            _ => runs.push(Run { range: CharRange::new(part.start, part.end), shape }),
        }
    }
    runs
}

/// The articles of text that tells nothing but its lines.
fn from_lines(
    source: &Source,
    chars: &[char],
    range: CharRange,
    mentions: &dyn Mentions,
    weights: &Weights,
) -> (Vec<Article>, Facts) {
    let page = lines::Page::new(chars, range, weights);
    let tagged = tagging::tag(&page, &cues::all(&page, chars, mentions));
    let pieces = pieces::gather(&page, &tagged, chars);
    join(source, chars, &page, &pieces, mentions)
}

/// The articles that pieces make.
fn join(
    source: &Source,
    chars: &[char],
    page: &lines::Page,
    pieces: &[pieces::Piece],
    mentions: &dyn Mentions,
) -> (Vec<Article>, Facts) {
    let (mut drafts, heads) = articles::build(page, pieces, mentions);
    headings::bind(page, pieces, chars, &heads, &mut drafts, mentions);
    articles::advertise(&mut drafts, pieces);
    let assembly = assemble::Assembly { source, chars, page, pieces };
    (assembly.articles(&drafts), assembly.facts())
}
