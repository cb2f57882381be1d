//! Finding in the article on the page: what is looked for, its places, going from one to the next.

use super::Desk;
use super::command::{Action, Way};
use super::state::{OpenIssue, Selection};
use crate::annotation::{ArticleId, BlockId};
use crate::issue::concordance::Needle;
use crate::text::CharRange;

/// The bar above the text.
#[derive(Clone, Debug, Default)]
pub struct FindBar {
    /// What is looked for.
    pub text: String,
    /// Its places in the article, in reading order.
    pub hits: Vec<(BlockId, CharRange)>,
    /// The place that is selected.
    pub at: Option<usize>,
    /// What the places were found in.
    of: Option<(u64, ArticleId)>,
}

impl FindBar {
    /// Looks again where the text, the article or the issue changed.
    fn renew(&mut self, open: &OpenIssue) {
        let of = Some((open.revision, open.article.clone()));
        if self.of == of {
            return;
        }
        let needle = Needle::new(&self.text, true);
        let blocks = open.current().map(|article| article.blocks.as_slice()).unwrap_or_default();
        self.hits = needle.map_or_else(Vec::new, |needle| {
            let of = |block: &crate::issue::Block| {
                let id = block.id.clone();
                needle.ranges(&block.text).into_iter().map(move |range| (id.clone(), range))
            };
            blocks.iter().flat_map(of).collect()
        });
        self.at = open.selection.as_ref().and_then(|selection| {
            self.hits
                .iter()
                .position(|(block, range)| *block == selection.block && *range == selection.range())
        });
        self.of = of;
    }
}

impl Desk {
    /// Carries out an act of finding; returns whether it was one.
    pub(super) fn act_on_find(&mut self, action: Action) -> bool {
        match action {
            Action::Find => self.open_find(),
            Action::FindNext => self.find_next(Way::Forth),
            Action::FindPrevious => self.find_next(Way::Back),
            Action::Escape if self.state.find.is_some() && self.state.floating.is_none() => {
                self.state.find = None;
            }
            _ => return false,
        }
        true
    }

    /// Shows the bar; what is selected is looked for.
    fn open_find(&mut self) {
        self.state.to_desk();
        let Some(open) = &self.state.open else { return };
        let selected =
            open.selection.as_ref().filter(|s| !s.range().is_empty()).and_then(|_| self.text_here());
        if let Some(text) = selected {
            self.fields.find = text;
        }
        self.fields.find_claim = true;
        let mut bar = FindBar { text: self.fields.find.clone(), ..FindBar::default() };
        bar.renew(open);
        self.state.find = Some(bar);
    }

    /// Looks for what was typed; the first place from the caret on is selected.
    pub(super) fn find(&mut self, text: String) {
        self.state.find = Some(FindBar { text, ..FindBar::default() });
        self.renew_find();
        let Some((bar, open)) = self.state.find.as_ref().zip(self.state.open.as_ref()) else { return };
        let from = position(open);
        // The places are in reading order.
        let next = from.map_or(0, |from| bar.hits.partition_point(|hit| order(open, hit) < Some(from)));
        if !bar.hits.is_empty() {
            let at = if next < bar.hits.len() { next } else { 0 };
            self.go_hit(at);
        }
    }

    fn find_next(&mut self, way: Way) {
        if self.state.find.is_none() || !self.state.shows_desk() {
            return self.open_find();
        }
        self.renew_find();
        let Some(bar) = self.state.find.as_ref().filter(|bar| !bar.hits.is_empty()) else { return };
        let (last, here) = (bar.hits.len() - 1, self.state.open.as_ref().and_then(position));
        let before =
            |hit: &(BlockId, CharRange)| self.state.open.as_ref().and_then(|open| order(open, hit)) < here;
        let next = bar.hits.partition_point(before);
        let at = match (bar.at, way) {
            (Some(at), Way::Forth) => {
                if at < last {
                    at + 1
                } else {
                    0
                }
            }
            (Some(at), Way::Back) => at.checked_sub(1).unwrap_or(last),
            (None, Way::Forth) => {
                if next <= last {
                    next
                } else {
                    0
                }
            }
            (None, Way::Back) => next.checked_sub(1).unwrap_or(last),
        };
        self.go_hit(at);
    }

    fn go_hit(&mut self, at: usize) {
        let Some((bar, open)) = self.state.find.as_mut().zip(self.state.open.as_mut()) else { return };
        let Some((block, range)) = bar.hits.get(at).cloned() else { return };
        bar.at = Some(at);
        open.mark = None;
        open.details = false;
        open.selection = Some(Selection { block, anchor: range.start(), caret: range.end() });
        open.reveal = true;
    }

    /// The places belong to what is on the page.
    pub(super) fn renew_find(&mut self) {
        if let Some((bar, open)) = self.state.find.as_mut().zip(self.state.open.as_ref()) {
            bar.renew(open);
        }
    }
}

/// Where the caret is: the number of its block, and the place in it.
fn position(open: &OpenIssue) -> Option<(usize, u32)> {
    let (block, at) = open.here()?;
    order(open, &(block, CharRange::new(at, at)))
}

fn order(open: &OpenIssue, (block, range): &(BlockId, CharRange)) -> Option<(usize, u32)> {
    let at = open.current()?.blocks.iter().position(|other| other.id == *block)?;
    Some((at, range.start()))
}
