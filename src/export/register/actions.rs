//! The sheet *Actions*: what to decide, deliver and obtain, in order.

use rust_xlsxwriter::XlsxError;

use crate::export::register::{HEADINGS, filter, reading_sheet, severity_look};
use crate::export::sheet::{Cell, Column, Look, Sheet};
use crate::export::wording;
use crate::plan::Action;
use crate::snapshot::{Index, Snapshot};

const fn column(heading: &'static str, width: f64) -> Column {
    Column {
        heading,
        width,
        help: "",
    }
}

const COLUMNS: [Column; 12] = [
    column("No.", 6.0),
    column("List", 10.0),
    column("Action", 44.0),
    column("Done by", 30.0),
    column("Severity", 11.0),
    column("Due", 12.0),
    column("Overdue", 10.0),
    column("Closes gaps", 11.0),
    column("Exposure", 11.0),
    column("Running share", 11.0),
    column("Systems", 50.0),
    column("Key", 36.0),
];
const SEVERITY: u16 = 4;

/// The sheet.
pub fn sheet(snapshot: &Snapshot) -> Result<Sheet, XlsxError> {
    let remark = "The number may change from quarter to quarter, the key does not. Fill in owners and dates on the sheet Controls.";
    let mut sheet = reading_sheet("Actions", remark, &COLUMNS)?;
    let index = Index::new(snapshot);
    for (row, action) in (HEADINGS + 1..).zip(&snapshot.actions) {
        sheet.put_row(row, &cells(action, &index), Look::Plain)?;
        let severity = Cell::text(wording::severity(action.severity));
        sheet.put(row, SEVERITY, &severity, severity_look(action.severity))?;
    }
    filter(&mut sheet, snapshot.actions.len(), COLUMNS.len())?;
    Ok(sheet)
}

fn cells(action: &Action, index: &Index<'_>) -> [Cell; COLUMNS.len()] {
    let systems: Vec<_> = action.systems.iter().map(|id| index.name(id)).collect();
    [
        Cell::text(&action.number),
        Cell::text(wording::list(action.kind)),
        Cell::text(&action.title),
        Cell::text(&action.assignee),
        Cell::text(wording::severity(action.severity)),
        Cell::Date(action.due),
        Cell::maybe(action.overdue.then_some("Overdue")),
        Cell::count(action.gaps.len()),
        Cell::Count(f64::from(action.score)),
        Cell::Share(action.running_share),
        Cell::text(systems.join("; ")),
        Cell::text(&action.key),
    ]
}
