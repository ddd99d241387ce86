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
    let only = match snapshot.inventory.as_slice() {
        [only] => Some(only.file.as_str()),
        _ => None,
    };
    for (row, warning) in (HEADINGS + 1..).zip(&snapshot.warnings) {
        let look = match warning.level {
            Level::Warning => Look::Yellow,
            Level::Note => Look::Plain,
        };
        let more = warning.unlisted();
        let places: Vec<_> = warning.at.iter().map(|at| short(at, only)).collect();
        let places = places.join("; ");
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

/// A place as it is found in the workbook that was read: where there is one file alone, nobody needs its name at each cell.
fn short(at: &str, only: Option<&str>) -> String {
    let inside = only.and_then(|file| at.strip_prefix(file)?.strip_prefix(" > "));
    inside.unwrap_or(at).replace(" > ", "!")
}
