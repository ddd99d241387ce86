//! The sheet *Settings*: every key with its value and what it is for. In: the configuration. Out: a sheet that sets it again when it is
//! read back.

use rust_xlsxwriter::XlsxError;

use crate::config::{Config, Written};
use crate::export::sheet::{Cell, Column, Look, Sheet};
use crate::words::Words;

const COLUMNS: [Column; 3] = [
    Column {
        heading: "Key",
        width: 36.0,
        help: "What is set. Leave the word as it is; a row whose value is empty sets nothing.",
    },
    Column {
        heading: "Value",
        width: 30.0,
        help: "Your value. What is there already is the usual one.",
    },
    Column {
        heading: "Note",
        width: 90.0,
        help: "",
    },
];

/// The sheet, with or without how the inventory is read.
pub fn settings(config: &Config, with_reading: bool, words: &Words) -> Result<Sheet, XlsxError> {
    let mut sheet = Sheet::new("Settings")?;
    sheet.head_with_help(0, &COLUMNS, words)?;
    for (row, setting) in (1..).zip(config.rows(with_reading)) {
        sheet.put(row, 0, &Cell::text(&setting.key), Look::Plain)?;
        let value = match &setting.value {
            Some(Written::Text(text)) => Cell::text(text),
            Some(Written::Number(number)) => Cell::Number(*number),
            Some(Written::Bool(truth)) => Cell::Bool(*truth),
            None => Cell::Blank,
        };
        sheet.put(row, 1, &value, Look::ToFill)?;
        sheet.put(row, 2, &Cell::text(words.tell_term(setting.note)), Look::Plain)?;
    }
    Ok(sheet)
}
