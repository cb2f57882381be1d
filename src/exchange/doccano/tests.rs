use super::*;
use crate::exchange::{Format, Input};
use crate::text::CharRange;

fn read(format: &dyn Format, json: &str) -> Result<Vec<Foreign>, ReadError> {
    let mut found = Vec::new();
    format.read(&Input::memory("all.jsonl", json), &mut |document| {
        found.push(document);
        Ok(())
    })?;
    Ok(found)
}

#[test]
fn both_forms_of_marks_are_read() {
    let found = read(
        &Doccano,
        "{\"id\":7,\"text\":\"区委书记王平\",\"label\":[[0,4,\"TITLE\"],[4,6,\"PER\"]],\"Comments\":[\"问\"]}\n\
         {\"id\":8,\"text\":\"𫚉港王平\",\"entities\":[{\"id\":1,\"label\":\"PER\",\"start_offset\":3,\"end_offset\":5},\
         {\"id\":2,\"label\":\"LOC\",\"start_offset\":0,\"end_offset\":3},{\"id\":3,\"label\":\"X\",\"start_offset\":4,\"end_offset\":9}],\
         \"relations\":[{\"id\":1,\"from_id\":1,\"to_id\":2,\"type\":\"of\"}]}",
    )
    .unwrap();
    let places: Vec<CharRange> = found[0].spans.iter().map(|span| span.range).collect();
    assert_eq!(places, [CharRange::new(0, 4), CharRange::new(4, 6)]);
    assert_eq!(found[0].notes, ["问"]);
    // UTF-16, as the tool's page counts.
    assert_eq!(found[1].spans[0].text, "王平");
    assert_eq!((found[1].astray.len(), found[1].relations[0].to.as_str()), (1, "2"));
}

#[test]
fn a_field_of_another_type_is_told_with_line_and_record() {
    let error =
        read(&Doccano, "{\"id\":7,\"text\":\"甲\"}\n{\"id\":8,\"text\":\"甲\",\"label\":[[\"a\",1,\"X\"]]}");
    let message = error.unwrap_err().message();
    assert_eq!(message.key, "error.foreign.field");
    assert_eq!(message.args[1..3], [("line", "2".to_owned()), ("record", "8".to_owned())]);
    assert!(read(&DoccanoClasses, "{\"text\":\"甲\",\"label\":[1]}").is_err());
    assert!(read(&DoccanoClasses, "{\"text\":3}").is_err());
}

#[test]
fn classes_are_topics() {
    let found =
        read(&DoccanoClasses, "{\"text\":\"甲\",\"label\":[\"A\",\"B\"]}\n{\"text\":\"乙\",\"label\":\"A\"}")
            .unwrap();
    assert_eq!(found.iter().map(|d| d.topics.len()).collect::<Vec<_>>(), [2, 1]);
}
