//! The sheet *Gaps*: one row a gap, worst first, with a link to the row where it is filled in.

use std::collections::BTreeMap;

use rust_xlsxwriter::XlsxError;

use crate::assess::Side;
use crate::export::gap_rows::GapRow;
use crate::export::input_sheets::{CONTROLS, ControlPlaces, OpenDuty, SYSTEMS, find, guide_gaps, owners};
use crate::export::register::{HEADINGS, column, filter, marked_sheet, severity_look, watch, written};
use crate::export::sheet::{Cell, Column, Look, Sheet};
use crate::inventory::{ANSWER_SHEET, Inventory, Party, System};
use crate::packets::Rows;
use crate::words::Words;

const COLUMNS: [Column; 21] = [
    column("heading.gap", 34.0),
    column("heading.severity", 11.0),
    column("heading.system", 30.0),
    column("heading.unit", 18.0),
    column("heading.domain", 26.0),
    column("heading.whose", 12.0),
    column("heading.part", 12.0),
    column("heading.state", 24.0),
    column("heading.owner", 24.0),
    column("heading.due", 12.0),
    column("heading.promised", 12.0),
    column("heading.term", 12.0),
    column("heading.overdue", 10.0),
    column("heading.exposure", 10.0),
    column("heading.first_seen", 12.0),
    column("heading.age", 9.0),
    column("heading.change", 14.0),
    column("heading.first_step", 80.0),
    column("heading.action", 8.0),
    column("heading.fill_in", 9.0),
    column("heading.source", 24.0),
];
const SEVERITY: u16 = 1;
/// Where people type: who owns it, and until when it is promised.
const TYPED: [usize; 2] = [8, 10];

/// The sheet.
pub fn sheet<'a>(
    rows: &[GapRow<'a>],
    inventory: &Inventory,
    places: &ControlPlaces<'a>,
    words: &Words,
) -> Result<Sheet, XlsxError> {
    let remark = words.say("book.gaps", &[("column", &words.text("heading.fill_in"))]);
    let mut sheet = marked_sheet("sheet.gaps", ANSWER_SHEET, &remark, &COLUMNS, words)?;
    watch(&mut sheet)?;
    let systems: BTreeMap<&str, (u32, &System)> = (1..)
        .zip(&inventory.systems)
        .map(|(row, s)| (s.id.as_str(), (row, s)))
        .collect();
    let duties = Rows::of(inventory);
    for (place, row) in (HEADINGS + 1..).zip(rows) {
        let cells = cells(row, &systems, places);
        sheet.put_row(place, &cells, Look::Plain)?;
        let known = known(row, &systems, &duties);
        written(&mut sheet, place, &cells, &TYPED, known.as_deref())?;
        for typed in TYPED.into_iter().filter(|_| known.is_some()) {
            sheet.put(place, typed as u16, &cells[typed], Look::ToFill)?;
        }
        let severity = row.gap.gap.severity;
        sheet.put(
            place,
            SEVERITY,
            &Cell::text(words.title(severity)),
            severity_look(severity),
        )?;
    }
    filter(&mut sheet, rows.len(), "GapsTable", 1)?;
    guide_gaps(&mut sheet, HEADINGS + 1, rows.len(), TYPED, owners(inventory).len())?;
    Ok(sheet)
}

/// What is known of a duty of ours, so that what is typed here can be told from what has changed elsewhere.
fn known(row: &GapRow<'_>, systems: &BTreeMap<&str, (u32, &System)>, duties: &Rows<'_>) -> Option<String> {
    let id = &row.gap.gap.id;
    let (_, system) = systems.get(id.system.as_str())?;
    let domain = id.domain().filter(|_| id.side() == Side::Customer)?;
    Some(duties.known(system, domain))
}

fn cells<'a>(
    row: &GapRow<'a>,
    systems: &BTreeMap<&str, (u32, &System)>,
    places: &ControlPlaces<'a>,
) -> [Cell; COLUMNS.len()] {
    let (dated, words) = (row.gap, row.words);
    let gap = &dated.gap;
    let to_fill = fill_in(row, systems, places);
    [
        Cell::text(&gap.id),
        Cell::text(words.title(gap.severity)),
        Cell::text(row.system_name()),
        Cell::maybe(row.system.and_then(|s| s.unit.as_deref())),
        Cell::text(&row.domain),
        Cell::text(&row.responsibility),
        Cell::text(words.title(gap.id.side())),
        Cell::text(words.title(gap.kind)),
        Cell::text(gap.owners.join("; ")),
        Cell::Date(dated.due),
        Cell::day(dated.promised),
        Cell::Date(dated.term),
        Cell::maybe(row.lateness().as_deref()),
        Cell::Count(f64::from(gap.score)),
        Cell::Date(dated.first_seen),
        Cell::Count(dated.age_days as f64),
        Cell::text(words.title(dated.change)),
        Cell::text(&row.first_step),
        Cell::maybe(row.action.map(|a| a.number.as_str())),
        to_fill.map_or(Cell::Blank, |formula| Cell::Found {
            formula,
            shown: words.text("heading.fill_in"),
        }),
        Cell::text(gap.source.join("; ")),
    ]
}

/// A link to where the gap can be closed: its row on the sheet *Controls*, or the system's row for one without a model.
fn fill_in<'a>(
    row: &GapRow<'a>,
    systems: &BTreeMap<&str, (u32, &System)>,
    places: &ControlPlaces<'a>,
) -> Option<String> {
    let gap = &row.gap.gap;
    let shown = row.words.text("heading.fill_in");
    let Some(domain) = gap.id.domain() else {
        let (row, _) = systems.get(gap.id.system.as_str())?;
        return Some(find("Systems", SYSTEMS.len(), "C", *row, &shown));
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
    let (column, row) = places.to_fill(&duty, &gap.source)?;
    Some(find("Controls", CONTROLS.len(), column, row, &shown))
}
