//! Lists of systems that stand on their side: what is said of a system stands down, the systems stand across; a block of pairs above a
//! table is such a list of one. In: a sheet. Out: the list as a table with a row for each system, whose cells still know where they
//! stand, and where the rest of the sheet begins.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::read::{Row, Table, Value};

use super::cells::text;
use super::field::{Field, Kind, Strength, meanings};
use super::layout::Header;
use super::raci;
use super::wording::{Vocabulary, Wording, compact};

/// A list on its side.
pub(super) struct Turned {
    /// As a table with a row for each system.
    pub(super) table: Table,
    /// The place of the first row below it.
    pub(super) end: usize,
}

/// The list on its side with which a sheet begins, below its titles.
pub(super) fn find(table: &Table) -> Option<Turned> {
    const MOST_ABOVE: usize = 5;
    let begins = |row: &Row| row.cells.len() >= 2 && field(row).is_some();
    let start = table.rows.iter().take(MOST_ABOVE).position(begins)?;
    let rows = &table.rows[start..];
    let joined = |pair: &[Row]| pair[1].number == pair[0].number + 1;
    let run = rows.windows(2).take_while(|pair| joined(pair)).count() + 1;
    let rows = &rows[..run];
    if is_list(rows) {
        return Some(Turned {
            table: turn(table, rows),
            end: start + run,
        });
    }
    cornered(table, start, run)
}

/// A list on its side with a blank corner: the names stand above the values, with nothing beside them.
fn cornered(table: &Table, start: usize, run: usize) -> Option<Turned> {
    let place = start.checked_sub(1)?;
    let (names, rest) = (&table.rows[place], &table.rows[start..start + run]);
    let (key, _) = rest.first()?.cells.first()?;
    let beside = names.get(*key).is_none() && names.cells.len() >= 2 && names.number + 1 == rest[0].number;
    let mut named = names.clone();
    named.cells.insert(0, (*key, Value::Text("Name".into())));
    let rows: Vec<Row> = std::iter::once(named).chain(rest.iter().cloned()).collect();
    let ordered = names.cells.first().is_some_and(|(first, _)| first > key);
    (beside && ordered && is_list(&rows)).then(|| Turned {
        table: turn(table, &rows),
        end: start + run,
    })
}

/// A RACI chart with the people down and the domains across, as one with the domains down.
pub(super) fn chart(table: &Table, header: &Header, wording: &Wording) -> Option<Table> {
    let domains: Vec<u32> = header
        .headings
        .iter()
        .filter(|(_, heading)| wording.knows(Vocabulary::Domain, &heading.shown))
        .map(|(column, _)| *column)
        .collect();
    let names = header
        .headings
        .keys()
        .copied()
        .find(|column| !domains.contains(column))?;
    let head = header.body.checked_sub(1)?;
    let cells = |row: &Row| {
        domains
            .iter()
            .filter_map(|column| row.get(*column).and_then(text).map(Cow::into_owned))
            .collect()
    };
    let below: Vec<Vec<String>> = table.rows[header.body..].iter().map(cells).collect();
    let letters: Vec<Option<BTreeSet<char>>> = below.iter().flatten().map(|cell| raci::letters(cell)).collect();
    let lettered = !letters.is_empty() && letters.iter().all(Option::is_some);
    let all: BTreeSet<char> = letters.into_iter().flatten().flatten().collect();
    let chart = domains.len() >= 3 && lettered && all.contains(&'A') && all.len() >= 2;
    let kept = |row: &Row| Row {
        cells: row
            .cells
            .iter()
            .filter(|(c, _)| *c == names || domains.contains(c))
            .cloned()
            .collect(),
        ..row.clone()
    };
    let rows: Vec<Row> = table.rows[head..]
        .iter()
        .filter(|row| row.get(names).is_some())
        .map(kept)
        .collect();
    chart.then(|| turn(table, &rows))
}

/// What the first cell of a row says, if it is the heading of a list of systems.
fn field(row: &Row) -> Option<(Field, Strength)> {
    let (_, value) = row.cells.first()?;
    let key = compact(text(value)?.trim_end_matches(':'));
    let of = |kind| {
        meanings(kind, &key)
            .first()
            .map(|meaning| (meaning.field, meaning.strength))
    };
    let named = of(Kind::Controls).filter(|(field, _)| *field == Field::SystemRef);
    named
        .map(|(_, strength)| (Field::SystemName, strength))
        .or_else(|| of(Kind::Systems))
}

/// Whether most first cells are different headings, one of them for the name; and neither the line on top nor any other is itself one of
/// headings.
fn is_list(rows: &[Row]) -> bool {
    let column = rows
        .iter()
        .filter_map(|row| row.cells.first())
        .map(|(column, _)| *column)
        .min();
    let aligned = rows.iter().filter(|row| row.cells.first().map(|(c, _)| *c) == column);
    let fields: Vec<(Field, Strength)> = aligned.filter_map(field).collect();
    let different: BTreeSet<Field> = fields.iter().map(|(field, _)| *field).collect();
    let sure = fields.iter().filter(|(_, strength)| *strength < Strength::Weak).count();
    let named = different.contains(&Field::SystemName);
    let across = |row: &Row| {
        let others = row.cells.iter().skip(1).filter_map(|(_, value)| text(value));
        others.filter(|said| is_heading(said)).count()
    };
    let upright = across(&rows[0]) > 0 || rows.iter().any(|row| across(row) >= 2);
    named && different.len() >= 3 && sure >= 2 && fields.len() * 2 > rows.len() && !upright
}

fn is_heading(said: &str) -> bool {
    let key = compact(said);
    Kind::ALL.iter().any(|kind| {
        meanings(*kind, &key)
            .first()
            .is_some_and(|m| m.strength < Strength::Weak)
    })
}

/// Rows into columns: a row for each column that holds something, the headings first.
fn turn(table: &Table, rows: &[Row]) -> Table {
    let mut columns: BTreeMap<u32, Vec<(u32, Value)>> = BTreeMap::new();
    for row in rows {
        for (column, value) in &row.cells {
            columns.entry(*column).or_default().push((row.number, value.clone()));
        }
    }
    let row = |(number, cells)| Row {
        number,
        hidden: false,
        cells,
    };
    Table {
        rows: columns.into_iter().map(row).collect(),
        merges: Vec::new(),
        comments: BTreeMap::new(),
        turned: true,
        file: table.file.clone(),
        sheet: table.sheet.clone(),
        hidden: table.hidden,
    }
}
