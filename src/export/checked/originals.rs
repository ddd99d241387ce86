//! The sheets of the inventory in the checked workbook. In: a table, and what became of it. Out: the same cells in the same places,
//! coloured: read, not read, doubtful; with a remark at each doubtful cell.

use std::collections::BTreeSet;

use rust_xlsxwriter::XlsxError;

use crate::diagnostic::{Code, Finding, Level, Location, cell_area, column_number};
use crate::export::plain_sheet::{finish, merge, narrow, remark};
use crate::export::sheet::{Cell, Look, Sheet};
use crate::export::sheet_names::{Names, place};
use crate::normalise::{Role, SheetReading};
use crate::read::{Row, Table};

use super::{Checked, Remarks};

/// The most remarks on a sheet: a spreadsheet program becomes slow with more.
const REMARKS: usize = 1_500;

/// A sheet, coloured.
pub fn sheet(table: &Table, from: &Checked<'_>, names: &Names) -> Result<Sheet, XlsxError> {
    let mut sheet = Sheet::new(names.get(&place(table)))?;
    let fate = Fate::of(table, from);
    let remarks = remarks(table, from);
    merge(&mut sheet, table, 0)?;
    for row in &table.rows {
        for (column, value) in &row.cells {
            let look = match remarks.contains_key(&(row.number, *column)) {
                true => Look::Yellow,
                false => fate.look(row, *column),
            };
            sheet.put(row.number, narrow(*column), &Cell::read(value), look)?;
        }
    }
    let mut ours = remarks
        .into_iter()
        .take(REMARKS)
        .map(|(place, words)| (place, words.join("\n")))
        .collect();
    remark(&mut sheet, table, 0, &mut ours)?;
    finish(&mut sheet, table, 0)?;
    Ok(sheet)
}

/// What became of a table's rows and columns.
struct Fate<'a> {
    readings: Vec<&'a SheetReading>,
    left_out: BTreeSet<u32>,
}

impl<'a> Fate<'a> {
    fn of(table: &Table, from: &'a Checked<'_>) -> Self {
        let readings: Vec<&SheetReading> = from
            .sheets
            .iter()
            .filter(|s| s.file == *table.file && s.sheet.as_deref() == table.sheet.as_deref())
            .collect();
        let mut left_out = BTreeSet::new();
        for finding in from.findings {
            let rows = on(table, finding).filter_map(|at| at.cell).map(|cell| cell.row);
            match finding.told.code {
                Code::RowSkipped | Code::NoteRow | Code::ExampleRow => left_out.extend(rows),
                _ => {}
            }
        }
        Self { readings, left_out }
    }

    fn look(&self, row: &Row, column: u32) -> Look {
        let Some(reading) = self.readings.iter().find(|reading| holds(reading, row.number, column)) else {
            return Look::PassedOver;
        };
        let used = reading.role != Role::PassedOver
            && reading.header_row.is_some_and(|header| header <= row.number + 1)
            && !self.left_out.contains(&row.number)
            && reading
                .columns
                .iter()
                .any(|c| c.field.is_some() && column_number(&c.column) == Some(column));
        match (used, reading.header_row == Some(row.number + 1)) {
            (true, true) => Look::Heading,
            (true, false) => Look::Used,
            (false, _) => Look::PassedOver,
        }
    }
}

/// Whether a cell lies in the area of a table.
fn holds(reading: &SheetReading, row: u32, column: u32) -> bool {
    let area = reading.cells.as_deref().and_then(cell_area);
    area.is_none_or(|(first, last)| {
        (first.row..=last.row).contains(&row) && (first.column..=last.column).contains(&column)
    })
}

/// The places of a finding on a table.
fn on<'f>(table: &'f Table, finding: &'f Finding) -> impl Iterator<Item = &'f Location> {
    let here = |at: &&Location| at.file == table.file && at.sheet == table.sheet;
    finding.places.iter().filter(here)
}

/// What is said at each doubtful cell: what changes a figure, and what was guessed.
fn remarks(table: &Table, from: &Checked<'_>) -> Remarks {
    let mut remarks = Remarks::new();
    let words = from.words();
    let doubtful = |finding: &&Finding| finding.told.level == Level::Warning || finding.ask.is_some();
    for finding in from.findings.iter().filter(doubtful) {
        let (message, help) = (words.tell(&finding.told.message), words.tell(&finding.told.help));
        let told = match help.as_str() {
            "" => message,
            help => format!("{message}: {help}"),
        };
        for cell in on(table, finding).filter_map(|at| at.cell) {
            remarks.entry((cell.row, cell.column)).or_default().push(told.clone());
        }
    }
    remarks
}
