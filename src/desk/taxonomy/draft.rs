//! The draft of a taxonomy: its topics as a tree, written down from the top, each before those under it.

use crate::annotation::{Concept, Taxonomy, TopicFates, words};
use crate::dataset::{TopicChange, TopicForecast};
use crate::desk::command::Way;
use crate::strings::Message;
use std::collections::HashMap;
use std::ops::Range;

/// What the dialog shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TopicStep {
    /// The topics.
    #[default]
    Form,
    /// The topics that the current one may be merged into.
    Merge,
    /// The topics that the current one may be put under.
    Under,
    /// What would change.
    Preview,
}

/// What becomes of a topic.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TopicFate {
    /// It is in the taxonomy.
    #[default]
    Stays,
    /// Merged into the row with this number.
    Into(u32),
    /// Removed.
    Gone,
}

/// A topic of the draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TopicRow {
    /// Its own as long as the draft lives.
    pub number: u32,
    /// Whether it is in the taxonomy in use; its code is kept then.
    pub old: bool,
    /// How deep it lies; 0 at the top.
    pub depth: usize,
    /// Its code, names; where it lies is told by its place.
    pub concept: Concept,
    /// Its words, as they are typed.
    pub words: String,
    /// What becomes of it.
    pub fate: TopicFate,
}

impl TopicRow {
    /// Whether it is in the taxonomy.
    pub fn stays(&self) -> bool {
        self.fate == TopicFate::Stays
    }
}

/// The draft.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TopicDraft {
    /// The taxonomy that it was made of.
    pub base: Option<Taxonomy>,
    /// The topics of that, each before those under it.
    first: Vec<TopicRow>,
    /// Its topics, in the same way.
    pub rows: Vec<TopicRow>,
    /// The current one.
    pub row: usize,
    /// What is looked for.
    pub query: String,
    /// What is shown.
    pub step: TopicStep,
    /// What is said of it.
    pub said: Option<Message>,
    /// What is typed to find the other topic, and the current row there.
    pub other: (String, usize),
    /// The field of a new topic's code has to take the keyboard.
    pub claim: bool,
    /// The list has to come to the current row.
    pub reveal: bool,
    /// Issues that have been looked at, of how many.
    pub progress: (usize, usize),
    /// What the change comes to.
    pub forecast: Option<TopicForecast>,
    /// It is being written.
    pub writing: bool,
    last: u32,
}

impl TopicDraft {
    /// A draft of the taxonomy in use.
    pub(super) fn of(taxonomy: &Taxonomy) -> Self {
        let mut draft = Self { base: Some(taxonomy.clone()), ..Self::default() };
        let mut below: HashMap<Option<&str>, Vec<&Concept>> = HashMap::new();
        for concept in &taxonomy.concepts {
            below.entry(concept.parent.as_deref()).or_default().push(concept);
        }
        // Those to come, the next one last.
        let mut waiting: Vec<(usize, &Concept)> = Vec::new();
        let tops = below.get(&None).into_iter().flatten().rev();
        waiting.extend(tops.map(|concept| (0, *concept)));
        while let Some((depth, concept)) = waiting.pop() {
            let under = below.get(&Some(concept.code.as_str())).into_iter().flatten().rev();
            waiting.extend(under.map(|concept| (depth + 1, *concept)));
            let row = draft.numbered(true, depth, concept.clone());
            draft.rows.push(row);
        }
        draft.first.clone_from(&draft.rows);
        draft
    }

    fn numbered(&mut self, old: bool, depth: usize, concept: Concept) -> TopicRow {
        self.last += 1;
        let words = concept.words.join(" ");
        TopicRow { number: self.last, old, depth, words, concept, fate: TopicFate::Stays }
    }

    /// The current row.
    pub fn current(&self) -> Option<&TopicRow> {
        self.rows.get(self.row)
    }

    /// The row with a number.
    pub fn numbered_row(&self, number: u32) -> Option<&TopicRow> {
        self.rows.iter().find(|row| row.number == number)
    }

    /// A row with all that lies under it.
    fn subtree(&self, row: usize) -> Range<usize> {
        let depth = self.rows.get(row).map_or(0, |row| row.depth);
        let rest = self.rows.iter().skip(row + 1).take_while(|other| other.depth > depth);
        row..(row + 1 + rest.count()).min(self.rows.len())
    }

    /// The row above one in the tree.
    pub fn above(&self, row: usize) -> Option<&TopicRow> {
        let depth = self.rows.get(row)?.depth.checked_sub(1)?;
        self.rows[..row].iter().rev().find(|other| other.depth == depth)
    }

    /// The row that a row goes to in the end, where that stays.
    fn end_of<'a>(&'a self, row: &'a TopicRow) -> Option<&'a TopicRow> {
        let mut row = row;
        for _ in 0..=self.rows.len() {
            match row.fate {
                TopicFate::Stays => return Some(row),
                TopicFate::Gone => return None,
                TopicFate::Into(number) => row = self.numbered_row(number)?,
            }
        }
        None
    }

    /// The change that the draft is.
    pub fn change(&self) -> TopicChange {
        let base = self.base.clone().unwrap_or_else(Taxonomy::iptc);
        let mut path: Vec<&str> = Vec::new();
        let mut concepts = Vec::with_capacity(self.rows.len());
        for row in &self.rows {
            path.truncate(row.depth);
            let parent = row.depth.checked_sub(1).and_then(|n| path.get(n)).map(|code| (*code).to_owned());
            path.push(row.concept.code.trim());
            if row.stays() {
                concepts.push(made(row, parent));
            }
        }
        let fates = self.rows.iter().filter(|row| row.old && !row.stays());
        let heir = |row| self.end_of(row).map(|heir| heir.concept.code.trim().to_owned());
        let fates = fates.map(|row| (row.concept.code.clone(), heir(row))).collect::<TopicFates>();
        TopicChange { taxonomy: Taxonomy { concepts, ..base }, fates }
    }

    /// Whether it differs from the taxonomy in use. It is asked in every frame, so only rows that were touched are looked
    /// at closely.
    pub fn is_changed(&self) -> bool {
        let same = |(now, was): (&TopicRow, &TopicRow)| {
            now == was
                || (now.old && now.stays() && now.depth == was.depth && made(now, None) == made(was, None))
        };
        self.rows.len() != self.first.len() || !self.rows.iter().zip(&self.first).all(same)
    }

    /// The rows that answer to what is looked for.
    pub fn found(&self) -> Vec<usize> {
        self.answering(&self.query, |_| true)
    }

    /// The rows that the current one may be merged into or put under.
    pub fn others(&self) -> Vec<usize> {
        let own = self.subtree(self.row);
        self.answering(&self.other.0, |n| !own.contains(&n) && self.rows[n].stays())
    }

    fn answering(&self, query: &str, fit: impl Fn(usize) -> bool) -> Vec<usize> {
        let query = query.trim().to_lowercase();
        let has = |text: &str| text.to_lowercase().contains(&query);
        let answers = |row: &TopicRow| {
            let concept = &row.concept;
            query.is_empty() || has(&concept.code) || has(&concept.zh) || has(&concept.en) || has(&row.words)
        };
        (0..self.rows.len()).filter(|n| answers(&self.rows[*n]) && fit(*n)).collect()
    }

    /// A new topic beside the current one, or under it.
    pub(super) fn add(&mut self, under: bool) {
        let depth = self.current().map_or(0, |row| row.depth + usize::from(under));
        let at = self.subtree(self.row).end;
        let at = if self.rows.is_empty() { 0 } else { at };
        let concept = Concept {
            code: self.prefix(),
            short: String::new(),
            zh: String::new(),
            en: String::new(),
            parent: None,
            words: Vec::new(),
        };
        let row = self.numbered(false, depth, concept);
        self.rows.insert(at, row);
        self.row = at;
        self.query.clear();
        (self.claim, self.reveal) = (true, true);
    }

    /// What the codes of an own taxonomy begin with; that of the IPTC is theirs.
    fn prefix(&self) -> String {
        let prefix = self.rows.first().and_then(|row| Some(row.concept.code.split_once(':')?.0));
        prefix.filter(|prefix| *prefix != "medtop").map_or_else(|| "own:".to_owned(), |own| format!("{own}:"))
    }

    /// The topic with all under it before its neighbour or after it.
    pub(super) fn shift(&mut self, way: Way) {
        let own = self.subtree(self.row);
        let depth = self.current().map_or(0, |row| row.depth);
        let beside = |row: &TopicRow| row.depth == depth;
        match way {
            Way::Back => {
                let before = self.rows[..own.start].iter().rposition(|row| row.depth <= depth);
                if let Some(to) = before.filter(|to| beside(&self.rows[*to])) {
                    self.rows[to..own.end].rotate_right(own.len());
                    self.row = to;
                }
            }
            Way::Forth => {
                if self.rows.get(own.end).is_some_and(beside) {
                    let next = self.subtree(own.end);
                    self.rows[own.start..next.end].rotate_left(own.len());
                    self.row = own.start + next.len();
                }
            }
        }
        self.reveal = true;
    }

    /// The topic with all under it goes under the row with this number, or to the top.
    pub(super) fn put_under(&mut self, number: Option<u32>) {
        (self.step, self.other) = (TopicStep::Form, (String::new(), 0));
        let own = self.subtree(self.row);
        let Some(from) = self.current().map(|row| row.depth) else { return };
        let mut moved: Vec<TopicRow> = self.rows.drain(own).collect();
        let above = number.and_then(|number| self.rows.iter().position(|row| row.number == number));
        let to = above.map_or(0, |above| self.rows[above].depth + 1);
        let at = above.map_or(self.rows.len(), |above| self.subtree(above).end);
        for row in &mut moved {
            row.depth = row.depth + to - from;
        }
        self.rows.splice(at..at, moved);
        (self.row, self.reveal) = (at, true);
    }

    /// Takes the current topic out of the taxonomy.
    pub(super) fn remove(&mut self) {
        self.leave(TopicFate::Gone);
    }

    /// Its articles go to the row with this number.
    pub(super) fn merge_into(&mut self, number: u32) {
        (self.step, self.other) = (TopicStep::Form, (String::new(), 0));
        self.leave(TopicFate::Into(number));
    }

    fn leave(&mut self, fate: TopicFate) {
        let own = self.subtree(self.row);
        let Some(row) = self.rows.get(self.row) else { return };
        if self.rows[own.clone()].iter().skip(1).any(TopicRow::stays) {
            self.said = Some(Message::new("topics.has_below").with("name", &row.concept.zh));
            return;
        }
        if row.old {
            self.rows[self.row].fate = fate;
            return;
        }
        let number = row.number;
        // Those under it that left have their fate elsewhere.
        for row in &mut self.rows[own.start + 1..own.end] {
            row.depth -= 1;
        }
        self.rows.remove(self.row);
        self.row = self.row.min(self.rows.len().saturating_sub(1));
        for row in self.rows.iter_mut().filter(|row| row.fate == TopicFate::Into(number)) {
            row.fate = TopicFate::Stays;
        }
    }

    pub(super) fn restore(&mut self) {
        let mut row = self.row;
        // What it lies under has to be there too.
        while let Some(here) = self.rows.get_mut(row) {
            here.fate = TopicFate::Stays;
            let Some(above) = self.above(row).map(|above| above.number) else { break };
            let Some(at) = self.rows.iter().position(|other| other.number == above) else { break };
            row = at;
        }
    }
}

/// The topic as it would be.
fn made(row: &TopicRow, parent: Option<String>) -> Concept {
    let tidy = |text: &str| text.trim().to_owned();
    let code = tidy(&row.concept.code);
    let short = if row.old {
        row.concept.short.clone()
    } else {
        code.rsplit(':').next().unwrap_or_default().to_owned()
    };
    Concept {
        short,
        zh: tidy(&row.concept.zh),
        en: tidy(&row.concept.en),
        parent,
        words: words(&row.words),
        code,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft() -> TopicDraft {
        let table = "code,name,parent\nx:A,甲,\nx:A1,甲一,x:A\nx:A2,甲二,x:A\nx:B,乙,\nx:B1,乙一,x:B\n";
        TopicDraft::of(&Taxonomy::read(table.as_bytes(), "x.csv").unwrap())
    }

    fn shown(draft: &TopicDraft) -> Vec<(String, Option<String>)> {
        let change = draft.change();
        assert_eq!(change.taxonomy.check("x"), Ok(()));
        let bare = |code: String| code.trim_start_matches("x:").to_owned();
        change.taxonomy.concepts.into_iter().map(|c| (bare(c.code), c.parent)).collect()
    }

    fn of(rows: &[(&str, &str)]) -> Vec<(String, Option<String>)> {
        rows.iter().map(|(a, b)| ((*a).to_owned(), Some((*b).to_owned()).filter(|b| !b.is_empty()))).collect()
    }

    #[test]
    fn a_topic_moves_with_all_under_it() {
        let mut draft = draft();
        assert!(!draft.is_changed());
        draft.row = 3;
        draft.shift(Way::Back);
        let turned = [("B", ""), ("B1", "x:B"), ("A", ""), ("A1", "x:A"), ("A2", "x:A")];
        assert_eq!((shown(&draft), draft.row), (of(&turned), 0));
        draft.shift(Way::Back);
        draft.row = 1;
        draft.shift(Way::Forth);
        assert_eq!(shown(&draft), of(&turned), "it stays under what it is under");
        draft.row = 0;
        draft.shift(Way::Forth);
        assert!(!draft.is_changed());
        // Under another one, and to the top again.
        draft.row = 3;
        let to = draft.rows[1].number;
        assert!(draft.others().iter().all(|n| *n < 3), "not under itself");
        draft.put_under(Some(to));
        assert_eq!(
            shown(&draft),
            of(&[("A", ""), ("A1", "x:A"), ("B", "x:A1"), ("B1", "x:B"), ("A2", "x:A")])
        );
        draft.put_under(None);
        assert_eq!(draft.rows[draft.row].depth, 0);
        assert!(!draft.is_changed());
    }

    #[test]
    fn what_others_lie_under_cannot_leave_and_what_leaves_has_a_heir_that_stays() {
        let mut draft = draft();
        draft.remove();
        assert!(draft.said.take().is_some() && !draft.is_changed());
        draft.row = 1;
        draft.merge_into(draft.rows[2].number);
        draft.row = 2;
        draft.merge_into(draft.rows[4].number);
        let change = draft.change();
        let heir = Some("x:B1".to_owned());
        assert_eq!(change.fates, [("x:A1".to_owned(), heir.clone()), ("x:A2".to_owned(), heir)].into());
        draft.row = 0;
        draft.remove();
        assert_eq!(shown(&draft), of(&[("B", ""), ("B1", "x:B")]));
        draft.row = 1;
        draft.restore();
        assert_eq!(shown(&draft)[..2], of(&[("A", ""), ("A1", "x:A")]), "with what it lies under");
    }

    #[test]
    fn a_new_topic_stands_beside_or_under_the_current_one_and_goes_without_a_trace() {
        let mut draft = draft();
        draft.add(true);
        assert_eq!((draft.row, draft.rows[3].depth, draft.rows[3].concept.code.as_str()), (3, 1, "x:"));
        draft.rows[3].concept.code = " x:A3 ".into();
        draft.rows[3].concept.zh = "甲三".into();
        draft.rows[3].words = "渔船；码头".into();
        let made = draft.change().taxonomy.get("x:A3").cloned().unwrap();
        assert_eq!((made.parent.as_deref(), made.words.len(), made.short.as_str()), (Some("x:A"), 2, "A3"));
        draft.remove();
        assert!(!draft.is_changed());
        draft.row = 4;
        draft.add(false);
        assert_eq!((draft.row, draft.rows[5].depth), (5, 1));
    }
}
