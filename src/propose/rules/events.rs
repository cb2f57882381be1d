//! EVENT: conservative patterns: a counted or dated name that ends in a word for an event (第九届…节, 2024年…联赛),
//! a named ceremony, national meetings, typhoons.

use crate::propose::candidate::{Class, Findings};
use crate::propose::lac::Tag;
use crate::propose::lexicon::Lexicons;
use crate::propose::passage::{CLOSERS, OPENERS, Passage};
use crate::strings::Message;
use crate::text::is_han;

/// The longest name that is looked for, in characters.
const LONGEST: usize = 42;

/// Adds the events of a block.
pub(super) fn find(p: &Passage, lexicons: &Lexicons, found: &mut Findings) {
    for at in 0..p.len() {
        let known = lexicons.event_known.at(&p.chars, at);
        if known > 0 && p.boundary(at) {
            found.push(at..at + known, Class::Event, 0.86, Message::new("reason.event.known"));
        }
        if let Some(counted) = counted(p, at) {
            extent(p, lexicons, at, counted, ("reason.event.counted", 0.88), found);
        } else if let Some(year) = dated(p, at) {
            extent(p, lexicons, at, year, ("reason.event.dated", 0.84), found);
        }
        typhoon(p, at, found);
        council(p, at, found);
    }
    ceremonies(p, lexicons, found);
    cups(p, lexicons, found);
}

/// 第九届, 第39届, 第25个: the position after.
fn counted(p: &Passage, at: usize) -> Option<usize> {
    let start = at + usize::from(p.char(at) == Some('第'));
    if p.prev(at) == Some('第') {
        return None;
    }
    let run = p
        .chars
        .get(start..)?
        .iter()
        .take_while(|c| c.is_ascii_digit() || "一二三四五六七八九十百首".contains(**c))
        .count();
    let unit = p.char(start + run)?;
    let first = p.char(start) == Some('首');
    let ordinal = start > at && "届个次".contains(unit) || first && unit == '届';
    (run > 0 && ordinal).then_some(start + run + 1)
}

/// `2024年云溪县“…”联赛`, `2025半程马拉松`: a year and a name.
fn dated(p: &Passage, at: usize) -> Option<usize> {
    if p.prev(at).is_some_and(|c| c.is_ascii_digit()) {
        return None;
    }
    let digits = p.chars.get(at..)?.iter().take_while(|c| c.is_ascii_digit()).count();
    let after = at + 4 + usize::from(p.char(at + 4) == Some('年'));
    (digits == 4 && p.char(at) == Some('2') && p.char(after).is_some_and(|c| is_han(c) || c == '“'))
        .then_some(after)
}

/// Adds the longest name from `start` that ends in a word for an event before the sentence goes on.
fn extent(
    p: &Passage,
    lexicons: &Lexicons,
    start: usize,
    from: usize,
    why: (&'static str, f32),
    found: &mut Findings,
) {
    let (key, score) = why;
    let mut best = None;
    let mut at = from;
    let mut quoted = false;
    while at < p.len() && at < start + LONGEST {
        let Some(c) = p.char(at) else { break };
        match c {
            '“' => quoted = true,
            '”' if quoted => {
                quoted = false;
                let suffix = lexicons.event_suffixes.before(&p.chars, at);
                if suffix > 0 && key == "reason.event.counted" {
                    best = Some((at + 1, suffix + 1));
                }
            }
            '，' | '。' | '；' | '：' | '、' | '！' | '？' | '《' | ' ' | '”' if !quoted => break,
            _ => {}
        }
        if !quoted {
            if let Some(word) = p.word_starting(at) {
                let stop = matches!(word.tag, Tag::Preposition | Tag::Adverb | Tag::Pronoun | Tag::Particle)
                    || word.tag == Tag::Conjunction && p.char(at) != Some('和') && p.char(at) != Some('与')
                    || word.tag == Tag::Verb && STOPS.iter().any(|stop| p.looking_at(at, stop))
                    || word.tag == Tag::Time
                    || word.tag == Tag::Numeral && best.is_some();
                if stop {
                    break;
                }
            }
            let end = at + 1;
            let suffix = lexicons.event_suffixes.before(&p.chars, end);
            if suffix > 0 && end - from > suffix && (p.boundary(end) || suffix > 1) {
                best = Some((end, suffix));
            }
        }
        at += 1;
    }
    if let Some((end, suffix)) = best {
        let reason = Message::new(key).with("tail", p.text(end - suffix..end));
        let named = end - from > suffix + 1;
        found.push(start..end, Class::Event, if named { score } else { 0.5 }, reason);
    }
}

/// Verbs after the name of an event.
const STOPS: &[&str] = &[
    "举行", "举办", "开幕", "闭幕", "落幕", "启动", "召开", "鸣枪", "开跑", "打响", "收官", "将", "亮相",
    "获", "来", "是", "有", "在", "即将", "到来", "拉开", "开赛", "开展", "走进", "圆满", "结束", "期间",
    "开始",
];

/// 台风“X”.
fn typhoon(p: &Passage, at: usize, found: &mut Findings) {
    if !p.looking_at(at, "台风“") {
        return;
    }
    if let Some(close) = (at + 4..(at + 9).min(p.len())).find(|i| p.char(*i) == Some('”')) {
        found.push(at..close + 1, Class::Event, 0.93, Message::new("reason.event.typhoon"));
    }
}

/// 区委常委会（扩大）会议, 县政府常务会议, 县委全会: meetings of a named body.
fn council(p: &Passage, at: usize, found: &mut Findings) {
    const MEETINGS: &[&str] = &[
        "常委会（扩大）会议",
        "常委会会议",
        "常委会扩大会议",
        "常委（扩大）会议",
        "常务会议",
        "全体（扩大）会议",
        "全体会议",
        "全会",
        "理论学习中心组",
        "经济工作会议",
        "农村工作会议",
    ];
    let Some(meeting) = MEETINGS.iter().find(|meeting| p.looking_at(at, meeting)) else { return };
    let body = found.ending(Class::Org, at).map(|c| c.span.start);
    let start = body.unwrap_or(at);
    let bracket = meeting.contains('（');
    if body.is_some() || bracket {
        let end = at + meeting.chars().count();
        let reason = Message::new("reason.event.meeting").with("tail", *meeting);
        found.push(start..end, Class::Event, 0.72, reason);
    }
}

/// Ceremonies and meetings that hold a name: X与Y…签约仪式.
fn ceremonies(p: &Passage, lexicons: &Lexicons, found: &mut Findings) {
    const TAILS: &[&str] = &[
        "签约仪式",
        "启动仪式",
        "开工仪式",
        "揭牌仪式",
        "颁奖仪式",
        "开学典礼",
        "毕业典礼",
        "讲评会",
        "推介会",
        "发布会",
        "表彰大会",
        "推进会",
        "动员会",
        "动员大会",
        "现场会",
        "招聘会",
        "音乐会",
        "音乐节",
        "博览会",
        "交易会",
        "论坛",
        "峰会",
        "文化节",
        "艺术节",
        "旅游节",
        "运动会",
        "锦标赛",
        "邀请赛",
        "路演活动",
        "联欢晚会",
        "宣传周",
        "宣传月",
        "推介活动",
        "采摘节",
        "美食节",
        "灯会",
        "庙会",
        "马拉松",
        "工作会议",
        "展销会",
        "联赛",
        "大赛",
        "挑战赛",
        "公开赛",
        "知识竞赛",
    ];
    let names: Vec<usize> = found
        .0
        .iter()
        .filter(|c| matches!(c.class, Class::Loc | Class::Org) && c.score > 0.55)
        .map(|c| c.span.start)
        .collect();
    let _ = lexicons;
    for tail in TAILS {
        let chars: Vec<char> = tail.chars().collect();
        let places: Vec<usize> = p.places(&chars).collect();
        for at in places {
            let end = at + chars.len();
            let clause = clause_start(p, at);
            let start = names.iter().copied().filter(|s| (clause..at).contains(s)).min();
            let Some(start) = start.filter(|s| at - s <= 32 && connected(p, *s, at)) else { continue };
            if p.boundary(end) && at > start {
                let reason = Message::new("reason.event.ceremony").with("tail", *tail);
                found.push(start..end, Class::Event, 0.76, reason);
            }
        }
    }
}

/// `“X杯”…赛`: the name begins with a quoted sponsor or theme.
fn cups(p: &Passage, lexicons: &Lexicons, found: &mut Findings) {
    for quote in p.pairs('“', '”') {
        let after = quote.end + 1;
        let cup = p.prev(quote.end) == Some('杯');
        if !p.han(after) && !p.char(after).is_some_and(|c| c.is_ascii_digit()) {
            continue;
        }
        if cup {
            extent(p, lexicons, quote.start - 1, after, ("reason.event.cup", 0.9), found);
        }
    }
}

fn clause_start(p: &Passage, at: usize) -> usize {
    p.slice(0..at).iter().rposition(|c| "，。；：、！？\n ".contains(*c)).map_or(0, |n| n + 1)
}

/// Whether nothing between a name and the ceremony's word breaks the noun phrase.
fn connected(p: &Passage, start: usize, end: usize) -> bool {
    let inside = p.slice(start..end);
    if inside.iter().any(|c| CLOSERS.contains(c) || OPENERS.contains(c)) && !inside.contains(&'“') {
        return false;
    }
    p.words.iter().filter(|w| w.start >= start && w.end <= end).all(|w| {
        let clear =
            !matches!(w.tag, Tag::Adverb | Tag::Pronoun | Tag::Particle | Tag::Preposition | Tag::Time);
        let joins = w.tag == Tag::Preposition && p.char(w.start) == Some('与');
        let verb = w.tag == Tag::Verb
            && (STOPS.iter().any(|stop| p.looking_at(w.start, stop)) || w.end - w.start == 1);
        (clear || joins) && !verb
    })
}
