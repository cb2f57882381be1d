//! Why an assignment is doubtful, and what can be done: confirm it, choose another place, take it out.

use super::why::Case;
use super::{SourceState, role_key};
use crate::desk::command::{Action, Command};
use crate::desk::fonts::{self, Face};
use crate::desk::panels::Panel;
use crate::desk::shape::Shape;
use crate::desk::state::Pane;
use crate::desk::widgets::{self, Weight};
use crate::strings::Message;
use egui::{Area, Id, Order, Rect, Role, Ui, WidgetInfo, pos2, vec2};

const WIDTH: f32 = 420.0;
/// From the edges of the reader.
const AIR: f32 = 24.0;

/// Shows the card at the lower right of the reader.
pub fn show(ui: &Ui, panel: &mut Panel<'_>, source: &SourceState, room: Rect) {
    let Some(open) = panel.state.open.as_ref().filter(|open| open.beside.is_some()) else { return };
    let Some(case) = source.case(open).filter(|_| panel.state.floating.is_none()) else { return };
    let theme = &panel.state.theme;
    let width = WIDTH.min(room.width() - 2.0 * AIR);
    let id = Id::unique("source.card");
    let height = ui.data(|data| data.get_temp::<f32>(id)).unwrap_or(0.0);
    let frame = egui::Frame::new()
        .fill(theme.raised)
        .stroke(theme.float_edge())
        .corner_radius(8)
        .shadow(egui::Shadow { offset: [0, 2], blur: 8, spread: 0, color: theme.shadow })
        .inner_margin(egui::Margin::symmetric(16, 12));
    let at = pos2(room.right() - AIR - width - 12.0, room.bottom() - 16.0 - height);
    let shown = Area::new(id).order(Order::Middle).fixed_pos(at).constrain(false).fade_in(false).show(
        ui.ctx(),
        |ui| {
            frame.show(ui, |ui| {
                ui.set_width(width - 32.0);
                ui.spacing_mut().item_spacing.y = 0.0;
                words(ui, panel, source, case);
                ui.add_space(10.0);
                buttons(ui, panel, case);
            });
        },
    );
    let now = shown.response.rect.height();
    if (now - height).abs() > 0.5 {
        // The first frame only measures.
        ui.data_mut(|data| data.insert_temp(id, now));
        ui.ctx().request_repaint();
    }
}

fn words(ui: &mut Ui, panel: &Panel<'_>, source: &SourceState, case: &Case) {
    let state = panel.state;
    let theme = &state.theme;
    let (title, reason) = said(panel, source, case);
    let response = widgets::wrapped(ui, &title, Face::SansBold.at(14.0), theme.ink1);
    response.widget_info(|| WidgetInfo::labeled(Role::Heading, true, &title));
    ui.add_space(3.0);
    widgets::wrapped(ui, reason, fonts::small(), theme.ink1);
}

/// The heading and the sentence.
fn said(panel: &Panel<'_>, source: &SourceState, case: &Case) -> (String, String) {
    let state = panel.state;
    let role = state.say(role_key(case.role));
    let title = match case.distance {
        Some(distance) => {
            Message::new("source.card.far").with("role", role).with("line", case.line).with("lines", distance)
        }
        None => Message::new("source.card.here").with("role", role).with("line", case.line),
    };
    let number = source.here.and_then(|here| source.owners.numbers.get(here as usize)).copied();
    let number = number.unwrap_or_default();
    let quoted = format!("“{}”", case.words.join("”“"));
    let mut reason = if case.words.is_empty() {
        Message::new("source.card.no_words")
    } else {
        Message::new("source.card.words")
            .with("words", quoted)
            .with("count", super::super::page::counted(state, case.words.len()))
    };
    reason = reason.with("number", number);
    let mut reason = state.strings.say(&reason);
    if let Some(confidence) = case.confidence {
        let key = if case.doubtful { "source.card.doubtful" } else { "source.card.score" };
        reason += &state.strings.say(&Message::new(key).with("score", format!("{confidence:.2}")));
    }
    (state.strings.say(&title), reason + state.say("source.card.end"))
}

fn buttons(ui: &mut Ui, panel: &mut Panel<'_>, case: &Case) {
    let state = panel.state;
    let theme = &state.theme;
    // Enter and Delete are the marks' while the reader has the keyboard.
    let key = |key: &'static str| (state.pane == Pane::Source).then_some(key);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing = vec2(8.0, 0.0);
        if widgets::button(ui, theme, state.say("source.confirm"), key("Enter"), Weight::Plain).clicked() {
            panel.commands.push(Command::Shape(Shape::Confirm(vec![case.block.clone()])));
        }
        let choose = Action::ChooseHeadline;
        let keys = state.key(choose);
        if widgets::button(ui, theme, state.say("source.move"), keys.as_deref(), Weight::Plain).clicked() {
            panel.commands.push(Command::Act(choose));
        }
        if widgets::button(ui, theme, state.say("source.detach"), key("Delete"), Weight::Plain).clicked() {
            panel.commands.push(Command::Shape(Shape::Detach(case.block.clone())));
        }
    });
}
