//! 做发布版: what goes in, how it is split, where it goes, and what it would come to before it is made.

use super::{checks, progress};
use crate::dataset::release::{Part, Unit};
use crate::desk::command::{Action, Command};
use crate::desk::fonts::{self, Face};
use crate::desk::panels::status::grouped;
use crate::desk::panels::{Panel, dialog};
use crate::desk::several::SeveralTurn;
use crate::desk::state::State;
use crate::desk::widgets::{self, ChipState, Weight};
use crate::exchange::release::{Facts, Figures};
use crate::issue::ArticleStatus;
use crate::strings::Message;
use egui::{Align2, Id, Key, Modifiers, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};

const WIDTH: f32 = 760.0;

/// Shows the dialog.
pub fn show(ui: &mut Ui, panel: &mut Panel<'_>) {
    let ready = panel.state.several.facts.is_some() && panel.state.several.progress.is_none();
    let pressed =
        !panel.state.composing && ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::Enter));
    let mut turn = pressed.then_some(if ready { SeveralTurn::Make } else { SeveralTurn::Preview });
    let mut foot = None;
    let full = ui.ctx().content_rect();
    let width = WIDTH.min(full.width() - 48.0);
    let height = (full.height() * 0.84 - 180.0).max(120.0);
    dialog::dialog(
        ui,
        panel,
        "release.title",
        width,
        |ui, panel| {
            ScrollArea::vertical().max_height(height).auto_shrink([false, true]).show(ui, |ui| {
                ui.set_max_width(width - 60.0);
                ui.spacing_mut().item_spacing.y = 4.0;
                fields(ui, panel, width - 60.0, &mut turn);
                ui.add_space(4.0);
                progress(ui, panel);
                outcome(ui, panel.state);
            });
        },
        |ui, panel| {
            let state = panel.state;
            let theme = &state.theme;
            let see = state.say("release.see");
            let make = state.say(if state.several.replace { "release.replace" } else { "release.make" });
            if ready {
                if widgets::button(ui, theme, make, Some("Ctrl Enter"), Weight::Primary).clicked() {
                    foot = Some(SeveralTurn::Make);
                }
            } else if widgets::button(ui, theme, see, Some("Ctrl Enter"), Weight::Primary).clicked() {
                foot = Some(SeveralTurn::Preview);
            }
            let close = state.say("button.close");
            if widgets::button(ui, theme, close, Some("Esc"), Weight::Plain).clicked() {
                panel.commands.push(Command::Close);
            }
            let checks = state.action_name(Action::Checks);
            if widgets::button(ui, theme, &checks, None, Weight::Plain).clicked() {
                panel.commands.push(Command::Act(Action::Checks));
            }
        },
    );
    if let Some(turn) = turn.or(foot) {
        panel.push(Command::Several(turn));
    }
}

/// What is chosen and typed.
fn fields(ui: &mut Ui, panel: &mut Panel<'_>, width: f32, turn: &mut Option<SeveralTurn>) {
    let state = panel.state;
    let theme = &state.theme;
    let recipe = &state.several.recipe;
    let half = ((width - 12.0) / 2.0).floor();
    let before = typed(panel);
    let field = |ui: &mut Ui, text: &mut String, key: &'static str, hint: &str, width: f32| {
        ui.vertical(|ui| {
            ui.set_width(width);
            widgets::line(ui, state.say(key), fonts::small(), theme.ink3);
            widgets::input(ui, theme, text, Id::unique(key), state.say(key), hint, width);
        });
    };
    let typing = &mut panel.fields.several;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 12.0;
        field(ui, &mut typing.name, "release.name", "v1", half);
        field(ui, &mut typing.licence, "release.licence", "CC-BY-4.0", half);
    });
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 12.0;
        let quarter = ((width - 36.0) / 4.0).floor();
        field(ui, &mut typing.from, "release.from", "2026-01-01", quarter);
        field(ui, &mut typing.to, "release.to", "2026-12-31", quarter);
        field(ui, &mut typing.split, "release.split", "80/10/10", quarter);
        field(ui, &mut typing.seed, "release.seed", "0", quarter);
    });
    let chip = |ui: &mut Ui, text: &str, on: bool, to: SeveralTurn, turn: &mut Option<SeveralTurn>| {
        let look = if on { ChipState::Decided } else { ChipState::Proposed };
        if widgets::chip(ui, theme, text, look).clicked() {
            *turn = Some(to);
        }
    };
    let row = |ui: &mut Ui, key: &'static str, add: &mut dyn FnMut(&mut Ui)| {
        ui.add_space(2.0);
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(8.0, 6.0);
            widgets::line(ui, state.say(key), fonts::small(), theme.ink3);
            add(ui);
        });
    };
    row(ui, "release.states", &mut |ui| {
        use ArticleStatus::{Checked, Disputed, Done, InProgress, InReview, New};
        for (status, key) in [
            (Checked, "status.checked"),
            (InReview, "status.in_review"),
            (Done, "status.done"),
            (Disputed, "status.disputed"),
            (InProgress, "status.in_progress"),
            (New, "status.new"),
        ] {
            chip(ui, state.say(key), recipe.states.contains(&status), SeveralTurn::State(status), turn);
        }
    });
    row(ui, "release.labels", &mut |ui| {
        for label in &state.labels.labels {
            let on = recipe.labels.is_empty() || recipe.labels.contains(&label.id);
            chip(ui, state.label_name(label), on, SeveralTurn::Label(label.id.clone()), turn);
        }
    });
    row(ui, "release.also", &mut |ui| {
        chip(ui, state.say("release.proposals"), recipe.proposals, SeveralTurn::Proposals, turn);
        chip(ui, state.say("release.negatives"), recipe.negatives, SeveralTurn::Negatives, turn);
        ui.add_space(16.0);
        widgets::line(ui, state.say("release.by"), fonts::small(), theme.ink3);
        for (unit, key) in [(Unit::Issue, "release.by_issue"), (Unit::Date, "release.by_date")] {
            chip(ui, state.say(key), recipe.unit == unit, SeveralTurn::Unit(unit), turn);
        }
    });
    ui.add_space(2.0);
    if dialog::where_to(ui, panel, false) {
        *turn = Some(SeveralTurn::Browse);
    }
    // What was looked at is not what is typed now.
    if typed(panel) != before && panel.state.several.facts.is_some() {
        panel.push(Command::Several(SeveralTurn::Typed));
    }
}

/// All that is typed of which the preview depends.
fn typed(panel: &Panel<'_>) -> [String; 6] {
    let fields = &panel.fields.several;
    [&fields.name, &fields.licence, &fields.from, &fields.to, &fields.split, &fields.seed].map(Clone::clone)
}

/// What is wrong, or what the release would come to.
fn outcome(ui: &mut Ui, state: &State) {
    if let Some(said) = &state.several.said {
        let said = state.strings.say(said);
        let response = widgets::wrapped(ui, &said, Face::SansBold.at(13.0), state.theme.ink1);
        response.widget_info(|| WidgetInfo::labeled(Role::Status, true, &said));
    }
    let Some(facts) = &state.several.facts else {
        if state.several.progress.is_none() && state.several.said.is_none() {
            widgets::wrapped(ui, state.say("release.how"), fonts::small(), state.theme.ink3);
        }
        return;
    };
    table(ui, state, facts);
    let near = Message::new("release.near").with("count", facts.near);
    if facts.near > 0 {
        widgets::wrapped(ui, state.strings.say(&near), fonts::small(), state.theme.ink2);
    }
    if let Some((name, changes)) = &facts.since {
        let said = Message::new("release.since")
            .with("name", name)
            .with("added", changes.added.len())
            .with("removed", changes.removed.len())
            .with("changed", changes.changed.len())
            .with("moved", changes.moved.len());
        widgets::wrapped(ui, state.strings.say(&said), fonts::small(), state.theme.ink2);
    }
    if let Some(findings) = &state.several.findings {
        let said = format!("{}：{}", state.say("action.checks"), checks::summary(state, findings));
        widgets::wrapped(ui, said, fonts::small(), state.theme.ink2);
    }
}

/// Issues, articles, characters, entities by part.
fn table(ui: &mut Ui, state: &State, facts: &Facts) {
    const ROW: f32 = 24.0;
    let theme = &state.theme;
    let heads = [
        "release.part",
        "release.issues",
        "release.articles",
        "release.chars",
        "release.marks",
        "release.refused",
    ];
    let width = ui.available_width();
    let column = |n: usize| 120.0 + (width - 140.0) * n as f32 / (heads.len() - 1) as f32;
    let mut line = |cells: [String; 6], bold: bool| {
        let (rect, response) = ui.allocate_exact_size(vec2(width, ROW), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Row, true, cells.join(" ")));
        for (n, cell) in cells.into_iter().enumerate() {
            let font = if bold { Face::SansBold.at(13.0) } else { fonts::ui() };
            let (at, align) = match n {
                0 => (pos2(rect.left(), rect.center().y), Align2::LEFT_CENTER),
                _ => (pos2(rect.left() + column(n), rect.center().y), Align2::RIGHT_CENTER),
            };
            ui.painter().text(at, align, cell, font, if bold { theme.ink3 } else { theme.ink1 });
        }
        widgets::hairline(ui, rect.bottom(), rect.x_range(), theme.line1);
    };
    line(heads.map(|key| state.say(key).to_owned()), true);
    let cells = |name: &str, figures: &Figures| {
        let number = |count: usize| grouped(u32::try_from(count).unwrap_or(u32::MAX));
        [
            state.say(name).to_owned(),
            number(figures.issues),
            number(figures.articles),
            number(figures.chars),
            number(figures.marks()),
            number(figures.negatives),
        ]
    };
    for part in Part::ALL {
        let name = match part {
            Part::Train => "release.train",
            Part::Validation => "release.validation",
            Part::Test => "release.test",
        };
        line(cells(name, &facts.parts[part as usize]), false);
    }
    line(cells("release.all", &facts.all()), false);
}
