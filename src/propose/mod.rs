//! The room that proposes: entities, topics, keywords and links, each with a score and a reason.

pub mod lac;
