//! The sheet *Data notes*: what was wrong or doubtful in the input, and what to do about it.

use rust_xlsxwriter::XlsxError;

use crate::diagnostic::Level;
use crate::export::register::{HEADINGS, filter, reading_sheet};
use crate::export::sheet::{Cell, Column, Look, Sheet};
use crate::snapshot::Snapshot;

const fn column(heading: &'static str, width: f64) -> Column {
    Column {
        heading,
        width,
        help: "",
    }
}

const COLUMNS: [Column; 6] = [
    column("Weight", 11.0),
    column("What was found", 60.0),
    column("What to do", 60.0),
    column("How often", 10.0),
    column("Where", 44.0),
    column("Code", 24.0),
];

/// The sheet.
pub fn sheet(snapshot: &Snapshot) -> Result<Sheet, XlsxError> {
    let remark = "A warning can change the figures until it is mended; a note does not.";
    let mut sheet = reading_sheet("Data notes", remark, &COLUMNS)?;
    for (row, warning) in (HEADINGS + 1..).zip(&snapshot.warnings) {
        let (weight, look) = match warning.level {
            Level::Warning => ("Warning", Look::Yellow),
            Level::Note => ("Note", Look::Plain),
        };
        let more = warning.unlisted();
        let places = warning.at.join("\n");
        let places = match more {
            0 => places,
            more => format!("{places}\nand {more} more"),
        };
        let cells = [
            Cell::text(weight),
            Cell::text(&warning.message),
            Cell::text(&warning.help),
            Cell::count(warning.count),
            Cell::text(places),
            Cell::text(warning.code.id()),
        ];
        sheet.put_row(row, &cells, Look::Plain)?;
        sheet.put(row, 0, &cells[0], look)?;
    }
    filter(&mut sheet, snapshot.warnings.len(), COLUMNS.len())?;
    Ok(sheet)
}
