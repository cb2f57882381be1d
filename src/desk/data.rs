//! What concerns the dataset as a whole: its labels, its topics, its copies.

use super::Desk;
use super::command::Action;
use super::state::Offer;
use crate::strings::Message;

impl Desk {
    pub(super) fn act_on_data(&mut self, action: Action) {
        use Action as A;
        if self.act_on_several(action) {
            return;
        }
        match action {
            A::ChooseTaxonomy | A::Backup if !super::dialogs::available() => {
                self.notice(Message::new("dialog.unavailable"), Offer::Nothing);
            }
            A::Labels => self.open_labels(),
            A::Topics => self.open_topics(),
            A::ChooseTaxonomy => super::dialogs::open_taxonomy(self.worker.expect(), &self.state),
            A::OwnTaxonomy => self.use_taxonomy(None),
            A::Backup => super::dialogs::save_backup(self.worker.expect(), &self.state),
            _ => {}
        }
    }
}
