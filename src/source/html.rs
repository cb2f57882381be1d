//! A saved web page becomes lines, each with what surrounds it.
//!
//! No tree is built: the tokens (html5gum, by the WHATWG's rules) pass by once, with a stack of open elements. What a
//! browser shows on a row of its own is a [`Line`]; scripts, styles and controls are passed over. Memory is bounded by the
//! text; depth of nesting and the number of marks are limited, so that no page can make it slow.

use super::{MAX_CHARS, SourceProblem};
use crate::text::is_space;
use html5gum::{DefaultEmitter, StartTag, Token, Tokenizer};
use std::collections::BTreeMap;

/// Deepest nesting that is looked at; what lies deeper counts as lying there.
const DEEPEST: usize = 256;
/// Links and areas that are kept.
const MOST_LINKS: usize = 5_000;

/// A part of the page that newspaper software names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Region {
    /// Any other.
    #[default]
    Rest,
    /// 正文
    Content,
    /// 主题
    Title,
    /// 引题
    Intro,
    /// 副题
    Sub,
    /// 作者
    Author,
}

/// What a line is on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A heading of this level.
    Heading(u8),
    /// Running text.
    Text,
    /// Beneath a picture.
    Caption,
}

/// What a browser shows on a row of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// White space of the source collapsed, ends trimmed.
    pub text: String,
    /// What it is.
    pub form: Form,
    /// In which part of the page.
    pub region: Region,
    /// Characters of it that are links.
    pub linked: u32,
    /// The innermost element that holds it, and so on up through [`Document::parents`].
    pub holder: usize,
}

/// A page that was read.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// Its lines.
    pub lines: Vec<Line>,
    /// Its comments that newspaper software wrote.
    pub comments: Vec<String>,
    /// The window's title.
    pub title: String,
    /// `name` or `property` and `content` of its meta elements, names in lower case.
    pub metas: BTreeMap<String, String>,
    /// Targets of the areas on the page picture, in their order.
    pub areas: Vec<String>,
    /// Targets of other links, in their order.
    pub links: Vec<String>,
    /// The holder of each holder; the first is its own.
    pub parents: Vec<usize>,
}

/// An open element.
struct Open {
    name: String,
    holder: usize,
    region: Option<Region>,
    caption: bool,
    link: bool,
    heading: Option<u8>,
}

/// The page while its tokens pass by.
struct Reader {
    page: Document,
    stack: Vec<Open>,
    text: String,
    linked: u32,
    /// Passing over the content of this element, so many deep.
    hidden: Option<(String, usize)>,
    in_title: bool,
    /// Between the comments that newspaper software puts around the text.
    marked: bool,
    /// A picture was seen in the table that is open.
    pictured: bool,
    chars: usize,
}

/// Reads a page.
///
/// # Errors
/// Where it has more text than a source may.
pub fn read(html: &str) -> Result<Document, SourceProblem> {
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    let mut reader = Reader {
        page: Document { parents: vec![0], ..Document::default() },
        stack: Vec::new(),
        text: String::new(),
        linked: 0,
        hidden: None,
        in_title: false,
        marked: false,
        pictured: false,
        chars: 0,
    };
    for token in Tokenizer::new_with_emitter(html, emitter) {
        match token {
            Ok(Token::StartTag(tag)) => reader.start(&tag),
            Ok(Token::EndTag(tag)) => reader.end(&String::from_utf8_lossy(&tag.name)),
            Ok(Token::String(text)) => reader.string(&String::from_utf8_lossy(&text)),
            Ok(Token::Comment(comment)) => reader.comment(&String::from_utf8_lossy(&comment)),
            _ => {}
        }
        if reader.chars > 2 * MAX_CHARS as usize {
            return Err(SourceProblem::TooManyChars(MAX_CHARS));
        }
    }
    reader.flush();
    Ok(reader.page)
}

/// The text of a piece of HTML, a line for every row that a browser shows.
pub fn plain(html: &str) -> Result<String, SourceProblem> {
    let page = read(html)?;
    Ok(page.lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join("\n"))
}

/// Whether a field's text is HTML.
pub fn is_markup(text: &str) -> bool {
    let mut rest = text;
    while let Some(at) = rest.find(['<', '&']) {
        rest = &rest[at..];
        let lower: String = rest.chars().take(8).collect::<String>().to_ascii_lowercase();
        let tags = ["<p>", "<p ", "</p>", "<br", "<div", "</div", "<span", "<table", "<img", "<a ", "<!--"];
        if tags.iter().any(|tag| lower.starts_with(tag))
            || ["&nbsp;", "&ldquo;", "&emsp;", "&quot;", "&amp;"].iter().any(|e| lower.starts_with(e))
        {
            return true;
        }
        rest = &rest[1..];
    }
    false
}

fn is_hidden(name: &str) -> bool {
    matches!(
        name,
        "script"
            | "style"
            | "noscript"
            | "template"
            | "iframe"
            | "select"
            | "button"
            | "textarea"
            | "svg"
            | "object"
            | "math"
            | "canvas"
            | "audio"
            | "video"
    )
}

fn is_void(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "base"
            | "br"
            | "col"
            | "embed"
            | "hr"
            | "img"
            | "input"
            | "link"
            | "meta"
            | "param"
            | "source"
            | "track"
            | "wbr"
    )
}

/// Elements within a row.
fn is_inline(name: &str) -> bool {
    matches!(
        name,
        "a" | "abbr"
            | "b"
            | "bdi"
            | "bdo"
            | "big"
            | "cite"
            | "code"
            | "em"
            | "font"
            | "i"
            | "ins"
            | "kbd"
            | "label"
            | "mark"
            | "q"
            | "s"
            | "samp"
            | "small"
            | "span"
            | "strike"
            | "strong"
            | "sub"
            | "sup"
            | "time"
            | "tt"
            | "u"
            | "var"
            | "wbr"
            | "img"
            | "del"
            | "nobr"
            | "map"
            | "area"
            | "o:p"
    )
}

impl Reader {
    fn start(&mut self, tag: &StartTag<()>) {
        let name = String::from_utf8_lossy(&tag.name).into_owned();
        if let Some((hidden, depth)) = &mut self.hidden {
            *depth += usize::from(*hidden == name);
            return;
        }
        if is_hidden(&name) {
            if !tag.self_closing {
                self.hidden = Some((name, 1));
            }
            return;
        }
        let attribute = |key: &[u8]| {
            let found = tag.attributes.iter().find(|(name, _)| name.as_slice() == key);
            found.map(|(_, value)| String::from_utf8_lossy(value).into_owned())
        };
        match name.as_str() {
            "title" => self.in_title = self.page.title.is_empty(),
            "meta" => self.meta(&attribute),
            "area" => keep(&mut self.page.areas, attribute(b"href")),
            "img" => self.pictured = true,
            "br" => return self.line_break(),
            _ => {}
        }
        if name == "a" {
            keep(&mut self.page.links, attribute(b"href"));
        }
        if !is_inline(&name) {
            self.flush();
            if name != "p" {
                self.close_paragraph();
            }
        }
        if name == "table" || name == "p" && self.stack.iter().all(|open| open.name != "table") {
            self.pictured = false;
        }
        if is_void(&name) || self.stack.len() >= DEEPEST {
            return;
        }
        let (id, class) = (attribute(b"id").unwrap_or_default(), attribute(b"class").unwrap_or_default());
        let holder = if is_inline(&name) {
            self.holder()
        } else {
            self.page.parents.push(self.holder());
            self.page.parents.len() - 1
        };
        let heading = match name.as_bytes() {
            [b'h', level @ b'1'..=b'6'] => Some(level - b'0'),
            _ => None,
        };
        let caption = name == "figcaption" || is_caption(&class) || is_caption(&id);
        self.stack.push(Open {
            region: region(&name, &id),
            caption,
            link: name == "a",
            heading,
            holder,
            name,
        });
    }

    fn meta(&mut self, attribute: &dyn Fn(&[u8]) -> Option<String>) {
        let name =
            attribute(b"name").or_else(|| attribute(b"property")).map(|name| name.to_ascii_lowercase());
        if let (Some(name), Some(content)) = (name, attribute(b"content"))
            && self.page.metas.len() < 200
        {
            self.page.metas.entry(name).or_insert(content);
        }
    }

    fn end(&mut self, name: &str) {
        if let Some((hidden, depth)) = &mut self.hidden {
            if hidden == name {
                *depth -= 1;
                if *depth == 0 {
                    self.hidden = None;
                }
            }
            return;
        }
        match name {
            "title" => self.in_title = false,
            "br" => return self.line_break(),
            _ => {}
        }
        let Some(at) = self.stack.iter().rposition(|open| open.name == name) else { return };
        // A row's own element never closes what holds the row.
        let inline = is_inline(name);
        if inline && self.stack[at..].iter().any(|open| !is_inline(&open.name)) {
            return;
        }
        if !inline {
            self.flush();
        }
        self.stack.truncate(at);
        if name == "table" {
            self.pictured = false;
        }
    }

    /// A new paragraph's or block's start ends the paragraph that is open.
    fn close_paragraph(&mut self) {
        if let Some(at) = self.stack.iter().rposition(|open| open.name == "p")
            && self.stack[at..].iter().skip(1).all(|open| is_inline(&open.name))
        {
            self.stack.truncate(at);
        }
    }

    /// In a heading the row goes on; elsewhere a new one begins.
    fn line_break(&mut self) {
        let region = self.region();
        if self.stack.iter().any(|open| open.heading.is_some())
            || !matches!(region, Region::Rest | Region::Content)
        {
            self.text.push('\n');
        } else {
            self.flush();
        }
    }

    fn string(&mut self, text: &str) {
        if self.hidden.is_some() {
            return;
        }
        if self.in_title {
            self.page.title.extend(text.chars().take(400));
            return;
        }
        let linked = self.stack.iter().any(|open| open.link);
        for c in text.chars() {
            let white = matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}');
            if !white {
                self.text.push(c);
                self.linked += u32::from(linked);
            } else if !self.text.is_empty() && !self.text.ends_with([' ', '\n']) {
                self.text.push(' ');
            }
        }
        self.chars += text.len() / 3;
    }

    fn comment(&mut self, comment: &str) {
        let word = comment.trim().to_ascii_lowercase();
        if word.starts_with("enpcontent") {
            self.flush();
            self.marked = true;
        } else if word.starts_with("/enpcontent") {
            self.flush();
            self.marked = false;
        } else if word.starts_with("enpproperty") && self.page.comments.len() < 20 && comment.len() < 100_000
        {
            self.page.comments.push(comment.to_owned());
        }
    }

    fn holder(&self) -> usize {
        self.stack.last().map_or(0, |open| open.holder)
    }

    fn region(&self) -> Region {
        let named = self.stack.iter().rev().find_map(|open| open.region);
        named.unwrap_or(if self.marked { Region::Content } else { Region::Rest })
    }

    /// Ends the row.
    fn flush(&mut self) {
        let linked = std::mem::take(&mut self.linked);
        let text = std::mem::take(&mut self.text);
        let text = text.trim_matches(is_space);
        if text.is_empty() {
            return;
        }
        let heading = self.stack.iter().rev().find_map(|open| open.heading);
        let in_table = self.stack.iter().any(|open| open.name == "table");
        let caption = self.stack.iter().any(|open| open.caption) || self.pictured && in_table;
        let form = match heading {
            Some(level) => Form::Heading(level),
            None if caption => Form::Caption,
            None => Form::Text,
        };
        let (region, holder) = (self.region(), self.holder());
        self.page.lines.push(Line { text: text.to_owned(), form, region, linked, holder });
    }
}

fn keep(links: &mut Vec<String>, href: Option<String>) {
    if let Some(href) = href.filter(|href| links.len() < MOST_LINKS && href.len() < 2_000) {
        links.push(href);
    }
}

fn region(name: &str, id: &str) -> Option<Region> {
    match name {
        "founder-content" => return Some(Region::Content),
        "founder-title" => return Some(Region::Title),
        "founder-introtitle" | "founder-intro-title" => return Some(Region::Intro),
        "founder-subtitle" | "founder-sub-title" => return Some(Region::Sub),
        "founder-author" => return Some(Region::Author),
        _ => {}
    }
    match id.to_ascii_lowercase().as_str() {
        "ozoom" | "articlecontent" => Some(Region::Content),
        "introtitle" => Some(Region::Intro),
        "subtitle" => Some(Region::Sub),
        _ => None,
    }
}

fn is_caption(class: &str) -> bool {
    let class = class.to_ascii_lowercase();
    ["caption", "picdes", "pictext", "imgtext", "pic-text", "img-text", "tuzhu", "picinfo", "photo-text"]
        .iter()
        .any(|word| class.contains(word))
}

/// The encoding that a page says it has in its first bytes.
pub fn declared(bytes: &[u8]) -> Option<super::Encoding> {
    let head = &bytes[..bytes.len().min(4096)];
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let at = head.find("charset=").map(|at| at + 8).or_else(|| head.find("encoding=").map(|at| at + 9))?;
    let name: String = head[at..]
        .trim_start_matches(['"', '\'', ' '])
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
        .collect();
    // A page that could be read so far is not in two bytes a character, whatever it says.
    super::Encoding::named(&name).filter(|found| !found.name().starts_with("utf-16"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(html: &str) -> Vec<String> {
        read(html).unwrap().lines.into_iter().map(|line| line.text).collect()
    }

    #[test]
    fn rows_are_what_a_browser_shows() {
        let html = "<p>第一段<b>粗</b>体&nbsp;字\n 下一行<p>第二段<br>换行<script>var x='<p>no</p>'</script><style>p{}</style><!-- no --></p>尾";
        assert_eq!(rows(html), ["第一段粗体\u{a0}字 下一行", "第二段", "换行", "尾"]);
    }

    #[test]
    fn entities_and_broken_markup_are_read_as_browsers_do() {
        assert_eq!(
            rows("<div>&ldquo;绿水&rdquo;&#8212;&#x2014;&lt;<td>格</div></p></i>"),
            ["“绿水”——<", "格"]
        );
        assert_eq!(rows("<h1>主题上<br>主题下</h1>"), ["主题上\n主题下"]);
        assert_eq!(rows("文字<script>没有关上的脚本 <p>x</p>"), ["文字"]);
    }

    #[test]
    fn pictures_have_captions() {
        let html = "<table><tr><td><img src=1.jpg></td></tr><tr><td>图注文字</td></tr></table><p>正文</p>";
        let forms: Vec<Form> = read(html).unwrap().lines.into_iter().map(|line| line.form).collect();
        assert_eq!(forms, [Form::Caption, Form::Text]);
    }

    #[test]
    fn ten_thousand_open_elements_are_no_matter() {
        let html = "<div><span>".repeat(10_000) + "字" + &"</b></div>".repeat(10_000);
        assert_eq!(rows(&html), ["字"]);
    }
}
