//! A record sorted for looking things up. In: a record, or the parts of one that is still in the making. Out: its systems, duties,
//! gaps and actions by id, and in the order "worst first". It counts nothing that the record has counted.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::{Snapshot, SystemRecord};
use crate::assess::{Duty, GapId, Obligation, Severity};
use crate::framework::{Domain, Responsibility};
use crate::plan::{self, Action, ActionKind, DatedGap, phrases};
use crate::words::Words;

/// A record by id.
#[derive(Clone, Debug, Default)]
pub struct Index<'a> {
    all_systems: &'a [SystemRecord],
    all_gaps: &'a [DatedGap],
    systems: BTreeMap<&'a str, &'a SystemRecord>,
    /// By system, in the order of the domains.
    obligations: BTreeMap<&'a str, Vec<&'a Obligation>>,
    /// By system, in the order of the record.
    gaps: BTreeMap<&'a str, Vec<&'a DatedGap>>,
    /// By system.
    action_of: BTreeMap<&'a str, Vec<(Duty, &'a Action)>>,
}

impl<'a> Index<'a> {
    /// Sorts a record.
    pub fn new(snapshot: &'a Snapshot) -> Self {
        let mut index = Self::of(&snapshot.systems, &snapshot.obligations);
        index.all_gaps = &snapshot.gaps;
        for gaps in snapshot
            .gaps
            .chunk_by(|one, next| one.gap.id.system == next.gap.id.system)
        {
            index.gaps.entry(&gaps[0].gap.id.system).or_default().extend(gaps);
        }
        for action in &snapshot.actions {
            for id in &action.gaps {
                index.action_of.entry(&id.system).or_default().push((id.duty, action));
            }
        }
        index
    }

    /// Sorts systems and duties of which no gap is on record yet.
    pub fn of(systems: &'a [SystemRecord], obligations: &'a [Obligation]) -> Self {
        let mut of_system: BTreeMap<&str, Vec<&Obligation>> = BTreeMap::new();
        for duties in obligations.chunk_by(|one, next| one.system == next.system) {
            of_system.entry(&duties[0].system).or_default().extend(duties);
        }
        for duties in of_system.values_mut() {
            duties.sort_by_key(|duty| duty.domain);
        }
        Self {
            all_systems: systems,
            systems: systems.iter().map(|s| (s.id.as_str(), s)).collect(),
            obligations: of_system,
            ..Self::default()
        }
    }

    /// The same with systems and their duties under other ids: id in the record = id to look for.
    pub fn renamed(mut self, renames: &'a BTreeMap<String, String>) -> Self {
        let other = |own: &'a str| renames.get(own).map_or(own, String::as_str);
        let systems = std::mem::take(&mut self.systems).into_iter();
        self.systems = systems.map(|(id, system)| (other(id), system)).collect();
        let obligations = std::mem::take(&mut self.obligations).into_iter();
        for (id, duties) in obligations {
            self.obligations.entry(other(id)).or_default().extend(duties);
        }
        self
    }

    /// A system.
    pub fn system(&self, id: &str) -> Option<&'a SystemRecord> {
        self.systems.get(id).copied()
    }

    /// A system's name; its id if the record does not list it.
    pub fn name<'b>(&self, id: &'b str) -> &'b str
    where
        'a: 'b,
    {
        self.system(id).map_or(id, |system| &system.name)
    }

    /// Whether a system is there and counts.
    pub fn in_scope(&self, id: &str) -> bool {
        self.system(id).is_some_and(SystemRecord::in_scope)
    }

    /// What a system owes in a domain, on either side.
    pub fn duty(&self, system: &str, domain: Domain) -> Option<&'a Obligation> {
        let duties = self.obligations.get(system)?;
        duties.iter().copied().find(|duty| duty.domain == domain)
    }

    /// What every system owes, by its id and the domain.
    pub fn obligations(&self) -> impl Iterator<Item = ((&'a str, Domain), &'a Obligation)> {
        let of_system = self.obligations.iter();
        of_system.flat_map(|(&system, duties)| duties.iter().map(move |&duty| ((system, duty.domain), duty)))
    }

    /// The obligation that a gap is about, if it is owed on that side.
    pub fn owed(&self, id: &GapId) -> Option<&'a Obligation> {
        let obligation = self.duty(&id.system, id.domain()?)?;
        let has_side = match id.duty {
            Duty::Ours(_) => obligation.customer.is_some(),
            Duty::Theirs(_) => obligation.provider.is_some(),
            Duty::Unclassified => false,
        };
        has_side.then_some(obligation)
    }

    /// A gap.
    pub fn gap(&self, id: &GapId) -> Option<&'a DatedGap> {
        let mut gaps = self.gaps_of(&id.system).iter().copied();
        gaps.find(|gap| gap.gap.id.duty == id.duty)
    }

    /// The gaps of a system, in the order of the record.
    pub fn gaps_of(&self, system: &str) -> &[&'a DatedGap] {
        self.gaps.get(system).map_or(&[], Vec::as_slice)
    }

    /// The gaps that an action closes, worst first.
    pub fn gaps_of_action(&self, action: &Action) -> Vec<&'a DatedGap> {
        action.gaps.iter().filter_map(|id| self.gap(id)).collect()
    }

    /// The action that closes a gap.
    pub fn action_of(&self, id: &GapId) -> Option<&'a Action> {
        let actions = self.action_of.get(id.system.as_str())?;
        let action = actions.iter().find(|(duty, _)| *duty == id.duty);
        action.map(|(_, action)| *action)
    }

    /// The sum of a system's scores.
    pub fn exposure(&self, system: &str) -> u32 {
        self.gaps_of(system).iter().map(|g| g.gap.score).sum()
    }

    /// Every gap, see [`plan::worst_first`].
    pub fn worst_gaps(&self) -> Vec<&'a DatedGap> {
        plan::worst_first(self.all_gaps)
    }

    /// The systems in scope: greatest exposure first, then most critical gaps, then the order of the inventory.
    pub fn worst_systems(&self) -> Vec<&'a SystemRecord> {
        let mut systems: Vec<_> = self.all_systems.iter().filter(|s| s.in_scope()).collect();
        systems.sort_by_cached_key(|s| {
            let critical = |g: &&&DatedGap| g.gap.severity == Severity::Critical;
            let critical = self.gaps_of(&s.id).iter().filter(critical).count();
            (Reverse(self.exposure(&s.id)), Reverse(critical))
        });
        systems
    }
}

/// What is to be done, in the words of a language.
impl Index<'_> {
    /// What an action is called.
    pub fn title(&self, action: &Action, words: &Words) -> String {
        let who = match action.kind {
            ActionKind::Obtain => self.provider(action, words),
            _ => action.assignee.clone(),
        };
        phrases::title(words, action, &who)
    }

    /// Who does an action.
    pub fn assignee(&self, action: &Action, words: &Words) -> String {
        match action.already_owns {
            Some(_) => action.assignee.clone(),
            None => phrases::assignee(words, action.kind, action.domain, &action.assignee),
        }
    }

    /// Whom an action asks for assurance: the vendor, or "the provider of" a system that names none.
    pub fn provider(&self, action: &Action, words: &Words) -> String {
        let first = action.systems.first().and_then(|id| self.system(id));
        let vendor = first.and_then(|system| system.vendor.clone());
        vendor.unwrap_or_else(|| phrases::provider_of(words, first.map_or("", |system| &system.name)))
    }

    /// The first thing to do about a gap.
    pub fn first_step(&self, gap: &DatedGap, words: &Words) -> String {
        let id = &gap.gap.id;
        let duty = id.domain().and_then(|domain| self.duty(&id.system, domain));
        let shared = duty.is_some_and(|duty| duty.responsibility == Responsibility::Shared);
        phrases::first_step(words, &gap.gap, shared)
    }
}
