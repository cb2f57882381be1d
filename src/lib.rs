//! Zhupi 朱批: an annotation desk for Chinese newspapers.
//!
//! The rooms, in the order in which they may use each other (a room uses only rooms above it):

/// Code points, ranges of them, and the only place that converts to bytes or UTF-16.
pub mod text;
/// The words that the program says, by language, from files.
pub mod strings;
/// Probabilities and their log odds.
mod odds;
/// Libraries that read what anybody may have written, in a process of their own.
pub mod apart;
/// What is said about a text: entities, topics, keywords, relations, labels, decisions.
pub mod annotation;
/// An issue (期) of articles made of blocks, and every change that can be made to it.
pub mod issue;
/// Files on disk become immutable decoded text.
pub mod source;
/// Lines become blocks, blocks become articles, displaced headlines find theirs.
pub mod layout;
/// The program's proposals, each with a score and a reason.
pub mod propose;
/// One SQLite file that keeps sources and events.
pub mod dataset;
/// Files that other tools read and write.
pub mod exchange;
/// The subcommands that need no window.
pub mod headless;
/// The window.
#[cfg(feature = "desk")]
pub mod desk;
