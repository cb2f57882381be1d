//! Which headline an article has: the headings of the page by what they share with its text, 'none in the source', and a
//! field for one that the editor types.
//!
//! Arrows go through the rows while the field keeps the keyboard; Enter takes what was typed, else the row.

use super::{Panel, dialog, outline};
use crate::annotation::ArticleId;
use crate::desk::command::{Command, Shape};
use crate::desk::fonts::{self, Face};
use crate::desk::icons;
use crate::desk::reader::role_key;
use crate::desk::widgets::{self, Weight};
use crate::issue::gesture::Candidate;
use crate::issue::{Article, Role};
use crate::strings::Message;
use egui::{Id, Key, Modifiers, Rect, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};

const WIDTH: f32 = 640.0;
const ROW: f32 = 48.0;

/// Shows the choice.
pub fn show(ui: &mut Ui, panel: &mut Panel<'_>, article: &ArticleId, offered: &[Candidate]) {
    let Some(wanted) = panel.state.open.as_ref().and_then(|open| open.issue.article(article)) else {
        return panel.push(Command::Close);
    };
    let (down, up, enter) = if panel.state.composing {
        (false, false, false)
    } else {
        ui.input_mut(|input| {
            (
                input.consume_key(Modifiers::NONE, Key::ArrowDown),
                input.consume_key(Modifiers::NONE, Key::ArrowUp),
                input.consume_key(Modifiers::NONE, Key::Enter),
            )
        })
    };
    // The last row says that there is none.
    let last = offered.len();
    panel.fields.row = match (down, up) {
        (true, _) => (panel.fields.row + 1).min(last),
        (_, true) => panel.fields.row.saturating_sub(1),
        _ => panel.fields.row.min(last),
    };
    let mut chosen = None;
    let mut go = enter;
    dialog::dialog(
        ui,
        panel,
        "headline.title",
        WIDTH,
        |ui, panel| chosen = body(ui, panel, wanted, offered, down || up),
        |ui, panel| {
            let theme = &panel.state.theme;
            go |= widgets::button(ui, theme, panel.state.say("headline.go"), Some("Enter"), Weight::Primary)
                .clicked();
            if widgets::button(ui, theme, panel.state.say("button.cancel"), Some("Esc"), Weight::Plain)
                .clicked()
            {
                panel.commands.push(Command::Close);
            }
        },
    );
    let typed = panel.fields.headline.trim().to_owned();
    let changed = typed != wanted.typed_headline().unwrap_or_default();
    let row = chosen.or((go && (typed.is_empty() || !changed)).then_some(panel.fields.row));
    if let Some(n) = row {
        let shape = match offered.get(n) {
            Some(candidate) => Shape::Headline(article.clone(), candidate.block.clone()),
            None => Shape::Supply(article.clone(), String::new()),
        };
        panel.push(Command::Shape(shape));
    } else if go {
        panel.push(Command::Shape(Shape::Supply(article.clone(), typed)));
    }
}

/// The rows and the field; returns the row that was clicked.
fn body(
    ui: &mut Ui,
    panel: &mut Panel<'_>,
    article: &Article,
    offered: &[Candidate],
    moved: bool,
) -> Option<usize> {
    let state = panel.state;
    let theme = &state.theme;
    let mut clicked = None;
    widgets::wrapped(ui, state.say("headline.hint"), fonts::small(), theme.ink3);
    ui.add_space(8.0);
    let height = (ui.ctx().content_rect().height() * 0.36).min(ROW * 6.0);
    ScrollArea::vertical().max_height(height).auto_shrink([false, true]).show(ui, |ui| {
        for (n, candidate) in offered.iter().enumerate() {
            if candidate_row(ui, panel, article, candidate, n == panel.fields.row, moved) {
                clicked = Some(n);
            }
        }
    });
    // Always in sight, however many headings there are.
    let n = offered.len();
    let (rect, response) = frame(ui, panel, n == panel.fields.row, state.say("headline.none"), false);
    let at = pos2(rect.left() + 14.0, rect.center().y);
    ui.painter().text(at, egui::Align2::LEFT_CENTER, state.say("headline.none"), fonts::ui(), theme.ink1);
    if article.headline_is_absent() {
        said_at_right(ui, panel, rect, state.say("headline.confirmed"));
    }
    if response.clicked() {
        clicked = Some(n);
    }
    ui.add_space(14.0);
    widgets::line(ui, state.say("headline.type"), fonts::small(), theme.ink3);
    ui.add_space(4.0);
    let width = ui.available_width();
    let name = state.say("headline.type");
    let hint = state.say("headline.type_hint");
    let id = Id::unique("field.headline");
    let reader = super::page::focus_id();
    if ui.memory(|memory| memory.focused().is_none_or(|focused| focused == reader)) {
        panel.fields.headline += &super::palette::early_text(ui.ctx());
    }
    let response = widgets::input(ui, theme, &mut panel.fields.headline, id, name, hint, width);
    widgets::claim(ui, &response);
    clicked
}

/// A row with the bar of the current one.
fn frame(ui: &mut Ui, panel: &Panel<'_>, current: bool, name: &str, moved: bool) -> (Rect, egui::Response) {
    let theme = &panel.state.theme;
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    response.widget_info(|| WidgetInfo::selected(egui::Role::MenuItem, true, current, name));
    if current {
        ui.painter().rect_filled(rect, 0, theme.wash);
        ui.painter().rect_filled(Rect::from_min_size(rect.min, vec2(3.0, rect.height())), 0, theme.zhu);
        if moved {
            ui.scroll_to_rect(rect, None);
        }
    } else if response.hovered() {
        ui.painter().rect_filled(rect, 0, theme.sunk);
    }
    widgets::hairline(ui, rect.bottom() - 0.5, rect.x_range(), theme.line1);
    (rect, response)
}

fn said_at_right(ui: &Ui, panel: &Panel<'_>, rect: Rect, said: &str) -> f32 {
    let theme = &panel.state.theme;
    let text = ui.painter().layout_no_wrap(said.to_owned(), fonts::small(), theme.ink2);
    let at = pos2(rect.right() - 12.0 - text.size().x, rect.center().y - text.size().y / 2.0);
    let width = text.size().x;
    ui.painter().galley(at, text, theme.ink2);
    width
}

fn candidate_row(
    ui: &mut Ui,
    panel: &Panel<'_>,
    article: &Article,
    candidate: &Candidate,
    current: bool,
    moved: bool,
) -> bool {
    let state = panel.state;
    let theme = &state.theme;
    let Some(open) = &state.open else { return false };
    let Some((holder, n)) = open.issue.holder(&candidate.block) else { return false };
    let block = &holder.blocks[n];
    let own = holder.id == article.id;
    let place = if own && block.role == Role::Headline {
        state.say("headline.own").to_owned()
    } else {
        let order = outline::order(&open.issue);
        let number = order.iter().position(|other| other.id == holder.id).map_or(0, |n| n + 1);
        let role = state.say(role_key(block.role));
        let key = if own { "headline.here" } else { "headline.of" };
        state.strings.say(&Message::new(key).with("number", number).with("role", role))
    };
    let (rect, response) = frame(ui, panel, current, &block.text, moved);
    let right = said_at_right(ui, panel, rect, &place).max(96.0);
    let cells = pos2(rect.right() - right - 96.0, rect.center().y);
    icons::score_cells(ui.painter(), cells, candidate.score, theme.ink2);
    let score = pos2(cells.x + 48.0, cells.y);
    ui.painter().text(
        score,
        egui::Align2::LEFT_CENTER,
        format!("{:.2}", candidate.score),
        fonts::micro(),
        theme.ink3,
    );
    let room = cells.x - rect.left() - 14.0 - 12.0;
    let face = if block.role == Role::Headline { Face::SerifBold } else { Face::Serif };
    let text = widgets::clipped(ui.painter(), &block.text, face.at(15.0), theme.ink1, room, 1);
    let why = shared(panel, candidate);
    let top = if why.is_empty() { rect.center().y - text.size().y / 2.0 } else { rect.top() + 5.0 };
    ui.painter().galley(pos2(rect.left() + 14.0, top), text, theme.ink1);
    if !why.is_empty() {
        let why = widgets::clipped(ui.painter(), &why, fonts::micro(), theme.ink3, room, 1);
        ui.painter().galley(pos2(rect.left() + 14.0, rect.top() + 27.0), why, theme.ink3);
    }
    response.clicked()
}

/// Why it is offered, in words that the editor can look for.
fn shared(panel: &Panel<'_>, candidate: &Candidate) -> String {
    if candidate.shared.is_empty() {
        return String::new();
    }
    let words: Vec<String> = candidate.shared.iter().map(|word| format!("“{word}”")).collect();
    panel.state.strings.say(&Message::new("headline.shared").with("words", words.join("")))
}
