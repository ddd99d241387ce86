//! Writes the inventories of the sample organisation: four quarters, one workbook each, the same bytes every time.
//! In: `samples/organisation/*.csv`, whose first column says in which of the quarters (1 to 4) a row stands.
//! Out: `samples/tarnbrook-inventory-AS-OF.xlsx`, or the same files in the folder named as the first argument.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a developer's program fails by panicking"
)]

use std::error::Error;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet};

/// The as-of dates of the quarters.
const QUARTERS: [&str; 4] = ["2025-12-31", "2026-03-31", "2026-06-30", "2026-09-30"];

/// Sheet, its rows, and the widths of its columns.
const SHEETS: [(&str, &str, &[f64]); 3] = [
    (
        "Systems",
        include_str!("../samples/organisation/systems.csv"),
        &[9.0, 28.0, 19.0, 30.0, 20.0, 18.0, 20.0, 11.0, 18.0, 13.0, 15.0, 48.0],
    ),
    (
        "Controls",
        include_str!("../samples/organisation/controls.csv"),
        &[
            16.0, 30.0, 44.0, 17.0, 30.0, 22.0, 34.0, 38.0, 13.0, 12.0, 34.0, 24.0, 17.0, 46.0,
        ],
    ),
    (
        "People",
        include_str!("../samples/organisation/people.csv"),
        &[24.0, 38.0, 12.0],
    ),
];

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args_os()
        .nth(1)
        .map_or_else(|| PathBuf::from("samples"), PathBuf::from);
    write_all(&folder)
}

/// Writes the workbooks of all quarters.
pub fn write_all(folder: &Path) -> Result<(), Box<dyn Error>> {
    for (place, as_of) in QUARTERS.iter().enumerate() {
        write(folder, place + 1, as_of)?;
    }
    Ok(())
}

/// Writes the workbook of one quarter.
fn write(folder: &Path, quarter: usize, as_of: &str) -> Result<(), Box<dyn Error>> {
    let mut workbook = Workbook::new();
    workbook.set_properties(
        &DocProperties::new()
            .set_title("AI systems and controls of Tarnbrook Mutual")
            .set_creation_datetime(&ExcelDateTime::parse_from_str(as_of)?),
    );
    for (name, rows, widths) in SHEETS {
        let sheet = workbook.add_worksheet();
        sheet.set_name(name)?;
        fill(sheet, rows, quarter)?;
        for (column, width) in (0..).zip(widths) {
            sheet.set_column_width(column, *width)?;
        }
    }
    workbook.save(folder.join(format!("tarnbrook-inventory-{as_of}.xlsx")))?;
    Ok(())
}

/// Writes a sheet's header, and those rows that stand in this quarter.
fn fill(sheet: &mut Worksheet, rows: &str, quarter: usize) -> Result<(), Box<dyn Error>> {
    let head = Format::new().set_bold().set_text_wrap().set_align(FormatAlign::Top);
    let mut reader = csv::Reader::from_reader(rows.as_bytes());
    for (column, title) in (0..).zip(reader.headers()?.iter().skip(1)) {
        sheet.write_with_format(0, column, title, &head)?;
    }
    let quarter = quarter.to_string();
    let mut line = 0;
    for record in reader.records() {
        let record = record?;
        if record.get(0).is_some_and(|stands| stands.contains(&quarter)) {
            line += 1;
            for (column, text) in (0..).zip(record.iter().skip(1)) {
                cell(sheet, line, column, text)?;
            }
        }
    }
    sheet.set_freeze_panes(1, 2)?;
    Ok(())
}

/// Writes a day as a date, anything else as text, and a blank not at all.
fn cell(sheet: &mut Worksheet, row: u32, column: u16, text: &str) -> Result<(), Box<dyn Error>> {
    if NaiveDate::parse_from_str(text, "%Y-%m-%d").is_ok() {
        let date = Format::new().set_num_format("yyyy-mm-dd");
        sheet.write_with_format(row, column, ExcelDateTime::parse_from_str(text)?, &date)?;
    } else if !text.is_empty() {
        sheet.write(row, column, text)?;
    }
    Ok(())
}
