//! What is written is read back the same, and what does not agree is refused.

use super::*;
use crate::annotation::*;
use crate::exchange::generated::issue;
use crate::issue::{Article, ArticleStatus, Issue, Kind, Note, Role};
use crate::source::Source;
use crate::text::CharRange;
use proptest::prelude::*;
use serde_json::{Value, json};

const GOLD: [(&str, &str); 2] = [
    (
        include_str!("../../../tests/data/eval/dev1-gold.jsonl"),
        include_str!("../../../tests/data/eval/dev1.txt"),
    ),
    (
        include_str!("../../../tests/data/eval/dev2-gold.jsonl"),
        include_str!("../../../tests/data/eval/dev2.txt"),
    ),
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn what_is_written_is_read_back_the_same((mut issue, text) in issue()) {
        let records = write(&issue, &text).unwrap();
        prop_assert_eq!(read(&records, None).unwrap(), vec![issue.clone()]);
        prop_assert_eq!(records.lines().count(), issue.articles.len());
        let source = Source::pasted(&text, "贴.txt").unwrap();
        issue.files.clone_from(&source.parts);
        let records = write(&issue, &text).unwrap();
        prop_assert_eq!(&read(&records, Some(&source)).unwrap(), &vec![issue.clone()]);
        prop_assert_eq!(write(&issue, &text).unwrap(), records);
    }
}

#[test]
fn gold_files_are_read_and_keep_their_sentences() {
    for (gold, text) in GOLD {
        let source = Source::pasted(text, "版.txt").unwrap();
        let issues = read(gold, Some(&source)).unwrap();
        let [issue] = issues.as_slice() else { panic!("{} issues", issues.len()) };
        assert_eq!(issue.articles.len(), gold.lines().count());
        assert_eq!(issue.files, source.parts);
        assert!(
            !issue.title.is_empty()
                && issue.articles.iter().all(|a| a.blocks.iter().all(|b| b.page == Some(1)))
        );
        assert!(issue.articles.iter().flat_map(Article::entities).all(|(_, e)| e.status == Status::Accepted));
        // Keywords stand as plain strings there: somebody's own.
        assert!(issue.articles.iter().flat_map(|a| &a.keywords).all(|k| k.status == Status::Added));
        let again = read(&write(issue, text).unwrap(), Some(&source)).unwrap();
        assert_eq!(&again, &issues);
    }
}

#[test]
fn notes_are_plain_strings_for_whoever_wants_no_more() {
    let note = |text: &str, by: &str| Note { text: text.into(), by: by.into(), at: None };
    let notes = |record: &Value| read_one(record).unwrap().notes;
    let mut record = small();
    // As another tool writes them, and as this program did before notes could be about characters.
    record["notes"] = json!(["待查", {"text": "问", "by": "沈"}]);
    assert_eq!(notes(&record), [note("待查", ""), note("问", "沈")]);
    record["remarks"] = json!([{"note": "待查", "by": "林"},
        {"note": "疑为业字", "start": 5, "end": 6, "text": "业", "by": "林"}]);
    record["notes"] = json!(["待查", "“业”：疑为业字", "又一条"]);
    assert_eq!(notes(&record), [note("待查", "林"), note("又一条", "")]);
    let article = read_one(&record).unwrap();
    let remark = &article.blocks[1].remarks[0];
    assert_eq!((remark.range, &*remark.note), (CharRange::new(2, 3), "疑为业字"));
    let issue = Issue {
        id: IssueId::new("i"),
        title: String::new(),
        date: String::new(),
        files: Vec::new(),
        articles: vec![article],
        disputes: Vec::new(),
    };
    let written: Value = serde_json::from_str(&write(&issue, "云溪\n陆承业说").unwrap()).unwrap();
    assert_eq!(written["notes"], json!(["待查", "又一条", "“业”：疑为业字"]));
    record["remarks"][1]["start"] = json!(4);
    assert_eq!(read_one(&record), Err(Problem::Quote("业".into())));
}

#[test]
fn two_issues_in_one_file_stay_two_even_with_the_same_ids() {
    let both = format!("\u{feff}{}\r\n\n{}", GOLD[0].0.trim_end(), GOLD[1].0);
    let issues = read(&both, None).unwrap();
    assert_eq!(issues.iter().map(|i| i.id.as_str()).collect::<Vec<_>>(), ["dev1", "dev2"]);
}

fn small() -> Value {
    json!({"schema": "article/1", "issue": {"id": "i"}, "id": "r", "extra": {"kept": false},
        "blocks": [{"role": "headline", "text": "云溪", "source": [[0, 2]]},
            {"text": "陆承业说", "start": 3, "end": 7, "source": [[3, 7]], "confidence": null}],
        "text": "云溪\n陆承业说", "notes": null, "supplied": null, "abstract": null,
        "entities": [{"label": "PER", "start": 3, "end": 6, "text": "陆承业", "link": null}],
        "relations": [{"type": "holds", "from": "a", "to": "b"}],
        "topics": [{"code": "medtop:11000000", "score": 0.5, "by": null}], "keywords": ["治水", {"text": "水", "score": 0.1}]})
}

fn read_one(record: &Value) -> Result<Article, Problem> {
    let source = Source::pasted("云溪\n陆承业说", "贴.txt").unwrap();
    match read(&format!("\n{record}\n"), Some(&source)) {
        Ok(mut issues) => Ok(issues.remove(0).articles.remove(0)),
        Err(error) => {
            assert_eq!(error.line, 2);
            Err(error.problem)
        }
    }
}

#[test]
fn a_sparse_record_is_filled_in() {
    let article = read_one(&small()).unwrap();
    assert_eq!((article.kind, article.status), (Kind::Article, ArticleStatus::New));
    let (block, entity) = article.entities().next().unwrap();
    assert_eq!(
        (block.role, entity.range, entity.status),
        (Role::Paragraph, CharRange::new(0, 3), Status::Added)
    );
    assert_eq!(article.topics[0].status, Status::Proposed);
    assert_eq!(
        article.keywords.iter().map(|k| k.status).collect::<Vec<_>>(),
        [Status::Proposed, Status::Added]
    );
    // The ids that were made are the same the next time.
    assert_eq!(read_one(&small()), Ok(article));
}

#[test]
fn a_record_that_does_not_agree_with_itself_or_the_source_is_refused() {
    let broken = |pointer: &str, value: Value| {
        let mut record = small();
        *record.pointer_mut(pointer).unwrap() = value;
        read_one(&record).unwrap_err()
    };
    let source = |text: &str| Problem::Source(text.into());
    let quote = || Problem::Quote("陆承业".into());
    assert_eq!(broken("/schema", json!("article/2")), Problem::Schema("article/2".into()));
    assert_eq!(broken("/schema", json!(null)), Problem::Schema(String::new()));
    assert_eq!(broken("/entities/0/start", json!(2)), quote());
    assert_eq!(broken("/entities/0/end", json!(7)), quote());
    assert_eq!(broken("/entities/0/end", json!(4_000_000_000_u32)), quote());
    assert_eq!(broken("/entities/0/end", json!(3)), quote());
    assert_eq!(broken("/blocks/1/start", json!(2)), Problem::Block("陆承业说".into()));
    assert_eq!(broken("/blocks/1/source", json!([[3, 6]])), source("陆承业说"));
    assert_eq!(broken("/blocks/1/source", json!([[3, 4_000_000_000_u32]])), source("陆承业说"));
    assert_eq!(broken("/blocks/1/source", json!(null)), source("陆承业说"));
    assert_eq!(broken("/blocks/1/source", json!([[4, 7], [3, 4]])), source("陆承业说"));
    assert_eq!(broken("/text", json!("云溪 陆承业说")), Problem::Text);
    assert!(matches!(broken("/blocks/1/source", json!([[7, 3]])), Problem::Form(_)));
    assert!(matches!(broken("/entities/0/label", json!(null)), Problem::Form(_)));
    assert!(matches!(broken("/id", json!(7)), Problem::Form(_)));
}

#[test]
fn what_is_no_record_is_refused_with_its_line() {
    let record = small().to_string();
    for (text, line) in
        [("{", 1), ("[]", 1), (&format!("{record}\n{record}"), 2), (&format!("{record}\nnull"), 2)]
    {
        let error = read(text, None).unwrap_err();
        assert_eq!(error.line, line, "{error}");
        for language in [crate::strings::Language::Zh, crate::strings::Language::En] {
            assert!(
                !crate::strings::Strings::of(language).say(&error.message()).contains('{') || text == "{"
            );
        }
    }
    assert_eq!(read(&format!("{record}\n{record}"), None).unwrap_err().problem, Problem::Twice("r".into()));
    let bytes = small().to_string().replace("\"id\":\"r\"", "\"offset_unit\":\"byte\",\"id\":\"r\"");
    assert_eq!(read(&bytes, None).unwrap_err().problem, Problem::OffsetUnit("byte".into()));
    assert_eq!(read("", None), Ok(Vec::new()));
}

#[test]
fn an_issue_that_lost_its_source_is_not_written() {
    let mut issue = read(&small().to_string(), None).unwrap().remove(0);
    let error = write(&issue, "云溪\n陆承业听").unwrap_err();
    assert_eq!((error.record.as_str(), error.problem), ("r", Problem::Source("陆承业说".into())));
    issue.articles[0].blocks[1].entities[0].text = "陆".into();
    assert!(matches!(write(&issue, "云溪\n陆承业说").unwrap_err().problem, Problem::Quote(_)));
}

/// Whether a value is as a part of the schema says; the words that JSON Schema has and this file uses.
fn suits(value: &Value, part: &Value, schema: &Value) -> Result<(), String> {
    let fail = |why: &str| Err(format!("{why}: {value} {part}"));
    if let Some(name) = part["$ref"].as_str() {
        return suits(value, schema.pointer(&name[1..]).unwrap(), schema);
    }
    if let Some(choices) = part["anyOf"].as_array() {
        let suit = choices.iter().any(|choice| suits(value, choice, schema).is_ok());
        return if suit { Ok(()) } else { fail("none of") };
    }
    if part.get("const").is_some_and(|wanted| wanted != value)
        || part["enum"].as_array().is_some_and(|list| !list.contains(value))
    {
        return fail("another value");
    }
    let kind = match value {
        Value::Null => "null",
        Value::String(_) => "string",
        Value::Number(n) if n.is_u64() => "integer",
        Value::Number(_) => "number",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
        Value::Bool(_) => "boolean",
    };
    let of = |name: &str| name == kind || name == "number" && kind == "integer";
    match &part["type"] {
        Value::String(name) if !of(name) => return fail("another type"),
        Value::Array(names) if !names.iter().filter_map(Value::as_str).any(of) => {
            return fail("another type");
        }
        _ => {}
    }
    if let Some(fields) = value.as_object() {
        for field in part["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            if !fields.contains_key(field) {
                return fail(field);
            }
        }
        for (name, value) in fields {
            // Others may have more; we have what we say.
            let Some(part) = part["properties"].get(name) else { return fail(name) };
            suits(value, part, schema)?;
        }
    }
    value.as_array().into_iter().flatten().try_for_each(|item| suits(item, &part["items"], schema))
}

proptest! {
    #[test]
    fn what_is_written_is_as_the_schema_says((issue, text) in issue()) {
        let schema: Value = serde_json::from_str(include_str!("../../../docs/article-1.schema.json")).unwrap();
        for line in write(&issue, &text).unwrap().lines() {
            suits(&serde_json::from_str(line).unwrap(), &schema, &schema).map_err(TestCaseError::fail)?;
        }
    }
}

#[test]
fn the_schema_refuses_what_the_reader_refuses() {
    let schema: Value = serde_json::from_str(include_str!("../../../docs/article-1.schema.json")).unwrap();
    for (pointer, value) in [
        ("/schema", json!("article/2")),
        ("/entities/0/label", json!(null)),
        ("/id", json!(7)),
        ("/blocks/1/source", json!([["a", 3]])),
        ("/keywords/0", json!(1)),
    ] {
        let mut record = small();
        record.as_object_mut().unwrap().remove("extra");
        assert_eq!(suits(&record, &schema, &schema), Ok(()));
        *record.pointer_mut(pointer).unwrap() = value;
        assert!(suits(&record, &schema, &schema).is_err(), "{pointer}");
    }
}
