//! Bylines and datelines in all their usual forms, recognised by a small scanner.
//!
//! A byline is a row of role words (记者, 通讯员, 文/, 图/ … with 本报, 首席, 见习 … before them) and names between
//! separators; [`read`] says how sure it is. [`dateline`] finds 本报讯（…）, 新华社…电（…） and their like at the
//! beginning of a paragraph, [`signature`] a byline in brackets at its end.

use super::chars::{any, contains, ends_with, is_digit, is_one_of, starts_with};
use crate::text::{is_han, is_space};
use std::collections::HashSet;
use std::sync::LazyLock;

/// A line read as a byline.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Byline {
    /// 0 to 1.
    pub sure: f32,
    /// Whether it stands in brackets, as at the end of an article.
    pub bracketed: bool,
    /// Whether it names a role (记者 …) and not only persons.
    pub role: bool,
    /// Whether its last name may go on in the next line.
    pub cut: bool,
}

/// Words before a role word.
const BEFORE: &str = "本报 本台 本刊 本网 新华社 特约 特聘 首席 见习 实习 融媒体 全媒体 融媒 青年 高级 资深 签约 校园 \
        区融媒体中心 县融媒体中心 市融媒体中心 驻地 驻站 主任 联合 报社 日报 晚报 融合 新媒体";

/// Role words; longer ones first where one begins with another.
const ROLES: &str = "摄影记者 文字记者 特派记者 记者站 记者 通讯员 特派员 报道组 摄影报道 图文报道 摄影 作者 评论员 \
        实习生 供稿 撰稿 撰文 整理 采写 采访 口述 讲述 供图 制图 绘图 漫画 插图 读者 编辑 文字 图片 报道 \
        文图 图文 编译 执笔 策划 统筹 拍摄 来源";

/// Role words of one character, which need a stroke, a colon or a gap beside them.
const SHORT_ROLES: [char; 3] = ['文', '图', '摄'];

/// Who else may have given a picture.
const GIVERS: &str = "受访者提供 受访者供图 受访者 受访单位提供 资料图片 资料照片 资料图 单位提供";

/// Two-character family names.
const DOUBLE: &str = "欧阳 司马 上官 诸葛 夏侯 东方 皇甫 尉迟 公孙 慕容 令狐 宇文 长孙 司徒 司空 端木 百里 南宫 独孤 \
        呼延 轩辕 闻人";

/// One-character family names.
const FAMILY: &str = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗\
凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧肖尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴\
谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱丘骆高夏蔡田樊胡凌霍虞万支柯管卢莫经房裘缪干解应宗丁宣邓\
郁单杭洪包左石崔吉龚程嵇邢裴陆荣翁荀羊甄曲家封芮储靳汲松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾甘厉戎祖武符刘\
景詹束龙叶幸司韶黎薄印宿白怀蒲台从鄂索咸籍赖卓蔺屠蒙池乔胥能苍双闻莘党翟谭贡劳姬申扶堵冉宰郦雍桑桂牛寿通边扈燕冀浦尚农温别庄\
晏柴瞿阎闫充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越隆师巩聂晁勾敖融冷訾辛阚那简饶空曾沙\
养鞠须丰巢关查游竺权逯盖益桓付代覃佟仝员岳帅佘牟苟拓呼雒同弋毋仵惠揭佴楚相缑亢况后晋海原鹿佀昝召敬庹逄麦苑药";

/// The characters of [`FAMILY`].
static FAMILIES: LazyLock<HashSet<char>> = LazyLock::new(|| FAMILY.chars().collect());

/// The first characters of all words that stand before a role or are one.
static ROLE_STARTS: LazyLock<HashSet<char>> = LazyLock::new(|| {
    let words = BEFORE.split_ascii_whitespace().chain(ROLES.split_ascii_whitespace());
    words.filter_map(|word| word.chars().next()).chain(SHORT_ROLES).collect()
});

/// Characters between names and roles.
fn separates(c: char) -> bool {
    is_space(c)
        || matches!(
            c,
            '、' | '，'
                | ','
                | '/'
                | '／'
                | ':'
                | '：'
                | ';'
                | '；'
                | '|'
                | '｜'
                | '&'
                | '＆'
                | '—'
                | '-'
                | '+'
        )
}

/// Whether `name` looks like a Chinese person's name.
pub(super) fn is_person(name: &[char]) -> bool {
    let family = name.first().is_some_and(|c| FAMILIES.contains(c));
    let double = any(name, DOUBLE, starts_with);
    name.iter().all(|c| is_han(*c))
        && match name.len() {
            2 | 3 => family || double,
            4 => double,
            _ => false,
        }
}

/// A longer name of another language, with dots.
fn is_foreign(name: &[char]) -> bool {
    (5..=16).contains(&name.len()) && name.contains(&'·') && name.iter().all(|c| is_han(*c) || *c == '·')
}

/// A name or part of one in Latin letters, perhaps after 老 or 小.
fn is_latin(name: &[char]) -> bool {
    let rest = &name[usize::from(matches!(name[0], '老' | '小' | '阿'))..];
    let letters = |c: &char| c.is_alphabetic() && !is_han(*c) || matches!(c, '.' | '·');
    rest.len() <= 20 && rest.iter().all(letters)
}

fn longest<'a>(text: &[char], words: &'a str) -> Option<&'a str> {
    words.split_ascii_whitespace().filter(|word| starts_with(text, word)).max_by_key(|word| word.len())
}

/// What the scanner has met so far.
#[derive(Default)]
struct Scan {
    roles: u32,
    persons: u32,
    other_names: u32,
    /// A name directly after a role word, with nothing between, is less sure unless it is a person's.
    glued: u32,
    bad: bool,
    cut: bool,
    /// A mark stands before everything.
    marked: bool,
}

/// A role word with what may stand before it: its length.
fn role_at(text: &[char], fresh: bool) -> Option<usize> {
    if !text.first().is_some_and(|c| ROLE_STARTS.contains(c)) {
        return fresh.then(|| paper_at(text)).flatten();
    }
    let mut at = 0;
    while let Some(word) = longest(&text[at..], BEFORE) {
        at += word.chars().count();
    }
    if let Some(word) = longest(&text[at..], ROLES) {
        return Some(at + word.chars().count());
    }
    if let Some(len) = fresh.then(|| paper_at(text)).flatten() {
        return Some(len);
    }
    let short = text.get(at).is_some_and(|c| SHORT_ROLES.contains(c));
    let alone = text.get(at + 1).is_none_or(|c| separates(*c) || SHORT_ROLES.contains(c));
    (short && alone && fresh).then_some(at + 1)
}

/// A paper's or a station's name before its role word: 某某晚报记者.
fn paper_at(text: &[char]) -> Option<usize> {
    let ends = "报 台 网 社 中心 融媒 刊 新闻 传媒 客户端";
    if !text.iter().take(16).any(|c| matches!(c, '者' | '员')) {
        return None;
    }
    let names = text.iter().take(12).take_while(|c| is_han(**c)).count();
    (2..names).find_map(|at| {
        let named = any(&text[..at], ends, ends_with);
        let role = longest(&text[at..], "记者 通讯员 见习记者 实习记者 首席记者 特约记者 评论员")?;
        named.then_some(at + role.chars().count())
    })
}

fn scan(text: &[char], marked: bool) -> Scan {
    let mut scan = Scan { marked, ..Scan::default() };
    let (mut at, mut fresh, mut after_role) = (0, true, false);
    while at < text.len() {
        if separates(text[at]) {
            (at, fresh, after_role) = (at + 1, true, false);
        } else if let Some(len) = role_at(&text[at..], fresh) {
            scan.roles += 1;
            (at, fresh, after_role) = (at + len, true, true);
        } else {
            let mut end = at + 1;
            while end < text.len() && !separates(text[end]) && role_at(&text[end..], false).is_none() {
                end += 1;
            }
            // A name of two characters set wide: 李　明.
            let wide = end == at + 1 && text.get(end).is_some_and(|c| is_space(*c));
            let wide = wide && text.get(end + 1).is_some_and(|c| is_han(*c));
            let wide = wide && text.get(end + 2).is_none_or(|c| separates(*c));
            let name: Vec<char> = if wide { vec![text[at], text[end + 1]] } else { text[at..end].to_vec() };
            end += if wide { 2 } else { 0 };
            scan.name(&name, after_role, end == text.len());
            (at, fresh, after_role) = (end, false, false);
        }
    }
    scan
}

impl Scan {
    fn name(&mut self, name: &[char], after_role: bool, last: bool) {
        if is_person(name) {
            self.persons += 1;
        } else if is_foreign(name)
            || longest(name, GIVERS).is_some_and(|g| g.chars().count() == name.len())
            || (is_latin(name) && self.roles > 0)
        {
            self.other_names += 1;
        } else if last && name.len() == 1 && is_han(name[0]) && self.roles > 0 {
            self.cut = true;
        } else if self.marked
            && (2..=5).contains(&name.len())
            && name.iter().all(|c| is_han(*c))
            && self.roles == 0
        {
            self.other_names += 1;
        } else if (2..=8).contains(&name.len()) && name.iter().all(|c| is_han(*c)) && self.roles > 0 {
            self.other_names += 1;
            self.glued += u32::from(after_role || name.len() > 4);
        } else {
            self.bad = true;
        }
    }
}

/// Reads `text` (one line or two, with single spaces) as a byline.
pub(super) fn read(text: &[char]) -> Option<Byline> {
    let marks = |c: &char| {
        matches!(
            c,
            '□' | '■'
                | '◎'
                | '⊙'
                | '◉'
                | '●'
                | '○'
                | '▲'
                | '△'
                | '◆'
                | '◇'
                | '★'
                | '☆'
                | '▍'
                | '|'
        )
    };
    let open = |c: &char| matches!(c, '（' | '(' | '【' | '[' | '［');
    let close = |c: &char| matches!(c, '）' | ')' | '】' | ']' | '］');
    if text.len() > 64 {
        return None;
    }
    let text: Vec<char> = text.iter().copied().skip_while(|c| is_space(*c)).collect();
    let marked = text.first().is_some_and(marks);
    let text = &text[text.iter().take_while(|c| marks(c) || is_space(**c)).count()..];
    let bracketed = text.first().is_some_and(open) && text.last().is_some_and(close);
    let text = if bracketed { &text[1..text.len() - 1] } else { text };
    if text.is_empty() || text.iter().any(|c| matches!(c, '。' | '“' | '《' | '！' | '？')) {
        return None;
    }
    let scan = scan(without_place(text), marked);
    let names = scan.persons + scan.other_names;
    if scan.bad || (names == 0 && !scan.cut) {
        let loose = bracketed && is_loose(text);
        return loose.then_some(Byline { sure: 0.5, bracketed, role: false, cut: false });
    }
    let role = scan.roles > 0;
    let sure = match (role, scan.glued) {
        (true, 0) => 1.0,
        (true, _) => 0.4,
        (false, _) if names <= 4 && scan.other_names == 0 => {
            if names == 1 {
                0.55
            } else {
                0.8
            }
        }
        // □阿依努尔 木沙江: a mark and a few words of a name's length.
        (false, _) if (marked || bracketed) && names <= 4 => 0.5,
        (false, _) => return None,
    };
    let sure: f32 = if marked || bracketed { sure + 0.3 } else { sure };
    Some(Byline { sure: sure.min(1.0), bracketed, role, cut: scan.cut })
}

/// Words that say something of a text or a picture, never of who wrote it.
const NO_NAMES: &str =
    "化名 均 系 略 完 待续 续 未完 附 详 见 接 转 注 笑 掌声 另 含 以上 本文 文中 联系 电话 热线 版";

/// What may stand in brackets under a text as its byline although no role and no usual name says so: an office and a
/// name, a name of another language, a pen name, perhaps with a date.
fn is_loose(text: &[char]) -> bool {
    let date = |word: &[char]| {
        word.last() == Some(&'日') && word.iter().all(|c| is_digit(*c) || matches!(c, '年' | '月' | '日'))
    };
    let mut words = 0;
    for word in text.split(|c| separates(*c)).filter(|word| !word.is_empty()) {
        let named = word.iter().all(|c| is_han(*c) || *c == '·');
        let long = if word.contains(&'·') { 16 } else { 10 };
        let name = named && (2..=long).contains(&word.len()) && !any(word, NO_NAMES, contains);
        if !date(word) && !name {
            return false;
        }
        words += usize::from(named && !date(word));
    }
    (1..=5).contains(&words) && text.len() <= 30
}

/// A byline without 发自 and a place at its end.
fn without_place(text: &[char]) -> &[char] {
    let at = text.windows(2).rposition(|w| w == ['发', '自']).filter(|at| *at > 0 && text.len() - at <= 9);
    &text[..at.unwrap_or(text.len())]
}

/// Who sends news: the beginnings of datelines.
const AGENCIES: &str = "本报 本台 本刊 本网 本市 本县 本区 新华社 新华网 中新社 中新网 人民网 央视网 光明网 综合 \
        中国新闻网 央广网 融媒体中心";

/// Length of the bracket at the beginning of `text`, if it holds a byline.
fn bracket(text: &[char]) -> Option<usize> {
    if !text.first().is_some_and(|c| matches!(c, '（' | '(')) {
        return None;
    }
    let end = text.iter().take(64).position(|c| matches!(c, '）' | ')'))?;
    read(&text[1..end]).filter(|byline| byline.role || byline.sure >= 0.5).map(|_| end + 1)
}

/// The dateline at the beginning of `text` (a paragraph's beginning, with its spaces): its length in characters.
pub(super) fn dateline(text: &[char]) -> Option<usize> {
    let after = |at: usize| at + text[at..].iter().take_while(|c| is_space(**c)).count();
    if let Some(len) = bracket(text).filter(|len| has_role(&text[..*len])) {
        return Some(len);
    }
    let from = usize::from(text.first() == Some(&'据'));
    let agency = longest(&text[from..], AGENCIES).map(|word| word.chars().count());
    let others = short_news(text).or_else(|| sent_by_others(text, from));
    let head = agency.map_or_else(|| local_news(text), |len| sent(text, from + len)).or(others)?;
    let with = bracket(&text[after(head)..]).map_or(head, |len| after(head) + len);
    let agreed = agency.is_some()
        || others.is_some()
        || with > head
        || text.get(head).is_none_or(|c| is_space(*c) || *c == '：');
    let colon = usize::from(matches!(text.get(with), Some('：' | ':')));
    agreed.then_some(with + colon)
}

fn has_role(text: &[char]) -> bool {
    any(text, "记者 通讯员 特派员 报道组 评论员", contains)
}

/// 短讯, 快讯 before a piece of news.
fn short_news(text: &[char]) -> Option<usize> {
    let word = longest(text, "短讯 快讯 简讯 又讯 另讯")?.chars().count();
    // Else it is the name of a column, or a word of the sentence.
    let next = text.get(word).filter(|c| !is_space(**c))?;
    (is_han(*next) || is_digit(*next) || *next == '：').then_some(word)
}

/// 路透社内罗毕11月8日电, 渤海经济报北京5月10日电: an agency or a paper that no list has, a place, a date.
fn sent_by_others(text: &[char], from: usize) -> Option<usize> {
    let name = text[from..].iter().take(8).position(|c| matches!(c, '社' | '报' | '网' | '台'))?;
    let named = name >= 2 && text[from..from + name].iter().all(|c| is_han(*c));
    let head = sent(text, from + name + 1).filter(|_| named)?;
    let before = text[..head].iter().rev().skip_while(|c| !is_digit(**c) && **c != '日');
    // 电话, 电影 are words.
    let word = text.get(head).is_some_and(|c| "话影视力动子商器网台脑梯气信报池流".contains(*c));
    (before.take(1).eq(&['日']) && !word).then_some(head)
}

/// 青溪讯: a place of two to four characters and 讯.
fn local_news(text: &[char]) -> Option<usize> {
    let at = text.iter().take(6).position(|c| *c == '讯')?;
    ((2..=5).contains(&at) && text[..at].iter().all(|c| is_han(*c)) && !starts_with(text, "通"))
        .then_some(at + 1)
}

/// 讯, 电, 消息 after an agency, with a place and a date between: the position after it.
fn sent(text: &[char], from: usize) -> Option<usize> {
    let limit = text.len().min(from + 24);
    let end = (from..limit).find(|n| {
        let rest = &text[*n..];
        starts_with(rest, "讯") || starts_with(rest, "电") || starts_with(rest, "消息")
    })?;
    let between: Vec<char> = text[from..end].iter().copied().filter(|c| !is_space(*c)).collect();
    let long = if text[end] == '消' { 2 } else { 1 };
    let dated = between.last() == Some(&'日') && between.iter().any(|c| is_digit(*c));
    let plain = between.iter().all(|c| is_han(*c) || is_digit(*c)) && !contains(&between, "记者");
    let next = text.get(end + long);
    let closed = next.is_none_or(|c| is_space(*c) || matches!(c, '（' | '(' | '：' | ':'));
    let bare = between.is_empty() && text[end] != '电';
    let fits =
        bare || (plain && dated) || (plain && closed && between.len() <= 6) || is_one_of(&between, "专 综合");
    fits.then_some(end + long)
}

/// The byline in brackets at the end of `text`, a paragraph: where it begins.
pub(super) fn signature(text: &[char]) -> Option<usize> {
    if !matches!(text.last(), Some('）' | ')')) {
        return None;
    }
    let from = text.len().saturating_sub(40);
    let open = from + text[from..].iter().rposition(|c| matches!(c, '（' | '('))?;
    let ended = open > 0
        && text[..open]
            .iter()
            .rev()
            .find(|c| !is_space(**c))
            .is_some_and(|c| matches!(c, '。' | '！' | '？' | '”' | '…'));
    (ended && read(&text[open..]).is_some()).then_some(open)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chars(text: &str) -> Vec<char> {
        text.chars().collect()
    }

    #[test]
    fn bylines_in_their_usual_forms() {
        for line in [
            "记者 方渐鸿 通讯员 蒋梦洁",
            "□本报记者 权浩",
            "特聘首席记者 沈小满",
            "记者 吴可馨 文/摄",
            "文／本报记者 雒倩 图／受访者提供",
            "（记者 李　明）",
            "本报见习记者 王小二 实习生 欧阳明月 摄影报道",
            "□青溪晚报记者 王芳",
            "文｜朵儿 图｜老 K",
            "融媒体记者 丁一 通讯员 云法宣",
            "读者 潘建国",
            "文/李明 图/王芳",
            "⊙记者 王芳",
        ] {
            assert!(read(&chars(line)).is_some_and(|b| b.sure >= 0.9), "{line}");
        }
        assert!(read(&chars("文／本报记者 雒倩 图／通讯员 苟")).is_some_and(|b| b.cut));
        assert!(read(&chars("余淑芬")).is_some_and(|b| !b.role));
    }

    #[test]
    fn signatures_of_many_kinds_of_people() {
        for tail in [
            "（阿不都·买买提 王边）",
            "（宣传部 王芳）",
            "（丁一 图/那日·巴图）",
            "（云边）",
            "（青年站 王芳 3月4日）",
        ] {
            let text = chars(&format!("大家都来了。{tail}"));
            assert_eq!(signature(&text), Some(6), "{tail}");
        }
        for tail in ["（完）", "（文中人物均为化名）", "（下转第三版）", "（图略）", "（电话 12345）"]
        {
            assert_eq!(signature(&chars(&format!("大家都来了。{tail}"))), None, "{tail}");
        }
    }

    #[test]
    fn headings_are_no_bylines() {
        for line in [
            "记者节里话初心，他们在路上",
            "首趟专列发车",
            "招聘启事",
            "电动车进楼充电起火 17 名居民被困获救",
            "基建考古有新发现",
        ] {
            assert!(read(&chars(line)).is_none_or(|b| b.sure < 0.6), "{line}");
        }
    }

    #[test]
    fn datelines_end_where_the_news_begins() {
        for (text, line) in [
            ("本报讯（记者 贾思远）昨日上午", "本报讯（记者 贾思远）"),
            ("本报讯 4 月 16 日凌晨", "本报讯"),
            ("新华社西安 4 月 17 日电（记者 杨一泓）记者从", "新华社西安 4 月 17 日电（记者 杨一泓）"),
            ("青溪讯（通讯员 王芳）近日", "青溪讯（通讯员 王芳）"),
            ("（记者 李明）近日", "（记者 李明）"),
            ("短讯7月29日，首届马拉松开跑", "短讯"),
            ("据路透社内罗毕11月8日电打了两年", "据路透社内罗毕11月8日电"),
            ("滨海商报北京5月10日电（记者 李明）今天", "滨海商报北京5月10日电（记者 李明）"),
        ] {
            assert_eq!(dateline(&chars(text)), Some(line.chars().count()), "{text}");
        }
        for text in [
            "本报记者从市电力公司获悉",
            "本报供电公司",
            "通讯员说",
            "（四）加强领导",
            "快讯",
            "供销社11月8日电话通知各户",
            "日报社记者5月10日电影开机",
        ] {
            assert_eq!(dateline(&chars(text)), None, "{text}");
        }
    }

    #[test]
    fn a_signature_needs_a_finished_sentence_before_it() {
        assert_eq!(signature(&chars("整治。（尚可）")), Some(3));
        assert_eq!(signature(&chars("云溪控股（集团）")), None);
    }
}
