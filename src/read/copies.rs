//! The same workbook given twice: an older version, a copy, what OneDrive or Dropbox keeps when two people saved at once. In: the
//! tables of a file and those before it. Out: a refusal that names both, since every system would count twice.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher as _};

use super::refusal::Refusal;
use super::{Row, Table, Value, Workbook};
use crate::inventory::PACKET;
use crate::message::sentence;

/// So many rows must be there again before two tables are taken for one.
const FEWEST: usize = 3;

/// What the rows of earlier files are about, by how many cells tell rows apart. Filled when a further file asks.
#[derive(Default)]
pub struct Known(BTreeMap<usize, Subjects>);

/// The rows of tables, each by its table's heading and what it is about.
#[derive(Default)]
struct Subjects {
    /// So many tables are in.
    tables: usize,
    /// In which of them a row stands.
    standing: BTreeMap<u64, Vec<usize>>,
}

impl Known {
    /// Refuses a file whose tables are, for the most part, those of an earlier one.
    ///
    /// # Errors
    /// A [`Refusal`] that names the other file, and how much of it is the same.
    pub fn refuse(&mut self, tables: &[Table], earlier: &Workbook) -> Result<(), Refusal> {
        if earlier.files.is_empty() {
            return Ok(());
        }
        let mut all = 0;
        let mut same: BTreeMap<&str, usize> = BTreeMap::new();
        for table in tables.iter().filter(|table| !is_packet(table)) {
            let telling = telling(table);
            let own = subjects(table, telling);
            all += own.len();
            for (file, again) in self.again(&own, telling, earlier) {
                *same.entry(file).or_default() += again;
            }
        }
        let same = |name: &str| same.get(name).copied().unwrap_or_default();
        let is_copy = |name: &str| same(name) >= FEWEST && same(name) * 5 >= all * 4;
        match earlier.files.iter().find(|file| is_copy(&file.name)) {
            None => Ok(()),
            Some(file) => Err(Refusal::new(
                sentence!(
                    "looks like another copy of {name}: {same} of its {all} rows are about the same things under the same headings",
                    name = file.name,
                    same = same(&file.name),
                    all
                ),
                "name only the one that counts; if a cloud drive made the copy because two people saved at once, bring both together first",
            )),
        }
    }

    /// How many of a table's rows stand in each earlier file, in the one of its tables that has most of them.
    fn again<'w>(&mut self, own: &BTreeSet<u64>, telling: usize, earlier: &'w Workbook) -> BTreeMap<&'w str, usize> {
        let known = self.0.entry(telling).or_default();
        known.take(&earlier.tables, telling);
        let mut counts = vec![0; earlier.tables.len()];
        let standing = own.iter().filter_map(|subject| known.standing.get(subject)).flatten();
        standing.for_each(|table| counts[*table] += 1);
        let mut most: BTreeMap<&str, usize> = BTreeMap::new();
        for (table, count) in earlier.tables.iter().zip(counts) {
            let best = most.entry(&table.file).or_default();
            *best = count.max(*best);
        }
        most
    }
}

impl Subjects {
    /// Takes the tables that are not in yet.
    fn take(&mut self, tables: &[Table], telling: usize) {
        for (place, table) in tables.iter().enumerate().skip(self.tables) {
            for subject in subjects(table, telling) {
                self.standing.entry(subject).or_default().push(place);
            }
        }
        self.tables = tables.len();
    }
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

/// What the rows are about: their first cells, under the table's heading. A table without one has none that could stand elsewhere.
fn subjects(table: &Table, cells: usize) -> BTreeSet<u64> {
    let mut headed = DefaultHasher::new();
    heading(table).hash(&mut headed);
    let mark = |row: &Row| {
        let mut mark = headed.clone();
        let first = row.cells.iter().take(cells).map(|(_, value)| shown(value));
        first.for_each(|cell| cell.hash(&mut mark));
        mark.finish()
    };
    below(table).map(mark).collect()
}

fn shown(value: &Value) -> String {
    match value {
        Value::Text(text) => text.to_lowercase(),
        other => format!("{other:?}"),
    }
}
