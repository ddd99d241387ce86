//! Cells gathered into rows on their way out of the limited process, and counted. In: cells one by one. Out: messages. A cell
//! outside the largest sheet that spreadsheet programs know, or one too many, ends the reading.

use std::collections::BTreeSet;
use std::io::Write;

use super::refusal::Refusal;
use super::wire::{self, Message, Raw};
use crate::message::{Message as Sentence, sentence};

/// Rows of the largest sheet.
pub const MAX_ROWS: u32 = 1_048_576;
/// Columns of the largest sheet.
pub const MAX_COLUMNS: u32 = 16_384;
/// Characters in a cell.
pub const MAX_CHARACTERS: usize = 32_767;
/// Cells that hold something, in all sheets of a file.
pub const MAX_CELLS: usize = 1_000_000;
/// Cells that a file has only because it says so many times over: a few bytes can claim a million.
const MAX_REPEATED: u64 = 50_000;
/// Sheets of a file.
const MAX_SHEETS: usize = 256;
/// Characters in the name of a sheet; Excel takes 31, and no other program many more.
const MAX_SHEET_NAME: usize = 255;
/// Comments in all sheets of a file.
const MAX_COMMENTS: usize = 100_000;
/// Bytes of text in all cells of a file.
pub const MAX_TEXT: usize = 48 << 20;

/// Where the cells of one file go.
pub struct Rows<'a, W> {
    out: &'a mut W,
    sheets: BTreeSet<String>,
    row: u32,
    cells: Vec<(u32, Raw)>,
    count: usize,
    text: usize,
    comments: usize,
    repeated: u64,
    sheet: String,
}

impl<'a, W: Write> Rows<'a, W> {
    /// Begins a file.
    pub fn new(out: &'a mut W) -> Self {
        Self {
            out,
            sheets: BTreeSet::new(),
            row: 0,
            cells: Vec::new(),
            count: 0,
            text: 0,
            comments: 0,
            repeated: 0,
            sheet: String::new(),
        }
    }

    /// Notes filled cells that are there by repetition, before they are taken.
    pub fn repeat(&mut self, cells: u64) -> Result<(), Refusal> {
        self.repeated = self.repeated.saturating_add(cells);
        match self.repeated > MAX_REPEATED {
            true => Err(Refusal::too_much(sentence!(
                "holds the same filled cells more than 50,000 times over on the sheet \"{sheet}\": nothing below its real rows is needed",
                sheet = self.sheet
            ))),
            false => Ok(()),
        }
    }

    /// Sends a message as it is.
    pub fn say(&mut self, message: &Message) -> Result<(), Refusal> {
        // Nobody listens any more: what is said does not matter, only that the work ends.
        wire::send(self.out, message).map_err(|_| Refusal::too_much("holds more than is read"))
    }

    /// Says that a sheet holds no cells, and what it is.
    pub fn pass(&mut self, sheet: String, what: impl Into<Sentence>) -> Result<(), Refusal> {
        named(&sheet)?;
        self.say(&Message::Passed(sheet, what.into()))
    }

    /// Begins a sheet; no two may have the same name, in capitals or not.
    pub fn begin(&mut self, sheet: &str, hidden: bool) -> Result<(), Refusal> {
        named(sheet)?;
        if !self.sheets.insert(sheet.to_lowercase()) {
            return Err(Refusal::damaged(sentence!(
                "two of its sheets are called \"{sheet}\"",
                sheet
            )));
        }
        if self.sheets.len() > MAX_SHEETS {
            return Err(Refusal::too_much(sentence!(
                "has more than {most} sheets",
                most = MAX_SHEETS
            )));
        }
        sheet.clone_into(&mut self.sheet);
        self.say(&Message::Sheet(sheet.to_owned(), hidden))
    }

    /// Takes a cell; a blank one is only checked for its place.
    pub fn cell(&mut self, (row, column): (u32, u32), raw: Option<Raw>) -> Result<(), Refusal> {
        if row >= MAX_ROWS || column >= MAX_COLUMNS {
            return Err(outside());
        }
        let Some(raw) = raw else { return Ok(()) };
        self.count(&raw)?;
        if row != self.row {
            self.end()?;
            self.row = row;
        }
        self.cells.push((column, raw));
        Ok(())
    }

    /// Sends what somebody remarked at a cell, as much of it as a cell could hold.
    pub fn comment(&mut self, (row, column): (u32, u32), said: &str) -> Result<(), Refusal> {
        if row >= MAX_ROWS || column >= MAX_COLUMNS {
            return Err(outside());
        }
        let said: String = said.chars().take(MAX_CHARACTERS).collect();
        if said.trim().is_empty() {
            return Ok(());
        }
        self.comments += 1;
        self.text += said.len();
        if self.comments > MAX_COMMENTS {
            return Err(Refusal::too_much("has more than 100,000 comments"));
        }
        if self.text > MAX_TEXT {
            return Err(Refusal::too_much("holds more than 48 MB of text"));
        }
        self.say(&Message::Comment(row, column, said))
    }

    /// Ends a sheet: what is gathered goes out.
    pub fn end(&mut self) -> Result<(), Refusal> {
        if self.cells.is_empty() {
            return Ok(());
        }
        let cells = std::mem::take(&mut self.cells);
        self.say(&Message::Row(self.row, cells))
    }

    fn count(&mut self, raw: &Raw) -> Result<(), Refusal> {
        self.count += 1;
        if self.count > MAX_CELLS {
            return Err(Refusal::too_much(sentence!(
                "has more than 1,000,000 filled cells; the last ones are on the sheet \"{sheet}\"",
                sheet = self.sheet
            )));
        }
        if let Raw::Text(text) | Raw::BadDate(text) | Raw::Error(text) = raw {
            self.text += text.len();
            if text.len() > MAX_CHARACTERS && text.chars().count() > MAX_CHARACTERS {
                return Err(Refusal::damaged(
                    "a cell holds more than 32,767 characters, more than a cell can",
                ));
            }
        }
        if self.text > MAX_TEXT {
            return Err(Refusal::too_much("holds more than 48 MB of text"));
        }
        Ok(())
    }
}

/// Refuses a name that is none: it stands in many places of a report.
fn named(sheet: &str) -> Result<(), Refusal> {
    match sheet.chars().count() > MAX_SHEET_NAME {
        true => Err(Refusal::damaged(sentence!(
            "the name of a sheet has more than {most} characters; it begins with \"{sheet}\"",
            most = MAX_SHEET_NAME,
            sheet = sheet.chars().take(40).collect::<String>()
        ))),
        false => Ok(()),
    }
}

/// A cell lies where no spreadsheet program has one.
pub fn outside() -> Refusal {
    Refusal::damaged("a cell lies outside the largest possible sheet")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_no_program_gives_a_sheet_is_refused_in_short() {
        let mut out = Vec::new();
        let mut rows = Rows::new(&mut out);
        assert!(rows.begin(&"ü".repeat(MAX_SHEET_NAME), false).is_ok());
        let refusal = rows.begin(&"N".repeat(30_000), false).unwrap_err();
        assert!(refusal.reason.to_string().len() < 200, "{}", refusal.reason);
    }
}
