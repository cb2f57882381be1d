//! What another tool's labels are here: lines of `theirs=ours`; nothing behind the sign leaves the label out.

use crate::annotation::{LabelId, LabelSet};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The table. It is about marks, topics and relations alike.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LabelTable(pub BTreeMap<String, String>);

/// What becomes of a label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is this one.
    Label(LabelId),
    /// It is left out on purpose.
    Out,
    /// Nobody has said.
    Unknown,
}

impl LabelTable {
    /// A table of lines, `,` and `;` count as line ends where it is written on the command line; `#` begins a remark.
    ///
    /// # Errors
    /// The first line without `=`.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut table = BTreeMap::new();
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        for line in text.split(['\n', ',', ';']).map(str::trim).filter(|line| !line.is_empty()) {
            if line.starts_with('#') {
                continue;
            }
            let (theirs, ours) = line.split_once('=').ok_or_else(|| line.to_owned())?;
            table.insert(theirs.trim().to_owned(), ours.trim().to_owned());
        }
        Ok(Self(table))
    }

    /// What was said of a label; the label itself where nothing was.
    pub fn of<'a>(&'a self, theirs: &'a str) -> &'a str {
        self.0.get(theirs).map_or(theirs, String::as_str)
    }

    /// A mark's label here: what the table says, else the label of that id or name.
    pub fn label(&self, theirs: &str, labels: &LabelSet) -> Fate {
        let ours = self.of(theirs);
        if ours.is_empty() && self.0.contains_key(theirs) {
            return Fate::Out;
        }
        let same = |name: &str| name.eq_ignore_ascii_case(ours);
        let found = labels.labels.iter().find(|l| l.id.as_str() == ours);
        let found = found
            .or_else(|| labels.labels.iter().find(|l| same(l.id.as_str()) || same(&l.zh) || same(&l.en)));
        found.map_or(Fate::Unknown, |label| Fate::Label(label.id.clone()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_known_by_table_id_and_name() {
        let labels = LabelSet::newspaper();
        let table = LabelTable::parse("# a remark\nPERSON = PER\r\nMISC=\n").unwrap();
        let label = |id: &str| Fate::Label(LabelId::new(id));
        assert_eq!(table.label("PERSON", &labels), label("PER"));
        assert_eq!(table.label("org", &labels), label("ORG"));
        assert_eq!(table.label("人物", &labels), label("PER"));
        assert_eq!(table.label("MISC", &labels), Fate::Out);
        assert_eq!(table.label("GPE", &labels), Fate::Unknown);
        assert_eq!(LabelTable::parse("PERSON"), Err("PERSON".to_owned()));
    }
}
