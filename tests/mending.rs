//! How a person mends an inventory in Excel: settings and answers in the workbook itself, the workbook as it was understood, and what the
//! terminal says to do next.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use rust_xlsxwriter::Workbook;
use serde_json::Value;
use unowned::read::{Jail, Row, Table, Value as Cell};

mod mending {
    pub mod checked;
    pub mod init;
    pub mod messages;
    pub mod settings;
    pub mod typed;
}

/// A workbook of sheets, each of lines of cells parted by `|`.
fn write_book(path: &Path, sheets: &[(&str, &[&str])]) {
    let mut book = Workbook::new();
    for (name, lines) in sheets {
        let sheet = book.add_worksheet();
        sheet.set_name(*name).unwrap();
        for (row, line) in (0..).zip(*lines) {
            for (column, cell) in (0..).zip(line.split('|').map(str::trim)) {
                match cell.parse::<f64>() {
                    Ok(number) => _ = sheet.write_number(row, column, number).unwrap(),
                    Err(_) if cell.is_empty() => {}
                    Err(_) => _ = sheet.write_string(row, column, cell).unwrap(),
                }
            }
        }
    }
    fs::write(path, book.save_to_buffer().unwrap()).unwrap();
}

fn unowned(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_unowned"))
        .current_dir(folder)
        .env("NO_COLOR", "1")
        .args(args)
        .output()
        .unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

/// The record that `check` prints.
fn record(folder: &Path, args: &[&str]) -> Value {
    whole(folder, args)["snapshot"].clone()
}

/// All that `check` prints: the record, and how the sheets were understood.
fn whole(folder: &Path, args: &[&str]) -> Value {
    let args = [&["check"], args, &["--as-of", "2026-09-30", "--format", "json"]].concat();
    let output = unowned(folder, &args);
    assert!(output.status.success(), "{args:?}: {}", said(&output));
    serde_json::from_slice(&output.stdout).unwrap()
}

const SYSTEMS: &[&str] = &[
    "ID | Name | Deployment model | Criticality",
    "AI-1 | Claims copilot | PaaS AI | High",
    "AI-2 | Staff chat | SaaS AI | Medium",
];

const CONTROLS: &[&str] = &[
    "System | Domain | Owner | Status",
    "AI-1 | Data Privacy | Ann Lee | Implemented",
    "AI-2 | Data Privacy | Bo Kim | Planned",
];

/// The sheets of a workbook as the program reads them, to be changed and written again.
struct Book(Vec<Table>);

impl Book {
    fn open(path: &Path) -> Self {
        let program = env!("CARGO_BIN_EXE_unowned").into();
        Self(
            unowned::read::open(&[path.to_owned()], &Jail { program })
                .unwrap()
                .value
                .tables,
        )
    }

    fn sheet(&mut self, name: &str) -> &mut Table {
        let named = |table: &&mut Table| table.sheet.as_deref() == Some(name);
        self.0
            .iter_mut()
            .find(named)
            .unwrap_or_else(|| panic!("no sheet {name}"))
    }

    /// The question that holds some words: its row, its answer if there is one, and what it is about.
    fn question(&mut self, words: &str) -> &mut Row {
        let holds = |row: &&mut Row| matches!(row.get(1), Some(Cell::Text(text)) if text.contains(words));
        let rows = &mut self.sheet("Questions").rows;
        rows.iter_mut()
            .find(holds)
            .unwrap_or_else(|| panic!("no question '{words}'"))
    }

    fn questions(&mut self) -> Vec<String> {
        let rows = self
            .sheet("Questions")
            .rows
            .iter()
            .skip_while(|row| row.get(1) != Some(&text("Question")));
        rows.skip(1)
            .filter_map(|row| row.get(1))
            .map(|value| format!("{value:?}"))
            .collect()
    }

    /// Every question that is open: its words, how it is read so far, its kind, and what it is about.
    fn asked(&mut self) -> Vec<[String; 4]> {
        let rows = self.sheet("Questions").rows.iter();
        let open = rows.filter(|row| row.get(6).is_some() && row.get(2).is_none());
        let words = |row: &Row, column: u32| match row.get(column) {
            Some(Cell::Text(text)) => text.to_string(),
            other => format!("{other:?}"),
        };
        open.map(|row| [1, 4, 6, 7].map(|column| words(row, column))).collect()
    }

    fn answer(&mut self, words: &str, answer: &str) {
        let row = self.question(words);
        row.cells.retain(|(column, _)| *column != 2);
        row.cells.push((2, text(answer)));
        row.cells.sort_by_key(|(column, _)| *column);
    }

    fn save(&self, path: &Path) {
        let mut book = Workbook::new();
        for table in &self.0 {
            let sheet = book.add_worksheet();
            sheet.set_name(table.sheet.as_deref().unwrap()).unwrap();
            for row in &table.rows {
                for (column, value) in &row.cells {
                    let column = *column as u16;
                    match value {
                        Cell::Text(text) => _ = sheet.write_string(row.number, column, &**text).unwrap(),
                        Cell::Number(number) => _ = sheet.write_number(row.number, column, *number).unwrap(),
                        Cell::Date(day) => _ = sheet.write_string(row.number, column, day.to_string()).unwrap(),
                        other => panic!("{other:?} is not written here"),
                    }
                }
            }
        }
        fs::write(path, book.save_to_buffer().unwrap()).unwrap();
    }
}

fn text(text: &str) -> Cell {
    Cell::Text(text.into())
}
