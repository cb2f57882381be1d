use super::*;
use crate::exchange::Foreign;

fn read(text: &str) -> Result<Vec<Foreign>, ReadError> {
    let mut found = Vec::new();
    Spacy.read(&Input::memory("d.jsonl", text), &mut |document| {
        found.push(document);
        Ok(())
    })?;
    Ok(found)
}

#[test]
fn training_data_of_others_is_read() {
    let found = read(
        "{\"text\":\"王平赴区委\",\"entities\":[[0,2,\"PER\"],{\"start\":3,\"end\":5,\"label\":\"ORG\",\"kb_id\":\"Q1\"}],\"cats\":{\"a\":1,\"b\":0}}\n\
         {\"text\":\"王平\",\"entities\":[[0,9,\"PER\"]],\"spans\":[[0,2,\"PER\",\"w:Q1\"],[0,3,\"X\",null]]}",
    )
    .unwrap();
    assert_eq!((found[0].spans.len(), found[0].topics.len()), (2, 1));
    assert_eq!(found[1].spans[0].link.as_ref().map(|link| link.register.as_str()), Some("w"));
    assert_eq!(found[1].astray.len(), 1);
}

#[test]
fn a_field_of_another_type_is_told() {
    for line in [
        "{\"text\":1}",
        "{}",
        "{\"text\":\"甲\",\"entities\":[[0,\"1\",\"X\"]]}",
        "{\"text\":\"甲\",\"entities\":[[-1,1,\"X\"]]}",
    ] {
        assert_eq!(read(line).unwrap_err().message().key, "error.foreign.field", "{line}");
    }
}
