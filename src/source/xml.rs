//! XML as a tree, for formats whose parts refer to one another.
//!
//! Names are local ones. Documents that define entities of their own are refused (a few lines of them can fill any
//! memory), so is what nests deeper than any of the formats does. References to other files are never followed.

use super::SourceProblem;
use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};

/// Deepest nesting that is read.
const DEEPEST: usize = 200;
/// Most elements that are read: a page of newsprint has some ten thousand.
const MOST: usize = 4_000_000;

/// An element.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Element {
    /// Local name.
    pub name: String,
    /// What stands before the colon of its name; empty where there is none.
    pub prefix: String,
    /// Attributes by local name, in the order of the file.
    pub attributes: Vec<(String, String)>,
    /// Elements in it.
    pub children: Vec<Element>,
    /// The text that stands directly in it.
    pub text: String,
    /// Line of the file that it begins in, from 1.
    pub line: usize,
}

/// What is wrong with a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It is not well-formed.
    Form,
    /// It defines entities.
    Entities,
    /// It nests too deep or has too much in it.
    Size,
}

/// What is wrong with a document, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct XmlError {
    /// What.
    pub fault: Fault,
    /// Line, from 1.
    pub line: usize,
}

impl XmlError {
    /// The same as a problem of a source in this format.
    pub fn of(self, format: &'static str) -> SourceProblem {
        match self.fault {
            Fault::Entities => SourceProblem::Entities { format, line: self.line },
            Fault::Form | Fault::Size => SourceProblem::Broken { format, line: self.line },
        }
    }
}

impl Element {
    /// An attribute by its local name.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// An attribute, empty where there is none.
    pub fn said(&self, name: &str) -> &str {
        self.attribute(name).unwrap_or_default()
    }

    /// The elements of this name directly in it.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Self> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// The first element of this name directly in it.
    pub fn child(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.name == name)
    }

    /// All elements in it at any depth, itself first, in the order of the file.
    pub fn every(&self) -> Every<'_> {
        Every { open: vec![self] }
    }

    /// The first element of this name at any depth.
    pub fn find(&self, name: &str) -> Option<&Self> {
        self.every().find(|element| element.name == name)
    }
}

/// Goes through a tree.
pub struct Every<'a> {
    open: Vec<&'a Element>,
}

impl<'a> Iterator for Every<'a> {
    type Item = &'a Element;

    fn next(&mut self) -> Option<&'a Element> {
        let next = self.open.pop()?;
        self.open.extend(next.children.iter().rev());
        Some(next)
    }
}

/// Reads the documents of a text, of which there may be several one after the other; each is its root.
///
/// # Errors
/// Where one is not well-formed, defines entities, or has too much in it.
pub fn read(xml: &str) -> Result<Vec<Element>, XmlError> {
    let mut lines = Lines { xml: xml.as_bytes(), at: 0, line: 1 };
    let mut reader = Reader::from_str(xml);
    let (mut roots, mut open, mut count) = (Vec::new(), Vec::<Element>::new(), 0);
    loop {
        let event = reader.read_event();
        let line = lines.at(reader.buffer_position());
        let fail = |fault| XmlError { fault, line };
        match event.map_err(|_| fail(Fault::Form))? {
            Event::Start(tag) => {
                count += 1;
                if open.len() >= DEEPEST || count > MOST {
                    return Err(fail(Fault::Size));
                }
                open.push(element(&tag, line).ok_or(fail(Fault::Form))?);
            }
            Event::Empty(tag) => {
                count += 1;
                if count > MOST {
                    return Err(fail(Fault::Size));
                }
                put(&mut roots, &mut open, element(&tag, line).ok_or(fail(Fault::Form))?);
            }
            Event::End(_) => {
                let done = open.pop().ok_or(fail(Fault::Form))?;
                put(&mut roots, &mut open, done);
            }
            Event::Text(text) => {
                let text = text.xml10_content().map_err(|_| fail(Fault::Form))?;
                say(&mut open, &text);
            }
            Event::CData(text) => say(&mut open, &text.decode().map_err(|_| fail(Fault::Form))?),
            Event::GeneralRef(reference) => {
                let c = resolved(&reference).ok_or(fail(Fault::Form))?;
                say(&mut open, c.encode_utf8(&mut [0; 4]));
            }
            Event::DocType(doctype) => {
                // What stands in brackets are definitions.
                if doctype.contains(&b'[') {
                    return Err(fail(Fault::Entities));
                }
            }
            Event::Eof if open.is_empty() => return Ok(roots),
            Event::Eof => return Err(fail(Fault::Form)),
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {}
        }
    }
}

/// The local name of the first element, without a look at the rest.
pub fn root(text: &str) -> Option<String> {
    let mut end = text.len().min(8_000);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let mut reader = Reader::from_str(&text[..end]);
    loop {
        match reader.read_event().ok()? {
            Event::Start(tag) | Event::Empty(tag) => {
                return String::from_utf8(tag.local_name().as_ref().to_vec()).ok();
            }
            Event::Text(text)
                if !text.iter().all(u8::is_ascii_whitespace) && !text.starts_with(b"\xef\xbb\xbf") =>
            {
                return None;
            }
            Event::Eof => return None,
            _ => {}
        }
    }
}

fn element(tag: &BytesStart<'_>, line: usize) -> Option<Element> {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).ok();
    let mut attributes = Vec::new();
    for attribute in tag.attributes() {
        let attribute = attribute.ok()?;
        let value = value(&attribute.value)?;
        attributes.push((text(attribute.key.local_name().as_ref())?, value));
    }
    let prefix = tag.name().prefix().map_or(Some(String::new()), |prefix| text(prefix.as_ref()))?;
    Some(Element {
        name: text(tag.local_name().as_ref())?,
        prefix,
        attributes,
        children: Vec::new(),
        text: String::new(),
        line,
    })
}

/// An attribute's value: white space that stands there as such is one space each, references are what they mean.
fn value(raw: &[u8]) -> Option<String> {
    let raw = std::str::from_utf8(raw).ok()?;
    let mut value = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find(['&', '\n', '\r', '\t']) {
        value.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(reference) = rest.strip_prefix('&') {
            let end = reference.find(';')?;
            value.push(resolved(&BytesRef::new(&reference[..end]))?);
            rest = &reference[end + 1..];
        } else {
            rest = rest.strip_prefix("\r\n").unwrap_or(&rest[1..]);
            value.push(' ');
        }
    }
    value.push_str(rest);
    Some(value)
}

/// The character of a reference; there are only numbers and the five names that XML has.
fn resolved(reference: &BytesRef<'_>) -> Option<char> {
    if let Ok(Some(c)) = reference.resolve_char_ref() {
        return Some(c);
    }
    match &**reference {
        b"lt" => Some('<'),
        b"gt" => Some('>'),
        b"amp" => Some('&'),
        b"quot" => Some('"'),
        b"apos" => Some('\''),
        _ => None,
    }
}

fn put(roots: &mut Vec<Element>, open: &mut [Element], done: Element) {
    match open.last_mut() {
        Some(parent) => parent.children.push(done),
        None => roots.push(done),
    }
}

fn say(open: &mut [Element], text: &str) {
    if let Some(element) = open.last_mut() {
        element.text.push_str(text);
    }
}

/// Counts lines as the reader goes on.
struct Lines<'a> {
    xml: &'a [u8],
    at: usize,
    line: usize,
}

impl Lines<'_> {
    fn at(&mut self, position: u64) -> usize {
        let to = (position as usize).min(self.xml.len());
        if let Some(passed) = self.xml.get(self.at..to) {
            self.line += memchr::memchr_iter(b'\n', passed).count();
            self.at = to;
        }
        self.line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tree_has_names_attributes_and_text() {
        let roots = read(
            "<?xml version='1.0'?><!-- c --><a:b x='1&amp;&#10;2\n3'>甲&#x4e59;<c/><![CDATA[<丙>]]></a:b>",
        )
        .unwrap();
        let [root] = roots.as_slice() else { panic!() };
        assert_eq!((root.name.as_str(), root.prefix.as_str(), root.text.as_str()), ("b", "a", "甲乙<丙>"));
        assert_eq!(root.said("x"), "1&\n2 3");
        assert_eq!(root.every().map(|e| e.name.as_str()).collect::<Vec<_>>(), ["b", "c"]);
    }

    #[test]
    fn what_is_no_tree_is_refused_with_its_line() {
        let fault = |xml: &str| {
            let error = read(xml).unwrap_err();
            (error.fault, error.line)
        };
        assert_eq!(fault("<a>\n<b></a>"), (Fault::Form, 2));
        assert_eq!(fault("<a>\n\n"), (Fault::Form, 3));
        assert_eq!(fault("<a>&lol;</a>"), (Fault::Form, 1));
        assert_eq!(fault("<a x='&lol;'/>"), (Fault::Form, 1));
        assert_eq!(fault("</a>"), (Fault::Form, 1));
        let laughs = "<!DOCTYPE a [\n<!ENTITY l \"ha\">\n<!ENTITY m \"&l;&l;\">]><a>&m;</a>";
        assert_eq!(fault(laughs).0, Fault::Entities);
        assert_eq!(fault(&"<a>".repeat(100_000)).0, Fault::Size);
        assert_eq!(fault("<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><a>&x;</a>").0, Fault::Form);
    }

    #[test]
    fn the_root_is_known_without_reading_on() {
        assert_eq!(root("\u{feff}<?xml version='1.0'?>\n<!-- x --><m:mets a='1'><").as_deref(), Some("mets"));
        assert_eq!(root("云溪 <mets>"), None);
        assert_eq!(root(""), None);
    }
}
