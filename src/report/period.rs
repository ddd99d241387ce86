//! How the reports of a chain are called: by quarter of the fiscal year, or by date where two fall into one quarter.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::compare::Quarter;
use crate::snapshot::Snapshot;
use crate::words::Words;

/// The names of a chain's reports.
pub struct Periods {
    words: &'static Words,
    first_month: u32,
    by_quarter: bool,
}

impl Periods {
    /// Decides how the reports of a chain are called.
    pub fn new(snapshot: &Snapshot, words: &'static Words) -> Self {
        let first_month = snapshot.fiscal_year_start;
        let days: Vec<_> = snapshot
            .history
            .iter()
            .map(|p| p.as_of)
            .chain([snapshot.as_of])
            .collect();
        let quarters: BTreeSet<_> = days.iter().map(|&day| Quarter::of(day, first_month)).collect();
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
        let Quarter { year, number, fiscal } = Quarter::of(day, self.first_month);
        let key = if fiscal {
            "format.fiscal_quarter"
        } else {
            "format.quarter"
        };
        self.words
            .say(key, &[("quarter", &number.to_string()), ("year", &year.to_string())])
    }
}
