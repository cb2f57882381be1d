//! Which field of a record is what: guessed by the names that crawlers use, or said by the editor.
//!
//! A [`Mapping`] goes from our fields to the names in the file. Names are compared without case, spaces and signs, and of
//! a nested name (`_source.title`) the last part counts.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a record can tell of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// 主题
    Title,
    /// 正文
    Body,
    /// 署名
    Byline,
    /// 日期
    Date,
    /// 报名
    Paper,
    /// 版次
    Page,
    /// 栏目
    Column,
    /// 引题
    Kicker,
    /// 副题
    Subtitle,
    /// 图注
    Caption,
}

impl Field {
    /// All fields, in the order of the dialog.
    pub const ALL: [Self; 10] = [
        Self::Title,
        Self::Body,
        Self::Byline,
        Self::Date,
        Self::Paper,
        Self::Page,
        Self::Column,
        Self::Kicker,
        Self::Subtitle,
        Self::Caption,
    ];

    /// Its word on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Body => "body",
            Self::Byline => "byline",
            Self::Date => "date",
            Self::Paper => "paper",
            Self::Page => "page",
            Self::Column => "column",
            Self::Kicker => "kicker",
            Self::Subtitle => "subtitle",
            Self::Caption => "caption",
        }
    }

    /// Key of its name in the interface.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Title => "field.title",
            Self::Body => "field.body",
            Self::Byline => "field.byline",
            Self::Date => "field.date",
            Self::Paper => "field.paper",
            Self::Page => "field.page",
            Self::Column => "field.column",
            Self::Kicker => "field.kicker",
            Self::Subtitle => "field.subtitle",
            Self::Caption => "field.caption",
        }
    }

    /// The names under which crawlers and archives keep it, the likeliest first.
    const fn usual(self) -> &'static str {
        match self {
            Self::Title => {
                "title headline newstitle articletitle arttitle biaoti 标题 主题 题目 题名 新闻标题 文章标题 稿件标题"
            }
            Self::Body => {
                "content body text maintext fulltext articlebody articlecontent newscontent contenttext contents \
                 zhengwen article 正文 内容 全文 文本 正文内容 新闻内容 文章内容 稿件内容"
            }
            Self::Byline => {
                "author authors byline writer reporter creator zuozhe 作者 记者 署名 作者记者 撰稿 责任者 通讯员"
            }
            Self::Date => {
                "date pubdate publishdate publicationdate datepublished publishedat publishtime pubtime issuedate \
                 datetime time ptime riqi 日期 发布时间 发布日期 出版日期 见报日期 刊发日期 刊登日期 时间 发表时间"
            }
            Self::Paper => {
                "paper newspaper papername publication media 报纸 报名 报刊 报纸名称 报纸名 媒体 source sitename 来源 \
                 稿源 出处"
            }
            Self::Page => {
                "page pageno pagenum pagenumber edition layout banci nodename 版次 版面 版号 版 版名 版面名称 版序"
            }
            Self::Column => "column columnname section channel lanmu 栏目 专栏 栏目名 栏目名称 频道",
            Self::Kicker => "introtitle kicker pretitle yinti 引题 肩题 眉题 引标题",
            Self::Subtitle => "subtitle subheadline subhead futi 副题 副标题 子标题",
            Self::Caption => {
                "caption captions imagecaption picturecaption images pictures photos pics 图注 图说 图片说明 图片 图片描述"
            }
        }
    }

    /// The field of a word on the command line, ours or a usual one.
    fn named(word: &str) -> Option<Self> {
        let word = plain(word);
        let ours = Self::ALL.into_iter().find(|field| field.name() == word);
        ours.or_else(|| {
            Self::ALL.into_iter().find(|field| field.usual().split_whitespace().any(|usual| usual == word))
        })
    }
}

/// A name without case, spaces and signs.
fn plain(name: &str) -> String {
    let last = name.rsplit('.').next().unwrap_or_default();
    last.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Which name of the file is which field.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Mapping(pub BTreeMap<Field, String>);

impl Mapping {
    /// What the names of a file's fields suggest; may be too little ([`Mapping::is_enough`]).
    #[must_use]
    pub fn guess(names: &[String]) -> Self {
        let plain: Vec<String> = names.iter().map(|name| plain(name)).collect();
        let mut taken = vec![false; names.len()];
        let mut mapping = BTreeMap::new();
        for field in Field::ALL {
            let mut usual = field.usual().split_whitespace();
            let found = usual.find_map(|word| (0..names.len()).find(|n| !taken[*n] && plain[*n] == word));
            if let Some(n) = found {
                taken[n] = true;
                mapping.insert(field, names[n].clone());
            }
        }
        Self(mapping)
    }

    /// The name of a field in the file.
    pub fn name(&self, field: Field) -> Option<&str> {
        self.0.get(&field).map(String::as_str)
    }

    /// Whether it says where the text is.
    pub fn is_enough(&self) -> bool {
        self.0.contains_key(&Field::Body)
    }

    /// Whether the file has all names that it speaks of.
    pub fn fits(&self, names: &[String]) -> bool {
        self.is_enough() && self.0.values().all(|name| names.contains(name))
    }

    /// Reads `title=标题,body=正文`, the same line by line, or a JSON object of the same.
    ///
    /// # Errors
    /// The first word that is no field, or has no name beside it.
    pub fn parse(table: &str) -> Result<Self, String> {
        let table = table.trim().trim_start_matches('\u{feff}');
        let pairs: Vec<(String, String)> = if table.starts_with('{') {
            let object: BTreeMap<String, String> =
                serde_json::from_str(table).map_err(|_| table.chars().take(40).collect::<String>())?;
            object.into_iter().collect()
        } else {
            let words = table.split(['\n', ',', '，', ';']).map(str::trim).filter(|word| !word.is_empty());
            let pair = |word: &str| {
                let (field, name) = word.split_once(['=', '\t', ':']).ok_or_else(|| word.to_owned())?;
                Ok((field.trim().to_owned(), name.trim().to_owned()))
            };
            words.filter(|word| !word.starts_with('#')).map(pair).collect::<Result<_, String>>()?
        };
        let mut mapping = BTreeMap::new();
        for (word, name) in pairs {
            let field = Field::named(&word).filter(|_| !name.is_empty()).ok_or(word)?;
            mapping.insert(field, name);
        }
        Ok(Self(mapping))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(words: &str) -> Vec<String> {
        words.split(' ').map(ToOwned::to_owned).collect()
    }

    #[test]
    fn the_names_that_crawlers_use_are_known() {
        let mapping = Mapping::guess(&names("id 标题 正文 作者 发布时间 报纸 版次 引题"));
        assert_eq!(mapping.name(Field::Title), Some("标题"));
        assert_eq!(mapping.name(Field::Body), Some("正文"));
        assert_eq!(mapping.name(Field::Date), Some("发布时间"));
        assert_eq!(mapping.name(Field::Kicker), Some("引题"));
        let mapping = Mapping::guess(&names(
            "_source.Pub_Date _source.intro-title _source.content _source.title source",
        ));
        assert_eq!(mapping.name(Field::Date), Some("_source.Pub_Date"));
        assert_eq!(mapping.name(Field::Kicker), Some("_source.intro-title"));
        assert_eq!(mapping.name(Field::Paper), Some("source"));
        assert!(mapping.is_enough());
        assert!(!Mapping::guess(&names("甲 乙 丙")).is_enough());
    }

    #[test]
    fn a_table_is_read_in_three_forms() {
        let wanted = Mapping([(Field::Title, "甲".to_owned()), (Field::Body, "乙".to_owned())].into());
        assert_eq!(Mapping::parse("title=甲,body=乙").as_ref(), Ok(&wanted));
        assert_eq!(Mapping::parse("# 说明\n标题\t甲\n正文: 乙\n").as_ref(), Ok(&wanted));
        assert_eq!(Mapping::parse("{\"title\":\"甲\",\"正文\":\"乙\"}").as_ref(), Ok(&wanted));
        assert_eq!(Mapping::parse("colour=红"), Err("colour".to_owned()));
        assert_eq!(Mapping::parse("title"), Err("title".to_owned()));
    }
}
