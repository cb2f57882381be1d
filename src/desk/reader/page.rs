//! The article's blocks in their places: which is where, which are seen.
//!
//! A block is set again only when its text, its role or the sheet changes; a decision costs one comparison a block.

use super::marks::Marks;
use super::setting::{Hints, SetBlock};
use super::sheet::{Ink, Sheet, Style};
use crate::annotation::{BlockId, EntityId};
use crate::desk::fonts;
use crate::desk::theme::Theme;
use crate::issue::{Article, Block, Kind, Role};
use crate::strings::Strings;
use crate::text::{CharIndex, CharRange};
use egui::epaint::text::FontsView;
use egui::{Color32, Galley, Rangef};
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

/// Above the first block.
const HEAD: f32 = 26.0;
/// Below the last block.
const FOOT: f32 = 64.0;

/// A block on the page.
#[derive(Clone)]
pub struct Held {
    /// Its place in the article; none for what is said instead of a headline, or a headline typed in.
    pub block: Option<usize>,
    /// Its id.
    pub id: Option<BlockId>,
    /// Its text.
    pub text: String,
    /// Code points and bytes of the text.
    pub index: CharIndex,
    /// How it is set.
    pub style: Style,
    /// The type.
    pub set: SetBlock,
    /// Its marks, once it was seen.
    pub marks: Option<Marks>,
    /// Distance from the page's top.
    pub top: f32,
    /// Paragraph number.
    pub number: Option<u32>,
    /// The number, laid out.
    pub number_galley: Option<Arc<Galley>>,
    /// What a screen reader says first.
    pub role_key: &'static str,
    hints: Hints,
}

impl Held {
    /// Its lower edge.
    pub fn bottom(&self) -> f32 {
        self.top + self.set.height()
    }

    /// The text under a range.
    pub fn slice(&self, range: CharRange) -> &str {
        self.index.slice(&self.text, range).unwrap_or_default()
    }
}

/// The page.
#[derive(Default)]
pub struct Page {
    /// The blocks from top to bottom.
    pub held: Vec<Held>,
    /// Height of the hairline under the heading.
    pub rule: Option<f32>,
    /// Height of the whole.
    pub height: f32,
    sheet: Option<Sheet>,
}

/// What was first proposed, as hints for line breaking.
pub fn hints(block: &Block, index: &CharIndex) -> Hints {
    let mut hints = Hints::default();
    for entity in &block.entities {
        let Some(proposed) = &entity.proposed else { continue };
        hints.edges.extend([proposed.range.start(), proposed.range.end()]);
        let short = (2..=3).contains(&proposed.range.len());
        let foreign = || index.slice(&block.text, proposed.range).is_some_and(|name| name.contains('·'));
        if proposed.label.as_str() == "PER" && (short || (proposed.range.len() <= 7 && foreign())) {
            hints.keep.push(proposed.range);
        }
    }
    hints
}

/// Key of a role's name.
pub fn role_key(role: Role) -> &'static str {
    match role {
        Role::Kicker => "reader.role.kicker",
        Role::Headline => "reader.role.headline",
        Role::Subheadline => "reader.role.subheadline",
        Role::Byline => "reader.role.byline",
        Role::Dateline => "reader.role.dateline",
        Role::Paragraph => "reader.role.paragraph",
        Role::Caption => "reader.role.caption",
        Role::Quote => "reader.role.quote",
        Role::Other => "reader.role.other",
    }
}

impl Page {
    /// Brings the page to the article as it is now.
    pub fn sync(&mut self, article: &Article, sheet: Sheet, strings: &Strings, fonts: &mut FontsView<'_>) {
        let keep = self.sheet == Some(sheet);
        self.sheet = Some(sheet);
        let mut old: HashMap<BlockId, Held> = HashMap::new();
        if keep {
            old.extend(self.held.drain(..).filter_map(|held| Some((held.id.clone()?, held))));
        }
        self.held.clear();
        let missing = missing_headline(article, strings);
        let place_of_headline = article.blocks.iter().take_while(|block| block.role == Role::Kicker).count();
        let mut number = 0;
        for (n, block) in article.blocks.iter().enumerate() {
            if n == place_of_headline {
                self.push_missing(missing.as_ref(), &sheet, fonts);
            }
            let style = sheet.style(block.role);
            let known = old.remove(&block.id).filter(|held| held.text == block.text);
            // A paragraph may be very long: it is read once, not at every decision.
            let index = known.as_ref().map_or_else(|| CharIndex::new(&block.text), |held| held.index.clone());
            let hints = hints(block, &index);
            let mut held = match known {
                Some(held) if held.style == style && held.hints == hints => held,
                _ => Held {
                    block: Some(n),
                    id: Some(block.id.clone()),
                    text: block.text.clone(),
                    index,
                    set: SetBlock::new(fonts, &block.text, &style, sheet.column, &hints),
                    style,
                    marks: None,
                    top: 0.0,
                    number: None,
                    number_galley: None,
                    role_key: "",
                    hints,
                },
            };
            held.block = Some(n);
            held.role_key = role_key(block.role);
            let counted = matches!(block.role, Role::Paragraph).then(|| {
                number += 1;
                number
            });
            if held.number != counted {
                (held.number, held.number_galley) = (counted, None);
            }
            held.marks = None;
            self.held.push(held);
        }
        if place_of_headline == article.blocks.len() {
            self.push_missing(missing.as_ref(), &sheet, fonts);
        }
        self.stack(article);
    }

    fn push_missing(&mut self, missing: Option<&(String, bool)>, sheet: &Sheet, fonts: &mut FontsView<'_>) {
        let Some((said, supplied)) = missing else { return };
        let style = if *supplied { sheet.style(Role::Headline) } else { sheet.missing_headline() };
        self.held.push(Held {
            block: None,
            id: None,
            text: said.clone(),
            index: CharIndex::new(said),
            set: SetBlock::new(fonts, said, &style, sheet.column, &Hints::default()),
            style,
            marks: None,
            top: 0.0,
            number: None,
            number_galley: None,
            role_key: "reader.role.headline",
            hints: Hints::default(),
        });
    }

    /// Puts the blocks one under the other.
    fn stack(&mut self, article: &Article) {
        let is_heading = |held: &Held| {
            held.block
                .and_then(|n| article.blocks.get(n))
                .is_none_or(|block| block.role.is_heading() || block.role == Role::Byline)
        };
        let heading = self.held.iter().take_while(|held| is_heading(held)).count();
        let mut y = HEAD;
        self.rule = None;
        for (n, held) in self.held.iter_mut().enumerate() {
            if n == heading && n > 0 {
                self.rule = Some(y + 12.0);
                y += 28.0;
            } else if n > 0 {
                y += held.style.above;
            }
            held.top = y;
            y = held.bottom();
        }
        self.height = y + FOOT;
    }

    /// The blocks between two heights.
    pub fn between(&self, from: f32, to: f32) -> Range<usize> {
        let start = self.held.partition_point(|held| held.bottom() < from);
        let end = self.held.partition_point(|held| held.top <= to);
        start..end.max(start)
    }

    /// The block at a height, or the nearest one.
    pub fn at(&self, y: f32) -> Option<usize> {
        let after = self.held.partition_point(|held| held.top <= y);
        (!self.held.is_empty()).then(|| after.saturating_sub(1))
    }

    /// The place of a block of the article.
    pub fn find(&self, id: &BlockId) -> Option<usize> {
        self.held.iter().position(|held| held.id.as_ref() == Some(id))
    }

    /// The place and the range of an entity.
    pub fn find_entity(&self, article: &Article, id: &EntityId) -> Option<(usize, CharRange)> {
        self.held.iter().enumerate().find_map(|(n, held)| {
            let entity = article.blocks.get(held.block?)?.entity(id)?;
            Some((n, entity.range))
        })
    }

    /// Forgets all galleys, and the marks that were measured with them.
    pub fn dry(&mut self) {
        for held in &mut self.held {
            held.set.dry();
            (held.number_galley, held.marks) = (None, None);
        }
    }

    /// The marks that are drawn as undecided.
    pub fn open_marks(&self) -> HashSet<EntityId> {
        let marks = self.held.iter().filter_map(|held| held.marks.as_ref()).flat_map(|marks| &marks.list);
        marks.filter(|mark| mark.state.is_open()).map(|mark| mark.id.clone()).collect()
    }

    /// Forgets the marks.
    pub fn forget_marks(&mut self) {
        for held in &mut self.held {
            held.marks = None;
        }
    }

    /// Forgets the galleys of blocks outside a range.
    pub fn dry_outside(&mut self, range: &Range<usize>) {
        for (n, held) in self.held.iter_mut().enumerate() {
            if !range.contains(&n) && held.set.inked() > 0 {
                held.set.dry();
                held.marks = None;
            }
        }
    }

    /// Lays out what is seen of a block between two heights of the page.
    pub fn ink(&mut self, n: usize, seen: Rangef, theme: &Theme, fonts: &mut FontsView<'_>) {
        let Some(held) = self.held.get_mut(n) else { return };
        let row = |y: f32| ((y - held.top) / held.set.leading).floor().max(0.0) as usize;
        let rows = row(seen.min)..row(seen.max) + 1;
        let colour = colour(held.style.ink, theme);
        held.set.ink(fonts, (&held.text, &held.index), &held.style, colour, rows);
        if let (Some(number), None) = (held.number, &held.number_galley) {
            held.number_galley = Some(fonts.layout_no_wrap(number.to_string(), fonts::micro(), theme.ink3));
        }
    }

    /// How many rows are laid out.
    pub fn inked(&self) -> usize {
        self.held.iter().map(|held| held.set.inked()).sum()
    }
}

/// What stands for a headline that is not in the source, and whether the editor typed it.
fn missing_headline(article: &Article, strings: &Strings) -> Option<(String, bool)> {
    if let Some(typed) = article.typed_headline() {
        return Some((typed.to_owned(), true));
    }
    let missing = article.kind == Kind::Article && article.headline_blocks().next().is_none();
    missing.then(|| (strings.get("article.no_headline").to_owned(), false))
}

fn colour(ink: Ink, theme: &Theme) -> Color32 {
    match ink {
        Ink::Text => theme.ink1,
        Ink::Second => theme.ink2,
        Ink::Quiet => theme.ink3,
    }
}
