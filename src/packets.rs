//! What owners and providers answer, laid over the inventory. In: the inventory with the answered rows of packets among its controls.
//! Out: the inventory as if the answers had been typed into it, and what could not be: where the inventory has changed since the packet
//! was written and says something else, it stays, and both cells are named. No row is lost.

use std::collections::BTreeMap;
use std::sync::Arc;

use indexmap::IndexMap;
use sha2::{Digest, Sha256};

use crate::consult::{Answered, Came, PacketColumn, Returned};
use crate::diagnostic::{Code, Diagnostics, Location};
use crate::framework::{Domain, hex};
use crate::inventory::{Control, ControlStatus, EvidenceCell, Inventory, Level, Party, Reach, System, name_key};
use crate::message::{Message, ToValue, Value, sentence};
use crate::words::Words;

/// How many letters of a checksum stand for a field.
const LETTERS: usize = 8;

/// What a packet can answer.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Field {
    Owner,
    Status,
    Evidence,
    Date,
    ProviderEvidence,
    ValidUntil,
}

impl Field {
    /// About our side.
    const ALL: [Self; 4] = [Self::Owner, Self::Status, Self::Evidence, Self::Date];
    /// About a provider's.
    const PROVIDERS: [Self; 2] = [Self::ProviderEvidence, Self::ValidUntil];

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
            Self::ProviderEvidence => control.provider_evidence.said.clone().unwrap_or_default(),
            Self::ValidUntil => control.valid_until.map(|day| day.to_string()).unwrap_or_default(),
        }
    }

    /// What the rows of a duty say together.
    fn of(self, rows: &[&Control]) -> String {
        let said: Vec<_> = rows.iter().map(|row| self.said(row)).collect();
        said.join("\n")
    }

    /// The same as a person wrote it.
    fn shown(self, control: &Control) -> String {
        match self {
            Self::Owner => {
                let names: Vec<_> = control.owners.iter().map(|owner| owner.name.as_str()).collect();
                names.join("; ")
            }
            _ => self.said(control),
        }
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
            Self::ProviderEvidence => row.provider_evidence.clone_from(&answer.provider_evidence),
            Self::ValidUntil => row.valid_until = answer.valid_until,
        }
    }

    /// Where it is answered.
    fn column(self) -> PacketColumn {
        match self {
            Self::Owner => PacketColumn::Owner,
            Self::Status => PacketColumn::Status,
            Self::Evidence | Self::ProviderEvidence => PacketColumn::Evidence,
            Self::Date => PacketColumn::Date,
            Self::ValidUntil => PacketColumn::ValidUntil,
        }
    }

    /// What it is called in a message.
    fn name(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Status => "status",
            Self::Evidence | Self::ProviderEvidence => "evidence",
            Self::Date => "date",
            Self::ValidUntil => "last valid day",
        }
    }
}

/// The rows of an inventory by what they speak of, so that those of a duty are found without looking through all of them.
pub struct Rows<'a> {
    controls: &'a [Control],
    about: IndexMap<(Domain, &'a Reach), Vec<usize>>,
}

impl<'a> Rows<'a> {
    /// Sorts them.
    pub fn of(inventory: &'a Inventory) -> Self {
        let mut about: IndexMap<_, Vec<usize>> = IndexMap::new();
        for (place, control) in inventory.controls.iter().enumerate() {
            for domain in &control.domains {
                for reach in &control.reach {
                    about.entry((*domain, reach)).or_default().push(place);
                }
            }
        }
        Self {
            controls: &inventory.controls,
            about,
        }
    }

    /// The rows that speak of a duty, from narrow to wide, by their places.
    fn speaking(&self, system: &System, domain: Domain) -> Vec<(Level, usize)> {
        let mut found = Vec::new();
        for reach in system.reaches() {
            let places = self.about.get(&(domain, &reach)).map(Vec::as_slice).unwrap_or_default();
            found.extend(places.iter().map(|place| (reach.level(), *place)));
        }
        found.sort_unstable();
        found
    }

    /// The rows of ours that count for a duty: those of the narrowest level that has any.
    fn counting(&self, system: &System, domain: Domain) -> Vec<usize> {
        let counts = |place: usize| {
            let control = &self.controls[place];
            control.party == Party::Customer && control.status != Some(ControlStatus::Retired)
        };
        let mut rows = self.speaking(system, domain);
        rows.retain(|(_, place)| counts(*place));
        let narrowest = rows.first().map(|(level, _)| *level);
        let mut places: Vec<_> = rows
            .iter()
            .filter(|(level, _)| Some(*level) == narrowest)
            .map(|(_, p)| *p)
            .collect();
        places.dedup();
        places
    }

    /// What is known of our side of a duty, as a packet carries it: a checksum of each field.
    pub fn known(&self, system: &System, domain: Domain) -> String {
        let rows: Vec<_> = self
            .counting(system, domain)
            .into_iter()
            .map(|place| &self.controls[place])
            .collect();
        known_of(&rows)
    }

    /// What a person reads of a duty before answering.
    pub fn so_far(&self, system: &System, domain: Domain, words: impl Fn(ControlStatus) -> String) -> String {
        let line = |place: usize| {
            let row = &self.controls[place];
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
        let lines = self.counting(system, domain).into_iter().map(line);
        lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
    }

    /// What providers have shown for a duty, whatever it is worth by now.
    pub fn shown_so_far(&self, system: &System, domain: Domain) -> String {
        let mut shown = Vec::new();
        for (_, place) in self.speaking(system, domain) {
            let control = &self.controls[place];
            let own = (control.party == Party::Provider).then_some(&control.evidence);
            for said in own
                .into_iter()
                .chain([&control.provider_evidence])
                .filter_map(|cell| cell.said.clone())
            {
                if !shown.contains(&said) {
                    shown.push(said);
                }
            }
        }
        shown.join("\n")
    }
}

fn known_of(rows: &[&Control]) -> String {
    let sums = Field::ALL.map(|field| {
        let digest = Sha256::digest(field.of(rows).as_bytes());
        hex(&digest[..LETTERS / 2])
    });
    sums.join("-")
}

/// An answer about our side of a duty, and the row of a packet that it stands in.
struct Answer<'a> {
    control: Control,
    row: &'a Answered,
}

/// A duty that packets speak of: a system by its id, and a domain.
type Duty = (String, Domain);

/// Lays what came back over the inventory; what is added to notes is in some words. Says too which rows of packets are in it now.
pub fn merge(inventory: &mut Inventory, returned: &[Returned], words: &Words) -> (Diagnostics, Vec<Location>) {
    let mut found = Diagnostics::default();
    if returned.is_empty() {
        return (found, Vec::new());
    }
    let (answers, taken) = taken_out(inventory, returned);
    let (theirs, ours): (Vec<_>, Vec<_>) = answers
        .iter()
        .partition(|answer| answer.control.party == Party::Provider);
    take_theirs(inventory, &theirs, words, &mut found);
    let mut settled = Vec::new();
    let mut about: BTreeMap<Duty, Vec<&Answer<'_>>> = BTreeMap::new();
    for answer in ours {
        let duties = duties(inventory, &answer.control);
        settled.extend((!duties.is_empty()).then(|| answer.control.at.clone()));
        for duty in duties {
            about.entry(duty).or_default().push(answer);
        }
    }
    for ((id, domain), answers) in about {
        answer_duty(inventory, (&id, domain), &answers, words, &mut found);
    }
    for packet in returned {
        let rows = taken.get(&packet.file).copied().unwrap_or_default();
        note(packet, rows, &mut found);
    }
    (found, settled)
}

/// The answered rows, out of the inventory's controls, and how many each file has.
fn taken_out<'a>(inventory: &mut Inventory, returned: &'a [Returned]) -> (Vec<Answer<'a>>, BTreeMap<Arc<str>, usize>) {
    let answered: BTreeMap<_, &Answered> = returned
        .iter()
        .flat_map(|packet| &packet.answered)
        .map(|answer| ((answer.file.clone(), answer.sheet.clone(), answer.row), answer))
        .collect();
    let mut answers = Vec::new();
    let mut taken: BTreeMap<Arc<str>, usize> = BTreeMap::new();
    for control in std::mem::take(&mut inventory.controls) {
        let at = &control.at;
        let row = at.cell.map(|cell| (at.file.clone(), at.sheet.clone(), cell.row));
        match row.and_then(|row| answered.get(&row).copied()) {
            None => inventory.controls.push(control),
            Some(row) => {
                *taken.entry(row.file.clone()).or_default() += 1;
                answers.push(Answer { control, row });
            }
        }
    }
    (answers, taken)
}

/// The duties that an answer speaks of.
fn duties(inventory: &Inventory, answer: &Control) -> Vec<Duty> {
    let systems = answer.reach.iter().filter_map(|reach| match reach {
        Reach::System(id) => inventory.systems.iter().find(|system| system.id == *id),
        _ => None,
    });
    let duties = |system: &System| {
        let id = system.id.clone();
        answer
            .domains
            .iter()
            .map(move |domain| (id.clone(), *domain))
            .collect::<Vec<_>>()
    };
    systems.flat_map(duties).collect()
}

fn note(packet: &Returned, rows: usize, found: &mut Diagnostics) {
    let at = Location {
        file: packet.file.clone(),
        sheet: None,
        cell: None,
    };
    let lost = packet.answered.len().saturating_sub(rows);
    let message = match (packet.came, lost) {
        (Came::Packet, 0) => sentence!(
            "a packet came back; rows answered: {rows}, left open: {open}",
            rows,
            open = packet.open
        ),
        (Came::Packet, lost) => sentence!(
            "a packet came back; rows answered: {rows}, not readable: {lost} (see the other remarks on this file), left open: {open}",
            rows,
            lost,
            open = packet.open
        ),
        (Came::Register, 0) => sentence!(
            "owners or days were typed on the sheet of gaps; rows taken: {rows}",
            rows
        ),
        (Came::Register, lost) => sentence!(
            "owners or days were typed on the sheet of gaps; rows taken: {rows}, not readable: {lost} (see the other remarks on this file)",
            rows,
            lost
        ),
    };
    found.add(
        Code::PacketTaken,
        Some(&at),
        message,
        "go on with the register that --xlsx writes: the answers stand in it",
    );
}

/// What providers say stands beside what is there. Where two packets say different things of a duty, neither counts.
fn take_theirs(inventory: &mut Inventory, answers: &[&Answer<'_>], words: &Words, found: &mut Diagnostics) {
    let mut about: BTreeMap<Vec<Duty>, Vec<&Answer<'_>>> = BTreeMap::new();
    for answer in answers {
        about
            .entry(duties(inventory, &answer.control))
            .or_default()
            .push(answer);
    }
    for (duties, answers) in about {
        let agree = Field::PROVIDERS.map(|field| agreed(field, &answers, found));
        let one = duties.is_empty() || agree.iter().all(Result::is_ok);
        for answer in answers {
            let mut control = answer.control.clone();
            if !one {
                let untaken = untaken(answer, &Field::PROVIDERS, &[], words);
                control.notes = notes(control.notes.take(), untaken.as_deref());
                control.provider_evidence = EvidenceCell::default();
                control.valid_until = None;
                // Its cells are not what the packet's row says.
                control.at.cell = None;
            }
            add(inventory, control);
        }
    }
}

/// The first of some answers that says something of a field, if any does and all that do say the same. Who contradicts it is told.
fn agreed<'a>(field: Field, answers: &[&'a Answer<'a>], found: &mut Diagnostics) -> Result<Option<&'a Answer<'a>>, ()> {
    let mut given = answers
        .iter()
        .copied()
        .filter(|answer| !field.said(&answer.control).is_empty());
    let Some(first) = given.next() else { return Ok(None) };
    let mut agreed = Ok(Some(first));
    for other in given.filter(|other| field.said(&other.control) != field.said(&first.control)) {
        agreed = Err(());
        let (said, place) = (field.shown(&other.control), other.control.at.to_string());
        conflict(field, first, &said, &place, "another packet", found);
    }
    agreed
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

/// Lays all answers about one duty over its rows. What was answered and not taken stays in the notes, so that nothing is lost and
/// nothing counts.
fn answer_duty(
    inventory: &mut Inventory,
    (id, domain): (&str, Domain),
    answers: &[&Answer<'_>],
    words: &Words,
    found: &mut Diagnostics,
) {
    let Some(system) = inventory.systems.iter().find(|system| system.id == id).cloned() else {
        return;
    };
    let places = Rows::of(inventory).counting(&system, domain);
    let rows: Vec<&Control> = places.iter().map(|place| &inventory.controls[*place]).collect();
    let taken = Field::ALL.map(|field| settled(field, &rows, answers, found));
    let rows_are_none = rows.is_empty();
    let mut new: Vec<Control> = match rows.as_slice() {
        [] => answers
            .iter()
            .take(1)
            .map(|answer| unanswered(&answer.control, &system, domain))
            .collect(),
        rows => rows.iter().map(|row| narrowed(row, &system, domain)).collect(),
    };
    for row in &mut new {
        for (field, answer) in Field::ALL.into_iter().zip(taken) {
            answer
                .into_iter()
                .for_each(|answer| field.lay_over(row, &answer.control));
        }
    }
    if let Some(first) = new.first_mut() {
        for answer in answers {
            first.notes = notes(first.notes.take(), answer.control.notes.as_deref());
            let untaken = untaken(answer, &Field::ALL, &taken, words);
            if untaken.is_some() && rows_are_none {
                // Its cells are not what the packet's row says.
                first.at.cell = None;
            }
            first.notes = notes(first.notes.take(), untaken.as_deref());
        }
    }
    put_in(inventory, &places, new, &system.id, domain);
}

/// Puts the rows for one duty behind those that spoke of it among others.
fn put_in(inventory: &mut Inventory, places: &[usize], new: Vec<Control>, id: &str, domain: Domain) {
    let mut kept = Vec::with_capacity(inventory.controls.len() + new.len());
    let mut new = new.into_iter();
    for (place, control) in std::mem::take(&mut inventory.controls).into_iter().enumerate() {
        match places.contains(&place) {
            true => {
                kept.extend(without(control, id, domain));
                kept.extend(new.next());
            }
            false => kept.push(control),
        }
    }
    kept.extend(new);
    inventory.controls = kept;
}

/// The answer that settles a field, if one does: packets do not contradict each other, and the field is as it was when the packet was
/// written, or says the same already. Otherwise the inventory stays as it is.
fn settled<'a>(
    field: Field,
    rows: &[&Control],
    answers: &[&'a Answer<'a>],
    found: &mut Diagnostics,
) -> Option<&'a Answer<'a>> {
    let first = agreed(field, answers, found).ok().flatten()?;
    let sum = |of: &str| of.split('-').nth(field as usize).map(str::to_owned);
    let now = sum(&known_of(rows));
    let same = rows.iter().all(|row| field.said(row) == field.said(&first.control));
    let mut given = answers.iter().filter(|answer| !field.said(&answer.control).is_empty());
    let is_as_it_was = rows.is_empty() || same || given.any(|answer| sum(&answer.row.known) == now);
    if !is_as_it_was {
        let cells: Vec<_> = rows.iter().map(|row| row.at.to_string()).collect();
        let said: Vec<_> = rows.iter().map(|row| field.shown(row)).collect();
        let said = said.join("; ");
        conflict(field, first, &said, &cells.join(", "), CHANGED, found);
    }
    is_as_it_was.then_some(first)
}

/// Why the inventory may say something else.
const CHANGED: &str = "which has changed since this was written";

fn conflict(field: Field, answer: &Answer<'_>, said: &str, place: &str, why: &'static str, found: &mut Diagnostics) {
    let message = sentence!(
        "the {field} is '{said}' in {here}, but '{ours}' in {there}, {why}; the inventory stays as it is",
        field = Message::from(field.name()),
        said = field.shown(&answer.control),
        here = answer.control.at.to_string(),
        ours = said,
        there = place,
        why = Message::from(why)
    );
    let help = "settle with its owner which one holds, and type it into the inventory";
    found.add(Code::PacketConflict, Some(&answer.control.at), message, help);
}

/// What was answered and did not count: it contradicts something, or was not understood.
fn untaken(answer: &Answer<'_>, fields: &[Field], taken: &[Option<&Answer<'_>>], words: &Words) -> Option<String> {
    let left = answer.row.said.iter().filter_map(|(column, said)| {
        let place = fields.iter().position(|field| field.column() == *column)?;
        let field = fields[place];
        let by = taken.get(place).copied().flatten();
        let is_taken = by.is_some_and(|by| field.said(&by.control) == field.said(&answer.control));
        let parts = [Message::from(field.name()).to_value(), Value::quoted(said.as_str())];
        (!is_taken).then(|| Value::row(parts, " "))
    });
    let left: Vec<_> = left.collect();
    (!left.is_empty()).then(|| {
        let left = Value::row(left, ", ");
        words.tell(&sentence!(
            "Not taken from {file}: {left}",
            file = answer.row.file,
            left
        ))
    })
}

/// A row for a duty of which nothing was known, before anything is laid over it.
fn unanswered(answer: &Control, system: &System, domain: Domain) -> Control {
    Control {
        owners: Vec::new(),
        status: None,
        evidence: EvidenceCell::default(),
        evidence_date: None,
        valid_until: None,
        due: None,
        notes: None,
        ..narrowed(answer, system, domain)
    }
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

/// How far an owner can say that something is.
pub const STATUSES: [ControlStatus; 4] = [
    ControlStatus::Implemented,
    ControlStatus::Partial,
    ControlStatus::Planned,
    ControlStatus::NotApplicable,
];
