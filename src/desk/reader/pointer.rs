//! Pointing: what is under the pointer, clicks, drags over characters, drags of a mark's border; and the accessibility
//! tree, which can click as well.

use super::api::{ReaderEvent, ReaderInput};
use super::gesture::{self, Limits};
use super::page::Held;
use super::view::{Frame, Reader};
use crate::annotation::EntityId;
use crate::strings::Message;
use crate::text::CharRange;
use egui::accesskit::Action;
use egui::{CursorIcon, Pos2, Rect, Sense, Ui, pos2, vec2};

/// The margin by which a block is dragged, from here to there left of the text. Who begins to select a little ahead of the
/// first character means the text.
const MARGIN: (f32, f32) = (46.0, 12.0);

/// A drag over characters.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sweep {
    pub block: usize,
    pub anchor: u32,
    pub head: u32,
}

/// A drag of a border.
#[derive(Clone, Debug)]
pub(super) struct Moving {
    pub id: EntityId,
    pub block: usize,
    pub start_moves: bool,
    pub range: CharRange,
    pub stopped_by: Option<EntityId>,
}

/// What is under the pointer.
#[derive(Clone, Debug)]
struct Spot {
    block: usize,
    /// The nearest position between two characters.
    at: u32,
    /// The character.
    over: Option<u32>,
    entity: Option<EntityId>,
}

impl Reader {
    /// What is under a point of the screen; nothing outside the view.
    fn spot(&self, frame: &Frame, pos: Pos2) -> Option<Spot> {
        let point = pos - frame.origin;
        let n = self.page.at(point.y)?;
        let held = self.page.held.get(n)?;
        held.id.as_ref()?;
        let local = pos2(point.x, point.y - held.top);
        let over = held.set.char_at(local);
        let mark = over.and_then(|at| held.marks.as_ref()?.over(at));
        Some(Spot {
            block: n,
            at: held.set.position_at(local),
            over,
            entity: mark.map(|mark| mark.id.clone()),
        })
    }

    /// What the pointer did.
    pub(super) fn point(
        &mut self,
        ui: &mut Ui,
        input: &ReaderInput,
        frame: &Frame,
        events: &mut Vec<ReaderEvent>,
    ) {
        let id = ui.unique_id().with("text");
        let response = ui.interact(frame.view, id, Sense::CLICK | Sense::DRAG);
        self.margins(ui, frame, events);
        self.drag_handles(ui, input, frame, events);
        let hovered = response.hover_pos().filter(|_| self.sweep.is_none() && self.moving.is_none());
        let spot = hovered.and_then(|pos| self.spot(frame, pos));
        let hover = spot.as_ref().and_then(|spot| spot.entity.clone());
        if hovered.is_some() && self.moving.is_none() {
            let on_text = spot.is_some() && hovered.is_some_and(|pos| frame.columns().contains(pos.x));
            let icon = match (&hover, on_text) {
                (Some(_), _) => CursorIcon::PointingHand,
                (None, true) => CursorIcon::Text,
                (None, false) => CursorIcon::Default,
            };
            ui.ctx().set_cursor_icon(icon);
        }
        if hover != self.hover {
            self.hover.clone_from(&hover);
            events.push(ReaderEvent::Hover(hover));
        }
        let said = spot
            .as_ref()
            .and_then(|spot| Some(self.page.held.get(spot.block)?.marks.as_ref()?.said_over(spot.over?)));
        if let Some(said) = said.filter(|said| !said.is_empty()) {
            response.clone().on_hover_text_at_pointer(said.join("\n"));
        }
        self.sweep(ui, &response, frame, events);
        if let Some(pos) = response.interact_pointer_pos()
            && let Some(spot) = self.spot(frame, pos)
        {
            self.click(ui, input, &response, pos, &spot, events);
        }
    }

    fn click(
        &self,
        ui: &Ui,
        input: &ReaderInput,
        response: &egui::Response,
        pos: Pos2,
        spot: &Spot,
        events: &mut Vec<ReaderEvent>,
    ) {
        let Some(held) = self.page.held.get(spot.block) else { return };
        let Some(block) = held.id.clone() else { return };
        let keep_marks = ui.input(|i| i.modifiers.alt);
        let select = |range: CharRange, events: &mut Vec<ReaderEvent>| {
            let range = if keep_marks { range } else { gesture::snapped(&held.text, range) };
            if !range.is_empty() {
                events.push(ReaderEvent::SelectRange { block: block.clone(), range });
            }
        };
        if response.secondary_clicked() {
            events.push(ReaderEvent::ContextMenu { pos, block, at: spot.at, entity: spot.entity.clone() });
        } else if response.triple_clicked() {
            select(gesture::sentence(&held.text, spot.over.unwrap_or(spot.at)), events);
        } else if let Some(id) = spot.entity.clone().filter(|_| response.clicked()) {
            events.push(ReaderEvent::ClickEntity(id));
        } else if response.double_clicked() {
            if let Some(at) = spot.over {
                select((input.word)(&held.text, at), events);
            }
        } else if response.clicked() {
            events.push(ReaderEvent::ClickText { block, at: spot.at });
        }
    }

    /// Dragging over characters of one block.
    fn sweep(&mut self, ui: &Ui, response: &egui::Response, frame: &Frame, events: &mut Vec<ReaderEvent>) {
        let Some(pos) = response.interact_pointer_pos() else { return };
        if response.drag_started_by(egui::PointerButton::Primary) {
            let origin = ui.input(|i| i.pointer.press_origin()).unwrap_or(pos);
            self.sweep = self.spot(frame, origin).map(|spot| Sweep {
                block: spot.block,
                anchor: spot.at,
                head: spot.at,
            });
        }
        let Some(sweep) = &mut self.sweep else { return };
        let Some(held) = self.page.held.get(sweep.block) else { return };
        let local = pos - frame.origin - vec2(0.0, held.top);
        sweep.head = if local.y < 0.0 {
            0
        } else if local.y >= held.set.height() {
            held.set.chars()
        } else {
            held.set.position_at(local)
        };
        ui.ctx().set_cursor_icon(CursorIcon::Text);
        let beyond = (pos.y - frame.view.bottom()).max(0.0) + (pos.y - frame.view.top()).min(0.0);
        if beyond != 0.0 {
            self.nudge = (0.2 * beyond).clamp(-24.0, 24.0);
            ui.ctx().request_repaint();
        }
        if response.drag_stopped() {
            let range = sweep.range(&held.text, ui.input(|i| i.modifiers.alt));
            if let (false, Some(block)) = (range.is_empty(), held.id.clone()) {
                events.push(ReaderEvent::SelectRange { block, range });
            }
            self.sweep = None;
        }
    }

    /// The handles of the selected mark.
    fn drag_handles(
        &mut self,
        ui: &mut Ui,
        input: &ReaderInput,
        frame: &Frame,
        events: &mut Vec<ReaderEvent>,
    ) {
        if self.moving.as_ref().is_some_and(|moving| Some(&moving.id) != input.selected) {
            self.moving = None;
        }
        let Some((n, range)) = self.selected(input).filter(|_| !input.bare) else { return };
        let Some((held, entity)) = self.page.held.get(n).and_then(|held| {
            let block = input.article.blocks.get(held.block?)?;
            Some((held, block.entity(input.selected?)?))
        }) else {
            return;
        };
        let at = frame.corner(held.top);
        let fills: Vec<Rect> = held.set.rects(range).map(|row| held.set.fill(row).translate(at)).collect();
        let (Some(first), Some(last)) = (fills.first(), fills.last()) else { return };
        for (start_moves, foot) in [(true, first.left_bottom()), (false, last.right_bottom())] {
            let knob = Rect::from_center_size(
                foot + vec2(if start_moves { -2.0 } else { 2.0 }, 2.0),
                vec2(16.0, 24.0),
            );
            let id = ui.unique_id().with(("handle", start_moves));
            let response = ui.interact(knob.intersect(frame.view), id, Sense::DRAG);
            if response.hovered() || response.dragged() {
                ui.ctx().set_cursor_icon(CursorIcon::ResizeHorizontal);
            }
            if let Some(pos) = response.interact_pointer_pos().filter(|_| response.dragged()) {
                // The knob hangs below its row: the row above the pointer is meant.
                let local = pos - at - vec2(0.0, if pos.y > foot.y { pos.y - foot.y } else { 0.0 }.min(14.0));
                let to = held.set.position_at(local);
                let block = held.block.and_then(|n| input.article.blocks.get(n));
                let limits = block.map(|block| Limits::of(block, entity)).unwrap_or_default();
                let (range, stopped_by) = limits.moved(range, start_moves, to);
                self.moving =
                    Some(Moving { id: entity.id.clone(), block: n, start_moves, range, stopped_by });
            }
            if response.drag_stopped()
                && let Some(moving) = self.moving.take_if(|moving| moving.start_moves == start_moves)
                && moving.range != entity.range
            {
                events.push(ReaderEvent::MoveBounds { id: moving.id, range: moving.range });
            }
        }
    }

    /// The margin left of a block: by it the block is dragged to another article.
    fn margins(&self, ui: &Ui, frame: &Frame, events: &mut Vec<ReaderEvent>) {
        for n in frame.seen.clone() {
            let Some((held, id)) = self.page.held.get(n).and_then(|held| Some((held, held.id.as_ref()?)))
            else {
                continue;
            };
            let at = frame.corner(held.top);
            let bottom = at.y + held.set.height();
            let margin = Rect::from_min_max(pos2(at.x - MARGIN.0, at.y), pos2(at.x - MARGIN.1, bottom));
            let response =
                ui.interact(margin.intersect(frame.view), ui.unique_id().with(("margin", id)), Sense::DRAG);
            if response.hovered() {
                ui.ctx().set_cursor_icon(CursorIcon::Grab);
            }
            if response.drag_started_by(egui::PointerButton::Primary) {
                events.push(ReaderEvent::DragBlock(id.clone()));
            }
            if response.dragged() {
                ui.ctx().set_cursor_icon(CursorIcon::Grabbing);
            }
        }
    }

    /// Tells the accessibility tree about blocks and marks, and hears its clicks.
    pub(super) fn report(
        &self,
        ui: &mut Ui,
        input: &ReaderInput,
        frame: &Frame,
        events: &mut Vec<ReaderEvent>,
    ) {
        for n in frame.seen.clone() {
            let Some(held) = self.page.held.get(n) else { continue };
            let at = frame.corner(held.top);
            let rect = Rect::from_min_size(at.to_pos2(), vec2(frame.column, held.set.height()));
            let id = ui.unique_id().with(("block", n));
            let response = ui.interact(rect.intersect(frame.view), id, Sense::hover());
            response.widget_info(|| {
                let number = held.number.map(|number| number.to_string()).unwrap_or_default();
                let message = Message::new("reader.block")
                    .with("role", input.strings.get(held.role_key))
                    .with("number", number)
                    .with("text", spoken_of(held, frame));
                egui::WidgetInfo::labeled(
                    egui::Role::Paragraph,
                    true,
                    input.strings.say(&message).replace(" ：", "："),
                )
            });
            for (nth, read) in held.marks.iter().flat_map(|marks| &marks.read).enumerate() {
                let fill = read.fills.iter().map(|fill| fill.translate(at));
                if let Some(fill) = fill.into_iter().find(|fill| frame.view.intersects(*fill)) {
                    let id = ui.unique_id().with(("read", n, nth));
                    let response = ui.interact(fill.intersect(frame.view), id, Sense::hover());
                    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Mark, true, &read.spoken));
                }
            }
            for mark in held.marks.iter().flat_map(|marks| &marks.list) {
                let Some(fill) = mark
                    .fills
                    .iter()
                    .map(|fill| fill.translate(at))
                    .find(|fill| frame.view.intersects(*fill))
                else {
                    continue;
                };
                let id = ui.unique_id().with(&mark.id);
                let response = ui.interact(fill.intersect(frame.view), id, Sense::hover());
                response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Mark, true, &mark.spoken));
                ui.ctx().accesskit_node_builder(id, |node| node.add_action(Action::Click));
                if ui.input(|i| i.has_accesskit_action_request(id, Action::Click)) {
                    events.push(ReaderEvent::ClickEntity(mark.id.clone()));
                }
            }
        }
    }
}

/// A longer block is told in parts.
const SPOKEN: u32 = 4_000;

/// The text of a block; of a very long one what is on the screen.
fn spoken_of<'a>(held: &'a Held, frame: &Frame) -> &'a str {
    if held.set.chars() <= SPOKEN {
        return &held.text;
    }
    let top = frame.corner(held.top).y;
    let row = |y: f32| held.set.row_at(y - top);
    held.slice(held.set.chars_of(row(frame.view.top())..row(frame.view.bottom()) + 1))
}

impl Sweep {
    pub fn range(&self, content: &str, keep_marks: bool) -> CharRange {
        let range = CharRange::new(self.anchor, self.head);
        if keep_marks { range } else { gesture::snapped(content, range) }
    }
}
