//! 核对问题: what to look at before a release, as a list that leads to each place.

use super::{progress, walked};
use crate::dataset::checks::{Check, Finding};
use crate::desk::command::{Action, Command};
use crate::desk::fonts::{self, Face};
use crate::desk::panels::{Panel, dialog};
use crate::desk::several::SeveralTurn;
use crate::desk::state::State;
use crate::desk::widgets::{self, Weight};
use egui::{Key, Modifiers, ScrollArea, Ui, pos2};

const WIDTH: f32 = 860.0;
const ROW: f32 = 38.0;

/// Shows the list.
pub fn show(ui: &mut Ui, panel: &mut Panel<'_>) {
    let findings = panel.state.several.findings.clone();
    let rows: &[Finding] = findings.as_ref().map_or(&[], |found| found.as_slice());
    let [enter, mut mended] =
        [Key::Enter, Key::Delete].map(|key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key)));
    let held = egui::Id::unique("checks.row");
    let before = ui.data(|data| data.get_temp::<usize>(held)).unwrap_or(panel.state.several.finding);
    let current = walked(ui, before, rows.len());
    let moved = current != before;
    let (mut clicked, mut pressed) = (None, enter);
    let full = ui.ctx().content_rect();
    let width = WIDTH.min(full.width() - 48.0);
    let height = (full.height() * 0.84 - 210.0).max(ROW * 3.0);
    dialog::dialog(
        ui,
        panel,
        "action.checks",
        width,
        |ui, panel| {
            progress(ui, panel);
            let state = panel.state;
            if findings.is_none() {
                return;
            }
            widgets::wrapped(ui, summary(state, rows), fonts::small(), state.theme.ink2);
            ui.add_space(8.0);
            let mut area =
                ScrollArea::vertical().id_salt("checks").max_height(height).auto_shrink([false, true]);
            let offset = egui::Id::unique("checks.offset");
            if moved {
                let from = ui.data(|data| data.get_temp::<f32>(offset)).unwrap_or(0.0);
                let top = current as f32 * ROW;
                area = area.vertical_scroll_offset(from.min(top).max(top + ROW - height));
            }
            let shown = area.show_rows(ui, ROW, rows.len(), |ui, seen| {
                for n in seen {
                    if row(ui, state, &rows[n], n == current) {
                        clicked = Some(n);
                    }
                }
            });
            ui.data_mut(|data| data.insert_temp(offset, shown.state.clamped_offset().y));
        },
        |ui, panel| {
            let state = panel.state;
            if !rows.is_empty() {
                let name = state.say("checks.go");
                if widgets::button(ui, &state.theme, name, Some("Enter"), Weight::Primary).clicked() {
                    pressed = true;
                }
            }
            if let Some(fix) = rows.get(current).and_then(Finding::fix) {
                let name = state.say(fix.key());
                mended |= widgets::button(ui, &state.theme, name, Some("Delete"), Weight::Plain).clicked();
            }
            let close = state.say("button.close");
            if widgets::button(ui, &state.theme, close, Some("Esc"), Weight::Plain).clicked() {
                panel.commands.push(Command::Close);
            }
            let release = state.action_name(Action::Release);
            if widgets::button(ui, &state.theme, &release, None, Weight::Plain).clicked() {
                panel.commands.push(Command::Act(Action::Release));
            }
        },
    );
    ui.data_mut(|data| data.insert_temp(held, clicked.unwrap_or(current)));
    if mended && current < rows.len() {
        panel.push(Command::Several(SeveralTurn::FixFinding(current)));
    } else if let Some(row) = clicked.or(pressed.then_some(current)).filter(|row| *row < rows.len()) {
        panel.push(Command::Several(SeveralTurn::GoFinding(row)));
    }
}

/// How many of each sort there are.
pub(super) fn summary(state: &State, rows: &[Finding]) -> String {
    let counts = Check::ALL.into_iter().filter_map(|check| {
        let count = rows.iter().filter(|finding| finding.check == check).count();
        (count > 0).then(|| format!("{} {count}", state.say(check.key())))
    });
    let counts: Vec<String> = counts.collect();
    if counts.is_empty() { state.say("checks.clean").to_owned() } else { counts.join("　") }
}

/// One finding; returns whether it was clicked.
fn row(ui: &mut Ui, state: &State, finding: &Finding, current: bool) -> bool {
    let theme = &state.theme;
    let (sort, said) = (state.say(finding.check.key()), state.strings.say(&finding.what));
    let (rect, response) = widgets::row(ui, theme, ROW, current, &format!("{sort} {said}"));
    let y = rect.center().y;
    let name = widgets::clipped(ui.painter(), sort, Face::SansBold.at(13.0), theme.ink1, 104.0, 1);
    ui.painter().galley(pos2(rect.left() + 14.0, y - name.size().y / 2.0), name, theme.ink1);
    let left = rect.left() + 130.0;
    let text = widgets::clipped(ui.painter(), &said, fonts::ui(), theme.ink2, rect.right() - left - 14.0, 1);
    let cut = text.elided;
    ui.painter().galley(pos2(left, y - text.size().y / 2.0), text, theme.ink2);
    widgets::hairline(ui, rect.bottom() - 0.5, rect.x_range(), theme.line1);
    let clicked = response.clicked();
    if cut {
        response.on_hover_text(said);
    }
    clicked
}
