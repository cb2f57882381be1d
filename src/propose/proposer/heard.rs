//! What the network says of texts, and what of it is kept from the layout's questions to the proposals.

use super::Proposer;
use crate::propose::candidate::Span;
use crate::propose::delta::{self, Prior};
use crate::propose::lac::{self, Tagged, Word};
use std::cell::RefCell;
use std::collections::HashMap;

/// The network's words and probabilities for a text.
pub(super) type Said = (Vec<Word>, Vec<Prior>);
/// What is kept for a while, by text.
type Heard = HashMap<Vec<char>, Said>;
/// Blocks that the network reads in one go, between two questions whether to go on.
const BATCH: usize = 64;
/// So many characters are kept at most.
const KEPT: usize = 100_000;

thread_local! {
    /// What the network said of the texts that the layout asked about, for the proposals to come: these are made by the
    /// same thread, and what other threads put together meanwhile does not come between.
    static HEARD: RefCell<Heard> = RefCell::default();
}

impl Proposer {
    /// What the network says of each text. Marginals are not kept: those of a whole archive would fill the memory.
    fn listen(&self, texts: &[Vec<char>]) -> Vec<Said> {
        let said = |tagged: Tagged| (tagged.words, tagged.log_probs.iter().map(delta::prior).collect());
        self.lac.tag_all_on(texts, self.processors).into_iter().map(said).collect()
    }

    /// The same, and it is kept for the proposals to come as far as there is room.
    pub(super) fn listen_ahead(&self, texts: &[Vec<char>]) -> Vec<Said> {
        let said = self.listen(texts);
        HEARD.with_borrow_mut(|heard| {
            if heard.keys().chain(texts).map(Vec::len).sum::<usize>() <= KEPT {
                heard.extend(texts.iter().cloned().zip(said.iter().cloned()));
            }
        });
        said
    }

    /// The same for all texts, of which those kept are not asked about again; `None` where told to stop.
    pub(super) fn listen_while(&self, texts: &[Vec<char>], go_on: &dyn Fn(f32) -> bool) -> Option<Vec<Said>> {
        let mut heard = HEARD.take();
        let mut all = Vec::with_capacity(texts.len());
        for batch in texts.chunks(BATCH) {
            if !go_on(all.len() as f32 / texts.len() as f32) {
                return None;
            }
            let mut known: Vec<Option<Said>> = batch.iter().map(|text| heard.remove(text)).collect();
            let unknown = batch.iter().zip(&known).filter(|(_, said)| said.is_none());
            let unknown: Vec<Vec<char>> = unknown.map(|(text, _)| text.clone()).collect();
            let mut new = self.listen(&unknown).into_iter();
            known.iter_mut().filter(|said| said.is_none()).for_each(|said| *said = new.next());
            all.extend(known.into_iter().flatten());
        }
        Some(all)
    }
}

/// A longer block is read in parts, so that the time for it is that of its parts, however long it is: what a rule asks of
/// the words and names around is then never far to look for. No paragraph of a newspaper is so long.
const LONG: usize = 4096;

/// The parts of a text with what the network said of them, and where they begin. They end where the network's own do, so
/// that no word is cut.
pub(super) fn divided(text: Vec<char>, (words, prior): Said) -> Vec<(usize, Vec<char>, Said)> {
    if text.len() <= LONG {
        return vec![(0, text, (words, prior))];
    }
    let mut parts: Vec<Span> = Vec::new();
    for unit in lac::units(&text) {
        match parts.last_mut() {
            Some(last) if unit.end - last.start <= LONG => last.end = unit.end,
            _ => parts.push(unit),
        }
    }
    let mut words = words.into_iter().peekable();
    let part = |span: Span| {
        let own = std::iter::from_fn(|| words.next_if(|word| word.end <= span.end));
        let moved = |word: Word| Word { start: word.start - span.start, end: word.end - span.start, ..word };
        let own = own.map(moved).collect();
        (span.start, text[span.clone()].to_vec(), (own, prior[span].to_vec()))
    };
    parts.into_iter().map(part).collect()
}
