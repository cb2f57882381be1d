//! XMI with its type system: a folder with one `.xmi` a document and a `TypeSystem.xml`.
//!
//! Line ends in the text are written as references, since attributes have none otherwise. XML has no place for control
//! characters; each becomes U+FFFD, so that places stay, and a structure says what
//! it was.

use super::model::{Cas, Fs, Sofa, Value};
use super::types::TYPES;
use super::{build, take};
use crate::exchange::name::file_name;
use crate::exchange::xml::{attribute, forbidden};
use crate::exchange::{
    Fate, Format, Give, InFile, Info, Input, Item, Options, Out, ReadError, Report, Setting, Shape, Thing,
    WriteError, Writer,
};
use crate::source::xml::{self, Element, Fault};
use std::borrow::Cow;
use std::io::Write;

/// The format.
#[derive(Clone, Copy, Debug)]
pub struct CasXmi;

static INFO: Info = Info {
    name: "xmi",
    title: "format.xmi",
    kind: "XMI",
    extension: "xmi",
    shape: Shape::Folder,
    writes: true,
    reads: true,
    schemes: false,
};

/// Prefixes of packages and what they stand for.
const PACKAGES: [(&str, &str); 6] = [
    ("tcas", "uima.tcas"),
    ("metadata", "de.tudarmstadt.ukp.dkpro.core.api.metadata.type"),
    ("segmentation", "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type"),
    ("ner", "de.tudarmstadt.ukp.dkpro.core.api.ner.type"),
    ("zhupi", "org.zhupi"),
    ("custom", "custom"),
];

impl Format for CasXmi {
    fn info(&self) -> &'static Info {
        &INFO
    }

    fn holds(&self, thing: Thing, _: &Options) -> Fate {
        if thing == Thing::Characters { Fate::Bent("fate.replaced") } else { super::holds(thing) }
    }

    fn writer<'a>(&self, out: &'a mut Out, _: &'a Setting) -> Result<Box<dyn Writer + 'a>, WriteError> {
        Ok(Box::new(Files { out, begun: false }))
    }

    fn read(&self, input: &Input, give: Give<'_>) -> Result<(), ReadError> {
        input.first()?;
        let alone = input.files.len() == 1;
        for file in input.files.iter().filter(|file| alone || file.name.to_lowercase().ends_with(".xmi")) {
            let cas = read(file)?;
            take::documents(&cas, &file.place(0, ""))?.into_iter().try_for_each(&mut *give)?;
        }
        Ok(())
    }
}

struct Files<'a> {
    out: &'a mut Out,
    begun: bool,
}

impl Files<'_> {
    fn types(&mut self) -> Result<(), WriteError> {
        self.begun = true;
        let mut file = self.out.inside("TypeSystem.xml")?;
        file.write_all(type_system().as_bytes())?;
        Ok(file.flush()?)
    }
}

impl Writer for Files<'_> {
    fn write(&mut self, item: &Item<'_>, report: &mut Report) -> Result<(), WriteError> {
        let document = item.document;
        let fate = Fate::Bent("fate.replaced");
        report.count(Thing::Characters, fate, document.text.chars().filter(|c| forbidden(*c)).count());
        let mut file = self.out.inside(&format!("{}.xmi", file_name(&document.id)))?;
        write(&mut *file, &build::without_forbidden(build::cas(document)))?;
        file.flush()?;
        // After the first document, which is what a preview shows.
        if self.begun { Ok(()) } else { self.types() }
    }

    fn finish(mut self: Box<Self>) -> Result<(), WriteError> {
        if self.begun { Ok(()) } else { self.types() }
    }
}

fn write(file: &mut dyn Write, cas: &Cas) -> Result<(), WriteError> {
    file.write_all(b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<xmi:XMI xmi:version=\"2.0\" xmlns:xmi=\"http://www.omg.org/XMI\" xmlns:cas=\"http:///uima/cas.ecore\"")?;
    for (prefix, package) in PACKAGES {
        write!(file, " xmlns:{prefix}=\"{}\"", namespace(package))?;
    }
    file.write_all(b">\n<cas:NULL xmi:id=\"0\"/>\n")?;
    for fs in &cas.structures {
        let (package, name) = fs.kind.rsplit_once('.').unwrap_or(("", &fs.kind));
        let prefix = PACKAGES.iter().find(|(_, of)| *of == package).map_or("custom", |(prefix, _)| prefix);
        write!(file, "<{prefix}:{name} xmi:id=\"{}\" sofa=\"{}\"", fs.id, fs.sofa)?;
        if let (Some(begin), Some(end)) = (fs.begin, fs.end) {
            write!(file, " begin=\"{begin}\" end=\"{end}\"")?;
        }
        for (name, value) in &fs.features {
            match value {
                Value::Text(text) => write!(file, " {name}=\"{}\"", attribute(text))?,
                Value::Float(number) => write!(file, " {name}=\"{number}\"")?,
                Value::Integer(number) => write!(file, " {name}=\"{number}\"")?,
                Value::Fs(id) => write!(file, " {name}=\"{id}\"")?,
            }
        }
        file.write_all(b"/>\n")?;
    }
    for sofa in &cas.sofas {
        let text = attribute(&sofa.text);
        writeln!(
            file,
            "<cas:Sofa xmi:id=\"{}\" sofaNum=\"1\" sofaID=\"_InitialView\" mimeType=\"text/plain\" sofaString=\"{text}\"/>",
            sofa.id
        )?;
        write!(file, "<cas:View sofa=\"{}\" members=\"", sofa.id)?;
        for (n, fs) in cas.structures.iter().enumerate() {
            write!(file, "{}{}", if n == 0 { "" } else { " " }, fs.id)?;
        }
        file.write_all(b"\"/>\n")?;
    }
    Ok(file.write_all(b"</xmi:XMI>\n")?)
}

/// The address of a package in XMI.
fn namespace(package: &str) -> String {
    format!("http:///{}.ecore", package.replace('.', "/"))
}

fn type_system() -> String {
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<typeSystemDescription xmlns=\"http://uima.apache.org/resourceSpecifier\">\n<types>\n",
    );
    let tag = |name: &str, text: &str| format!("<{name}>{text}</{name}>");
    for kind in TYPES {
        let features: String = kind
            .features
            .iter()
            .map(|(name, range)| {
                let parts =
                    [tag("name", name), "<description/>".to_owned(), tag("rangeTypeName", range.name())];
                tag("featureDescription", &parts.concat())
            })
            .collect();
        let parts = [
            tag("name", kind.name),
            "<description/>".to_owned(),
            tag("supertypeName", kind.parent),
            tag("features", &features),
        ];
        xml += &tag("typeDescription", &parts.concat());
        xml.push('\n');
    }
    xml + "</types>\n</typeSystemDescription>\n"
}

fn read(file: &InFile) -> Result<Cas, ReadError> {
    let text = file.text()?;
    let roots = xml::read(&text).map_err(|error| {
        let key = if error.fault == Fault::Entities { "error.foreign.entities" } else { "error.foreign.xml" };
        ReadError::new(key).at(&file.place(error.line, ""))
    })?;
    let root = roots.first().filter(|root| root.name == "XMI");
    let root = root.ok_or_else(|| {
        ReadError::new("error.foreign.field").at(&file.place(1, "")).with("what", "xmi:XMI")
    })?;
    let mut cas = Cas::default();
    for element in &root.children {
        let number = |name: &str| match element.attribute(name) {
            None => Ok(None),
            Some(said) => said.parse::<u64>().map(Some).map_err(|_| {
                let place = file.place(element.line, element.said("id"));
                ReadError::new("error.foreign.field").at(&place).with("what", format!("{name}: {said}"))
            }),
        };
        match (element.prefix.as_str(), element.name.as_str()) {
            ("cas", "Sofa") => {
                if let (Some(id), Some(text)) = (number("id")?, element.attribute("sofaString")) {
                    cas.sofas.push(Sofa { id, text: text.to_owned() });
                }
            }
            // Lists, views and the rest of the machinery.
            ("cas", _) => {}
            _ => cas.structures.push(Fs {
                id: number("id")?.unwrap_or_default(),
                kind: Cow::Owned(kind(root, element)),
                sofa: number("sofa")?.unwrap_or_default(),
                begin: number("begin")?,
                end: number("end")?,
                features: features(element),
                line: element.line,
            }),
        }
    }
    if cas.sofas.is_empty() {
        return Err(ReadError::new("error.foreign.text").at(&file.place(1, "")));
    }
    Ok(cas)
}

/// The full name of a type: its prefix stands for a package, which the root says.
fn kind(root: &Element, element: &Element) -> String {
    let address = root.attribute(&element.prefix).unwrap_or_default();
    let package = address.strip_prefix("http:///").and_then(|rest| rest.strip_suffix(".ecore"));
    match package {
        Some("uima/noNamespace") => element.name.clone(),
        Some(package) => format!("{}.{}", package.replace('/', "."), element.name),
        None => format!("{}.{}", element.prefix, element.name),
    }
}

fn features(element: &Element) -> Vec<(Cow<'static, str>, Value)> {
    let rest = element
        .attributes
        .iter()
        .filter(|(name, _)| !matches!(name.as_str(), "id" | "sofa" | "begin" | "end"));
    rest.map(|(name, value)| (Cow::Owned(name.clone()), Value::Text(value.clone()))).collect()
}
