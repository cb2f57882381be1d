//! TERM: policies known to the whole country, quoted short phrases with a cue before or after them, numbered hotlines,
//! named projects and product models.

use crate::propose::candidate::{Class, Findings, Span};
use crate::propose::lac::Tag;
use crate::propose::lexicon::Lexicons;
use crate::propose::passage::Passage;
use crate::strings::Message;
use crate::text::is_han;

/// Adds the terms of a block.
pub(super) fn find(p: &Passage, lexicons: &Lexicons, found: &mut Findings) {
    for at in 0..p.len() {
        let known = lexicons.terms.at(&p.chars, at);
        if known > 0 {
            found.push(at..at + known, Class::Term, 0.88, Message::new("reason.term.known"));
        }
        hotline(p, at, found);
        model(p, at, found);
        version(p, at, found);
    }
    for quote in p.pairs('“', '”') {
        quoted(p, lexicons, quote, found);
    }
    series(p, found);
    projects(p, found);
    honours(p, found);
}

/// One pair of quotes is one term where a cue says that it names something.
fn quoted(p: &Passage, lexicons: &Lexicons, quote: Span, found: &mut Findings) {
    let text = p.slice(quote.clone());
    let listing = text.iter().filter(|c| **c == '、' || **c == '，').count();
    let longest = if listing > 0 { 26 } else { 13 };
    let speech =
        text.iter().any(|c| "。！？：；…".contains(*c)) || p.prev(quote.start - 1).is_some_and(|c| c == '：');
    if text.len() < 2
        || text.len() > longest
        || speech
        || lexicons.irony.has(text)
        || !text.iter().any(|c| is_han(*c) || c.is_ascii_alphanumeric())
    {
        return;
    }
    let of = usize::from(p.char(quote.end + 1) == Some('的') || p.char(quote.end + 1) == Some('号'));
    let after = match lexicons.term_after.at(&p.chars, quote.end + 1) {
        0 if of == 1 && OF.iter().any(|noun| p.looking_at(quote.end + 2, noun)) => 3,
        after => after,
    };
    let before = lexicons.term_before.before(&p.chars, quote.start - 1);
    let within = ["行动", "工程", "计划", "平台", "机制", "模式", "品牌", "工作法"]
        .iter()
        .any(|tail| p.ends_with(quote.end, tail));
    let (score, reason) = if after > 0 {
        (
            0.84,
            Message::new("reason.term.quoted_before")
                .with("cue", p.text(quote.end + 1..quote.end + 1 + after)),
        )
    } else if within {
        (0.84, Message::new("reason.term.quoted_name"))
    } else if before > 0 {
        (
            0.72,
            Message::new("reason.term.quoted_after")
                .with("cue", p.text(quote.start - 1 - before..quote.start - 1)),
        )
    } else {
        return;
    };
    found.push(quote, Class::Term, score, reason);
}

/// Nouns that a quoted phrase with 的 names: “X”的使命.
const OF: &[&str] =
    &["品牌", "使命", "目标", "理念", "机制", "称号", "美誉", "精神", "模式", "做法", "要求", "愿景"];

/// Three or more short quoted phrases of one length in a row: a series of slogans.
fn series(p: &Passage, found: &mut Findings) {
    let quotes = p.pairs('“', '”');
    let near = |a: &Span, b: &Span| {
        b.len() == a.len()
            && b.start - a.end <= 12
            && !p.slice(a.end..b.start).iter().any(|c| "。；！？".contains(*c))
    };
    for run in quotes.chunk_by(near).filter(|run| run.len() >= 3) {
        for quote in run.iter().filter(|quote| (3..=6).contains(&quote.len())) {
            found.push(
                quote.clone(),
                Class::Term,
                0.64,
                Message::new("reason.term.series").with("count", run.len()),
            );
        }
    }
}

/// 城市体征3.0: nouns and a version number.
fn version(p: &Passage, at: usize, found: &mut Findings) {
    let shaped = p.char(at).is_some_and(|c| c.is_ascii_digit()) && p.looking_at(at + 1, ".0");
    let ends = !p.char(at + 3).is_some_and(|c| c.is_ascii_digit() || "分%％亿万元米公个级吨倍".contains(c));
    let noun =
        |w: &&crate::propose::lac::Word| matches!(w.tag, Tag::Noun | Tag::ProperNoun | Tag::NominalVerb);
    if !shaped || !ends {
        return;
    }
    let Some(first) = p.word_ending(at).filter(noun) else { return };
    let start =
        p.word_ending(first.start).filter(|w| noun(w) && at - w.start <= 6).map_or(first.start, |w| w.start);
    found.push(start..at + 3, Class::Term, 0.74, Message::new("reason.term.version"));
}

/// 12345…热线, 全国12315平台.
fn hotline(p: &Passage, at: usize, found: &mut Findings) {
    let digits = p.chars.get(at..).unwrap_or_default().iter().take_while(|c| c.is_ascii_digit()).count();
    if !(3..=6).contains(&digits) || p.prev(at).is_some_and(|c| c.is_ascii_digit() || c == '-') {
        return;
    }
    let after = at + digits;
    let run = p.chars.get(after..).unwrap_or_default().iter().take(14).take_while(|c| is_han(**c)).count();
    let end = (after + 2..=after + run).find(|end| p.ends_with(*end, "热线") || p.ends_with(*end, "平台"));
    if let Some(end) = end {
        let start = if p.ends_with(at, "全国") { at - 2 } else { at };
        found.push(start..end, Class::Term, 0.9, Message::new("reason.term.hotline"));
    }
}

/// HY-T800: letters, a hyphen, letters or digits.
fn model(p: &Passage, at: usize, found: &mut Findings) {
    if p.prev(at).is_some_and(|c| c.is_ascii_alphanumeric() || "-@./".contains(c))
        || !p.char(at).is_some_and(|c| c.is_ascii_uppercase())
    {
        return;
    }
    let run = p
        .chars
        .get(at..)
        .unwrap_or_default()
        .iter()
        .take_while(|c| c.is_ascii_alphanumeric() || **c == '-')
        .count();
    let text = p.slice(at..at + run);
    let shaped = text.contains(&'-') && text.iter().any(char::is_ascii_digit) && run >= 4;
    if shaped {
        found.push(at..at + run, Class::Term, 0.66, Message::new("reason.term.model"));
    }
}

/// A place and …工程 / …平台: a named project.
fn projects(p: &Passage, found: &mut Findings) {
    for tail in ["工程", "平台", "责任制", "学习教育", "专项行动", "三年行动", "示范项目", "行动计划"]
    {
        let chars: Vec<char> = tail.chars().collect();
        let places: Vec<usize> = p.places(&chars).collect();
        for at in places {
            let end = at + chars.len();
            let start = p
                .words
                .iter()
                .filter(|w| w.end <= at && at - w.start <= 16 && w.tag == Tag::Location)
                .map(|w| w.start)
                .min_by_key(|s| at - s);
            let Some(start) = start else { continue };
            let plain = p
                .words
                .iter()
                .filter(|w| w.start >= start && w.end <= at)
                .all(|w| super::places::inner(w.tag));
            let words = p.words.iter().filter(|w| w.start >= start && w.end <= at).count();
            if plain && words >= 2 && p.boundary(end) {
                found.push(
                    start..end,
                    Class::Term,
                    0.62,
                    Message::new("reason.term.project").with("tail", tail),
                );
            }
        }
    }
}

/// 荣获“X”称号 is covered by the cues; here 获评“X”、“Y” lists share their cue.
fn honours(p: &Passage, found: &mut Findings) {
    let quotes = p.pairs('“', '”');
    for pair in quotes.windows(2) {
        let [first, second] = pair else { continue };
        let joined = second.start == first.end + 2
            || second.start == first.end + 3 && p.char(first.end + 1).is_some_and(|c| "、和与".contains(c));
        let known = |span: &Span, found: &Findings| found.of(Class::Term).any(|c| c.span == *span);
        if joined && known(first, found) != known(second, found) {
            let other = if known(first, found) { second } else { first };
            if other.len() <= 12 {
                found.push(other.clone(), Class::Term, 0.66, Message::new("reason.term.listed"));
            }
        }
    }
}
