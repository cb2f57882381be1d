//! Precision and recall of the proposed relations on pages of the corpus, whose `%` lines are the gold.
//!
//! ```text
//! cargo run --release --no-default-features --example relations -- assets/corpus [--only 05,10 | --but 05,10] [--errors]
//! ```
//! Once with the gold's marks, once with the program's own; the articles and blocks are the gold's both times. A relation
//! is right when its kind, the place of its first end and the text of its second are: a `%` line does not say which of two
//! mentions it means.

use std::collections::BTreeSet;
use std::process::ExitCode;
use zhupi::annotation::{RelationKind, Status};
use zhupi::issue::{Article, Issue};
use zhupi::propose::{Proposer, corpus, relate};
use zhupi::source::Source;
use zhupi::text::{CharRange, char_len};

/// Kind, place and text of the first end, text of the second.
type Link = (RelationKind, CharRange, String, String);

#[derive(Default)]
struct Count {
    right: [usize; 2],
    proposed: [usize; 2],
    wanted: [usize; 2],
}

impl Count {
    fn add(&mut self, wanted: &BTreeSet<Link>, proposed: &BTreeSet<Link>) {
        for (n, kind) in [RelationKind::Holds, RelationKind::Of].into_iter().enumerate() {
            let of = |links: &BTreeSet<Link>| links.iter().filter(|link| link.0 == kind).count();
            self.wanted[n] += of(wanted);
            self.proposed[n] += of(proposed);
            self.right[n] += wanted.intersection(proposed).filter(|link| link.0 == kind).count();
        }
    }

    fn print(&self, what: &str) {
        for (n, kind) in ["holds", "of"].into_iter().enumerate() {
            let share = |all: usize| self.right[n] as f64 / all.max(1) as f64;
            let (right, proposed, wanted) = (self.right[n], self.proposed[n], self.wanted[n]);
            println!(
                "{what}\t{kind}\tprecision {:.3}\trecall {:.3}\t{right} right of {proposed} proposed, {wanted} wanted",
                share(proposed),
                share(wanted)
            );
        }
    }
}

fn links(article: &Article) -> BTreeSet<Link> {
    let place = |id| {
        let placed = article.placed_blocks();
        placed.flat_map(|(at, block)| block.entities.iter().map(move |entity| (at, entity))).find_map(
            |(at, entity)| (entity.id == id).then(|| (entity.range.shifted(at), entity.text.clone())),
        )
    };
    let link = |relation: &zhupi::annotation::Relation| {
        let ((from, said), (_, to)) = (place(relation.from.clone())?, place(relation.to.clone())?);
        Some((relation.kind, from, said, to))
    };
    article.relations.iter().filter_map(link).collect()
}

/// The page as a source of its own: every block a line.
fn sourced(mut issue: Issue) -> Option<(Issue, Source)> {
    let mut text = String::new();
    let mut at = 0;
    for block in issue.articles.iter_mut().flat_map(|article| &mut article.blocks) {
        block.source = vec![CharRange::new(at, at + char_len(&block.text))];
        block.entities.clear();
        text.push_str(&block.text);
        text.push('\n');
        at += char_len(&block.text) + 1;
    }
    issue.articles.iter_mut().for_each(|article| article.relations.clear());
    let source = Source::from_bytes("page.txt", text.into_bytes(), None).ok()?;
    Some((issue, source))
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let list = |flag: &str| -> Option<String> {
        let at = arguments.iter().position(|argument| argument == flag)?;
        arguments.get(at + 1).cloned()
    };
    let (only, but) = (list("--only"), list("--but").unwrap_or_default());
    let errors = arguments.iter().any(|argument| argument == "--errors");
    let Some(folder) = arguments.first() else { return ExitCode::from(2) };
    let (pages, proposer) = match (corpus::read(folder.as_ref()), Proposer::new()) {
        (Ok(pages), Ok(proposer)) => (pages, proposer),
        (Err(error), _) => {
            eprintln!("{error}");
            return ExitCode::FAILURE;
        }
        (_, Err(error)) => {
            eprintln!("{error}");
            return ExitCode::FAILURE;
        }
    };
    let (mut given, mut found) = (Count::default(), Count::default());
    for (name, page) in pages {
        if only.as_ref().is_some_and(|only| !corpus::is_among(&name, only)) || corpus::is_among(&name, &but) {
            continue;
        }
        let wanted: Vec<BTreeSet<Link>> = page.articles.iter().map(links).collect();
        let Some((mut own, source)) = sourced(page.clone()) else { return ExitCode::FAILURE };
        proposer.propose(&mut own, &source);
        for ((mut article, own), wanted) in page.articles.into_iter().zip(own.articles).zip(&wanted) {
            article.relations.clear();
            relate(&mut article, "");
            let proposed = links(&article);
            given.add(wanted, &proposed);
            found.add(wanted, &links(&own));
            if errors {
                let say =
                    |sign: &str, (kind, _, from, to): &Link| println!("{name} {sign} {kind:?} {from} {to}");
                wanted.difference(&proposed).for_each(|link| say("-", link));
                proposed.difference(wanted).for_each(|link| say("+", link));
            }
            debug_assert!(article.relations.iter().all(|relation| relation.status == Status::Proposed));
        }
    }
    given.print("given the marks");
    found.print("by its own marks");
    ExitCode::SUCCESS
}
