use super::*;
use crate::exchange::{Foreign, Format, InFile, Input, ReadError};

fn read(files: Vec<InFile>) -> Result<Vec<Foreign>, ReadError> {
    let mut found = Vec::new();
    HuggingFace.read(&Input { files }, &mut |document| {
        found.push(document);
        Ok(())
    })?;
    Ok(found)
}

#[test]
fn rows_of_other_folders_are_read_with_few_fields() {
    let rows = "{\"id\":7,\"text\":\"𫚉区委书记王平\",\"entities\":[{\"start\":6,\"end\":8,\"label\":\"PER\",\"text\":\"王平\"}],\"keywords\":null}\n";
    let files = || {
        vec![
            InFile::memory("README.md", "---"),
            InFile::memory("data/train.jsonl", rows),
            InFile::memory("bio/train.jsonl", "x"),
        ]
    };
    let found = read(files()).unwrap().remove(0);
    // Counted in UTF-16.
    assert_eq!((found.spans[0].range.start(), found.article.as_str()), (5, "7"));
    assert_eq!(
        read(vec![InFile::memory("README.md", "---"), InFile::memory("a.txt", "")])
            .unwrap_err()
            .message()
            .key,
        "error.foreign.empty"
    );
}

#[test]
fn bad_rows_are_told() {
    for (json, key) in [
        ("{\"id\":\"a\"}", "error.foreign.text"),
        ("{\"text\":\"甲\",\"entities\":[{\"start\":0.5,\"end\":1,\"label\":\"X\"}]}", "error.foreign.field"),
        ("{\"text\":7}", "error.foreign.field"),
        (
            "PAR1 and no more",
            if cfg!(feature = "parquet") {
                "error.foreign.parquet_closed"
            } else {
                "error.foreign.no_parquet"
            },
        ),
    ] {
        assert_eq!(read(vec![InFile::memory("a.jsonl", json)]).unwrap_err().message().key, key);
    }
}
