//! The same workbook given twice: an older version, a copy, what OneDrive or Dropbox keeps when two people saved at once. In: the
//! tables of a file and those before it. Out: a refusal that names both, since every system would count twice.

use std::collections::BTreeSet;

use super::refusal::Refusal;
use super::{Row, Table, Value, Workbook};
use crate::inventory::PACKET;
use crate::message::sentence;

/// So many rows must be there again before two tables are taken for one.
const FEWEST: usize = 3;

/// Refuses a file whose tables are, for the most part, those of an earlier one.
///
/// # Errors
/// A [`Refusal`] that names the other file, and how much of it is the same.
pub fn refuse(tables: &[Table], earlier: &Workbook) -> Result<(), Refusal> {
    let tables: Vec<&Table> = tables.iter().filter(|table| !is_packet(table)).collect();
    for file in &earlier.files {
        let theirs: Vec<&Table> = earlier.tables.iter().filter(|t| t.file == file.name).collect();
        let (same, all) = shared(&tables, &theirs);
        if same >= FEWEST && same * 5 >= all * 4 {
            return Err(Refusal::new(
                sentence!(
                    "looks like another copy of {name}: {same} of its {all} rows are about the same things under the same headings",
                    name = file.name,
                    same,
                    all
                ),
                "name only the one that counts; if a cloud drive made the copy because two people saved at once, bring both together first",
            ));
        }
    }
    Ok(())
}

/// How many rows below a heading that both have speak of the same thing, and of how many.
fn shared(ours: &[&Table], theirs: &[&Table]) -> (usize, usize) {
    let mut same = 0;
    let mut all = 0;
    for table in ours {
        let telling = telling(table);
        let own = subjects(table, telling);
        all += own.len();
        let heading = heading(table);
        let twins = theirs
            .iter()
            .filter(|t| heading.is_some() && self::heading(t) == heading);
        let again = twins.map(|t| subjects(t, telling).intersection(&own).count());
        same += again.max().unwrap_or(0);
    }
    (same, all)
}

/// The first row with at least two cells; a sheet that has none is prose.
fn heading(table: &Table) -> Option<Vec<String>> {
    let row = table.rows.iter().find(|row| row.cells.len() > 1)?;
    Some(row.cells.iter().map(|(_, value)| shown(value)).collect())
}

/// Whether it is a packet: one may come back twice, and two may be about the same duties.
pub fn is_packet(table: &Table) -> bool {
    heading(table).is_some_and(|names| names.iter().any(|name| name == PACKET))
}

fn below(table: &Table) -> impl Iterator<Item = &Row> {
    table.rows.iter().skip_while(|row| row.cells.len() < 2).skip(1)
}

/// How many cells at a row's beginning it takes to tell the rows apart: what follows may have been worked on since.
fn telling(table: &Table) -> usize {
    let rows = below(table).count();
    let apart = |cells: &usize| subjects(table, *cells).len() * 10 >= rows * 9;
    (2..6).find(apart).unwrap_or(usize::MAX)
}

/// What the rows are about: their first cells.
fn subjects(table: &Table, cells: usize) -> BTreeSet<Vec<String>> {
    let first = |row: &Row| row.cells.iter().take(cells).map(|(_, value)| shown(value)).collect();
    below(table).map(first).collect()
}

fn shown(value: &Value) -> String {
    match value {
        Value::Text(text) => text.to_lowercase(),
        other => format!("{other:?}"),
    }
}
