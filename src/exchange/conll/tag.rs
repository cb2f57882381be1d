//! Tags of characters, and marks of tags.

use crate::annotation::Entity;
use crate::exchange::Scheme;
use crate::exchange::name::{escaped, unescaped};
use crate::text::{CharRange, is_space};

/// The tag of every character of a text; `O` where there is no mark. White space inside a mark has none.
pub fn tags<'a>(chars: &[char], marks: impl Iterator<Item = &'a Entity>, scheme: Scheme) -> Vec<String> {
    let mut tags = vec!["O".to_owned(); chars.len()];
    for mark in marks {
        let inside = mark.range.positions().map(|at| at as usize);
        let solid: Vec<usize> = inside.filter(|at| chars.get(*at).is_some_and(|c| !is_space(*c))).collect();
        let label = label(mark.label.as_str());
        for (n, at) in solid.iter().enumerate() {
            let prefix = match (scheme, n, n + 1 == solid.len()) {
                (Scheme::Bioes | Scheme::Bmes, 0, true) => 'S',
                (_, 0, _) => 'B',
                (Scheme::Bioes | Scheme::Bmes, _, true) => 'E',
                (Scheme::Bmes, ..) => 'M',
                _ => 'I',
            };
            tags[*at] = format!("{prefix}-{label}");
        }
    }
    tags
}

/// A label that no column parts.
fn label(label: &str) -> String {
    if label.contains(char::is_whitespace) { escaped(label) } else { label.replace("_u", "_u5F_u") }
}

/// A mark while its tags are read.
#[derive(Debug)]
struct Open {
    label: String,
    range: CharRange,
}

/// Marks as their tags come, one token after the other.
#[derive(Debug, Default)]
pub struct Runs {
    open: Option<Open>,
    /// Label and place of every mark that has ended.
    pub done: Vec<(String, CharRange)>,
}

impl Runs {
    /// Takes a token's tag; false where it is none.
    pub fn take(&mut self, tag: &str, at: CharRange) -> bool {
        if matches!(tag, "O" | "_" | "-" | "") {
            self.close();
            return true;
        }
        let Some((prefix, label)) = tag.split_once('-').filter(|(_, label)| !label.is_empty()) else {
            return false;
        };
        let label = unescaped(label);
        let goes_on = matches!(prefix, "I" | "M" | "E" | "L");
        if !goes_on && !matches!(prefix, "B" | "S" | "U") {
            return false;
        }
        match &mut self.open {
            Some(open) if goes_on && open.label == label => {
                open.range = CharRange::new(open.range.start(), at.end());
            }
            _ => {
                self.close();
                self.open = Some(Open { label, range: at });
            }
        }
        if matches!(prefix, "E" | "L" | "S" | "U") {
            self.close();
        }
        true
    }

    /// Ends the mark that is open.
    pub fn close(&mut self) {
        self.done.extend(self.open.take().map(|open| (open.label, open.range)));
    }
}
