//! The reader's measure, how many characters a row has; and the scale of everything in the window.
//!
//! What the window's width gives is the standard; an editor may set another one, which is remembered. Whatever is set, a
//! row is never wider than the room that there is.

use super::Desk;
use super::command::Action;
use super::reader::{MEASURES, standard_measure};
use super::settings::SCALES;
use crate::strings::Message;

/// Percent of a step.
const STEP: u16 = 25;

impl Desk {
    /// Everything in the window a quarter larger or smaller, or as the system has it; says how large it is now.
    pub(super) fn set_scale(&mut self, action: Action) {
        let now = self.state.settings.scale;
        let wanted = match action {
            Action::ScaleUp => now + STEP,
            Action::ScaleDown => now.saturating_sub(STEP),
            _ => *SCALES.start(),
        };
        self.state.settings.scale = wanted.clamp(*SCALES.start(), *SCALES.end());
        self.restyle = true;
        let said = Message::new("toast.scale").with("percent", self.state.settings.scale);
        self.toast_text(self.state.strings.say(&said), false);
    }

    /// A character more or less in a row, or the standard again; says how many there are now.
    pub(super) fn set_measure(&mut self, action: Action) {
        let width = self.state.settings.window.map_or(0.0, |(width, _)| width);
        let now = self.state.settings.measure.unwrap_or_else(|| standard_measure(width));
        let most = self.page.fitting().unwrap_or(now).max(*MEASURES.start());
        let wanted = match action {
            Action::Wider => Some(now.min(most) + 1),
            Action::Narrower => Some(now.min(most).saturating_sub(1)),
            _ => None,
        };
        let set = wanted.map(|wanted| wanted.clamp(*MEASURES.start(), *MEASURES.end()));
        let full = action == Action::Wider && set.is_some_and(|set| set > most);
        if !full {
            self.state.settings.measure = set;
        }
        let (key, count) = match set {
            _ if full => ("toast.measure_room", most),
            Some(set) => ("toast.measure", set),
            None => ("toast.measure_standard", standard_measure(width).min(most)),
        };
        let said = self.state.strings.say(&Message::new(key).with("count", count));
        self.toast_text(said, false);
    }
}
