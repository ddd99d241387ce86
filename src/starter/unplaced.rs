//! The sheet *To place*: every row of the original that stands on none of the sheets before, not even as one that was not understood. In:
//! the original and what was understood of it. Out: the rows with their cells and the reason; nothing is lost on the way.

use std::collections::BTreeSet;

use rust_xlsxwriter::XlsxError;

use crate::diagnostic::{Location, cell_area};
use crate::export::original::{Place, Rows};
use crate::export::remarks;
use crate::export::sheet::{Cell, Column, Look, Sheet};
use crate::inventory::KEPT_SHEET;
use crate::message::{Message, sentence};
use crate::normalise::{Role, SheetReading};
use crate::read::{Row, Table};
use crate::words::Words;

use super::Filled;

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

/// The sheet; none if everything found its place. `kept` are the rows that the sheets before hold.
pub fn sheet(from: &Filled<'_>, kept: &Rows<'_>, words: &Words) -> Result<Option<Sheet>, XlsxError> {
    let placed = placed(from);
    let mut sheet = Sheet::new("To place")?;
    let mark = words.tell_fixed(
        "What of the original found no place on the sheets before: move what belongs there, and delete the rest.",
    );
    let mark = format!("{KEPT_SHEET}. {mark}");
    sheet.put(0, 0, &Cell::text(mark), Look::Remark)?;
    sheet.head_told(2, &COLUMNS, words)?;
    let mut line = 3;
    for table in from.tables {
        for row in &table.rows {
            let place = (table.file.clone(), table.sheet.clone(), row.number);
            if placed.contains(&place) || kept.is_left_out(&place) {
                continue;
            }
            let Some(why) = why(table, row, from) else { continue };
            let why = words.tell(&why);
            put(&mut sheet, line, table, row, &why, words)?;
            line += 1;
        }
    }
    Ok((line > 3).then_some(sheet))
}

/// Why a row found no place; nothing for a line of headings.
fn why(table: &Table, row: &Row, from: &Filled<'_>) -> Option<Message> {
    let reading = from.sheets.iter().find(|reading| holds(reading, table, row));
    if reading.is_some_and(|reading| reading.header_row == Some(row.number + 1)) {
        return None;
    }
    Some(match reading {
        Some(reading) if reading.header_row.is_none() => reading.why.clone(),
        Some(reading) if reading.header_row > Some(row.number + 1) => Message::from("it stands above the headings"),
        Some(reading) if reading.role == Role::PassedOver => reading.why.clone(),
        _ => Message::from("nothing of it was understood as a system, a control or a person"),
    })
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
    let decisions = inventory.decisions.iter().map(|decision| &decision.at);
    let all = systems.chain(controls).chain(people).chain(decisions);
    all.filter_map(place).collect()
}

fn place(at: &Location) -> Option<Place> {
    Some((at.file.clone(), at.sheet.clone(), at.cell?.row))
}

fn put(sheet: &mut Sheet, line: u32, table: &Table, row: &Row, why: &str, words: &Words) -> Result<(), XlsxError> {
    let name = table.sheet.as_deref().unwrap_or(&table.file);
    let from = words.tell(&sentence!(
        "{table}, row {row}",
        table = name,
        row = (row.number + 1).to_string()
    ));
    sheet.put_row(line, &[Cell::text(from), Cell::text(why)], Look::Plain)?;
    for (column, (place, value)) in (2..).zip(&row.cells) {
        sheet.put(line, column, &Cell::read(value), Look::ToFill)?;
        let remark = table
            .comments
            .get(&(row.number, *place))
            .and_then(|text| remarks::theirs(text));
        sheet.remark(line, column, remark.as_deref(), None)?;
    }
    Ok(())
}
