//! TIME beyond the calendar: dynasties and reigns, festivals and solar terms.

use super::time::YEARS;
use crate::propose::candidate::{Class, Findings};
use crate::propose::lac::Tag;
use crate::propose::lexicon::Lexicons;
use crate::propose::passage::Passage;
use crate::strings::Message;

/// 西汉中期, 清代, 明万历年间, 清康熙三年.
pub(super) fn era(p: &Passage, lexicons: &Lexicons, at: usize, found: &mut Findings) -> Option<usize> {
    const DYNASTIES: &[&str] = &[
        "春秋战国",
        "新石器时代",
        "旧石器时代",
        "魏晋南北朝",
        "南北朝",
        "春秋",
        "战国",
        "西周",
        "东周",
        "西汉",
        "东汉",
        "三国",
        "西晋",
        "东晋",
        "北魏",
        "隋唐",
        "五代",
        "北宋",
        "南宋",
        "明清",
        "晚清",
        "民国",
        "秦汉",
        "唐宋",
        "宋元",
        "商",
        "周",
        "秦",
        "汉",
        "隋",
        "唐",
        "宋",
        "辽",
        "金",
        "元",
        "明",
        "清",
    ];
    const TAILS: &[&str] = &[
        "早期", "中期", "晚期", "初期", "末期", "中叶", "初年", "末年", "年间", "时期", "代", "朝", "初",
        "末",
    ];
    let name = DYNASTIES.iter().find(|name| p.looking_at(at, name))?;
    let single = name.chars().count() == 1;
    let mut end = at + name.chars().count();
    let reign = lexicons.eras.at(&p.chars, end);
    end += reign;
    if reign > 0
        && let Some(year) = (end + 1..end + 5).find(|e| p.looking_at(*e, "年"))
        && p.slice(end..year).iter().all(|c| "元一二三四五六七八九十".contains(*c))
    {
        end = year + 1;
    }
    let tail = TAILS.iter().find(|tail| p.looking_at(end, tail));
    end += tail.map_or(0, |tail| tail.chars().count());
    let whole = p.boundary(end) && (p.boundary(at) || reign > 0);
    let certain = reign > 0 || !single && (tail.is_some() || p.tag(at) == Some(Tag::Time));
    let tailed = single
        && tail.is_some_and(|tail| *tail == "代" || *tail == "末" || *tail == "朝")
        && p.tag(at) == Some(Tag::Time);
    if !whole || !(certain || tailed) {
        return None;
    }
    found.push(at..end, Class::Time, 0.88, Message::new("reason.time.era"));
    Some(end)
}

/// 今年重阳节 and festivals and solar terms that stand alone.
pub(super) fn festival(p: &Passage, lexicons: &Lexicons, at: usize, found: &mut Findings) -> Option<usize> {
    let year = YEARS.iter().find(|word| p.looking_at(at, word)).map_or(0, |word| word.chars().count());
    let length = lexicons.festivals.at(&p.chars, at + year);
    let mut end = at + year + length;
    if length == 0 || !p.boundary(at) {
        return None;
    }
    if ["假期", "小长假", "长假", "当天", "前夕"].iter().any(|tail| p.looking_at(end, tail)) {
        end += if p.looking_at(end, "小长假") { 3 } else { 2 };
    }
    let ceremony =
        ["晚会", "联欢", "灯会", "活动", "文化", "民俗", "主题", "龙舟", "庙会", "慰问", "诗会", "系列", "”"];
    if ceremony.iter().any(|next| p.looking_at(end, next)) || !p.boundary(end) && year == 0 {
        return None;
    }
    let score = if year > 0 { 0.93 } else { 0.72 };
    found.push(at..end, Class::Time, score, Message::new("reason.time.festival"));
    Some(end)
}
