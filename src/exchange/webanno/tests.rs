use super::*;
use crate::exchange::{Foreign, InFile};

fn read(text: &str) -> Result<Foreign, ReadError> {
    let mut found = Vec::new();
    WebAnno.read(&Input { files: vec![InFile::memory("a.tsv", text)] }, &mut |document| {
        found.push(document);
        Ok(())
    })?;
    Ok(found.remove(0))
}

const FILE: &str = "#FORMAT=WebAnno TSV 3.3
#T_SP=de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity|identifier|value
#T_RL=webanno.custom.Holds|kind|BT_de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity


#Text=区委书记王平赴区信访办。
1-1\t0-4\t区委书记\t*[1]\tTITLE[1]\tholds\t1-2[2_1]\t
1-1.1\t0-2\t区委\t*\tORG\t_\t_\t
1-2\t4-6\t王平\thttp://www.wikidata.org/entity/Q1[2]\tPER[2]\t_\t_\t
1-3\t6-7\t赴\t_\t_\t_\t_\t
1-4\t7-8\t区\t*[3]|*[4]\tORG[3]|LOC[4]\t_\t_\t
1-5\t8-11\t信访办\t*[3]\tORG[3]\t_\t_\t
1-6\t11-12\t。\t*\t*\t_\t_\t

#Text=𫚉港，
#Text=王\\_平
2-1\t13-16\t𫚉港\t*\tLOC\t_\t_\t
2-2\t18-21\t王\\_平\t*\tPER\t_\t_\t
";

#[test]
fn a_file_in_its_form_is_read() {
    let found = read(FILE).unwrap();
    assert_eq!(found.text, "区委书记王平赴区信访办。\n𫚉港，\n王_平");
    let marks: Vec<(&str, &str)> = found.spans.iter().map(|span| (&*span.label, &*span.text)).collect();
    let wanted = [
        ("TITLE", "区委书记"),
        ("ORG", "区委"),
        ("PER", "王平"),
        ("ORG", "区信访办"),
        ("LOC", "区"),
        ("LOC", "𫚉港"),
        ("PER", "王_平"),
    ];
    assert_eq!(marks, wanted);
    assert_eq!(found.spans[2].link.as_ref().map(|link| link.id.as_str()), Some("Q1"));
    let relation = &found.relations[0];
    assert_eq!((relation.label.as_str(), relation.from.as_str(), relation.to.as_str()), ("holds", "2", "0"));
    // A mark without a value.
    assert_eq!(found.astray.len(), 1);
}

#[test]
fn bad_files_are_told_with_their_line() {
    let head = "#FORMAT=WebAnno TSV 3.3\n#T_SP=a.B|value\n\n\n#Text=甲乙\n";
    for (text, line) in [
        ("甲\t乙".to_owned(), "1"),
        (String::new(), "1"),
        ("#FORMAT=WebAnno TSV 2\n".to_owned(), "1"),
        (format!("{head}1-1\tx\t甲\tA\t"), "6"),
        (format!("{head}1-1"), "6"),
        (format!("{head}1-1\t4000000000-4000000001\t甲\tA\t"), "6"),
        (format!("{head}1-1\t0-1\t甲\tA\t\n\n#Text=丙\n2-1\t1-2\t丙\tA"), "9"),
        ("#FORMAT=WebAnno TSV 3.3\n#T_XX=a".to_owned(), "2"),
    ] {
        let message = read(&text).unwrap_err().message();
        let said = message.args.iter().find(|(name, _)| *name == "line").map(|(_, line)| line.as_str());
        assert_eq!(said, Some(line), "{text}");
    }
    // Other words at the place.
    assert_eq!(read(&format!("{head}1-1\t0-1\t乙\tA\t")).unwrap().astray.len(), 1);
}
