//! What goes into the reader and what comes out of it.

use super::marks::LetterMode;
use crate::annotation::{BlockId, EntityId, LabelSet, Relation, Thresholds};
use crate::desk::fonts::Face;
use crate::desk::theme::Theme;
use crate::issue::Article;
use crate::strings::Strings;
use crate::text::CharRange;
use egui::{Pos2, Rangef, Rect};

/// Selected characters of a block, or a caret where the range is empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selection {
    /// The block.
    pub block: BlockId,
    /// The characters.
    pub range: CharRange,
    /// Whether the caret is at the end of the range (the side that Shift + arrows move).
    pub caret_at_end: bool,
}

/// Where to scroll.
#[derive(Clone, Debug, PartialEq)]
pub enum ScrollTarget {
    /// Until the entity is seen.
    Entity(EntityId),
    /// Until the character is seen.
    Place {
        /// Its block.
        block: BlockId,
        /// Code point of the block.
        at: u32,
    },
    /// To the start of the article.
    Top,
    /// To its end.
    Bottom,
    /// To this distance from the top, in points.
    Offset(f32),
}

/// What the reader shows. It is read only.
pub struct ReaderInput<'a> {
    /// The article.
    pub article: &'a Article,
    /// Another number whenever the article, the labels, the language or the thresholds change.
    pub revision: u64,
    /// The labels.
    pub labels: &'a LabelSet,
    /// The colours.
    pub theme: &'a Theme,
    /// The words.
    pub strings: &'a Strings,
    /// The thresholds of scores.
    pub thresholds: Thresholds,
    /// The selected entity.
    pub selected: Option<&'a EntityId>,
    /// Selected characters, or the caret.
    pub selection: Option<&'a Selection>,
    /// Which marks carry a letter.
    pub letters: LetterMode,
    /// Whether rejected marks are shown.
    pub show_rejected: bool,
    /// Whether to show no marks at all.
    pub bare: bool,
    /// The face of the body: [`Face::Serif`] or [`Face::Sans`].
    pub body_face: Face,
    /// How many steps larger (smaller where negative) the body is than the width of the window gives.
    pub body_step: i8,
    /// How many characters a row has, where that is not what the width of the window gives.
    pub measure: Option<u8>,
    /// Distance of the view from the page's top, as the last [`ReaderOutput::scroll`] said; anything else moves the view.
    pub scroll: f32,
    /// A place to go to, in this frame only.
    pub scroll_to: Option<ScrollTarget>,
    /// Whether the view jumps instead of gliding.
    pub reduce_motion: bool,
    /// Relations that are drawn as arcs.
    pub relations: &'a [Relation],
    /// Words whose places get a fill (the evidence of a topic under the pointer).
    pub evidence: &'a [String],
    /// The word around a position of a block's text; [`super::run_of_one_kind`] where nothing better is known.
    pub word: &'a dyn Fn(&str, u32) -> CharRange,
}

/// What the editor did.
#[derive(Clone, Debug, PartialEq)]
pub enum ReaderEvent {
    /// Clicked a mark.
    ClickEntity(EntityId),
    /// Clicked text that no mark covers.
    ClickText {
        /// The block.
        block: BlockId,
        /// The nearest position between two characters.
        at: u32,
    },
    /// Selected characters with the pointer.
    SelectRange {
        /// The block.
        block: BlockId,
        /// The characters.
        range: CharRange,
    },
    /// Dragged a border of the selected mark and let go.
    MoveBounds {
        /// The mark.
        id: EntityId,
        /// Its new place.
        range: CharRange,
    },
    /// Began to drag a block by its margin.
    DragBlock(BlockId),
    /// Pressed the secondary button.
    ContextMenu {
        /// Where on the screen.
        pos: Pos2,
        /// The block.
        block: BlockId,
        /// The nearest position.
        at: u32,
        /// The mark there.
        entity: Option<EntityId>,
    },
    /// The pointer came over a mark, or left it.
    Hover(Option<EntityId>),
}

/// What became of a frame.
#[derive(Clone, Debug)]
pub struct ReaderOutput {
    /// What the editor did.
    pub events: Vec<ReaderEvent>,
    /// Where the selected mark is on the screen, when some of it is seen: for the popover.
    pub selected_rect: Option<Rect>,
    /// Where the selected characters are on the screen, when some of them are seen.
    pub selection_rect: Option<Rect>,
    /// The mark whose border is being dragged, and the place it would have: for the text so far.
    pub moving: Option<(EntityId, CharRange)>,
    /// Distance of the view from the page's top: give it back in the next frame, keep it to come back.
    pub scroll: f32,
    /// Where the text is on the screen, without the ruler.
    pub viewport: Rect,
    /// Where the column is on the screen.
    pub column: Rangef,
    /// Height of the page.
    pub page_height: f32,
    /// The first block that is seen.
    pub visible_block: Option<BlockId>,
    /// Size of the body, for the reader's bar.
    pub body_size: f32,
}
