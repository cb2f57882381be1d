//! TEI P5: one `teiCorpus`, a `TEI` an article. Written only.
//!
//! Marks are elements in the text (`persName`, `orgName`, `placeName`, …). What crosses another mark, and readings and
//! notes on places, stand apart in `standOff`, and point at `anchor`s in the text. A line end of the page that the text
//! has joined is `<lb break="no"/>`.

mod header;
mod inline;
mod name;

#[cfg(test)]
mod tests;

use super::xml::{attribute, content, forbidden};
use super::{
    Document, Fate, Format, Info, Item, Options, Out, Report, Setting, Shape, Thing, WriteError, Writer,
};
use inline::Inline;
use std::fmt::Write as _;
use std::io::Write;

/// The format.
#[derive(Clone, Copy, Debug)]
pub struct Tei;

static INFO: Info = Info {
    name: "tei",
    title: "format.tei",
    kind: "XML",
    extension: "xml",
    shape: Shape::File,
    writes: true,
    reads: false,
    schemes: false,
};

impl Format for Tei {
    fn info(&self) -> &'static Info {
        &INFO
    }

    fn holds(&self, thing: Thing, _: &Options) -> Fate {
        match thing {
            Thing::Crossing => Fate::Kept("fate.stand_off"),
            Thing::LineEnds => Fate::Kept("fate.line_breaks"),
            Thing::Blanks => Fate::Bent("fate.line_breaks"),
            Thing::Characters => Fate::Bent("fate.replaced"),
            Thing::Links => Fate::Kept("fate.link_uri"),
            Thing::Scores | Thing::Rejected => Fate::NOWHERE,
            Thing::Undecided => Fate::Kept("fate.low_cert"),
            _ => Fate::WHOLE,
        }
    }

    fn writer<'a>(&self, out: &'a mut Out, setting: &'a Setting) -> Result<Box<dyn Writer + 'a>, WriteError> {
        let mut file = out.main()?;
        let title = content(&setting.name);
        write!(
            file,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<teiCorpus xmlns=\"http://www.tei-c.org/ns/1.0\">\n\
             <teiHeader><fileDesc><titleStmt><title>{title}</title></titleStmt><publicationStmt><p/></publicationStmt>\
             <sourceDesc><p/></sourceDesc></fileDesc><encodingDesc>{}</encodingDesc></teiHeader>\n",
            header::taxonomy(setting)
        )?;
        Ok(Box::new(Texts { file, setting, count: 0 }))
    }
}

struct Texts<'a> {
    file: Box<dyn Write>,
    setting: &'a Setting,
    /// Articles so far: ids are unique in a file, and those of articles need not be names in XML.
    count: usize,
}

impl Writer for Texts<'_> {
    fn write(&mut self, item: &Item<'_>, report: &mut Report) -> Result<(), WriteError> {
        let document = item.document;
        self.count += 1;
        let fate = Fate::Bent("fate.replaced");
        report.count(Thing::Characters, fate, document.text.chars().filter(|c| forbidden(*c)).count());
        let inline = Inline::new(document, self.count);
        let mut tei = format!("<TEI xml:id=\"a{}\">\n{}", self.count, header::header(document, self.setting));
        tei += &stand_off(document, &inline);
        // Writing to a String cannot fail.
        let _ = write!(tei, "<text xml:lang=\"zh\"><body>\n{}</body></text>\n</TEI>\n", inline.body());
        Ok(self.file.write_all(tei.as_bytes())?)
    }

    fn finish(mut self: Box<Self>) -> Result<(), WriteError> {
        if self.count == 0 {
            // A corpus has a text at least.
            self.file.write_all(
                b"<TEI><teiHeader><fileDesc><titleStmt><title/></titleStmt><publicationStmt><p/></publicationStmt>\
                  <sourceDesc><p/></sourceDesc></fileDesc></teiHeader><text><body><div><p/></div></body></text></TEI>\n",
            )?;
        }
        self.file.write_all(b"</teiCorpus>\n")?;
        Ok(self.file.flush()?)
    }
}

/// What points at places: crossing marks, readings, notes; and relations.
fn stand_off(document: &Document, inline: &Inline<'_>) -> String {
    let mut apart = String::new();
    let mut group = |kind: &str, spans: String| {
        if !spans.is_empty() {
            let _ = write!(apart, "<spanGrp type=\"{kind}\">{spans}</spanGrp>");
        }
    };
    let span = |range, more: &str, text: &str| {
        let (from, to) = inline.anchors(range);
        format!("<span from=\"#{from}\" to=\"#{to}\"{more}>{}</span>", content(text))
    };
    let crossing = inline.crossing().map(|(n, entity)| {
        let mut more =
            format!(" xml:id=\"{}\" type=\"{}\"", inline.mark_id(n), attribute(entity.label.as_str()));
        more += &name::pointers(entity);
        span(entity.range, &more, &entity.text)
    });
    group("entity", crossing.collect());
    let readings = document.readings.iter().map(|reading| span(reading.range, "", &reading.reading));
    group("reading", readings.collect());
    let remarks = document.remarks.iter().map(|remark| span(remark.range, "", &remark.note));
    group("note", remarks.collect());
    let place = |id| document.entities.iter().position(|entity| entity.id == id).map(|n| inline.mark_id(n));
    let relations: String = document
        .relations
        .iter()
        .filter_map(|relation| {
            let kind = super::label_studio::relation(relation.kind);
            let (from, to) = (place(relation.from.clone())?, place(relation.to.clone())?);
            Some(format!("<relation name=\"{kind}\" active=\"#{from}\" passive=\"#{to}\"/>"))
        })
        .collect();
    if !relations.is_empty() {
        let _ = write!(apart, "<listRelation>{relations}</listRelation>");
    }
    if apart.is_empty() { apart } else { format!("<standOff>{apart}</standOff>\n") }
}
