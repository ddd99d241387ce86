//! Cells with their merged areas filled. In: a table. Out: the value that a reader of the sheet sees at a place, as text or
//! as it is.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use crate::diagnostic::{Code, Diagnostics};
use crate::read::{Area, Row, Table, Value};

use super::areas::Areas;
use super::fits::Distinct;
use super::lists;

/// A table whose merged areas can be looked through.
pub(super) struct Cells<'a> {
    /// The table.
    pub(super) table: &'a Table,
    areas: Areas<'a>,
    /// By the place where a body begins and the column: what was gathered, since every claim on a table asks for the same.
    gathered: RefCell<BTreeMap<(usize, u32), Rc<Distinct>>>,
}

impl<'a> Cells<'a> {
    /// Puts the merged areas in order, so that a look-up need not go through all.
    pub(super) fn new(table: &'a Table) -> Self {
        Self {
            table,
            areas: Areas::new(&table.merges),
            gathered: RefCell::default(),
        }
    }

    /// The distinct values of a column below a place, gathered once.
    pub(super) fn remembered(&self, body: usize, column: u32, gather: impl FnOnce() -> Distinct) -> Rc<Distinct> {
        let mut gathered = self.gathered.borrow_mut();
        Rc::clone(gathered.entry((body, column)).or_insert_with(|| Rc::new(gather())))
    }

    /// The value in a column, or that of the merged area which covers it.
    pub(super) fn across(&self, row: &'a Row, column: u32) -> Option<&'a Value> {
        row.get(column).or_else(|| {
            let area = self.areas.at(row.number, column)?;
            self.corner(area)
        })
    }

    /// The value in a column, or that of a merged area which comes down from a row above in the same column.
    pub(super) fn down(&self, row: &'a Row, column: u32) -> Option<&'a Value> {
        row.get(column).or_else(|| {
            let area = self.areas.at(row.number, column)?;
            let same_column = area.first.column == column && area.first.row < row.number;
            same_column.then(|| self.corner(area)).flatten()
        })
    }

    /// Whether a row's cell is the upper left corner of an area at least so many columns wide.
    pub(super) fn is_banner(&self, row: u32, column: u32, width: u32) -> bool {
        self.areas
            .at(row, column)
            .is_some_and(|a| a.last.column - a.first.column + 1 >= width)
    }

    /// Reports the merged areas below the header whose value counts for several rows.
    pub(super) fn note_merged(&self, header: u32, found: &mut Diagnostics) {
        let merged = self.table.merges.iter();
        let mut tall: Vec<&Area> = merged
            .filter(|a| a.first.row > header && a.last.row > a.first.row)
            .collect();
        tall.sort_by_key(|area| (area.first.row, area.first.column));
        for area in tall.into_iter().filter(|a| self.corner(a).is_some()) {
            let at = self.table.locate(area.first.row, area.first.column);
            let message = "a merged cell counts for every row it spans";
            found.add(
                Code::MergedCells,
                Some(&at),
                message,
                "nothing to do, unless it was merged for looks only",
            );
        }
    }

    fn corner(&self, area: &Area) -> Option<&'a Value> {
        let rows = &self.table.rows;
        let place = rows.binary_search_by_key(&area.first.row, |r| r.number).ok()?;
        rows[place].get(area.first.column)
    }
}

/// A value as text, trimmed, the values of another program's list parted by semicolons; errors and formulas without a result are blank (reading has reported them).
pub(super) fn text(value: &Value) -> Option<Cow<'_, str>> {
    let shown = match value {
        Value::Text(text) | Value::BadDate(text) => lists::plain(text.trim()),
        Value::Number(number) => Cow::Owned(number.to_string()),
        Value::Bool(true) => Cow::Borrowed("Yes"),
        Value::Bool(false) => Cow::Borrowed("No"),
        Value::Date(date) => Cow::Owned(date.to_string()),
        Value::Error(_) | Value::Uncalculated => return None,
    };
    (!shown.is_empty()).then_some(shown)
}
