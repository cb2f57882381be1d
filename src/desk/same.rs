//! The same text elsewhere: how often, and one decision for all of it.

use super::Desk;
use super::command::{Action, Way};
use super::state::OpenIssue;
use crate::annotation::{ArticleId, Entity, EntityId, LabelId, Status};
use crate::issue::concordance::{Needle, Place, Stands, in_issue, survey};
use crate::issue::gesture::{self, Spot, Spread};
use crate::issue::{Article, Issue};
use crate::strings::Message;
use crate::text::{CharRange, char_len, slice};

/// More places than this are looked at before they are decided.
const MOST: usize = 20;

/// The same text elsewhere in the issue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Same {
    /// The text.
    pub text: String,
    /// The label of the mark that it was asked for.
    pub label: LabelId,
    /// Undecided or unmarked places in the article on the page.
    pub here: usize,
    /// The same in the other articles.
    pub there: usize,
    /// Places that were decided otherwise.
    pub otherwise: usize,
}

impl Same {
    /// Counts the places of a mark's text, without the mark itself.
    pub fn of(issue: &Issue, here: &ArticleId, mark: &Entity) -> Option<Self> {
        let block = &issue.find(&mark.id)?.block.id;
        let needle = Needle::new(&mark.text, true)?;
        let mut same =
            Self { text: mark.text.clone(), label: mark.label.clone(), here: 0, there: 0, otherwise: 0 };
        survey(issue, &needle, |article, other, range, stands| {
            if other.id == *block && range == mark.range {
                return;
            }
            match &stands {
                stands if stands.is_free() && article.id == *here => same.here += 1,
                stands if stands.is_free() => same.there += 1,
                Stands::Mark { label, status, .. } => {
                    same.otherwise += usize::from(*label != mark.label || *status == Status::Rejected);
                }
                _ => {}
            }
        });
        Some(same)
    }

    /// 同样的还有 15 处：本稿 3，他稿 12；另有 3 处标得不同
    pub fn message(&self) -> Option<Message> {
        let all = self.here + self.there;
        let key = match (all, self.otherwise) {
            (0, 0) => return None,
            (0, _) => "same.otherwise",
            (_, 0) => "same.more",
            _ => "same.both",
        };
        let message = Message::new(key).with("all", all).with("here", self.here).with("there", self.there);
        Some(message.with("otherwise", self.otherwise).with("text", &self.text))
    }
}

/// What was counted for the selected mark, and for what state of the issue.
#[derive(Clone, Debug, Default)]
pub struct SameHere {
    of: Option<(u64, EntityId)>,
    same: Option<Same>,
}

impl SameHere {
    /// The count.
    pub fn get(&self) -> Option<&Same> {
        self.same.as_ref()
    }

    /// Counts anew where another mark is selected or the issue changed.
    pub fn renew(&mut self, open: Option<&OpenIssue>) {
        let mark = open.and_then(|open| Some((open, open.selected()?)));
        let of = mark.map(|(open, mark)| (open.revision, mark.id.clone()));
        if of != self.of {
            self.same = mark.and_then(|(open, mark)| Same::of(&open.issue, &open.article, mark));
            self.of = of;
        }
    }
}

impl Spot {
    /// The place as one that is to be marked.
    pub fn at(place: &Place) -> Self {
        Self { block: place.block.clone(), range: place.range, text: place.text.clone() }
    }
}

impl Desk {
    /// Carries out an act on all the same; returns whether it was one.
    pub(super) fn act_on_same(&mut self, action: Action) -> bool {
        match action {
            Action::AcceptSame => self.accept_same(),
            Action::SameRows => self.same_rows(),
            // Without rows there is nothing to tick.
            Action::TickAll => {}
            _ => match action.same() {
                Some(key) => self.label_same(key),
                None => return false,
            },
        }
        true
    }

    /// One label for all the same; where that is more than can be seen at a glance, or some were decided otherwise, the
    /// rows are shown first.
    fn label_same(&mut self, key: u8) {
        let Some(label) = self.state.labels.by_key(key).map(|label| label.id.clone()) else { return };
        let Some(open) = &self.state.open else { return };
        let from = open.mark.clone();
        let Some(text) = self.text_here() else { return self.toast("toast.no_mark", false) };
        let Some(needle) = Needle::new(&text, true) else { return };
        let chosen = open.selected().map(|mark| mark.range);
        let here =
            |place: &Place| chosen == Some(place.range) && open.here().is_some_and(|(b, _)| b == place.block);
        let found = in_issue(&open.issue, &needle, None, usize::MAX).places;
        let (mut spots, mut conflict) = (Vec::new(), false);
        for place in &found {
            match &place.stands {
                stands if stands.is_free() || here(place) => spots.push(Spot::at(place)),
                Stands::Inside { .. } => {}
                Stands::Mark { label: other, status, .. } => {
                    conflict |= *other != label || *status == Status::Rejected;
                }
                _ => conflict = true,
            }
        }
        if conflict || spots.len() > MOST {
            return self.open_context(Some(text), Some(label), true);
        }
        let who = self.who();
        let spread = gesture::label_all(&open.issue, &spots, &label, &who);
        if let Some(open) = &mut self.state.open {
            open.selection = None;
        }
        let name = self.state.label_called(&label).to_owned();
        self.said_all(spread, Message::new("toast.same").with("label", name), from.as_ref());
    }

    /// Accepts the mark and all proposals with its text and label.
    fn accept_same(&mut self) {
        let Some(open) = &self.state.open else { return };
        let Some(mark) = open.selected() else { return self.go_mark(Way::Forth, Entity::is_open) };
        let alike =
            |e: &Entity| e.id == mark.id || (e.is_open() && e.text == mark.text && e.label == mark.label);
        let marks: Vec<EntityId> = open
            .issue
            .articles
            .iter()
            .flat_map(Article::entities)
            .filter(|(_, entity)| alike(entity))
            .map(|(_, entity)| entity.id.clone())
            .collect();
        let from = mark.id.clone();
        let spread = gesture::accept_all(&open.issue, &marks, &self.who());
        self.said_all(spread, Message::new("toast.accepted"), Some(&from));
    }

    pub(super) fn said_all(&mut self, spread: Spread, message: Message, from: Option<&EntityId>) {
        let (changed, refused) = (spread.changed, spread.refused);
        let done = !spread.transaction.edits.is_empty() && self.carry_out(Ok(spread.transaction));
        if done {
            let mut said = self.state.strings.say(&message.with("count", changed));
            if refused > 0 {
                said += &self.state.strings.say(&Message::new("toast.same_refused").with("count", refused));
            }
            self.toast_text(said, true);
        }
        if let Some(from) = from {
            self.go_on(from);
        }
    }

    /// The rows of what the quiet line speaks of, or of the selected mark.
    fn same_rows(&mut self) {
        let said = self.state.same_said.clone();
        let text = said.as_ref().map(|same| same.text.clone()).or_else(|| self.text_here());
        self.open_context(text, said.map(|same| same.label), false);
    }

    /// After a decision: what the quiet line says.
    pub(super) fn say_same(&mut self, mark: &EntityId) {
        self.state.same_said = self.state.open.as_ref().and_then(|open| {
            let entity = open.issue.find(mark)?.entity;
            let same = Same::of(&open.issue, &open.article, entity).filter(|_| entity.status.stands());
            same.filter(|same| same.here + same.there + same.otherwise > 0)
        });
    }

    /// The selected characters without the punctuation at their ends, or the text of the selected mark.
    pub(super) fn text_here(&self) -> Option<String> {
        let open = self.state.open.as_ref()?;
        let text = super::apply::selected_text(open)?;
        if open.mark.is_some() {
            return Some(text);
        }
        let range = gesture::snap(&text, CharRange::new(0, char_len(&text)));
        slice(&text, range).filter(|text| !text.is_empty()).map(ToOwned::to_owned)
    }
}
