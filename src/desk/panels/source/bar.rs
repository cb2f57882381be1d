//! The bar above the pane: the two tabs, the legend of articles or the page's tools; and the pane's button in the reader's
//! bar.

use super::SourceState;
use crate::desk::command::{Action, Command};
use crate::desk::fonts::{self, Face};
use crate::desk::icons::{self, Icon};
use crate::desk::panels::{Panel, outline};
use crate::desk::state::{Beside, OpenIssue};
use crate::desk::theme::Theme;
use crate::desk::widgets;
use crate::issue::{Article, Kind};
use crate::source::Shape;
use crate::strings::Message;
use egui::{Align, Layout, Rect, Role as Part, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};

/// Shows the bar.
pub fn show(ui: &mut Ui, panel: &mut Panel<'_>, source: &mut SourceState, open: &OpenIssue, now: Beside) {
    let theme = &panel.state.theme;
    let full = ui.max_rect();
    widgets::hairline(ui, full.bottom() - 0.5, full.x_range(), theme.line1);
    let has_pages = open.source.shapes.iter().any(|shape| matches!(shape, Shape::Pages(_)));
    ui.scope_builder(UiBuilder::new().max_rect(full.shrink2(vec2(14.0, 0.0))), |ui| {
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = 2.0;
            for (tab, name, there) in
                [(Beside::Lines, "source.lines", true), (Beside::Pages, "source.pages", has_pages)]
            {
                if tab_button(ui, panel.state.say(name), theme, tab == now, there).clicked() && tab != now {
                    panel.commands.push(Command::ShowBeside(tab));
                }
            }
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| match now {
                Beside::Lines => legend(ui, panel, open),
                Beside::Pages => source.page.tools(ui, panel, open),
            });
        });
    });
}

fn tab_button(ui: &mut Ui, name: &str, theme: &Theme, on: bool, there: bool) -> egui::Response {
    let font = if on { Face::SansBold.at(13.0) } else { fonts::small() };
    let ink = match (on, there) {
        (true, _) => theme.ink1,
        (_, true) => theme.ink2,
        _ => theme.ink4,
    };
    let bold = ui.painter().layout_no_wrap(name.to_owned(), Face::SansBold.at(13.0), ink);
    let text = ui.painter().layout_no_wrap(name.to_owned(), font, ink);
    let sense = if there { Sense::click() } else { Sense::hover() };
    // The room of the bold word is kept, so that nothing moves.
    let (rect, response) = ui.allocate_exact_size(vec2(bold.size().x + 18.0, 26.0), sense);
    response.widget_info(|| WidgetInfo::selected(Part::Tab, there, on, name));
    if on || response.hovered() && there {
        ui.painter().rect_filled(rect, 4, theme.sunk);
    }
    ui.painter().galley(rect.center() - text.size() / 2.0, text, ink);
    widgets::focus_ring(ui, theme, &response, rect, 4.0);
    response
}

/// A chip for each article in its tint; a click shows the article.
fn legend(ui: &mut Ui, panel: &mut Panel<'_>, open: &OpenIssue) {
    let state = panel.state;
    let theme = &state.theme;
    let tinted: Vec<(usize, &Article)> = outline::order(&open.issue)
        .into_iter()
        .enumerate()
        .filter(|(_, article)| article.kind != Kind::Furniture)
        .collect();
    let width = 25.0;
    let room = (ui.available_width() / (width + 6.0)).floor().max(1.0) as usize;
    let here = tinted.iter().position(|(_, article)| article.id == open.article).unwrap_or_default();
    let from = here.saturating_sub(room / 2).min(tinted.len().saturating_sub(room));
    ui.spacing_mut().item_spacing.x = 6.0;
    for (n, article) in tinted.iter().skip(from).take(room).rev() {
        let (rect, response) = ui.allocate_exact_size(vec2(width, 24.0), Sense::click());
        let (title, _) = outline::title(panel, article);
        let current = article.id == open.article;
        let name =
            state.strings.say(&Message::new("source.chip").with("number", n + 1).with("title", &title));
        response.widget_info(|| WidgetInfo::selected(Part::Button, true, current, &name));
        let chip = Rect::from_center_size(rect.center(), vec2(width, 18.0));
        let edge =
            if current { egui::Stroke::new(1.5, theme.zhu) } else { egui::Stroke::new(1.0, theme.line2) };
        ui.painter().rect(chip, 3, theme.article_tint(*n), edge, egui::StrokeKind::Inside);
        let ink = if current { theme.ink1 } else { theme.ink2 };
        let number = ui.painter().layout_no_wrap((n + 1).to_string(), fonts::micro(), ink);
        ui.painter().galley(chip.center() - number.size() / 2.0, number, ink);
        widgets::focus_ring(ui, theme, &response, chip, 3.0);
        if response.on_hover_text(name).clicked() {
            panel.commands.push(Command::GoArticle(article.id.clone()));
        }
    }
}

/// A toggle in the reader's bar: whether the pane is open.
pub fn toggle(ui: &mut Ui, panel: &mut Panel<'_>, on: bool) {
    let name = panel.state.say("reader_bar.source_beside");
    let theme = &panel.state.theme;
    let text = ui.painter().layout_no_wrap(name.to_owned(), fonts::small(), theme.ink2);
    let (rect, response) = ui.allocate_exact_size(text.size() + vec2(38.0, 10.0), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Part::Button, true, on, name));
    if on || response.hovered() {
        ui.painter().rect_filled(rect, 4, theme.sunk);
    }
    let ink = if on { theme.ink1 } else { theme.ink2 };
    let icon = pos2(rect.left() + 17.0, rect.center().y);
    icons::draw(ui.painter(), Icon::Split, icon, ink);
    ui.painter().galley(pos2(rect.left() + 30.0, rect.center().y - text.size().y / 2.0), text, ink);
    widgets::focus_ring(ui, theme, &response, rect, 4.0);
    let tip = panel.state.action_name(Action::SourceBeside);
    if response.on_hover_text(format!("{tip}　F4")).clicked() {
        panel.push(Command::Act(Action::SourceBeside));
    }
}
