//! What a report wrote. In: a table. Out: whether one of our own outputs says that it is from us: such a sheet is whole, whatever
//! stands on it, and is no input.

use crate::inventory::{REPORT_COLUMN, REPORT_DICTIONARY, REPORT_TABLE, is_report_sheet};
use crate::read::{Table, Value};

/// Whether a report wrote the table, for reading or for another program: it may look like a list of controls, but its owners are not
/// said there.
pub(super) fn is_report(table: &Table) -> bool {
    let cells = table.rows.first().map(|row| row.cells.as_slice()).unwrap_or_default();
    let said: Vec<&str> = cells
        .iter()
        .map_while(|(_, value)| match value {
            Value::Text(text) => Some(text.as_ref()),
            _ => None,
        })
        .collect();
    let is_sheet =
        cells.first().is_some_and(|(column, _)| *column == 0) && said.first().is_some_and(|said| is_report_sheet(said));
    is_sheet || said.starts_with(&REPORT_TABLE) || said == REPORT_DICTIONARY || said.contains(&REPORT_COLUMN)
}
