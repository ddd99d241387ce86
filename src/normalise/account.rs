//! The account of the reading. In: nothing. Out: how each table and each of its columns was understood, and how many of its rows count.

use schemars::JsonSchema;
use serde::Serialize;

use crate::diagnostic::Location;
use crate::message::{Message, sentence};
use crate::names::names;

use super::refusal::Standing;
use super::topic::Topic;

names! {
    /// What a sheet is for.
    Role in "sheet_role" {
        /// One row a system.
        Systems = "systems",
        /// One row a control.
        Controls = "controls",
        /// Systems down, domains across, an owner in the cell.
        Grid = "grid",
        /// One row a system, with the grid's columns beside.
        Combined = "combined",
        /// People who left.
        People = "people",
        /// What leadership decided.
        Decisions = "decisions",
        /// What the workbook says about itself.
        Settings = "settings",
        /// Not needed.
        PassedOver = "passed-over",
    }
}

/// How one sheet was understood.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct SheetReading {
    /// The file.
    pub file: String,
    /// The sheet; a text file has none.
    pub sheet: Option<String>,
    /// What it is for.
    pub role: Role,
    /// The other thing that it lists, where it was passed over for that.
    pub about: Option<Topic>,
    /// Why we think so.
    pub why: Message,
    /// The cells over which the table stretches: `A1:F20`.
    pub cells: Option<String>,
    /// The row of the header as a spreadsheet numbers it.
    pub header_row: Option<u32>,
    /// Its columns.
    pub columns: Vec<ColumnReading>,
    /// Rows below the header that hold something.
    pub rows: usize,
    /// Rows that became a system, a control or a person.
    pub rows_read: usize,
    /// Rows that were reported and left out.
    pub rows_left_out: usize,
    /// Those of them that are no rows: totals, notes, names of groups, the header once more.
    pub rows_aside: usize,
    /// Values in columns that have no heading; they were not used.
    pub values_unheaded: usize,
    /// How near it comes to being the list of systems.
    #[serde(skip)]
    pub(super) standing: Standing,
}

impl SheetReading {
    /// A sheet of settings or answers, of which some rows set something.
    pub fn of_settings(at: &Location, rows: usize) -> Self {
        Self {
            file: at.file.to_string(),
            sheet: at.sheet.as_deref().map(str::to_owned),
            role: Role::Settings,
            why: sentence!(
                "it says how the workbook is to be read and judged: {n} settings or answers",
                n = rows
            ),
            cells: None,
            header_row: None,
            columns: Vec::new(),
            about: None,
            rows,
            rows_read: rows,
            rows_left_out: 0,
            rows_aside: 0,
            values_unheaded: 0,
            standing: Standing::default(),
        }
    }
}

/// How one column was understood.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct ColumnReading {
    /// Its letters.
    pub column: String,
    /// The header as written.
    pub header: String,
    /// The field it became; none if it was passed over.
    pub field: Option<String>,
    /// Why.
    pub why: Message,
    /// Up to three values.
    pub samples: Vec<String>,
}
