//! Keys to actions.
//!
//! One place looks at the keyboard, before any panel is shown. While an input method composes no action runs. While a
//! text field has the focus only Ctrl combinations and function keys act, and those that belong to editing text stay
//! with the field. While a button or row has it, Enter, Space, Tab and arrows stay with it.

use super::command::{Action, Shortcut};
use super::keys::KeyTable;
use egui::{Event, Key, Modifiers};

/// What has the keyboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Focus {
    /// The reader, or nothing.
    Reader,
    /// A text field.
    Field,
    /// A button or row in a pane.
    Pane,
    /// A dialog or the palette: only what it handles itself.
    Dialog,
}

/// This frame's key presses.
#[derive(Debug, Default)]
pub struct Pressed {
    /// The actions, taken out of the input.
    pub actions: Vec<Action>,
    /// What was typed after an action that opens something: meant for what it opens, in the next frame. Hands can be
    /// ahead of a slow window.
    pub later: Vec<Event>,
}

/// The actions of this frame's key presses.
pub fn pressed(ctx: &egui::Context, keys: &KeyTable, focus: Focus, composing: bool) -> Pressed {
    let mut pressed = Pressed::default();
    if composing || focus == Focus::Dialog {
        return pressed;
    }
    ctx.input_mut(|input| {
        // egui turns Ctrl+C into Event::Copy; outside a text field it is ours.
        if focus != Focus::Field && input.events.iter().any(|event| matches!(event, Event::Copy)) {
            pressed.actions.push(Action::Copy);
        }
        // A key that types something is followed by what it types, which is not meant for what the key opens.
        let mut typed = false;
        input.events.retain(|event| {
            if matches!(event, Event::Text(_)) && std::mem::take(&mut typed) {
                return false;
            }
            let opened = pressed.actions.last().is_some_and(|action| action.opens());
            if opened && matches!(event, Event::Key { .. } | Event::Text(_) | Event::Ime(_)) {
                pressed.later.push(event.clone());
                return false;
            }
            let Event::Key { key, physical_key, pressed: true, modifiers, .. } = event else { return true };
            match action(keys, *key, *physical_key, *modifiers)
                .filter(|(action, key)| reaches(*action, *key, focus))
            {
                Some((action, key)) => {
                    typed = key.key.name().chars().count() == 1 && !key.modifiers.command;
                    pressed.actions.push(action);
                    false
                }
                None => true,
            }
        });
    });
    pressed
}

/// The action of a key press, with the key as it is in the table. Digits match the physical key too, so that full-width
/// and punctuation modes of an input method don't matter.
fn action(
    keys: &KeyTable,
    key: Key,
    physical: Option<Key>,
    modifiers: Modifiers,
) -> Option<(Action, Shortcut)> {
    let of = |key: Key| {
        let shortcut = Shortcut { modifiers, key };
        keys.action(shortcut).map(|action| (action, shortcut))
    };
    of(key).or_else(|| physical.filter(|key| is_digit(*key)).and_then(of))
}

fn is_digit(key: Key) -> bool {
    use Key::{Num0, Num1, Num2, Num3, Num4, Num5, Num6, Num7, Num8, Num9};
    matches!(key, Num0 | Num1 | Num2 | Num3 | Num4 | Num5 | Num6 | Num7 | Num8 | Num9)
}

/// Whether a key press reaches the desk with this focus.
fn reaches(action: Action, shortcut: Shortcut, focus: Focus) -> bool {
    let function = shortcut.key.name().starts_with('F') && shortcut.key.name().len() > 1;
    let editing = matches!(
        action,
        Action::Undo | Action::Redo | Action::Copy | Action::JoinBlock | Action::SplitBlock | Action::TickAll
    ) || super::caret::of(action).is_some();
    match focus {
        Focus::Reader => true,
        Focus::Field => function || (shortcut.modifiers.command && !editing),
        Focus::Pane => {
            function || shortcut.modifiers.command || shortcut.modifiers.alt || action == Action::Escape
        }
        Focus::Dialog => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digit_counts_by_its_physical_key_when_the_input_method_changed_it() {
        let keys = KeyTable::default();
        let found =
            |key, physical| action(&keys, key, Some(physical), Modifiers::NONE).map(|(action, _)| action);
        assert_eq!(found(Key::Exclamationmark, Key::Num1), Some(Action::Label1));
        assert_eq!(found(Key::A, Key::A), None);
    }

    #[test]
    fn typing_in_a_field_never_decides_anything() {
        use Action as A;
        let reaches = |action: Action| action.keys().iter().any(|key| reaches(action, *key, Focus::Field));
        for action in [A::Accept, A::Reject, A::Label1, A::Leave, A::Undo, A::JoinBlock, A::WordBack] {
            assert!(!reaches(action), "{action:?}");
        }
        assert!(reaches(A::Palette) && reaches(A::Keys));
    }
}
