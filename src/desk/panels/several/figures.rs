//! How far annotators agree: a table by label, and a picture of which label the one gave where the other gave which.

use crate::dataset::agreement::{Agreement, Pair};
use crate::desk::command::Command;
use crate::desk::fonts::{self, Face};
use crate::desk::panels::Panel;
use crate::desk::state::State;
use crate::desk::widgets::{self, Weight};
use crate::strings::Message;
use egui::{Align2, Rect, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

const ROW: f32 = 24.0;
/// The sides of a cell of the picture.
const CELL: f32 = 30.0;
/// The column of names.
const NAMES: f32 = 84.0;

/// Shows all figures that there are.
pub fn show(ui: &mut Ui, panel: &mut Panel<'_>) {
    let state = panel.state;
    let theme = &state.theme;
    widgets::line(ui, state.say("agree.title"), Face::SerifBold.at(15.0), theme.ink1);
    let Some(agreement) = &state.several.agreement else {
        widgets::wrapped(ui, state.say("agree.none"), fonts::small(), theme.ink2);
        return;
    };
    let said = Message::new("agree.all").with("articles", agreement.articles).with("chars", agreement.chars);
    let said = said.with("alpha", figure(agreement.alpha)).with("topics", figure(agreement.topics));
    widgets::wrapped(ui, state.strings.say(&said), fonts::small(), theme.ink2);
    ui.add_space(4.0);
    if widgets::button(ui, theme, state.say("agree.copy"), None, Weight::Plain).clicked() {
        panel.commands.push(Command::CopyTable(None));
    }
    for pair in &agreement.pairs {
        if pair.articles > 0 {
            ui.add_space(6.0);
            table(ui, state, agreement, pair);
            ui.add_space(6.0);
            picture(ui, state, agreement, pair);
        }
    }
}

/// With three decimals, a dash where there is nothing to share.
fn figure(value: Option<f64>) -> String {
    value.map_or_else(|| "–".to_owned(), |value| format!("{value:.3}"))
}

fn name(agreement: &Agreement, n: usize) -> &str {
    agreement.names.get(n).map_or("", String::as_str)
}

/// Kappa and F1 by label, and of all together.
fn table(ui: &mut Ui, state: &State, agreement: &Agreement, pair: &Pair) {
    let theme = &state.theme;
    let said = Message::new("agree.pair")
        .with("one", name(agreement, pair.who.0))
        .with("other", name(agreement, pair.who.1))
        .with("articles", pair.articles);
    widgets::wrapped(ui, state.strings.say(&said), Face::SansBold.at(13.0), theme.ink1);
    let width = ui.available_width().min(420.0);
    let mut row = |cells: [String; 4], bold: bool| {
        let (rect, response) = ui.allocate_exact_size(vec2(width, ROW), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Row, true, cells.join(" ")));
        for (n, cell) in cells.into_iter().enumerate() {
            let font = if bold { Face::SansBold.at(12.0) } else { fonts::small() };
            let ink = if bold { theme.ink1 } else { theme.ink2 };
            let x = rect.left() + NAMES + (width - NAMES) * n as f32 / 3.0;
            if n == 0 {
                let text = widgets::clipped(ui.painter(), &cell, font, ink, NAMES, 1);
                ui.painter().galley(pos2(rect.left(), rect.center().y - text.size().y / 2.0), text, ink);
            } else {
                ui.painter().text(pos2(x, rect.center().y), Align2::RIGHT_CENTER, cell, font, ink);
            }
        }
        widgets::hairline(ui, rect.bottom(), rect.x_range(), theme.line1);
    };
    let relaxed = format!("F1 {}", state.say("agree.relaxed"));
    row([String::new(), "κ".into(), "F1".into(), relaxed], true);
    for (n, label) in agreement.labels.iter().enumerate() {
        let f1 = |hits: &[crate::dataset::agreement::Hits]| figure(hits.get(n).and_then(|hits| hits.f1()));
        row(
            [
                state.label_called(label).to_owned(),
                figure(pair.kappa_of(n)),
                f1(&pair.strict),
                f1(&pair.relaxed),
            ],
            false,
        );
    }
    let (strict, relaxed) = pair.f1();
    row(
        [state.say("agree.together").to_owned(), figure(pair.kappa()), figure(strict), figure(relaxed)],
        true,
    );
}

/// Rows the first annotator's labels, columns the second's; the darker, the more of the row's characters. What neither
/// marked is left out. Where both agree the cell is framed, so the picture can be read without its shades.
fn picture(ui: &mut Ui, state: &State, agreement: &Agreement, pair: &Pair) {
    let theme = &state.theme;
    let size = pair.table.size();
    let none = size.saturating_sub(1);
    let heading = |n: usize| match agreement.labels.get(n) {
        Some(label) => state
            .labels
            .get(label)
            .map_or_else(|| label.as_str().chars().take(1).collect(), |label| state.letter(label).to_owned()),
        None => state.say("agree.no_label").to_owned(),
    };
    let full = |n: usize| match agreement.labels.get(n) {
        Some(label) => state.label_called(label).to_owned(),
        None => state.say("agree.unmarked").to_owned(),
    };
    let caption = Message::new("agree.picture")
        .with("one", name(agreement, pair.who.0))
        .with("other", name(agreement, pair.who.1));
    widgets::wrapped(ui, state.strings.say(&caption), fonts::small(), theme.ink3);
    let cell = CELL.min((ui.available_width() - NAMES) / size as f32).max(14.0);
    let (rect, _) =
        ui.allocate_exact_size(vec2(NAMES + cell * size as f32, cell * (size as f32 + 1.0)), Sense::hover());
    for b in 0..size {
        let at = pos2(rect.left() + NAMES + cell * (b as f32 + 0.5), rect.top() + cell / 2.0);
        ui.painter().text(at, Align2::CENTER_CENTER, heading(b), fonts::small(), theme.ink2);
    }
    for a in 0..size {
        let y = rect.top() + cell * (a as f32 + 1.0);
        let words = widgets::clipped(ui.painter(), &full(a), fonts::small(), theme.ink2, NAMES - 8.0, 1);
        ui.painter().galley(pos2(rect.left(), y + cell / 2.0 - words.size().y / 2.0), words, theme.ink2);
        let row: u64 = (0..size).filter(|b| (a, *b) != (none, none)).map(|b| pair.table.cell(a, b)).sum();
        for b in (0..size).filter(|b| (a, *b) != (none, none)) {
            let count = pair.table.cell(a, b);
            let place = Rect::from_min_size(pos2(rect.left() + NAMES + cell * b as f32, y), vec2(cell, cell))
                .shrink(1.0);
            let share = if row == 0 { 0.0 } else { count as f32 / row as f32 };
            ui.painter().rect_filled(place, 2, theme.ink1.gamma_multiply(share * 0.8));
            let edge = if a == b { theme.ink1 } else { theme.line1 };
            ui.painter().rect_stroke(place, 2, Stroke::new(1.0, edge), StrokeKind::Inside);
            if count == 0 {
                continue;
            }
            let ink = if share > 0.5 { theme.paper } else { theme.ink1 };
            let number = if count < 1000 { count.to_string() } else { format!("{}k", count / 1000) };
            ui.painter().text(place.center(), Align2::CENTER_CENTER, number, Face::Sans.at(10.0), ink);
            let said =
                Message::new("agree.cell").with("one", full(a)).with("other", full(b)).with("count", count);
            let said = state.strings.say(&said);
            let id = ui.scope_id().with(("confusion", pair.who, a, b));
            let response = ui.interact(place, id, Sense::hover());
            response.widget_info(|| WidgetInfo::labeled(Role::Cell, true, &said));
            response.on_hover_text(said);
        }
    }
}
