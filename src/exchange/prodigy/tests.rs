use super::*;
use crate::annotation::Status;
use crate::exchange::Foreign;

fn read(json: &str) -> Result<Vec<Foreign>, ReadError> {
    let mut found = Vec::new();
    Prodigy.read(&Input::memory("t.jsonl", json), &mut |document| {
        found.push(document);
        Ok(())
    })?;
    Ok(found)
}

#[test]
fn tasks_of_the_tool_are_read_and_answers_kept() {
    let found = read(concat!(
        "{\"text\":\"区委书记王平\",\"tokens\":[],\"spans\":[{\"start\":4,\"end\":6,\"token_start\":4,\"token_end\":5,\"label\":\"PER\"}],",
        "\"_view_id\":\"ner_manual\",\"_annotator_id\":\"db-li\",\"answer\":\"accept\"}\n",
        "{\"text\":\"区委书记王平\",\"spans\":[{\"start\":0,\"end\":2,\"label\":\"ORG\",\"score\":0.4}],\"answer\":\"reject\"}\n",
        "{\"text\":\"甲乙\",\"spans\":[{\"start\":0,\"end\":1,\"label\":\"X\"},{\"start\":0,\"end\":7,\"label\":\"X\"}],\"answer\":\"ignore\"}\n",
        "{\"text\":\"甲乙\",\"options\":[{\"id\":\"a\",\"text\":\"A\"}],\"accept\":[\"a\"],\"answer\":\"accept\"}",
    ))
    .unwrap();
    assert_eq!(found.len(), 2);
    let marks: Vec<(&str, Status, &str)> =
        found[0].spans.iter().map(|s| (&*s.text, s.status, &*s.by)).collect();
    assert_eq!(marks, [("王平", Status::Added, "db-li"), ("区委", Status::Rejected, "")]);
    assert_eq!((found[1].spans.len(), found[1].astray.len(), found[1].topics[0].label.as_str()), (0, 2, "a"));
}

#[test]
fn bad_lines_are_told() {
    for (json, line) in [
        ("{\"text\":\"甲\"}\n{\"spans\":[]}", "2"),
        ("{\"text\":\"甲\",\"spans\":[{\"start\":-1,\"end\":1}]}", "1"),
        ("{\"text\":\"甲\",\"answer\":\"maybe\"}", "1"),
        ("{\"text\":\"甲\",\"spans\":{}}", "1"),
        ("{\"text\":\"甲\",\"spans\":[{\"start\":NaN,\"end\":1}]}", "1"),
    ] {
        let message = read(json).unwrap_err().message();
        let said = message.args.iter().find(|(name, _)| *name == "line").map(|(_, line)| line.as_str());
        assert_eq!(said, Some(line), "{json}");
    }
}
