//! The first page: open a paper, try the sample, say who you are and how you like the page.

use super::Panel;
use crate::desk::command::{Action, Command};
use crate::desk::fonts::{self, Face};
use crate::desk::icons::{self, Icon};
use crate::desk::tabs::summary_name;
use crate::desk::theme::{Theme, ThemeName};
use crate::desk::widgets::{self, Weight};
use crate::strings::Message;
use egui::{
    Align2, Id, Rect, Role, ScrollArea, Sense, Stroke, StrokeKind, Ui, UiBuilder, Vec2, WidgetInfo, pos2,
    vec2,
};

const SIDE: f32 = 416.0;
/// Issues of the open dataset in the list; the palette finds all.
const LISTED: usize = 30;

/// Shows the page.
pub fn show(ui: &mut Ui, panel: &mut Panel<'_>) {
    let theme = &panel.state.theme;
    let full = ui.max_rect();
    let side = if full.width() < 1100.0 { 320.0 } else { SIDE };
    let (left, right) = full.split_left_right_at_x(full.right() - side);
    ui.painter().rect_filled(left, 0, theme.paper);
    ui.painter().rect_filled(right, 0, theme.desk);
    ui.painter().vline(right.left(), right.y_range(), Stroke::new(1.0, theme.line2));
    let inset = (left.width() * 0.115).min(120.0);
    let body = Rect::from_min_max(
        left.min + vec2(inset, 0.0),
        pos2((left.right() - 60.0).min(left.left() + inset + 720.0), left.bottom()),
    );
    ui.scope_builder(UiBuilder::new().max_rect(body), |ui| {
        ScrollArea::vertical().id_salt("welcome").auto_shrink(false).show(ui, |ui| {
            ui.add_space((full.height() * 0.1).min(84.0));
            main(ui, panel);
        });
    });
    let form = right.shrink2(vec2(40.0, 0.0));
    ui.scope_builder(UiBuilder::new().max_rect(form), |ui| {
        ui.add_space((full.height() * 0.1).min(84.0));
        choices(ui, panel);
    });
}

fn main(ui: &mut Ui, panel: &mut Panel<'_>) {
    let state = panel.state;
    let theme = &state.theme;
    ui.spacing_mut().item_spacing.y = 0.0;
    ui.horizontal(|ui| {
        let (rect, _) = ui.allocate_exact_size(Vec2::splat(64.0), Sense::hover());
        icons::seal(ui.painter(), rect, theme);
        ui.add_space(18.0);
        ui.vertical(|ui| {
            widgets::line(ui, state.say("app.name"), Face::SerifBold.at(34.0), theme.ink1);
            widgets::line(ui, state.say("app.motto"), fonts::ui(), theme.ink2);
        });
    });
    ui.add_space(36.0);
    drop_field(ui, panel);
    ui.add_space(14.0);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(10.0, 8.0);
        let sample = widgets::icon_text_button(
            ui,
            theme,
            Some(Icon::Page),
            state.say("action.open_sample"),
            None,
            Weight::Plain,
        );
        if sample.clicked() {
            panel.commands.push(Command::Act(Action::OpenSample));
        }
        let key = panel.state.key(Action::OpenDataset);
        let data = widgets::icon_text_button(
            ui,
            theme,
            Some(Icon::Data),
            state.say("action.open_dataset"),
            key.as_deref(),
            Weight::Plain,
        );
        if data.clicked() {
            panel.commands.push(Command::Act(Action::OpenDataset));
        }
    });
    ui.add_space(if state.dataset.is_some() { 28.0 } else { 44.0 });
    recent(ui, panel);
    ui.add_space(32.0);
    steps(ui, panel);
    ui.add_space(32.0);
}

fn drop_field(ui: &mut Ui, panel: &mut Panel<'_>) {
    let state = panel.state;
    let theme = &state.theme;
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 100.0), Sense::hover());
    let hovered = ui.input(|input| !input.raw.hovered_files.is_empty());
    if hovered {
        ui.painter().rect_filled(rect, 8, theme.wash);
    }
    widgets::dashed_rect(ui.painter(), rect, Stroke::new(1.0, if hovered { theme.zhu } else { theme.edge }));
    let at = rect.min + vec2(30.0, 18.0);
    ui.painter().text(at, Align2::LEFT_TOP, state.say("welcome.drop"), Face::SerifBold.at(18.0), theme.ink1);
    let room = rect.width() - 60.0 - 190.0;
    let hint =
        widgets::clipped(ui.painter(), state.say("welcome.kinds"), fonts::small(), theme.ink2, room, 2);
    ui.painter().galley(at + vec2(0.0, 28.0), hint, theme.ink2);
    let button = Rect::from_min_max(pos2(rect.right() - 200.0, rect.top()), rect.max - vec2(28.0, 0.0));
    ui.scope_builder(UiBuilder::new().max_rect(button), |ui| {
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let key = panel.state.key(Action::OpenIssue);
            if widgets::button(ui, theme, state.say("action.open_issue"), key.as_deref(), Weight::Primary)
                .clicked()
            {
                panel.commands.push(Command::Act(Action::OpenIssue));
            }
        });
    });
}

/// Issues of the open dataset, else other datasets.
fn recent(ui: &mut Ui, panel: &mut Panel<'_>) {
    let state = panel.state;
    let theme = &state.theme;
    let mut rows: Vec<(String, String, Command)> = Vec::new();
    if let Some(dataset) = &state.dataset {
        for issue in dataset.issues.iter().take(LISTED) {
            let name = summary_name(issue).0;
            let progress = Message::new("palette.articles_in").with("count", issue.counts.articles);
            rows.push((name, state.strings.say(&progress), Command::OpenStored(issue.id.clone())));
        }
    }
    let current = state.dataset.as_ref().map(|dataset| &dataset.path);
    for path in state.settings.recent.iter().filter(|path| Some(*path) != current).take(3) {
        let name = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        rows.push((name, path.display().to_string(), Command::Open(vec![path.clone()])));
    }
    if rows.is_empty() {
        widgets::line(ui, state.say("welcome.nothing_recent"), fonts::small(), theme.ink3);
        return;
    }
    widgets::line(ui, state.say("welcome.recent"), fonts::small(), theme.ink3);
    ui.add_space(4.0);
    for (name, detail, command) in rows {
        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 32.0), Sense::click());
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
        if response.hovered() {
            ui.painter().rect_filled(rect.expand2(vec2(8.0, 0.0)), 4, theme.sunk);
        }
        let detail =
            widgets::clipped(ui.painter(), &detail, fonts::small(), theme.ink3, rect.width() * 0.5, 1);
        let room = rect.width() - detail.size().x - 24.0;
        let name = widgets::clipped(ui.painter(), &name, Face::Serif.at(15.0), theme.ink1, room, 1);
        ui.painter().galley(pos2(rect.left(), rect.center().y - name.size().y / 2.0), name, theme.ink1);
        ui.painter().galley(
            pos2(rect.right() - detail.size().x, rect.center().y - detail.size().y / 2.0),
            detail,
            theme.ink3,
        );
        widgets::hairline(ui, rect.bottom(), rect.x_range(), theme.line1);
        widgets::focus_ring(ui, theme, &response, rect, 2.0);
        if response.clicked() {
            panel.commands.push(command);
        }
    }
}

/// The three steps of the work, each with a small picture of a mark.
fn steps(ui: &mut Ui, panel: &Panel<'_>) {
    let theme = &panel.state.theme;
    let width = (ui.available_width() - 2.0 * 32.0) / 3.0;
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 32.0;
        for n in 1..=3 {
            ui.vertical(|ui| {
                ui.set_width(width.max(0.0));
                widgets::hairline(
                    ui,
                    ui.cursor().top(),
                    (ui.cursor().left()..=ui.cursor().left() + width).into(),
                    theme.ink1,
                );
                ui.add_space(18.0);
                picture(ui, theme, n);
                ui.add_space(18.0);
                widgets::line(
                    ui,
                    panel.state.say(["welcome.step1", "welcome.step2", "welcome.step3"][n - 1]),
                    Face::SerifBold.at(16.0),
                    theme.ink1,
                );
                ui.add_space(4.0);
                widgets::wrapped(
                    ui,
                    panel
                        .state
                        .say(["welcome.step1_text", "welcome.step2_text", "welcome.step3_text"][n - 1]),
                    fonts::small(),
                    theme.ink2,
                );
            });
        }
    });
}

fn picture(ui: &mut Ui, theme: &Theme, step: usize) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 34.0), Sense::hover());
    let base = rect.left_center() + vec2(0.0, 4.0);
    // (text, slot of its label, proposed)
    let parts: &[(&str, Option<usize>, bool)] = match step {
        1 => &[("借力", None, false), ("海丰渔业", Some(1), true), ("开新路", None, false)],
        2 => &[("县委书记", Some(4), false), ("陈望", Some(0), false), ("出席", None, false)],
        _ => &[("共建", None, false), ("蓝湾工程", Some(7), true)],
    };
    let mut x = base.x;
    for (text, slot, proposed) in parts {
        let galley = ui.painter().layout_no_wrap((*text).to_owned(), Face::Serif.at(20.0), theme.ink1);
        let word = Rect::from_min_size(pos2(x, base.y - galley.size().y / 2.0), galley.size());
        if slot.is_some() && *proposed {
            ui.painter().rect_filled(word, 2, Theme::mix(theme.paper, theme.label_wash(*slot), 0.6));
        }
        ui.painter().galley(word.min, galley, theme.ink1);
        if slot.is_some() {
            let ends = [word.left_bottom(), word.right_bottom() - vec2(2.0, 0.0)];
            if *proposed {
                ui.painter().extend(egui::Shape::dotted_line(&ends, theme.label_line(*slot), 4.0, 0.9));
            } else {
                ui.painter().line_segment(ends, Stroke::new(1.2, theme.label_line(*slot)));
            }
            if step == 2 && *slot == Some(4) {
                ui.painter().line_segment(ends.map(|p| p + vec2(0.0, 3.0)), Stroke::new(1.5, theme.zhu));
            }
        }
        x = word.right();
    }
}

fn choices(ui: &mut Ui, panel: &mut Panel<'_>) {
    let state = panel.state;
    let theme = &state.theme;
    ui.spacing_mut().item_spacing.y = 0.0;
    widgets::line(ui, state.say("welcome.before"), Face::SerifBold.at(17.0), theme.ink1);
    ui.add_space(22.0);
    widgets::line(ui, state.say("welcome.name"), fonts::small(), theme.ink2);
    ui.add_space(4.0);
    let width = ui.available_width();
    let response = widgets::input(
        ui,
        theme,
        &mut panel.fields.name,
        Id::unique("field.name"),
        state.say("welcome.name"),
        "",
        width,
    );
    let enter = response.has_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
    let named = panel.fields.name.trim() != state.settings.editor && !state.composing;
    if (response.lost_focus() || enter) && named {
        panel.commands.push(Command::SetEditor(panel.fields.name.clone()));
    }
    ui.add_space(18.0);
    widgets::line(ui, state.say("welcome.dataset"), fonts::small(), theme.ink2);
    ui.add_space(4.0);
    let path = state.dataset.as_ref().map(|d| &d.path).or(state.dataset_path.as_ref());
    let path = path.map(|path| path.display().to_string()).unwrap_or_default();
    let shown = widgets::clipped(ui.painter(), &path, fonts::small(), theme.ink1, width - 24.0, 2);
    let (rect, response) = ui.allocate_exact_size(vec2(width, shown.size().y + 16.0), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &path));
    ui.painter().rect_stroke(rect, 6, Stroke::new(1.0, theme.line2), StrokeKind::Inside);
    ui.painter().galley(rect.min + vec2(12.0, 8.0), shown, theme.ink1);
    ui.add_space(18.0);
    widgets::line(ui, state.say("welcome.look"), fonts::small(), theme.ink2);
    ui.add_space(6.0);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        let each = (width - 16.0) / 3.0;
        for name in ThemeName::ALL {
            let look = Theme::of(name);
            if tile(
                ui,
                theme,
                state.say(name.key()),
                Face::Serif,
                (look.paper, look.ink1),
                state.theme.name == name,
                each,
            )
            .clicked()
            {
                panel.commands.push(Command::SetTheme(name));
            }
        }
    });
    ui.add_space(8.0);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        let each = (width - 8.0) / 2.0;
        for (serif, face, key) in [(true, Face::Serif, "welcome.serif"), (false, Face::Sans, "welcome.sans")]
        {
            if tile(
                ui,
                theme,
                state.say(key),
                face,
                (theme.paper, theme.ink1),
                state.settings.serif == serif,
                each,
            )
            .clicked()
            {
                panel.commands.push(Command::SetSerif(serif));
            }
        }
    });
    ui.add_space(24.0);
    widgets::hairline(ui, ui.cursor().top(), ui.max_rect().x_range(), theme.line2);
    ui.add_space(14.0);
    ui.horizontal_top(|ui| {
        let (rect, _) = ui.allocate_exact_size(Vec2::splat(18.0), Sense::hover());
        icons::draw(ui.painter(), Icon::Lock, rect.center(), theme.ink2);
        ui.add_space(8.0);
        widgets::wrapped(ui, state.say("welcome.local"), fonts::small(), theme.ink2);
    });
}

fn tile(
    ui: &mut Ui,
    theme: &Theme,
    text: &str,
    face: Face,
    (paper, ink): (egui::Color32, egui::Color32),
    on: bool,
    width: f32,
) -> egui::Response {
    let (rect, response) = ui.allocate_exact_size(vec2(width, 42.0), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, on, text));
    let stroke = if on { Stroke::new(2.0, theme.zhu) } else { Stroke::new(1.0, theme.line2) };
    ui.painter().rect(rect, 6, paper, stroke, StrokeKind::Inside);
    ui.painter().text(rect.center(), Align2::CENTER_CENTER, text, face.at(14.0), ink);
    widgets::focus_ring(ui, theme, &response, rect, 6.0);
    response.on_hover_cursor(egui::CursorIcon::PointingHand)
}
