//! What the hands do on the page: the caret, borders, marks joined and parted, going to a place by what stands there, and
//! the rest of an article taken as it is.

use super::Desk;
use super::caret::{self, Step};
use super::command::{Action, Way};
use super::state::{Floating, OpenIssue, PaletteOffer, Selection};
use super::{seek, unmarked, walk};
use crate::annotation::{ArticleId, BlockId, EntityId, LabelId};
use crate::issue::gesture;
use crate::strings::Message;
use crate::text::CharRange;

/// What is left to be accepted at once.
#[derive(PartialEq)]
pub(super) enum Rest {
    /// Of an article in which something is doubtful.
    Article(ArticleId),
    /// So many cards.
    Cards(usize),
}

impl Desk {
    /// Carries out an action of the hands; returns whether it was one.
    pub(super) fn by_hand(&mut self, action: Action) -> bool {
        if let Some((step, way, extend)) = caret::of(action) {
            self.move_caret(way, step, extend);
        } else if let Some((start, step, way)) = caret::border(action) {
            self.move_border(start, step, way);
        } else {
            match action {
                Action::GoTo => self.ask_place(),
                Action::NextMissing => self.go_missing(Way::Forth),
                Action::PreviousMissing => self.go_missing(Way::Back),
                Action::JoinMark => self.join_mark(),
                Action::SplitMark => self.split_mark(),
                Action::ChooseLabel => self.choose_label(),
                Action::AcceptRest => self.accept_rest(),
                _ => return false,
            }
        }
        true
    }

    /// The label of a key.
    pub(super) fn label(&mut self, key: u8) {
        if let Some(label) = self.state.labels.by_key(key).map(|label| label.id.clone()) {
            self.give(&label);
        }
    }

    /// Gives the selected characters or the mark a label.
    pub(super) fn give(&mut self, label: &LabelId) {
        let Some(open) = &self.state.open else { return };
        if let Some(selection) = open.selection.clone().filter(|s| !s.range().is_empty()) {
            return self.add(&selection, label);
        }
        let Some(id) = open.mark.clone() else { return };
        if self.decide(|issue, who| gesture::relabel(issue, &id, label, who)) {
            self.say_same(&id);
            self.go_on(&id);
        }
    }

    fn choose_label(&mut self) {
        let open = self.state.open.as_ref();
        let something = open.is_some_and(|open| {
            open.mark.is_some() || open.selection.as_ref().is_some_and(|s| !s.range().is_empty())
        });
        if something {
            self.open_palette(PaletteOffer::Labels);
        } else {
            self.toast("toast.no_mark", false);
        }
    }

    fn move_border(&mut self, start: bool, step: Step, way: Way) {
        let Some(open) = &self.state.open else { return };
        let found = open.mark.as_ref().and_then(|id| open.issue.find(id));
        let Some(found) = found else { return self.move_caret(way, step, true) };
        let (id, range) = (found.entity.id.clone(), found.entity.range);
        let from = if start { range.start() } else { range.end() };
        let Some(moved) = caret::next(&found.block.text, from, way, step) else { return };
        let (from, to) = if start { (moved, range.end()) } else { (range.start(), moved) };
        if from < to {
            let range = CharRange::new(from, to);
            self.decide(|issue, who| gesture::set_range(issue, &id, range, who));
        }
    }

    fn join_mark(&mut self) {
        let Some(id) = self.state.open.as_ref().and_then(|open| open.mark.clone()) else {
            return self.toast("toast.no_mark", false);
        };
        self.decide(|issue, who| gesture::join_mark(issue, &id, who));
    }

    /// Parts the mark that the caret stands in; the second part is selected.
    fn split_mark(&mut self) {
        let at = self.state.open.as_ref().and_then(|open| {
            let selection = open.selection.as_ref()?;
            let block = open.current()?.block(&selection.block)?;
            let inside = |range: CharRange| range.start() < selection.caret && selection.caret < range.end();
            // Of nested marks the innermost.
            let over = block.standing().filter(|entity| inside(entity.range));
            let mark = over.min_by_key(|entity| entity.range.len())?;
            Some((mark.id.clone(), block.id.clone(), selection.caret))
        });
        let Some((id, block, caret)) = at else { return self.toast("toast.no_caret", false) };
        if self.decide(|issue, who| gesture::split_mark(issue, &id, caret, who))
            && let Some(open) = &mut self.state.open
        {
            let second = open.current().and_then(|article| article.block(&block)).and_then(|block| {
                let behind = block.standing().filter(|entity| entity.range.start() >= caret);
                behind.min_by_key(|entity| entity.range.start()).map(|entity| entity.id.clone())
            });
            (open.selection, open.mark, open.details) = (None, second, false);
        }
    }

    /// Accepts what is left of the article and goes on; where something of it is doubtful, at the second time.
    fn accept_rest(&mut self) {
        if self.state.reviews() {
            return self.accept_cards();
        }
        let Some(article) = self.state.article() else { return };
        let tally = self.state.tally(article);
        let here = Rest::Article(article.id.clone());
        if tally.doubtful > 0 && !self.asked_before(here, "toast.rest_doubtful", tally.doubtful as usize) {
            return;
        }
        if self.decide_article(gesture::accept_rest) {
            let said = Message::new("toast.rest").with("count", tally.open);
            self.toast_text(self.state.strings.say(&said), true);
        }
        self.go_neighbour(Way::Forth);
    }

    /// Accepts all cards that are left, at the second time.
    fn accept_cards(&mut self) {
        let cards: Vec<EntityId> = self.state.review.queue.iter().map(|waiting| waiting.id.clone()).collect();
        let Some(last) = cards.last() else { return };
        if self.asked_before(Rest::Cards(cards.len()), "review.rest_asked", cards.len())
            && let Some(open) = &self.state.open
        {
            let spread = gesture::accept_all(&open.issue, &cards, &self.who());
            self.said_all(spread, Message::new("toast.accepted"), Some(last));
        }
    }

    /// Whether this was asked at the last time; otherwise it is now.
    fn asked_before(&mut self, rest: Rest, question: &'static str, count: usize) -> bool {
        if self.rest_asked.take().as_ref() == Some(&rest) {
            return true;
        }
        let key = self.state.settings.keys.name(Action::AcceptRest).unwrap_or_default();
        self.rest_asked = Some(rest);
        let said = Message::new(question).with("count", count).with("key", key);
        self.toast_text(self.state.strings.say(&said), false);
        false
    }

    fn go_missing(&mut self, way: Way) {
        let found = self.state.open.as_ref().and_then(|open| {
            let article = open.current()?;
            let from = match way {
                Way::Forth => walk::place(open, way).unwrap_or((0, 0)),
                Way::Back => walk::place(open, way).unwrap_or((usize::MAX, 0)),
            };
            unmarked::next(&open.issue, article, from, way)
        });
        match found {
            Some((block, range)) => self.select_range(block, range),
            None => self.toast("toast.none_missing", false),
        }
    }

    fn ask_place(&mut self) {
        let Some(open) = &self.state.open else { return };
        let from = walk::place(open, Way::Back).unwrap_or((0, 0));
        let origin = (open.mark.clone(), open.selection.clone());
        self.fields.query.clear();
        self.state.floating = Some(Floating::GoTo { origin, from, missed: false });
    }

    /// Selects what the query finds: the mark where it is one, otherwise the characters.
    pub(super) fn seek(&mut self, query: &str, turn: Option<Way>) {
        let Some(Floating::GoTo { from, origin, .. }) = &self.state.floating else { return };
        let (from, origin) = (*from, origin.clone());
        let Some(open) = &mut self.state.open else { return };
        let from = match turn {
            // One further than where the found place begins, or before it.
            Some(way) => match (walk::place(open, Way::Back), way) {
                (Some((block, at)), Way::Forth) => (block, at + 1),
                (Some(place), Way::Back) => place,
                (None, _) => from,
            },
            None => from,
        };
        let way = turn.unwrap_or(Way::Forth);
        let found = open.current().and_then(|article| {
            let (block, range) = seek::find(article, from, query, way)?;
            Some((seek::mark(article, &block, range), block, range))
        });
        let missing = found.is_none() && !query.trim().is_empty();
        match found {
            Some((Some(mark), ..)) => {
                (open.mark, open.selection, open.details, open.reveal) = (Some(mark), None, false, true);
            }
            Some((None, block, range)) => self.select_range(block, range),
            None => (open.mark, open.selection) = origin,
        }
        if let Some(Floating::GoTo { missed, .. }) = &mut self.state.floating {
            *missed = missing;
        }
    }

    /// Ends the going to a place; what was found stays selected, or what was selected before comes back.
    pub(super) fn end_seek(&mut self, found: bool) {
        let Some(Floating::GoTo { origin, missed, .. }) =
            self.state.floating.take_if(|floating| matches!(floating, Floating::GoTo { .. }))
        else {
            return;
        };
        if (!found || missed)
            && let Some(open) = &mut self.state.open
        {
            (open.mark, open.selection) = origin;
            open.reveal = true;
        }
    }

    fn select_range(&mut self, block: BlockId, range: CharRange) {
        if let Some(open) = &mut self.state.open {
            open.selection = Some(Selection { block, anchor: range.start(), caret: range.end() });
            (open.mark, open.details, open.reveal) = (None, false, true);
        }
    }

    fn move_caret(&mut self, way: Way, step: Step, extend: bool) {
        let moved = self.state.open.as_ref().and_then(|open| walk::caret(open, way, step, extend));
        if let Some(selection) = moved
            && let Some(open) = &mut self.state.open
        {
            open.selection = Some(selection);
            (open.mark, open.details, open.reveal) = (None, false, true);
        }
    }
}

impl OpenIssue {
    /// The label that the selected mark has.
    pub fn label_here(&self) -> Option<&LabelId> {
        self.selected().map(|mark| &mark.label)
    }
}
