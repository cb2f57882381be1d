use crate::issue::{Kind, Role};
use crate::source::{How, Opened, Shape, Source, SourceProblem, ToldArticle, open, open_bytes, shelve};
use crate::text::slice;
use std::fs;
use std::path::Path;

fn line(words: &[&str]) -> String {
    let words: Vec<String> = words.iter().map(|word| format!("<String CONTENT=\"{word}\"/>")).collect();
    format!("<TextLine>{}</TextLine>", words.join("<SP/>"))
}

fn alto(blocks: &[(&str, &[&[&str]])]) -> String {
    let block = |(id, lines): &(&str, &[&[&str]])| {
        let lines: String = lines.iter().map(|words| line(words)).collect();
        format!("<TextBlock ID=\"{id}\">{lines}</TextBlock>")
    };
    let blocks: String = blocks.iter().map(block).collect();
    format!(
        "<?xml version=\"1.0\"?>\n<alto xmlns=\"http://www.loc.gov/standards/alto/ns-v3#\"><Layout><Page ID=\"P\" PHYSICAL_IMG_NR=\"1\">\
         <PrintSpace>{blocks}</PrintSpace></Page></Layout></alto>"
    )
}

const METS: &str = r#"<?xml version="1.0"?>
<mets:mets xmlns:mets="http://www.loc.gov/METS/" xmlns:xlink="http://www.w3.org/1999/xlink" LABEL="云溪新闻 2024年11月12日">
<mets:dmdSec ID="D"><mods:mods xmlns:mods="http://www.loc.gov/mods/v3"><mods:titleInfo><mods:title>云溪新闻</mods:title></mods:titleInfo>
<mods:originInfo><mods:dateIssued encoding="iso8601">2024-11-12</mods:dateIssued></mods:originInfo></mods:mods></mets:dmdSec>
<mets:fileSec><mets:fileGrp ID="ALTO">
<mets:file ID="A1" MIMETYPE="text/xml"><mets:FLocat LOCTYPE="URL" xlink:href="file://./alto/0001.xml"/></mets:file>
<mets:file ID="A2" MIMETYPE="text/xml"><mets:FLocat LOCTYPE="URL" xlink:href="alto/0002.xml"/></mets:file>
<mets:file ID="I1" MIMETYPE="image/jpeg"><mets:FLocat xlink:href="img/1.jpg"/></mets:file>
</mets:fileGrp></mets:fileSec>
<mets:structMap TYPE="PHYSICAL"><mets:div TYPE="Newspaper"><mets:div TYPE="PAGE" ORDER="1"><mets:fptr FILEID="A1"/></mets:div>
<mets:div TYPE="PAGE" ORDER="2"><mets:fptr FILEID="A2"/></mets:div></mets:div></mets:structMap>
<mets:structMap TYPE="LOGICAL"><mets:div TYPE="ISSUE"><mets:div TYPE="CONTENT">
<mets:div TYPE="ARTICLE"><mets:div TYPE="HEADING"><mets:fptr><mets:area FILEID="A1" BETYPE="IDREF" BEGIN="T1"/></mets:fptr></mets:div>
<mets:div TYPE="BODY"><mets:div TYPE="PARAGRAPH"><mets:fptr><mets:seq><mets:area FILEID="A1" BETYPE="IDREF" BEGIN="T2"/>
<mets:area FILEID="A2" BETYPE="IDREF" BEGIN="T1"/></mets:seq></mets:fptr></mets:div></mets:div></mets:div>
<mets:div TYPE="ADVERTISEMENT"><mets:fptr><mets:area FILEID="A2" BETYPE="IDREF" BEGIN="T2"/></mets:fptr></mets:div>
</mets:div></mets:div></mets:structMap></mets:mets>"#;

fn pages() -> [String; 2] {
    [
        alto(&[
            ("T0", &[&["云溪新闻"]]),
            ("T1", &[&["江水", "清"]]),
            ("T2", &[&["昨天，陆承"], &["业到江边。"]]),
        ]),
        alto(&[("T1", &[&["他说", "OK", "go."]]), ("T2", &[&["遗失启事"]])]),
    ]
}

fn issue() -> (tempfile::TempDir, std::path::PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("某期");
    fs::create_dir_all(home.join("alto")).unwrap();
    fs::write(home.join("mets.xml"), METS).unwrap();
    for (n, page) in pages().iter().enumerate() {
        fs::write(home.join(format!("alto/000{}.xml", n + 1)), page).unwrap();
    }
    fs::write(home.join("sitemap.xml"), "<urlset/>").unwrap();
    (folder, home)
}

/// An article: kind, page, blocks.
type Told = (Kind, Option<u32>, Vec<(Role, String)>);

fn told(source: &Source) -> Vec<Told> {
    let Shape::Told(articles) = &source.shapes[0] else { panic!("{:?}", source.shapes) };
    let said = |article: &ToldArticle| {
        let blocks = article.blocks.iter();
        blocks.map(|b| (b.role, slice(&source.text, b.source[0]).unwrap().to_owned())).collect()
    };
    articles.iter().map(|article| (article.kind, article.page, said(article))).collect()
}

fn one(opened: Opened) -> Source {
    assert_eq!((opened.issues.len(), opened.skipped.as_slice()), (1, &[][..]));
    opened.issues.into_iter().next().unwrap()
}

#[test]
fn mets_gives_the_articles_of_an_issue_over_its_pages() {
    let (_folder, home) = issue();
    let how = How::default();
    let source = one(open(&home, &how).unwrap());
    let wanted = vec![
        (
            Kind::Article,
            Some(1),
            vec![
                (Role::Headline, "江水 清".to_owned()),
                (Role::Paragraph, "昨天，陆承业到江边。".to_owned()),
                (Role::Paragraph, "他说OK go.".to_owned()),
            ],
        ),
        (Kind::Furniture, Some(1), vec![(Role::Other, "云溪新闻".to_owned())]),
        (Kind::Notice, Some(2), vec![(Role::Paragraph, "遗失启事".to_owned())]),
    ];
    assert_eq!(told(&source), wanted);
    assert_eq!((source.facts.title.as_str(), source.facts.date.as_str()), ("云溪新闻", "2024-11-12"));
    // The file alone, and again from what the dataset keeps of it.
    assert_eq!(told(&one(open(&home.join("mets.xml"), &how).unwrap())), wanted);
    assert_eq!(Source::from_files(source.files.clone()).unwrap(), source);
    let again = one(open_bytes("mets.xml", source.files[0].bytes.to_vec(), &how).unwrap());
    assert_eq!(again, source);
    // In an archive one parcel, whatever else lies there.
    let shelf = shelve(home.parent().unwrap(), Path::new("")).unwrap();
    let files: Vec<&Path> =
        shelf.parcels.iter().flat_map(|p| &p.files).map(std::path::PathBuf::as_path).collect();
    assert_eq!(files.len(), 1);
    assert!(files[0].ends_with("mets.xml"));
}

#[test]
fn mets_without_its_pages_says_so() {
    let problem = open_bytes("mets.xml", METS.into(), &How::default()).unwrap_err().problem;
    assert_eq!(problem, SourceProblem::NoPages(0));
    // What leads out of the folder is not followed.
    let (folder, home) = issue();
    fs::write(folder.path().join("x.xml"), &pages()[0]).unwrap();
    fs::write(
        home.join("mets.xml"),
        METS.replace("file://./alto/0001.xml", "a/../../x.xml").replace("alto/0002.xml", "/etc/x.xml"),
    )
    .unwrap();
    let problem = open(&home.join("mets.xml"), &How::default()).unwrap_err().problem;
    assert_eq!(problem, SourceProblem::NoPages(0));
}

#[test]
fn an_alto_page_alone_is_lines() {
    let cut = pages()[0].replace(
        &line(&["昨天，陆承"]),
        "<TextLine><String CONTENT=\"news\" SUBS_TYPE=\"HypPart1\" SUBS_CONTENT=\"newspaper\"/><HYP CONTENT=\"-\"/></TextLine>\
         <TextLine><String CONTENT=\"paper\" SUBS_TYPE=\"HypPart2\"/></TextLine>",
    );
    let source = one(open_bytes("a.xml", cut.into_bytes(), &How::default()).unwrap());
    assert_eq!(source.text, "云溪新闻\n\n江水 清\n\nnewspaper\n业到江边。\n");
    assert_eq!(source.shapes, [Shape::Lines]);
}

fn page_xml(order: &str, regions: &[(&str, &str, &str, &[&str])]) -> String {
    let region = |(id, kind, custom, lines): &(&str, &str, &str, &[&str])| {
        let line = |text: &&str| {
            format!(
                "<TextLine><TextEquiv index=\"1\"><Unicode>误</Unicode></TextEquiv><TextEquiv index=\"0\"><Unicode>{text}</Unicode></TextEquiv></TextLine>"
            )
        };
        let lines: String = lines.iter().map(line).collect();
        format!("<TextRegion id=\"{id}\" type=\"{kind}\" custom=\"{custom}\">{lines}</TextRegion>")
    };
    let regions: String = regions.iter().map(region).collect();
    format!("<PcGts><Page imageFilename=\"1.jpg\">{order}{regions}</Page></PcGts>")
}

#[test]
fn page_xml_tells_articles_by_groups_by_marks_or_by_headings() {
    let read = |xml: String| told(&one(open_bytes("p.xml", xml.into_bytes(), &How::default()).unwrap()));
    let texts = |articles: Vec<Told>| {
        let text = |blocks: Vec<(Role, String)>| {
            blocks.into_iter().map(|(_, text)| text).collect::<Vec<_>>().join("|")
        };
        articles.into_iter().map(|(_, _, blocks)| text(blocks)).collect::<Vec<_>>()
    };
    let plain: &[(&str, &str, &str, &[&str])] = &[
        ("r2", "paragraph", "", &["乙一", "乙二"]),
        ("r1", "heading", "", &["甲"]),
        ("r4", "paragraph", "", &["丁"]),
        ("r3", "heading", "", &["丙"]),
        ("r5", "page-number", "", &["第1版"]),
    ];
    let order = "<ReadingOrder><OrderedGroup id=\"g\"><RegionRefIndexed index=\"3\" regionRef=\"r4\"/><RegionRefIndexed index=\"0\" regionRef=\"r1\"/>\
        <RegionRefIndexed index=\"1\" regionRef=\"r2\"/><RegionRefIndexed index=\"2\" regionRef=\"r3\"/></OrderedGroup></ReadingOrder>";
    assert_eq!(texts(read(page_xml(order, plain))), ["甲|乙一乙二", "丙|丁", "第1版"]);
    let groups = "<ReadingOrder><UnorderedGroup id=\"g\"><OrderedGroup id=\"x\"><RegionRefIndexed index=\"0\" regionRef=\"r3\"/>\
        <RegionRefIndexed index=\"1\" regionRef=\"r2\"/></OrderedGroup><OrderedGroup id=\"y\"><RegionRefIndexed index=\"1\" regionRef=\"r4\"/>\
        <RegionRefIndexed index=\"0\" regionRef=\"r1\"/></OrderedGroup></UnorderedGroup></ReadingOrder>";
    assert_eq!(texts(read(page_xml(groups, plain))), ["丙|乙一乙二", "甲|丁", "第1版"]);
    let mark = "readingOrder {index:0;} structure {id:a1; type:article;}";
    let marked: &[(&str, &str, &str, &[&str])] = &[
        ("r1", "", mark, &["甲"]),
        ("r2", "", "structure {id:a2; type:article;}", &["乙"]),
        ("r3", "", mark, &["丙"]),
    ];
    assert_eq!(texts(read(page_xml("", marked))), ["甲|丙", "乙"]);
}

#[test]
fn bad_files_are_refused_with_a_line() {
    let problem = |xml: &str| open_bytes("a.xml", xml.into(), &How::default()).unwrap_err().problem;
    let page = &pages()[0];
    assert_eq!(problem(&page[..page.len() - 9]), SourceProblem::Broken { format: "ALTO", line: 2 });
    let laughs =
        page.replace("<alto", "<!DOCTYPE alto [<!ENTITY a \"哈\"><!ENTITY b \"&a;&a;&a;\">]>\n<alto");
    assert_eq!(problem(&laughs), SourceProblem::Entities { format: "ALTO", line: 2 });
    assert_eq!(
        problem(&format!("<PcGts>{}", "<Page>".repeat(1_000))),
        SourceProblem::Broken { format: "PAGE XML", line: 1 }
    );
    assert_eq!(problem("<alto/>"), SourceProblem::Blank);
    let bundle = format!("{METS}\n<!-- zhupi:file A1 -->\n<alto><Page>");
    assert_eq!(problem(&bundle), SourceProblem::Broken { format: "ALTO", line: 2 });
}
