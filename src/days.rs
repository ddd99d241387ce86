//! Which days can stand in an inventory or a report. In: a day. Out: whether it is one. Those far outside the life of an AI system
//! are slips of a format, not dates.

use std::ops::RangeInclusive;

use chrono::{Datelike, NaiveDate};

/// The years of all days that count.
pub const YEARS: RangeInclusive<i32> = 1990..=2100;

/// Whether a day counts.
pub fn plausible(day: NaiveDate) -> bool {
    YEARS.contains(&day.year())
}

/// The first and the last day that count.
pub fn limits() -> [NaiveDate; 2] {
    [(*YEARS.start(), 1, 1), (*YEARS.end(), 12, 31)]
        .map(|(year, month, day)| NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default())
}
