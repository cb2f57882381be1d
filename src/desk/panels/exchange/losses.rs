//! The list of what a format keeps, bends and loses.

use crate::desk::fonts::{self, Face};
use crate::desk::icons::{self, Icon};
use crate::desk::panels::Panel;
use crate::desk::widgets;
use crate::exchange::{Report, Row, Thing};
use crate::strings::Message;
use egui::{Color32, Painter, Pos2, Role, ScrollArea, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

const ROW: f32 = 28.0;

/// Draws the sign: a disc with a tick, half a disc, a ring with a cross.
fn sign(painter: &Painter, row: Row, centre: Pos2, ink: Color32, ground: Color32) {
    if row.lost > 0 {
        painter.circle_stroke(centre, 5.8, Stroke::new(1.4, ink));
        for (from, to) in [(vec2(-2.4, -2.4), vec2(2.4, 2.4)), (vec2(2.4, -2.4), vec2(-2.4, 2.4))] {
            painter.line_segment([centre + from, centre + to], Stroke::new(1.4, ink));
        }
    } else if row.bent > 0 {
        icons::draw(painter, Icon::Contrast, centre, ink);
    } else {
        icons::draw(painter, Icon::Done(ground), centre, ink);
    }
}

/// The heading with its sums, and a line for every kind of thing that there is, in so much room.
pub fn show(ui: &mut Ui, panel: &Panel<'_>, report: &Report, room: f32) {
    let state = panel.state;
    let theme = &state.theme;
    let (kept, bent, lost) = report.sums();
    let sums = Message::new("report.sums").with("kept", kept).with("bent", bent).with("lost", lost);
    let sums = state.strings.say(&sums);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 30.0), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Status, true, &sums));
    let painter = ui.painter();
    let title = state.say("export.losses");
    painter.text(rect.left_center(), egui::Align2::LEFT_CENTER, title, Face::SerifBold.at(15.0), theme.ink1);
    painter.text(rect.right_center(), egui::Align2::RIGHT_CENTER, &sums, fonts::small(), theme.ink3);
    let rows: Vec<(Thing, Row)> = report.rows().collect();
    let room = (room - rect.height()).min(rows.len() as f32 * ROW + 1.0);
    ScrollArea::vertical().id_salt("losses").max_height(room).min_scrolled_height(room).show(ui, |ui| {
        for (thing, row) in rows {
            line(ui, panel, thing, row);
        }
    });
}

fn line(ui: &mut Ui, panel: &Panel<'_>, thing: Thing, row: Row) {
    let state = panel.state;
    let theme = &state.theme;
    let (name, how) = (state.say(thing.key()), state.say(row.how));
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
    let word = match row {
        Row { lost: 1.., .. } => "export.lost",
        Row { bent: 1.., .. } => "export.bent",
        _ => "export.kept",
    };
    let count = row.count();
    response.widget_info(|| {
        WidgetInfo::labeled(Role::ListItem, true, format!("{name} {count} {}：{how}", state.say(word)))
    });
    let y = rect.center().y;
    sign(ui.painter(), row, pos2(rect.left() + 9.0, y), theme.ink1, theme.raised);
    let text = |text: &str, left: f32, width: f32, font, ink| {
        let text = widgets::clipped(ui.painter(), text, font, ink, width.max(0.0), 1);
        ui.painter().galley(pos2(left, y - text.size().y / 2.0), text, ink);
    };
    text(name, rect.left() + 30.0, 150.0, fonts::ui(), theme.ink1);
    let at = pos2(rect.left() + 236.0, y);
    ui.painter().text(at, egui::Align2::RIGHT_CENTER, count.to_string(), fonts::ui(), theme.ink1);
    let parts = [(row.kept, "export.kept"), (row.bent, "export.bent"), (row.lost, "export.lost")];
    let parts: Vec<String> =
        parts.iter().filter(|(n, _)| *n > 0).map(|(n, key)| format!("{} {n}", state.say(key))).collect();
    // Where not all fare alike it is said how many do.
    let said = if parts.len() > 1 { format!("{how}　{}", parts.join("　")) } else { how.to_owned() };
    text(&said, rect.left() + 256.0, rect.right() - rect.left() - 256.0, fonts::small(), theme.ink2);
    widgets::hairline(ui, rect.bottom(), rect.x_range(), theme.line1);
}
