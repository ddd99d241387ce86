//! Dates as workbooks store them. In: the number or text of a cell that is formatted as a date. Out: a plausible day, or what the cell
//! shows. A number in any other cell is never a date.

use calamine::ExcelDateTime;
use chrono::NaiveDate;

use super::wire::Raw;
use crate::days;

/// The largest number that spreadsheet programs show as a date: the end of the year 9999.
const LAST_SERIAL: f64 = 2_958_466.0;

/// The number of a date cell, as a day. Times of day, durations and impossible numbers are shown as they stand.
pub fn serial(moment: ExcelDateTime) -> Raw {
    let serial = moment.as_f64();
    if moment.is_duration() || !(0.0..LAST_SERIAL).contains(&serial) {
        return Raw::BadDate(serial.to_string());
    }
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    if serial < 1.0 {
        return Raw::BadDate(format!("{hour:02}:{minute:02}:{second:02}"));
    }
    // The year 1900 of spreadsheets has a 29 February.
    match NaiveDate::from_ymd_opt(i32::from(year), u32::from(month), u32::from(day)) {
        Some(date) => plausible(date),
        None => Raw::BadDate(format!("{year:04}-{month:02}-{day:02}")),
    }
}

/// A date written as `2026-09-30`, with or without a time behind it.
pub fn iso(text: String) -> Raw {
    let day = text
        .get(..10)
        .and_then(|day| NaiveDate::parse_from_str(day, "%Y-%m-%d").ok());
    day.map_or(Raw::BadDate(text), plausible)
}

fn plausible(date: NaiveDate) -> Raw {
    if days::plausible(date) {
        Raw::Date(date)
    } else {
        Raw::BadDate(date.to_string())
    }
}
