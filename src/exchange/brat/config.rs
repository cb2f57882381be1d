//! What brat is told about the labels.

use crate::annotation::{LabelSet, RelationKind};
use crate::exchange::label_studio::relation;
use crate::exchange::name::escaped;
use std::fmt::Write;

/// `annotation.conf`: the types, and which relations may be between them.
pub fn annotation(labels: &LabelSet) -> String {
    let mut conf = String::from("[entities]\n");
    for label in &labels.labels {
        conf += &escaped(label.id.as_str());
        conf.push('\n');
    }
    conf += "\n[relations]\n";
    for kind in RelationKind::ALL {
        let (from, to) = kind.ends();
        // Writing to a String cannot fail.
        let _ = writeln!(conf, "{}\tArg1:{}, Arg2:{}", relation(kind), from.join("|"), to.join("|"));
    }
    conf += "<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>\n";
    conf + "\n[events]\n\n[attributes]\nProposed\tArg:<ENTITY>\n"
}

/// `visual.conf`: their names and colours.
pub fn visual(labels: &LabelSet) -> String {
    let mut conf = String::from("[labels]\n");
    let plain = |name: &str| name.replace(['|', '\n', '\r'], " ");
    for label in &labels.labels {
        let _ = writeln!(
            conf,
            "{} | {} | {}",
            escaped(label.id.as_str()),
            plain(&label.zh),
            plain(&label.letter_zh)
        );
    }
    conf += "\n[drawing]\n";
    for label in &labels.labels {
        let _ = writeln!(conf, "{}\tbgColor:{}", escaped(label.id.as_str()), label.color);
    }
    conf + "Proposed\tglyph:?\n"
}
