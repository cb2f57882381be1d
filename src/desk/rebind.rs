//! The settings page and the keys that are changed on it.

use super::Desk;
use super::command::{Action, Command, Shortcut};
use super::keys::KeyTable;
use super::state::{Floating, Offer, SettingsPart};
use super::worker::Job;
use crate::strings::Message;
use egui::{Event, Key, Modifiers};
use std::io::Read;
use std::path::{Path, PathBuf};

/// A key table is a small file; what is longer is none.
const LONGEST: u64 = 1 << 20;

impl Desk {
    pub(super) fn open_settings(&mut self) {
        self.fields.query.clear();
        self.fields.row = 0;
        self.fields.name.clone_from(&self.state.settings.editor);
        let part = SettingsPart::General;
        self.state.floating = Some(Floating::Settings { part, binding: None, wanted: None });
    }

    /// While a key is waited for, the next one is it; returns whether one was waited for.
    pub(super) fn take_key(&mut self, ctx: &egui::Context) -> bool {
        let Some(Floating::Settings { binding: Some((action, _)), .. }) = &self.state.floating else {
            return false;
        };
        let action = *action;
        let pressed = ctx.input_mut(|input| {
            let pressed = input.events.iter().find_map(|event| match event {
                Event::Key { key, physical_key, pressed: true, repeat: false, modifiers, .. } => {
                    let digit =
                        physical_key.filter(|key| matches!(key.name().as_bytes(), [c] if c.is_ascii_digit()));
                    let modifiers = Modifiers {
                        ctrl: false,
                        mac_cmd: false,
                        command: modifiers.command,
                        shift: modifiers.shift,
                        alt: modifiers.alt,
                    };
                    // A digit with Shift is known by its place, as the standard keys are.
                    let key = Shortcut { modifiers, key: digit.unwrap_or(*key) };
                    // Ctrl and its like come first and mean nothing by themselves.
                    (!key.is_modifier()).then_some(key)
                }
                // egui makes these of Ctrl C, X and V.
                Event::Copy => Some(Shortcut { modifiers: Modifiers::COMMAND, key: Key::C }),
                Event::Cut => Some(Shortcut { modifiers: Modifiers::COMMAND, key: Key::X }),
                _ => None,
            });
            input.events.retain(|event| {
                !matches!(
                    event,
                    Event::Key { .. } | Event::Text(_) | Event::Copy | Event::Cut | Event::Paste(_)
                )
            });
            pressed
        });
        match pressed {
            Some(key) if key.key == Key::Escape && key.modifiers.is_none() => self.stop_binding(),
            Some(key) => self.commands.push(Command::Bind(action, key)),
            None => {}
        }
        true
    }

    fn stop_binding(&mut self) {
        if let Some(Floating::Settings { binding, wanted, .. }) = &mut self.state.floating {
            (*binding, *wanted) = (None, None);
        }
    }

    /// Carries out what is asked for on the settings page.
    pub(super) fn change_keys(&mut self, command: Command) {
        match command {
            Command::SettingsPart(part) => {
                self.confirm_editor();
                self.fields.row = 0;
                self.state.floating = Some(Floating::Settings { part, binding: None, wanted: None });
            }
            Command::Rebind(action) => {
                let part = SettingsPart::Keys;
                let binding = Some((action, None));
                self.state.floating = Some(Floating::Settings { part, binding, wanted: None });
            }
            Command::Bind(action, key) => self.bind(action, key),
            Command::ResetKeys(None) => {
                self.state.settings.keys.reset_all();
                self.keep_settings();
            }
            Command::ResetKeys(Some(action)) => {
                self.state.settings.keys.reset(action);
                self.keep_settings();
            }
            Command::ChooseKeysOut | Command::ChooseKeysIn if !super::dialogs::available() => {
                self.notice(Message::new("dialog.unavailable"), Offer::Nothing);
            }
            Command::ChooseKeysOut => super::dialogs::save_keys(self.worker.expect(), &self.state),
            Command::ChooseKeysIn => super::dialogs::open_keys(self.worker.expect(), &self.state),
            Command::KeysTo(path) => self.write_keys(path),
            Command::KeysFrom(path) => self.read_keys(&path),
            _ => {}
        }
    }

    fn bind(&mut self, action: Action, key: Shortcut) {
        let name = self.state.settings.keys.action(key).map(|other| self.state.action_name(other));
        let Some(Floating::Settings { binding, wanted, .. }) = &mut self.state.floating else { return };
        if let Some(unfit) = key.unfit() {
            let said = Message::new(unfit.key()).with("key", key.name());
            (*binding, *wanted) = (Some((action, Some(said))), None);
            return;
        }
        let keys = &mut self.state.settings.keys;
        let other = keys.action(key).filter(|other| *other != action);
        if other.is_some() && !wanted.is_some_and(|wanted| wanted.is(key)) {
            let said =
                Message::new("keys.clash").with("key", key.name()).with("name", name.unwrap_or_default());
            (*binding, *wanted) = (Some((action, Some(said))), Some(key));
            return;
        }
        keys.set(action, vec![key]);
        (*binding, *wanted) = (None, None);
        self.keep_settings();
    }

    fn write_keys(&mut self, path: PathBuf) {
        // A map of names and lists of names is always text.
        let text = serde_json::to_string_pretty(&self.state.settings.keys).unwrap_or_default();
        self.worker.send(Job::Table { path, text: text + "\n" });
    }

    fn read_keys(&mut self, path: &Path) {
        let read = || -> Option<serde_json::Value> {
            let mut text = String::new();
            std::fs::File::open(path).ok()?.take(LONGEST).read_to_string(&mut text).ok()?;
            serde_json::from_str(&text).ok().filter(serde_json::Value::is_object)
        };
        let Some(value) = read() else {
            let file = path.display();
            return self.notice(Message::new("error.keys").with("file", file), Offer::Nothing);
        };
        self.state.settings.keys = KeyTable::read(&value);
        self.keep_settings();
        if !self.say_ignored() {
            self.toast("toast.keys_in", false);
        }
    }

    /// Says where the settings had something in them that could not be read.
    pub(super) fn say_unread(&mut self, unread: usize) {
        let Some(path) = self.settings_path.as_deref().filter(|_| unread > 0) else { return };
        let copy = super::settings::Settings::keep_unread(path).unwrap_or_else(|| path.to_owned());
        let said = Message::new("notice.settings_unread").with("count", unread).with("file", copy.display());
        self.notice(said, Offer::Nothing);
    }

    /// Says where a key table had something in it that could not be read; returns whether it had.
    pub(super) fn say_ignored(&mut self) -> bool {
        let ignored = self.state.settings.keys.ignored();
        if ignored > 0 {
            let said = Message::new("notice.keys_ignored").with("count", ignored);
            self.notice(said, Offer::Nothing);
        }
        ignored > 0
    }
}
