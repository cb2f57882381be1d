//! The rules, one file a kind of name. Each reads a block and adds candidates; none decides.

mod bodies;
mod era;
mod events;
mod memory;
mod names;
mod network;
mod persons;
mod places;
mod terms;
mod time;
mod titles;
mod works;

pub(crate) use bodies::{COMMON, LEVELS};
pub(crate) use memory::Memory;

use super::candidate::Findings;
use super::lexicon::Lexicons;
use super::passage::Passage;

/// All candidates of one block, the memory not yet asked.
pub(crate) fn find(passage: &Passage, lexicons: &Lexicons) -> Findings {
    let mut found = Findings::default();
    works::find(passage, &mut found);
    time::find(passage, lexicons, &mut found);
    network::find(passage, lexicons, &mut found);
    places::find(passage, lexicons, &mut found);
    bodies::find(passage, lexicons, &mut found);
    places::sites(passage, lexicons, &mut found);
    titles::find(passage, lexicons, &mut found);
    persons::find(passage, lexicons, &mut found);
    terms::find(passage, lexicons, &mut found);
    events::find(passage, lexicons, &mut found);
    found
}
