//! The actions that close the gaps. In: gaps with their dates, the inventory and its assessment. Out: actions in the order in which
//! they take most exposure away, each with what it would change; each gap is in exactly one.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::owning::Owning;
use super::{Action, ActionKind, AlreadyOwns, Basis, DatedGap, Figures, keys, phrases, renewals, worst_first};
use crate::assess::{Acceptance, Duty, Gap, GapId, GapKind, Severity};
use crate::config::Language;
use crate::framework::Domain;
use crate::inventory::{System, company_key, same_person};
use crate::words::Words;

/// What the gaps of one action have in common.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Group {
    /// Their systems have no model.
    Classify,
    /// Nobody owns the duty in this domain.
    AssignOwner(Domain),
    /// A risk acceptance lapsed that these had approved, by the keys of their names.
    Renew(Vec<String>),
    /// These own the duties, by the keys of their names.
    Deliver(Vec<String>),
    /// This vendor provides the systems, by the key of its name.
    ObtainFrom(String),
    /// This system names no vendor.
    ObtainFor(String),
}

/// What the groups are told from.
struct Grouping<'a> {
    basis: &'a Basis<'a>,
    systems: BTreeMap<&'a str, &'a System>,
    acceptances: BTreeMap<&'a GapId, Vec<&'a Acceptance>>,
    /// Everybody who takes part in a renewal, by who approved what lapsed.
    renewals: BTreeMap<Vec<String>, Vec<String>>,
    owning: Owning,
}

/// Groups the gaps into actions.
pub fn actions(gaps: &[DatedGap], basis: &Basis<'_>) -> Vec<Action> {
    let mut grouping = Grouping::of(basis);
    grouping.renewals = renewals::together(gaps.iter().filter_map(|gap| grouping.renewal(&gap.gap)));
    let mut groups: BTreeMap<Group, Vec<&DatedGap>> = BTreeMap::new();
    for gap in gaps {
        groups.entry(grouping.group(&gap.gap)).or_default().push(gap);
    }
    let made = groups.into_iter().map(|(group, gaps)| grouping.action(&group, &gaps));
    let mut actions: Vec<_> = made.collect();
    actions.sort_by(|a, b| order(a).cmp(&order(b)));
    number(&mut actions, Figures::of(&basis.assessment.gaps));
    actions
}

/// What takes most exposure away comes first, then what ends most critical gaps. Classifying, which claims no effect, comes by the
/// scores of its gaps.
fn order(action: &Action) -> (Reverse<i64>, i64, &str) {
    let away = match action.kind {
        ActionKind::Classify => i64::from(action.score),
        _ => -action.effect.exposure,
    };
    (Reverse(away), action.effect.critical, &action.key)
}

/// Numbers the actions in their order, and says how things stand after each.
fn number(actions: &mut [Action], now: Figures) {
    let mut after = now;
    for (place, action) in actions.iter_mut().enumerate() {
        after = after + action.effect;
        action.number = format!("A{}", place + 1);
        action.after = after;
    }
}

impl<'a> Grouping<'a> {
    fn of(basis: &'a Basis<'a>) -> Self {
        let mut acceptances: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for acceptance in &basis.assessment.acceptances {
            acceptances.entry(&acceptance.id).or_default().push(acceptance);
        }
        Self {
            systems: basis.inventory.systems.iter().map(|s| (s.id.as_str(), s)).collect(),
            acceptances,
            renewals: BTreeMap::new(),
            owning: Owning::of(basis.inventory, &basis.assessment.obligations),
            basis,
        }
    }

    fn group(&self, gap: &Gap) -> Group {
        match gap.id.duty {
            Duty::Unclassified => Group::Classify,
            Duty::Theirs(_) => self.vendor(gap).map_or_else(
                || Group::ObtainFor(gap.id.system.clone()),
                |vendor| Group::ObtainFrom(company_key(vendor)),
            ),
            Duty::Ours(domain) => self.group_of_ours(gap, domain),
        }
    }

    fn group_of_ours(&self, gap: &Gap, domain: Domain) -> Group {
        let renewal = self
            .renewal(gap)
            .and_then(|(approvers, _)| self.renewals.get(&approvers));
        match renewal {
            Some(everybody) => Group::Renew(everybody.clone()),
            None if gap.kind == GapKind::Unowned || gap.owners.is_empty() => Group::AssignOwner(domain),
            None => Group::Deliver(keys::all_of(gap.owners.iter().map(String::as_str))),
        }
    }

    /// Who had approved what has lapsed, by the keys of their names, and the rows that it lapsed in; nothing where there is nobody to
    /// renew it.
    fn renewal(&self, gap: &Gap) -> Option<(Vec<String>, Vec<&'a str>)> {
        if gap.kind != GapKind::ExceptionExpired {
            return None;
        }
        let approvers = keys::all_of(self.approvers(gap));
        let rows = self.lapsed(gap).map(|a| a.source.as_str()).collect();
        (!approvers.is_empty()).then_some((approvers, rows))
    }

    /// Who provides the system of a gap.
    fn vendor(&self, gap: &Gap) -> Option<&'a str> {
        self.systems.get(gap.id.system.as_str())?.vendor.as_deref()
    }

    /// Who had approved what has lapsed: neither the duty's owners nor the vendor, sorted.
    fn approvers(&self, gap: &Gap) -> Vec<&'a str> {
        let vendor = self.vendor(gap).map(company_key);
        let owns = |name: &str| gap.owners.iter().any(|owner| same_person(owner, name));
        let named = self.lapsed(gap).flat_map(|a| a.approver.split(';')).map(str::trim);
        let valid = named.filter(|name| vendor != Some(company_key(name)) && !owns(name));
        let valid: BTreeSet<&str> = valid.collect();
        valid.into_iter().collect()
    }

    /// The acceptances of a duty that have lapsed by their last day; where there is none, one was ended before it.
    fn lapsed(&self, gap: &Gap) -> impl Iterator<Item = &'a Acceptance> + use<'a> {
        let all = self.acceptances.get(&gap.id).cloned().unwrap_or_default();
        let by_day = all.iter().any(|a| a.days_left < 0);
        all.into_iter().filter(move |a| !by_day || a.days_left < 0)
    }

    /// An action; the gaps are in the order of the inventory.
    fn action(&self, group: &Group, gaps: &[&DatedGap]) -> Action {
        let Origin {
            kind,
            domain,
            about,
            who,
        } = self.origin(group, gaps);
        let words = record_words();
        let mut action = Action {
            number: String::new(),
            kind,
            key: keys::key(kind, &about),
            assignee: phrases::assignee(words, kind, domain, &who),
            title: String::new(),
            already_owns: None,
            score: gaps.iter().map(|g| g.gap.score).sum(),
            severity: gaps.iter().map(|g| g.gap.severity).max().unwrap_or(Severity::Low),
            ask_by: self.basis.calendar.ask_by(self.basis.rules),
            due: gaps.iter().map(|g| g.due).min().unwrap_or(self.basis.calendar.as_of),
            overdue: gaps.iter().filter(|g| g.overdue).count(),
            rows: rows(gaps),
            effect: self.effect(kind, gaps),
            after: Figures::default(),
            domain,
            duties: domain.map(|domain| self.owning.duties(domain)),
            systems: systems(gaps),
            gaps: worst_first(gaps.iter().copied())
                .iter()
                .map(|g| g.gap.id.clone())
                .collect(),
        };
        if let Some((name, duties)) = domain.and_then(|domain| self.owner_at_hand(domain, gaps)) {
            let of = self.owning.duties(domain.unwrap_or(Domain::ALL[0]));
            action.assignee = name;
            action.already_owns = Some(AlreadyOwns { duties, of });
        }
        action.title = phrases::title(words, &action, &who);
        action
    }

    /// What the action changes, if it alone is done. Nobody knows what duties a model brings, so that none is claimed there.
    fn effect(&self, kind: ActionKind, gaps: &[&DatedGap]) -> Figures {
        match kind {
            ActionKind::Classify => Figures::default(),
            _ => Figures::change(gaps.iter().map(|g| &g.gap), &self.basis.assessment.left),
        }
    }

    /// Who owns much of the domain already, and could own these duties too.
    fn owner_at_hand(&self, domain: Domain, gaps: &[&DatedGap]) -> Option<(String, usize)> {
        let vendors: BTreeSet<String> = gaps
            .iter()
            .filter_map(|g| self.vendor(&g.gap))
            .map(company_key)
            .collect();
        self.owning.most(domain, |name| !vendors.contains(&company_key(name)))
    }

    fn origin(&self, group: &Group, gaps: &[&DatedGap]) -> Origin {
        let first = gaps.first().map(|g| &g.gap);
        let of = |kind, domain, about: &str, who: &str| Origin {
            kind,
            domain,
            about: about.to_owned(),
            who: who.to_owned(),
        };
        let named = |kind, name: &str| of(kind, None, name, name);
        match group {
            Group::Classify => of(ActionKind::Classify, None, "", ""),
            Group::AssignOwner(domain) => of(ActionKind::AssignOwner, Some(*domain), domain.id(), ""),
            Group::Renew(_) => {
                let approvers = gaps.iter().flat_map(|gap| self.approvers(&gap.gap));
                named(ActionKind::Renew, &keys::joined(each_once(approvers)))
            }
            Group::Deliver(_) => {
                let owners = first.map(|gap| gap.owners.as_slice()).unwrap_or_default();
                named(ActionKind::Deliver, &keys::joined(owners))
            }
            Group::ObtainFrom(_) => {
                let vendor = first.and_then(|gap| self.vendor(gap)).unwrap_or_default();
                named(ActionKind::Obtain, vendor)
            }
            Group::ObtainFor(id) => {
                let name = self.systems.get(id.as_str()).map_or(id, |system| &system.name);
                let who = phrases::provider_of(record_words(), name);
                of(ActionKind::Obtain, None, id, &who)
            }
        }
    }
}

/// Names in their order, each in its first spelling.
fn each_once<'a>(names: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut spellings = BTreeMap::new();
    for name in names {
        spellings.entry(keys::who(name)).or_insert(name);
    }
    let mut names: Vec<_> = spellings.into_values().collect();
    names.sort_unstable();
    names
}

/// What an action comes from.
struct Origin {
    kind: ActionKind,
    domain: Option<Domain>,
    /// What stands in the key: stable from quarter to quarter.
    about: String,
    /// Who owns the duties, approved the acceptance, or is to be asked for assurance, in the record's English.
    who: String,
}

/// The systems of some gaps, in their order.
fn systems(gaps: &[&DatedGap]) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let ids = gaps.iter().map(|g| &g.gap.id.system);
    ids.filter(|id| seen.insert(id.as_str())).cloned().collect()
}

/// The rows of the inventory that some gaps come from, each once; where nothing is written down, there is none.
fn rows(gaps: &[&DatedGap]) -> usize {
    let written = gaps.iter().map(|g| &g.gap);
    let written = written.filter(|gap| gap.rows > 0 || gap.id.duty == Duty::Unclassified);
    written.flat_map(|gap| &gap.source).collect::<BTreeSet<_>>().len()
}

/// The record is in English, whatever language the report has.
fn record_words() -> &'static Words {
    Words::of(Language::En)
}
