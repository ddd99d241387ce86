//! A row of an input sheet with what its original says beyond it. In: the cells as they were understood, and the row as it stands. Out: the
//! cells to write, the remarks, and what goes into columns of its own.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use rust_xlsxwriter::XlsxError;

use crate::export::original::{Laid, Line, ROW_NUMBER, shown};
use crate::export::sheet::{Cell, Column, Look, Sheet};
use crate::inventory::name_key;
use crate::normalise::ColumnReading;
use crate::read::Value;

/// The heading of the column for what was written otherwise.
pub const AS_IT_WAS: &str = "As it was";
/// How wide the further columns are.
const WIDTH: f64 = 24.0;
/// How wide the numbers of the rows are, which are there for the program.
const NUMBER_WIDTH: f64 = 8.0;
/// The most remarks on a sheet: a spreadsheet program becomes slow with more.
const REMARKS: usize = 1_500;

/// The further columns of a sheet, and what was written so far.
pub struct Kept {
    fields: &'static [&'static str],
    headings: Vec<String>,
    places: BTreeMap<String, usize>,
    /// By table: where the fields stand in it.
    laid: BTreeMap<usize, Rc<Laid>>,
    remarks: usize,
}

impl Kept {
    /// Starts with the columns of the sheet, by the fields that they hold.
    pub fn new(fields: &'static [&'static str]) -> Self {
        Self {
            fields,
            headings: Vec::new(),
            places: BTreeMap::new(),
            laid: BTreeMap::new(),
            remarks: 0,
        }
    }

    /// Makes room for the columns of the organisation's own, in their order; the numbers of the rows stand before them.
    pub fn expect(&mut self, sheet: &mut Sheet, numbered: bool, headings: &[String]) -> Result<(), XlsxError> {
        if numbered {
            self.column(sheet, ROW_NUMBER)?;
        }
        headings
            .iter()
            .try_for_each(|heading| self.column(sheet, heading).map(|_| ()))
    }

    fn laid(&mut self, line: &Line<'_>) -> Rc<Laid> {
        let laid = self.laid.entry(line.table());
        Rc::clone(laid.or_insert_with(|| Rc::new(line.laid(self.fields))))
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
        let mut otherwise = Vec::new();
        let laid = self.laid(line);
        for ((place, field), column) in self.fields.iter().enumerate().zip(&laid.columns) {
            let Some((column, raw)) = column.and_then(|at| Some((at, line.row.get(at)?))) else {
                continue;
            };
            // An address stays in the cell, so that its owner can be reached next time as well.
            let address = *field == "owner" && matches!(raw, Value::Text(text) if text.contains('@'));
            if is_blank(&cells[place]) || address || line.doubt_at(column).is_some() {
                cells[place] = Cell::read(raw);
            } else if !same(raw, &cells[place]) {
                otherwise.push(format!("{}: {}", line.heading(field), shown(raw)));
            }
        }
        sheet.put_row(row, &cells, Look::Plain)?;
        // Where cells stand for a duty each, each has a row of its own, with what was remarked there.
        let elsewhere = match line.is_crossed() && !line.is_clean() {
            true => filled(line),
            false => BTreeSet::new(),
        };
        let spoken_of = self.fields.iter().enumerate().filter(|_| !line.is_clean());
        for (place, field) in spoken_of {
            let doubt = line.doubt(field).filter(|_| line.raw(field).is_some());
            let theirs = match place {
                0 => self.first_remark(line, field, &elsewhere),
                _ => line.remark(field).map(str::to_owned),
            };
            self.say(sheet, row, place, &cells[place], theirs.as_deref(), doubt.as_deref())?;
        }
        self.own(sheet, row, line, otherwise)
    }

    /// What people remarked at the first cell of a row, and at cells of it that stand nowhere any more, but for those in some columns.
    fn first_remark(&self, line: &Line<'_>, field: &str, but: &BTreeSet<u32>) -> Option<String> {
        let elsewhere = line.remarked_elsewhere(self.fields, but);
        let all: Vec<&str> = line.remark(field).into_iter().chain(elsewhere).collect();
        (!all.is_empty()).then(|| all.join("\n"))
    }

    /// Writes a row that one cell of the original became, or that the original became with others. What the row says beyond it stands at
    /// the first of them.
    pub fn put_part(
        &mut self,
        sheet: &mut Sheet,
        row: u32,
        cells: Vec<Cell>,
        part: &Part<'_, '_>,
    ) -> Result<(), XlsxError> {
        let line = part.line;
        sheet.put_row(row, &cells, Look::Plain)?;
        let (heading, value, remark) = line.cell(part.column);
        let mut otherwise = Vec::new();
        if line.is_crossed() {
            let said = value.filter(|value| !cells.iter().any(|cell| same(value, cell)));
            otherwise.extend(said.map(|value| format!("{heading}: {}", shown(value))));
            let doubt = line.doubt_at(part.column);
            if part.is_first {
                let theirs = self.first_remark(line, "", part.columns);
                self.say(sheet, row, 0, &cells[0], theirs.as_deref(), None)?;
            }
            self.say(sheet, row, part.place, &cells[part.place], remark, doubt.as_deref())?;
        } else if part.is_first {
            let fields = self.fields.iter().enumerate();
            otherwise.extend(fields.filter_map(|(place, field)| {
                let raw = line.raw(field).filter(|raw| !same(raw, &cells[place]))?;
                Some(format!("{}: {}", line.heading(field), shown(raw)))
            }));
            self.remarks_of(sheet, row, &cells, line)?;
        }
        // What a row of controls says of its own, it says of each part.
        match !line.is_crossed() || part.is_first && !line.is_combined() {
            true => self.own(sheet, row, line, otherwise),
            false => self.otherwise(sheet, row, line, otherwise),
        }
    }

    /// Puts what people remarked anywhere in a row of which several were made.
    fn remarks_of(&mut self, sheet: &mut Sheet, row: u32, cells: &[Cell], line: &Line<'_>) -> Result<(), XlsxError> {
        for (place, field) in self.fields.iter().enumerate() {
            let theirs = match place {
                0 => self.first_remark(line, field, &BTreeSet::new()),
                _ => line.remark(field).map(str::to_owned),
            };
            self.say(sheet, row, place, &cells[place], theirs.as_deref(), None)?;
        }
        Ok(())
    }

    /// Writes a row that was not understood: its cells where they belong, red, with the reason.
    pub fn put_left_out(&mut self, sheet: &mut Sheet, row: u32, line: &Line<'_>) -> Result<(), XlsxError> {
        let mut cells: Vec<_> = self
            .fields
            .iter()
            .map(|field| line.raw(field).map_or(Cell::Blank, Cell::read))
            .collect();
        if let Some(key) = line.key_of_grid() {
            cells[0] = Cell::read(key);
        }
        sheet.put_row(row, &cells, Look::Red)?;
        let first = cells.iter().position(|cell| !is_blank(cell)).unwrap_or_default();
        let reasons = line.reasons();
        for (place, field) in self.fields.iter().enumerate() {
            let why = Some(reasons.as_str()).filter(|why| place == first && !why.is_empty());
            let theirs = match place == first {
                true => self.first_remark(line, field, &BTreeSet::new()),
                false => line.remark(field).map(str::to_owned),
            };
            self.say(sheet, row, place, &cells[place], theirs.as_deref(), why)?;
        }
        self.own(sheet, row, line, Vec::new())
    }

    /// Puts what people remarked at a cell, and what is doubtful about it, which makes it red.
    fn say(
        &mut self,
        sheet: &mut Sheet,
        row: u32,
        place: usize,
        cell: &Cell,
        theirs: Option<&str>,
        doubt: Option<&str>,
    ) -> Result<(), XlsxError> {
        let column = narrow(place);
        if doubt.is_some() {
            sheet.put(row, column, cell, Look::Red)?;
            self.remarks += 1;
        }
        let doubt = doubt.filter(|_| self.remarks <= REMARKS);
        sheet.remark(row, column, theirs, doubt)
    }

    /// Writes the columns of the organisation's own.
    fn own(&mut self, sheet: &mut Sheet, row: u32, line: &Line<'_>, otherwise: Vec<String>) -> Result<(), XlsxError> {
        if line.is_clean() && self.laid(line).holds_all(line.row) {
            return self.otherwise(sheet, row, line, otherwise);
        }
        let elsewhere = line.read_elsewhere(self.fields).into_iter();
        let mut as_it_was: Vec<String> = elsewhere
            .map(|(heading, value)| format!("{heading}: {}", shown(value)))
            .filter(|_| !line.is_crossed() || line.is_left_out)
            .collect();
        as_it_was.extend(otherwise);
        for own in line.own(self.fields) {
            match (name_key(&own.heading) == name_key(AS_IT_WAS), own.value) {
                (true, Some(Value::Text(text))) => as_it_was.insert(0, text.to_string()),
                _ => {
                    let column = self.column(sheet, &own.heading)?;
                    let cell = own.value.map_or(Cell::Blank, Cell::read);
                    sheet.put(row, column, &cell, Look::Plain)?;
                    sheet.remark(row, column, own.remark, None)?;
                }
            }
        }
        self.otherwise(sheet, row, line, as_it_was)
    }

    /// Writes what stands otherwise in the original, and hides the row if it was hidden.
    fn otherwise(
        &mut self,
        sheet: &mut Sheet,
        row: u32,
        line: &Line<'_>,
        as_it_was: Vec<String>,
    ) -> Result<(), XlsxError> {
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
            sheet.width(column, if heading == ROW_NUMBER { NUMBER_WIDTH } else { WIDTH })?;
        }
        Ok(column)
    }

    /// Gives a row the number by which links find it, wherever sorting has put it.
    pub fn number(&mut self, sheet: &mut Sheet, row: u32) -> Result<(), XlsxError> {
        let column = self.column(sheet, ROW_NUMBER)?;
        sheet.put(row, column, &Cell::Count(f64::from(row)), Look::Machine)
    }

    /// Writes the headings of the further columns, and what people remarked at headings and beside the tables.
    pub fn finish(
        &mut self,
        sheet: &mut Sheet,
        columns: &[Column],
        beside: &[(Option<&ColumnReading>, String)],
    ) -> Result<(), XlsxError> {
        let mut remarked: BTreeMap<u16, Vec<&str>> = BTreeMap::new();
        for (column, text) in beside {
            let field = column.and_then(|column| column.field.as_deref());
            let ours = self.fields.iter().position(|own| Some(*own) == field);
            let own = column.and_then(|column| self.places.get(column.header.trim()));
            let place = ours.or(own.map(|place| self.fields.len() + place)).unwrap_or_default();
            remarked.entry(narrow(place)).or_default().push(text);
        }
        for heading in &self.headings {
            let (width, look) = match heading == ROW_NUMBER {
                true => (NUMBER_WIDTH, Look::Machine),
                false => (WIDTH, Look::PassedOver),
            };
            sheet.further(0, heading, width, look)?;
        }
        if self.headings == [ROW_NUMBER] {
            sheet.print_columns_without(1)?;
        }
        for (place, texts) in remarked {
            let help = columns.get(usize::from(place)).map(|column| column.help);
            sheet.remark(0, place, Some(&texts.join("\n")), help)?;
        }
        Ok(())
    }
}

/// A row that a part of an original row became.
pub struct Part<'l, 'a> {
    /// The original row.
    pub line: &'l Line<'a>,
    /// The column that it stands in.
    pub column: u32,
    /// Where the doubts about that cell are shown.
    pub place: usize,
    /// Whether it is the first of its row.
    pub is_first: bool,
    /// The columns of the row of which a row was made.
    pub columns: &'l BTreeSet<u32>,
}

/// Writes a duty of a row of a grid that was not understood, in red; the row itself, below, says the rest.
pub fn put_left_out_duty(sheet: &mut Sheet, row: u32, line: &Line<'_>, cells: &[Cell]) -> Result<(), XlsxError> {
    sheet.put_row(row, cells, Look::Red)?;
    if line.row.hidden {
        sheet.hide(row);
    }
    Ok(())
}

/// The columns of a row that hold something.
fn filled(line: &Line<'_>) -> BTreeSet<u32> {
    line.row.cells.iter().map(|(column, _)| *column).collect()
}

fn is_blank(cell: &Cell) -> bool {
    matches!(cell, Cell::Blank) || matches!(cell, Cell::Text(text) if text.is_empty())
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
