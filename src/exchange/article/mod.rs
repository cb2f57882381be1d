//! `article/1`: JSON Lines, one article of an issue a line, UTF-8, LF.
//!
//! In the file an entity's `start` and `end` count code points of the article's `text` (the blocks' texts joined by
//! U+000A); in an [`Issue`] they count code points of the block. `record` is the shape of a line, `write` and `read` go
//! one way each: `read(write(issue)) == issue`. `records` goes through a long file issue by issue. Every quote and every block's source is checked on both ways.
//!
//! [`Issue`]: crate::issue::Issue

mod error;
mod format;
mod read;
mod record;
mod records;
mod write;

#[cfg(test)]
mod tests;

pub use error::{ArticleError, Problem};
pub use format::ArticleFormat;
pub use read::read;
pub use records::{Records, RecordsError};
pub use write::{line, write, write_some};

use crate::issue::{Block, SourceMap};

/// The block's map into the source, after a look at every character: what the block says is what the source says there.
fn source_map(block: &Block, source: &[char]) -> Result<SourceMap, Problem> {
    let unmapped = || Problem::Source(block.text.clone());
    if block.source.iter().any(|range| range.end() as usize > source.len()) {
        return Err(unmapped());
    }
    let map = block.source_map(source).map_err(|_| unmapped())?;
    let solid = |c: &char| !crate::text::is_space(*c);
    let there = block.source.iter().flat_map(|range| range.positions());
    let there = there.filter_map(|at| source.get(at as usize).copied()).filter(solid);
    if block.text.chars().filter(solid).eq(there) { Ok(map) } else { Err(unmapped()) }
}
