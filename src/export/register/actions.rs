//! The sheet *Actions*: what to decide, deliver and obtain, in order.

use rust_xlsxwriter::XlsxError;

use crate::export::register::{HEADINGS, column, filter, reading_sheet, severity_look, watch, written};
use crate::export::sheet::{Cell, Column, Look, Sheet};
use crate::plan::Action;
use crate::snapshot::{Index, Snapshot};
use crate::words::Words;

const COLUMNS: [Column; 16] = [
    column("heading.number", 6.0),
    column("heading.list", 11.0),
    column("heading.action", 38.0),
    column("heading.done_by", 24.0),
    column("heading.severity", 11.0),
    column("heading.ask_by", 12.0),
    column("heading.due", 12.0),
    column("heading.missed", 10.0),
    column("heading.closes", 9.0),
    column("heading.rows", 9.0),
    column("heading.exposure", 11.0),
    column("heading.taken_away", 11.0),
    column("heading.ended", 11.0),
    column("heading.unowned_ended", 15.0),
    column("heading.systems", 42.0),
    column("heading.key", 36.0),
];
const DONE_BY: usize = 3;
const SEVERITY: u16 = 4;
/// The last columns, which are there for the program.
const KEY_AND_WRITTEN: usize = 2;

/// The sheet.
pub fn sheet(snapshot: &Snapshot, words: &Words) -> Result<Sheet, XlsxError> {
    let mut sheet = reading_sheet("sheet.actions", &words.text("book.actions"), &COLUMNS, words)?;
    watch(&mut sheet)?;
    let index = Index::new(snapshot);
    for (row, action) in (HEADINGS + 1..).zip(&snapshot.actions) {
        let cells = cells(action, &index, words);
        sheet.put_row(row, &cells, Look::Plain)?;
        written(&mut sheet, row, &cells, &[DONE_BY], None)?;
        let severity = Cell::text(words.title(action.severity));
        sheet.put(row, SEVERITY, &severity, severity_look(action.severity))?;
    }
    filter(&mut sheet, snapshot.actions.len(), "ActionsTable", 1)?;
    let rows = u32::try_from(snapshot.actions.len()).unwrap_or(u32::MAX - HEADINGS);
    sheet.print_without(HEADINGS + rows.max(1), KEY_AND_WRITTEN)?;
    Ok(sheet)
}

fn cells(action: &Action, index: &Index<'_>, words: &Words) -> [Cell; COLUMNS.len()] {
    let ended = action.effect.ended();
    let systems: Vec<_> = action.systems.iter().map(|id| index.name(id)).collect();
    [
        Cell::text(&action.number),
        Cell::text(words.title(action.kind)),
        Cell::text(index.title(action, words)),
        Cell::text(index.assignee(action, words)),
        Cell::text(words.title(action.severity)),
        Cell::Date(action.ask_by),
        Cell::Date(action.due),
        Cell::count(action.overdue),
        Cell::count(action.gaps.len()),
        Cell::count(action.rows),
        Cell::Count(f64::from(action.score)),
        Cell::count(ended.exposure),
        Cell::count(ended.critical),
        Cell::count(ended.unowned),
        Cell::text(systems.join("; ")),
        Cell::text(&action.key),
    ]
}
