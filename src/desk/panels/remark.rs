//! 备注 about characters: the dialog, the line of a popover, and the list of an article's notes.

use super::{Panel, dialog};
use crate::annotation::{BlockId, Remark, RemarkId};
use crate::desk::command::{Action, Command};
use crate::desk::fonts::{self, Face};
use crate::desk::listen::local_stamp;
use crate::desk::widgets::{self, Weight};
use crate::issue::{Article, Block};
use crate::strings::{Message, Strings};
use crate::text::{CharRange, slice};
use egui::{Align2, Frame, Id, Key, Margin, Modifiers, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

/// How many notes a popover shows.
const FEW: usize = 3;

/// Asks for a note about the characters of `range`.
pub fn show(ui: &mut Ui, panel: &mut Panel<'_>, block: &BlockId, range: CharRange, id: Option<&RemarkId>) {
    let state = panel.state;
    let held = state.open.as_ref().and_then(|open| open.issue.holder(block));
    let Some(held) = held.and_then(|(article, n)| article.blocks.get(n)) else {
        return panel.push(Command::Close);
    };
    let mut keep =
        !state.composing && ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::Enter));
    let mut take_off = false;
    dialog::dialog(
        ui,
        panel,
        "note.title",
        520.0,
        |ui, panel| body(ui, panel, held, range, id),
        |ui, panel| {
            let theme = &panel.state.theme;
            let name = panel.state.say("note.keep");
            keep |= widgets::button(ui, theme, name, Some("Ctrl Enter"), Weight::Primary).clicked();
            let cancel = panel.state.say("button.cancel");
            if widgets::button(ui, theme, cancel, Some("Esc"), Weight::Plain).clicked() {
                panel.commands.push(Command::Close);
            }
            if id.is_some() {
                let name = panel.state.say("reading.off");
                take_off = widgets::button(ui, theme, name, None, Weight::Plain).clicked();
            }
        },
    );
    if keep || take_off {
        let note = if take_off { String::new() } else { panel.fields.note.clone() };
        panel.push(Command::WriteRemark { block: block.clone(), range, id: id.cloned(), note });
    }
}

fn body(ui: &mut Ui, panel: &mut Panel<'_>, block: &Block, range: CharRange, id: Option<&RemarkId>) {
    let state = panel.state;
    let theme = &state.theme;
    widgets::line(ui, state.say("note.about"), fonts::small(), theme.ink3);
    ui.add_space(4.0);
    let quote = slice(&block.text, range).unwrap_or_default();
    let quote = widgets::clipped(ui.painter(), quote, Face::SerifBold.at(16.0), theme.ink1, 472.0, 2);
    let (rect, _) = ui.allocate_exact_size(quote.size(), Sense::hover());
    ui.painter().galley(rect.min, quote, theme.ink1);
    ui.add_space(10.0);
    for other in block.remarks_over(range).filter(|other| Some(&other.id) != id).take(FEW) {
        widgets::wrapped(ui, said(&state.strings, other), fonts::small(), theme.ink2);
        ui.add_space(6.0);
    }
    let hint = state.say("note.hint");
    let field = Id::unique("field.note");
    widgets::text_area(ui, theme, &mut panel.fields.note, field, (hint, hint), (5, 472.0));
}

/// 备注“林晓睛”：应为晴。林 2026-11-23 21:04
pub fn said(strings: &Strings, remark: &Remark) -> String {
    let message = Message::new("note.said")
        .with("text", &remark.text)
        .with("note", &remark.note)
        .with("who", who(&remark.by, remark.at.as_deref()));
    strings.say(&message).trim_end().to_owned()
}

fn who(by: &str, at: Option<&str>) -> String {
    format!("{by} {}", at.map(local_stamp).unwrap_or_default()).trim().to_owned()
}

/// The line of a popover: the notes here, and the key that asks for one.
pub fn line(ui: &mut Ui, panel: &mut Panel<'_>) {
    let state = panel.state;
    let theme = &state.theme;
    let here = state.open.as_ref().map(|open| open.remarks_here()).unwrap_or_default();
    for remark in here.iter().take(FEW) {
        let said = format!("{}　{}", remark.note, who(&remark.by, remark.at.as_deref()));
        widgets::wrapped(ui, said, fonts::small(), theme.ink1);
        ui.add_space(4.0);
    }
    let name = state.say("action.note");
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 24.0), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
    if response.hovered() {
        ui.painter().rect_filled(rect.expand2(vec2(6.0, 0.0)), 4, theme.sunk);
    }
    ui.painter().text(rect.left_center(), Align2::LEFT_CENTER, name, fonts::small(), theme.ink2);
    if let Some(key) = panel.state.key(Action::Note) {
        widgets::key_cap_before(ui.painter(), theme, rect.right_center(), &key);
    }
    widgets::focus_ring(ui, theme, &response, rect, 2.0);
    if response.clicked() {
        panel.push(Command::Act(Action::Note));
    }
}

/// The notes of an article: those about all of it, then those about characters, which lead to their place.
pub fn list(ui: &mut Ui, panel: &mut Panel<'_>, article: &Article) {
    let theme = &panel.state.theme;
    for note in &article.notes {
        widgets::wrapped(ui, &note.text, fonts::ui(), theme.ink1);
        widgets::line(ui, who(&note.by, note.at.as_deref()), fonts::small(), theme.ink3);
        ui.add_space(8.0);
    }
    let mut go = None;
    for (block, remark) in article.blocks.iter().flat_map(|b| b.remarks.iter().map(move |r| (b, r))) {
        if row(ui, panel, remark) {
            go = Some((block, remark));
        }
        ui.add_space(8.0);
    }
    if let Some((block, remark)) = go {
        panel.push(to(block, remark.range));
        panel.push(Command::Reveal);
        panel.push(Command::FocusReader);
    }
}

/// Selects the characters, or the mark that is just these.
fn to(block: &Block, range: CharRange) -> Command {
    match block.standing().find(|entity| entity.range == range) {
        Some(mark) => Command::SelectMark(mark.id.clone(), false),
        None => Command::Select { block: block.id.clone(), anchor: range.start(), caret: range.end() },
    }
}

/// The characters, what is said of them, who said it. Returns whether it was clicked.
fn row(ui: &mut Ui, panel: &Panel<'_>, remark: &Remark) -> bool {
    let state = panel.state;
    let theme = &state.theme;
    let room = ui.available_width();
    let left = ui.cursor().left();
    let inner = Frame::new().inner_margin(Margin { left: 10, ..Margin::ZERO }).show(ui, |ui| {
        let quote =
            widgets::clipped(ui.painter(), &remark.text, Face::Serif.at(14.0), theme.ink2, room - 10.0, 1);
        let (rect, _) = ui.allocate_exact_size(vec2(room - 10.0, quote.size().y + 2.0), Sense::hover());
        ui.painter().galley(rect.min, quote, theme.ink2);
        widgets::wrapped(ui, &remark.note, fonts::ui(), theme.ink1);
        widgets::line(ui, who(&remark.by, remark.at.as_deref()), fonts::small(), theme.ink3);
    });
    let rect = inner.response.rect;
    let response = ui.interact(rect, Id::unique(("remark", remark.id.as_str())), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, said(&state.strings, remark)));
    let ink = if response.hovered() { theme.ink2 } else { theme.line2 };
    let bar = Rect::from_min_max(pos2(left, rect.top() + 2.0), pos2(left + 2.0, rect.bottom() - 2.0));
    ui.painter().rect_filled(bar, 0, ink);
    widgets::focus_ring(ui, theme, &response, rect, 2.0);
    response.on_hover_cursor(egui::CursorIcon::PointingHand).clicked()
}
