//! Annex B: the worst systems, one by one. In: the facts and how many are wanted. Out: what is known of each, and a row for each domain
//! that applies: whose duty it is, how our side stands, who of ours has it until when, how the provider's stands until when, and the
//! cells it can be traced to.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::assess::{Because, Duty, Obligation, ProviderState};
use crate::framework::Domain;
use crate::plan::DatedGap;
use crate::report::actions::dates;
use crate::report::facts::Facts;
use crate::report::register::owner;
use crate::report::table::{Cell, Column, Mark, Table};
use crate::report::text::{LONGEST_NAME, Text};
use crate::snapshot::{ImpactSource, ModelSourceKind, SystemRecord};

/// How many systems are shown when nothing else is asked for.
pub const USUAL: usize = 10;

/// The worst systems.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Systems {
    /// How many of how many are shown.
    pub intro: String,
    /// What a frame means.
    pub focus: String,
    /// Worst first.
    pub pages: Vec<SystemPart>,
}

/// One system.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SystemPart {
    /// Its name.
    pub name: Text,
    /// Gaps and exposure.
    pub standing: String,
    /// What is known of it: a head and a value each.
    pub facts: Vec<Fact>,
    /// Its domains; none if its model is not known.
    pub table: Option<Table>,
    /// What stands there without a known model, or which domains do not apply.
    pub note: Option<String>,
}

/// A head and a value.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Fact {
    /// What it is.
    pub head: String,
    /// What is known.
    pub value: Text,
}

impl Systems {
    /// Settles the parts of the worst systems; nothing where none is wanted or there.
    pub fn new(facts: &Facts<'_>, wanted: usize) -> Option<Self> {
        let words = facts.words;
        let systems = facts.worst_systems();
        let shown = systems.len().min(wanted);
        let all = words.number(systems.len());
        let key = if shown == systems.len() {
            "systems.all"
        } else {
            "systems.worst"
        };
        (shown > 0).then(|| Self {
            intro: words.count(key, shown, &[("all", &all)]),
            focus: [Some(words.text("systems.frame")), facts.usual_cells()]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(" "),
            pages: systems[..shown].iter().map(|system| part(facts, system)).collect(),
        })
    }
}

fn part(facts: &Facts<'_>, system: &SystemRecord) -> SystemPart {
    let words = facts.words;
    let gaps = facts.gaps_of(&system.id).len();
    let exposure = words.number(facts.exposure(&system.id) as usize);
    let owed: Vec<_> = Domain::ALL
        .into_iter()
        .filter_map(|domain| facts.duty(&system.id, domain))
        .collect();
    let not: Vec<_> = Domain::ALL
        .into_iter()
        .filter(|&domain| facts.duty(&system.id, domain).is_none())
        .map(|domain| words.name(domain))
        .collect();
    let note = match (system.models.is_empty(), not.is_empty()) {
        (true, _) => Some(words.text("systems.unclassified")),
        (false, true) => None,
        (false, false) => Some(words.say("systems.not_owed", &[("domains", &not.join(", "))])),
    };
    let theirs = owed.iter().any(|duty| duty.provider.is_some());
    let rows: Vec<_> = owed.iter().map(|duty| row(facts, system, duty, theirs)).collect();
    SystemPart {
        name: Text::short(&system.name, LONGEST_NAME),
        standing: words.count("systems.standing", gaps, &[("exposure", &exposure)]),
        facts: known(facts, system),
        table: (!rows.is_empty()).then(|| Table::small(facts.paper.width, columns(facts, theirs), rows)),
        note,
    }
}

/// The columns; those of the provider's side only where it has one.
fn columns(facts: &Facts<'_>, theirs: bool) -> Vec<Column> {
    let words = facts.words;
    let mut columns = vec![
        Column::wide(words.text("heading.domain")),
        Column::firm(words.text("systems.head_whose")),
        Column::firm(words.text("systems.head_ours")),
        Column::new(words.text("heading.owner")),
        Column::firm(words.text("systems.head_our_date")),
    ];
    if theirs {
        columns.push(Column::firm(words.text("systems.head_theirs")));
        columns.push(Column::firm(words.text("systems.head_their_date")));
    }
    columns.push(Column::new(words.text("heading.cell")));
    columns
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
        ("fact.source", Some(facts.cells([&system.source]).as_str().to_owned())),
    ];
    let fact = |(head, value): (&str, Option<String>)| {
        Some(Fact {
            head: words.text(head),
            value: Text::short(value?, LONGEST_NAME),
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

fn row(facts: &Facts<'_>, system: &SystemRecord, duty: &Obligation, with_theirs: bool) -> Vec<Cell> {
    let words = facts.words;
    let gap = |side: fn(Domain) -> Duty| {
        let gaps = facts.gaps_of(&system.id).iter();
        gaps.copied().find(|g| g.gap.id.duty == side(duty.domain))
    };
    let (ours, theirs) = (gap(Duty::Ours), gap(Duty::Theirs));
    let name = words.name(duty.domain);
    let domain = match duty.critical_focus {
        true => Cell::plain(format!("{name}*")).marked(Mark::Frame),
        false => Cell::plain(name),
    };
    let our_side = duty.customer.map_or_else(Cell::default, |state| {
        Cell::plain(words.name(state)).marked(Mark::Swatch(words.about(state, "letter"), state))
    });
    let owners = if duty.customer.is_some() {
        owner(facts, &duty.owners)
    } else {
        Text::default()
    };
    let cells = spoken(system, duty);
    let mut row = vec![
        domain,
        Cell::plain(whose(facts, system, duty)),
        our_side,
        Cell::plain(owners),
        date(facts, ours),
    ];
    if with_theirs {
        row.extend([provider(facts, duty, theirs), date(facts, theirs)]);
    }
    row.push(match cells.as_slice() {
        [] => Cell::quiet("–"),
        cells => Cell::quiet(facts.cells(cells.iter().copied())),
    });
    row
}

/// The cells of the rows that speak of a duty, those of our side first. The system's own stands above its table.
fn spoken<'a>(system: &SystemRecord, duty: &'a Obligation) -> Vec<&'a String> {
    let ours = duty.source.iter().filter(|_| duty.customer.is_some());
    let mut cells: Vec<_> = ours.chain(&duty.provider_source).collect();
    let mut seen = BTreeSet::from([&system.source]);
    cells.retain(|cell| seen.insert(cell));
    cells
}

/// The provider's side: confirmed, or what there is instead of evidence.
fn provider(facts: &Facts<'_>, duty: &Obligation, gap: Option<&DatedGap>) -> Cell {
    let words = facts.words;
    match (duty.provider, gap.and_then(|g| g.gap.because)) {
        (None, _) => Cell::default(),
        (Some(ProviderState::Confirmed), _) => Cell::plain(words.text("provider.confirmed")),
        (Some(_), Some(Because::Claim)) => Cell::plain(words.text("provider.claim")),
        (Some(_), Some(Because::Expired)) => Cell::plain(words.text("provider.expired")),
        (Some(_), Some(Because::Nothing) | None) => Cell::plain(words.text("provider.open")),
    }
}

/// The date of a gap: as promised, else in brackets by our term.
fn date(facts: &Facts<'_>, gap: Option<&DatedGap>) -> Cell {
    gap.map_or_else(Cell::default, |gap| dates(facts, &[gap]))
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
