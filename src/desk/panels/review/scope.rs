//! Of which marks the queue is, and in which order: four rows of choices, by arrows or by clicks.

use crate::annotation::LabelId;
use crate::desk::command::Command;
use crate::desk::fonts;
use crate::desk::panels::{Panel, dialog};
use crate::desk::review::{ReviewExtent, ReviewOrder, ReviewScope};
use crate::desk::state::State;
use crate::desk::widgets::{self, Weight};
use crate::strings::Message;
use egui::{Align2, Key, Modifiers, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

const WIDTH: f32 = 680.0;

/// One choice of a row: its name and the scope that it makes.
type Choice = (String, ReviewScope);

/// The scope in a sentence, for those who cannot see the panel.
pub fn said(state: &State) -> String {
    state.strings.say(&Message::new("review.scope").with("what", what(state)))
}

/// The scope in a few words.
pub fn what(state: &State) -> String {
    let scope = &state.review.scope;
    let extent = match scope.extent {
        ReviewExtent::Issue => "review.extent_issue",
        ReviewExtent::From(_) => "review.extent_from",
        ReviewExtent::Article(_) => "review.extent_article",
    };
    let label =
        scope.label.as_ref().map_or_else(|| state.say("review.label_all"), |id| state.label_called(id));
    let mut parts = vec![state.say(extent).to_owned(), below(state, scope.below), label.to_owned()];
    if scope.new {
        parts.push(state.say("review.new").to_owned());
    }
    parts.join(state.say("review.comma"))
}

fn below(state: &State, below: f32) -> String {
    if below > 1.0 {
        return state.say("review.below_all").to_owned();
    }
    state.strings.say(&Message::new("review.below").with("score", format!("{below:.2}")))
}

/// The rows: name, choices, and which of them is chosen.
fn rows(state: &State) -> Vec<(&'static str, Vec<Choice>, usize)> {
    let scope = &state.review.scope;
    let here = state.open.as_ref().map(|open| open.article.clone());
    let mut extents = vec![("review.extent_issue", ReviewExtent::Issue)];
    if let Some(here) = here {
        extents.push(("review.extent_from", ReviewExtent::From(here.clone())));
        extents.push(("review.extent_article", ReviewExtent::Article(here)));
    }
    let kind = std::mem::discriminant(&scope.extent);
    let extent = extents.iter().position(|(_, extent)| std::mem::discriminant(extent) == kind);
    let extents = extents
        .into_iter()
        .map(|(name, extent)| (state.say(name).to_owned(), ReviewScope { extent, ..scope.clone() }));
    let scores =
        ReviewScope::BELOW.map(|score| (below(state, score), ReviewScope { below: score, ..scope.clone() }));
    let score = ReviewScope::BELOW.iter().position(|score| (*score - scope.below).abs() < 0.001);
    let ids: Vec<Option<LabelId>> = std::iter::once(None)
        .chain(state.offered(None).0.into_iter().map(|label| Some(label.id.clone())))
        // One that was chosen from the list of all of them.
        .chain(
            scope
                .label
                .clone()
                .filter(|id| state.offered(None).0.iter().all(|label| label.id != *id))
                .map(Some),
        )
        .collect();
    let label = ids.iter().position(|id| *id == scope.label);
    let labels = ids.into_iter().map(|id| {
        let known = id.as_ref().and_then(|id| state.labels.get(id));
        let name = known.map_or_else(|| state.say("review.label_all"), |label| state.label_name(label));
        (name.to_owned(), ReviewScope { label: id, ..scope.clone() })
    });
    let orders = [("review.by_doubt", ReviewOrder::Doubt), ("review.by_kind", ReviewOrder::Kind)];
    let order = orders.iter().position(|(_, order)| *order == scope.order);
    let orders =
        orders.map(|(name, order)| (state.say(name).to_owned(), ReviewScope { order, ..scope.clone() }));
    let news = [("review.new_all", false), ("review.new", true)]
        .map(|(name, new)| (state.say(name).to_owned(), ReviewScope { new, ..scope.clone() }));
    vec![
        ("review.row_extent", extents.collect(), extent.unwrap_or(0)),
        ("review.row_score", scores.to_vec(), score.unwrap_or(1)),
        ("review.row_label", labels.collect(), label.unwrap_or(0)),
        ("review.row_new", news.to_vec(), usize::from(scope.new)),
        ("review.row_order", orders.to_vec(), order.unwrap_or(0)),
    ]
}

/// Shows the choices. ↑ ↓ choose a row, ← → another value; it counts at once.
pub fn show(ui: &mut Ui, panel: &mut Panel<'_>) {
    let rows = rows(panel.state);
    let taken = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    let (down, up) = (taken(Key::ArrowDown), taken(Key::ArrowUp));
    let (right, left) = (taken(Key::ArrowRight), taken(Key::ArrowLeft));
    let mut close = taken(Key::Enter);
    let count = rows.len();
    let row = panel.fields.row.min(count - 1);
    let row = (row + usize::from(down) + if up { count - 1 } else { 0 }) % count;
    panel.fields.row = row;
    let mut chosen = None;
    if right || left {
        let (_, choices, at) = &rows[row];
        let by = if right { 1 } else { choices.len() - 1 };
        chosen = Some(choices[(at + by) % choices.len()].1.clone());
    }
    let width = WIDTH.min(ui.ctx().content_rect().width() - 48.0).max(0.0);
    dialog::dialog(
        ui,
        panel,
        "review.scope_title",
        width,
        |ui, panel| {
            let theme = &panel.state.theme;
            for (n, (name, choices, at)) in rows.iter().enumerate() {
                ui.horizontal_top(|ui| {
                    ui.spacing_mut().item_spacing = vec2(6.0, 6.0);
                    let (rect, _) = ui.allocate_exact_size(vec2(64.0, 30.0), Sense::hover());
                    let ink = if n == row { theme.zhu_text } else { theme.ink3 };
                    let said = panel.state.say(name);
                    ui.painter().text(rect.left_center(), Align2::LEFT_CENTER, said, fonts::small(), ink);
                    ui.horizontal_wrapped(|ui| {
                        ui.set_width(width - 48.0 - 72.0);
                        ui.spacing_mut().item_spacing = vec2(6.0, 6.0);
                        for (m, (choice, scope)) in choices.iter().enumerate() {
                            if value(ui, panel, choice, m == *at, n == row && m == *at) {
                                panel.fields.row = n;
                                chosen = Some(scope.clone());
                            }
                        }
                    });
                });
                ui.add_space(8.0);
            }
            let left = panel.state.review.queue.len();
            let said = Message::new("review.in_scope").with("count", left);
            ui.add_space(4.0);
            widgets::line(ui, panel.state.strings.say(&said), fonts::small(), theme.ink2);
        },
        |ui, panel| {
            let theme = &panel.state.theme;
            let name = panel.state.say("review.scope_close");
            close |= widgets::button(ui, theme, name, Some("Enter"), Weight::Primary).clicked();
            ui.add_space(8.0);
            widgets::key_hint(ui, theme, "← →", panel.state.say("review.scope_value"));
            ui.add_space(8.0);
            widgets::key_hint(ui, theme, "↑ ↓", panel.state.say("review.scope_row"));
        },
    );
    if let Some(scope) = chosen {
        panel.push(Command::ReviewBy(scope));
    }
    if close {
        panel.push(Command::Close);
    }
}

fn value(ui: &mut Ui, panel: &Panel<'_>, name: &str, on: bool, current: bool) -> bool {
    let theme = &panel.state.theme;
    let ink = if on { theme.ink1 } else { theme.ink2 };
    let text = ui.painter().layout_no_wrap(name.to_owned(), fonts::ui(), ink);
    let (rect, response) = ui.allocate_exact_size(vec2(text.size().x + 20.0, 30.0), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, on, name));
    let fill = if on || response.hovered() { theme.sunk } else { theme.raised };
    let stroke = if on { Stroke::new(1.5, theme.ink1) } else { Stroke::new(1.0, theme.line2) };
    ui.painter().rect(rect, 4, fill, stroke, StrokeKind::Inside);
    if current || response.has_focus() {
        ui.painter().rect_stroke(rect.expand(2.0), 6, Stroke::new(2.0, theme.zhu), StrokeKind::Outside);
    }
    ui.painter().galley(pos2(rect.left() + 10.0, rect.center().y - text.size().y / 2.0), text, ink);
    response.clicked()
}
