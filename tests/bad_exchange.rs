//! Other tools' files with something wrong in them: a table of readers and faults. Whatever is wrong, it costs one sentence
//! with the file and the line, or a line in the list of what found no place; never a guess, never half a file.
//!
//! The forms of good files are tested beside each reader, random bytes in `fuzz/`.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use zhupi::annotation::Decider;
use zhupi::dataset::{Access, Dataset};
use zhupi::exchange::arrive::{Arrived, How, LabelTable, arrive};
use zhupi::exchange::{self, Foreign, InFile, Input, ReadError};
use zhupi::strings::{Language, Message, Strings};
use zhupi::text::slice;

/// A format with a good file: 王平赴云溪 with 王平 as PER and, where it has marks, 云溪 as LOC.
struct Sample {
    format: &'static str,
    name: &'static str,
    good: &'static str,
    /// The text that lies beside it, for formats of two files.
    beside: Option<(&'static str, &'static str)>,
}

const fn sample(format: &'static str, name: &'static str, good: &'static str) -> Sample {
    Sample { format, name, good, beside: None }
}

const CAS: &str = r#"{"%TYPES":{},"%FEATURE_STRUCTURES":[
{"%ID":1,"%TYPE":"uima.cas.Sofa","sofaNum":1,"sofaID":"_InitialView","mimeType":"text","sofaString":"王平赴云溪"},
{"%ID":2,"%TYPE":"de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity","@sofa":1,"begin":0,"end":2,"value":"PER"},
{"%ID":3,"%TYPE":"de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity","@sofa":1,"begin":3,"end":5,"value":"LOC"}],
"%VIEWS":{"_InitialView":{"%SOFA":1,"%MEMBERS":[2,3]}}}"#;

const XMI: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<xmi:XMI xmlns:xmi="http://www.omg.org/XMI" xmlns:cas="http:///uima/cas.ecore" xmlns:ner="http:///de/tudarmstadt/ukp/dkpro/core/api/ner/type.ecore" xmi:version="2.0">
<ner:NamedEntity xmi:id="2" sofa="1" begin="0" end="2" value="PER"/>
<ner:NamedEntity xmi:id="3" sofa="1" begin="3" end="5" value="LOC"/>
<cas:Sofa xmi:id="1" sofaNum="1" sofaID="_InitialView" mimeType="text/plain" sofaString="王平赴云溪"/>
</xmi:XMI>"#;

const W3C: &str = r#"[{"id":"urn:uuid:1","type":"Annotation","body":{"type":"TextualBody","purpose":"tagging","value":"PER"},
"target":{"source":"a.txt","selector":{"type":"TextPositionSelector","start":0,"end":2}}},
{"id":"urn:uuid:2","type":"Annotation","body":{"type":"TextualBody","purpose":"tagging","value":"LOC"},
"target":{"source":"a.txt","selector":[{"type":"TextQuoteSelector","exact":"云溪"},{"type":"TextPositionSelector","start":3,"end":5}]}}]"#;

const WEBANNO: &str = "#FORMAT=WebAnno TSV 3.3\n#T_SP=custom.Span|value\n\n\n#Text=王平赴云溪\n1-1\t0-2\t王平\tPER\t\n1-2\t2-3\t赴\t_\t\n1-3\t3-5\t云溪\tLOC\t\n";

const HIPE: &str = "TOKEN\tNE-COARSE-LIT\tNE-COARSE-METO\tNE-FINE-LIT\tNE-FINE-METO\tNE-FINE-COMP\tNE-NESTED\tNEL-LIT\tNEL-METO\tMISC
王\tB-PER\tO\tO\tO\tO\tO\t_\t_\tNoSpaceAfter\n平\tI-PER\tO\tO\tO\tO\tO\t_\t_\tNoSpaceAfter\n赴\tO\tO\tO\tO\tO\tO\t_\t_\tNoSpaceAfter
云\tB-LOC\tO\tO\tO\tO\tO\t_\t_\tNoSpaceAfter\n溪\tI-LOC\tO\tO\tO\tO\tO\t_\t_\tEndOfLine\n";

static SAMPLES: &[Sample] = &[
    sample(
        "label-studio",
        "a.json",
        r#"[{"id":1,"data":{"text":"王平赴云溪"},"annotations":[{"result":[
{"id":"x","from_name":"ner","to_name":"text","type":"labels","value":{"start":0,"end":2,"text":"王平","labels":["PER"]}},
{"id":"y","from_name":"ner","to_name":"text","type":"labels","value":{"start":3,"end":5,"text":"云溪","labels":["LOC"]}}]}]}]"#,
    ),
    sample("doccano", "a.jsonl", r#"{"id":1,"text":"王平赴云溪","label":[[0,2,"PER"],[3,5,"LOC"]]}"#),
    sample("doccano-classification", "a.jsonl", r#"{"id":1,"text":"王平赴云溪","label":["政治与政府"]}"#),
    Sample {
        beside: Some(("a.txt", "王平赴云溪")),
        ..sample("brat", "a.ann", "T1\tPER 0 2\t王平\nT2\tLOC 3 5\t云溪\n")
    },
    sample("conll", "a.txt", "王\tB-PER\n平\tI-PER\n赴\tO\n云\tB-LOC\n溪\tI-LOC\n"),
    sample(
        "conll2003",
        "a.txt",
        "王 -X- O B-PER\n平 -X- O I-PER\n赴 -X- O O\n云 -X- O B-LOC\n溪 -X- O I-LOC\n",
    ),
    sample("hipe", "a.tsv", HIPE),
    sample("spacy", "a.jsonl", r#"{"text":"王平赴云溪","entities":[[0,2,"PER"],[3,5,"LOC"]]}"#),
    sample(
        "prodigy",
        "a.jsonl",
        r#"{"text":"王平赴云溪","spans":[{"start":0,"end":2,"label":"PER"},{"start":3,"end":5,"label":"LOC"}],"answer":"accept"}"#,
    ),
    sample("cas-json", "a.json", CAS),
    sample("xmi", "a.xmi", XMI),
    sample("webanno-tsv", "a.tsv", WEBANNO),
    Sample { beside: Some(("a.txt", "王平赴云溪")), ..sample("w3c", "a.json", W3C) },
    sample(
        "huggingface",
        "a.jsonl",
        r#"{"id":"1","text":"王平赴云溪","entities":[{"start":0,"end":2,"label":"PER","text":"王平"},{"start":3,"end":5,"label":"LOC","text":"云溪"}]}"#,
    ),
    sample("fasttext", "a.txt", "__label__政治与政府 王平 赴 云溪\n"),
    sample("topics-tsv", "a.tsv", "topics\ttext\n政治与政府\t王平赴云溪\n"),
];

fn of(format: &str) -> &'static Sample {
    SAMPLES.iter().find(|sample| sample.format == format).unwrap()
}

impl Sample {
    fn input(&self, bytes: impl Into<Vec<u8>>) -> Input {
        let beside = self.beside.map(|(name, text)| InFile::memory(name, text));
        Input { files: [InFile::memory(self.name, bytes)].into_iter().chain(beside).collect() }
    }

    /// All documents, each mark of which has its words.
    fn read(&self, bytes: impl Into<Vec<u8>>) -> Result<Vec<Foreign>, ReadError> {
        let mut found = Vec::new();
        exchange::format(self.format).unwrap().read(&self.input(bytes), &mut |document| {
            for span in &document.spans {
                assert_eq!(slice(&document.text, span.range), Some(&*span.text), "{}", self.format);
                assert!(!span.range.is_empty(), "{}", self.format);
            }
            found.push(document);
            Ok(())
        })?;
        Ok(found)
    }

    /// What comes of it in a dataset of its own, and how many marks and topics that has then.
    fn brought(&self, bytes: impl Into<Vec<u8>>) -> (Result<Arrived, Message>, usize) {
        let folder = tempfile::tempdir().unwrap();
        let mut dataset = Dataset::open(&folder.path().join("集.zhupi"), Access::Write).unwrap();
        let who = Decider { by: "林".into(), at: "2026-11-29T08:00:00Z".into(), nested: false };
        let how = How { table: LabelTable::default(), proposals: false, by: "t".into(), fresh: true, who };
        let format = exchange::format(self.format).unwrap();
        let arrived = arrive(&mut dataset, format, &self.input(bytes), &how, 1, &mut |_, _| true);
        if arrived.is_err() {
            assert_eq!(dataset.last_event(), 1, "{}: something came in", self.format);
        }
        let issues = dataset.issues().unwrap();
        let issues = issues.iter().map(|summary| dataset.issue(&summary.id).unwrap());
        let count =
            issues.flat_map(|issue| issue.articles).map(|a| a.entities().count() + a.topics.len()).sum();
        (arrived.map_err(|error| error.message()), count)
    }
}

/// A sentence that names the file and has all of its holes filled, on one line.
fn is_sentence(message: &Message, name: &str) {
    for language in [Language::Zh, Language::En] {
        let said = Strings::of(language).say(message);
        let whole = said.contains(name) && !said.contains('\n') && said.chars().count() < 400;
        assert!(whole && !said.contains("{file}") && !said.contains("{line}"), "{said}");
    }
}

#[test]
fn the_good_files_are_good() {
    for sample in SAMPLES {
        let (arrived, count) = sample.brought(sample.good);
        let topics = matches!(sample.format, "doccano-classification" | "fasttext" | "topics-tsv");
        let arrived = arrived.unwrap();
        assert_eq!(
            (count, arrived.astray.len()),
            (if topics { 1 } else { 2 }, 0),
            "{} {arrived:?}",
            sample.format
        );
    }
}

#[test]
fn files_of_another_kind_bring_no_mark() {
    let utf16: Vec<u8> = "\u{feff}王平赴云溪\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let nested = |open: &str| open.repeat(100_000).into_bytes();
    let laughs = "<!DOCTYPE a [<!ENTITY b \"哈\"><!ENTITY c \"&b;&b;&b;&b;\">]><xmi:XMI>&c;</xmi:XMI>";
    let files = [
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xff".to_vec(),
        utf16,
        Vec::new(),
        b"\n\n".to_vec(),
        b"<html><body><p>abc</p></body></html>".to_vec(),
        nested("["),
        nested("{\"a\":"),
        nested("<a>"),
        laughs.into(),
        b"NaN".to_vec(),
        b"null".to_vec(),
    ];
    for sample in SAMPLES {
        for file in &files {
            match sample.read(file.clone()) {
                Err(error) => {
                    // A folder without the file is told by itself.
                    let nothing = matches!(error.message().key, "error.foreign.empty" | "error.foreign.none");
                    is_sentence(&error.message(), if nothing { "" } else { sample.name });
                }
                Ok(found) => {
                    let marks: usize =
                        found.iter().map(|d| d.spans.len() + d.topics.len() + d.astray.len()).sum();
                    assert_eq!(
                        marks,
                        0,
                        "{} {:?}",
                        sample.format,
                        String::from_utf8_lossy(&file[..file.len().min(40)])
                    );
                }
            }
        }
    }
    assert_eq!(of("xmi").read(laughs).unwrap_err().message().key, "error.foreign.entities");
}

#[test]
fn a_file_cut_anywhere_is_refused_or_has_fewer_marks() {
    for sample in SAMPLES {
        for cut in 0..sample.good.len() {
            match sample.read(&sample.good.as_bytes()[..cut]) {
                Err(error) => is_sentence(&error.message(), ""),
                // A tag that is cut is another label, and parts a mark in two.
                Ok(found) => assert!(found.iter().map(|document| document.spans.len()).sum::<usize>() <= 3),
            }
        }
        // Nothing of a file whose last record is cut, however many whole ones stand before it.
        if matches!(sample.format, "doccano" | "spacy" | "prodigy" | "huggingface" | "doccano-classification")
        {
            let cut = format!("{}\n{}", sample.good, &sample.good[..sample.good.len() - 2]);
            let (arrived, _) = sample.brought(cut);
            let message = arrived.unwrap_err();
            is_sentence(&message, sample.name);
            assert!(message.args.contains(&("line", "2".to_owned())), "{message:?}");
        }
    }
}

/// What a fault comes to.
enum Want {
    /// Nothing comes in; the key of the sentence.
    Refused(&'static str),
    /// All but so many marks come in, which are listed; the key of the reason.
    Listed(usize, &'static str),
}

#[test]
fn one_fault_in_a_good_file() {
    use Want::{Listed, Refused};
    const FIELD: &str = "error.foreign.field";
    const OUTSIDE: &str = "astray.outside";
    let faults: &[(&str, &str, &str, Want)] = &[
        // Offsets outside of the text, or the wrong way round.
        ("label-studio", "\"end\":5", "\"end\":9", Listed(1, OUTSIDE)),
        ("doccano", "3,5", "3,99", Listed(1, OUTSIDE)),
        ("doccano", "3,5", "5,3", Listed(1, OUTSIDE)),
        ("brat", "3 5", "3 99", Listed(1, OUTSIDE)),
        ("spacy", "3,5", "3,4000000000", Listed(1, OUTSIDE)),
        ("prodigy", "\"end\":5", "\"end\":9", Listed(1, OUTSIDE)),
        ("cas-json", "\"end\":5", "\"end\":99", Listed(1, OUTSIDE)),
        ("xmi", "end=\"5\"", "end=\"99\"", Listed(1, OUTSIDE)),
        ("huggingface", "\"end\":5", "\"end\":9", Listed(1, OUTSIDE)),
        ("w3c", "\"end\":2", "\"end\":99", Listed(1, OUTSIDE)),
        ("webanno-tsv", "3-5\t云溪", "3-99\t云溪", Listed(1, OUTSIDE)),
        // Other words there.
        ("label-studio", "\"text\":\"云溪\"", "\"text\":\"东港\"", Listed(1, "astray.quote")),
        ("brat", "5\t云溪", "5\t东港", Listed(1, "astray.quote")),
        ("huggingface", "\"text\":\"云溪\"", "\"text\":\"东港\"", Listed(1, "astray.quote")),
        // Not a number, and fields of another type.
        ("label-studio", "\"start\":3", "\"start\":NaN", Refused("error.foreign.json")),
        ("doccano", "3,5", "NaN,5", Refused("error.foreign.json")),
        ("spacy", "3,5", "3.5,5", Refused(FIELD)),
        ("prodigy", "\"start\":3", "\"start\":\"3\"", Refused(FIELD)),
        ("cas-json", "\"begin\":3", "\"begin\":-3", Refused(FIELD)),
        ("xmi", "begin=\"3\"", "begin=\"NaN\"", Refused(FIELD)),
        ("huggingface", "\"start\":3", "\"start\":1e999", Refused("error.foreign.json")),
        ("w3c", "\"start\":0", "\"start\":-1", Refused(FIELD)),
        ("brat", "LOC 3 5", "LOC x 5", Refused("error.foreign.line")),
        ("webanno-tsv", "3-5\t云溪", "x-5\t云溪", Refused("error.foreign.line")),
        ("label-studio", "\"text\":\"王平赴云溪\"", "\"text\":7", Refused("error.foreign.text")),
        ("doccano", "\"王平赴云溪\"", "7", Refused("error.foreign.text")),
        ("doccano-classification", "[\"政治与政府\"]", "7", Refused(FIELD)),
        ("spacy", "\"王平赴云溪\"", "null", Refused(FIELD)),
        ("conll", "I-LOC", "Z-LOC", Refused("error.foreign.line")),
        ("conll2003", "I-LOC", "Z-LOC", Refused("error.foreign.line")),
        ("hipe", "I-LOC", "Z-LOC", Refused("error.foreign.line")),
        ("topics-tsv", "topics\ttext", "a\tb", Refused("error.foreign.header")),
        // The same id twice.
        ("cas-json", "\"%ID\":3", "\"%ID\":2", Refused("error.foreign.twice")),
        ("xmi", "xmi:id=\"3\"", "xmi:id=\"2\"", Refused("error.foreign.twice")),
        ("brat", "T2", "T1", Refused("error.foreign.twice")),
        // Labels that the dataset does not have.
        ("label-studio", "\"LOC\"", "\"GPE\"", Listed(1, "astray.label")),
        ("doccano", "\"LOC\"", "\"G\\nP\\\"E\"", Listed(1, "astray.label")),
        ("brat", "LOC", "GPE", Listed(1, "astray.label")),
        ("conll", "-LOC", "-GPE", Listed(1, "astray.label")),
        ("conll2003", "-LOC", "-GPE", Listed(1, "astray.label")),
        ("hipe", "-LOC", "-GPE", Listed(1, "astray.label")),
        ("spacy", "\"LOC\"", "\"\"", Listed(1, "astray.label")),
        ("prodigy", "\"LOC\"", "\"GPE\"", Listed(1, "astray.label")),
        ("cas-json", "\"LOC\"", "\"GPE\"", Listed(1, "astray.label")),
        ("xmi", "\"LOC\"", "\"GPE\"", Listed(1, "astray.label")),
        ("webanno-tsv", "LOC", "GPE", Listed(1, "astray.label")),
        ("w3c", "\"LOC\"", "\"GPE\"", Listed(1, "astray.label")),
        ("huggingface", "\"LOC\"", "\"GPE\"", Listed(1, "astray.label")),
        ("doccano-classification", "政治与政府", "没有的", Listed(1, "astray.topic")),
        ("fasttext", "政治与政府", "没有的", Listed(1, "astray.topic")),
        ("topics-tsv", "政治与政府", "没有的", Listed(1, "astray.topic")),
    ];
    let mut wrong = Vec::new();
    for (format, from, to, want) in faults {
        let sample = of(format);
        assert!(sample.good.contains(from), "{format} {from}");
        let (arrived, count) = sample.brought(sample.good.replace(from, to));
        let whole = sample.brought(sample.good).1;
        let as_wanted = match (want, &arrived) {
            (Refused(key), Err(message)) => {
                is_sentence(message, sample.name);
                message.key == *key && count == 0
            }
            (Listed(lost, why), Ok(arrived)) => {
                let keys = arrived.astray.iter().all(|astray| astray.why.key == *why);
                keys && arrived.astray.len() == *lost && count == whole - lost
            }
            _ => false,
        };
        if !as_wanted {
            wrong.push(format!("{format}: {from} → {to}: {count} marks, {arrived:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_a_file_says_never_fills_the_screen() {
    for name in ["“\"'`", "一\n二\r三\t四", &"长".repeat(10_000)] {
        let record =
            serde_json::json!({"id": name, "text": "王平赴云溪", "label": [[0, 2, name], [3, 5, "LOC"]]});
        let (arrived, count) = of("doccano").brought(record.to_string());
        let astray = arrived.unwrap().astray;
        assert_eq!((count, astray.len()), (1, 1));
        for words in [&astray[0].label, &astray[0].place.record, &astray[0].what] {
            assert!(words.chars().count() < 200 && !words.contains(['\n', '\r']), "{words}");
        }
        let broken = serde_json::json!({"id": name, "text": [name]});
        let error = of("doccano").read(broken.to_string()).unwrap_err();
        is_sentence(&error.message(), "a.jsonl");
    }
}

/// The same id for two marks: which of them a relation means nobody can say.
#[test]
fn relations_of_an_id_that_is_there_twice_are_listed() {
    let record = |id: u32| {
        format!(
            r#"{{"text":"局长王平赴云溪","entities":[{{"id":1,"label":"PER","start_offset":2,"end_offset":4}},{{"id":{id},"label":"LOC","start_offset":5,"end_offset":7}},{{"id":2,"label":"TITLE","start_offset":0,"end_offset":2}}],"relations":[{{"id":9,"from_id":1,"to_id":2,"type":"holds"}}]}}"#
        )
    };
    let astray = |id: u32| of("doccano").brought(record(id)).0.unwrap().astray;
    assert_eq!(astray(3), []);
    let listed = astray(1);
    assert_eq!((listed.len(), listed[0].why.key), (1, "astray.end"));
}
