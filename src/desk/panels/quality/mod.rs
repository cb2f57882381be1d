//! The quality page: how the proposals fared, from the editors' decisions alone.
//!
//! Big numbers, a table by label, three charts and what was changed into what. Accepted, corrected, rejected and added
//! are told apart by fill, colour and pattern, and every number is printed or said to a screen reader.

mod plots;
mod table;

use super::Panel;
use super::report::{self, beside, halves, rule};
use super::status::grouped;
use crate::dataset::Quality;
use crate::desk::command::{Action, Command};
use crate::desk::fonts::{self, Face};
use crate::desk::quality::QualityPage;
use crate::desk::theme::Theme;
use crate::desk::widgets::{self, Weight};
use crate::strings::Message;
use egui::{
    Align, Color32, Layout, Painter, Rect, Role, ScrollArea, Sense, Stroke, StrokeKind, Ui, UiBuilder, Vec2,
    WidgetInfo, pos2, vec2,
};

/// The page is never wider.
const WIDTH: f32 = 1320.0;
/// What an arrow key scrolls.
const STEP: f32 = 60.0;

/// Shows the page; `walk` is the key that scrolls it.
pub fn show(ui: &mut Ui, panel: &mut Panel<'_>, walk: &mut Option<Action>) {
    let Some(page) = panel.state.quality() else { return };
    let full = ui.max_rect();
    ui.painter().rect_filled(full, 0, panel.state.theme.paper);
    let by = match walk.take() {
        Some(Action::PageDown) => -full.height() * 0.8,
        Some(Action::PageUp) => full.height() * 0.8,
        Some(Action::RowDown) => -STEP,
        Some(Action::RowUp) => STEP,
        Some(Action::End) => -1.0e6,
        Some(Action::Home) => 1.0e6,
        _ => 0.0,
    };
    let width = (full.width() - 2.0 * 32.0).min(WIDTH);
    let column = Rect::from_min_max(
        pos2(full.center().x - width / 2.0, full.top()),
        pos2(full.center().x + width / 2.0, full.bottom()),
    );
    ScrollArea::vertical().id_salt("quality").auto_shrink(false).show(ui, |ui| {
        if by != 0.0 {
            ui.scroll_with_delta(vec2(0.0, by));
        }
        let top = ui.cursor().top();
        let inside = Rect::from_x_y_ranges(column.x_range(), top..=top + 1.0e5);
        let shown = ui.scope_builder(UiBuilder::new().max_rect(inside), |ui| {
            ui.spacing_mut().item_spacing = Vec2::ZERO;
            ui.add_space(20.0);
            head(ui, panel, page);
            ui.add_space(14.0);
            match &page.figures {
                _ if panel.state.dataset.is_none() => empty(ui, panel, "quality.no_dataset"),
                None => {
                    widgets::line(
                        ui,
                        panel.state.say("quality.counting"),
                        fonts::ui(),
                        panel.state.theme.ink3,
                    );
                }
                Some(figures) if figures.total.all() == 0 => empty(ui, panel, "quality.none"),
                Some(figures) => all(ui, panel, figures, width),
            }
            ui.add_space(24.0);
        });
        ui.advance_cursor_after_rect(shown.response.rect);
    });
    super::page::toast(ui, panel, full);
}

fn head(ui: &mut Ui, panel: &mut Panel<'_>, page: &QualityPage) {
    let state = panel.state;
    let theme = &state.theme;
    ui.horizontal(|ui| {
        ui.set_height(34.0);
        ui.spacing_mut().item_spacing.x = 16.0;
        widgets::line(ui, state.say("action.quality"), Face::SerifBold.at(20.0), theme.ink1);
        let here = state.open.as_ref().map(|open| open.issue.id.clone());
        let mut choices = vec![("quality.everything", None)];
        choices.extend(here.map(|id| ("quality.issue", Some(id))));
        for (name, of) in choices.into_iter().filter(|_| state.dataset.is_some()) {
            if choice(ui, theme, state.say(name), page.of == of).clicked() {
                panel.commands.push(Command::Quality(of));
            }
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if page.figures.as_ref().is_some_and(|figures| figures.total.all() > 0)
                && widgets::button(ui, theme, state.say("quality.save"), None, Weight::Plain).clicked()
            {
                panel.commands.push(Command::ChooseTable);
            }
        });
    });
}

/// One of several things that can be shown.
fn choice(ui: &mut Ui, theme: &Theme, name: &str, on: bool) -> egui::Response {
    let bold = ui.painter().layout_no_wrap(name.to_owned(), Face::SansBold.at(14.0), theme.ink1);
    let plain = ui.painter().layout_no_wrap(name.to_owned(), fonts::ui(), theme.ink2);
    // The room of the bold word, so that nothing shifts.
    let (rect, response) = ui.allocate_exact_size(vec2(bold.size().x + 8.0, 28.0), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Tab, true, on, name));
    let text = if on { bold } else { plain };
    ui.painter().galley(rect.center() - text.size() / 2.0, text, theme.ink2);
    if on {
        let line =
            Rect::from_min_max(pos2(rect.left() + 4.0, rect.bottom() - 2.0), rect.max - vec2(4.0, 0.0));
        ui.painter().rect_filled(line, 0, theme.zhu);
    }
    widgets::focus_ring(ui, theme, &response, rect, 4.0);
    response.on_hover_cursor(egui::CursorIcon::PointingHand)
}

/// Nothing to count: what will stand here, and what to do.
fn empty(ui: &mut Ui, panel: &mut Panel<'_>, why: &'static str) {
    let state = panel.state;
    let theme = &state.theme;
    ui.add_space(40.0);
    widgets::line(ui, state.say(why), Face::SerifBold.at(18.0), theme.ink1);
    ui.add_space(10.0);
    ui.scope(|ui| {
        ui.set_max_width(640.0);
        for said in ["quality.will_stand", "quality.to_do"] {
            widgets::wrapped(ui, state.say(said), fonts::ui(), theme.ink2);
            ui.add_space(8.0);
        }
    });
    ui.add_space(12.0);
    let key = panel.state.key(Action::Desk);
    if widgets::button(ui, theme, state.say("quality.to_desk"), key.as_deref(), Weight::Primary).clicked() {
        panel.commands.push(Command::Act(Action::Desk));
    }
}

fn all(ui: &mut Ui, panel: &Panel<'_>, figures: &Quality, width: f32) {
    big(ui, panel, figures);
    rule(ui, panel);
    let (left, right) = halves(width, 0.64);
    beside(
        ui,
        (left, right),
        &mut (),
        |ui, ()| table::by_label(ui, panel, figures),
        |ui, ()| plots::reliability(ui, panel, figures),
    );
    rule(ui, panel);
    beside(
        ui,
        halves(width, 0.5),
        &mut (),
        |ui, ()| plots::curve(ui, panel, figures),
        |ui, ()| plots::over_time(ui, panel, figures),
    );
    rule(ui, panel);
    beside(
        ui,
        halves(width, 0.5),
        &mut (),
        |ui, ()| table::changed(ui, panel, figures),
        |ui, ()| table::versions(ui, panel, figures),
    );
    rule(ui, panel);
    let open = Message::new("quality.undecided").with("count", figures.undecided);
    let open = (figures.undecided > 0).then(|| panel.state.strings.say(&open));
    for said in [Some(panel.state.say("quality.what_counts").to_owned()), open].into_iter().flatten() {
        widgets::wrapped(ui, said, fonts::small(), panel.state.theme.ink3);
        ui.add_space(4.0);
    }
}

/// The big numbers.
fn big(ui: &mut Ui, panel: &Panel<'_>, figures: &Quality) {
    let state = panel.state;
    let theme = &state.theme;
    let total = figures.total;
    let done = Message::new("quality.of_articles").with("all", grouped(figures.articles));
    let safe = Message::new("quality.safe_stood").with("count", grouped(figures.safe.count));
    let numbers: [(String, String, Color32); 6] = [
        (grouped(total.all()), state.say("quality.decisions").to_owned(), theme.ink1),
        (percent(total.precision()), state.say("quality.as_proposed").to_owned(), theme.ink1),
        (
            grouped(total.corrected + total.added + total.rejected),
            state.say("quality.by_hand").to_owned(),
            theme.zhu_text,
        ),
        (percent(figures.safe.right()), state.strings.say(&safe), theme.ink1),
        (grouped(figures.finished), state.strings.say(&done), theme.ink1),
        (grouped(figures.issues), state.say("quality.issues").to_owned(), theme.ink1),
    ];
    report::numbers(ui, theme, numbers);
}

/// What became of a proposal, with its look.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Accepted,
    Corrected,
    Rejected,
    Added,
}

impl Fate {
    const ALL: [Self; 4] = [Self::Accepted, Self::Corrected, Self::Rejected, Self::Added];

    fn key(self) -> &'static str {
        match self {
            Self::Accepted => "quality.accepted",
            Self::Corrected => "quality.corrected",
            Self::Rejected => "quality.rejected",
            Self::Added => "quality.added",
        }
    }

    /// Solid ink, solid vermilion, hollow, hatched: they can be told apart without colour.
    fn paint(self, painter: &Painter, theme: &Theme, rect: Rect) {
        if rect.width() < 0.5 || rect.height() < 0.5 {
            return;
        }
        match self {
            Self::Accepted => drop(painter.rect_filled(rect, 0, theme.ink2)),
            Self::Corrected => drop(painter.rect_filled(rect, 0, theme.zhu)),
            Self::Rejected => {
                painter.rect_stroke(rect, 0, Stroke::new(1.0, theme.ink2), StrokeKind::Inside);
            }
            Self::Added => {
                let lines = painter.with_clip_rect(painter.clip_rect().intersect(rect));
                let stroke = Stroke::new(1.0, theme.zhu);
                let mut x = rect.left() - rect.height();
                while x < rect.right() {
                    let from = pos2(x, rect.bottom());
                    lines.line_segment([from, from + vec2(rect.height(), -rect.height())], stroke);
                    x += 4.0;
                }
                painter.rect_stroke(rect, 0, stroke, StrokeKind::Inside);
            }
        }
    }
}

/// The fates by look and name; the last one is said to be `added`.
fn legend(ui: &mut Ui, panel: &Panel<'_>, added: &str) {
    let theme = &panel.state.theme;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        for fate in Fate::ALL {
            let (rect, _) = ui.allocate_exact_size(Vec2::splat(12.0), Sense::hover());
            fate.paint(ui.painter(), theme, rect.shrink(0.5));
            ui.add_space(5.0);
            let name = if fate == Fate::Added { added } else { fate.key() };
            widgets::line(ui, panel.state.say(name), fonts::small(), theme.ink2);
            ui.add_space(14.0);
        }
    });
    ui.add_space(6.0);
}

/// A share in percent, a dash where there is nothing to share.
fn percent(share: Option<f32>) -> String {
    share.map_or_else(|| "–".to_owned(), |share| format!("{:.1}%", share * 100.0))
}

/// A share with two decimals, a dash where there is nothing to share.
fn decimal(share: Option<f32>) -> String {
    share.map_or_else(|| "–".to_owned(), |share| format!("{share:.2}"))
}
