//! 标注规范: what each label is for, as Markdown.
//!
//! The program has one of its own; a file beside the dataset (`集.guideline.md` beside `集.zhupi`) replaces it, and the
//! team edits that one, here or with any editor. Only what such a text needs is read: headings, paragraphs, lists, bold
//! and quoted words. Anything else stands as it was typed.

use super::Label;
use crate::strings::Message;
use std::io::Read;
use std::path::{Path, PathBuf};

/// The program's own.
const OWN: &str = include_str!("../../assets/guideline.zh.md");
/// A longer file is no guideline, in bytes.
const LONG: u64 = 512 * 1024;

/// A run of characters in one style.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// The characters.
    pub text: String,
    /// In `**`.
    pub bold: bool,
    /// In backquotes: words from a paper.
    pub quoted: bool,
}

/// A part of the guideline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// A heading and its level.
    Heading(u8, String),
    /// A paragraph.
    Paragraph(Vec<Run>),
    /// An entry of a list, with its number where it has one.
    Entry(Option<String>, Vec<Run>),
}

/// The guideline of a dataset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guideline {
    /// As it is typed.
    pub text: String,
    /// Its parts.
    pub items: Vec<Item>,
    /// The team's file; the program's own text where there is none.
    pub file: Option<PathBuf>,
}

impl Default for Guideline {
    fn default() -> Self {
        Self::of(OWN.to_owned(), None)
    }
}

impl Guideline {
    /// A guideline as it is typed.
    pub fn of(text: String, file: Option<PathBuf>) -> Self {
        Self { items: parse(&text), text, file }
    }

    /// The file that would replace the program's own text.
    pub fn beside(dataset: &Path) -> PathBuf {
        dataset.with_extension("guideline.md")
    }

    /// The guideline of a dataset; where the file cannot be read the program's own, and why.
    pub fn load(dataset: &Path) -> (Self, Option<Message>) {
        let path = Self::beside(dataset);
        let read = || {
            let mut bytes = Vec::new();
            std::fs::File::open(&path)?.take(LONG + 1).read_to_end(&mut bytes)?;
            Ok::<_, std::io::Error>(bytes)
        };
        let why = match read() {
            Ok(bytes) if bytes.len() as u64 > LONG => "guideline.long",
            Ok(bytes) => match String::from_utf8(bytes) {
                Ok(text) => {
                    let text = text.trim_start_matches('\u{feff}').to_owned();
                    return (Self::of(text, Some(path)), None);
                }
                Err(_) => "guideline.not_utf8",
            },
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return (Self::default(), None),
            Err(_) => "guideline.unreadable",
        };
        (Self::default(), Some(Message::new(why).with("file", path.display())))
    }

    /// The parts about a label: from the heading that names it to the next one of its level.
    pub fn section(&self, label: &Label) -> &[Item] {
        let names = |heading: &str| {
            let mut words = heading.split(|c: char| c.is_whitespace() || ":：/·（）()".contains(c));
            words.any(|word| {
                !word.is_empty() && (word == label.id.as_str() || word == label.zh || word == label.en)
            })
        };
        let heading = |item: &Item| matches!(item, Item::Heading(_, heading) if names(heading));
        let Some(from) = self.items.iter().position(heading) else { return &[] };
        let Item::Heading(level, _) = self.items[from] else { return &[] };
        let ends = |item: &Item| matches!(item, Item::Heading(other, _) if *other <= level);
        let length = self.items[from + 1..].iter().position(ends);
        &self.items[from..length.map_or(self.items.len(), |length| from + 1 + length)]
    }

    /// The first words about a label, as one run of text.
    pub fn brief(&self, label: &Label) -> Option<String> {
        self.section(label).iter().find_map(|item| match item {
            Item::Paragraph(runs) => Some(runs.iter().map(|run| run.text.as_str()).collect()),
            _ => None,
        })
    }
}

/// Reads the Markdown that guidelines are written in.
fn parse(text: &str) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::new();
    let mut open = false;
    for line in text.lines() {
        let line = line.trim();
        if line.is_empty() {
            open = false;
            continue;
        }
        let level = line.bytes().take_while(|byte| *byte == b'#').count();
        if (1..=6).contains(&level) && line[level..].starts_with(' ') {
            items.push(Item::Heading(level as u8, line[level..].trim().to_owned()));
            open = false;
        } else if let Some((number, rest)) = entry(line) {
            items.push(Item::Entry(number, runs(rest)));
            open = true;
        } else {
            match items.last_mut() {
                // Lines that follow each other are one paragraph; between Latin words they need a space.
                Some(Item::Paragraph(before) | Item::Entry(_, before)) if open => {
                    let latin = |c: char| c.is_ascii_graphic();
                    let joins = before.last().and_then(|run| run.text.chars().next_back()).is_some_and(latin)
                        && line.starts_with(latin);
                    let line = if joins { format!(" {line}") } else { line.to_owned() };
                    before.extend(runs(&line));
                }
                _ => items.push(Item::Paragraph(runs(line))),
            }
            open = true;
        }
    }
    items
}

/// The number and the words of a list's entry.
fn entry(line: &str) -> Option<(Option<String>, &str)> {
    if let Some(rest) = ["- ", "* ", "+ "].iter().find_map(|bullet| line.strip_prefix(bullet)) {
        return Some((None, rest.trim()));
    }
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let rest = line[digits..].strip_prefix(". ")?;
    (1..=3).contains(&digits).then(|| (Some(format!("{}.", &line[..digits])), rest.trim()))
}

fn runs(line: &str) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut push = |text: &str, bold: bool, quoted: bool| {
        if !text.is_empty() {
            runs.push(Run { text: text.to_owned(), bold, quoted });
        }
    };
    for (n, part) in line.split('`').enumerate() {
        if n % 2 == 1 {
            push(part, false, true);
            continue;
        }
        for (m, piece) in part.split("**").enumerate() {
            push(piece, m % 2 == 1, false);
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::LabelSet;

    #[test]
    fn the_program_s_own_guideline_has_a_section_for_each_label() {
        let own = Guideline::default();
        assert!(own.text.lines().count() <= 120);
        for label in LabelSet::newspaper().labels {
            let section = own.section(&label);
            let entries = section.iter().filter(|item| matches!(item, Item::Entry(..))).count();
            assert!(entries >= 2, "{}", label.id);
            assert!(own.brief(&label).is_some_and(|brief| brief.chars().count() > 10), "{}", label.id);
            assert_eq!(section.iter().filter(|item| matches!(item, Item::Heading(..))).count(), 1);
        }
    }

    #[test]
    fn headings_paragraphs_lists_and_runs_are_read_and_the_rest_stays() {
        let items = parse("# 甲\n\n一行\n又一行 **粗** `词`\n\n- 乙\n  续\n12. 丙\n#不是\nend\nword");
        let plain = |text: &str| Run { text: text.into(), bold: false, quoted: false };
        assert_eq!(items[0], Item::Heading(1, "甲".into()));
        let Item::Paragraph(runs) = &items[1] else { panic!() };
        assert_eq!(runs[0], plain("一行"));
        assert_eq!(runs[2], Run { bold: true, ..plain("粗") });
        assert_eq!(runs[4], Run { quoted: true, ..plain("词") });
        assert_eq!(items[2], Item::Entry(None, vec![plain("乙"), plain("续")]));
        assert_eq!(
            items[3],
            Item::Entry(Some("12.".into()), vec![plain("丙"), plain("#不是"), plain("end"), plain(" word")])
        );
        assert!(parse("").is_empty() && parse("``` **").len() == 1);
    }
}
