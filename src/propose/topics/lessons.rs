//! What decided topics teach: a sparse overlay on the model, one step an article.
//!
//! [`TopicLessons`] is a value: the same base and the same articles in the same order give the same lessons, and nothing
//! else goes in. Topics that stand are right, rejected ones wrong; what nobody decided teaches nothing. Only words,
//! words of the heading and ends of names are taught, no pairs of characters, so that the overlay stays small.

use super::Topics;
use super::features::{Feature, Sort};
use super::model::Shown;
use crate::annotation::Topic;
use crate::issue::Article;
use crate::propose::words::Cutter;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Length of a step.
const RATE: f32 = 0.6;
/// How much of a step goes to the concept's own weight.
const BIAS: f32 = 0.1;
/// Smaller changes are not kept.
const LEAST: f32 = 0.002;

/// What decided topics have taught, by the concepts' codes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TopicLessons {
    /// How many articles taught.
    pub(in crate::propose) articles: u32,
    /// Weight of a concept and of features for it.
    pub(in crate::propose) concepts: BTreeMap<String, Taught>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(in crate::propose) struct Taught {
    pub(in crate::propose) bias: f32,
    pub(in crate::propose) weights: BTreeMap<u32, f32>,
}

impl TopicLessons {
    /// How many articles taught.
    pub fn articles(&self) -> u32 {
        self.articles
    }

    /// What was taught for a concept about these features.
    pub(crate) fn sum(&self, code: &str, features: &[Feature]) -> f32 {
        let Some(taught) = self.concepts.get(code) else { return 0.0 };
        let said = features.iter().filter_map(|f| Some(f.value * taught.weights.get(&f.hash)?));
        taught.bias + said.sum::<f32>()
    }

    /// What was taught about one feature for a concept.
    pub(crate) fn weight(&self, code: &str, feature: u32) -> f32 {
        self.concepts.get(code).and_then(|taught| taught.weights.get(&feature)).copied().unwrap_or_default()
    }

    fn step(&mut self, code: &str, error: f32, features: &[Feature]) {
        let taught = self.concepts.entry(code.to_owned()).or_default();
        taught.bias += BIAS * RATE * error;
        for feature in features.iter().filter(|f| !matches!(f.sort, Sort::Pair | Sort::Sense)) {
            let change = RATE * error * feature.value;
            if change.abs() >= LEAST {
                *taught.weights.entry(feature.hash).or_default() += change;
            }
        }
    }
}

impl Topics {
    /// The lessons after an article whose topics are decided.
    pub(crate) fn learn(&self, lessons: &TopicLessons, article: &Article, cutter: &Cutter) -> TopicLessons {
        let decided: Vec<&Topic> = article.topics.iter().filter(|topic| topic.status.is_decided()).collect();
        let mut after = lessons.clone();
        if decided.is_empty() {
            return after;
        }
        after.articles += 1;
        let shown = self.show(article, cutter);
        let of = |stands: bool| decided.iter().filter(move |topic| topic.status.stands() == stands);
        let right: Vec<&str> = of(true).map(|topic| topic.code.as_str()).collect();
        let wrong: Vec<&str> = of(false).map(|topic| topic.code.as_str()).collect();
        let tops = &self.book().tops;
        self.correct(&mut after, lessons, &shown, (tops, 0), (&right, &wrong));
        for topic in of(true).filter(|topic| !topic.sub.is_empty()) {
            let right: Vec<&str> = topic.sub.iter().map(String::as_str).collect();
            if let Some(below) = self.book().place(&topic.code).map(|top| &self.book().below[top]) {
                self.correct(&mut after, lessons, &shown, (below, 1), (&right, &[]));
            }
        }
        after
    }

    /// A step from what was believed of a group towards what is right.
    fn correct(
        &self,
        after: &mut TopicLessons,
        lessons: &TopicLessons,
        shown: &Shown,
        (group, level): (&[usize], usize),
        (right, wrong): (&[&str], &[&str]),
    ) {
        let believed = self.odds(shown, &self.sums(shown), (group, level), Some(lessons));
        let code = |concept: &usize| self.book().taxonomy.concepts[*concept].code.as_str();
        let known = |codes: &[&str]| group.iter().filter(|c| codes.contains(&code(c))).count();
        let (count, refused) = (known(right), known(wrong));
        if count == 0 && refused == 0 {
            return;
        }
        // Where only wrong ones are known, the others share what those had.
        let left: f32 =
            group.iter().zip(&believed).filter(|(c, _)| !wrong.contains(&code(c))).map(|(_, p)| p).sum();
        for (concept, believed) in group.iter().zip(&believed) {
            let code = code(concept);
            let wanted = match (count, right.contains(&code), wrong.contains(&code)) {
                (0, _, true) => 0.0,
                (0, _, false) => believed / left.max(f32::MIN_POSITIVE),
                (count, true, _) => 1.0 / count as f32,
                (_, false, _) => 0.0,
            };
            let error = wanted - believed;
            if error.abs() >= LEAST {
                after.step(code, error, &shown.features);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::article;
    use super::*;
    use crate::annotation::{Decider, Status};

    fn who() -> Decider {
        Decider { by: "林".into(), at: "2026-11-23T21:04:12Z".into(), nested: false }
    }

    fn proposed(
        topics: &Topics,
        cutter: &Cutter,
        lessons: &TopicLessons,
        text: &str,
    ) -> Vec<(String, Vec<String>)> {
        let mut article = article(text);
        topics.propose_one(&mut article, cutter, (lessons, "t"), None);
        article.topics.into_iter().map(|topic| (topic.code, topic.sub)).collect()
    }

    /// An article whose proposed topics are rejected and for which another one is added.
    fn decided(topics: &Topics, cutter: &Cutter, text: &str, code: &str) -> Article {
        let mut article = article(text);
        topics.propose_one(&mut article, cutter, (&TopicLessons::default(), "t"), None);
        for topic in &mut article.topics {
            *topic = topic.decided(Status::Rejected, &who());
        }
        article.topics.retain(|topic| topic.code != code);
        article.topics.push(Topic::added(code.to_owned(), &who()));
        article
    }

    const MARKET: &str = "H 菜场搬家\nP 菜市场搬进新楼，摊位一律抽签，摊贩说生意好做了。";
    const SOCIETY: &str = "medtop:14000000";
    const TEACHERS: &str = "medtop:20000416";

    #[test]
    fn what_was_added_is_proposed_next_time_and_what_was_rejected_is_not() {
        let (topics, cutter) = (Topics::load().unwrap(), Cutter::load());
        let lesson = "H 鸽友放飞\nP 养鸽人带着信鸽到郊外放飞，归巢的鸽子戴着脚环。";
        let sport = "medtop:15000000";
        let article = decided(&topics, &cutter, lesson, sport);
        let mut lessons = TopicLessons::default();
        for _ in 0..4 {
            lessons = topics.learn(&lessons, &article, &cutter);
        }
        assert_eq!(lessons.articles(), 4);
        let other = "H 鸽友又放飞\nP 周末养鸽人带着信鸽到郊外放飞，归巢的鸽子都戴着脚环。";
        let nothing = TopicLessons::default();
        assert!(proposed(&topics, &cutter, &nothing, other).iter().all(|(code, _)| code != sport));
        assert!(proposed(&topics, &cutter, &lessons, other).iter().any(|(code, _)| code == sport));
        // Rejections alone count, too.
        let mut rejected = super::super::tests::article(other);
        topics.propose_one(&mut rejected, &cutter, (&lessons, "t"), None);
        rejected.topics.iter_mut().for_each(|t| *t = t.decided(Status::Rejected, &who()));
        for _ in 0..20 {
            lessons = topics.learn(&lessons, &rejected, &cutter);
        }
        assert!(proposed(&topics, &cutter, &lessons, other).iter().all(|(code, _)| code != sport));
    }

    #[test]
    fn lessons_are_a_pure_function_of_the_sequence_and_survive_being_written() {
        let (topics, cutter) = (Topics::load().unwrap(), Cutter::load());
        let mut school = decided(&topics, &cutter, "P 老师在山里教了三十年书。", "medtop:05000000");
        school.topics.last_mut().unwrap().sub.push(TEACHERS.to_owned());
        let articles = [decided(&topics, &cutter, MARKET, SOCIETY), school];
        let learned = |order: &[usize]| {
            order.iter().fold(TopicLessons::default(), |l, n| topics.learn(&l, &articles[*n], &cutter))
        };
        let lessons = learned(&[0, 1]);
        assert_eq!(lessons, learned(&[0, 1]));
        assert_ne!(lessons, TopicLessons::default());
        assert!(lessons.concepts.contains_key(TEACHERS), "the second level learns");
        let written = serde_json::to_string(&lessons).unwrap();
        assert_eq!(serde_json::from_str::<TopicLessons>(&written).unwrap(), lessons);
        assert_eq!(written, serde_json::to_string(&learned(&[0, 1])).unwrap());
        assert!(written.len() < 40_000, "{}", written.len());
        // What nobody decided teaches nothing.
        let mut open = super::super::tests::article(MARKET);
        topics.propose_one(&mut open, &cutter, (&lessons, "t"), None);
        assert_eq!(topics.learn(&lessons, &open, &cutter), lessons);
    }
}
