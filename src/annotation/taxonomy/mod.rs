//! The taxonomy of topics: codes and names, each topic under another or at the top. The default is IPTC Media Topics, top
//! and second level, with Chinese names of our own; another one is read from a table or from SKOS.

mod error;
mod skos;
mod table;

pub use error::TaxonomyError;

use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};
use std::path::Path;

/// How long the file of a taxonomy may be, in bytes.
const MOST_BYTES: u64 = 50_000_000;
/// How deep a taxonomy may be.
const MOST_LEVELS: usize = 32;

/// What becomes of the topics that a taxonomy has no more, by code: another one, or nothing.
pub type TopicFates = BTreeMap<String, Option<String>>;

/// One topic of a taxonomy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Concept {
    /// Code with prefix.
    pub code: String,
    /// The short number that people use, such as `11`.
    pub short: String,
    /// Chinese name.
    pub zh: String,
    /// English name; empty where there is none.
    #[serde(default)]
    pub en: String,
    /// Code of the concept above; none at the top.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    /// Words that speak for it, and its other names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<String>,
}

impl Concept {
    /// The words by which it is recognised: its own and the parts of its names.
    pub fn seeds(&self) -> Vec<String> {
        let parts = self.zh.split(|c: char| !c.is_alphanumeric() || "与和及".contains(c));
        let mut seeds: Vec<String> = parts.map(str::to_owned).chain(self.words.iter().cloned()).collect();
        seeds.push(self.zh.clone());
        seeds.retain(|word| word.chars().count() >= 2);
        seeds.sort();
        seeds.dedup();
        seeds
    }
}

/// The topics that a dataset uses.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taxonomy {
    /// Name and where it is from.
    pub name: String,
    /// Licence and attribution.
    pub licence: String,
    /// The topics in the order of the file.
    pub concepts: Vec<Concept>,
}

impl Taxonomy {
    /// The 17 top topics of the IPTC and those of the second level.
    pub fn iptc() -> Self {
        // Built in and read by a test, so the fallback is never met by a user.
        serde_json::from_str(include_str!("../../../assets/taxonomies/iptc.json")).unwrap_or(Self {
            name: String::new(),
            licence: String::new(),
            concepts: Vec::new(),
        })
    }

    /// Reads a taxonomy from a file.
    ///
    /// # Errors
    /// Where the file cannot be read or is no taxonomy, with the place.
    pub fn open(path: &Path) -> Result<Self, TaxonomyError> {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let unread =
            |error: std::io::Error| TaxonomyError::File(name.clone().into_owned(), error.to_string());
        // A taxonomy of a hundred thousand topics has ten megabytes.
        let length = std::fs::metadata(path).map_err(unread)?.len();
        if length > MOST_BYTES {
            return Err(TaxonomyError::Large(name.into_owned()));
        }
        Self::read(&std::fs::read(path).map_err(unread)?, &name)
    }

    /// Reads a taxonomy from the bytes of a file: a table (CSV; `table.rs` says its columns) or SKOS in RDF/XML. `name` is
    /// the file's; codes without a prefix get one that is made of it.
    ///
    /// # Errors
    /// Where the file is no taxonomy, with the place.
    pub fn read(bytes: &[u8], name: &str) -> Result<Self, TaxonomyError> {
        let text = text(bytes);
        let start = text.trim_start();
        let is_turtle = ["@prefix", "@base", "prefix ", "base "]
            .iter()
            .any(|word| start.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word)));
        if is_turtle {
            return Err(TaxonomyError::Turtle(name.to_owned()));
        }
        let concepts =
            if start.starts_with('<') { skos::read(&text, name) } else { table::read(&text, name) }?;
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        let mut taxonomy = Self { name: stem.to_owned(), licence: String::new(), concepts };
        taxonomy.prefix(stem);
        taxonomy.check(name)?;
        Ok(taxonomy)
    }

    /// The taxonomy as a table (CSV) that [`Taxonomy::read`] reads again.
    pub fn table(&self) -> String {
        table::write(&self.concepts)
    }

    /// Gives codes a prefix, so that those of two taxonomies cannot be taken for each other.
    fn prefix(&mut self, stem: &str) {
        let prefix: String =
            stem.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
        let prefix = if prefix.is_empty() { "own".to_owned() } else { prefix };
        let full = |code: &str| if code.contains(':') { code.to_owned() } else { format!("{prefix}:{code}") };
        for concept in &mut self.concepts {
            concept.code = full(&concept.code);
            concept.parent = concept.parent.as_deref().map(full);
        }
    }

    /// Whether it can be worked with; `file` is what it is called where it cannot.
    ///
    /// # Errors
    /// What is wrong: no topic, two of one code, one without a name, under itself or under one that is missing.
    pub fn check(&self, file: &str) -> Result<(), TaxonomyError> {
        let file = || file.to_owned();
        if self.concepts.is_empty() {
            return Err(TaxonomyError::Empty(file()));
        }
        let mut above: HashMap<&str, Option<&str>> = HashMap::new();
        for (n, concept) in self.concepts.iter().enumerate() {
            if concept.code.is_empty() || concept.zh.is_empty() {
                return Err(TaxonomyError::Bare(file(), n as u64 + 1));
            }
            if above.insert(&concept.code, concept.parent.as_deref()).is_some() {
                return Err(TaxonomyError::Twice(file(), concept.code.clone()));
            }
        }
        for concept in &self.concepts {
            let (mut at, mut steps) = (concept, 0);
            while let Some(parent) = &at.parent {
                let missing = || TaxonomyError::Parent(file(), at.code.clone(), parent.clone());
                at = self.get(parent).ok_or_else(missing)?;
                steps += 1;
                if steps > MOST_LEVELS {
                    return Err(TaxonomyError::Circle(file(), concept.code.clone()));
                }
            }
        }
        Ok(())
    }

    /// The topics without a parent, in order.
    pub fn tops(&self) -> impl Iterator<Item = &Concept> {
        self.concepts.iter().filter(|concept| concept.parent.is_none())
    }

    /// The topmost topic above a code; itself where it has no parent.
    pub fn top_of(&self, code: &str) -> Option<&Concept> {
        let mut concept = self.get(code)?;
        // A circle of parents ends after as many steps as there are topics.
        for _ in 0..self.concepts.len() {
            let Some(parent) = &concept.parent else { break };
            concept = self.get(parent)?;
        }
        Some(concept)
    }

    /// A topic by its code.
    pub fn get(&self, code: &str) -> Option<&Concept> {
        self.concepts.iter().find(|concept| concept.code == code)
    }
}

/// The words of a field, parted by spaces or by marks.
pub fn words(field: &str) -> Vec<String> {
    let words = field.split(|c: char| c.is_whitespace() || "；;、，,|".contains(c));
    words.filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// The file's text: UTF-8, UTF-16 with its mark, else GB 18030, as Excel writes it in China.
fn text(bytes: &[u8]) -> String {
    if let Some((encoding, _)) = encoding_rs::Encoding::for_bom(bytes) {
        return encoding.decode(bytes).0.into_owned();
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => encoding_rs::GB18030.decode(bytes).0.into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_iptc_has_seventeen_topics_and_a_second_level_with_names_of_our_own() {
        let taxonomy = Taxonomy::iptc();
        assert_eq!(taxonomy.tops().count(), 17);
        assert_eq!(taxonomy.concepts.len(), 139);
        assert_eq!(taxonomy.get("medtop:11000000").map(|c| c.zh.as_str()), Some("政治与政府"));
        let of = |code| taxonomy.top_of(code).map(|c| c.code.as_str());
        assert_eq!(of("medtop:20000139"), Some("medtop:03000000"));
        for concept in &taxonomy.concepts {
            assert!(!concept.zh.is_empty() && !concept.en.is_empty(), "{}", concept.code);
        }
        assert_eq!(taxonomy.check("iptc"), Ok(()));
        assert!(taxonomy.licence.contains("CC BY 4.0") && taxonomy.licence.contains("our own"));
    }

    const TABLE: &str =
        "name,code,parent,words\n经济,F,,企业 外贸\n\n“对外贸易、口岸”,F7,F,出口；进口\n教育,G,,\n";

    #[test]
    fn a_table_is_read_with_its_levels_words_and_a_prefix_of_its_own() {
        for (bytes, how) in [
            (TABLE.as_bytes().to_vec(), "UTF-8"),
            (["\u{feff}", TABLE].concat().into_bytes(), "a mark of UTF-8"),
            (encoding_rs::GB18030.encode(TABLE).0.into_owned(), "GB 18030"),
            (TABLE.replace(',', "\t").into_bytes(), "tabs"),
        ] {
            let taxonomy = Taxonomy::read(&bytes, "馆藏 CLC.csv").unwrap();
            let codes: Vec<&str> = taxonomy.concepts.iter().map(|c| c.code.as_str()).collect();
            assert_eq!(codes, ["馆藏clc:F", "馆藏clc:F7", "馆藏clc:G"], "{how}");
            let trade = &taxonomy.concepts[1];
            assert_eq!((trade.short.as_str(), trade.parent.as_deref()), ("F7", Some("馆藏clc:F")));
            for word in ["对外贸易", "口岸", "出口", "进口"] {
                assert!(trade.seeds().iter().any(|seed| seed == word), "{word} {:?}", trade.seeds());
            }
        }
    }

    #[test]
    fn a_taxonomy_comes_back_from_its_table() {
        for taxonomy in [Taxonomy::iptc(), Taxonomy::read(TABLE.as_bytes(), "馆藏.csv").unwrap()] {
            let again = Taxonomy::read(taxonomy.table().as_bytes(), "又.csv").unwrap();
            let plain = |taxonomy: &Taxonomy| -> Vec<_> {
                let rows = taxonomy.concepts.iter();
                rows.map(|c| (c.code.clone(), c.zh.clone(), c.en.clone(), c.parent.clone(), c.words.clone()))
                    .collect()
            };
            assert_eq!(plain(&again), plain(&taxonomy));
        }
    }

    const SKOS: &str = r#"<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="r" xmlns:skos="s">
  <skos:ConceptScheme rdf:about="http://x.cn/t"><skos:prefLabel xml:lang="zh">全</skos:prefLabel></skos:ConceptScheme>
  <skos:Concept rdf:about="http://x.cn/t/10">
    <skos:prefLabel xml:lang="en">Sport &amp; play</skos:prefLabel>
    <skos:prefLabel xml:lang="zh-Hans">体育</skos:prefLabel>
    <skos:altLabel xml:lang="zh">运动</skos:altLabel>
    <skos:notation>t:10</skos:notation>
    <skos:narrower rdf:resource="http://x.cn/t/12"/>
  </skos:Concept>
  <rdf:Description rdf:about="http://x.cn/t/11">
    <rdf:type rdf:resource="http://www.w3.org/2004/02/skos/core#Concept"/>
    <skos:broader rdf:resource="http://x.cn/t/10"/>
    <skos:prefLabel>球类</skos:prefLabel>
  </rdf:Description>
  <skos:Concept rdf:about="http://x.cn/t/12"><skos:prefLabel xml:lang="en">Chess</skos:prefLabel></skos:Concept>
</rdf:RDF>"#;

    #[test]
    fn skos_is_read_by_broader_and_narrower_notation_and_language() {
        let taxonomy = Taxonomy::read(SKOS.as_bytes(), "sport.rdf").unwrap();
        let rows: Vec<_> = taxonomy
            .concepts
            .iter()
            .map(|c| (c.code.as_str(), c.zh.as_str(), c.en.as_str(), c.parent.as_deref()))
            .collect();
        assert_eq!(
            rows,
            [
                ("t:10", "体育", "Sport & play", None),
                ("sport:11", "球类", "", Some("t:10")),
                ("sport:12", "Chess", "Chess", Some("t:10")),
            ]
        );
        assert_eq!(taxonomy.concepts[0].words, ["运动"]);
    }

    #[test]
    fn what_is_no_taxonomy_is_refused_with_its_place() {
        let read = |text: &str| Taxonomy::read(text.as_bytes(), "t.csv").unwrap_err();
        let file = || "t.csv".to_owned();
        assert_eq!(read("name\n甲\n"), TaxonomyError::Column(file(), "code"));
        assert_eq!(read("code,name\nA,甲\nB,\n"), TaxonomyError::Bare(file(), 3));
        assert_eq!(read("code,name\nA,甲\nA,乙\n"), TaxonomyError::Twice(file(), "t:A".into()));
        assert_eq!(
            read("code,name,parent\nA,甲,Z\n"),
            TaxonomyError::Parent(file(), "t:A".into(), "t:Z".into())
        );
        assert_eq!(read("code,name,parent\nA,甲,B\nB,乙,A\n"), TaxonomyError::Circle(file(), "t:A".into()));
        assert_eq!(read("code,name\n"), TaxonomyError::Empty(file()));
        assert_eq!(read("<rdf:RDF></rdf:RDF>"), TaxonomyError::Empty(file()));
        assert_eq!(read("@prefix a: <b> ."), TaxonomyError::Turtle(file()));
        assert!(matches!(read("<a>\n<b>\n</a>"), TaxonomyError::Line(_, 3, _)));
        assert!(matches!(read(&SKOS[..SKOS.len() - 9]), TaxonomyError::Line(..)));
        let strings = [crate::strings::Language::Zh, crate::strings::Language::En];
        for strings in strings.map(crate::strings::Strings::of) {
            let said = strings.say(&TaxonomyError::Bare(file(), 3).message());
            assert!(said.contains("t.csv") && said.contains('3') && !said.contains('{'), "{said}");
        }
    }
}
