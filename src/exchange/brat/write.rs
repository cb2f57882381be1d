//! Articles → pairs of files.

use super::config;
use crate::annotation::EntityId;
use crate::exchange::label_studio::relation;
use crate::exchange::name::{escaped, file_name};
use crate::exchange::{Document, Fate, Item, Out, Report, Setting, Thing, WriteError, Writer};
use std::collections::BTreeMap;
use std::fmt::Write;

pub struct Pairs<'a> {
    out: &'a mut Out,
    setting: &'a Setting,
}

impl<'a> Pairs<'a> {
    pub fn begin(out: &'a mut Out, setting: &'a Setting) -> Box<dyn Writer + 'a> {
        Box::new(Self { out, setting })
    }
}

impl Writer for Pairs<'_> {
    fn write(&mut self, item: &Item<'_>, report: &mut Report) -> Result<(), WriteError> {
        let document = item.document;
        let name = format!("{}/{}", file_name(&document.issue), file_name(&document.id));
        let (lines, broken) = lines(document);
        report.demote(Thing::Entities, Fate::Lost("fate.line_marks"), broken);
        self.out.put(&format!("{name}.ann"), &lines)?;
        Ok(self.out.put(&format!("{name}.txt"), &document.text)?)
    }

    fn finish(self: Box<Self>) -> Result<(), WriteError> {
        // Last, so that a look at the export shows marks.
        self.out.put("annotation.conf", &config::annotation(&self.setting.labels))?;
        Ok(self.out.put("visual.conf", &config::visual(&self.setting.labels))?)
    }
}

/// The marks of an article, and how many cannot be written since their words would break the line.
fn lines(document: &Document) -> (String, usize) {
    let mut lines = String::new();
    let mut numbers: BTreeMap<&EntityId, usize> = BTreeMap::new();
    let (mut notes, mut attributes, mut links, mut broken) = (0, 0, 0, 0);
    for entity in &document.entities {
        // Where Python ends a line.
        if entity.text.contains(|c: char| {
            matches!(
                c,
                '\n' | '\r' | '\t' | '\u{b}' | '\u{c}' | '\u{1c}'
                    ..='\u{1e}' | '\u{85}' | '\u{2028}' | '\u{2029}'
            )
        }) {
            broken += 1;
            continue;
        }
        let number = numbers.len() + 1;
        numbers.insert(&entity.id, number);
        let (start, end) = (entity.range.start(), entity.range.end());
        // Writing to a String cannot fail.
        let _ =
            writeln!(lines, "T{number}\t{} {start} {end}\t{}", escaped(entity.label.as_str()), entity.text);
        if entity.is_open() {
            attributes += 1;
            let _ = writeln!(lines, "A{attributes}\tProposed T{number}");
        }
        if let Some(value) = &entity.value {
            notes += 1;
            let _ = writeln!(lines, "#{notes}\tAnnotatorNotes T{number}\tvalue={}", one_line(value));
        }
        if let Some(link) = &entity.link {
            links += 1;
            let (register, id) = (escaped(&link.register), escaped(&link.id));
            let _ =
                writeln!(lines, "N{links}\tReference T{number} {register}:{id}\t{}", one_line(&link.name));
        }
    }
    let ends =
        document.relations.iter().filter_map(|r| Some((r, numbers.get(&r.from)?, numbers.get(&r.to)?)));
    for (n, (related, from, to)) in ends.enumerate() {
        let _ = writeln!(lines, "R{}\t{} Arg1:T{from} Arg2:T{to}", n + 1, relation(related.kind));
    }
    (lines, broken)
}

fn one_line(text: &str) -> String {
    text.replace(|c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}'), " ")
}
