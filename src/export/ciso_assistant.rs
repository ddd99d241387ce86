//! The actions as CISO Assistant imports applied controls. In: the snapshot. Out: a CSV with that importer's column names.
//! Only owners who are named in the inventory are written as owners: a role that we merely suggest owns nothing yet.

use std::collections::BTreeSet;

use crate::assess::Severity;
use crate::error::Error;
use crate::export::briefs::{Brief, briefs, labels};
use crate::export::delimited::{Field, csv};
use crate::framework::Domain;
use crate::plan::{Action, ActionKind};
use crate::snapshot::Snapshot;
use crate::words::Words;

const HEADINGS: [&str; 15] = [
    "ref_id",
    "name",
    "description",
    "domain",
    "category",
    "csf_function",
    "status",
    "priority",
    "eta",
    "owner",
    "filtering_labels",
    "observation",
    "System",
    "Security domain",
    "Responsible party",
];

/// The actions for CISO Assistant. `domain` stays empty, so that the importer's fallback domain is used; the last three columns
/// are ours, and let the table be read as a list of controls.
///
/// # Errors
/// None is expected; see [`csv`].
pub fn ciso_assistant(snapshot: &Snapshot, words: &'static Words) -> Result<Vec<u8>, Error> {
    csv(
        "the table for CISO Assistant",
        &HEADINGS,
        briefs(snapshot, words).iter().map(fields),
    )
}

fn fields(brief: &Brief<'_>) -> Vec<Field> {
    let action = brief.action;
    let (systems, domains) = reach(brief);
    vec![
        Field::text(&action.key),
        Field::text(&brief.title),
        Field::text(brief.lines().join("\n")),
        Field::text(""),
        Field::text(category(action.kind)),
        Field::text(csf_function(action)),
        Field::text("to_do"),
        Field::bare(priority(action.severity)),
        Field::bare(brief.by),
        Field::text(brief.owners().join(";")),
        Field::text(labels(action).join("|")),
        Field::text(brief.summary()),
        Field::text(systems),
        Field::text(domains),
        Field::text(party(action.kind)),
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
