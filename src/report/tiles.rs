//! The five figures of page one. In: the facts. Out: each with what it was in the last report, its target if there is one, and a line
//! over the last reports.

use serde::Serialize;

use crate::config::Targets;
use crate::report::facts::Facts;
use crate::report::trend::{self, Spark};
use crate::snapshot::Headline;
use crate::words::whole_percent;

/// One figure with its history.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Tile {
    /// What it counts.
    pub label: String,
    /// The figure.
    pub value: String,
    /// What it is a part of, where that is a number.
    pub of: Option<String>,
    /// How it stands against the last report.
    pub note: String,
    /// `good`, `bad` or `quiet`.
    pub tone: &'static str,
    /// What belongs to it.
    pub more: Option<String>,
    /// How it stands against its target.
    pub target: Option<String>,
    /// Whether it is outside of it.
    pub outside: bool,
    /// The last reports.
    pub spark: Option<Spark>,
}

/// Owned, in place, confirmed, critical, missed.
pub fn tiles(facts: &Facts<'_>) -> Vec<Tile> {
    let (words, now) = (facts.words, &facts.snapshot.headline);
    let share = |key, rate: Option<f64>| Some(words.say(key, &[("rate", &words.percent(rate?))]));
    let past_term = (now.past_term > 0).then(|| words.count("tile.past_term", now.past_term, &[]));
    let of = words.say("tile.of", &[("all", &words.number(now.gaps))]);
    vec![
        rate(facts, "tile.ownership", |h| h.ownership_rate, |t| t.ownership),
        Tile {
            more: share("tile.proven", now.proven_rate),
            ..rate(facts, "tile.in_place", |h| h.in_place_rate, |t| t.in_place)
        },
        Tile {
            more: share("tile.independent", now.independent_rate),
            ..rate(facts, "tile.assured", |h| h.assured_rate, |t| t.assured)
        },
        Tile {
            of: Some(of),
            ..count(facts, "tile.critical", |h| h.critical, |t| t.critical)
        },
        Tile {
            more: past_term,
            ..count(facts, "tile.overdue", |h| h.overdue, |t| t.overdue)
        },
    ]
}

/// A share: more is better.
fn rate(
    facts: &Facts<'_>,
    key: &str,
    figure: fn(&Headline) -> Option<f64>,
    target: fn(&Targets) -> Option<f64>,
) -> Tile {
    let words = facts.words;
    let now = figure(&facts.snapshot.headline);
    let (note, tone) = match last(facts).map(|(period, h)| (period, figure(h))) {
        None => (words.text("tile.first"), "quiet"),
        Some((period, before)) => match now.zip(before) {
            None => (words.say("tile.not_comparable", &[("period", &period)]), "quiet"),
            Some((now, before)) => {
                let points = whole_percent(now) - whole_percent(before);
                let n = points.unsigned_abs() as usize;
                let before = words.percent(before);
                let values = [("period", period.as_str()), ("before", &before)];
                match points {
                    0 => (words.say("tile.same", &values), "quiet"),
                    1.. => (words.count("tile.points_up", n, &values), "good"),
                    _ => (words.count("tile.points_down", n, &values), "bad"),
                }
            }
        },
    };
    let tile = plain(words.text(key), words.rate(now), (note, tone));
    let spark = trend::spark(facts, figure, |share| words.percent(share));
    let limit = target(&facts.snapshot.targets);
    let inside = |h: &Headline| Some(figure(h)? >= limit?);
    let told = limit.map(|limit| words.say("tile.least", &[("n", &words.percent(limit))]));
    against(facts, Tile { spark, ..tile }, told, inside)
}

/// A count: fewer is better.
fn count(facts: &Facts<'_>, key: &str, figure: fn(&Headline) -> usize, target: fn(&Targets) -> Option<usize>) -> Tile {
    let words = facts.words;
    let now = figure(&facts.snapshot.headline);
    let note = match last(facts).map(|(period, h)| (period, figure(h))) {
        None => (words.text("tile.first"), "quiet"),
        Some((period, before)) => {
            let (n, told) = (now.abs_diff(before), words.number(before));
            let values = [("period", period.as_str()), ("before", &told)];
            match now.cmp(&before) {
                std::cmp::Ordering::Equal => (words.say("tile.same", &values), "quiet"),
                std::cmp::Ordering::Less => (words.count("tile.fewer", n, &values), "good"),
                std::cmp::Ordering::Greater => (words.count("tile.more", n, &values), "bad"),
            }
        }
    };
    let tile = plain(words.text(key), words.number(now), note);
    let spark = trend::spark(facts, |h| Some(figure(h) as f64), |n| words.number(n as usize));
    let limit = target(&facts.snapshot.targets);
    let inside = |h: &Headline| Some(figure(h) <= limit?);
    let told = limit.map(|limit| words.say("tile.most", &[("n", &words.number(limit))]));
    against(facts, Tile { spark, ..tile }, told, inside)
}

fn plain(label: String, value: String, (note, tone): (String, &'static str)) -> Tile {
    Tile {
        label,
        value,
        of: None,
        note,
        tone,
        more: None,
        target: None,
        outside: false,
        spark: None,
    }
}

fn last<'a>(facts: &'a Facts<'_>) -> Option<(String, &'a Headline)> {
    let past = facts.snapshot.history.last()?;
    Some((facts.periods.name(past.as_of), &past.headline))
}

/// Says whether the figure is within its target, and since which report.
fn against(facts: &Facts<'_>, tile: Tile, limit: Option<String>, inside: impl Fn(&Headline) -> Option<bool>) -> Tile {
    let (words, snapshot) = (facts.words, facts.snapshot);
    let (Some(limit), Some(now)) = (limit, inside(&snapshot.headline)) else {
        return tile;
    };
    let same = |past: &&crate::snapshot::Past| inside(&past.headline) == Some(now);
    let since = snapshot.history.iter().rev().take_while(same).last();
    let key = match (now, since) {
        (true, None) => "tile.inside",
        (false, None) => "tile.outside",
        (true, Some(_)) => "tile.inside_since",
        (false, Some(_)) => "tile.outside_since",
    };
    let period = since.map(|past| facts.periods.name(past.as_of)).unwrap_or_default();
    Tile {
        target: Some(words.say(key, &[("target", &limit), ("period", &period)])),
        outside: !now,
        ..tile
    }
}
