use super::*;
use crate::annotation::Status;
use crate::exchange::{Foreign, Format, InFile, Input, ReadError};
use crate::text::CharRange;

fn read(format: &dyn Format, name: &str, text: &str) -> Result<Vec<Foreign>, ReadError> {
    let mut found = Vec::new();
    format.read(&Input { files: vec![InFile::memory(name, text)] }, &mut |document| {
        found.push(document);
        Ok(())
    })?;
    Ok(found)
}

const NER: &str = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity";

fn json(structures: &str) -> String {
    format!(
        r#"{{"%TYPES":{{}},"%FEATURE_STRUCTURES":[
{{"%ID":1,"%TYPE":"uima.cas.Sofa","sofaNum":1,"sofaID":"_InitialView","mimeType":"text","sofaString":"𫚉区委书记王平"}},
{structures}],"%VIEWS":{{"_InitialView":{{"%SOFA":1,"%MEMBERS":[2]}}}}}}"#
    )
}

#[test]
fn files_of_other_tools_are_read() {
    let structures = format!(
        r#"{{"%ID":2,"%TYPE":"{NER}","@sofa":1,"begin":6,"end":8,"value":"PER","identifier":"http://www.wikidata.org/entity/Q1"}},
{{"%ID":3,"%TYPE":"webanno.custom.Post","@sofa":1,"^begin":2,"^end":6,"kind":"TITLE"}},
{{"%ID":4,"%TYPE":"webanno.custom.Holds","@sofa":1,"begin":2,"end":6,"@Governor":2,"@Dependent":3}},
{{"%ID":5,"%TYPE":"de.tudarmstadt.ukp.dkpro.core.api.lexmorph.type.pos.POS","@sofa":1,"begin":0,"end":2,"PosValue":"NN"}},
{{"%ID":6,"%TYPE":"{NER}","@sofa":1,"begin":1,"end":2,"value":"X"}},
{{"%ID":7,"%TYPE":"{NER}","@sofa":1,"begin":0,"end":2}}"#
    );
    let found = read(&CasJson, "a.json", &json(&structures)).unwrap().remove(0);
    let marks: Vec<(&str, CharRange, Status)> =
        found.spans.iter().map(|s| (&*s.label, s.range, s.status)).collect();
    assert_eq!(
        marks,
        [("PER", CharRange::new(5, 7), Status::Added), ("TITLE", CharRange::new(1, 5), Status::Added)]
    );
    assert_eq!(found.spans[0].link.as_ref().map(|link| link.id.as_str()), Some("Q1"));
    assert_eq!((found.relations[0].label.as_str(), found.relations[0].from.as_str()), ("Holds", "2"));
    // Half a character, and no label.
    assert_eq!(found.astray.len(), 2);
}

#[test]
fn xmi_of_another_tool_is_read_by_its_namespaces() {
    let xmi = r#"<?xml version="1.0" encoding="UTF-8"?>
<xmi:XMI xmlns:xmi="http://www.omg.org/XMI" xmlns:cas="http:///uima/cas.ecore" xmlns:type7="http:///de/tudarmstadt/ukp/dkpro/core/api/ner/type.ecore"
 xmlns:type2="http:///de/tudarmstadt/ukp/dkpro/core/api/segmentation/type.ecore" xmi:version="2.0">
<cas:NULL xmi:id="0"/>
<type2:Token xmi:id="3" sofa="1" begin="0" end="1"/>
<type7:NamedEntity xmi:id="9" sofa="1" begin="2" end="5" value="PER"/>
<cas:Sofa xmi:id="1" sofaNum="1" sofaID="_InitialView" mimeType="text" sofaString="𫚉王&#10;平"/>
<cas:View sofa="1" members="3 9"/>
</xmi:XMI>"#;
    let found = read(&CasXmi, "a.xmi", xmi).unwrap().remove(0);
    assert_eq!((found.spans.len(), found.spans[0].text.as_str()), (1, "王\n平"));
}

#[test]
fn bad_files_are_told() {
    let twice = format!(r#"{{"%ID":2,"%TYPE":"{NER}","@sofa":1}},{{"%ID":2,"%TYPE":"{NER}","@sofa":1}}"#);
    let float = format!(r#"{{"%ID":2,"%TYPE":"{NER}","@sofa":1,"begin":1.5,"end":2}}"#);
    for (text, key) in [
        (json(&twice), "error.foreign.twice"),
        (json(&float), "error.foreign.field"),
        ("{}".to_owned(), "error.foreign.field"),
        ("{\"%FEATURE_STRUCTURES\":[]}".to_owned(), "error.foreign.text"),
        (json("NaN"), "error.foreign.json"),
        ("[".repeat(100_000), "error.foreign.json"),
    ] {
        assert_eq!(read(&CasJson, "a.json", &text).unwrap_err().message().key, key, "{text:.80}");
    }
    for (text, key) in [
        ("<xmi:XMI xmlns:xmi='x'><a", "error.foreign.xml"),
        ("<!DOCTYPE a [<!ENTITY b 'c'>]><a/>", "error.foreign.entities"),
        ("<a/>", "error.foreign.field"),
        ("<XMI><t:T id='x'/></XMI>", "error.foreign.field"),
        ("<XMI/>", "error.foreign.text"),
        ("{}", "error.foreign.field"),
    ] {
        assert_eq!(read(&CasXmi, "a.xmi", text).unwrap_err().message().key, key, "{text}");
    }
}
