//! LOC: the network's places joined to the longest meaningful name, and names that end in a word for a place.
//!
//! 渭|LOC 滨镇 南营村 → one span; 351国道 + … + 隧道 → one; 新材料产业园 after a place → one with it; `永绥街9号`.

use crate::propose::candidate::{Class, Findings, Span};
use crate::propose::lac::Tag;
use crate::propose::lexicon::Lexicons;
use crate::propose::passage::Passage;
use crate::strings::Message;

/// Tags of the words that a name may hold between its proper part and its last word.
pub(super) fn inner(tag: Tag) -> bool {
    matches!(
        tag,
        Tag::Noun
            | Tag::NominalVerb
            | Tag::ProperNoun
            | Tag::Adjective
            | Tag::Location
            | Tag::Organization
            | Tag::NominalAdjective
            | Tag::Place
            | Tag::Work
            | Tag::Person
    )
}

/// Adds joined and suffixed places.
pub(super) fn find(p: &Passage, lexicons: &Lexicons, found: &mut Findings) {
    let spans: Vec<Span> = p
        .words
        .iter()
        .enumerate()
        .filter(|(_, w)| w.tag == Tag::Location && !lexicons.place_generic.has(p.slice(w.start..w.end)))
        .filter_map(|(n, _)| chain(p, lexicons, n))
        .collect();
    for span in spans {
        let reason = Message::new("reason.place.joined").with("first", first_word(p, &span));
        found.push(span, Class::Loc, 0.86, reason);
    }
    suffixed(p, lexicons, found);
    adjacent(p, found);
    addresses(p, found);
}

fn first_word(p: &Passage, span: &Span) -> String {
    p.word(span.start).map_or_else(String::new, |w| p.text(w.start..w.end.min(span.end)))
}

/// From a place word on: further places, then words up to one that is a word for a place.
fn chain(p: &Passage, lexicons: &Lexicons, n: usize) -> Option<Span> {
    let start = p.words.get(n)?.start;
    let mut at = n + 1;
    let mut best = None;
    while let Some(word) = p.words.get(at).filter(|w| w.end - start <= 22) {
        let text = p.slice(word.start..word.end);
        let suffix = lexicons.place_suffixes.before(&p.chars, word.end);
        let place = word.tag == Tag::Location && !lexicons.place_generic.has(text);
        if place {
            best = Some(word.end);
        } else if inner(word.tag) && word.tag != Tag::Organization && at <= n + 4 {
            // A single character ends a name only as a short word: 后街 yes, 出口处 no.
            if suffix > 1 || suffix == 1 && text.len() <= 2 && text.len() + 1 > suffix {
                best = Some(word.end);
            }
        } else {
            break;
        }
        at += 1;
    }
    best.map(|end| start..end)
}

/// Names before 街道, 镇, 村, 路 … that the network did not see.
fn suffixed(p: &Passage, lexicons: &Lexicons, found: &mut Findings) {
    const STRONG: &[&str] =
        &["街道", "镇", "乡", "村", "社区", "大道", "大桥", "大厦", "公园", "水库", "隧道"];
    for suffix in STRONG {
        let tail: Vec<char> = suffix.chars().collect();
        let places: Vec<usize> = p.places(&tail).collect();
        for at in places {
            let end = at + tail.len();
            let Some(start) = name_start(p, at).filter(|start| at - start <= 4) else { continue };
            let name = p.slice(start..end);
            if !p.boundary(end)
                || lexicons.place_generic.has(name)
                || found.covers(Class::Loc, at)
                || generic(p, start, at)
            {
                continue;
            }
            let framed = p.prev(start).is_none_or(|c| "、，在赴到于和与来往“从对".contains(c));
            let again = p.places(name).count() > 1;
            if framed || again {
                let reason = Message::new("reason.place.suffix").with("suffix", *suffix);
                found.push(start..end, Class::Loc, 0.66, reason);
            }
        }
    }
}

/// The begin of the one word (or two single-character words) before a suffix.
fn name_start(p: &Passage, at: usize) -> Option<usize> {
    let word = p.word(at.checked_sub(1)?)?;
    let whole = word.end == at || word.start < at;
    (whole && at - word.start >= 2 && p.slice(word.start..at).iter().all(|c| crate::text::is_han(*c)))
        .then_some(word.start)
}

/// Words that make no name: 各街道, 美丽乡村, 全镇, 行政村.
fn generic(p: &Passage, start: usize, at: usize) -> bool {
    const COMMON: &[&str] = &[
        "美丽", "行政", "自然", "相关", "有关", "各个", "试点", "示范", "重点", "全体", "辖区", "部分",
        "农业", "特色", "偏远", "和美", "中心", "老旧", "城市", "智慧", "居民", "商业", "住宅", "文明",
        "和谐", "多个", "几个", "我们", "这个", "那个", "附近", "所有", "整个", "同村", "古老", "边远",
        "贫困", "周边", "联合", "乡镇", "景区", "农村",
    ];
    COMMON.contains(&p.text(start..at).as_str())
        || p.word(start).is_some_and(|w| {
            matches!(w.tag, Tag::Numeral | Tag::Pronoun | Tag::Adjective | Tag::Preposition | Tag::Adverb)
        })
}

/// A place right after one that ends in a level joins it: X街道Y社区.
fn adjacent(p: &Passage, found: &mut Findings) {
    let places: Vec<(Span, f32)> = found.of(Class::Loc).map(|c| (c.span.clone(), c.score)).collect();
    for (first, a) in &places {
        let level = p.prev(first.end).is_some_and(|c| "省市区县州镇乡道村".contains(c));
        for (second, b) in places.iter().filter(|(second, _)| second.start == first.end && level) {
            let reason = Message::new("reason.place.joined").with("first", p.text(first.clone()));
            found.push(first.start..second.end, Class::Loc, a.min(*b).max(0.7), reason);
        }
    }
}

/// `人民路12号3号楼二单元`.
fn addresses(p: &Passage, found: &mut Findings) {
    let ends: Vec<(Span, f32)> = found.of(Class::Loc).map(|c| (c.span.clone(), c.score)).collect();
    for (span, score) in ends {
        let mut end = span.end;
        for unit in ["号", "弄", "号楼", "栋", "幢", "单元", "室"] {
            let digits = p
                .chars
                .get(end..)
                .unwrap_or_default()
                .iter()
                .take_while(|c| c.is_ascii_digit() || "一二三四五六七八九十".contains(**c))
                .count();
            if digits > 0 && p.looking_at(end + digits, unit) {
                end += digits + unit.chars().count();
                if unit == "号" && p.looking_at(end, "楼") {
                    end += 1;
                }
            }
        }
        if end > span.end {
            found.push(span.start..end, Class::Loc, score.max(0.85), Message::new("reason.place.address"));
        }
    }
}

/// A hospital, centre or station that something happens at is a place, the same as an actor is a body (2.5).
pub(super) fn sites(p: &Passage, lexicons: &Lexicons, found: &mut Findings) {
    let bodies: Vec<Span> = found.of(Class::Org).map(|c| c.span.clone()).collect();
    for span in bodies {
        if let Some(cue) = site_cue(p, lexicons, found, &span) {
            let reason = Message::new("reason.place.site").with("cue", cue);
            found.push(span, Class::Loc, 0.9, reason);
        }
    }
}

/// What makes a body a place here: the word before it, or a place beside it in a list.
fn site_cue(p: &Passage, lexicons: &Lexicons, found: &Findings, span: &Span) -> Option<String> {
    const BEFORE: &[&str] = &[
        "送往",
        "送到",
        "送至",
        "送入",
        "送进",
        "察看",
        "查看",
        "走进",
        "走访",
        "参观",
        "前往",
        "位于",
        "来到",
        "抵达",
        "地点：",
        "地址：",
        "在",
        "到",
        "赴",
        "转至",
        "了解",
        "途经",
        "考察了",
        "察看了",
        "查看了",
        "走访了",
        "参观了",
    ];
    let name = p.slice(span.clone());
    if lexicons.sites.before(name, name.len()) == 0 {
        return None;
    }
    let cue = BEFORE.iter().find(|cue| p.ends_with(span.start, cue));
    if let Some(cue) = cue {
        // 在X的支持下 and 到X的… may still be actors; a verb of being there follows a place.
        return Some((*cue).to_owned());
    }
    let listed = p.prev(span.start) == Some('、') && found.ending(Class::Loc, span.start - 1).is_some()
        || p.char(span.end) == Some('、') && found.starting(Class::Loc, span.end + 1).is_some();
    listed.then(|| "、".to_owned())
}
