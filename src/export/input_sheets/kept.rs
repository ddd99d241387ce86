//! A row of an input sheet with what its original says beyond it. In: the cells as they were understood, and the row as it stands. Out: the
//! cells to write, the remarks, and what goes into columns of its own.

use std::collections::BTreeMap;

use rust_xlsxwriter::XlsxError;

use crate::export::original::{Line, ROW_NUMBER};
use crate::export::sheet::{Cell, Look, Sheet};
use crate::inventory::name_key;
use crate::read::Value;

/// The heading of the column for what was written otherwise.
pub const AS_IT_WAS: &str = "As it was";
/// How wide the further columns are.
const WIDTH: f64 = 24.0;
/// The most remarks on a sheet: a spreadsheet program becomes slow with more.
const REMARKS: usize = 1_500;

/// The further columns of a sheet, and what was written so far.
pub struct Kept {
    fields: &'static [&'static str],
    headings: Vec<String>,
    places: BTreeMap<String, usize>,
    remarks: usize,
}

impl Kept {
    /// Starts with the columns of the sheet, by the fields that they hold.
    pub fn new(fields: &'static [&'static str]) -> Self {
        Self {
            fields,
            headings: Vec::new(),
            places: BTreeMap::new(),
            remarks: 0,
        }
    }

    /// Writes a row that was understood, with what its original says.
    pub fn put(
        &mut self,
        sheet: &mut Sheet,
        row: u32,
        mut cells: Vec<Cell>,
        line: Option<&Line<'_>>,
    ) -> Result<(), XlsxError> {
        let Some(line) = line else {
            return sheet.put_row(row, &cells, Look::Plain);
        };
        let mut doubts = Vec::new();
        let mut otherwise = Vec::new();
        for (place, field) in self.fields.iter().enumerate() {
            let Some(raw) = line.raw(field) else { continue };
            let doubt = line.doubt(field);
            let blank =
                matches!(cells[place], Cell::Blank) || matches!(&cells[place], Cell::Text(text) if text.is_empty());
            // An address stays in the cell, so that its owner can be reached next time as well.
            let address = *field == "owner" && matches!(raw, Value::Text(text) if text.contains('@'));
            if blank || address || doubt.is_some() {
                cells[place] = Cell::read(raw);
                doubts.extend(doubt.map(|doubt| (place, doubt)));
            } else if !same(raw, &cells[place]) {
                otherwise.push(format!("{}: {}", line.heading(field), shown(raw)));
            }
        }
        sheet.put_row(row, &cells, Look::Plain)?;
        for (place, doubt) in doubts {
            self.red(sheet, row, place, &cells[place], &doubt)?;
        }
        self.own(sheet, row, line, otherwise)
    }

    /// Writes a row that was not understood: its cells where they belong, red, with the reason.
    pub fn put_left_out(&mut self, sheet: &mut Sheet, row: u32, line: &Line<'_>) -> Result<(), XlsxError> {
        let cells: Vec<_> = self
            .fields
            .iter()
            .map(|field| line.raw(field).map_or(Cell::Blank, Cell::read))
            .collect();
        sheet.put_row(row, &cells, Look::Red)?;
        let first = cells
            .iter()
            .position(|cell| !matches!(cell, Cell::Blank))
            .unwrap_or_default();
        self.red(sheet, row, first, &cells[first], &line.reasons())?;
        self.own(sheet, row, line, Vec::new())
    }

    fn red(&mut self, sheet: &mut Sheet, row: u32, place: usize, cell: &Cell, why: &str) -> Result<(), XlsxError> {
        let column = narrow(place);
        sheet.put(row, column, cell, Look::Red)?;
        self.remarks += 1;
        match self.remarks <= REMARKS {
            true => sheet.remark(row, column, why),
            false => Ok(()),
        }
    }

    /// Writes what goes into columns of its own.
    pub fn own(
        &mut self,
        sheet: &mut Sheet,
        row: u32,
        line: &Line<'_>,
        otherwise: Vec<String>,
    ) -> Result<(), XlsxError> {
        let mut as_it_was = otherwise;
        for (heading, value) in line.own(self.fields) {
            match (name_key(&heading) == name_key(AS_IT_WAS), value) {
                (true, Value::Text(text)) => as_it_was.insert(0, text.clone()),
                _ => {
                    let column = self.column(sheet, &heading)?;
                    sheet.put(row, column, &Cell::read(value), Look::Plain)?;
                }
            }
        }
        if !as_it_was.is_empty() {
            let column = self.column(sheet, AS_IT_WAS)?;
            sheet.put(row, column, &Cell::text(as_it_was.join("\n")), Look::PassedOver)?;
        }
        if line.row.hidden {
            sheet.hide(row);
        }
        Ok(())
    }

    fn column(&mut self, sheet: &mut Sheet, heading: &str) -> Result<u16, XlsxError> {
        let next = self.headings.len();
        let place = *self.places.entry(heading.to_owned()).or_insert(next);
        let column = narrow(self.fields.len() + place);
        if place == next {
            self.headings.push(heading.to_owned());
            sheet.width(column, WIDTH)?;
        }
        Ok(column)
    }

    /// Gives a row the number by which links find it, wherever sorting has put it.
    pub fn number(&mut self, sheet: &mut Sheet, row: u32) -> Result<(), XlsxError> {
        let column = self.column(sheet, ROW_NUMBER)?;
        sheet.put(row, column, &Cell::Count(f64::from(row)), Look::Machine)
    }

    /// Writes the headings of the further columns.
    pub fn finish(&self, sheet: &mut Sheet) -> Result<(), XlsxError> {
        let mut headings = self.headings.iter();
        headings.try_for_each(|heading| sheet.further(0, heading, WIDTH, Look::PassedOver))
    }
}

fn narrow(place: usize) -> u16 {
    u16::try_from(place).unwrap_or(u16::MAX)
}

/// Whether a cell holds what is written for it; a day is the same day however it is written.
fn same(raw: &Value, written: &Cell) -> bool {
    match (raw, written) {
        (_, Cell::Date(_)) => true,
        (Value::Text(raw), Cell::Text(text)) => raw.trim() == text.trim(),
        (Value::Number(raw), Cell::Text(text)) => text.parse() == Ok(*raw),
        (Value::Bool(raw), Cell::Text(text)) => matches!((raw, text.as_str()), (true, "Yes") | (false, "No")),
        _ => false,
    }
}

fn shown(value: &Value) -> String {
    match value {
        Value::Text(text) | Value::BadDate(text) | Value::Error(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Bool(truth) => truth.to_string(),
        Value::Date(day) => day.to_string(),
        Value::Uncalculated => String::new(),
    }
}
