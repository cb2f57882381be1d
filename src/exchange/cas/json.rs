//! CAS JSON 0.4: a folder with one file a document.
//!
//! Written as the tools write it (plain `begin` and `end`, no header); the `^begin` of the specification is read too.

use super::model::{Cas, Fs, Sofa, Value};
use super::types::{ANNOTATION, SOFA, TYPES};
use super::{build, take};
use crate::exchange::name::file_name;
use crate::exchange::{
    Fate, Format, Give, InFile, Info, Input, Item, Options, Out, Place, ReadError, Report, Setting, Shape,
    Thing, WriteError, Writer,
};
use serde_json::{Map, Value as Json, json};
use std::borrow::Cow;
use std::io::Write;

/// The format.
#[derive(Clone, Copy, Debug)]
pub struct CasJson;

static INFO: Info = Info {
    name: "cas-json",
    title: "format.cas_json",
    kind: "CAS JSON",
    extension: "json",
    shape: Shape::Folder,
    writes: true,
    reads: true,
    schemes: false,
};

impl Format for CasJson {
    fn info(&self) -> &'static Info {
        &INFO
    }

    fn holds(&self, thing: Thing, _: &Options) -> Fate {
        if thing == Thing::Characters { Fate::WHOLE } else { super::holds(thing) }
    }

    fn writer<'a>(&self, out: &'a mut Out, _: &'a Setting) -> Result<Box<dyn Writer + 'a>, WriteError> {
        Ok(Box::new(Files { out, types: types().to_string() }))
    }

    fn read(&self, input: &Input, give: Give<'_>) -> Result<(), ReadError> {
        input.first()?;
        let alone = input.files.len() == 1;
        let files = input.files.iter().filter(|file| alone || file.name.to_lowercase().ends_with(".json"));
        for file in files {
            let cas = read(file)?;
            take::documents(&cas, &file.place(0, ""))?.into_iter().try_for_each(&mut *give)?;
        }
        Ok(())
    }
}

struct Files<'a> {
    out: &'a mut Out,
    types: String,
}

impl Writer for Files<'_> {
    fn write(&mut self, item: &Item<'_>, _: &mut Report) -> Result<(), WriteError> {
        let mut file = self.out.inside(&format!("{}.json", file_name(&item.document.id)))?;
        let cas = build::cas(item.document);
        write!(file, "{{\"%TYPES\":{},\n\"%FEATURE_STRUCTURES\":[", self.types)?;
        let mut members: Vec<u64> = Vec::with_capacity(cas.structures.len());
        for sofa in &cas.sofas {
            let text = serde_json::to_string(&sofa.text)?;
            write!(
                file,
                "\n{{\"%ID\":{},\"%TYPE\":\"{SOFA}\",\"sofaNum\":1,\"sofaID\":\"_InitialView\",\"mimeType\":\"text/plain\",\"sofaString\":{text}}}",
                sofa.id
            )?;
        }
        for fs in &cas.structures {
            structure(&mut *file, fs)?;
            members.push(fs.id);
        }
        let views = json!({"_InitialView": {"%SOFA": 1, "%MEMBERS": members}});
        write!(file, "\n],\n\"%VIEWS\":{views}}}\n")?;
        Ok(file.flush()?)
    }

    fn finish(self: Box<Self>) -> Result<(), WriteError> {
        Ok(())
    }
}

fn structure(file: &mut dyn Write, fs: &Fs) -> Result<(), WriteError> {
    write!(file, ",\n{{\"%ID\":{},\"%TYPE\":\"{}\",\"@sofa\":{}", fs.id, fs.kind, fs.sofa)?;
    if let (Some(begin), Some(end)) = (fs.begin, fs.end) {
        write!(file, ",\"begin\":{begin},\"end\":{end}")?;
    }
    for (name, value) in &fs.features {
        match value {
            Value::Text(text) => write!(file, ",\"{name}\":{}", serde_json::to_string(text)?)?,
            Value::Float(number) => write!(file, ",\"{name}\":{}", serde_json::to_string(number)?)?,
            Value::Integer(number) => write!(file, ",\"{name}\":{number}")?,
            Value::Fs(id) => write!(file, ",\"@{name}\":{id}")?,
        }
    }
    Ok(file.write_all(b"}")?)
}

fn types() -> Json {
    let mut types = Map::new();
    for kind in TYPES {
        let mut fields = Map::new();
        fields.insert("%NAME".to_owned(), json!(kind.name));
        fields.insert("%SUPER_TYPE".to_owned(), json!(kind.parent));
        for (name, range) in kind.features {
            fields.insert((*name).to_owned(), json!({"%NAME": name, "%RANGE": range.name()}));
        }
        types.insert(kind.name.to_owned(), fields.into());
    }
    types.into()
}

fn read(file: &InFile) -> Result<Cas, ReadError> {
    let text = file.text()?;
    let json: Json = serde_json::from_str(&text).map_err(|error| {
        let what = error.to_string();
        ReadError::new("error.foreign.json").at(&file.place(error.line().max(1), "")).with("what", what)
    })?;
    let field = |what: String, id: u64| {
        let record = if id == 0 { String::new() } else { id.to_string() };
        ReadError::new("error.foreign.field").at(&file.place(line(&text, id), record)).with("what", what)
    };
    // A list, or an object by ids.
    let list: Vec<(Option<u64>, &Json)> = match json.get("%FEATURE_STRUCTURES") {
        Some(Json::Array(list)) => list.iter().map(|fs| (None, fs)).collect(),
        Some(Json::Object(map)) => map.iter().map(|(id, fs)| (id.parse().ok(), fs)).collect(),
        _ => return Err(field("%FEATURE_STRUCTURES".to_owned(), 0)),
    };
    let mut cas = Cas::default();
    let mut lines = Lines { text: &text, at: 0, line: 1 };
    for (id, fs) in list {
        let id = fs.get("%ID").and_then(Json::as_u64).or(id).ok_or_else(|| field("%ID".to_owned(), 0))?;
        let kind = fs.get("%TYPE").and_then(Json::as_str).ok_or_else(|| field("%TYPE".to_owned(), id))?;
        if kind == SOFA {
            if let Some(text) = fs.get("sofaString").and_then(Json::as_str) {
                cas.sofas.push(Sofa { id, text: text.to_owned() });
            }
            continue;
        }
        let Json::Object(fields) = fs else { return Err(field("%FEATURE_STRUCTURES".to_owned(), id)) };
        let place = |name: &str| match fields.get(name).or_else(|| fields.get(&format!("^{name}"))) {
            None | Some(Json::Null) => Ok(None),
            Some(number) => number.as_u64().map(Some).ok_or_else(|| field(format!("{name}: {number}"), id)),
        };
        cas.structures.push(Fs {
            id,
            kind: Cow::Owned(kind.to_owned()),
            sofa: fields.get("@sofa").and_then(Json::as_u64).unwrap_or_default(),
            begin: place("begin")?,
            end: place("end")?,
            features: fields.iter().filter_map(feature).collect(),
            line: lines.of(id),
        });
    }
    if cas.sofas.is_empty() {
        return Err(ReadError::new("error.foreign.text").at(&Place { line: 1, ..file.place(1, "") }));
    }
    if cas.structures.iter().any(|fs| fs.kind == ANNOTATION && fs.sofa == 0) {
        return Err(field("@sofa".to_owned(), 0));
    }
    Ok(cas)
}

/// A feature that says something here: strings, numbers, references.
fn feature((name, value): (&String, &Json)) -> Option<(Cow<'static, str>, Value)> {
    if name.starts_with(['%', '^']) || matches!(name.as_str(), "begin" | "end" | "@sofa") {
        return None;
    }
    if let Some(name) = name.strip_prefix('@') {
        return Some((Cow::Owned(name.to_owned()), Value::Fs(value.as_u64()?)));
    }
    let value = match value {
        Json::String(text) => Value::Text(text.clone()),
        Json::Number(number) => Value::Float(number.as_f64()? as f32),
        Json::Bool(is) => Value::Text(is.to_string()),
        _ => return None,
    };
    Some((Cow::Owned(name.clone()), value))
}

/// The line of a structure: files of tools have one a line or are one line.
fn line(text: &str, id: u64) -> usize {
    Lines { text, at: 0, line: 1 }.of(id)
}

/// Looks for structures in the order of the file.
struct Lines<'a> {
    text: &'a str,
    at: usize,
    line: usize,
}

impl Lines<'_> {
    fn of(&mut self, id: u64) -> usize {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let found = rest.find(&format!("\"%ID\":{id},")).or_else(|| rest.find(&format!("\"%ID\" : {id},")));
        match found.filter(|_| id > 0) {
            Some(at) => {
                self.line += memchr::memchr_iter(b'\n', &rest.as_bytes()[..at]).count();
                self.at += at;
            }
            // Not in order, or written otherwise: looking on would take for ever.
            None => self.at = self.text.len(),
        }
        self.line
    }
}
