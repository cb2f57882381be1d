//! ALTO, all versions: `Page` → `TextBlock` → `TextLine` → `String`, `SP`, `HYP`.
//!
//! A word cut by a line end (`SUBS_TYPE`) is put together, its hyphen is no character of the text.

use super::{Extract, Region, lines};
use crate::source::xml::Element;
use crate::text::{Gaps, keeps_space};

/// The reader's name and version.
const READER: &str = "alto-1";

/// A page.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// The number that the page says.
    pub number: Option<u32>,
    /// Its blocks in the order of the file.
    pub regions: Vec<Region>,
}

/// The lines of a file of pages.
pub fn read(roots: &[Element]) -> Extract {
    let pages: Vec<Page> = roots.iter().flat_map(pages).collect();
    let number = pages.first().filter(|_| pages.len() == 1).and_then(|page| page.number);
    lines(READER, pages.iter().flat_map(|page| &page.regions), number)
}

/// The pages of a document.
pub fn pages(alto: &Element) -> Vec<Page> {
    alto.every().filter(|element| element.name == "Page").map(page).collect()
}

fn page(page: &Element) -> Page {
    let number = |name| page.attribute(name).and_then(|number| number.trim().parse().ok());
    let blocks = page.every().filter(|element| element.name == "TextBlock");
    Page {
        number: number("PHYSICAL_IMG_NR").or_else(|| number("PRINTED_IMG_NR")).filter(|number| *number > 0),
        regions: blocks.map(region).collect(),
    }
}

fn region(block: &Element) -> Region {
    let (mut lines, mut cut) = (Vec::new(), false);
    for line in block.every().filter(|element| element.name == "TextLine") {
        let (text, hyphenated) = self::line(line);
        match lines.last_mut() {
            // The second half of a word belongs to the first.
            Some(last) if cut => {
                let last: &mut String = last;
                last.push_str(&text);
            }
            _ => lines.push(text),
        }
        cut = hyphenated;
    }
    lines.retain(|line| !line.is_empty());
    Region { id: block.said("ID").to_owned(), lines, ..Region::default() }
}

/// The text of a line, and whether its last word goes on in the next.
fn line(line: &Element) -> (String, bool) {
    let (mut text, mut cut, mut gap) = (String::new(), false, false);
    for word in &line.children {
        match word.name.as_str() {
            "String" => {
                let content = word.said("CONTENT");
                if let (true, Some(left), Some(right)) = (gap, text.chars().last(), content.chars().next())
                    && keeps_space(left, right, false, Gaps::Keep)
                {
                    text.push(' ');
                }
                text.push_str(content);
                (cut, gap) = (word.said("SUBS_TYPE") == "HypPart1", false);
            }
            "SP" => gap = true,
            "HYP" if !cut => text.push_str(word.said("CONTENT")),
            _ => {}
        }
    }
    (text, cut)
}
