//! Annex C, the gaps by other frameworks, where they are asked for. In: the facts. Out: under each framework its points that are a main
//! counterpart of some domain, with these domains and the gaps that are open there.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::assess::Severity;
use crate::framework::Domain;
use crate::report::facts::Facts;
use crate::report::table::{Cell, Column, Table, Tone};

/// The gaps by other frameworks.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ByFramework {
    /// The heading.
    pub title: String,
    /// What is counted.
    pub intro: String,
    /// A row a point, under its framework.
    pub table: Table,
}

/// A point of a framework: its number and its title.
type Point<'a> = (&'a str, &'a str);
/// Points with the domains of which they are a main counterpart.
type Points<'a> = Vec<(Point<'a>, BTreeSet<Domain>)>;

impl ByFramework {
    /// Settles the gaps by the points of other frameworks.
    pub fn new(facts: &Facts<'_>) -> Self {
        let words = facts.words;
        let columns = vec![
            Column::wide(words.text("heading.point")),
            Column::new(words.text("heading.domains")).at_most(0.45),
            Column::number(words.text("heading.gaps")),
            Column::number(words.text("heading.critical_ended")),
        ];
        let open = open(facts);
        let rows = frameworks()
            .into_iter()
            .flat_map(|(framework, points)| rows(facts, framework, points, &open));
        Self {
            title: words.text("by_framework.title"),
            intro: words.text("by_framework.intro"),
            table: Table::small(facts.paper.width, columns, rows.collect()),
        }
    }
}

/// The points of every framework that are a main counterpart of some domain, in the order of the crosswalk.
fn frameworks() -> Vec<(&'static str, Points<'static>)> {
    let mut found: Vec<(&str, Points<'_>)> = Vec::new();
    let main = |domain: Domain| domain.crosswalk().filter(|r| r.primary).map(move |r| (domain, r));
    for (domain, reference) in Domain::ALL.into_iter().flat_map(main) {
        let points = place(&mut found, reference.framework.as_str());
        let point = (reference.id.as_str(), reference.title.as_str());
        place(points, point).insert(domain);
    }
    found
        .iter_mut()
        .for_each(|(_, points)| points.sort_by_cached_key(|((id, _), _)| numbered(id)));
    found
}

/// What a key has in a list, which is added where the key is new.
fn place<K: PartialEq, V: Default>(list: &mut Vec<(K, V)>, key: K) -> &mut V {
    let known = list.iter().position(|(k, _)| *k == key).unwrap_or(list.len());
    if known == list.len() {
        list.push((key, V::default()));
    }
    &mut list[known].1
}

/// How many gaps are open in each domain, and how many of them are critical.
fn open(facts: &Facts<'_>) -> BTreeMap<Domain, (usize, usize)> {
    let mut open: BTreeMap<Domain, (usize, usize)> = BTreeMap::new();
    for gap in &facts.snapshot.gaps {
        if let Some(domain) = gap.gap.id.domain() {
            let (all, critical) = open.entry(domain).or_default();
            *all += 1;
            *critical += usize::from(gap.gap.severity == Severity::Critical);
        }
    }
    open
}

fn rows(
    facts: &Facts<'_>,
    framework: &str,
    points: Points<'_>,
    open: &BTreeMap<Domain, (usize, usize)>,
) -> Vec<Vec<Cell>> {
    let words = facts.words;
    let row = |((id, title), domains): (Point<'_>, BTreeSet<Domain>)| {
        let names: Vec<_> = domains.iter().map(|domain| words.name(*domain)).collect();
        let counts = || domains.iter().filter_map(|domain| open.get(domain));
        vec![
            Cell::of(Tone::English, point_name(id, title)),
            Cell::plain(names.join(", ")),
            Cell::plain(words.number(counts().map(|(all, _)| all).sum())),
            Cell::plain(words.number(counts().map(|(_, critical)| critical).sum())),
        ]
    };
    let band = vec![Cell::strong(framework)];
    std::iter::once(band).chain(points.into_iter().map(row)).collect()
}

/// A point's number and title; some have no number but their title.
fn point_name(id: &str, title: &str) -> String {
    if id == title {
        title.to_owned()
    } else {
        format!("{id} {title}")
    }
}

/// A number of a framework such that 9 stands before 10.
fn numbered(id: &str) -> String {
    let padded = |part: &str| format!("{part:0>6}");
    let mut sortable = String::new();
    for part in id.split_inclusive(|c: char| !c.is_ascii_digit()) {
        let digits = part.trim_end_matches(|c: char| !c.is_ascii_digit());
        let rest = &part[digits.len()..];
        if !digits.is_empty() {
            sortable.push_str(&padded(digits));
        }
        sortable.push_str(rest);
    }
    sortable
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_stand_in_the_order_of_their_numbers() {
        let mut ids = ["R10", "R9", "A.6.2.10", "A.6.2.4", "Article 10", "Article 5"];
        ids.sort_by_key(|id| numbered(id));
        assert_eq!(ids, ["A.6.2.4", "A.6.2.10", "Article 5", "Article 10", "R9", "R10"]);
    }
}
