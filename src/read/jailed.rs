//! Inventories, read in limited processes. In: the bytes of each. Out: the tables that the process said are in it, or why it said nothing
//! useful.

use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};

use super::kind::Kind;
use super::refusal::Refusal;
use super::sheets::Sheets;
use super::wire::{self, Message};
use super::{Table, workbook};
use crate::diagnostic::Warned;
use crate::jail::{BadEnd, Jail, Job, Line};

/// The limited processes that read inventories.
pub struct Readers<'a> {
    workbooks: Line<'a, Result<Told, Refusal>>,
    /// The name of the file that is read.
    name: Arc<Mutex<Arc<str>>>,
    tables: Line<'a, ()>,
}

/// What is in a workbook.
type Told = Warned<(Kind, Vec<Table>)>;

impl<'a> Readers<'a> {
    /// None is started before it is needed.
    pub fn new(jail: &'a Jail) -> Self {
        let name: Arc<Mutex<Arc<str>>> = Arc::new(Mutex::new("".into()));
        let named = Arc::clone(&name);
        // The tables are made while they are told: nothing is held twice. The first word comes once the file is handed over.
        let hear = move |said: &mut _| {
            let of_file = || Sheets::of(&named.lock().unwrap_or_else(PoisonError::into_inner));
            let mut sheets: Option<Sheets> = None;
            let ended = wire::receive(said, |message| sheets.get_or_insert_with(of_file).take(message))?;
            Ok(ended.and_then(|()| sheets.unwrap_or_else(of_file).finish()))
        };
        Self {
            workbooks: jail.line(Job::Workbook, Arc::new(hear)),
            name,
            tables: jail.rehearsals(Job::Table),
        }
    }

    /// Reads a workbook in a limited process.
    ///
    /// # Errors
    /// A [`Refusal`], from the process itself or because it came to a bad end.
    pub fn workbook(&mut self, bytes: &[u8], name: &Arc<str>) -> Result<Told, Refusal> {
        self.name
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone_from(name);
        self.workbooks.ask(bytes).map_err(refusal)?
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
