//! The register (名录): the list of its entries with the names that have none, and the page of one entry beside it.

use super::{BAR, MARGIN, bar, cell, choice, entry, rows};
use crate::annotation::EntryKind;
use crate::desk::command::{Action, Command};
use crate::desk::fonts::{self, Face};
use crate::desk::panels::Panel;
use crate::desk::shelf::{Row, Turn};
use crate::desk::widgets::{self, Weight};
use crate::desk::within;
use crate::strings::Message;
use egui::{Align2, Rect, Role, Stroke, Ui, WidgetInfo, pos2};

const ROW: f32 = 44.0;
/// Width of the list.
const LIST: f32 = 340.0;

/// The left side: kinds.
pub(super) fn side(ui: &mut Ui, panel: &mut Panel<'_>) {
    let state = panel.state;
    let names = &state.shelf.names;
    let all: usize = names.counts.0.values().sum();
    if choice(ui, panel, state.say("work.all"), all, names.kind.is_none()) {
        panel.commands.push(Command::Shelf(Turn::Kind(None)));
    }
    for kind in EntryKind::ALL {
        let count = names.counts.0.get(&kind).copied().unwrap_or_default();
        let on = names.kind == Some(kind);
        if choice(ui, panel, state.say(kind.key()), count, on) {
            panel.commands.push(Command::Shelf(Turn::Kind((!on).then_some(kind))));
        }
    }
}

/// The bar, the list, and the entry.
pub(super) fn show(ui: &mut Ui, panel: &mut Panel<'_>, full: Rect) {
    let (top, rest) = full.split_top_bottom_at_y(full.top() + BAR);
    let hint = panel.state.say("register.find").to_owned();
    bar(ui, panel, top, &hint, |ui, panel| {
        let state = panel.state;
        for action in [Action::RegisterOut, Action::RegisterIn] {
            if widgets::button(ui, &state.theme, state.say(action.id()), None, Weight::Plain).clicked() {
                panel.commands.push(Command::Act(action));
            }
        }
    });
    let list = LIST.min(rest.width() * 0.45);
    let (left, right) = rest.split_left_right_at_x(rest.left() + list);
    let edge = ui.painter().round_to_pixel_center(left.right());
    ui.painter().vline(edge, left.y_range(), Stroke::new(1.0, panel.state.theme.line2));
    let count = panel.state.shelf.names.rows.len();
    if count == 0 {
        within(ui, left, |ui| super::empty(ui, panel, "register.nothing"));
    }
    let current = panel.state.shelf.names.current;
    rows(ui, panel, (left, ROW), (count, current), |ui, panel, rect, n, response| {
        let Some(row) = panel.state.shelf.names.rows.get(n) else { return };
        let (name, below, right) = said(panel, row);
        let spoken = format!("{name} {below} {right}");
        response.widget_info(|| WidgetInfo::selected(Role::Row, true, n == current, &spoken));
        let theme = &panel.state.theme;
        let known = matches!(row, Row::Entry(..));
        let x = rect.left() + MARGIN;
        let width = rect.width() - MARGIN - 80.0;
        let face = if known { Face::SerifBold } else { Face::Serif };
        let ink = if known { theme.ink1 } else { theme.ink2 };
        cell(ui, &name, face.at(15.0), ink, x, width, rect.top() + 15.0);
        cell(ui, &below, fonts::small(), theme.ink3, x, width + 40.0, rect.top() + 33.0);
        let at = pos2(rect.right() - 14.0, rect.top() + 15.0);
        ui.painter().text(at, Align2::RIGHT_CENTER, right, fonts::small(), theme.ink3);
    });
    within(ui, right, |ui| entry::show(ui, panel));
}

/// The name of a row, what stands below it, and what stands at its end.
fn said(panel: &Panel<'_>, row: &Row) -> (String, String, String) {
    let state = panel.state;
    let articles = |count: u32| state.strings.say(&Message::new("register.articles").with("count", count));
    match row {
        Row::Entry(entry, count) => {
            let office = entry.offices.first().map(|office| format!("{}{}", office.body, office.title));
            let alias = entry.aliases.first().cloned();
            let below = [Some(state.say(entry.kind.key()).to_owned()), office.or(alias)];
            (
                entry.name.clone(),
                below.into_iter().flatten().collect::<Vec<_>>().join(" · "),
                articles(*count),
            )
        }
        Row::Unknown(name) => {
            let below = format!("{} · {}", state.say(name.kind.key()), state.say("register.unknown"));
            (name.text.clone(), below, articles(name.articles))
        }
    }
}
