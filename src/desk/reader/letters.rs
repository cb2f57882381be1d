//! The letter marks: a handful of tiny galleys, laid out once and used for every mark.

use crate::annotation::{Label, LabelSet, SLOTS};
use crate::desk::fonts;
use crate::desk::theme::Theme;
use crate::strings::Language;
use egui::epaint::text::FontsView;
use egui::{Color32, Galley};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A letter, and the letter with a question mark.
type Pair = (Arc<Galley>, Arc<Galley>);

/// A letter is one or two characters; whatever else a label set has there is cut.
const MOST: usize = 2;

fn letter(label: &Label, language: Language) -> &str {
    let letter = match language {
        Language::Zh => &label.letter_zh,
        Language::En => &label.letter_en,
    };
    letter.char_indices().nth(MOST).map_or(letter.as_str(), |(end, _)| &letter[..end])
}

/// The letters, laid out once a theme and language.
#[derive(Clone)]
pub struct LetterCase {
    /// Letter, and letter with a question mark, by place in the set; the last pair is for labels that the set does not have.
    pairs: Vec<Pair>,
    /// What they were laid out from.
    letters: Vec<String>,
    /// For rejected marks.
    pub cross: Arc<Galley>,
    /// For insert triangles.
    pub zhu: Color32,
}

impl LetterCase {
    /// Lays the letters out.
    pub fn new(fonts: &mut FontsView<'_>, labels: &LabelSet, theme: &Theme, language: Language) -> Self {
        let mut lay = |text: String, colour: Color32| fonts.layout_no_wrap(text, fonts::mark(), colour);
        // In a set of thousands most letters are alike.
        let mut laid: BTreeMap<(String, Option<usize>), Pair> = BTreeMap::new();
        let mut pair = |letter: &str, slot: Option<usize>| {
            let slot = slot.filter(|slot| *slot < SLOTS);
            let made = laid.entry((letter.to_owned(), slot)).or_insert_with(|| {
                let colour = theme.label_line(slot);
                (lay(letter.to_owned(), colour), lay(format!("{letter}?"), colour))
            });
            made.clone()
        };
        let mut pairs: Vec<_> = labels
            .labels
            .iter()
            .enumerate()
            .map(|(place, label)| pair(letter(label, language), Some(labels.slot_at(place))))
            .collect();
        pairs.push(pair("·", None));
        let letters = labels.labels.iter().map(|label| letter(label, language).to_owned()).collect();
        Self { pairs, letters, cross: lay("×".to_owned(), theme.ink3), zhu: theme.zhu }
    }

    /// Whether these are the letters of a label set in a language.
    pub fn is_of(&self, labels: &LabelSet, language: Language) -> bool {
        self.letters.len() == labels.labels.len()
            && self.letters.iter().zip(&labels.labels).all(|(own, label)| own == letter(label, language))
    }

    /// Letter, and letter with a question mark, of a label.
    pub fn of(&self, place: Option<usize>) -> Option<&Pair> {
        place.and_then(|place| self.pairs.get(place)).or(self.pairs.last())
    }
}
