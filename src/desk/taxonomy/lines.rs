//! What a change of the taxonomy comes to, in sentences.

use super::TopicDraft;
use crate::annotation::{Concept, Taxonomy};
use crate::dataset::{TopicChange, TopicForecast};
use crate::issue::gesture::TopicToll;
use crate::strings::{Language, Message, Strings};
use std::collections::HashMap;

/// The sentences, the weightiest first; what a merge or a removal comes to only once it is counted.
pub fn lines(strings: &Strings, draft: &TopicDraft) -> Vec<String> {
    let Some(base) = &draft.base else { return Vec::new() };
    let change = draft.change();
    let mut lines = fates(strings, base, &change, draft.forecast.as_ref());
    let known: HashMap<&str, &Concept> = base.concepts.iter().map(|c| (c.code.as_str(), c)).collect();
    for concept in &change.taxonomy.concepts {
        let Some(before) = known.get(concept.code.as_str()) else {
            lines.push(strings.say(&Message::new("topics.line.added").with("name", named(strings, concept))));
            continue;
        };
        lines.extend(changes(strings, (base, before), (&change.taxonomy, concept)));
    }
    let order = |taxonomy: &Taxonomy, other: &Taxonomy| -> Vec<String> {
        let there: std::collections::HashSet<&str> = other.concepts.iter().map(|c| c.code.as_str()).collect();
        let codes = taxonomy.concepts.iter().map(|c| c.code.clone());
        codes.filter(|code| there.contains(code.as_str())).collect()
    };
    if lines.is_empty() && order(base, &change.taxonomy) != order(&change.taxonomy, base) {
        lines.push(strings.get("labels.line.order").to_owned());
    }
    lines
}

/// One sentence for every topic that is no more.
fn fates(
    strings: &Strings,
    base: &Taxonomy,
    change: &TopicChange,
    forecast: Option<&TopicForecast>,
) -> Vec<String> {
    let name = |taxonomy: &Taxonomy, code: &str| {
        taxonomy.get(code).map_or_else(|| code.to_owned(), |concept| named(strings, concept))
    };
    let line = |(code, heir): (&String, &Option<String>)| {
        let what = match forecast {
            None => strings.get("labels.line.counting").to_owned(),
            Some(forecast) => said(strings, forecast.tolls.get(code).copied().unwrap_or_default()),
        };
        let head = match heir {
            Some(heir) => Message::new("labels.line.merged").with("into", name(&change.taxonomy, heir)),
            None => Message::new("labels.line.removed"),
        };
        strings.say(&head.with("what", what).with("name", name(base, code)))
    };
    change.fates.iter().map(line).collect()
}

/// 3 期 41 稿改分类，2 稿原来就有那一个
fn said(strings: &Strings, toll: TopicToll) -> String {
    if toll == TopicToll::default() {
        return strings.get("topics.toll.none").to_owned();
    }
    let parts = [
        ("topics.toll.renamed", toll.renamed),
        ("topics.toll.removed", toll.removed),
        ("topics.toll.joined", toll.joined),
    ];
    let parts = parts.into_iter().filter(|(_, count)| *count > 0);
    let parts = parts.map(|(key, count)| strings.say(&Message::new(key).with("count", count)));
    let parts: Vec<String> = parts.collect();
    let said = parts.join(strings.get("topics.toll.and"));
    strings.say(&Message::new("topics.toll.in").with("issues", toll.issues).with("what", said))
}

/// What is different in a topic that stays.
fn changes(
    strings: &Strings,
    (base, before): (&Taxonomy, &Concept),
    (now, after): (&Taxonomy, &Concept),
) -> Vec<String> {
    let name = named(strings, after);
    let of = |key, from: &str, to: &str| {
        let message = Message::new(key).with("name", &name).with("from", from).with("to", to);
        strings.say(&message)
    };
    let mut lines = Vec::new();
    if before.zh != after.zh {
        lines.push(of("labels.line.zh", &before.zh, &after.zh));
    }
    if before.en != after.en {
        lines.push(of("labels.line.en", &before.en, &after.en));
    }
    if before.parent != after.parent {
        let above = |taxonomy: &Taxonomy, parent: &Option<String>| match parent {
            None => strings.get("topics.top").to_owned(),
            Some(code) => taxonomy.get(code).map_or_else(|| code.clone(), |c| named(strings, c)),
        };
        lines.push(of("topics.line.above", &above(base, &before.parent), &above(now, &after.parent)));
    }
    if before.words != after.words {
        lines.push(of("topics.line.words", "", ""));
    }
    lines
}

/// 外贸（x:A1）
fn named(strings: &Strings, concept: &Concept) -> String {
    match strings.language {
        Language::En if !concept.en.is_empty() => format!("{} ({})", concept.en, concept.code),
        Language::En => format!("{} ({})", concept.zh, concept.code),
        Language::Zh => format!("{}（{}）", concept.zh, concept.code),
    }
}
