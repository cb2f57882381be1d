//! The parts of the window. Each reads the state and pushes commands; only what is being typed is changed here.

pub mod about;
mod chart;
pub mod context;
pub mod dialog;
pub mod draft;
pub mod exchange;
pub mod facts;
pub mod find;
pub mod guideline;
pub mod goto;
pub mod headline;
pub mod history;
pub mod inspector;
pub mod labels;
pub mod keeping;
mod link;
pub mod mapping;
pub mod menus;
pub mod outline;
pub mod page;
pub mod palette;
pub mod password;
pub mod popover;
pub mod print;
pub mod quality;
pub mod reading;
mod relations;
pub mod remark;
mod report;
pub mod rest;
pub mod review;
pub mod role;
pub mod settings;
pub mod several;
pub mod shelf;
pub mod source;
mod spell;
pub mod status;
pub mod top;
pub mod tabs;
pub mod taxonomy;
pub mod tour;
pub mod unfit;
pub mod welcome;

use super::command::Command;
use super::state::{Fields, State};

/// What a panel gets.
pub struct Panel<'a> {
    /// What is shown.
    pub state: &'a State,
    /// What is being typed.
    pub fields: &'a mut Fields,
    /// What is to be done after the frame.
    pub commands: &'a mut Vec<Command>,
}

/// Whether a name answers to what was typed: characters, pinyin or its initials.
pub fn answers(query: &str, name: &str) -> bool {
    palette::matches(query, name)
}

impl Panel<'_> {
    /// Has a command carried out after the frame.
    pub fn push(&mut self, command: Command) {
        self.commands.push(command);
    }
}
