//! Correcting the structure: acts on blocks and articles, where the page stands after them, and what is said.
//!
//! Every act is a gesture of `issue::gesture`; here it gets its things (the block of the selection, the neighbour in the
//! outline), and afterwards the page shows the article and block that the act was about.

use super::Desk;
use super::command::{Action, Shape, Way};
use super::panels::outline;
use super::state::{Floating, OpenIssue, PaletteOffer, Pane, State};
use super::worker::{Job, Wish};
use crate::annotation::{ArticleId, BlockId, Decider};
use crate::issue::gesture::{self, Outcome};
use crate::issue::{Article, Edit, Issue, IssueFacts, Kind, Transaction};
use crate::strings::Message;
use crate::text;

/// How much of a headline a short word at the foot repeats, in characters.
const BRIEF: usize = 14;

impl Desk {
    /// Carries out an action of the menu 结构.
    pub(super) fn restructure(&mut self, ctx: &egui::Context, action: Action) {
        use Action as A;
        match action {
            A::Learn => {
                self.toast("learning", false);
                let open = self.state.open.as_ref().map(|open| open.issue.id.clone());
                return self.worker.send(Job::Learn(Wish {
                    asked: true,
                    structure: true,
                    open,
                    ..Wish::default()
                }));
            }
            A::Forget => return self.worker.send(Job::Forget),
            _ => {}
        }
        let Some(open) = &self.state.open else { return };
        let current = open.article.clone();
        if let Some(kind) = action.kind() {
            return self.set_kind(kind);
        }
        match action {
            A::NextUnsure => return self.go_unsure(),
            A::ChooseHeadline => return self.ask_headline(),
            A::NoHeadline => return self.shape(ctx, Shape::Supply(current, String::new())),
            A::MergeInto => return self.open_palette(PaletteOffer::MergeInto),
            A::MergePrevious | A::MergeNext => {
                let way = if action == A::MergePrevious { Way::Back } else { Way::Forth };
                let Some(other) = super::walk::article(open, way) else {
                    return self.toast("refusal.no_part", false);
                };
                let (from, into) = if way == Way::Back { (current, other) } else { (other, current) };
                return self.shape(ctx, Shape::Merge(from, into));
            }
            A::MoveUp | A::MoveDown => {
                let way = if action == A::MoveUp { Way::Back } else { Way::Forth };
                return match open.here().filter(|_| self.state.pane != Pane::Outline) {
                    Some((block, at)) => self.shift_block(&block, at, way),
                    None => self.shift_article(ctx, way),
                };
            }
            _ => {}
        }
        let Some((block, at)) = open.here() else {
            let key = self.state.key(Action::CaretForth).unwrap_or_default();
            let said = Message::new("structure.no_block").with("key", key);
            return self.toast_text(self.state.strings.say(&said), false);
        };
        let caret = open.selection.is_some();
        match action {
            A::ChooseRole => self.state.floating = Some(Floating::Role(block)),
            A::MoveTo => self.open_palette(PaletteOffer::MoveTo),
            A::Confirm => self.shape(ctx, Shape::Confirm(vec![block])),
            A::Detach => self.shape(ctx, Shape::Detach(block)),
            A::SplitBlock => self.split_block(&block, at),
            A::JoinBlock => self.join_block(&block),
            A::SplitArticle => self.split_article(&block, caret.then_some(at)),
            _ => {}
        }
    }

    /// Carries out an act on given things.
    pub(super) fn shape(&mut self, ctx: &egui::Context, shape: Shape) {
        self.state.floating = None;
        match shape {
            Shape::Role(block, role) => {
                let key = super::reader::role_key(role);
                if self.reshape(|issue, _, who| gesture::set_role(issue, &block, role, who), Some(&block)) {
                    let said = Message::new("toast.role").with("role", self.state.say(key));
                    self.say_done(&said, true);
                }
            }
            Shape::Confirm(blocks) => {
                if self.reshape(|issue, _, who| gesture::confirm(issue, &blocks, who), None) {
                    let left = self
                        .state
                        .open
                        .as_ref()
                        .map_or(0, |open| outline::unsure(&self.state, &open.issue).len());
                    self.say_done(&Message::new("toast.confirmed").with("count", left), false);
                } else if !self.state.is_read_only() {
                    self.toast("toast.confirmed_before", false);
                }
            }
            Shape::Detach(block) => {
                if self.reshape(
                    |issue, _, who| gesture::detach(issue, std::slice::from_ref(&block), who),
                    Some(&block),
                ) {
                    self.say_done(&Message::new("toast.detached"), true);
                }
            }
            Shape::MoveTo(block, article) => {
                if self.reshape(
                    |issue, _, who| gesture::move_to(issue, &block, &article, None, who),
                    Some(&block),
                ) {
                    let said = Message::new("toast.moved").with("title", self.brief(&article));
                    self.say_done(&said, true);
                }
            }
            Shape::Merge(article, into) => self.merge(&article, &into),
            Shape::Order(article, at) => self.order(ctx, &article, &at),
            Shape::Headline(article, block) => {
                let chosen = |issue: &Issue, source: &[char], who: &Decider| {
                    gesture::choose_headline(issue, &article, &block, source, who)
                };
                if self.reshape(chosen, Some(&block)) {
                    let said = Message::new("toast.headline").with("title", self.brief(&article));
                    self.say_done(&said, true);
                }
            }
            Shape::Supply(article, text) => {
                if self.reshape(|issue, _, who| gesture::supply_headline(issue, &article, &text, who), None) {
                    let key = if text.trim().is_empty() { "toast.no_headline" } else { "toast.supplied" };
                    self.go_article(article);
                    self.say_done(&Message::new(key), true);
                }
            }
            Shape::Issue { title, date, page } => self.write_issue(title, date, page),
        }
    }

    /// Does an act on the structure and shows the block that it was about; `false` where nothing came of it.
    fn reshape(
        &mut self,
        act: impl FnOnce(&Issue, &[char], &Decider) -> Outcome,
        about: Option<&BlockId>,
    ) -> bool {
        let who = self.who();
        let Some(open) = &self.state.open else { return false };
        let source: Vec<char> = open.source.text.chars().collect();
        let outcome = act(&open.issue, &source, &who);
        let linked = self.relations();
        if !self.carry_out(outcome) {
            return false;
        }
        self.unlinked = linked.saturating_sub(self.relations());
        if let Some(block) = about {
            self.go_block(block);
        }
        true
    }

    /// Shows a block, with the caret at its start.
    pub(super) fn go_block(&mut self, block: &BlockId) {
        self.stand_at(block, 0);
    }

    fn stand_at(&mut self, block: &BlockId, at: u32) {
        let holder = self.state.open.as_ref().and_then(|open| open.issue.holder(block));
        if let Some(article) = holder.map(|(article, _)| article.id.clone()) {
            self.go_article(article);
        }
        if let Some(open) = &mut self.state.open {
            open.stand_at(block, at);
        }
    }

    /// After any change of the issue: what is shown and listed is what is there.
    pub(super) fn tidy_place(&mut self) {
        let State { open: Some(open), dataset, .. } = &mut self.state else { return };
        let before = open.article.clone();
        open.tidy_place();
        if open.article != before {
            self.page.restart = true;
        }
        let listed = dataset.iter_mut().flat_map(|dataset| &mut dataset.issues);
        if let Some(listed) = listed.into_iter().find(|listed| listed.id == open.issue.id) {
            listed.title.clone_from(&open.issue.title);
            listed.date.clone_from(&open.issue.date);
            listed.counts.articles = open.issue.articles.len() as u32;
        }
    }

    /// What an undo or redo, or a write that failed, changed comes to the page.
    pub(super) fn show_change(&mut self, transaction: &Transaction) {
        self.tidy_place();
        let Some(open) = &self.state.open else { return };
        let entity = transaction.entity().filter(|id| open.issue.find(id).is_some()).cloned();
        let place = transaction.shows_at(&open.issue);
        let read = transaction.reading().map(|reading| reading.range.end());
        let read = read.or_else(|| transaction.remark().map(|remark| remark.range.end()));
        match (entity.filter(|_| !transaction.is_structural()), place) {
            (Some(id), _) => self.show_mark(id),
            (None, Some((_, Some(block)))) => self.stand_at(&block, read.unwrap_or(0)),
            (None, Some((article, None))) => self.go_article(article),
            (None, None) => {}
        }
    }

    /// Says what was done, and how many relations the last act took off because their ends came to lie in two articles.
    fn say_done(&mut self, message: &Message, undo: bool) {
        let mut said = self.state.strings.say(message);
        let unlinked = std::mem::take(&mut self.unlinked);
        if unlinked > 0 {
            said = self
                .state
                .strings
                .say(&Message::new("toast.unlinked").with("said", said).with("count", unlinked));
        }
        self.toast_text(said, undo);
    }

    /// The first characters of an article's headline.
    fn brief(&self, id: &ArticleId) -> String {
        let article = self.state.open.as_ref().and_then(|open| open.issue.article(id));
        let title = article.map_or(String::new(), |article| outline::title_of(&self.state, article).0);
        let short: String = title.chars().take(BRIEF).collect();
        if short.len() < title.len() { short + "…" } else { short }
    }

    // ---- paragraphs ----

    fn split_block(&mut self, block: &BlockId, at: u32) {
        let article = self.state.open.as_ref().map(|open| open.article.clone());
        if !self.reshape(|issue, source, who| gesture::split_block(issue, block, at, source, who), None) {
            return;
        }
        let second = article.and_then(|id| {
            let article = self.state.open.as_ref()?.issue.article(&id)?;
            let n = article.blocks.iter().position(|other| other.id == *block)?;
            Some(article.blocks.get(n + 1)?.id.clone())
        });
        if let Some(second) = second {
            self.stand_at(&second, 0);
        }
        self.say_done(&Message::new("toast.split_block"), true);
    }

    fn join_block(&mut self, block: &BlockId) {
        let Some(open) = &self.state.open else { return };
        let before = open.issue.holder(block).and_then(|(article, n)| article.blocks.get(n.checked_sub(1)?));
        let seam = before.map(|before| (before.id.clone(), text::char_len(&before.text)));
        if self.reshape(|issue, source, who| gesture::join_block(issue, block, source, who), None) {
            if let Some((first, at)) = seam {
                self.stand_at(&first, at);
            }
            self.say_done(&Message::new("toast.join_block"), true);
        }
    }

    /// The block one place up or down; beyond an end of its article into the neighbouring one.
    fn shift_block(&mut self, block: &BlockId, at: u32, way: Way) {
        let Some(open) = &self.state.open else { return };
        let Some((article, n)) = open.issue.holder(block) else { return };
        let heading = article.blocks[n].role.is_heading();
        let (target, index) = match way {
            Way::Back if n > 0 => (article.id.clone(), n - 1),
            Way::Forth if n + 1 < article.blocks.len() => (article.id.clone(), n + 1),
            _ => {
                let next = super::walk::article(open, way).and_then(|id| open.issue.article(&id));
                let Some(next) = next else { return self.toast("refusal.no_part", false) };
                let head = next.blocks.iter().take_while(|b| b.role.is_heading() && !heading).count();
                (next.id.clone(), if way == Way::Back { next.blocks.len() } else { head })
            }
        };
        let elsewhere = target != article.id;
        let place = |issue: &Issue, _: &[char], who: &Decider| {
            gesture::place_block(issue, block, &target, index, who)
        };
        if self.reshape(place, None) {
            self.stand_at(block, at);
            if elsewhere {
                let said = Message::new("toast.moved").with("title", self.brief(&target));
                self.say_done(&said, true);
            }
        }
    }

    // ---- articles ----

    fn split_article(&mut self, block: &BlockId, at: Option<u32>) {
        let Some(open) = &self.state.open else { return };
        let known: Vec<ArticleId> = open.issue.articles.iter().map(|article| article.id.clone()).collect();
        if !self.reshape(|issue, source, who| gesture::split_article(issue, block, at, source, who), None) {
            return;
        }
        let Some(open) = &self.state.open else { return };
        let new = open.issue.articles.iter().find(|article| !known.contains(&article.id));
        if let Some(first) = new.and_then(|article| article.blocks.first()).map(|block| block.id.clone()) {
            self.stand_at(&first, 0);
        }
        self.say_done(&Message::new("toast.split_article"), true);
    }

    /// How many relations the issue has.
    fn relations(&self) -> usize {
        let articles = self.state.open.iter().flat_map(|open| &open.issue.articles);
        articles.map(|article| article.relations.len()).sum()
    }

    fn merge(&mut self, article: &ArticleId, into: &ArticleId) {
        let moved = |issue: &Issue| Some(issue.article(article)?.blocks.first()?.id.clone());
        let first = self.state.open.as_ref().and_then(|open| moved(&open.issue));
        let here = self.state.open.as_ref().is_some_and(|open| open.article == *into);
        let title = self.brief(into);
        if self.reshape(|issue, _, who| gesture::merge(issue, article, into, who), None) {
            match first {
                // Who fetched the other one stays where they are.
                Some(first) if !here => self.go_block(&first),
                _ => {}
            }
            self.say_done(&Message::new("toast.merged").with("title", title), true);
        }
    }

    /// The article on the page one place up or down in its group of the outline.
    fn shift_article(&mut self, ctx: &egui::Context, way: Way) {
        let Some(open) = &self.state.open else { return };
        let Some(next) = super::walk::article(open, way) else {
            return self.toast("refusal.no_part", false);
        };
        let article = open.article.clone();
        self.order(ctx, &article, &next);
    }

    /// Puts an article where another one stands, which makes way.
    fn order(&mut self, ctx: &egui::Context, article: &ArticleId, at: &ArticleId) {
        let Some(open) = &self.state.open else { return };
        let group = |id: &ArticleId| open.issue.article(id).map(|article| outline::group_of(article.kind));
        if group(article) != group(at) {
            // The outline is in groups; another group is another kind.
            return self.toast("structure.other_group", false);
        }
        let Some(to) = open.issue.articles.iter().position(|other| other.id == *at) else { return };
        if self.reshape(|issue, _, who| gesture::move_article(issue, article, to, who), None) {
            self.go_article(article.clone());
            // The row with the keyboard is at another place now.
            if self.state.pane == Pane::Outline {
                ctx.memory_mut(|memory| {
                    memory.focused().into_iter().for_each(|id| memory.surrender_focus(id));
                });
            }
        }
    }

    fn set_kind(&mut self, kind: Kind) {
        if self.decide_article(|issue, article, _| gesture::set_kind(issue, article, kind)) {
            let said = Message::new("toast.kind").with("kind", self.state.say(kind_key(kind)));
            self.say_done(&said, true);
        }
    }

    // ---- asking ----

    /// To the next block of which the layout was not sure, through all articles and round again.
    fn go_unsure(&mut self) {
        let Some(open) = &self.state.open else { return };
        let here = open.here().map(|(block, _)| block);
        let unsure = outline::unsure(&self.state, &open.issue);
        let now = unsure.iter().position(|(_, block)| Some(&block.id) == here.as_ref());
        let next = now.map_or(0, |n| (n + 1) % unsure.len());
        match unsure.get(next).map(|(_, block)| block.id.clone()) {
            Some(block) => self.go_block(&block),
            None => self.toast("toast.all_sure", false),
        }
    }

    fn ask_headline(&mut self) {
        let Some(open) = &self.state.open else { return };
        let article = open.article.clone();
        let offered = gesture::candidates(&open.issue, &article);
        let typed = open.current().and_then(Article::typed_headline).unwrap_or_default();
        typed.clone_into(&mut self.fields.headline);
        self.fields.row = 0;
        self.state.floating = Some(Floating::Headline { article, offered });
    }

    pub(super) fn ask_issue(&mut self) {
        let Some(open) = &self.state.open else { return };
        let part = part_of(open);
        let page = part.and_then(|n| open.issue.files.get(n)?.page);
        self.fields.title.clone_from(&open.issue.title);
        self.fields.date.clone_from(&open.issue.date);
        self.fields.page = page.map_or(String::new(), |page| page.to_string());
        self.state.floating = Some(Floating::Issue { part });
    }

    fn write_issue(&mut self, title: String, date: String, page: Option<(usize, Option<u32>)>) {
        let act = |issue: &Issue, _: &[char], who: &Decider| {
            let facts = gesture::set_issue(issue, IssueFacts { title, date }, who);
            let number = page.map_or(Err(gesture::Refusal::Nothing), |(part, page)| {
                gesture::set_page(issue, part, page, who)
            });
            match (facts, number) {
                (Ok(facts), Ok(number)) => {
                    let edits: Vec<Edit> = facts.edits.into_iter().chain(number.edits).collect();
                    Ok(Transaction { edits, ..number })
                }
                (Ok(one), Err(_)) | (Err(_), Ok(one)) => Ok(one),
                (Err(refusal), Err(_)) => Err(refusal),
            }
        };
        self.reshape(act, None);
    }
}

/// The file in which the article on the page begins.
fn part_of(open: &OpenIssue) -> Option<usize> {
    let from = open.current()?.blocks.iter().find_map(crate::issue::Block::first_source)?;
    open.issue.files.iter().position(|file| file.start <= from && from < file.end)
}

/// Key of a kind's name.
fn kind_key(kind: Kind) -> &'static str {
    match kind {
        Kind::Article => "kind.article",
        Kind::Quote => "kind.quote",
        Kind::Teaser => "kind.teaser",
        Kind::Notice => "kind.notice",
        Kind::Furniture => "kind.furniture",
    }
}
