//! Where it is heading. In: a snapshot with its history. Out: the figures of every report, and when critical gaps reach zero at
//! the pace so far. The rule stands at [`Forecast`].

use chrono::{Days, Months, NaiveDate};

use super::quarter::Quarter;
use super::record::{Forecast, Outlook, TrendPoint};
use crate::snapshot::{Past, Snapshot};

/// Below this many reports nothing is forecast.
pub const FORECAST_MINIMUM: usize = 3;
/// Over how many of the latest reports the pace is taken.
pub const FORECAST_WINDOW: usize = 4;

/// A fourth of a year.
const QUARTER_DAYS: f64 = 365.25 / 4.0;
/// Ten years: a date beyond is no forecast.
const FARTHEST_DAYS: f64 = 3652.5;

/// The report as an entry of the chain.
pub fn past(report: &Snapshot) -> Past {
    Past {
        as_of: report.as_of,
        snapshot_sha256: report.content_sha256.clone(),
        matrix_sha256: report.framework.sha256.clone(),
        headline: report.headline.clone(),
    }
}

/// The figures of every report, oldest first. Two reports that are not of one chain give the earlier one's chain and the later.
pub fn trend(old: &Snapshot, new: &Snapshot) -> Vec<TrendPoint> {
    let mut chain = new.history.clone();
    if chain.is_empty() && old.as_of < new.as_of {
        chain.clone_from(&old.history);
        chain.push(past(old));
    }
    chain.push(past(new));
    let mut points = Vec::with_capacity(chain.len());
    let mut matrix = "";
    for report in &chain {
        let known = !matrix.is_empty() && !report.matrix_sha256.is_empty();
        points.push(TrendPoint {
            as_of: report.as_of,
            quarter: Quarter::of(report.as_of, new.fiscal_year_start).to_string(),
            headline: report.headline.clone(),
            matrix_changed: known && matrix != report.matrix_sha256,
        });
        matrix = &report.matrix_sha256;
    }
    points
}

/// When critical gaps reach zero at the pace of the last reports.
pub fn forecast(trend: &[TrendPoint], as_of: NaiveDate) -> Forecast {
    let window = &trend[trend.len().saturating_sub(FORECAST_WINDOW)..];
    let critical = trend.last().map_or(0, |p| p.headline.critical);
    let since = window.first().map_or(as_of, |p| p.as_of);
    let critical_then = window.first().map_or(critical, |p| p.headline.critical);
    let days = (as_of - since).num_days() as f64;
    let enough = window.len() >= FORECAST_MINIMUM && days > 0.0;
    let a_day = (critical_then as f64 - critical as f64) / days;
    Forecast {
        critical,
        reports: window.len(),
        since,
        critical_then,
        pace: enough.then(|| one_decimal(a_day * QUARTER_DAYS)),
        outlook: match () {
            () if critical == 0 => Outlook::AtZero,
            () if !enough => Outlook::TooFewReports,
            () => outlook(critical as f64, a_day, as_of),
        },
        pace_needed: one_decimal(critical as f64 / 4.0),
        needed_by: as_of.checked_add_months(Months::new(12)).unwrap_or(as_of),
        matrix_changed: window.iter().skip(1).any(|p| p.matrix_changed),
    }
}

fn outlook(critical: f64, a_day: f64, as_of: NaiveDate) -> Outlook {
    if a_day <= 0.0 {
        return Outlook::NotFalling;
    }
    let days = (critical / a_day).ceil();
    if days > FARTHEST_DAYS {
        return Outlook::TooFar;
    }
    as_of
        .checked_add_days(Days::new(days as u64))
        .map_or(Outlook::TooFar, Outlook::Zero)
}

fn one_decimal(number: f64) -> f64 {
    (number * 10.0).round() / 10.0
}
