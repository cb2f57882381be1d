//! fastText: `__label__medtop:11000000 县 里 开 会`, an article a line.
//!
//! fastText parts words at white space only, so every Chinese character is written as a word of its own (with
//! `-wordNgrams 2` or `3` it learns words all the same). A reader puts them together again; white space between them,
//! line ends included, does not come back.

use super::super::{
    Fate, Foreign, Format, Give, Info, Input, Item, Options, Out, ReadError, Report, Setting, Shape, Thing,
    WriteError, Writer,
};
use crate::exchange::name::{escaped, unescaped};
use crate::text::{Gaps, is_space, keeps_space};
use std::io::Write;

/// How labels begin.
const LABEL: &str = "__label__";

/// The format.
#[derive(Clone, Copy, Debug)]
pub struct FastText;

static INFO: Info = Info {
    name: "fasttext",
    title: "format.fasttext",
    kind: "TXT",
    extension: "txt",
    shape: Shape::File,
    writes: true,
    reads: true,
    schemes: false,
};

impl Format for FastText {
    fn info(&self) -> &'static Info {
        &INFO
    }

    fn holds(&self, thing: Thing, _: &Options) -> Fate {
        if thing == Thing::Characters { Fate::Bent("fate.spaced") } else { super::holds(thing) }
    }

    fn writer<'a>(&self, out: &'a mut Out, _: &'a Setting) -> Result<Box<dyn Writer + 'a>, WriteError> {
        Ok(Box::new(Lines(out.main()?)))
    }

    fn read(&self, input: &Input, give: Give<'_>) -> Result<(), ReadError> {
        let file = input.first()?;
        file.lines(&mut |number, line| {
            let mut words = line.split([' ', '\t']).filter(|word| !word.is_empty()).peekable();
            let mut found = Foreign { place: file.place(number, ""), ..Foreign::default() };
            while let Some(label) = words.peek().and_then(|word| word.strip_prefix(LABEL)) {
                found.topics.push(super::topic(unlabelled(label)));
                words.next();
            }
            found.text = joined(words);
            if found.text.is_empty() {
                let blank = line.trim().is_empty() || !found.topics.is_empty();
                let error = || ReadError::new("error.foreign.text").at(&found.place);
                return if blank { Ok(()) } else { Err(error()) };
            }
            if found.topics.is_empty() && !line.starts_with(LABEL) && number == 1 && looks_otherwise(line) {
                return Err(ReadError::new("error.foreign.line").at(&found.place).with("what", start(line)));
            }
            give(found)
        })
    }
}

/// Whether a first line is that of another kind of file.
fn looks_otherwise(line: &str) -> bool {
    line.starts_with(['{', '[', '<']) || line.starts_with("PK\u{3}\u{4}")
}

fn start(line: &str) -> String {
    line.chars().take(20).collect()
}

struct Lines(Box<dyn Write>);

impl Writer for Lines {
    fn write(&mut self, item: &Item<'_>, report: &mut Report) -> Result<(), WriteError> {
        let document = item.document;
        let mut line = String::with_capacity(2 * document.text.len());
        for code in super::codes(document) {
            line.push_str(LABEL);
            line.push_str(&labelled(code));
            line.push(' ');
        }
        let spaces = document.text.chars().filter(|c| is_space(*c)).count();
        report.count(Thing::Characters, Fate::Bent("fate.spaced"), spaces);
        line.push_str(&spaced(&document.text));
        line.push('\n');
        Ok(self.0.write_all(line.as_bytes())?)
    }

    fn finish(mut self: Box<Self>) -> Result<(), WriteError> {
        Ok(self.0.flush()?)
    }
}

/// A code without white space.
fn labelled(code: &str) -> String {
    if code.contains(is_space) || code.contains("_u") { escaped(code) } else { code.to_owned() }
}

fn unlabelled(label: &str) -> String {
    if label.contains("_u") { unescaped(label) } else { label.to_owned() }
}

/// The text with a space between characters, but for runs of ASCII.
fn spaced(text: &str) -> String {
    let mut spaced = String::with_capacity(2 * text.len());
    let mut last: Option<char> = None;
    for c in text.chars() {
        if is_space(c) {
            last = None;
            continue;
        }
        let run = last.is_some_and(|last| last.is_ascii_alphanumeric() && c.is_ascii_alphanumeric());
        if !run && !spaced.is_empty() {
            spaced.push(' ');
        }
        spaced.push(c);
        last = Some(c);
    }
    spaced
}

/// Words put together: Chinese without spaces, Latin with them.
fn joined<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let mut text = String::new();
    for word in words {
        let alphanumeric = |c: char| c.is_ascii_alphanumeric();
        if let (Some(left), Some(right)) = (text.chars().last(), word.chars().next())
            && alphanumeric(left)
            && alphanumeric(right)
            && keeps_space(left, right, false, Gaps::Drop)
        {
            text.push(' ');
        }
        text.push_str(word);
    }
    text
}
