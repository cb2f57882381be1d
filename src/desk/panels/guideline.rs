//! The guideline: as a page to read and change, and in small beside the label under question.

use super::{Panel, dialog};
use crate::annotation::LabelId;
use crate::desk::command::Command;
use crate::desk::fonts::{self, Face};
use crate::desk::guideline::{Item, Run};
use crate::desk::theme::Theme;
use crate::desk::widgets::{self, Weight};
use crate::strings::Message;
use egui::text::{LayoutJob, TextFormat};
use egui::{Align, Id, Key, Layout, Modifiers, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};

const WIDTH: f32 = 660.0;
/// What an arrow key scrolls.
const STEP: f32 = 60.0;

/// Runs as a text to lay out.
fn job(runs: &[Run], theme: &Theme, size: f32, leading: f32, width: f32) -> LayoutJob {
    let mut job = LayoutJob::default();
    for run in runs {
        let face = if run.bold { Face::SansBold } else { Face::Sans };
        let (face, ground) =
            if run.quoted { (Face::Serif, theme.sunk) } else { (face, egui::Color32::TRANSPARENT) };
        let format = TextFormat {
            line_height: Some(leading),
            background: ground,
            ..TextFormat::simple(face.at(size), theme.ink1)
        };
        job.append(&run.text, 0.0, format);
    }
    job.wrap.max_width = width;
    job
}

/// Shows one part of the guideline.
fn item(ui: &mut Ui, theme: &Theme, item: &Item) {
    let width = ui.available_width();
    match item {
        Item::Heading(level, text) => {
            ui.add_space(if *level == 1 { 4.0 } else { 16.0 });
            let size = if *level == 1 { 20.0 } else { 17.0 };
            let galley = ui.painter().layout(text.clone(), Face::SerifBold.at(size), theme.ink1, width);
            let (rect, response) = ui.allocate_exact_size(galley.size(), Sense::hover());
            response.widget_info(|| WidgetInfo::labeled(Role::Heading, true, text));
            ui.painter().galley(rect.min, galley, theme.ink1);
            ui.add_space(6.0);
        }
        Item::Paragraph(runs) => {
            said(ui, theme, runs, 0.0, width);
            ui.add_space(6.0);
        }
        Item::Entry(number, runs) => {
            let indent = 24.0;
            let top = ui.cursor().min;
            match number {
                Some(number) => {
                    let number = ui.painter().layout_no_wrap(number.clone(), fonts::small(), theme.ink3);
                    ui.painter().galley(top + vec2(18.0 - number.size().x, 3.0), number, theme.ink3);
                }
                None => drop(ui.painter().circle_filled(top + vec2(10.0, 11.0), 2.0, theme.ink3)),
            }
            said(ui, theme, runs, indent, width);
            ui.add_space(4.0);
        }
    }
}

fn said(ui: &mut Ui, theme: &Theme, runs: &[Run], indent: f32, width: f32) {
    let job = job(runs, theme, 14.0, 22.0, width - indent);
    let galley = ui.painter().layout_job(job);
    let (rect, response) = ui.allocate_exact_size(vec2(width, galley.size().y), Sense::hover());
    let text: String = runs.iter().map(|run| run.text.as_str()).collect();
    response.widget_info(|| WidgetInfo::labeled(Role::Paragraph, true, &text));
    ui.painter().galley(rect.min + vec2(indent, 0.0), galley, theme.ink1);
}

/// The first words about a label, in at most so many rows; nothing where the guideline has none.
pub fn brief(ui: &mut Ui, panel: &Panel<'_>, label: &LabelId, rows: usize) -> bool {
    let state = panel.state;
    let text = state.labels.get(label).and_then(|label| state.guideline.brief(label));
    let Some(text) = text else { return false };
    let width = ui.available_width();
    let galley = widgets::clipped(ui.painter(), &text, fonts::small(), state.theme.ink1, width, rows);
    let (rect, response) = ui.allocate_exact_size(vec2(width, galley.size().y), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &text));
    ui.painter().galley(rect.min, galley, state.theme.ink1);
    true
}

/// The page, at the section of a label.
pub fn page(ui: &mut Ui, panel: &mut Panel<'_>, label: Option<&LabelId>) {
    let full = ui.ctx().content_rect();
    let width = WIDTH.min(full.width() - 48.0);
    let at = pos2(full.center().x - width / 2.0, (full.height() * 0.06).max(16.0));
    let height = full.height() - at.y * 2.0 - 110.0;
    let by = ui.input_mut(|input| {
        let mut taken = |key| input.consume_key(Modifiers::NONE, key);
        let pairs = [
            (Key::ArrowDown, -STEP),
            (Key::ArrowUp, STEP),
            (Key::PageDown, -height * 0.9),
            (Key::PageUp, height * 0.9),
            (Key::Home, 1.0e6),
            (Key::End, -1.0e6),
        ];
        pairs.into_iter().filter(|(key, _)| taken(*key)).map(|(_, by)| by).sum::<f32>()
    });
    dialog::sheet(ui, panel, "guideline", at, width, |ui, panel| {
        let state = panel.state;
        let theme = &state.theme;
        // Where the page is opened it goes to the label once.
        let arrived = Id::unique("guideline.arrived");
        let target =
            label.filter(|label| ui.data(|data| data.get_temp::<LabelId>(arrived)).as_ref() != Some(*label));
        let section =
            target.and_then(|label| state.labels.get(label)).map(|label| state.guideline.section(label));
        egui::Frame::new().inner_margin(egui::Margin { left: 28, right: 12, top: 20, bottom: 8 }).show(
            ui,
            |ui| {
                ScrollArea::vertical()
                    .id_salt("guideline")
                    .max_height(height)
                    .auto_shrink([false, true])
                    .show(ui, |ui| {
                        ui.set_width(width - 56.0);
                        if by != 0.0 {
                            ui.scroll_with_delta(vec2(0.0, by));
                        }
                        for part in &state.guideline.items {
                            let top = ui.cursor().top();
                            if section
                                .and_then(<[Item]>::first)
                                .is_some_and(|first| std::ptr::eq(first, part))
                            {
                                let rect = egui::Rect::from_min_size(ui.cursor().min, vec2(1.0, height));
                                ui.scroll_to_rect(rect.with_min_y(top), Some(Align::TOP));
                            }
                            item(ui, theme, part);
                        }
                    });
            },
        );
        if let Some(label) = target {
            ui.data_mut(|data| data.insert_temp(arrived, label.clone()));
        }
        foot(ui, panel, |ui, panel| {
            let theme = &panel.state.theme;
            let close = panel.state.say("button.close");
            if widgets::button(ui, theme, close, Some("Esc"), Weight::Primary).clicked() {
                panel.commands.push(Command::Close);
            }
            if widgets::button(ui, theme, panel.state.say("guideline.edit"), None, Weight::Plain).clicked() {
                panel.commands.push(Command::EditGuideline);
            }
            let from = match &panel.state.guideline.file {
                None => panel.state.say("guideline.own").to_owned(),
                Some(path) => {
                    let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
                    let message = Message::new("guideline.team").with("file", name.unwrap_or_default());
                    panel.state.strings.say(&message)
                }
            };
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let room = ui.available_width();
                let text = widgets::clipped(ui.painter(), &from, fonts::small(), theme.ink3, room, 1);
                let (rect, _) = ui.allocate_exact_size(text.size(), Sense::hover());
                ui.painter().galley(rect.min, text, theme.ink3);
            });
        });
    });
}

/// The guideline as it is typed, to be changed.
pub fn editor(ui: &mut Ui, panel: &mut Panel<'_>) {
    let full = ui.ctx().content_rect();
    let width = WIDTH.min(full.width() - 48.0);
    let at = pos2(full.center().x - width / 2.0, (full.height() * 0.06).max(16.0));
    let height = full.height() - at.y * 2.0 - 150.0;
    let mut keep =
        !panel.state.composing && ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::Enter));
    dialog::sheet(ui, panel, "guideline.editor", at, width, |ui, panel| {
        let theme = &panel.state.theme;
        egui::Frame::new().inner_margin(egui::Margin { left: 24, right: 24, top: 18, bottom: 8 }).show(
            ui,
            |ui| {
                let title = panel.state.say("guideline.edit_title");
                widgets::line(ui, title, Face::SerifBold.at(18.0), theme.ink1);
                ui.add_space(10.0);
                ScrollArea::vertical().id_salt("guideline.editor").max_height(height).show(ui, |ui| {
                    let id = Id::unique("field.guideline");
                    let text = &mut panel.fields.guideline;
                    widgets::text_area(ui, theme, text, id, (title, ""), (16, width - 72.0));
                });
            },
        );
        foot(ui, panel, |ui, panel| {
            let theme = &panel.state.theme;
            let name = panel.state.say("guideline.keep");
            keep |= widgets::button(ui, theme, name, Some("Ctrl Enter"), Weight::Primary).clicked();
            let cancel = panel.state.say("button.cancel");
            if widgets::button(ui, theme, cancel, Some("Esc"), Weight::Plain).clicked() {
                panel.commands.push(Command::Close);
            }
        });
    });
    if keep {
        let text = panel.fields.guideline.clone();
        panel.push(Command::WriteGuideline(text));
    }
}

fn foot(ui: &mut Ui, panel: &mut Panel<'_>, add: impl FnOnce(&mut Ui, &mut Panel<'_>)) {
    widgets::hairline(ui, ui.cursor().top(), ui.max_rect().x_range(), panel.state.theme.line1);
    egui::Frame::new().inner_margin(egui::Margin::symmetric(24, 12)).show(ui, |ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.set_height(40.0);
            ui.spacing_mut().item_spacing.x = 10.0;
            add(ui, panel);
        });
    });
}
