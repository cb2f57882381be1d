//! The window: an editor's desk.

pub mod fonts;
pub mod reader;
pub mod theme;
