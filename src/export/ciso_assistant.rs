//! The plan as CISO Assistant's data wizard reads it: actions as applied controls, systems as assets, gaps as findings. In: the record.
//! Out: one CSV each, with that importer's column names. A later import with "update the row" changes what this program knows, and
//! nothing that people work on there: `status` and `observation` are no columns of ours. Only owners who are named in the inventory
//! are written as owners, by their address where it is known: a role that we merely suggest owns nothing yet.

use std::collections::BTreeSet;

use crate::assess::Severity;
use crate::error::Error;
use crate::export::briefs::{Brief, briefs, labels};
use crate::export::delimited::{Field, csv};
use crate::export::gap_rows::{GapRow, gap_rows};
use crate::export::limits::{fitted, fitted_id};
use crate::export::tables::Named;
use crate::framework::Domain;
use crate::inventory::Contacts;
use crate::plan::{Action, ActionKind};
use crate::snapshot::{Snapshot, SystemRecord};
use crate::words::Words;

const CONTROLS: [&str; 14] = [
    "ref_id",
    "name",
    "description",
    "domain",
    "category",
    "csf_function",
    "priority",
    "eta",
    "owner",
    "filtering_labels",
    "unowned system",
    "unowned domain",
    "unowned party",
    "unowned action",
];
const ASSETS: [&str; 5] = ["ref_id", "name", "description", "type", "filtering_labels"];
const FINDINGS: [&str; 7] = [
    "ref_id",
    "name",
    "description",
    "severity",
    "priority",
    "due_date",
    "filtering_labels",
];
/// The longest name.
const NAME: usize = 200;
/// The longest reference.
const REFERENCE: usize = 100;

/// `applied-controls.csv`, `assets.csv` and `findings.csv`. `domain` stays empty, so that the importer's fallback domain is used; the
/// last four columns of the controls are ours, and passed over there.
///
/// # Errors
/// None is expected; see [`csv`].
pub fn ciso_assistant(snapshot: &Snapshot, contacts: &Contacts, words: &'static Words) -> Result<Vec<Named>, Error> {
    let what = "the tables for CISO Assistant";
    let controls = briefs(snapshot, words);
    let controls = csv(what, &CONTROLS, controls.iter().map(|brief| fields(brief, contacts)))?;
    let assets = csv(
        what,
        &ASSETS,
        snapshot.systems.iter().filter(|s| s.in_scope()).map(asset),
    )?;
    let findings = csv(what, &FINDINGS, gap_rows(snapshot, words).iter().map(finding))?;
    Ok(vec![
        ("applied-controls.csv".to_owned(), controls),
        ("assets.csv".to_owned(), assets),
        ("findings.csv".to_owned(), findings),
    ])
}

fn fields(brief: &Brief<'_>, contacts: &Contacts) -> Vec<Field> {
    let action = brief.action;
    let (systems, domains) = reach(brief);
    let owners = brief.owners();
    let owners: Vec<_> = owners.iter().map(|owner| contacts.of(owner).unwrap_or(owner)).collect();
    vec![
        Field::text(fitted_id(&action.key, REFERENCE)),
        Field::text(fitted(&brief.title, NAME)),
        Field::text(format!("{}\n\n{}", brief.summary(), brief.lines().join("\n"))),
        Field::text(""),
        Field::text(category(action.kind)),
        Field::text(csf_function(action)),
        Field::bare(priority(action.severity)),
        Field::bare(brief.by),
        Field::text(owners.join(";")),
        Field::text(labels(action).join("|")),
        Field::text(systems),
        Field::text(domains),
        Field::text(party(action.kind)),
        Field::text(&action.number),
    ]
}

fn asset(system: &SystemRecord) -> Vec<Field> {
    let facts = [&system.product, &system.vendor, &system.unit, &system.owner];
    let facts: Vec<_> = facts.into_iter().flatten().map(String::as_str).collect();
    let models = system.models.iter().map(|model| model.id().to_owned());
    let labels: Vec<_> = ["unowned".to_owned()].into_iter().chain(models).collect();
    vec![
        Field::text(fitted_id(&system.id, REFERENCE)),
        Field::text(fitted(&system.name, NAME)),
        Field::text(facts.join("; ")),
        Field::text("PR"),
        Field::text(labels.join("|")),
    ]
}

fn finding(row: &GapRow<'_>) -> Vec<Field> {
    let gap = &row.gap.gap;
    let domain = gap.id.domain().map(|domain| domain.id().to_owned());
    let labels: Vec<_> = ["unowned".to_owned(), gap.kind.id().to_owned()]
        .into_iter()
        .chain(domain)
        .collect();
    vec![
        Field::text(fitted_id(&gap.id.to_string(), REFERENCE)),
        Field::text(fitted(&row.title(), NAME)),
        Field::text(format!("{}\n{}", row.first_step, gap.source.join("; "))),
        Field::text(gap.severity.id()),
        Field::bare(priority(gap.severity)),
        Field::bare(row.gap.due),
        Field::text(labels.join("|")),
    ]
}

/// Which systems and domains an action is for, as a list of controls says it. Empty where not every domain is meant for every
/// system: one row cannot say that, and read back it must not count for a duty that it was not written for.
fn reach(brief: &Brief<'_>) -> (String, String) {
    let pairs: BTreeSet<(&str, Domain)> = brief
        .gaps
        .iter()
        .filter_map(|row| Some((row.gap.gap.id.system.as_str(), row.gap.gap.id.domain()?)))
        .collect();
    let systems: BTreeSet<&str> = pairs.iter().map(|(system, _)| *system).collect();
    let domains: BTreeSet<&str> = pairs.iter().map(|(_, domain)| domain.id()).collect();
    if pairs.len() != systems.len() * domains.len() {
        return Default::default();
    }
    let join = |all: BTreeSet<&str>| all.into_iter().collect::<Vec<_>>().join("; ");
    (join(systems), join(domains))
}

fn party(kind: ActionKind) -> &'static str {
    match kind {
        ActionKind::Obtain => "Provider",
        ActionKind::Classify | ActionKind::AssignOwner | ActionKind::Renew | ActionKind::Deliver => "Customer",
    }
}

fn category(kind: ActionKind) -> &'static str {
    match kind {
        ActionKind::Classify | ActionKind::AssignOwner | ActionKind::Renew | ActionKind::Obtain => "process",
        ActionKind::Deliver => "procedure",
    }
}

/// The function of the NIST Cybersecurity Framework that an action serves: deciding and obtaining is governing.
fn csf_function(action: &Action) -> &'static str {
    match (action.kind, action.domain) {
        (_, Some(Domain::IncidentResponse)) => "respond",
        (_, Some(Domain::MonitoringAndLogging)) => "detect",
        (ActionKind::Classify, _) => "identify",
        (ActionKind::AssignOwner | ActionKind::Renew | ActionKind::Obtain, _) => "govern",
        (ActionKind::Deliver, _) => "protect",
    }
}

fn priority(severity: Severity) -> u8 {
    match severity {
        Severity::Critical => 1,
        Severity::High => 2,
        Severity::Medium => 3,
        Severity::Low => 4,
    }
}
