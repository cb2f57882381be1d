//! The marked article on paper: an A4 PDF, set as the reader sets it.
//!
//! ```text
//! faces    the faces of `fonts/`: glyphs, widths, outlines
//! sheet    the paper: sizes, edges, styles
//! setting  a block → rows of placed characters      (the reader's line breaking)
//! marks    entities → rules under the rows, letters above
//! article  an article → lines
//! flow     lines → pages
//! canvas   what a page draws
//! file     pages and faces → bytes
//! ```
//! What was in the paper can be copied out of the file again, character by character; letters and paragraph numbers are
//! drawn as outlines, so that they never get between. The same input gives the same bytes: there is no clock in it.

mod article;
mod canvas;
mod faces;
mod file;
mod flow;
mod marks;
mod setting;
mod sheet;

use super::theme::{Theme, ThemeName};
use crate::annotation::{ArticleId, LabelSet, Taxonomy, Thresholds};
use crate::issue::{Issue, Kind};
use crate::strings::Strings;
use faces::Faces;

/// What is to be printed.
#[derive(Clone, Debug)]
pub struct Order {
    /// The issue.
    pub issue: Issue,
    /// Only this article.
    pub only: Option<ArticleId>,
    /// With marks, or clean.
    pub marks: bool,
    /// The labels.
    pub labels: LabelSet,
    /// The topics.
    pub taxonomy: Taxonomy,
    /// Below which score a proposal is doubtful.
    pub thresholds: Thresholds,
    /// The words.
    pub strings: Strings,
}

/// A printed file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Printed {
    /// The PDF.
    pub bytes: Vec<u8>,
    /// How many pages it has.
    pub pages: usize,
}

/// Why nothing was printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unprinted {
    /// It was stopped.
    Stopped,
    /// There is nothing to print.
    Nothing,
    /// The program's own fonts cannot be used.
    Faces,
}

/// Prints; `go_on` is told which share is done and may stop it.
///
/// # Errors
/// Where it was stopped, or there is nothing to print.
pub fn print(order: &Order, go_on: &dyn Fn(f32) -> bool) -> Result<Printed, Unprinted> {
    let faces = Faces::new().ok_or(Unprinted::Faces)?;
    // What an editor lays on a desk is paper, whatever the window looks like.
    let theme = Theme::of(ThemeName::Light);
    let articles = super::panels::outline::order(&order.issue);
    let wanted = |n: &usize| match &order.only {
        Some(only) => articles[*n].id == *only,
        None => articles[*n].kind != Kind::Furniture,
    };
    let wanted: Vec<usize> = (0..articles.len()).filter(wanted).collect();
    let mut copy = article::Copy::new(order, &faces, &theme);
    for (done, n) in wanted.iter().enumerate() {
        if !go_on(0.5 * done as f32 / wanted.len() as f32) {
            return Err(Unprinted::Stopped);
        }
        copy.add(articles[*n]);
    }
    if copy.lines.is_empty() {
        return Err(Unprinted::Nothing);
    }
    copy.legend();
    let number = order.only.as_ref().and(wanted.first()).map(|n| n + 1);
    let pages = flow::draw(&copy, number, go_on).ok_or(Unprinted::Stopped)?;
    let title = order.only.as_ref().and_then(|only| order.issue.article(only)?.headline());
    let title = title.map_or_else(|| flow::masthead(order, None), ToOwned::to_owned);
    let bytes = file::write(&pages, &faces, &title).ok_or(Unprinted::Faces)?;
    Ok(Printed { bytes, pages: pages.pages.len() })
}
