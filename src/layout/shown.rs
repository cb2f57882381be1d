//! Pieces as the blocks of an issue show them: what the tagging would have found, had it made no mistake.
//!
//! An issue that an editor has put right says which lines are headings, which are paragraphs and where they end. With its
//! pieces the articles can be put together anew ([`rejoin`]), which measures borders and headings apart from the tagging,
//! and which is what `learn` compares with the editor's own articles.

use super::lines::Page;
use super::pieces::Piece;
use super::tagging::Tag;
use super::{Mentions, Weights, join};
use crate::issue::{Block, Issue, Kind, Role};
use crate::source::{Shape, Source};
use crate::text::{CharRange, is_space};

/// Paragraphs of role `other` from this length on are running text: an editor's line, not a row of a table.
const RUNNING: usize = 40;

/// The issue with its lines as they are and its articles put together anew; only parts that are plain text are.
pub fn rejoin(source: &Source, issue: &Issue, mentions: &dyn Mentions, weights: &Weights) -> Issue {
    let chars: Vec<char> = source.text.chars().collect();
    let mut again = Issue { articles: Vec::new(), ..issue.clone() };
    for range in texts(source) {
        let page = Page::new(&chars, range, weights);
        let pieces = pieces(&page, &chars, issue);
        again.articles.extend(join(source, &chars, &page, &pieces, mentions).0);
    }
    again
}

/// The stretches of a source that are plain text.
pub(super) fn texts(source: &Source) -> Vec<CharRange> {
    let runs = super::runs(source).into_iter();
    runs.filter(|run| matches!(run.shape, Shape::Lines)).map(|run| run.range).collect()
}

/// For every character of a source its article and block.
pub(super) fn holders(chars: usize, issue: &Issue) -> Vec<Option<(usize, usize)>> {
    let mut holders = vec![None; chars];
    for (a, article) in issue.articles.iter().enumerate() {
        for (b, block) in article.blocks.iter().enumerate() {
            for at in block.source.iter().copied().flat_map(CharRange::positions) {
                if let Some(holder) = holders.get_mut(at as usize) {
                    *holder = Some((a, b));
                }
            }
        }
    }
    holders
}

/// The pieces of `page` by the blocks of `issue`.
pub(super) fn pieces(page: &Page, chars: &[char], issue: &Issue) -> Vec<Piece> {
    let holders = holders(chars.len(), issue);
    let block = |(a, b): (usize, usize)| (&issue.articles[a].kind, &issue.articles[a].blocks[b]);
    let mut pieces: Vec<Piece> = Vec::new();
    // For each piece the block that gave it its tag.
    let mut owners: Vec<(usize, usize)> = Vec::new();
    let (mut paragraph, mut signature) = (None, None);
    for (n, line) in page.lines.iter().enumerate() {
        let solid = line.range.positions().filter(|at| !is_space(chars[*at as usize]));
        let held: Vec<Option<(usize, usize)>> = solid.map(|at| holders[at as usize]).collect();
        let count = |block: (usize, usize)| held.iter().filter(|held| **held == Some(block)).count();
        // A line that two blocks share is the paragraph's; else that of the block with more of it.
        let main = held.iter().flatten().copied().max_by_key(|holder| {
            let running = block(*holder).1.role == Role::Paragraph;
            (running, count(*holder), std::cmp::Reverse(*holder))
        });
        let Some(main) = main else {
            // Nothing may be lost, whatever the issue leaves out.
            pieces.push(Piece { lines: vec![n], text: line.dense.clone(), ..empty(Tag::Furniture) });
            owners.push((usize::MAX, 0));
            continue;
        };
        let (kind, of) = block(main);
        let tag = tag(*kind, of);
        let opens = |piece: &usize| {
            let dateline = owners[*piece].0 == main.0 && block(owners[*piece]).1.role == Role::Dateline;
            owners[*piece] == main || (dateline && tag == Tag::Paragraph && owners[*piece].1 + 1 == main.1)
        };
        let signs = |piece: &usize| pieces[*piece].signature > 0 && signature == Some(main);
        let home = if tag == Tag::Paragraph {
            paragraph.filter(opens)
        } else if let Some(piece) = paragraph.filter(signs) {
            Some(piece)
        } else {
            (0..pieces.len()).rev().find(|piece| owners[*piece] == main)
        };
        let home = home.unwrap_or_else(|| {
            pieces.push(empty(tag));
            owners.push(main);
            pieces.len() - 1
        });
        if !(tag == Tag::Byline && pieces[home].tag == Tag::Paragraph) {
            owners[home] = main;
            pieces[home].tag = tag;
        }
        pieces[home].lines.push(n);
        pieces[home].text.extend_from_slice(&line.dense);
        if matches!(pieces[home].tag, Tag::Paragraph | Tag::NoticeBody) {
            ends(&mut pieces[home], held.iter().map(|held| held.map(block)));
            signature = held.iter().flatten().copied().rfind(|held| block(*held).1.role == Role::Byline);
        }
        if tag == Tag::Paragraph {
            paragraph = Some(home);
        }
    }
    pieces
}

fn empty(tag: Tag) -> Piece {
    Piece { tag, lines: vec![], text: vec![], dateline: 0, signature: 0, turn: 0, margin: 4.0 }
}

/// What of a line is dateline, signature or 下转….
fn ends<'a>(piece: &mut Piece, held: impl Iterator<Item = Option<(&'a Kind, &'a Block)>>) {
    let held: Vec<_> = held.flatten().collect();
    if held.iter().any(|(_, block)| block.role == Role::Paragraph) {
        (piece.signature, piece.turn) = (0, 0);
    }
    for (kind, block) in held {
        match (kind, block.role) {
            (Kind::Furniture, _) => piece.turn += 1,
            (_, Role::Dateline) => piece.dateline += 1,
            (_, Role::Byline) => piece.signature += 1,
            _ => {}
        }
    }
}

/// Whether a teaser says the page.
fn refers(text: &str) -> bool {
    text.chars().rev().take(4).any(|c| c == '版' || c.is_ascii_digit())
}

fn tag(kind: Kind, block: &Block) -> Tag {
    match (kind, block.role) {
        (Kind::Furniture, _) => Tag::Furniture,
        (Kind::Quote, Role::Other | Role::Byline | Role::Dateline) => Tag::Attribution,
        (Kind::Quote, role) if !role.is_heading() => Tag::Quote,
        (Kind::Notice, role) if role.is_heading() => Tag::NoticeHead,
        (Kind::Notice, Role::Paragraph | Role::Quote) => Tag::NoticeBody,
        (Kind::Notice, _) => Tag::Closing,
        (Kind::Teaser, _) if refers(&block.text) => Tag::Teaser,
        (_, role) if role.is_heading() => Tag::Heading,
        (_, Role::Byline) => Tag::Byline,
        (_, Role::Caption) => Tag::Caption,
        (_, Role::Other) if block.text.chars().count() < RUNNING => Tag::Table,
        _ => Tag::Paragraph,
    }
}
