//! The taxonomy of topics: codes and names. The default is IPTC Media Topics, top level, with Chinese names of our own.

use serde::{Deserialize, Serialize};

/// One topic of a taxonomy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Concept {
    /// Code with prefix.
    pub code: String,
    /// The short number that people use, such as `11`.
    pub short: String,
    /// Chinese name.
    pub zh: String,
    /// English name.
    pub en: String,
}

/// The topics that a dataset uses.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taxonomy {
    /// Name and where it is from.
    pub name: String,
    /// Licence and attribution.
    pub licence: String,
    /// The topics in order of code.
    pub concepts: Vec<Concept>,
}

impl Taxonomy {
    /// The 17 top topics of the IPTC.
    pub fn iptc() -> Self {
        // Built in and read by a test, so the fallback is never met by a user.
        serde_json::from_str(include_str!("../../assets/taxonomies/iptc.json")).unwrap_or(Self {
            name: String::new(),
            licence: String::new(),
            concepts: Vec::new(),
        })
    }

    /// A topic by its code.
    pub fn get(&self, code: &str) -> Option<&Concept> {
        self.concepts.iter().find(|concept| concept.code == code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_iptc_top_level_has_seventeen_topics() {
        let taxonomy = Taxonomy::iptc();
        assert_eq!(taxonomy.concepts.len(), 17);
        assert_eq!(taxonomy.get("medtop:11000000").map(|c| c.zh.as_str()), Some("政治与政府"));
        assert!(taxonomy.licence.contains("CC BY 4.0"));
    }
}
