//! Articles → the three files.

use crate::exchange::{Document, Item, Out, Report, Scheme, WriteError, Writer, sentences, tags};
use crate::text::is_space;
use serde::Serialize;
use serde_json::{Map, Value, json};
use std::io::Write;

pub struct Files {
    documents: Box<dyn Write>,
    convert: Box<dyn Write>,
    count: usize,
}

impl Files {
    pub fn begin<'a>(out: &mut Out) -> Result<Box<dyn Writer + 'a>, WriteError> {
        let documents = out.inside("documents.jsonl")?;
        // Only the documents are seen in a look at the export.
        let mut convert = out.hidden("convert.json")?;
        convert.write_all(b"[")?;
        let mut script = out.hidden("docbin.py")?;
        script.write_all(include_bytes!("docbin.py"))?;
        script.flush()?;
        Ok(Box::new(Self { documents, convert, count: 0 }))
    }
}

impl Writer for Files {
    fn write(&mut self, item: &Item<'_>, _: &mut Report) -> Result<(), WriteError> {
        serde_json::to_writer(&mut self.documents, &record(item.document))?;
        self.documents.write_all(b"\n")?;
        self.convert.write_all(if self.count == 0 { b"\n" } else { b",\n" })?;
        serde_json::to_writer(&mut self.convert, &paragraph(item.document, self.count))?;
        self.count += 1;
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<(), WriteError> {
        self.convert.write_all(b"\n]\n")?;
        self.convert.flush()?;
        Ok(self.documents.flush()?)
    }
}

fn codes(document: &Document) -> impl Iterator<Item = &str> {
    document
        .topics
        .iter()
        .flat_map(|topic| std::iter::once(&topic.code).chain(&topic.sub))
        .map(String::as_str)
}

fn record(document: &Document) -> Value {
    let entities: Vec<Value> =
        document.flat().map(|mark| json!([mark.range.start(), mark.range.end(), mark.label])).collect();
    let spans: Vec<Value> = document
        .entities
        .iter()
        .map(|mark| {
            let link = mark.link.as_ref().map(|link| format!("{}:{}", link.register, link.id));
            json!([mark.range.start(), mark.range.end(), mark.label, link])
        })
        .collect();
    let cats: Map<String, Value> = codes(document).map(|code| (code.to_owned(), json!(1.0))).collect();
    json!({
        "text": document.text, "entities": entities, "spans": spans, "cats": cats,
        "meta": {"article_id": document.id, "issue_id": document.issue, "paper": document.paper,
            "date": document.date, "headline": document.headline, "offset_unit": "codepoint"},
    })
}

/// A character as `spacy convert` reads it.
#[derive(Serialize)]
struct Token<'a> {
    id: usize,
    orth: &'a str,
    ner: String,
}

/// The document as `spacy convert` reads it, with tags that say begin, in, last, only.
fn paragraph(document: &Document, number: usize) -> impl Serialize {
    #[derive(Serialize)]
    struct Sentence<'a> {
        tokens: Vec<Token<'a>>,
    }
    #[derive(Serialize)]
    struct Category<'a> {
        label: &'a str,
        value: f32,
    }
    #[derive(Serialize)]
    struct Paragraph<'a> {
        raw: &'a str,
        sentences: Vec<Sentence<'a>>,
        cats: Vec<Category<'a>>,
    }
    #[derive(Serialize)]
    struct Whole<'a> {
        id: usize,
        paragraphs: [Paragraph<'a>; 1],
    }
    let chars: Vec<char> = document.text.chars().collect();
    let letters: Vec<&str> = document.text.split_inclusive(|_: char| true).collect();
    let tags = tags(&chars, document.flat(), Scheme::Bioes);
    let tag = |at: usize| match tags[at].split_at(1) {
        ("E", rest) => format!("L{rest}"),
        ("S", rest) => format!("U{rest}"),
        _ => tags[at].clone(),
    };
    let mut ids = 0..;
    let sentences = sentences(document).into_iter().map(|sentence| {
        let solid = sentence.positions().map(|at| at as usize).filter(|at| !is_space(chars[*at]));
        let tokens = solid.zip(ids.by_ref()).map(|(at, id)| Token { id, orth: letters[at], ner: tag(at) });
        Sentence { tokens: tokens.collect() }
    });
    let sentences = sentences.collect();
    let cats = codes(document).map(|label| Category { label, value: 1.0 }).collect();
    Whole { id: number, paragraphs: [Paragraph { raw: &document.text, sentences, cats }] }
}
