//! The work list (工作单): a row for every issue.

use super::{BAR, HEAD, MARGIN, ROW, bar, cell, choice, column, heading, rows};
use crate::dataset::archive::{WorkRow, WorkSort, WorkState};
use crate::desk::command::{Action, Command};
use crate::desk::fonts::{self, Face};
use crate::desk::icons::{self, Icon};
use crate::desk::panels::Panel;
use crate::desk::shelf::Turn;
use crate::desk::theme::Theme;
use crate::desk::widgets::{self, Weight};
use crate::strings::Message;
use egui::{Painter, Rect, Role, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

/// The columns: name, width, order; the widths grow in wide windows, and 文件 takes what is left.
const COLUMNS: [(&str, f32, Option<WorkSort>); 11] = [
    ("work.paper", 104.0, Some(WorkSort::Title)),
    ("work.date", 106.0, Some(WorkSort::Date)),
    ("work.page", 64.0, None),
    ("work.file", 0.0, None),
    ("work.format", 64.0, None),
    ("work.articles", 56.0, None),
    ("work.progress", 168.0, Some(WorkSort::Progress)),
    ("work.doubt", 66.0, Some(WorkSort::Doubt)),
    ("work.editor", 70.0, None),
    ("work.state", 84.0, Some(WorkSort::State)),
    ("work.changed", 96.0, Some(WorkSort::Changed)),
];
/// The columns that go where there is no room for all, in this order.
const DROPPED: [usize; 3] = [10, 4, 2];
/// Least width of the file's name.
const FILE: f32 = 150.0;
/// Room of the ring before the first column.
const RING: f32 = 28.0;

/// Left edge and width of each column that is shown.
fn places(full: Rect) -> [Option<(f32, f32)>; 11] {
    let room = full.width() - 2.0 * MARGIN - RING;
    let mut shown = [true; 11];
    let needed = |shown: &[bool; 11]| {
        COLUMNS.iter().zip(shown).filter(|(_, shown)| **shown).map(|((_, width, _), _)| width).sum::<f32>()
    };
    for n in DROPPED {
        if needed(&shown) + FILE > room {
            shown[n] = false;
        }
    }
    let file = (room - needed(&shown)).max(60.0);
    let mut x = full.left() + MARGIN + RING;
    let mut places = [None; 11];
    for (n, (_, width, _)) in COLUMNS.iter().enumerate().filter(|(n, _)| shown[*n]) {
        let width = if *width == 0.0 { file } else { *width };
        places[n] = Some((x, width));
        x += width;
    }
    places
}

/// The left side: states, papers, and what to do first.
pub(super) fn side(ui: &mut Ui, panel: &mut Panel<'_>) {
    let state = panel.state;
    let work = &state.shelf.work;
    let none = work.state.is_none() && work.paper.is_none();
    if choice(ui, panel, state.say("work.all"), work.all, none) {
        panel.commands.push(Command::Shelf(Turn::State(None)));
        panel.commands.push(Command::Shelf(Turn::Paper(None)));
    }
    for of in WorkState::ALL {
        let count = work.states.get(&of).copied().unwrap_or_default();
        let on = work.state == Some(of);
        if (count > 0 || on) && choice(ui, panel, state.say(of.key()), count, on) {
            panel.commands.push(Command::Shelf(Turn::State((!on).then_some(of))));
        }
    }
    if work.papers.len() > 1 || work.paper.is_some() {
        heading(ui, panel, "work.paper");
        for (paper, count) in &work.papers {
            let on = work.paper.as_ref() == Some(paper);
            let name = if paper.is_empty() { state.say("work.nameless") } else { paper };
            if choice(ui, panel, name, *count, on) {
                panel.commands.push(Command::Shelf(Turn::Paper((!on).then(|| paper.clone()))));
            }
        }
    }
    let Some(first) = &work.first else { return };
    heading(ui, panel, "work.first");
    ui.horizontal(|ui| {
        ui.add_space(16.0);
        ui.vertical(|ui| {
            ui.set_width((ui.available_width() - 16.0).max(0.0));
            let said = Message::new("work.first_says").with("count", first.need.wrong.ceil() as u32);
            widgets::wrapped(ui, state.strings.say(&said), fonts::small(), state.theme.ink2);
        });
    });
    let name = format!("{} {}", first.title, first.date);
    let name = if name.trim().is_empty() { first.files.first().cloned().unwrap_or_default() } else { name };
    let (rect, response) = widgets::row(ui, &state.theme, 30.0, false, name.trim());
    cell(
        ui,
        name.trim(),
        fonts::ui(),
        state.theme.ink1,
        rect.left() + 16.0,
        rect.width() - 32.0,
        rect.center().y,
    );
    if response.clicked() {
        panel.commands.push(Command::Shelf(Turn::First));
    }
}

/// The bar and the rows.
pub(super) fn show(ui: &mut Ui, panel: &mut Panel<'_>, full: Rect) {
    let (top, rest) = full.split_top_bottom_at_y(full.top() + BAR);
    let (head, body) = rest.split_top_bottom_at_y(rest.top() + HEAD);
    let said = Message::new("work.find").with("count", panel.state.shelf.work.all);
    let hint = panel.state.strings.say(&said);
    bar(ui, panel, top, &hint, |ui, panel| {
        let state = panel.state;
        let theme = &state.theme;
        let some = state.shelf.work.chosen().is_some();
        let go = ui.add_enabled_ui(some, |ui| {
            widgets::button(ui, theme, state.say("work.go"), Some("Enter"), Weight::Primary).clicked()
        });
        if go.inner {
            panel.commands.push(Command::Shelf(Turn::Go));
        }
        if ui.available_width() > 520.0 {
            for (action, key) in [(Action::Export, "action.export"), (Action::OpenIssue, "work.add")] {
                let cap = state.key(action);
                if widgets::button(ui, theme, state.say(key), cap.as_deref(), Weight::Plain).clicked() {
                    panel.commands.push(Command::Act(action));
                }
            }
        }
    });
    let places = places(full);
    let work = &panel.state.shelf.work;
    let order = (work.sort, work.backwards);
    widgets::hairline(ui, head.bottom(), head.x_range(), panel.state.theme.line2);
    for (n, (key, _, sort)) in COLUMNS.iter().enumerate() {
        let Some((left, width)) = places[n] else { continue };
        let rect = Rect::from_min_max(pos2(left, head.top()), pos2(left + width - 8.0, head.bottom()));
        let on = *sort == Some(order.0);
        column(ui, panel, rect, panel.state.say(key), (on, order.1), sort.map(Turn::Sort));
    }
    let count = panel.state.shelf.work.rows.len();
    if count == 0 {
        let why = if panel.state.shelf.work.all == 0 { "work.none" } else { "work.nothing" };
        return super::within(ui, body, |ui| super::empty(ui, panel, why));
    }
    let current = panel.state.shelf.work.current;
    rows(ui, panel, (body, ROW), (count, current), |ui, panel, rect, n, response| {
        let state = panel.state;
        let Some(row) = state.shelf.work.rows.get(n) else { return };
        let spoken = spoken(panel, row);
        response.widget_info(|| WidgetInfo::selected(Role::Row, true, n == current, &spoken));
        let theme = &state.theme;
        let middle = rect.center().y;
        let share = row.progress();
        let ring = pos2(rect.left() + MARGIN + 7.0, middle);
        let icon = if row.finished == row.articles && row.articles > 0 {
            Icon::Part(1.0)
        } else {
            Icon::Part(share.min(0.99))
        };
        icons::draw(ui.painter(), icon, ring, theme.ink1);
        for (column, text) in texts(panel, row).into_iter().enumerate() {
            let Some((left, width)) = places[column] else { continue };
            let (font, ink) = match column {
                0 => (Face::Serif.at(15.0), theme.ink1),
                9 if row.state == WorkState::Disputed => (Face::SansBold.at(14.0), theme.ink1),
                1 | 5 | 8 | 9 => (fonts::ui(), theme.ink1),
                _ => (fonts::ui(), theme.ink2),
            };
            match column {
                6 => progress(ui.painter(), theme, pos2(left, middle), share),
                7 if row.doubtful > 0 => {
                    widgets::doubt_count(ui.painter(), theme, pos2(left, middle), &text);
                }
                _ => cell(ui, &text, font, ink, left, width - 10.0, middle),
            }
        }
        let files = row.files.join("、");
        response.on_hover_text(files);
    });
}

/// A bar of what is decided, with its share.
fn progress(painter: &Painter, theme: &Theme, left: egui::Pos2, share: f32) {
    let rect = Rect::from_min_size(left - vec2(0.0, 3.0), vec2(104.0, 6.0));
    painter.rect(rect, 3, theme.paper, Stroke::new(1.0, theme.ink3), StrokeKind::Inside);
    if share > 0.0 {
        painter.rect_filled(rect.with_max_x(rect.left() + rect.width() * share), 3, theme.ink2);
    }
    let said = percent(share);
    painter.text(
        pos2(rect.right() + 10.0, left.y),
        egui::Align2::LEFT_CENTER,
        said,
        fonts::small(),
        theme.ink2,
    );
}

/// Whole percents; all is only what is all.
fn percent(share: f32) -> String {
    let whole = (share * 100.0).floor() as u32;
    format!("{whole}%")
}

fn texts(panel: &Panel<'_>, row: &WorkRow) -> [String; 11] {
    let state = panel.state;
    let dash = || "—".to_owned();
    let pages: Vec<String> = row.pages.iter().take(3).map(ToString::to_string).collect();
    let more = if row.pages.len() > 3 { "…" } else { "" };
    let pages = if pages.is_empty() {
        dash()
    } else {
        state.strings.say(&Message::new("work.pages").with("pages", pages.join("、") + more))
    };
    let begun = row.decided > 0 || row.finished > 0;
    [
        if row.title.is_empty() { state.say("work.nameless").to_owned() } else { row.title.clone() },
        if row.date.is_empty() { dash() } else { row.date.clone() },
        pages,
        row.files.first().cloned().unwrap_or_default(),
        row.format.clone(),
        row.articles.to_string(),
        percent(row.progress()),
        if row.doubtful > 0 {
            row.doubtful.to_string()
        } else if begun {
            "0".to_owned()
        } else {
            dash()
        },
        row.editors.join("、"),
        state.say(row.state.key()).to_owned(),
        if begun { when(&row.changed) } else { dash() },
    ]
}

/// Day and time of the last change, as short as it can be said.
fn when(at: &str) -> String {
    let stamp = crate::desk::listen::local_stamp(at);
    let today = jiff::ZonedDateTime::now().strftime("%Y-%m-%d").to_string();
    match stamp.split_once(' ') {
        Some((day, time)) if day == today => time.to_owned(),
        Some((day, _)) if day.get(..4) == today.get(..4) => day.get(5..).unwrap_or(day).to_owned(),
        Some((day, _)) => day.to_owned(),
        None => stamp,
    }
}

/// The row for those who hear it.
fn spoken(panel: &Panel<'_>, row: &WorkRow) -> String {
    let cells = COLUMNS.iter().zip(texts(panel, row));
    cells.map(|((key, ..), text)| format!("{} {text}", panel.state.say(key))).collect::<Vec<_>>().join(" ")
}
