//! The sheet *Data notes*: what was wrong or doubtful in the input, and what to do about it.

use rust_xlsxwriter::XlsxError;

use crate::diagnostic::Level;
use crate::export::register::{HEADINGS, column, filter, reading_sheet, watch, written};
use crate::export::sheet::{Cell, Column, Look, Sheet};
use crate::snapshot::Snapshot;
use crate::words::Words;

const COLUMNS: [Column; 7] = [
    column("heading.level", 11.0),
    column("heading.kind", 26.0),
    column("heading.found", 62.0),
    column("heading.help", 56.0),
    column("heading.often", 9.0),
    column("heading.where", 44.0),
    column("heading.code", 22.0),
];

/// The sheet.
pub fn sheet(snapshot: &Snapshot, words: &Words) -> Result<Sheet, XlsxError> {
    let mut sheet = reading_sheet("sheet.notes", &words.text("book.notes"), &COLUMNS, words)?;
    watch(&mut sheet)?;
    for (row, warning) in (HEADINGS + 1..).zip(&snapshot.warnings) {
        let look = match warning.level {
            Level::Warning => Look::Yellow,
            Level::Note => Look::Plain,
        };
        let more = warning.unlisted();
        let places = warning.at.join("; ");
        let places = match more {
            0 => places,
            more => format!("{places} {}", words.count("terminal.and_more", more, &[])),
        };
        let cells = [
            Cell::text(words.title(warning.level)),
            Cell::text(words.title(warning.code)),
            Cell::text(words.tell(&warning.message)),
            Cell::text(words.tell(&warning.help)),
            Cell::count(warning.count),
            Cell::text(places),
            Cell::text(warning.code.id()),
        ];
        sheet.put_row(row, &cells, Look::Plain)?;
        sheet.put(row, 0, &cells[0], look)?;
        written(&mut sheet, row, &cells, &[], None)?;
    }
    filter(&mut sheet, snapshot.warnings.len(), "NotesTable", 0)?;
    Ok(sheet)
}
