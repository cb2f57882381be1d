//! What a block is: nine roles under their digits, as F7 asks.

use super::{Panel, dialog};
use crate::annotation::BlockId;
use crate::desk::command::{Command, Shape};
use crate::desk::fonts::{self, Face};
use crate::desk::reader::role_key;
use crate::desk::widgets;
use crate::issue::Role;
use egui::{Event, Key, Modifiers, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

const WIDTH: f32 = 372.0;

/// Shows the choice.
pub fn show(ui: &mut Ui, panel: &mut Panel<'_>, block: &BlockId) {
    let state = panel.state;
    let Some((article, n)) = state.open.as_ref().and_then(|open| open.issue.holder(block)) else {
        return panel.push(Command::Close);
    };
    let shown = &article.blocks[n];
    let mut chosen = pressed(ui);
    if !state.composing && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter)) {
        chosen = Some(shown.role);
    }
    let full = ui.ctx().content_rect();
    let at = pos2(full.center().x - WIDTH / 2.0, full.height() * 0.24);
    dialog::sheet(ui, panel, "role.title", at, WIDTH, |ui, panel| {
        let theme = &panel.state.theme;
        egui::Frame::new().inner_margin(egui::Margin::symmetric(16, 14)).show(ui, |ui| {
            ui.set_width(WIDTH - 32.0);
            let text = widgets::clipped(
                ui.painter(),
                &shown.text,
                Face::SerifBold.at(16.0),
                theme.ink1,
                WIDTH - 32.0,
                2,
            );
            let (rect, _) = ui.allocate_exact_size(text.size(), Sense::hover());
            ui.painter().galley(rect.min, text, theme.ink1);
            ui.add_space(10.0);
            for row in Role::ALL.chunks(3) {
                ui.horizontal(|ui| {
                    ui.spacing_mut().item_spacing.x = 6.0;
                    for role in row {
                        if choice(ui, panel, *role, *role == shown.role) {
                            chosen = Some(*role);
                        }
                    }
                });
                ui.add_space(6.0);
            }
            ui.add_space(6.0);
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = 14.0;
                widgets::key_hint(ui, theme, "1–9", panel.state.say("role.choose"));
                widgets::key_hint(ui, theme, "Enter", panel.state.say("role.keep"));
                widgets::key_hint(ui, theme, "Esc", panel.state.say("hint.leave"));
            });
        });
    });
    if let Some(role) = chosen {
        let shape = if role == shown.role {
            Shape::Confirm(vec![block.clone()])
        } else {
            Shape::Role(block.clone(), role)
        };
        panel.push(Command::Shape(shape));
    }
}

/// The role of a digit that was pressed; by its physical key too, so that an input method's full-width mode doesn't
/// matter.
fn pressed(ui: &Ui) -> Option<Role> {
    const DIGITS: [Key; 9] =
        [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num6, Key::Num7, Key::Num8, Key::Num9];
    let digit = |key: Key| DIGITS.iter().position(|digit| *digit == key);
    ui.input(|input| {
        input.events.iter().find_map(|event| match event {
            Event::Key { key, physical_key, pressed: true, modifiers, .. } if modifiers.is_none() => {
                let n = digit(*key).or_else(|| physical_key.and_then(digit))?;
                Role::ALL.get(n).copied()
            }
            _ => None,
        })
    })
}

fn choice(ui: &mut Ui, panel: &Panel<'_>, role: Role, current: bool) -> bool {
    let theme = &panel.state.theme;
    let number = Role::ALL.iter().position(|other| *other == role).map_or(0, |n| n + 1);
    let width = (WIDTH - 32.0 - 12.0) / 3.0;
    let (rect, response) = ui.allocate_exact_size(vec2(width, 30.0), Sense::click());
    let name = panel.state.say(role_key(role));
    response
        .widget_info(|| WidgetInfo::selected(egui::Role::Button, true, current, format!("{number} {name}")));
    let fill = if response.hovered() || current { theme.sunk } else { theme.raised };
    let stroke = if current { Stroke::new(1.5, theme.ink1) } else { Stroke::new(1.0, theme.line2) };
    ui.painter().rect(rect, 4, fill, stroke, StrokeKind::Inside);
    let left = pos2(rect.left() + 10.0, rect.center().y);
    ui.painter().text(left, egui::Align2::LEFT_CENTER, number.to_string(), fonts::micro(), theme.ink3);
    let at = pos2(rect.left() + 28.0, rect.center().y);
    ui.painter().text(at, egui::Align2::LEFT_CENTER, name, fonts::ui(), theme.ink1);
    widgets::focus_ring(ui, theme, &response, rect, 4.0);
    response.clicked()
}
