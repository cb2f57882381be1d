//! Leaves of the same paper and date are one issue.

use super::{Extract, File, names};
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

/// A file with what was read from it.
#[derive(Clone, Debug)]
pub struct Leaf {
    /// The file.
    pub file: File,
    /// What was read.
    pub extract: Extract,
    /// The folders that hold it.
    pub folders: Vec<String>,
    /// A date that only its masthead tells, good for putting it to its issue.
    pub dated: Option<String>,
    /// The names of files that it leads to.
    pub order: Vec<String>,
    /// Whether it stands for a page and leads to its articles.
    pub node: bool,
}

impl Leaf {
    fn date(&self) -> &str {
        let said = self.extract.facts.date.as_str();
        if said.is_empty() { self.dated.as_deref().unwrap_or_default() } else { said }
    }

    fn title(&self) -> &str {
        &self.extract.facts.title
    }
}

/// What is known of an issue while its leaves gather.
#[derive(Default)]
struct Issue {
    title: String,
    date: String,
    leaves: Vec<Leaf>,
}

/// The issues of the leaves, by date and paper; in each the leaves in the order of their pages.
pub fn group(leaves: Vec<Leaf>) -> Vec<Vec<Leaf>> {
    let leaves = spread(leaves);
    let mut issues: Vec<Issue> = Vec::new();
    let (dated, undated): (Vec<Leaf>, Vec<Leaf>) =
        leaves.into_iter().partition(|leaf| !leaf.date().is_empty());
    let (titled, untitled): (Vec<Leaf>, Vec<Leaf>) =
        dated.into_iter().partition(|leaf| !leaf.title().is_empty());
    for leaf in titled {
        let (title, date) = (leaf.title().to_owned(), leaf.date().to_owned());
        put(&mut issues, leaf, |issue| issue.date == date && issue.title == title);
    }
    for leaf in untitled {
        let of_day: Vec<usize> = (0..issues.len()).filter(|n| issues[*n].date == leaf.date()).collect();
        let near =
            of_day.iter().copied().find(|n| issues[*n].leaves.iter().any(|l| l.folders == leaf.folders));
        let only = of_day.first().copied().filter(|_| of_day.len() == 1);
        if let Some(n) = near.or(only) {
            issues[n].leaves.push(leaf);
        } else {
            issues.push(Issue { title: String::new(), date: leaf.date().to_owned(), leaves: vec![leaf] });
        }
    }
    let mut rest: Vec<Issue> = Vec::new();
    for leaf in undated {
        let here: Vec<usize> = (0..issues.len())
            .filter(|n| issues[*n].leaves.iter().any(|l| l.folders == leaf.folders))
            .collect();
        let only = here.first().copied().filter(|_| here.len() == 1);
        let agrees = |n: &usize| {
            leaf.title().is_empty() || issues[*n].title.is_empty() || issues[*n].title == leaf.title()
        };
        if let Some(n) = only.filter(agrees) {
            issues[n].leaves.push(leaf);
        } else {
            let folders = leaf.folders.clone();
            put(&mut rest, leaf, |issue| issue.leaves.iter().any(|l| l.folders == folders));
        }
    }
    issues.sort_by(|a, b| (&a.date, &a.title).cmp(&(&b.date, &b.title)));
    issues.extend(rest);
    issues.into_iter().map(|issue| ordered(issue.leaves)).collect()
}

/// Puts a leaf to the first issue that it belongs to, else to one of its own.
fn put(issues: &mut Vec<Issue>, leaf: Leaf, belongs: impl Fn(&Issue) -> bool) {
    if let Some(n) = issues.iter().position(belongs) {
        issues[n].leaves.push(leaf);
    } else {
        let (title, date) = (leaf.title().to_owned(), leaf.date().to_owned());
        issues.push(Issue { title, date, leaves: vec![leaf] });
    }
}

/// Articles take paper and date from the page that leads to them, and the page number where they don't say theirs.
fn spread(mut leaves: Vec<Leaf>) -> Vec<Leaf> {
    let mut homes: BTreeMap<(Vec<String>, String), usize> = BTreeMap::new();
    for (n, leaf) in leaves.iter().enumerate().filter(|(_, leaf)| leaf.node) {
        for name in &leaf.order {
            homes.entry((leaf.folders.clone(), name.clone())).or_insert(n);
        }
    }
    if homes.is_empty() {
        return leaves;
    }
    let nodes: Vec<Extract> = leaves
        .iter()
        .map(|leaf| Extract { text: String::new(), shape: super::Shape::Lines, ..leaf.extract.clone() })
        .collect();
    for leaf in leaves.iter_mut().filter(|leaf| !leaf.node) {
        let key = (leaf.folders.clone(), leaf.file.name.to_ascii_lowercase());
        let Some(home) = homes.get(&key).map(|n| &nodes[*n]) else { continue };
        let before = leaf.extract.clone();
        leaf.extract.facts.complete(home.facts.clone());
        if let (None, Some(page)) = (leaf.extract.page, home.page) {
            leaf.extract.page = Some(page);
            if let super::Shape::Told(articles) = &mut leaf.extract.shape {
                for article in articles {
                    article.page = article.page.or(Some(page));
                }
            }
        }
        if leaf.extract != before
            && let Ok(json) = leaf.extract.to_json()
        {
            leaf.file.extract = Some(json.into());
        }
    }
    leaves
}

/// Pages by number where all have one, else by name; a page before the articles that it leads to, these in its order.
/// A file that lies there twice is taken once.
fn ordered(leaves: Vec<Leaf>) -> Vec<Leaf> {
    let mut places: BTreeMap<(Vec<String>, String), (usize, usize)> = BTreeMap::new();
    for (n, leaf) in leaves.iter().enumerate().filter(|(_, leaf)| leaf.node) {
        for (place, name) in leaf.order.iter().enumerate() {
            places.entry((leaf.folders.clone(), name.clone())).or_insert((n, place + 1));
        }
    }
    let paged = leaves.iter().all(|leaf| leaf.extract.page.is_some());
    // Page, the page's own place, place on it.
    let rank = |n: usize, leaf: &Leaf| {
        let key = (leaf.folders.clone(), leaf.file.name.to_ascii_lowercase());
        let (home, place) =
            if leaf.node { (n, 0) } else { places.get(&key).copied().unwrap_or((n, usize::MAX)) };
        (
            if paged { leaf.extract.page } else { None },
            if place == usize::MAX { usize::MAX } else { home },
            place,
        )
    };
    let mut ranked: Vec<(_, Leaf)> = Vec::with_capacity(leaves.len());
    for (n, leaf) in leaves.into_iter().enumerate() {
        ranked.push((rank(n, &leaf), leaf));
    }
    ranked.sort_by(|(a, x), (b, y)| a.cmp(b).then_with(|| by_name(x, y)));
    let mut seen = BTreeSet::new();
    ranked.retain(|(_, leaf)| seen.insert(leaf.file.sha256.clone()));
    ranked.into_iter().map(|(_, leaf)| leaf).collect()
}

fn by_name(a: &Leaf, b: &Leaf) -> Ordering {
    let folders = a.folders.iter().zip(&b.folders).map(|(a, b)| names::natural(a, b));
    let folders = folders.fold(Ordering::Equal, Ordering::then);
    folders
        .then(a.folders.len().cmp(&b.folders.len()))
        .then_with(|| names::natural(&a.file.name, &b.file.name))
}
