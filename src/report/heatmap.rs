//! Every system, every domain. In: the facts. Out: one row a system, worst first, one column a domain, with totals; for a large
//! inventory, shares per business unit (or deployment model) before the worst systems.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::assess::{CustomerState, Obligation, ProviderState};
use crate::framework::Domain;
use crate::report::facts::{Facts, SystemRef};
use crate::report::summary::StateName;
use crate::report::text::Text;
use crate::snapshot::SystemRecord;

/// The most systems that are shown one by one.
const SYSTEMS: usize = 40;
/// The most systems of the map in the annex.
const ANNEX: usize = 400;
/// The most groups that are shown; the others are put together.
const GROUPS: usize = 30;

/// The heat map.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct HeatMap {
    /// What is shown, in one sentence.
    pub intro: String,
    /// The 16 domains.
    pub columns: Vec<Column>,
    /// Shares per group, for a large inventory.
    pub groups: Option<Groups>,
    /// Heading above the systems, where groups stand before them.
    pub systems_title: Option<String>,
    /// Worst first.
    pub rows: Vec<Row>,
    /// Duties without an owner per domain, over all systems in scope.
    pub totals: Vec<String>,
    /// Exposure over all systems.
    pub exposure: String,
    /// The states and their letters.
    pub legend: Vec<Key>,
    /// What stands there without any system.
    pub empty: Option<String>,
}

/// The map of every system, for the annex.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FullMap {
    /// The 16 domains.
    pub columns: Vec<Column>,
    /// Worst first.
    pub rows: Vec<Row>,
}

impl FullMap {
    /// The map, where the section shows only the worst systems and the annex has room for all.
    pub fn new(facts: &Facts<'_>) -> Option<Self> {
        let systems = facts.worst_systems();
        (SYSTEMS + 1..=ANNEX).contains(&systems.len()).then(|| Self {
            columns: columns(facts),
            rows: rows(facts, &systems),
        })
    }
}

/// A domain's column.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Column {
    /// Its name for a narrow head.
    pub name: String,
    /// Its full name.
    pub full: String,
}

/// One system.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Row {
    /// The system.
    pub system: SystemRef,
    /// Id, models, unit.
    pub about: Text,
    /// One a domain; nothing where the domain does not apply.
    pub cells: Vec<Option<Cell>>,
    /// Its exposure.
    pub exposure: String,
}

/// One duty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Cell {
    /// State of our side.
    pub state: Option<CustomerState>,
    /// Its letter.
    pub letter: String,
    /// Whether the provider's side is confirmed, if there is one.
    pub confirmed: Option<bool>,
    /// Whether the framework marks it.
    pub focus: bool,
}

/// A state with its letter and name.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Key {
    /// The state.
    #[serde(flatten)]
    pub state: StateName,
    /// Its letter.
    pub letter: String,
}

/// Shares of duties without an owner per group of systems.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Groups {
    /// What the groups are.
    pub title: String,
    /// Greatest exposure first.
    pub rows: Vec<Group>,
}

/// One group of systems.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Group {
    /// Its name.
    pub name: Text,
    /// Number of systems.
    pub systems: String,
    /// One a domain; nothing where no system of the group has a duty of ours.
    pub shares: Vec<Option<Share>>,
    /// Its exposure.
    pub exposure: String,
}

/// The share of a group's duties in one domain that nobody owns.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Share {
    /// Whole per cent.
    pub text: String,
    /// 0 (none) to 4 (more than three quarters).
    pub level: usize,
}

impl HeatMap {
    /// Settles the heat map.
    pub fn new(facts: &Facts<'_>) -> Self {
        let words = facts.words;
        let systems = facts.worst_systems();
        let large = systems.len() > SYSTEMS;
        let shown = &systems[..systems.len().min(SYSTEMS)];
        Self {
            intro: words.text(if large { "heatmap.intro_large" } else { "heatmap.intro" }),
            columns: columns(facts),
            groups: large.then(|| groups(facts, &systems)),
            systems_title: large.then(|| words.count("heatmap.worst", shown.len(), &[])),
            rows: rows(facts, shown),
            totals: totals(facts),
            exposure: words.number(facts.snapshot.headline.exposure as usize),
            legend: legend(facts),
            empty: systems.is_empty().then(|| words.text("heatmap.empty")),
        }
    }
}

/// The 16 heads.
fn columns(facts: &Facts<'_>) -> Vec<Column> {
    let column = |domain: Domain| Column {
        name: facts.words.about(domain, "column"),
        full: facts.words.name(domain),
    };
    Domain::ALL.into_iter().map(column).collect()
}

/// One row for each system.
fn rows(facts: &Facts<'_>, systems: &[&SystemRecord]) -> Vec<Row> {
    systems.iter().map(|system| row(facts, system)).collect()
}

fn row(facts: &Facts<'_>, system: &SystemRecord) -> Row {
    let about = [Some(system.id.clone()), Some(facts.models(system)), system.unit.clone()];
    let about: Vec<_> = about.into_iter().flatten().collect();
    let cells = Domain::ALL
        .into_iter()
        .map(|domain| facts.duty(&system.id, domain).map(|duty| cell(facts, duty)));
    Row {
        system: facts.system_ref(&system.id),
        about: Text::new(about.join(" · ")),
        cells: cells.collect(),
        exposure: facts.words.number(facts.exposure(&system.id) as usize),
    }
}

fn cell(facts: &Facts<'_>, duty: &Obligation) -> Cell {
    Cell {
        state: duty.customer,
        letter: duty.customer.map_or_else(String::new, |state| letter(facts, state)),
        confirmed: duty.provider.map(|state| state == ProviderState::Confirmed),
        focus: duty.critical_focus,
    }
}

fn letter(facts: &Facts<'_>, state: CustomerState) -> String {
    facts.words.about(state, "letter")
}

fn totals(facts: &Facts<'_>) -> Vec<String> {
    let mut unowned = [0; Domain::ALL.len()];
    let without = |o: &&Obligation| o.customer == Some(CustomerState::Unowned);
    for duty in facts.snapshot.obligations.iter().filter(without) {
        unowned[duty.domain as usize] += 1;
    }
    unowned.iter().map(|&count| facts.words.number(count)).collect()
}

fn legend(facts: &Facts<'_>) -> Vec<Key> {
    let key = |state| Key {
        state: StateName {
            state,
            name: facts.words.name(state),
        },
        letter: letter(facts, state),
    };
    CustomerState::WORST_FIRST.into_iter().map(key).collect()
}

/// What a system is grouped by: its business unit, or, where hardly any system names one, its models.
fn groups(facts: &Facts<'_>, systems: &[&SystemRecord]) -> Groups {
    let words = facts.words;
    let with_unit = systems.iter().filter(|s| s.unit.is_some()).count();
    let by_unit = with_unit * 2 >= systems.len();
    let mut members: BTreeMap<String, Vec<&SystemRecord>> = BTreeMap::new();
    for system in systems {
        let unit = || system.unit.clone().unwrap_or_else(|| words.text("heatmap.no_unit"));
        let name = if by_unit { unit() } else { model_group(facts, system) };
        members.entry(name).or_default().push(system);
    }
    let exposure = |of: &[&SystemRecord]| of.iter().map(|s| facts.exposure(&s.id)).sum::<u32>();
    let mut members: Vec<_> = members.into_iter().collect();
    members.sort_by_key(|(_, of)| std::cmp::Reverse(exposure(of)));
    if members.len() > GROUPS {
        let rest: Vec<_> = members.split_off(GROUPS - 1);
        let name = words.count("heatmap.other_groups", rest.len(), &[]);
        members.push((name, rest.into_iter().flat_map(|(_, of)| of).collect()));
    }
    let title = if by_unit { "heatmap.units" } else { "heatmap.models" };
    Groups {
        title: words.text(title),
        rows: members.iter().map(|(name, of)| group(facts, name, of)).collect(),
    }
}

/// Systems with several models make a group of their own.
fn model_group(facts: &Facts<'_>, system: &SystemRecord) -> String {
    match system.models.as_slice() {
        [] => facts.words.text("model.unknown"),
        [one] => facts.words.name(*one),
        [_, ..] => facts.words.text("heatmap.several_models"),
    }
}

fn group(facts: &Facts<'_>, name: &str, of: &[&SystemRecord]) -> Group {
    let share = |domain| {
        let duties = || {
            of.iter()
                .filter_map(move |s| facts.duty(&s.id, domain))
                .filter(|o| o.customer.is_some())
        };
        let unowned = duties().filter(|o| o.customer == Some(CustomerState::Unowned)).count();
        let all = duties().count();
        (all > 0).then(|| (unowned as f64 / all as f64, unowned, all))
    };
    let shown = |(share, unowned, all): (f64, usize, usize)| Share {
        text: facts.words.percent(share),
        level: (unowned * 4).div_ceil(all),
    };
    Group {
        name: Text::new(name),
        systems: facts.words.number(of.len()),
        shares: Domain::ALL.into_iter().map(|domain| share(domain).map(shown)).collect(),
        exposure: facts
            .words
            .number(of.iter().map(|s| facts.exposure(&s.id) as usize).sum()),
    }
}
