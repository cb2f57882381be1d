//! The widget: scrolling, pointing, painting.
//!
//! A frame goes: bring the caches up to date, settle the scroll position, lay out what is seen, ask what the pointer
//! did, paint. Positions on the page are distances from its top; `Frame` knows where that is on the screen.

use super::gesture::{self, Limits};
use super::marks::{LetterCase, LetterMode, Marks, Pen};
use super::page::{Held, Page};
use super::ruler::{self, Tick};
use super::sheet::Sheet;
use crate::annotation::{BlockId, EntityId, LabelSet, Thresholds};
use crate::desk::fonts::{self, Face};
use crate::desk::theme::{Theme, ThemeName};
use crate::issue::Article;
use crate::strings::{Message, Strings};
use crate::text::CharRange;
use egui::accesskit::Action;
use egui::{Color32, CursorIcon, Galley, Pos2, Rangef, Rect, Sense, Ui, Vec2, pos2, vec2};
use std::ops::Range;
use std::sync::Arc;

/// Selected characters of a block, or a caret where the range is empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selection {
    /// The block.
    pub block: BlockId,
    /// The characters.
    pub range: CharRange,
    /// Whether the caret is at the end of the range (the side that Shift + arrows move).
    pub caret_at_end: bool,
}

/// Where to scroll.
#[derive(Clone, Debug, PartialEq)]
pub enum ScrollTarget {
    /// Until the entity is seen.
    Entity(EntityId),
    /// Until the character is seen.
    Place {
        /// Its block.
        block: BlockId,
        /// Code point of the block.
        at: u32,
    },
    /// To the start of the article.
    Top,
    /// To its end.
    Bottom,
    /// To this distance from the top, in points.
    Offset(f32),
}

/// What the reader shows. It is read only.
pub struct ReaderInput<'a> {
    /// The article.
    pub article: &'a Article,
    /// Another number whenever the article, the labels, the language or the thresholds change.
    pub revision: u64,
    /// The labels.
    pub labels: &'a LabelSet,
    /// The colours.
    pub theme: &'a Theme,
    /// The words.
    pub strings: &'a Strings,
    /// The thresholds of scores.
    pub thresholds: Thresholds,
    /// The selected entity.
    pub selected: Option<&'a EntityId>,
    /// Selected characters, or the caret.
    pub selection: Option<&'a Selection>,
    /// Which marks carry a letter.
    pub letters: LetterMode,
    /// Whether rejected marks are shown.
    pub show_rejected: bool,
    /// Whether to show no marks at all.
    pub bare: bool,
    /// The face of the body: [`Face::Serif`] or [`Face::Sans`].
    pub body_face: Face,
    /// How many steps larger (smaller where negative) the body is than the width of the window gives.
    pub body_step: i8,
    /// Distance of the view from the page's top, as the last [`ReaderOutput::scroll`] said; anything else moves the view.
    pub scroll: f32,
    /// A place to go to, in this frame only.
    pub scroll_to: Option<ScrollTarget>,
    /// Whether the view jumps instead of gliding.
    pub reduce_motion: bool,
    /// Words whose places get a fill (the evidence of a topic under the pointer).
    pub evidence: &'a [String],
    /// The word around a position of a block's text; [`gesture::run_of_one_kind`] where nothing better is known.
    pub word: &'a dyn Fn(&str, u32) -> CharRange,
}

/// What the editor did.
#[derive(Clone, Debug, PartialEq)]
pub enum ReaderEvent {
    /// Clicked a mark.
    ClickEntity(EntityId),
    /// Clicked text that no mark covers.
    ClickText {
        /// The block.
        block: BlockId,
        /// The nearest position between two characters.
        at: u32,
    },
    /// Selected characters with the pointer.
    SelectRange {
        /// The block.
        block: BlockId,
        /// The characters.
        range: CharRange,
    },
    /// Dragged a border of the selected mark and let go.
    MoveBounds {
        /// The mark.
        id: EntityId,
        /// Its new place.
        range: CharRange,
    },
    /// Pressed the secondary button.
    ContextMenu {
        /// Where on the screen.
        pos: Pos2,
        /// The block.
        block: BlockId,
        /// The nearest position.
        at: u32,
        /// The mark there.
        entity: Option<EntityId>,
    },
    /// The pointer came over a mark, or left it.
    Hover(Option<EntityId>),
}

/// What became of a frame.
#[derive(Clone, Debug)]
pub struct ReaderOutput {
    /// What the editor did.
    pub events: Vec<ReaderEvent>,
    /// Where the selected mark is on the screen, when some of it is seen: for the popover.
    pub selected_rect: Option<Rect>,
    /// Where the selected characters are on the screen, when some of them are seen.
    pub selection_rect: Option<Rect>,
    /// The mark whose border is being dragged, and the place it would have: for the text so far.
    pub moving: Option<(EntityId, CharRange)>,
    /// Distance of the view from the page's top: give it back in the next frame, keep it to come back.
    pub scroll: f32,
    /// Where the text is on the screen, without the ruler.
    pub viewport: Rect,
    /// Where the column is on the screen.
    pub column: Rangef,
    /// Height of the page.
    pub page_height: f32,
    /// The first block that is seen.
    pub visible_block: Option<BlockId>,
    /// Size of the body, for the reader's bar.
    pub body_size: f32,
}

/// A drag over characters.
#[derive(Clone, Copy, Debug)]
struct Sweep {
    block: usize,
    anchor: u32,
    head: u32,
}

/// A drag of a border.
#[derive(Clone, Debug)]
struct Moving {
    id: EntityId,
    block: usize,
    start_moves: bool,
    range: CharRange,
    stopped_by: Option<EntityId>,
}

/// The view on its way.
#[derive(Clone, Copy, Debug)]
struct Glide {
    from: f32,
    to: f32,
    since: f64,
}

/// Seconds that the view takes to a place near by.
const GLIDE: f64 = 0.16;

/// What marks were worked out for.
type MarkKey = (u64, bool, bool, ThemeName);

/// The reader's caches and what the pointer is in the middle of. One for each place where an article is shown.
#[derive(Default)]
pub struct Reader {
    pub(super) page: Page,
    page_key: Option<(u64, Sheet)>,
    mark_key: Option<MarkKey>,
    ink_key: Option<(ThemeName, u32)>,
    sentinel: Option<Arc<Galley>>,
    pub(super) case: Option<LetterCase>,
    ticks: Vec<Tick>,
    pub(super) hover: Option<EntityId>,
    sweep: Option<Sweep>,
    moving: Option<Moving>,
    glide: Option<Glide>,
    view_height: f32,
    goal: Option<(BlockId, u32, f32)>,
}

/// Where the page is on the screen in this frame.
pub(super) struct Frame {
    /// The text's part of the widget.
    pub view: Rect,
    /// The column's top left corner.
    pub origin: Vec2,
    /// The column's width.
    pub column: f32,
    /// Physical pixels a point.
    pub pixels: f32,
    /// The blocks that are seen.
    pub seen: Range<usize>,
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
    /// Shows the article in all the room that `ui` has.
    pub fn show(&mut self, ui: &mut Ui, input: &ReaderInput) -> ReaderOutput {
        let area = ui.available_rect_before_wrap();
        ui.advance_cursor_after_rect(area);
        let view = area.with_max_x(area.right() - ruler::WIDTH);
        let strip = area.with_min_x(view.right());
        let sheet =
            Sheet::new(ui.ctx().content_rect().width(), area.width(), input.body_face, input.body_step);
        self.prepare(ui, input, sheet);
        self.view_height = view.height();

        let scroll = self.settle(ui, input, strip, view);
        let frame = self.frame(ui, input, area, view, sheet, scroll);
        let mut events = Vec::new();
        self.point(ui, input, &frame, &mut events);
        self.report(ui, input, &frame, &mut events);
        self.paint(ui, input, &frame);
        let share = |y: f32| y / self.page.height.max(1.0);
        let seen = Rangef::new(share(scroll), share(scroll + view.height()));
        ruler::paint(&ui.painter_at(strip), strip, &self.ticks, seen, input.theme, frame.pixels);

        let selection =
            input.selection.and_then(|selection| Some((self.page.find(&selection.block)?, selection.range)));
        ReaderOutput {
            events,
            selected_rect: self.selected(input).and_then(|(n, range)| self.on_screen(&frame, n, range)),
            selection_rect: selection.and_then(|(n, range)| self.on_screen(&frame, n, range)),
            moving: self.moving.as_ref().map(|moving| (moving.id.clone(), moving.range)),
            scroll,
            viewport: view,
            column: frame.columns(),
            page_height: self.page.height,
            visible_block: frame.seen.clone().find_map(|n| self.page.held.get(n)?.id.clone()),
            body_size: sheet.body_size(),
        }
    }

    /// The ticks of the ruler, as last drawn.
    pub fn overview(&self) -> &[Tick] {
        &self.ticks
    }

    /// How many blocks are laid out as glyphs (for tests: the others are only measured).
    pub fn laid_out(&self) -> usize {
        self.page.inked()
    }

    /// The position `rows` rows further down (up where negative), keeping the horizontal place over several moves.
    pub fn row_move(&mut self, block: &BlockId, at: u32, rows: i32) -> Option<(BlockId, u32)> {
        let mut n = self.page.find(block)?;
        let held = self.page.held.get(n)?;
        let x = match &self.goal {
            Some((goal, position, x)) if goal == block && *position == at => *x,
            _ => held.set.caret(at, false).left(),
        };
        let mut row = held.set.row_of(at) as i32 + rows;
        while row < 0 {
            n = (0..n).rev().find(|n| self.page.held.get(*n).is_some_and(|held| held.id.is_some()))?;
            row += self.page.held.get(n)?.set.rows().len().max(1) as i32;
        }
        loop {
            let count = self.page.held.get(n)?.set.rows().len().max(1) as i32;
            if row < count {
                break;
            }
            row -= count;
            n = (n + 1..self.page.held.len())
                .find(|n| self.page.held.get(*n).is_some_and(|held| held.id.is_some()))?;
        }
        let held = self.page.held.get(n)?;
        let set = &held.set;
        let at = set.position_at(pos2(x, (row as f32 + 0.5) * set.leading));
        // The position after a row's last character is drawn at the start of the next row.
        let last = set.rows().get(row as usize).map_or(at, |range| {
            if range.end() == set.chars() { range.end() } else { range.end().saturating_sub(1) }
        });
        let landed = (held.id.clone()?, at.min(last));
        self.goal = Some((landed.0.clone(), landed.1, x));
        Some(landed)
    }

    /// Where the view is after a page down (or up) from `scroll`; two rows stay in view.
    pub fn page_move(&self, scroll: f32, down: bool) -> f32 {
        let by = (self.view_height - 68.0).max(34.0);
        (if down { scroll + by } else { scroll - by }).clamp(0.0, self.last_scroll())
    }

    fn last_scroll(&self) -> f32 {
        (self.page.height - self.view_height).max(0.0)
    }

    pub(super) fn selected(&self, input: &ReaderInput) -> Option<(usize, CharRange)> {
        match &self.moving {
            Some(moving) if Some(&moving.id) == input.selected => Some((moving.block, moving.range)),
            _ => self.page.find_entity(input.article, input.selected?),
        }
    }

    /// The mark against which a border is being dragged.
    pub(super) fn stopped_by(&self) -> Option<&EntityId> {
        self.moving.as_ref()?.stopped_by.as_ref()
    }

    /// Whether characters are being dragged over.
    pub(super) fn is_sweeping(&self) -> bool {
        self.sweep.is_some()
    }

    /// The characters of a block that are being dragged over, or else are selected.
    pub(super) fn swept(&self, input: &ReaderInput, n: usize, held: &Held) -> Option<CharRange> {
        match self.sweep {
            Some(sweep) => (sweep.block == n).then(|| sweep.range(&held.text, false)),
            None => input
                .selection
                .filter(|selection| held.id.as_ref() == Some(&selection.block))
                .map(|s| s.range),
        }
    }

    /// Where a range is on the screen: as high as all its rows, as wide as the last of them.
    fn on_screen(&self, frame: &Frame, n: usize, range: CharRange) -> Option<Rect> {
        let held = self.page.held.get(n)?;
        let at = frame.corner(held.top);
        let mut rows = held.set.rects(range).map(|row| held.set.fill(row).translate(at));
        let first =
            rows.next().unwrap_or_else(|| held.set.fill(held.set.caret(range.start(), false)).translate(at));
        let last = rows.last().unwrap_or(first);
        let rect = Rect::from_min_max(pos2(last.left(), first.top()), last.max);
        frame.view.intersects(rect).then_some(rect)
    }

    /// Brings the caches up to date.
    fn prepare(&mut self, ui: &Ui, input: &ReaderInput, sheet: Sheet) {
        let pixels = ui.pixels_per_point();
        ui.ctx().fonts_mut(|fonts| {
            // When egui empties its glyph atlas, it lays even this out anew: then all held galleys point to nothing.
            let sentinel = fonts.layout_no_wrap("永".to_owned(), fonts::ui(), Color32::PLACEHOLDER);
            let emptied = self.sentinel.as_ref().is_none_or(|old| !Arc::ptr_eq(old, &sentinel));
            self.sentinel = Some(sentinel);
            let ink_key = (input.theme.name, pixels.to_bits());
            if emptied || self.ink_key != Some(ink_key) {
                self.page.dry();
                self.case = None;
                self.ink_key = Some(ink_key);
            }
            if self.page_key != Some((input.revision, sheet)) {
                self.page.sync(input.article, sheet, input.strings, fonts);
                self.page_key = Some((input.revision, sheet));
                (self.mark_key, self.case, self.goal) = (None, None, None);
            }
            if self.case.is_none() {
                self.case = Some(LetterCase::new(fonts, input.labels, input.theme, input.strings.language));
            }
        });
        let mark_key = (input.revision, input.bare, input.show_rejected, input.theme.name);
        if self.mark_key != Some(mark_key) {
            self.mark_key = Some(mark_key);
            self.page.forget_marks();
            self.ticks = if input.bare {
                Vec::new()
            } else {
                ruler::ticks(&self.page, input.article, &input.thresholds)
            };
        }
    }

    /// The scroll position of this frame.
    fn settle(&mut self, ui: &mut Ui, input: &ReaderInput, strip: Rect, view: Rect) -> f32 {
        let mut scroll = input.scroll;
        let now = ui.input(|i| i.time);
        if let Some(glide) = self.glide {
            let share = ((now - glide.since) / GLIDE).clamp(0.0, 1.0) as f32;
            scroll = glide.to + (glide.from - glide.to) * (1.0 - share).powi(3);
            if share >= 1.0 {
                self.glide = None;
            }
        }
        if let Some(to) = input.scroll_to.as_ref().and_then(|target| self.target(input, target, scroll)) {
            let to = to.clamp(0.0, self.last_scroll());
            if input.reduce_motion || (to - scroll).abs() > view.height() {
                (scroll, self.glide) = (to, None);
            } else if (to - scroll).abs() > 0.5 {
                self.glide = Some(Glide { from: scroll, to, since: now });
            }
        }
        let wheel = if ui.rect_contains_pointer(view.union(strip)) {
            ui.input(|i| i.smooth_scroll_delta().y)
        } else {
            0.0
        };
        let response = ui.interact(strip, ui.unique_id().with("ruler"), Sense::CLICK | Sense::DRAG);
        let pressed = response.is_pointer_button_down_on().then(|| response.interact_pointer_pos()).flatten();
        if wheel != 0.0 {
            (scroll, self.glide) = (scroll - wheel, None);
        }
        if let Some(pos) = pressed {
            let share = (pos.y - strip.top()) / strip.height().max(1.0);
            (scroll, self.glide) = (share * self.page.height - 0.5 * view.height(), None);
        }
        if self.glide.is_some() {
            ui.ctx().request_repaint();
        }
        scroll.clamp(0.0, self.last_scroll())
    }

    /// Where the view must be for a target to be seen well.
    fn target(&self, input: &ReaderInput, target: &ScrollTarget, scroll: f32) -> Option<f32> {
        let (n, range) = match target {
            ScrollTarget::Top => return Some(0.0),
            ScrollTarget::Bottom => return Some(self.page.height),
            ScrollTarget::Offset(offset) => return Some(*offset),
            ScrollTarget::Entity(id) => self.page.find_entity(input.article, id)?,
            ScrollTarget::Place { block, at } => (self.page.find(block)?, CharRange::new(*at, *at)),
        };
        let held = self.page.held.get(n)?;
        let row = |at: u32| held.top + held.set.row_of(at) as f32 * held.set.leading;
        let (top, bottom) =
            (row(range.start()), row(range.end().max(range.start() + 1) - 1) + held.set.leading);
        // Already seen with a row of air above and room for a line or two below: nothing moves.
        let air = held.set.leading;
        let well = top - air >= scroll && bottom + 2.0 * air <= scroll + self.view_height;
        Some(if well { scroll } else { top - 0.34 * self.view_height })
    }

    /// Lays out what is seen.
    fn frame(
        &mut self,
        ui: &Ui,
        input: &ReaderInput,
        area: Rect,
        view: Rect,
        sheet: Sheet,
        scroll: f32,
    ) -> Frame {
        let pixels = ui.pixels_per_point();
        let snap = |at: f32| (at * pixels).round() / pixels;
        let origin = vec2(snap(area.center().x - 0.5 * sheet.column), snap(area.top() - scroll));
        let seen = self.page.between(scroll, scroll + view.height());
        let near = self.page.between(scroll - 2.0 * view.height(), scroll + 3.0 * view.height());
        self.page.dry_outside(&near);
        let frame = Frame { view, origin, column: sheet.column, pixels, seen };
        for n in frame.seen.clone() {
            ui.ctx().fonts_mut(|fonts| self.page.ink(n, input.theme, fonts));
            let Some(held) = self.page.held.get_mut(n) else { continue };
            if held.marks.is_none() {
                let pen = frame.pen(input, held.style.letters);
                let block = held.block.and_then(|n| input.article.blocks.get(n)).filter(|_| !input.bare);
                held.marks = Some(block.map(|block| Marks::of(block, &held.set, &pen)).unwrap_or_default());
            }
        }
        frame
    }

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
    fn point(&mut self, ui: &mut Ui, input: &ReaderInput, frame: &Frame, events: &mut Vec<ReaderEvent>) {
        let id = ui.unique_id().with("text");
        let response = ui.interact(frame.view, id, Sense::CLICK | Sense::DRAG);
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

    /// Tells the accessibility tree about blocks and marks, and hears its clicks.
    fn report(&self, ui: &mut Ui, input: &ReaderInput, frame: &Frame, events: &mut Vec<ReaderEvent>) {
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
                    .with("text", &held.text);
                egui::WidgetInfo::labeled(
                    egui::Role::Paragraph,
                    true,
                    input.strings.say(&message).replace(" ：", "："),
                )
            });
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

impl Sweep {
    fn range(&self, content: &str, keep_marks: bool) -> CharRange {
        let range = CharRange::new(self.anchor, self.head);
        if keep_marks { range } else { gesture::snapped(content, range) }
    }
}

impl Frame {
    /// The screen position of a block's corner.
    pub fn corner(&self, top: f32) -> Vec2 {
        vec2(self.origin.x, ((self.origin.y + top) * self.pixels).round() / self.pixels)
    }

    fn columns(&self) -> Rangef {
        Rangef::new(self.origin.x, self.origin.x + self.column)
    }

    pub fn pen<'a>(&self, input: &ReaderInput<'a>, letters: bool) -> Pen<'a> {
        Pen {
            theme: input.theme,
            labels: input.labels,
            strings: input.strings,
            thresholds: input.thresholds,
            show_rejected: input.show_rejected,
            letters,
            pixels: self.pixels,
        }
    }
}
