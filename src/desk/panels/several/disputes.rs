//! 两人对校: what annotators do not agree on, one thing after the other, side by side; beside it how far they agree.
//!
//! ← and → keep the first and the second side, a digit any side, ↑ all of them, ↓ none, Space what stands now; Enter goes on
//! and leaves it open. Every decision is recorded at once and can be taken back.

use super::figures;
use super::progress;
use crate::annotation::{Entity, Status};
use crate::desk::command::{Action, Command};
use crate::desk::fonts::{self, Face};
use crate::desk::panels::{Panel, dialog};
use crate::desk::reader::role_key;
use crate::desk::several::SeveralTurn;
use crate::desk::state::State;
use crate::desk::widgets::{self, ChipState, Weight};
use crate::issue::gesture::Choice;
use crate::issue::{Dispute, Issue, Kind, Says, Side, Sort};
use crate::strings::Message;
use crate::text::CharRange;
use egui::text::{LayoutJob, TextFormat};
use egui::{Frame, Key, Label, Margin, Modifiers, Role, ScrollArea, Stroke, Ui, WidgetInfo, vec2};

const WIDTH: f32 = 1240.0;
/// From this width on the figures stand beside the disputes.
const TWO: f32 = 940.0;
/// Characters of the text before and behind what is disputed.
const AROUND: u32 = 40;

/// Shows the sheet.
pub fn show(ui: &mut Ui, panel: &mut Panel<'_>) {
    let mut turn = keys(ui, panel);
    let mut foot = None;
    let full = ui.ctx().content_rect();
    let width = WIDTH.min(full.width() - 48.0);
    let height = (full.height() * 0.84 - 190.0).max(160.0);
    dialog::dialog(
        ui,
        panel,
        "disputes.title",
        width,
        |ui, panel| {
            progress(ui, panel);
            let inner = width - 48.0;
            let left = if inner < TWO { inner } else { (inner * 0.62).round() };
            let both = |ui: &mut Ui, panel: &mut Panel<'_>, turn: &mut Option<SeveralTurn>| {
                ui.vertical(|ui| {
                    ui.set_width(left - 16.0);
                    ui.spacing_mut().item_spacing.y = 8.0;
                    current(ui, panel, turn);
                });
                ui.vertical(|ui| {
                    ui.set_width(if inner < TWO { inner } else { inner - left });
                    ui.spacing_mut().item_spacing.y = 6.0;
                    aside(ui, panel, turn);
                });
            };
            ScrollArea::vertical().max_height(height).auto_shrink([false, true]).show(ui, |ui| {
                if inner < TWO {
                    both(ui, panel, &mut turn);
                } else {
                    ui.horizontal_top(|ui| {
                        ui.spacing_mut().item_spacing.x = 16.0;
                        both(ui, panel, &mut turn);
                    });
                }
            });
        },
        |ui, panel| {
            let state = panel.state;
            let close = state.say("button.close");
            if widgets::button(ui, &state.theme, close, Some("Esc"), Weight::Plain).clicked() {
                panel.commands.push(Command::Close);
            }
            if dispute(state).is_some() {
                let go = state.say("disputes.go");
                if widgets::button(ui, &state.theme, go, Some("F4"), Weight::Plain).clicked() {
                    foot = Some(SeveralTurn::GoDispute);
                }
                let next = state.say("disputes.next");
                if widgets::button(ui, &state.theme, next, Some("Enter"), Weight::Plain).clicked() {
                    foot = Some(next_turn(state));
                }
            }
        },
    );
    if let Some(turn) = turn.or(foot) {
        panel.push(Command::Several(turn));
    }
}

/// The dispute on which one stands, with the issue that it is in.
fn dispute(state: &State) -> Option<(&Issue, &Dispute)> {
    let open = state.open.as_ref()?;
    Some((&open.issue, open.issue.disputes.get(state.several.dispute)?))
}

/// What the keys say.
fn keys(ui: &Ui, panel: &mut Panel<'_>) -> Option<SeveralTurn> {
    let pressed = |modifiers, key| ui.input_mut(|input| input.consume_key(modifiers, key));
    if pressed(Modifiers::COMMAND, Key::Z) {
        panel.push(Command::Act(Action::Undo));
        return None;
    }
    let (_, dispute) = dispute(panel.state)?;
    let sides = dispute.sides.len();
    let digits = [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num6];
    let side = digits.into_iter().take(sides).position(|key| pressed(Modifiers::NONE, key));
    if let Some(side) = side {
        return Some(SeveralTurn::Settle(Choice::Side(side)));
    }
    for (key, choice) in [
        (Key::ArrowLeft, Choice::Side(0)),
        (Key::ArrowRight, Choice::Side(1)),
        (Key::ArrowUp, Choice::All),
        (Key::ArrowDown, Choice::Neither),
        (Key::Space, Choice::AsIs),
    ] {
        if pressed(Modifiers::NONE, key) {
            return Some(SeveralTurn::Settle(choice));
        }
    }
    if pressed(Modifiers::NONE, Key::Enter) {
        return Some(next_turn(panel.state));
    }
    if pressed(Modifiers::SHIFT, Key::Enter) {
        return Some(SeveralTurn::Dispute(panel.state.several.dispute.saturating_sub(1)));
    }
    pressed(Modifiers::NONE, Key::F4).then_some(SeveralTurn::GoDispute)
}

/// On to the next one; behind the last one of an issue to the next issue that has some, or the first one again.
fn next_turn(state: &State) -> SeveralTurn {
    let several = &state.several;
    let Some(open) = &state.open else { return SeveralTurn::Dispute(0) };
    if several.dispute + 1 < open.issue.disputes.len() {
        return SeveralTurn::Dispute(several.dispute + 1);
    }
    let here = several.disputed.iter().position(|(id, ..)| *id == open.issue.id);
    let next = several.disputed.get(here.map_or(0, |n| n + 1)).or(several.disputed.first());
    match next {
        Some((id, ..)) if *id != open.issue.id => SeveralTurn::Issue(id.clone()),
        _ => SeveralTurn::Dispute(0),
    }
}

/// What is disputed, and what each side says.
fn current(ui: &mut Ui, panel: &mut Panel<'_>, turn: &mut Option<SeveralTurn>) {
    let state = panel.state;
    let theme = &state.theme;
    let Some((issue, dispute)) = dispute(state) else {
        if state.several.progress.is_none() {
            widgets::line(ui, state.say("disputes.none"), Face::SerifBold.at(18.0), theme.ink1);
            widgets::wrapped(ui, state.say("disputes.how_come"), fonts::ui(), theme.ink2);
        }
        return;
    };
    let number = Message::new("disputes.number")
        .with("number", state.several.dispute + 1)
        .with("count", issue.disputes.len());
    let article = dispute.article.as_ref().and_then(|id| issue.article(id));
    let title = article.map(|article| crate::desk::panels::outline::title_of(state, article).0);
    let head = format!("{}　{}", state.strings.say(&number), state.say(dispute.sort().key()));
    let response = widgets::line(ui, &head, Face::SansBold.at(14.0), theme.ink1);
    response.widget_info(|| WidgetInfo::labeled(Role::Heading, true, &head));
    if let Some(title) = title {
        widgets::wrapped(ui, title, fonts::small(), theme.ink3);
    }
    let count = dispute.sides.len().min(4);
    let width = ((ui.available_width() - 12.0 * (count as f32 - 1.0)) / count as f32).floor();
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 12.0;
        for (n, side) in dispute.sides.iter().enumerate().take(count) {
            if card(ui, state, (issue, dispute), (n, side), width) {
                *turn = Some(SeveralTurn::Settle(Choice::Side(n)));
            }
        }
    });
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(8.0, 8.0);
        let says = dispute.sides.first().map(|side| &side.says);
        let mut button = |ui: &mut Ui, name: &str, key: &str, choice: Choice| {
            if widgets::button(ui, theme, state.say(name), Some(key), Weight::Plain).clicked() {
                *turn = Some(SeveralTurn::Settle(choice));
            }
        };
        button(ui, "disputes.left", "←", Choice::Side(0));
        if count > 1 {
            button(ui, "disputes.right", "→", Choice::Side(1));
        }
        if says.is_some_and(Says::can_join) {
            button(ui, "disputes.both", "↑", Choice::All);
        }
        if says.is_some_and(Says::can_drop) {
            button(ui, "disputes.neither", "↓", Choice::Neither);
        }
        button(ui, "disputes.as_is", "Space", Choice::AsIs);
    });
}

/// One side: whose it is, the sentence as they mark it, and what they say in words. Returns whether it was clicked.
fn card(
    ui: &mut Ui,
    state: &State,
    (issue, dispute): (&Issue, &Dispute),
    (n, side): (usize, &Side),
    width: f32,
) -> bool {
    let theme = &state.theme;
    let names = side.by.join("、");
    let said = words(state, issue, dispute, side);
    let frame = Frame::new()
        .fill(theme.paper)
        .stroke(Stroke::new(1.0, theme.line2))
        .corner_radius(8)
        .inner_margin(Margin::symmetric(14, 12));
    let shown = frame.show(ui, |ui| {
        ui.set_width(width - 30.0);
        ui.vertical(|ui| {
            ui.set_min_height(150.0);
            ui.spacing_mut().item_spacing.y = 8.0;
            ui.horizontal(|ui| {
                widgets::line(ui, names.clone(), Face::SansBold.at(13.0), theme.ink1);
                let key = match n {
                    0 => "←".to_owned(),
                    1 => "→".to_owned(),
                    n => (n + 1).to_string(),
                };
                let (rect, _) = ui.allocate_exact_size(vec2(24.0, 18.0), egui::Sense::hover());
                widgets::key_cap(ui.painter(), theme, rect.left_center(), &key);
            });
            if let Some(job) = sentence(state, issue, dispute, side) {
                ui.add(Label::new(job).selectable(false).wrap());
            }
            for line in &said {
                widgets::wrapped(ui, line.clone(), fonts::ui(), theme.ink1);
            }
        });
    });
    let response = shown.response.interact(egui::Sense::click());
    let name = format!("{names}：{}", said.join("；"));
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    widgets::focus_ring(ui, theme, &response, shown.response.rect, 8.0);
    response.on_hover_cursor(egui::CursorIcon::PointingHand).clicked()
}

/// The text around what is disputed, with the side's marks on it.
fn sentence(state: &State, issue: &Issue, dispute: &Dispute, side: &Side) -> Option<LayoutJob> {
    let theme = &state.theme;
    let (article, n) = issue.holder(dispute.block.as_ref()?)?;
    let text: Vec<char> = article.blocks.get(n)?.text.chars().collect();
    let range = dispute.range.unwrap_or(CharRange::new(0, (text.len() as u32).min(2 * AROUND)));
    let marks: Vec<&Entity> = match &side.says {
        Says::Marks(marks) => marks.iter().filter(|mark| mark.status.stands()).collect(),
        _ => Vec::new(),
    };
    let from = range.start().saturating_sub(AROUND);
    let to = (range.end() + AROUND).min(text.len() as u32);
    let mut job = LayoutJob::default();
    let plain = TextFormat { font_id: Face::Serif.at(16.0), color: theme.ink2, ..TextFormat::default() };
    if from > 0 {
        job.append("…", 0.0, plain.clone());
    }
    for at in from..to {
        let c = text.get(at as usize)?.to_string();
        let slot =
            marks.iter().find(|mark| mark.range.contains(at)).map(|mark| state.labels.slot(&mark.label));
        let format = match slot {
            Some(slot) => TextFormat {
                color: theme.ink1,
                background: theme.label_wash(slot),
                underline: Stroke::new(2.0, theme.label_line(slot)),
                ..plain.clone()
            },
            None if range.contains(at) => TextFormat { color: theme.ink1, ..plain.clone() },
            None => plain.clone(),
        };
        job.append(&c, 0.0, format);
    }
    if (to as usize) < text.len() {
        job.append("…", 0.0, plain);
    }
    Some(job)
}

/// What a side says, in words.
fn words(state: &State, issue: &Issue, dispute: &Dispute, side: &Side) -> Vec<String> {
    let say = |key: &'static str| state.say(key).to_owned();
    let stands = |status: Option<Status>| match status {
        Some(status) if status.stands() => say("disputes.given"),
        Some(_) => say("disputes.refused"),
        None => say("disputes.not_given"),
    };
    match &side.says {
        Says::Marks(marks) => {
            let label = |mark: &Entity| {
                let label = state.labels.get(&mark.label);
                label.map_or_else(|| mark.label.to_string(), |label| state.label_name(label).to_owned())
            };
            let line = |mark: &Entity| {
                let value = mark.value.as_ref().map(|value| format!("　{value}")).unwrap_or_default();
                let link = mark.link.as_ref().map(|link| format!("　{}", link.name)).unwrap_or_default();
                let detail = if dispute.sort() == Sort::Value { value + &link } else { String::new() };
                format!("{}　{}{detail}", mark.text, label(mark))
            };
            let lines: Vec<String> = marks.iter().filter(|mark| mark.status.stands()).map(line).collect();
            match (lines.is_empty(), marks.is_empty()) {
                (true, true) => vec![say("disputes.unmarked")],
                (true, false) => vec![say("disputes.refused")],
                _ => lines,
            }
        }
        Says::Topic(topic) => {
            let name = state.topic_called(&dispute.text);
            vec![format!("{name}　{}", stands(topic.as_ref().map(|topic| topic.status)))]
        }
        Says::Keyword(word) => {
            vec![format!("{}　{}", dispute.text, stands(word.as_ref().map(|word| word.status)))]
        }
        Says::Relation(one) => {
            vec![format!("{}　{}", dispute.text, stands(one.as_ref().map(|one| one.status)))]
        }
        Says::Reading(one) => {
            let said = one.as_ref().map(|one| format!("{} → {}", one.text, one.reading));
            vec![said.unwrap_or_else(|| say("disputes.not_given"))]
        }
        Says::Role(facts) => vec![say(role_key(facts.role))],
        Says::Place(article) => {
            let title = issue
                .article(article)
                .map(|article| crate::desk::panels::outline::title_of(state, article).0);
            vec![title.unwrap_or_else(|| say("disputes.elsewhere"))]
        }
        Says::Kind(kind) => vec![say(match kind {
            Kind::Article => "kind.article",
            Kind::Quote => "kind.quote",
            Kind::Teaser => "kind.teaser",
            Kind::Notice => "kind.notice",
            Kind::Furniture => "kind.furniture",
        })],
        Says::Headline(typed) | Says::Abstract(typed) => match typed.as_deref() {
            None => vec![say("disputes.not_given")],
            Some("") => vec![say("disputes.absent")],
            Some(typed) => vec![typed.to_owned()],
        },
        Says::Issue(facts) => vec![format!("{}　{}", facts.title, facts.date)],
        Says::Layout(blocks) => {
            let mut lines: Vec<String> = blocks.iter().take(6).cloned().collect();
            if blocks.len() > lines.len() {
                lines.push(format!("… {}", blocks.len()));
            }
            if lines.is_empty() {
                lines.push(say("disputes.elsewhere"));
            }
            lines
        }
    }
}

/// Issues with disputes, the editors, and how far annotators agree.
fn aside(ui: &mut Ui, panel: &mut Panel<'_>, turn: &mut Option<SeveralTurn>) {
    let state = panel.state;
    let theme = &state.theme;
    let several = &state.several;
    if !several.disputed.is_empty() {
        widgets::line(ui, state.say("disputes.issues"), Face::SerifBold.at(15.0), theme.ink1);
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(8.0, 6.0);
            for (id, name, count) in &several.disputed {
                let here = state.open.as_ref().is_some_and(|open| open.issue.id == *id);
                let look = if here { ChipState::Decided } else { ChipState::Proposed };
                if widgets::chip(ui, theme, format!("{name}　{count}").trim(), look).clicked() {
                    *turn = Some(SeveralTurn::Issue(id.clone()));
                }
            }
        });
        ui.add_space(8.0);
    }
    if several.editors.len() > 1 && !state.is_read_only() {
        widgets::line(ui, state.say("disputes.editors"), Face::SerifBold.at(15.0), theme.ink1);
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(8.0, 6.0);
            for (n, name) in several.editors.iter().enumerate().take(8) {
                let on = several.compared.0 == n || several.compared.1 == n;
                let look = if on { ChipState::Decided } else { ChipState::Proposed };
                if widgets::chip(ui, theme, name, look).clicked() {
                    *turn = Some(SeveralTurn::Editor(n));
                }
            }
            let name = state.say("disputes.compare");
            if widgets::button(ui, theme, name, None, Weight::Plain).clicked() {
                *turn = Some(SeveralTurn::Compare);
            }
        });
        ui.add_space(8.0);
    }
    figures::show(ui, panel);
}
