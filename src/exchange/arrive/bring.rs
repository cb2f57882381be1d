//! One document into one article.

use super::place::{Lost, Way};
use super::table::Fate;
use super::{Arrived, How};
use crate::annotation::{
    ArticleId, Concept, EntityId, Keyword, LabelSet, Relation, RelationId, RelationKind, Status, Taxonomy,
    Topic,
};
use crate::exchange::{Astray, Foreign, ForeignSpan, ForeignTopic, Place};
use crate::issue::gesture::{Arrival, Refusal, Visitor};
use crate::issue::{ArticleFacts, Change, Edit, Note};
use crate::strings::Message;
use std::collections::{BTreeMap, BTreeSet};

/// The score of a proposal that tells none: neither doubtful nor sure.
const UNTOLD: f32 = 0.8;

/// Where a document goes.
pub struct Into<'a, 'b> {
    pub arrival: &'a mut Arrival<'b>,
    pub labels: &'a LabelSet,
    pub taxonomy: &'a Taxonomy,
    pub how: &'a How,
    pub arrived: &'a mut Arrived,
}

/// Something for the list of what has no place.
pub fn astray(place: &Place, label: &str, what: &str, why: &'static str) -> Astray {
    const ENOUGH: usize = 40;
    let what: String = what.chars().take(ENOUGH).collect();
    Astray { place: place.clone(), label: label.to_owned(), what, why: Message::new(why) }
}

impl Into<'_, '_> {
    pub fn document(&mut self, document: &Foreign, id: &ArticleId) {
        let Some(article) = self.arrival.draft.article(id) else { return };
        let way = Way::new(&document.text, article);
        *(if way.same { &mut self.arrived.same } else { &mut self.arrived.alike }) += 1;
        let before = self.arrival.edits.len();
        let mut marks: BTreeMap<&str, EntityId> = BTreeMap::new();
        let mut twice: BTreeSet<&str> = BTreeSet::new();
        for span in &document.spans {
            if let Some(mark) = self.mark(document, id, &way, span)
                && !span.id.is_empty()
                && marks.insert(&span.id, mark.clone()).is_some_and(|before| before != mark)
            {
                twice.insert(&span.id);
            }
        }
        // Which of two is meant nobody can say.
        marks.retain(|id, _| !twice.contains(id));
        self.relations(document, id, &marks);
        for topic in &document.topics {
            self.topic(document, id, topic);
        }
        for word in &document.keywords {
            self.keyword(id, word);
        }
        self.notes(document, id);
        if self.arrival.edits[before..].iter().any(decides) {
            // Not refused: the article is there.
            let _ = self.arrival.begin(id);
        }
    }

    fn lose(&mut self, document: &Foreign, label: &str, what: &str, why: Message) {
        self.arrived.astray.push(Astray { why, ..astray(&document.place, label, what, "") });
    }

    fn status(&self, status: Status) -> Status {
        if self.how.proposals && status.stands() { Status::Proposed } else { status }
    }

    fn voice(&self, by: &str, status: Status) -> String {
        match status {
            _ if !by.is_empty() => by.to_owned(),
            Status::Proposed => self.how.by.clone(),
            _ => String::new(),
        }
    }

    fn mark(
        &mut self,
        document: &Foreign,
        id: &ArticleId,
        way: &Way,
        span: &ForeignSpan,
    ) -> Option<EntityId> {
        let label = match self.how.table.label(&span.label, self.labels) {
            Fate::Label(label) => label,
            Fate::Out => return None,
            Fate::Unknown => {
                self.lose(document, &span.label, &span.text, Message::new("astray.label"));
                return None;
            }
        };
        let (block, range) = match way.of(span.range) {
            Ok(found) => found,
            Err(Lost::Blocks) => {
                self.lose(document, &span.label, &span.text, Message::new("astray.blocks"));
                return None;
            }
            Err(Lost::Changed) => {
                let now = way.now(span.range);
                let why = if now.is_empty() {
                    Message::new("astray.gone")
                } else {
                    Message::new("astray.changed").with("now", now)
                };
                self.lose(document, &span.label, &span.text, why);
                return None;
            }
        };
        let block = self.arrival.draft.article(id)?.blocks.get(block)?.id.clone();
        let status = self.status(span.status);
        let visitor = Visitor {
            article: id.clone(),
            block,
            range,
            label,
            status,
            by: self.voice(&span.by, status),
            score: span.score.map_or(UNTOLD, |score| score.clamp(0.0, 1.0)),
            value: span.value.clone(),
            link: span.link.clone(),
        };
        match self.arrival.mark(&visitor) {
            Ok(mark) => {
                self.arrived.placed += 1;
                Some(mark)
            }
            Err((Refusal::Nothing, known)) => {
                self.arrived.known += 1;
                known
            }
            Err((Refusal::Overlap(other), _)) => {
                self.lose(
                    document,
                    &span.label,
                    &span.text,
                    Message::new("astray.decided").with("other", other),
                );
                None
            }
            Err(_) => {
                self.lose(document, &span.label, &span.text, Message::new("astray.gone"));
                None
            }
        }
    }

    fn relations(&mut self, document: &Foreign, id: &ArticleId, marks: &BTreeMap<&str, EntityId>) {
        for foreign in &document.relations {
            let said = self.how.table.of(&foreign.label);
            if said.is_empty() {
                continue;
            }
            let kind = match said {
                "holds" | "任" | "任职" => Some(RelationKind::Holds),
                "of" | "属" | "属于" => Some(RelationKind::Of),
                _ => None,
            };
            let ends = (marks.get(foreign.from.as_str()), marks.get(foreign.to.as_str()));
            let what = format!("{} → {}", foreign.from, foreign.to);
            let (Some(kind), (Some(from), Some(to))) = (kind, ends) else {
                let why = if kind.is_none() { "astray.label" } else { "astray.end" };
                self.lose(document, &foreign.label, &what, Message::new(why));
                continue;
            };
            let (from, to) = (from.clone(), to.clone());
            let Some(article) = self.arrival.draft.article(id) else { continue };
            let known = article.relations.iter().find(|r| r.kind == kind && r.from == from && r.to == to);
            let status = self.status(Status::Added);
            let by = self.voice("", status);
            let by = if by.is_empty() { self.how.who.by.clone() } else { by };
            let change = match known {
                Some(known) if known.status.is_decided() || !status.is_decided() => {
                    self.arrived.known += 1;
                    continue;
                }
                Some(known) => {
                    let after = Relation { status: Status::Accepted, by, ..known.clone() };
                    Change { before: Some(known.clone()), after: Some(after) }
                }
                None => {
                    let relation = RelationId::derived(&[from.as_str(), to.as_str(), &by, &self.how.who.at]);
                    Change {
                        before: None,
                        after: Some(Relation { id: relation, kind, from, to, status, by }),
                    }
                }
            };
            self.say(Edit::Relation { article: id.clone(), change });
        }
    }

    fn topic(&mut self, document: &Foreign, id: &ArticleId, topic: &ForeignTopic) {
        let said = self.how.table.of(&topic.label).to_owned();
        if said.is_empty() {
            return;
        }
        let Some(path) = path(self.taxonomy, &said) else {
            return self.lose(document, "", &topic.label, Message::new("astray.topic"));
        };
        let Some(article) = self.arrival.draft.article(id) else { return };
        let known = article.topics.iter().find(|known| known.code == path.0).cloned();
        let status = self.status(topic.status);
        let has_sub = |known: &Topic| path.1.as_ref().is_none_or(|sub| known.sub.contains(sub));
        if let Some(known) = known.as_ref().filter(|known| has_sub(known))
            && (known.status.is_decided() || !status.is_decided())
        {
            self.arrived.known += 1;
            return;
        }
        let by = self.voice(&topic.by, status);
        let who = crate::annotation::Decider {
            by: if by.is_empty() { self.how.who.by.clone() } else { by.clone() },
            ..self.how.who.clone()
        };
        let mut after = match (&known, status) {
            (Some(known), Status::Rejected) => known.decided(Status::Rejected, &who),
            (Some(known), Status::Proposed) => known.clone(),
            (Some(known), _) if known.status.is_decided() && known.status.stands() => known.clone(),
            (Some(known), _) => known.decided(Status::Accepted, &who),
            (None, Status::Proposed) => Topic {
                status,
                by,
                at: None,
                score: Some(topic.score.unwrap_or(UNTOLD).clamp(0.0, 1.0)),
                ..Topic::added(path.0.clone(), &who)
            },
            (None, Status::Rejected) => Topic { status, ..Topic::added(path.0.clone(), &who) },
            (None, _) => Topic::added(path.0.clone(), &who),
        };
        if let Some(sub) = path.1.filter(|sub| !after.sub.contains(sub)) {
            after.sub.push(sub);
            after.sub.sort();
        }
        self.say(Edit::Topic { article: id.clone(), change: Change { before: known, after: Some(after) } });
    }

    fn keyword(&mut self, id: &ArticleId, word: &str) {
        let word = word.trim();
        let Some(article) = self.arrival.draft.article(id).filter(|_| !word.is_empty()) else { return };
        let known = article.keywords.iter().find(|known| known.text == word).cloned();
        let status = self.status(Status::Added);
        let by = self.voice("", status);
        let by = if by.is_empty() { self.how.who.by.clone() } else { by };
        let after = match &known {
            Some(known) if known.status.is_decided() || !status.is_decided() => {
                self.arrived.known += 1;
                return;
            }
            Some(known) => Keyword { status: Status::Accepted, by, ..known.clone() },
            None => {
                let score = (status == Status::Proposed).then_some(UNTOLD);
                Keyword { text: word.to_owned(), status, by, score }
            }
        };
        self.say(Edit::Keyword { article: id.clone(), change: Change { before: known, after: Some(after) } });
    }

    fn notes(&mut self, document: &Foreign, id: &ArticleId) {
        let Some(article) = self.arrival.draft.article(id) else { return };
        let is_known = |note: &str| {
            let remarks = article.blocks.iter().flat_map(|block| &block.remarks);
            article.notes.iter().any(|known| known.text == note)
                || remarks.into_iter().any(|r| r.plain() == note)
        };
        let new: Vec<Note> = document
            .notes
            .iter()
            .filter(|note| !note.trim().is_empty() && !is_known(note))
            .map(|note| Note {
                text: note.clone(),
                by: self.how.who.by.clone(),
                at: Some(self.how.who.at.clone()),
            })
            .collect();
        self.arrived.known += document.notes.len() - new.len();
        if new.is_empty() {
            return;
        }
        let before = article.facts();
        let count = new.len();
        let after =
            ArticleFacts { notes: before.notes.iter().cloned().chain(new).collect(), ..before.clone() };
        self.say(Edit::Article { article: id.clone(), before: Box::new(before), after: Box::new(after) });
        self.arrived.placed += count - 1;
    }

    fn say(&mut self, edit: Edit) {
        // The draft is as the edit has just been made for it.
        if self.arrival.say(edit).is_ok() {
            self.arrived.placed += 1;
        }
    }
}

/// Whether an edit is more than a proposal.
fn decides(edit: &Edit) -> bool {
    match edit {
        Edit::Entity { change, .. } => change.after.as_ref().is_none_or(|after| after.status.is_decided()),
        Edit::Topic { change, .. } => change.after.as_ref().is_none_or(|after| after.status.is_decided()),
        Edit::Keyword { change, .. } => change.after.as_ref().is_none_or(|after| after.status.is_decided()),
        Edit::Relation { change, .. } => change.after.as_ref().is_none_or(|after| after.status.is_decided()),
        _ => false,
    }
}

/// The topic of a name: its code at the top, and its own where it is not at the top itself.
fn path(taxonomy: &Taxonomy, name: &str) -> Option<(String, Option<String>)> {
    let by = |fits: &dyn Fn(&Concept) -> bool| taxonomy.concepts.iter().find(|concept| fits(concept));
    let found = by(&|c| c.code == name)
        .or_else(|| by(&|c| c.zh == name || c.en.eq_ignore_ascii_case(name)))
        .or_else(|| by(&|c| c.short == name))?;
    let mut top = found;
    // A taxonomy is no deeper than it is long.
    for _ in 0..taxonomy.concepts.len() {
        let Some(parent) = &top.parent else { break };
        top = by(&|concept| concept.code == *parent)?;
    }
    let sub = (top.code != found.code).then(|| found.code.clone());
    Some((top.code.clone(), sub))
}
