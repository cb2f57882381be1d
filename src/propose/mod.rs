//! The room that proposes: entities, topics and keywords, each with a score and a reason.

pub mod lac;
