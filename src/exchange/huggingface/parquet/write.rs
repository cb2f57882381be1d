//! Articles → two tables. Rows are gathered and written by groups, so that the memory does not grow with the export.

use super::columns::{Column, Values};
use crate::exchange::huggingface::bio::Tags;
use crate::exchange::huggingface::card::card;
use crate::exchange::huggingface::record::{EntityRow, Row};
use crate::exchange::{Item, Out, Report, Setting, WriteError, Writer};
use parquet::basic::Compression;
use parquet::data_type::{ByteArray, ByteArrayType, FloatType, Int32Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;
use std::io::{self, Write};
use std::sync::{Arc, Mutex};

/// Characters of text in a group of rows.
const GROUP: usize = 2_000_000;

const MARK: &str = "required binary id (STRING); required int32 start; required int32 end; required binary label (STRING);
    optional binary text (STRING); optional binary status (STRING); optional binary by (STRING); optional binary at (STRING);
    optional float score; optional binary value (STRING); optional binary link_register (STRING);
    optional binary link_id (STRING); optional binary link_name (STRING);";

/// The schema of `records`.
fn records_schema() -> String {
    let list = |name: &str, inside: &str| {
        format!(
            "required group {name} (LIST) {{ repeated group list {{ required group element {{ {inside} }} }} }}"
        )
    };
    let texts = |name: &str| {
        format!(
            "required group {name} (LIST) {{ repeated group list {{ required binary element (STRING); }} }}"
        )
    };
    let field = |need: &'static str| move |name: &&str| format!("{need} binary {name} (STRING); ");
    let plain: String =
        ["id", "issue_id", "paper", "date", "kind", "status"].iter().map(field("required")).collect();
    let optional: String = ["headline", "supplied", "summary"].iter().map(field("optional")).collect();
    let lists = [
        list(
            "blocks",
            "required binary role (STRING); required int32 start; required int32 end; optional int32 page;",
        ),
        list("entities", MARK),
        list("rejected", MARK),
        list(
            "relations",
            "required binary type (STRING); required binary from (STRING); required binary to (STRING);",
        ),
        list(
            "topics",
            "required binary code (STRING); optional binary status (STRING); optional binary by (STRING); optional float score;",
        ),
        texts("keywords"),
        texts("notes"),
    ];
    format!("message records {{ {plain}{optional}required binary text (STRING); {} }}", lists.join(" "))
}

const BIO: &str = "message bio { required binary id (STRING);
    required group tokens (LIST) { repeated group list { required binary element (STRING); } }
    required group ner_tags (LIST) { repeated group list { required int32 element; } } }";

/// Both tables.
pub struct Tables<'a> {
    records: Table,
    bio: Table,
    /// Characters since the last group.
    gathered: usize,
    tags: Tags,
    out: &'a mut Out,
    setting: &'a Setting,
}

impl<'a> Tables<'a> {
    pub fn begin(out: &'a mut Out, setting: &'a Setting) -> Result<Self, WriteError> {
        let records = Table::new(out.inside("records/train.parquet")?, &records_schema(), record_columns())?;
        let text = |in_list| Column::new(Values::Text(Vec::new()), in_list, false);
        let tags = Column::new(Values::Int(Vec::new()), true, false);
        let bio = Table::new(out.inside("bio/train.parquet")?, BIO, vec![text(false), text(true), tags])?;
        Ok(Self { records, bio, gathered: 0, tags: Tags::new(&setting.labels), out, setting })
    }
}

impl Writer for Tables<'_> {
    fn write(&mut self, item: &Item<'_>, _: &mut Report) -> Result<(), WriteError> {
        let document = item.document;
        record(&mut self.records.columns, Row::of(document));
        if let [id, tokens, tags] = self.bio.columns.as_mut_slice() {
            id.text(Some(document.id.clone()), true);
            each(&mut [tokens], document.text.chars(), |columns, c, first| {
                columns[0].text(Some(c.to_string()), first);
            });
            each(&mut [tags], self.tags.of(document).into_iter(), |columns, tag, first| {
                columns[0].int(Some(tag), first);
            });
        }
        self.gathered += document.text.len() / 3 + 200;
        if self.gathered >= GROUP {
            self.gathered = 0;
            self.records.group()?;
            self.bio.group()?;
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<(), WriteError> {
        self.records.finish()?;
        self.bio.finish()?;
        let mut readme = self.out.inside("README.md")?;
        readme.write_all(card(self.setting, &self.tags, "parquet").as_bytes())?;
        Ok(readme.flush()?)
    }
}

/// Puts every element of a list into its columns, or says that there is none.
fn each<T>(
    columns: &mut [&mut Column],
    list: impl Iterator<Item = T>,
    mut put: impl FnMut(&mut [&mut Column], T, bool),
) {
    let mut first = true;
    for element in list {
        put(columns, element, first);
        first = false;
    }
    if first {
        for column in columns {
            column.nothing();
        }
    }
}

/// The columns of `records`, in the order of the schema.
fn record_columns() -> Vec<Column> {
    let text = |in_list, optional| Column::new(Values::Text(Vec::new()), in_list, optional);
    let int = |optional| Column::new(Values::Int(Vec::new()), true, optional);
    let float = || Column::new(Values::Float(Vec::new()), true, true);
    let mut columns = vec![text(false, false); 6];
    columns.extend(vec![text(false, true); 3]);
    columns.push(text(false, false));
    columns.extend([text(true, false), int(false), int(false), int(true)]);
    for _ in 0..2 {
        columns.extend([text(true, false), int(false), int(false), text(true, false)]);
        columns.extend(vec![text(true, true); 4]);
        columns.push(float());
        columns.extend(vec![text(true, true); 4]);
    }
    columns.extend(vec![text(true, false); 3]);
    columns.extend([text(true, false), text(true, true), text(true, true), float()]);
    columns.extend(vec![text(true, false); 2]);
    columns
}

/// A row into the columns.
fn record(columns: &mut [Column], row: Row) {
    let mut columns = columns.iter_mut();
    let plain = [row.id, row.issue_id, row.paper, row.date, row.kind, row.status].map(Some);
    let optional = [row.headline, row.supplied, row.summary];
    for value in plain.into_iter().chain(optional).chain([Some(row.text)]) {
        columns.by_ref().take(1).for_each(|column| column.text(value.clone(), true));
    }
    let mut next = |count: usize| columns.by_ref().take(count).collect::<Vec<&mut Column>>();
    each(&mut next(4), row.blocks.into_iter(), |columns, block, first| {
        if let [role, start, end, page] = columns {
            role.text(Some(block.role), first);
            start.int(Some(block.start as i32), first);
            end.int(Some(block.end as i32), first);
            page.int(block.page.map(|page| page as i32), first);
        }
    });
    each(&mut next(13), row.entities.into_iter(), mark);
    each(&mut next(13), row.rejected.into_iter(), mark);
    each(&mut next(3), row.relations.into_iter(), |columns, relation, first| {
        for (column, value) in columns.iter_mut().zip([relation.r#type, relation.from, relation.to]) {
            column.text(Some(value), first);
        }
    });
    each(&mut next(4), row.topics.into_iter(), |columns, topic, first| {
        if let [code, status, by, score] = columns {
            code.text(Some(topic.code), first);
            status.text(topic.status, first);
            by.text(topic.by, first);
            score.float(topic.score, first);
        }
    });
    for texts in [row.keywords, row.notes] {
        each(&mut next(1), texts.into_iter(), |columns, text, first| {
            if let [column] = columns {
                column.text(Some(text), first);
            }
        });
    }
}

fn mark(columns: &mut [&mut Column], mark: EntityRow, first: bool) {
    let [id, start, end, label, text, status, by, at, score, value, register, link, name] = columns else {
        return;
    };
    id.text(Some(mark.id), first);
    start.int(Some(mark.start as i32), first);
    end.int(Some(mark.end as i32), first);
    label.text(Some(mark.label), first);
    text.text(mark.text, first);
    status.text(mark.status, first);
    by.text(mark.by, first);
    at.text(mark.at, first);
    score.float(mark.score, first);
    value.text(mark.value, first);
    register.text(mark.link_register, first);
    link.text(mark.link_id, first);
    name.text(mark.link_name, first);
}

/// What a table writes, until it is passed on to the file: the library wants something that threads may share.
#[derive(Clone, Default)]
struct Buffer(Arc<Mutex<Vec<u8>>>);

impl Write for Buffer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().map_err(|_| io::ErrorKind::Other)?.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A file of columns.
struct Table {
    file: Box<dyn Write>,
    buffer: Buffer,
    writer: SerializedFileWriter<Buffer>,
    columns: Vec<Column>,
}

impl Table {
    fn new(file: Box<dyn Write>, schema: &str, columns: Vec<Column>) -> Result<Self, WriteError> {
        let buffer = Buffer::default();
        let schema = Arc::new(parse_message_type(schema).map_err(failed)?);
        let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
        let writer =
            SerializedFileWriter::new(buffer.clone(), schema, Arc::new(properties)).map_err(failed)?;
        Ok(Self { file, buffer, writer, columns })
    }

    /// Writes the rows so far.
    fn group(&mut self) -> Result<(), WriteError> {
        let mut group = self.writer.next_row_group().map_err(failed)?;
        for column in &mut self.columns {
            let Some(mut writer) = group.next_column().map_err(failed)? else { break };
            let (definition, repetition) =
                (Some(column.definition.as_slice()), Some(column.repetition.as_slice()));
            let written = match &mut column.values {
                Values::Text(values) => {
                    let values: Vec<ByteArray> =
                        values.drain(..).map(|text| ByteArray::from(text.into_bytes())).collect();
                    writer.typed::<ByteArrayType>().write_batch(&values, definition, repetition)
                }
                Values::Int(values) => {
                    writer.typed::<Int32Type>().write_batch(values, definition, repetition)
                }
                Values::Float(values) => {
                    writer.typed::<FloatType>().write_batch(values, definition, repetition)
                }
            };
            written.and_then(|_| writer.close()).map_err(failed)?;
            column.clear();
        }
        group.close().map_err(failed)?;
        self.pass_on()
    }

    fn pass_on(&mut self) -> Result<(), WriteError> {
        let bytes = self.buffer.0.lock().map(|mut bytes| std::mem::take(&mut *bytes)).unwrap_or_default();
        Ok(self.file.write_all(&bytes)?)
    }

    fn finish(&mut self) -> Result<(), WriteError> {
        if self.columns.iter().any(|column| !column.definition.is_empty()) {
            self.group()?;
        }
        self.writer.finish().map_err(failed)?;
        self.pass_on()?;
        Ok(self.file.flush()?)
    }
}

fn failed(error: ParquetError) -> WriteError {
    WriteError::Disk(io::Error::other(error))
}
