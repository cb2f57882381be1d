use super::*;
use crate::annotation::{Entity, EntityId, LabelId, Relation, RelationId, RelationKind, Status, Taxonomy};
use crate::exchange::Glimpse;
use crate::issue::Issue;
use crate::source::{Source, xml};
use crate::text::CharRange;

fn entity(n: u32, label: &str, start: u32, end: u32, text: &str) -> Entity {
    let range = CharRange::new(start, end);
    let text = crate::text::slice(text, range).unwrap().to_owned();
    let (status, by) = (Status::Added, "林".to_owned());
    let (id, label) = (EntityId::new(n.to_string()), LabelId::new(label));
    Entity { id, label, range, text, status, by, at: None, value: None, link: None, proposed: None }
}

/// The XML of an issue.
fn written(issue: &Issue, source: &Source) -> String {
    let setting = Setting {
        options: Options::default(),
        labels: crate::annotation::LabelSet::newspaper(),
        taxonomy: Taxonomy::iptc(),
        name: "甲 & 乙".into(),
    };
    let glimpse = Glimpse::new(1 << 20);
    let mut out = Out::glimpse(&glimpse);
    let chars: Vec<char> = source.text.chars().collect();
    let mut writer = Tei.writer(&mut out, &setting).unwrap();
    for article in &issue.articles {
        let document = Document::new(issue, article, &chars, &setting.options);
        let item = Item { document: &document, article, issue, source: &chars };
        writer.write(&item, &mut Report::default()).unwrap();
    }
    writer.finish().unwrap();
    glimpse.text()
}

#[test]
fn marks_are_elements_and_what_crosses_stands_apart() {
    let text = "区委书记王\n平赴区信访办<调研>&座谈\u{1}。";
    let source = Source { text: text.into(), ..Source::default() };
    let said = text.replace('\n', "");
    let mut issue: Issue =
        serde_json::from_value(serde_json::json!({"id": "i", "articles": [{"id": "a", "kind": "article",
        "blocks": [{"id": "b", "role": "paragraph", "text": said, "source": [[0, text.chars().count()]]}]}]}))
        .unwrap();
    let block = &mut issue.articles[0].blocks[0];
    block.entities = vec![
        entity(1, "TITLE", 0, 4, &said),
        entity(2, "ORG", 0, 2, &said),
        entity(3, "PER", 4, 6, &said),
        entity(4, "TERM", 5, 8, &said),
    ];
    let (id, by) = (RelationId::new("r"), String::new());
    let (from, to) = (EntityId::new("3"), EntityId::new("1"));
    issue.articles[0].relations =
        vec![Relation { id, kind: RelationKind::Holds, from, to, status: Status::Added, by }];
    let xml = written(&issue, &source);
    let inline = "<roleName xml:id=\"a1.m0\"><orgName xml:id=\"a1.m1\">区委</orgName>书记</roleName><persName xml:id=\"a1.m2\">王";
    assert!(xml.contains(inline), "{xml}");
    assert!(xml.contains("<lb break=\"no\"/>平</persName>") && xml.contains("&lt;调研&gt;"), "{xml}");
    assert!(xml.contains("<span from=\"#a1.c5\" to=\"#a1.c8\" xml:id=\"a1.m3\" type=\"TERM\">"), "{xml}");
    assert!(xml.contains("<relation name=\"holds\" active=\"#a1.m2\" passive=\"#a1.m0\"/>"), "{xml}");
    let roots = xml::read(&xml).unwrap();
    let body = roots[0].find("body").unwrap();
    assert_eq!(body.every().filter(|element| element.name == "anchor").count(), 2);
    assert!(!xml.contains('\u{1}'));
}

proptest::proptest! {
    #[test]
    fn whatever_is_written_is_well_formed((issue, text) in crate::exchange::generated::issue()) {
        let source = Source { text, ..Source::default() };
        let xml = written(&issue, &source);
        let roots = xml::read(&xml);
        proptest::prop_assert!(roots.is_ok(), "{:?} {}", roots, xml);
        // All characters of all articles, and ids once each.
        let root = roots.unwrap().remove(0);
        let ids: Vec<&str> = root.every().filter(|e| e.name != "relation").filter_map(|e| e.attribute("id")).collect();
        let unique: std::collections::BTreeSet<&&str> = ids.iter().collect();
        proptest::prop_assert_eq!(ids.len(), unique.len());
    }
}
