use super::*;
use crate::annotation::Status;
use crate::exchange::{Foreign, ReadError};
use crate::text::CharRange;

fn read(json: &str) -> Result<Vec<Foreign>, ReadError> {
    let mut found = Vec::new();
    LabelStudio.read(&Input::memory("t.json", json), &mut |document| {
        found.push(document);
        Ok(())
    })?;
    Ok(found)
}

#[test]
fn a_task_of_the_tool_is_read() {
    let found = read(
        r#"[{"id": 7, "data": {"text": "区委书记王平赴区信访办调研。"},
        "predictions": [{"model_version": "gaz-1", "score": 0.8, "result": [
          {"id": "p", "from_name": "ner", "to_name": "text", "type": "labels", "score": 0.97,
           "value": {"start": 7, "end": 11, "text": "区信访办", "labels": ["ORG"]}}]}],
        "annotations": [{"completed_by": {"id": 3, "email": "li@example.org"}, "was_cancelled": false, "result": [
          {"id": "m1", "from_name": "ner", "to_name": "text", "type": "labels", "origin": "prediction",
           "value": {"start": 4, "end": 6, "text": "王平", "labels": ["PER"]}},
          {"id": "m2", "from_name": "ner", "to_name": "text", "type": "labels",
           "value": {"start": 0, "end": 4, "text": "区委书记", "labels": ["TITLE"]}},
          {"id": "t1", "from_name": "topic", "to_name": "text", "type": "choices", "value": {"choices": ["时政"]}},
          {"id": "b", "from_name": "box", "to_name": "text", "type": "rectanglelabels", "value": {"x": 1}},
          {"type": "relation", "from_id": "m1", "to_id": "m2", "direction": "right", "labels": ["holds"]}]},
          {"completed_by": 1, "was_cancelled": true, "result": [
          {"id": "x", "from_name": "ner", "type": "labels", "value": {"start": 0, "end": 1, "labels": ["LOC"]}}]}]}]"#,
    )
    .unwrap()
    .remove(0);
    let marks: Vec<(&str, &str, Status, &str)> =
        found.spans.iter().map(|s| (&*s.label, &*s.text, s.status, &*s.by)).collect();
    assert_eq!(
        marks,
        [
            ("PER", "王平", Status::Added, "li@example.org"),
            ("TITLE", "区委书记", Status::Added, "li@example.org"),
            ("ORG", "区信访办", Status::Proposed, "gaz-1")
        ]
    );
    assert_eq!(found.spans[2].score, Some(0.97));
    assert_eq!((found.place.record.as_str(), found.topics[0].label.as_str()), ("7", "时政"));
    assert_eq!((found.relations.len(), found.astray.len()), (1, 1));
}

#[test]
fn older_exports_count_utf16_and_write_line_ends_as_two_characters() {
    let found = read(
        r#"[{"id": 1, "data": {"text": "𫚉港\n王平"}, "annotations": [{"result": [
        {"id": "a", "from_name": "ner", "type": "labels", "value": {"start": 2, "end": 6, "text": "港\\n王平", "labels": ["X"]}},
        {"id": "b", "from_name": "ner", "type": "labels", "value": {"start": 1, "end": 2, "text": "错", "labels": ["Y"]}}
        ]}]}]"#,
    )
    .unwrap()
    .remove(0);
    assert_eq!(found.spans[0].range, CharRange::new(1, 5));
    assert_eq!(found.astray[0].label, "Y");
}

#[test]
fn the_short_form_is_read() {
    let found = read(
        r#"[{"id": 2, "text": "王平", "ner": [{"start": 0, "end": 2, "text": "王平", "labels": ["PER"]}],
        "topic": {"choices": ["时政", "法治"]}, "annotator": 1}]"#,
    )
    .unwrap()
    .remove(0);
    assert_eq!((found.spans.len(), found.topics.len(), &*found.text), (1, 2, "王平"));
}
