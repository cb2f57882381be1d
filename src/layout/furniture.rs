//! Cues of page furniture: mastheads, date lines, page numbers, editors' lines, turns to other pages; also what closes a
//! notice. Each function looks at one line without white space and answers with how sure it is (0 to 1) or with yes or
//! no; `tagging` weighs the answers.

use super::chars::{any, contains, ends_with, is_digit, is_numeral, is_one_of, starts_with};
use super::lines::Line;

const PAPERS: &str =
    "日报 晚报 早报 晨报 时报 周报 导报 商报 快报 新报 报 新闻 周刊 今日 时讯 消息 之声 新闻网";

/// The name of a paper, judged by its words alone.
pub(super) fn is_masthead(text: &[char]) -> bool {
    // A name in Latin letters may stand after the Chinese one.
    let text = &text[..text.iter().position(char::is_ascii).filter(|n| *n > 1).unwrap_or(text.len())];
    (2..=10).contains(&text.len())
        && (any(text, PAPERS, ends_with) || starts_with(text, "今日"))
        && !text.iter().any(|c| matches!(c, '，' | '。' | '：'))
}

/// The line with date, weekday, number of the issue.
pub(super) fn date_line(text: &[char]) -> f32 {
    if text.len() > 90 || text.iter().any(|c| matches!(c, '。' | '；' | '？' | '！')) {
        return 0.0;
    }
    let dated = super::date::find(text).is_some();
    let words = "星期 农历 总第 主办 主管 刊号 今日 本期 出版 期 版 国内统一 腊月 正月";
    let count = words.split(' ').filter(|word| contains(text, word)).count();
    match (dated, count) {
        (true, 0) => 0.0,
        (true, _) => 1.0,
        (false, _) if contains(text, "农历") && text.len() <= 24 && !text.contains(&'，') => 0.9,
        (false, 1..) if text[0] == '第' && text.len() <= 16 && contains(text, "期") => 0.8,
        (false, 2..) if !text.contains(&'，') && text.iter().any(|c| is_digit(*c)) => 0.8,
        (false, 1) if contains(text, "总第") || (contains(text, "星期") && text.len() <= 8) => 0.9,
        _ => 0.0,
    }
}

/// A date alone, as under a notice.
pub(super) fn is_date_alone(text: &[char]) -> bool {
    text.len() <= 12 && super::date::find(text).is_some()
}

/// The name of an office, as under a notice.
pub(super) fn is_office(text: &[char]) -> bool {
    let ends = "委员会 局 公司 中心 办公室 医院 法院 检察院 政府 学校 大学 指挥部 协会 编辑部 服务队 管理处 \
        办事处 组委会 银行 支队 大队";
    (4..=26).contains(&text.len())
        && any(text, ends, ends_with)
        && text.iter().all(|c| crate::text::is_han(*c) || matches!(c, '（' | '）'))
}

const STAFF: &str = "责编 责任编辑 编辑 本版编辑 本版责编 本版责任编辑 执行编辑 值班编辑 值班编委 值班主任 值班总编 \
        主编 总编 副总编 美编 美术编辑 版式 版面 版面设计 版式设计 视觉 设计 校对 校检 审校 检校 组版 排版 \
        制版 一审 二审 三审 终审 签发 统筹";
const CONTACT: &str = "新闻热线 热线电话 投稿邮箱 投稿热线 投稿 电子邮箱 电子信箱 邮箱 E-mail E-MAIL email 本报地址 \
        社址 地址 邮编 邮政编码 编辑部电话 传真 网址 广告热线 广告部 广告经营 订阅热线 发行热线 印刷 \
        国内统一 零售 官方微信 订阅 微信公众号 www.";

/// The line with editors or with the paper's address.
pub(super) fn staff_line(text: &[char]) -> f32 {
    if super::notices::is_salutation(text)
        || text.len() > 110
        || text.iter().any(|c| matches!(c, '。' | '，' | '？'))
    {
        return 0.0;
    }
    let text: Vec<char> =
        text.iter().copied().skip_while(|c| matches!(c, '■' | '□' | '●' | '◎' | '（' | '【')).collect();
    let sign = |word: &str| {
        let next = text.get(word.chars().count());
        starts_with(&text, word)
            && next.is_none_or(|c| matches!(c, '：' | ':' | '/' | '／' | '|' | '｜' | '—'))
    };
    if STAFF.split(' ').chain(CONTACT.split(' ')).any(sign) {
        return 1.0;
    }
    let count = STAFF
        .split(' ')
        .chain(CONTACT.split(' '))
        .filter(|word| word.chars().count() > 1 && contains(&text, word))
        .count();
    let called = any(&text, "热线 电话 邮箱 传真 邮编", contains);
    let digits = text.iter().filter(|c| is_digit(**c)).count();
    match count {
        _ if called && digits >= 5 && text.len() <= 30 => 0.6,
        1 if any(&text, STAFF, starts_with) && text.len() <= 12 => 0.5,
        0 | 1 => 0.0,
        _ => 0.9,
    }
}

/// Whether a line names a reporter and so is a byline, whoever else it names.
pub(super) fn names_reporter(text: &[char]) -> bool {
    any(text, "记者 通讯员 评论员 特派员 报道组 文/ 文／ 摄", contains)
}

/// 第3版, A02, 03 要闻: a page's number with or without its name.
pub(super) fn page_number(text: &[char]) -> f32 {
    if is_section(text) {
        return 0.8;
    }
    if text.is_empty() || text.len() > 10 {
        return 0.0;
    }
    let rest = &text[usize::from(text[0].is_ascii_uppercase())..];
    if rest.len() <= 3 && !rest.is_empty() && rest.iter().all(|c| is_digit(*c)) {
        return 0.9;
    }
    let rest = &text[usize::from(text[0] == '第')..];
    let digits = rest.iter().take_while(|c| is_numeral(**c)).count();
    if digits > 0 && rest.get(digits) == Some(&'版') && rest.len() <= digits + 5 {
        return 1.0;
    }
    let sections = "要闻 综合 新闻 副刊 民生 时政 经济 文化 社会 专题 专版 广告 公告 国际 国内 体育 教育 头版 时评 \
        评论 读者 地方";
    let lead = rest.iter().take_while(|c| is_digit(**c) || c.is_ascii_uppercase()).count();
    let tail = rest.iter().rev().take_while(|c| is_digit(**c) || c.is_ascii_uppercase()).count();
    let left = any(&rest[lead..], sections, starts_with);
    let right = any(&rest[..rest.len() - tail], sections, ends_with);
    let short = rest.len() <= 8;
    if short && ((lead > 0 && lead < 4 && left) || (tail > 0 && tail < 4 && right)) { 0.9 } else { 0.0 }
}

/// The names of a page: 要闻, 综合新闻, 民生·热线 and their like, with nothing else in the line but its number.
fn names_page(text: &[char]) -> bool {
    let words = "要闻 综合 新闻 副刊 民生 时政 经济 文化 社会 专题 专版 广告 公告 国际 国内 体育 教育 头版 时评 评论 读者 \
        地方 本市 本地 本省 财经 法治 健康 生活 旅游 文体 科技 三农 县区 区县 县域 基层 城事 都市 天下 中国 世界 时事 \
        声音 理论 周刊 专刊 特刊 视觉 热线 特别报道 深度 调查";
    let mut rest: &[char] = text;
    let mut named = 0;
    while let Some(c) = rest.first() {
        if is_digit(*c)
            || matches!(c, '·' | '•' | '/' | '|' | '｜' | '—' | '&' | '版' | '第')
            || c.is_ascii_uppercase()
        {
            rest = &rest[1..];
        } else if let Some(word) = words.split_ascii_whitespace().find(|word| starts_with(rest, word)) {
            rest = &rest[word.chars().count()..];
            named += 1;
        } else {
            return false;
        }
    }
    (1..=3).contains(&named) && text.len() <= 10
}

/// What stands under a paper's name: who publishes it, its name in Latin capitals, the weather, where to read it on a
/// telephone.
fn under_masthead(text: &[char], top: usize) -> f32 {
    if text.len() > 60 || text.contains(&'。') {
        return 0.0;
    }
    let letters = text.iter().filter(|c| c.is_ascii_alphabetic()).count();
    let capitals = text.iter().filter(|c| c.is_ascii_uppercase()).count();
    let latin = capitals >= 5 && capitals == letters && letters * 2 >= text.len();
    let weather = any(text, "多云 晴 阴 雨 雪", contains) && any(text, "气温 ℃ 风力 风向", contains);
    let publisher = any(text, "主管 主办 机关报 出版 发行", contains) && !text.contains(&'，');
    let telephone =
        any(text, "扫码 扫一扫 扫描", starts_with) || any(text, "客户端 公众号 二维码", ends_with);
    match () {
        () if top < 8 && publisher && text.len() >= 6 => 0.85,
        () if latin && top < 12 => 0.8,
        () if weather && text.len() <= 50 => 0.6,
        () if telephone && text.len() <= 20 => 0.6,
        () => 0.0,
    }
}

/// 公司·技术 COMPANY & TECH 3: a section in two languages with its page.
fn is_section(text: &[char]) -> bool {
    let capitals = text.iter().filter(|c| c.is_ascii_uppercase()).count();
    let digits = |c: Option<&char>| c.is_some_and(char::is_ascii_digit);
    let named = text.iter().take_while(|c| crate::text::is_han(**c) || matches!(c, '·' | '&')).count();
    text.len() <= 32
        && capitals >= 4
        && (2..=9).contains(&named)
        && digits(text.last())
        && text[named..].iter().all(|c| c.is_ascii_alphanumeric() || matches!(c, '&' | '·' | '/'))
}

/// （下转第三版）, （上接1版）: where in `text` it begins, if it ends there.
pub(super) fn turn(text: &[char]) -> Option<usize> {
    let from = text.len().saturating_sub(18);
    let tail = &text[from..];
    let word = tail.windows(2).position(|w| matches!(w, ['下' | '紧', '转'] | ['上' | '紧', '接']))?;
    let after = &tail[word..];
    let fits = after.contains(&'版') && after.iter().any(|c| is_numeral(*c) || c.is_ascii_uppercase());
    let mark =
        word > 0 && matches!(tail[word - 1], '（' | '(' | '▶' | '►' | '▲' | '△' | '→' | '>' | '▼' | '★');
    (fits && !after.contains(&'。') && (mark || from + word == 0)).then(|| from + word - usize::from(mark))
}

/// The weight of all furniture cues of `line`; `top` is its distance from the page's beginning in lines.
pub(super) fn sure(line: &Line, top: usize) -> f32 {
    let text = &line.dense;
    let turned = turn(text).filter(|at| *at == 0).map_or(0.0, |_| 1.0);
    let masthead = if top < 3 && is_masthead(text) { 0.9 } else { 0.0 };
    let label =
        if is_one_of(text, "广告 分类广告 ·广告· 【广告】 公益广告") { 0.9 } else { 0.0 };
    let page = if names_page(text) { 0.6 } else { 0.0 };
    let under = under_masthead(text, top);
    [turned, masthead, label, page, under, date_line(text), staff_line(text), page_number(text)]
        .into_iter()
        .fold(0.0, f32::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chars(text: &str) -> Vec<char> {
        text.chars().collect()
    }

    #[test]
    fn furniture_and_its_neighbours() {
        assert!(date_line(&chars("2024年11月12日星期二农历甲辰年十月十二第2187期今日4版")) > 0.9);
        assert!(date_line(&chars("2024年11月12日，县委召开会议")) < 0.5);
        assert!(staff_line(&chars("责编／白雪莹美编／党凯校检／任小慧")) > 0.9);
        assert!(staff_line(&chars("编辑同志：我是一名居民，")) < 0.5);
        assert!(page_number(&chars("03要闻")) > 0.8 && page_number(&chars("2024年")) < 0.1);
        assert!(names_page(&chars("05民生·热线")) && !names_page(&chars("民生小事")));
        assert!(under_masthead(&chars("QINGXI RIBAO中共青溪县委主管主办"), 1) > 0.8);
        assert!(under_masthead(&chars("多家单位联合主办灯会"), 30) < 0.1);
        assert_eq!(turn(&chars("登记。（下转第三版）")), Some(3));
        assert_eq!(turn(&chars("（上接1版）")), Some(0));
    }
}
