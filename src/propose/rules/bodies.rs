//! ORG: short forms of local bodies (区委, 县法院, 市农业农村局), place + body, names that end in a word for a body, teams,
//! and short names of companies that the same block introduces.

use super::places::inner;
use crate::propose::candidate::{Class, Findings};
use crate::propose::lac::Tag;
use crate::propose::lexicon::Lexicons;
use crate::propose::passage::Passage;
use crate::strings::Message;

/// Characters that stand for a level of government.
pub(crate) const LEVELS: &str = "省市区县州旗镇乡";
/// Characters before a level that make it a common noun: 我县, 全市, 该区.
pub(crate) const COMMON: &str = "我全该本各每同外跨老新主城郊景校园小社片地辖灾山库库牧特专院厂两几多";

/// Adds the bodies of a block.
pub(super) fn find(p: &Passage, lexicons: &Lexicons, found: &mut Findings) {
    for at in 0..p.len() {
        leveled(p, lexicons, at, found);
        known(p, lexicons, at, found);
    }
    for n in 0..p.words.len() {
        suffixed(p, lexicons, n, found);
        teams(p, n, found);
    }
    aliases(p, found);
}

/// 区委, 市人大常委会, 县综合行政执法局; with the place before it where there is one.
fn leveled(p: &Passage, lexicons: &Lexicons, at: usize, found: &mut Findings) {
    let Some(level) = p.char(at).filter(|c| LEVELS.contains(*c)) else { return };
    if p.prev(at).is_some_and(|c| COMMON.contains(c)) {
        return;
    }
    // The level begins a word (县委|) or ends a place (云溪县|委).
    let place = place_before(p, at);
    let bare = p.boundary(at);
    if place.is_none() && !bare {
        return;
    }
    let start = place.unwrap_or(at);
    let short = lexicons.bodies.at(&p.chars, at + 1);
    if short > 0 {
        let end = at + 1 + short;
        let whole = p.boundary(end) || short > 1;
        let common = "镇乡".contains(level) && start == at && short == 1;
        if whole && !common && !longer_word(p, end) {
            let score = if short == 1 { 0.9 } else { 0.93 };
            let reason = Message::new("reason.body.level").with("level", level);
            found.push(start..end, Class::Org, score, reason);
        }
    }
    if let Some(end) = office(p, lexicons, at) {
        let reason = Message::new("reason.body.office").with("level", level).with("tail", tail(p, end));
        found.push(start..end, Class::Org, 0.88, reason);
    }
}

/// 区委会, 区委员, 市政府采购 begin like a body and are none.
fn longer_word(p: &Passage, end: usize) -> bool {
    (p.ends_with(end, "委") && ["员", "托", "派", "会"].iter().any(|next| p.looking_at(end, next)))
        || (p.ends_with(end, "政府")
            && ["采购", "工作报告", "投资", "网站", "债券"].iter().any(|next| p.looking_at(end, next)))
        || p.ends_with(end, "人大") && p.looking_at(end, "代表")
}

fn tail(p: &Passage, end: usize) -> String {
    p.text(end.saturating_sub(1)..end)
}

/// The begin of the place whose level character stands at `at`.
pub(super) fn place_before(p: &Passage, at: usize) -> Option<usize> {
    let word = p.word(at)?;
    if matches!(word.tag, Tag::Location | Tag::Organization | Tag::Noun | Tag::ProperNoun) && word.start < at
    {
        let name =
            (word.tag == Tag::Location || at - word.start >= 2) && !two_bodies(p.slice(word.start..at));
        return name.then_some(word.start);
    }
    let before = p.word_ending(at).filter(|w| w.tag == Tag::Location && w.end - w.start >= 2)?;
    let complete = p.prev(at).is_some_and(|c| "省市区县州镇乡村".contains(c));
    (!complete).then_some(before.start)
}

/// Whether a body's name has ended and another follows: X局和….
fn two_bodies(name: &[char]) -> bool {
    name.windows(2).any(|pair| matches!(pair, [last, '和' | '与'] if "局院委办队会府司".contains(*last)))
}

/// The end of an office's long name that begins with a level: 区|自然资源|分局.
fn office(p: &Passage, lexicons: &Lexicons, at: usize) -> Option<usize> {
    const TAILS: &[&str] = &[
        "局",
        "委",
        "办",
        "委员会",
        "办公室",
        "大队",
        "中队",
        "支队",
        "总队",
        "中心",
        "总站",
        "台",
        "院",
        "馆",
        "协会",
        "联合会",
        "商会",
        "学会",
        "基金会",
        "法院",
        "检察院",
        "医院",
        "中学",
        "小学",
        "幼儿园",
        "学校",
        "大学",
        "学院",
        "党校",
        "公司",
        "集团",
        "银行",
        "部",
        "社",
        "所",
        "总工会",
        "妇联",
        "团委",
        "残联",
        "文联",
        "科协",
        "红十字会",
        "剧团",
        "分局",
        "工商联",
    ];
    let mut n = p.word_index(at);
    let mut best = None;
    while let Some(word) = p.words.get(n) {
        let connective = word.tag == Tag::Conjunction && p.char(word.start) == Some('和');
        if word.end - at > 18
            || !(inner(word.tag) && word.tag != Tag::Person || connective || word.start <= at)
        {
            break;
        }
        if word.tag == Tag::Location && word.start > at {
            break;
        }
        let text = p.slice(at + 1..word.end);
        let tail =
            TAILS.iter().filter(|tail| p.ends_with(word.end, tail)).map(|tail| tail.chars().count()).max();
        let one = !two_bodies(text);
        if one
            && tail.is_some_and(|tail| text.len() > tail)
            && lexicons.title_heads.before(&p.chars, word.end) == 0
        {
            best = Some(word.end);
            if p.ends_with(word.end, "局") || p.ends_with(word.end, "公司") {
                break;
            }
        }
        n += 1;
    }
    best
}

/// Bodies that the whole country knows.
fn known(p: &Passage, lexicons: &Lexicons, at: usize, found: &mut Findings) {
    let length = lexicons.org_known.at(&p.chars, at);
    let end = at + length;
    if length > 0 && p.boundary(at) && (p.boundary(end) || length > 3) {
        let adjective = p.text(at..end) == "中央"
            && ["空调", "厨房", "公园", "电视", "企业", "商务"].iter().any(|next| p.looking_at(end, next));
        if !adjective {
            found.push(at..end, Class::Org, 0.88, Message::new("reason.body.known"));
        }
    }
}

/// A name that ends in a word for a body, back to its proper part.
fn suffixed(p: &Passage, lexicons: &Lexicons, n: usize, found: &mut Findings) {
    let Some(last) = p.words.get(n) else { return };
    let length = lexicons.org_suffixes.before(&p.chars, last.end);
    if length == 0
        || !(inner(last.tag) || last.tag == Tag::Quantifier)
        || length < last.end - last.start && last.tag == Tag::Location
    {
        return;
    }
    let suffix_start = last.end - length;
    let party = ["党委", "党组", "党支部", "党总支", "党工委", "团委", "工会"]
        .iter()
        .any(|body| p.ends_with(last.end, body));
    let common = ["上市公司", "子公司", "母公司", "本公司", "该公司", "龙头企业"]
        .iter()
        .any(|body| p.ends_with(last.end, body));
    if common {
        return;
    }
    if party && lexicons.title_heads.at(&p.chars, last.end) > 0 {
        return;
    }
    let (mut start, mut proper) = (last.start, has_proper(p, lexicons, last.start, suffix_start, last.tag));
    let mut back = n;
    while let Some(word) = back.checked_sub(1).and_then(|b| p.words.get(b)) {
        let after_place = p.word_ending(word.start).is_some_and(|w| w.tag == Tag::Location);
        let verb_inside =
            word.tag == Tag::Verb && word.end - word.start == 2 && back == n && length > 1 && after_place;
        let bracket = matches!(p.char(word.start), Some('（' | '）' | '(' | ')'))
            && length > 3
            && word.end - word.start == 1;
        let number = word.tag == Tag::Numeral && p.char(word.start) == Some('第');
        if last.end - word.start > 26 || !(inner(word.tag) || verb_inside || bracket || number) {
            break;
        }
        if word.tag == Tag::Person && word.end - word.start > 2 {
            break;
        }
        back -= 1;
        if matches!(word.tag, Tag::Location | Tag::Organization | Tag::ProperNoun | Tag::Person) {
            if lexicons.place_generic.has(p.slice(word.start..word.end)) {
                break;
            }
            (start, proper) = (word.start, true);
        } else if proper && start < word.end {
            // Words before the proper part are not of the name.
            break;
        }
    }
    let whole = start < last.start;
    if proper && whole && last.end - start > length + 1 {
        let reason = Message::new("reason.body.suffix").with("tail", p.text(suffix_start..last.end));
        let score = if length >= 3 { 0.86 } else { 0.74 };
        found.push(start..last.end, Class::Org, score, reason);
    }
}

fn has_proper(p: &Passage, lexicons: &Lexicons, start: usize, end: usize, tag: Tag) -> bool {
    start < end
        && matches!(tag, Tag::Organization | Tag::ProperNoun | Tag::Location)
        && !lexicons.place_generic.has(p.slice(start..end))
}

/// 双溪村队: a place or village and 队.
fn teams(p: &Passage, n: usize, found: &mut Findings) {
    let Some(word) = p.words.get(n) else { return };
    for tail in ["村队", "联队", "代表队", "队"] {
        let length = tail.chars().count();
        if !p.ends_with(word.end, tail) || word.end - word.start > length + 4 || p.looking_at(word.end, "伍")
        {
            continue;
        }
        let before = p.word_ending(word.start);
        let place = before.filter(|w| {
            matches!(
                w.tag,
                Tag::Location
                    | Tag::Organization
                    | Tag::Place
                    | Tag::Direction
                    | Tag::ProperNoun
                    | Tag::Person
            )
        });
        let own = word.end - word.start;
        if own <= length
            && let Some(place) = place
        {
            let reason = Message::new("reason.body.team").with("place", p.text(place.start..place.end));
            found.push(place.start..word.end, Class::Org, 0.78, reason);
        } else if own > length
            && let Some(verb) = before.filter(|w| {
                w.end - w.start == 1 && matches!(w.tag, Tag::Direction | Tag::Verb | Tag::Adjective)
            })
            && matches!(word.tag, Tag::Organization | Tag::Person)
            && p.places(p.slice(verb.start..word.end)).count() > 1
        {
            // The network takes the first character of the name for a word of its own.
            let reason = Message::new("reason.body.team").with("place", p.text(verb.start..word.end - 1));
            found.push(verb.start..word.end, Class::Org, 0.88, reason);
        }
        return;
    }
}

/// （以下简称“X”）.
fn aliases(p: &Passage, found: &mut Findings) {
    for cue in ["以下简称", "简称"] {
        let cue_chars: Vec<char> = cue.chars().collect();
        let starts: Vec<usize> = p.places(&cue_chars).map(|at| at + cue_chars.len()).collect();
        for at in starts {
            let from = at + usize::from(p.char(at) == Some('“'));
            let run = p
                .chars
                .get(from..)
                .unwrap_or_default()
                .iter()
                .take_while(|c| crate::text::is_han(**c))
                .count();
            let after_body =
                p.chars.get(..at).is_some_and(|head| head.iter().rev().take(8).any(|c| *c == '（'));
            if (2..=8).contains(&run) && after_body {
                found.push(
                    from..from + run,
                    Class::Org,
                    0.8,
                    Message::new("reason.body.alias").with("cue", cue),
                );
            }
        }
    }
}

/// What is a company's own in its full name: without the region before it and the legal form after it.
/// `省名 + 华辰精密材料 + 股份有限公司` → 华辰精密材料.
pub(super) fn trade_name(lexicons: &Lexicons, full: &[char]) -> Option<Vec<char>> {
    const FORMS: &[&str] =
        &["股份有限公司", "有限责任公司", "集团有限公司", "有限公司", "集团公司", "股份公司"];
    let is_form = |form: &&&str| {
        full.iter().rev().zip(form.chars().rev()).all(|(a, b)| *a == b) && full.len() > form.chars().count()
    };
    let form = FORMS.iter().filter(is_form).map(|form| form.chars().count()).max()?;
    let mut start = lexicons.provinces.at(full, 0);
    if let Some(level) = full.iter().take(8).rposition(|c| "省市区县州".contains(*c)) {
        start = start.max(level + 1);
    }
    let own = full.get(start..full.len() - form)?;
    (own.len() >= 3).then(|| own.to_vec())
}
