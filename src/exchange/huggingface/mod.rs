//! A folder for Hugging Face `datasets`: `README.md` (the card) and two configurations, `records` (a row an article, all
//! that is known of it) and `bio` (characters with tags). JSON Lines, or Parquet where the program was built with it.
//!
//! Every row has the same fields of the same types; what there is none of is null or an empty list, and the card says the
//! types, since the loader would guess them from the first rows otherwise. Offsets are code points.

mod bio;
mod card;
mod jsonl;
#[cfg(feature = "parquet")]
mod parquet;
mod read;
mod record;

#[cfg(test)]
mod tests;

pub use jsonl::HuggingFace;
#[cfg(feature = "parquet")]
pub use parquet::{HuggingFaceParquet, apart as parquet_apart, said as parquet_said};

use super::{Fate, Thing};

/// What both forms hold.
fn holds(thing: Thing) -> Fate {
    match thing {
        Thing::Nested | Thing::Crossing => Fate::Kept("fate.records_only"),
        Thing::LineEnds => Fate::Kept("fate.joined"),
        Thing::Blanks => Fate::Lost("fate.blanks"),
        Thing::Notes => Fate::Bent("fate.plain_notes"),
        Thing::Readings => Fate::NOWHERE,
        _ => Fate::WHOLE,
    }
}
