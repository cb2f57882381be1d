//! The widget: scrolling, pointing, painting.
//!
//! A frame goes: bring the caches up to date, settle the scroll position, lay out what is seen, ask what the pointer
//! did, paint. Positions on the page are distances from its top; `Frame` knows where that is on the screen.

use super::api::{ReaderInput, ReaderOutput, ScrollTarget};
use super::letters::LetterCase;
use super::marks::{Marks, Pen};
use super::page::{Held, Page};
use super::pointer::{Moving, Sweep};
use super::ruler::{self, Tick};
use super::sheet::Sheet;
use crate::annotation::{BlockId, EntityId};
use crate::desk::fonts;
use crate::desk::theme::ThemeName;
use crate::text::CharRange;
use egui::{Color32, Galley, Rangef, Rect, Sense, Ui, Vec2, pos2, vec2};
use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

/// The view on its way.
#[derive(Clone, Copy, Debug)]
struct Glide {
    from: f32,
    to: f32,
    since: f64,
}

/// Where the selected entity was found.
pub(super) struct Found {
    key: (u64, EntityId),
    block: usize,
    range: CharRange,
    /// Its text.
    pub text: String,
}

/// Seconds in which the rule of a decision is drawn.
const FRESH: f64 = 0.12;

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
    pub(super) sweep: Option<Sweep>,
    pub(super) moving: Option<Moving>,
    glide: Option<Glide>,
    /// Scrolling that a drag beyond the view asks for, in points.
    pub(super) nudge: f32,
    view_height: f32,
    goal: Option<(BlockId, u32, f32)>,
    pub(super) found: Option<Found>,
    /// Marks that were open when last drawn, until the next frame has drawn them.
    open: HashSet<EntityId>,
    /// Marks just decided, and when.
    fresh: Vec<(EntityId, f64)>,
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
    /// Seconds since the program began.
    pub now: f64,
}

impl Reader {
    /// Shows the article in all the room that `ui` has.
    pub fn show(&mut self, ui: &mut Ui, input: &ReaderInput) -> ReaderOutput {
        let area = ui.available_rect_before_wrap();
        ui.advance_cursor_after_rect(area);
        let view = area.with_max_x(area.right() - ruler::WIDTH);
        let strip = area.with_min_x(view.right());
        let window = ui.ctx().content_rect().width();
        let sheet = Sheet::new(window, area.width(), input.body_face, input.body_step, input.measure);
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

    /// How many rows are laid out as glyphs (the others are only measured).
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

    /// Where a block is on the page, as distances from its top.
    pub fn span(&self, block: &BlockId) -> Option<Rangef> {
        let held = self.page.held.get(self.page.find(block)?)?;
        Some(Rangef::new(held.top, held.bottom()))
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
            _ => self
                .found
                .as_ref()
                .filter(|_| input.selected.is_some())
                .map(|found| (found.block, found.range)),
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
                self.open = self.page.open_marks();
                self.page.sync(input.article, sheet, input.strings, fonts);
                self.page_key = Some((input.revision, sheet));
                (self.mark_key, self.goal) = (None, None);
                let language = input.strings.language;
                self.case.take_if(|case| !case.is_of(input.labels, language));
            }
            if self.case.is_none() {
                self.case = Some(LetterCase::new(fonts, input.labels, input.theme, input.strings.language));
            }
        });
        self.find_selected(input);
        let mark_key = (input.revision, input.bare, input.show_rejected, input.theme.name);
        if self.mark_key != Some(mark_key) {
            self.page.forget_marks();
            self.mark_key = Some(mark_key);
            self.ticks = if input.bare {
                Vec::new()
            } else {
                ruler::ticks(&self.page, input.article, &input.thresholds)
            };
        }
    }

    /// Finds the selected entity, once a selection.
    fn find_selected(&mut self, input: &ReaderInput) {
        let key = input.selected.map(|id| (input.revision, id.clone()));
        if self.found.as_ref().map(|found| &found.key) != key.as_ref() {
            self.found = key.and_then(|key| {
                let (block, range) = self.page.find_entity(input.article, &key.1)?;
                let text = self.page.held.get(block)?.slice(range).to_owned();
                Some(Found { key, block, range, text })
            });
        }
    }

    /// How much of a mark's rule is drawn.
    pub(super) fn grown(&self, id: &EntityId, now: f64) -> f32 {
        let since = self.fresh.iter().find(|(fresh, _)| fresh == id).map(|(_, since)| now - since);
        since.map_or(1.0, |passed| (passed / FRESH).clamp(0.0, 1.0) as f32)
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
        scroll += std::mem::take(&mut self.nudge);
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
        let now = ui.input(|i| i.time);
        let frame = Frame { view, origin, column: sheet.column, pixels, seen, now };
        for n in frame.seen.clone() {
            ui.ctx().fonts_mut(|fonts| {
                self.page.ink(n, Rangef::new(scroll, scroll + view.height()), input.theme, fonts);
            });
            let Some(held) = self.page.held.get_mut(n) else { continue };
            let rows =
                held.set.row_at(scroll - held.top)..held.set.row_at(scroll + view.height() - held.top) + 1;
            if held.marks.as_ref().is_none_or(|marks| !marks.hold(&rows, &held.set)) {
                let pen = frame.pen(input, held.style.letters);
                let block = held.block.and_then(|n| input.article.blocks.get(n)).filter(|_| !input.bare);
                let marks = block.map(|block| Marks::of(block, &held.set, &pen, &rows)).unwrap_or_default();
                let decided =
                    marks.list.iter().filter(|mark| !mark.state.is_open() && self.open.contains(&mark.id));
                self.fresh.extend(decided.map(|mark| (mark.id.clone(), now)));
                held.marks = Some(marks);
            }
        }
        self.open.clear();
        self.fresh.retain(|(_, since)| !input.reduce_motion && now - since < FRESH);
        if !self.fresh.is_empty() {
            ui.ctx().request_repaint();
        }
        frame
    }
}

impl Frame {
    /// The screen position of a block's corner.
    pub fn corner(&self, top: f32) -> Vec2 {
        vec2(self.origin.x, ((self.origin.y + top) * self.pixels).round() / self.pixels)
    }

    pub fn columns(&self) -> Rangef {
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
