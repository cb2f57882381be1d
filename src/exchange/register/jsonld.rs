//! JSON-LD in words of schema.org: a `Person`, `Organization`, `Place` or `DefinedTerm` for every entry.
//!
//! Offices are `hasOccupation` with a `Role`. A Wikidata id is a `sameAs`, any other outside identifier an `identifier`.

use super::ListError;
use crate::annotation::{Entry, EntryId, EntryKind, Office};
use serde_json::{Map, Value, json};

/// Before the id of an entry.
const URN: &str = "urn:zhupi:entry:";
const WIKIDATA: &str = "http://www.wikidata.org/entity/";
const MERGED: &str = "http://purl.org/dc/terms/isReplacedBy";

const TYPES: [(EntryKind, &str); 4] = [
    (EntryKind::Person, "Person"),
    (EntryKind::Body, "Organization"),
    (EntryKind::Place, "Place"),
    (EntryKind::Term, "DefinedTerm"),
];

pub(super) fn write<'a>(entries: impl Iterator<Item = &'a Entry>) -> Vec<u8> {
    let graph: Vec<Value> = entries.map(node).collect();
    let all = json!({"@context": {"@vocab": "https://schema.org/"}, "@graph": graph});
    let mut text = serde_json::to_vec_pretty(&all).unwrap_or_default();
    text.push(b'\n');
    text
}

fn node(entry: &Entry) -> Value {
    let mut node = Map::new();
    let kind = TYPES.iter().find(|(kind, _)| *kind == entry.kind).map_or("Thing", |(_, name)| name);
    node.insert("@id".into(), format!("{URN}{}", entry.id).into());
    node.insert("@type".into(), kind.into());
    node.insert("name".into(), entry.name.as_str().into());
    if !entry.aliases.is_empty() {
        node.insert("alternateName".into(), json!(entry.aliases));
    }
    let offices: Vec<Value> = entry.offices.iter().map(role).collect();
    if !offices.is_empty() {
        node.insert("hasOccupation".into(), offices.into());
    }
    if !entry.notes.is_empty() {
        node.insert("description".into(), entry.notes.as_str().into());
    }
    if is_wikidata(&entry.outside) {
        node.insert("sameAs".into(), format!("{WIKIDATA}{}", entry.outside).into());
    } else if !entry.outside.is_empty() {
        node.insert("identifier".into(), entry.outside.as_str().into());
    }
    if let Some(into) = &entry.merged {
        node.insert(MERGED.into(), json!({"@id": format!("{URN}{into}")}));
    }
    node.into()
}

fn role(office: &Office) -> Value {
    let mut role = Map::new();
    role.insert("@type".into(), "Role".into());
    let fields = [
        ("memberOf", &office.body),
        ("roleName", &office.title),
        ("startDate", &office.from),
        ("endDate", &office.to),
    ];
    for (name, value) in fields.into_iter().filter(|(_, value)| !value.is_empty()) {
        role.insert(name.into(), value.as_str().into());
    }
    role.into()
}

pub(super) fn read(text: &str) -> Result<Vec<Entry>, ListError> {
    let all: Value = serde_json::from_str(text).map_err(|error| ListError::Unreadable(error.to_string()))?;
    let nodes = match &all {
        Value::Array(nodes) => nodes.as_slice(),
        Value::Object(object) => match object.get("@graph") {
            Some(Value::Array(nodes)) => nodes.as_slice(),
            _ => std::slice::from_ref(&all),
        },
        _ => return Err(ListError::NoNames),
    };
    let entries: Vec<Entry> = nodes.iter().filter_map(Value::as_object).filter_map(entry).collect();
    if entries.is_empty() && !nodes.is_empty() { Err(ListError::NoNames) } else { Ok(entries) }
}

fn entry(node: &Map<String, Value>) -> Option<Entry> {
    let all = |key: &str| node.get(key).map(texts).unwrap_or_default();
    let first = |key: &str| all(key).into_iter().next().unwrap_or_default();
    let name = Some(first("name")).filter(|name| !name.trim().is_empty())?;
    let types = all("@type");
    let kind = TYPES.iter().find(|(_, name)| types.iter().any(|found| found == name));
    let same = all("sameAs").into_iter().find_map(|link| {
        let id = link.rsplit('/').next().unwrap_or_default().to_owned();
        (link.contains("wikidata.org/") && is_wikidata(&id)).then_some(id)
    });
    let offices = node.get("hasOccupation").map(objects).unwrap_or_default();
    Some(Entry {
        id: EntryId::new(own(&first("@id")).unwrap_or_default()),
        kind: kind.map_or(EntryKind::Term, |(kind, _)| *kind),
        name,
        aliases: all("alternateName"),
        offices: offices.into_iter().map(office).collect(),
        notes: first("description"),
        outside: same.unwrap_or_else(|| first("identifier")),
        merged: own(&first(MERGED)).map(EntryId::new),
        trashed: false,
    })
}

fn office(role: &Map<String, Value>) -> Office {
    let first =
        |key: &str| role.get(key).map(texts).and_then(|texts| texts.into_iter().next()).unwrap_or_default();
    Office {
        body: first("memberOf"),
        title: first("roleName"),
        from: first("startDate"),
        to: first("endDate"),
    }
}

/// The id of one of our entries.
fn own(urn: &str) -> Option<&str> {
    urn.strip_prefix(URN)
}

/// A value as texts: itself, its parts, or what it is called.
fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => vec![text.clone()],
        Value::Number(number) => vec![number.to_string()],
        Value::Array(values) => values.iter().flat_map(texts).collect(),
        Value::Object(object) => {
            let said = ["@value", "@id", "name"].into_iter().find_map(|key| object.get(key));
            said.map(texts).unwrap_or_default()
        }
        _ => Vec::new(),
    }
}

fn objects(value: &Value) -> Vec<&Map<String, Value>> {
    match value {
        Value::Object(object) => vec![object],
        Value::Array(values) => values.iter().flat_map(objects).collect(),
        _ => Vec::new(),
    }
}

fn is_wikidata(id: &str) -> bool {
    id.strip_prefix('Q')
        .is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()))
}
