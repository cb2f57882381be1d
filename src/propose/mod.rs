//! The room that proposes: entities, topics and keywords, each with a score and a reason.
//!
//! ```text
//! block ─ lac (words) ─ rules (candidates) ─ resolve (flat set) ─ memory of the issue ─ resolve ─ delta ─ entities
//! article ─ seed words and delta ─ topics      article ─ words, phrases and names ─ keywords
//! ```

mod candidate;
pub mod corpus;
mod delta;
mod keywords;
pub mod lac;
mod lexicon;
mod passage;
mod proposer;
mod redraft;
mod resolve;
mod rules;
mod teach;
#[cfg(test)]
mod tests;
mod topics;
mod words;

pub use proposer::{Proposer, ProposerError, draft, draft_while};
pub use redraft::redraft;
pub use teach::{Course, Report, cross_validate, train};
pub use topics::{TopicCourse, TopicLessons, TopicReport, cross_validate_topics, train_topics};
