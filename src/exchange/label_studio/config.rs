//! The labelling configuration: the controls that the tasks' results are from.

use crate::annotation::{LabelSet, RelationKind, Taxonomy};
use quick_xml::escape::escape;
use std::fmt::Write;

/// The configuration for these labels and topics, as it is pasted into a project.
pub fn config(labels: &LabelSet, taxonomy: &Taxonomy) -> String {
    let mut xml = String::from("<View>\n  <Labels name=\"ner\" toName=\"text\">\n");
    // Writing to a String cannot fail.
    for label in &labels.labels {
        let (id, name) = (escape(label.id.as_str()), escape(&label.zh));
        let _ = writeln!(
            xml,
            "    <Label value=\"{name}\" alias=\"{id}\" background=\"{}\"/>",
            escape(&label.color)
        );
    }
    xml += "  </Labels>\n  <Relations>\n";
    for kind in RelationKind::ALL {
        let _ = writeln!(xml, "    <Relation value=\"{}\"/>", super::write::relation(kind));
    }
    xml += "  </Relations>\n  <Text name=\"text\" value=\"$text\"/>\n";
    xml += "  <Choices name=\"topic\" toName=\"text\" choice=\"multiple\">\n";
    for concept in &taxonomy.concepts {
        let (code, name) = (escape(&concept.code), escape(&concept.zh));
        let _ = writeln!(xml, "    <Choice value=\"{name}\" alias=\"{code}\"/>");
    }
    xml += "  </Choices>\n";
    for (name, of_mark) in [("keywords", false), ("notes", false), ("value", true), ("link", true)] {
        let of_mark = if of_mark { " perRegion=\"true\"" } else { "" };
        let _ = writeln!(xml, "  <TextArea name=\"{name}\" toName=\"text\"{of_mark}/>");
    }
    xml + "</View>\n"
}
