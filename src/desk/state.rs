//! What the desk shows: the open dataset and issue, where the editor is, what floats above.
//!
//! Panels read it; only `apply` changes it. The issue here is the one on the screen; the dataset's own lags behind it by
//! the writes under way (`pending`), and a write that fails takes its change back here.

use super::arrangement::Widths;
use super::context::ContextPage;
use super::find::FindBar;
use super::guideline::Guideline;
use super::quality::QualityPage;
use super::review::Review;
use super::same::{Same, SameHere};
use super::settings::Settings;
use super::shelf::Shelf;
use super::tabs::Tabs;
use super::theme::Theme;
use super::tour::Tour;
use crate::annotation::{
    ArticleId, BlockId, Entity, EntityId, IssueId, LabelSet, RemarkId, Status, Taxonomy, Thresholds,
};
use crate::dataset::IssueSummary;
use crate::issue::{Article, Issue, Transaction, gesture::Candidate};
use crate::source::{Encoding, How, Mapping, Source, Table};
use crate::strings::{Message, Strings};
use crate::text::{self, CharRange};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;
use std::sync::Arc;

/// Where the editor is in an issue; kept in the dataset so that reopening shows the same place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DeskView {
    /// The issue.
    pub issue: IssueId,
    /// The article on the page.
    pub article: ArticleId,
    /// The selected mark.
    #[serde(default)]
    pub mark: Option<EntityId>,
    /// The caret or selection.
    #[serde(default)]
    pub selection: Option<Selection>,
    /// How far the page is scrolled, in points.
    #[serde(default)]
    pub scroll: f32,
    /// What is shown of the source beside it.
    #[serde(default)]
    pub beside: Option<Beside>,
}

/// What is shown of the source beside the article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Beside {
    /// 原文行
    Lines,
    /// 版面图
    Pages,
}

/// A caret, or characters between an anchor and a caret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Selection {
    /// In which block.
    pub block: BlockId,
    /// Where it began.
    pub anchor: u32,
    /// Where the caret is.
    pub caret: u32,
}

impl Selection {
    /// The characters between anchor and caret.
    pub fn range(&self) -> CharRange {
        CharRange::new(self.anchor, self.caret)
    }
}

/// The open dataset.
#[derive(Clone, Debug)]
pub struct OpenDataset {
    /// Where it is.
    pub path: PathBuf,
    /// For reading only.
    pub read_only: bool,
    /// Its issues.
    pub issues: Vec<IssueSummary>,
}

/// An issue is shown before all of it is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preview {
    /// The number of the event after which the issue stood like this, where it is an earlier state.
    pub moment: Option<u64>,
    /// The issue that was open before and comes back where the reading is stopped.
    pub before: Option<IssueId>,
}

/// The open issue.
#[derive(Clone, Debug)]
pub struct OpenIssue {
    /// As it stands on the screen.
    pub issue: Issue,
    /// What it is made of.
    pub source: Arc<Source>,
    /// The article on the page.
    pub article: ArticleId,
    /// The selected mark.
    pub mark: Option<EntityId>,
    /// Whether the whole popover is wanted for it.
    pub details: bool,
    /// The caret or selection.
    pub selection: Option<Selection>,
    /// How far the page is scrolled.
    pub scroll: f32,
    /// What is shown of the source beside it.
    pub beside: Option<Beside>,
    /// The page has to come to the selected mark or caret.
    pub reveal: bool,
    /// The article has just come to the page; the outline shows its row.
    pub arrived: bool,
    /// Changes with the issue; whatever is held for the page is held for one revision.
    pub revision: u64,
    /// It is still being read: to look at, not to decide in.
    pub preview: Option<Preview>,
}

impl OpenIssue {
    /// Whether it is shown as it once was.
    pub fn is_moment(&self) -> bool {
        self.preview.as_ref().is_some_and(|preview| preview.moment.is_some())
    }

    /// The article on the page.
    pub fn current(&self) -> Option<&Article> {
        self.issue.article(&self.article)
    }

    /// The selected mark.
    pub fn selected(&self) -> Option<&Entity> {
        let id = self.mark.as_ref()?;
        self.current()?.entities().map(|(_, entity)| entity).find(|entity| entity.id == *id)
    }

    /// The block of the selection or of the selected mark, and the position in it where a cut would fall.
    pub fn here(&self) -> Option<(BlockId, u32)> {
        let article = self.current()?;
        if let Some(selection) = &self.selection {
            let block = article.block(&selection.block)?;
            return Some((block.id.clone(), selection.range().start()));
        }
        let id = self.mark.as_ref()?;
        let (block, entity) = article.entities().find(|(_, entity)| entity.id == *id)?;
        Some((block.id.clone(), entity.range.start()))
    }

    /// Puts the caret into a block, wherever that is.
    pub fn stand_at(&mut self, block: &BlockId, at: u32) {
        let Some((article, _)) = self.issue.holder(block) else { return };
        if self.article != article.id {
            self.article = article.id.clone();
            self.arrived = true;
        }
        (self.mark, self.details, self.reveal) = (None, false, true);
        self.selection = Some(Selection { block: block.clone(), anchor: at, caret: at });
    }

    /// After a change: what is no more is not on the page and not selected.
    pub fn tidy_place(&mut self) {
        if self.current().is_none()
            && let Some(first) = super::panels::outline::order(&self.issue).first()
        {
            self.article = first.id.clone();
            (self.scroll, self.arrived) = (0.0, true);
        }
        let fits = |selection: &Selection| {
            let block = self.current().and_then(|article| article.block(&selection.block));
            block.is_some_and(|block| selection.range().end() <= text::char_len(&block.text))
        };
        if self.selection.as_ref().is_some_and(|selection| !fits(selection)) {
            self.selection = None;
        }
        if self.mark.is_some() && self.selected().is_none() {
            self.mark = None;
        }
    }

    /// Where the editor is.
    pub fn view(&self) -> DeskView {
        DeskView {
            issue: self.issue.id.clone(),
            article: self.article.clone(),
            mark: self.mark.clone(),
            selection: self.selection.clone(),
            scroll: self.scroll,
            beside: self.beside,
        }
    }
}

/// A decision on its way to the disk.
#[derive(Clone, Debug)]
pub struct Pending {
    /// Its number.
    pub ticket: u64,
    /// Of which issue.
    pub issue: IssueId,
    /// What.
    pub transaction: Transaction,
}

/// A short word at the foot of the page.
#[derive(Clone, Debug, PartialEq)]
pub struct Toast {
    /// What it says.
    pub text: String,
    /// Whether it offers to undo.
    pub undo: bool,
    /// When it goes, in seconds of the window's clock.
    pub until: f64,
}

/// What the palette offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaletteOffer {
    /// Commands, articles, entities, issues.
    All,
    /// The topics of the taxonomy.
    Topics,
    /// Marks that the selected one may be related with.
    Related,
    /// Encodings to open a file in.
    Encodings,
    /// Encodings to read the open issue in.
    Rereadings,
    /// Articles to put this one into.
    MergeInto,
    /// Articles to move the block to.
    MoveTo,
    /// The labels.
    Labels,
    /// Entries of the register for the selected mark.
    Entries,
    /// Entries into which another one is merged.
    MergeEntry,
    /// What is in the trash.
    Thrown,
}

/// Records whose fields the editor is asked about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The file.
    pub path: PathBuf,
    /// The encoding that it is opened in.
    pub encoding: Option<Encoding>,
    /// Its first records.
    pub table: Table,
    /// How many it has.
    pub count: usize,
}

/// A page PDF whose password the editor is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Locked {
    /// The file.
    pub path: PathBuf,
    /// How it is to be read.
    pub how: How,
    /// A wrong one was given.
    pub wrong: bool,
}

/// What floats above the desk.
#[derive(Clone, Debug, PartialEq)]
pub enum Floating {
    /// A list to choose from by typing.
    Palette {
        /// Of what.
        offer: PaletteOffer,
    },
    /// The export dialog.
    Export(Box<super::export::ExportForm>),
    /// A file of another tool that is to come in.
    Import(Box<super::import::ImportForm>),
    /// Which field of a file's records is what.
    Mapping(Box<Asked>),
    /// The password of a page PDF.
    Password(Box<Locked>),
    /// Decisions that found no place when the issue was moved to another source.
    Unfit(Vec<crate::layout::Unfit>),
    /// The note of the article.
    Note,
    /// What becomes of the proposals that are left.
    Rest,
    /// Which copy of the dataset is put back.
    Copies(Vec<crate::dataset::store::Copy>),
    /// The dataset's file as such.
    DataFile(super::keeping::FileSheet),
    /// What these characters should have been.
    Reading {
        /// In which block.
        block: BlockId,
        /// Which.
        range: CharRange,
    },
    /// A note about these characters.
    Remark {
        /// In which block.
        block: BlockId,
        /// Which.
        range: CharRange,
        /// The editor's own, where it is there already.
        id: Option<RemarkId>,
    },
    /// What this block is.
    Role(BlockId),
    /// Which headline an article has.
    Headline {
        /// The article.
        article: ArticleId,
        /// The headings that it could have.
        offered: Vec<Candidate>,
    },
    /// What the issue says of itself.
    Issue {
        /// The file whose page number is asked for.
        part: Option<usize>,
    },
    /// The keys that are valid here.
    Keys,
    /// What happened to the issue.
    History(super::history::HistoryList),
    /// Which marks the cards show.
    ReviewScope,
    /// The guideline.
    Guideline {
        /// At the section of this label.
        label: Option<crate::annotation::LabelId>,
        /// To be changed.
        edit: bool,
    },
    /// What this program is.
    About,
    /// A place to go to by what stands there.
    GoTo {
        /// What was selected before: a mark, or characters.
        origin: (Option<EntityId>, Option<Selection>),
        /// Where the looking begins: a block's number and a position in it.
        from: (usize, u32),
        /// Nothing answers to what was typed.
        missed: bool,
    },
    /// The label set, to be changed.
    Labels,
    /// The taxonomy, to be changed.
    Topics,
    /// The settings.
    Settings {
        /// Which part of them.
        part: SettingsPart,
        /// The action whose key is the next that is pressed, and what is said of the one that was pressed last.
        binding: Option<(super::command::Action, Option<Message>)>,
        /// A key of another action, which goes to this one where it is pressed once more.
        wanted: Option<super::command::Shortcut>,
    },
    /// What goes into a release.
    Release,
    /// What to look at before one.
    Checks,
    /// What taking another dataset in would come to.
    Merge,
    /// What annotators do not agree on.
    Disputes,
    /// The dialog before printing.
    Print {
        /// The whole issue, or the article on the page.
        whole: bool,
        /// With marks, or clean.
        marks: bool,
        /// The file is there and may be replaced.
        replace: bool,
    },
}

/// The parts of the settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SettingsPart {
    /// 一般
    General,
    /// 外观
    Looks,
    /// 按键
    Keys,
}

/// A problem that stays on the screen until something is done about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Notice {
    /// What happened, what is untouched, what to do.
    pub message: Message,
    /// What is offered.
    pub offer: Offer,
}

/// What a notice offers.
#[derive(Clone, Debug, PartialEq)]
pub enum Offer {
    /// Nothing but closing it.
    Nothing,
    /// Record again.
    Retry,
    /// Open this dataset for reading.
    ReadOnly(PathBuf),
    /// Open this file in another encoding.
    Encoding(PathBuf, Encoding),
    /// Bring the issue back to how it stood after this event.
    WayBack(u64),
    /// Look into the trash.
    Trash,
}

/// The views of the window, each with what it shows.
#[derive(Clone, Debug, Default)]
pub enum View {
    /// The article on the desk.
    #[default]
    Desk,
    /// How the proposals fared.
    Quality(QualityPage),
    /// The undecided marks as cards.
    Review,
    /// Every place of a text; what it shows is kept in the state, to be found again after a look at a place.
    Context,
    /// The work list, the catalogue or the register; kept in the state too.
    Shelf,
}

/// What is drawn over the text of the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Drawn {
    /// The marks.
    #[default]
    Marks,
    /// The marks, and relations as arcs.
    Arcs,
    /// Nothing.
    Nothing,
}

impl Drawn {
    /// This, or the marks alone where it is this already.
    #[must_use]
    pub fn toggled(self, to: Self) -> Self {
        if self == to { Self::Marks } else { to }
    }
}

/// Panes that F6 goes through.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pane {
    /// The articles.
    Outline,
    /// The source beside the page.
    Source,
    /// The page.
    #[default]
    Reader,
    /// Topics, entities, keywords.
    Inspector,
}

/// Everything that the desk shows.
pub struct State {
    /// The user's settings.
    pub settings: Settings,
    /// The words.
    pub strings: Strings,
    /// The colours.
    pub theme: Theme,
    /// The labels of the dataset.
    pub labels: LabelSet,
    /// The topics.
    pub taxonomy: Taxonomy,
    /// What each label is for.
    pub guideline: Guideline,
    /// The three thresholds.
    pub thresholds: Thresholds,
    /// Where a dataset will be made if none is there.
    pub dataset_path: Option<PathBuf>,
    /// The open dataset.
    pub dataset: Option<OpenDataset>,
    /// The open issue.
    pub open: Option<OpenIssue>,
    /// The issues that are open.
    pub tabs: Tabs,
    /// The widths of the panes.
    pub widths: Widths,
    /// Where the tour is.
    pub tour: Tour,
    /// Whether the first page is shown although an issue is open.
    pub welcome: bool,
    /// What the window shows, where an issue or a dataset is open.
    pub view: View,
    /// The cards.
    pub review: Review,
    /// What 语境 shows.
    pub context: ContextPage,
    /// What the sheets about the dataset show.
    pub several: super::several::Several,
    /// What is in the trash, once it is read.
    pub thrown: Option<Vec<crate::dataset::Thrown>>,
    /// What the pages over all issues show.
    pub shelf: Shelf,
    /// What becomes of the proposals that are left when an article is done; where it is not said, the editor is asked.
    pub rest: Option<super::rest::Rest>,
    /// What is looked for in the article.
    pub find: Option<FindBar>,
    /// Where the selected mark's text stands too.
    pub same: SameHere,
    /// The quiet line after a decision.
    pub same_said: Option<Same>,
    /// What floats.
    pub floating: Option<Floating>,
    /// A word at the foot.
    pub toast: Option<Toast>,
    /// A problem.
    pub notice: Option<Notice>,
    /// The pane with the keyboard.
    pub pane: Pane,
    /// What is drawn over the text.
    pub drawn: Drawn,
    /// The file that is being read and proposed, and the share that is done.
    pub drafting: Option<(String, f32)>,
    /// The file that is being printed, and the share that is done.
    pub printing: Option<(String, f32)>,
    /// Decisions on their way to the disk.
    pub pending: Vec<Pending>,
    /// Decisions that did not reach the disk.
    pub unrecorded: Vec<Pending>,
    /// Local time of the last write.
    pub recorded: Option<String>,
    /// What was learned last.
    pub learned: Option<Message>,
    /// Whether undo and redo have something to do.
    pub history: (bool, bool),
    /// Files waiting for a dataset to be open.
    pub waiting: Vec<PathBuf>,
    /// Whether an input method composes.
    pub composing: bool,
}

impl State {
    /// A desk with these settings and nothing open.
    pub fn new(settings: Settings) -> Self {
        Self {
            strings: Strings::of(settings.language),
            theme: Theme::of(settings.theme),
            labels: LabelSet::newspaper(),
            taxonomy: Taxonomy::iptc(),
            guideline: Guideline::default(),
            thresholds: Thresholds::default(),
            dataset_path: settings.dataset.clone().or_else(crate::dataset::default_path),
            settings,
            dataset: None,
            open: None,
            tabs: Tabs::default(),
            widths: Widths::default(),
            tour: Tour::Off,
            welcome: false,
            view: View::default(),
            review: Review::default(),
            context: ContextPage::default(),
            several: super::several::Several::default(),
            thrown: None,
            shelf: Shelf::default(),
            rest: None,
            find: None,
            same: SameHere::default(),
            same_said: None,
            floating: None,
            toast: None,
            notice: None,
            pane: Pane::default(),
            drawn: Drawn::default(),
            drafting: None,
            printing: None,
            pending: Vec::new(),
            unrecorded: Vec::new(),
            recorded: None,
            learned: None,
            history: (false, false),
            waiting: Vec::new(),
            composing: false,
        }
    }

    /// The printed key of an action.
    pub fn key(&self, action: super::command::Action) -> Option<String> {
        self.settings.keys.name(action)
    }

    /// The words under a key.
    pub fn say<'a>(&'a self, key: &'a str) -> &'a str {
        self.strings.get(key)
    }

    /// Whether the first page is shown.
    pub fn shows_welcome(&self) -> bool {
        self.welcome || self.open.is_none()
    }

    /// The quality page, where it is shown.
    pub fn quality(&self) -> Option<&QualityPage> {
        match &self.view {
            View::Quality(page) => Some(page),
            _ => None,
        }
    }

    /// From the first page or another view to the article.
    pub fn to_desk(&mut self) {
        self.welcome = false;
        self.view = View::Desk;
    }

    /// Whether 语境 is shown.
    pub fn shows_context(&self) -> bool {
        matches!(self.view, View::Context)
    }

    /// Whether the article is on the screen.
    pub fn shows_desk(&self) -> bool {
        !self.shows_welcome() && matches!(self.view, View::Desk)
    }

    /// The article on the page.
    pub fn article(&self) -> Option<&Article> {
        self.open.as_ref()?.current()
    }

    /// Whether decisions are refused.
    pub fn is_read_only(&self) -> bool {
        self.dataset.as_ref().is_some_and(|dataset| dataset.read_only) || self.is_preview()
    }

    /// Key of why decisions are refused.
    pub fn why_read_only(&self) -> &'static str {
        match &self.open {
            Some(open) if open.is_moment() => "toast.moment",
            Some(open) if open.preview.is_some() => "toast.preview",
            _ => "toast.read_only",
        }
    }

    /// Whether the open issue is still being read.
    pub fn is_preview(&self) -> bool {
        self.open.as_ref().is_some_and(|open| open.preview.is_some())
    }

    /// Whether a mark is doubtful.
    pub fn is_doubtful(&self, entity: &Entity) -> bool {
        entity.is_open() && entity.score() < self.thresholds.doubt
    }

    /// Whether a mark is drawn, and met when going from one to the next.
    pub fn is_shown(&self, entity: &Entity) -> bool {
        entity.status.stands() || self.settings.show_rejected
    }

    /// Counts of an article's marks.
    pub fn tally(&self, article: &Article) -> Tally {
        let mut tally = Tally::default();
        for (_, entity) in article.entities() {
            tally.marks += u32::from(entity.status.stands());
            match entity.status {
                Status::Proposed => tally.open += 1,
                Status::Accepted => tally.accepted += 1,
                Status::Corrected => tally.corrected += 1,
                Status::Added => tally.added += 1,
                Status::Rejected => tally.rejected += 1,
            }
            tally.doubtful += u32::from(self.is_doubtful(entity));
        }
        tally
    }

    /// The place of a label in the set, for its colour.
    pub fn letter<'a>(&'a self, label: &'a crate::annotation::Label) -> &'a str {
        match self.strings.language {
            crate::strings::Language::Zh => &label.letter_zh,
            crate::strings::Language::En => &label.letter_en,
        }
    }

    /// The labels that are offered side by side: all of a small set; of a large one those of a mark, then those with a
    /// key, then the first; and how many more there are.
    pub fn offered(&self, entity: Option<&Entity>) -> (Vec<&crate::annotation::Label>, usize) {
        let all = &self.labels.labels;
        if all.len() <= OFFERED {
            return (all.iter().collect(), 0);
        }
        let proposed = entity.and_then(|entity| entity.proposed.as_ref());
        let second = proposed.and_then(|proposed| proposed.runner_up.as_ref()).map(|guess| &guess.label);
        let own = [entity.map(|entity| &entity.label), proposed.map(|proposed| &proposed.label), second];
        let rank = |label: &crate::annotation::Label| {
            if own.contains(&Some(&label.id)) { 0 } else { 1 + u8::from(label.key == 0) }
        };
        let few = |wanted: u8| all.iter().filter(move |label| rank(label) == wanted).take(OFFERED);
        let offered: Vec<_> = (0..=2).flat_map(few).take(OFFERED).collect();
        let more = all.len() - offered.len();
        (offered, more)
    }

    /// The label's key, where it has one, and its name.
    pub fn label_with_key(&self, label: &crate::annotation::Label) -> String {
        match label.key {
            0 => self.label_name(label).to_owned(),
            key => format!("{key} {}", self.label_name(label)),
        }
    }

    /// The label's name in the language of the interface.
    pub fn label_name<'a>(&'a self, label: &'a crate::annotation::Label) -> &'a str {
        let name = match self.strings.language {
            crate::strings::Language::Zh => &label.zh,
            crate::strings::Language::En => &label.en,
        };
        // Another tool may have left it empty.
        if name.trim().is_empty() { label.id.as_str() } else { name }
    }
}

/// A label set with more labels is not offered as a whole.
const OFFERED: usize = 16;

/// How many marks an article has, by status.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Marks that stand.
    pub marks: u32,
    /// 待核
    pub open: u32,
    /// 采纳
    pub accepted: u32,
    /// 改正
    pub corrected: u32,
    /// 补标
    pub added: u32,
    /// 否决
    pub rejected: u32,
    /// 存疑, among the open ones.
    pub doubtful: u32,
}

impl Tally {
    /// Share of the marks that are decided.
    pub fn share(self) -> f32 {
        let decided = self.accepted + self.corrected + self.added + self.rejected;
        if decided + self.open == 0 { 0.0 } else { decided as f32 / (decided + self.open) as f32 }
    }
}

/// What is being typed, the one thing that panels change themselves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fields {
    /// The editor's name on the first page.
    pub name: String,
    /// What is in the way of an export.
    pub taken: String,
    /// A keyword.
    pub keyword: String,
    /// The palette's query.
    pub query: String,
    /// The palette's current row.
    pub row: usize,
    /// The only group that the palette shows.
    pub group: Option<&'static str>,
    /// The note of the article, or of characters.
    pub note: String,
    /// What characters should have been.
    pub reading: String,
    /// Where an export goes.
    pub path: String,
    /// A headline that the source does not have.
    pub headline: String,
    /// The issue's title.
    pub title: String,
    /// The issue's date.
    pub date: String,
    /// A page number.
    pub page: String,
    /// The password of a page PDF.
    pub password: String,
    /// The guideline.
    pub guideline: String,
    /// The text of 语境.
    pub context: String,
    /// Its field has to take the keyboard.
    pub context_claim: bool,
    /// What is typed on the pages over all issues.
    pub shelf: super::shelf::ShelfFields,
    /// Whether what becomes of what is left holds from now on.
    pub rest_always: bool,
    /// What is looked for in the article.
    pub find: String,
    /// That field has to take the keyboard.
    pub find_claim: bool,
    /// Which field of the records is what.
    pub mapping: Mapping,
    /// The one of our fields that is being named.
    pub field: usize,
    /// The label set that is being changed.
    pub labels: super::labels::LabelDraft,
    /// The taxonomy that is being changed.
    pub topics: super::taxonomy::TopicDraft,
    /// What a release is to be.
    pub several: super::several::SeveralFields,
}

/// The user's name as the system knows it.
pub fn user_name() -> String {
    ["USER", "USERNAME"].iter().find_map(|name| std::env::var(name).ok()).unwrap_or_default()
}
