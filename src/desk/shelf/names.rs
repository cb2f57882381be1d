//! The register's page: its list, the entry that is shown and changed, and the links of marks.

use super::{Room, Turn};
use crate::annotation::{EntityId, Entry, EntryId, EntryKind, IssueId, Office};
use crate::dataset::archive::{Archive, Mentions, Unknown};
use crate::desk::Desk;
use crate::desk::state::{Offer, PaletteOffer, Pending};
use crate::desk::worker::{Job, Keep};
use crate::exchange::register::{self as lists, Form};
use crate::issue::gesture::{Outcome, Refusal};
use crate::issue::register::{self, Register};
use crate::strings::Message;
use std::collections::{BTreeSet, HashMap};
use std::path::Path;

/// So many names without an entry are offered.
const UNKNOWN: usize = 200;

/// A row of the list.
#[derive(Clone, Debug, PartialEq)]
pub enum Row {
    /// An entry, and how many articles are linked to it.
    Entry(Box<Entry>, u32),
    /// A name that has none.
    Unknown(Unknown),
}

/// The register's page.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// What the names are to answer to: characters or pinyin.
    pub text: String,
    /// Only this kind.
    pub kind: Option<EntryKind>,
    /// Entries, then names without one.
    pub rows: Vec<Row>,
    /// The current row.
    pub current: usize,
    /// The entry that is shown.
    pub shown: Option<EntryId>,
    /// Where it is spoken of.
    pub mentions: Mentions,
    /// The offices that are chosen to become another entry.
    pub parted: BTreeSet<usize>,
    /// Entries by kind, and names without one.
    pub counts: (HashMap<EntryKind, usize>, usize),
}

/// What came of linking marks of several issues.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Linked {
    /// Marks that are linked now.
    pub marks: usize,
    /// Their issues.
    pub issues: Vec<IssueId>,
    /// Why it went no further.
    pub failed: Option<Message>,
    /// Whether undo and redo have something to do.
    pub history: (bool, bool),
}

/// What is typed into the fields of an entry.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EntryForm {
    /// Canonical name.
    pub name: String,
    /// Other names, parted by 、.
    pub aliases: String,
    /// A line for each office: body, title, from, to, parted by ，.
    pub offices: String,
    /// Outside identifier.
    pub outside: String,
    /// Notes.
    pub notes: String,
}

impl EntryForm {
    /// The fields of an entry.
    pub fn of(entry: &Entry) -> Self {
        let office = |office: &Office| {
            let parts = [&office.body, &office.title, &office.from, &office.to].map(String::as_str);
            parts.join("，").trim_end_matches('，').to_owned()
        };
        Self {
            name: entry.name.clone(),
            aliases: entry.aliases.join("、"),
            offices: entry.offices.iter().map(office).collect::<Vec<_>>().join("\n"),
            outside: entry.outside.clone(),
            notes: entry.notes.clone(),
        }
    }

    /// The entry with what was typed. What was left as it is stays as it is, also where a name has a mark of its own.
    pub fn onto(&self, entry: &Entry) -> Entry {
        let before = Self::of(entry);
        let mut entry = entry.clone();
        entry.name.clone_from(&self.name);
        if self.aliases != before.aliases {
            entry.aliases = self.aliases.split(['、', '；', ';']).map(str::to_owned).collect();
        }
        if self.offices != before.offices {
            let office = |line: &str| {
                let mut parts = line.split(['，', ',']).map(|part| part.trim().to_owned());
                let mut next = || parts.next().unwrap_or_default();
                Office { body: next(), title: next(), from: next(), to: next() }
            };
            entry.offices = self.offices.lines().map(office).collect();
        }
        entry.outside.clone_from(&self.outside);
        entry.notes.clone_from(&self.notes);
        entry.tidied()
    }
}

impl Names {
    pub(super) fn refresh(&mut self, archive: &Archive, register: &Register) {
        let linked = archive.linked(register);
        let query = self.text.trim().to_lowercase();
        let answers = |name: &str| query.is_empty() || crate::desk::panels::answers(&query, name);
        let wanted = |kind: EntryKind| self.kind.is_none_or(|wanted| wanted == kind);
        let mut counts: HashMap<EntryKind, usize> = HashMap::new();
        let mut entries: Vec<(Entry, u32)> = Vec::new();
        for entry in register.live() {
            *counts.entry(entry.kind).or_default() += 1;
            if wanted(entry.kind) && entry.names().any(answers) {
                entries.push((entry.clone(), linked.get(&entry.id).copied().unwrap_or_default()));
            }
        }
        entries.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| (&a.0.name, &a.0.id).cmp(&(&b.0.name, &b.0.id))));
        let unknown = archive.unknown(register, UNKNOWN);
        self.counts = (counts, unknown.len());
        let unknown = unknown.into_iter().filter(|name| wanted(name.kind) && answers(&name.text));
        let entries = entries.into_iter().map(|(entry, count)| Row::Entry(Box::new(entry), count));
        self.rows = entries.chain(unknown.map(Row::Unknown)).collect();
        let shown = |row: &Row| matches!(row, Row::Entry(entry, _) if Some(&entry.id) == self.shown.as_ref());
        let place = self.rows.iter().position(shown);
        self.current = place.unwrap_or(self.current).min(self.rows.len().saturating_sub(1));
        self.look(archive, register);
    }

    /// Looks up where the entry that is shown is spoken of.
    fn look(&mut self, archive: &Archive, register: &Register) {
        let entry = self.shown.as_ref().and_then(|id| register.resolve(id));
        self.shown = entry.map(|entry| entry.id.clone());
        self.mentions = entry.map(|entry| archive.mentions(entry, register)).unwrap_or_default();
    }
}

impl Desk {
    /// Another row of the list is the current one: an entry is shown.
    pub(super) fn show_entry(&mut self) {
        let names = &mut self.state.shelf.names;
        let id = match names.rows.get(names.current) {
            Some(Row::Entry(entry, _)) => Some(entry.id.clone()),
            _ => None,
        };
        names.parted.clear();
        names.shown = id;
        if let Some(archive) = self.state.shelf.archive.clone() {
            self.state.shelf.names.look(&archive, &self.state.shelf.register);
        }
        self.fill_form();
    }

    fn fill_form(&mut self) {
        let shelf = &self.state.shelf;
        let entry = shelf.names.shown.as_ref().and_then(|id| shelf.register.get(id));
        self.fields.shelf.entry = entry.map(EntryForm::of).unwrap_or_default();
    }

    /// Enter on a row: a name without an entry gets one.
    pub(super) fn go_on_names(&mut self) {
        let names = &self.state.shelf.names;
        match names.rows.get(names.current) {
            Some(Row::Unknown(unknown)) => {
                let who = self.who();
                let entry = Entry::new(unknown.kind, &unknown.text, &who.by, &who.at);
                let id = entry.id.clone();
                if self.change_register(register::create(&self.state.shelf.register, entry)) {
                    self.state.shelf.names.shown = Some(id);
                    self.state.shelf.refresh();
                    self.fill_form();
                }
            }
            Some(Row::Entry(..)) => self.fields.shelf.entry_claim = true,
            None => {}
        }
    }

    pub(super) fn turn_names(&mut self, turn: Turn) {
        match turn {
            Turn::Kind(kind) => {
                (self.state.shelf.names.kind, self.state.shelf.names.current) = (kind, 0);
                self.state.shelf.refresh();
            }
            Turn::Entry(id) => {
                self.state.shelf.names.shown = Some(id);
                self.open_shelf(Room::Register);
                self.fill_form();
            }
            Turn::Office(n) => {
                let parted = &mut self.state.shelf.names.parted;
                if !parted.remove(&n) {
                    parted.insert(n);
                }
            }
            Turn::Link(entry) => self.link(entry),
            Turn::LinkAll => self.link_all(),
            Turn::Unlink => self.unlink(),
            Turn::To(path) => {
                let bytes = lists::write(&self.state.shelf.register, Form::of(&path.to_string_lossy()));
                let text = String::from_utf8(bytes).unwrap_or_default();
                self.worker.send(Job::Table { path, text });
            }
            Turn::From(path) => self.bring_list(&path),
            Turn::PickUp(id) => {
                let outcome = register::restore(&self.state.shelf.register, &id);
                if self.change_register(outcome) {
                    self.toast("trash.out", true);
                }
            }
            of_entry => self.change_entry(of_entry),
        }
    }

    /// Links the marks in all issues of which the words can be the shown entry only.
    fn link_all(&mut self) {
        if self.state.is_read_only() {
            return self.toast("toast.read_only", false);
        }
        let names = &self.state.shelf.names;
        let Some(entry) = names.shown.clone() else { return };
        let open = names.mentions.places.iter().filter(|place| place.is_open());
        let mut issues: BTreeSet<IssueId> = open.map(|place| place.issue.clone()).collect();
        if issues.is_empty() {
            return self.toast("entry.none_open", false);
        }
        // The issue on the page is the desk's own to change.
        let here = self.state.open.as_ref().filter(|open| issues.contains(&open.issue.id));
        if let Some((open, known)) = here.zip(self.state.shelf.register.get(&entry).cloned()) {
            let marks = register::unlinked(&open.issue, &known, &self.state.shelf.register);
            issues.remove(&open.issue.id.clone());
            self.decide(|issue, who| register::link(issue, &marks, &known, who));
        }
        let who = self.who();
        self.worker.send(Job::Kept(Keep::Link(entry, issues.into_iter().collect(), who)));
    }

    /// They are linked.
    pub(in crate::desk) fn linked(&mut self, linked: Linked) {
        self.state.history = linked.history;
        if linked.marks > 0 {
            let said =
                Message::new("entry.linked").with("marks", linked.marks).with("issues", linked.issues.len());
            self.toast_text(self.state.strings.say(&said), true);
        }
        if let Some(message) = linked.failed {
            self.notice(message, Offer::Nothing);
        }
        self.read_archive();
    }

    /// What is done to the entry that is shown.
    fn change_entry(&mut self, turn: Turn) {
        let shelf = &self.state.shelf;
        let Some(entry) = shelf.names.shown.as_ref().and_then(|id| shelf.register.get(id)) else { return };
        let outcome = match turn {
            Turn::Keep => register::change(&shelf.register, self.fields.shelf.entry.onto(entry)),
            Turn::Merge(into) => register::merge(&shelf.register, &entry.id, &into),
            Turn::Unmerge(id) => register::unmerge(&shelf.register, &id),
            Turn::Drop => register::drop_entry(&shelf.register, &entry.id),
            Turn::Split => {
                let who = self.who();
                let mut new = Entry::new(entry.kind, &entry.name, &who.by, &who.at);
                let chosen = entry.offices.iter().enumerate().filter(|(n, _)| shelf.names.parted.contains(n));
                new.offices = chosen.map(|(_, office)| office.clone()).collect();
                register::split(&shelf.register, &entry.id, new)
            }
            _ => return,
        };
        if self.change_register(outcome) {
            self.state.shelf.names.parted.clear();
            self.state.shelf.refresh();
            self.fill_form();
        }
    }

    /// Changes the register and nothing else; says why where it is refused.
    fn change_register(&mut self, outcome: Outcome) -> bool {
        if self.state.is_read_only() {
            self.toast("toast.read_only", false);
            return false;
        }
        let transaction = match outcome {
            Ok(transaction) => transaction,
            Err(Refusal::Nothing) => return false,
            Err(Refusal::NoText) => {
                self.toast("register.nameless", false);
                return false;
            }
            Err(_) => {
                self.toast("register.gone", false);
                return false;
            }
        };
        if self.state.shelf.register.apply(&transaction).is_err() {
            self.toast("register.gone", false);
            return false;
        }
        let said = self.state.say(&transaction.gesture).to_owned();
        let ticket = self.ticket();
        let issue = IssueId::new("");
        self.state.pending.push(Pending { ticket, issue: issue.clone(), transaction: transaction.clone() });
        self.worker.send(Job::Record { ticket, issue, transaction });
        self.toast_text(said, true);
        true
    }

    /// Takes in a list from elsewhere.
    fn bring_list(&mut self, path: &Path) {
        let read = std::fs::read(path)
            .map_err(|error| Message::new("error.register.unreadable").with("what", error));
        let form = Form::of(&path.to_string_lossy());
        let entries = read.and_then(|bytes| lists::read(&bytes, form).map_err(|error| error.message()));
        let entries = match entries {
            Ok(entries) => entries,
            Err(message) => return self.notice(message, Offer::Nothing),
        };
        let brought = lists::bring(&self.state.shelf.register, entries, &self.who());
        let message = Message::new("register.brought")
            .with("new", brought.new)
            .with("changed", brought.changed)
            .with("unclear", brought.unclear.len());
        let nothing = brought.transaction.edits.is_empty();
        let outcome = if nothing { Err(Refusal::Nothing) } else { Ok(brought.transaction) };
        if self.change_register(outcome) || nothing {
            self.state.shelf.refresh();
            self.toast_text(self.state.strings.say(&message), !nothing);
        }
    }

    /// Asks whose name the selected mark is.
    pub(super) fn ask_entry(&mut self) {
        let mark = self.state.open.as_ref().and_then(crate::desk::state::OpenIssue::selected);
        match mark.map(|mark| EntryKind::of(&mark.label)) {
            Some(Some(_)) => {
                self.state.to_desk();
                self.open_palette(PaletteOffer::Entries);
            }
            Some(None) => self.toast("register.no_time", false),
            None => self.toast("toast.no_mark", false),
        }
    }

    /// Links the selected mark, and the others of its article with the same words, to an entry or to a new one.
    fn link(&mut self, id: Option<EntryId>) {
        let who = self.who();
        let Some(open) = &self.state.open else { return };
        let Some(mark) = open.selected() else { return };
        let (entry, new) = match id.as_ref().map(|id| self.state.shelf.register.resolve(id)) {
            Some(Some(entry)) => (entry.clone(), None),
            Some(None) => return self.toast("register.gone", false),
            None => match register::entry_of(&open.issue, &mark.id, &who) {
                Some(entry) => (entry.clone(), Some(entry)),
                None => return,
            },
        };
        let outcome = (|| {
            let marks = alike(open, &mark.id);
            let linked = register::link(&open.issue, &marks, &entry, &who)?;
            let Some(new) = new else { return Ok(linked) };
            let mut both = register::create(&self.state.shelf.register, new)?;
            both.edits.extend(linked.edits);
            Ok(both)
        })();
        let registered = outcome.as_ref().ok().filter(|transaction| transaction.registers()).cloned();
        if self.carry_out(outcome) {
            if let Some(transaction) = registered {
                // It was made from this register, so it fits.
                let _ = self.state.shelf.register.apply(&transaction);
            }
            let message = Message::new("register.linked").with("name", &entry.name);
            self.toast_text(self.state.strings.say(&message), true);
        }
    }

    fn unlink(&mut self) {
        let Some(open) = &self.state.open else { return };
        let Some(mark) = open.selected() else { return };
        let marks = vec![mark.id.clone()];
        self.decide(|issue, _| register::unlink(issue, &marks));
    }

    /// A change of the register was taken back or done again.
    pub(in crate::desk) fn follow_register(&mut self, transaction: &crate::issue::Transaction) {
        if transaction.registers() {
            // What does not fit was changed otherwise meanwhile, and is read anew with the dataset.
            let _ = self.state.shelf.register.apply(transaction);
            self.state.shelf.refresh();
            self.fill_form();
        }
    }
}

/// The mark, and the unlinked ones of its article with the same words and label.
fn alike(open: &crate::desk::state::OpenIssue, id: &EntityId) -> Vec<EntityId> {
    let Some(found) = open.issue.find(id) else { return Vec::new() };
    let same = |other: &crate::annotation::Entity| {
        other.id == *id
            || (other.link.is_none()
                && other.status.stands()
                && other.text == found.entity.text
                && other.label == found.entity.label)
    };
    found.article.entities().filter(|(_, mark)| same(mark)).map(|(_, mark)| mark.id.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_is_the_entry_and_what_is_not_stays() {
        let mut entry = Entry::new(EntryKind::Person, "林晓", "", "");
        entry.aliases = vec!["林、晓".into()];
        entry.offices = vec![Office { body: "渔业协会".into(), to: "2021".into(), ..Office::default() }];
        let mut form = EntryForm::of(&entry);
        assert_eq!(form.offices, "渔业协会，，，2021");
        assert_eq!(form.onto(&entry), entry, "a name with the mark that parts names is left alone");
        form.aliases = "小林、 晓晓".into();
        form.offices += "\n第二小学，校长";
        let changed = form.onto(&entry);
        assert_eq!(changed.aliases, ["小林", "晓晓"]);
        assert_eq!((&*changed.offices[1].body, &*changed.offices[1].title), ("第二小学", "校长"));
    }
}
