//! The source in a window of its own, for a second screen: the page on one, the scan on the other.
//!
//! It is the same pane ([`super::panels::source`]) in another native window. Whichever of the two windows the system gives
//! the keyboard decides whether the pane has it; keys that are not the pane's own go to the desk as if they had been
//! pressed there.

use super::panels::{Panel, source};
use super::settings::{Place, SourceRoom};
use super::state::{Pane, State};
use super::{Desk, within};
use egui::{
    Context, Event, Popup, Ui, Vec2, ViewportBuilder, ViewportClass, ViewportCommand, ViewportId, vec2,
};

/// The window's first size, and its smallest.
const SIZE: Vec2 = vec2(900.0, 1000.0);
const SMALLEST: Vec2 = vec2(360.0, 320.0);

/// The window while it is open.
pub(super) struct Apart {
    /// Where it came up; what it is told anew it does.
    place: Place,
    /// Whether the system gave it the keyboard, and whether the pane had it on the desk, in the last frame.
    focused: bool,
    here: bool,
}

/// The window's name for egui.
pub fn id() -> ViewportId {
    ViewportId::from_hash_of("source")
}

/// What a frame of the window brings.
#[derive(Default)]
struct Frame {
    native: bool,
    keys: Vec<Event>,
    focused: bool,
    closed: bool,
    place: Option<Place>,
}

impl State {
    /// Whether the source is shown in a window of its own.
    pub fn source_is_apart(&self) -> bool {
        let beside = self.open.as_ref().is_some_and(|open| open.beside.is_some());
        beside && self.settings.source == SourceRoom::Apart && !self.shows_welcome()
    }

    /// Whether the source is shown beside the page.
    pub fn source_is_beside(&self) -> bool {
        self.settings.source == SourceRoom::Beside
            && self.open.as_ref().is_some_and(|open| open.beside.is_some())
    }
}

impl Desk {
    /// To another window, or back beside the page.
    pub(super) fn toggle_apart(&mut self) {
        let Some(open) = self.state.open.as_mut().filter(|_| !self.state.welcome) else { return };
        let settings = &mut self.state.settings;
        if open.beside.is_none() || settings.source == SourceRoom::Beside {
            open.beside = open.beside.or(Some(source::first_tab(&open.source)));
            settings.source = SourceRoom::Apart;
        } else {
            settings.source = SourceRoom::Beside;
            // A place on a screen that is no more can be left this way.
            settings.apart_place.iter_mut().for_each(|place| place.at = None);
        }
        self.state.pane = Pane::Reader;
        self.keep_settings();
    }

    /// Shows the window, where the source is in one.
    pub(super) fn show_apart(&mut self, ctx: &Context) {
        if !self.state.source_is_apart() {
            self.apart = None;
            return;
        }
        let place = self.state.settings.apart_place.unwrap_or(Place { at: None, size: SIZE.into() });
        let mut apart = self.apart.take().unwrap_or(Apart { place, focused: false, here: false });
        // What floats in the desk's window, or a menu there, takes every key.
        let desk_only = self.state.floating.is_some() || Popup::is_any_open(ctx);
        let mut frame = Frame::default();
        let Self { state, fields, source, commands, .. } = self;
        let mut panel = Panel { state, fields, commands };
        ctx.show_viewport_immediate(id(), window(panel.state, &apart.place), |ui, class| {
            if class != ViewportClass::EmbeddedWindow {
                frame.native = true;
                frame.look(ui, desk_only || panel.state.pane != Pane::Source);
            }
            pane(ui, &mut panel, source, class);
        });
        if !frame.native {
            // Inside the desk's own window the pane has the keyboard as beside the page.
            self.apart = Some(apart);
            return;
        }
        self.mind_keyboard(ctx, &mut apart, &frame, desk_only);
        if !frame.keys.is_empty() {
            self.later.append(&mut frame.keys);
            ctx.request_repaint();
        }
        if frame.place.is_some() {
            self.state.settings.apart_place = frame.place;
        }
        if frame.closed {
            self.state.settings.source = SourceRoom::Beside;
            self.state.pane = Pane::Reader;
            self.keep_settings();
            ctx.request_repaint();
        }
        self.apart = Some(apart);
    }

    /// The pane has the keyboard where its window has it, and the other way round where the editor goes by key. A window
    /// is asked for once: not every system gives it the keyboard.
    fn mind_keyboard(&mut self, ctx: &Context, apart: &mut Apart, frame: &Frame, desk_only: bool) {
        let here = self.state.pane == Pane::Source;
        let focus = |window| ctx.send_viewport_cmd_to(window, ViewportCommand::Focus);
        match (apart.focused, frame.focused) {
            (false, true) => self.state.pane = Pane::Source,
            (true, false) if here => self.state.pane = Pane::Reader,
            (false, false) if here && !apart.here => focus(id()),
            (true, true) if !here && apart.here => focus(ViewportId::ROOT),
            (true, true) if desk_only && !frame.keys.is_empty() => focus(ViewportId::ROOT),
            _ => {}
        }
        apart.focused = frame.focused;
        apart.here = self.state.pane == Pane::Source;
        if apart.here != here {
            ctx.request_repaint();
        }
    }
}

impl Frame {
    /// What the system says of the window, and the keys that are for the desk.
    fn look(&mut self, ui: &Ui, all: bool) {
        ui.input_mut(|input| {
            let info = input.viewport();
            self.focused = info.focused.unwrap_or(false);
            self.closed = info.close_requested();
            let at = info.outer_rect.map(|rect| (rect.left(), rect.top()));
            self.place = info.inner_rect.map(|rect| Place { at, size: rect.size().into() });
            let events = std::mem::take(&mut input.events);
            let (keys, own) = events.into_iter().partition(|event| match event {
                Event::Key { key, modifiers, .. } => all || modifiers.any() || !source::is_own_key(*key),
                Event::Text(_) | Event::Ime(_) | Event::Copy | Event::Cut | Event::Paste(_) => true,
                _ => false,
            });
            (self.keys, input.events) = (keys, own);
        });
        // Tab is the desk's, to the next mark.
        ui.memory_mut(|memory| memory.move_focus(egui::FocusDirection::None));
    }
}

fn window(state: &State, place: &Place) -> ViewportBuilder {
    let name = state.shown_tabs().into_iter().find(|tab| tab.current).map(|tab| tab.name).unwrap_or_default();
    let title = format!("{}　{name}", state.say("source.name"));
    let mut builder = ViewportBuilder::default()
        .with_title(title)
        .with_app_id("zhupi")
        .with_inner_size(Vec2::from(place.size))
        .with_min_inner_size(SMALLEST);
    if let Some(at) = place.at {
        builder = builder.with_position(egui::pos2(at.0, at.1));
    }
    builder
}

fn pane(ui: &mut Ui, panel: &mut Panel<'_>, source: &mut source::SourceState, class: ViewportClass) {
    let room = match class {
        // Of the window inside the desk's own, for where the system has one window only.
        ViewportClass::EmbeddedWindow => ui.allocate_exact_size(SIZE / 2.0, egui::Sense::hover()).0,
        _ => ui.max_rect(),
    };
    ui.painter().rect_filled(room, 0, panel.state.theme.desk);
    within(ui, room, |ui| source::show(ui, panel, source));
    source::show_card(ui, panel, source, room);
}
