//! PER: names in bylines, names after titles, 楼某贵 and 王女士, names of parts joined by ·.

use super::names;
use crate::issue::Role;
use crate::propose::candidate::{Class, Findings, Span};
use crate::propose::lac::Tag;
use crate::propose::lexicon::Lexicons;
use crate::propose::passage::Passage;
use crate::strings::Message;
use crate::text::is_han;

/// Adds the people of a block.
pub(super) fn find(p: &Passage, lexicons: &Lexicons, found: &mut Findings) {
    after_titles(p, lexicons, found);
    bylines(p, lexicons, found);
    photographers(p, lexicons, found);
    for at in 0..p.len() {
        some(p, lexicons, at, found);
        polite(p, lexicons, at, found);
        if p.boundary(at)
            && let Some(span) = names::foreign_name(p, at)
        {
            found.push(span, Class::Per, 0.93, Message::new("reason.person.foreign"));
        }
    }
    listed(p, lexicons, found);
}

fn after_titles(p: &Passage, lexicons: &Lexicons, found: &mut Findings) {
    let titles: Vec<(Span, f32)> = found.of(Class::Title).map(|c| (c.span.clone(), c.score)).collect();
    for (title, score) in titles {
        let at = title.end + usize::from(p.char(title.end) == Some(' '));
        let Some(end) = names::name_at(p, lexicons, at).filter(|_| score > 0.85) else { continue };
        let verb = p.word_starting(at).is_some_and(|w| {
            !w.tag.is_entity()
                && w.end - w.start >= 2
                && w.end >= end
                && matches!(w.tag, Tag::Verb | Tag::NominalVerb | Tag::Adverb)
        });
        let single = p.word_starting(at).is_some_and(|w| {
            matches!(w.tag, Tag::Preposition | Tag::Conjunction | Tag::Particle) && w.end - w.start == 1
        });
        let known = p.tag(at) == Some(Tag::Person);
        if !known && (verb || single || !p.boundary(at)) {
            continue;
        }
        let reason = Message::new("reason.person.after_title").with("title", p.text(title.clone()));
        found.push(at..end, Class::Per, if known { 0.96 } else { 0.84 }, reason);
    }
}

/// Where a byline stands: the block's role, or brackets that begin with a reporter.
fn byline_spans(p: &Passage) -> Vec<Span> {
    if p.role == Role::Byline {
        return vec![0..p.len()];
    }
    let mut spans: Vec<Span> = p.pairs('（', '）');
    spans.extend(p.pairs('(', ')'));
    let cue = |span: &Span| {
        let here = p.text(span.clone());
        ["记者", "通讯员"].iter().any(|cue| here.contains(cue)) && here.chars().count() < 60
    };
    spans.retain(cue);
    spans
}

fn bylines(p: &Passage, lexicons: &Lexicons, found: &mut Findings) {
    const CUES: &[&str] = &[
        "记者",
        "通讯员",
        "读者",
        "实习生",
        "作者",
        "整理",
        "摄影",
        "文",
        "图",
        "摄",
        "供稿",
        "报道",
        "特约",
    ];
    for span in byline_spans(p) {
        let mut at = span.start;
        while at < span.end {
            let run = p.slice(at..span.end).iter().take_while(|c| is_han(**c) || **c == '·').count();
            if run == 0 {
                at += 1;
                continue;
            }
            let mut name = at..at + run;
            // A name of two characters is often spaced out to the width of three.
            if run == 1
                && p.char(at + 1) == Some(' ')
                && p.han(at + 2)
                && !p.han(at + 3)
                && at + 3 <= span.end
            {
                if names::surname(p, lexicons, at) == 1 {
                    found.push(at..at + 3, Class::Per, 0.9, Message::new("reason.person.byline"));
                }
                at += 3;
                continue;
            }
            for cue in ["本报记者", "见习记者", "记者", "通讯员", "读者", "作者", "摄影", "整理"]
            {
                if p.looking_at(name.start, cue) {
                    name.start += cue.chars().count();
                    break;
                }
            }
            let word = p.text(name.clone());
            let plain = name.len() < 2
                || name.len() > 4 && !word.contains('·')
                || CUES.iter().any(|cue| word.ends_with(cue))
                || word.contains("提供")
                || word.contains("本报");
            at += run;
            if plain {
                continue;
            }
            if pen_name(p, &name) {
                found.push(name, Class::Org, 0.8, Message::new("reason.body.pen_name"));
            } else if names::full_name(lexicons, p.slice(name.clone())) || word.contains('·') {
                found.push(name, Class::Per, 0.97, Message::new("reason.person.byline"));
            } else if name.len() <= 3 {
                found.push(name, Class::Per, 0.8, Message::new("reason.person.byline"));
            }
        }
    }
}

/// 云法宣, 江税宣: a place, a trade, and 宣 (publicity).
fn pen_name(p: &Passage, name: &Span) -> bool {
    name.len() == 3
        && p.prev(name.end).is_some_and(|c| "宣萱轩".contains(c))
        && p.prev(name.end - 1)
            .is_some_and(|c| "法检公教卫纪组统政农水交城税消环文妇团司应人融信安工电".contains(c))
}

/// `吴可馨 摄`, `图/吴可馨`.
fn photographers(p: &Passage, lexicons: &Lexicons, found: &mut Findings) {
    for at in p.chars.iter().enumerate().filter(|(_, c)| **c == '摄').map(|(at, _)| at) {
        let end = at - usize::from(p.prev(at) == Some(' ')).min(at);
        let last = p.char(at + 1).is_none_or(|c| !is_han(c));
        let run = p.slice(0..end).iter().rev().take_while(|c| is_han(**c)).count();
        let start = end - run;
        if last && (2..=4).contains(&run) && names::full_name(lexicons, p.slice(start..end)) {
            found.push(start..end, Class::Per, 0.96, Message::new("reason.person.photo"));
        }
    }
}

/// 楼某贵, 王某, 陈某某.
fn some(p: &Passage, lexicons: &Lexicons, at: usize, found: &mut Findings) {
    let surname = names::surname(p, lexicons, at);
    if surname == 0 || p.char(at + surname) != Some('某') {
        return;
    }
    let mut end = at + surname + 1;
    if p.char(end) == Some('某') {
        end += 1;
    } else if p.han(end) && lexicons.after_name.at(&p.chars, end) == 0 {
        let longer = p.slice(at..end + 1);
        let by_network = p.word_starting(at).is_some_and(|w| w.tag == Tag::Person && w.end == end + 1);
        let cut_off = p.word_starting(end).is_none_or(|w| w.end == end + 1);
        if by_network || cut_off && p.boundary(end + 1) && (p.places(longer).count() > 1 || !p.boundary(end))
        {
            end += 1;
        }
    }
    found.push(at..end, Class::Per, 0.94, Message::new("reason.person.some"));
}

/// 王女士, 李经理: the surname cannot stand alone, so all of it is the name.
fn polite(p: &Passage, lexicons: &Lexicons, at: usize, found: &mut Findings) {
    let surname = names::surname(p, lexicons, at);
    if surname == 0 || !p.boundary(at) && p.prev(at) != Some('向') {
        return;
    }
    let form = lexicons.polite.at(&p.chars, at + surname);
    let end = at + surname + form;
    let whole = p.boundary(end);
    // 高老师 may be a common word's begin: 周老师 yes, 于老师 no; the network's preposition decides.
    let function = p.word_starting(at).is_some_and(|w| {
        w.end - w.start == surname
            && matches!(
                w.tag,
                Tag::Preposition
                    | Tag::Conjunction
                    | Tag::Verb
                    | Tag::Numeral
                    | Tag::Adjective
                    | Tag::Adverb
                    | Tag::Particle
                    | Tag::Quantifier
            )
    });
    let full = p.word_ending(at).is_some_and(|w| w.tag == Tag::Person);
    if form > 0 && whole && !function && !full && !p.han_name_before(lexicons, at) {
        found.push(
            at..end,
            Class::Per,
            0.83,
            Message::new("reason.person.polite").with("form", p.text(at + surname..end)),
        );
    }
}

impl Passage {
    /// Whether the character before is a surname that together with this one begins a name: 司机|强|军师傅.
    fn han_name_before(&self, lexicons: &Lexicons, at: usize) -> bool {
        self.word_ending(at).is_some_and(|w| {
            w.end - w.start == 1
                && lexicons.surnames.at(&self.chars, w.start) > 0
                && !matches!(
                    w.tag,
                    Tag::Particle | Tag::Preposition | Tag::Verb | Tag::Conjunction | Tag::Punctuation
                )
        })
    }
}

/// Names between names: A、B、C等.
fn listed(p: &Passage, lexicons: &Lexicons, found: &mut Findings) {
    let mut ends: Vec<usize> = found.of(Class::Per).filter(|c| c.score > 0.7).map(|c| c.span.end).collect();
    ends.sort_unstable();
    let mut n = 0;
    while let Some(end) = ends.get(n).copied() {
        n += 1;
        if p.char(end) != Some('、') || found.starting(Class::Per, end + 1).is_some_and(|c| c.score > 0.7) {
            continue;
        }
        let run = p
            .chars
            .get(end + 1..)
            .unwrap_or_default()
            .iter()
            .take_while(|c| is_han(**c) && **c != '等')
            .count();
        let name = end + 1..end + 1 + run;
        if (2..=4).contains(&run) && names::full_name(lexicons, p.slice(name.clone())) {
            let reason = Message::new("reason.person.listed");
            ends.push(name.end);
            found.push(name, Class::Per, 0.8, reason);
        }
    }
}
