//! On whom much of the exposure rests. In: systems, duties and gaps. Out: the provider and the person with the largest share of it,
//! where that is over a fifth.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::SystemRecord;
use crate::assess::{Obligation, Side};
use crate::inventory::{company_key, name_key};
use crate::plan::DatedGap;

/// Who has the largest share of the exposure, where it is over a fifth of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Concentration {
    /// The provider, by the gaps on the provider's side of its systems.
    pub provider: Option<Share>,
    /// The person, by the gaps of the duties that he owns, alone or with others; teams are left out.
    pub person: Option<Share>,
}

/// A part of the exposure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Share {
    /// Whose.
    pub name: String,
    /// The sum of the scores.
    pub score: u32,
    /// The sum of all scores, both sides.
    pub of: u32,
}

/// Scores by name, in the order in which the names come.
type Scores<'a> = IndexMap<&'a str, u32>;

/// Finds them.
pub fn of(systems: &[SystemRecord], obligations: &[Obligation], gaps: &[DatedGap]) -> Concentration {
    let all: u32 = gaps.iter().map(|gap| gap.gap.score).sum();
    let vendors: BTreeMap<&str, &str> = systems
        .iter()
        .filter_map(|s| Some((s.id.as_str(), s.vendor.as_deref()?)))
        .collect();
    let teams = teams(obligations);
    let (mut providers, mut persons) = (Scores::new(), Scores::new());
    for gap in gaps.iter().map(|gap| &gap.gap) {
        if gap.id.side() == Side::Provider {
            let vendor = vendors.get(gap.id.system.as_str()).copied();
            add(&mut providers, vendor, gap.score);
            continue;
        }
        let owners = gap.owners.iter().map(String::as_str);
        owners
            .filter(|owner| !teams.contains(owner))
            .for_each(|owner| add(&mut persons, Some(owner), gap.score));
    }
    Concentration {
        provider: largest(providers, company_key, all),
        person: largest(persons, name_key, all),
    }
}

/// Owners who are no persons: those of a duty that only teams own.
fn teams(obligations: &[Obligation]) -> BTreeSet<&str> {
    let of_teams = obligations.iter().filter(|duty| duty.team_only);
    of_teams.flat_map(|duty| &duty.owners).map(String::as_str).collect()
}

fn add<'a>(scores: &mut Scores<'a>, name: Option<&'a str>, score: u32) {
    if let Some(name) = name {
        let sum = scores.entry(name).or_default();
        *sum = sum.saturating_add(score);
    }
}

/// The largest, by name among equals, if it is over a fifth. Spellings with one key are one name, told as it is first spelt.
fn largest(scores: Scores<'_>, key: fn(&str) -> String, all: u32) -> Option<Share> {
    let mut keyed: BTreeMap<String, (&str, u32)> = BTreeMap::new();
    for (name, score) in scores {
        let sum = &mut keyed.entry(key(name)).or_insert((name, 0)).1;
        *sum = sum.saturating_add(score);
    }
    let largest = keyed.into_values().rev().max_by_key(|(_, score)| *score)?;
    let (name, score) = largest;
    (u64::from(score) * 5 > u64::from(all)).then(|| Share {
        name: name.to_owned(),
        score,
        of: all,
    })
}
