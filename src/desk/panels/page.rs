//! The middle: the reader with its bar, what floats beside the selection, toasts.

use super::{Panel, popover, top};
use crate::annotation::{ArticleId, BlockId, Entity, EntityId};
use crate::desk::command::{Action, Command};
use crate::desk::fonts::{self, Face};
use crate::desk::reader::{
    LetterMode, Reader, ReaderEvent, ReaderInput, ReaderOutput, ScrollTarget, Selection, fitting,
    run_of_one_kind,
};
use crate::desk::settings::Letters;
use crate::desk::state::{Drawn, OpenIssue, Pane};
use crate::desk::widgets;
use crate::issue::Article;
use crate::strings::Message;
use crate::text::{CharRange, char_len, is_han, slice};
use egui::{
    Align, EventFilter, Id, Layout, Pos2, Rect, Role, Sense, Stroke, Ui, UiBuilder, WidgetInfo, pos2, vec2,
};

/// Height of the bar above the reader.
const BAR: f32 = 40.0;

/// What the page keeps between frames.
#[derive(Default)]
pub struct PageState {
    reader: Reader,
    /// A movement over the page to be made in the next frame.
    pub walk: Option<Action>,
    /// Another article is on the page: go to where the editor was in it.
    pub restart: bool,
    /// The first block that is seen.
    pub visible_block: Option<BlockId>,
    /// Where the context menu is.
    context: Option<Pos2>,
    /// Where the text was in the last frame: its part of the screen, its column, how far it was scrolled.
    shown: Option<(Rect, egui::Rangef, f32)>,
    /// What the bar says of the article.
    extent: Option<Extent>,
    /// How many characters a row would hold in the last frame.
    fitting: Option<u8>,
    /// The page beside a card.
    pub aside: super::review::Aside,
}

impl PageState {
    /// The text's part of the screen.
    pub fn viewport(&self) -> Rect {
        self.shown.map_or(Rect::NOTHING, |(viewport, ..)| viewport)
    }

    /// How many characters a row could have in the room that there is.
    pub fn fitting(&self) -> Option<u8> {
        self.fitting
    }

    /// Where a block of the article is on the screen, seen or not.
    pub fn place(&self, block: &BlockId) -> Option<Rect> {
        let (viewport, column, scroll) = self.shown?;
        let span = self.reader.span(block)?;
        let top = viewport.top() - scroll;
        Some(Rect::from_x_y_ranges(column, top + span.min..=top + span.max))
    }
}

/// The widget that has the keyboard while the reader has it.
pub fn focus_id() -> Id {
    Id::unique("reader.focus")
}

/// Shows the middle of the desk.
pub fn show(ui: &mut Ui, panel: &mut Panel<'_>, page: &mut PageState) {
    let Some(open) = &panel.state.open else { return };
    let Some(article) = open.current() else { return };
    let full = ui.max_rect();
    let bar = if ui.ctx().content_rect().height() < 640.0 { 0.0 } else { BAR };
    let (head, body) = full.split_top_bottom_at_y(full.top() + bar);
    let found = if panel.state.find.is_some() { super::find::HEIGHT } else { 0.0 };
    let (find, body) = body.split_top_bottom_at_y(body.top() + found);
    ui.painter().rect_filled(full, 0, panel.state.theme.paper);
    keep_focus(ui, panel, body, article);
    let output =
        ui.scope_builder(UiBuilder::new().max_rect(body), |ui| read(ui, panel, page, open, article)).inner;
    if bar > 0.0 {
        ui.scope_builder(UiBuilder::new().max_rect(head), |ui| {
            reader_bar(ui, panel, page, article, output.body_size);
        });
    }
    super::find::show(ui, panel, find);
    events(ui.ctx(), panel, page, &output);
    floats(ui, panel, page, article, &output);
    toast(ui, panel, body);
    page.visible_block = output.visible_block;
    page.fitting = Some(fitting(body.width(), output.body_size).min(255.0) as u8);
    page.shown = Some((output.viewport, output.column, output.scroll));
    if (output.scroll - open.scroll).abs() > 0.01 {
        panel.push(Command::Scroll(output.scroll));
    }
}

/// The reader has the keyboard whenever nothing else wants it, so that Tab and arrows are its own.
fn keep_focus(ui: &Ui, panel: &Panel<'_>, rect: Rect, article: &Article) {
    let id = focus_id();
    let response = ui.interact(rect, id, Sense::focusable_noninteractive());
    let name = article.headline().unwrap_or_default().to_owned();
    response.widget_info(|| WidgetInfo::labeled(Role::Article, true, &name));
    let free = ui.memory(|memory| memory.focused().is_none());
    if free && panel.state.floating.is_none() && panel.state.pane == Pane::Reader {
        response.request_focus();
    }
    let filter = EventFilter { tab: true, horizontal_arrows: true, vertical_arrows: true, escape: true };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
}

fn read(
    ui: &mut Ui,
    panel: &mut Panel<'_>,
    page: &mut PageState,
    open: &OpenIssue,
    article: &Article,
) -> ReaderOutput {
    let state = panel.state;
    let mut scroll = open.scroll;
    let mut target = None;
    if open.reveal {
        target = reveal(open);
        panel.commands.push(Command::Revealed);
    }
    if let Some(walk) = page.walk.take() {
        match walk {
            Action::Home => target = Some(ScrollTarget::Top),
            Action::End => target = Some(ScrollTarget::Bottom),
            Action::PageUp => target = Some(ScrollTarget::Offset(page.reader.page_move(scroll, false))),
            Action::PageDown => target = Some(ScrollTarget::Offset(page.reader.page_move(scroll, true))),
            Action::RowUp => scroll = row_move(panel, page, open, article, -1, scroll),
            Action::RowDown => scroll = row_move(panel, page, open, article, 1, scroll),
            _ => {}
        }
    }
    let selection = open.selection.as_ref().map(|selection| Selection {
        block: selection.block.clone(),
        range: selection.range(),
        caret_at_end: selection.caret >= selection.anchor,
    });
    let cut = std::mem::take(&mut page.restart);
    let input = ReaderInput {
        article,
        revision: open.revision,
        labels: &state.labels,
        theme: &state.theme,
        strings: &state.strings,
        thresholds: state.thresholds,
        selected: open.mark.as_ref(),
        selection: selection.as_ref(),
        letters: match state.settings.letters {
            Letters::All => LetterMode::All,
            Letters::Undecided => LetterMode::Undecided,
            Letters::None => LetterMode::None,
        },
        show_rejected: state.settings.show_rejected,
        relations: if state.drawn == Drawn::Arcs { &article.relations } else { &[] },
        bare: state.drawn == Drawn::Nothing,
        body_face: if state.settings.serif { Face::Serif } else { Face::Sans },
        body_step: state.settings.size_step,
        measure: state.settings.measure,
        scroll,
        scroll_to: target,
        reduce_motion: state.settings.reduce_motion || cut,
        evidence: state.find.as_ref().map_or(&[], |bar| std::slice::from_ref(&bar.text)),
        word: &word,
    };
    page.reader.show(ui, &input)
}

/// The word at a position: inside a run of Han characters by the dictionary, once the proposer has read it.
fn word(content: &str, at: u32) -> CharRange {
    let run = run_of_one_kind(content, at);
    let word = slice(content, run).filter(|piece| piece.chars().all(is_han));
    let word = word.and_then(|piece| crate::propose::word_at(piece, at.checked_sub(run.start())?));
    word.map_or(run, |word| CharRange::new(run.start() + word.start(), run.start() + word.end()))
}

fn reveal(open: &OpenIssue) -> Option<ScrollTarget> {
    match (&open.mark, &open.selection) {
        (Some(id), _) => Some(ScrollTarget::Entity(id.clone())),
        (None, Some(selection)) => {
            Some(ScrollTarget::Place { block: selection.block.clone(), at: selection.caret })
        }
        (None, None) => None,
    }
}

/// A row up or down: the caret moves by a row, a selected mark gives way to the nearest one that far on, and with
/// nothing selected the page moves. Returns the scroll position.
fn row_move(
    panel: &mut Panel<'_>,
    page: &mut PageState,
    open: &OpenIssue,
    article: &Article,
    rows: i32,
    scroll: f32,
) -> f32 {
    if let Some(selection) = &open.selection {
        if let Some((block, at)) = page.reader.row_move(&selection.block, selection.caret, rows) {
            panel.push(Command::Select { block, anchor: at, caret: at });
            panel.push(Command::Reveal);
        }
        return scroll;
    }
    let Some((block, from)) = open.selected().and_then(|entity| {
        let block = article.blocks.iter().find(|block| block.entity(&entity.id).is_some())?;
        Some((block.id.clone(), entity.range.start()))
    }) else {
        return (scroll + rows as f32 * 34.0).max(0.0);
    };
    if let Some((block, at)) = page.reader.row_move(&block, from, rows)
        && let Some(id) = nearest(panel, article, &block, at, rows > 0, open.mark.as_ref())
    {
        panel.push(Command::SelectMark(id, false));
    }
    scroll
}

fn nearest(
    panel: &Panel<'_>,
    article: &Article,
    block: &BlockId,
    at: u32,
    down: bool,
    except: Option<&EntityId>,
) -> Option<EntityId> {
    let here = article.blocks.iter().position(|b| b.id == *block)?;
    let shown = |entity: &&Entity| panel.state.is_shown(entity) && Some(&entity.id) != except;
    let same = article.block(block)?.entities.iter().filter(shown).filter(|entity| {
        let near = entity.range.start().abs_diff(at);
        near < 40
    });
    if let Some(found) = same.min_by_key(|entity| entity.range.start().abs_diff(at)) {
        return Some(found.id.clone());
    }
    let mut others: Vec<usize> =
        (0..article.blocks.len()).filter(|n| if down { *n > here } else { *n < here }).collect();
    if !down {
        others.reverse();
    }
    others.into_iter().find_map(|n| {
        let mut marks = article.blocks[n].entities.iter().filter(shown);
        if down { marks.next() } else { marks.next_back() }.map(|entity| entity.id.clone())
    })
}

fn events(ctx: &egui::Context, panel: &mut Panel<'_>, page: &mut PageState, output: &ReaderOutput) {
    for event in &output.events {
        if !matches!(event, ReaderEvent::Hover(_)) {
            page.context = None;
            panel.push(Command::FocusReader);
        }
        match event.clone() {
            ReaderEvent::ClickEntity(id) => panel.push(Command::SelectMark(id, true)),
            ReaderEvent::ClickText { block, at } => {
                panel.push(Command::Select { block, anchor: at, caret: at });
            }
            ReaderEvent::SelectRange { block, range } => {
                panel.push(Command::Select { block, anchor: range.start(), caret: range.end() });
            }
            ReaderEvent::MoveBounds { id, range } => panel.push(Command::SetRange(id, range)),
            ReaderEvent::ContextMenu { pos, block, at, entity } => {
                let selection = panel.state.open.as_ref().and_then(|open| open.selection.as_ref());
                let inside = selection.is_some_and(|s| s.block == block && s.range().contains(at));
                match entity {
                    Some(id) => panel.push(Command::SelectMark(id, false)),
                    None if inside => {}
                    None => panel.push(Command::Select { block, anchor: at, caret: at }),
                }
                page.context = Some(pos);
            }
            ReaderEvent::DragBlock(block) => {
                egui::DragAndDrop::set_payload(ctx, super::outline::Dragged::Block(block));
            }
            ReaderEvent::Hover(_) => {}
        }
    }
}

fn floats(ui: &Ui, panel: &mut Panel<'_>, page: &mut PageState, article: &Article, output: &ReaderOutput) {
    // In a narrow window another pane lies over the page.
    if panel.state.floating.is_some() || panel.state.pane != Pane::Reader {
        return;
    }
    if let Some(pos) = page.context {
        if context_menu(ui, panel, pos) {
            page.context = None;
        }
        return;
    }
    let Some(open) = &panel.state.open else { return };
    if let Some(anchor) = output.selected_rect.filter(|_| output.moving.is_none()) {
        popover::mark(ui, panel, anchor, output.viewport);
    } else if let Some((id, range)) = &output.moving
        && let Some(anchor) = output.selected_rect
    {
        let text =
            open.issue.find(id).and_then(|found| slice(&found.block.text, *range).map(ToOwned::to_owned));
        popover::selection(ui, panel, &text.unwrap_or_default(), anchor, output.viewport);
    } else if let Some((selection, anchor)) = open.selection.as_ref().zip(output.selection_rect)
        && !selection.range().is_empty()
        // Going from one place that was found to the next, one wants to see them all.
        && panel.state.find.as_ref().is_none_or(|bar| bar.at.is_none())
    {
        let text = article.block(&selection.block).and_then(|block| slice(&block.text, selection.range()));
        popover::selection(ui, panel, text.unwrap_or_default(), anchor, output.viewport);
    } else if let Some(anchor) = output.selection_rect.filter(|_| popover::has_said(panel)) {
        popover::said(ui, panel, anchor, output.viewport);
    }
}

/// What can be done at the pointer: to the mark, to the selected characters, to the paragraph.
fn context_actions(panel: &Panel<'_>) -> Vec<Action> {
    use Action as A;
    let Some(open) = &panel.state.open else { return Vec::new() };
    let labels = panel.state.labels.labels.iter().filter_map(|label| A::of_label(label.key));
    let selected = open.selection.as_ref().is_some_and(|selection| !selection.range().is_empty());
    let read = open.reading_here().is_some();
    let noted = (!open.remarks_here().is_empty()).then_some(A::Unnote);
    let read = [A::Reading].into_iter().chain(read.then_some(A::Unread)).chain([A::Note]).chain(noted);
    let block = [A::ChooseRole, A::SplitBlock, A::JoinBlock, A::SplitArticle, A::MoveTo];
    if open.mark.is_some() {
        let mark = [A::Accept, A::Reject].into_iter().chain(labels).chain([A::ChooseLabel]);
        let mark = mark.chain([A::JoinMark, A::Details, A::Context, A::AcceptSame, A::AcceptBlock]);
        return mark.chain(read).chain(block).chain([A::Copy]).collect();
    }
    if selected {
        return labels
            .chain([A::ChooseLabel, A::SplitMark])
            .chain(read)
            .chain([A::SelectionKeyword, A::Context])
            .chain(block)
            .chain([A::Copy])
            .collect();
    }
    let more = [A::Detach, A::Confirm, A::MoveUp, A::MoveDown, A::AcceptBlock, A::Copy];
    let read = read.filter(|_| popover::has_said(panel));
    read.chain(block).chain(more).collect()
}

/// The menu at the pointer; returns whether it has to close.
fn context_menu(ui: &Ui, panel: &mut Panel<'_>, at: Pos2) -> bool {
    let theme = &panel.state.theme;
    let actions = context_actions(panel);
    let mut chosen = None;
    let frame = egui::Frame::new()
        .fill(theme.raised)
        .stroke(Stroke::new(1.0, theme.line2))
        .corner_radius(8)
        .shadow(egui::Shadow { offset: [0, 6], blur: 20, spread: 0, color: theme.shadow })
        .inner_margin(6);
    let area = egui::Area::new(Id::unique("context"))
        .order(egui::Order::Foreground)
        .fixed_pos(at)
        .constrain(true)
        .fade_in(false);
    let shown = area.show(ui.ctx(), |ui| {
        frame.show(ui, |ui| {
            ui.set_width(top::MENU);
            ui.spacing_mut().item_spacing.y = 0.0;
            for action in actions {
                if top::entry(ui, panel, action).clicked() {
                    chosen = Some(action);
                }
            }
        });
    });
    if let Some(action) = chosen {
        panel.push(Command::Act(action));
        return true;
    }
    let elsewhere = ui.input(|input| input.pointer.any_pressed() && !input.pointer.secondary_pressed())
        && !shown.response.contains_pointer();
    elsewhere || ui.input(|input| input.key_pressed(egui::Key::Escape))
}

/// How long an article is and where it stands in the source, for one state of the issue.
struct Extent {
    of: (u64, ArticleId),
    chars: u32,
    spans: Vec<CharRange>,
}

impl Extent {
    fn new(of: (u64, ArticleId), article: &Article) -> Self {
        // Blocks are joined by a line end each.
        let lengths = article.blocks.iter().map(|block| char_len(&block.text) + 1);
        let chars = lengths.sum::<u32>().saturating_sub(1);
        let sources: Vec<CharRange> =
            article.blocks.iter().flat_map(|block| block.source.iter().copied()).collect();
        Self { of, chars, spans: joined(&sources) }
    }
}

fn reader_bar(ui: &mut Ui, panel: &mut Panel<'_>, page: &mut PageState, article: &Article, size: f32) {
    let state = panel.state;
    let theme = &state.theme;
    let full = ui.max_rect();
    widgets::hairline(ui, full.bottom() - 0.5, full.x_range(), theme.line1);
    let Some(open) = &state.open else { return };
    let order = super::outline::order(&open.issue);
    let number = order.iter().position(|other| other.id == article.id).map_or(0, |n| n + 1);
    let of = (open.revision, article.id.clone());
    let extent = match page.extent.take() {
        Some(extent) if extent.of == of => extent,
        _ => Extent::new(of, article),
    };
    let extent = page.extent.insert(extent);
    let chars = super::status::grouped(extent.chars);
    let left = Message::new("reader_bar.place").with("number", number).with("chars", chars);
    let spans = &extent.spans;
    let listed: Vec<String> = spans.iter().take(3).map(ToString::to_string).collect();
    let more = if spans.len() > 3 { "…" } else { "" };
    let source = Message::new("reader_bar.source")
        .with("count", counted(state, spans.len()))
        .with("ranges", format!("{}{more}", listed.join("，")));
    let said = format!("{}　/　{}", state.strings.say(&left), state.strings.say(&source));
    ui.scope_builder(UiBuilder::new().max_rect(full.shrink2(vec2(24.0, 0.0))), |ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = 4.0;
            let face = if state.settings.serif { "reader_bar.serif" } else { "reader_bar.sans" };
            let face = state.strings.say(&Message::new(face).with("size", size.round()));
            if bar_button(ui, panel, &face, "").clicked() {
                panel.push(Command::Act(Action::BodyFace));
            }
            let letters = match state.settings.letters {
                Letters::All => "reader_bar.letters_all",
                Letters::Undecided => "reader_bar.letters_open",
                Letters::None => "reader_bar.letters_none",
            };
            if bar_button(ui, panel, state.say(letters), &state.key(Action::Letters).unwrap_or_default())
                .clicked()
            {
                panel.push(Command::Act(Action::Letters));
            }
            super::source::toggle(ui, panel, open.beside.is_some());
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let text = widgets::clipped(
                    ui.painter(),
                    &said,
                    fonts::small(),
                    theme.ink3,
                    ui.available_width() - 12.0,
                    1,
                );
                let (rect, _) = ui.allocate_exact_size(text.size(), Sense::hover());
                ui.painter().galley(rect.min, text, theme.ink3);
            });
        });
    });
}

/// A small number as prose writes it before a counter (两), a larger one in digits.
pub fn counted(state: &crate::desk::state::State, count: usize) -> String {
    let words = state.say("counted").split_whitespace();
    count
        .checked_sub(1)
        .and_then(|n| words.clone().nth(n))
        .map_or_else(|| format!(" {count} "), ToOwned::to_owned)
}

fn bar_button(ui: &mut Ui, panel: &Panel<'_>, text: &str, key: &str) -> egui::Response {
    let theme = &panel.state.theme;
    let galley = ui.painter().layout_no_wrap(text.to_owned(), fonts::small(), theme.ink2);
    let (rect, response) = ui.allocate_exact_size(galley.size() + vec2(16.0, 10.0), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, text));
    if response.hovered() {
        ui.painter().rect_filled(rect, 4, theme.sunk);
    }
    ui.painter().galley(rect.center() - galley.size() / 2.0, galley, theme.ink2);
    widgets::focus_ring(ui, theme, &response, rect, 4.0);
    if key.is_empty() { response } else { response.on_hover_text(key) }
}

/// Source ranges in order, joined where at most a blank line lies between.
fn joined(ranges: &[CharRange]) -> Vec<CharRange> {
    let mut sorted = ranges.to_vec();
    sorted.sort_unstable();
    let mut spans: Vec<CharRange> = Vec::new();
    for range in sorted {
        match spans.last_mut() {
            Some(last) if range.start() <= last.end() + 8 => {
                *last = CharRange::new(last.start(), last.end().max(range.end()));
            }
            _ => spans.push(range),
        }
    }
    spans
}

/// A short word at the foot of what is shown.
pub(super) fn toast(ui: &Ui, panel: &mut Panel<'_>, body: Rect) {
    let Some(toast) = &panel.state.toast else { return };
    let theme = &panel.state.theme;
    let width = 420.0_f32.min(body.width() - 40.0);
    let text = ui.painter().layout(toast.text.clone(), fonts::ui(), theme.ink1, width - 150.0);
    let height = text.size().y + 22.0;
    let at = pos2(body.center().x - width / 2.0, body.bottom() - 16.0 - height);
    let mut undo = false;
    egui::Area::new(Id::unique("toast")).order(egui::Order::Foreground).fixed_pos(at).fade_in(false).show(
        ui.ctx(),
        |ui| {
            let (rect, response) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
            response.widget_info(|| WidgetInfo::labeled(Role::Status, true, &toast.text));
            let shadow = egui::Shadow { offset: [0, 4], blur: 14, spread: 0, color: theme.shadow };
            ui.painter().add(shadow.as_shape(rect, 8));
            ui.painter().rect(rect, 8, theme.raised, Stroke::new(1.0, theme.line2), egui::StrokeKind::Inside);
            let bar = Rect::from_min_size(rect.min, vec2(3.0, rect.height()));
            ui.painter().rect_filled(bar, egui::CornerRadius { nw: 8, sw: 8, ne: 0, se: 0 }, theme.zhu);
            ui.painter().galley(rect.min + vec2(18.0, 11.0), text, theme.ink1);
            if toast.undo {
                let spot = Rect::from_min_max(pos2(rect.right() - 124.0, rect.top()), rect.max);
                let response = ui.interact(spot, Id::unique("toast.undo"), Sense::click());
                let name = panel.state.say("action.undo");
                response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
                let word = pos2(spot.left() + 8.0, rect.center().y);
                let said = panel.state.say("toast.undo");
                let drawn = ui.painter().text(
                    word,
                    egui::Align2::LEFT_CENTER,
                    said,
                    Face::SansBold.at(14.0),
                    theme.ink1,
                );
                if let Some(key) = panel.state.key(Action::Undo) {
                    widgets::key_cap(ui.painter(), theme, pos2(drawn.right() + 8.0, rect.center().y), &key);
                }
                undo = response.clicked();
            }
        },
    );
    if undo {
        panel.push(Command::Act(Action::Undo));
    }
}
