//! The room that proposes: entities, topics and keywords, each with a score and a reason.
//!
//! ```text
//! block ─ lac (words) ─ rules (candidates) ─ resolve (flat set) ─ memory of the issue ─ resolve ─ delta ─ short ─ entities
//! entities ─ timex ─ values         entities ─ relations      entities ─ nested ─ inner marks, where asked for
//! article ─ seed words and delta ─ topics      article ─ words, phrases and names ─ keywords
//! ```

mod candidate;
pub mod corpus;
mod delta;
mod echo;
mod keywords;
pub mod lac;
mod learned;
mod lexicon;
mod logistic;
mod loose;
mod meaning;
mod nested;
mod passage;
mod proposer;
mod redraft;
mod refresh;
mod relations;
mod resolve;
mod rules;
mod score;
mod short;
mod simulate;
mod teach;
#[cfg(test)]
mod tests;
mod timex;
mod topics;
mod words;

pub use learned::{Learned, LearnedError, Lesson};
pub use meaning::MeaningError;
pub use proposer::{OWN_WEIGHTS, Proposer, ProposerError, draft};
pub use redraft::redraft;
pub use refresh::{Held, refresh};
pub use relations::relate;
pub use simulate::{Edits, Outcome, Step, simulate};
pub use teach::{Course, Report, cross_validate, train};
pub use topics::{TopicCourse, TopicLessons, TopicReport, cross_validate_topics, train_topics};
pub use words::{word_at, word_ends, words_of};
