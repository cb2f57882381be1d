//! 读作: what wrong characters should have been. The dialog asks, the text on the page stays as printed.

use super::Desk;
use super::state::{Floating, OpenIssue};
use crate::annotation::{BlockId, Reading};
use crate::issue::{Block, gesture};
use crate::strings::Message;
use crate::text::{CharRange, is_space, slice};

impl OpenIssue {
    /// The reading at the caret, in the selection or in the selected mark.
    pub fn reading_here(&self) -> Option<(&Block, &Reading)> {
        let (block, range) = self.place()?;
        let touches = |reading: &&Reading| {
            reading.range.overlaps(range)
                || range.is_empty()
                    && reading.range.start() <= range.start()
                    && range.start() <= reading.range.end()
        };
        Some((block, block.readings.iter().find(touches)?))
    }

    /// The characters of which a reading would be given: those of the reading that is there already, else those selected.
    fn to_read(&self) -> Option<(BlockId, CharRange)> {
        let (block, range) = self.place()?;
        if let Some((_, reading)) = self.reading_here()
            && (range.is_empty() || range.covers(reading.range) && self.selection.is_none())
        {
            return Some((block.id.clone(), reading.range));
        }
        let chars: Vec<char> = block.text.chars().collect();
        let solid = |at: &u32| chars.get(*at as usize).is_some_and(|c| !is_space(*c));
        let (first, last) = (range.positions().find(solid)?, range.positions().rfind(solid)?);
        Some((block.id.clone(), CharRange::new(first, last + 1)))
    }

    /// Selection, caret, or the place of the selected mark.
    pub(super) fn place(&self) -> Option<(&Block, CharRange)> {
        let article = self.current()?;
        if let Some(selection) = &self.selection {
            return Some((article.block(&selection.block)?, selection.range()));
        }
        let id = self.mark.as_ref()?;
        let (block, entity) = article.entities().find(|(_, entity)| entity.id == *id)?;
        Some((block, entity.range))
    }
}

impl Desk {
    /// Asks what the selected characters should have been.
    pub(super) fn ask_reading(&mut self) {
        let Some(open) = &self.state.open else { return };
        let Some((block, range)) = open.to_read() else { return self.toast("reading.select", false) };
        let known = open.reading_here().filter(|(_, reading)| reading.range == range);
        self.fields.reading = known.map(|(_, reading)| reading.reading.clone()).unwrap_or_default();
        self.state.floating = Some(Floating::Reading { block, range });
    }

    /// Says what characters should have been; nothing typed takes off what was said.
    pub(super) fn read(&mut self, block: &BlockId, range: CharRange, reading: &str) {
        self.state.floating = None;
        if reading.trim().is_empty() {
            return self.take_off(block, range);
        }
        let printed = self
            .state
            .open
            .as_ref()
            .and_then(|open| open.issue.holder(block))
            .and_then(|(article, n)| slice(&article.blocks[n].text, range).map(ToOwned::to_owned));
        if self.decide(|issue, who| gesture::read(issue, block, range, reading, who)) {
            let said = Message::new("toast.reading")
                .with("text", printed.unwrap_or_default())
                .with("reading", reading.trim());
            self.toast_text(self.state.strings.say(&said), true);
        }
    }

    /// Takes off the reading that is here.
    pub(super) fn unread(&mut self) {
        let here = self.state.open.as_ref().and_then(OpenIssue::reading_here);
        let Some((block, range)) = here.map(|(block, reading)| (block.id.clone(), reading.range)) else {
            return self.toast("reading.none", false);
        };
        self.take_off(&block, range);
    }

    fn take_off(&mut self, block: &BlockId, range: CharRange) {
        if self.decide(|issue, _| gesture::unread(issue, block, range)) {
            self.toast("toast.unread", true);
        }
    }
}
