//! The snapshot, sorted for looking things up. In: a snapshot and the words. Out: the same records by id, by system and in
//! the order of the pages. It counts nothing that the snapshot has counted.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::assess::{Obligation, Severity};
use crate::diagnostic::Diagnostic;
use crate::framework::Domain;
use crate::inventory::Scope;
use crate::plan::{Action, ActionKind, DatedGap};
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
    links: Links<'a>,
}

/// What the pages have a place for, so that a text may point to it.
#[derive(Clone, Debug, Default)]
pub struct Links<'a> {
    /// Systems with a page part of their own, and their places among them.
    pub systems: BTreeMap<&'a str, usize>,
    /// Numbers of the actions that are written out.
    pub actions: BTreeSet<&'a str>,
    /// Whether the register is printed.
    pub register: bool,
}

/// A system that a text names.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SystemRef {
    /// How it is shown.
    pub name: Text,
    /// Its place among the system pages, if it has one.
    pub page: Option<usize>,
}

/// An action that a text names.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ActionRef {
    /// `A1`, `A2` ...
    pub number: String,
    /// Whether it is written out in the plan.
    pub listed: bool,
}

impl<'a> Facts<'a> {
    /// Sorts a snapshot.
    pub fn new(snapshot: &'a Snapshot, words: &'static Words) -> Self {
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
            periods: Periods::new(snapshot, words),
            systems: snapshot.systems.iter().map(|s| (s.id.as_str(), s)).collect(),
            gaps: snapshot.gaps.iter().map(|g| (g.gap.id.as_str(), g)).collect(),
            gaps_of,
            obligations_of,
            links: Links::default(),
            action_of: actions
                .flat_map(|a| a.gaps.iter().map(move |id| (id.as_str(), a)))
                .collect(),
        }
    }

    /// The same facts, knowing what can be pointed to.
    pub fn linked(mut self, links: Links<'a>) -> Self {
        self.links = links;
        self
    }

    /// What can be pointed to.
    pub fn links(&self) -> &Links<'a> {
        &self.links
    }

    /// A system as a text names it.
    pub fn system_ref(&self, id: &str) -> SystemRef {
        SystemRef {
            name: Text::short(self.system(id).map_or(id, |s| s.name.as_str()), 40),
            page: self.links.systems.get(id).copied(),
        }
    }

    /// A system as it is named where a line of so many ems is all there is.
    pub fn system_ref_in(&self, id: &str, ems: f64) -> SystemRef {
        SystemRef {
            name: Text::fit(self.system(id).map_or(id, |s| s.name.as_str()), ems),
            page: self.links.systems.get(id).copied(),
        }
    }

    /// An action as a text names it.
    pub fn action_ref(&self, action: &Action) -> ActionRef {
        ActionRef {
            number: action.number.clone(),
            listed: self.links.actions.contains(action.number.as_str()),
        }
    }

    /// A system by its id.
    pub fn system(&self, id: &str) -> Option<&'a SystemRecord> {
        self.systems.get(id).copied()
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

    /// Where a remark points, and how many more places there are.
    pub fn places(&self, remark: &Diagnostic) -> Text {
        let mut places = gathered(remark.at.iter().map(|place| self.without_only_file(place)));
        let more = remark.unlisted();
        if more > 0 && !places.is_empty() {
            places.push(self.words.count("plan.more_systems", more, &[]));
        }
        Text::short(places.join(", "), 260)
    }

    /// A place without its file, where there is one input file only and the place names a sheet of it.
    fn without_only_file<'p>(&self, place: &'p str) -> &'p str {
        match self.snapshot.inventory.as_slice() {
            [only] => place
                .strip_prefix(only.file.as_str())
                .and_then(|rest| rest.strip_prefix(" > "))
                .filter(|rest| rest.contains(" > "))
                .unwrap_or(place),
            _ => place,
        }
    }

    /// What an action is called on the page.
    pub fn title(&self, action: &Action) -> Text {
        let words = self.words;
        let n = action.gaps.len();
        match (action.kind, action.domain) {
            (ActionKind::Classify, _) => words.count("action.classify", n, &[]).into(),
            (ActionKind::AssignOwner, Some(domain)) => words
                .say("action.assign_owner", &[("domain", &words.domain(domain))])
                .into(),
            (ActionKind::Obtain, _) => words.say("action.obtain", &[("vendor", &self.provider(action))]).into(),
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
            (ActionKind::Classify, _) => words.text("role.inventory_keeper").into(),
            (ActionKind::Obtain, _) => words.text("role.third_party_manager").into(),
            (_, Some(domain)) => words.of_domain(domain, "role", &domain.facts().accountable_role).into(),
            _ => Text::short(&action.assignee, 120),
        }
    }
}

/// Places one after the other; the sheet is named once for all cells that follow each other in it.
fn gathered<'p>(places: impl Iterator<Item = &'p str>) -> Vec<String> {
    let mut before = None;
    let shown = |place: &'p str| {
        let table = place.rsplit_once(" > ");
        let same = table.is_some() && table.map(|(table, _)| table) == before;
        before = table.map(|(table, _)| table);
        table.filter(|_| same).map_or(place, |(_, cell)| cell).to_owned()
    };
    places.map(shown).collect()
}
