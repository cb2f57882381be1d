//! What a Chinese person's name looks like.

use crate::propose::candidate::Span;
use crate::propose::lac::Tag;
use crate::propose::lexicon::Lexicons;
use crate::propose::passage::Passage;
use crate::text::is_han;

/// The length of the surname that begins at a position, 0 for none.
pub(super) fn surname(p: &Passage, lexicons: &Lexicons, at: usize) -> usize {
    lexicons.surnames.at(&p.chars, at).min(2)
}

/// Whether the characters are a surname and one or two more.
pub(super) fn full_name(lexicons: &Lexicons, name: &[char]) -> bool {
    let surname = lexicons.surnames.at(name, 0);
    surname > 0 && (1..=2).contains(&(name.len().saturating_sub(surname))) && name.iter().all(|c| is_han(*c))
}

/// The end of a name that begins where something says that a name begins (a title, `记者`, a list of names).
pub(super) fn name_at(p: &Passage, lexicons: &Lexicons, at: usize) -> Option<usize> {
    if let Some(foreign) = foreign_name(p, at) {
        return Some(foreign.end);
    }
    if lexicons.after_name.at(&p.chars, at) > 1 {
        return None;
    }
    let surname = surname(p, lexicons, at);
    let person = p.word_starting(at).filter(|w| w.tag == Tag::Person);
    if let Some(joined) = other_people(p, lexicons, at) {
        return Some(joined);
    }
    if surname == 0 {
        return person
            .filter(|w| w.end - w.start >= 2 && p.slice(w.start..w.end).iter().all(|c| is_han(*c)))
            .map(|w| w.end);
    }
    if let Some(person) = person.filter(|w| w.end - w.start > surname) {
        return Some(grown(p, lexicons, at, surname, person.end));
    }
    let (short, long) = (at + surname + 1, at + surname + 2);
    if !p.han(short - 1) {
        return None;
    }
    let goes_on = p.han(long - 1)
        && !ends_before(p, lexicons, short)
        && !p
            .word_starting(short)
            .is_some_and(|w| w.end - w.start > 1 && !w.tag.is_entity() && p.boundary(short));
    if goes_on && (p.boundary(long) || !p.boundary(short)) {
        return Some(long);
    }
    Some(short)
}

/// Names of the country's other peoples, of which the network often cuts off the first character: 俄|木木果, 镇长尔|古拉哈.
fn other_people(p: &Passage, lexicons: &Lexicons, at: usize) -> Option<usize> {
    let word = p.word(at)?;
    let cut = word.end == at + 1
        && (word.start == at && word.tag != Tag::Verb || word.start < at && word.tag == Tag::Person);
    let rest = p.word_starting(at + 1).filter(|w| cut && w.tag == Tag::Person)?;
    let name = p.slice(rest.start..rest.end);
    (name.len() >= 3 && name.iter().all(|c| is_han(*c)) && !full_name(lexicons, name)
        || name.len() == 2 && surname(p, lexicons, at) == 1)
        .then_some(rest.end)
}

/// The network often cuts a name of three characters after the second: 仝卫|东|按下.
fn grown(p: &Passage, lexicons: &Lexicons, at: usize, surname: usize, end: usize) -> usize {
    let two = end - at == surname + 1;
    let single = p.word_starting(end).is_some_and(|w| {
        w.end - w.start == 1
            && matches!(
                w.tag,
                Tag::Noun | Tag::Adjective | Tag::AdverbialAdjective | Tag::Direction | Tag::Person
            )
    });
    if two && single && p.han(end) && !ends_before(p, lexicons, end) { end + 1 } else { end }
}

/// Whether what stands at `at` is a word that follows a name.
fn ends_before(p: &Passage, lexicons: &Lexicons, at: usize) -> bool {
    lexicons.after_name.at(&p.chars, at) > 0
}

/// A name of parts joined by `·`, at whose first character `at` stands.
pub(super) fn foreign_name(p: &Passage, at: usize) -> Option<Span> {
    // The name begins with the word that the first dot follows.
    let run = p.chars.get(at..).unwrap_or_default().iter().take_while(|c| is_han(**c)).count();
    if p.char(at + run) == Some('·') && run > 0 && p.word(at + run - 1).is_some_and(|w| w.start > at) {
        return None;
    }
    let part = |from: usize| {
        from + p.chars.get(from..).unwrap_or_default().iter().take_while(|c| is_han(**c)).count()
    };
    let mut dot = part(at);
    if dot == at || dot - at > 8 || p.char(dot) != Some('·') {
        return None;
    }
    let mut end = dot;
    while p.char(dot) == Some('·') {
        let run = part(dot + 1);
        if run == dot + 1 {
            break;
        }
        if p.char(run) == Some('·') {
            (dot, end) = (run, run);
            continue;
        }
        // The last part ends where the network ends its word.
        let word = p.word(dot + 1).map_or(run, |w| w.end);
        end = word.clamp(dot + 2, run.max(dot + 2));
        break;
    }
    (end > dot).then_some(at..end)
}
