//! Where duties are uncovered. In: the facts. Out: a bar for each domain in four shades, most without an owner first. A duty stands
//! in one shade: without an owner, whatever its state; else accepted, in place, or owned and not in place.

use std::cmp::Reverse;

use serde::Serialize;

use crate::assess::{CustomerState, Obligation};
use crate::framework::Domain;
use crate::report::facts::Facts;

/// How the duties of every domain stand.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Bars {
    /// Most without an owner first.
    pub rows: Vec<Bar>,
    /// The shades that occur: name of the colour, letter, and what it means.
    pub legend: Vec<(&'static str, String, String)>,
    /// The bars in numbers.
    pub alt: String,
    /// How high a bar is with the room above it, in points.
    pub height: f64,
    /// How wide the names are, in points.
    pub names: f64,
}

/// One domain.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Bar {
    /// The domain.
    pub name: String,
    /// Its parts, worst shade first.
    pub parts: Vec<Part>,
}

/// The duties of one domain in one shade.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Part {
    /// Name of the colour.
    pub shade: &'static str,
    /// How many, with the shade's letter in front.
    pub text: String,
    /// How many, where there is room for no more.
    pub count: String,
    /// Width as a share of the longest bar.
    pub width: f64,
}

/// Colour, letter, name.
const SHADES: [(&str, &str, &str); 4] = [
    ("no-owner", "shade.none_letter", "shade.none"),
    ("open", "shade.open_letter", "shade.open"),
    ("in-place", "shade.in_place_letter", "shade.in_place"),
    ("accepted", "shade.accepted_letter", "shade.accepted"),
];

type Counts = [usize; SHADES.len()];

fn shade(duty: &Obligation) -> Option<usize> {
    let state = duty.customer?;
    Some(match state {
        _ if duty.owners.is_empty() => 0,
        CustomerState::Accepted => 3,
        CustomerState::InPlace => 2,
        _ => 1,
    })
}

/// The bars of all domains with a duty that is ours; nothing where there is none.
pub fn bars(facts: &Facts<'_>) -> Option<Bars> {
    let words = facts.words;
    let counted = counted(facts);
    let longest = counted.iter().map(|(_, counts)| counts.iter().sum::<usize>()).max()?;
    let letters = SHADES.map(|(_, letter, _)| words.text(letter));
    let part = |(place, &n): (usize, &usize)| Part {
        shade: SHADES[place].0,
        text: format!("{} {}", letters[place], words.number(n)),
        count: words.number(n),
        width: n as f64 / longest as f64,
    };
    let bar = |(domain, counts): &(Domain, Counts)| Bar {
        name: words.name(*domain),
        parts: counts.iter().enumerate().filter(|(_, n)| **n > 0).map(part).collect(),
    };
    let occurs = |place: &usize| counted.iter().any(|(_, counts)| counts[*place] > 0);
    let legend = (0..SHADES.len()).filter(occurs);
    Some(Bars {
        rows: counted.iter().map(bar).collect(),
        legend: legend
            .map(|n| (SHADES[n].0, letters[n].clone(), words.text(SHADES[n].2)))
            .collect(),
        alt: alt(facts, &counted),
        height: 0.0,
        names: 0.0,
    })
}

fn counted(facts: &Facts<'_>) -> Vec<(Domain, Counts)> {
    let mut counts = Domain::ALL.map(|domain| (domain, Counts::default()));
    for duty in &facts.snapshot.obligations {
        if let Some(place) = shade(duty) {
            counts[duty.domain as usize].1[place] += 1;
        }
    }
    let mut counted: Vec<_> = counts
        .into_iter()
        .filter(|(_, c)| c.iter().sum::<usize>() > 0)
        .collect();
    counted.sort_by_key(|(_, counts)| Reverse((counts[0], counts[1])));
    counted
}

fn alt(facts: &Facts<'_>, counted: &[(Domain, Counts)]) -> String {
    let words = facts.words;
    let each = |(domain, counts): &(Domain, Counts)| {
        let named = SHADES.iter().zip(counts).filter(|(_, n)| **n > 0);
        let told: Vec<_> = named
            .map(|((_, _, name), n)| format!("{}: {}", words.text(name), words.number(*n)))
            .collect();
        format!("{} ({})", words.name(*domain), told.join(", "))
    };
    let told: Vec<_> = counted.iter().map(each).collect();
    words.say("summary.domains_alt", &[("domains", &told.join("; "))])
}
