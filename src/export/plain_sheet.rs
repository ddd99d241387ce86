//! A table as a sheet, cell by cell. In: a table. Out: its cells with their remarks, merged and hidden as they were, in the same places or
//! so many rows further down. What they mean is the business of others.

use std::collections::BTreeMap;

use rust_xlsxwriter::XlsxError;

use crate::export::remarks;
use crate::export::sheet::{Cell, Look, Sheet};
use crate::read::{Table, Value};

/// The table, without any colour, from a row on.
pub fn plain(table: &Table, name: &str, down: u32) -> Result<Sheet, XlsxError> {
    let mut sheet = Sheet::new(name)?;
    merge(&mut sheet, table, down)?;
    for row in &table.rows {
        for (column, value) in &row.cells {
            sheet.put(row.number + down, narrow(*column), &Cell::read(value), Look::Plain)?;
        }
    }
    remark(&mut sheet, table, down, &mut BTreeMap::new())?;
    finish(&mut sheet, table, down)?;
    Ok(sheet)
}

/// What people remarked at the cells, and what we say.
pub fn remark(
    sheet: &mut Sheet,
    table: &Table,
    down: u32,
    ours: &mut BTreeMap<(u32, u32), String>,
) -> Result<(), XlsxError> {
    for ((row, column), text) in &table.comments {
        let said = ours.remove(&(*row, *column));
        let theirs = remarks::theirs(text);
        sheet.remark(row + down, narrow(*column), theirs.as_deref(), said.as_deref())?;
    }
    for ((row, column), said) in ours {
        sheet.remark(*row + down, narrow(*column), None, Some(said))?;
    }
    Ok(())
}

/// The merged areas, as far as there is anything. Of areas that overlap, the first counts.
pub fn merge(sheet: &mut Sheet, table: &Table, down: u32) -> Result<(), XlsxError> {
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
        sheet.merge((area.first.row + down, first), (row + down, last))?;
    }
    Ok(())
}

/// What is hidden stays so; widths show what is there.
pub fn finish(sheet: &mut Sheet, table: &Table, down: u32) -> Result<(), XlsxError> {
    for row in table.rows.iter().filter(|row| row.hidden) {
        sheet.hide(row.number + down);
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
        sheet.width(narrow(column), width as f64 + 2.0)?;
    }
    Ok(())
}

/// Columns as the writer counts them; no sheet has more than 16,384.
pub fn narrow(column: u32) -> u16 {
    u16::try_from(column).unwrap_or(u16::MAX)
}
