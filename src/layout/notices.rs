//! Cues of teasers, notices, captions, letters and columns. Each function looks at text without white space and answers
//! with how sure it is (0 to 1) or with yes or no; `tagging` and `articles` weigh the answers.

use super::chars::{any, contains, ends_with, is_numeral, is_one_of, starts_with};

/// Whether a teaser's reference to a page ends `text`: 3版, ▶5版, A04.
pub(super) fn page_reference(text: &[char]) -> bool {
    let arrow = |c: &char| {
        matches!(c, '▶' | '►' | '→' | '>' | '》' | '▸' | '…' | '·' | '/' | '／' | '☞' | '详' | '见')
    };
    let stop = text.iter().rev().take_while(|c| matches!(c, '）' | ')' | '】')).count();
    let text = &text[..text.len() - stop];
    let (text, named) = match text.split_last() {
        Some(('版', rest)) => (rest, true),
        _ => (text, false),
    };
    let digits = text.iter().rev().take_while(|c| is_numeral(**c)).count();
    let mut rest = &text[..text.len() - digits];
    if let Some((c, before)) = rest.split_last()
        && c.is_ascii_uppercase()
    {
        rest = before;
    }
    // 《…法》第三百一 is no page: a counted one is named.
    let rest = match rest.split_last() {
        Some(('第', rest)) if named => rest,
        Some(('第', _)) => return false,
        _ => rest,
    };
    (1..=3).contains(&digits) && (named || rest.last().is_some_and(arrow)) && rest.len() < 60
}

/// Whether a sign that points to another page stands near the end of `text`.
pub(super) fn points(text: &[char]) -> bool {
    text.iter().rev().take(8).any(|c| matches!(c, '▶' | '►' | '→' | '>' | '▸' | '☞' | '》'))
}

/// The heading of a row of teasers.
pub(super) fn is_teaser_head(text: &[char]) -> bool {
    let words = "导读 今日导读 本期导读 要闻导读 新闻导读 内容导读 版面导读 精彩导读 今日看点 本期看点 看点 \
        今日提要 内容提要 新闻提要 导读： 今日导航 本期导航 【导读】 ■导读 今日关注 本期内容";
    is_one_of(text, words)
}

/// How surely the line is the heading of a notice: 公告, 招聘启事, 更正 …
pub(super) fn notice_head(text: &[char]) -> f32 {
    let words = "公告 启事 更正 勘误 声明 通告 公示 遗失声明 挂失 更正启事 更正声明 订正 致歉 招标公告 寻人启事 招聘 \
        征稿 征稿启事 征集 说明 遗失启事 通知 敬告 温馨提示 注销公告 拍卖公告 停电通知 急招 诚聘 招租 \
        转让 出售 求购 寻物启事";
    let end: Vec<char> = text
        .iter()
        .copied()
        .filter(|c| !matches!(c, '【' | '】' | '■' | '★' | '◆' | '［' | '］' | '！' | '·'))
        .collect();
    if end.len() > 26 || end.iter().any(|c| matches!(c, '，' | '。' | '：')) {
        return 0.0;
    }
    let length = end.len();
    if is_one_of(&end, words) {
        return 1.0;
    }
    let strong = "公告 启事 通告 声明 公示 更正";
    if any(&end, strong, ends_with) {
        return if length <= 16 { 1.0 } else { 0.8 };
    }
    let weak = "通知 招聘 提示 致歉 告示";
    if any(&end, weak, ends_with) && length <= 10 { 0.6 } else { 0.0 }
}

/// How many words of advertisements and announcements `text` has.
pub(super) fn offers(text: &[char]) -> usize {
    let words = "地址： 电话： 联系电话 联系人 咨询 元起 报名 招聘 月薪 日薪 年薪 包吃 出租 转让 清仓 优惠 让利 \
        酬宾 特此公告 特此声明 特此通知 特此更正 作废 遗失 有意者 面议 时间： 地点： 报名时间 订购 \
        热线： 邮箱：";
    words.split(' ').filter(|word| contains(text, word)).count()
}

/// How surely a caption begins with this line.
pub(super) fn caption_start(text: &[char]) -> f32 {
    let sure = "图为 图① 图1 图一 上图 下图 左图 右图 题图 图片说明 配图 图② 图③ 图2 图： 图片：";
    let marks = "▲ △ ▼ ▽ ◀ ▶";
    if any(text, sure, starts_with) {
        1.0
    } else if any(text, marks, starts_with) {
        0.5
    } else {
        0.0
    }
}

/// How surely `text` ends with who took or gave the picture: 韩笑 摄.
pub(super) fn picture_credit(text: &[char]) -> f32 {
    let text = match text.split_last() {
        Some(('）' | ')', rest)) => rest,
        _ => text,
    };
    let long = "供图 摄影 资料图 资料图片 图片由受访者提供 受访者提供 摄影报道 图/受访者提供 资料照片";
    let Some(word) = "摄"
        .split(' ')
        .chain(long.split(' '))
        .filter(|word| ends_with(text, word))
        .max_by_key(|word| word.len())
    else {
        return 0.0;
    };
    let before = &text[..text.len() - word.chars().count()];
    if !matches!(word, "摄" | "摄影" | "供图") {
        return 0.8;
    }
    let name = before.iter().rev().take_while(|c| crate::text::is_han(**c)).count();
    let ended = before.len().checked_sub(name + 1).and_then(|n| before.get(n));
    let stop = ended.is_none_or(|c| {
        matches!(c, '。' | '！' | '”' | '（' | '(' | '/' | '／' | '）' | '：' | '、' | '？' | '…')
    });
    let person = super::bylines::is_person(&before[before.len() - name..]);
    match (stop, person, ended) {
        (true, true, _) => 1.0,
        (true, false, Some(_)) if (2..=12).contains(&name) => 0.7,
        _ => 0.2,
    }
}

/// How surely a line with single spaces is a row of a table: several cells, most of them numbers.
pub(super) fn table_row(text: &[char]) -> f32 {
    let cells: Vec<&[char]> = text.split(|c| *c == ' ').filter(|cell| !cell.is_empty()).collect();
    let number = |cell: &&&[char]| {
        cell.iter().any(char::is_ascii_digit)
            && cell
                .iter()
                .all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '%' | '-' | '+' | '年' | '月' | '—'))
    };
    let unit = |cell: &&&[char]| matches!(cell, ['年' | '月' | '日' | '元' | '%' | '％']);
    let numbers = cells.iter().filter(number).count();
    let words = cells.len() - numbers - cells.iter().filter(unit).count();
    let stops = text.iter().any(|c| matches!(c, '。' | '，' | '；' | '：' | '、' | '“'));
    if numbers >= 2 && words <= 2 && !stops && text.len() <= 60 { 1.0 } else { 0.0 }
}

/// Whether a line says in which unit a table's numbers are.
pub(super) fn names_unit(text: &[char]) -> bool {
    text.len() <= 40 && contains(text, "单位：") && !text.contains(&'。')
}

/// Whether a line in brackets says where a text is from or who its author is.
pub(super) fn is_remark(text: &[char]) -> bool {
    let words =
        "作者系 作者为 作者是 作者单位 本文 原载 原文 文章 摘自 摘编 转自 来源 据 选自 原题 题图 编译";
    match text {
        ['（' | '(', inner @ .., '）' | ')'] => text.len() <= 60 && any(inner, words, starts_with),
        _ => false,
    }
}

/// Whether a reader's letter begins here: 编辑同志：, 编辑部： …
pub(super) fn is_salutation(text: &[char]) -> bool {
    let head = &text[..text.len().min(14)];
    let Some(colon) = head.iter().position(|c| matches!(c, '：' | ':')) else { return false };
    let who = "编辑 编辑部 编辑同志 编辑老师 记者同志 总编辑 贵报 本报 报社";
    let name = if starts_with(head, "尊敬的") { &head[3.min(colon)..colon] } else { &head[..colon] };
    any(name, who, starts_with)
        && colon <= 10
        && !contains(&head[..colon], "附言")
        && !contains(&head[..colon], "点评")
        && !contains(&head[..colon], "后记")
        && !contains(&head[..colon], "按")
}

/// A column's name rather than a headline: 读者来信, 今日聚焦.
pub(super) fn is_column_name(text: &[char]) -> bool {
    let ends = "来信 来论 聚焦 关注 热线 视点 时评 评论 论坛 之窗 金句 语录 随笔 漫谈 直击 速览 速递 快讯 简讯 \
        连线 速读 短讯 短波 集纳 故事 人物 调查 观察 专栏 一线 看点 焦点 在线 广角 讲述 记忆 走笔 追踪 话题 短评 快评";
    (2..=8).contains(&text.len()) && any(text, ends, ends_with)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chars(text: &str) -> Vec<char> {
        text.chars().collect()
    }

    #[test]
    fn cues_and_what_only_looks_like_them() {
        assert!(page_reference(&chars("公交这样绕行▶2版")) && page_reference(&chars("诀”3版")));
        assert!(!page_reference(&chars("让群众生活更美好")) && !page_reference(&chars("第2版")[..2]));
        assert!(notice_head(&chars("停电检修公告")) > 0.9 && notice_head(&chars("县里发布公告，要求")) < 0.1);
        assert!(
            picture_credit(&chars("排练《断桥》。吴可馨摄")) > 0.9
                && picture_credit(&chars("工人正在拍摄")) < 0.5
        );
        assert!(is_salutation(&chars("编辑同志：我是")) && !is_salutation(&chars("编者附言：接到")));
    }
}
