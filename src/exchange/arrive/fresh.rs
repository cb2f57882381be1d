//! Documents without an article become the articles of a new issue, whose source is their own text.

use crate::annotation::{ArticleId, BlockId, IssueId, Status};
use crate::exchange::{Foreign, ForeignSpan};
use crate::issue::{Article, ArticleStatus, Block, Issue, Kind, Role};
use crate::source::{Extract, Facts, File, Shape, Source, ToldArticle, ToldBlock, sha256};
use crate::text::{CharRange, char_len, is_space};
use std::collections::BTreeSet;

/// Characters from which on an issue is full.
const FULL: u32 = 200_000;
/// Documents from which on it is.
const MOST: usize = 500;

/// Documents that wait for an issue.
#[derive(Default)]
pub struct Fresh {
    documents: Vec<Foreign>,
    chars: u32,
}

impl Fresh {
    pub fn push(&mut self, document: Foreign) {
        self.chars += char_len(&document.text);
        self.documents.push(document);
    }

    pub fn is_full(&self) -> bool {
        self.chars >= FULL || self.documents.len() >= MOST
    }

    /// An issue of all that wait, and they themselves in its order; `None` where none waits.
    pub fn issue(&mut self) -> Option<(Source, Issue, Vec<Foreign>)> {
        self.chars = 0;
        let documents = std::mem::take(&mut self.documents);
        let name = documents.first()?.place.file.clone();
        let (mut text, mut at) = (String::new(), 0);
        let mut articles = Vec::with_capacity(documents.len());
        let mut told = Vec::with_capacity(documents.len());
        let mut ids = BTreeSet::new();
        let hash = {
            let all: String = documents.iter().map(|document| document.text.as_str()).collect();
            sha256(all.as_bytes())
        };
        for (n, document) in documents.iter().enumerate() {
            let mut id = ArticleId::new(document.article.as_str());
            if document.article.is_empty() || !ids.insert(id.clone()) {
                id = ArticleId::derived(&[&hash, &n.to_string()]);
                ids.insert(id.clone());
            }
            let mut blocks = Vec::new();
            for (role, range, line) in lines(document) {
                let place = CharRange::new(at + range.start(), at + range.end());
                blocks.push(block(BlockId::derived(&[&hash, &place.to_string()]), role, line, place));
            }
            let blocks_told = blocks.iter().map(|b| ToldBlock { role: b.role, source: b.source.clone() });
            told.push(ToldArticle { kind: Kind::Article, blocks: blocks_told.collect(), page: None });
            articles.push(Article {
                id,
                kind: Kind::Article,
                status: ArticleStatus::New,
                blocks,
                supplied_headline: supplied(document),
                summary: None,
                notes: Vec::new(),
                topics: Vec::new(),
                keywords: Vec::new(),
                relations: Vec::new(),
            });
            text += &document.text;
            text.push('\n');
            at += char_len(&document.text) + 1;
        }
        let bytes = text.as_bytes().to_vec();
        let facts = Facts { title: title(&name).to_owned(), ..Facts::default() };
        let extract =
            Extract { reader: "import-1".to_owned(), text, shape: Shape::Told(told), facts, page: None };
        let file = File {
            name: format!("{}.txt", title(&name).replace(['/', '\\'], "_")),
            sha256: sha256(&bytes),
            bytes: bytes.into(),
            encoding: "utf-8".to_owned(),
            extract: Some(extract.to_json().ok()?.into()),
        };
        let source = Source::from_files(vec![file]).ok()?;
        let issue = Issue {
            id: IssueId::derived(&["import", &hash]),
            title: title(&name).to_owned(),
            date: String::new(),
            files: source.parts.clone(),
            articles,
            disputes: Vec::new(),
        };
        Some((source, issue, documents))
    }
}

/// The name of a file without its ending and the folders that hold it.
fn title(name: &str) -> &str {
    let own = name.rsplit('/').next().unwrap_or(name);
    own.rsplit_once('.').map_or(own, |(stem, _)| stem)
}

/// The lines of a document that have something in them, without white space at their ends, with their roles. A line end
/// inside a mark ends no line.
fn lines(document: &Foreign) -> Vec<(Role, CharRange, String)> {
    let chars: Vec<char> = document.text.chars().collect();
    let inside = |at: u32| {
        let over = |span: &ForeignSpan| span.range.start() < at && at + 1 < span.range.end();
        document.spans.iter().any(over)
    };
    let told = |range: CharRange| document.parts.iter().find(|(_, part)| part.overlaps(range));
    let mut lines = Vec::new();
    let mut start = 0;
    for at in 0..=chars.len() as u32 {
        let ends = chars.get(at as usize).is_none_or(|c| *c == '\n' && !inside(at));
        if !ends {
            continue;
        }
        let blank = |at: u32| is_space(chars[at as usize]);
        let (mut first, mut last) = (start, at);
        while first < last && blank(first) {
            first += 1;
        }
        while first < last && blank(last - 1) {
            last -= 1;
        }
        if first < last {
            let line: String = chars[first as usize..last as usize].iter().collect();
            let range = CharRange::new(first, last);
            let headline = lines.is_empty() && document.headline.as_deref() == Some(line.as_str());
            let untold = if headline { Role::Headline } else { Role::Paragraph };
            lines.push((told(range).map_or(untold, |(role, _)| *role), range, line));
        }
        start = at + 1;
    }
    lines
}

/// A headline that is not in the text was typed in by somebody.
fn supplied(document: &Foreign) -> Option<String> {
    let headline = document.headline.as_ref()?;
    (!document.text.contains(headline.as_str())).then(|| headline.clone())
}

fn block(id: BlockId, role: Role, text: String, source: CharRange) -> Block {
    Block {
        id,
        role,
        text,
        source: vec![source],
        page: None,
        status: Status::Proposed,
        by: "import-1".to_owned(),
        confidence: None,
        proposed: None,
        entities: Vec::new(),
        readings: Vec::new(),
        remarks: Vec::new(),
    }
}
