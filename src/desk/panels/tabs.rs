//! The row of tabs below the top bar: the issues that are open, where there are several.

use super::Panel;
use crate::desk::command::{Action, Command};
use crate::desk::fonts::{self, Face};
use crate::desk::icons::{self, Icon};
use crate::desk::tabs::Shown;
use crate::desk::widgets;
use crate::strings::Message;
use egui::{Color32, FontId, Galley, Id, PointerButton, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};
use std::sync::Arc;

/// Height of the row.
const HEIGHT: f32 = 32.0;
/// A lower window has no room for the row; keys and menu go on.
const LOW: f32 = 480.0;
/// The widest name, and the narrowest tab.
const NAME: f32 = 220.0;
const NARROW: f32 = 124.0;
/// Characters of a name's end that are shown always: month and day.
const END: usize = 5;
/// Room for the number of the current tab where not all fit.
const NUMBER: f32 = 48.0;
/// Before the name, and what the × takes behind it.
const LEFT: f32 = 14.0;
const CROSS: f32 = 24.0;

/// How much of the window the row takes.
pub fn height(panel: &Panel<'_>, window: f32) -> f32 {
    if panel.state.has_tabs() && window >= LOW { HEIGHT } else { 0.0 }
}

/// Shows the row.
pub fn show(ui: &mut Ui, panel: &mut Panel<'_>) {
    let full = ui.max_rect();
    if full.height() < HEIGHT {
        return;
    }
    let theme = &panel.state.theme;
    ui.painter().rect_filled(full, 0, theme.desk);
    widgets::hairline(ui, full.bottom() - 0.5, full.x_range(), theme.line2);
    let tabs = panel.state.shown_tabs();
    // The room of the bold word, so that nothing shifts.
    let bold = |name: &str| {
        widgets::clipped(ui.painter(), name, Face::SansBold.at(13.0), theme.ink1, NAME, 1).size().x
    };
    let mut widths: Vec<f32> = tabs.iter().map(|tab| bold(&tab.name) + LEFT + CROSS).collect();
    let room = full.width() - 16.0;
    let here = tabs.iter().position(|tab| tab.current).unwrap_or_default();
    let mut fitting = tabs.len();
    if widths.iter().sum::<f32>() > room {
        let share = room / fitting as f32;
        if share < NARROW {
            // Those round the current one, and which one that is.
            fitting = ((room - NUMBER) / NARROW).max(1.0) as usize;
            let number = format!("{}/{}", here + 1, tabs.len());
            let number = ui.painter().layout_no_wrap(number, fonts::micro(), theme.ink3);
            let at = pos2(full.right() - 14.0 - number.size().x, full.center().y - number.size().y / 2.0);
            ui.painter().galley(at, number, theme.ink3);
        }
        for width in &mut widths {
            *width = width.min(share.max(NARROW));
        }
    }
    let from = here.saturating_sub(fitting / 2).min(tabs.len().saturating_sub(fitting));
    let mut x = full.left() + 8.0;
    for (n, shown) in tabs.iter().enumerate().skip(from).take(fitting) {
        let rect = Rect::from_min_size(pos2(x, full.top()), vec2(widths[n], full.height()));
        tab(ui, panel, shown, rect);
        x = rect.right();
    }
}

fn tab(ui: &mut Ui, panel: &mut Panel<'_>, shown: &Shown, rect: Rect) {
    let theme = &panel.state.theme;
    let id = Id::unique(("tab", shown.issue.as_str()));
    let response = ui.interact(rect, id, Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Tab, true, shown.current, &shown.name));
    let spot = rect.with_min_x(rect.right() - CROSS);
    let cross = ui.interact(spot, id.with("close"), Sense::click());
    let said = panel.state.strings.say(&Message::new("tabs.close").with("name", &shown.name));
    cross.widget_info(|| WidgetInfo::labeled(Role::Button, true, &said));
    let (font, ink) = match shown.current {
        true => (Face::SansBold.at(13.0), theme.ink1),
        false if response.hovered() => (fonts::small(), theme.ink1),
        false => (fonts::small(), theme.ink2),
    };
    let text = fitted(ui, &shown.name, font, ink, rect.width() - LEFT - CROSS);
    let at = pos2(rect.left() + LEFT, rect.center().y - text.size().y / 2.0);
    ui.painter().galley(at, text, ink);
    if shown.current {
        let line = Rect::from_min_max(
            pos2(rect.left() + LEFT, rect.bottom() - 2.0),
            pos2(rect.right() - CROSS, rect.bottom()),
        );
        ui.painter().rect_filled(line, 0, theme.zhu);
    }
    let pointed = [&response, &cross].iter().any(|part| part.hovered()) || cross.has_focus();
    if pointed {
        let ground = if cross.hovered() { theme.sunk } else { Color32::TRANSPARENT };
        let square = Rect::from_center_size(spot.center(), vec2(20.0, 20.0));
        ui.painter().rect_filled(square, 4, ground);
        icons::draw(ui.painter(), Icon::Cross, spot.center(), theme.ink2);
    }
    widgets::focus_ring(ui, theme, &response, rect.shrink(5.0), 4.0);
    widgets::focus_ring(ui, theme, &cross, spot.shrink(5.0), 4.0);
    let closed = cross.clicked() || response.clicked_by(PointerButton::Middle);
    if closed {
        panel.push(Command::CloseTab(shown.issue.clone()));
    } else if response.on_hover_cursor(egui::CursorIcon::PointingHand).on_hover_text(&shown.name).clicked() {
        panel.push(Command::OpenStored(shown.issue.clone()));
    }
    let key = panel.state.key(Action::CloseIssue).filter(|_| shown.current);
    cross.on_hover_text(key.map_or_else(|| said.clone(), |key| format!("{said}　{key}")));
}

/// A name in a width; where it is too long its middle goes, since issues of a paper differ at the end.
fn fitted(ui: &Ui, name: &str, font: FontId, ink: Color32, width: f32) -> Arc<Galley> {
    let set = |text: String| ui.painter().layout_no_wrap(text, font.clone(), ink);
    let letters: Vec<char> = name.chars().take(80).collect();
    let whole = set(letters.iter().collect());
    if whole.size().x <= width || letters.len() <= END + 1 {
        return whole;
    }
    let end: String = letters[letters.len() - END..].iter().collect();
    let short = |kept: usize| set(format!("{}…{end}", letters[..kept].iter().collect::<String>().trim_end()));
    let fits = (1..letters.len() - END).rev().map(short).find(|text| text.size().x <= width);
    fits.unwrap_or_else(|| short(0))
}
