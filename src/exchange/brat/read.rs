//! Pairs of files → documents.

use crate::annotation::{Link, Status};
use crate::exchange::name::unescaped;
use crate::exchange::{
    Astray, Fitter, Foreign, ForeignRelation, ForeignSpan, Give, InFile, Input, RawSpan, ReadError, Unit,
};
use crate::strings::Message;
use std::collections::HashMap;

/// All pairs of a folder or ZIP. A `.txt` without `.ann` has no marks; an `.ann` without `.txt` is refused.
pub fn pairs(input: &Input, give: Give<'_>) -> Result<(), ReadError> {
    let mut found = false;
    let names: HashMap<&str, &InFile> = input.files.iter().map(|file| (file.name.as_str(), file)).collect();
    for marks in input.ending(".ann") {
        found = true;
        let stem = &marks.name[..marks.name.len() - 4];
        let text = names.get(format!("{stem}.txt").as_str()).copied();
        let text = text.ok_or_else(|| ReadError::new("error.foreign.no_txt").at(&marks.place(0, "")))?;
        give(pair(stem, text, marks)?)?;
    }
    if found {
        Ok(())
    } else {
        Err(ReadError::new("error.foreign.no_ann").at(&crate::exchange::Place::default()))
    }
}

fn pair(stem: &str, text: &InFile, marks: &InFile) -> Result<Foreign, ReadError> {
    let name = stem.rsplit('/').next().unwrap_or(stem);
    // The tool reads with universal line ends.
    let plain = text.text()?.replace("\r\n", "\n").replace('\r', "\n");
    let mut found =
        Foreign { place: marks.place(0, name), article: unescaped(name), text: plain, ..Foreign::default() };
    let mut lines =
        Lines { file: marks, record: name, raw: Vec::new(), spans: Vec::new(), about: Vec::new() };
    marks.few_lines(&mut |number, line| lines.line(number, line, &mut found))?;
    lines.settle(&mut found);
    Ok(found)
}

/// What is said about a mark elsewhere.
enum About {
    Proposed,
    Value(String),
    Link(Link),
}

struct Lines<'a> {
    file: &'a InFile,
    record: &'a str,
    raw: Vec<RawSpan>,
    spans: Vec<(usize, ForeignSpan)>,
    about: Vec<(String, About)>,
}

impl Lines<'_> {
    fn line(&mut self, number: usize, line: &str, found: &mut Foreign) -> Result<(), ReadError> {
        let bad = || {
            let what = line.chars().take(40).collect::<String>();
            ReadError::new("error.foreign.line").at(&self.file.place(number, self.record)).with("what", what)
        };
        if line.trim().is_empty() {
            return Ok(());
        }
        let mut fields = line.splitn(3, '\t');
        let id = fields.next().unwrap_or_default().to_owned();
        let middle = fields.next().ok_or_else(bad)?;
        let last = fields.next();
        let mut words = middle.split(' ').filter(|word| !word.is_empty());
        let kind = words.next().ok_or_else(bad)?;
        let rest: Vec<&str> = words.collect();
        let end = |name: &str| rest.iter().find_map(|word| word.strip_prefix(name)?.strip_prefix(':'));
        match id.chars().next() {
            Some('T') => {
                let raw = fragments(&rest.join(" "), last).ok_or_else(bad)?;
                if self.spans.iter().any(|(_, span)| span.id == id) {
                    let twice =
                        ReadError::new("error.foreign.twice").at(&self.file.place(number, self.record));
                    return Err(twice.with("what", id));
                }
                match raw {
                    Some(raw) => {
                        self.raw.push(raw);
                        self.spans.push((number, ForeignSpan::new(id, unescaped(kind))));
                    }
                    None => found.astray.push(self.astray(
                        number,
                        kind,
                        last.unwrap_or_default(),
                        "astray.fragments",
                    )),
                }
            }
            Some('R') => {
                let (Some(from), Some(to)) = (end("Arg1"), end("Arg2")) else { return Err(bad()) };
                found.relations.push(ForeignRelation {
                    label: kind.to_owned(),
                    from: from.to_owned(),
                    to: to.to_owned(),
                });
            }
            Some('A' | 'M') if kind == "Proposed" => {
                self.about.push((rest.first().ok_or_else(bad)?.to_string(), About::Proposed));
            }
            Some('N') => {
                let (Some(mark), Some((register, id))) =
                    (rest.first(), rest.get(1).and_then(|r| r.split_once(':')))
                else {
                    return Err(bad());
                };
                let name = last.unwrap_or_default().to_owned();
                let link = Link { register: unescaped(register), id: unescaped(id), name };
                self.about.push(((*mark).to_owned(), About::Link(link)));
            }
            Some('#') => match (last.unwrap_or_default(), rest.first()) {
                (note, Some(mark)) if note.starts_with("value=") => {
                    self.about.push(((*mark).to_owned(), About::Value(note["value=".len()..].to_owned())));
                }
                (note, _) => found.notes.push(note.to_owned()),
            },
            Some('A' | 'M' | 'E' | '*') => {
                found.astray.push(self.astray(number, kind, line, "astray.kind"));
            }
            _ => return Err(bad()),
        }
        Ok(())
    }

    fn astray(&self, line: usize, label: &str, what: &str, why: &'static str) -> Astray {
        let what = what.chars().take(80).collect();
        Astray {
            place: self.file.place(line, self.record),
            label: label.to_owned(),
            what,
            why: Message::new(why),
        }
    }

    fn settle(mut self, found: &mut Foreign) {
        for (mark, about) in self.about {
            let Some((_, span)) = self.spans.iter_mut().find(|(_, span)| span.id == mark) else { continue };
            match about {
                About::Proposed => span.status = Status::Proposed,
                About::Value(value) => span.value = Some(value),
                About::Link(link) => span.link = Some(link),
            }
        }
        let places = Fitter::new(&found.text, Unit::CodePoint).fit(&self.raw);
        for ((place, raw), (line, span)) in places.into_iter().zip(&self.raw).zip(self.spans) {
            match place {
                Ok(range) => found.spans.push(span.at(range, &found.text)),
                Err(misfit) => {
                    found.astray.push(misfit.astray(&self.file.place(line, self.record), &span.label, raw));
                }
            }
        }
    }
}

/// The place of a mark; `None` inside where its fragments have more than a line end or a space between them.
#[expect(clippy::option_option, reason = "no place, a place that is several, a place")]
fn fragments(places: &str, words: Option<&str>) -> Option<Option<RawSpan>> {
    let mut whole: Option<(u64, u64)> = None;
    for place in places.split(';') {
        let (start, end) = place.trim().split_once(' ')?;
        let (start, end) = (start.parse().ok()?, end.trim().parse().ok()?);
        whole = match whole {
            None => Some((start, end)),
            // Words over a line end: the one character between them is the line end.
            Some((first, last)) if start.checked_sub(1) == Some(last) => Some((first, end)),
            Some(_) => return Some(None),
        };
    }
    let (start, end) = whole?;
    Some(Some(RawSpan { start, end, text: words.map(str::to_owned) }))
}
