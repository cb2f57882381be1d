//! `zhupi propose`: a file's articles with the program's proposals, as `article/1`.

use super::args::{self, Count, ENCODING, Flag, OUT, Operand, Spec, Values};
use super::output::{self, Existing};
use super::{Failure, open};
use crate::annotation::{ArticleId, BlockId, Status};
use crate::exchange::article;
use crate::issue::{Article, ArticleStatus, Block, Issue, Kind, Role};
use crate::source::{Encoding, Source};
use crate::text::{CharRange, is_space};
use std::path::PathBuf;

/// What it takes.
pub static SPEC: Spec = Spec {
    name: "propose",
    help: "help.propose",
    operands: &[Operand { name: "FILE", count: Count::One }],
    flags: &[OUT, ENCODING, Flag::valued("date", "D", "help.date"), Flag::switch("nested", "help.nested")],
};

/// The arguments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Propose {
    file: PathBuf,
    out: Option<PathBuf>,
    encoding: Option<Encoding>,
    how: How,
}

/// How proposals are made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct How {
    /// The issue's date, ISO; found in the page where absent.
    pub date: Option<String>,
    /// Whether marks may lie inside others.
    pub nested: bool,
}

impl Propose {
    /// From the words of the line.
    pub fn new(mut values: Values) -> Result<Self, Failure> {
        let date = values.text("date");
        if let Some(date) = date.as_deref().filter(|date| date.parse::<jiff::civil::Date>().is_err()) {
            return Err(args::usage("error.args.date", date));
        }
        let how = How { date, nested: values.on("nested") };
        let (out, encoding) = (values.out(), values.encoding()?);
        Ok(Self { file: values.required("FILE")?, out, encoding, how })
    }

    /// Opens, proposes, writes.
    pub fn run(&self) -> Result<(), Failure> {
        let records = records(&open::source(&self.file, self.encoding)?, &self.how)?;
        output::write(self.out.as_deref(), &records, &self.file, Existing::Replace)
    }
}

/// The source's articles with their proposals, as records.
pub fn records(source: &Source, how: &How) -> Result<String, Failure> {
    let mut issue = chunks(source);
    if let Some(date) = &how.date {
        issue.date.clone_from(date);
    }
    article::write(&issue, &source.text).map_err(|error| Failure::Input(error.message()))
}

/// Stands in for the layout: every run of lines between empty lines is an article of one paragraph.
fn chunks(source: &Source) -> Issue {
    let id = source.issue_id();
    let mut articles: Vec<Article> = Vec::new();
    let (mut at, mut open) = (0, false);
    for line in source.text.split_inclusive('\n') {
        let text: String = line.chars().filter(|c| !is_space(*c)).collect();
        let range = CharRange::new(at, at + crate::text::char_len(line));
        at = range.end();
        if text.is_empty() {
            open = false;
        } else if let (true, Some(block)) = (open, articles.last_mut().and_then(|a| a.blocks.last_mut())) {
            block.text += &text;
            block.source.push(range);
        } else {
            open = true;
            let from = range.start().to_string();
            let block = Block {
                id: BlockId::derived(&[id.as_str(), &from]),
                role: Role::Paragraph,
                text,
                source: vec![range],
                page: None,
                status: Status::Proposed,
                by: "chunks".into(),
                confidence: None,
                entities: Vec::new(),
            };
            articles.push(Article {
                id: ArticleId::derived(&[id.as_str(), &from]),
                kind: Kind::Article,
                status: ArticleStatus::New,
                blocks: vec![block],
                supplied_headline: None,
                summary: None,
                notes: Vec::new(),
                topics: Vec::new(),
                keywords: Vec::new(),
                relations: Vec::new(),
            });
        }
    }
    Issue { id, title: String::new(), date: String::new(), files: source.parts.clone(), articles }
}
