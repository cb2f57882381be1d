//! Articles of pages that say where their characters stand.
//!
//! The text of such a page is in reading order already, story by story ([`crate::source::pdf`]), so the stages for text
//! read it too. What the page shows beside its words is laid over what they find: `look` measures every line where it
//! stands, `sharpen` turns size, fonts, frames and pictures into evidence for the tags, `mend` joins and parts articles
//! by stories and gives headings to the articles that stand under them. Headings of stories without text are left to
//! the words.

mod look;
mod mend;
mod sharpen;

use super::{Mentions, Weights, articles, assemble, cues, headings, lines, pieces, tagging};
use crate::issue::Article;
use crate::source::{Facts, PageShape, Source};
use crate::text::CharRange;

/// The articles of a part with placed characters.
pub(super) fn from_pages(
    source: &Source,
    chars: &[char],
    range: CharRange,
    shapes: &[PageShape],
    mentions: &dyn Mentions,
    weights: &Weights,
) -> (Vec<Article>, Facts) {
    let page = lines::Page::new(chars, range, weights);
    let looks = look::all(&page, shapes);
    let mut cues = cues::all(&page, chars, mentions);
    sharpen::cues(&page, &looks, &mut cues);
    let mut tagged = tagging::tag(&page, &cues);
    sharpen::settle(&page, &looks, &cues, &mut tagged);
    let mut pieces = pieces::gather(&page, &tagged, chars);
    mend::columns(&mut pieces, &page, &looks, chars);
    let (drafts, heads) = articles::build(&page, &pieces, mentions);
    let mut drafts = mend::by_stories(drafts, &pieces, &looks);
    let homeless = mend::give_headings(&heads, &mut drafts, &pieces, &looks);
    headings::bind(&page, &pieces, chars, &homeless, &mut drafts, mentions);
    mend::roles(&mut drafts, &pieces, &looks);
    articles::advertise(&mut drafts, &pieces);
    let assembly = assemble::Assembly { source, chars, page: &page, pieces: &pieces };
    let mut articles = assembly.articles(&drafts);
    if shapes.len() > 1 {
        number(&mut articles, shapes);
    }
    (articles, assembly.facts())
}

/// Writes on every block the page that it begins on, where the file has several.
fn number(articles: &mut [Article], shapes: &[PageShape]) {
    for block in articles.iter_mut().flat_map(|article| &mut article.blocks) {
        let Some(from) = block.source.first().map(|range| range.start()) else { continue };
        let at = shapes.partition_point(|shape| shape.range.start() <= from).saturating_sub(1);
        block.page = shapes.get(at).and_then(|shape| shape.number).or(Some(at as u32 + 1));
    }
}
