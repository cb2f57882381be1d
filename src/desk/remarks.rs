//! 备注: about the characters that are selected, the selected mark, or else the article.

use super::Desk;
use super::command::Command;
use super::state::{Floating, OpenIssue};
use crate::annotation::{BlockId, Remark, RemarkId};
use crate::issue::{Block, Note, gesture};
use crate::text::CharRange;

impl OpenIssue {
    /// The notes at the caret, in the selection or on the selected mark.
    pub fn remarks_here(&self) -> Vec<&Remark> {
        self.place().map(|(block, range)| block.remarks_over(range).collect()).unwrap_or_default()
    }

    /// The characters that a note would be about, and the editor's own one that is there already. A caret in a note
    /// stands for its characters.
    fn to_remark(&self, editor: &str) -> Option<(&Block, CharRange, Option<&Remark>)> {
        let (block, range) = self.place()?;
        let own = |remark: &&Remark| remark.by == editor;
        let mut here = block.remarks_over(range);
        if range.is_empty() {
            let known = block.remarks_over(range).find(own).or_else(|| here.next())?;
            return Some((block, known.range, Some(known).filter(own)));
        }
        let range = gesture::snap(&block.text, range);
        Some((block, range, here.find(|remark| remark.range == range && own(remark))))
    }
}

impl Desk {
    /// Asks for a note about what is selected, or about the article.
    pub(super) fn ask_note(&mut self) {
        let Some(open) = &self.state.open else { return };
        let Some((block, range, known)) = open.to_remark(&self.state.settings.editor) else {
            return self.ask_article_note();
        };
        if range.is_empty() {
            return self.toast("refusal.no_text", false);
        }
        let (block, id) = (block.id.clone(), known.map(|remark| remark.id.clone()));
        self.fields.note = known.map(|remark| remark.note.clone()).unwrap_or_default();
        self.state.floating = Some(Floating::Remark { block, range, id });
    }

    /// Asks for a note about the article.
    pub(super) fn ask_article_note(&mut self) {
        let editor = &self.state.settings.editor;
        let Some(article) = self.state.article() else { return };
        let own = article.notes.iter().rfind(|note| note.by == *editor);
        self.fields.note = own.map(|note| note.text.clone()).unwrap_or_default();
        self.state.floating = Some(Floating::Note);
    }

    /// Keeps what was typed.
    pub(super) fn apply_note(&mut self, command: Command) {
        match command {
            Command::WriteNote(text) => self.write_note(text),
            Command::WriteRemark { block, range, id, note } => {
                self.write_remark(&block, range, id.as_ref(), &note);
            }
            _ => {}
        }
    }

    /// Keeps a note about characters; with nothing in it, it goes.
    fn write_remark(&mut self, block: &BlockId, range: CharRange, id: Option<&RemarkId>, note: &str) {
        self.state.floating = None;
        let kept = self.decide(|issue, who| match id {
            Some(id) => gesture::reword(issue, id, note, who),
            None => gesture::remark(issue, block, range, note, who),
        });
        if kept {
            self.toast(if note.trim().is_empty() { "toast.unnoted" } else { "toast.noted" }, true);
        }
    }

    /// Takes off a note: of those here the editor's own, or else another one; with nothing selected, of the article's.
    pub(super) fn unnote(&mut self) {
        let editor = self.state.settings.editor.clone();
        let Some(open) = &self.state.open else { return };
        let here = open.remarks_here();
        let own = here.iter().find(|remark| remark.by == editor).or(here.first());
        if let Some(id) = own.map(|remark| remark.id.clone()) {
            if self.decide(|issue, who| gesture::reword(issue, &id, "", who)) {
                self.toast("toast.unnoted", true);
            }
            return;
        }
        let bare = open.mark.is_none() && open.selection.as_ref().is_none_or(|s| s.range().is_empty());
        let of_article = open.current().filter(|_| bare).and_then(|article| {
            let own = |note: &Note| note.by == editor;
            article.notes.iter().rposition(own).or(article.notes.len().checked_sub(1))
        });
        let Some(n) = of_article else { return self.toast("note.none", false) };
        let gone = self.decide_article(|issue, article, _| {
            gesture::change_facts(issue, article, "gesture.remark_off", |facts| drop(facts.notes.remove(n)))
        });
        if gone {
            self.toast("toast.unnoted", true);
        }
    }
}
