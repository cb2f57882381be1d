//! `zhupi propose`: a file's articles with the program's proposals, as `article/1`.

use super::{Failure, output};
use crate::annotation::{ArticleId, BlockId, Status};
use crate::exchange::article;
use crate::issue::{Article, ArticleStatus, Block, Issue, Kind, Role};
use crate::source::{Encoding, Source};
use crate::text::{CharRange, is_space};
use std::path::PathBuf;

/// The arguments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Propose {
    /// The file.
    pub file: PathBuf,
    /// Where the records go; standard output where absent.
    pub out: Option<PathBuf>,
    /// The file's encoding; found out where absent.
    pub encoding: Option<Encoding>,
    /// The issue's date; found in the page where absent.
    pub date: Option<String>,
    /// Whether marks may lie inside others.
    pub nested: bool,
}

impl Propose {
    /// Opens, proposes, writes.
    pub fn run(&self) -> Result<(), Failure> {
        let source = Source::open(&self.file, self.encoding).map_err(|e| Failure::Input(e.message()))?;
        let issue = chunks(&source, self.date.clone().unwrap_or_default());
        let records = article::write(&issue, &source.text).map_err(|e| Failure::Input(e.message()))?;
        output::write(self.out.as_deref(), &records)
    }
}

/// Stands in for the layout: every run of lines between empty lines is an article of one paragraph.
fn chunks(source: &Source, date: String) -> Issue {
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
    Issue { id, title: String::new(), date, files: source.parts.clone(), articles }
}
