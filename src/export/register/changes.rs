//! The sheet *What changed*: every gap that is new, moved or closed since the last report.

use rust_xlsxwriter::XlsxError;

use crate::export::register::{HEADINGS, filter, reading_sheet};
use crate::export::sheet::{Cell, Column, Look, Sheet};
use crate::export::wording;
use crate::framework::Domain;
use crate::plan::{Change, DatedGap};
use crate::snapshot::{Index, Snapshot};

const fn column(heading: &'static str, width: f64) -> Column {
    Column {
        heading,
        width,
        help: "",
    }
}

const COLUMNS: [Column; 9] = [
    column("Change", 16.0),
    column("Gap", 34.0),
    column("System", 30.0),
    column("Domain", 26.0),
    column("State", 26.0),
    column("Why closed", 34.0),
    column("Credit", 28.0),
    column("First seen", 12.0),
    column("Due date moved", 10.0),
];

/// The sheet.
pub fn sheet(snapshot: &Snapshot) -> Result<Sheet, XlsxError> {
    let remark = match snapshot.history.last() {
        Some(last) => format!("Compared with the report of {}.", last.as_of),
        None => "This is the first report of its chain: every gap is new, and nothing can be compared.".to_owned(),
    };
    let mut sheet = reading_sheet("What changed", &remark, &COLUMNS)?;
    let index = Index::new(snapshot);
    let rows = if snapshot.history.is_empty() {
        Vec::new()
    } else {
        rows(snapshot, &index)
    };
    for (place, row) in (HEADINGS + 1..).zip(&rows) {
        sheet.put_row(place, row, Look::Plain)?;
    }
    filter(&mut sheet, rows.len(), COLUMNS.len())?;
    Ok(sheet)
}

fn rows(snapshot: &Snapshot, index: &Index<'_>) -> Vec<[Cell; COLUMNS.len()]> {
    let closed = snapshot.closed.iter().map(|closed| {
        let mut cells = cells(&closed.gap, "Closed", index);
        cells[5] = Cell::text(wording::closing(closed.how));
        cells[6] = Cell::text(closed.credit.join("; "));
        cells
    });
    let moved = snapshot.gaps.iter().filter(|g| g.change != Change::Open || g.slips > 0);
    let moved = moved.map(|gap| cells(gap, wording::change(gap.change), index));
    closed.chain(moved).collect()
}

fn cells(dated: &DatedGap, change: &str, index: &Index<'_>) -> [Cell; COLUMNS.len()] {
    let gap = &dated.gap;
    let slips = usize::try_from(dated.slips).unwrap_or_default();
    [
        Cell::text(change),
        Cell::text(&gap.id),
        Cell::text(index.name(&gap.id.system)),
        Cell::maybe(gap.id.domain().map(Domain::facts).map(|f| f.name.as_str())),
        Cell::text(wording::kind(gap.kind)),
        Cell::Blank,
        Cell::Blank,
        Cell::Date(dated.first_seen),
        if slips == 0 { Cell::Blank } else { Cell::count(slips) },
    ]
}
