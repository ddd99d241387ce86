//! Inventories, read in limited processes. In: the bytes of each. Out: what the process said is in it, or why it said nothing useful.

use std::io::{self, Write};

use super::refusal::Refusal;
use super::wire::{self, Message};
use super::workbook;
use crate::jail::{BadEnd, Jail, Job, Line};

/// The limited processes that read inventories.
pub struct Readers<'a> {
    workbooks: Line<'a, Vec<Message>>,
    tables: Line<'a, ()>,
}

impl<'a> Readers<'a> {
    /// None is started before it is needed.
    pub fn new(jail: &'a Jail) -> Self {
        Self {
            workbooks: jail.line(Job::Workbook, wire::receive),
            tables: jail.rehearsals(Job::Table),
        }
    }

    /// Reads a workbook in a limited process.
    ///
    /// # Errors
    /// A [`Refusal`], from the process itself or because it came to a bad end.
    pub fn workbook(&mut self, bytes: &[u8]) -> Result<Vec<Message>, Refusal> {
        let mut messages = self.workbooks.ask(bytes).map_err(refusal)?;
        // A refusal is said at the end, after whatever came before it.
        match messages.pop() {
            Some(Message::Done) => Ok(messages),
            Some(Message::Refused(refusal)) => Err(refusal),
            _ => Err(Refusal::damaged("reading it ended early")),
        }
    }

    /// Sees whether a text table can be read within the limits; it is then read here, by the same way.
    ///
    /// # Errors
    /// A [`Refusal`] if it cannot.
    pub fn rehearse_table(&mut self, bytes: &[u8]) -> Result<(), Refusal> {
        self.tables.ask(bytes).map_err(refusal)
    }
}

fn refusal(end: BadEnd) -> Refusal {
    match end {
        BadEnd::NotStarted => Refusal::new(
            end.reason(),
            "check that the program file is still where it was started from, and that the computer has room for another process",
        ),
        BadEnd::TooSlow => Refusal::too_much("takes longer than 10 seconds to read, which no inventory does"),
        BadEnd::TooLarge => {
            Refusal::too_much("needs far more memory to read than an inventory does; it is damaged, or made to be so")
        }
        BadEnd::Endless => Refusal::too_much("holds more text than is read"),
        BadEnd::Garbled => Refusal::damaged("reading it gave nothing sensible"),
        BadEnd::GaveUp => Refusal::damaged("its contents contradict themselves, and reading had to be given up"),
    }
}

/// What the limited process does: says what is in a workbook.
///
/// # Errors
/// Nobody listens.
pub fn say_workbook(bytes: &[u8], out: &mut impl Write) -> io::Result<()> {
    let last = match workbook::read(bytes, out) {
        Ok(()) => Message::Done,
        Err(refusal) => Message::Refused(refusal),
    };
    wire::send(out, &last)
}
