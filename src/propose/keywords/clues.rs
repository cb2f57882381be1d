//! The candidates of an article and what can be seen of each: where it stands, how often, how rare it is, what it is.

use crate::issue::{Article, Role};
use crate::propose::lexicon::Lexicons;
use crate::propose::topics::Topics;
use crate::propose::words::{Cutter, Word};
use crate::text::is_han;
use std::collections::BTreeMap;

/// How many clues a candidate has.
pub(crate) const CLUES: usize = 32;
/// Clues of a candidate.
pub(crate) type Clues = [f32; CLUES];

/// Most characters of a joined word, and of a name.
const LONGEST_JOIN: usize = 7;
const LONGEST_NAME: usize = 12;

/// What was seen of a candidate.
#[derive(Clone, Debug, Default)]
struct Seen {
    count: u32,
    in_heading: bool,
    in_lead: bool,
    /// Characters before it in the article.
    before: usize,
    class: String,
    /// Its rarity in general.
    rarity: f32,
    /// How many words were joined; 1 for a word or a name.
    parts: usize,
    /// The rarest count among the parts.
    loose: u32,
    label: Option<String>,
    /// How often it is part of a longer name.
    inside: u32,
}

/// The candidates of an article with their clues.
pub(crate) fn candidates(
    article: &Article,
    topics: &Topics,
    (cutter, lexicons): (&Cutter, &Lexicons),
) -> Vec<(String, Clues)> {
    let mut seen: BTreeMap<String, Seen> = BTreeMap::new();
    let (mut before, mut paragraphs) = (0, 0);
    for block in &article.blocks {
        let length = block.text.chars().count();
        let heading = block.role.is_heading();
        match block.role {
            Role::Byline | Role::Dateline => continue,
            Role::Paragraph => paragraphs += 1,
            _ => {}
        }
        let place = Place { heading, lead: paragraphs <= 1, before };
        let mut names: Vec<(usize, usize, &str)> = Vec::new();
        for entity in &block.entities {
            let (start, end) = (entity.range.start() as usize, entity.range.end() as usize);
            names.push((start, end, entity.label.as_str()));
            let fits = entity.status.stands() && (2..=LONGEST_NAME).contains(&(end - start));
            if fits && !matches!(entity.label.as_str(), "PER" | "TIME" | "TITLE") {
                let one = look(&mut seen, entity.text.clone(), &place, start);
                one.label = Some(entity.label.as_str().to_owned());
                one.parts = one.parts.max(1);
            }
        }
        words(&mut seen, &cutter.cut(&block.text), &names, &place, (cutter, lexicons));
        before += length;
    }
    let most = seen.values().map(|one| one.count).max().unwrap_or(1);
    let first = article.topics.iter().filter(|topic| topic.status.stands());
    let codes: Vec<&str> =
        first.flat_map(|topic| std::iter::once(&topic.code).chain(&topic.sub)).map(String::as_str).collect();
    let counts: BTreeMap<String, u32> = seen.iter().map(|(text, one)| (text.clone(), one.count)).collect();
    let clue = |(text, one): (String, Seen)| {
        // How much of what is said of a word is said inside a longer candidate, and how often the longer one returns.
        let longer = counts.iter().filter(|(other, _)| other.len() > text.len() && other.contains(&text));
        let longer = longer.map(|(_, count)| *count).max().unwrap_or(0);
        let seeds = topics.speaks_for(&text, &codes);
        let clues = clues(&text, &one, (most, longer, before), seeds);
        (text, clues)
    };
    seen.into_iter().map(clue).collect()
}

struct Place {
    heading: bool,
    lead: bool,
    before: usize,
}

fn look<'a>(seen: &'a mut BTreeMap<String, Seen>, text: String, place: &Place, at: usize) -> &'a mut Seen {
    let one = seen.entry(text).or_insert_with(|| Seen { before: place.before + at, ..Seen::default() });
    one.count += 1;
    one.in_heading |= place.heading;
    one.in_lead |= place.lead;
    one
}

/// A block's words and joined neighbours.
fn words(
    seen: &mut BTreeMap<String, Seen>,
    words: &[Word<'_>],
    names: &[(usize, usize, &str)],
    place: &Place,
    (cutter, lexicons): (&Cutter, &Lexicons),
) {
    let length = |word: &Word| word.text.chars().count();
    // The name that holds a stretch; a stretch that cuts through a name is no candidate.
    let holder = |start: usize, end: usize| -> Option<Option<&(usize, usize, &str)>> {
        let mut touching = names.iter().filter(|(from, to, _)| *from < end && start < *to);
        match touching.next() {
            None => Some(None),
            Some(name) if name.0 <= start && end <= name.1 => Some(Some(name)),
            Some(_) => None,
        }
    };
    for (n, word) in words.iter().enumerate() {
        for parts in 1..=3 {
            let Some(joined) = words.get(n..n + parts) else { break };
            let text: String = joined.iter().map(|word| word.text).collect();
            let chars: Vec<char> = text.chars().collect();
            let stops = |text: &str| lexicons.stop_words.has(&text.chars().collect::<Vec<_>>());
            let fits = if parts == 1 {
                chars.len() >= 2 && !stops(&text) && !numeral(&chars)
            } else {
                let last = joined.last().is_some_and(|word| is_noun(word.class) && length(word) >= 2);
                let all = joined.iter().all(|word| is_part(word) && !stops(word.text));
                last && all && (3..=LONGEST_JOIN).contains(&chars.len())
            };
            if !chars.iter().all(|c| is_han(*c) || c.is_ascii_alphanumeric()) {
                break;
            }
            let Some(name) = holder(word.at, word.at + chars.len()).filter(|_| fits) else { continue };
            let whole = name.is_some_and(|name| name.1 - name.0 == chars.len());
            if whole || name.is_some_and(|name| matches!(name.2, "PER" | "TIME" | "TITLE")) {
                continue;
            }
            let one = look(seen, text, place, word.at);
            one.parts = parts;
            one.inside += u32::from(name.is_some());
            if one.class.is_empty() {
                joined.last().map_or("", |word| word.class).clone_into(&mut one.class);
                let rare = joined.iter().map(|word| cutter.rarity(word.text));
                one.rarity = rare.sum::<f32>() / parts as f32;
            }
            let counts =
                joined.iter().map(|part| words.iter().filter(|w| w.text == part.text).count() as u32);
            one.loose += counts.max().unwrap_or(1);
        }
    }
}

fn is_noun(class: &str) -> bool {
    class.starts_with('n') && class != "nr" || class == "vn" || class == "l"
}

/// Whether a word may be part of a joined one.
fn is_part(word: &Word<'_>) -> bool {
    let fits = is_noun(word.class) || matches!(word.class, "v" | "b" | "a" | "an" | "j");
    fits && word.text.chars().count() >= 2 && word.text.chars().all(is_han)
}

fn numeral(word: &[char]) -> bool {
    word.first().is_some_and(|c| "一二三四五六七八九十两几".contains(*c)) && word.len() <= 2
        || word.iter().all(char::is_ascii_digit)
}

fn clues(text: &str, one: &Seen, (most, longer, all): (u32, u32, usize), seeds: [bool; 2]) -> Clues {
    let is = |yes: bool| if yes { 1.0 } else { 0.0 };
    let length = text.chars().count();
    let label = one.label.as_deref();
    let class = one.class.as_str();
    let joined = one.parts > 1;
    let count = one.count as f32;
    [
        1.0,
        count.ln(),
        count / most as f32,
        is(one.in_heading),
        is(one.in_lead),
        one.rarity / 10.0,
        is(length == 2),
        is(length == 3),
        is(length == 4),
        is(length >= 6),
        is(label.is_none() && class == "n"),
        is(label.is_none() && class == "vn"),
        is(label.is_none() && class == "v"),
        is(label.is_none() && class == "ns"),
        is(label.is_none() && class.starts_with('n') && class != "n" && class != "ns"),
        is(joined),
        is(joined && one.count > 1),
        is(joined && one.in_heading),
        is(joined) * count / one.loose.max(1) as f32,
        is(label == Some("TERM")),
        is(label == Some("EVENT")),
        is(label == Some("ORG")),
        is(label == Some("LOC")),
        is(label == Some("WORK")),
        is(seeds[0]),
        is(seeds[1]),
        1.0 - one.before as f32 / all.max(1) as f32,
        one.inside as f32 / count,
        is(longer >= one.count),
        is(label.is_some() && one.in_heading),
        is(seeds[0] && one.in_heading),
        is(seeds[0]) * count.ln(),
    ]
}
