//! The sheet *What changed*: every gap that is new, moved or closed since the last report.

use rust_xlsxwriter::XlsxError;

use crate::export::register::{HEADINGS, column, filter, reading_sheet, watch, written};
use crate::export::sheet::{Cell, Column, Look, Sheet};
use crate::plan::{Change, DatedGap};
use crate::snapshot::{Index, Snapshot};
use crate::words::Words;

const COLUMNS: [Column; 9] = [
    column("heading.change", 16.0),
    column("heading.gap", 34.0),
    column("heading.system", 30.0),
    column("heading.domain", 26.0),
    column("heading.state", 26.0),
    column("heading.why_closed", 34.0),
    column("heading.credit", 28.0),
    column("heading.first_seen", 12.0),
    column("heading.slips", 10.0),
];

/// The sheet.
pub fn sheet(snapshot: &Snapshot, words: &Words) -> Result<Sheet, XlsxError> {
    let remark = match snapshot.history.last() {
        Some(last) => words.say("book.compared", &[("date", &words.long_date(last.as_of))]),
        None => words.text("book.first"),
    };
    let mut sheet = reading_sheet("sheet.changes", &remark, &COLUMNS, words)?;
    watch(&mut sheet)?;
    let index = Index::new(snapshot);
    let rows = if snapshot.history.is_empty() {
        Vec::new()
    } else {
        rows(snapshot, &index, words)
    };
    for (place, row) in (HEADINGS + 1..).zip(&rows) {
        sheet.put_row(place, row, Look::Plain)?;
        written(&mut sheet, place, row, &[], None)?;
    }
    filter(&mut sheet, rows.len(), "ChangesTable", 1)?;
    Ok(sheet)
}

fn rows(snapshot: &Snapshot, index: &Index<'_>, words: &Words) -> Vec<[Cell; COLUMNS.len()]> {
    let closed = snapshot.closed.iter().map(|closed| {
        let mut cells = cells(&closed.gap, &words.text("book.closed"), index, words);
        cells[5] = Cell::text(words.title(closed.how));
        cells[6] = Cell::text(closed.credit.join("; "));
        cells
    });
    let moved = snapshot.gaps.iter().filter(|g| g.change != Change::Open || g.slips > 0);
    let moved = moved.map(|gap| cells(gap, &words.title(gap.change), index, words));
    closed.chain(moved).collect()
}

fn cells(dated: &DatedGap, change: &str, index: &Index<'_>, words: &Words) -> [Cell; COLUMNS.len()] {
    let gap = &dated.gap;
    let slips = usize::try_from(dated.slips).unwrap_or_default();
    [
        Cell::text(change),
        Cell::text(&gap.id),
        Cell::text(index.name(&gap.id.system)),
        Cell::maybe(gap.id.domain().map(|domain| words.name(domain)).as_deref()),
        Cell::text(words.title(gap.kind)),
        Cell::Blank,
        Cell::Blank,
        Cell::Date(dated.first_seen),
        if slips == 0 { Cell::Blank } else { Cell::count(slips) },
    ]
}
