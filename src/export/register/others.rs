//! The sheets of the inventory that no list of the register holds. In: the inventory as it stands in its files. Out: those sheets as they
//! are, below a mark by which they are not read; they go along from quarter to quarter.

use rust_xlsxwriter::XlsxError;

use crate::config::Language;
use crate::export::original::{Original, Rows};
use crate::export::plain_sheet::plain;
use crate::export::sheet::{Cell, Look, Sheet};
use crate::export::sheet_names::{Names, place};
use crate::inventory::{KEPT_SHEET, is_report_sheet};
use crate::read::{Table, Value};
use crate::words::Words;

/// Rows above what was there: the mark, and an empty one.
const ABOVE: u32 = 2;

/// The sheets; `taken` are the names of the others.
pub fn sheets(
    original: &Original<'_>,
    rows: &Rows<'_>,
    taken: &[&str],
    words: &Words,
) -> Result<Vec<Sheet>, XlsxError> {
    let tables: Vec<&Table> = original.tables.iter().filter(|table| is_left(table, rows)).collect();
    let names = Names::of(tables.iter().copied(), taken);
    let sheets = tables
        .into_iter()
        .map(|table| sheet(table, names.get(&place(table)), words));
    sheets.collect()
}

/// Whether a table, or a part of it, stands on no list of the register.
pub fn is_left(table: &Table, rows: &Rows<'_>) -> bool {
    match mark(table) {
        Some(mark) => mark.starts_with(KEPT_SHEET),
        None => !table.rows.is_empty() && !is_ours(table) && !rows.holds(table),
    }
}

fn sheet(table: &Table, name: &str, words: &Words) -> Result<Sheet, XlsxError> {
    if mark(table).is_some() {
        return plain(table, name, 0);
    }
    let mut sheet = plain(table, name, ABOVE)?;
    let remark =
        words.tell_fixed("A sheet of the inventory, or a part of one, of which the report needed nothing more.");
    sheet.put(0, 0, &Cell::text(format!("{KEPT_SHEET}. {remark}")), Look::Remark)?;
    Ok(sheet)
}

/// What a report wrote above everything else.
fn mark(table: &Table) -> Option<&str> {
    let (column, value) = table.rows.first()?.cells.first()?;
    match value {
        Value::Text(text) if *column == 0 && is_report_sheet(text) => Some(text),
        _ => None,
    }
}

/// Whether it is the guide of a starter, or our list of words: both are written anew.
fn is_ours(table: &Table) -> bool {
    const OURS: [[&str; 2]; 2] = [["AI systems and security controls", "Step"], ["List", "Word"]];
    let mut texts = table.rows.iter().flat_map(|row| &row.cells).map(|(_, value)| value);
    let first = [texts.next(), texts.next()];
    let says = |value: Option<&Value>, said: &str| matches!(value, Some(Value::Text(text)) if **text == *said);
    Language::ALL.into_iter().map(Words::of).any(|words| {
        OURS.iter().any(|ours| {
            let mut pairs = first.iter().zip(ours);
            pairs.all(|(value, word)| says(*value, &words.tell_fixed(word)))
        })
    })
}
