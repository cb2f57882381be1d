//! The window: an editor's desk.
//!
//! A frame goes: take in the worker's events → keys to actions → panels show the state and push commands → `apply`
//! carries them out. `state` is what is shown, `command` what can be done, `worker` what happens behind.

mod apart;
pub mod apply;
pub mod arrangement;
pub mod beside;
pub mod caret;
pub mod command;
pub mod context;
mod data;
mod decide;
pub mod dialogs;
pub mod export;
pub mod find;
pub mod fonts;
mod go;
pub mod guideline;
pub mod history;
mod hands;
pub mod icons;
pub mod import;
pub mod keeping;
pub mod keymap;
pub mod keys;
pub mod labels;
mod listen;
mod names;
mod measure;
pub mod panels;
pub mod quality;
pub mod reader;
pub mod print;
pub mod printing;
mod readings;
mod rebind;
mod refresh;
mod remarks;
pub mod rest;
mod restructure;
pub mod review;
pub mod same;
pub mod seek;
pub mod settings;
pub mod several;
mod shape;
pub mod shelf;
mod shortcut;
pub mod state;
mod style;
pub mod table;
pub mod tabs;
pub mod taxonomy;
pub mod theme;
pub mod tour;
pub mod unmarked;
mod walk;
pub mod widgets;
pub mod worker;

use crate::strings::{Language, Message, Strings};
use arrangement::Arrangement;
use command::{Action, Command};
use egui::{Event, ImeEvent, Key, Rect, Ui, UiBuilder};
use keymap::Focus;
use panels::Panel;
use panels::page::PageState;
use panels::source::SourceState;
use printing::PrintTurn;
use settings::Settings;
use state::{DeskView, Fields, Floating, Offer, State, View};
use std::path::PathBuf;
use std::sync::Arc;
use worker::{Job, Loading, Worker};

/// The page that a new user can try.
pub(crate) const SAMPLE: &str = include_str!("../../assets/samples/page.txt");

/// The desk.
pub struct Desk {
    /// What is shown.
    pub state: State,
    /// What is being typed.
    pub fields: Fields,
    worker: Worker,
    page: PageState,
    /// The source beside the article.
    pub source: SourceState,
    commands: Vec<Command>,
    settings_path: Option<PathBuf>,
    /// The last ticket given to a decision.
    ticket: u64,
    /// The base of the next issue's revisions.
    revision: u64,
    /// The window's clock, in seconds.
    clock: f64,
    /// Where the editor was when it was last remembered.
    kept: Option<DeskView>,
    /// How the desk was laid out when that was last remembered.
    arranged: Arrangement,
    /// The view that comes back with the dataset's first issue.
    view_before: arrangement::Shown,
    restyle: bool,
    /// The window has to come to the front.
    raise: bool,
    /// The next text from the clipboard becomes an issue.
    paste: bool,
    /// Keys for the next frame.
    later: Vec<Event>,
    /// Relations that the last act on the structure took off and of which nothing has been said.
    unlinked: usize,
    /// The place to show once its issue is open.
    arrival: Option<context::Arrival>,
    /// A step taken back or again whose place is shown then.
    step: Option<crate::issue::Transaction>,
    /// The source's own window.
    apart: Option<apart::Apart>,
    /// Of what it was asked whether the rest of it is to be accepted.
    rest_asked: Option<hands::Rest>,
    /// Tells the clerk that nobody waits for a change of the label set any more.
    sweep_stop: Arc<std::sync::atomic::AtomicBool>,
    /// The same for a look at an export, an export or an import.
    exchange_stop: Arc<std::sync::atomic::AtomicBool>,
    /// Passwords that opened page PDFs since the window is open; they are kept nowhere.
    passwords: beside::Passwords,
}

impl Desk {
    /// A desk that opens `files`, or the dataset that was open last. `settings_path` is where settings are kept.
    pub fn new(
        ctx: &egui::Context,
        proposer: Loading,
        settings_path: Option<PathBuf>,
        files: Vec<PathBuf>,
    ) -> Self {
        fonts::install(ctx);
        // The keys for that are the text's here.
        ctx.options_mut(|options| options.zoom_with_keyboard = false);
        let (settings, unread) = Settings::read(settings_path.as_deref());
        let waker = ctx.clone();
        let mut worker = Worker::start(proposer, move || waker.request_repaint());
        let name = if settings.editor.is_empty() { state::user_name() } else { settings.editor.clone() };
        worker.send(Job::Editor(settings.editor.clone()));
        let passwords = beside::Passwords::default();
        let mut desk = Self {
            state: State::new(settings),
            fields: Fields { name, ..Fields::default() },
            worker,
            page: PageState::default(),
            source: SourceState::painted_by(beside::painter(Arc::clone(&passwords))),
            passwords,
            commands: Vec::new(),
            settings_path,
            ticket: 0,
            revision: 0,
            clock: 0.0,
            kept: None,
            arranged: Arrangement::default(),
            view_before: arrangement::Shown::default(),
            restyle: true,
            raise: false,
            paste: false,
            later: Vec::new(),
            unlinked: 0,
            arrival: None,
            step: None,
            apart: None,
            rest_asked: None,
            sweep_stop: Arc::default(),
            exchange_stop: Arc::default(),
        };
        if !desk.say_ignored() {
            desk.say_unread(unread);
        }
        if files.is_empty() {
            if let Some(path) = desk.state.dataset_path.clone().filter(|path| path.is_file()) {
                desk.worker.send(Job::OpenDataset { path, read_only: false });
            }
        } else {
            desk.commands.push(Command::Open(files));
        }
        desk
    }

    /// One frame.
    pub fn ui(&mut self, ui: &mut Ui) {
        let ctx = ui.ctx().clone();
        self.clock = ctx.input(|input| input.time);
        if !ctx.input(|input| input.viewport().fullscreen.unwrap_or(false)) {
            self.state.settings.window = Some(ctx.content_rect().size().into());
        }
        for event in self.worker.events() {
            self.listen(event);
        }
        if std::mem::take(&mut self.restyle) {
            style::apply(&ctx, &self.state.theme);
            ctx.set_zoom_factor(f32::from(self.state.settings.scale) / 100.0);
        }
        if std::mem::take(&mut self.raise) {
            ctx.send_viewport_cmd(egui::ViewportCommand::Focus);
        }
        self.sync_review();
        let held = self.keyboard(&ctx);
        self.take_files(&ctx);
        self.renew_context();
        self.renew_find();
        let cards = self.state.reviews();
        self.state.same.renew(self.state.open.as_ref().filter(|open| open.details || cards));
        self.show(ui);
        self.show_apart(&ctx);
        if held {
            // egui takes Tab and arrows for its own walk through the widgets before anyone else sees them; in the first
            // frames after the keyboard came to the reader its claim on them does not count yet.
            ctx.memory_mut(|memory| memory.request_focus(panels::page::focus_id()));
        }
        for command in std::mem::take(&mut self.commands) {
            self.apply(&ctx, command);
        }
        self.keep_place(&ctx);
        self.keep_arrangement(&ctx);
        self.let_toast_go(&ctx);
    }

    /// Waits until every job is answered, taking in the answers: for tests and for closing.
    pub fn settle(&mut self) {
        while let Some(event) = self.worker.wait() {
            self.listen(event);
            // What an answer asks for at once, such as opening the files of a dialog, is a job of its own.
        }
    }

    /// Ends the desk: the place is remembered, everything sent is recorded, the dataset is closed.
    pub fn close(&mut self) {
        if let Some(open) = self.state.open.as_ref().filter(|open| open.preview.is_none()) {
            self.worker.send(Job::View(open.view()));
        }
        self.worker.stop();
        self.keep_settings();
    }

    /// Turns this frame's keys into commands; returns whether the reader took some.
    fn keyboard(&mut self, ctx: &egui::Context) -> bool {
        let later = std::mem::take(&mut self.later);
        ctx.input_mut(|input| drop(input.events.splice(0..0, later)));
        ctx.input(|input| {
            for event in &input.events {
                match event {
                    Event::Ime(ImeEvent::Preedit { text, .. }) => self.state.composing = !text.is_empty(),
                    Event::Ime(ImeEvent::Commit(_)) => self.state.composing = false,
                    _ => {}
                }
            }
        });
        if self.keys_wait(ctx) {
            return false;
        }
        if egui::Popup::is_any_open(ctx) {
            panels::menus::keyboard(ctx);
            // Escape closes the menu, arrows and Enter are for its entries.
            return false;
        }
        let focused = ctx.memory(egui::Memory::focused);
        let focus = if self.state.floating.is_some() {
            Focus::Dialog
        } else if ctx.text_edit_focused() {
            Focus::Field
        } else if focused.is_none_or(|id| {
            [panels::page::focus_id(), panels::context::focus_id(), panels::shelf::focus_id()].contains(&id)
        }) {
            Focus::Reader
        } else {
            Focus::Pane
        };
        if focus == Focus::Dialog {
            if self.take_key(ctx) {
                return false;
            }
            let escape =
                !self.state.composing && ctx.input_mut(|i| i.consume_key(egui::Modifiers::NONE, Key::Escape));
            if escape {
                self.commands.push(Command::Close);
            }
            return false;
        }
        if self.state.touring().is_some() && focus != Focus::Field && !self.state.composing {
            let taken = |key| ctx.input_mut(|input| input.consume_key(egui::Modifiers::NONE, key));
            if taken(Key::Escape) {
                self.commands.push(Command::TourEnd);
            } else if taken(Key::Enter) {
                self.commands.push(Command::TourNext);
            }
        }
        let keymap::Pressed { actions, later } =
            keymap::pressed(ctx, &self.state.settings.keys, focus, self.state.composing);
        self.later = later;
        let welcome = self.state.shows_welcome();
        let away = !self.state.shows_desk();
        let cards = self.state.reviews();
        let reach = |action: &Action| {
            !away
                || cards && review::takes(*action)
                || self.state.context_takes(*action)
                || self.state.shelf_takes(*action)
                || !action.is_on_page()
        };
        let held = focus == Focus::Reader && (!away || cards) && !actions.is_empty();
        self.commands.extend(actions.into_iter().filter(reach).map(Command::Act));
        if focus != Focus::Field {
            let pasted = ctx.input(|input| {
                input.events.iter().find_map(|event| match event {
                    Event::Paste(text) => Some(text.clone()),
                    _ => None,
                })
            });
            if let Some(text) =
                pasted.filter(|_| (welcome && matches!(self.state.view, View::Desk)) || self.paste)
            {
                self.paste = false;
                self.commands.push(Command::OpenText(text));
            }
        }
        held
    }

    /// Files dropped on the window.
    fn take_files(&mut self, ctx: &egui::Context) {
        let dropped: Vec<PathBuf> =
            ctx.input(|input| input.raw.dropped_files.iter().map(|file| file.path().to_owned()).collect());
        if !dropped.is_empty() {
            self.commands.push(Command::Open(dropped));
        }
    }

    fn show(&mut self, ui: &mut Ui) {
        let Self { state, fields, page, source, commands, .. } = self;
        let mut panel = Panel { state, fields, commands };
        let full = ui.max_rect();
        ui.painter().rect_filled(full, 0, panel.state.theme.paper);
        let (top, rest) = full.split_top_bottom_at_y(full.top() + panels::top::HEIGHT);
        let (tabs, rest) =
            rest.split_top_bottom_at_y(rest.top() + panels::tabs::height(&panel, full.height()));
        let (body, status) = rest.split_top_bottom_at_y(rest.bottom() - panels::status::HEIGHT);
        let below = notice(ui, &mut panel, body);
        let (_, body) = body.split_top_bottom_at_y(below);
        match panel.state.view {
            View::Quality(_) => {
                within(ui, body, |ui| panels::quality::show(ui, &mut panel, &mut page.walk));
            }
            View::Review if !panel.state.shows_welcome() => {
                within(ui, body, |ui| panels::review::show(ui, &mut panel, page));
            }
            View::Context => within(ui, body, |ui| panels::context::show(ui, &mut panel)),
            View::Shelf => within(ui, body, |ui| panels::shelf::show(ui, &mut panel)),
            View::Desk | View::Review if panel.state.shows_welcome() => {
                within(ui, body, |ui| panels::welcome::show(ui, &mut panel));
            }
            View::Desk | View::Review => desk(ui, &mut panel, page, source, body),
        }
        within(ui, tabs, |ui| panels::tabs::show(ui, &mut panel));
        within(ui, top, |ui| panels::top::show(ui, &mut panel));
        within(ui, status, |ui| panels::status::show(ui, &mut panel, source));
        under_way(ui, &mut panel);
        panels::tour::show(ui, &mut panel);
        floating(ui, &mut panel);
    }

    /// Remembers where the editor is whenever that changed.
    fn keep_place(&mut self, ctx: &egui::Context) {
        let open = self.state.open.as_ref().filter(|open| open.preview.is_none());
        let Some(view) = open.map(state::OpenIssue::view) else { return };
        // While the page glides or is dragged the place changes every frame; it is kept when it rests.
        let resting =
            !ctx.input(|input| input.pointer.any_down() || input.smooth_scroll_delta() != egui::Vec2::ZERO);
        if resting && self.kept.as_ref() != Some(&view) {
            self.kept = Some(view.clone());
            self.worker.send(Job::View(view));
        }
    }

    fn let_toast_go(&mut self, ctx: &egui::Context) {
        if let Some(toast) = &self.state.toast {
            let left = toast.until - self.clock;
            if left <= 0.0 {
                self.state.toast = None;
                ctx.request_repaint();
            } else {
                ctx.request_repaint_after_secs(left as f32);
            }
        }
    }
}

/// Widths of outline and inspector for a window width; 0 where the pane is a drawer over the reader.
fn widths(window: f32) -> (f32, f32) {
    match window {
        w if w >= 1760.0 => (320.0, 380.0),
        w if w >= 1400.0 => (272.0, 320.0),
        w if w >= 1180.0 => (232.0, 272.0),
        w if w >= 1000.0 => (232.0, 0.0),
        _ => (0.0, 0.0),
    }
}

/// Widths of the drawers, and of the edges that open them.
const DRAWERS: (f32, f32) = (232.0, 272.0);
const EDGE: f32 = 24.0;

/// Shows a part of the window in its rectangle and nowhere else.
pub(crate) fn within<R>(ui: &mut Ui, rect: Rect, show: impl FnOnce(&mut Ui) -> R) -> R {
    let builder = UiBuilder::new().max_rect(rect);
    let shown = ui.scope_builder(builder, |ui| {
        ui.shrink_clip_rect(rect);
        show(ui)
    });
    shown.inner
}

/// Width of the source pane, and from which window width on it is a fourth column.
const SOURCE: f32 = 560.0;
const SOURCE_COLUMN: f32 = 480.0;
const FOUR_COLUMNS: f32 = 1760.0;

/// Widths of outline, source pane and inspector. In a window that has no room for all the source pane takes that of the
/// two others, which are drawers then; it never takes more than half of the window.
fn rooms(window: f32, beside: bool, own: arrangement::Widths) -> (f32, f32, f32) {
    use state::Pane::{Inspector, Outline, Source};
    let (left, right) = widths(window);
    let (left, wide, right) = match beside {
        false => (left, 0.0, right),
        true if window >= FOUR_COLUMNS => (left, SOURCE_COLUMN, right),
        true => (0.0, SOURCE.min((window / 2.0).round()), 0.0),
    };
    let width = |pane, standard| own.width(pane, standard, window);
    (width(Outline, left), width(Source, wide), width(Inspector, right))
}

fn desk(ui: &mut Ui, panel: &mut Panel<'_>, page: &mut PageState, source: &mut SourceState, body: Rect) {
    use state::Pane::{Inspector, Outline};
    let beside = panel.state.source_is_beside();
    let (left, wide, right) = rooms(ui.ctx().content_rect().width(), beside, panel.state.widths);
    let pane = panel.state.pane;
    // With the source open the drawers have no edges; F6 opens them.
    let edge = |width: f32| if width > 0.0 || beside { width } else { EDGE };
    let (outline, rest) = body.split_left_right_at_x(body.left() + edge(left));
    let (middle, inspector) = rest.split_left_right_at_x(rest.right() - edge(right));
    let (lines, middle) = middle.split_left_right_at_x(middle.left() + wide);
    within(ui, middle, |ui| panels::page::show(ui, panel, page));
    if beside {
        side(ui, panel, lines, lines.right(), |ui, panel| panels::source::show(ui, panel, source));
        let room = lines.union(middle);
        within(ui, room, |ui| panels::source::show_links(ui, panel, source, page, room));
        panels::source::show_card(ui, panel, source, middle);
    }
    if left > 0.0 {
        side(ui, panel, outline, outline.right(), panels::outline::show);
    } else {
        if !beside {
            handle(ui, panel, outline, Outline, icons::Icon::Right);
        }
        if pane == Outline {
            let drawer = body.with_max_x(body.left() + DRAWERS.0);
            side(ui, panel, drawer, drawer.right(), panels::outline::show);
        }
    }
    if right > 0.0 {
        side(ui, panel, inspector, inspector.left(), panels::inspector::show);
    } else {
        if !beside {
            handle(ui, panel, inspector, Inspector, icons::Icon::Left);
        }
        if pane == Inspector {
            let drawer = body.with_min_x(body.right() - DRAWERS.1);
            side(ui, panel, drawer, drawer.left(), panels::inspector::show);
        }
    }
    for (pane, width, rect, right) in [
        (Outline, left, outline, false),
        (state::Pane::Source, wide, lines, false),
        (Inspector, right, inspector, true),
    ] {
        if width > 0.0 {
            arrangement::edge(ui, panel, pane, rect, right);
        }
    }
}

/// A side panel with the hairline at its inner edge.
fn side(
    ui: &mut Ui,
    panel: &mut Panel<'_>,
    rect: Rect,
    line: f32,
    show: impl FnOnce(&mut Ui, &mut Panel<'_>),
) {
    let theme = &panel.state.theme;
    let stroke = egui::Stroke::new(1.0, theme.line2);
    // What lies under a drawer gets no clicks.
    ui.interact(rect, egui::Id::unique(("side", line as i32)), egui::Sense::click_and_drag());
    ui.painter().rect_filled(rect, 0, theme.desk);
    within(ui, rect, |ui| show(ui, panel));
    ui.painter().vline(ui.painter().round_to_pixel_center(line), rect.y_range(), stroke);
}

/// The edge that opens a drawer where the window is too narrow for a panel.
fn handle(ui: &Ui, panel: &mut Panel<'_>, rect: Rect, pane: state::Pane, icon: icons::Icon) {
    let theme = &panel.state.theme;
    let response = ui.interact(rect, egui::Id::unique(("edge", pane as u8)), egui::Sense::click());
    let name =
        panel.state.say(if pane == state::Pane::Outline { "outline.articles" } else { "inspector.entities" });
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, name));
    ui.painter().rect_filled(rect, 0, if response.hovered() { theme.sunk } else { theme.desk });
    icons::draw(ui.painter(), icon, rect.center(), theme.ink2);
    if response.clicked() {
        panel.push(Command::ShowPane(pane));
    }
}

/// A problem: what happened, what is untouched, what to do.
/// Returns where the desk begins below it.
fn notice(ui: &mut Ui, panel: &mut Panel<'_>, body: Rect) -> f32 {
    let Some(notice) = &panel.state.notice else { return body.top() };
    let theme = &panel.state.theme;
    let frame = egui::Frame::new().fill(theme.raised).inner_margin(egui::Margin::symmetric(24, 10));
    let shown = ui.scope_builder(UiBuilder::new().max_rect(body), |ui| {
        frame.show(ui, |ui| {
            let room = egui::vec2(body.width() - 48.0, 36.0);
            ui.allocate_ui_with_layout(room, egui::Layout::right_to_left(egui::Align::Center), |ui| {
                ui.set_min_size(room);
                ui.spacing_mut().item_spacing.x = 12.0;
                let close = panel.state.say("button.close");
                if widgets::icon_button(ui, theme, icons::Icon::Cross, close, Some("Esc")).clicked() {
                    panel.commands.push(Command::CloseNotice);
                }
                offer(ui, panel, &notice.offer);
                let said = panel.state.strings.say(&notice.message);
                ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                    panels::dialog::notice_line(ui, panel, &said);
                });
            });
        })
    });
    let bottom = shown.inner.response.rect.bottom();
    widgets::hairline(ui, bottom, body.x_range(), theme.line2);
    bottom
}

fn offer(ui: &mut Ui, panel: &mut Panel<'_>, offer: &Offer) {
    let (name, command) = match offer {
        Offer::Nothing => return,
        Offer::Retry => ("button.retry", Command::Retry),
        Offer::ReadOnly(path) => ("button.read_only", Command::OpenReadOnly(path.clone())),
        Offer::WayBack(seq) => ("moment.restore", Command::Keeping(keeping::Turn::WayBack(*seq))),
        Offer::Trash => ("action.trash", Command::Act(Action::Trash)),
        Offer::Encoding(path, encoding) => ("button.encoding", Command::OpenAs(path.clone(), *encoding)),
    };
    if widgets::button(ui, &panel.state.theme, panel.state.say(name), None, widgets::Weight::Plain).clicked()
    {
        panel.commands.push(command);
    }
}

/// What is being read and proposed, and what is being printed, with a way to stop it.
fn under_way(ui: &Ui, panel: &mut Panel<'_>) {
    let state = panel.state;
    if let Some((name, share)) = &state.drafting {
        progress(ui, panel, ("drafting", name, *share), 84.0, Command::CancelDraft);
    }
    if let Some((name, share)) = &state.printing {
        let above = if state.drafting.is_some() { 144.0 } else { 84.0 };
        progress(ui, panel, ("print.under_way", name, *share), above, Command::Print(PrintTurn::Stop));
    }
}

fn progress(
    ui: &Ui,
    panel: &mut Panel<'_>,
    (key, name, share): (&'static str, &str, f32),
    above: f32,
    stop: Command,
) {
    let theme = &panel.state.theme;
    let full = ui.ctx().content_rect();
    let said = panel.state.strings.say(&Message::new(key).with("file", name));
    let centre = full.center_bottom() - egui::vec2(0.0, above);
    let rect = Rect::from_center_size(centre, egui::vec2(440.0, 52.0));
    egui::Area::new(egui::Id::unique(key))
        .order(egui::Order::Foreground)
        .fixed_pos(rect.min)
        .fade_in(false)
        .show(ui.ctx(), |ui| {
            let frame = egui::Frame::new()
                .fill(theme.raised)
                .stroke(egui::Stroke::new(1.0, theme.line2))
                .corner_radius(8)
                .inner_margin(egui::Margin::symmetric(16, 8));
            frame.show(ui, |ui| {
                ui.horizontal(|ui| {
                    ui.set_width(408.0);
                    ui.set_height(34.0);
                    let (dot, _) = ui.allocate_exact_size(egui::Vec2::splat(18.0), egui::Sense::hover());
                    icons::draw(ui.painter(), icons::Icon::Part(share), dot.center(), theme.ink1);
                    ui.add_space(8.0);
                    let text = widgets::clipped(ui.painter(), &said, fonts::ui(), theme.ink1, 260.0, 1);
                    let (at, response) = ui.allocate_exact_size(text.size(), egui::Sense::hover());
                    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Status, true, &said));
                    ui.painter().galley(at.min, text, theme.ink1);
                    ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                        if widgets::button(
                            ui,
                            theme,
                            panel.state.say("button.cancel"),
                            None,
                            widgets::Weight::Plain,
                        )
                        .clicked()
                        {
                            panel.commands.push(stop);
                        }
                    });
                });
            });
        });
}

fn floating(ui: &mut Ui, panel: &mut Panel<'_>) {
    match &panel.state.floating {
        None => {}
        Some(Floating::Palette { offer }) => panels::palette::show(ui, panel, *offer),
        Some(Floating::Export(form)) => panels::exchange::export::show(ui, panel, form),
        Some(Floating::Import(form)) => panels::exchange::import::show(ui, panel, form),
        Some(Floating::Mapping(asked)) => panels::mapping::show(ui, panel, asked),
        Some(Floating::Password(locked)) => panels::password::show(ui, panel, locked),
        Some(Floating::Unfit(unfit)) => panels::unfit::show(ui, panel, unfit),
        Some(Floating::Note) => panels::dialog::note(ui, panel),
        Some(Floating::Rest) => panels::rest::ask(ui, panel),
        Some(Floating::DataFile(sheet)) => panels::keeping::file(ui, panel, sheet),
        Some(Floating::Copies(copies)) => panels::rest::copies(ui, panel, copies),
        Some(Floating::Reading { block, range }) => panels::reading::show(ui, panel, block, *range),
        Some(Floating::Remark { block, range, id }) => {
            panels::remark::show(ui, panel, block, *range, id.as_ref());
        }
        Some(Floating::Role(block)) => panels::role::show(ui, panel, block),
        Some(Floating::Headline { article, offered }) => {
            panels::headline::show(ui, panel, article, offered);
        }
        Some(Floating::Issue { part }) => panels::facts::show(ui, panel, *part),
        Some(Floating::Keys) => panels::about::keys(ui, panel),
        Some(Floating::Labels) => panels::labels::show(ui, panel),
        Some(Floating::Topics) => panels::taxonomy::show(ui, panel),
        Some(Floating::About) => panels::about::about(ui, panel),
        Some(Floating::History(list)) => panels::history::show(ui, panel, list),
        Some(Floating::ReviewScope) => panels::review::scope::show(ui, panel),
        Some(Floating::Guideline { edit: true, .. }) => panels::guideline::editor(ui, panel),
        Some(Floating::Guideline { label, .. }) => panels::guideline::page(ui, panel, label.as_ref()),
        Some(Floating::Print { whole, marks, replace }) => {
            panels::print::show(ui, panel, (*whole, *marks), *replace);
        }
        Some(Floating::Release) => panels::several::release::show(ui, panel),
        Some(Floating::Checks) => panels::several::checks::show(ui, panel),
        Some(Floating::Merge) => panels::several::merge::show(ui, panel),
        Some(Floating::Disputes) => panels::several::disputes::show(ui, panel),
        Some(Floating::GoTo { missed, .. }) => panels::goto::show(ui, panel, *missed),
        Some(Floating::Settings { part, binding, .. }) => {
            panels::settings::show(ui, panel, *part, binding.as_ref());
        }
    }
}

/// The desk is laid out in at least so much room, however small its window is: what is beyond the window's edge is cut.
const LEAST: egui::Vec2 = egui::vec2(400.0, 300.0);

/// Gives a window that is too small for any layout the room that the desk needs at least.
pub fn roomy(input: &mut egui::RawInput) {
    if let Some(screen) = &mut input.screen_rect {
        screen.max = screen.max.max(screen.min + LEAST);
    }
}

impl eframe::App for Desk {
    fn raw_input_hook(&mut self, _ctx: &egui::Context, input: &mut egui::RawInput) {
        roomy(input);
    }

    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        Self::ui(self, ui);
    }

    fn clear_color(&self, _visuals: &egui::Visuals) -> [f32; 4] {
        self.state.theme.paper.to_normalized_gamma_f32()
    }

    fn on_exit(&mut self, _gl: Option<&eframe::glow::Context>) {
        self.close();
    }
}

/// Opens the window with these files and returns when it is closed. Where a desk has the dataset open already, it gets
/// the files.
///
/// # Errors
/// What to say where it cannot be opened.
pub fn run(files: Vec<PathBuf>) -> Result<(), Message> {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    if cfg!(target_os = "linux")
        && !["DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET"].iter().any(|name| set(name))
    {
        return Err(Message::new("error.no_screen"));
    }
    let settings_path = Settings::path();
    let settings = Settings::load(settings_path.as_deref());
    let strings = Strings::of(settings.language);
    // A desk that has the dataset open takes the files.
    let dataset = settings.dataset.clone().or_else(crate::dataset::default_path);
    if let Some(dataset) = dataset.filter(|dataset| !files.is_empty() && dataset.is_file())
        && crate::dataset::handover::send(&dataset, &files).unwrap_or(false)
    {
        eprintln!("{}", strings.get("handed_over"));
        return Ok(());
    }
    let proposer = Loading::start();
    let (width, height) = settings.window.unwrap_or((1440.0, 900.0));
    let title = if settings.language == Language::Zh { "朱批" } else { "Zhupi" };
    let viewport = egui::ViewportBuilder::default()
        .with_title(title)
        .with_app_id("zhupi")
        .with_inner_size([width, height])
        .with_clamp_size_to_monitor_size(true)
        .with_min_inner_size([960.0, 600.0]);
    let options = eframe::NativeOptions { viewport, ..eframe::NativeOptions::default() };
    let created: eframe::AppCreator<'_> =
        Box::new(move |cc| Ok(Box::new(Desk::new(&cc.egui_ctx, proposer, settings_path, files))));
    eframe::run_native("zhupi", options, created)
        .map_err(|error| Message::new("error.no_display").with("reason", error))
}
