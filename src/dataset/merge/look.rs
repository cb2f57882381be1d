//! Two versions of an article, compared part by part.

use super::differ::{Difference, Verdict, verdict};
use super::pairing::Pairing;
use crate::annotation::{
    ArticleId, BlockId, DisputeId, Entity, EntityId, Keyword, Relation, RelationKind, Status, Topic,
};
use crate::issue::gesture::layout;
use crate::issue::{Article, ArticleStatus, Block, Dispute, Says, Side};
use crate::text::CharRange;
use std::collections::BTreeSet;

/// The place of a difference.
pub(super) struct About<'a> {
    pub article: Option<&'a Article>,
    pub block: Option<&'a Block>,
    pub range: Option<CharRange>,
    pub text: String,
}

impl<'a> About<'a> {
    pub fn article(article: &'a Article) -> Self {
        Self {
            article: Some(article),
            block: None,
            range: None,
            text: article.headline().unwrap_or_default().to_owned(),
        }
    }

    fn named(article: &'a Article, text: &str) -> Self {
        Self { text: text.to_owned(), ..Self::article(article) }
    }

    fn range(article: &'a Article, block: &'a Block, range: CharRange) -> Self {
        let text = crate::text::slice(&block.text, range).unwrap_or_default().to_owned();
        Self { article: Some(article), block: Some(block), range: Some(range), text }
    }
}

/// The differences so far.
pub(super) struct Found<'a> {
    pub by: (&'a str, &'a str),
    pub list: Vec<Difference>,
}

impl Found<'_> {
    pub fn put(&mut self, about: About<'_>, was: ArticleStatus, left: Says, right: Says, verdict: Verdict) {
        let article = about.article.map(|article| article.id.clone());
        let block = about.block.map(|block| block.id.clone());
        let name = |id: Option<&str>| id.unwrap_or_default().to_owned();
        let parts = [
            name(article.as_ref().map(ArticleId::as_str)),
            name(block.as_ref().map(BlockId::as_str)),
            about.range.map(|range| range.to_string()).unwrap_or_default(),
            about.text.clone(),
            serde_json::to_string(&(&left, &right)).unwrap_or_default(),
        ];
        let id = DisputeId::derived(&parts.each_ref().map(String::as_str));
        let side = |by: &str, says| Side { by: vec![by.to_owned()], says };
        let sides = vec![side(self.by.0, left), side(self.by.1, right)];
        let (range, text) = (about.range, about.text);
        self.list
            .push(Difference { dispute: Dispute { id, article, block, range, text, sides, was }, verdict });
    }
}

/// Two versions of an article.
pub(super) struct Look<'a, 'b, 'c> {
    pub article: &'a Article,
    pub other: &'a Article,
    /// Whether the annotators have said all there is to say.
    pub finished: (bool, bool),
    pub pairing: &'b Pairing<'a>,
    pub found: &'b mut Found<'c>,
}

/// Whether two marks give the same words the same label.
pub(super) fn same(one: &Entity, other: &Entity) -> bool {
    one.range == other.range && one.label == other.label
}

/// Marks of both versions that lie over each other.
struct Cluster<'a> {
    range: CharRange,
    left: Vec<&'a Entity>,
    right: Vec<&'a Entity>,
}

/// Whether somebody has decided that these words are not this, or that this proposal is none.
fn refused(block: &Block, mark: &Entity) -> bool {
    let stands = block.standing().any(|one| one.status.is_decided() && same(one, mark));
    !stands && block.entities.iter().any(|one| !one.status.stands() && (same(one, mark) || one.id == mark.id))
}

/// The marks of a stretch that an annotator stands by, and those that they refused by name.
pub(super) fn said(block: &Block, range: CharRange) -> Vec<Entity> {
    let inside = block.entities.iter().filter(|mark| mark.range.overlaps(range) && mark.status.is_decided());
    inside.cloned().collect()
}

impl<'a> Look<'a, '_, '_> {
    fn put(&mut self, about: About<'_>, left: Says, right: Says, verdict: Verdict) {
        self.found.put(about, self.article.status, left, right, verdict);
    }

    /// Whether the article is cut into blocks in the same way.
    pub fn structure(&mut self) {
        let here = self.article.blocks.iter().all(|block| self.pairing.block(&block.id).is_some());
        let there = self.other.blocks.iter().all(|block| self.pairing.knows(&block.id));
        if !(here && there) {
            let verdict = if self.finished.1 { Verdict::Open } else { Verdict::Keep };
            let says = (Says::Layout(layout(self.article)), Says::Layout(layout(self.other)));
            self.put(About::article(self.article), says.0, says.1, verdict);
        }
    }

    /// What a block is, and where.
    pub fn block(&mut self, block: &'a Block, home: &'a Article, twin: &'a Block) {
        let decided = (
            block.status.is_decided() || self.finished.0,
            twin.status.is_decided() || home.status.is_finished(),
        );
        let about = |article| About {
            article: Some(article),
            block: Some(block),
            range: None,
            text: block.text.chars().take(24).collect(),
        };
        if block.role != twin.role {
            let says = (Says::Role(block.facts()), Says::Role(twin.facts()));
            self.put(about(self.article), says.0, says.1, verdict(decided.0, decided.1));
        }
        let there = self.pairing.name(&home.id);
        if *there != self.article.id {
            let says = (Says::Place(self.article.id.clone()), Says::Place(there.clone()));
            self.put(about(self.article), says.0, says.1, verdict(decided.0, decided.1));
        }
    }

    /// The marks of a block; `finished` says whether the article that the right version has it in is.
    pub fn marks(&mut self, block: &'a Block, twin: &'a Block, finished: bool) {
        let decided = |block: &'a Block| block.standing().filter(|mark| mark.status.is_decided());
        for mark in decided(block) {
            if let Some(other) = decided(twin).find(|other| same(mark, other)) {
                self.value(block, mark, other);
            }
        }
        for Cluster { range, left, right } in clusters(block, twin) {
            // A missing mark is a word where it was refused, or where the article is finished and nothing is open there.
            let silent = |block: &Block, finished: bool, marks: &[&Entity]| {
                let open = block.entities.iter().any(|one| one.is_open() && one.range.overlaps(range));
                (!finished || open) && !marks.iter().any(|mark| refused(block, mark))
            };
            let says_left = !left.is_empty() || !silent(block, self.finished.0, &right);
            let says_right = !right.is_empty() || !silent(twin, finished, &left);
            let words = |marks: &[&Entity], block: &Block, others: &[&Entity]| {
                let refused = block.entities.iter().filter(|one| {
                    !one.status.stands() && others.iter().any(|other| same(one, other) || one.id == other.id)
                });
                Says::Marks(marks.iter().copied().chain(refused).cloned().collect())
            };
            let says = (words(&left, block, &right), words(&right, twin, &left));
            let about = About::range(self.article, block, range);
            self.put(about, says.0, says.1, verdict(says_left, says_right));
        }
        // What the right one refused and the left one has not decided.
        for mark in twin.entities.iter().filter(|mark| !mark.status.stands()) {
            let open = |one: &&Entity| one.is_open() && (one.id == mark.id || same(one, mark));
            let settled = decided(twin).any(|one| one.range.overlaps(mark.range));
            if block.entities.iter().any(|one| open(&one)) && !settled && !refused(block, mark) {
                let about = About::range(self.article, block, mark.range);
                self.put(about, Says::Marks(Vec::new()), Says::Marks(vec![mark.clone()]), Verdict::Take);
            }
        }
    }

    /// The value and the link of a mark that both have.
    fn value(&mut self, block: &'a Block, mark: &Entity, other: &Entity) {
        let differs = |a: bool, b: bool, same: bool| if same { None } else { Some(verdict(a, b)) };
        let value = differs(mark.value.is_some(), other.value.is_some(), mark.value == other.value);
        let entry = |mark: &Entity| mark.link.as_ref().map(|link| link.id.clone());
        let link = differs(mark.link.is_some(), other.link.is_some(), entry(mark) == entry(other));
        let verdict = match (value, link) {
            (None, None) => return,
            (Some(one), None) | (None, Some(one)) => one,
            (Some(a), Some(b)) if a == b => a,
            _ => Verdict::Open,
        };
        let mut right = other.clone();
        // Only what is said by the right one takes the place of what the left one says.
        if verdict == Verdict::Take {
            right.value = right.value.or_else(|| mark.value.clone());
            right.link = right.link.or_else(|| mark.link.clone());
        }
        let about = About::range(self.article, block, mark.range);
        self.put(about, Says::Marks(vec![mark.clone()]), Says::Marks(vec![right]), verdict);
    }

    /// What wrong characters should have been.
    pub fn readings(&mut self, block: &'a Block, twin: &'a Block) {
        for other in &twin.readings {
            let mut here = block.readings_over(other.range);
            let (left, verdict) = match here.next() {
                None => (None, Verdict::Take),
                Some(one) if one.range == other.range && one.reading == other.reading => continue,
                Some(one) => (Some(one.clone()), Verdict::Open),
            };
            let about = About::range(self.article, block, other.range);
            self.put(about, Says::Reading(left), Says::Reading(Some(other.clone())), verdict);
        }
    }

    /// Topics. That one was not given is a word in an article that is finished.
    pub fn topics(&mut self) {
        let codes: BTreeSet<&String> =
            self.article.topics.iter().chain(&self.other.topics).map(|topic| &topic.code).collect();
        let word = |article: &'a Article, code: &str, finished: bool| {
            let found: Option<&Topic> = article.topics.iter().find(|topic| topic.code == code);
            let speaks = found.map_or(finished, |topic| topic.status.is_decided());
            (speaks, found.filter(|topic| topic.status.is_decided()).cloned())
        };
        for code in codes {
            let left = word(self.article, code, self.finished.0);
            let right = word(self.other, code, self.finished.1);
            let stands = |topic: &Option<Topic>| topic.as_ref().is_some_and(|topic| topic.status.stands());
            // A refused topic that the other one never thought of is no difference.
            let open = self
                .article
                .topics
                .iter()
                .any(|topic| topic.code == *code && topic.status == Status::Proposed);
            if stands(&left.1) != stands(&right.1) || (open && right.1.is_some()) {
                let about = About::named(self.article, code);
                self.put(about, Says::Topic(left.1), Says::Topic(right.1), verdict(left.0, right.0));
            }
        }
    }

    /// Keywords: everybody adds their own, so only a refused one is a word against it.
    pub fn keywords(&mut self) {
        let find = |article: &'a Article, text: &str| -> Option<&'a Keyword> {
            article.keywords.iter().find(|word| word.text == text && word.status.is_decided())
        };
        for other in self.other.keywords.iter().filter(|word| word.status.is_decided()) {
            let here = find(self.article, &other.text);
            if here.is_none_or(|here| here.status.stands() != other.status.stands()) {
                let about = About::named(self.article, &other.text);
                let says = (Says::Keyword(here.cloned()), Says::Keyword(Some(other.clone())));
                self.put(about, says.0, says.1, verdict(here.is_some(), true));
            }
        }
    }

    /// Relations; their ends are the left version's marks.
    pub fn relations(&mut self) {
        let twins = self.pairing.twins();
        for other in self.other.relations.iter().filter(|one| one.status.is_decided()) {
            let end =
                |id: &EntityId| twins.iter().find(|(right, _)| right == id).map(|(_, left)| left.clone());
            let (Some(from), Some(to)) = (end(&other.from), end(&other.to)) else { continue };
            let ends = (&other.from, &other.to);
            let other = Relation { from, to, ..other.clone() };
            let key = |one: &Relation| -> (RelationKind, EntityId, EntityId) {
                (one.kind, one.from.clone(), one.to.clone())
            };
            let here = self.article.relations.iter().find(|one| key(one) == key(&other));
            let here = here.filter(|one| one.status.is_decided());
            if here.is_none_or(|here| here.status.stands() != other.status.stands()) {
                let name = |id: &EntityId| {
                    let found = self.other.entities().find(|(_, mark)| mark.id == *id);
                    found.map(|(_, mark)| mark.text.clone()).unwrap_or_default()
                };
                let text = format!("{} → {}", name(ends.0), name(ends.1));
                let about = About::named(self.article, &text);
                let says = (Says::Relation(here.cloned()), Says::Relation(Some(other)));
                self.put(about, says.0, says.1, verdict(here.is_some(), true));
            }
        }
    }

    /// What is said of the article itself.
    pub fn facts(&mut self) {
        let touched = (self.article.status != ArticleStatus::New, self.other.status != ArticleStatus::New);
        if self.article.kind != self.other.kind {
            let says = (Says::Kind(self.article.kind), Says::Kind(self.other.kind));
            self.put(About::article(self.article), says.0, says.1, verdict(touched.0, touched.1));
        }
        let (ours, theirs) = (&self.article.supplied_headline, &self.other.supplied_headline);
        if ours != theirs && theirs.is_some() {
            let says = (Says::Headline(ours.clone()), Says::Headline(theirs.clone()));
            self.put(About::article(self.article), says.0, says.1, verdict(ours.is_some(), true));
        }
        let (ours, theirs) = (&self.article.summary, &self.other.summary);
        if ours != theirs && theirs.is_some() {
            let says = (Says::Abstract(ours.clone()), Says::Abstract(theirs.clone()));
            self.put(About::article(self.article), says.0, says.1, verdict(ours.is_some(), true));
        }
    }
}

/// The decided marks that only one of the two has, by where they lie over each other.
fn clusters<'a>(block: &'a Block, twin: &'a Block) -> Vec<Cluster<'a>> {
    let decided = |block: &'a Block| block.standing().filter(|mark| mark.status.is_decided());
    let only = |own: &'a Block, others: &'a Block| {
        decided(own).filter(move |mark| !decided(others).any(|other| same(mark, other)))
    };
    let left = only(block, twin).map(|mark| (mark, true));
    let mut all: Vec<(&Entity, bool)> = left.chain(only(twin, block).map(|mark| (mark, false))).collect();
    all.sort_by_key(|(mark, _)| mark.range);
    let mut clusters: Vec<Cluster<'a>> = Vec::new();
    for (mark, of_left) in all {
        match clusters.last_mut().filter(|cluster| cluster.range.overlaps(mark.range)) {
            Some(cluster) => {
                let end = cluster.range.end().max(mark.range.end());
                cluster.range = CharRange::new(cluster.range.start(), end);
            }
            None => clusters.push(Cluster { range: mark.range, left: Vec::new(), right: Vec::new() }),
        }
        let Some(cluster) = clusters.last_mut() else { continue };
        if of_left { &mut cluster.left } else { &mut cluster.right }.push(mark);
    }
    clusters
}
