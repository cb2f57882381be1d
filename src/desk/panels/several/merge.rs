//! 并入另一份数据集: what would come in, before anything is written.

use super::progress;
use crate::dataset::merge::{Merged, NotMerged};
use crate::desk::command::Command;
use crate::desk::fonts;
use crate::desk::panels::{Panel, dialog};
use crate::desk::several::SeveralTurn;
use crate::desk::state::State;
use crate::desk::widgets::{self, Weight};
use crate::desk::worker::MergeFrom;
use crate::strings::Message;
use egui::{Key, Modifiers, ScrollArea, Ui};

const WIDTH: f32 = 680.0;
/// How many sentences are shown before the rest is only counted.
const LINES: usize = 200;

/// Shows the sheet.
pub fn show(ui: &mut Ui, panel: &mut Panel<'_>) {
    let mut go = ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::Enter));
    let ready = panel.state.several.merge.is_some() && panel.state.several.progress.is_none();
    let height = (ui.ctx().content_rect().height() * 0.84 - 190.0).max(120.0);
    dialog::dialog(
        ui,
        panel,
        "merge.title",
        WIDTH.min(ui.ctx().content_rect().width() - 48.0),
        |ui, panel| {
            let state = panel.state;
            progress(ui, panel);
            let Some(merge) = &state.several.merge else { return };
            ScrollArea::vertical().max_height(height).auto_shrink([false, true]).show(ui, |ui| {
                ui.spacing_mut().item_spacing.y = 8.0;
                if let MergeFrom::File(path) = &merge.from {
                    let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                    widgets::wrapped(ui, file, fonts::small(), state.theme.ink3);
                }
                let lines = lines(state, &merge.names, &merge.merged);
                for line in lines.iter().take(LINES) {
                    widgets::wrapped(ui, line, fonts::ui(), state.theme.ink1);
                }
                if lines.len() > LINES {
                    let more = Message::new("labels.line.more").with("count", lines.len() - LINES);
                    widgets::wrapped(ui, state.strings.say(&more), fonts::ui(), state.theme.ink2);
                }
                ui.add_space(4.0);
                widgets::wrapped(ui, state.say("merge.how"), fonts::small(), state.theme.ink3);
            });
        },
        |ui, panel| {
            let state = panel.state;
            let button = ui.add_enabled_ui(ready, |ui| {
                let name = state.say("merge.go");
                widgets::button(ui, &state.theme, name, Some("Ctrl Enter"), Weight::Primary)
            });
            go |= button.inner.clicked();
            let cancel = state.say("button.cancel");
            if widgets::button(ui, &state.theme, cancel, Some("Esc"), Weight::Plain).clicked() {
                panel.commands.push(Command::Close);
            }
        },
    );
    if go && ready {
        panel.push(Command::Several(SeveralTurn::Merge));
    }
}

/// What it would come to, in sentences.
fn lines(state: &State, names: &(String, String), merged: &Merged) -> Vec<String> {
    let say = |message: Message| state.strings.say(&message);
    let mut lines = vec![say(Message::new("merged.names").with("mine", &names.0).with("theirs", &names.1))];
    lines.extend(merged.added.iter().map(|name| say(Message::new("merged.added").with("name", name))));
    for one in merged.both.iter().filter(|one| one.taken + one.open > 0) {
        let said = Message::new("merged.both").with("name", &one.name).with("taken", one.taken);
        lines.push(say(said.with("kept", one.kept).with("open", one.open)));
    }
    let alike = merged.both.iter().filter(|one| one.taken + one.open == 0).count();
    if alike > 0 {
        lines.push(say(Message::new("merge.alike").with("count", alike)));
    }
    for (name, why) in &merged.left {
        let key = match why {
            NotMerged::Files => "merged.files",
            NotMerged::Labels => "merged.labels",
        };
        lines.push(say(Message::new(key).with("name", name)));
    }
    if !merged.labels.is_empty() {
        let labels: Vec<&str> = merged.labels.iter().map(crate::annotation::LabelId::as_str).collect();
        lines.push(say(Message::new("merged.strange").with("labels", labels.join(" "))));
    }
    lines
}
