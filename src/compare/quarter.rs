//! Fiscal quarters and ages in quarters. In: days, and the month in which the fiscal year starts. Out: labels and counts.

use std::fmt;

use chrono::{Datelike, Months, NaiveDate};

/// The fiscal quarter of a day. A fiscal year that starts in January is the calendar year (`Q3 2026`); any other bears the number
/// of the calendar year in which it ends (`Q2 FY2027` for September 2026, if it starts in April).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Quarter {
    /// The year whose number it bears.
    pub year: i32,
    /// 1 to 4.
    pub number: u32,
    /// Whether the year is another than the calendar's.
    pub fiscal: bool,
}

impl Quarter {
    /// The quarter of a day, if the fiscal year starts in this month.
    pub fn of(day: NaiveDate, fiscal_year_start: u32) -> Self {
        let start = fiscal_year_start.clamp(1, 12);
        let fiscal = start > 1;
        Self {
            year: day.year() + i32::from(fiscal && day.month() >= start),
            number: (day.month() + 12 - start) % 12 / 3 + 1,
            fiscal,
        }
    }
}

impl fmt::Display for Quarter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let year = if self.fiscal { "FY" } else { "" };
        write!(f, "Q{} {year}{}", self.number, self.year)
    }
}

/// Whole quarters between two days: how often three months fit in. The last day of a month counts for the day that a
/// shorter month lacks, so that from 31 December to 30 September are three.
pub fn whole_quarters(from: NaiveDate, to: NaiveDate) -> u32 {
    let months = (to.year() - from.year()) * 12 + to.month() as i32 - from.month() as i32;
    let at_most = u32::try_from(months / 3).unwrap_or(0);
    match from.checked_add_months(Months::new(at_most * 3)) {
        Some(day) if day > to => at_most.saturating_sub(1),
        _ => at_most,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_fiscal_year_is_named_after_the_year_in_which_it_ends() {
        let quarter = |text, start| Quarter::of(day(text), start).to_string();
        assert_eq!(quarter("2026-09-30", 1), "Q3 2026");
        assert_eq!(quarter("2026-01-01", 1), "Q1 2026");
        assert_eq!(quarter("2026-09-30", 4), "Q2 FY2027");
        assert_eq!(quarter("2027-03-31", 4), "Q4 FY2027");
        assert_eq!(quarter("2026-10-01", 10), "Q1 FY2027");
        assert_eq!(quarter("2026-09-30", 10), "Q4 FY2026");
        assert_eq!(quarter("2026-12-31", 12), "Q1 FY2027");
    }

    #[test]
    fn month_ends_of_unequal_length_are_whole_quarters_apart() {
        assert_eq!(whole_quarters(day("2025-12-31"), day("2026-09-30")), 3);
        assert_eq!(whole_quarters(day("2025-12-31"), day("2026-09-29")), 2);
        assert_eq!(whole_quarters(day("2026-06-30"), day("2026-09-30")), 1);
        assert_eq!(whole_quarters(day("2026-09-30"), day("2026-09-30")), 0);
        assert_eq!(whole_quarters(day("2026-09-30"), day("2026-01-01")), 0);
    }
}
