//! Saved article pages of other sites: the element with most running text is the article.

use super::compose::{Part, Piece, compose};
use super::html::{Document, Form, Line};
use super::{Extract, Facts, Shape, names};
use crate::issue::{Kind, Role};

/// The reader's name and version.
pub const READER: &str = "html-1";

/// Least weight of an element that is taken for an article: about two sentences.
const LEAST: u32 = 60;

/// The page's article; all its lines where there is none.
pub fn read(page: &Document) -> Extract {
    let meta =
        |names: &[&str]| names.iter().find_map(|name| page.metas.get(*name)).cloned().unwrap_or_default();
    let date =
        meta(&["publishdate", "pubdate", "article:published_time", "date", "datepublished", "og:pubdate"]);
    let shown = || page.lines.iter().map(|line| line.text.as_str()).filter(|text| text.chars().count() <= 40);
    let facts = Facts {
        title: names::paper_in(&meta(&["og:site_name", "source", "mediaid"])).unwrap_or_default(),
        date: names::date_in(&date).or_else(|| shown().find_map(names::date_in)).unwrap_or_default(),
    };
    let Some(main) = main(page) else {
        let text: String = page.lines.iter().flat_map(|line| [line.text.as_str(), "\n"]).collect();
        return Extract { reader: READER.to_owned(), text, shape: Shape::Lines, facts, page: None };
    };
    let title = headline(page, &meta(&["og:title"]));
    let inside = |line: &&Line| within(page, line.holder, main);
    let body: Vec<Part> = page
        .lines
        .iter()
        .filter(inside)
        .filter(|line| line.linked * 2 < line.text.chars().count() as u32 && line.text != title)
        .map(|line| Part {
            role: if line.form == Form::Caption { Role::Caption } else { Role::Paragraph },
            text: line.text.clone(),
        })
        .collect();
    let mut piece = Piece { kind: Kind::Article, ..Piece::default() };
    piece.push(Role::Headline, &title);
    piece.byline(&meta(&["author", "article:author"]), &body);
    piece.parts.extend(body);
    let (text, shape) = compose(vec![piece]);
    Extract { reader: READER.to_owned(), text, shape, facts, page: None }
}

/// The largest heading, else the window's title without the site's name.
fn headline(page: &Document, meta: &str) -> String {
    let heading = |level| {
        page.lines.iter().find(|line| line.form == Form::Heading(level)).map(|line| line.text.clone())
    };
    if let Some(title) = heading(1) {
        return title;
    }
    let title = if meta.is_empty() { page.title.as_str() } else { meta };
    let first = title.split(['_', '|', '丨', '－']).next().unwrap_or_default();
    first.split(" - ").next().unwrap_or_default().trim().to_owned()
}

/// The element that holds most running text: every line with a sentence counts for its element and half for the one
/// around it.
fn main(page: &Document) -> Option<usize> {
    let mut weights = vec![0_u32; page.parents.len()];
    for line in &page.lines {
        let all = line.text.chars().count() as u32;
        let stops =
            line.text.chars().filter(|c| matches!(c, '，' | '。' | '；' | '、' | '！' | '？')).count() as u32;
        if stops == 0 || line.linked * 2 > all {
            continue;
        }
        let weight = all - line.linked;
        // A paragraph is an element of its own; the article is what holds the paragraphs.
        let holder = page.parents[line.holder];
        weights[line.holder] += weight / 2;
        weights[holder] += weight;
        weights[page.parents[holder]] += weight / 2;
    }
    let best = (0..weights.len()).max_by_key(|n| (weights[*n], std::cmp::Reverse(*n)))?;
    (weights[best] >= LEAST).then_some(best)
}

/// Whether `holder` is `of` or inside it.
fn within(page: &Document, mut holder: usize, of: usize) -> bool {
    while holder != of && holder != 0 {
        holder = page.parents[holder];
    }
    holder == of
}
