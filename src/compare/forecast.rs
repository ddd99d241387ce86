//! Where it is heading. In: a snapshot with its history. Out: the figures of every report, and when critical gaps reach zero. The
//! rule stands at [`Forecast`].

use chrono::{Months, NaiveDate};

use super::quarter::Quarter;
use super::record::{Forecast, Outlook, Pace, TrendPoint, Withheld};
use crate::snapshot::{Past, Snapshot, SystemsChanged};

/// Below this many reports nothing is forecast.
pub const FORECAST_MINIMUM: usize = 3;
/// Over how many quarters, from report to report, the mean pace is taken at most.
pub const FORECAST_WINDOW: usize = 8;

/// A quarter of a year.
const QUARTER_DAYS: f64 = 91.3;

/// The report as an entry of the chain.
pub fn past(report: &Snapshot) -> Past {
    let changes = report.changes.as_ref().map(|changes| changes.systems_changed);
    Past {
        as_of: report.as_of,
        snapshot_sha256: report.content_sha256.clone(),
        matrix_sha256: report.framework.sha256.clone(),
        schema: report.by_earlier_rules().then(|| report.schema.clone()),
        systems_changed: changes.filter(|changed| !changed.none()).unwrap_or_default(),
        headline: report.headline.clone(),
    }
}

/// The figures of every report, oldest first. Two reports that are not of one chain give the earlier one's chain and the later.
pub fn trend(old: &Snapshot, new: &Snapshot, systems_changed: SystemsChanged) -> Vec<TrendPoint> {
    let mut chain = new.history.clone();
    if chain.is_empty() && old.as_of < new.as_of {
        chain.clone_from(&old.history);
        chain.push(past(old));
    }
    chain.push(Past {
        systems_changed,
        ..past(new)
    });
    let before = std::iter::once(None).chain(chain.iter().map(Some));
    let point = |(before, report): (Option<&Past>, &Past)| TrendPoint {
        as_of: report.as_of,
        quarter: Quarter::of(report.as_of, new.fiscal_year_start).to_string(),
        headline: report.headline.clone(),
        parted: before.and_then(|before| parted(before, report)),
    };
    before.zip(&chain).map(point).collect()
}

/// Why a report cannot be compared with the one before it.
fn parted(before: &Past, report: &Past) -> Option<Withheld> {
    let matrices = [&before.matrix_sha256, &report.matrix_sha256];
    let known = matrices.iter().all(|sha256| !sha256.is_empty());
    match () {
        () if known && matrices[0] != matrices[1] => Some(Withheld::Matrix),
        () if before.schema != report.schema => Some(Withheld::Rules),
        () if report.systems_changed.too_many() => Some(Withheld::Systems),
        () => None,
    }
}

/// When critical gaps reach zero at the paces so far.
pub fn forecast(trend: &[TrendPoint], as_of: NaiveDate) -> Forecast {
    let critical = trend.last().map_or(0, |p| p.headline.critical);
    let from = trend.iter().rposition(|p| p.parted.is_some()).unwrap_or(0);
    let comparable = &trend[from.max(trend.len().saturating_sub(FORECAST_WINDOW + 1))..];
    let enough = comparable.len() >= FORECAST_MINIMUM;
    let parted = trend
        .get(from)
        .and_then(|p| p.parted)
        .filter(|_| trend.len() >= FORECAST_MINIMUM);
    let withheld = (!enough).then(|| parted.unwrap_or(Withheld::TooFewReports));
    let since = |point: Option<&TrendPoint>| point.filter(|_| enough).and_then(|then| pace(then, critical, as_of));
    let (mean, last) = (since(comparable.first()), since(comparable.iter().nth_back(1)));
    let leads = [&mean, &last]
        .into_iter()
        .flatten()
        .filter(|pace| pace.quarters.is_some());
    Forecast {
        critical,
        reports: comparable.len(),
        outlook: match (critical, leads.count()) {
            (0, _) => Outlook::AtZero,
            _ if mean.is_none() => Outlook::Withheld,
            (_, 0) => Outlook::NotAtThisPace,
            (_, 1) => Outlook::AtOnePace,
            _ => Outlook::Range,
        },
        withheld: withheld.filter(|_| critical > 0),
        mean,
        last,
        pace_needed: one_decimal(critical as f64 / 4.0),
        needed_by: as_of.checked_add_months(Months::new(12)).unwrap_or(as_of),
    }
}

/// The pace since a report; none if no day lies between.
fn pace(then: &TrendPoint, critical: usize, as_of: NaiveDate) -> Option<Pace> {
    let days = (as_of - then.as_of).num_days();
    let critical_then = then.headline.critical;
    let fewer = critical_then as f64 - critical as f64;
    let pace = fewer / days as f64 * QUARTER_DAYS;
    (days > 0).then(|| Pace {
        since: then.as_of,
        critical_then,
        a_quarter: one_decimal(pace),
        quarters: (pace > 0.0).then(|| (critical as f64 / pace).ceil() as u32),
    })
}

fn one_decimal(number: f64) -> f64 {
    (number * 10.0).round() / 10.0
}
