//! The source beside the article: opening it, going by it, deciding in it.

use super::Desk;
use super::panels::source::{self, Picture, PictureKey, PicturePainter};
use super::state::{Beside, Pane, Selection};
use super::worker::PictureJob;
use crate::source::{SourceProblem, pdf};
use std::sync::{Arc, Mutex};

/// Passwords that were typed.
pub(super) type Passwords = Arc<Mutex<Vec<String>>>;

/// Makes pictures of the pages of PDFs, in a process of its own; locked ones with the passwords that were typed.
pub(super) fn painter(passwords: Passwords) -> PicturePainter {
    Arc::new(move |bytes, page, scale| {
        let limits = pdf::apart::Limits::default();
        let draw = |password: &str| pdf::picture::picture(bytes, password, page, scale, &limits);
        let made = match draw("") {
            Err(SourceProblem::Password { .. }) => {
                let typed = passwords.lock().map(|typed| typed.clone()).unwrap_or_default();
                typed.iter().rev().find_map(|password| draw(password).ok())?
            }
            made => made.ok()?,
        };
        Some(Picture { width: made.width as usize, height: made.height as usize, rgba: made.pixels })
    })
}

impl Desk {
    /// Opens the pane, with the keyboard in it, or closes it.
    pub(super) fn toggle_beside(&mut self, ctx: &egui::Context) {
        if !self.state.shows_desk() {
            return;
        }
        let Some(open) = &mut self.state.open else { return };
        open.beside = match open.beside {
            Some(_) => None,
            None => Some(source::first_tab(&open.source)),
        };
        let pane = if open.beside.is_some() { Pane::Source } else { Pane::Reader };
        self.show_pane(ctx, pane);
    }

    pub(super) fn show_beside(&mut self, tab: Beside) {
        if let Some(open) = &mut self.state.open {
            open.beside = Some(tab);
            self.source.look();
        }
    }

    /// Puts the caret at a character of the source, in whichever article has it.
    pub(super) fn go_source(&mut self, at: u32) {
        let Some(open) = &self.state.open else { return };
        let place = self.source.place_of(&open.issue, at);
        let Some((article, block, caret)) = place else { return };
        self.go_article(article);
        if let Some(open) = &mut self.state.open {
            open.mark = None;
            open.details = false;
            open.selection = Some(Selection { block, anchor: caret, caret });
            open.reveal = true;
        }
    }

    /// Has the picture of a page made.
    pub(super) fn make_picture(&mut self, key: PictureKey) {
        let painter = self.source.textures.painter.clone();
        let file = self.state.open.as_ref().and_then(|open| open.source.files.get(key.part));
        if let Some((painter, file)) = painter.zip(file) {
            let bytes = Arc::clone(&file.bytes);
            self.worker.picture(PictureJob { key, bytes, painter });
        }
    }
}
