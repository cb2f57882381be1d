//! Several annotators: their versions of an issue compared, merged, and what they do not agree on.
//!
//! `pairing` finds which article and block is which, `differ` lists what two versions say differently (`look` part by
//! part), `combine` makes of a version the transaction that takes in what nobody contradicts and notes the rest as
//! disputes of the issue, where [`crate::issue::gesture::settle`] decides them. `file` does it for a whole dataset,
//! `editors` for what two editors decided in one.

mod combine;
mod differ;
mod editors;
mod file;
mod look;
mod pairing;

pub use combine::{Combined, combine};
pub use differ::{Difference, Verdict, Version, differ};
pub use file::{Merged, MergedIssue, NotMerged, measure_datasets};
