//! Articles that a file tells become text and shape: one line a block, an empty line between articles. The same articles
//! always give the same text.

use super::{Shape, ToldArticle, ToldBlock};
use crate::issue::{Kind, Role};
use crate::text::{CharRange, char_len, is_space};

/// A block before it has a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// What it is.
    pub role: Role,
    /// What it says.
    pub text: String,
}

/// An article before it has a place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Piece {
    /// What it is.
    pub kind: Kind,
    /// In reading order.
    pub parts: Vec<Part>,
    /// Page number, from 1.
    pub page: Option<u32>,
}

impl Piece {
    /// Adds a block; white space alone makes none.
    pub fn push(&mut self, role: Role, text: &str) {
        let text = text.trim_matches(is_space);
        if !text.is_empty() {
            self.parts.push(Part { role, text: text.to_owned() });
        }
    }

    /// Adds every line of a text as a paragraph.
    pub fn paragraphs(&mut self, text: &str) {
        text.split(['\n', '\r', '\u{2028}', '\u{2029}']).for_each(|line| self.push(Role::Paragraph, line));
    }

    /// Adds an author unless the text names him where bylines stand: in its first lines or at its end.
    pub fn byline(&mut self, author: &str, body: &[Part]) {
        let dense = |text: &str| text.chars().filter(|c| !is_space(*c)).collect::<String>();
        let wanted = dense(author);
        let short = |part: &&Part| part.text.chars().count() <= 80;
        let opening = body.iter().take(3).map(|part| part.text.chars().take(60).collect::<String>());
        let closing = body.iter().rev().take(2).filter(short).map(|part| part.text.clone());
        let ending = body.last().map(|part| {
            let skip = part.text.chars().count().saturating_sub(40);
            part.text.chars().skip(skip).collect::<String>()
        });
        let standing = opening.chain(closing).chain(ending).any(|text| dense(&text).contains(&wanted));
        let names = |c: char| is_space(c) || matches!(c, '、' | ',' | '，' | ';' | '；' | '/');
        let each =
            author.split(names).map(dense).filter(|name| name.chars().count() >= 2).collect::<Vec<_>>();
        let first: String =
            body.iter().take(3).map(|part| dense(&part.text.chars().take(60).collect::<String>())).collect();
        let all = !each.is_empty() && each.iter().all(|name| first.contains(name.as_str()));
        if !wanted.is_empty() && !standing && !all {
            self.push(Role::Byline, author);
        }
    }

    /// Whether nothing was added.
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }
}

/// The text of all pieces and the articles in it.
pub fn compose(pieces: Vec<Piece>) -> (String, Shape) {
    let mut text = String::new();
    let mut at = 0;
    let mut articles = Vec::with_capacity(pieces.len());
    for piece in pieces.into_iter().filter(|piece| !piece.is_empty()) {
        if at > 0 {
            text.push('\n');
            at += 1;
        }
        let mut blocks = Vec::with_capacity(piece.parts.len());
        for part in piece.parts {
            let end = at + char_len(&part.text);
            blocks.push(ToldBlock { role: part.role, source: vec![CharRange::new(at, end)] });
            text.push_str(&part.text);
            text.push('\n');
            at = end + 1;
        }
        articles.push(ToldArticle { kind: piece.kind, blocks, page: piece.page });
    }
    (text, Shape::Told(articles))
}
