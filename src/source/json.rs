//! JSON and JSON Lines of crawlers become a [`Table`]: names of fields, records of texts, each with the stretch of the
//! file that it was read from.

use super::SourceProblem;
use super::table::{MAX_RECORDS, Record, Table, Wrapping};
use crate::text::is_space;
use serde_json::Value;
use serde_json::value::RawValue;
use std::collections::BTreeMap;

/// Deepest nesting of objects whose fields are looked at.
const DEEPEST: usize = 4;

/// Whether a text may be JSON.
pub fn looks_like(text: &str) -> bool {
    text.trim_start_matches(is_space).starts_with(['{', '['])
}

/// Whether a text is of our own records.
pub fn is_article_records(text: &str) -> bool {
    let start: String = text.trim_start_matches(is_space).chars().take(400).collect();
    let dense: String = start.chars().filter(|c| !c.is_whitespace()).collect();
    start.starts_with('{') && dense.contains("\"schema\":\"article/")
}

/// The records of a file.
///
/// # Errors
/// The first line that is no JSON, or where there is no record.
pub fn read(text: &str) -> Result<Table, SourceProblem> {
    let start = text.len() - text.trim_start_matches(is_space).len();
    let body = &text[start..];
    let (raws, wrapping) = match serde_json::from_str::<&RawValue>(body) {
        Ok(raw) => (within(raw.get(), 0)?, Wrapping::Array),
        Err(whole) => match lines(text) {
            Ok(raws) => (raws, Wrapping::Lines),
            // One value over many lines is no JSON Lines; the fault is where the value has it.
            Err(_) if body.starts_with('[') || is_spread(body) => return Err(fault(whole.line(), &whole)),
            Err(fault) => return Err(fault),
        },
    };
    if raws.len() > MAX_RECORDS {
        return Err(SourceProblem::TooManyRecords(MAX_RECORDS));
    }
    let mut table = Table { wrapping, ..Table::default() };
    for raw in raws {
        let from = raw.as_ptr() as usize - text.as_ptr() as usize;
        let value: Value = serde_json::from_str(raw)
            .map_err(|error| fault(text[..from].matches('\n').count() + error.line(), &error))?;
        let mut fields = BTreeMap::new();
        flatten("", &value, 0, &mut fields);
        table.push(Record { fields, bytes: from..from + raw.len() });
    }
    if table.records.is_empty() { Err(SourceProblem::NoRecords) } else { Ok(table) }
}

/// Whether the first value goes over its first line.
fn is_spread(body: &str) -> bool {
    body.lines().next().is_some_and(|line| serde_json::from_str::<&RawValue>(line).is_err())
}

fn fault(line: usize, error: &serde_json::Error) -> SourceProblem {
    SourceProblem::Record { line: line.max(1), reason: error.to_string() }
}

fn lines(text: &str) -> Result<Vec<&str>, SourceProblem> {
    let mut raws = Vec::new();
    for (n, line) in text.split('\n').enumerate() {
        let line = line.trim_matches(is_space);
        if !line.is_empty() {
            let raw: &RawValue = serde_json::from_str(line).map_err(|error| fault(n + 1, &error))?;
            raws.push(raw.get());
            if raws.len() > MAX_RECORDS {
                break;
            }
        }
    }
    Ok(raws)
}

/// The records in a value: the objects of a list; of an object, the longest list of objects inside it, or itself.
fn within(raw: &str, depth: usize) -> Result<Vec<&str>, SourceProblem> {
    let failed = |error: serde_json::Error| fault(error.line(), &error);
    if raw.starts_with('[') {
        let list: Vec<&RawValue> = serde_json::from_str(raw).map_err(failed)?;
        let objects = list.into_iter().map(RawValue::get).filter(|raw| raw.starts_with('{'));
        return Ok(objects.collect());
    }
    if !raw.starts_with('{') {
        return Err(SourceProblem::NoRecords);
    }
    let object: BTreeMap<String, &RawValue> = serde_json::from_str(raw).map_err(failed)?;
    // An object that has a text of its own is a record, whatever lists it has beside.
    let names: Vec<String> = object.keys().cloned().collect();
    let mut best = vec![raw];
    if depth < DEEPEST && !super::Mapping::guess(&names).is_enough() {
        for value in object.values().map(|value| value.get()).filter(|value| value.starts_with(['[', '{'])) {
            let found = within(value, depth + 1)?;
            let inner = value.starts_with('[') || found.len() > 1;
            if inner && found.len() >= best.len() {
                best = found;
            }
        }
    }
    Ok(best)
}

/// The texts of a record by name; names inside other objects with a dot between.
fn flatten(name: &str, value: &Value, depth: usize, fields: &mut BTreeMap<String, String>) {
    match value {
        Value::Object(map) if depth < DEEPEST => {
            for (key, value) in map {
                let name = if name.is_empty() { key.clone() } else { format!("{name}.{key}") };
                flatten(&name, value, depth + 1, fields);
            }
        }
        other => {
            let said = text(other);
            if !name.is_empty() && !said.is_empty() {
                fields.insert(name.to_owned(), said);
            }
        }
    }
}

/// A value as text; lists line by line, and of an object what it says of a picture.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Array(list) => {
            let lines: Vec<String> = list.iter().map(text).filter(|line| !line.trim().is_empty()).collect();
            lines.join("\n")
        }
        Value::Object(map) => {
            let words =
                ["caption", "text", "desc", "description", "content", "title", "alt", "name", "图注", "说明"];
            words
                .iter()
                .filter_map(|word| map.get(*word))
                .map(text)
                .find(|said| !said.is_empty())
                .unwrap_or_default()
        }
        Value::Null | Value::Bool(_) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(text: &str) -> usize {
        read(text).unwrap().records.len()
    }

    #[test]
    fn records_are_found_in_lists_lines_and_wrappers() {
        assert_eq!(count("[{\"a\":1},{\"a\":2}]"), 2);
        assert_eq!(count("{\"a\":1}\n{\"a\":2}\r\n\n{\"a\":3}"), 3);
        assert_eq!(count("\u{feff}{\"code\":0,\"data\":{\"list\":[{\"a\":1},{\"a\":2}]}}"), 2);
        assert_eq!(
            count("{\"title\":\"题\",\"content\":\"文\",\"images\":[{\"url\":\"u\"},{\"url\":\"v\"}]}"),
            1
        );
    }

    #[test]
    fn a_record_knows_its_stretch_of_the_file_and_its_nested_fields() {
        let text = "[\n {\"_source\":{\"题\":\"甲\",\"图\":[{\"caption\":\"注\"}]}} ]";
        let table = read(text).unwrap();
        assert_eq!(
            &text[table.records[0].bytes.clone()],
            "{\"_source\":{\"题\":\"甲\",\"图\":[{\"caption\":\"注\"}]}}"
        );
        assert_eq!(table.names, ["_source.图", "_source.题"]);
        assert_eq!(table.records[0].fields["_source.图"], "注");
    }

    #[test]
    fn a_fault_is_found_by_its_line() {
        let problem = |text: &str| read(text).unwrap_err();
        assert!(matches!(problem("{\"a\":1}\n{\"a\":"), SourceProblem::Record { line: 2, .. }));
        assert!(matches!(problem("[\n{\"a\":1},\n{\"a\" 1}]"), SourceProblem::Record { line: 3, .. }));
        assert_eq!(problem("[1,2]"), SourceProblem::NoRecords);
        assert!(matches!(problem(&"[".repeat(100_000)), SourceProblem::Record { .. }));
    }
}
