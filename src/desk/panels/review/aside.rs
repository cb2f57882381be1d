//! The article's page beside the card: quiet, in the smallest type, and always at the card's mark.

use crate::annotation::EntityId;
use crate::desk::command::Command;
use crate::desk::fonts::Face;
use crate::desk::panels::Panel;
use crate::desk::reader::{LetterMode, Reader, ReaderEvent, ReaderInput, ScrollTarget, run_of_one_kind};
use egui::Ui;

/// What the page beside the card keeps between frames.
#[derive(Default)]
pub struct Aside {
    reader: Reader,
    scroll: f32,
    /// The mark that it was last brought to.
    at: Option<EntityId>,
}

/// Shows the page in all the room that there is; a click on a mark makes it the card.
pub fn show(ui: &mut Ui, panel: &mut Panel<'_>, aside: &mut Aside) {
    let state = panel.state;
    let Some((open, article)) = state.open.as_ref().and_then(|open| Some((open, open.current()?))) else {
        return;
    };
    let moved = aside.at != open.mark;
    aside.at.clone_from(&open.mark);
    let target = match &open.mark {
        Some(id) => ScrollTarget::Entity(id.clone()),
        None => ScrollTarget::Top,
    };
    let input = ReaderInput {
        article,
        revision: open.revision,
        labels: &state.labels,
        theme: &state.theme,
        strings: &state.strings,
        thresholds: state.thresholds,
        selected: open.mark.as_ref(),
        selection: None,
        // At this size they would stand in the rows above; the card has them.
        letters: LetterMode::None,
        show_rejected: false,
        relations: &[],
        bare: false,
        body_face: Face::Serif,
        // The smallest, whatever the window's width would give.
        body_step: i8::MIN,
        measure: None,
        scroll: aside.scroll,
        scroll_to: moved.then_some(target),
        reduce_motion: true,
        evidence: &[],
        word: &run_of_one_kind,
    };
    let output = aside.reader.show(ui, &input);
    aside.scroll = output.scroll;
    for event in output.events {
        match event {
            ReaderEvent::ClickEntity(id) => panel.push(Command::Card(id)),
            ReaderEvent::MoveBounds { id, range } => panel.push(Command::SetRange(id, range)),
            _ => {}
        }
    }
}
