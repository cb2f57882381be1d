//! 标注规范 in the window: read beside the dataset, shown at a label, changed there.

use super::Desk;
use super::state::{Floating, Offer, OpenIssue};
use crate::strings::Message;

pub use crate::annotation::{Guideline, Item, Run};

impl Desk {
    /// Reads the guideline of the open dataset again.
    pub(super) fn read_guideline(&mut self) {
        let path = self.state.dataset.as_ref().map(|dataset| dataset.path.clone());
        let (guideline, trouble) = path.map_or_else(Default::default, |path| Guideline::load(&path));
        self.state.guideline = guideline;
        if let Some(message) = trouble {
            self.notice(message, Offer::Nothing);
        }
    }

    /// Shows the guideline, at the label under question.
    pub(super) fn show_guideline(&mut self) {
        self.read_guideline();
        let label = self.state.open.as_ref().and_then(OpenIssue::label_here).cloned();
        self.state.floating = Some(Floating::Guideline { label, edit: false });
    }

    /// Lets the team change the guideline; there has to be a dataset beside which it can lie.
    pub(super) fn edit_guideline(&mut self) {
        match &self.state.dataset {
            None => self.toast("guideline.no_dataset", false),
            Some(dataset) if dataset.read_only => self.toast("toast.read_only", false),
            Some(_) => {
                self.fields.guideline.clone_from(&self.state.guideline.text);
                self.state.floating = Some(Floating::Guideline { label: None, edit: true });
            }
        }
    }

    /// Writes the changed guideline beside the dataset.
    pub(super) fn write_guideline(&mut self, text: &str) {
        let Some(dataset) = &self.state.dataset else { return };
        let path = Guideline::beside(&dataset.path);
        let mut text = text.trim_end().to_owned();
        text.push('\n');
        match crate::exchange::write_whole(&path, text.as_bytes()) {
            Ok(()) => {
                self.read_guideline();
                self.state.floating = Some(Floating::Guideline { label: None, edit: false });
                let message = Message::new("guideline.written").with("file", path.display());
                self.toast_text(self.state.strings.say(&message), false);
            }
            Err(error) => {
                let message = Message::new("error.export.write").with("file", path.display());
                self.notice(message.with("reason", error), Offer::Nothing);
            }
        }
    }
}
