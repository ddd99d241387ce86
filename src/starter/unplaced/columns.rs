//! The columns of the original that have no place on the sheets of the new workbook. In: a table as it was understood. Out: below their
//! headings, the cells of every row that found its place, behind the cells that tell which row it is.

use std::collections::BTreeSet;

use rust_xlsxwriter::XlsxError;

use crate::diagnostic::column_number;
use crate::export::sheet::{Cell, Look, Sheet};
use crate::normalise::{ColumnReading, Role, SheetReading};
use crate::read::{Row, Table};

use super::super::Filled;
use super::{Place, holds};

/// The fields that tell which row it is.
const KEYS: [&str; 5] = ["system_id", "system_name", "system_ref", "domain", "person_name"];

/// The fields that are read and have no column in the new workbook.
const NOT_KEPT: [&str; 9] = [
    "description",
    "users",
    "go_live_date",
    "retired_date",
    "autonomy",
    "regulatory_role",
    "technical_owner",
    "works_on_it",
    "priority",
];

/// The fields that are kept only where the one beside them is not there.
const STAND_INS: [(&str, &str); 5] = [
    ("control_id", "control_name"),
    ("reference", "domain"),
    ("owner_email", "owner"),
    ("business_owner_email", "business_owner"),
    ("risk_tier", "criticality"),
];

/// Writes the columns of one table, and says at which line to go on.
pub(super) fn put(
    sheet: &mut Sheet,
    line: u32,
    reading: &SheetReading,
    from: &Filled<'_>,
    placed: &BTreeSet<Place>,
) -> Result<u32, XlsxError> {
    let read = matches!(
        reading.role,
        Role::Systems | Role::Controls | Role::Grid | Role::Combined | Role::People | Role::Decisions
    );
    let is = |t: &&Table| *t.file == reading.file && t.sheet.as_deref() == reading.sheet.as_deref();
    let Some(table) = from.tables.iter().find(is).filter(|table| read && !table.turned) else {
        return Ok(line);
    };
    let left: Vec<&ColumnReading> = reading.columns.iter().filter(|c| is_left(c, reading)).collect();
    let numbers: Vec<u32> = left.iter().filter_map(|c| column_number(&c.column)).collect();
    let place = |row: &Row| (table.file.clone(), table.sheet.clone(), row.number);
    let speaks = |row: &&Row| {
        holds(reading, table, row) && placed.contains(&place(row)) && numbers.iter().any(|n| row.get(*n).is_some())
    };
    let rows: Vec<&Row> = table.rows.iter().filter(speaks).collect();
    if rows.is_empty() {
        return Ok(line);
    }
    let keys = reading
        .columns
        .iter()
        .filter(|c| c.field.as_deref().is_some_and(|f| KEYS.contains(&f)));
    let shown: Vec<&ColumnReading> = keys.chain(left).collect();
    let name = table.sheet.as_deref().unwrap_or(&table.file);
    let why = "columns that have no place on the sheets before: their headings, and below them every row";
    sheet.put_row(line, &[Cell::text(name), Cell::text(why)], Look::Plain)?;
    for (column, heading) in (2..).zip(&shown) {
        sheet.put(line, column, &Cell::text(&heading.header), Look::Plain)?;
    }
    let mut next = line + 1;
    for row in rows {
        let from = format!("{name}, row {}", row.number + 1);
        sheet.put(next, 0, &Cell::text(from), Look::Plain)?;
        for (column, heading) in (2..).zip(&shown) {
            let value = column_number(&heading.column).and_then(|number| row.get(number));
            let cell = value.map_or(Cell::Blank, Cell::read);
            sheet.put(next, column, &cell, Look::ToFill)?;
        }
        next += 1;
    }
    Ok(next)
}

/// Whether nothing of a column comes over.
fn is_left(column: &ColumnReading, reading: &SheetReading) -> bool {
    let Some(field) = column.field.as_deref() else {
        return true;
    };
    let has = |other: &str| reading.columns.iter().any(|c| c.field.as_deref() == Some(other));
    NOT_KEPT.contains(&field) || STAND_INS.iter().any(|(one, other)| *one == field && has(other))
}
