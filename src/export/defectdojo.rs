//! The gaps as DefectDojo's *Generic Findings Import* reads them. In: the record. Out: JSON; a finding keeps its identity from report to
//! report, so that a re-import closes what is gone. Accepted risks come along as accepted.

use serde_json::{Value, json};

use crate::config::Language;
use crate::error::Error;
use crate::export::gap_rows::{GapRow, gap_rows};
use crate::export::limits::fitted;
use crate::export::record::pretty;
use crate::inventory::Contacts;
use crate::snapshot::{Index, Snapshot};
use crate::words::Words;

/// The longest title.
const TITLE: usize = 500;
/// The longest name of a component.
const COMPONENT: usize = 500;

/// The findings; in English, as their severities must be.
///
/// # Errors
/// [`Error::Export`] if a value has no JSON form, which would be a defect of ours.
pub fn defectdojo(snapshot: &Snapshot, contacts: &Contacts) -> Result<String, Error> {
    let words = Words::of(Language::En);
    let open = gap_rows(snapshot, words);
    let open = open.iter().map(|row| finding(row, snapshot, contacts));
    let findings: Vec<Value> = open.chain(accepted(snapshot, words)).collect();
    let name = match &snapshot.organisation {
        Some(organisation) => format!("AI security duties, {organisation}"),
        None => "AI security duties".to_owned(),
    };
    let file = json!({
        "name": fitted(&name, COMPONENT),
        "type": "unowned",
        "version": snapshot.tool_version,
        "findings": findings,
    });
    pretty("the findings for DefectDojo", &file)
}

fn finding(row: &GapRow<'_>, snapshot: &Snapshot, contacts: &Contacts) -> Value {
    let gap = &row.gap.gap;
    let words = row.words;
    let mut tags = vec![
        "unowned".to_owned(),
        gap.kind.id().to_owned(),
        gap.id.side().id().to_owned(),
    ];
    tags.extend(gap.id.domain().map(|domain| domain.id().to_owned()));
    let owners = match gap.owners.as_slice() {
        [] => String::new(),
        owners => {
            let owners: Vec<_> = owners.iter().map(|owner| contacts.reached(owner)).collect();
            format!("\n\nOwner: {}", owners.join("; "))
        }
    };
    json!({
        "title": fitted(&row.title(), TITLE),
        "severity": words.title(gap.severity),
        "description": format!("{}{owners}\n\nInventory: {}", words.about(gap.kind, "meaning"), gap.source.join(", ")),
        "mitigation": row.first_step,
        "severity_justification": format!("{} x {} = {} of 12", gap.weight, gap.impact, gap.score),
        "date": row.gap.first_seen,
        "planned_remediation_date": row.gap.due,
        "active": true,
        "verified": true,
        "unique_id_from_tool": gap.id.to_string(),
        "vuln_id_from_tool": gap.kind.id(),
        "component_name": fitted(row.system_name(), COMPONENT),
        "tags": tags,
        "publish_date": snapshot.as_of,
    })
}

fn accepted<'a>(snapshot: &'a Snapshot, words: &'a Words) -> impl Iterator<Item = Value> + 'a {
    let index = Index::new(snapshot);
    let holds = snapshot.accepted.iter().filter(|accepted| accepted.days_left >= 0);
    holds.map(move |accepted| {
        let id = &accepted.id;
        let domain = id.domain().map(|domain| words.name(domain)).unwrap_or_default();
        let system = index.name(&id.system);
        let reason = accepted.reason.as_deref().unwrap_or("no reason given");
        json!({
            "title": fitted(&format!("{system}, {domain}: risk accepted"), TITLE),
            "severity": "Info",
            "description": format!("{reason}\n\nApproved by {}, until {}.\n\nInventory: {}", accepted.approver, accepted.expires, accepted.source),
            "date": snapshot.as_of,
            "active": false,
            "verified": true,
            "risk_accepted": true,
            "unique_id_from_tool": id.to_string(),
            "component_name": fitted(system, COMPONENT),
            "tags": ["unowned", "accepted"],
        })
    })
}
