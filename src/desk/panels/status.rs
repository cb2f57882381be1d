//! The status bar: when the last decision was recorded, who decides, counts; on the right the keys valid now.

use super::Panel;
use super::source::SourceState;
use crate::desk::command::{Action, Command};
use crate::desk::fonts;
use crate::desk::icons::{self, Icon};
use crate::desk::shelf::Room;
use crate::desk::state::{OpenIssue, Pane};
use crate::desk::widgets;
use crate::strings::Message;
use egui::{Align, Layout, Role, Sense, Ui, WidgetInfo, pos2, vec2};

/// Height of the bar.
pub const HEIGHT: f32 = 28.0;

/// Less room than this has no place for the file's size and a key.
const SIZE: f32 = 260.0;

/// Shows the bar.
pub fn show(ui: &mut Ui, panel: &mut Panel<'_>, source: &SourceState) {
    let theme = &panel.state.theme;
    let full = ui.max_rect();
    ui.painter().rect_filled(full, 0, theme.desk);
    widgets::hairline(ui, full.top() + 0.5, full.x_range(), theme.line2);
    let width = full.width();
    ui.scope_builder(egui::UiBuilder::new().max_rect(full.shrink2(vec2(14.0, 0.0))), |ui| {
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = 14.0;
            recorded(ui, panel);
            if width >= 800.0 && !panel.state.settings.editor.is_empty() {
                bar(ui, panel);
                let editor = Message::new("status_bar.editor").with("name", &panel.state.settings.editor);
                widgets::line(ui, panel.state.strings.say(&editor), fonts::small(), theme.ink2);
            }
            // In a narrow window the quiet line stands in place of the article's counts, which the inspector has too.
            let narrow = width < 1280.0;
            let said = panel.state.same_said.as_ref().filter(|_| panel.state.shows_desk() && width >= 800.0);
            let counts = ticked(panel)
                .or_else(|| place(panel, source))
                .or_else(|| counts(panel).filter(|_| !narrow || said.is_none()));
            if let Some(counts) = counts.or_else(|| card(panel)) {
                bar(ui, panel);
                widgets::line(ui, counts, fonts::small(), theme.ink2);
            }
            if let Some(said) = said {
                bar(ui, panel);
                same(ui, panel, said);
            } else if let Some(learned) = panel.state.learned.as_ref().filter(|_| width >= 1180.0) {
                bar(ui, panel);
                widgets::line(ui, panel.state.strings.say(learned), fonts::small(), theme.ink2);
            }
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                ui.spacing_mut().item_spacing.x = 14.0;
                // What the left end takes goes before the file's size, and that before the last of the keys.
                if width >= 1180.0 && ui.available_width() > SIZE {
                    size(ui, panel);
                }
                hints(ui, panel);
            });
        });
    });
}

fn bar(ui: &mut Ui, panel: &Panel<'_>) {
    let (rect, _) = ui.allocate_exact_size(vec2(1.0, 14.0), Sense::hover());
    ui.painter().rect_filled(rect, 0, panel.state.theme.line2);
}

fn recorded(ui: &mut Ui, panel: &Panel<'_>) {
    let state = panel.state;
    let (said, icon) = if !state.unrecorded.is_empty() {
        (state.say("status_bar.failed").to_owned(), None)
    } else if !state.pending.is_empty() {
        (state.say("status_bar.recording").to_owned(), None)
    } else if state.open.as_ref().is_some_and(OpenIssue::is_moment) {
        (state.say("status_bar.moment").to_owned(), Some(Icon::Lock))
    } else if state.is_preview() {
        (state.say("status_bar.preview").to_owned(), None)
    } else if state.is_read_only() {
        (state.say("status_bar.read_only").to_owned(), Some(Icon::Lock))
    } else if let Some(time) = &state.recorded {
        (state.strings.say(&Message::new("status_bar.recorded").with("time", time)), Some(Icon::Tick))
    } else {
        (state.say("status_bar.nothing").to_owned(), None)
    };
    let text = ui.painter().layout_no_wrap(said.clone(), fonts::small(), state.theme.ink2);
    let room = if icon.is_some() { 20.0 } else { 0.0 };
    let (rect, response) = ui.allocate_exact_size(text.size() + vec2(room, 0.0), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Status, true, &said));
    if let Some(icon) = icon {
        icons::draw(ui.painter(), icon, pos2(rect.left() + 7.0, rect.center().y), state.theme.ink2);
    }
    ui.painter().galley(rect.min + vec2(room, 0.0), text, state.theme.ink2);
}

fn counts(panel: &Panel<'_>) -> Option<String> {
    let tally = panel.state.tally(panel.state.article().filter(|_| panel.state.shows_desk())?);
    let message = Message::new("status_bar.counts")
        .with("all", tally.marks)
        .with("accepted", tally.accepted)
        .with("corrected", tally.corrected)
        .with("added", tally.added)
        .with("open", tally.open)
        .with("doubtful", tally.doubtful);
    Some(panel.state.strings.say(&message))
}

/// Which card of how many.
fn card(panel: &Panel<'_>) -> Option<String> {
    let review = &panel.state.review;
    let open = panel.state.open.as_ref().filter(|_| panel.state.reviews())?;
    let place = review.position(open.mark.as_ref()?)?;
    let done = review.done();
    let message = Message::new("status_bar.review")
        .with("number", done + place + 1)
        .with("all", done + review.queue.len());
    Some(panel.state.strings.say(&message))
}

/// The quiet line after a decision; a click shows the rows.
fn same(ui: &mut Ui, panel: &mut Panel<'_>, same: &crate::desk::same::Same) {
    let theme = &panel.state.theme;
    let Some(message) = same.message() else { return };
    let said =
        Message::new("same.of").with("text", &same.text).with("said", panel.state.strings.say(&message));
    let said = panel.state.strings.say(&said);
    let text = widgets::clipped(ui.painter(), &said, fonts::small(), theme.ink2, 360.0, 1);
    let (rect, response) = ui.allocate_exact_size(vec2(text.size().x, HEIGHT - 4.0), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &said));
    let ink = if response.hovered() { theme.ink1 } else { theme.ink2 };
    ui.painter().galley(pos2(rect.left(), rect.center().y - text.size().y / 2.0), text, ink);
    if let Some(key) = panel.state.key(Action::SameRows) {
        widgets::key_hint(ui, theme, &key, panel.state.say("hint.same"));
    }
    if response.clicked() {
        panel.push(Command::Act(Action::SameRows));
    }
}

/// How many rows of 语境 are ticked.
fn ticked(panel: &Panel<'_>) -> Option<String> {
    let page = Some(&panel.state.context).filter(|page| panel.state.shows_context() && !page.list)?;
    let message = Message::new("status_bar.ticked").with("count", page.ticked().count());
    Some(panel.state.strings.say(&message.with("all", page.rows.len())))
}

/// Which line of the source is selected, while that is shown beside the article.
fn place(panel: &Panel<'_>, source: &SourceState) -> Option<String> {
    let open = panel.state.open.as_ref().filter(|_| panel.state.shows_desk())?;
    Some(panel.state.strings.say(&super::source::place(source, open)?))
}

fn size(ui: &mut Ui, panel: &Panel<'_>) {
    let Some(open) = panel.state.open.as_ref().filter(|_| panel.state.shows_desk()) else { return };
    let encoding = open.issue.files.first().map_or(String::new(), |file| file.encoding.to_uppercase());
    let chars = open.issue.files.last().map_or(0, |file| file.end);
    let message = Message::new("status_bar.size").with("encoding", encoding).with("chars", grouped(chars));
    widgets::line(ui, panel.state.strings.say(&message), fonts::small(), panel.state.theme.ink3);
}

/// The keys of the labels, such as `1–8`; the first and the last where somebody has changed them.
pub fn label_keys(state: &crate::desk::state::State) -> Option<String> {
    span(
        (1..=9)
            .filter(|key| state.labels.by_key(*key).is_some())
            .filter_map(|key| state.key(Action::of_label(key)?)),
    )
}

/// The keys that give a label to all the same, such as `Ctrl 1–8`.
pub fn same_keys(state: &crate::desk::state::State) -> Option<String> {
    let offered =
        Action::ALL.iter().filter(|action| action.same().is_some() && state.offers_action(**action));
    span(offered.filter_map(|action| state.key(*action)))
}

/// The first and the last of keys, what they begin with said once.
fn span(keys: impl Iterator<Item = String>) -> Option<String> {
    let keys: Vec<String> = keys.collect();
    match keys.as_slice() {
        [] => None,
        [only] => Some(only.clone()),
        [first, .., last] => {
            let held = |key: &str| key.rfind(' ').map_or(0, |at| at + 1);
            let same = first[..held(first)] == last[..held(last)];
            Some(format!("{first}–{}", if same { &last[held(last)..] } else { last }))
        }
    }
}

/// Thousands apart by a thin space.
pub fn grouped(number: impl Into<u64>) -> String {
    let digits = number.into().to_string();
    let first = digits.len() % 3;
    digits.char_indices().fold(String::new(), |mut out, (n, c)| {
        if n > 0 && n % 3 == first {
            out.push('\u{2009}');
        }
        out.push(c);
        out
    })
}

/// As many keys as there is room for; the one of the next step stays longest.
fn hints(ui: &mut Ui, panel: &Panel<'_>) {
    let state = panel.state;
    let selecting =
        state.open.as_ref().and_then(|o| o.selection.as_ref()).is_some_and(|s| !s.range().is_empty());
    let key = |action: Action| state.key(action);
    let labels = || label_keys(state);
    let fixed = |key: &str| Some(key.to_owned());
    let hints: Vec<(Option<String>, &str)> = if state.shows_context() && state.context.list {
        vec![
            (key(Action::Escape), "hint.desk"),
            (fixed("Space"), "hint.same"),
            (fixed("Enter"), "hint.place"),
            (fixed("↑ ↓"), "hint.move"),
        ]
    } else if state.shows_context() {
        vec![
            (key(Action::SourceBeside), "hint.place"),
            (key(Action::AcceptSame), "hint.apply"),
            (fixed("Space"), "hint.tick"),
            (fixed("↑ ↓"), "hint.move"),
        ]
    } else if state.room() == Some(Room::Figures) {
        vec![
            (key(Action::Escape), "hint.desk"),
            (key(Action::Find), "hint.find"),
            (key(Action::Copy), "figures.copy_all"),
            (fixed("↑ ↓"), "hint.scroll"),
        ]
    } else if state.room().is_some() {
        vec![
            (key(Action::Escape), "hint.desk"),
            (key(Action::Find), "hint.find"),
            (fixed("Enter"), "hint.place"),
            (fixed("↑ ↓"), "hint.move"),
        ]
    } else if state.quality().is_some() {
        vec![(key(Action::Palette), "hint.palette"), (key(Action::Escape), "hint.desk")]
    } else if state.reviews() {
        vec![
            (key(Action::Escape), "hint.desk"),
            (key(Action::AcceptRest), "hint.rest"),
            (key(Action::Undo), "hint.undo"),
            (fixed("Shift ← →"), "hint.border"),
            (labels(), "hint.relabel"),
            (key(Action::Accept), "hint.accept"),
        ]
    } else if state.shows_welcome() {
        vec![(key(Action::Palette), "hint.palette"), (key(Action::OpenIssue), "hint.open")]
    } else if state.pane == Pane::Source {
        vec![
            (key(Action::SourceBeside), "hint.source_close"),
            (key(Action::Escape), "hint.reader"),
            (Some("↑ ↓".to_owned()), "hint.rows"),
            (Some("Enter".to_owned()), "hint.confirm"),
        ]
    } else if selecting {
        vec![
            (key(Action::Escape), "hint.back"),
            (key(Action::SelectionKeyword), "hint.keyword"),
            (labels(), "hint.add"),
        ]
    } else {
        vec![
            (key(Action::Reject), "hint.reject"),
            (labels(), "hint.relabel"),
            (key(Action::Accept), "hint.accept"),
            (key(Action::NextOpen), "hint.next"),
        ]
    };
    let hints: Vec<(String, &str)> = hints.into_iter().filter_map(|(key, what)| Some((key?, what))).collect();
    let widths =
        hints.iter().rev().map(|(key, what)| widgets::key_hint_width(ui, key, state.say(what)) + 14.0);
    let room = ui.available_width();
    let kept = widths.scan(0.0, |sum, width| {
        *sum += width;
        (*sum <= room).then_some(())
    });
    let from = hints.len() - kept.count();
    for (key, what) in &hints[from..] {
        widgets::key_hint(ui, &state.theme, key, state.say(what));
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn thousands_are_set_apart() {
        assert_eq!(super::grouped(38_617_u32), "38\u{2009}617");
        assert_eq!(super::grouped(617_u32), "617");
        assert_eq!(super::grouped(1_000_000_u32), "1\u{2009}000\u{2009}000");
    }
}
