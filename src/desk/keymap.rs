//! Keys to actions.
//!
//! One place looks at the keyboard, before any panel is shown. While an input method composes no action runs. While a
//! text field has the focus only Ctrl combinations and function keys act, and those that belong to editing text stay
//! with the field. While a button or row has it, Enter, Space, Tab and arrows stay with it.

use super::command::{Action, Shortcut};
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
pub fn pressed(ctx: &egui::Context, focus: Focus, composing: bool) -> Pressed {
    let mut pressed = Pressed::default();
    if composing || focus == Focus::Dialog {
        return pressed;
    }
    ctx.input_mut(|input| {
        // egui turns Ctrl+C into Event::Copy; outside a text field it is ours.
        if focus != Focus::Field && input.events.iter().any(|event| matches!(event, Event::Copy)) {
            pressed.actions.push(Action::Copy);
        }
        input.events.retain(|event| {
            let opened = pressed.actions.last().is_some_and(|action| action.opens());
            if opened && matches!(event, Event::Key { .. } | Event::Text(_) | Event::Ime(_)) {
                pressed.later.push(event.clone());
                return false;
            }
            let Event::Key { key, physical_key, pressed: true, modifiers, .. } = event else { return true };
            match action(*key, *physical_key, *modifiers).filter(|action| reaches(*action, focus)) {
                Some(action) => {
                    pressed.actions.push(action);
                    false
                }
                None => true,
            }
        });
    });
    pressed
}

/// The action of a key press. Digits match the physical key too, so that full-width and punctuation modes of an input
/// method don't matter.
fn action(key: Key, physical: Option<Key>, modifiers: Modifiers) -> Option<Action> {
    let of = |key: Key| {
        Action::ALL.iter().copied().find(|action| {
            action.keys().iter().any(|shortcut| shortcut.key == key && matches(*shortcut, modifiers))
        })
    };
    of(key).or_else(|| physical.filter(|key| is_digit(*key)).and_then(of))
}

fn matches(shortcut: Shortcut, modifiers: Modifiers) -> bool {
    shortcut.modifiers.command == modifiers.command
        && shortcut.modifiers.shift == modifiers.shift
        && shortcut.modifiers.alt == modifiers.alt
}

fn is_digit(key: Key) -> bool {
    use Key::{Num0, Num1, Num2, Num3, Num4, Num5, Num6, Num7, Num8, Num9};
    matches!(key, Num0 | Num1 | Num2 | Num3 | Num4 | Num5 | Num6 | Num7 | Num8 | Num9)
}

/// Whether a key press reaches the desk with this focus.
fn reaches(action: Action, focus: Focus) -> bool {
    let Some(shortcut) = action.keys().first() else { return false };
    let function = shortcut.key.name().starts_with('F') && shortcut.key.name().len() > 1;
    let editing = matches!(
        action,
        Action::Undo
            | Action::Redo
            | Action::Copy
            | Action::CaretBack
            | Action::CaretForth
            | Action::SelectBack
            | Action::SelectForth
            | Action::JoinBlock
            | Action::SplitBlock
            | Action::TickAll
    );
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
        assert_eq!(action(Key::Exclamationmark, Some(Key::Num1), Modifiers::NONE), Some(Action::Label1));
        assert_eq!(action(Key::A, Some(Key::A), Modifiers::NONE), None);
    }

    #[test]
    fn typing_in_a_field_never_decides_anything() {
        for action in
            [Action::Accept, Action::Reject, Action::Label1, Action::Leave, Action::Undo, Action::JoinBlock]
        {
            assert!(!reaches(action, Focus::Field), "{action:?}");
        }
        assert!(reaches(Action::Palette, Focus::Field) && reaches(Action::Keys, Focus::Field));
    }
}
