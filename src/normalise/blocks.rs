//! A sheet into blocks. In: a sheet. Out: its tables, one below or beside the other, each as a table of its own whose cells
//! keep the rows and columns of the sheet; and what stands above each. A sheet without a line of headings is one block that
//! nothing can be read from.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::read::{Area, Row, Table};

use super::cells::{Cells, text};
use super::field::{Field, Kind, meanings};
use super::layout::{Finder, Header, Opening, first_row_as_header};
use super::memory::Memory;
use super::own_report::is_report;
use super::turned;
use super::wording::Wording;

/// More tables than any files hold, all sheets together; each is compared with the others.
pub const MOST_TABLES: usize = 2_000;

/// A part of a sheet that holds one table, with what belongs to it above and below.
pub(super) struct Block<'a> {
    /// Its rows and columns.
    pub(super) table: Cow<'a, Table>,
    /// Its headings; none if it has none.
    pub(super) header: Option<Header>,
    /// How many of its rows stand above the headings: titles, remarks, pairs of a name and a value.
    pub(super) above: usize,
    /// Which table of the sheet it is, counted from zero.
    pub(super) place: usize,
}

impl Block<'_> {
    fn into_owned(self) -> Block<'static> {
        Block {
            table: Cow::Owned(self.table.into_owned()),
            header: self.header,
            above: self.above,
            place: self.place,
        }
    }

    /// The lines above the headings that hold one cell.
    pub(super) fn titles(&self) -> Vec<String> {
        let rows = self.table.rows[..self.above].iter();
        let alone = rows.filter(|row| row.cells.len() == 1);
        alone
            .filter_map(|row| Some(text(&row.cells[0].1)?.into_owned()))
            .collect()
    }
}

/// Cuts a sheet into blocks. `wanted` are headings that the user named, in compact form.
pub(super) fn cut<'a>(table: &'a Table, wording: &Wording, wanted: &[String]) -> Vec<Block<'a>> {
    if is_report(table) {
        return vec![without_headings(table)];
    }
    let Some(mut turned) = turned::find(table) else {
        return upright(table, wording, wanted);
    };
    let mut rest = part(table, table.rows[turned.end..].to_vec());
    let mut blocks = Vec::new();
    loop {
        let header = first_row_as_header(&Cells::new(&turned.table));
        blocks.push(Block {
            table: Cow::Owned(turned.table),
            header,
            above: 0,
            place: 0,
        });
        // A profile of each system, one below the other.
        match turned::find(&rest).filter(|_| blocks.len() < MOST_TABLES) {
            Some(next) => {
                rest.rows.drain(..next.end);
                turned = next;
            }
            None => break,
        }
    }
    if !rest.rows.is_empty() {
        blocks.extend(upright(&rest, wording, wanted).into_iter().map(Block::into_owned));
    }
    for (place, block) in blocks.iter_mut().enumerate() {
        block.place = place;
    }
    blocks
}

fn without_headings(table: &Table) -> Block<'_> {
    Block {
        table: Cow::Borrowed(table),
        header: None,
        above: table.rows.len(),
        place: 0,
    }
}

/// Cuts a sheet whose tables have their headings on top.
fn upright<'a>(table: &'a Table, wording: &Wording, wanted: &[String]) -> Vec<Block<'a>> {
    let cells = Cells::new(table);
    let finder = Finder {
        cells: &cells,
        wording,
        wanted,
        sure: Memory::default(),
        opening: Memory::default(),
    };
    let Some(first) = finder.first() else {
        return vec![without_headings(table)];
    };
    let openings = openings(&finder, table, first);
    let mut blocks: Vec<Block<'a>> = Vec::new();
    for (number, opening) in openings.iter().enumerate() {
        let start = if number == 0 {
            0
        } else {
            titles_above(table, opening.place)
        };
        let end = openings
            .get(number + 1)
            .map_or(table.rows.len(), |next| titles_above(table, next.place));
        blocks.extend(beside(block(table, opening, start, end)));
    }
    for block in &mut blocks {
        let header = block.header.as_ref();
        if let Some(table) = header.and_then(|header| turned::chart(&block.table, header, wording)) {
            block.header = first_row_as_header(&Cells::new(&table));
            block.table = Cow::Owned(table);
            block.above = 0;
        }
    }
    for (place, block) in blocks.iter_mut().enumerate() {
        block.place = place;
        if let Some(header) = &mut block.header {
            header.add_blank(&block.table);
        }
    }
    blocks
}

/// All lines of headings of a sheet, from the first one down; the same headings once more are no further table.
fn openings(finder: &Finder<'_>, table: &Table, first: Opening) -> Vec<Opening> {
    let mut place = first.header.body;
    let mut found = vec![first];
    while place < table.rows.len() && found.len() <= MOST_TABLES {
        match finder.further(place) {
            Some(opening) if !found.last().is_some_and(|last| is_same(&last.header, &opening.header)) => {
                place = opening.header.body;
                found.push(opening);
            }
            _ => place += 1,
        }
    }
    found
}

/// Whether a line repeats most of the headings of a table.
fn is_same(header: &Header, other: &Header) -> bool {
    let same = other.headings.iter().filter(|(column, heading)| {
        let own = header.headings.get(column);
        own.is_some_and(|own| heading.keys.iter().any(|key| own.keys.contains(key)))
    });
    same.count() * 2 > other.headings.len()
}

/// Where the titles above a line of headings begin: lines of one cell, at most three, blank rows between them or not.
fn titles_above(table: &Table, place: usize) -> usize {
    const MOST: usize = 3;
    let mut start = place;
    while start > 0 && place - start < MOST && table.rows[start - 1].cells.len() == 1 {
        start -= 1;
    }
    start
}

fn block<'a>(table: &'a Table, opening: &Opening, start: usize, end: usize) -> Block<'a> {
    let whole = start == 0 && end == table.rows.len();
    let own = match whole {
        true => Cow::Borrowed(table),
        false => Cow::Owned(part(table, table.rows[start..end].to_vec())),
    };
    let header = Header {
        body: opening.header.body - start,
        ..opening.header.clone()
    };
    Block {
        table: own,
        header: Some(header),
        above: opening.place - start,
        place: 0,
    }
}

/// Some rows of a table, with the merged areas that reach into them.
fn part(table: &Table, rows: Vec<Row>) -> Table {
    let (first, last) = (rows.first().map(|row| row.number), rows.last().map(|row| row.number));
    let reaches =
        |area: &&Area| first.is_some_and(|row| row <= area.last.row) && last.is_some_and(|row| area.first.row <= row);
    Table {
        file: table.file.clone(),
        sheet: table.sheet.clone(),
        hidden: table.hidden,
        merges: table.merges.iter().filter(reaches).copied().collect(),
        rows,
        comments: BTreeMap::new(),
        turned: table.turned,
    }
}

/// Two tables side by side become two: a blank column parts them, and each side has headings of its own that name what it
/// lists. A blank column within one table parts nothing.
fn beside(block: Block<'_>) -> Vec<Block<'_>> {
    let Some(header) = &block.header else {
        return vec![block];
    };
    let columns: Vec<u32> = header.headings.keys().copied().collect();
    let used: BTreeSet<u32> = block.table.rows[header.body..]
        .iter()
        .flat_map(|row| row.cells.iter().map(|(column, _)| *column))
        .collect();
    let gap = columns.windows(2).map(|pair| (pair[0], pair[1])).find(|(left, right)| {
        right - left > 1
            && (left + 1..*right).all(|column| !used.contains(&column))
            && lists_something(header, |column| column <= *left)
            && lists_something(header, |column| column >= *right)
    });
    match gap {
        Some((_, right)) => {
            let left_side = side(&block, |column| column < right);
            let mut blocks = vec![left_side];
            blocks.extend(beside(side(&block, |column| column >= right)));
            blocks
        }
        None => vec![block],
    }
}

/// Whether the headings of some columns name what their rows are about, and say at least one thing more.
fn lists_something(header: &Header, within: impl Fn(u32) -> bool) -> bool {
    const NAMES: [Field; 3] = [Field::SystemName, Field::SystemRef, Field::PersonName];
    let own: Vec<_> = header.headings.iter().filter(|(column, _)| within(**column)).collect();
    let means = |key: &String, wanted: &dyn Fn(Field) -> bool| {
        Kind::ALL
            .iter()
            .any(|kind| meanings(*kind, key).iter().any(|m| wanted(m.field)))
    };
    let names = |field: Field| NAMES.contains(&field);
    let known = own
        .iter()
        .filter(|(_, h)| h.keys.iter().any(|key| means(key, &|_| true)));
    own.iter().any(|(_, h)| h.keys.iter().any(|key| means(key, &names))) && known.count() >= 2
}

fn side<'a>(block: &Block<'a>, within: impl Fn(u32) -> bool) -> Block<'a> {
    let kept = |row: &Row| Row {
        cells: row
            .cells
            .iter()
            .filter(|(column, _)| within(*column))
            .cloned()
            .collect(),
        ..row.clone()
    };
    let rows: Vec<Row> = block.table.rows.iter().map(kept).collect();
    let filled = |rows: &[Row]| rows.iter().filter(|row| !row.cells.is_empty()).count();
    let header = block.header.as_ref().map(|header| Header {
        row: header.row,
        body: filled(&rows[..header.body]),
        headings: header
            .headings
            .iter()
            .filter(|(column, _)| within(**column))
            .map(|(column, heading)| (*column, heading.clone()))
            .collect(),
    });
    Block {
        above: filled(&rows[..block.above]),
        header,
        table: Cow::Owned(part(
            &block.table,
            rows.into_iter().filter(|row| !row.cells.is_empty()).collect(),
        )),
        place: 0,
    }
}
