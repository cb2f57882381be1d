//! The delta: what the corpus, and later the editor, teach beyond the network and the rules.
//!
//! ```text
//! LAC log-probabilities ─ prior ┐
//! text, words, rules ─ features ┴ chain over O and B M E S of eight classes ─ readings with probabilities
//! ```
//! A linear-chain conditional random field. The network's probabilities are a prior that never changes; the delta adds
//! sparse weights to it, one row of states a feature. Features are hashed: the characters around, the network's words,
//! and what the rules say, so that the delta learns how far each rule can be trusted. Training is AdaGrad, one
//! passage at a time in a fixed order: the same examples give the same weights.

mod chain;
mod features;
mod file;
mod model;
mod overlay;
mod states;
mod table;
mod train;

pub(crate) use chain::Reading;
pub(crate) use features::{Evidence, Features};
pub use file::DeltaError;
pub(crate) use model::Delta;
pub(crate) use overlay::{Joined, Overlay, Weight, Weights};
pub(crate) use states::{Prior, Row, STATES, added, encode, prior, state_of};
pub(crate) use train::{Example, Trainer};
