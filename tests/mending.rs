//! How a person mends an inventory in Excel: settings and answers in the workbook itself, the workbook as it was understood, and what the
//! terminal says to do next.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use rust_xlsxwriter::Workbook;
use serde_json::Value;

mod mending {
    pub mod settings;
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
