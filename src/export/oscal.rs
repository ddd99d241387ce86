//! The gaps as an OSCAL plan of action and milestones (POA&M), for tools that auditors use. In: the snapshot. Out: JSON.
//! Every identifier is a UUID of version 5 made from ours, so that a gap is the same item in every quarter; only the document's
//! own changes with its content. The model is OSCAL's; the only words of ours are properties and facets in our namespace.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::config::Language;
use crate::error::Error;
use crate::export::gap_rows::gap_rows;
use crate::export::prose::plain;
use crate::export::record::pretty;
use crate::framework::{ATTRIBUTION, Domain};
use crate::inventory::{Contacts, Scope, Stage};
use crate::plan::ActionKind;
use crate::snapshot::{Index, Snapshot, SystemRecord};
use crate::words::Words;

mod item;

/// The version of OSCAL that is written. Nothing in the document is newer than 1.1.
pub const OSCAL_VERSION: &str = "1.2.1";
/// Whose words our properties and facets are.
const NAMESPACE: &str = "urn:unowned:oscal:1";
/// Made once, at random; changing it would make every item a stranger to its predecessor.
const UUIDS: Uuid = Uuid::from_u128(0x6f1c_26f0_9d0b_4b6e_8a55_3b1f_2f07_c4d9);

/// The POA&M.
///
/// # Errors
/// [`Error::Export`] if a value has no JSON form, which would be a defect of ours.
pub fn oscal(snapshot: &Snapshot, contacts: &Contacts) -> Result<String, Error> {
    let mut plan = plan(snapshot, contacts);
    let document = identifier("document", plan.to_string());
    plan["uuid"] = document.into();
    pretty("the OSCAL plan", &json!({ "plan-of-action-and-milestones": plan }))
}

/// A plan for programs is in English, whatever language the report has.
fn english() -> &'static Words {
    Words::of(Language::En)
}

fn plan(snapshot: &Snapshot, contacts: &Contacts) -> Value {
    let rows = gap_rows(snapshot, english());
    let mut plan = json!({
        "uuid": "",
        "metadata": metadata(snapshot, contacts),
        "system-id": {
            "identifier-type": "http://ietf.org/rfc/rfc4122",
            "id": identifier("organisation", snapshot.organisation.as_deref().unwrap_or_default()),
        },
        "local-definitions": { "components": components(snapshot) },
    });
    if rows.is_empty() {
        plan["poam-items"] = json!([item::nothing_open(snapshot.as_of)]);
    } else {
        let inventory = snapshot.inventory.first().map(|file| resource_id(&file.sha256));
        let observe = |row| item::observation(row, snapshot.as_of, inventory.as_deref());
        plan["observations"] = rows.iter().map(observe).collect();
        plan["poam-items"] = rows.iter().map(item::item).collect();
    }
    let settled = item::accepted(snapshot).into_iter().chain(item::closed(snapshot));
    let risks: Vec<Value> = rows.iter().map(item::risk).chain(settled).collect();
    if !risks.is_empty() {
        plan["risks"] = risks.into();
    }
    plan["back-matter"] = json!({ "resources": resources(snapshot) });
    plan
}

fn metadata(snapshot: &Snapshot, contacts: &Contacts) -> Value {
    let title = match &snapshot.organisation {
        Some(name) => format!("{name}: AI security plan of action and milestones"),
        None => "AI security plan of action and milestones".to_owned(),
    };
    let mut metadata = json!({
        "title": prose(&title),
        "last-modified": start_of(snapshot.as_of),
        "version": snapshot.as_of.to_string(),
        "oscal-version": OSCAL_VERSION,
        "props": [property("tool-version", &snapshot.tool_version)],
        "roles": roles(),
    });
    let parties = parties(snapshot, contacts);
    if !parties.is_empty() {
        metadata["parties"] = parties.into();
    }
    metadata["remarks"] = format!("Duties after the {ATTRIBUTION}.").into();
    metadata
}

/// The role that answers for a domain; without a domain the one that keeps the inventory.
fn role_of(domain: Option<Domain>) -> String {
    domain.map_or_else(|| "inventory-keeper".to_owned(), |domain| format!("{domain}-owner"))
}

/// The role that asks providers.
const PROVIDER_ROLE: &str = "third-party-risk-manager";

fn roles() -> Vec<Value> {
    let domains = Domain::ALL
        .into_iter()
        .map(|d| (role_of(Some(d)), english().about(d, "role")));
    domains
        .chain([
            (role_of(None), english().about(ActionKind::Classify, "assignee")),
            (
                PROVIDER_ROLE.to_owned(),
                english().about(ActionKind::Obtain, "assignee"),
            ),
        ])
        .map(|(id, title)| json!({ "id": id, "title": title }))
        .collect()
}

/// Everybody who owns a gap. Who is named only where teams own a duty is an organisation, everybody else a person: OSCAL asks
/// for one or the other.
fn parties(snapshot: &Snapshot, contacts: &Contacts) -> Vec<Value> {
    let teams: BTreeSet<&str> = owners(snapshot, true).collect();
    let persons: BTreeSet<&str> = owners(snapshot, false).collect();
    let open: BTreeSet<&str> = snapshot
        .gaps
        .iter()
        .flat_map(|g| g.gap.owners.iter().map(String::as_str))
        .collect();
    let kind = |name| {
        if teams.contains(name) && !persons.contains(name) {
            "organization"
        } else {
            "person"
        }
    };
    open.into_iter()
        .map(|name| {
            let mut party = json!({ "uuid": party_id(name), "type": kind(name), "name": line(name) });
            if let Some(address) = contacts.of(name) {
                party["email-addresses"] = json!([address]);
            }
            party
        })
        .collect()
}

fn owners(snapshot: &Snapshot, team_only: bool) -> impl Iterator<Item = &str> {
    let duties = snapshot.obligations.iter().filter(move |o| o.team_only == team_only);
    duties.flat_map(|o| o.owners.iter().map(String::as_str))
}

/// The systems with gaps, and this program, as components.
fn components(snapshot: &Snapshot) -> Vec<Value> {
    let index = Index::new(snapshot);
    let concerned: BTreeSet<&str> = snapshot.gaps.iter().map(|g| g.gap.id.system.as_str()).collect();
    let tool = json!({
        "uuid": tool_id(),
        "type": "software",
        "title": "unowned",
        "description": "Finds the AI security duties that nobody owns.",
        "status": { "state": "operational" },
    });
    let systems = concerned.into_iter().filter_map(|id| index.system(id)).map(component);
    systems.chain([tool]).collect()
}

fn component(system: &SystemRecord) -> Value {
    let models: Vec<_> = system.models.iter().map(|m| m.facts().name.as_str()).collect();
    let description = match models.as_slice() {
        [] => "AI system; its deployment model is not known.".to_owned(),
        models => format!("AI system: {}.", models.join(", ")),
    };
    let state = match (system.scope, system.stage) {
        (Scope::Retired, _) | (_, Some(Stage::Retired)) => "disposition",
        (_, Some(Stage::Idea | Stage::Development)) => "under-development",
        (_, Some(Stage::Pilot | Stage::Production)) => "operational",
        (_, None) => "other",
    };
    let mut status = json!({ "state": state });
    if state == "other" {
        status["remarks"] = "The inventory does not say.".into();
    }
    json!({
        "uuid": system_id(&system.id),
        "type": "system",
        "title": prose(&system.name),
        "description": description,
        "props": [property("system-id", &system.id)],
        "status": status,
    })
}

/// The input files with their checksums.
fn resources(snapshot: &Snapshot) -> Vec<Value> {
    let file = |file: &crate::snapshot::FileRecord| {
        json!({
            "uuid": resource_id(&file.sha256),
            "title": prose(&file.file),
            "description": "The inventory that the plan was made from.",
            "rlinks": [{
                "href": reference(&file.file),
                "hashes": [{ "algorithm": "SHA-256", "value": file.sha256 }],
            }],
        })
    };
    snapshot.inventory.iter().map(file).collect()
}

fn property(name: &str, value: &str) -> Value {
    json!({ "name": name, "ns": NAMESPACE, "value": line(value) })
}

/// A UUID that is always the same for the same thing.
fn identifier(what: &str, name: impl std::fmt::Display) -> String {
    Uuid::new_v5(&UUIDS, format!("{what}:{name}").as_bytes()).to_string()
}

fn system_id(id: &str) -> String {
    identifier("system", id)
}

fn party_id(name: &str) -> String {
    identifier("party", name)
}

fn resource_id(sha256: &str) -> String {
    identifier("resource", sha256)
}

fn tool_id() -> String {
    identifier("tool", "unowned")
}

fn start_of(day: NaiveDate) -> String {
    format!("{day}T00:00:00Z")
}

fn end_of(day: NaiveDate) -> String {
    format!("{day}T23:59:59Z")
}

/// Text on one line, without blanks around it, and never empty: what OSCAL calls a string.
fn line(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.is_empty() { "unnamed".to_owned() } else { line }
}

/// The same where OSCAL has Markdown: titles, descriptions, statements.
fn prose(text: &str) -> String {
    plain(&line(text))
}

/// A file name as a relative reference: whatever is not plain is percent-encoded.
fn reference(name: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    let encoded: String = name
        .bytes()
        .map(|byte| {
            if plain(byte) {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect();
    format!("./{encoded}")
}
