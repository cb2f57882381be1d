//! What a format has written comes in again, up to what the report says.

use super::*;
use crate::annotation::{Entity, LabelId, Link, RelationKind, Status, Taxonomy};
use crate::dataset::Access;
use crate::exchange::generated::issue;
use crate::exchange::{
    Document, Export, FORMATS, Fate, InFile, Layer, Options, Out, Report, Scheme, Scope, Setting, Shape,
    Thing, export,
};
use crate::issue::{Article, Issue};
use crate::source::Source;
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::path::Path;

fn who() -> Decider {
    Decider { by: "林".into(), at: "2026-11-29T08:00:00Z".into(), nested: false }
}

fn how() -> How {
    How { table: LabelTable::default(), proposals: false, by: "tool-1".into(), fresh: false, who: who() }
}

/// An issue as a dataset can have it: labels and topics of its own, each mark once, relations between marks.
fn tamed(mut issue: Issue) -> Issue {
    let taxonomy = Taxonomy::iptc();
    let tops: Vec<_> = taxonomy.concepts.iter().filter(|concept| concept.parent.is_none()).collect();
    for article in &mut issue.articles {
        for block in &mut article.blocks {
            let mut seen = BTreeSet::new();
            for mark in &mut block.entities {
                if mark.label.as_str() == "自定" {
                    mark.label = LabelId::new("TITLE");
                }
                if let Some(link) = &mut mark.link {
                    *link = Link { register: "wd".into(), id: format!("Q{}", link.id.len()), ..link.clone() };
                }
            }
            block.entities.retain(|mark| seen.insert((mark.range, mark.label.clone())));
        }
        let mut seen = BTreeSet::new();
        for (n, topic) in article.topics.iter_mut().enumerate() {
            let top = tops[(n + topic.code.len()) % tops.len()];
            topic.code.clone_from(&top.code);
            let sub = taxonomy.concepts.iter().find(|concept| concept.parent.as_ref() == Some(&top.code));
            topic.sub =
                sub.filter(|_| !topic.sub.is_empty()).map(|sub| sub.code.clone()).into_iter().collect();
        }
        article.topics.retain(|topic| seen.insert(topic.code.clone()));
        let mut seen = BTreeSet::new();
        article
            .keywords
            .retain(|word| !word.text.trim().is_empty() && seen.insert(word.text.trim().to_owned()));
        let with = |label: &str| {
            let standing = |mark: &&Entity| mark.status.stands() && mark.status.is_decided();
            let mut marks = article.entities().map(|(_, mark)| mark).filter(standing);
            marks.find(|mark| mark.label.as_str() == label).map(|mark| mark.id.clone())
        };
        let ends = with("PER").zip(with("TITLE"));
        article.relations.truncate(1);
        for relation in &mut article.relations {
            relation.kind = RelationKind::Holds;
            if let Some((from, to)) = &ends {
                (relation.from, relation.to) = (from.clone(), to.clone());
            }
        }
        article.relations.retain(|_| ends.is_some());
    }
    issue
}

/// The same issue without anything that was said about it.
fn bare(issue: &Issue) -> Issue {
    let mut issue = issue.clone();
    for article in &mut issue.articles {
        article.topics.clear();
        article.keywords.clear();
        article.relations.clear();
        article.notes.clear();
        for block in &mut article.blocks {
            block.entities.clear();
            block.remarks.clear();
        }
    }
    issue
}

struct Desk {
    folder: tempfile::TempDir,
    dataset: Dataset,
}

impl Desk {
    fn with(issues: &[(&Source, &Issue)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut dataset = Dataset::open(&folder.path().join("甲.zhupi"), Access::Write).unwrap();
        for (source, issue) in issues {
            dataset.add_issue(source, issue, "林").unwrap();
        }
        Self { folder, dataset }
    }

    fn write(&self, format: &dyn Format, options: &Options) -> (Input, Report) {
        let out = self.folder.path().join(format!("out.{}", format.info().name));
        let place = match format.info().shape {
            Shape::File => Out::file(&out),
            Shape::Folder => Out::folder(&out).unwrap(),
        };
        let setting = Setting::of(&self.dataset, options.clone());
        let what = Export { dataset: &self.dataset, scope: &Scope::All, format, setting: &setting };
        let report = export(what, place, &mut |_, _| true).unwrap();
        (Input::open(&out).unwrap(), report)
    }

    fn documents(&self, options: &Options) -> Vec<Document> {
        let mut documents = Vec::new();
        for summary in self.dataset.issues().unwrap() {
            let source: Vec<char> = self.dataset.source(&summary.id).unwrap().text.chars().collect();
            let issue = self.dataset.issue(&summary.id).unwrap();
            let articles = issue.articles.iter();
            documents.extend(articles.map(|article| Document::new(&issue, article, &source, options)));
        }
        documents
    }
}

/// The characters of a text, and the labels and characters of its marks.
type Said = (Vec<char>, BTreeSet<(String, Vec<char>)>);

type Mark = (crate::text::CharRange, String);

fn mark(entity: &Entity) -> Mark {
    (entity.range, entity.label.to_string())
}

fn plain(text: &str) -> String {
    text.replace(|c: char| c.is_control() || c == '\u{fffd}', " ")
}

/// Whether a document that came back has all that the format promises.
fn agrees(
    format: &dyn Format,
    was: &Document,
    is: &Document,
    report: &Report,
    options: &Options,
) -> Result<(), TestCaseError> {
    let held = |thing| !matches!(format.holds(thing, options), Fate::Lost(_));
    let back: BTreeSet<Mark> = is.entities.iter().map(mark).collect();
    let all: BTreeSet<Mark> = was.entities.iter().map(mark).collect();
    prop_assert!(back.is_subset(&all), "{back:?} {all:?}");
    for (entity, layer) in was.entities.iter().zip(&was.layers) {
        let thing = match layer {
            Layer::Flat => Thing::Entities,
            Layer::Nested => Thing::Nested,
            Layer::Crossing => Thing::Crossing,
        };
        if held(thing) && report.row(thing).lost == 0 {
            prop_assert!(back.contains(&mark(entity)), "{:?} {entity:?}", thing);
        } else if !held(thing) {
            prop_assert!(!back.contains(&mark(entity)), "{:?} {entity:?}", thing);
        }
    }
    for entity in &is.entities {
        let before = was.entities.iter().find(|before| mark(before) == mark(entity)).unwrap();
        if held(Thing::Values) {
            prop_assert_eq!(entity.value.as_deref().map(plain), before.value.as_deref().map(plain));
        }
        if held(Thing::Links) && was.flat().any(|flat| flat.id == before.id) {
            let id = |e: &Entity| e.link.as_ref().map(|link| (link.register.clone(), link.id.clone()));
            prop_assert_eq!(id(entity), id(before));
        }
        if held(Thing::Undecided) {
            prop_assert_eq!(entity.is_open(), before.is_open());
        }
    }
    if held(Thing::Topics) {
        let codes =
            |d: &Document| d.topics.iter().map(|t| (t.code.clone(), t.sub.clone())).collect::<BTreeSet<_>>();
        prop_assert_eq!(codes(is), codes(was));
    }
    if held(Thing::Keywords) {
        let words = |d: &Document| d.keywords.iter().map(|k| plain(k.text.trim())).collect::<BTreeSet<_>>();
        prop_assert_eq!(words(is), words(was));
    }
    if held(Thing::Relations) {
        prop_assert_eq!(is.relations.len(), was.relations.len());
    }
    if held(Thing::Notes) {
        let notes = |d: &Document| {
            let notes = d.plain_notes().into_iter();
            notes.map(|note| plain(&note)).filter(|note| !note.trim().is_empty()).collect::<BTreeSet<_>>()
        };
        prop_assert_eq!(notes(is), notes(was));
    }
    Ok(())
}

fn two_way() -> impl Iterator<Item = &'static dyn Format> {
    FORMATS.iter().copied().filter(|format| format.info().reads && format.info().writes)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn what_is_exported_comes_in_again((made, text) in issue(), proposed in any::<bool>(), scheme in 0..3_usize) {
        let issue = tamed(made);
        let mut source = Source::pasted(&text, "贴.txt").unwrap();
        source.facts.title.clone_from(&issue.title);
        let desk = Desk::with(&[(&source, &issue)]);
        for format in two_way() {
            let options = Options { proposed, scheme: Scheme::ALL[scheme] };
            let (input, report) = desk.write(format, &options);
            let mut other = Desk::with(&[(&source, &bare(&issue))]);
            let name = format.info().name;
            if input.files.is_empty() || desk.documents(&options).iter().all(|d| d.text.trim().is_empty()) {
                continue;
            }
            let survey = survey(format, &input).unwrap_or_else(|error| panic!("{name}: {error}"));
            let arrived =
                arrive(&mut other.dataset, format, &input, &how(), survey.documents, &mut |_, _| true).unwrap();
            prop_assert_eq!(&arrived.astray, &Vec::new(), "{}", name);
            prop_assert_eq!(arrived.alike, 0);
            for (was, is) in desk.documents(&options).iter().zip(&other.documents(&options)) {
                // fastText has neither ids nor texts for these.
                if name == "fasttext" && was.text.trim().is_empty() {
                    continue;
                }
                if !was.text.is_empty() || !matches!(format.holds(Thing::Blocks, &options), Fate::Bent("fate.doc_border" | "fate.block_border")) {
                    agrees(format, was, is, &report, &options).map_err(|error| TestCaseError::fail(format!("{name}: {error}")))?;
                }
            }
            // A second time nothing comes in.
            let again = arrive(&mut other.dataset, format, &input, &how(), survey.documents, &mut |_, _| true).unwrap();
            prop_assert_eq!((again.placed, again.astray), (0, Vec::new()), "{}", name);
            // One step back, and all is as it was.
            if arrived.placed > 0 {
                other.dataset.undo("林").unwrap();
                let articles = |desk: &Desk| desk.dataset.issue(&issue.id).unwrap().articles;
                let before: Vec<Article> = bare(&issue).articles;
                prop_assert_eq!(articles(&other), before);
            }
        }
    }

    #[test]
    fn where_there_is_no_article_it_becomes_one((made, text) in issue()) {
        let issue = tamed(made);
        let source = Source::pasted(&text, "贴.txt").unwrap();
        let desk = Desk::with(&[(&source, &issue)]);
        let options = Options::default();
        for format in two_way() {
            let (input, _) = desk.write(format, &options);
            let name = format.info().name;
            let Ok(survey) = survey(format, &input) else { continue };
            let mut other = Desk::with(&[]);
            let how = How { fresh: true, ..how() };
            arrive(&mut other.dataset, format, &input, &how, survey.documents, &mut |_, _| true).unwrap();
            let solid = |text: &str| find::solid(text);
            let said = |documents: Vec<Document>| -> Vec<Said> {
                let full = documents.into_iter().filter(|document| !solid(&document.text).is_empty());
                full.map(|d| (solid(&d.text), d.flat().map(|e| (e.label.to_string(), solid(&e.text))).collect())).collect()
            };
            let (was, is) = (said(desk.documents(&options)), said(other.documents(&options)));
            prop_assert_eq!(was.iter().map(|(text, _)| text).collect::<Vec<_>>(), is.iter().map(|(text, _)| text).collect::<Vec<_>>(), "{}", name);
            if !matches!(format.holds(Thing::Entities, &options), Fate::Lost(_)) {
                prop_assert_eq!(was, is, "{}", name);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20))]

    #[test]
    fn a_damaged_file_is_read_rightly_or_refused_in_words(
        (made, text) in issue(), spots in prop::collection::vec((any::<u16>(), any::<u8>()), 1..6), cut in any::<bool>()
    ) {
        let words = crate::strings::Strings::of(crate::strings::Language::Zh);
        let issue = tamed(made);
        let source = Source::pasted(&text, "贴.txt").unwrap();
        let desk = Desk::with(&[(&source, &issue)]);
        for format in two_way() {
            let (input, _) = desk.write(format, &Options::default());
            let mut files = Vec::new();
            for file in &input.files {
                let mut bytes = file.bytes().unwrap();
                for (at, byte) in &spots {
                    let at = usize::from(*at) % (bytes.len() + 1);
                    match byte % 3 {
                        0 => bytes.insert(at, *byte),
                        1 if at < bytes.len() => bytes[at] = *byte,
                        _ if at < bytes.len() => drop(bytes.remove(at)),
                        _ => {}
                    }
                }
                if cut {
                    bytes.truncate(usize::from(spots[0].0) % (bytes.len() + 1));
                }
                files.push(InFile::memory(file.name.clone(), bytes));
            }
            let mut all = Ok(());
            let read = format.read(&Input { files }, &mut |document| {
                let at_its_place =
                    |span: &crate::exchange::ForeignSpan| crate::text::slice(&document.text, span.range) == Some(&span.text);
                if !document.spans.iter().all(at_its_place) {
                    all = Err(TestCaseError::fail(format!("{}: {document:?}", format.info().name)));
                }
                Ok(())
            });
            all?;
            if let Err(error) = read {
                let message = error.message();
                let said = words.get(message.key);
                let holes = said.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name);
                let filled = |hole: &str| message.args.iter().any(|(name, _)| *name == hole);
                prop_assert!(said != message.key && holes.into_iter().all(filled), "{error}");
            }
        }
    }
}

/// One article, `记者王平赴区信访办调研。` and a headline.
fn one() -> (Source, Issue) {
    let source = Source::pasted("区里调研\n记者王平赴区信访办调研。", "贴.txt").unwrap();
    let issue = crate::layout::reconstruct(&source, &crate::layout::NoMentions);
    (source, issue)
}

fn label_studio(text: &str, marks: &[(u32, u32, &str, &str)]) -> Input {
    let results: Vec<_> = marks
        .iter()
        .enumerate()
        .map(|(n, (start, end, text, label))| {
            serde_json::json!({"id": n.to_string(), "type": "labels", "from_name": "ner",
                "value": {"start": start, "end": end, "text": text, "labels": [label]}})
        })
        .collect();
    let task = serde_json::json!([{"data": {"text": text}, "annotations": [{"result": results}]}]);
    Input::memory("t.json", task.to_string())
}

fn brought(desk: &mut Desk, input: &Input, how: &How) -> Arrived {
    let format = crate::exchange::format("label-studio").unwrap();
    arrive(&mut desk.dataset, format, input, how, 1, &mut |_, _| true).unwrap()
}

#[test]
fn a_text_that_differs_a_little_is_aligned_and_what_changed_is_listed() {
    let (source, issue) = one();
    let mut desk = Desk::with(&[(&source, &issue)]);
    let text = desk.documents(&Options::default())[0].text.clone();
    assert!(text.contains("记者王平赴区信访办调研。"), "{text}");
    // The other tool had another headline, and a wrong character in a name.
    let theirs = "区里又去调研了\n\n记者王乎赴区信访办调研。";
    let input = label_studio(
        theirs,
        &[(11, 13, "王乎", "PERSON"), (14, 18, "区信访办", "ORG"), (0, 2, "区里", "GPE")],
    );
    let how = How { table: LabelTable::parse("PERSON=PER").unwrap(), ..how() };
    // Too little to know the article by.
    assert_eq!(brought(&mut desk, &input, &how).astray[0].why.key, "astray.article");
    let mut task: serde_json::Value = serde_json::from_slice(&input.files[0].bytes().unwrap()).unwrap();
    task[0]["data"]["article_id"] = desk.documents(&Options::default())[0].id.clone().into();
    let input = Input::memory("t.json", task.to_string());
    let arrived = brought(&mut desk, &input, &how);
    assert_eq!((arrived.alike, arrived.placed), (1, 1));
    let why: Vec<&str> = arrived.astray.iter().map(|astray| astray.why.key).collect();
    assert_eq!(why, ["astray.changed", "astray.label"]);
    assert_eq!(arrived.astray[0].why.args, [("now", "王平".to_owned())], "{:?}", arrived.astray[0]);
    let document = desk.documents(&Options::default()).remove(0);
    assert_eq!(document.entities[0].text, "区信访办");
}

#[test]
fn decisions_here_stand_and_open_proposals_make_way() {
    let (source, mut issue) = one();
    let paragraph = issue.articles[0].blocks.iter_mut().find(|b| b.text.contains("王平")).unwrap();
    let at = paragraph.text.chars().position(|c| c == '王').unwrap() as u32;
    let mut make = |start: u32, end: u32, label: &str, status| {
        let range = crate::text::CharRange::new(at + start, at + end);
        let text = crate::text::slice(&paragraph.text, range).unwrap().to_owned();
        let id = crate::annotation::EntityId::new(format!("{label}{start}"));
        let mut mark = Entity::added(id, LabelId::new(label), range, text, &who());
        mark.status = status;
        paragraph.entities.push(mark);
    };
    make(0, 2, "PER", Status::Added);
    make(3, 7, "LOC", Status::Proposed);
    make(4, 7, "ORG", Status::Proposed);
    let mut desk = Desk::with(&[(&source, &issue)]);
    let text = desk.documents(&Options::default())[0].text.clone();
    let at = text.chars().position(|c| c == '王').unwrap() as u32;
    let input = label_studio(&text, &[(at, at + 2, "王平", "ORG"), (at + 3, at + 7, "区信访办", "ORG")]);
    let arrived = brought(&mut desk, &input, &how());
    assert_eq!((arrived.same, arrived.placed), (1, 1));
    assert_eq!(arrived.astray[0].why.key, "astray.decided");
    let document = desk.documents(&Options { proposed: true, ..Options::default() }).remove(0);
    let marks: Vec<(&str, &str)> =
        document.entities.iter().map(|e| (e.label.as_str(), e.text.as_str())).collect();
    assert_eq!(marks, [("PER", "王平"), ("ORG", "区信访办")]);
    assert_eq!(document.rejected.len(), 1);
}

#[test]
fn all_may_come_as_proposals_with_the_tools_name() {
    let (source, issue) = one();
    let mut desk = Desk::with(&[(&source, &issue)]);
    let text = desk.documents(&Options::default())[0].text.clone();
    let at = text.chars().position(|c| c == '王').unwrap() as u32;
    let input = label_studio(&text, &[(at, at + 2, "王平", "PER")]);
    let arrived = brought(&mut desk, &input, &How { proposals: true, ..how() });
    assert_eq!(arrived.placed, 1);
    assert!(desk.documents(&Options::default())[0].entities.is_empty());
    let document = desk.documents(&Options { proposed: true, ..Options::default() }).remove(0);
    assert_eq!((&*document.entities[0].by, document.status), ("tool-1", crate::issue::ArticleStatus::New));
}

#[test]
fn nothing_of_a_bad_file_comes_in() {
    let good = r#"{"id":1,"data":{"text":"甲"},"annotations":[]}"#;
    for (bad, key) in [
        (format!("[{good},{good}]"), "error.foreign.twice"),
        (format!("[{good},"), "error.foreign.json"),
        (format!("[{good},7]"), "error.foreign.object"),
        (format!("[{good},{{\"id\":2}}]"), "error.foreign.text"),
        (format!("[{good},{{\"id\":2,\"data\":7}}]"), "error.foreign.field"),
        ("[]".to_owned(), "error.foreign.none"),
        (String::new(), "error.foreign.none"),
        ("\u{0}\u{1}".to_owned(), "error.foreign.json"),
        (format!("[{}", "{\"data\":".repeat(100_000)), "error.foreign.json"),
    ] {
        let input = Input::memory("t.json", bad.clone());
        let error = survey(crate::exchange::format("label-studio").unwrap(), &input).unwrap_err();
        assert_eq!(error.message().key, key, "{bad:.60}");
    }
    let input = Input { files: vec![InFile::memory("t.json", *b"[\xff]")] };
    assert!(survey(crate::exchange::format("label-studio").unwrap(), &input).is_err());
    assert!(
        Input::open(Path::new("/nowhere/at/all")).is_ok_and(|input| input.first().unwrap().open().is_err())
            || Input::open(Path::new("/nowhere/at/all")).is_err()
    );
}
