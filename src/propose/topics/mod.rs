//! Topics of an article: seed words speak for concepts, a learned part adds what the corpus and the editor taught, and
//! the words are kept as evidence.
//!
//! An article or quote gets one topic, a second only where it is nearly as strong; a notice gets one where it says
//! something; teasers, corrections and lost-and-found notices get none. Below a topic one concept of the second level is
//! named where it is likely.

mod book;
mod features;
mod file;
mod lessons;
mod model;
mod quotes;
mod second;
mod train;

pub use lessons::TopicLessons;
pub use train::{TopicCourse, TopicReport, cross_validate_topics, train_topics};

use super::delta::DeltaError;
use super::keywords::Clues;
use super::proposer::round;
use super::score::calibrated;
use super::words::Cutter;
use crate::annotation::{Evidence, Status, Taxonomy, Topic};
use crate::issue::{Article, Issue, Kind, Role};
use crate::propose::loose;
use book::Book;
use features::Sort;
use model::{Clues as Said, Model, Shown, Sums};
use std::collections::BTreeMap;
use std::sync::Arc;

/// How many words are kept as evidence.
const WORDS: usize = 6;
pub(super) static MODEL: &[u8] = include_bytes!("../../../assets/models/topics.bin");

/// Proposes topics of one taxonomy.
#[derive(Clone, Debug)]
pub(crate) struct Topics {
    /// The program's own taxonomy, whose words the layout listens to.
    own: Arc<Book>,
    /// Another one that is proposed from.
    other: Option<Arc<Book>>,
    model: Arc<Model>,
    /// The model's class of each concept that is proposed, and the one that judges it by itself.
    classes: Vec<Option<usize>>,
    alone: Vec<Option<usize>>,
    codes: Vec<String>,
}

/// The concepts of an article with their probabilities, the likeliest first.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Judged {
    /// Tops.
    tops: Vec<(usize, f32)>,
    /// For the first tops, those below.
    below: Vec<Vec<(usize, f32)>>,
    /// What the seed words say of each top, in their order, and its log odds by itself.
    said: Vec<(Said, f32)>,
}

/// A topic that is proposed: place of the concept, score, concepts below.
type Chosen = (usize, f32, Vec<usize>);

impl Topics {
    /// The program's own taxonomy and what was learned for it.
    ///
    /// # Errors
    /// Where the file of learned weights is damaged.
    pub(crate) fn load() -> Result<Self, DeltaError> {
        Self::parse(MODEL)
    }

    /// The same with another file.
    ///
    /// # Errors
    /// Where it is damaged.
    pub(crate) fn parse(model: &[u8]) -> Result<Self, DeltaError> {
        Ok(Self::new(Model::parse(model)?))
    }

    fn new(model: Model) -> Self {
        let (own, model) = (Arc::new(Book::own()), Arc::new(model));
        let (classes, alone, codes) = (Vec::new(), Vec::new(), Vec::new());
        let mut topics = Self { own, other: None, model, classes, alone, codes };
        topics.align();
        topics
    }

    /// The same for another taxonomy; for the program's own where there is none.
    pub(crate) fn with_taxonomy(&self, taxonomy: Option<&Taxonomy>) -> Self {
        let other = taxonomy.filter(|taxonomy| **taxonomy != self.own.taxonomy);
        let other = other.map(|taxonomy| Arc::new(self.own.other(taxonomy.clone())));
        let mut topics = Self { other, ..self.clone() };
        topics.align();
        topics
    }

    /// The other taxonomy that is proposed from.
    pub(crate) fn other(&self) -> Option<&Taxonomy> {
        self.other.as_ref().map(|book| &book.taxonomy)
    }

    fn align(&mut self) {
        let classes: BTreeMap<&str, usize> =
            self.model.classes.iter().enumerate().map(|(n, code)| (code.as_str(), n)).collect();
        let codes: Vec<String> =
            self.book().taxonomy.concepts.iter().map(|concept| concept.code.clone()).collect();
        let found = codes.iter().map(|code| classes.get(code.as_str()).copied()).collect();
        let alone = codes.iter().map(|code| classes.get(model::by_itself(code).as_str()).copied()).collect();
        (self.classes, self.alone, self.codes) = (found, alone, codes);
    }

    pub(crate) fn book(&self) -> &Book {
        self.other.as_deref().unwrap_or(&self.own)
    }

    /// How likely a text by itself is about each top concept of the program's own taxonomy; nothing of an empty one.
    pub(crate) fn about(&self, text: &str, cutter: &Cutter) -> Vec<f32> {
        if text.is_empty() {
            return Vec::new();
        }
        if self.other.is_some() {
            return self.with_taxonomy(None).about(text, cutter);
        }
        let shown = self.show(&loose::article([(Role::Paragraph, text.to_owned())]), cutter);
        self.odds(&shown, &self.sums(&shown), (&self.book().tops, 0), None)
    }

    /// What makes a word a keyword.
    pub(crate) fn taste(&self) -> &Clues {
        &self.model.taste
    }

    /// Whether a word is a seed of one of these concepts, and of any.
    pub(crate) fn speaks_for(&self, word: &str, codes: &[&str]) -> [bool; 2] {
        let book = self.book();
        let concepts = book.spoken_for(word);
        [concepts.iter().any(|(n, _)| codes.contains(&self.codes[*n].as_str())), !concepts.is_empty()]
    }

    fn show(&self, article: &Article, cutter: &Cutter) -> Shown {
        Shown {
            features: features::features(article, cutter),
            cases: self.book().weigh(article),
            kind: article.kind,
            length: article.blocks.iter().map(|block| block.text.chars().count()).sum(),
        }
    }

    /// What was learned from the corpus says for each concept.
    fn sums(&self, shown: &Shown) -> Sums {
        let sums = self.model.sums(&shown.features);
        let of = |class: &Option<usize>| class.and_then(|n| sums.get(n)).copied();
        // One that the corpus does not know is as rare as others in the mean.
        let rare = self.model.rare();
        Sums {
            among: self.classes.iter().map(|class| of(class).unwrap_or_default()).collect(),
            alone: self.alone.iter().map(|class| of(class).unwrap_or(rare)).collect(),
        }
    }

    /// The probabilities of concepts that stand side by side.
    fn odds(
        &self,
        shown: &Shown,
        sums: &Sums,
        group: (&[usize], usize),
        lessons: Option<&TopicLessons>,
    ) -> Vec<f32> {
        self.model.odds(shown, group, sums, lessons.map(|lessons| (lessons, self.codes.as_slice())))
    }

    /// What an article is about, as far as can be told.
    fn judge(&self, shown: &Shown, lessons: Option<&TopicLessons>) -> Judged {
        self.judge_beside(shown, lessons, &[])
    }

    /// The same where something beside the article makes some top concepts likelier: factors in their order, or none.
    fn judge_beside(&self, shown: &Shown, lessons: Option<&TopicLessons>, beside: &[f32]) -> Judged {
        let sums = self.sums(shown);
        let ranked = |group: &[usize], level| {
            let mut odds = self.odds(shown, &sums, (group, level), lessons);
            if level == 0 {
                quotes::favour(&mut odds, beside);
            }
            let mut ranked: Vec<(usize, f32)> = group.iter().copied().zip(odds).collect();
            ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            ranked
        };
        let tops = ranked(&self.book().tops, 0);
        let below = tops
            .iter()
            .take(1 + second::BEHIND)
            .map(|(top, _)| ranked(&self.book().below[*top], 1))
            .collect();
        let group: Vec<usize> = tops.iter().map(|(top, _)| *top).collect();
        let said = model::clues(&shown.cases, &group).into_iter();
        let said = said.zip(&group).map(|(said, top)| (said, self.model.alone(*top, &said, &sums))).collect();
        Judged { tops, below, said }
    }

    /// What is known of the topics behind the first.
    fn behind(&self, judged: &Judged, shown: &Shown) -> Vec<[f32; second::CLUES]> {
        second::behind(judged, shown, &self.model.pairs, |top| self.classes.get(top).copied().flatten())
    }

    /// The likeliest of them: its place behind the first, and its probability.
    fn second(&self, judged: &Judged, shown: &Shown) -> Option<(usize, f32)> {
        second::likeliest(&self.behind(judged, shown), &self.model.second)
    }

    /// The topics that are proposed.
    fn choose(&self, judged: &Judged, second: Option<(usize, f32)>) -> Vec<Chosen> {
        let settings = &self.model.settings;
        let chosen = |rank: usize, score| {
            let (top, _) = judged.tops.get(rank)?;
            let below = judged.below.get(rank).and_then(|below| below.first());
            let below = below.filter(|(_, odds)| *odds >= settings.sub).map(|(sub, _)| *sub);
            Some((*top, score, below.into_iter().collect()))
        };
        let first = judged.tops.first().map(|(_, odds)| calibrated(*odds, settings.first_score));
        let second = second.filter(|(_, odds)| *odds >= settings.second);
        let ranks = first.map(|score| (0, score)).into_iter().chain(second.map(|(n, odds)| (n + 1, odds)));
        ranks.filter_map(|(rank, score)| chosen(rank, score)).collect()
    }

    /// Replaces the issue's proposed topics, with what decisions have taught; decided ones stay.
    pub(crate) fn propose(&self, issue: &mut Issue, cutter: &Cutter, lessons: &TopicLessons, version: &str) {
        let is_quote = |article: &Article| article.kind == Kind::Quote;
        for article in issue.articles.iter_mut().filter(|article| !is_quote(article)) {
            self.propose_one(article, cutter, (lessons, version), None);
        }
        for n in 0..issue.articles.len() {
            let source = if is_quote(&issue.articles[n]) { quotes::source(issue, n) } else { continue };
            let source = source.map(|(from, word)| {
                let shown = self.show(&issue.articles[from], cutter);
                let odds = self.odds(&shown, &self.sums(&shown), (&self.book().tops, 0), Some(lessons));
                let tops = self.book().tops.iter().map(|top| self.codes[*top].as_str());
                (quotes::beside(&issue.articles[from], odds, tops), word)
            });
            self.propose_one(&mut issue.articles[n], cutter, (lessons, version), source);
        }
    }

    /// Replaces one article's; `source` is how likely each top concept is by the article that it is from, and the word that
    /// says so.
    pub(crate) fn propose_one(
        &self,
        article: &mut Article,
        cutter: &Cutter,
        (lessons, version): (&TopicLessons, &str),
        source: Option<(Vec<f32>, String)>,
    ) {
        article.topics.retain(|topic| topic.status.is_decided());
        if !wants(article) {
            return;
        }
        let (beside, word) = source.map_or((Vec::new(), None), |(beside, word)| (beside, Some(word)));
        let shown = self.show(article, cutter);
        let judged = self.judge_beside(&shown, Some(lessons), &beside);
        for (top, score, below) in self.choose(&judged, self.second(&judged, &shown)) {
            let code = &self.codes[top];
            let mut evidence = self.evidence(&shown, top, lessons);
            evidence.extend(word.iter().map(|word| Evidence { word: word.clone(), count: 1 }));
            // A topic that nothing speaks for is a guess; one that is decided needs no other word.
            if evidence.is_empty() || article.topics.iter().any(|topic| topic.code == *code) {
                continue;
            }
            let spoken = |sub: &usize| !self.evidence(&shown, *sub, lessons).is_empty();
            article.topics.push(Topic {
                code: code.clone(),
                sub: below.into_iter().filter(spoken).map(|sub| self.codes[sub].clone()).collect(),
                status: Status::Proposed,
                by: version.to_owned(),
                at: None,
                score: Some(round(score)),
                evidence,
            });
        }
        article.topics.sort_by(|a, b| a.code.cmp(&b.code));
    }

    /// The words that speak for a concept, the strongest first: its seeds, and what was learned.
    fn evidence(&self, shown: &Shown, concept: usize, lessons: &TopicLessons) -> Vec<Evidence> {
        let mut words: BTreeMap<&str, (u32, f32)> = BTreeMap::new();
        let case = &shown.cases[concept];
        let share = 1.0 / (case.gain + 2.0);
        for (word, (count, gain)) in &case.words {
            words.insert(word, (*count, gain * share));
        }
        let (class, code) = (self.classes[concept], self.codes[concept].as_str());
        let worded = |sort| matches!(sort, Sort::Word | Sort::Heading);
        for feature in shown.features.iter().filter(|feature| worded(feature.sort)) {
            let own = self.model.cells(feature.hash).iter().filter(|cell| Some(usize::from(cell.0)) == class);
            let own: f32 = own.map(|cell| f32::from(cell.1) * self.model.unit).sum();
            let weight = (own + lessons.weight(code, feature.hash)) * feature.value;
            if weight.abs() > 0.01 {
                let entry = words.entry(&feature.text).or_insert((feature.count, 0.0));
                entry.1 += weight;
            }
        }
        let mut words: Vec<(&str, (u32, f32))> = words.into_iter().filter(|(_, w)| w.1 > 0.0).collect();
        words.sort_by(|a, b| b.1.1.total_cmp(&a.1.1).then(a.0.cmp(b.0)));
        let word = |(word, (count, _)): (&str, (u32, f32))| Evidence { word: word.to_owned(), count };
        words.into_iter().take(WORDS).map(word).collect()
    }
}

/// Whether the guideline gives such an article topics.
fn wants(article: &Article) -> bool {
    let empty =
        |text: &str| ["遗失", "更正", "致歉", "作废", "寻人", "注销"].iter().any(|word| text.contains(word));
    match article.kind {
        Kind::Article | Kind::Quote => true,
        Kind::Notice => {
            let text = article.text();
            text.chars().count() >= 40 && !empty(&text)
        }
        Kind::Teaser | Kind::Furniture => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::propose::corpus;

    /// An article of these lines.
    pub(crate) fn article(lines: &str) -> Article {
        let page = format!("@issue id=x\n@article id=a | kind=article\n{lines}\n");
        corpus::parse(&page).unwrap().articles.remove(0)
    }

    fn proposed(topics: &Topics, lines: &str) -> Vec<Topic> {
        let mut article = article(lines);
        topics.propose_one(&mut article, &Cutter::load(), (&TopicLessons::default(), "t"), None);
        article.topics
    }

    #[test]
    fn a_topic_has_its_second_level_a_score_and_the_words_that_speak_for_it() {
        let topics = Topics::load().unwrap();
        let found = proposed(
            &topics,
            "H 货车追尾三人受伤\nP 昨晚高速公路上两辆货车追尾，三人受伤，消防救援人员破拆车门救人，事故原因正在调查。",
        );
        assert_eq!(found[0].code, "medtop:03000000");
        assert_eq!(found[0].sub, ["medtop:20000139"]);
        let words: Vec<&str> = found[0].evidence.iter().map(|e| e.word.as_str()).collect();
        assert!(words.contains(&"追尾") && words.contains(&"受伤"), "{words:?}");
        assert!(found[0].score.unwrap() > 0.9);
        let text = "货车追尾三人受伤昨晚高速公路上两辆货车追尾，三人受伤，消防救援人员破拆车门救人，事故原因正在调查。";
        assert!(words.iter().all(|word| text.contains(word)), "{words:?}");
    }

    #[test]
    fn words_that_are_no_seeds_speak_too() {
        let topics = Topics::load().unwrap();
        let cutter = Cutter::load();
        let learned = |article: &Article| {
            let mut article = Article { topics: Vec::new(), ..article.clone() };
            topics.propose_one(&mut article, &cutter, (&TopicLessons::default(), "t"), None);
            let words = article.topics.into_iter().flat_map(|topic| topic.evidence).map(|e| e.word);
            words.filter(|word| topics.own.spoken_for(word).is_empty()).count()
        };
        let page = include_str!("../../../assets/corpus/01-haerbin.txt");
        let count: usize = corpus::parse(page).unwrap().articles.iter().map(learned).sum();
        assert!(count > 5, "{count}");
    }

    #[test]
    fn another_taxonomy_is_proposed_by_its_own_words_and_layout_keeps_hearing_ours() {
        let table = "code,name,parent,words\nA,交通运输,,公路 铁路\nA1,铁路,A,火车 车站\nA2,公路,A,货车 高速公路\nB,戏曲,,";
        let topics = Topics::load().unwrap();
        let before = topics.about("火车站前演出戏曲", &Cutter::load());
        let topics = topics.with_taxonomy(Some(&Taxonomy::read(table.as_bytes(), "部门.csv").unwrap()));
        let found = proposed(&topics, "P 高速公路上货车排成长队，公路部门分流。");
        let codes: Vec<_> = found.iter().map(|topic| (topic.code.as_str(), topic.sub.clone())).collect();
        assert_eq!(codes, [("部门:A", vec!["部门:A2".to_owned()])]);
        assert!(proposed(&topics, "P 天气不错。").is_empty(), "nothing speaks for any of them");
        assert_eq!(topics.about("火车站前演出戏曲", &Cutter::load()), before);
    }

    #[test]
    fn the_same_pages_give_the_same_file_and_a_damaged_one_is_refused() {
        let page = |n: u32| {
            let lines = "@article id=a | kind=article | topics=15 | sub=20001108 | keywords=决赛\nP 决赛昨晚进行，主队进球。\n\
                @article id=b | kind=article | topics=07 | keywords=疫苗\nP 疫苗今天开打，医生提醒排队。\n\
                @article id=c | kind=article | topics=07,15 | keywords=队医\nP 医生为决赛主队的疫苗进球。\n";
            corpus::parse(&format!("@issue id=x{n}\n{lines}")).unwrap()
        };
        let pages: Vec<_> = (0..6).map(page).collect();
        let file = train_topics(&pages, &[], &TopicCourse::default());
        assert_eq!(file, train_topics(&pages, &[], &TopicCourse::default()));
        assert!(Model::parse(&file).is_ok_and(|model| model.write() == file && !model.pairs.is_empty()));
        assert!(cross_validate_topics(&pages, &[], 2, &TopicCourse::default()).f1() > 0.99);
        for length in (0..file.len()).step_by(file.len() / 9 + 1) {
            assert!(Model::parse(&file[..length]).is_err(), "{length} bytes");
        }
    }
}
