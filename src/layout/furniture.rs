//! Cues of everything on a page that is not an article's heading or body: mastheads, date lines, page numbers, editors'
//! lines, turns to other pages, teasers, notices, captions, letters. Each function looks at one line without white
//! space and answers with how sure it is (0 to 1) or with yes or no; `tagging` weighs the answers.

use super::chars::{contains, ends_with, is_digit, is_numeral, is_one_of, starts_with};
use super::lines::Line;

fn any(text: &[char], words: &[&str], test: impl Fn(&[char], &str) -> bool) -> bool {
    words.iter().any(|word| test(text, word))
}

const PAPERS: [&str; 18] = [
    "日报", "晚报", "早报", "晨报", "时报", "周报", "导报", "商报", "快报", "新报", "报", "新闻", "周刊", "今日", "时讯", "消息", "之声", "新闻网",
];

/// The name of a paper, judged by its words alone.
pub(super) fn is_masthead(text: &[char]) -> bool {
    (2..=10).contains(&text.len())
        && (any(text, &PAPERS, ends_with) || starts_with(text, "今日"))
        && !text.iter().any(|c| matches!(c, '，' | '。' | '：'))
}

/// The line with date, weekday, number of the issue.
pub(super) fn date_line(text: &[char]) -> f32 {
    if text.len() > 90 || text.iter().any(|c| matches!(c, '。' | '；' | '？' | '！')) {
        return 0.0;
    }
    let dated = super::date::find(text).is_some();
    let words = ["星期", "农历", "总第", "主办", "主管", "刊号", "今日", "本期", "出版", "期", "版", "国内统一", "腊月", "正月"];
    let count = words.iter().filter(|word| contains(text, word)).count();
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
    let ends = ["委员会", "局", "公司", "中心", "办公室", "医院", "法院", "检察院", "政府", "学校", "大学", "指挥部", "协会", "编辑部", "服务队", "管理处", "办事处", "组委会", "银行", "支队", "大队"];
    (4..=26).contains(&text.len()) && any(text, &ends, ends_with) && text.iter().all(|c| crate::text::is_han(*c) || matches!(c, '（' | '）'))
}

const STAFF: [&str; 34] = [
    "责编", "责任编辑", "编辑", "本版编辑", "本版责编", "本版责任编辑", "执行编辑", "值班编辑", "值班编委", "值班主任", "值班总编", "主编",
    "总编", "副总编", "美编", "美术编辑", "版式", "版面", "版面设计", "版式设计", "视觉", "校对", "校检", "审校", "检校", "组版", "排版", "制版",
    "一审", "二审", "三审", "终审", "签发", "统筹",
];
const CONTACT: [&str; 29] = [
    "新闻热线", "热线电话", "投稿邮箱", "投稿热线", "投稿", "电子邮箱", "电子信箱", "邮箱", "E-mail", "E-MAIL", "email", "本报地址", "社址", "地址",
    "邮编", "邮政编码", "编辑部电话", "传真", "网址", "广告热线", "广告部", "广告经营", "订阅热线", "发行热线", "印刷", "国内统一", "零售",
    "官方微信", "www.",
];

/// The line with editors or with the paper's address.
pub(super) fn staff_line(text: &[char]) -> f32 {
    if is_salutation(text) || text.len() > 110 || text.iter().any(|c| matches!(c, '。' | '，' | '？')) {
        return 0.0;
    }
    let text: Vec<char> = text.iter().copied().skip_while(|c| matches!(c, '■' | '□' | '●' | '◎' | '（' | '【')).collect();
    let sign = |word: &str| {
        let next = text.get(word.chars().count());
        starts_with(&text, word) && next.is_none_or(|c| matches!(c, '：' | ':' | '/' | '／' | '|' | '｜' | '—'))
    };
    if STAFF.iter().any(|word| sign(word)) || CONTACT.iter().any(|word| sign(word)) {
        return 1.0;
    }
    let count = STAFF.iter().chain(&CONTACT).filter(|word| word.chars().count() > 1 && contains(&text, word)).count();
    let called = ["热线", "电话", "邮箱", "传真", "邮编"].iter().any(|word| contains(&text, word));
    let digits = text.iter().filter(|c| is_digit(**c)).count();
    match count {
        _ if called && digits >= 5 && text.len() <= 30 => 0.6,
        0 => 0.0,
        1 if any(&text, &STAFF, starts_with) && text.len() <= 12 => 0.5,
        1 => 0.0,
        _ => 0.9,
    }
}

/// 第3版, A02, 03 要闻: a page's number with or without its name.
pub(super) fn page_number(text: &[char]) -> f32 {
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
    let sections = ["要闻", "综合", "新闻", "副刊", "民生", "时政", "经济", "文化", "社会", "专题", "专版", "广告", "公告", "国际", "国内", "体育", "教育", "头版", "时评", "评论", "读者", "地方"];
    let lead = rest.iter().take_while(|c| is_digit(**c) || c.is_ascii_uppercase()).count();
    let tail = rest.iter().rev().take_while(|c| is_digit(**c) || c.is_ascii_uppercase()).count();
    let left = any(&rest[lead..], &sections, starts_with);
    let right = any(&rest[..rest.len() - tail], &sections, ends_with);
    let short = rest.len() <= 8;
    if short && ((lead > 0 && lead < 4 && left) || (tail > 0 && tail < 4 && right)) { 0.9 } else { 0.0 }
}

/// （下转第三版）, （上接1版）: where in `text` it begins, if it ends there.
pub(super) fn turn(text: &[char]) -> Option<usize> {
    let from = text.len().saturating_sub(18);
    let tail = &text[from..];
    let word = tail.windows(2).position(|w| matches!(w, ['下' | '紧', '转'] | ['上' | '紧', '接']))?;
    let after = &tail[word..];
    let fits = after.contains(&'版') && after.iter().any(|c| is_numeral(*c) || c.is_ascii_uppercase());
    let mark = word > 0 && matches!(tail[word - 1], '（' | '(' | '▶' | '►' | '▲' | '△' | '→' | '>' | '▼' | '★');
    (fits && !after.contains(&'。') && (mark || from + word == 0)).then(|| from + word - usize::from(mark))
}

/// Whether a teaser's reference to a page ends `text`: 3版, ▶5版, A04.
pub(super) fn page_reference(text: &[char]) -> bool {
    let arrow = |c: &char| matches!(c, '▶' | '►' | '→' | '>' | '》' | '▸' | '…' | '·' | '/' | '／' | '☞' | '详' | '见');
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
    let rest = if rest.last() == Some(&'第') { &rest[..rest.len() - 1] } else { rest };
    (1..=3).contains(&digits) && (named || rest.last().is_some_and(arrow)) && rest.len() < 60
}

/// Whether a sign that points to another page stands near the end of `text`.
pub(super) fn points(text: &[char]) -> bool {
    text.iter().rev().take(8).any(|c| matches!(c, '▶' | '►' | '→' | '>' | '▸' | '☞' | '》'))
}

/// The heading of a row of teasers.
pub(super) fn is_teaser_head(text: &[char]) -> bool {
    let words = [
        "导读", "今日导读", "本期导读", "要闻导读", "新闻导读", "内容导读", "版面导读", "精彩导读", "今日看点", "本期看点", "看点", "今日提要",
        "内容提要", "新闻提要", "导读：", "今日导航", "本期导航", "【导读】", "■导读", "今日关注", "本期内容",
    ];
    is_one_of(text, &words)
}

/// How surely the line is the heading of a notice: 公告, 招聘启事, 更正 …
pub(super) fn notice_head(text: &[char]) -> f32 {
    let words = [
        "公告", "启事", "更正", "声明", "通告", "公示", "遗失声明", "挂失", "更正启事", "更正声明", "订正", "致歉", "招标公告", "寻人启事",
        "招聘", "征稿", "征稿启事", "征集", "公 告", "说明", "遗失启事", "通知", "敬告", "温馨提示", "注销公告", "拍卖公告", "停电通知", "急招", "诚聘", "招租", "转让", "出售", "求购", "寻物启事",
    ];
    let end: Vec<char> = text.iter().copied().filter(|c| !matches!(c, '【' | '】' | '■' | '★' | '◆' | '［' | '］' | '！' | '·')).collect();
    if end.len() > 26 || end.iter().any(|c| matches!(c, '，' | '。' | '：')) {
        return 0.0;
    }
    let length = end.len();
    if is_one_of(&end, &words) {
        return 1.0;
    }
    let strong = ["公告", "启事", "通告", "声明", "公示", "更正"];
    if any(&end, &strong, ends_with) {
        return if length <= 16 { 1.0 } else { 0.8 };
    }
    let weak = ["通知", "招聘", "提示", "致歉", "告示"];
    if any(&end, &weak, ends_with) && length <= 10 { 0.6 } else { 0.0 }
}

/// How many words of advertisements and announcements `text` has.
pub(super) fn offers(text: &[char]) -> usize {
    let words = [
        "地址：", "电话：", "联系电话", "联系人", "咨询", "元起", "报名", "招聘", "月薪", "日薪", "年薪", "包吃", "出租", "转让", "清仓", "优惠", "让利", "酬宾",
        "特此公告", "特此声明", "特此通知", "特此更正", "作废", "遗失", "有意者", "面议", "时间：", "地点：", "报名时间", "订购", "热线：", "邮箱：",
    ];
    words.iter().filter(|word| contains(text, word)).count()
}

/// How surely a caption begins with this line.
pub(super) fn caption_start(text: &[char]) -> f32 {
    let sure = ["图为", "图①", "图1", "图一", "上图", "下图", "左图", "右图", "题图", "图片说明", "配图", "图②", "图③", "图2", "图：", "图片："];
    let marks = ["▲", "△", "▼", "▽", "◀", "▶"];
    if any(text, &sure, starts_with) {
        1.0
    } else if any(text, &marks, starts_with) {
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
    let long = ["供图", "摄影", "资料图", "资料图片", "图片由受访者提供", "受访者提供", "摄影报道", "图/受访者提供", "资料照片"];
    let Some(word) = ["摄"].iter().chain(&long).filter(|word| ends_with(text, word)).max_by_key(|word| word.len()) else {
        return 0.0;
    };
    let before = &text[..text.len() - word.chars().count()];
    if *word != "摄" && *word != "摄影" && *word != "供图" {
        return 0.8;
    }
    let name = before.iter().rev().take_while(|c| crate::text::is_han(**c)).count();
    let ended = before.len().checked_sub(name + 1).and_then(|n| before.get(n));
    let stop = ended.is_none_or(|c| matches!(c, '。' | '！' | '”' | '（' | '(' | '/' | '／' | '）' | '：' | '、' | '？' | '…'));
    if stop && (2..=12).contains(&name) { 1.0 } else { 0.2 }
}

/// Whether a reader's letter begins here: 编辑同志：, 编辑部： …
pub(super) fn is_salutation(text: &[char]) -> bool {
    let head = &text[..text.len().min(14)];
    let Some(colon) = head.iter().position(|c| matches!(c, '：' | ':')) else { return false };
    let who = ["编辑", "编辑部", "编辑同志", "编辑老师", "记者同志", "总编辑", "贵报", "本报", "报社"];
    let name = if starts_with(head, "尊敬的") { &head[3.min(colon)..colon] } else { &head[..colon] };
    any(name, &who, starts_with) && colon <= 10 && !contains(&head[..colon], "附言")
        && !contains(&head[..colon], "点评") && !contains(&head[..colon], "后记") && !contains(&head[..colon], "按")
}

/// A column's name rather than a headline: 读者来信, 今日聚焦.
pub(super) fn is_column_name(text: &[char]) -> bool {
    let ends = ["来信", "来论", "聚焦", "关注", "热线", "视点", "时评", "评论", "论坛", "之窗", "金句", "语录", "随笔", "漫谈", "直击", "速览", "速递", "快讯",
        "简讯", "连线", "故事", "人物", "调查", "观察", "专栏", "一线", "看点", "焦点", "在线", "广角", "讲述", "记忆", "走笔", "追踪", "话题", "短评", "快评"];
    (2..=8).contains(&text.len()) && any(text, &ends, ends_with)
}

/// The weight of all furniture cues of `line`; `top` is its distance from the page's beginning in lines.
pub(super) fn sure(line: &Line, top: usize) -> f32 {
    let text = &line.dense;
    let turned = turn(text).filter(|at| *at == 0).map_or(0.0, |_| 1.0);
    let masthead = if top < 3 && is_masthead(text) { 0.9 } else { 0.0 };
    let label = if is_one_of(text, &["广告", "分类广告", "·广告·", "【广告】", "公益广告"]) { 0.9 } else { 0.0 };
    [turned, masthead, label, date_line(text), staff_line(text), page_number(text)].into_iter().fold(0.0, f32::max)
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
        assert_eq!(turn(&chars("登记。（下转第三版）")), Some(3));
        assert_eq!(turn(&chars("（上接1版）")), Some(0));
        assert!(page_reference(&chars("公交这样绕行▶2版")) && page_reference(&chars("诀”3版")));
        assert!(!page_reference(&chars("让群众生活更美好")) && !page_reference(&chars("第2版")[..2]));
        assert!(notice_head(&chars("停电检修公告")) > 0.9 && notice_head(&chars("县里发布公告，要求")) < 0.1);
        assert!(picture_credit(&chars("排练《断桥》。吴可馨摄")) > 0.9 && picture_credit(&chars("工人正在拍摄")) < 0.5);
        assert!(is_salutation(&chars("编辑同志：我是")) && !is_salutation(&chars("编者附言：接到")));
    }
}
