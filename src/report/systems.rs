//! A page part for each of the worst systems. In: the facts and how many are wanted. Out: what is known of the system, and its
//! 16 domains with whose duty it is, how it stands, who owns it, when it is due, and the cell it can be traced to.

use serde::Serialize;

use crate::assess::{CustomerState, Obligation, ProviderState};
use crate::framework::{Domain, Responsibility};
use crate::report::facts::{ActionRef, Facts};
use crate::report::register::{owner, places};
use crate::report::text::Text;
use crate::snapshot::{ImpactSource, ModelSourceKind, SystemRecord};

/// How many systems are shown when nothing else is asked for.
pub const USUAL: usize = 25;

/// The worst systems.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Systems {
    /// How many of how many are shown.
    pub intro: String,
    /// Worst first.
    pub pages: Vec<SystemPage>,
}

/// One system.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SystemPage {
    /// Its place among these pages.
    pub page: usize,
    /// Its name.
    pub name: Text,
    /// What is known of it: a head and a value each.
    pub facts: Vec<Fact>,
    /// Gaps and exposure.
    pub standing: String,
    /// Its domains; none if its model is not known.
    pub duties: Vec<Duty>,
    /// What stands there without a known model.
    pub unclassified: Option<String>,
}

/// A head and a value.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Fact {
    /// What it is.
    pub head: String,
    /// What is known.
    pub value: Text,
}

/// One domain of one system.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Duty {
    /// The domain.
    pub domain: String,
    /// Whose duty it is, and which of its models ask for it, if not all do.
    pub whose: String,
    /// Whether the framework marks it.
    pub focus: bool,
    /// State of our side.
    pub state: Option<CustomerState>,
    /// Its letter.
    pub letter: String,
    /// Its name.
    pub text: String,
    /// Whether the provider's side is confirmed, if there is one.
    pub confirmed: Option<bool>,
    /// Who owns our side.
    pub owner: Text,
    /// When the open gaps are due.
    pub due: String,
    /// Whether that day has passed.
    pub overdue: bool,
    /// The actions that close them.
    pub actions: Vec<ActionRef>,
    /// The cells it can be traced to.
    pub source: Text,
}

impl Systems {
    /// Settles the pages of the worst systems.
    pub fn new(facts: &Facts<'_>, wanted: usize) -> Self {
        let systems = facts.worst_systems();
        let shown = systems.len().min(wanted);
        let all = facts.words.number(systems.len());
        let key = if shown == systems.len() {
            "systems.all"
        } else {
            "systems.worst"
        };
        Self {
            intro: facts.words.count(key, shown, &[("all", &all)]),
            pages: systems[..shown]
                .iter()
                .enumerate()
                .map(|(place, system)| page(facts, place, system))
                .collect(),
        }
    }
}

fn page(facts: &Facts<'_>, place: usize, system: &SystemRecord) -> SystemPage {
    let words = facts.words;
    let duties = Domain::ALL.into_iter().map(|domain| duty(facts, system, domain));
    let classified = !system.models.is_empty();
    let gaps = facts.gaps_of(&system.id).len();
    let exposure = words.number(facts.exposure(&system.id) as usize);
    SystemPage {
        page: place,
        name: Text::new(&system.name),
        facts: known(facts, system),
        standing: words.count("systems.standing", gaps, &[("exposure", &exposure)]),
        duties: if classified { duties.collect() } else { Vec::new() },
        unclassified: (!classified).then(|| words.text("systems.unclassified")),
    }
}

fn known(facts: &Facts<'_>, system: &SystemRecord) -> Vec<Fact> {
    let words = facts.words;
    let impact = match system.impact_source == ImpactSource::Assumed {
        true => words.text("systems.impact_assumed"),
        false => words.text(&format!("impact.{}", system.impact)),
    };
    let all = [
        ("fact.id", Some(system.id.clone())),
        ("fact.model", Some(model(facts, system))),
        ("fact.product", system.product.clone()),
        ("fact.vendor", system.vendor.clone()),
        ("fact.unit", system.unit.clone()),
        ("fact.owner", system.owner.clone()),
        ("fact.criticality", system.criticality.map(|c| words.name(c))),
        ("fact.classification", system.classification.map(|c| words.name(c))),
        ("fact.impact", Some(impact)),
        ("fact.source", Some(system.source.clone())),
    ];
    let fact = |(head, value): (&str, Option<String>)| {
        Some(Fact {
            head: words.text(head),
            value: Text::new(value?),
        })
    };
    all.into_iter().filter_map(fact).collect()
}

/// The models, and whether they were only told from a name.
fn model(facts: &Facts<'_>, system: &SystemRecord) -> String {
    let models = facts.models(system);
    match system.model_source {
        ModelSourceKind::Inferred => facts.words.say("systems.inferred", &[("models", &models)]),
        _ => models,
    }
}

fn duty(facts: &Facts<'_>, system: &SystemRecord, domain: Domain) -> Duty {
    match facts.duty(&system.id, domain) {
        Some(duty) => owed(facts, system, duty),
        None => Duty {
            domain: facts.words.name(domain),
            whose: facts.words.name(Responsibility::NotApplicable),
            focus: false,
            state: None,
            letter: String::new(),
            text: String::new(),
            confirmed: None,
            owner: Text::default(),
            due: String::new(),
            overdue: false,
            actions: Vec::new(),
            source: Text::default(),
        },
    }
}

fn owed(facts: &Facts<'_>, system: &SystemRecord, duty: &Obligation) -> Duty {
    let words = facts.words;
    let gaps: Vec<_> = facts
        .gaps_of(&system.id)
        .iter()
        .filter(|g| g.gap.id.domain() == Some(duty.domain))
        .collect();
    let due = gaps.iter().map(|g| g.due).min();
    let mut actions: Vec<_> = gaps
        .iter()
        .filter_map(|g| facts.action_of(&g.gap.id))
        .map(|a| facts.action_ref(a))
        .collect();
    actions.dedup();
    let cells = if duty.customer.is_some() {
        &duty.source
    } else {
        &duty.provider_source
    };
    Duty {
        domain: words.name(duty.domain),
        whose: whose(facts, system, duty),
        focus: duty.critical_focus,
        state: duty.customer,
        letter: duty.customer.map_or_else(String::new, |s| words.about(s, "letter")),
        text: duty.customer.map_or_else(String::new, |s| words.name(s)),
        confirmed: duty.provider.map(|state| state == ProviderState::Confirmed),
        owner: if duty.customer.is_some() {
            owner(facts, &duty.owners)
        } else {
            words.text("owner.provider").into()
        },
        due: due.map_or_else(String::new, |day| words.date(day)),
        overdue: gaps.iter().any(|g| g.overdue),
        actions,
        source: Text::new(places(cells)),
    }
}

fn whose(facts: &Facts<'_>, system: &SystemRecord, duty: &Obligation) -> String {
    let words = facts.words;
    let whose = words.name(duty.responsibility);
    if duty.asked_by.len() == system.models.len() {
        return whose;
    }
    let models: Vec<_> = duty.asked_by.iter().map(|&model| words.name(model)).collect();
    words.say("whose.asked_by", &[("whose", &whose), ("models", &models.join(", "))])
}
