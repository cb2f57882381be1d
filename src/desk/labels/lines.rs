//! What a change of the label set comes to, in sentences.

use super::LabelDraft;
use crate::annotation::{Label, LabelId, LabelSet};
use crate::dataset::{LabelChange, LabelForecast};
use crate::issue::gesture::Toll;
use crate::strings::{Language, Message, Strings};
use std::collections::{BTreeMap, BTreeSet};

/// The sentences, the weightiest first; what a merge or a removal comes to only once it is counted.
pub fn lines(strings: &Strings, draft: &LabelDraft) -> Vec<String> {
    let Some(base) = &draft.base else { return Vec::new() };
    let change = draft.change();
    let mut lines = fates(strings, base, &change, draft.forecast.as_ref());
    let said = |message: Message| strings.say(&message);
    if base.nested != change.set.nested {
        let key = if change.set.nested { "labels.line.nested" } else { "labels.line.flat" };
        lines.push(strings.get(key).to_owned());
    }
    let known: BTreeMap<&LabelId, &Label> = base.labels.iter().map(|label| (&label.id, label)).collect();
    for label in &change.set.labels {
        match known.get(&label.id) {
            None => {
                let key = if label.key == 0 { "labels.line.added" } else { "labels.line.added_key" };
                lines
                    .push(said(Message::new(key).with("key", label.key).with("name", named(strings, label))));
            }
            Some(before) => lines.extend(changes(strings, before, label)),
        }
    }
    let ids = |set: &LabelSet, other: &LabelSet| -> Vec<LabelId> {
        let ids = set.labels.iter().map(|label| label.id.clone());
        let there: BTreeSet<_> = other.labels.iter().map(|label| &label.id).collect();
        ids.filter(|id| there.contains(id)).collect()
    };
    if ids(base, &change.set) != ids(&change.set, base) {
        lines.push(strings.get("labels.line.order").to_owned());
    }
    lines
}

/// One sentence for every label that is no more.
pub fn fates(
    strings: &Strings,
    base: &LabelSet,
    change: &LabelChange,
    forecast: Option<&LabelForecast>,
) -> Vec<String> {
    let name = |set: &LabelSet, id: &LabelId| {
        set.get(id).map_or_else(|| id.to_string(), |label| named(strings, label))
    };
    let line = |(id, heir): (&LabelId, &Option<LabelId>)| {
        let head = match heir {
            Some(_) => Message::new("labels.line.merged"),
            None => Message::new("labels.line.removed"),
        };
        let what = match forecast {
            None => strings.get("labels.line.counting").to_owned(),
            Some(forecast) => {
                let toll = forecast.tolls.get(id).copied().unwrap_or_default();
                said(strings, toll, heir.is_some())
            }
        };
        let head = head.with("what", what).with("name", name(base, id));
        let into = heir.as_ref().map_or_else(String::new, |heir| name(&change.set, heir));
        strings.say(&head.with("into", into))
    };
    change.fates.iter().map(line).collect()
}

/// 3 期 41 处标记改标签，2 处与已有标记重叠，合为一处
fn said(strings: &Strings, toll: Toll, merged: bool) -> String {
    if toll == Toll::default() {
        return strings.get("labels.toll.none").to_owned();
    }
    let first = if merged {
        Message::new("labels.toll.relabelled").with("count", toll.relabelled)
    } else {
        Message::new("labels.toll.removed").with("count", toll.removed)
    };
    let mut said = strings.say(&first.with("issues", toll.issues));
    let more = [
        ("labels.toll.joined", toll.joined),
        ("labels.toll.relations", toll.relations),
        ("labels.toll.rejected", toll.rejected),
    ];
    for (key, count) in more.into_iter().filter(|(_, count)| *count > 0) {
        said += &strings.say(&Message::new(key).with("count", count));
    }
    said
}

/// What is different in a label that stays.
fn changes(strings: &Strings, before: &Label, after: &Label) -> Vec<String> {
    let name = named(strings, after);
    let of = |key, from: &str, to: &str| {
        let message = Message::new(key).with("name", &name).with("from", from).with("to", to);
        strings.say(&message)
    };
    let key = |key: u8| if key == 0 { strings.get("labels.no_key").to_owned() } else { key.to_string() };
    let mut lines = Vec::new();
    if before.zh != after.zh {
        lines.push(of("labels.line.zh", &before.zh, &after.zh));
    }
    if before.en != after.en {
        lines.push(of("labels.line.en", &before.en, &after.en));
    }
    for (from, to) in [(&before.letter_zh, &after.letter_zh), (&before.letter_en, &after.letter_en)] {
        if from != to {
            lines.push(of("labels.line.letter", from, to));
        }
    }
    if before.key != after.key {
        lines.push(of("labels.line.key", &key(before.key), &key(after.key)));
    }
    if before.color != after.color && before.colour() != after.colour() {
        lines.push(of("labels.line.colour", "", ""));
    }
    lines
}

/// 提法（TERM）
fn named(strings: &Strings, label: &Label) -> String {
    match strings.language {
        Language::Zh => format!("{}（{}）", label.zh, label.id),
        Language::En => format!("{} ({})", label.en, label.id),
    }
}
