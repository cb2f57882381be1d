//! What concerns the dataset as a whole: its labels, its topics, its copies.

use super::Desk;
use super::command::Action;
use super::state::Offer;
use crate::strings::Message;

impl Desk {
    pub(super) fn act_on_data(&mut self, action: Action) {
        use Action as A;
        if self.act_on_several(action) || self.act_on_keeping(action) {
            return;
        }
        match action {
            A::ChooseTaxonomy | A::Backup | A::RegisterOut | A::RegisterIn
                if !super::dialogs::available() =>
            {
                self.notice(Message::new("dialog.unavailable"), Offer::Nothing);
            }
            A::Labels => self.open_labels(),
            A::Topics => self.open_topics(),
            A::ChooseTaxonomy => super::dialogs::open_taxonomy(self.worker.expect(), &self.state),
            A::OwnTaxonomy => self.use_taxonomy(None),
            A::AskRest => {
                self.set_rest(None);
                self.toast("toast.ask_rest", false);
            }
            A::Restore => self.list_copies(),
            A::RegisterOut => super::dialogs::save_register(self.worker.expect(), &self.state),
            A::RegisterIn => super::dialogs::open_register(self.worker.expect(), &self.state),
            A::Backup => super::dialogs::save_backup(self.worker.expect(), &self.state),
            _ => {}
        }
    }
}
