//! Topics when the taxonomy changes: one that is merged into another takes its articles along, one that is removed
//! leaves them.
//!
//! Who decided, and when, stays. An article has a topic once: where it has the heir already, the decided one stays, of
//! two alike the one that had the code before.

use super::Transaction;
use crate::annotation::{Topic, TopicFates};
use crate::issue::{Article, Change, Edit, Issue};
use std::collections::BTreeMap;
use std::ops::AddAssign;

/// What a topic's end comes to in an issue, or in several.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TopicToll {
    /// In how many issues something changes.
    pub issues: usize,
    /// Articles that get another topic, or another second level under theirs.
    pub renamed: usize,
    /// Articles that have the other one already.
    pub joined: usize,
    /// Articles that lose it.
    pub removed: usize,
}

impl AddAssign for TopicToll {
    fn add_assign(&mut self, other: Self) {
        self.issues += other.issues;
        self.renamed += other.renamed;
        self.joined += other.joined;
        self.removed += other.removed;
    }
}

/// What it comes to by code that is no more.
pub type TopicTolls = BTreeMap<String, TopicToll>;

/// What a change of the taxonomy does to an issue.
#[derive(Clone, Debug, PartialEq)]
pub struct Retopic {
    /// To its open proposals, first; these are proposed anew anyway, so it is nothing that anybody takes back.
    pub proposed: Transaction,
    /// To what was decided, afterwards.
    pub decided: Transaction,
    /// What both come to.
    pub tolls: TopicTolls,
}

/// Takes articles from topics that are no more to where these went.
pub fn retopic(issue: &Issue, fates: &TopicFates) -> Retopic {
    let begun = || Transaction { gesture: "gesture.topics".into(), edits: Vec::new() };
    let mut all = Retopic { proposed: begun(), decided: begun(), tolls: TopicTolls::new() };
    for article in &issue.articles {
        let open = moved(&article.topics, fates, |topic| !topic.status.is_decided(), &mut all.tolls);
        let decided = moved(&open, fates, |topic| topic.status.is_decided(), &mut all.tolls);
        changed(article, &article.topics, &open, &mut all.proposed);
        changed(article, &open, &decided, &mut all.decided);
    }
    for toll in all.tolls.values_mut() {
        toll.issues = 1;
    }
    all
}

/// What brings the article from these topics to those.
fn changed(article: &Article, before: &[Topic], after: &[Topic], transaction: &mut Transaction) {
    let there = |topics: &[Topic], code: &str| topics.iter().find(|topic| topic.code == code).cloned();
    let edit = |before, after| Edit::Topic { article: article.id.clone(), change: Change { before, after } };
    for topic in before {
        let same = there(after, &topic.code);
        if same.as_ref() != Some(topic) {
            transaction.edits.push(edit(Some(topic.clone()), same));
        }
    }
    for topic in after.iter().filter(|topic| there(before, &topic.code).is_none()) {
        transaction.edits.push(edit(None, Some(topic.clone())));
    }
}

/// An article's topics after those of which it is asked have moved.
fn moved(
    topics: &[Topic],
    fates: &TopicFates,
    which: impl Fn(&Topic) -> bool,
    tolls: &mut TopicTolls,
) -> Vec<Topic> {
    // Those that keep their code come first, so that a newcomer has to be the stronger one.
    let moves = |topic: &Topic| which(topic) && fates.contains_key(&topic.code);
    let (old, kept): (Vec<&Topic>, Vec<&Topic>) = topics.iter().partition(|topic| moves(topic));
    let mut after: Vec<Topic> = Vec::with_capacity(topics.len());
    for topic in kept.into_iter().chain(old) {
        if !which(topic) {
            after.push(topic.clone());
            continue;
        }
        let heir = fates.get(&topic.code);
        let mut topic = topic.clone();
        let from = topic.code.clone();
        for code in std::mem::take(&mut topic.sub) {
            let to = fates.get(&code).map_or(Some(&code), Option::as_ref);
            if heir.is_none() && to != Some(&code) {
                let toll = tolls.entry(code.clone()).or_default();
                if to.is_some() { toll.renamed += 1 } else { toll.removed += 1 }
            }
            topic.sub.extend(to.filter(|to| !topic.sub.contains(to)).cloned());
        }
        match heir {
            None => {}
            Some(None) => {
                tolls.entry(from).or_default().removed += 1;
                continue;
            }
            Some(Some(code)) => topic.code.clone_from(code),
        }
        topic.sub.retain(|code| *code != topic.code);
        let weight = |topic: &Topic| (topic.status.is_decided(), topic.status.stands());
        if let Some(there) = after.iter_mut().find(|other| other.code == topic.code) {
            tolls.entry(from).or_default().joined += 1;
            if weight(&topic) > weight(there) {
                *there = topic;
            }
            continue;
        }
        if heir.is_some() {
            tolls.entry(from).or_default().renamed += 1;
        }
        after.push(topic);
    }
    after
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::Status;

    fn topic(code: &str, sub: &[&str], status: Status) -> Topic {
        let sub = sub.iter().map(|code| (*code).to_owned()).collect();
        let (by, code) = ("林晓".to_owned(), code.to_owned());
        Topic { code, sub, status, by, at: None, score: None, evidence: Vec::new() }
    }

    fn issue(topics: Vec<Topic>) -> Issue {
        let text = r#"{"id":"i","articles":[{"id":"a","kind":"article","blocks":[]}]}"#;
        let mut issue: Issue = serde_json::from_str(text).unwrap();
        issue.articles[0].topics = topics;
        issue
    }

    fn after(
        topics: Vec<Topic>,
        fates: &[(&str, Option<&str>)],
    ) -> (Vec<(String, Vec<String>, Status)>, TopicTolls) {
        let fates: TopicFates =
            fates.iter().map(|(from, to)| ((*from).to_owned(), to.map(str::to_owned))).collect();
        let before = issue(topics);
        let Retopic { proposed, decided, tolls } = retopic(&before, &fates);
        let mut changed = before.clone();
        changed.apply(&proposed).unwrap();
        let between = changed.clone();
        changed.apply(&decided).unwrap();
        let topics = changed.articles[0].topics.iter();
        let shown = topics.map(|t| (t.code.clone(), t.sub.clone(), t.status)).collect();
        changed.apply(&decided.inverse()).unwrap();
        assert_eq!(changed, between, "what was decided can be taken back");
        (shown, tolls)
    }

    #[test]
    fn merged_topics_take_their_articles_along_and_removed_ones_leave_them() {
        use Status::{Accepted, Added, Proposed, Rejected};
        let (topics, tolls) =
            after(vec![topic("a", &["a1"], Accepted)], &[("a", Some("b")), ("a1", Some("b1"))]);
        assert_eq!(topics, [("b".to_owned(), vec!["b1".to_owned()], Accepted)]);
        assert_eq!(tolls["a"], TopicToll { issues: 1, renamed: 1, ..TopicToll::default() });
        let (topics, tolls) = after(vec![topic("a", &["a1", "a2"], Added)], &[("a1", None)]);
        assert_eq!(topics, [("a".to_owned(), vec!["a2".to_owned()], Added)]);
        assert_eq!(tolls["a1"].removed, 1);
        // Both: the decided one stays, whichever it is.
        for (a, b, left) in
            [(Accepted, Proposed, Accepted), (Proposed, Rejected, Rejected), (Proposed, Added, Added)]
        {
            let (topics, tolls) = after(vec![topic("a", &[], a), topic("b", &[], b)], &[("a", Some("b"))]);
            assert_eq!(topics, [("b".to_owned(), vec![], left)]);
            assert_eq!(tolls["a"].joined, 1);
        }
        let (topics, _) = after(vec![topic("a", &[], Added), topic("c", &[], Proposed)], &[("a", None)]);
        assert_eq!(topics, [("c".to_owned(), vec![], Proposed)]);
    }
}
