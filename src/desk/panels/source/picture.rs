//! A page as it was printed: its picture where there is one, else its characters set at their places.
//!
//! Articles have their tint, the article on the page a frame, the selected block a deeper ground, the selected mark a
//! ring. The page is dragged, scrolled and zoomed (Ctrl and wheel, + and −, 0 for the whole width); a click puts the caret
//! there.

use super::rows::Owner;
use super::sheet::{self, LineBox, Type};
use super::textures::{PictureKey, Textures};
use super::{SourceState, Subject, fit, ground, owner_label};
use crate::annotation::Status;
use crate::desk::command::Command;
use crate::desk::fonts;
use crate::desk::icons::Icon;
use crate::desk::panels::Panel;
use crate::desk::state::{OpenIssue, Pane};
use crate::desk::theme::{Theme, ThemeName};
use crate::desk::widgets;
use crate::issue::Role as BlockRole;
use crate::source::{PageShape, Shape, Source};
use crate::strings::Message;
use egui::accesskit::Action as Asked;
use egui::{
    Color32, CursorIcon, Key, Mesh, Modifiers, Pos2, Rect, Role, Sense, Shape as Drawn, Stroke, StrokeKind,
    Ui, Vec2, WidgetInfo, pos2, vec2,
};
use std::sync::Arc;

/// How far one can zoom: the page as wide as the pane, and ten times that.
const ZOOM: (f32, f32) = (1.0, 10.0);
/// A step of the keys and buttons.
const STEP: f32 = 1.25;
/// Room around the page.
const AIR: f32 = 8.0;

/// What the page view keeps between frames.
pub struct PageView {
    /// The page, counted through all files.
    page: usize,
    zoom: f32,
    /// Where the page's corner is from the view's, in points of the screen.
    pan: Vec2,
    lines: Vec<LineBox>,
    line_key: Option<(u64, usize, u64)>,
    set: Type,
    set_key: Option<(u64, usize, u32, [usize; 2], u32)>,
    mesh: Option<(MeshKey, Arc<Mesh>)>,
}

type MeshKey = ([u32; 7], ThemeName, [usize; 2]);

impl Default for PageView {
    fn default() -> Self {
        Self {
            page: 0,
            zoom: 1.0,
            pan: Vec2::ZERO,
            lines: Vec::new(),
            line_key: None,
            set: Type::default(),
            set_key: None,
            mesh: None,
        }
    }
}

/// A page of a source: its file, its place in the file, what it holds.
fn nth(source: &Source, page: usize) -> Option<(usize, usize, &PageShape)> {
    pages(source).nth(page)
}

fn pages(source: &Source) -> impl Iterator<Item = (usize, usize, &PageShape)> {
    source.shapes.iter().enumerate().flat_map(|(part, shape)| {
        let pages = match shape {
            Shape::Pages(pages) => pages.as_slice(),
            _ => &[],
        };
        pages.iter().enumerate().map(move |(n, page)| (part, n, page))
    })
}

impl PageView {
    /// Zooms by the keys of the pane.
    pub fn keys(&mut self, ui: &Ui) {
        let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        if pressed(Key::Plus) || pressed(Key::Equals) {
            self.zoom *= STEP;
        }
        if pressed(Key::Minus) {
            self.zoom /= STEP;
        }
        if pressed(Key::Num0) {
            self.zoom = 1.0;
        }
    }

    /// Turning pages and zooming, in the bar.
    pub fn tools(&mut self, ui: &mut Ui, panel: &Panel<'_>, open: &OpenIssue) {
        let state = panel.state;
        let theme = &state.theme;
        let count = pages(&open.source).count();
        ui.spacing_mut().item_spacing.x = 2.0;
        if widgets::icon_button(ui, theme, Icon::Plus, state.say("source.zoom_in"), Some("+")).clicked() {
            self.zoom *= STEP;
        }
        let percent = format!("{:.0} %", self.zoom * 100.0);
        widgets::line(ui, percent, fonts::small(), theme.ink2);
        if widgets::icon_button(ui, theme, Icon::Minus, state.say("source.zoom_out"), Some("−")).clicked() {
            self.zoom /= STEP;
        }
        if count < 2 {
            return;
        }
        ui.add_space(12.0);
        if widgets::icon_button(ui, theme, Icon::Right, state.say("source.next_page"), Some("PgDn")).clicked()
        {
            self.turn(1, count);
        }
        let number = nth(&open.source, self.page).and_then(|(_, _, page)| page.number);
        let said = Message::new("source.page")
            .with("page", number.map_or(self.page + 1, |number| number as usize))
            .with("count", count);
        widgets::line(ui, state.strings.say(&said), fonts::small(), theme.ink2);
        if widgets::icon_button(ui, theme, Icon::Left, state.say("source.previous_page"), Some("PgUp"))
            .clicked()
        {
            self.turn(-1, count);
        }
    }

    fn turn(&mut self, by: i32, count: usize) {
        let to = (self.page as i32 + by).clamp(0, count.saturating_sub(1) as i32) as usize;
        if to != self.page {
            (self.page, self.pan) = (to, Vec2::ZERO);
        }
    }
}

/// Shows the page in all the room that `ui` has.
pub fn show(ui: &mut Ui, panel: &mut Panel<'_>, source: &mut SourceState, open: &OpenIssue) {
    let view = ui.max_rect();
    let theme = &panel.state.theme;
    source.height = view.height();
    ui.painter().rect_filled(view, 0, theme.sunk);
    walk(source, open);
    if source.follow {
        turn_to_subject(source, open);
    }
    let Some((part, n, page)) = nth(&open.source, source.page.page) else {
        return widgets::line(ui, panel.state.say("source.no_pages"), fonts::ui(), theme.ink2)
            .surrender_focus();
    };
    let size = vec2(page.width.max(1.0), page.height.max(1.0));
    let response = ui.interact(view, ui.unique_id().with("page"), Sense::CLICK | Sense::DRAG);
    let scale = place(ui, source, view, size, &response);
    if std::mem::take(&mut source.follow) {
        reveal(source, page, view, scale);
    }
    hold(&mut source.page, view, size * scale);
    let origin = view.min + source.page.pan;
    let sheet = Rect::from_min_size(origin, size * scale);
    lay(source, page);
    let key = PictureKey {
        serial: source.serial,
        part,
        page: n,
        scale: Textures::step(scale * ui.pixels_per_point(), size.x.max(size.y)),
    };
    if source.textures.wants(key) {
        panel.commands.push(Command::Picture(key));
    }
    let picture = source.textures.get(ui.ctx(), key);
    let painter = ui.painter().with_clip_rect(view);
    if let Some(texture) = &picture {
        let whole = Rect::from_min_max(Pos2::ZERO, pos2(1.0, 1.0));
        painter.image(texture.id(), sheet, whole, Color32::WHITE);
    } else {
        painter.rect_filled(sheet, 0, theme.paper);
    }
    tints(&painter, panel, source, (origin, scale), picture.is_some());
    if picture.is_none() {
        furniture(&painter, theme, page, origin, scale);
        characters(ui, panel, source, page, (origin, scale, view));
    }
    frames(&painter, panel, source, page, (origin, scale));
    painter.rect_stroke(sheet, 0, Stroke::new(1.0, theme.line2), StrokeKind::Outside);
    report(ui, panel, source, open, (origin, scale, view));
    if response.clicked()
        && let Some(pos) = response.interact_pointer_pos()
        && let Some(at) = sheet::character(page, ((pos - origin) / scale).to_pos2())
    {
        panel.push(Command::ShowPane(Pane::Source));
        panel.push(Command::GoSource(at));
    }
}

/// Keys: rows move the view, pages turn.
fn walk(source: &mut SourceState, open: &OpenIssue) {
    use super::Walk;
    let count = pages(&open.source).count();
    match source.walk.take() {
        Some(Walk::Rows(by)) => source.page.pan.y -= 48.0 * by as f32,
        Some(Walk::Pages(by)) => source.page.turn(by, count),
        Some(Walk::Start) => source.page.turn(-(count as i32), count),
        Some(Walk::End) => source.page.turn(count as i32, count),
        None => {}
    }
}

fn turn_to_subject(source: &mut SourceState, open: &OpenIssue) {
    let Some(at) = source.subject.as_ref().and_then(first_place) else { return };
    let found = pages(&open.source).position(|(_, _, page)| page.range.contains(at));
    if let Some(page) = found.filter(|page| *page != source.page.page) {
        (source.page.page, source.page.pan) = (page, Vec2::ZERO);
    }
}

fn first_place(subject: &Subject) -> Option<u32> {
    let range = subject.marked.first().or(subject.whole.first())?;
    Some(subject.caret.unwrap_or(range.start()))
}

/// Zooming and dragging; returns points of the screen for each of the page.
fn place(ui: &Ui, source: &mut SourceState, view: Rect, size: Vec2, response: &egui::Response) -> f32 {
    let page = &mut source.page;
    let whole = fit(view.width() - 2.0 * AIR, size);
    let before = whole * page.zoom;
    let pointer = ui.input(|input| input.pointer.hover_pos()).filter(|_| ui.rect_contains_pointer(view));
    if pointer.is_some() {
        let (by, delta) = ui.input(|input| (input.zoom_delta(), input.smooth_scroll_delta()));
        page.pan += delta;
        if (by - 1.0).abs() > 0.001 {
            // What is under the pointer stays there.
            let held = pointer.map_or(Vec2::ZERO, |pos| pos - view.min);
            let zoom = (page.zoom * by).clamp(ZOOM.0, ZOOM.1);
            page.pan = held - (held - page.pan) * (zoom / page.zoom);
            page.zoom = zoom;
        }
    }
    page.zoom = page.zoom.clamp(ZOOM.0, ZOOM.1);
    if response.dragged() {
        page.pan += response.drag_delta();
        ui.ctx().set_cursor_icon(CursorIcon::Grabbing);
    }
    let scale = whole * page.zoom;
    debug_assert!(before > 0.0);
    scale
}

/// Brings the selected place into view.
fn reveal(source: &mut SourceState, page: &PageShape, view: Rect, scale: f32) {
    let Some(at) = source.subject.as_ref().and_then(first_place) else { return };
    let from = page.chars.partition_point(|placed| placed.at < at);
    let Some(placed) = page.chars.get(from) else { return };
    let place = (sheet::place(placed).center().to_vec2() * scale) + source.page.pan;
    if !Rect::from_min_size(Pos2::ZERO, view.size()).shrink(24.0).contains(place.to_pos2()) {
        source.page.pan += vec2(0.5, 0.34) * view.size() - place;
    }
}

/// Keeps the page in the view: centred where it is smaller, without a gap where it is larger.
fn hold(page: &mut PageView, view: Rect, size: Vec2) {
    let one = |pan: f32, view: f32, size: f32| {
        let room = view - size;
        if room >= 2.0 * AIR { room / 2.0 } else { pan.clamp((room - AIR).min(AIR), AIR) }
    };
    page.pan = vec2(one(page.pan.x, view.width(), size.x), one(page.pan.y, view.height(), size.y));
}

/// Works out whose lines are where, once a page and structure.
fn lay(source: &mut SourceState, page: &PageShape) {
    let structure = source.structure.map_or(0, |(_, hash)| hash);
    let key = (source.serial, source.page.page, structure);
    if source.page.line_key != Some(key) {
        source.page.lines = sheet::lines(page, &source.owners);
        source.page.line_key = Some(key);
    }
}

fn on_screen(place: Rect, origin: Pos2, scale: f32) -> Rect {
    Rect::from_min_max(origin + place.min.to_vec2() * scale, origin + place.max.to_vec2() * scale)
}

fn tints(
    painter: &egui::Painter,
    panel: &Panel<'_>,
    source: &SourceState,
    (origin, scale): (Pos2, f32),
    over: bool,
) {
    let theme = &panel.state.theme;
    let here = source.here;
    for line in &source.page.lines {
        let rect = on_screen(line.place, origin, scale);
        if !painter.clip_rect().intersects(rect) {
            continue;
        }
        let selected = here == Some(line.article)
            && source.subject.as_ref().is_some_and(|subject| subject.place == line.block);
        let owner = owner_of(line);
        if let Some(ground) = ground(theme, &source.owners, &owner, selected) {
            // The print shows through.
            let ground = if over { ground.gamma_multiply(0.4) } else { ground };
            painter.rect_filled(rect.expand(0.12 * rect.height().min(rect.width())), 0, ground);
        }
    }
}

fn owner_of(line: &LineBox) -> Owner {
    let range = crate::text::CharRange::new(line.first, line.first + 1);
    let (role, status) = (BlockRole::Paragraph, Status::Proposed);
    Owner { range, article: line.article, block: line.block, role, status }
}

/// The page's rules and pictures.
fn furniture(painter: &egui::Painter, theme: &Theme, page: &PageShape, origin: Pos2, scale: f32) {
    let rect = |r: &crate::source::Rect| {
        on_screen(Rect::from_min_max(pos2(r.x0, r.y0), pos2(r.x1, r.y1)), origin, scale)
    };
    for picture in &page.pictures {
        painter.rect_filled(rect(picture), 0, theme.line1);
    }
    for rule in &page.rules {
        let rule = rect(rule);
        painter.rect_filled(rule.expand2(vec2(0.4, 0.4)), 0, theme.ink4);
    }
}

/// The page's characters in our own faces.
fn characters(
    ui: &Ui,
    panel: &Panel<'_>,
    source: &mut SourceState,
    page: &PageShape,
    (origin, scale, view): (Pos2, f32, Rect),
) {
    let theme = &panel.state.theme;
    let pixels = ui.pixels_per_point();
    // Type is set for a step of the scale and drawn at all scales near it.
    let step = 2.0_f32.powf((scale.log2() * 2.0).ceil() / 2.0);
    let view_state = &mut source.page;
    let chars = &source.lines.chars;
    let serial = source.serial;
    ui.ctx().fonts_mut(|fonts| {
        for _ in 0..2 {
            let atlas = fonts.font_image_size();
            let key = (serial, view_state.page, step.to_bits(), atlas, pixels.to_bits());
            let emptied = source.emptied;
            if view_state.set_key == Some(key) && !emptied {
                break;
            }
            source.emptied = false;
            view_state.set = Type::of(page, chars, step, fonts);
            view_state.mesh = None;
            // Setting may have made the atlas larger: then all places in it are others, and it is done again.
            view_state.set_key = Some(key);
        }
    });
    let atlas = view_state.set_key.map_or([0; 2], |key| key.3);
    let bits = [origin.x, origin.y, scale, view.min.x, view.min.y, view.max.x, view.max.y].map(f32::to_bits);
    let key = (bits, theme.name, atlas);
    let mesh = match &view_state.mesh {
        Some((old, mesh)) if *old == key => Arc::clone(mesh),
        _ => {
            let mesh = Arc::new(view_state.set.mesh(origin, scale, view, theme.ink1));
            view_state.mesh = Some((key, Arc::clone(&mesh)));
            mesh
        }
    };
    ui.painter().add(Drawn::Mesh(mesh));
}

/// The frame of the article, and the ring of the mark.
fn frames(
    painter: &egui::Painter,
    panel: &Panel<'_>,
    source: &SourceState,
    page: &PageShape,
    (origin, scale): (Pos2, f32),
) {
    let theme = &panel.state.theme;
    let here = source.here;
    for column in here.into_iter().flat_map(|here| sheet::columns(&source.page.lines, here)) {
        let rect = on_screen(column, origin, scale).expand(3.0);
        painter.rect_stroke(rect, 2, Stroke::new(1.5, theme.zhu), StrokeKind::Outside);
    }
    let Some(subject) = &source.subject else { return };
    for mark in sheet::marked(page, &subject.marked) {
        let rect = on_screen(mark, origin, scale);
        painter.rect_filled(rect, 2, theme.zhu.gamma_multiply(0.12));
        painter.rect_stroke(rect, 2, Stroke::new(2.0, theme.zhu), StrokeKind::Outside);
    }
    if let Some(caret) = subject.caret {
        let from = page.chars.partition_point(|placed| placed.at < caret);
        if let Some(placed) = page.chars.get(from).filter(|placed| placed.at == caret) {
            let rect = on_screen(sheet::place(placed), origin, scale);
            let line = if placed.vertical {
                [rect.left_top(), rect.right_top()]
            } else {
                [rect.left_top(), rect.left_bottom()]
            };
            painter.line_segment(line, Stroke::new(2.0, theme.zhu));
        }
    }
}

/// Tells the accessibility tree which block is where, and hears its clicks.
fn report(
    ui: &Ui,
    panel: &mut Panel<'_>,
    source: &SourceState,
    open: &OpenIssue,
    (origin, scale, view): (Pos2, f32, Rect),
) {
    let mut last = None;
    for line in &source.page.lines {
        let rect = on_screen(line.place, origin, scale);
        if !view.intersects(rect) || last == Some((line.article, line.block)) {
            continue;
        }
        last = Some((line.article, line.block));
        let block = open.issue.articles.get(line.article as usize);
        let Some(block) = block.and_then(|article| article.blocks.get(line.block as usize)) else { continue };
        let id = ui.unique_id().with(("line", line.first));
        let response = ui.interact(rect.intersect(view), id, Sense::hover());
        response.widget_info(|| {
            let owner = Owner { role: block.role, ..owner_of(line) };
            let whose = owner_label(panel, &source.owners, &owner);
            let said = Message::new("source.block").with("whose", whose).with("text", &block.text);
            WidgetInfo::labeled(Role::ListItem, true, panel.state.strings.say(&said))
        });
        ui.ctx().accesskit_node_builder(id, |node| node.add_action(Asked::Click));
        if ui.input(|i| i.has_accesskit_action_request(id, Asked::Click)) {
            panel.commands.push(Command::GoSource(line.first));
        }
    }
}
