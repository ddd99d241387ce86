//! The sheet *Gaps*: one row a gap, worst first, with a link to the row where it is filled in.

use std::collections::BTreeMap;

use rust_xlsxwriter::XlsxError;

use crate::assess::Side;
use crate::export::gap_rows::GapRow;
use crate::export::input_sheets::{ControlPlaces, OpenDuty};
use crate::export::register::{HEADINGS, filter, reading_sheet, severity_look};
use crate::export::sheet::{Cell, Column, Look, Sheet};
use crate::export::wording;
use crate::inventory::{Inventory, Party};

const fn column(heading: &'static str, width: f64) -> Column {
    Column {
        heading,
        width,
        help: "",
    }
}

const COLUMNS: [Column; 19] = [
    column("Gap", 34.0),
    column("Severity", 11.0),
    column("System", 30.0),
    column("Business unit", 18.0),
    column("Domain", 26.0),
    column("Whose duty", 12.0),
    column("Which part", 12.0),
    column("State", 24.0),
    column("Owner", 24.0),
    column("Due", 12.0),
    column("Overdue", 10.0),
    column("Exposure", 10.0),
    column("First seen", 12.0),
    column("Age in days", 9.0),
    column("Change", 14.0),
    column("First step", 50.0),
    column("Action", 8.0),
    column("Fill in", 9.0),
    column("Source", 24.0),
];
const SEVERITY: u16 = 1;

/// The sheet.
pub fn sheet<'a>(rows: &[GapRow<'a>], inventory: &Inventory, places: &ControlPlaces<'a>) -> Result<Sheet, XlsxError> {
    let remark =
        "Follow the link in the column 'Fill in' to the row that closes a gap; what is typed here is not read back.";
    let mut sheet = reading_sheet("Gaps", remark, &COLUMNS)?;
    let systems: BTreeMap<&str, usize> = (2..)
        .zip(&inventory.systems)
        .map(|(row, s)| (s.id.as_str(), row))
        .collect();
    for (place, row) in (HEADINGS + 1..).zip(rows) {
        sheet.put_row(place, &cells(row, &systems, places), Look::Plain)?;
        let severity = row.gap.gap.severity;
        sheet.put(
            place,
            SEVERITY,
            &Cell::text(wording::severity(severity)),
            severity_look(severity),
        )?;
    }
    filter(&mut sheet, rows.len(), COLUMNS.len())?;
    Ok(sheet)
}

fn cells<'a>(row: &GapRow<'a>, systems: &BTreeMap<&str, usize>, places: &ControlPlaces<'a>) -> [Cell; COLUMNS.len()] {
    let dated = row.gap;
    let gap = &dated.gap;
    let to_fill = fill_in(row, systems, places);
    [
        Cell::text(&gap.id),
        Cell::text(wording::severity(gap.severity)),
        Cell::text(row.system_name()),
        Cell::maybe(row.system.and_then(|s| s.unit.as_deref())),
        Cell::text(row.domain),
        Cell::text(row.responsibility),
        Cell::text(wording::side(gap.id.side())),
        Cell::text(wording::kind(gap.kind)),
        Cell::text(gap.owners.join("; ")),
        Cell::Date(dated.due),
        Cell::maybe(dated.overdue.then_some("Overdue")),
        Cell::Count(f64::from(gap.score)),
        Cell::Date(dated.first_seen),
        Cell::Count(dated.age_days as f64),
        Cell::text(wording::change(dated.change)),
        Cell::text(&row.first_step),
        Cell::maybe(row.action.map(|a| a.number.as_str())),
        to_fill.map_or(Cell::Blank, |to| Cell::Link {
            to,
            shown: "Fill in".to_owned(),
        }),
        Cell::text(gap.source.join("; ")),
    ]
}

/// Where the gap can be closed: its row on the sheet *Controls*, or the system's row for one without a model.
fn fill_in<'a>(row: &GapRow<'a>, systems: &BTreeMap<&str, usize>, places: &ControlPlaces<'a>) -> Option<String> {
    let gap = &row.gap.gap;
    let Some(domain) = gap.id.domain() else {
        return systems.get(gap.id.system.as_str()).map(|row| format!("Systems!C{row}"));
    };
    let party = if gap.id.side() == Side::Provider {
        Party::Provider
    } else {
        Party::Customer
    };
    let duty = OpenDuty {
        system: &gap.id.system,
        domain,
        party,
    };
    places.to_fill(&duty, &gap.source)
}
