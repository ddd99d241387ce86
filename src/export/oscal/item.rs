//! One gap in OSCAL's words: what was observed, the risk with its deadline and remediation, and the item that ties them together.

use chrono::NaiveDate;
use serde_json::{Value, json};

use super::{
    NAMESPACE, PROVIDER_ROLE, end_of, identifier, party_id, property, prose, role_of, start_of, system_id, tool_id,
};
use crate::assess::{Acceptance, GapId, GapKind, Side};
use crate::config::Language;
use crate::export::gap_rows::GapRow;
use crate::snapshot::{ClosedGap, Index, Snapshot};
use crate::words::Words;

/// What was seen in the inventory.
pub fn observation(row: &GapRow<'_>, as_of: NaiveDate, inventory: Option<&str>) -> Value {
    let gap = &row.gap.gap;
    let mut observation = json!({
        "uuid": identifier("observation", &gap.id),
        "title": prose(&row.title()),
        "description": row.words.about(gap.kind, "meaning"),
        "methods": ["EXAMINE"],
        "types": ["finding"],
        "origins": [origin()],
        "subjects": [{ "subject-uuid": system_id(&gap.id.system), "type": "component" }],
        "collected": start_of(as_of),
    });
    if let Some(resource) = inventory {
        let cells = format!("Inventory, {}", prose(&gap.source.join(", ")));
        observation["relevant-evidence"] = json!([{ "href": format!("#{resource}"), "description": cells }]);
    }
    observation
}

/// The risk: how bad, by when, and what is to be done by whom.
pub fn risk(row: &GapRow<'_>) -> Value {
    let gap = &row.gap.gap;
    json!({
        "uuid": identifier("risk", &gap.id),
        "title": prose(&row.title()),
        "description": row.words.about(gap.kind, "meaning"),
        "statement": statement(row),
        "props": dates(row),
        "status": status(gap.kind),
        "characterizations": [{ "origin": origin(), "facets": facets(row) }],
        "deadline": end_of(row.gap.due),
        "remediations": [remediation(row)],
        "related-observations": [{ "observation-uuid": identifier("observation", &gap.id) }],
    })
}

/// Since when it is open, what was promised, and our own standard; the deadline is the promise, else the standard.
fn dates(row: &GapRow<'_>) -> Vec<Value> {
    let dated = row.gap;
    let promised = dated.promised.map(|day| property("promised", &day.to_string()));
    [
        property("first-seen", &dated.first_seen.to_string()),
        property("standard-term", &dated.term.to_string()),
    ]
    .into_iter()
    .chain(promised)
    .collect()
}

/// The item: the same in every quarter in which the gap is open.
pub fn item(row: &GapRow<'_>) -> Value {
    let gap = &row.gap.gap;
    let mut props = vec![
        property("gap-id", &gap.id.to_string()),
        property("severity", &row.words.title(gap.severity)),
        property("change", &row.words.title(row.gap.change)),
    ];
    props.extend(row.action.map(|action| property("action-key", &action.key)));
    json!({
        "uuid": identifier("item", &gap.id),
        "title": prose(&row.title()),
        "description": statement(row),
        "props": props,
        "related-observations": [{ "observation-uuid": identifier("observation", &gap.id) }],
        "related-risks": [{ "risk-uuid": identifier("risk", &gap.id) }],
    })
}

/// Risks that leadership has accepted, as deviations that were approved; what has lapsed is open again.
pub fn accepted(snapshot: &Snapshot) -> Vec<Value> {
    let holds = snapshot.accepted.iter().filter(|accepted| accepted.days_left >= 0);
    let risk = |accepted: &Acceptance| {
        let mut risk = settled(snapshot, &accepted.id, "deviation-approved");
        risk["statement"] = prose(accepted.reason.as_deref().unwrap_or("No reason is given.")).into();
        risk["deadline"] = end_of(accepted.expires).into();
        risk["props"] = json!([
            property("approved-by", &accepted.approver),
            property("accepted-until", &accepted.expires.to_string()),
            property("inventory", &accepted.source),
        ]);
        risk
    };
    holds.map(risk).collect()
}

/// Risks that were open in the last report and are closed, with how; an accepted one stands with those.
pub fn closed(snapshot: &Snapshot) -> Vec<Value> {
    let elsewhere = |id: &GapId| snapshot.accepted.iter().any(|a| a.id == *id && a.days_left >= 0);
    let gone = snapshot.closed.iter().filter(|closed| !elsewhere(&closed.gap.gap.id));
    let risk = |closed: &ClosedGap| {
        let mut risk = settled(snapshot, &closed.gap.gap.id, "closed");
        let proof = closed.proof.map(|proof| property("proof", proof.id()));
        let props = [
            property("closed-how", closed.how.id()),
            property("first-seen", &closed.gap.first_seen.to_string()),
            property("closed-by", &snapshot.as_of.to_string()),
        ];
        risk["props"] = props.into_iter().chain(proof).collect();
        risk
    };
    gone.map(risk).collect()
}

/// A risk that needs nothing done, under the identity that it had while it was open.
fn settled(snapshot: &Snapshot, id: &GapId, status: &str) -> Value {
    let words = Words::of(Language::En);
    let index = Index::new(snapshot);
    let domain = id.domain().map(|domain| words.name(domain)).unwrap_or_default();
    let title = format!("{}, {domain}", index.name(&id.system));
    json!({
        "uuid": identifier("risk", id),
        "title": prose(&title),
        "description": prose(&format!("{title} ({id})")),
        "statement": prose(&format!("{title}: nothing is open.")),
        "status": status,
    })
}

/// OSCAL asks for at least one item, even where there is nothing to do.
pub fn nothing_open(as_of: NaiveDate) -> Value {
    json!({
        "uuid": identifier("item", "nothing open"),
        "title": "No gap is open",
        "description": format!("As of {as_of} the inventory leaves no gap open; there is nothing to plan."),
    })
}

fn statement(row: &GapRow<'_>) -> String {
    let meaning = row.words.about(row.gap.gap.kind, "meaning");
    match row.responsibility.as_str() {
        "" => format!("{}: {meaning}", prose(row.system_name())),
        whose => format!("{}, {} ({whose} duty): {meaning}", prose(row.system_name()), row.domain),
    }
}

/// Somebody is at work only where an owner has begun; everything else is simply open.
fn status(kind: GapKind) -> &'static str {
    match kind {
        GapKind::Partial => "remediating",
        _ => "open",
    }
}

fn origin() -> Value {
    json!({ "actors": [{ "type": "tool", "actor-uuid": tool_id() }] })
}

fn facets(row: &GapRow<'_>) -> Vec<Value> {
    let gap = &row.gap.gap;
    [
        ("severity", gap.severity.id().to_owned()),
        ("weight", gap.weight.to_string()),
        ("impact", gap.impact.to_string()),
        ("score", gap.score.to_string()),
    ]
    .into_iter()
    .map(|(name, value)| json!({ "name": name, "system": NAMESPACE, "value": value }))
    .collect()
}

/// What to do first, by whom and until when: a plan where there is an owner, otherwise a recommendation.
fn remediation(row: &GapRow<'_>) -> Value {
    let gap = &row.gap.gap;
    let lifecycle = if gap.owners.is_empty() {
        "recommendation"
    } else {
        "planned"
    };
    json!({
        "uuid": identifier("remediation", &gap.id),
        "lifecycle": lifecycle,
        "title": prose(&row.first_step),
        "description": prose(&row.task),
        "tasks": [{
            "uuid": identifier("task", &gap.id),
            "type": "milestone",
            "title": prose(&row.first_step),
            "timing": { "on-date": { "date": end_of(row.gap.due) } },
            "responsible-roles": [responsible(row)],
        }],
    })
}

fn responsible(row: &GapRow<'_>) -> Value {
    let gap = &row.gap.gap;
    let role = match gap.id.side() {
        Side::Provider => PROVIDER_ROLE.to_owned(),
        Side::Customer | Side::System => role_of(gap.id.domain()),
    };
    let mut responsible = json!({ "role-id": role });
    if !gap.owners.is_empty() {
        let parties: Vec<_> = gap.owners.iter().map(|owner| party_id(owner)).collect();
        responsible["party-uuids"] = parties.into();
    }
    responsible
}
