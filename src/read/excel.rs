//! Excel workbooks into messages, inside the limited process. In: the bytes of a workbook. Out: every cell that holds something, as
//! the file has it. Nothing read here is trusted: positions and sizes are checked, and a crash ends only this process.

use std::io::{Cursor, Write};

use calamine::{
    Data, Dimensions, Reader, Sheet, SheetType, SheetVisible, Xls, XlsError, XlsOptions, Xlsb, XlsbError, Xlsx,
    XlsxError,
};

use super::refusal::Refusal;
use super::rows::Rows;
use super::wire::{Message, Raw};
use super::{dates, rows, visibility};
use crate::message::sentence;

/// Reads an .xlsx or .xlsm, cell by cell.
///
/// # Errors
/// A [`Refusal`] if a sheet cannot be read to its end.
pub fn xlsx(bytes: &[u8], rows: &mut Rows<'_, impl Write>) -> Result<(), Refusal> {
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(xlsx_refusal)?;
    let mut unseen = visibility::unseen(bytes)?;
    for sheet in worksheets(book.sheets_metadata().to_vec(), rows)? {
        rows.begin(&sheet.name, sheet.visible != SheetVisible::Visible)?;
        // A small part can so be read any number of times.
        if unseen.again.contains(&sheet.name) {
            return Err(Refusal::damaged("several of its sheets are one and the same part"));
        }
        let mut cells = book
            .worksheet_cells_reader(&sheet.name)
            .map_err(|_| unreadable(&sheet))?;
        let values = unseen.values.remove(&sheet.name).unwrap_or_default();
        let mut errors = values.iter().filter(|(_, value)| matches!(value, Raw::Error(_)));
        loop {
            let cell = match cells.next_cell_with_formula_metadata() {
                Ok(Some(cell)) => cell,
                Ok(None) => break,
                // An error that the reader does not know; it goes on behind the cell.
                Err(XlsxError::CellError(_)) => {
                    let (place, error) = errors.next().ok_or_else(|| unreadable(&sheet))?;
                    rows.cell(*place, Some(error.clone()))?;
                    continue;
                }
                Err(_) => return Err(unreadable(&sheet)),
            };
            let raw = match raw(Data::from(cell.value)) {
                None if cell.formula.is_some() => Some(Raw::Uncalculated),
                raw => raw,
            };
            rows.cell(cell.pos, values.get(&cell.pos).cloned().or(raw))?;
        }
        drop(cells);
        rows.end()?;
        if !unseen.unmerged.contains(&sheet.name) {
            let merges = book
                .merge_cells_by_sheet_name(&sheet.name)
                .map_err(|_| unreadable(&sheet))?;
            say_merges(&merges, rows)?;
        }
        for message in unseen.hidden.remove(&sheet.name).unwrap_or_default() {
            rows.say(&message)?;
        }
        for (place, said) in unseen.comments.remove(&sheet.name).unwrap_or_default() {
            rows.comment(place, &said)?;
        }
    }
    Ok(())
}

/// Reads an .xlsb, cell by cell.
///
/// # Errors
/// A [`Refusal`] if a sheet cannot be read to its end.
pub fn xlsb(bytes: &[u8], rows: &mut Rows<'_, impl Write>) -> Result<(), Refusal> {
    let mut book = Xlsb::new(Cursor::new(bytes)).map_err(xlsb_refusal)?;
    for sheet in worksheets(book.sheets_metadata().to_vec(), rows)? {
        rows.begin(&sheet.name, sheet.visible != SheetVisible::Visible)?;
        let mut cells = book
            .worksheet_cells_reader(&sheet.name)
            .map_err(|_| unreadable(&sheet))?;
        while let Some(cell) = cells.next_cell().map_err(|_| unreadable(&sheet))? {
            rows.cell(cell.get_position(), raw(Data::from(cell.get_value().clone())))?;
        }
        rows.end()?;
    }
    Ok(())
}

/// The code page of UTF-16.
const UNICODE: u16 = 1200;

/// Whether an old workbook is of Excel 97 or later: its stream begins so, at the beginning of a sector.
fn is_biff8(bytes: &[u8]) -> bool {
    const SECTOR: usize = 64;
    let begins = |sector: &[u8]| matches!(sector, [0x09, 0x08, 0x08 | 0x10, 0x00, 0x00, 0x06, ..]);
    bytes.chunks(SECTOR).any(begins)
}

/// Refuses an old workbook with a formula whose text is longer than one record: the reader would give the first part of it alone.
fn refuse_cut_texts(bytes: &[u8]) -> Result<(), Refusal> {
    const FULL: usize = 8224;
    let is_full_text = |at: usize| {
        let length = bytes
            .get(at + 2..at + 4)
            .map_or(0, |length| usize::from(length[0]) | usize::from(length[1]) << 8);
        let goes_on = || bytes.get(at + 4 + length..at + 6 + length) == Some(&[0x3C, 0x00]);
        bytes.get(at..at + 2) == Some(&[0x07, 0x02]) && (FULL - 2..=FULL).contains(&length) && goes_on()
    };
    match (0..bytes.len()).any(is_full_text) {
        true => Err(Refusal::new(
            "holds a formula whose text is longer than an old workbook can be read with",
            "open it in a spreadsheet program, and save it as .xlsx",
        )),
        false => Ok(()),
    }
}

/// Reads an .xls, sheet by sheet.
///
/// # Errors
/// A [`Refusal`] if a sheet cannot be read to its end.
pub fn xls(bytes: &[u8], rows: &mut Rows<'_, impl Write>) -> Result<(), Refusal> {
    refuse_cut_texts(bytes)?;
    let mut options = XlsOptions::default();
    // The texts of a workbook of Excel 97 and later are Unicode, whatever code page it names.
    options.force_codepage = is_biff8(bytes).then_some(UNICODE);
    let mut book = Xls::new_with_options(Cursor::new(bytes), options).map_err(xls_refusal)?;
    for sheet in worksheets(book.sheets_metadata().to_vec(), rows)? {
        rows.begin(&sheet.name, sheet.visible != SheetVisible::Visible)?;
        let range = book.worksheet_range(&sheet.name).map_err(|_| unreadable(&sheet))?;
        say_range(&range, rows)?;
        let merges = book
            .merge_cells_by_sheet_name(&sheet.name)
            .map_err(|_| unreadable(&sheet))?;
        say_merges(&merges, rows)?;
    }
    Ok(())
}

/// The sheets that can hold cells; the others are named in passing.
fn worksheets(sheets: Vec<Sheet>, rows: &mut Rows<'_, impl Write>) -> Result<Vec<Sheet>, Refusal> {
    if sheets.is_empty() {
        return Err(no_workbook());
    }
    let mut kept = Vec::new();
    for sheet in sheets {
        let what = match sheet.typ {
            SheetType::WorkSheet => {
                kept.push(sheet);
                continue;
            }
            SheetType::ChartSheet => "a chart",
            SheetType::DialogSheet => "a dialog",
            SheetType::MacroSheet | SheetType::Vba => "macros",
        };
        rows.pass(sheet.name, what)?;
    }
    Ok(kept)
}

fn say_range(range: &calamine::Range<Data>, rows: &mut Rows<'_, impl Write>) -> Result<(), Refusal> {
    let (top, left) = range.start().unwrap_or_default();
    for (row, column, value) in range.used_cells() {
        let place = |offset: usize, start: u32| u32::try_from(offset).ok().and_then(|offset| start.checked_add(offset));
        let (Some(row), Some(column)) = (place(row, top), place(column, left)) else {
            return Err(rows::outside());
        };
        rows.cell((row, column), raw(value.clone()))?;
    }
    rows.end()
}

fn say_merges(merges: &[Dimensions], rows: &mut Rows<'_, impl Write>) -> Result<(), Refusal> {
    for Dimensions { start, end } in merges {
        rows.say(&Message::Merge([start.0, start.1, end.0, end.1]))?;
    }
    Ok(())
}

/// A cell's value; blank cells have none. Only a cell that is formatted as a date can become one.
fn raw(value: Data) -> Option<Raw> {
    match value {
        Data::Empty => None,
        Data::Int(number) => Some(Raw::Number((number as f64).to_bits())),
        Data::Float(number) => Some(Raw::Number(number.to_bits())),
        Data::String(text) => Some(Raw::Text(text)),
        Data::Bool(truth) => Some(Raw::Bool(truth)),
        Data::DateTime(moment) => Some(dates::serial(moment)),
        Data::DateTimeIso(text) => Some(dates::iso(text)),
        Data::DurationIso(text) => Some(Raw::BadDate(text)),
        Data::Error(error) => Some(Raw::Error(error.to_string())),
    }
}

fn unreadable(sheet: &Sheet) -> Refusal {
    Refusal::damaged(sentence!("the sheet \"{name}\" cannot be read", name = sheet.name))
}

fn xlsx_refusal(error: XlsxError) -> Refusal {
    match error {
        XlsxError::Password => Refusal::password(),
        _ => no_workbook(),
    }
}

fn xlsb_refusal(error: XlsbError) -> Refusal {
    match error {
        XlsbError::Password => Refusal::password(),
        _ => no_workbook(),
    }
}

fn xls_refusal(error: XlsError) -> Refusal {
    match error {
        XlsError::Password => Refusal::password(),
        _ => no_workbook(),
    }
}

fn no_workbook() -> Refusal {
    Refusal::damaged("the parts that describe its sheets are missing or broken")
}
