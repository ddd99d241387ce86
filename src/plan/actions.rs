//! The actions that close the gaps. In: gaps with their dates, and the inventory's systems. Out: actions in the order in which they
//! close most; each gap is in exactly one.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::{Action, ActionKind, DatedGap, Figures, phrases, worst_first};
use crate::assess::{Duty, Gap, GapKind, Severity};
use crate::config::Language;
use crate::framework::Domain;
use crate::inventory::{System, name_key};
use crate::words::Words;

/// Systems by id.
type Systems<'a> = BTreeMap<&'a str, &'a System>;

/// What the gaps of one action have in common.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Group {
    /// Their systems have no model.
    Classify,
    /// Nobody owns the duty in this domain.
    AssignOwner(Domain),
    /// These own the duties, by the keys of their names.
    Deliver(Vec<String>),
    /// This vendor provides the systems, by the key of its name.
    ObtainFrom(String),
    /// This system names no vendor.
    ObtainFor(String),
}

/// Groups the gaps into actions.
pub fn actions(systems: &[System], gaps: &[DatedGap], as_of: NaiveDate) -> Vec<Action> {
    let systems: Systems<'_> = systems.iter().map(|s| (s.id.as_str(), s)).collect();
    let mut groups: BTreeMap<Group, Vec<&DatedGap>> = BTreeMap::new();
    for gap in gaps {
        groups.entry(group(&gap.gap, &systems)).or_default().push(gap);
    }
    let made = groups
        .into_iter()
        .map(|(group, gaps)| action(&group, gaps, &systems, as_of));
    let mut actions: Vec<_> = made.collect();
    actions.sort_by(|a, b| (b.score, b.severity, a.due, &a.key).cmp(&(a.score, a.severity, b.due, &b.key)));
    number(&mut actions);
    actions
}

fn group(gap: &Gap, systems: &Systems<'_>) -> Group {
    match gap.id.duty {
        Duty::Unclassified => Group::Classify,
        Duty::Ours(domain) if gap.kind == GapKind::Unowned || gap.owners.is_empty() => Group::AssignOwner(domain),
        Duty::Ours(_) => Group::Deliver(gap.owners.iter().map(|o| name_key(o)).collect()),
        Duty::Theirs(_) => vendor(gap, systems).map_or_else(
            || Group::ObtainFor(gap.id.system.clone()),
            |vendor| Group::ObtainFrom(name_key(vendor)),
        ),
    }
}

/// Who provides the system of a gap.
fn vendor<'a>(gap: &Gap, systems: &Systems<'a>) -> Option<&'a str> {
    systems.get(gap.id.system.as_str())?.vendor.as_deref()
}

fn action(group: &Group, gaps: Vec<&DatedGap>, systems: &Systems<'_>, as_of: NaiveDate) -> Action {
    let mut seen = BTreeSet::new();
    let concerned = gaps.iter().map(|g| g.gap.id.system.clone());
    let concerned = concerned.filter(|id| seen.insert(id.clone())).collect();
    let gaps = worst_first(gaps);
    let Origin { kind, domain, key, who } = Origin::of(group, &gaps, systems);
    let words = record_words();
    let due = gaps.iter().map(|g| g.due).min().unwrap_or(as_of);
    Action {
        number: String::new(),
        kind,
        key,
        assignee: phrases::assignee(words, kind, domain, &who),
        score: gaps.iter().map(|g| g.gap.score).sum(),
        severity: gaps.iter().map(|g| g.gap.severity).max().unwrap_or(Severity::Low),
        title: phrases::title(words, kind, domain, gaps.len(), &who),
        already_owns: None,
        ask_by: as_of,
        due,
        overdue: gaps.iter().filter(|g| g.overdue).count(),
        rows: gaps.iter().map(|g| g.gap.rows).sum(),
        effect: Figures::default(),
        after: Figures::default(),
        domain,
        systems: concerned,
        gaps: gaps.iter().map(|g| g.gap.id.clone()).collect(),
    }
}

/// What an action comes from.
struct Origin {
    kind: ActionKind,
    domain: Option<Domain>,
    /// Stable from quarter to quarter.
    key: String,
    /// Who owns the duties, or is to be asked for assurance, in the record's English.
    who: String,
}

impl Origin {
    fn of(group: &Group, gaps: &[&DatedGap], systems: &Systems<'_>) -> Self {
        let (kind, domain, key, who) = match group {
            Group::Classify => (ActionKind::Classify, None, "classify".to_owned(), String::new()),
            Group::AssignOwner(domain) => {
                let key = format!("assign-owner/{domain}");
                (ActionKind::AssignOwner, Some(*domain), key, String::new())
            }
            Group::Deliver(_) => {
                let owners = gaps.iter().map(|g| g.gap.owners.join(" + ")).min().unwrap_or_default();
                (ActionKind::Deliver, None, format!("deliver/{owners}"), owners)
            }
            Group::ObtainFrom(_) => {
                let vendor = gaps
                    .iter()
                    .filter_map(|g| vendor(&g.gap, systems))
                    .min()
                    .unwrap_or_default();
                (ActionKind::Obtain, None, format!("obtain/{vendor}"), vendor.to_owned())
            }
            Group::ObtainFor(id) => {
                let name = systems.get(id.as_str()).map_or(id, |system| &system.name);
                let who = phrases::provider_of(record_words(), name);
                (ActionKind::Obtain, None, format!("obtain/{id}"), who)
            }
        };
        Self { kind, domain, key, who }
    }
}

/// The record is in English, whatever language the report has.
fn record_words() -> &'static Words {
    Words::of(Language::En)
}

/// Numbers the actions in their order.
fn number(actions: &mut [Action]) {
    for (place, action) in actions.iter_mut().enumerate() {
        action.number = format!("A{}", place + 1);
    }
}
