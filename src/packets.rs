//! What owners and providers answer, laid over the inventory. In: the inventory with the answered rows of packets among its controls.
//! Out: the inventory as if the answers had been typed into it, and what could not be: where the inventory has changed since the packet
//! was written and says something else, it stays, and both cells are named. No row is lost.

use std::collections::BTreeMap;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use crate::consult::{Answered, Returned};
use crate::diagnostic::{Code, Diagnostics, Location};
use crate::framework::Domain;
use crate::inventory::{Control, ControlStatus, EvidenceCell, Inventory, Party, Reach, System, name_key};

/// How many letters of a checksum stand for a field.
const LETTERS: usize = 8;

/// What a packet can answer about our side.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Field {
    Owner,
    Status,
    Evidence,
    Date,
}

impl Field {
    const ALL: [Self; 4] = [Self::Owner, Self::Status, Self::Evidence, Self::Date];

    /// What a row says, so that two rows that say the same are equal; empty for nothing.
    fn said(self, control: &Control) -> String {
        match self {
            Self::Owner => {
                let names: Vec<_> = control.owners.iter().map(|owner| name_key(&owner.name)).collect();
                names.join("; ")
            }
            Self::Status => control.status.map(|status| status.id().to_owned()).unwrap_or_default(),
            Self::Evidence => control.evidence.said.clone().unwrap_or_default(),
            Self::Date => control.due.map(|day| day.to_string()).unwrap_or_default(),
        }
    }

    /// What the rows of a duty say together.
    fn of(self, rows: &[&Control]) -> String {
        let said: Vec<_> = rows.iter().map(|row| self.said(row)).collect();
        said.join("\n")
    }

    fn lay_over(self, row: &mut Control, answer: &Control) {
        match self {
            Self::Owner => row.owners.clone_from(&answer.owners),
            Self::Status => row.status = answer.status,
            Self::Evidence => {
                row.evidence.clone_from(&answer.evidence);
                row.evidence_date = answer.evidence_date;
                row.valid_until = answer.valid_until;
            }
            Self::Date => row.due = answer.due,
        }
    }

    /// What it is called in a message.
    fn name(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Status => "status",
            Self::Evidence => "evidence",
            Self::Date => "date",
        }
    }
}

/// What is known of our side of a duty, as a packet carries it: a checksum of each field.
pub fn known(inventory: &Inventory, system: &System, domain: Domain) -> String {
    let rows: Vec<_> = counting(inventory, system, domain)
        .into_iter()
        .map(|place| &inventory.controls[place])
        .collect();
    known_of(&rows)
}

fn known_of(rows: &[&Control]) -> String {
    let sums = Field::ALL.map(|field| {
        let digest = Sha256::digest(field.of(rows).as_bytes());
        let letters: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        letters[..LETTERS].to_owned()
    });
    sums.join("-")
}

/// The rows of ours that count for a duty: those of the narrowest level that has any.
pub fn counting(inventory: &Inventory, system: &System, domain: Domain) -> Vec<usize> {
    let reaches = system.reaches();
    let level = |control: &Control| {
        let reached = control.reach.iter().filter(|reach| reaches.contains(reach));
        reached.map(Reach::level).min()
    };
    let rows: Vec<_> = inventory
        .controls
        .iter()
        .enumerate()
        .filter(|(_, c)| c.party == Party::Customer && c.status != Some(ControlStatus::Retired))
        .filter(|(_, c)| c.domains.contains(&domain))
        .filter_map(|(place, control)| Some((level(control)?, place)))
        .collect();
    let narrowest = rows.iter().map(|(level, _)| *level).min();
    let narrowest = rows.into_iter().filter(|(level, _)| Some(*level) == narrowest);
    narrowest.map(|(_, place)| place).collect()
}

/// Lays what came back over the inventory.
pub fn merge(inventory: &mut Inventory, returned: &[Returned]) -> Diagnostics {
    let mut found = Diagnostics::default();
    if returned.is_empty() {
        return found;
    }
    let answered: BTreeMap<_, &Answered> = returned
        .iter()
        .flat_map(|packet| &packet.answered)
        .map(|answer| ((answer.file.clone(), answer.sheet.clone(), answer.row), answer))
        .collect();
    let place = |control: &Control| {
        let at = &control.at;
        answered
            .get(&(at.file.clone(), at.sheet.clone(), at.cell?.row))
            .copied()
    };
    let (answers, controls): (Vec<_>, Vec<_>) = std::mem::take(&mut inventory.controls)
        .into_iter()
        .map(|control| (place(&control), control))
        .partition(|(answer, _)| answer.is_some());
    inventory.controls = controls.into_iter().map(|(_, control)| control).collect();
    let mut taken: BTreeMap<Arc<str>, usize> = BTreeMap::new();
    for (answer, control) in answers {
        let Some(answer) = answer else { continue };
        *taken.entry(answer.file.clone()).or_default() += 1;
        match control.party {
            Party::Provider => add(inventory, control),
            Party::Customer => lay_over(inventory, &control, &answer.known, &mut found),
        }
    }
    for packet in returned {
        let rows = taken.get(&packet.file).copied().unwrap_or_default();
        note(packet, rows, &mut found);
    }
    found
}

fn note(packet: &Returned, rows: usize, found: &mut Diagnostics) {
    let at = Location {
        file: packet.file.clone(),
        sheet: None,
        cell: None,
    };
    let lost = packet.answered.len().saturating_sub(rows);
    let beside = match lost {
        0 => String::new(),
        lost => format!(", {lost} could not be read (see the other remarks on this file)"),
    };
    let message = format!("a packet came back: {rows} rows answered{beside}, {} not", packet.open);
    found.add(
        Code::PacketTaken,
        Some(&at),
        message,
        "go on with the register that --xlsx writes: the answers stand in it",
    );
}

/// What a provider says stands beside what is there; the same once more changes nothing.
fn add(inventory: &mut Inventory, answer: Control) {
    let same = |row: &Control| {
        row.provider_evidence.said == answer.provider_evidence.said
            && row.valid_until == answer.valid_until
            && row.notes == answer.notes
            && answer.reach.iter().all(|reach| row.reach.contains(reach))
            && answer.domains.iter().all(|domain| row.domains.contains(domain))
    };
    if !inventory.controls.iter().any(same) {
        inventory.controls.push(answer);
    }
}

fn lay_over(inventory: &mut Inventory, answer: &Control, known: &str, found: &mut Diagnostics) {
    for reach in &answer.reach {
        let Reach::System(id) = reach else { continue };
        let Some(system) = inventory.systems.iter().find(|system| system.id == *id).cloned() else {
            continue;
        };
        for &domain in &answer.domains {
            answer_duty(inventory, &system, domain, answer, known, found);
        }
    }
}

fn answer_duty(
    inventory: &mut Inventory,
    system: &System,
    domain: Domain,
    answer: &Control,
    known: &str,
    found: &mut Diagnostics,
) {
    let places = counting(inventory, system, domain);
    let rows: Vec<&Control> = places.iter().map(|place| &inventory.controls[*place]).collect();
    let now = known_of(&rows);
    let fields: Vec<Field> = Field::ALL
        .into_iter()
        .filter(|field| !field.said(answer).is_empty())
        .filter(|field| may_answer(*field, &rows, answer, [known, &now], found))
        .collect();
    if rows.is_empty() {
        inventory.controls.push(narrowed(answer, system, domain));
        return;
    }
    let mut new: Vec<Control> = rows.iter().map(|row| narrowed(row, system, domain)).collect();
    for row in &mut new {
        fields.iter().for_each(|field| field.lay_over(row, answer));
        row.notes = notes(row.notes.take(), answer.notes.as_deref());
    }
    let mut kept = Vec::with_capacity(inventory.controls.len() + new.len());
    let mut new = new.into_iter();
    for (place, control) in std::mem::take(&mut inventory.controls).into_iter().enumerate() {
        match places.contains(&place) {
            true => {
                kept.extend(without(control, &system.id, domain));
                kept.extend(new.next());
            }
            false => kept.push(control),
        }
    }
    inventory.controls = kept;
}

/// Whether a field may be answered: it is as it was when the packet was written, or says the same already. Otherwise the inventory stays
/// as it is.
fn may_answer(
    field: Field,
    rows: &[&Control],
    answer: &Control,
    [known, now]: [&str; 2],
    found: &mut Diagnostics,
) -> bool {
    let sum = |of: &str| of.split('-').nth(field as usize).map(str::to_owned);
    let same = rows.iter().all(|row| field.said(row) == field.said(answer));
    if rows.is_empty() || same || sum(known) == sum(now) {
        return true;
    }
    let cells: Vec<_> = rows.iter().map(|row| row.at.to_string()).collect();
    let message = format!(
        "the {} is '{}' here, but '{}' in {}, which has changed since the packet was written; the inventory stays as it is",
        field.name(),
        field.said(answer),
        field.of(rows).replace('\n', "; "),
        cells.join(", "),
    );
    let help = "settle with its owner which one holds, and type it into the inventory";
    found.add(Code::PacketConflict, Some(&answer.at), message, help);
    false
}

/// A row for one duty alone.
fn narrowed(row: &Control, system: &System, domain: Domain) -> Control {
    Control {
        reach: vec![Reach::System(system.id.clone())],
        domains: vec![domain],
        ..row.clone()
    }
}

/// What a row says of all other duties: wider rows speak of them as before, the narrower one goes before them.
fn without(control: Control, id: &str, domain: Domain) -> Vec<Control> {
    let own = Reach::System(id.to_owned());
    if !control.reach.contains(&own) {
        return vec![control];
    }
    let others: Vec<Reach> = control.reach.iter().filter(|reach| **reach != own).cloned().collect();
    let domains: Vec<Domain> = control.domains.iter().copied().filter(|d| *d != domain).collect();
    let of = |reach: Vec<Reach>, domains: Vec<Domain>| Control {
        reach,
        domains,
        ..control.clone()
    };
    let mut rows = Vec::new();
    if !domains.is_empty() {
        rows.push(of(vec![own], domains));
    }
    if !others.is_empty() {
        rows.push(of(others, control.domains.clone()));
    }
    rows
}

fn notes(old: Option<String>, new: Option<&str>) -> Option<String> {
    match (old, new) {
        (Some(old), Some(new)) if !old.contains(new) => Some(format!("{old}\n{new}")),
        (Some(old), _) => Some(old),
        (None, new) => new.map(str::to_owned),
    }
}

/// What a person reads of a duty before answering.
pub fn so_far(
    inventory: &Inventory,
    system: &System,
    domain: Domain,
    words: impl Fn(ControlStatus) -> String,
) -> String {
    let rows = counting(inventory, system, domain);
    let line = |place: usize| {
        let row = &inventory.controls[place];
        let evidence = |cell: &EvidenceCell| cell.said.clone();
        let parts = [
            row.name.clone(),
            row.status.map(&words),
            evidence(&row.evidence),
            row.due.map(|d| d.to_string()),
        ];
        let parts: Vec<_> = parts.into_iter().flatten().collect();
        parts.join(" · ")
    };
    let lines: Vec<_> = rows.into_iter().map(line).filter(|line| !line.is_empty()).collect();
    lines.join("\n")
}

/// How far an owner can say that something is.
pub const STATUSES: [ControlStatus; 4] = [
    ControlStatus::Implemented,
    ControlStatus::Partial,
    ControlStatus::Planned,
    ControlStatus::NotApplicable,
];
