//! What is there: systems, what they owe, evidence, accepted risks, the figures of every report, and notes on the data.

use super::column::Values::{Day, Share, Text, Truth, Whole};
use super::column::{Column, column, id_of, joined};
use crate::assess::{Acceptance, Obligation};
use crate::diagnostic::Diagnostic;
use crate::inventory::{Contacts, Control, Evidence, Inventory, Reach, Standing};
use crate::snapshot::{Headline, Index, Snapshot, SystemRecord};
use crate::words::Words;

/// A system and the sum of its gaps.
pub struct SystemRow<'a> {
    system: &'a SystemRecord,
    gaps: usize,
    exposure: u32,
}

/// Every system, in or out of scope.
pub fn system_rows<'a>(snapshot: &'a Snapshot, index: &Index<'a>) -> Vec<SystemRow<'a>> {
    let row = |system: &'a SystemRecord| SystemRow {
        system,
        gaps: index.gaps_of(&system.id).len(),
        exposure: index.exposure(&system.id),
    };
    snapshot.systems.iter().map(row).collect()
}

/// One row a system.
pub fn systems<'a>() -> Vec<Column<SystemRow<'a>>> {
    vec![
        column(
            "system_id",
            Text(|r| r.system.id.clone()),
            "The system's id; the key of this table.",
        ),
        column("name", Text(|r| r.system.name.clone()), "Its name."),
        column(
            "scope",
            Text(|r| r.system.scope.to_string()),
            "in, retired or not-covered (background AI that the framework leaves out).",
        ),
        column(
            "models",
            Text(|r| joined(&r.system.models)),
            "Deployment models; blank for an unclassified system.",
        ),
        column(
            "model_source",
            Text(|r| r.system.model_source.to_string()),
            "declared, inferred or none.",
        ),
        column("unit", Text(|r| id_of(r.system.unit.as_ref())), "Business unit."),
        column("product", Text(|r| id_of(r.system.product.as_ref())), "Product."),
        column("vendor", Text(|r| id_of(r.system.vendor.as_ref())), "Who provides it."),
        column(
            "owner",
            Text(|r| id_of(r.system.owner.as_ref())),
            "Who answers for the system as a whole; owns none of its duties by that.",
        ),
        column(
            "criticality",
            Text(|r| id_of(r.system.criticality)),
            "low, medium, high or critical; blank if unknown.",
        ),
        column(
            "classification",
            Text(|r| id_of(r.system.classification)),
            "public, internal, confidential or restricted; blank if unknown.",
        ),
        column("stage", Text(|r| id_of(r.system.stage)), "Lifecycle stage."),
        column(
            "impact",
            Whole(|r| r.system.impact.into()),
            "1 to 4: the higher of criticality and classification.",
        ),
        column(
            "impact_source",
            Text(|r| r.system.impact_source.to_string()),
            "stated, kept (from the last report) or assumed.",
        ),
        column("gaps", Whole(|r| r.gaps as i64), "Its open gaps."),
        column("exposure", Whole(|r| r.exposure.into()), "Sum of their scores."),
        column("source", Text(|r| r.system.source.clone()), "The cell that names it."),
    ]
}

/// One row a duty: a system in scope with a model, and a domain that applies to it.
pub fn obligations() -> Vec<Column<Obligation>> {
    vec![
        column(
            "system_id",
            Text(|o| o.system.clone()),
            "The system; with domain the key of this table.",
        ),
        column("domain", Text(|o| o.domain.to_string()), "The security domain."),
        column(
            "responsibility",
            Text(|o| o.responsibility.to_string()),
            "Customer, Shared or Provider, as the framework's matrix has it.",
        ),
        column(
            "critical_focus",
            Truth(|o| o.critical_focus),
            "Whether the framework marks it as a critical focus area.",
        ),
        column(
            "asked_by",
            Text(|o| joined(&o.asked_by)),
            "The deployment models whose cell of the matrix is the strictest.",
        ),
        column(
            "customer",
            Text(|o| id_of(o.customer)),
            "State of our side; blank where it is the provider's alone.",
        ),
        column(
            "provider",
            Text(|o| id_of(o.provider)),
            "State of the provider's side; blank where it is ours alone.",
        ),
        column("owners", Text(|o| joined(&o.owners)), "Who owns our side."),
        column(
            "owned",
            Truth(|o| o.customer.is_some() && !o.owners.is_empty()),
            "Whether our side has an owner.",
        ),
        column(
            "team_only",
            Truth(|o| o.team_only),
            "Owned by teams only: no named person.",
        ),
        column(
            "blanket",
            Truth(|o| o.blanket),
            "Owned only by rows that are wider than the system.",
        ),
        column("proven", Truth(|o| o.proven), "In place, with evidence that counts."),
        column(
            "assured_by",
            Text(|o| id_of(o.assured_by)),
            "The strongest evidence that confirms the provider's side.",
        ),
        column(
            "never_reviewed",
            Truth(|o| o.never_reviewed),
            "In place, but nothing says when it was looked at.",
        ),
        column(
            "in_place_since",
            Day(|o| o.in_place_since),
            "First report of an unbroken run in place.",
        ),
        column(
            "source",
            Text(|o| joined(&o.source)),
            "The cells of our rows that count.",
        ),
        column(
            "provider_source",
            Text(|o| joined(&o.provider_source)),
            "The cells that confirm the provider's side.",
        ),
    ]
}

/// A piece of evidence, the row that names it, and how it stands.
pub struct EvidenceRow<'a> {
    piece: &'a Evidence,
    control: &'a Control,
    column: &'static str,
    standing: Standing,
}

/// Every piece of evidence that is recognised as such.
pub fn evidence_rows<'a>(snapshot: &Snapshot, inventory: &'a Inventory) -> Vec<EvidenceRow<'a>> {
    let mut rows = Vec::new();
    for control in &inventory.controls {
        let cells = [
            ("evidence", &control.evidence),
            ("provider-evidence", &control.provider_evidence),
        ];
        for (column, cell) in cells {
            rows.extend(cell.pieces.iter().map(|piece| EvidenceRow {
                piece,
                control,
                column,
                standing: piece.standing(snapshot.as_of, snapshot.rules.evidence_days),
            }));
        }
    }
    rows
}

/// One row a piece of evidence in a row of controls.
pub fn evidence<'a>() -> Vec<Column<EvidenceRow<'a>>> {
    vec![
        column(
            "applies_to",
            Text(|r| joined(r.control.reach.iter().map(reach))),
            "Systems by id, unit:, model:, or * for all.",
        ),
        column(
            "domains",
            Text(|r| joined(&r.control.domains)),
            "The security domains of its row.",
        ),
        column(
            "party",
            Text(|r| r.control.party.to_string()),
            "Whose row it is: customer or provider.",
        ),
        column(
            "column",
            Text(|r| r.column.to_owned()),
            "The column it stands in: evidence or provider-evidence.",
        ),
        column("text", Text(|r| r.piece.text.clone()), "The words that name it."),
        column(
            "grade",
            Text(|r| r.piece.grade.to_string()),
            "named, statement, contract or independent.",
        ),
        column(
            "issued",
            Day(|r| r.piece.issued),
            "Day of issue, or the end of the period it speaks of.",
        ),
        column(
            "valid_until",
            Day(|r| r.piece.valid_until),
            "The last day on which it holds, where one is stated.",
        ),
        column(
            "standing",
            Text(|r| standing(r.standing).to_owned()),
            "counts, expired or not-yet, on the day of the report.",
        ),
        column(
            "undated",
            Truth(|r| r.piece.is_undated()),
            "Whether nothing says from when it is.",
        ),
        column("source", Text(|r| r.piece.at.short()), "The cell that names it."),
    ]
}

/// Somebody who owns a duty.
pub struct OwnerRow<'a> {
    duty: &'a Obligation,
    owner: &'a str,
    address: Option<&'a str>,
}

/// One row for each owner of each duty of ours.
pub fn owner_rows<'a>(snapshot: &'a Snapshot, contacts: &'a Contacts) -> Vec<OwnerRow<'a>> {
    let of = |duty: &'a Obligation| {
        duty.owners.iter().map(move |owner| OwnerRow {
            duty,
            owner,
            address: contacts.of(owner),
        })
    };
    snapshot.obligations.iter().flat_map(of).collect()
}

/// Who owns what, one by one.
pub fn owners<'a>() -> Vec<Column<OwnerRow<'a>>> {
    vec![
        column(
            "gap_id",
            Text(|r| format!("{}/{}", r.duty.system, r.duty.domain)),
            "SYSTEM/DOMAIN of the duty: where our side of it has a gap, the key of the table gaps.",
        ),
        column("system_id", Text(|r| r.duty.system.clone()), "The system."),
        column("domain", Text(|r| r.duty.domain.to_string()), "The domain."),
        column("owner", Text(|r| r.owner.to_owned()), "Who owns it."),
        column(
            "address",
            Text(|r| id_of(r.address)),
            "The owner's e-mail address, where the inventory has it.",
        ),
    ]
}

fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Counts => "counts",
        Standing::Expired(_) => "expired",
        Standing::NotYet => "not-yet",
    }
}

fn reach(reach: &Reach) -> String {
    match reach {
        Reach::System(id) => id.clone(),
        Reach::Unit(unit) => format!("unit:{unit}"),
        Reach::Model(model) => format!("model:{model}"),
        Reach::All => "*".to_owned(),
    }
}

/// One row an accepted risk.
pub fn accepted() -> Vec<Column<Acceptance>> {
    vec![
        column(
            "gap_id",
            Text(|a| a.id.to_string()),
            "The duty whose risk was accepted: SYSTEM/DOMAIN.",
        ),
        column("system_id", Text(|a| a.id.system.clone()), "Its system."),
        column("domain", Text(|a| id_of(a.id.domain())), "Its domain."),
        column("reason", Text(|a| id_of(a.reason.as_ref())), "Why."),
        column("approver", Text(|a| a.approver.clone()), "Who approved it."),
        column("expires", Day(|a| Some(a.expires)), "The last day on which it holds."),
        column(
            "days_left",
            Whole(|a| a.days_left),
            "Days left; negative if it has lapsed.",
        ),
        column(
            "exposure",
            Whole(|a| a.score.into()),
            "What the duty would score without it.",
        ),
        column("source", Text(|a| a.source.clone()), "The cell of the row."),
    ]
}

/// The figures of one report of the chain.
pub struct HistoryRow<'a> {
    day: chrono::NaiveDate,
    matrix: &'a str,
    figures: &'a Headline,
}

/// The reports of the chain, oldest first, this one last.
pub fn history_rows(snapshot: &Snapshot) -> Vec<HistoryRow<'_>> {
    let earlier = snapshot.history.iter().map(|past| HistoryRow {
        day: past.as_of,
        matrix: &past.matrix_sha256,
        figures: &past.headline,
    });
    let now = HistoryRow {
        day: snapshot.as_of,
        matrix: &snapshot.framework.sha256,
        figures: &snapshot.headline,
    };
    earlier.chain([now]).collect()
}

/// One row a report of the chain.
pub fn history<'a>() -> Vec<Column<HistoryRow<'a>>> {
    vec![
        column(
            "report",
            Day(|r| Some(r.day)),
            "The day for which that report spoke; as_of is the report that remembers it. Where quarters are stacked, keep the rows where the two are equal, or the newest as_of.",
        ),
        column(
            "systems",
            Whole(|r| r.figures.systems as i64),
            "All systems of the inventory.",
        ),
        column("in_scope", Whole(|r| r.figures.in_scope as i64), "Those that count."),
        column(
            "unclassified",
            Whole(|r| r.figures.unclassified as i64),
            "Those that count, but have no known model.",
        ),
        column(
            "customer_obligations",
            Whole(|r| r.figures.customer_obligations as i64),
            "Duties with a side that is ours.",
        ),
        column(
            "provider_obligations",
            Whole(|r| r.figures.provider_obligations as i64),
            "Duties with a side that is the provider's.",
        ),
        column(
            "ownership_rate",
            Share(|r| r.figures.ownership_rate),
            "Share of our duties that have an owner.",
        ),
        column(
            "in_place_rate",
            Share(|r| r.figures.in_place_rate),
            "Share of our duties that are in place.",
        ),
        column(
            "proven_rate",
            Share(|r| r.figures.proven_rate),
            "Share of our duties in place with evidence that counts.",
        ),
        column(
            "assured_rate",
            Share(|r| r.figures.assured_rate),
            "Share of the provider's duties that are confirmed.",
        ),
        column(
            "independent_rate",
            Share(|r| r.figures.independent_rate),
            "Share of them confirmed by independent evidence.",
        ),
        column(
            "no_owner",
            Whole(|r| r.figures.no_owner as i64),
            "Our duties without an owner, whatever their state.",
        ),
        column(
            "unowned",
            Whole(|r| r.figures.unowned as i64),
            "Our duties in state unowned.",
        ),
        column(
            "blanket",
            Whole(|r| r.figures.blanket as i64),
            "Our duties owned only by rows wider than the system.",
        ),
        column(
            "accepted_exposure",
            Whole(|r| r.figures.accepted_exposure.into()),
            "What the accepted duties would score.",
        ),
        column("gaps", Whole(|r| r.figures.gaps as i64), "Open gaps, both sides."),
        column(
            "critical",
            Whole(|r| r.figures.critical as i64),
            "Critical ones among them.",
        ),
        column(
            "overdue",
            Whole(|r| r.figures.overdue as i64),
            "Those that missed a promise.",
        ),
        column(
            "past_term",
            Whole(|r| r.figures.past_term as i64),
            "Those without a promise that are past the standard term.",
        ),
        column("exposure", Whole(|r| r.figures.exposure.into()), "Sum of the scores."),
        column(
            "matrix_sha256",
            Text(|r| r.matrix.to_owned()),
            "The matrix it rests on; figures of different ones are not alike.",
        ),
    ]
}

/// A doubt about the data, in the words of a language.
pub struct NoteRow<'a> {
    noted: &'a Diagnostic,
    message: String,
    help: String,
}

/// Every sort of doubt.
pub fn note_rows<'a>(snapshot: &'a Snapshot, words: &Words) -> Vec<NoteRow<'a>> {
    let row = |noted: &'a Diagnostic| NoteRow {
        noted,
        message: words.tell(&noted.message),
        help: words.tell(&noted.help),
    };
    snapshot.warnings.iter().map(row).collect()
}

/// One row a sort of doubt about the data.
pub fn notes<'a>() -> Vec<Column<NoteRow<'a>>> {
    vec![
        column(
            "code",
            Text(|d| d.noted.code.to_string()),
            "What it is; the README explains each.",
        ),
        column("level", Text(|d| d.noted.level.to_string()), "warning or note."),
        column("count", Whole(|d| d.noted.count as i64), "How many places it concerns."),
        column("message", Text(|d| d.message.clone()), "What was found."),
        column("help", Text(|d| d.help.clone()), "What to do about it."),
        column(
            "first_places",
            Text(|d| joined(&d.noted.at)),
            "The first of those places.",
        ),
    ]
}
