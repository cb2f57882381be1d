use super::*;
use crate::exchange::{Foreign, InFile};
use crate::text::CharRange;

fn read(text: &str, marks: &str) -> Result<Foreign, ReadError> {
    let files = vec![InFile::memory("a/1.ann", marks), InFile::memory("a/1.txt", text)];
    let mut found = Vec::new();
    Brat.read(&Input { files }, &mut |document| {
        found.push(document);
        Ok(())
    })?;
    Ok(found.remove(0))
}

#[test]
fn a_pair_of_the_tool_is_read() {
    let found = read(
        "区委书记王平\r\n中石化上\r\n海石油",
        "T1\tTITLE 0 4\t区委书记\nT2\tPER 4 6\t王平\nT3\tORG 7 11;12 15\t中石化上 海石油\nT4\tX 0 1;4 5\t区 王\n\
         R1\tholds Arg1:T2 Arg2:T1\nA1\tProposed T2\nA2\tStatus T2 checked\nN1\tReference T2 Wikidata:Q123\t王平\n\
         E1\tSign:T9 Agent:T2\n*\tEquiv T2 T1\n#1\tAnnotatorNotes T2\t问\n",
    )
    .unwrap();
    assert_eq!(found.article, "1");
    assert_eq!(found.spans[2].range, CharRange::new(7, 15));
    assert_eq!(found.spans[1].link.as_ref().map(|link| link.id.as_str()), Some("Q123"));
    assert_eq!(found.spans[1].status, crate::annotation::Status::Proposed);
    // In two pieces, an attribute, an event, an equivalence.
    assert_eq!((found.relations.len(), found.notes.len(), found.astray.len()), (1, 1, 4));
}

#[test]
fn lines_that_are_none_are_told() {
    for marks in
        ["T1 PER 0 1", "T1\tPER a b\t甲", "T1\tPER 0 1\t甲\nT1\tPER 0 1\t甲", "X1\tPER 0 1\t甲", "T1\t"]
    {
        let message = read("甲乙", marks).unwrap_err().message();
        let line = message.args.iter().find(|(name, _)| *name == "line").map(|(_, line)| line.clone());
        assert_eq!(line, Some(marks.lines().count().to_string()), "{marks}");
    }
    assert_eq!(read("甲乙", "T1\tPER 0 1\t乙").unwrap().astray.len(), 1);
    // A fragment that ends at the last number there is.
    assert_eq!(read("甲乙", "T1\tPER 0 18446744073709551615;0 1\t甲乙").unwrap().astray.len(), 1);
}
