//! How the reports of a chain are called: by quarter of the fiscal year, or by date where two fall into one quarter.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};

use crate::report::wording::Words;
use crate::snapshot::Snapshot;

/// The names of a chain's reports.
pub struct Periods {
    words: &'static Words,
    first_month: u32,
    by_quarter: bool,
}

impl Periods {
    /// Decides how the reports of a chain are called.
    pub fn new(snapshot: &Snapshot, words: &'static Words) -> Self {
        let first_month = snapshot.fiscal_year_start.clamp(1, 12);
        let days: Vec<_> = snapshot
            .history
            .iter()
            .map(|p| p.as_of)
            .chain([snapshot.as_of])
            .collect();
        let quarters: BTreeSet<_> = days.iter().map(|&day| quarter(day, first_month)).collect();
        Self {
            words,
            first_month,
            by_quarter: quarters.len() == days.len(),
        }
    }

    /// What the report of a day is called.
    pub fn name(&self, day: NaiveDate) -> String {
        if self.by_quarter {
            self.quarter(day)
        } else {
            self.words.date(day)
        }
    }

    /// The fiscal quarter of a day.
    pub fn quarter(&self, day: NaiveDate) -> String {
        let (year, quarter) = quarter(day, self.first_month);
        let key = if self.first_month == 1 {
            "format.quarter"
        } else {
            "format.fiscal_quarter"
        };
        self.words
            .say(key, &[("quarter", &quarter.to_string()), ("year", &year.to_string())])
    }
}

/// Year and quarter; a fiscal year is called after the calendar year in which it ends.
fn quarter(day: NaiveDate, first_month: u32) -> (i32, u32) {
    let months_in = (day.month() + 12 - first_month) % 12;
    let starts_earlier = first_month > 1 && day.month() >= first_month;
    (day.year() + i32::from(starts_earlier), months_in / 3 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fiscal_year_is_called_after_the_year_in_which_it_ends() {
        let day = |y, m| NaiveDate::from_ymd_opt(y, m, 15).unwrap();
        assert_eq!(quarter(day(2026, 9), 1), (2026, 3));
        assert_eq!(quarter(day(2026, 9), 4), (2027, 2));
        assert_eq!(quarter(day(2026, 2), 4), (2026, 4));
        assert_eq!(quarter(day(2026, 10), 10), (2027, 1));
    }
}
