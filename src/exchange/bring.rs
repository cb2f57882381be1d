//! Whatever an editor names becomes issues: pages that are still to be laid out and proposed, and records of ours that
//! are issues already.
//!
//! Records count in the text of their files. Where these lie beside the records, or in the same folder or ZIP, they are
//! taken; where they are gone, the records' own text becomes the source, and every block is given its place in it.

use super::article::{self, ArticleError};
use crate::issue::Issue;
use crate::source::{
    self, Extract, Facts, File, How, Opened, Parcel, Shape, Source, SourceError, ToldArticle, ToldBlock,
    Watch, sha256,
};
use crate::strings::Message;
use crate::text::{CharRange, char_len};
use std::path::Path;

/// What was brought.
#[derive(Clone, Debug, Default)]
pub struct Brought {
    /// Issues without structure and proposals.
    pub pages: Vec<Source>,
    /// Issues with theirs.
    pub ready: Vec<(Source, Issue)>,
    /// What was left out, and why.
    pub skipped: Vec<Message>,
}

/// Why nothing was brought.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum BringError {
    /// The file cannot be read.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// The records are not in their form.
    #[error(transparent)]
    Article(#[from] ArticleError),
}

impl BringError {
    /// The sentence for the user.
    pub fn message(&self) -> Message {
        match self {
            Self::Source(error) => error.message(),
            Self::Article(error) => error.message(),
        }
    }
}

/// Opens a file, a folder or a ZIP.
///
/// # Errors
/// Where nothing in it can be opened.
pub fn bring(path: &Path, how: &How) -> Result<Brought, BringError> {
    bring_while(path, how, &mut |_| true)
}

/// The same, watched by whoever waits for it.
///
/// # Errors
/// As [`bring`], and where the watcher stopped it.
pub fn bring_while(path: &Path, how: &How, watch: Watch<'_>) -> Result<Brought, BringError> {
    let folder = if path.is_dir() { path } else { path.parent().unwrap_or(path) };
    brought(source::open_while(path, how, watch)?, folder)
}

/// Opens the files of a parcel together, which lie in one folder.
///
/// # Errors
/// As [`bring`].
pub fn bring_parcel(parcel: &Parcel, how: &How) -> Result<Brought, BringError> {
    let folder = parcel.files.first().and_then(|file| file.parent()).unwrap_or(Path::new(""));
    brought(source::open_parcel(parcel, how)?, folder)
}

/// Issues of what was opened, and of the records that were found with it in `folder`.
fn brought(opened: Opened, folder: &Path) -> Result<Brought, BringError> {
    let Opened { issues, records, skipped } = opened;
    let skipped = skipped.iter().map(SourceError::message).collect();
    let mut brought = Brought { pages: issues, ready: Vec::new(), skipped };
    let only = records.len() == 1 && brought.pages.is_empty();
    for (_, jsonl) in records {
        match article::read(&jsonl, None) {
            Ok(issues) => {
                for issue in issues {
                    let paired = paired(issue, &mut brought.pages, folder);
                    brought.ready.extend(paired);
                }
            }
            Err(error) if only => return Err(error.into()),
            Err(error) => brought.skipped.push(error.message()),
        }
    }
    Ok(brought)
}

/// An issue of records with its source.
fn paired(mut issue: Issue, pages: &mut Vec<Source>, folder: &Path) -> Option<(Source, Issue)> {
    if issue.articles.iter().all(|article| article.blocks.is_empty()) {
        return None;
    }
    let same = |source: &Source| {
        let hashes = source.files.iter().map(|file| &file.sha256);
        !issue.files.is_empty() && hashes.eq(issue.files.iter().map(|part| &part.sha256))
    };
    // The very blocks have to be there: a file may have been read otherwise.
    let holds = |source: &Source| {
        let chars: Vec<char> = source.text.chars().collect();
        issue
            .articles
            .iter()
            .flat_map(|article| &article.blocks)
            .all(|block| block.source_map(&chars).is_ok())
    };
    if let Some(n) = pages.iter().position(|source| same(source) && holds(source)) {
        return Some((pages.remove(n), issue));
    }
    let beside = || {
        let open = |part: &crate::issue::FilePart| {
            // A name with folders in it was not written by us.
            let plain = !part.file.contains(['/', '\\']) && part.file != "..";
            let encoding = source::Encoding::named(&part.encoding);
            plain
                .then(|| Source::open(&folder.join(&part.file), encoding).ok())
                .flatten()
                .map(|source| source.files)
        };
        let files: Option<Vec<Vec<File>>> = issue.files.iter().map(open).collect();
        Source::from_files(files?.concat()).ok()
    };
    if let Some(source) = beside().filter(|source| same(source) && holds(source)) {
        return Some((source, issue));
    }
    let source = anchor(&mut issue)?;
    Some((source, issue))
}

/// Makes the source of an issue whose files are gone from its own text; its blocks count in it from now on.
fn anchor(issue: &mut Issue) -> Option<Source> {
    let (mut text, mut at) = (String::new(), 0);
    let mut told = Vec::with_capacity(issue.articles.len());
    for article in &mut issue.articles {
        let mut blocks = Vec::with_capacity(article.blocks.len());
        for block in &mut article.blocks {
            let range = CharRange::new(at, at + char_len(&block.text));
            block.source = if range.is_empty() { Vec::new() } else { vec![range] };
            blocks.push(ToldBlock { role: block.role, source: block.source.clone() });
            text.push_str(&block.text);
            text.push('\n');
            at = range.end() + 1;
        }
        text.push('\n');
        at += 1;
        let page = article.blocks.first().and_then(|block| block.page);
        told.push(ToldArticle { kind: article.kind, blocks, page });
    }
    let facts = Facts { title: issue.title.clone(), date: issue.date.clone() };
    let name = format!("{}{}.txt", issue.title, issue.date).replace(['/', '\\'], "_");
    let bytes = text.as_bytes().to_vec();
    let extract =
        Extract { reader: "article-1".to_owned(), text, shape: Shape::Told(told), facts, page: None };
    let file = File {
        name,
        sha256: sha256(&bytes),
        bytes: bytes.into(),
        encoding: "utf-8".to_owned(),
        extract: Some(extract.to_json().ok()?.into()),
    };
    let source = Source::from_files(vec![file]).ok()?;
    issue.files.clone_from(&source.parts);
    Some(source)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::{NoMentions, reconstruct};

    #[test]
    fn records_find_their_pages_and_do_without_them() {
        let folder = tempfile::tempdir().unwrap();
        let page = folder.path().join("云溪新闻20241112-1.txt");
        std::fs::write(&page, "题目\n记者 方渐鸿\n　　昨天，县里开会，部署工作。\n").unwrap();
        let source = Source::open(&page, None).unwrap();
        let issue = reconstruct(&source, &NoMentions);
        let records = folder.path().join("记录.jsonl");
        std::fs::write(&records, article::write(&issue, &source.text).unwrap()).unwrap();
        let how = How::default();
        // The page beside them.
        let brought = bring(&records, &how).unwrap();
        assert_eq!((brought.pages.len(), &brought.ready[0].0.text), (0, &source.text));
        // In the same folder: the page is not brought a second time.
        let brought = bring(folder.path(), &how).unwrap();
        assert_eq!((brought.pages.len(), brought.ready.len()), (0, 1));
        // Gone: the same articles on a text of their own.
        std::fs::remove_file(&page).unwrap();
        let (found, again) = bring(&records, &how).unwrap().ready.remove(0);
        let texts =
            |issue: &Issue| issue.articles.iter().map(crate::issue::Article::text).collect::<Vec<_>>();
        assert_eq!(texts(&again), texts(&issue));
        assert_eq!(again.date, "2024-11-12");
        article::write(&again, &found.text).unwrap();
    }
}
