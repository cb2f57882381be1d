//! 语境: every place of a text as rows, ticked ones labelled in one step; and the list of what is not alike.
//!
//! `page` is what the view shows and which rows are ticked, `facets` narrows them, `list` is what is not alike, here is
//! what is done in it. Places of the issue on the page are
//! found at once, those of other issues come from the finder.

mod facets;
mod list;
mod page;

pub use facets::{Facet, Standing};
pub use page::{ContextPage, Key, Order, Reach, Turn, Widen};

use super::Desk;
use super::command::Action;
use super::state::{State, View};
use super::worker::{Everywhere, Job, LISTED, Seek};
use crate::annotation::{BlockId, IssueId, LabelId};
use crate::issue::concordance::{Found, Needle, Place, in_issue};
use crate::issue::gesture::{self, Spot};
use crate::strings::Message;
use crate::text::CharRange;

/// A place to go to once its issue is open.
#[derive(Clone, Debug, PartialEq)]
pub struct Arrival {
    /// The issue.
    pub issue: IssueId,
    /// The block.
    pub block: BlockId,
    /// The characters.
    pub range: CharRange,
}

impl Desk {
    /// Shows the view: for a text, or as it was left.
    pub(super) fn open_context(&mut self, text: Option<String>, label: Option<LabelId>, eager: bool) {
        self.state.view = View::Context;
        self.state.welcome = false;
        let page = &mut self.state.context;
        page.list = false;
        // Issues may have come in meanwhile.
        page.asked = None;
        if let Some(text) = text {
            page.ask(text.clone(), label, eager);
            self.fields.context = text;
        } else {
            self.fields.context.clone_from(&page.text);
        }
        self.fields.context_claim = page.text.is_empty();
        self.renew_context();
    }

    /// Carries out an act in the view, or one that leads to it; returns whether that was all there was to do.
    pub(super) fn act_in_context(&mut self, ctx: &egui::Context, action: Action) -> bool {
        match action {
            Action::Context if self.state.shows_context() => self.state.to_desk(),
            Action::Context => {
                // What is selected on the desk is what is asked for, unless its rows are there already.
                let text = self.text_here().filter(|text| *text != self.state.context.text);
                self.open_context(text.filter(|_| self.state.shows_desk()), None, false);
            }
            Action::Consistency => {
                self.open_context(None, None, false);
                self.turn(Turn::List(true));
            }
            _ if !self.state.shows_context() || self.state.floating.is_some() => return false,
            Action::Escape if self.state.notice.is_none() => self.state.view = View::Desk,
            Action::RowUp => self.turn(Turn::Step(-1)),
            Action::RowDown => self.turn(Turn::Step(1)),
            Action::PageUp => self.turn(Turn::Step(-15)),
            Action::PageDown => self.turn(Turn::Step(15)),
            Action::Home => self.turn(Turn::Step(isize::MIN / 2)),
            Action::End => self.turn(Turn::Step(isize::MAX / 2)),
            Action::Leave if self.state.context.list => self.open_finding(),
            Action::Leave => self.turn(Turn::Tick(self.state.context.current)),
            Action::TickAll => self.turn(Turn::TickAll),
            Action::AcceptSame => self.turn(Turn::Apply),
            Action::Accept | Action::SourceBeside => self.turn(Turn::Go(self.state.context.current)),
            _ if action.label().or(action.same()).is_some() => {
                let key = action.label().or(action.same()).unwrap_or_default();
                if let Some(label) = self.state.labels.by_key(key).map(|label| label.id.clone()) {
                    self.turn(Turn::Label(label));
                }
            }
            _ => return false,
        }
        if self.state.shows_context() {
            // The rows have the keyboard, unless the field asks for it.
            ctx.memory_mut(|memory| memory.request_focus(super::panels::context::focus_id()));
        }
        true
    }

    /// Something was chosen in the view.
    pub(super) fn turn(&mut self, turn: Turn) {
        let here = self.state.open.as_ref().map(|open| open.article.clone());
        let page = &mut self.state.context;
        match turn {
            Turn::Text(text) => page.ask(text, None, false),
            Turn::Open(text, label) => return self.open_context(Some(text), label, false),
            Turn::Reach(reach) => {
                page.reach = reach;
                if reach == Reach::Articles && page.articles.is_empty() {
                    page.articles.extend(here);
                }
                page.forget();
            }
            Turn::Article(id) => {
                if !page.articles.remove(&id) {
                    page.articles.insert(id);
                }
                page.forget();
            }
            Turn::Widen(Widen::Literal) => {
                page.literal = !page.literal;
                page.forget();
            }
            Turn::Widen(Widen::Alone) => {
                page.alone = !page.alone;
                page.forget();
            }
            Turn::Widen(Widen::SameLabel) => {
                page.same_label = !page.same_label;
                page.forget();
            }
            Turn::Order(order) => {
                page.order = order;
                page.forget();
            }
            Turn::Label(label) => {
                page.label = Some(label);
                page.chosen_label = true;
                if page.same_label {
                    page.forget();
                }
            }
            Turn::Row(row) => (page.current, page.reveal) = (row, false),
            Turn::Step(by) => page.step(by),
            Turn::Tick(row) => page.toggle(row),
            Turn::TickAll => page.toggle_all(),
            Turn::Apply => return self.label_ticked(),
            Turn::Go(row) => return self.go_row(row),
            Turn::Only(facet) => page.narrow(facet),
            Turn::List(list) => {
                (page.list, page.current, page.reveal) = (list, 0, true);
                page.checked = None;
                if !list {
                    page.stop_checking();
                }
            }
            Turn::Everywhere(everywhere) => {
                (page.everywhere, page.current, page.reveal) = (everywhere, 0, true);
                page.findings = None;
            }
            Turn::Halt => return page.stop_checking(),
        }
        self.renew_context();
    }

    /// Finds anew where the question, the issue or the dataset changed.
    pub(super) fn renew_context(&mut self) {
        if !self.state.shows_context() {
            return;
        }
        if self.state.context.list {
            return self.renew_list();
        }
        let page = &mut self.state.context;
        let open = self.state.open.as_ref();
        let now = open.map(|open| (open.issue.id.clone(), open.revision));
        let needle = Needle::new(&page.text, page.literal);
        if page.reach == Reach::Dataset && self.state.dataset.is_some() {
            let except = open.map(|open| open.issue.id.clone());
            let seek = Seek { text: page.text.clone(), literal: page.literal, except };
            if needle.is_some() && page.asked.as_ref() != Some(&seek) {
                page.asked = Some(seek.clone());
                page.waiting = true;
                self.worker.send(Job::Seek(seek));
            }
        }
        if page.fresh && page.seen == now {
            return;
        }
        let articles = (page.reach == Reach::Articles).then_some(&page.articles);
        let found = needle.zip(open).map(|(needle, open)| in_issue(&open.issue, &needle, articles, LISTED));
        let shorter = open.map(|open| crate::issue::concordance::shorter(&open.issue, &page.text));
        page.arrange(found.unwrap_or_default(), shorter.unwrap_or_default());
        (page.fresh, page.seen) = (true, now);
    }

    /// The finder has looked.
    pub(super) fn sought(&mut self, seek: &Seek, found: Result<Found, Message>) {
        let page = &mut self.state.context;
        if page.asked.as_ref() != Some(seek) {
            return;
        }
        page.waiting = false;
        match found {
            Ok(found) => page.elsewhere = found,
            Err(message) => {
                page.elsewhere = Found::default();
                self.notice(message, super::state::Offer::Nothing);
            }
        }
        self.state.context.fresh = false;
        self.renew_context();
    }

    /// The ticked rows get the label: in the issue on the page at once, in others through the clerk.
    fn label_ticked(&mut self) {
        let Some(label) = self.state.context.label.clone() else {
            return self.toast("context.no_label", false);
        };
        let ticked: Vec<Place> = self.state.context.ticked().cloned().collect();
        if ticked.is_empty() || self.state.context.list {
            return self.toast("context.none_ticked", false);
        }
        if self.state.is_read_only() {
            return self.toast("toast.read_only", false);
        }
        let here = self.state.open.as_ref().map(|open| open.issue.id.clone());
        let mut others: Vec<(IssueId, Vec<Spot>)> = Vec::new();
        let mut spots = Vec::new();
        for place in &ticked {
            if Some(&place.issue) == here.as_ref() {
                spots.push(Spot::at(place));
            } else if let Some((_, spots)) = others.iter_mut().find(|(issue, _)| *issue == place.issue) {
                spots.push(Spot::at(place));
            } else {
                others.push((place.issue.clone(), vec![Spot::at(place)]));
            }
        }
        let who = self.who();
        let (mut changed, mut refused) = (0, 0);
        if let Some(open) = self.state.open.as_ref().filter(|_| !spots.is_empty()) {
            let spread = gesture::label_all(&open.issue, &spots, &label, &who);
            (changed, refused) = (spread.changed, spread.refused);
            if !spread.transaction.edits.is_empty() && !self.carry_out(Ok(spread.transaction)) {
                return;
            }
        }
        self.state.context.settled();
        if others.is_empty() {
            self.say_labelled(&label, changed, refused);
        } else {
            let everywhere = Everywhere { spots: others, label, who, before: changed };
            self.worker.send(Job::Everywhere(everywhere));
        }
        self.renew_context();
    }

    /// Places in other issues are labelled.
    pub(super) fn everywhere(
        &mut self,
        label: &LabelId,
        (changed, refused): (usize, usize),
        failed: Option<Message>,
    ) {
        self.state.context.asked = None;
        match failed {
            Some(message) => self.notice(message, super::state::Offer::Nothing),
            None => self.say_labelled(label, changed, refused),
        }
        self.renew_context();
    }

    fn say_labelled(&mut self, label: &LabelId, changed: usize, refused: usize) {
        let name = self.state.label_called(label);
        let message = Message::new("toast.same").with("count", changed).with("label", name);
        let mut said = self.state.strings.say(&message);
        if refused > 0 {
            said += &self.state.strings.say(&Message::new("toast.same_refused").with("count", refused));
        }
        self.toast_text(said, changed > 0);
    }

    /// An undo or redo in the view: the rows show it.
    pub(super) fn replayed_in_context(&mut self) {
        self.state.context.asked = None;
        self.renew_context();
    }

    /// To the place of a row.
    fn go_row(&mut self, row: usize) {
        let page = &self.state.context;
        let arrival = if page.list {
            self.arrival_of(row)
        } else {
            page.place(row).map(|place| Arrival {
                issue: place.issue.clone(),
                block: place.block.clone(),
                range: place.range,
            })
        };
        let Some(arrival) = arrival else { return };
        self.state.context.current = row;
        if self.state.open.as_ref().is_some_and(|open| open.issue.id == arrival.issue) {
            return self.arrive(&arrival);
        }
        let issue = arrival.issue.clone();
        self.arrival = Some(arrival);
        self.load(issue);
    }

    /// Shows a place of the open issue: its mark selected, or else its characters.
    pub(super) fn arrive(&mut self, arrival: &Arrival) {
        let mark = self.state.open.as_ref().and_then(|open| {
            let (article, at) = open.issue.holder(&arrival.block)?;
            let block = article.blocks.get(at)?;
            Some(block.standing().find(|mark| mark.range == arrival.range).map(|mark| mark.id.clone()))
        });
        let Some(mark) = mark else { return };
        self.state.to_desk();
        if let Some(id) = mark {
            return self.select_mark(id, false);
        }
        self.go_block(&arrival.block);
        if let Some(open) = &mut self.state.open {
            let (anchor, caret) = (arrival.range.start(), arrival.range.end());
            open.selection = Some(super::state::Selection { block: arrival.block.clone(), anchor, caret });
            open.reveal = true;
        }
    }
}

impl State {
    /// Whether a key reaches the view although the article is not on the screen.
    pub(super) fn context_takes(&self, action: Action) -> bool {
        let takes = matches!(action, Action::Accept | Action::Leave | Action::AcceptSame | Action::TickAll)
            || action.label().or(action.same()).is_some();
        takes && self.shows_context()
    }
}
