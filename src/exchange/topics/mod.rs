//! Topics of whole articles, for programs that learn to classify: fastText, and a table of tabs.
//!
//! A topic is written by its code, those of the second level too.

mod fasttext;
mod table;

#[cfg(test)]
mod tests;

pub use fasttext::FastText;
pub use table::TopicTable;

use super::{Document, Fate, ForeignTopic, Thing};
use crate::annotation::Status;

/// What both forms hold.
fn holds(thing: Thing) -> Fate {
    match thing {
        Thing::Topics => Fate::Kept("fate.topic_codes"),
        Thing::Blanks => Fate::Lost("fate.blanks"),
        _ => Fate::NOWHERE,
    }
}

/// The codes of an article, each once.
fn codes(document: &Document) -> Vec<&str> {
    let all = document.topics.iter().flat_map(|topic| std::iter::once(&topic.code).chain(&topic.sub));
    let mut codes: Vec<&str> = Vec::new();
    all.for_each(|code| {
        if !codes.contains(&code.as_str()) {
            codes.push(code);
        }
    });
    codes
}

fn topic(label: String) -> ForeignTopic {
    ForeignTopic { label, status: Status::Added, by: String::new(), score: None }
}
