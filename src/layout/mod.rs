//! Lines become blocks, blocks become articles, displaced headlines find theirs.
//!
//! Text extracted from a page comes as hard-wrapped lines in which everything stands in each other's way: columns break
//! sentences, headlines stand far from their articles, quotes and notices interrupt paragraphs. The stages, each with
//! its own data:
//!
//! ```text
//! lines      what is there, measured                         Page of Line
//! cues       what each line looks like                       Cues        (bylines, furniture, notices)
//! tagging    the best tag for every line                     Tagged
//! pieces     lines that belong together                      Piece
//! segment    where articles begin                            Cut         (borders, lexical)
//! articles   runs of paragraphs; bylines, captions, notices  Draft       (lexical)
//! headings   kickers, headlines, subheadlines find articles  Draft       (lexical, Mentions)
//! assemble   text, source ranges, ids, confidence            Issue       (reflow, date)
//! ```
//!
//! Nothing is lost on the way: a line is in exactly one piece, a piece in exactly one draft. All weights stand in
//! `weights`.

mod articles;
mod assemble;
mod borders;
mod bylines;
mod chars;
mod cues;
mod date;
mod furniture;
mod headings;
mod lexical;
mod lines;
mod notices;
mod pieces;
mod reflow;
mod segment;
mod tagging;
mod weights;

use crate::issue::{Article, Issue};
use crate::source::{Facts, Source};
use crate::text::CharRange;

pub use weights::Weights;

/// The layout's version, kept with every block that it makes.
pub const VERSION: &str = "layout-2";

/// Who knows names and words: given by the proposer, so that headings and articles that share names find each other,
/// and lines that part a word.
pub trait Mentions {
    /// The names in `text`, each with a score from 0 to 1.
    fn names(&self, text: &str) -> Vec<(CharRange, f32)>;

    /// Whether a word begins in `left` and ends in `right`, which follows it.
    fn is_word_across(&self, _left: &str, _right: &str) -> bool {
        false
    }
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

/// As [`reconstruct`], by other weights than the program's own.
pub fn reconstruct_with(source: &Source, mentions: &dyn Mentions, weights: &Weights) -> Issue {
    let chars: Vec<char> = source.text.chars().collect();
    let mut issue = Issue {
        id: source.issue_id(),
        title: source.facts.title.clone(),
        date: source.facts.date.clone(),
        files: source.parts.clone(),
        articles: Vec::new(),
    };
    for run in runs(source) {
        let (articles, facts) = from_lines(source, &chars, run, mentions, weights);
        issue.articles.extend(articles);
        if issue.title.is_empty() {
            issue.title = facts.title;
        }
        if issue.date.is_empty() {
            issue.date = facts.date;
        }
    }
    issue
}

/// Neighbouring parts that are read together: text files, whose articles may go on from one to the next.
fn runs(source: &Source) -> Vec<CharRange> {
    let ends = source.parts.first().map(|part| part.start).zip(source.parts.last().map(|part| part.end));
    ends.map(|(start, end)| CharRange::new(start, end)).into_iter().collect()
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
    let (mut drafts, heads) = articles::build(&page, &pieces);
    headings::bind(&page, &pieces, chars, &heads, &mut drafts, mentions);
    articles::advertise(&mut drafts, &pieces);
    let assembly = assemble::Assembly { source, chars, page: &page, pieces: &pieces };
    (assembly.articles(&drafts), assembly.facts())
}
