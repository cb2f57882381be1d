//! The list of what happened to the issue: who, when, what; to go to the place, or back and forth to an act.

use super::{Panel, dialog};
use crate::dataset::Past;
use crate::desk::command::Command;
use crate::desk::fonts::{self, Face};
use crate::desk::history::HistoryList;
use crate::desk::keeping::Turn;
use crate::desk::state::State;
use crate::desk::widgets::{self, Weight};
use crate::strings::Message;
use egui::{Align, Align2, Key, Layout, Modifiers, ScrollArea, Stroke, Ui, pos2};

const WIDTH: f32 = 720.0;
const ROW: f32 = 40.0;
/// Rows that a page has.
const PAGE: usize = 10;

/// From a row to another one, with the number of the last.
type Step = fn(usize, usize) -> usize;

/// Shows the list.
pub fn show(ui: &mut Ui, panel: &mut Panel<'_>, list: &HistoryList) {
    let rows: &[Past] = list.rows.as_ref().map_or(&[], |rows| rows.as_slice());
    let last = rows.len().saturating_sub(1);
    let taken = |modifiers, key| ui.input_mut(|input| input.consume_key(modifiers, key));
    let there = taken(Modifiers::COMMAND, Key::Enter);
    let mut then = taken(Modifiers::SHIFT, Key::Enter);
    let mut go = taken(Modifiers::NONE, Key::Enter);
    let before = panel.fields.row;
    let steps: [(Key, Step); 6] = [
        (Key::ArrowDown, |row, last| (row + 1).min(last)),
        (Key::ArrowUp, |row, _| row.saturating_sub(1)),
        (Key::PageDown, |row, last| (row + PAGE).min(last)),
        (Key::PageUp, |row, _| row.saturating_sub(PAGE)),
        (Key::Home, |_, _| 0),
        (Key::End, |_, last| last),
    ];
    for (key, step) in steps {
        if taken(Modifiers::NONE, key) {
            panel.fields.row = step(panel.fields.row, last);
        }
    }
    let moved = before != panel.fields.row || list.arrived;
    let mut travel = there;
    let mut double = false;
    let full = ui.ctx().content_rect();
    let width = WIDTH.min(full.width() - 48.0);
    let height = (full.height() * 0.84 - 190.0).max(ROW * 3.0);
    dialog::dialog(
        ui,
        panel,
        "history.title",
        width,
        |ui, panel| {
            let state = panel.state;
            if list.rows.is_none() {
                widgets::line(ui, state.say("history.reading"), fonts::ui(), state.theme.ink3);
                return;
            }
            widgets::wrapped(ui, state.say("history.said"), fonts::small(), state.theme.ink3);
            ui.add_space(8.0);
            let mut area =
                ScrollArea::vertical().id_salt("history").max_height(height).auto_shrink([false, true]);
            let offset = egui::Id::unique("history.offset");
            if moved {
                let from = ui.data(|data| data.get_temp::<f32>(offset)).unwrap_or(0.0);
                let top = panel.fields.row as f32 * ROW;
                area = area.vertical_scroll_offset(from.min(top).max(top + ROW - height));
            }
            let shown = area.show_rows(ui, ROW, rows.len(), |ui, seen| {
                for n in seen {
                    let (clicked, twice) = row(ui, state, &rows[n], n == panel.fields.row);
                    if clicked {
                        panel.fields.row = n;
                    }
                    double |= twice;
                }
            });
            ui.data_mut(|data| data.insert_temp(offset, shown.state.clamped_offset().y));
        },
        |ui, panel| {
            let theme = &panel.state.theme;
            let name = panel.state.say("history.to");
            let current = rows.get(panel.fields.row);
            let able = current.is_some() && !panel.state.is_read_only();
            let button = ui.add_enabled_ui(able, |ui| {
                widgets::button(ui, theme, name, Some("Ctrl Enter"), Weight::Primary)
            });
            travel |= button.inner.clicked();
            let name = panel.state.say("history.place");
            go |= widgets::button(ui, theme, name, Some("Enter"), Weight::Plain).clicked();
            let name = panel.state.say("history.moment");
            then |= widgets::button(ui, theme, name, Some("Shift Enter"), Weight::Plain).clicked();
            let said = current.map(|past| consequence(panel.state, rows, past)).unwrap_or_default();
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let room = ui.available_width();
                let text = widgets::clipped(ui.painter(), &said, fonts::small(), theme.ink2, room, 1);
                let (rect, response) = ui.allocate_exact_size(text.size(), egui::Sense::hover());
                response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Status, true, &said));
                ui.painter().galley(rect.min, text, theme.ink2);
            });
        },
    );
    let Some(past) = rows.get(panel.fields.row) else { return };
    if then {
        panel.push(Command::Keeping(Turn::Moment(past.seq)));
    } else if travel {
        panel.push(Command::Travel(past.seq));
    } else if go || double {
        panel.push(Command::GoPast(Box::new(past.clone())));
    }
    if list.arrived {
        panel.push(Command::HistorySeen);
    }
}

/// What going back to an act would take back, or do again.
fn consequence(state: &State, rows: &[Past], past: &Past) -> String {
    let own = |other: &&Past| other.editor == state.settings.editor && other.gesture.starts_with("gesture.");
    if past.stands || !past.again {
        let count = rows.iter().filter(own).filter(|other| other.stands && other.seq > past.seq).count();
        return match count {
            0 => state.say("history.last").to_owned(),
            count => state.strings.say(&Message::new("history.would_undo").with("count", count)),
        };
    }
    let count = rows.iter().filter(own).filter(|other| other.again && other.seq <= past.seq).count();
    state.strings.say(&Message::new("history.would_redo").with("count", count))
}

/// The words that an act was about.
fn what(state: &State, past: &Past) -> String {
    let label = |id| state.label_called(id);
    if past.entity.is_some() {
        if past.marks > 1 && past.gesture == "gesture.accept_confident" {
            return state.strings.say(&Message::new("history.marks").with("count", past.marks));
        }
        return match &past.label {
            (Some(before), Some(after)) if before != after => {
                format!("{}　{} → {}", past.text, label(before), label(after))
            }
            (_, Some(one)) | (Some(one), None) => format!("{}　{}", past.text, label(one)),
            (None, None) => past.text.clone(),
        };
    }
    if past.gesture.starts_with("gesture.topic") {
        return state.topic_called(&past.text).to_owned();
    }
    if !past.text.is_empty() {
        return past.text.clone();
    }
    let open = state.open.as_ref();
    let article = past.article.as_ref().and_then(|id| open.and_then(|open| open.issue.article(id)));
    article.map(|article| super::outline::title_of(state, article).0).unwrap_or_default()
}

/// One act. Returns whether it was clicked, and twice.
fn row(ui: &mut Ui, state: &State, past: &Past, current: bool) -> (bool, bool) {
    let theme = &state.theme;
    let at = crate::desk::listen::local_stamp(&past.at);
    let gesture = state.say(&past.gesture);
    let what = what(state, past);
    let gone = if past.stands { "" } else { state.say("history.gone") };
    let name = format!("{at} {} {gesture} {what} {gone}", past.editor);
    let (rect, response) = widgets::row(ui, theme, ROW, current, name.trim());
    let y = rect.center().y;
    let text = |x: f32, align, said: &str, font, ink| ui.painter().text(pos2(x, y), align, said, font, ink);
    let ink = if past.stands { theme.ink1 } else { theme.ink3 };
    text(rect.left() + 14.0, Align2::LEFT_CENTER, &at, fonts::small(), theme.ink3);
    let editor = widgets::clipped(ui.painter(), &past.editor, fonts::small(), theme.ink2, 84.0, 1);
    ui.painter().galley(pos2(rect.left() + 156.0, y - editor.size().y / 2.0), editor, theme.ink2);
    let gesture = widgets::clipped(ui.painter(), gesture, fonts::ui(), ink, 110.0, 1);
    ui.painter().galley(pos2(rect.left() + 250.0, y - gesture.size().y / 2.0), gesture, ink);
    let right = if gone.is_empty() {
        rect.right() - 16.0
    } else {
        text(rect.right() - 16.0, Align2::RIGHT_CENTER, gone, fonts::small(), theme.ink3).left() - 12.0
    };
    let left = rect.left() + 372.0;
    let words = widgets::clipped(ui.painter(), &what, Face::Serif.at(14.0), ink, (right - left).max(20.0), 1);
    let width = words.size().x;
    ui.painter().galley(pos2(left, y - words.size().y / 2.0), words, ink);
    if !past.stands {
        ui.painter().hline(left..=left + width, y + 1.0, Stroke::new(1.0, theme.ink3));
    }
    widgets::hairline(ui, rect.bottom() - 0.5, (rect.left()..=rect.right()).into(), theme.line1);
    (response.clicked(), response.double_clicked())
}
