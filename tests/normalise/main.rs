//! What a workbook is understood to say, and what is reported instead of guessed. Tables are built by hand here; `files` goes
//! through real ones. Every reading checks that its rows add up.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use std::sync::Arc;

use chrono::NaiveDate;
use unowned::config::Reading;
use unowned::diagnostic::{CellRef, Code, Diagnostic, Diagnostics};
use unowned::inventory::System;
use unowned::normalise::{self, Role, Understood};
use unowned::read::{Area, Row, SourceFile, Table, Value, Workbook};

#[path = "../read/forge.rs"]
#[allow(dead_code, reason = "the makers of damaged files are for other tests")]
mod forge;
mod layout;
mod blocks;
mod columns;
mod mistaken;
mod speech;
mod systems;
mod products;
mod layouts;
mod kinds;
mod controls;
mod evidence;
mod decisions;
mod grids;
mod near_misses;
mod second_look;
mod shapes;
mod references;
mod exports;
mod crossed;
mod files;
mod owners;

/// A sheet from lines of cells parted by `|`; a blank cell is absent.
fn sheet(name: &str, lines: &[&str]) -> Table {
    let cells = |line: &&str| {
        line.split('|')
            .map(|c| c.trim().replace("\\n", "\n"))
            .collect::<Vec<_>>()
    };
    grid(name, &lines.iter().map(cells).collect::<Vec<_>>())
}

fn grid(name: &str, lines: &[Vec<String>]) -> Table {
    let value = |text: &String| Value::Text(text.as_str().into());
    values(
        name,
        &lines
            .iter()
            .map(|line| line.iter().map(value).collect())
            .collect::<Vec<_>>(),
    )
}

fn values(name: &str, lines: &[Vec<Value>]) -> Table {
    let row = |(number, line): (usize, &Vec<Value>)| Row {
        number: number as u32,
        hidden: false,
        cells: line
            .iter()
            .enumerate()
            .filter(|(_, value)| !matches!(value, Value::Text(text) if text.is_empty()))
            .map(|(column, value)| (column as u32, value.clone()))
            .collect(),
    };
    Table {
        file: Arc::from("book.xlsx"),
        sheet: Some(Arc::from(name)),
        hidden: false,
        rows: lines
            .iter()
            .enumerate()
            .map(row)
            .filter(|row| !row.cells.is_empty())
            .collect(),
        merges: Vec::new(),
        comments: Default::default(),
        turned: false,
    }
}

/// Two corners, each a row and a column.
type Corners = ((u32, u32), (u32, u32));

fn merged(mut table: Table, areas: &[Corners]) -> Table {
    let cell = |(row, column): (u32, u32)| CellRef { row, column };
    table.merges = areas
        .iter()
        .map(|(first, last)| Area {
            first: cell(*first),
            last: cell(*last),
        })
        .collect();
    table
}

struct Read {
    what: Understood,
    found: Diagnostics,
}

impl Read {
    fn system(&self, name: &str) -> &System {
        self.what
            .inventory
            .systems
            .iter()
            .find(|s| s.name == name)
            .unwrap_or_else(|| panic!("no system '{name}'"))
    }

    fn role(&self, sheet: &str) -> Role {
        self.what
            .sheets
            .iter()
            .find(|s| s.sheet.as_deref() == Some(sheet))
            .unwrap()
            .role
    }

    fn found(&self, code: Code) -> Vec<&Diagnostic> {
        self.found.iter().filter(|d| d.code == code).collect()
    }

    fn count(&self, code: Code) -> usize {
        self.found(code).iter().map(|d| d.count).sum()
    }
}

fn read_with(tables: Vec<Table>, reading: &Reading) -> Read {
    let workbook = Workbook {
        files: vec![SourceFile {
            name: Arc::from("book.xlsx"),
            sha256: String::new(),
        }],
        tables,
    };
    let warned = normalise::inventory(&workbook, reading, &[]);
    for sheet in &warned.value.sheets {
        assert_eq!(
            sheet.rows,
            sheet.rows_read + sheet.rows_left_out,
            "rows do not add up in {sheet:#?}"
        );
    }
    Read {
        what: warned.value,
        found: warned.diagnostics,
    }
}

fn read(tables: Vec<Table>) -> Read {
    read_with(tables, &Reading::default())
}

const SYSTEMS: [&str; 4] = [
    "ID | Name | Deployment model | Product | Vendor | Business unit | Owner | Criticality | Data classification | Personal data | Lifecycle stage | Notes",
    "AI-1 | Claims copilot | PaaS | Azure OpenAI | Microsoft | Claims | Ann Lee | High | Confidential | Yes | Production | x",
    "AI-2 | Enterprise ChatGPT | | | OpenAI | Finance | | | | yes | Pilot |",
    "AI-3 | Old bot | SaaS | | | Finance | | | | | Decommissioned |",
];

const CONTROLS: &str = "System | Domain | Control | Responsible party | Owner | Status | Evidence | Provider evidence | Last reviewed | Due date | Exception reason | Exception approver | Exception expires | Notes";

fn controls(rows: &[&str]) -> Read {
    let lines: Vec<&str> = std::iter::once(CONTROLS).chain(rows.iter().copied()).collect();
    read(vec![sheet("Systems", &SYSTEMS), sheet("Controls", &lines)])
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}
