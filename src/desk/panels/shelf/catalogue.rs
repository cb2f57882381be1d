//! The catalogue (目录): a row for every article, and the line that sums the current one up.

use super::{BAR, HEAD, MARGIN, ROW, bar, cell, choice, column, heading, rows};
use crate::dataset::archive::{Column, Facet, Record, Said, Value};
use crate::desk::command::Command;
use crate::desk::fonts::{self, Face};
use crate::desk::panels::{Panel, outline};
use crate::desk::shelf::Turn;
use crate::desk::state::State;
use crate::desk::widgets::{self, Weight};
use crate::desk::within;
use crate::strings::Message;
use egui::{Id, Key, Rect, Role, Ui, UiBuilder, WidgetInfo, pos2, vec2};

/// The columns: name, share of the width or (negative) fixed width, order.
const COLUMNS: [(&str, f32, Option<Column>); 9] = [
    ("catalogue.date", -98.0, Some(Column::Date)),
    ("catalogue.paper", -92.0, Some(Column::Title)),
    ("catalogue.headline", 3.0, Some(Column::Headline)),
    ("catalogue.who", 1.6, Some(Column::Who)),
    ("catalogue.bodies", 1.6, None),
    ("catalogue.where", 1.2, Some(Column::Where)),
    ("catalogue.when", -126.0, Some(Column::When)),
    ("catalogue.topics", 1.4, Some(Column::Topic)),
    ("catalogue.status", -64.0, Some(Column::Status)),
];
/// The columns that go where there is no room for all, in this order.
const DROPPED: [usize; 3] = [1, 4, 6];
/// Least width of a share.
const SHARE: f32 = 62.0;
/// Height of what is said of the current article.
const DETAIL: f32 = 118.0;

fn places(full: Rect) -> [Option<(f32, f32)>; 9] {
    let room = full.width() - 2.0 * MARGIN;
    let mut shown = [true; 9];
    let sums = |shown: &[bool; 9]| {
        let widths = COLUMNS.iter().zip(shown).filter(|(_, shown)| **shown).map(|((_, width, _), _)| *width);
        widths.fold((0.0_f32, 0.0_f32), |(fixed, shares), width| {
            if width < 0.0 { (fixed - width, shares) } else { (fixed, shares + width) }
        })
    };
    for n in DROPPED {
        let (fixed, shares) = sums(&shown);
        if fixed + shares * SHARE > room {
            shown[n] = false;
        }
    }
    let (fixed, shares) = sums(&shown);
    let share = ((room - fixed) / shares).max(20.0);
    let mut x = full.left() + MARGIN;
    let mut places = [None; 9];
    for (n, (_, width, _)) in COLUMNS.iter().enumerate().filter(|(n, _)| shown[*n]) {
        let width = if *width < 0.0 { -width } else { width * share };
        places[n] = Some((x, width));
        x += width;
    }
    places
}

/// What a value of a facet is called.
fn name(state: &State, facet: Facet, value: &Value) -> String {
    match facet {
        Facet::Status => state.say(status(&value.text)).to_owned(),
        Facet::Topic => state.topic_called(&value.text).to_owned(),
        Facet::Label => state.label_called(&crate::annotation::LabelId::new(value.text.as_str())).to_owned(),
        _ if value.text.is_empty() => state.say("work.nameless").to_owned(),
        _ => value.text.clone(),
    }
}

fn status(word: &str) -> &'static str {
    match word {
        "new" => "status.new",
        "in_progress" => "status.in_progress",
        "done" => "status.done",
        "in_review" => "status.in_review",
        "disputed" => "status.disputed",
        "checked" => "status.checked",
        _ => "status.trashed",
    }
}

/// The left side: what can be chosen.
pub(super) fn side(ui: &mut Ui, panel: &mut Panel<'_>) {
    let state = panel.state;
    let catalogue = &state.shelf.catalogue;
    let all = catalogue.rows.len();
    if choice(ui, panel, state.say("work.all"), all, catalogue.selection.is_empty()) {
        panel.commands.push(Command::Shelf(Turn::Clear));
    }
    span(ui, panel);
    for facet in Facet::ALL {
        let Some(values) = catalogue.facets.get(&facet).filter(|values| !values.is_empty()) else { continue };
        heading(ui, panel, facet.key());
        for (value, count) in values {
            let on = catalogue.selection.has(facet, value);
            if choice(ui, panel, &name(state, facet, value), *count as usize, on) {
                panel.commands.push(Command::Shelf(Turn::Toggle(facet, value.clone())));
            }
        }
    }
}

/// The first and the last day of what is shown.
fn span(ui: &mut Ui, panel: &mut Panel<'_>) {
    let state = panel.state;
    heading(ui, panel, "facet.span");
    ui.horizontal(|ui| {
        ui.add_space(16.0);
        ui.spacing_mut().item_spacing.x = 6.0;
        let width = (ui.available_width() - 16.0 - 6.0) / 2.0;
        let fields = &mut panel.fields.shelf.span;
        let before = fields.clone();
        for (n, (field, (key, hint))) in
            fields.iter_mut().zip([("facet.from", "2025-01"), ("facet.to", "2025-12")]).enumerate()
        {
            let id = Id::unique(("shelf.span", n));
            let _ = widgets::input(ui, &state.theme, field, id, state.say(key), hint, width);
        }
        if *fields != before && !state.composing {
            panel.commands.push(Command::Shelf(Turn::Span(fields.clone())));
        }
    });
}

/// The bar, the rows, and what is said of the current one.
pub(super) fn show(ui: &mut Ui, panel: &mut Panel<'_>, full: Rect) {
    let (top, rest) = full.split_top_bottom_at_y(full.top() + BAR);
    let (head, rest) = rest.split_top_bottom_at_y(rest.top() + HEAD);
    let (body, detail) = rest.split_top_bottom_at_y((rest.bottom() - DETAIL).max(rest.top() + ROW));
    let hint = panel.state.say("catalogue.find").to_owned();
    bar(ui, panel, top, &hint, |ui, panel| {
        let state = panel.state;
        let said = Message::new("catalogue.count").with("count", state.shelf.catalogue.rows.len());
        let some = state.shelf.catalogue.chosen().is_some();
        let go = ui.add_enabled_ui(some, |ui| {
            widgets::button(ui, &state.theme, state.say("catalogue.go"), Some("Enter"), Weight::Primary)
                .clicked()
        });
        if go.inner {
            panel.commands.push(Command::Shelf(Turn::Go));
        }
        if ui.available_width() > 420.0 {
            widgets::line(ui, state.strings.say(&said), fonts::small(), state.theme.ink2);
        }
    });
    let places = places(full);
    let order = (panel.state.shelf.catalogue.column, panel.state.shelf.catalogue.backwards);
    widgets::hairline(ui, head.bottom(), head.x_range(), panel.state.theme.line2);
    for (n, (key, _, sort)) in COLUMNS.iter().enumerate() {
        let Some((left, width)) = places[n] else { continue };
        let rect = Rect::from_min_max(pos2(left, head.top()), pos2(left + width - 8.0, head.bottom()));
        let on = *sort == Some(order.0);
        column(ui, panel, rect, panel.state.say(key), (on, order.1), sort.map(Turn::Column));
    }
    let count = panel.state.shelf.catalogue.rows.len();
    if count == 0 {
        return within(ui, body, |ui| super::empty(ui, panel, "catalogue.nothing"));
    }
    let current = panel.state.shelf.catalogue.current;
    rows(ui, panel, (body, ROW), (count, current), |ui, panel, rect, n, response| {
        let state = panel.state;
        let Some(row) = state.shelf.catalogue.rows.get(n) else { return };
        let texts = texts(state, row);
        let spoken = texts.join(" ");
        response.widget_info(|| WidgetInfo::selected(Role::Row, true, n == current, &spoken));
        for (column, text) in texts.iter().enumerate() {
            let Some((left, width)) = places[column] else { continue };
            let (font, ink) = match column {
                2 => (Face::Serif.at(15.0), state.theme.ink1),
                _ => (fonts::ui(), state.theme.ink2),
            };
            cell(ui, text, font, ink, left, width - 10.0, rect.center().y);
        }
    });
    widgets::hairline(ui, detail.top(), detail.x_range(), panel.state.theme.line2);
    let inside = UiBuilder::new().max_rect(detail.shrink2(vec2(MARGIN, 12.0)));
    ui.scope_builder(inside, |ui| about(ui, panel));
}

/// Values one after the other; what nobody decided stands in brackets.
fn joined(values: &[Said]) -> String {
    let said =
        |value: &Said| if value.decided { value.text.clone() } else { format!("（{}）", value.text) };
    values.iter().take(6).map(said).collect::<Vec<_>>().join("、").replace("）、（", "、")
}

fn texts(state: &State, row: &Record) -> [String; 9] {
    let topics: Vec<Said> = row
        .topics
        .iter()
        .map(|said| Said { text: state.topic_called(&said.text).to_owned(), decided: said.decided })
        .collect();
    [
        row.date.clone(),
        row.title.clone(),
        row.headline.clone(),
        joined(&row.who),
        joined(&row.bodies),
        joined(&row.places),
        joined(std::slice::from_ref(&row.when)),
        joined(&topics),
        state.say(outline::status_key(row.status)).to_owned(),
    ]
}

/// What is said of the current article, and the field of its one line.
fn about(ui: &mut Ui, panel: &mut Panel<'_>) {
    let state = panel.state;
    let theme = &state.theme;
    let Some(row) = state.shelf.catalogue.chosen() else { return };
    let width = ui.available_width();
    let name = widgets::clipped(ui.painter(), &row.headline, Face::SerifBold.at(16.0), theme.ink1, width, 1);
    let (rect, _) = ui.allocate_exact_size(vec2(width, 24.0), egui::Sense::hover());
    ui.painter().galley(rect.min, name, theme.ink1);
    let keywords = Message::new("catalogue.about")
        .with("keywords", joined(&row.keywords))
        .with("what", joined(&row.what))
        .with("chars", row.chars);
    let said = state.strings.say(&keywords);
    let text = widgets::clipped(ui.painter(), &said, fonts::small(), theme.ink2, width, 1);
    let (rect, _) = ui.allocate_exact_size(vec2(width, 22.0), egui::Sense::hover());
    ui.painter().galley(rect.min, text, theme.ink2);
    ui.add_space(6.0);
    let id = Id::unique("field.summary");
    let hint = state.say("catalogue.summary");
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 10.0;
        let room = (width - 180.0).max(120.0);
        let response = widgets::input(ui, theme, &mut panel.fields.shelf.summary, id, hint, hint, room);
        let enter = ui.input(|input| input.key_pressed(Key::Enter));
        let kept = response.has_focus() && enter && !state.composing;
        let changed = panel.fields.shelf.summary.trim() != row.summary;
        let keep = ui.add_enabled_ui(changed && !state.is_read_only(), |ui| {
            widgets::button(ui, theme, state.say("catalogue.keep"), Some("Enter"), Weight::Plain).clicked()
        });
        if kept || keep.inner {
            panel.commands.push(Command::Shelf(Turn::Summary(panel.fields.shelf.summary.clone())));
            ui.memory_mut(|memory| memory.request_focus(super::focus_id()));
        }
    });
}
