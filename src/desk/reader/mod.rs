//! The reader: one article set as a newspaper sets it, with its entities.
//!
//! ```text
//! linebreak  characters → rows and places          (no egui)
//! sheet      window width → measure, sizes, styles
//! setting    a block → type; character ↔ position
//! page       blocks one under the other
//! marks      entities → washes, rules, letters
//! api        what the widget is given and what it says
//! view       the widget: caches and scrolling
//! pointer    the widget: clicks, drags, accessibility
//! paint      the widget: painting
//! card       one mark in its sentence
//! ```
//! The widget changes nothing but its own caches: it says what the editor did ([`ReaderEvent`]), and draws what it is
//! given ([`ReaderInput`]) in the next frame.

mod api;
mod arcs;
pub mod card;
mod gesture;
mod letters;
pub mod linebreak;
mod marks;
mod page;
mod paint;
mod pointer;
mod rings;
mod ruler;
mod setting;
mod sheet;
mod view;

pub use api::{ReaderEvent, ReaderInput, ReaderOutput, ScrollTarget, Selection};
pub use gesture::{run_of_one_kind, sentence, snapped};
pub use marks::LetterMode;
pub use page::role_key;
pub use ruler::{Tick, TickKind};
pub use sheet::MEASURES;
pub use view::Reader;
pub(super) use {
    marks::State as MarkState,
    page::hints,
    setting::{Hints, fit_headline},
    sheet::{Ink, Style, fitting, standard_measure},
};
