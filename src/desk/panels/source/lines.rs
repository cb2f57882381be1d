//! The raw lines: painted, pointed at, folded.
//!
//! Only what is seen is laid out; a row's type is held until it is far away.

use super::rows::{Item, Items, Owner, ROW, What};
use super::{RULER, SourceState, TEXT_LEFT, TEXT_SIZE, Walk, ground, owner_label};
use crate::desk::command::Command;
use crate::desk::fonts::{self, Face};
use crate::desk::icons;
use crate::desk::panels::Panel;
use crate::desk::state::{Beside, OpenIssue, Pane};
use crate::desk::widgets;
use crate::strings::Message;
use crate::text::CharRange;
use egui::accesskit::Action as Asked;
use egui::text::{CCursor, LayoutJob, TextFormat};
use egui::{
    Align2, Color32, CursorIcon, Galley, Pos2, Rect, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2,
    vec2,
};
use std::sync::Arc;

/// Rows whose type is held beyond those that are seen.
const HELD: usize = 400;

/// Shows the lines in all the room that `ui` has.
pub fn show(ui: &mut Ui, panel: &mut Panel<'_>, source: &mut SourceState, open: &OpenIssue) {
    let area = ui.max_rect();
    let view = area.with_max_x(area.right() - RULER);
    source.height = area.height();
    lay(ui, source, view.width());
    walk(panel, source);
    scroll(ui, source, area, view);
    let seen = source.items.between(source.scroll, source.scroll + area.height());
    let mut before = None;
    for n in seen {
        let Some(item) = source.items.list.get(n).copied() else { continue };
        let top = snap(ui, area.top() + item.top as f32 - source.scroll);
        let rect = Rect::from_min_max(
            pos2(view.left(), top),
            pos2(view.right(), top + (item.bottom() - item.top) as f32),
        );
        match item.what {
            What::File(part) => file(ui, panel, open, part, rect),
            What::Fold { lines, first } => fold(ui, panel, source, rect, (lines, first)),
            What::Row(row) => before = self::row(ui, panel, source, (row, rect), before),
        }
        let focused = panel.state.pane == Pane::Source && source.cursor == Some(item.what);
        if focused && ui.memory(|memory| memory.has_focus(super::focus_id())) {
            let ring = Stroke::new(2.0, panel.state.theme.zhu);
            ui.painter().rect_stroke(rect.shrink(1.0), 2, ring, StrokeKind::Inside);
        }
    }
    ruler(ui, panel, source, area.with_min_x(view.right()));
}

fn snap(ui: &Ui, y: f32) -> f32 {
    let pixels = ui.pixels_per_point();
    (y * pixels).round() / pixels
}

/// Brings rows and items up to date.
fn lay(ui: &Ui, source: &mut SourceState, width: f32) {
    let columns = ((width - TEXT_LEFT - 16.0) / (TEXT_SIZE / 2.0)).max(8.0) as u32;
    if source.columns != columns {
        source.rows = super::rows::rows(&source.lines, columns);
        source.columns = columns;
    }
    let structure = source.structure.map_or(0, |(_, hash)| hash);
    let key = (source.serial, source.here, source.unfolded.len(), columns, structure);
    if source.item_key != Some(key) {
        let kept = source.kept.take();
        source.items = Items::of(&source.lines, &source.rows, &source.owners, source.here, &source.unfolded);
        source.item_key = Some(key);
        source.held.clear();
        source.ticks = ticks(source, source.here);
        if let Some((row, y)) = kept
            && let Some(item) = source.items.of_row(row).and_then(|n| source.items.list.get(n))
        {
            source.scroll = item.top as f32 - y;
        }
    }
    let pixels = ui.pixels_per_point();
    if source.ink_key != Some(pixels.to_bits()) || source.held.len() > HELD {
        source.held.clear();
        source.ink_key = Some(pixels.to_bits());
    }
}

/// Where on the whole height the article's rows are, runs of them as one.
fn ticks(source: &SourceState, article: Option<u32>) -> Vec<(f32, f32)> {
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for item in &source.items.list {
        let What::Row(row) = item.what else { continue };
        let Some(row) = source.rows.get(row as usize) else { continue };
        if source.owners.within(row.range).iter().any(|owner| Some(owner.article) == article) {
            match runs.last_mut() {
                Some(last) if item.top <= last.1 + ROW => last.1 = item.bottom(),
                _ => runs.push((item.top, item.bottom())),
            }
        }
    }
    let height = f64::from(source.items.height.max(1));
    let share = |at: u32| (f64::from(at) / height) as f32;
    runs.into_iter().map(|(from, to)| (share(from), share(to))).collect()
}

/// Moves the keys' row; on a row of the article the caret goes with it.
fn walk(panel: &mut Panel<'_>, source: &mut SourceState) {
    let Some(walk) = source.walk.take() else { return };
    let list = &source.items.list;
    let Some(last) = list.len().checked_sub(1) else { return };
    let now = source.cursor.and_then(|what| place(&source.items, what)).or_else(|| subject_item(source));
    let first_seen = source.items.between(source.scroll, source.scroll + 1.0).start;
    let rows = ((source.height / ROW as f32) as i32 - 2).max(1);
    let step = |by: i32| (now.unwrap_or(first_seen) as i32 + by).clamp(0, last as i32) as usize;
    let (mut to, back) = match walk {
        Walk::Rows(by) => (step(by), by < 0),
        Walk::Pages(by) => (step(by * rows), by < 0),
        Walk::Start => (0, false),
        Walk::End => (last, true),
    };
    while matches!(list[to].what, What::File(_)) && if back { to > 0 } else { to < last } {
        to = if back { to - 1 } else { to + 1 };
    }
    let item = list[to];
    source.cursor = Some(item.what);
    reveal(source, item, false);
    if let What::Row(row) = item.what
        && let Some(row) = source.rows.get(row as usize)
        && let Some(own) =
            source.owners.within(row.range).iter().find(|owner| Some(owner.article) == source.here)
    {
        panel.push(Command::GoSource(own.range.start().max(row.range.start())));
    }
}

/// What Enter does on the keys' row: opens a fold, goes to another article. `false` where it is for the card.
pub fn enter(panel: &mut Panel<'_>, source: &mut SourceState) -> bool {
    match source.cursor {
        Some(What::Fold { first, .. }) => {
            source.unfolded.insert(first);
            source.cursor = None;
            true
        }
        Some(What::Row(row)) => {
            let Some(range) = source.rows.get(row as usize).map(|row| row.range) else { return false };
            let other = source.owners.within(range).first().is_some_and(|o| Some(o.article) != source.here);
            if other {
                keep(source, row);
                panel.push(Command::GoSource(range.start()));
            }
            other
        }
        _ => false,
    }
}

/// The row stays where it is on the screen when another article's folds move everything.
fn keep(source: &mut SourceState, row: u32) {
    let item = source.items.of_row(row).and_then(|n| source.items.list.get(n));
    source.kept = item.map(|item| (row, item.top as f32 - source.scroll));
}

fn place(items: &Items, what: What) -> Option<usize> {
    match what {
        What::Row(row) => items.of_row(row),
        other => items.list.iter().position(|item| item.what == other),
    }
}

/// The item that shows where the subject begins; without a subject, where the article does.
fn subject_item(source: &SourceState) -> Option<usize> {
    let subject = source.subject.as_ref();
    let marked = subject.and_then(|s| s.caret.or_else(|| s.marked.first().map(|range| range.start())));
    let at = marked.or_else(|| subject.and_then(|s| s.whole.first().map(|range| range.start())))?;
    let row = source.rows.partition_point(|row| row.range.end() <= at);
    source.items.of_row(row.min(source.rows.len().saturating_sub(1)) as u32)
}

fn first_of_article(source: &SourceState) -> Option<usize> {
    let article = source.here?;
    let first = source.owners.list.iter().find(|owner| owner.article == article)?;
    let row = source.rows.partition_point(|row| row.range.end() <= first.range.start());
    source.items.of_row(row as u32)
}

/// Scrolls so that an item is seen: not at all where it is, and otherwise (`cut`) to the upper third.
fn reveal(source: &mut SourceState, item: Item, cut: bool) {
    let (top, bottom) = (item.top as f32, item.bottom() as f32);
    let air = ROW as f32;
    if top - air < source.scroll || bottom + air > source.scroll + source.height {
        source.scroll = if cut {
            top - 0.34 * source.height
        } else if top - air < source.scroll {
            top - air
        } else {
            bottom + air - source.height
        };
    }
}

fn scroll(ui: &Ui, source: &mut SourceState, area: Rect, view: Rect) {
    if std::mem::take(&mut source.follow) {
        let item = subject_item(source).or_else(|| first_of_article(source));
        if let Some(item) = item.and_then(|n| source.items.list.get(n)).copied() {
            reveal(source, item, true);
        }
    }
    if ui.rect_contains_pointer(view) {
        source.scroll -= ui.input(|input| input.smooth_scroll_delta().y);
    }
    let strip = area.with_min_x(view.right());
    let response = ui.interact(strip, ui.unique_id().with("ruler"), Sense::CLICK | Sense::DRAG);
    let pressed = response.is_pointer_button_down_on().then(|| response.interact_pointer_pos()).flatten();
    if let Some(pos) = pressed {
        let share = (pos.y - strip.top()) / strip.height().max(1.0);
        source.scroll = share * source.items.height as f32 - 0.5 * area.height();
    }
    source.scroll = source.scroll.clamp(0.0, (source.items.height as f32 - area.height()).max(0.0));
}

/// The overview: where the article's lines are, which part is seen.
fn ruler(ui: &Ui, panel: &Panel<'_>, source: &SourceState, strip: Rect) {
    let theme = &panel.state.theme;
    let painter = ui.painter();
    painter.rect_filled(strip, 0, theme.desk);
    let y = |share: f32| strip.top() + share * strip.height();
    let height = (source.items.height as f32).max(1.0);
    let seen = (source.scroll / height, (source.scroll + source.height).min(height) / height);
    if height > source.height {
        let block = Rect::from_x_y_ranges(strip.x_range(), y(seen.0)..=y(seen.1));
        painter.rect_filled(block, 0, theme.sunk);
    }
    for (from, to) in &source.ticks {
        let run = Rect::from_x_y_ranges(
            strip.left() + 4.0..=strip.right() - 3.0,
            y(*from)..=y(*to).max(y(*from) + 2.0),
        );
        painter.rect_filled(run, 0, theme.zhu);
    }
}

fn file(ui: &Ui, panel: &Panel<'_>, open: &OpenIssue, part: u32, rect: Rect) {
    let theme = &panel.state.theme;
    let name = open.issue.files.get(part as usize).map_or("", |file| file.file.as_str());
    let response = ui.interact(rect, ui.unique_id().with(("file", part)), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Heading, true, name));
    let text =
        widgets::clipped(ui.painter(), name, Face::SansBold.at(13.0), theme.ink2, rect.width() - 40.0, 1);
    ui.painter().galley(pos2(rect.left() + 16.0, rect.center().y - text.size().y / 2.0), text, theme.ink2);
}

fn fold(ui: &Ui, panel: &Panel<'_>, source: &mut SourceState, rect: Rect, (lines, first): (u32, u32)) {
    let theme = &panel.state.theme;
    let said = panel.state.strings.say(&Message::new("source.fold").with("count", lines));
    let id = ui.unique_id().with(("fold", first));
    let response = ui.interact(rect, id, Sense::CLICK);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &said));
    ui.ctx().accesskit_node_builder(id, |node| node.add_action(Asked::Click));
    let painter = ui.painter();
    if response.hovered() {
        painter.rect_filled(rect, 0, theme.sunk);
        ui.ctx().set_cursor_icon(CursorIcon::PointingHand);
    }
    let dashes = Stroke::new(1.0, theme.line2);
    for y in [rect.top() + 0.5, rect.bottom() - 0.5] {
        let line = [pos2(rect.left(), y), pos2(rect.right(), y)];
        painter.extend(egui::Shape::dashed_line(&line, dashes, 4.0, 3.0));
    }
    painter.text(rect.center(), Align2::CENTER_CENTER, format!("…　{said}"), fonts::small(), theme.ink2);
    if response.clicked() || ui.input(|i| i.has_accesskit_action_request(id, Asked::Click)) {
        source.unfolded.insert(first);
        source.cursor = None;
    }
}

/// A row; returns whose it begins with, to be compared with by the next one.
fn row(
    ui: &Ui,
    panel: &mut Panel<'_>,
    source: &mut SourceState,
    (n, rect): (u32, Rect),
    before: Option<Owner>,
) -> Option<Owner> {
    let row = *source.rows.get(n as usize)?;
    let line = *source.lines.list.get(row.line as usize)?;
    let owner = source.owners.within(row.range).first().copied();
    let galley = inked(ui, source, n, row.range, owner.is_some_and(|owner| owner.role.is_heading()));
    let text_at = pos2(rect.left() + TEXT_LEFT, rect.center().y - galley.size().y / 2.0);
    let theme = &panel.state.theme;
    let painter = ui.painter();
    bands(ui, panel, source, (row.range, rect), (&galley, text_at));
    if row.first {
        let at = pos2(rect.left() + 48.0, rect.center().y);
        painter.text(at, Align2::RIGHT_CENTER, line.number, fonts::micro(), theme.ink3);
    }
    let told = |owner: &Owner| (owner.article, owner.role);
    if let Some(owner) = &owner
        && before.as_ref().map(told) != Some(told(owner))
    {
        let label = owner_label(panel, &source.owners, owner);
        let at = pos2(rect.left() + 57.0, rect.center().y);
        painter.text(at, Align2::LEFT_CENTER, label, fonts::micro(), theme.ink2);
    }
    let of_block = |owner: &Owner| (owner.article, owner.block);
    let begins = before.as_ref().map(of_block) != owner.as_ref().map(of_block);
    if let Some(owner) = owner.filter(|owner| begins && owner.status.is_decided()) {
        let tick = pos2(rect.left() + TEXT_LEFT - 8.0, rect.center().y);
        icons::small_tick(painter, tick, icons::decided(owner.status, theme));
    }
    painter.galley(text_at, Arc::clone(&galley), theme.ink1);
    marks(ui, panel, source, row.range, (&galley, text_at), rect);
    anchor(source, owner, pos2(text_at.x + galley.size().x + 7.0, rect.center().y));
    let id = ui.unique_id().with(("row", n));
    let response = ui.interact(rect, id, Sense::CLICK);
    response.widget_info(|| {
        let mut whose = owner.map(|owner| owner_label(panel, &source.owners, &owner)).unwrap_or_default();
        if owner.is_some_and(|owner| owner.status.is_decided()) {
            whose += panel.state.say("source.confirmed");
        }
        let said = Message::new("source.row")
            .with("line", line.number)
            .with("whose", whose)
            .with("text", galley.text().trim());
        WidgetInfo::labeled(Role::ListItem, true, panel.state.strings.say(&said))
    });
    ui.ctx().accesskit_node_builder(id, |node| node.add_action(Asked::Click));
    if response.hovered() {
        ui.ctx().set_cursor_icon(CursorIcon::Text);
    }
    let asked = ui.input(|i| i.has_accesskit_action_request(id, Asked::Click));
    if response.clicked() || asked {
        let pos = response.interact_pointer_pos().filter(|_| !asked);
        let at = pos.map_or(0, |pos| galley.cursor_from_pos(pos - text_at).index.0 as u32);
        if owner.is_some_and(|owner| Some(owner.article) != source.here) {
            keep(source, n);
        }
        source.cursor = Some(What::Row(n));
        panel.push(Command::ShowPane(Pane::Source));
        panel.push(Command::GoSource(row.range.start() + at.min(row.range.len().saturating_sub(1))));
    }
    owner
}

/// The row's type.
fn inked(ui: &Ui, source: &mut SourceState, n: u32, range: CharRange, bold: bool) -> Arc<Galley> {
    if let Some(galley) = source.held.get(&n) {
        return Arc::clone(galley);
    }
    let face = if bold { Face::SansBold } else { Face::Sans };
    let font = face.at(TEXT_SIZE);
    let chars = source.lines.chars.get(range.start() as usize..range.end() as usize).unwrap_or_default();
    let galley = ui.ctx().fonts_mut(|fonts| {
        // One character stays one character, so that places can be counted.
        let shown = |c: &char| match *c {
            c if c.is_control() => ' ',
            c if crate::text::is_space(c) && c != '\u{3000}' => ' ',
            c if fonts.has_glyph(&font, c) => c,
            _ => '〓',
        };
        let text: String = chars.iter().map(shown).collect();
        let mut job = LayoutJob::single_section(text, TextFormat::simple(font.clone(), Color32::PLACEHOLDER));
        job.break_on_newline = false;
        fonts.layout_job(job)
    });
    source.held.insert(n, Arc::clone(&galley));
    galley
}

/// Grounds: the article's tint, deeper for the selected block; the bar of the article on the page.
fn bands(
    ui: &Ui,
    panel: &Panel<'_>,
    source: &SourceState,
    (range, rect): (CharRange, Rect),
    (galley, text_at): (&Galley, Pos2),
) {
    let theme = &panel.state.theme;
    let here = source.here;
    let selected = |owner: &Owner| {
        Some(owner.article) == here && source.subject.as_ref().is_some_and(|s| s.place == owner.block)
    };
    for (n, owner) in source.owners.within(range).iter().enumerate() {
        let ground = ground(theme, &source.owners, owner, selected(owner));
        // Where a second block shares the line, its ground begins with its text.
        let left = if n == 0 { rect.left() } else { x_of(galley, text_at, range, owner.range.start()) };
        if let Some(ground) = ground {
            ui.painter().rect_filled(rect.with_min_x(left), 0, ground);
        } else if n > 0 {
            ui.painter().rect_filled(rect.with_min_x(left), 0, theme.desk);
        }
        if Some(owner.article) == here {
            let bar = Rect::from_min_size(rect.left_top(), vec2(3.0, rect.height()));
            ui.painter().rect_filled(bar, 0, theme.zhu);
        }
    }
}

fn x_of(galley: &Galley, text_at: Pos2, range: CharRange, at: u32) -> f32 {
    let n = at.clamp(range.start(), range.end()) - range.start();
    text_at.x + galley.pos_from_cursor(CCursor::new(n as usize)).min.x
}

/// Outlines the mark or selection, and shows the caret.
fn marks(
    ui: &Ui,
    panel: &Panel<'_>,
    source: &SourceState,
    range: CharRange,
    (galley, text_at): (&Galley, Pos2),
    rect: Rect,
) {
    let Some(subject) = &source.subject else { return };
    let zhu = panel.state.theme.zhu;
    for marked in subject.marked.iter().filter(|marked| marked.overlaps(range)) {
        let x = |at| x_of(galley, text_at, range, at);
        let ring = Rect::from_x_y_ranges(x(marked.start())..=x(marked.end()), rect.shrink(2.0).y_range());
        ui.painter().rect_stroke(ring, 2, Stroke::new(2.0, zhu), StrokeKind::Outside);
    }
    if let Some(caret) = subject.caret.filter(|at| range.contains(*at) || *at == range.end()) {
        let x = x_of(galley, text_at, range, caret);
        ui.painter().vline(x, rect.shrink(3.0).y_range(), Stroke::new(2.0, zhu));
    }
}

/// Remembers where a block of the article ends on the screen.
fn anchor(source: &mut SourceState, owner: Option<Owner>, at: Pos2) {
    let Some(owner) = owner.filter(|owner| Some(owner.article) == source.here) else { return };
    let subject = source.subject.as_ref().is_some_and(|subject| subject.place == owner.block);
    if !subject && !owner.role.is_heading() {
        return;
    }
    match source.anchors.iter_mut().find(|(block, _)| *block == owner.block) {
        Some((_, old)) => *old = at,
        None => source.anchors.push((owner.block, at)),
    }
}

/// Which tab is shown for a source when the pane is opened first.
pub fn first_tab(source: &crate::source::Source) -> Beside {
    let pages = source.shapes.iter().any(|shape| matches!(shape, crate::source::Shape::Pages(_)));
    if pages { Beside::Pages } else { Beside::Lines }
}
