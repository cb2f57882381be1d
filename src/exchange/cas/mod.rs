//! UIMA: one CAS a document, as CAS JSON 0.4 or as XMI with a type system, as INCEpTION reads and writes them.
//!
//! Both files hold the same: a text (the sofa) and feature structures with places in it, counted in UTF-16. `model` is
//! that, `types` names the types, `build` makes it of an article, `take` a document of it; `json` and `xmi` are the two
//! ways to write it down. Marks are DKPro's `NamedEntity`; tokens (characters) and sentences are there since INCEpTION
//! hangs marks on them; what DKPro has no type for has types of ours, which the file declares.

mod build;
mod json;
mod model;
mod take;
mod types;
mod xmi;

#[cfg(test)]
mod tests;

pub use json::CasJson;
pub use xmi::CasXmi;

use super::{Fate, Thing};

/// What both forms hold.
fn holds(thing: Thing) -> Fate {
    match thing {
        Thing::LineEnds => Fate::Kept("fate.joined"),
        Thing::Blanks => Fate::Lost("fate.blanks"),
        Thing::Scores
        | Thing::Rejected
        | Thing::Undecided
        | Thing::Topics
        | Thing::Keywords
        | Thing::Blocks => Fate::Kept("fate.own_types"),
        Thing::Readings | Thing::Supplied | Thing::Summaries | Thing::States => Fate::NOWHERE,
        Thing::Notes => Fate::Bent("fate.plain_notes"),
        _ => Fate::WHOLE,
    }
}
