//! TITLE: heads (书记, 局长) with what they are composed of (区委, 副, 党组, 外贸部), and occupations that count only when a
//! name is glued to them (记者, 法官, 司机).

use super::{bodies, names};
use crate::propose::candidate::{Class, Findings};
use crate::propose::lac::Tag;
use crate::propose::lexicon::Lexicons;
use crate::propose::passage::Passage;
use crate::strings::Message;

/// Adds the titles of a block.
pub(super) fn find(p: &Passage, lexicons: &Lexicons, found: &mut Findings) {
    let mut at = 0;
    while at < p.len() {
        let head = lexicons.title_heads.at(&p.chars, at);
        if head > 0 && is_title(p, lexicons, at, at + head) {
            let start = composed(p, lexicons, at);
            let end = at + head;
            // The network may draw the head's first character to the body: 逸夫小学校|长.
            if let Some(body) =
                p.word(start).filter(|w| w.tag == Tag::Organization && w.start + 2 < start && w.end > start)
            {
                found.push(body.start..start, Class::Org, 0.88, Message::new("reason.body.before_title"));
            }
            let (key, score) = standing(p, lexicons, found, start, end);
            found.push(start..end, Class::Title, score, Message::new(key));
            at = end;
            continue;
        }
        let job = lexicons.occupations.at(&p.chars, at).max(trade(p, at));
        if job > 0 && occupation(p, lexicons, at, at + job, found) {
            at += job;
            continue;
        }
        at += 1;
    }
}

/// The length of a noun at `at` that ends like the name of a trade: 送餐员, 修表匠.
fn trade(p: &Passage, at: usize) -> usize {
    const COMMON: &[&str] = &[
        "学员",
        "队员",
        "社员",
        "党员",
        "成员",
        "会员",
        "团员",
        "委员",
        "球员",
        "组员",
        "人员",
        "官员",
        "职员",
        "雇员",
        "选手",
        "员工",
        "职工",
        "民工",
        "农民工",
        "大家",
        "国家",
        "人家",
        "专家",
        "对手",
        "双手",
        "凶手",
        "老师",
        "家长",
        "队长",
        "新手",
        "高手",
        "助手",
        "少先队员",
        "共青团员",
        "老党员",
        "全家",
        "卖家",
        "买家",
        "厂家",
        "商家",
        "行家",
        "老人家",
        "农家",
        "演职员",
        "参赛队员",
        "工作人员",
        "伤员",
        "家庭成员",
        "运动员",
        "男员工",
        "女员工",
        "老手",
    ];
    let Some(word) =
        p.word_starting(at).filter(|w| w.tag == Tag::Noun && (2..=5).contains(&(w.end - w.start)))
    else {
        return 0;
    };
    let shaped = p.prev(word.end).is_some_and(|c| "员师匠医警官家手长工".contains(c));
    let text = p.text(word.start..word.end);
    let person = p.tag(word.end) == Some(Tag::Person);
    if shaped && person && !COMMON.contains(&text.as_str()) { word.end - word.start } else { 0 }
}

/// Whether a head is one here: not the begin of another word (书记员, 主任会议, 局长信箱).
fn is_title(p: &Passage, lexicons: &Lexicons, start: usize, end: usize) -> bool {
    const NOT_BEFORE: &[&str] = &[
        "们",
        "级",
        "制",
        "会议",
        "信箱",
        "热线",
        "质量奖",
        "办公",
        "联席",
        "接待",
        "责任",
        "任期",
        "负责",
        "团",
        "杯",
        "班",
        "一职",
        "助手",
        "竞选",
        "家访",
        "人选",
    ];
    let cut_word = p.word(start).is_some_and(|w| w.start < start && w.tag == Tag::Person && w.end < end);
    let plural = NOT_BEFORE.iter().any(|next| p.looking_at(end, next));
    let counted = p.prev(start).is_some_and(|c| "各名位任".contains(c)) && !p.ends_with(start, "主任");
    let in_work = p.prev(start) == Some('《');
    // The character before may belong to the same word: 市|长 inside 成长, 会长|大.
    let growth =
        p.word(end.saturating_sub(1)).is_some_and(|w| w.start > start && w.end > end && !w.tag.is_entity());
    let _ = lexicons;
    !(cut_word || plural || counted || in_work || growth)
}

/// The begin of the title that ends in the head at `head`.
fn composed(p: &Passage, lexicons: &Lexicons, head: usize) -> usize {
    let mut start = head;
    loop {
        let part = lexicons.title_parts.before(&p.chars, start);
        if part > 0 {
            start -= part;
            let level = p.prev(start).filter(|c| bodies::LEVELS.contains(*c));
            let governing = ["委", "人大", "政协", "政府", "纪委", "纪委监委", "人大常委会", "常委会"]
                .iter()
                .any(|body| p.looking_at(start, body));
            if governing
                && let Some(level) = level
                && !p.prev(start - 1).is_some_and(|c| "我全该".contains(c))
            {
                start -= 1;
                if "省市区县州旗".contains(level)
                    && let Some(place) = bodies::place_before(p, start)
                {
                    start = place;
                }
            }
            continue;
        }
        if let Some(department) = department(p, start) {
            start = department;
            continue;
        }
        return start;
    }
}

/// 外贸部|经理, 政治处|副主任, 焊接车间|主任: the department goes with the title.
fn department(p: &Passage, start: usize) -> Option<usize> {
    let word = p.word_ending(start)?;
    let small = ["部", "处", "科", "车间", "办公室", "股", "支部", "工作室", "项目部"]
        .iter()
        .any(|tail| p.ends_with(start, tail));
    let plain = matches!(word.tag, Tag::Noun | Tag::NominalVerb) && word.end - word.start <= 6;
    if !small || !plain || word.end - word.start < 2 && word.start == 0 {
        return None;
    }
    if word.end - word.start >= 3 {
        return Some(word.start);
    }
    let more = p
        .word_ending(word.start)
        .filter(|w| matches!(w.tag, Tag::Noun | Tag::NominalVerb) && w.end - w.start <= 4)?;
    Some(more.start)
}

/// Why the title counts and how surely.
fn standing(
    p: &Passage,
    lexicons: &Lexicons,
    found: &Findings,
    start: usize,
    end: usize,
) -> (&'static str, f32) {
    let named = names::name_at(p, lexicons, end).is_some_and(|name| {
        p.tag(end) == Some(Tag::Person)
            || p.boundary(name)
                && !p.word_starting(end).is_some_and(|w| w.tag == Tag::Verb && w.end - w.start > 1)
    });
    if named {
        return ("reason.title.before_name", 0.95);
    }
    let held = found.ending(Class::Org, start).or_else(|| found.ending(Class::Loc, start)).is_some();
    if held || end - start > 3 {
        return ("reason.title.of_body", 0.88);
    }
    if p.char(end) == Some('、') || p.prev(start) == Some('、') {
        return ("reason.title.listed", 0.78);
    }
    ("reason.title.word", 0.66)
}

/// An occupation with a name glued to it.
fn occupation(p: &Passage, lexicons: &Lexicons, at: usize, end: usize, found: &mut Findings) -> bool {
    let byline = p.char(end) == Some(' ');
    let name = end + usize::from(byline);
    let person = p.word_starting(name).is_some_and(|w| w.tag == Tag::Person);
    let Some(name_end) = names::name_at(p, lexicons, name) else { return false };
    let glued = person
        || byline && (p.role != crate::issue::Role::Paragraph || p.prev(at) == Some('（'))
        || p.boundary(name) && names::surname(p, lexicons, name) > 0 && names_word(p, name, name_end);
    if !glued {
        return false;
    }
    let start = ranked(p, lexicons, at);
    let reason = Message::new("reason.title.occupation").with("name", p.text(name..name_end));
    found.push(start..end, Class::Title, 0.9, reason);
    true
}

/// Whether the words over a possible name are not plainly something else.
fn names_word(p: &Passage, start: usize, end: usize) -> bool {
    let plain = p.word_starting(start).is_some_and(|w| {
        w.end - w.start >= 2
            && !w.tag.is_entity()
            && w.end <= end
            && !matches!(w.tag, Tag::ProperNoun | Tag::Noun)
            || w.end > end
    });
    !plain
}

/// 首席, 国家二级, 见习 before an occupation.
fn ranked(p: &Passage, lexicons: &Lexicons, at: usize) -> usize {
    let mut start = at;
    loop {
        let part = lexicons.title_parts.before(&p.chars, start);
        let governing = p.ends_with(start, "委") || p.ends_with(start, "政府") || p.ends_with(start, "会");
        if part == 0 || governing {
            return start;
        }
        start -= part;
    }
}
