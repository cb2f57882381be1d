//! Everything that can be done at the desk.
//!
//! An [`Action`] has a name, a place in a menu and keys; menu, palette, key list and tooltips are all made from the one
//! table here. A [`Command`] is an action or something that was done to a particular thing (this article, that mark).
//! Panels get `&State` and push commands; `apply` carries them out after the frame.

use super::shortcut::{ALT, CTRL, CTRL_SHIFT, NONE, SHIFT};
use crate::annotation::{ArticleId, BlockId, EntityId, RelationId, RemarkId};
use crate::issue::{ArticleStatus, Kind};
use crate::text::CharRange;
use egui::Key;
use std::path::PathBuf;

pub use super::shape::Shape;
pub use super::shortcut::Shortcut;

/// A menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Menu {
    /// 文件
    File,
    /// 编辑
    Edit,
    /// 标注
    Mark,
    /// 稿件
    Article,
    /// 结构
    Structure,
    /// 数据
    Data,
    /// 查看
    See,
    /// 帮助
    Help,
}

impl Menu {
    /// The menus from left to right.
    pub const ALL: [Self; 8] = [
        Self::File,
        Self::Edit,
        Self::Mark,
        Self::Article,
        Self::Structure,
        Self::Data,
        Self::See,
        Self::Help,
    ];

    /// Key of its name.
    pub fn key(self) -> &'static str {
        match self {
            Self::File => "menu.file",
            Self::Edit => "menu.edit",
            Self::Mark => "menu.mark",
            Self::Article => "menu.article",
            Self::Structure => "menu.structure",
            Self::Data => "menu.data",
            Self::See => "menu.see",
            Self::Help => "menu.help",
        }
    }
}

/// Which of the two ends, or directions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Towards the start.
    Back,
    /// Towards the end.
    Forth,
}

macro_rules! actions {
    ($( $(#[$doc:meta])* $name:ident, $id:literal, $menu:ident, [$(($modifiers:expr, $key:ident)),*]; )*) => {
        /// What can be done without naming a thing: an entry of a menu and of the palette, perhaps with keys.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Action { $( $(#[$doc])* $name, )* }

        impl Action {
            /// All actions in the order of the menus.
            pub const ALL: &[Self] = &[ $( Self::$name, )* ];

            /// Key of the action's name in the string files.
            pub fn id(self) -> &'static str {
                match self { $( Self::$name => concat!("action.", $id), )* }
            }

            /// The menu that it stands in.
            pub fn menu(self) -> Menu {
                match self { $( Self::$name => Menu::$menu, )* }
            }

            /// Its standard keys, the printed one first; those in use are in [`super::keys::KeyTable`].
            pub fn keys(self) -> &'static [Shortcut] {
                match self { $( Self::$name => {
                    const KEYS: &[Shortcut] = &[ $( Shortcut { modifiers: $modifiers, key: Key::$key } ),* ];
                    KEYS
                } )* }
            }
        }
    };
}

actions! {
    /// Chooses files to open.
    OpenIssue, "open_issue", File, [(CTRL, O)];
    /// Chooses a folder to open.
    OpenFolder, "open_folder", File, [];
    /// Chooses an encoding, then a file to open in it.
    OpenAs, "open_as", File, [];
    /// Reads the open issue's files in another encoding and carries the decisions over.
    Reread, "reread", File, [];
    /// Chooses a corrected file of the open issue and carries the decisions over.
    Renew, "renew", File, [];
    /// The decisions that found no place when the issue was moved.
    Unfit, "unfit", File, [];
    /// Makes an issue of the text on the clipboard.
    Paste, "paste", File, [];
    /// Opens the built-in page.
    OpenSample, "open_sample", File, [];
    /// Chooses a dataset.
    OpenDataset, "open_dataset", File, [(CTRL_SHIFT, O)];
    /// Opens the export dialog.
    Export, "export", File, [(CTRL, E)];
    /// Chooses a file of another tool whose marks come in.
    Import, "import", File, [];
    /// Asks what is to be printed.
    Print, "print", File, [(CTRL, P)];
    /// The issue's title, date and page number.
    IssueFacts, "issue_facts", File, [];
    /// Closes the issue on the page.
    CloseIssue, "close_issue", File, [(CTRL, W)];
    /// Back to the first page, to open something else.
    Welcome, "welcome", File, [];
    /// Ends the program.
    Quit, "quit", File, [(CTRL, Q)];

    /// Takes back the last decision.
    Undo, "undo", Edit, [(CTRL, Z)];
    /// Does again what was taken back.
    Redo, "redo", Edit, [(CTRL, Y), (CTRL_SHIFT, Z)];
    /// What happened to the issue.
    History, "history", Edit, [];
    /// Copies the selection or the article as clean text.
    Copy, "copy", Edit, [(CTRL, C)];
    /// Goes to a place by what stands there, and selects it.
    GoTo, "go_to", Edit, [(CTRL, G)];
    /// The next place that may lack a mark.
    NextMissing, "next_missing", Edit, [(CTRL, I)];
    /// The one before.
    PreviousMissing, "previous_missing", Edit, [(CTRL_SHIFT, I)];
    /// Caret one character back.
    CaretBack, "caret_back", Edit, [(CTRL, ArrowLeft)];
    /// Caret one character on.
    CaretForth, "caret_forth", Edit, [(CTRL, ArrowRight)];
    /// Caret one word back.
    WordBack, "word_back", Edit, [(CTRL, B)];
    /// Caret one word on.
    WordForth, "word_forth", Edit, [(CTRL, N)];
    /// Caret one clause back.
    ClauseBack, "clause_back", Edit, [(CTRL, Home)];
    /// Caret one clause on.
    ClauseForth, "clause_forth", Edit, [(CTRL, End)];
    /// Caret one sentence back.
    SentenceBack, "sentence_back", Edit, [(CTRL, PageUp)];
    /// Caret one sentence on.
    SentenceForth, "sentence_forth", Edit, [(CTRL, PageDown)];
    /// Selection one character back.
    SelectBack, "select_back", Edit, [(CTRL_SHIFT, ArrowLeft)];
    /// Selection one character on.
    SelectForth, "select_forth", Edit, [(CTRL_SHIFT, ArrowRight)];
    /// Selection one word back.
    SelectWordBack, "select_word_back", Edit, [(CTRL_SHIFT, B)];
    /// Selection one word on.
    SelectWordForth, "select_word_forth", Edit, [(CTRL_SHIFT, N)];
    /// Selection one clause back.
    SelectClauseBack, "select_clause_back", Edit, [(CTRL_SHIFT, Home)];
    /// Selection one clause on.
    SelectClauseForth, "select_clause_forth", Edit, [(CTRL_SHIFT, End)];
    /// Selection one sentence back.
    SelectSentenceBack, "select_sentence_back", Edit, [(CTRL_SHIFT, PageUp)];
    /// Selection one sentence on.
    SelectSentenceForth, "select_sentence_forth", Edit, [(CTRL_SHIFT, PageDown)];
    /// Opens the settings.
    Settings, "settings", Edit, [(CTRL, Comma)];

    /// Accepts the mark and goes on.
    Accept, "accept", Mark, [(NONE, Enter)];
    /// Refuses the proposal or takes the mark away, and goes on.
    Reject, "reject", Mark, [(NONE, Delete), (NONE, Backspace)];
    /// Leaves the mark as it is and goes on.
    Leave, "leave", Mark, [(NONE, Space)];
    /// Gives the first label.
    Label1, "label_1", Mark, [(NONE, Num1)];
    /// Gives the second label.
    Label2, "label_2", Mark, [(NONE, Num2)];
    /// Gives the third label.
    Label3, "label_3", Mark, [(NONE, Num3)];
    /// Gives the fourth label.
    Label4, "label_4", Mark, [(NONE, Num4)];
    /// Gives the fifth label.
    Label5, "label_5", Mark, [(NONE, Num5)];
    /// Gives the sixth label.
    Label6, "label_6", Mark, [(NONE, Num6)];
    /// Gives the seventh label.
    Label7, "label_7", Mark, [(NONE, Num7)];
    /// Gives the eighth label.
    Label8, "label_8", Mark, [(NONE, Num8)];
    /// Gives the ninth label, where the set has one.
    Label9, "label_9", Mark, [(NONE, Num9)];
    /// The mark's end one character back.
    EndBack, "end_back", Mark, [(SHIFT, ArrowLeft)];
    /// The mark's end one character on.
    EndForth, "end_forth", Mark, [(SHIFT, ArrowRight)];
    /// The mark's start one character back.
    StartBack, "start_back", Mark, [(ALT, ArrowLeft)];
    /// The mark's start one character on.
    StartForth, "start_forth", Mark, [(ALT, ArrowRight)];
    /// The mark's end one word back.
    EndWordBack, "end_word_back", Mark, [(SHIFT, Home)];
    /// The mark's end one word on.
    EndWordForth, "end_word_forth", Mark, [(SHIFT, End)];
    /// The mark's start one word back.
    StartWordBack, "start_word_back", Mark, [(ALT, Home)];
    /// The mark's start one word on.
    StartWordForth, "start_word_forth", Mark, [(ALT, End)];
    /// One mark with the next.
    JoinMark, "join_mark", Mark, [(CTRL, J)];
    /// Two marks, cut at the caret.
    SplitMark, "split_mark", Mark, [(CTRL_SHIFT, J)];
    /// Chooses a label from a list.
    ChooseLabel, "choose_label", Mark, [(NONE, Num0)];
    /// Accepts the paragraph's high-scoring proposals.
    AcceptBlock, "accept_block", Mark, [(SHIFT, Enter)];
    /// Accepts the article's high-scoring proposals.
    AcceptArticle, "accept_article", Mark, [];
    /// Shows what is known of the mark.
    Details, "details", Mark, [(NONE, F2)];
    /// Says what wrong characters should have been.
    Reading, "reading", Mark, [(CTRL, D)];
    /// Takes that off.
    Unread, "unread", Mark, [];
    /// The selection becomes a keyword.
    SelectionKeyword, "selection_keyword", Mark, [(CTRL_SHIFT, K)];
    /// Types a keyword.
    TypeKeyword, "type_keyword", Mark, [];
    /// Relates the mark with another one.
    Relate, "relate", Mark, [(CTRL, R)];
    /// Links the mark to an entry of the register.
    LinkEntry, "link_entry", Mark, [(CTRL, L)];
    /// Chooses a topic.
    ChooseTopic, "choose_topic", Mark, [(CTRL, T)];
    /// Accepts all the same as they are proposed.
    AcceptSame, "accept_same", Mark, [(CTRL, Enter)];
    /// The first label for all the same.
    Same1, "same_1", Mark, [(CTRL, Num1)];
    /// The second label for all the same.
    Same2, "same_2", Mark, [(CTRL, Num2)];
    /// The third label for all the same.
    Same3, "same_3", Mark, [(CTRL, Num3)];
    /// The fourth label for all the same.
    Same4, "same_4", Mark, [(CTRL, Num4)];
    /// The fifth label for all the same.
    Same5, "same_5", Mark, [(CTRL, Num5)];
    /// The sixth label for all the same.
    Same6, "same_6", Mark, [(CTRL, Num6)];
    /// The seventh label for all the same.
    Same7, "same_7", Mark, [(CTRL, Num7)];
    /// The eighth label for all the same.
    Same8, "same_8", Mark, [(CTRL, Num8)];
    /// The rows of what was decided last.
    SameRows, "same_rows", Mark, [(CTRL, F3)];
    /// Ticks all rows.
    TickAll, "tick_all", Mark, [(CTRL, A)];

    /// The article is done; on to the next.
    Done, "done", Article, [(CTRL_SHIFT, Enter)];
    /// Accepts what is left of the article, which is done then; on to the next.
    AcceptRest, "accept_rest", Article, [(ALT, Enter)];
    /// Back to in progress.
    Reopen, "reopen", Article, [];
    /// Puts it into the trash.
    TrashArticle, "trash_article", Article, [];
    /// For a second reader.
    InReview, "in_review", Article, [];
    /// Writes a note about what is selected, or about the article.
    Note, "note", Article, [(NONE, F9)];
    /// Writes a note about the article.
    ArticleNote, "article_note", Article, [];
    /// Takes off the note that is here.
    Unnote, "unnote", Article, [];
    /// The next article.
    NextArticle, "next_article", Article, [(ALT, ArrowDown)];
    /// The article before.
    PreviousArticle, "previous_article", Article, [(ALT, ArrowUp)];
    /// The next undecided mark.
    NextOpen, "next_open", Article, [(NONE, Tab)];
    /// The undecided mark before.
    PreviousOpen, "previous_open", Article, [(SHIFT, Tab)];
    /// The next doubtful mark.
    NextDoubt, "next_doubt", Article, [(CTRL, ArrowDown)];
    /// The doubtful mark before.
    PreviousDoubt, "previous_doubt", Article, [(CTRL, ArrowUp)];
    /// The next mark.
    NextMark, "next_mark", Article, [(NONE, ArrowRight)];
    /// The mark before.
    PreviousMark, "previous_mark", Article, [(NONE, ArrowLeft)];

    /// The next block of which the layout was not sure.
    NextUnsure, "next_unsure", Structure, [(CTRL, F7)];
    /// The block is what it is said to be and where it belongs.
    Confirm, "confirm", Structure, [(SHIFT, F7)];
    /// Says what the block is.
    ChooseRole, "choose_role", Structure, [(NONE, F7)];
    /// Chooses, confirms or types the headline.
    ChooseHeadline, "choose_headline", Structure, [(CTRL, H)];
    /// The source has no headline for the article.
    NoHeadline, "no_headline", Structure, [];
    /// Into the article before.
    MergePrevious, "merge_previous", Structure, [(CTRL, M)];
    /// The next article into this one.
    MergeNext, "merge_next", Structure, [];
    /// Into another article.
    MergeInto, "merge_into", Structure, [];
    /// From here on another article.
    SplitArticle, "split_article", Structure, [(CTRL_SHIFT, M)];
    /// One paragraph with the one before.
    JoinBlock, "join_block", Structure, [(CTRL, Backspace)];
    /// Two paragraphs, cut at the caret.
    SplitBlock, "split_block", Structure, [(CTRL_SHIFT, Backspace)];
    /// The block to another article.
    MoveTo, "move_to", Structure, [];
    /// The block out of its article.
    Detach, "detach", Structure, [];
    /// The block, or with none selected the article, one place up.
    MoveUp, "move_up", Structure, [(CTRL_SHIFT, ArrowUp)];
    /// The same, one place down.
    MoveDown, "move_down", Structure, [(CTRL_SHIFT, ArrowDown)];
    /// It is an article.
    KindArticle, "kind_article", Structure, [];
    /// It is a quote.
    KindQuote, "kind_quote", Structure, [];
    /// It is a teaser.
    KindTeaser, "kind_teaser", Structure, [];
    /// It is a notice.
    KindNotice, "kind_notice", Structure, [];
    /// It is page furniture.
    KindFurniture, "kind_furniture", Structure, [];
    /// The layout learns from the corrected structure.
    Learn, "learn", Structure, [];
    /// It forgets that.
    Forget, "forget", Structure, [];

    /// The label set, to be changed.
    Labels, "labels", Data, [];
    /// The taxonomy, to be changed.
    Topics, "topics", Data, [];
    /// Chooses a taxonomy for the dataset's topics.
    ChooseTaxonomy, "choose_taxonomy", Data, [];
    /// Topics of the program's own taxonomy again.
    OwnTaxonomy, "own_taxonomy", Data, [];
    /// What is not alike in the issue.
    Consistency, "consistency", Data, [];
    /// Makes a named version that does not change any more.
    Release, "release", Data, [];
    /// What to look at before a release.
    Checks, "checks", Data, [];
    /// Chooses another dataset to be taken in.
    MergeDataset, "merge_dataset", Data, [];
    /// What annotators do not agree on, one thing after the other.
    Adjudicate, "adjudicate", Data, [(SHIFT, F2)];
    /// All articles as records, and back.
    Catalogue, "catalogue", Data, [];
    /// People, bodies, places and terms of all issues, and back.
    Register, "register", Data, [];
    /// What the articles add up to, and back.
    Statistics, "statistics", Data, [];
    /// Writes the register to a file.
    RegisterOut, "register_out", Data, [];
    /// Takes a list into the register.
    RegisterIn, "register_in", Data, [];
    /// Asks again what becomes of proposals that are left.
    AskRest, "ask_rest", Data, [];
    /// What is in the trash, and the way out of it.
    Trash, "trash", Data, [];
    /// Puts the issue into the trash.
    TrashIssue, "trash_issue", Data, [];
    /// The dataset's file: its size, whether it is sound.
    DataFile, "data_file", Data, [];
    /// Puts a copy of the dataset back.
    Restore, "restore", Data, [];
    /// Copies the dataset to a file.
    Backup, "backup", Data, [];

    /// The article on the desk.
    Desk, "desk", See, [(ALT, Num1)];
    /// The undecided marks as cards, and back.
    Review, "review", See, [(NONE, F5), (ALT, Num2)];
    /// Which marks the cards show, and in which order.
    ReviewScope, "review_scope", See, [(SHIFT, F5)];
    /// Every place of a text, and back.
    Context, "context", See, [(ALT, Num3)];
    /// All issues with what is to be done, and back.
    WorkList, "work_list", See, [(ALT, Num4)];
    /// How the proposals fared, and back.
    Quality, "quality", See, [(ALT, Num5)];
    /// Commands, articles and entities by name.
    Palette, "palette", See, [(CTRL, K)];
    /// Finds in the article.
    Find, "find", See, [(CTRL, F)];
    /// The next place that was found.
    FindNext, "find_next", See, [(NONE, F3)];
    /// The place before.
    FindPrevious, "find_previous", See, [(SHIFT, F3)];
    /// The source beside the article.
    SourceBeside, "source_beside", See, [(NONE, F4)];
    /// The source in a window of its own, or back beside the article.
    SourceApart, "source_apart", See, [(SHIFT, F4)];
    /// The next tab.
    NextTab, "next_tab", See, [(CTRL, Tab)];
    /// The tab before.
    PreviousTab, "previous_tab", See, [(CTRL_SHIFT, Tab)];
    /// The menus by keyboard.
    MenuBar, "menu_bar", See, [(NONE, F10)];
    /// Letters above the marks: all, undecided, none.
    Letters, "letters", See, [(NONE, F8)];
    /// Shows rejected proposals.
    ShowRejected, "show_rejected", See, [];
    /// Relations as arcs over the text.
    Arcs, "arcs", See, [(SHIFT, F8)];
    /// The page without marks.
    Bare, "bare", See, [];
    /// The next theme.
    Theme, "theme", See, [];
    /// 宋 or 黑.
    BodyFace, "body_face", See, [];
    /// Larger text.
    Larger, "larger", See, [(CTRL, Equals), (CTRL, Plus)];
    /// Smaller text.
    Smaller, "smaller", See, [(CTRL, Minus)];
    /// The standard size.
    StandardSize, "standard_size", See, [(CTRL, Num0)];
    /// A character more in a row.
    Wider, "wider", See, [];
    /// A character less.
    Narrower, "narrower", See, [];
    /// The standard measure.
    StandardMeasure, "standard_measure", See, [];
    /// Everything a quarter larger.
    ScaleUp, "scale_up", See, [];
    /// Everything a quarter smaller.
    ScaleDown, "scale_down", See, [];
    /// Everything as large as the system has it.
    StandardScale, "standard_scale", See, [];
    /// No gliding.
    ReduceMotion, "reduce_motion", See, [];
    /// The whole screen.
    FullScreen, "full_screen", See, [(NONE, F11)];
    /// The next pane.
    NextPane, "next_pane", See, [(NONE, F6)];
    /// The pane before.
    PreviousPane, "previous_pane", See, [(SHIFT, F6)];
    /// 中文 or English.
    Language, "language", See, [];
    /// A page up.
    PageUp, "page_up", See, [(NONE, PageUp)];
    /// A page down.
    PageDown, "page_down", See, [(NONE, PageDown)];
    /// To the article's start.
    Home, "home", See, [(NONE, Home)];
    /// To the article's end.
    End, "end", See, [(NONE, End)];
    /// A row up.
    RowUp, "row_up", See, [(NONE, ArrowUp)];
    /// A row down.
    RowDown, "row_down", See, [(NONE, ArrowDown)];
    /// One step back.
    Escape, "escape", See, [(NONE, Escape)];

    /// The keys that are valid here.
    Keys, "keys", Help, [(NONE, F1)];
    /// Five cards beside the parts of the desk.
    Tour, "tour", Help, [];
    /// What each label is for.
    Guideline, "guideline", Help, [];
    /// What this program is.
    About, "about", Help, [];
}

impl Action {
    /// The label key (1 to 9) that the action stands for.
    pub fn label(self) -> Option<u8> {
        let labels = [
            Self::Label1,
            Self::Label2,
            Self::Label3,
            Self::Label4,
            Self::Label5,
            Self::Label6,
            Self::Label7,
            Self::Label8,
            Self::Label9,
        ];
        labels.iter().position(|label| *label == self).map(|n| n as u8 + 1)
    }

    /// The label key (1 to 8) that the action gives to all the same.
    pub fn same(self) -> Option<u8> {
        let same = [
            Self::Same1,
            Self::Same2,
            Self::Same3,
            Self::Same4,
            Self::Same5,
            Self::Same6,
            Self::Same7,
            Self::Same8,
        ];
        same.iter().position(|action| *action == self).map(|n| n as u8 + 1)
    }

    /// The action of a label key.
    pub fn of_label(key: u8) -> Option<Self> {
        Self::ALL.iter().copied().find(|action| action.label() == Some(key))
    }

    /// Whether what is typed next is meant for something that the action brings up.
    pub fn opens(self) -> bool {
        use Action as A;
        matches!(
            self,
            A::Palette
                | A::OpenAs
                | A::Reread
                | A::Unfit
                | A::ChooseTopic
                | A::Relate
                | A::TypeKeyword
                | A::Export
                | A::Import
                | A::Print
                | A::Note
                | A::ArticleNote
                | A::Reading
                | A::ChooseRole
                | A::ChooseHeadline
                | A::MergeInto
                | A::MoveTo
                | A::IssueFacts
                | A::Keys
                | A::About
                | A::Welcome
                | A::MenuBar
                | A::CloseIssue
                | A::NextTab
                | A::PreviousTab
                | A::Quality
                | A::History
                | A::ReviewScope
                | A::Guideline
                | A::Context
                | A::Consistency
                | A::SameRows
                | A::Find
                | A::GoTo
                | A::ChooseLabel
                | A::Settings
                | A::Labels
                | A::Topics
                | A::Release
                | A::Checks
                | A::Adjudicate
                | A::LinkEntry
                | A::Restore
                | A::Trash
                | A::TrashIssue
                | A::DataFile
                | A::Done
                | A::WorkList
                | A::Catalogue
                | A::Register
                | A::Statistics
        )
    }

    /// The kind that the action makes of an article.
    pub fn kind(self) -> Option<Kind> {
        match self {
            Self::KindArticle => Some(Kind::Article),
            Self::KindQuote => Some(Kind::Quote),
            Self::KindTeaser => Some(Kind::Teaser),
            Self::KindNotice => Some(Kind::Notice),
            Self::KindFurniture => Some(Kind::Furniture),
            _ => None,
        }
    }
}

/// Something to do.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// An action.
    Act(Action),
    /// An act on the structure.
    Shape(Shape),
    /// Show a block: its article, with the caret at its start.
    GoBlock(BlockId),
    /// Say what this block is.
    AskRole(BlockId),
    /// Open files: pages or a dataset.
    Open(Vec<PathBuf>),
    /// Open a file in this encoding.
    OpenAs(PathBuf, crate::source::Encoding),
    /// Set the open issue on other files.
    MoveIssue(super::worker::Moving),
    /// Choose a file to open in this encoding.
    ChooseAs(crate::source::Encoding),
    /// Open the records whose fields have been named.
    OpenMapped,
    /// Open the PDF whose password has been typed.
    OpenLocked,
    /// Make an issue of a text.
    OpenText(String),
    /// Open an issue of the dataset.
    OpenStored(crate::annotation::IssueId),
    /// Close the tab of an issue.
    CloseTab(crate::annotation::IssueId),
    /// Make a pane this wide, or as wide as is standard.
    PaneWidth(super::state::Pane, Option<f32>),
    /// Show an article.
    GoArticle(ArticleId),
    /// Select a mark, showing what is known of it or not.
    SelectMark(EntityId, bool),
    /// Put the caret somewhere, or select.
    Select {
        /// In which block.
        block: BlockId,
        /// Where the selection began.
        anchor: u32,
        /// Where the caret is.
        caret: u32,
    },
    /// Nothing is selected any more.
    Deselect,
    /// Move a mark's borders.
    SetRange(EntityId, CharRange),
    /// A topic stands or not.
    Topic(String, bool),
    /// A relation stands or not.
    Relation(RelationId, bool),
    /// Relate two marks.
    Relate(EntityId, EntityId),
    /// A keyword stands or not.
    Keyword(String, bool),
    /// Set the article's state.
    Status(ArticleStatus),
    /// What characters should have been; empty where they are right.
    Read {
        /// In which block.
        block: BlockId,
        /// Which.
        range: CharRange,
        /// What was typed.
        reading: String,
    },
    /// Keep the note's text.
    WriteNote(String),
    /// Keep a note about characters; empty takes it off.
    WriteRemark {
        /// In which block.
        block: BlockId,
        /// Which.
        range: CharRange,
        /// The note that is there already.
        id: Option<RemarkId>,
        /// What was typed.
        note: String,
    },
    /// The editor's name.
    SetEditor(String),
    /// A theme.
    SetTheme(super::theme::ThemeName),
    /// Serif or sans body.
    SetSerif(bool),
    /// Something chosen in the export dialog.
    Export(super::export::ExportTurn),
    /// Something chosen in the import dialog.
    Import(super::import::ImportTurn),
    /// Count the decisions of an issue, or of all.
    Quality(Option<crate::annotation::IssueId>),
    /// Make this mark the card.
    Card(EntityId),
    /// The tour's next card.
    TourNext,
    /// The tour ends.
    TourEnd,
    /// Go where an act of the history was done.
    GoPast(Box<crate::dataset::Past>),
    /// Go back or forth to the act with this number.
    Travel(u64),
    /// The history's current row has been shown.
    HistorySeen,
    /// Change the guideline.
    EditGuideline,
    /// Keep the changed guideline.
    WriteGuideline(String),
    /// Other marks as cards.
    ReviewBy(super::review::ReviewScope),
    /// Something chosen in 语境.
    Context(super::context::Turn),
    /// Look for a text in the article.
    Find(String),
    /// Choose where the table of the quality page goes.
    ChooseTable,
    /// Write the table of the quality page to this file.
    TableTo(PathBuf),
    /// Topics of the taxonomy in this file, or of the program's own.
    UseTaxonomy(Option<PathBuf>),
    /// Copy this table of the statistics, or without one the figures of agreement.
    CopyTable(Option<&'static str>),
    /// Something with what is out of sight.
    Keeping(super::keeping::Turn),
    /// Copy the dataset to this file.
    BackupTo(PathBuf),
    /// Open the dataset at this path for reading.
    OpenReadOnly(PathBuf),
    /// The page is scrolled to here.
    Scroll(f32),
    /// The page has to come to the selection.
    Reveal,
    /// The page has come to the selection.
    Revealed,
    /// The reader has the keyboard.
    FocusReader,
    /// A pane has the keyboard; where it is a drawer, it is open.
    ShowPane(super::state::Pane),
    /// Show the lines or the pages of the source beside the article.
    ShowBeside(super::state::Beside),
    /// Put the caret at this character of the source, in whichever article has it.
    GoSource(u32),
    /// Make the picture of a page.
    Picture(super::panels::source::PictureKey),
    /// Try the failed write again.
    Retry,
    /// Close what floats.
    Close,
    /// Close the notice.
    CloseNotice,
    /// Stop the drafting that is under way.
    CancelDraft,
    /// Give the mark, or the selected characters, this label.
    Label(crate::annotation::LabelId),
    /// Select what the typed text finds, from where the editor was on or behind what it has found.
    Seek {
        /// What was typed.
        query: String,
        /// The next or previous place instead of the first.
        turn: Option<Way>,
    },
    /// Something done to the label set that is being changed.
    Labels(super::labels::LabelTurn),
    /// Something done to the draft of a taxonomy.
    Topics(super::taxonomy::TopicTurn),
    /// Show this part of the settings.
    SettingsPart(super::state::SettingsPart),
    /// The next key press becomes the action's key.
    Rebind(Action),
    /// This key press is the action's key.
    Bind(Action, Shortcut),
    /// The standard keys of an action, or of all.
    ResetKeys(Option<Action>),
    /// Choose where the key table goes.
    ChooseKeysOut,
    /// Choose a key table.
    ChooseKeysIn,
    /// Write the key table to this file.
    KeysTo(PathBuf),
    /// Take the key table from this file.
    KeysFrom(PathBuf),
    /// Something chosen on one of the pages over all issues.
    Shelf(super::shelf::Turn),
    /// What becomes of the proposals that are left.
    Settle(super::rest::Rest),
    /// Put this copy in the place of the dataset.
    Restore(PathBuf),
    /// Offer something to choose by typing.
    Offer(super::state::PaletteOffer),
    /// Something chosen before printing.
    Print(super::printing::PrintTurn),
    /// Something done in a sheet about the dataset.
    Several(super::several::SeveralTurn),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_actions_share_a_key() {
        let mut seen: Vec<(Shortcut, Action)> = Vec::new();
        for action in Action::ALL {
            for key in action.keys() {
                if let Some((_, other)) = seen.iter().find(|(taken, _)| taken == key) {
                    panic!("{} is the key of {action:?} and {other:?}", key.name());
                }
                seen.push((*key, *action));
            }
        }
    }

    #[test]
    fn every_action_and_menu_has_a_name_in_the_string_files() {
        let zh = crate::strings::Strings::of(crate::strings::Language::Zh);
        for action in Action::ALL {
            assert_ne!(zh.get(action.id()), action.id());
        }
        for menu in Menu::ALL {
            assert_ne!(zh.get(menu.key()), menu.key());
        }
    }
}
