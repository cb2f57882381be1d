//! The settings: 一般, 外观, 按键.

use super::{Panel, dialog, palette};
use crate::desk::command::{Action, Command, Shortcut};
use crate::desk::fonts::{self, Face};
use crate::desk::settings::Letters;
use crate::desk::shortcut::CTRL;
use crate::desk::state::SettingsPart;
use crate::desk::theme::ThemeName;
use crate::desk::widgets::{self, Weight};
use crate::strings::{Language, Message};
use egui::{
    Align2, Id, Key, Modifiers, Rect, Role, ScrollArea, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2,
};

const WIDTH: f32 = 720.0;
/// Height of what is below the tabs.
const HEIGHT: f32 = 400.0;
const ROW: f32 = 40.0;
const PARTS: [(SettingsPart, &str); 3] = [
    (SettingsPart::General, "settings.general"),
    (SettingsPart::Looks, "settings.looks"),
    (SettingsPart::Keys, "settings.keys"),
];

/// The action whose key is waited for, with what is said of the last one that was pressed.
type Binding<'a> = Option<&'a (Action, Option<Message>)>;

/// Shows a part of the settings.
pub fn show(ui: &mut Ui, panel: &mut Panel<'_>, part: SettingsPart, binding: Binding<'_>) {
    turn(ui, panel, part);
    let full = ui.ctx().content_rect();
    let height = HEIGHT.min(full.height() - 220.0);
    let at = pos2(full.center().x - WIDTH / 2.0, (full.height() * 0.1).max(16.0));
    dialog::sheet(ui, panel, "settings", at, WIDTH, |ui, panel| {
        let margin = egui::Margin { left: 24, right: 24, top: 16, bottom: 0 };
        egui::Frame::new().inner_margin(margin).show(ui, |ui| {
            ui.set_width(WIDTH - 48.0);
            let ink = panel.state.theme.ink1;
            widgets::line(ui, panel.state.say("settings.title"), Face::SerifBold.at(18.0), ink);
            ui.add_space(8.0);
            tabs(ui, panel, part);
        });
        widgets::hairline(ui, ui.cursor().top(), ui.max_rect().x_range(), panel.state.theme.line1);
        egui::Frame::new().inner_margin(egui::Margin::symmetric(24, 12)).show(ui, |ui| {
            ui.set_width(WIDTH - 48.0);
            ui.set_height(height.max(0.0));
            match part {
                SettingsPart::General => general(ui, panel),
                SettingsPart::Looks => looks(ui, panel),
                SettingsPart::Keys => keys(ui, panel, binding, height),
            }
        });
        widgets::hairline(ui, ui.cursor().top(), ui.max_rect().x_range(), panel.state.theme.line1);
        egui::Frame::new().inner_margin(egui::Margin::symmetric(24, 10)).show(ui, |ui| {
            ui.set_width(WIDTH - 48.0);
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                ui.set_height(36.0);
                ui.spacing_mut().item_spacing.x = 10.0;
                foot(ui, panel, part);
            });
        });
    });
}

/// Ctrl PgUp and PgDn go from part to part.
fn turn(ui: &Ui, panel: &mut Panel<'_>, part: SettingsPart) {
    let here = PARTS.iter().position(|(other, _)| *other == part).unwrap_or(0);
    let [back, forth] =
        ui.input_mut(|input| [Key::PageUp, Key::PageDown].map(|key| input.consume_key(CTRL, key)));
    let to = match (back, forth) {
        (true, _) => here.checked_sub(1),
        (_, true) => Some(here + 1),
        _ => None,
    };
    if let Some((part, _)) = to.and_then(|to| PARTS.get(to)) {
        panel.push(Command::SettingsPart(*part));
    }
}

fn tabs(ui: &mut Ui, panel: &mut Panel<'_>, part: SettingsPart) {
    let state = panel.state;
    let theme = &state.theme;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        for (other, name) in PARTS {
            let (name, on) = (state.say(name), other == part);
            let font = if on { Face::SansBold.at(14.0) } else { fonts::ui() };
            let ink = if on { theme.ink1 } else { theme.ink2 };
            let text = ui.painter().layout_no_wrap(name.to_owned(), font, ink);
            let (rect, response) = ui.allocate_exact_size(vec2(text.size().x + 20.0, 34.0), Sense::click());
            response.widget_info(|| WidgetInfo::selected(Role::Tab, true, on, name));
            ui.painter().galley(rect.center() - text.size() / 2.0, text, ink);
            if on {
                let line =
                    Rect::from_x_y_ranges(rect.x_range().shrink(8.0), rect.bottom() - 2.0..=rect.bottom());
                ui.painter().rect_filled(line, 0, theme.zhu);
            }
            widgets::focus_ring(ui, theme, &response, rect.shrink(4.0), 4.0);
            if response.clicked() {
                panel.commands.push(Command::SettingsPart(other));
            }
        }
    });
}

/// A setting: its name, and at the right what it can be.
fn setting(ui: &mut Ui, panel: &mut Panel<'_>, name: &str, add: impl FnOnce(&mut Ui, &mut Panel<'_>)) {
    ui.horizontal(|ui| {
        ui.set_height(ROW);
        ui.spacing_mut().item_spacing.x = 6.0;
        let (rect, _) = ui.allocate_exact_size(vec2(150.0, ROW), Sense::hover());
        let ink = panel.state.theme.ink1;
        ui.painter().text(rect.left_center(), Align2::LEFT_CENTER, panel.state.say(name), fonts::ui(), ink);
        add(ui, panel);
    });
}

/// One of several; carries out its command when it is not the one already.
fn choice(ui: &mut Ui, panel: &mut Panel<'_>, name: &str, on: bool, command: Command) {
    let theme = &panel.state.theme;
    let name = panel.state.say(name);
    let text = ui.painter().layout_no_wrap(name.to_owned(), fonts::ui(), theme.ink1);
    let (rect, response) = ui.allocate_exact_size(vec2(text.size().x + 24.0, 30.0), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, on, name));
    let stroke = if on { Stroke::new(1.5, theme.ink1) } else { Stroke::new(1.0, theme.line2) };
    let fill = if on || response.hovered() { theme.sunk } else { theme.raised };
    ui.painter().rect(rect, 4, fill, stroke, StrokeKind::Inside);
    ui.painter().galley(rect.center() - text.size() / 2.0, text, theme.ink1);
    widgets::focus_ring(ui, theme, &response, rect, 4.0);
    if response.clicked() && !on {
        panel.commands.push(command);
    }
}

fn switch(ui: &mut Ui, panel: &mut Panel<'_>, on: bool, action: Action) {
    choice(ui, panel, "settings.on", on, Command::Act(action));
    choice(ui, panel, "settings.off", !on, Command::Act(action));
}

fn general(ui: &mut Ui, panel: &mut Panel<'_>) {
    setting(ui, panel, "settings.editor", |ui, panel| {
        let name = panel.state.say("settings.editor");
        let theme = &panel.state.theme;
        let id = Id::unique("field.editor");
        // It counts when the page is left.
        widgets::input(ui, theme, &mut panel.fields.name, id, name, "", 260.0);
    });
    let language = panel.state.settings.language;
    setting(ui, panel, "settings.language", |ui, panel| {
        let act = || Command::Act(Action::Language);
        choice(ui, panel, "settings.zh", language == Language::Zh, act());
        choice(ui, panel, "settings.en", language == Language::En, act());
    });
    let still = panel.state.settings.reduce_motion;
    setting(ui, panel, "action.reduce_motion", |ui, panel| switch(ui, panel, still, Action::ReduceMotion));
    let rejected = panel.state.settings.show_rejected;
    setting(ui, panel, "action.show_rejected", |ui, panel| switch(ui, panel, rejected, Action::ShowRejected));
}

fn looks(ui: &mut Ui, panel: &mut Panel<'_>) {
    let settings = panel.state.settings.clone();
    setting(ui, panel, "settings.theme", |ui, panel| {
        for (theme, name) in [
            (ThemeName::Light, "settings.light"),
            (ThemeName::Dark, "settings.dark"),
            (ThemeName::Contrast, "settings.contrast"),
        ] {
            choice(ui, panel, name, settings.theme == theme, Command::SetTheme(theme));
        }
    });
    setting(ui, panel, "settings.face", |ui, panel| {
        choice(ui, panel, "settings.serif", settings.serif, Command::SetSerif(true));
        choice(ui, panel, "settings.sans", !settings.serif, Command::SetSerif(false));
    });
    setting(ui, panel, "settings.size", |ui, panel| {
        for action in [Action::Smaller, Action::StandardSize, Action::Larger] {
            let key = panel.state.key(action);
            let name = panel.state.say(action.id());
            let pressed =
                widgets::button(ui, &panel.state.theme, name, key.as_deref(), Weight::Plain).clicked();
            if pressed {
                panel.push(Command::Act(action));
            }
        }
    });
    setting(ui, panel, "settings.measure", |ui, panel| {
        for action in [Action::Narrower, Action::StandardMeasure, Action::Wider] {
            let name = panel.state.say(action.id());
            if widgets::button(ui, &panel.state.theme, name, None, Weight::Plain).clicked() {
                panel.push(Command::Act(action));
            }
        }
        let set = settings.measure.map_or_else(
            || panel.state.say("settings.by_window").to_owned(),
            |count| panel.state.strings.say(&Message::new("settings.chars").with("count", count)),
        );
        ui.add_space(8.0);
        widgets::line(ui, set, fonts::ui(), panel.state.theme.ink2);
    });
    setting(ui, panel, "settings.scale", |ui, panel| {
        for action in [Action::ScaleDown, Action::StandardScale, Action::ScaleUp] {
            let name = panel.state.say(action.id());
            if widgets::button(ui, &panel.state.theme, name, None, Weight::Plain).clicked() {
                panel.push(Command::Act(action));
            }
        }
        ui.add_space(8.0);
        widgets::line(ui, format!("{} %", settings.scale), fonts::ui(), panel.state.theme.ink2);
    });
    setting(ui, panel, "settings.letters", |ui, panel| {
        let (name, key) = match settings.letters {
            Letters::All => ("reader_bar.letters_all", panel.state.key(Action::Letters)),
            Letters::Undecided => ("reader_bar.letters_open", panel.state.key(Action::Letters)),
            Letters::None => ("reader_bar.letters_none", panel.state.key(Action::Letters)),
        };
        let name = panel.state.say(name);
        if widgets::button(ui, &panel.state.theme, name, key.as_deref(), Weight::Plain).clicked() {
            panel.push(Command::Act(Action::Letters));
        }
    });
}

/// The actions that answer to what is typed: by name, or by one of their keys.
fn found(panel: &Panel<'_>) -> Vec<(Action, String)> {
    let query = panel.fields.query.trim().to_lowercase();
    let named = |action: &Action| {
        let name = panel.state.action_name(*action);
        let keys = panel.state.settings.keys.names(*action);
        let fits = palette::matches(&query, &name) || keys.iter().any(|key| key.to_lowercase() == query);
        fits.then_some((*action, name))
    };
    Action::ALL.iter().filter_map(named).collect()
}

fn keys(ui: &mut Ui, panel: &mut Panel<'_>, binding: Binding<'_>, height: f32) {
    let state = panel.state;
    let theme = &state.theme;
    let keys = [Key::ArrowDown, Key::ArrowUp, Key::Enter];
    let [down, up, enter] = if state.composing || binding.is_some() {
        [false; 3]
    } else {
        ui.input_mut(|input| keys.map(|key| input.consume_key(Modifiers::NONE, key)))
    };
    let reset = ui.input_mut(|input| input.consume_key(CTRL, Key::Backspace));
    let before = panel.fields.query.clone();
    let (name, hint) = (state.say("keys.search"), state.say("keys.search_hint"));
    let id = Id::unique("field.keys");
    let field = widgets::input(ui, theme, &mut panel.fields.query, id, name, hint, WIDTH - 48.0);
    widgets::claim(ui, &field);
    if panel.fields.query != before {
        panel.fields.row = 0;
    }
    let rows = found(panel);
    let last = rows.len().saturating_sub(1);
    panel.fields.row = match (down, up) {
        (true, _) => (panel.fields.row + 1).min(last),
        (_, true) => panel.fields.row.saturating_sub(1),
        _ => panel.fields.row.min(last),
    };
    ui.add_space(8.0);
    let mut clicked = None;
    ui.spacing_mut().item_spacing.y = 0.0;
    ScrollArea::vertical()
        .max_height(height - 84.0)
        .min_scrolled_height(height - 84.0)
        .auto_shrink([false; 2])
        .show(ui, |ui| {
            for (n, (action, name)) in rows.iter().enumerate() {
                let waiting = binding.is_some_and(|(waiting, _)| waiting == action);
                let response = row(ui, panel, (*action, name), n == panel.fields.row, waiting);
                if n == panel.fields.row && (down || up) {
                    response.scroll_to_me(None);
                }
                if response.clicked() {
                    clicked = Some(n);
                }
            }
        });
    said(ui, panel, rows.is_empty(), binding);
    if let Some(n) = clicked {
        panel.fields.row = n;
    }
    let chosen = if enter { Some(panel.fields.row) } else { clicked };
    if let Some((action, _)) = chosen.and_then(|n| rows.get(n)) {
        panel.push(Command::Rebind(*action));
    } else if reset && let Some((action, _)) = rows.get(panel.fields.row) {
        panel.push(Command::ResetKeys(Some(*action)));
    }
}

/// An action with its keys; what the user has changed is set bold, as everything by the editor's hand.
fn row(
    ui: &mut Ui,
    panel: &Panel<'_>,
    (action, name): (Action, &str),
    current: bool,
    waiting: bool,
) -> egui::Response {
    let state = panel.state;
    let theme = &state.theme;
    let table = &state.settings.keys;
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 32.0), Sense::click());
    let spoken = format!("{name} {}", table.names(action).join("、"));
    response.widget_info(|| WidgetInfo::selected(Role::MenuItem, true, current, spoken.trim_end()));
    if current {
        ui.painter().rect_filled(rect, 0, theme.wash);
        ui.painter().rect_filled(Rect::from_min_size(rect.min, vec2(3.0, rect.height())), 0, theme.zhu);
    } else if response.hovered() {
        ui.painter().rect_filled(rect, 0, theme.sunk);
    }
    let centre = rect.center().y;
    let font = if table.is_changed(action) { Face::SansBold.at(14.0) } else { fonts::ui() };
    let text = widgets::clipped(ui.painter(), name, font, theme.ink1, rect.width() * 0.5, 1);
    ui.painter().galley(pos2(rect.left() + 14.0, centre - text.size().y / 2.0), text, theme.ink1);
    let menu = state.say(action.menu().key());
    ui.painter().text(
        pos2(rect.left() + rect.width() * 0.56, centre),
        Align2::LEFT_CENTER,
        menu,
        fonts::small(),
        theme.ink3,
    );
    let mut right = rect.right() - 12.0;
    if waiting {
        let said = state.say("keys.press");
        ui.painter().text(pos2(right, centre), Align2::RIGHT_CENTER, said, fonts::small(), theme.zhu_text);
        return response;
    }
    for key in table.keys(action).iter().rev().map(|key: &Shortcut| key.name()) {
        right -= widgets::key_cap_before(ui.painter(), theme, pos2(right, centre), &key) + 6.0;
    }
    widgets::hairline(ui, rect.bottom(), rect.x_range(), theme.line1);
    response
}

/// The line below the list.
fn said(ui: &mut Ui, panel: &Panel<'_>, nothing: bool, binding: Binding<'_>) {
    let state = panel.state;
    let said = match binding {
        Some((_, Some(said))) => state.strings.say(said),
        Some((action, None)) => {
            let message = Message::new("keys.waiting").with("name", panel.state.action_name(*action));
            state.strings.say(&message)
        }
        None if nothing => state.say("keys.nothing").to_owned(),
        None => state.say("keys.how").to_owned(),
    };
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 32.0), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Status, true, &said));
    let ink = if binding.is_some() { state.theme.ink1 } else { state.theme.ink3 };
    let text = widgets::clipped(ui.painter(), &said, fonts::small(), ink, rect.width(), 1);
    ui.painter().galley(pos2(rect.left(), rect.center().y - text.size().y / 2.0), text, ink);
}

fn foot(ui: &mut Ui, panel: &mut Panel<'_>, part: SettingsPart) {
    let state = panel.state;
    let theme = &state.theme;
    let mut button = |ui: &mut Ui, name: &str, key: Option<&str>, command: Command| {
        if widgets::button(ui, theme, state.say(name), key, Weight::Plain).clicked() {
            panel.commands.push(command);
        }
    };
    button(ui, "button.close", Some("Esc"), Command::Close);
    if part == SettingsPart::Keys {
        button(ui, "keys.reset_all", None, Command::ResetKeys(None));
        button(ui, "keys.import", None, Command::ChooseKeysIn);
        button(ui, "keys.export", None, Command::ChooseKeysOut);
    }
}
