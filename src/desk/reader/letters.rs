//! The letter marks: a handful of tiny galleys, laid out once and used for every mark.

use crate::annotation::LabelSet;
use crate::desk::fonts;
use crate::desk::theme::Theme;
use crate::strings::Language;
use egui::epaint::text::FontsView;
use egui::{Color32, Galley};
use std::sync::Arc;

/// The letters, laid out once a theme and language.
#[derive(Clone)]
pub struct LetterCase {
    /// Letter, and letter with a question mark, by slot; the last pair is for labels that the set does not have.
    pairs: Vec<(Arc<Galley>, Arc<Galley>)>,
    /// For rejected marks.
    pub cross: Arc<Galley>,
    /// For insert triangles.
    pub zhu: Color32,
}

impl LetterCase {
    /// Lays the letters out.
    pub fn new(fonts: &mut FontsView<'_>, labels: &LabelSet, theme: &Theme, language: Language) -> Self {
        let mut lay = |text: String, colour: Color32| fonts.layout_no_wrap(text, fonts::mark(), colour);
        let mut pair = |letter: &str, slot: Option<usize>| {
            let colour = theme.label_line(slot);
            (lay(letter.to_owned(), colour), lay(format!("{letter}?"), colour))
        };
        let mut pairs: Vec<_> = labels
            .labels
            .iter()
            .enumerate()
            .map(|(slot, label)| {
                let letter = match language {
                    Language::Zh => &label.letter_zh,
                    Language::En => &label.letter_en,
                };
                pair(letter, Some(slot))
            })
            .collect();
        pairs.push(pair("·", None));
        Self { pairs, cross: lay("×".to_owned(), theme.ink3), zhu: theme.zhu }
    }

    /// Letter, and letter with a question mark, of a label.
    pub fn of(&self, slot: Option<usize>) -> Option<&(Arc<Galley>, Arc<Galley>)> {
        slot.and_then(|slot| self.pairs.get(slot)).or(self.pairs.last())
    }
}
