//! The gap list as CSV: one row a gap, worst first.

use crate::error::Error;
use crate::export::delimited::{Field, Separated, separated};
use crate::export::gap_rows::{GapRow, gap_rows};
use crate::snapshot::Snapshot;
use crate::words::Words;

const HEADINGS: [&str; 22] = [
    "heading.gap",
    "heading.severity",
    "heading.system_id",
    "heading.system",
    "heading.unit",
    "heading.vendor",
    "heading.domain",
    "heading.whose",
    "heading.part",
    "heading.state",
    "heading.owner",
    "heading.due",
    "heading.promised",
    "heading.term",
    "heading.overdue",
    "heading.exposure",
    "heading.first_seen",
    "heading.age",
    "heading.change",
    "heading.first_step",
    "heading.action",
    "heading.source",
];

/// The gap list.
///
/// # Errors
/// None is expected; see [`separated`].
pub fn gap_list(snapshot: &Snapshot, words: &'static Words) -> Result<Vec<u8>, Error> {
    let headings = HEADINGS.map(|key| words.text(key));
    let rows = gap_rows(snapshot, words);
    separated(
        "the gap list",
        &Separated::of(words),
        &headings.each_ref().map(String::as_str),
        rows.iter().map(fields),
    )
}

fn fields(row: &GapRow<'_>) -> Vec<Field> {
    let (dated, words) = (row.gap, row.words);
    let gap = &dated.gap;
    vec![
        Field::text(&gap.id),
        Field::text(words.title(gap.severity)),
        Field::text(&gap.id.system),
        Field::text(row.system_name()),
        Field::maybe(row.system.and_then(|s| s.unit.as_deref())),
        Field::maybe(row.system.and_then(|s| s.vendor.as_deref())),
        Field::text(&row.domain),
        Field::text(&row.responsibility),
        Field::text(words.title(gap.id.side())),
        Field::text(words.title(gap.kind)),
        Field::text(gap.owners.join("; ")),
        Field::bare(dated.due),
        dated.promised.map_or_else(|| Field::text(""), Field::bare),
        Field::bare(dated.term),
        Field::text(row.lateness().unwrap_or_default()),
        Field::bare(gap.score),
        Field::bare(dated.first_seen),
        Field::bare(dated.age_days),
        Field::text(words.title(dated.change)),
        Field::text(&row.first_step),
        Field::maybe(row.action.map(|a| a.number.as_str())),
        Field::text(gap.source.join("; ")),
    ]
}
