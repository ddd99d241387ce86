//! The sheet *To place*: every row of the original that did not become a row of the new workbook, or not with all that it says, and below
//! them the columns that have no place there. In: the original and what was understood of it. Out: the rows with their cells and the
//! reason; nothing is lost on the way.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rust_xlsxwriter::XlsxError;

use crate::diagnostic::{Code, Finding, Location, cell_area};
use crate::export::sheet::{Cell, Column, Look, Sheet};
use crate::inventory::REPORT_SHEET;
use crate::normalise::SheetReading;
use crate::read::{Row, Table};

use super::Filled;

mod columns;

const COLUMNS: [Column; 3] = [
    Column {
        heading: "From",
        width: 24.0,
        help: "Sheet and row of the original.",
    },
    Column {
        heading: "Why it is here",
        width: 70.0,
        help: "",
    },
    Column {
        heading: "Its cells",
        width: 26.0,
        help: "As they stand in the original, from left to right.",
    },
];

/// A row by its file, sheet and number.
type Place = (Arc<str>, Option<Arc<str>>, u32);

/// The sheet; none if everything found its place.
pub fn sheet(from: &Filled<'_>) -> Result<Option<Sheet>, XlsxError> {
    let placed = placed(from);
    let said = said(from.findings);
    let mut sheet = Sheet::new("To place")?;
    let mark = format!(
        "{REPORT_SHEET}. What of the original found no place on the sheets before: move what belongs there, and delete the rest."
    );
    sheet.put(0, 0, &Cell::text(mark), Look::Remark)?;
    sheet.head(2, &COLUMNS)?;
    let mut line = 3;
    for table in from.tables {
        for row in &table.rows {
            let place = (table.file.clone(), table.sheet.clone(), row.number);
            let Some(why) = why(table, row, &place, from, &placed, &said) else {
                continue;
            };
            put(&mut sheet, line, table, row, &why)?;
            line += 1;
        }
    }
    for reading in from.sheets {
        line = columns::put(&mut sheet, line, reading, from, &placed)?;
    }
    Ok((line > 3).then_some(sheet))
}

/// Why a row found no place, or not as a whole; nothing if it did, or is a line of headings.
fn why(
    table: &Table,
    row: &Row,
    place: &Place,
    from: &Filled<'_>,
    placed: &BTreeSet<Place>,
    said: &BTreeMap<Place, Vec<String>>,
) -> Option<String> {
    let told = said.get(place).map(|reasons| reasons.join("\n"));
    if placed.contains(place) {
        return told;
    }
    let reading = from.sheets.iter().find(|reading| holds(reading, table, row));
    if reading.is_some_and(|reading| reading.header_row == Some(row.number + 1)) {
        return None;
    }
    let otherwise = || match reading {
        Some(reading) if reading.header_row.is_none() => reading.why.clone(),
        Some(reading) if reading.header_row > Some(row.number + 1) => "it stands above the headings".to_owned(),
        _ => "nothing of it was understood as a system, a control or a person".to_owned(),
    };
    Some(told.unwrap_or_else(otherwise))
}

fn holds(reading: &SheetReading, table: &Table, row: &Row) -> bool {
    let area = reading.cells.as_deref().and_then(cell_area);
    *reading.file == *table.file
        && reading.sheet.as_deref() == table.sheet.as_deref()
        && area.is_none_or(|(first, last)| (first.row..=last.row).contains(&row.number))
}

/// The rows that became something.
fn placed(from: &Filled<'_>) -> BTreeSet<Place> {
    let inventory = from.inventory;
    let systems = inventory.systems.iter().map(|system| &system.at);
    let controls = inventory.controls.iter().map(|control| &control.at);
    let people = inventory.departures.iter().map(|departure| &departure.at);
    systems.chain(controls).chain(people).filter_map(place).collect()
}

fn place(at: &Location) -> Option<Place> {
    Some((at.file.clone(), at.sheet.clone(), at.cell?.row))
}

/// What is said of each row of which something does not come over.
fn said(findings: &[Finding]) -> BTreeMap<Place, Vec<String>> {
    const LOST: [Code; 14] = [
        Code::RowSkipped,
        Code::NoteRow,
        Code::SecondTable,
        Code::UnknownValue,
        Code::UnknownDomain,
        Code::UnknownSystem,
        Code::ReferenceRelated,
        Code::AmbiguousDate,
        Code::ImplausibleDate,
        Code::OwnerPlaceholder,
        Code::StatusException,
        Code::ExceptionIncomplete,
        Code::ErrorCell,
        Code::FormulaNotCalculated,
    ];
    let mut said: BTreeMap<Place, Vec<String>> = BTreeMap::new();
    for finding in findings.iter().filter(|finding| LOST.contains(&finding.told.code)) {
        for at in finding.places.iter() {
            let Some(place) = place(at) else { continue };
            let cell = at.cell.map_or_else(String::new, |cell| format!("{cell}: "));
            said.entry(place)
                .or_default()
                .push(format!("{cell}{}", finding.told.message));
        }
    }
    said
}

fn put(sheet: &mut Sheet, line: u32, table: &Table, row: &Row, why: &str) -> Result<(), XlsxError> {
    let name = table.sheet.as_deref().unwrap_or(&table.file);
    let from = format!("{name}, row {}", row.number + 1);
    sheet.put_row(line, &[Cell::text(from), Cell::text(why)], Look::Plain)?;
    for (column, value) in (2..).zip(row.cells.iter().map(|(_, value)| value)) {
        sheet.put(line, column, &Cell::read(value), Look::ToFill)?;
    }
    Ok(())
}
