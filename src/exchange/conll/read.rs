//! Rows → documents. Articles begin at `-DOCSTART-` or at a fact about the next document; the words are put together again
//! without white space, sentences with a line feed between them.

use super::START;
use super::hipe::{COLUMNS, FACT};
use super::tag::Runs;
use crate::annotation::Link;
use crate::exchange::{Foreign, ForeignSpan, Give, InFile, ReadError};
use crate::source::MAX_CHARS;
use crate::text::{CharRange, char_len};

/// A document as it is put together.
#[derive(Default)]
struct Draft {
    document: Foreign,
    /// Code points so far.
    length: u32,
    flat: Runs,
    nested: Runs,
    /// Link and place of each linked token.
    links: Vec<(CharRange, String)>,
    /// What comes before the next word.
    gap: &'static str,
}

impl Draft {
    /// Adds a word; its place, or `None` where the text is longer than any article.
    fn word(&mut self, word: &str) -> Option<CharRange> {
        let gap = Some(std::mem::take(&mut self.gap)).filter(|_| self.length > 0).unwrap_or_default();
        self.document.text += gap;
        self.document.text += word;
        let start = self.length + char_len(gap);
        self.length = start + char_len(word);
        (self.length <= MAX_CHARS).then(|| CharRange::new(start, self.length))
    }

    fn finished(mut self) -> Option<Foreign> {
        if self.length == 0 {
            return None;
        }
        let mut document = self.document;
        for runs in [&mut self.flat, &mut self.nested] {
            runs.close();
            for (label, range) in runs.done.drain(..) {
                let link = self.links.iter().find(|(place, _)| place.start() == range.start());
                let link = link.map(|(_, word)| link_of(word));
                let span = ForeignSpan { link, ..ForeignSpan::new("", label) }.at(range, &document.text);
                document.spans.push(span);
            }
            // Only the outer marks have links.
            self.links.clear();
        }
        Some(document)
    }
}

fn link_of(word: &str) -> Link {
    let (register, id) = word.split_once(':').unwrap_or(("", word));
    Link { register: register.to_owned(), id: id.to_owned(), name: String::new() }
}

fn bad(file: &InFile, number: usize, record: &str, line: &str) -> ReadError {
    let what: String = line.chars().take(40).collect();
    ReadError::new("error.foreign.line").at(&file.place(number, record)).with("what", what)
}

fn long(file: &InFile, number: usize) -> ReadError {
    ReadError::new("error.foreign.no_border").at(&file.place(number, ""))
}

/// Rows with the word first and the tag last.
pub fn rows(file: &InFile, give: Give<'_>) -> Result<(), ReadError> {
    let mut draft = begun(file, 1, String::new());
    file.lines(&mut |number, line| {
        if line.trim().is_empty() {
            draft.flat.close();
            draft.gap = "\n";
            return Ok(());
        }
        if line.starts_with(START) {
            let done = std::mem::replace(&mut draft, begun(file, number, String::new()));
            return done.finished().map_or(Ok(()), &mut *give);
        }
        let mut fields: Vec<&str> =
            if line.contains('\t') { line.split('\t') } else { line.split('\0') }.collect();
        if fields.len() == 1 {
            fields = line.split(' ').filter(|field| !field.is_empty()).collect();
        }
        let word = fields.first().filter(|word| !word.is_empty());
        let (Some(word), Some(tag), true) = (word, fields.last(), fields.len() > 1) else {
            return Err(bad(file, number, "", line));
        };
        let at = draft.word(word).ok_or_else(|| long(file, number))?;
        if draft.flat.take(tag.trim(), at) { Ok(()) } else { Err(bad(file, number, "", line)) }
    })?;
    draft.finished().map_or(Ok(()), give)
}

/// Rows of HIPE.
pub fn columns(file: &InFile, give: Give<'_>) -> Result<(), ReadError> {
    let mut draft = begun(file, 1, String::new());
    let mut places: Option<[Option<usize>; 5]> = None;
    file.lines(&mut |number, line| {
        if places.is_none() {
            let header: Vec<&str> = line.split('\t').collect();
            let place = |name: &str| header.iter().position(|column| *column == name);
            if place(COLUMNS[0]) != Some(0) || place(COLUMNS[1]).is_none() {
                return Err(ReadError::new("error.foreign.header").at(&file.place(number, "")));
            }
            places = Some([COLUMNS[0], COLUMNS[1], COLUMNS[6], COLUMNS[7], COLUMNS[9]].map(place));
            return Ok(());
        }
        if line.trim().is_empty() {
            return Ok(());
        }
        let fields: Vec<&str> = line.split('\t').collect();
        if fields.len() == 1 {
            if let Some(fact) = line.strip_prefix(FACT)
                && let Some(id) = fact.strip_prefix("document_id")
            {
                let id = id.trim_start_matches([' ', '=']).trim().to_owned();
                let done = std::mem::replace(&mut draft, begun(file, number, id));
                return done.finished().map_or(Ok(()), &mut *give);
            }
            let about = line.starts_with('#');
            return if about { Ok(()) } else { Err(bad(file, number, &draft.document.place.record, line)) };
        }
        let field = |n: usize| places.and_then(|places| places[n]).and_then(|n| fields.get(n)).copied();
        let (Some(word), Some(tag)) = (field(0).filter(|word| !word.is_empty()), field(1)) else {
            return Err(bad(file, number, &draft.document.place.record, line));
        };
        let at = draft.word(word).ok_or_else(|| long(file, number))?;
        let tagged = draft.flat.take(tag, at) && draft.nested.take(field(2).unwrap_or("O"), at);
        if !tagged {
            return Err(bad(file, number, &draft.document.place.record, line));
        }
        if let Some(link) = field(3).filter(|link| !matches!(*link, "_" | "NIL" | "-" | "" | "O")) {
            draft.links.push((at, link.to_owned()));
        }
        let flags: Vec<&str> = field(4).unwrap_or_default().split('|').collect();
        draft.gap = if flags.contains(&"EndOfParagraph") {
            "\n"
        } else if flags.contains(&"NoSpaceAfter") {
            ""
        } else {
            " "
        };
        Ok(())
    })?;
    draft.finished().map_or(Ok(()), give)
}

fn begun(file: &InFile, line: usize, id: String) -> Draft {
    let place = file.place(line, id.clone());
    Draft { document: Foreign { place, article: id, ..Foreign::default() }, ..Draft::default() }
}
