//! The card of a dataset: a `README.md` as Hugging Face reads it, its head in YAML, then Chinese and English.
//!
//! Every figure is counted; what is not known is said to be not known. The sentences are the card's own and stand here
//! beside what they are about, in both languages, since they are for readers of the data and not for the window.

use super::{Facts, Figures};
use crate::dataset::release::{Part, Unit};
use crate::issue::ArticleStatus;
use std::collections::BTreeSet;
use std::fmt::Write;

/// Fewer marks than this are few to learn a label from.
const FEW: usize = 50;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Tongue {
    Zh,
    En,
}

impl Tongue {
    fn of<'a>(self, zh: &'a str, en: &'a str) -> &'a str {
        if self == Self::Zh { zh } else { en }
    }
}

/// The card of a release.
pub fn card(facts: &Facts) -> String {
    let mut text = head(facts);
    for tongue in [Tongue::Zh, Tongue::En] {
        body(facts, tongue, &mut text);
    }
    text
}

/// A value of the head, quoted so that nothing in it can end it.
fn quoted(value: &str) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// One cell of a table, one line of a list.
fn plain(text: &str) -> String {
    text.replace(['\n', '\r'], " ").replace('|', "\\|")
}

fn head(facts: &Facts) -> String {
    let articles = facts.all().articles;
    let size = match articles {
        0..1_000 => "n<1K",
        1_000..10_000 => "1K<n<10K",
        10_000..100_000 => "10K<n<100K",
        _ => "100K<n<1M",
    };
    let mut head = String::from("---\nlanguage:\n- zh\n");
    if !facts.recipe.licence.is_empty() {
        let _ = writeln!(head, "license: {}", quoted(&facts.recipe.licence));
    }
    let _ = writeln!(head, "pretty_name: {}", quoted(&facts.recipe.name));
    head += "task_categories:\n- token-classification\n- text-classification\n";
    head += "task_ids:\n- named-entity-recognition\n- topic-classification\n";
    let _ = writeln!(head, "size_categories:\n- {size}");
    head += "configs:\n- config_name: default\n  data_files:\n";
    for part in Part::ALL {
        // An empty file is no split to those who load it.
        if facts.parts[part as usize].articles > 0 {
            let name = part.name();
            let _ = writeln!(head, "  - split: {name}\n    path: data/{name}.jsonl");
        }
    }
    head + "---\n\n"
}

fn body(facts: &Facts, tongue: Tongue, text: &mut String) {
    let all = facts.all();
    let say = |zh: &str, en: &str| tongue.of(zh, en).to_owned();
    // Writing to a String cannot fail.
    let _ = match tongue {
        Tongue::Zh => writeln!(text, "# {}\n", plain(&facts.recipe.name)),
        Tongue::En => writeln!(text, "## English\n"),
    };
    let titles =
        facts.titles.iter().map(|title| plain(title)).collect::<Vec<_>>().join(tongue.of("、", ", "));
    let days = facts
        .days
        .as_ref()
        .map(|(first, last)| if first == last { first.clone() } else { format!("{first} – {last}") });
    let _ = match tongue {
        Tongue::Zh => writeln!(
            text,
            "中文报纸的人工标注：{}{}，{} 期，{} 篇，{} 字，{} 处实体。每行一篇，格式 `article/1`：`text` 是正文，`entities` 的 \
             `start`、`end` 数的是 `text` 里的 Unicode 码点，含首不含尾；`topics` 是分类，`keywords` 是关键词，`blocks` 是段落和它的身份。\n",
            if titles.is_empty() { "报名不详".to_owned() } else { titles },
            days.map_or(String::new(), |days| format!("，{days}")),
            all.issues,
            all.articles,
            all.chars,
            all.marks(),
        ),
        Tongue::En => writeln!(
            text,
            "Chinese newspapers annotated by hand: {}{}; {} issues, {} articles, {} characters, {} entities. One article a \
             line in the form `article/1`: `text` is the text, `start` and `end` of `entities` count Unicode code points of \
             `text`, half-open; `topics`, `keywords` and `blocks` (paragraphs and their roles) say what they are.\n",
            if titles.is_empty() { "papers unknown".to_owned() } else { titles },
            days.map_or(String::new(), |days| format!(", {days}")),
            all.issues,
            all.articles,
            all.chars,
            all.marks(),
        ),
    };
    let _ = writeln!(text, "SHA-256: `{}`\n", facts.hash);
    split_table(facts, tongue, text);
    label_tables(facts, tongue, text);
    topics(&all, tongue, text);
    let _ = writeln!(text, "### {}\n", say("怎样分的", "How it is split"));
    let recipe = &facts.recipe;
    let unit = match recipe.unit {
        Unit::Issue => say("整期", "whole issues"),
        Unit::Date => say("整天", "whole days"),
    };
    let [train, validation, test] = recipe.shares;
    let _ = match tongue {
        Tongue::Zh => writeln!(
            text,
            "按{unit}分，想要 {train}:{validation}:{test}，种子 {}。以后加进来的稿件不会让已经分好的换边。与另一边几乎相同的稿件不收，\
             先从训练里去，再从验证里去：这一次去掉 {} 篇。\n",
            recipe.seed, facts.near
        ),
        Tongue::En => writeln!(
            text,
            "By {unit}, {train}:{validation}:{test} wanted, seed {}. Articles that come later move none of these. What is nearly \
             the same as something in another part is left out, of training first, then of validation: {} this time.\n",
            recipe.seed, facts.near
        ),
    };
    agreement(facts, tongue, text);
    since(facts, tongue, text);
    let _ = writeln!(text, "### {}\n", say("许可", "Licence"));
    let none =
        say("没有写明。用之前问收集的人。", "Not stated. Ask those who collected it before you use it.");
    let licence = if recipe.licence.is_empty() { none } else { plain(&recipe.licence) };
    let _ = writeln!(text, "{licence}\n");
    limits(facts, tongue, text);
}

fn split_table(facts: &Facts, tongue: Tongue, text: &mut String) {
    let columns = tongue.of(
        "| | 期 | 稿件 | 字 | 实体 | 否决的提议 |",
        "| | issues | articles | characters | entities | rejected proposals |",
    );
    let _ = writeln!(text, "{columns}\n|---|--:|--:|--:|--:|--:|");
    let row = |name: &str, figures: &Figures| {
        let Figures { issues, articles, chars, negatives, .. } = figures;
        format!("| {name} | {issues} | {articles} | {chars} | {} | {negatives} |\n", figures.marks())
    };
    for part in Part::ALL {
        *text += &row(part.name(), &facts.parts[part as usize]);
    }
    *text += &row(tongue.of("合计", "all"), &facts.all());
    *text += "\n";
}

fn label_tables(facts: &Facts, tongue: Tongue, text: &mut String) {
    let _ = writeln!(text, "### {}\n", tongue.of("标签", "Labels"));
    let _ = writeln!(text, "| | {} | train | validation | test |", tongue.of("名称", "name"));
    *text += "|---|---|--:|--:|--:|\n";
    for (label, _) in &facts.labels {
        let name = plain(tongue.of(&label.zh, &label.en));
        let _ = write!(text, "| {} | {name} |", plain(label.id.as_str()));
        for figures in &facts.parts {
            let _ = write!(text, " {} |", figures.labels.get(&label.id).copied().unwrap_or_default());
        }
        *text += "\n";
    }
    *text += "\n";
    if tongue == Tongue::En {
        *text += "The definitions are those of the annotators' guideline, which is in Chinese.\n\n";
    }
    for (label, brief) in &facts.labels {
        let none = tongue.of("标注规范里没有写。", "The guideline says nothing of it.");
        let _ = writeln!(
            text,
            "- **{}** {}：{}",
            plain(label.id.as_str()),
            plain(tongue.of(&label.zh, &label.en)),
            plain(brief.as_deref().unwrap_or(none))
        );
    }
    *text += "\n";
}

fn topics(all: &Figures, tongue: Tongue, text: &mut String) {
    let _ = writeln!(text, "### {}\n", tongue.of("分类", "Topics"));
    if all.topics.is_empty() {
        let _ = writeln!(text, "{}\n", tongue.of("没有分类。", "There are none."));
        return;
    }
    let _ =
        writeln!(text, "| {} | {} |\n|---|--:|", tongue.of("代码", "code"), tongue.of("稿件", "articles"));
    for (code, count) in &all.topics {
        let _ = writeln!(text, "| {} | {count} |", plain(code));
    }
    let none = tongue.of("没有分类的", "without a topic");
    let _ = writeln!(text, "| {none} | {} |\n", all.without_topic);
}

fn agreement(facts: &Facts, tongue: Tongue, text: &mut String) {
    let _ = writeln!(text, "### {}\n", tongue.of("几个人标得是否一致", "Agreement"));
    let Some(known) = &facts.agreement else {
        let none = tongue.of(
            "没有量过：没有两个人标过同一批稿件。",
            "Not measured: no articles were annotated by two people and compared.",
        );
        let _ = writeln!(text, "{none}\n");
        return;
    };
    let figure = |value: Option<f64>| value.map_or("–".to_owned(), |value| format!("{value:.3}"));
    let _ = match tongue {
        Tongue::Zh => writeln!(
            text,
            "{} 人各自标完 {} 篇、{} 字，并在一起之前量的：按字的 Cohen κ {}，Krippendorff α {}，实体 F1 严格 {}、宽松 {}，分类 α {}。\n",
            known.names.len(),
            known.articles,
            known.chars,
            figure(known.kappa),
            figure(known.alpha),
            figure(known.f1.0),
            figure(known.f1.1),
            figure(known.topics),
        ),
        Tongue::En => writeln!(
            text,
            "{} annotators finished {} articles of {} characters each for themselves; measured before they were merged: Cohen's \
             kappa on characters {}, Krippendorff's alpha {}, F1 of entities strict {}, relaxed {}, alpha of topics {}.\n",
            known.names.len(),
            known.articles,
            known.chars,
            figure(known.kappa),
            figure(known.alpha),
            figure(known.f1.0),
            figure(known.f1.1),
            figure(known.topics),
        ),
    };
    let _ = writeln!(text, "| | κ |\n|---|--:|");
    for (label, kappa) in &known.labels {
        let _ = writeln!(text, "| {} | {kappa:.3} |", plain(label.as_str()));
    }
    *text += "\n";
}

fn since(facts: &Facts, tongue: Tongue, text: &mut String) {
    let _ = writeln!(text, "### {}\n", tongue.of("与上一个发布相比", "Since the last release"));
    let _ = match (&facts.since, tongue) {
        (None, Tongue::Zh) => writeln!(text, "这是第一个。\n"),
        (None, Tongue::En) => writeln!(text, "This is the first one.\n"),
        (Some((name, changes)), Tongue::Zh) => writeln!(
            text,
            "与“{}”相比：新收 {} 篇，去掉 {} 篇，改了 {} 篇，换边 {} 篇。\n",
            plain(name),
            changes.added.len(),
            changes.removed.len(),
            changes.changed.len(),
            changes.moved.len()
        ),
        (Some((name, changes)), Tongue::En) => writeln!(
            text,
            "Since “{}”: {} articles came in, {} went, {} changed, {} are in another part.\n",
            plain(name),
            changes.added.len(),
            changes.removed.len(),
            changes.changed.len(),
            changes.moved.len()
        ),
    };
}

/// What whoever uses it has to know, from the figures.
fn limits(facts: &Facts, tongue: Tongue, text: &mut String) {
    let all = facts.all();
    let _ = writeln!(text, "### {}\n", tongue.of("要知道的不足", "Known limits"));
    let mut list: Vec<String> = Vec::new();
    let mut add = |zh: String, en: String| list.push(if tongue == Tongue::Zh { zh } else { en });
    if all.articles == 0 {
        add("里面没有稿件。".into(), "There are no articles in it.".into());
    }
    for part in Part::ALL {
        let wanted = facts.recipe.shares[part as usize] > 0 && all.articles > 0;
        if wanted && facts.parts[part as usize].articles == 0 {
            let name = part.name();
            add(
                format!("`{name}` 是空的：期数太少，分不出来。"),
                format!("`{name}` is empty: there are too few issues to split."),
            );
        }
    }
    if all.undecided > 0 {
        add(
            format!("{} 处实体是程序的提议，没有人裁定过（`status` 为 `proposed`）。", all.undecided),
            format!(
                "{} entities are the program's proposals that nobody decided (`status` `proposed`).",
                all.undecided
            ),
        );
    }
    if all.negatives > 0 {
        add(
            format!("{} 处是否决的提议（`status` 为 `rejected`），不算实体。", all.negatives),
            format!("{} are rejected proposals (`status` `rejected`) and no entities.", all.negatives),
        );
    }
    if facts.editors == 1 {
        add("只有一个人标过。".into(), "One person annotated all of it.".into());
    }
    let few: BTreeSet<&str> = facts
        .labels
        .iter()
        .filter(|(label, _)| all.labels.get(&label.id).is_none_or(|count| *count < FEW))
        .map(|(label, _)| label.id.as_str())
        .collect();
    if !few.is_empty() {
        let few = few.into_iter().map(plain).collect::<Vec<_>>().join(tongue.of("、", ", "));
        add(
            format!("这些标签不到 {FEW} 处：{few}。"),
            format!("These labels have fewer than {FEW} entities: {few}."),
        );
    }
    if all.without_topic > 0 {
        add(
            format!("{} 篇没有分类。", all.without_topic),
            format!("{} articles have no topic.", all.without_topic),
        );
    }
    let unread = all.articles - all.states.get(&ArticleStatus::Checked).copied().unwrap_or_default();
    if unread > 0 {
        add(
            format!("{unread} 篇没有第二个人核过。"),
            format!("{unread} articles were not checked by a second reader."),
        );
    }
    if facts.titles.len() == 1 {
        add(
            "全部出自一份报纸，写法随这份报纸。".into(),
            "All of it is from one newspaper and written in its manner.".into(),
        );
    }
    for line in list {
        let _ = writeln!(text, "- {line}");
    }
    *text += "\n";
}
