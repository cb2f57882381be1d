//! The card: what the folder holds, in the words of `datasets` and of people.

use super::bio::Tags;
use crate::exchange::Setting;
use std::fmt::Write;

/// The fields of `records`: name, type, or the fields of the things in a list.
enum Field {
    Plain(&'static str),
    Texts,
    List(&'static [(&'static str, &'static str)]),
}

const RECORDS: [(&str, Field); 17] = [
    ("id", Field::Plain("string")),
    ("issue_id", Field::Plain("string")),
    ("paper", Field::Plain("string")),
    ("date", Field::Plain("string")),
    ("kind", Field::Plain("string")),
    ("status", Field::Plain("string")),
    ("headline", Field::Plain("string")),
    ("supplied", Field::Plain("string")),
    ("summary", Field::Plain("string")),
    ("text", Field::Plain("string")),
    ("blocks", Field::List(&[("role", "string"), ("start", "int32"), ("end", "int32"), ("page", "int32")])),
    ("entities", Field::List(MARK)),
    ("rejected", Field::List(MARK)),
    ("relations", Field::List(&[("type", "string"), ("from", "string"), ("to", "string")])),
    (
        "topics",
        Field::List(&[("code", "string"), ("status", "string"), ("by", "string"), ("score", "float32")]),
    ),
    ("keywords", Field::Texts),
    ("notes", Field::Texts),
];

const MARK: &[(&str, &str)] = &[
    ("id", "string"),
    ("start", "int32"),
    ("end", "int32"),
    ("label", "string"),
    ("text", "string"),
    ("status", "string"),
    ("by", "string"),
    ("at", "string"),
    ("score", "float32"),
    ("value", "string"),
    ("link_register", "string"),
    ("link_id", "string"),
    ("link_name", "string"),
];

/// The card of a folder whose files end so.
pub fn card(setting: &Setting, tags: &Tags, extension: &str) -> String {
    let mut card = String::from("---\nlanguage:\n- zh\nlicense: other\n");
    // Writing to a String cannot fail, here and below.
    let _ = writeln!(card, "pretty_name: {}", quoted(&setting.name));
    let made = if setting.options.proposed { "machine-generated" } else { "expert-generated" };
    let _ = writeln!(card, "annotations_creators:\n- {made}");
    card += "task_categories:\n- token-classification\n- text-classification\n";
    card += "task_ids:\n- named-entity-recognition\n- multi-label-classification\n";
    let _ = writeln!(card, "size_categories:\n- {}", size(tags.articles));
    card += "configs:\n";
    for (config, default) in [("records", "  default: true\n"), ("bio", "")] {
        let _ = write!(
            card,
            "- config_name: {config}\n{default}  data_files:\n  - split: train\n    path: {config}/train.{extension}\n"
        );
    }
    features(&mut card, tags);
    card += "---\n\n";
    words(&mut card, setting, tags);
    card
}

fn features(card: &mut String, tags: &Tags) {
    *card += "dataset_info:\n- config_name: records\n  features:\n";
    for (name, field) in &RECORDS {
        let _ = writeln!(card, "  - name: {name}");
        match field {
            Field::Plain(kind) => {
                let _ = writeln!(card, "    dtype: {kind}");
            }
            Field::Texts => *card += "    list: string\n",
            Field::List(fields) => {
                *card += "    list:\n";
                for (name, kind) in *fields {
                    let _ = writeln!(card, "    - name: {name}\n      dtype: {kind}");
                }
            }
        }
    }
    *card += "- config_name: bio\n  features:\n  - name: id\n    dtype: string\n";
    *card += "  - name: tokens\n    list: string\n  - name: ner_tags\n    list:\n      class_label:\n        names:\n";
    for (number, name) in tags.names.iter().enumerate() {
        let _ = writeln!(card, "          '{number}': {}", quoted(name));
    }
}

fn words(card: &mut String, setting: &Setting, tags: &Tags) {
    let _ = writeln!(card, "# {}\n", setting.name.replace(['\n', '\r'], " "));
    *card += "由朱批导出。一行是一篇稿件。\n\n";
    *card += "- `records`：正文、分块、实体、分类、关键词、任职关系。`start`、`end` 数的是 `text` 的字符（Unicode 码点），含头不含尾。\n";
    *card +=
        "- `bio`：一个字符一个标记，第 n 个字符就是 `text` 的第 n 个；套在里面的实体只在 `records` 里。\n";
    *card += "- `rejected` 是编辑否决过的提议，可以当反例。\n\n";
    *card += "```python\nfrom datasets import load_dataset\nrecords = load_dataset(\"这个文件夹\", \"records\", split=\"train\")\n```\n\n";
    let _ = writeln!(card, "稿件 {} 篇。\n\n| 标签 | 名称 | 处数 |\n|---|---|---|", tags.articles);
    for (label, count) in &tags.marks {
        let name = setting.labels.get(label).map_or("", |label| label.zh.as_str());
        let _ = writeln!(card, "| {} | {} | {count} |", cell(label.as_str()), cell(name));
    }
}

/// A string of YAML; JSON's are.
fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_default()
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace(['\n', '\r'], " ")
}

fn size(articles: usize) -> &'static str {
    match articles {
        0..1_000 => "n<1K",
        1_000..10_000 => "1K<n<10K",
        10_000..100_000 => "10K<n<100K",
        100_000..1_000_000 => "100K<n<1M",
        _ => "1M<n<10M",
    }
}
