//! The sheets of the inventory in the checked workbook. In: a table, and what became of it. Out: the same cells in the same places,
//! coloured: read, not read, doubtful; with a remark at each doubtful cell.

use std::collections::{BTreeMap, BTreeSet};

use rust_xlsxwriter::XlsxError;

use crate::diagnostic::{Code, Finding, Level, Location, cell_area, column_number};
use crate::export::remarks;
use crate::export::sheet::{Cell, Look, Sheet};
use crate::normalise::{Role, SheetReading};
use crate::read::{Row, Table, Value};

use super::{Checked, Names, Remarks, place};

/// The most remarks on a sheet: a spreadsheet program becomes slow with more.
const REMARKS: usize = 1_500;

/// A sheet, coloured.
pub fn sheet(table: &Table, from: &Checked<'_>, names: &Names) -> Result<Sheet, XlsxError> {
    let mut sheet = Sheet::new(names.get(&place(table)))?;
    let fate = Fate::of(table, from);
    let remarks = remarks(table, from);
    merge(&mut sheet, table)?;
    for row in &table.rows {
        for (column, value) in &row.cells {
            let look = match remarks.contains_key(&(row.number, *column)) {
                true => Look::Yellow,
                false => fate.look(row, *column),
            };
            put(&mut sheet, row.number, *column, value, look)?;
        }
    }
    let mut ours = remarks
        .into_iter()
        .take(REMARKS)
        .map(|(place, words)| (place, words.join("\n")))
        .collect();
    remark(&mut sheet, table, &mut ours)?;
    finish(&mut sheet, table)?;
    Ok(sheet)
}

/// A sheet of settings, as it is.
pub fn plain(table: &Table, names: &Names) -> Result<Sheet, XlsxError> {
    let mut sheet = Sheet::new(names.get(&place(table)))?;
    merge(&mut sheet, table)?;
    for row in &table.rows {
        for (column, value) in &row.cells {
            put(&mut sheet, row.number, *column, value, Look::Plain)?;
        }
    }
    remark(&mut sheet, table, &mut BTreeMap::new())?;
    finish(&mut sheet, table)?;
    Ok(sheet)
}

/// What people remarked at the cells, and what we say.
fn remark(sheet: &mut Sheet, table: &Table, ours: &mut BTreeMap<(u32, u32), String>) -> Result<(), XlsxError> {
    for ((row, column), text) in &table.comments {
        let said = ours.remove(&(*row, *column));
        sheet.remark(*row, narrow(*column), remarks::theirs(text).as_deref(), said.as_deref())?;
    }
    for ((row, column), said) in ours {
        sheet.remark(*row, narrow(*column), None, Some(said))?;
    }
    Ok(())
}

fn put(sheet: &mut Sheet, row: u32, column: u32, value: &Value, look: Look) -> Result<(), XlsxError> {
    sheet.put(row, narrow(column), &Cell::read(value), look)
}

/// Columns as the writer counts them; no sheet has more than 16,384.
fn narrow(column: u32) -> u16 {
    u16::try_from(column).unwrap_or(u16::MAX)
}

/// The merged areas, as far as there is anything. Of areas that overlap, the first counts.
fn merge(sheet: &mut Sheet, table: &Table) -> Result<(), XlsxError> {
    let last_row = table.rows.last().map_or(0, |row| row.number);
    let columns = table.rows.iter().filter_map(|row| row.cells.last());
    let last_column = columns.map(|(column, _)| *column).max().unwrap_or(0);
    for area in &table.merges {
        let (row, column) = (area.last.row.min(last_row), area.last.column.min(last_column));
        let several = (row, column) != (area.first.row, area.first.column);
        if !several || row < area.first.row || column < area.first.column {
            continue;
        }
        let (first, last) = (narrow(area.first.column), narrow(column));
        sheet.merge((area.first.row, first), (row, last))?;
    }
    Ok(())
}

/// What is hidden stays so; widths show what is there.
fn finish(sheet: &mut Sheet, table: &Table) -> Result<(), XlsxError> {
    for row in table.rows.iter().filter(|row| row.hidden) {
        sheet.hide(row.number);
    }
    if table.hidden {
        sheet.inner().set_hidden(true);
    }
    let mut widths = BTreeMap::new();
    for (column, value) in table.rows.iter().flat_map(|row| &row.cells) {
        let letters = match value {
            Value::Text(text) => text.lines().map(|line| line.chars().count()).max().unwrap_or(0),
            _ => 10,
        };
        let width = widths.entry(*column).or_insert(8);
        *width = letters.clamp(*width, 45);
    }
    for (column, width) in widths {
        sheet.inner().set_column_width(narrow(column), width as f64 + 2.0)?;
    }
    Ok(())
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
