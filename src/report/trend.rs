//! Figures over the reports of the chain. In: history and headline. Out: points and bars in fractions of their frame.

use serde::Serialize;

use crate::report::facts::Facts;
use crate::snapshot::Headline;

/// How many reports a trend shows at most, this one included.
const REPORTS: usize = 8;

/// A line over the last reports; both axes run from 0 to 1, upwards.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Spark {
    /// Oldest first.
    pub points: Vec<[f64; 2]>,
    /// What the line shows, in numbers.
    pub alt: String,
}

/// Duties without an owner and critical gaps, report by report.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Trend {
    /// Oldest first.
    pub reports: Vec<TrendBar>,
    /// What the two bars are.
    pub names: [String; 2],
    /// The trend in numbers.
    pub alt: String,
    /// How high the tallest bar may be, in points.
    pub height: f64,
}

/// One report's bars.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TrendBar {
    /// The report.
    pub label: String,
    /// The figures.
    pub values: [String; 2],
    /// The heights as shares of the tallest.
    pub heights: [f64; 2],
}

/// The headlines that a trend shows with the names of their reports, oldest first.
pub fn chain<'a>(facts: &'a Facts<'_>) -> Vec<(String, &'a Headline)> {
    let snapshot = facts.snapshot;
    let past = snapshot.history.iter().map(|p| (p.as_of, &p.headline));
    let all: Vec<_> = past.chain([(snapshot.as_of, &snapshot.headline)]).collect();
    let first = all.len().saturating_sub(REPORTS);
    all[first..]
        .iter()
        .map(|&(day, headline)| (facts.periods.name(day), headline))
        .collect()
}

/// A spark line of one figure; none for fewer than two known values.
pub fn spark(
    facts: &Facts<'_>,
    figure: impl Fn(&Headline) -> Option<f64>,
    show: impl Fn(f64) -> String,
) -> Option<Spark> {
    let known: Vec<_> = chain(facts)
        .into_iter()
        .filter_map(|(name, h)| Some((name, figure(h)?)))
        .collect();
    if known.len() < 2 {
        return None;
    }
    let low = known.iter().map(|k| k.1).fold(f64::INFINITY, f64::min);
    let high = known.iter().map(|k| k.1).fold(f64::NEG_INFINITY, f64::max);
    let level = |value: f64| if high > low { (value - low) / (high - low) } else { 0.5 };
    let step = 1.0 / (known.len() - 1) as f64;
    let told: Vec<_> = known
        .iter()
        .map(|(name, value)| format!("{name} {}", show(*value)))
        .collect();
    Some(Spark {
        points: known
            .iter()
            .enumerate()
            .map(|(place, k)| [place as f64 * step, level(k.1)])
            .collect(),
        alt: told.join(", "),
    })
}

/// The two counts that leadership watches; none in a first report.
pub fn trend(facts: &Facts<'_>) -> Option<Trend> {
    let words = facts.words;
    let chain = chain(facts);
    if chain.len() < 2 {
        return None;
    }
    let figures = |h: &Headline| [h.no_owner, h.critical];
    let tallest = chain.iter().flat_map(|(_, h)| figures(h)).max().unwrap_or(0).max(1) as f64;
    let names = ["trend.no_owner", "trend.critical"].map(|key| words.text(key));
    let told = |place: usize| {
        let values: Vec<_> = chain
            .iter()
            .map(|(name, h)| format!("{name} {}", words.number(figures(h)[place])))
            .collect();
        format!("{}: {}", names[place], values.join(", "))
    };
    let alt = format!("{}. {}.", told(0), told(1));
    let bar = |(label, headline): &(String, &Headline)| TrendBar {
        label: label.clone(),
        values: figures(headline).map(|n| words.number(n)),
        heights: figures(headline).map(|n| n as f64 / tallest),
    };
    Some(Trend {
        reports: chain.iter().map(bar).collect(),
        names,
        alt,
        height: 0.0,
    })
}
