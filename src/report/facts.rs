//! The snapshot, sorted for looking things up. In: a snapshot and the words. Out: the same records by id, by system and in
//! the order of the pages. It counts nothing that the snapshot has counted.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::assess::{Obligation, Severity};
use crate::framework::Domain;
use crate::inventory::Scope;
use crate::plan::{Action, DatedGap};
use crate::report::period::Periods;
use crate::report::text::Text;
use crate::report::wording::Words;
use crate::snapshot::{Snapshot, SystemRecord};

/// Everything that a section may look up.
pub struct Facts<'a> {
    /// The record of the run.
    pub snapshot: &'a Snapshot,
    /// The words of the report's language.
    pub words: &'static Words,
    /// How the reports of the chain are called.
    pub periods: Periods,
    systems: BTreeMap<&'a str, &'a SystemRecord>,
    gaps: BTreeMap<&'a str, &'a DatedGap>,
    gaps_of: BTreeMap<&'a str, Vec<&'a DatedGap>>,
    obligations_of: BTreeMap<&'a str, BTreeMap<Domain, &'a Obligation>>,
    action_of: BTreeMap<&'a str, &'a Action>,
}

impl<'a> Facts<'a> {
    /// Sorts a snapshot.
    pub fn new(snapshot: &'a Snapshot, words: &'static Words, fiscal_year_start: u32) -> Self {
        let mut gaps_of: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for gap in &snapshot.gaps {
            gaps_of.entry(gap.gap.system.as_str()).or_default().push(gap);
        }
        let mut obligations_of: BTreeMap<_, BTreeMap<_, _>> = BTreeMap::new();
        for obligation in &snapshot.obligations {
            let of_system = obligations_of.entry(obligation.system.as_str()).or_default();
            of_system.insert(obligation.domain, obligation);
        }
        let actions = snapshot.actions.iter();
        Self {
            snapshot,
            words,
            periods: Periods::new(snapshot, words, fiscal_year_start),
            systems: snapshot.systems.iter().map(|s| (s.id.as_str(), s)).collect(),
            gaps: snapshot.gaps.iter().map(|g| (g.gap.id.as_str(), g)).collect(),
            gaps_of,
            obligations_of,
            action_of: actions
                .flat_map(|a| a.gaps.iter().map(move |id| (id.as_str(), a)))
                .collect(),
        }
    }

    /// A system by its id.
    pub fn system(&self, id: &str) -> Option<&'a SystemRecord> {
        self.systems.get(id).copied()
    }

    /// A system's name, or its id if a gap of the past names one that is gone.
    pub fn name(&self, id: &'a str) -> &'a str {
        self.system(id).map_or(id, |system| system.name.as_str())
    }

    /// A gap by its id.
    pub fn gap(&self, id: &str) -> Option<&'a DatedGap> {
        self.gaps.get(id).copied()
    }

    /// The gaps of an action, worst first.
    pub fn gaps_of_action(&self, action: &'a Action) -> Vec<&'a DatedGap> {
        action.gaps.iter().filter_map(|id| self.gap(id)).collect()
    }

    /// The gaps of a system.
    pub fn gaps_of(&self, system: &str) -> &[&'a DatedGap] {
        self.gaps_of.get(system).map_or(&[], Vec::as_slice)
    }

    /// The duties of a system, by domain.
    pub fn duty(&self, system: &str, domain: Domain) -> Option<&'a Obligation> {
        self.obligations_of.get(system)?.get(&domain).copied()
    }

    /// The action that closes a gap.
    pub fn action_of(&self, gap: &str) -> Option<&'a Action> {
        self.action_of.get(gap).copied()
    }

    /// The sum of a system's scores.
    pub fn exposure(&self, system: &str) -> u32 {
        self.gaps_of(system).iter().map(|g| g.gap.score).sum()
    }

    /// The systems in scope: greatest exposure first, then most critical gaps, then the order of the inventory.
    pub fn worst_first(&self) -> Vec<&'a SystemRecord> {
        let mut systems: Vec<_> = self.snapshot.systems.iter().filter(|s| s.scope == Scope::In).collect();
        systems.sort_by_cached_key(|s| {
            let critical = |g: &&&DatedGap| g.gap.severity == Severity::Critical;
            let critical = self.gaps_of(&s.id).iter().filter(critical).count();
            (Reverse(self.exposure(&s.id)), Reverse(critical))
        });
        systems
    }

    /// The models of a system in few words.
    pub fn models(&self, system: &SystemRecord) -> String {
        if system.models.is_empty() {
            return self.words.text("model.unknown");
        }
        let models: Vec<_> = system.models.iter().map(|&m| self.words.model(m)).collect();
        models.join(" + ")
    }

    /// What an action is called on the page.
    pub fn title(&self, action: &Action) -> Text {
        let words = self.words;
        let n = action.gaps.len();
        match (action.kind, action.domain) {
            (crate::plan::ActionKind::Classify, _) => words.count("action.classify", n, &[]).into(),
            (crate::plan::ActionKind::AssignOwner, Some(domain)) => words
                .say("action.assign_owner", &[("domain", &words.domain(domain))])
                .into(),
            (crate::plan::ActionKind::Obtain, _) => {
                words.say("action.obtain", &[("vendor", &self.provider(action))]).into()
            }
            _ => words.count("action.deliver", n, &[("owner", &action.assignee)]).into(),
        }
    }

    /// Whom an action asks for assurance: the vendor, or "the provider of" a system that names none.
    pub fn provider(&self, action: &Action) -> String {
        let first = action.systems.first().and_then(|id| self.system(id));
        let vendor = first.and_then(|system| system.vendor.clone());
        vendor.unwrap_or_else(|| {
            let name = first.map_or_else(String::new, |system| system.name.clone());
            self.words.say("action.provider_of", &[("system", &name)])
        })
    }

    /// Who does an action.
    pub fn assignee(&self, action: &Action) -> Text {
        let words = self.words;
        match (action.kind, action.domain) {
            (crate::plan::ActionKind::Classify, _) => words.text("role.inventory_keeper").into(),
            (crate::plan::ActionKind::Obtain, _) => words.text("role.third_party_manager").into(),
            (_, Some(domain)) => words.of_domain(domain, "role", &domain.facts().accountable_role).into(),
            _ => Text::short(&action.assignee, 120),
        }
    }
}
