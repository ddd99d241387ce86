//! The workbook as it was understood: every sheet with its values, coloured by what became of them, a remark at each doubtful cell, and
//! in front the questions. In: what was read, and what was doubtful. Out: the bytes of a workbook that is itself an inventory: answered
//! and saved, it is read with its answers.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rust_xlsxwriter::XlsxError;

use crate::config::{Config, Language};
use crate::consult::{CHOICES, Consulted, SHEET};
use crate::diagnostic::Finding;
use crate::error::Error;
use crate::export::plain_sheet::plain;
use crate::export::sheet::{About, workbook};
use crate::export::sheet_names::{Names, place};
use crate::inventory::{Inventory, is_report_sheet};
use crate::message::Message;
use crate::normalise::SheetReading;
use crate::read::{Table, Value};
use crate::words::Words;

mod answered;
mod ask;
mod front;
mod originals;
mod columns;

use ask::Question;

/// Everything that the workbook is made from.
pub struct Checked<'a> {
    /// The tables as they were read.
    pub tables: &'a [Table],
    /// How each was understood.
    pub sheets: &'a [SheetReading],
    /// What was doubtful.
    pub findings: &'a [Finding],
    /// The inventory.
    pub inventory: &'a Inventory,
    /// What the workbook said about itself.
    pub consulted: &'a Consulted,
    /// The configuration.
    pub config: &'a Config,
    /// The day on which it is made.
    pub made_on: NaiveDate,
}

impl Checked<'_> {
    /// The words of the language that the workbook is made in.
    fn words(&self) -> &'static Words {
        Words::of(self.config.report.language.unwrap_or(Language::En))
    }
}

/// The workbook as it was understood.
///
/// # Errors
/// [`Error::Export`] if there is more than a workbook can hold.
pub fn checked(from: &Checked<'_>) -> Result<Vec<u8>, Error> {
    write(from).map_err(|error| Error::Export {
        what: "the checked workbook",
        reason: Message::verbatim(error.to_string()),
    })
}

fn write(from: &Checked<'_>) -> Result<Vec<u8>, XlsxError> {
    let tables: Vec<&Table> = from.tables.iter().collect();
    let settings = &from.consulted.tables;
    let names = Names::of(tables.iter().copied().chain(settings), &[SHEET, CHOICES]);
    let questions = ask::questions(from, &names);
    let mut sheets = front::sheets(&questions, from.words())?;
    for table in tables {
        sheets.insert(sheets.len() - 1, originals::sheet(table, from, &names)?);
    }
    for table in settings {
        sheets.insert(sheets.len() - 1, plain(table, names.get(&place(table)), 0)?);
    }
    workbook(
        sheets,
        &About::titled(
            &from
                .words()
                .tell_fixed("AI systems and security controls, as they were understood"),
            from.made_on,
        ),
    )
}

/// Whether we wrote a sheet for reading only.
fn is_marked(table: &Table) -> bool {
    let first = table.rows.first().and_then(|row| row.cells.first());
    matches!(first, Some((0, Value::Text(text))) if is_report_sheet(text))
}

/// Remarks by row and column.
type Remarks = BTreeMap<(u32, u32), Vec<String>>;
