use super::*;
use crate::exchange::{Foreign, Format, Input, ReadError};

fn read(format: &dyn Format, text: &str) -> Result<Vec<Foreign>, ReadError> {
    let mut found = Vec::new();
    format.read(&Input::memory("t.txt", text), &mut |document| {
        found.push(document);
        Ok(())
    })?;
    Ok(found)
}

fn labels(found: &Foreign) -> Vec<&str> {
    found.topics.iter().map(|topic| topic.label.as_str()).collect()
}

#[test]
fn lines_of_fasttext_are_read_with_words_or_characters() {
    let found =
        read(&FastText, "__label__A __label__B 县里 开会 OK go\n\n__label__C 王 平 2024 年\n").unwrap();
    assert_eq!((labels(&found[0]), found[0].text.as_str()), (vec!["A", "B"], "县里开会OK go"));
    assert_eq!((labels(&found[1]), found[1].text.as_str()), (vec!["C"], "王平2024年"));
    assert!(read(&FastText, "{\"text\":1}").is_err());
}

#[test]
fn a_table_needs_its_columns() {
    let found = read(&TopicTable, "text\ttopics\n甲\\n乙\tA,B\\\\,c\n").unwrap();
    assert_eq!((labels(&found[0]), found[0].text.as_str()), (vec!["A", "B,c"], "甲\n乙"));
    let key = |text: &str| read(&TopicTable, text).unwrap_err().message().key;
    assert_eq!(key("甲\t乙\n"), "error.foreign.header");
    assert_eq!(key(""), "error.foreign.header");
    assert_eq!(key("topics\ttext\nA\n"), "error.foreign.text");
}
