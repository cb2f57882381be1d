use super::*;
use crate::annotation::Status;
use crate::exchange::{Foreign, InFile};
use crate::text::CharRange;

fn read(files: Vec<InFile>) -> Result<Vec<Foreign>, ReadError> {
    let mut found = Vec::new();
    WebAnnotation.read(&Input { files }, &mut |document| {
        found.push(document);
        Ok(())
    })?;
    Ok(found)
}

/// As Recogito writes it: UTF-16, both selectors, the text elsewhere.
const RECOGITO: &str = r#"{"@context":"http://www.w3.org/ns/anno.jsonld","type":"AnnotationPage","items":[
 {"id":"urn:uuid:1","type":"Annotation","motivation":"tagging","creator":{"id":"editor1","type":"Person"},
  "body":[{"type":"TextualBody","purpose":"classifying","value":"PER"},{"type":"SpecificResource","purpose":"identifying","source":"http://www.wikidata.org/entity/Q1"}],
  "target":[{"source":"https://example.org/a01.txt","selector":[{"type":"TextQuoteSelector","exact":"王平","prefix":"港","suffix":"。"},{"type":"TextPositionSelector","start":3,"end":5}]}]},
 {"id":"urn:uuid:2","type":"Annotation","body":{"type":"TextualBody","purpose":"commenting","value":"问"},
  "target":{"source":"https://example.org/a01.txt","selector":{"type":"TextQuoteSelector","exact":"王"}}},
 {"id":"urn:uuid:3","type":"Annotation","body":{"type":"TextualBody","purpose":"tagging","value":"PER"},
  "target":{"source":"https://example.org/a01.txt","selector":{"type":"TextQuoteSelector","exact":"王"}}},
 {"id":"urn:uuid:4","type":"Annotation","motivation":"linking","body":"urn:uuid:1","target":"urn:uuid:3"}]}"#;

#[test]
fn annotations_of_another_tool_are_read_with_their_text() {
    let text = InFile::memory("a01.txt", "𫚉港王平。");
    let found = read(vec![InFile::memory("a.json", RECOGITO), text]).unwrap().remove(0);
    let span = &found.spans[0];
    assert_eq!(
        (span.range, &*span.label, span.status, &*span.by),
        (CharRange::new(2, 4), "PER", Status::Added, "editor1")
    );
    assert_eq!(span.link.as_ref().map(|link| link.id.as_str()), Some("Q1"));
    assert_eq!((found.notes.len(), found.astray.len(), found.relations.len()), (1, 1, 0));
    let message = read(vec![InFile::memory("a.json", RECOGITO)]).unwrap_err().message();
    assert_eq!(message.key, "error.foreign.no_source");
}

#[test]
fn bad_annotations_are_told() {
    for json in [
        r#"[{"id":"1","type":"Annotation"}]"#,
        r#"[{"id":"1","target":{"source":"s","selector":{"type":"TextPositionSelector","start":-1,"end":2}},"body":{"purpose":"tagging","value":"X"}}]"#,
        r#"[{"id":"1","target":7}]"#,
        "[[]]",
        "[",
    ] {
        let message = read(vec![InFile::memory("a.json", json)]).unwrap_err().message();
        assert!(message.key.starts_with("error.foreign."), "{json}");
    }
}
