//! The gap list as CSV: one row a gap, worst first.

use crate::error::Error;
use crate::export::delimited::{Field, csv};
use crate::export::gap_rows::{GapRow, gap_rows};
use crate::export::wording;
use crate::snapshot::Snapshot;

const HEADINGS: [&str; 20] = [
    "Gap",
    "Severity",
    "System ID",
    "System",
    "Business unit",
    "Vendor",
    "Domain",
    "Whose duty",
    "Which part",
    "State",
    "Owner",
    "Due",
    "Overdue",
    "Exposure",
    "First seen",
    "Age in days",
    "Change",
    "First step",
    "Action",
    "Source",
];

/// The gap list.
///
/// # Errors
/// None is expected; see [`csv`].
pub fn gap_list(snapshot: &Snapshot) -> Result<Vec<u8>, Error> {
    csv("the gap list", &HEADINGS, gap_rows(snapshot).iter().map(fields))
}

fn fields(row: &GapRow<'_>) -> Vec<Field> {
    let dated = row.gap;
    let gap = &dated.gap;
    vec![
        Field::text(&gap.id),
        Field::text(wording::severity(gap.severity)),
        Field::text(&gap.id.system),
        Field::text(row.system_name()),
        Field::maybe(row.system.and_then(|s| s.unit.as_deref())),
        Field::maybe(row.system.and_then(|s| s.vendor.as_deref())),
        Field::text(row.domain),
        Field::text(row.responsibility),
        Field::text(wording::side(gap.id.side())),
        Field::text(wording::kind(gap.kind)),
        Field::text(gap.owners.join("; ")),
        Field::bare(dated.due),
        Field::text(if dated.overdue { "Overdue" } else { "" }),
        Field::bare(gap.score),
        Field::bare(dated.first_seen),
        Field::bare(dated.age_days),
        Field::text(wording::change(dated.change)),
        Field::text(&row.first_step),
        Field::maybe(row.action.map(|a| a.number.as_str())),
        Field::text(gap.source.join("; ")),
    ]
}
