//! The corpus as the program reads it: newspaper pages with marks in line, one file a page.
//!
//! ```text
//! @issue id=c07 | title=… | date=2021-05-11 | page=1
//! @article id=a1 | kind=article | topics=04,11 | sub=20000209 | keywords=甲；乙
//! H 主题 with ⟦a span|LABEL⟧     one block a line; K H S B D P C Q O are the roles, + joins the line before
//! % 人名 < 职务 < 机构             a relation between marks of the block before
//! // a remark
//! @layout …                       how the page was torn apart: not read here
//! ```
//! Beside the pages lie short pieces that teach topics only, `pieces.tsv`: codes, tab, heading or nothing, tab, text.
//! `scripts/gold.py` says the whole form. What is read is an [`Issue`] without a source: its blocks have texts and
//! marks but no places.

use super::Proposer;
use crate::annotation::{
    ArticleId, BlockId, Decider, Entity, EntityId, IssueId, Keyword, LabelId, Relation, RelationId,
    RelationKind, Status, Topic,
};
use crate::issue::{Article, ArticleStatus, Block, Issue, Kind, Role};
use crate::source::{Encoding, Source};
use crate::strings::Message;
use crate::text::{CharRange, char_len};
use std::path::{Path, PathBuf};

/// Why a page of the corpus could not be read.
#[derive(Debug, thiserror::Error)]
pub enum CorpusError {
    /// The file or folder could not be read.
    #[error("{0}: {1}")]
    File(PathBuf, std::io::Error),
    /// A line is not of the form.
    #[error("{0}, line {1}: not of the form")]
    Line(PathBuf, usize),
    /// No page there.
    #[error("{0}: no page")]
    Empty(PathBuf),
}

impl CorpusError {
    /// The sentence for the user.
    pub fn message(&self) -> Message {
        match self {
            Self::File(path, error) => {
                Message::new("error.corpus.file").with("file", path.display()).with("reason", error)
            }
            Self::Line(path, line) => {
                Message::new("error.corpus.line").with("file", path.display()).with("line", line)
            }
            Self::Empty(path) => Message::new("error.corpus.empty").with("file", path.display()),
        }
    }
}

/// Reads every page `*.txt` of a folder in the order of the names, or one page.
///
/// # Errors
/// The first file that cannot be read.
pub fn read(place: &Path) -> Result<Vec<(String, Issue)>, CorpusError> {
    let file = |error| CorpusError::File(place.to_owned(), error);
    let mut paths = vec![place.to_owned()];
    if place.is_dir() {
        let entries =
            std::fs::read_dir(place).and_then(Iterator::collect::<Result<Vec<_>, _>>).map_err(file)?;
        paths = entries.into_iter().map(|entry| entry.path()).collect();
        paths.retain(|path| path.extension().is_some_and(|ending| ending == "txt"));
        paths.sort();
    }
    if paths.is_empty() {
        return Err(CorpusError::Empty(place.to_owned()));
    }
    paths.iter().map(|path| page(path)).collect()
}

/// Whether a page is among these, listed with commas: each by its name or what its name begins with, whole numbers only
/// (`10` is `10-yili`, not `100-shangrao`).
#[must_use]
pub fn is_among(name: &str, pages: &str) -> bool {
    let whole = |page: &str, rest: &str| {
        !(page.ends_with(|c: char| c.is_ascii_digit()) && rest.starts_with(|c: char| c.is_ascii_digit()))
    };
    let begins = |page: &str| name.strip_prefix(page).is_some_and(|rest| whole(page, rest));
    pages.split(',').any(|page| !page.is_empty() && begins(page))
}

/// Reads the short pieces of the folder, none where it has none: each an issue of one article with decided topics and
/// `proposer`'s marks.
///
/// # Errors
/// A file that cannot be read, or its first line that is not of the form.
pub fn pieces(place: &Path, proposer: &Proposer) -> Result<Vec<Issue>, CorpusError> {
    let path = place.join("pieces.tsv");
    if !path.is_file() {
        return Ok(Vec::new());
    }
    let text = std::fs::read_to_string(&path).map_err(|error| CorpusError::File(path.clone(), error))?;
    let lines = text.lines().enumerate().filter(|(_, line)| !line.starts_with('#'));
    let piece = |(n, line)| piece(line, proposer).ok_or_else(|| CorpusError::Line(path.clone(), n + 1));
    lines.map(piece).collect()
}

fn piece(line: &str, proposer: &Proposer) -> Option<Issue> {
    let (codes, rest) = line.split_once('\t')?;
    let (heading, text) = rest.split_once('\t')?;
    let heading = if heading.is_empty() { String::new() } else { format!("H {heading}\n") };
    let page = format!("@issue id=p\n@article id=a | kind=article | topics={codes}\n{heading}P {text}\n");
    let mut issue = parse(&page).ok()?;
    let article = issue.articles.first_mut()?;
    let (mut printed, topics) = (String::new(), article.topics.clone());
    for block in &mut article.blocks {
        let start = char_len(&printed);
        block.source = vec![CharRange::new(start, start + char_len(&block.text))];
        printed += &block.text;
        printed.push('\n');
    }
    let source = Source::from_bytes("piece", printed.into_bytes(), Some(Encoding::Utf8)).ok()?;
    proposer.propose(&mut issue, &source);
    issue.articles.first_mut()?.topics = topics;
    Some(issue)
}

fn page(path: &Path) -> Result<(String, Issue), CorpusError> {
    let text = std::fs::read_to_string(path).map_err(|error| CorpusError::File(path.to_owned(), error))?;
    let issue = parse(&text).map_err(|line| CorpusError::Line(path.to_owned(), line))?;
    Ok((path.file_stem().unwrap_or_default().to_string_lossy().into_owned(), issue))
}

/// Reads a page.
///
/// # Errors
/// The number of the first line that is not of the form.
pub fn parse(text: &str) -> Result<Issue, usize> {
    let mut issue = Issue {
        id: IssueId::new(""),
        title: String::new(),
        date: String::new(),
        files: Vec::new(),
        articles: Vec::new(),
        disputes: Vec::new(),
    };
    for (n, line) in text.lines().enumerate() {
        let line = line.trim_end();
        if line.is_empty() || line.starts_with("//") {
            continue;
        }
        if line.starts_with("@layout") {
            break;
        }
        read_line(line, &mut issue).ok_or(n + 1)?;
    }
    Ok(issue)
}

fn read_line(line: &str, issue: &mut Issue) -> Option<()> {
    if let Some(fields) = line.strip_prefix("@issue ") {
        issue.id = IssueId::new(field(fields, "id").unwrap_or_default());
        field(fields, "title").unwrap_or_default().clone_into(&mut issue.title);
        field(fields, "date").unwrap_or_default().clone_into(&mut issue.date);
    } else if let Some(fields) = line.strip_prefix("@article ") {
        issue.articles.push(article(fields, &issue.id)?);
    } else if let Some(ends) = line.strip_prefix('%') {
        relations(ends, issue.articles.last_mut()?)?;
    } else {
        let id = issue.id.clone();
        let article = issue.articles.last_mut()?;
        let (head, marked) = line.split_once(' ')?;
        let role = role(head.strip_suffix('+').unwrap_or(head))?;
        let block = block(&id, article, role, marked.trim())?;
        article.blocks.push(block);
    }
    Some(())
}

fn field<'a>(fields: &'a str, name: &str) -> Option<&'a str> {
    fields.split(" | ").find_map(|field| field.trim().strip_prefix(name)?.strip_prefix('='))
}

fn decided() -> Decider {
    Decider { by: "corpus".to_owned(), at: String::new(), nested: false }
}

fn article(fields: &str, issue: &IssueId) -> Option<Article> {
    let id = field(fields, "id")?;
    let kind = match field(fields, "kind")? {
        "article" => Kind::Article,
        "quote" => Kind::Quote,
        "teaser" => Kind::Teaser,
        "notice" => Kind::Notice,
        "furniture" => Kind::Furniture,
        _ => return None,
    };
    let list = |name: &str, by: char| {
        let words = field(fields, name).unwrap_or_default().split(by);
        words.map(str::trim).filter(|word| !word.is_empty()).map(str::to_owned).collect::<Vec<_>>()
    };
    let subs = list("sub", ',');
    let topics = list("topics", ',').into_iter().map(|code| {
        let mut topic = Topic::added(format!("medtop:{code}000000"), &decided());
        topic.sub = subs.iter().map(|sub| format!("medtop:{sub}")).collect();
        topic
    });
    let keyword = |text| Keyword { text, status: Status::Added, by: decided().by, score: None };
    Some(Article {
        id: ArticleId::derived(&[issue.as_str(), id]),
        kind,
        status: ArticleStatus::Done,
        blocks: Vec::new(),
        supplied_headline: None,
        summary: None,
        notes: Vec::new(),
        topics: topics.collect(),
        keywords: list("keywords", '；').into_iter().map(keyword).collect(),
        relations: Vec::new(),
    })
}

fn role(letter: &str) -> Option<Role> {
    Some(match letter {
        "K" => Role::Kicker,
        "H" => Role::Headline,
        "S" => Role::Subheadline,
        "B" => Role::Byline,
        "D" => Role::Dateline,
        "P" => Role::Paragraph,
        "C" => Role::Caption,
        "Q" => Role::Quote,
        "O" => Role::Other,
        _ => return None,
    })
}

/// A block with its marks taken out of the line.
fn block(issue: &IssueId, article: &Article, role: Role, marked: &str) -> Option<Block> {
    let number = article.blocks.len().to_string();
    let (mut text, mut entities, mut rest) = (String::new(), Vec::new(), marked);
    let mut length = 0;
    while let Some((plain, after)) = rest.split_once('⟦') {
        let (inside, after) = after.split_once('⟧')?;
        let (quote, label) = inside.split_once('|')?;
        text.push_str(plain);
        length += plain.chars().count() as u32;
        let range = CharRange::new(length, length + quote.chars().count() as u32);
        text.push_str(quote);
        length = range.end();
        let id = EntityId::derived(&[
            issue.as_str(),
            article.id.as_str(),
            &number,
            &range.start().to_string(),
            label,
        ]);
        entities.push(Entity::added(id, LabelId::new(label), range, quote.to_owned(), &decided()));
        rest = after;
    }
    text.push_str(rest);
    let well = !text.is_empty() && !text.contains('⟧') && entities.iter().all(|e| !e.range.is_empty());
    well.then(|| Block {
        id: BlockId::derived(&[issue.as_str(), article.id.as_str(), &number]),
        role,
        text,
        source: Vec::new(),
        page: None,
        status: Status::Added,
        by: decided().by,
        confidence: None,
        proposed: None,
        readings: Vec::new(),
        remarks: Vec::new(),
        entities,
    })
}

/// 人名 < 职务 < 机构 of the article's last block.
fn relations(ends: &str, article: &mut Article) -> Option<()> {
    let block = article.blocks.last()?;
    let ends: Vec<&EntityId> = ends.split('<').map(|end| find(block, end.trim())).collect::<Option<_>>()?;
    let [person, title, rest @ ..] = ends.as_slice() else { return None };
    let relation = |kind: RelationKind, from: &EntityId, to: &EntityId| Relation {
        id: RelationId::derived(&[&format!("{kind:?}"), from.as_str(), to.as_str()]),
        kind,
        from: from.clone(),
        to: to.clone(),
        status: Status::Added,
        by: decided().by,
    };
    let mut made = vec![relation(RelationKind::Holds, person, title)];
    made.extend(rest.iter().map(|body| relation(RelationKind::Of, title, body)));
    article.relations.extend(made);
    Some(())
}

/// The mark of a text; `文#2` is its second.
fn find<'a>(block: &'a Block, end: &str) -> Option<&'a EntityId> {
    let (text, nth) = match end.rsplit_once('#') {
        Some((text, nth)) => (text, nth.parse::<usize>().ok()?.checked_sub(1)?),
        None => (end, 0),
    };
    block.entities.iter().filter(|entity| entity.text == text).nth(nth).map(|entity| &entity.id)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "// habits\n@issue id=c1 | title=某报 | date=2021-05-11 | page=1\n\
        @article id=a1 | kind=article | topics=04,11 | sub=20000209 | keywords=港口；外贸\n\
        H ⟦滨海港|LOC⟧开航\nD 本报讯\n\
        P+ ⟦港务局|ORG⟧⟦局长|TITLE⟧⟦向远|PER⟧说，⟦今年|TIME⟧不同。\n% 向远 < 局长 < 港务局\n\
        @layout sp=left\n> a1 w=20\n";

    #[test]
    fn a_page_is_named_by_its_whole_number() {
        assert!(is_among("10-yili", "05,10") && is_among("m10-enshi", "m"));
        assert!(!is_among("100-shangrao", "05,10") && !is_among("10-yili", "") && !is_among("10-yili", "1,"));
    }

    #[test]
    fn a_page_is_read_with_its_marks_topics_and_relations() {
        let issue = parse(PAGE).unwrap();
        let article = &issue.articles[0];
        assert_eq!(article.blocks[0].text, "滨海港开航");
        let marks: Vec<(&str, &str)> =
            article.blocks[2].entities.iter().map(|e| (e.text.as_str(), e.label.as_str())).collect();
        assert_eq!(marks, [("港务局", "ORG"), ("局长", "TITLE"), ("向远", "PER"), ("今年", "TIME")]);
        assert_eq!(article.relations.len(), 2);
        assert_eq!(article.topics[0].code, "medtop:04000000");
        assert_eq!(article.keywords.len(), 2);
        for block in &article.blocks {
            let chars: Vec<char> = block.text.chars().collect();
            for entity in &block.entities {
                let range = entity.range.start() as usize..entity.range.end() as usize;
                assert_eq!(chars[range].iter().collect::<String>(), entity.text);
            }
        }
    }

    #[test]
    fn a_line_that_is_not_of_the_form_is_named() {
        assert_eq!(parse(&PAGE.replace("⟦向远|PER⟧", "⟦向远⟧")).err(), Some(6));
        assert_eq!(parse(&PAGE.replace("% 向远", "% 向近")).err(), Some(7));
        assert_eq!(parse(&PAGE.replace("D 本报讯", "Z 本报讯")).err(), Some(5));
    }
}
