//! The sheets that come back as input: *Systems*, *Controls*, *People*, with drop-downs from the sheet *Lists*.
//! In: an inventory, and the duties that still have no row. Out: sheets that read back as the same inventory.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexSet;
use rust_xlsxwriter::XlsxError;

use crate::assess::{Obligation, ProviderState};
use crate::config::Language;
use crate::diagnostic::{Location, column_letters};
use crate::export::original::{Line, Rows};
use crate::export::sheet::{Cell, Look, Sheet};
use crate::framework::Domain;
use crate::inventory::{
    Control, ControlStatus, Decided, Departure, Exception, Inventory, ModelSource, Owner, OwnerKind, Party, Reach,
    Scope, Stage, System, name_key,
};
use crate::message::{Message, sentence};
use crate::names::Named;
use crate::normalise::Role;
use crate::words::Words;

mod columns;
mod dropdowns;
mod kept;
mod lists;
mod settings;

use columns::at;
use kept::{Kept, Part, put_left_out_duty};

pub use columns::{CONTROLS, DECISIONS, PEOPLE, SYSTEMS};
pub use dropdowns::{guide_controls, guide_gaps, guide_outcomes, guide_systems};
pub use lists::lists;
pub use settings::settings;

/// Between several values in one cell.
const SEPARATOR: &str = "; ";
/// What the deployment model column says of a system that the framework leaves out.
pub const NOT_COVERED: &str = "Background AI";

/// A duty that no row speaks of yet.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct OpenDuty<'a> {
    /// The system's id.
    pub system: &'a str,
    /// The domain.
    pub domain: Domain,
    /// Whose side has no row.
    pub party: Party,
}

/// Sides of obligations that no row covers at all: ours without any row, the provider's neither confirmed nor with a row.
/// Where a wider row covers a system there is no open duty, because a row for the system itself would replace it.
pub fn open_duties<'a>(inventory: &Inventory, obligations: &'a [Obligation]) -> Vec<OpenDuty<'a>> {
    let covered: IndexSet<(Party, Domain, &Reach)> = inventory
        .controls
        .iter()
        .filter(|c| c.status != Some(ControlStatus::Retired))
        .flat_map(|c| {
            let reaches = move |domain| c.reach.iter().map(move |reach| (c.party, domain, reach));
            c.domains.iter().copied().flat_map(reaches)
        })
        .collect();
    let systems: BTreeMap<&str, Vec<Reach>> = inventory.systems.iter().map(|s| (s.id.as_str(), s.reaches())).collect();
    let has_row = |o: &Obligation, party| {
        let reaches = systems.get(o.system.as_str()).into_iter().flatten();
        reaches
            .into_iter()
            .any(|reach| covered.contains(&(party, o.domain, reach)))
    };
    let mut duties = Vec::new();
    for obligation in obligations {
        let mut open = |party| {
            duties.push(OpenDuty {
                system: &obligation.system,
                domain: obligation.domain,
                party,
            });
        };
        if obligation.customer.is_some() && !has_row(obligation, Party::Customer) {
            open(Party::Customer);
        }
        let unconfirmed = obligation
            .provider
            .is_some_and(|state| state != ProviderState::Confirmed);
        if unconfirmed && !has_row(obligation, Party::Provider) {
            open(Party::Provider);
        }
    }
    duties
}

/// The sheet *Systems*.
pub fn systems(systems: &[System], original: &Rows<'_>, words: &'static Words) -> Result<Sheet, XlsxError> {
    let mut sheet = Sheet::new("Systems")?;
    sheet.head_with_help(0, &SYSTEMS, words)?;
    const ROLES: [Role; 2] = [Role::Systems, Role::Combined];
    let mut kept = Kept::new(&columns::SYSTEM_FIELDS);
    kept.expect(
        &mut sheet,
        true,
        &original.own_headings(&ROLES, &columns::SYSTEM_FIELDS),
    )?;
    let mut rows = 1_u32..;
    for (system, row) in systems.iter().zip(rows.by_ref()) {
        let line = original.line(&system.at);
        kept.number(&mut sheet, row)?;
        kept.put(&mut sheet, row, system_cells(system).into(), line.as_ref())?;
        if let ModelSource::Inferred(from) = &system.model_source {
            ask_to_confirm(&mut sheet, row, (system, from), line.as_ref(), words)?;
        }
    }
    let placed: Vec<_> = systems.iter().map(|system| &system.at).collect();
    for (line, row) in original.left_out(&ROLES, &placed).iter().zip(rows.by_ref()) {
        kept.put_left_out(&mut sheet, row, line)?;
    }
    kept.finish(&mut sheet, &SYSTEMS, &original.beside(&ROLES))?;
    guide_systems(&mut sheet, rows.start - 1)?;
    Ok(sheet)
}

fn system_cells(system: &System) -> [Cell; SYSTEMS.len()] {
    let classification = system.classification.filter(|_| !system.classification_inferred);
    let stage = match system.scope {
        Scope::Retired => Some(Stage::Retired),
        _ => system.stage,
    };
    [
        Cell::text(&system.id),
        Cell::text(&system.name),
        model_cell(system),
        Cell::maybe(system.product.as_deref()),
        Cell::maybe(system.vendor.as_deref()),
        Cell::maybe(system.unit.as_deref()),
        Cell::maybe(system.owner.as_deref()),
        Cell::maybe(system.criticality.map(english).as_deref()),
        Cell::maybe(classification.map(english).as_deref()),
        Cell::maybe(system.personal_data.map(|holds| if holds { "Yes" } else { "No" })),
        Cell::maybe(stage.map(english).as_deref()),
        Cell::maybe(system.notes.as_deref()),
    ]
}

/// A model that was only inferred is not written as if somebody had stated it: it is inferred again next time. A word that was
/// not understood stays, so that nothing is inferred against it.
fn model_cell(system: &System) -> Cell {
    match (&system.model_source, system.scope) {
        (ModelSource::Inferred(_) | ModelSource::None, _) => Cell::Blank,
        (ModelSource::NotUnderstood(words), _) => Cell::text(words),
        (ModelSource::Declared, Scope::NotCovered) => Cell::text(NOT_COVERED),
        (ModelSource::Declared, _) => Cell::text(joined(system.models.iter().map(|m| m.facts().name.as_str()))),
    }
}

fn ask_to_confirm(
    sheet: &mut Sheet,
    row: u32,
    (system, from): (&System, &Message),
    line: Option<&Line<'_>>,
    words: &Words,
) -> Result<(), XlsxError> {
    const FIELD: &str = "deployment_model";
    let said = line.and_then(|line| line.raw(FIELD));
    if line.is_some_and(|line| line.doubt(FIELD).is_some()) {
        return Ok(());
    }
    let names = match system.scope {
        Scope::NotCovered => NOT_COVERED.to_owned(),
        _ => joined(system.models.iter().map(|m| m.facts().name.as_str())),
    };
    let asked = sentence!(
        "Inferred from {from}: {names}. Please confirm: choose the model here.",
        from,
        names
    );
    let said = said.map_or(Cell::Blank, Cell::read);
    sheet.put(row, columns::MODEL, &said, Look::ToFill)?;
    let theirs = line.and_then(|line| line.remark(FIELD));
    sheet.remark(row, columns::MODEL, theirs, Some(&words.tell(&asked)))
}

/// Where the rows of the sheet *Controls* stand, so that others can link to them.
#[derive(Default)]
pub struct ControlPlaces<'a> {
    /// By the cell that the inventory had them in; the ones whose short form is ambiguous are left out.
    written: BTreeMap<String, Option<u32>>,
    /// By the duty that waits to be filled in.
    open: BTreeMap<OpenDuty<'a>, u32>,
}

impl<'a> ControlPlaces<'a> {
    /// The row to fill in, and the letter of the column, for a side of a duty whose rows are known by their cells.
    pub fn to_fill(&self, duty: &OpenDuty<'a>, sources: &[String]) -> Option<(&'static str, u32)> {
        let written = || {
            sources
                .iter()
                .find_map(|source| self.written.get(source).copied().flatten())
        };
        let row = self.open.get(duty).copied().or_else(written)?;
        let column = match duty.party {
            Party::Customer => "E",
            Party::Provider => "H",
        };
        Some((column, row))
    }
}

/// A formula that leads to the row with a number on one of the input sheets, wherever sorting has put it.
pub fn find(sheet: &str, columns: usize, to: &str, number: u32, shown: &str) -> String {
    let key = column_letters(u32::try_from(columns).unwrap_or(u32::MAX));
    let shown = shown.replace('\u{22}', "\u{22}\u{22}");
    format!("=HYPERLINK(\"#{sheet}!{to}\"&MATCH({number},{sheet}!${key}:${key},0),\"{shown}\")")
}

/// The sheet *Controls*: every row of the inventory, then one to fill in for every open duty.
pub fn controls<'a>(
    inventory: &Inventory,
    open: &[OpenDuty<'a>],
    original: &Rows<'_>,
    words: &'static Words,
) -> Result<(Sheet, ControlPlaces<'a>), XlsxError> {
    let mut sheet = Sheet::new("Controls")?;
    sheet.head_with_help(0, &CONTROLS, words)?;
    let mut places = ControlPlaces::default();
    let units = unit_names(&inventory.systems);
    let mut rows = 1_u32..;
    const ROLES: [Role; 2] = [Role::Controls, Role::Grid];
    let mut kept = Kept::new(&columns::CONTROL_FIELDS);
    kept.expect(
        &mut sheet,
        true,
        &original.own_headings(&ROLES, &columns::CONTROL_FIELDS),
    )?;
    // The row comes first: most places differ in it.
    let place = |at: &Location| (at.cell.map(|cell| cell.row), at.sheet.clone(), at.file.clone());
    let mut filled: BTreeMap<_, BTreeSet<u32>> = BTreeMap::new();
    let mut once = BTreeMap::new();
    for control in &inventory.controls {
        *once.entry(place(&control.at)).or_insert(0) += 1;
        let column = control.at.cell.map(|cell| cell.column);
        filled.entry(place(&control.at)).or_default().extend(column);
    }
    let mut begun = BTreeSet::new();
    for control in &inventory.controls {
        let cells = system_cells_of(&control.reach, &units);
        let line = original.line(&control.at);
        // A row that became several rows (of a grid, or because of its ids) cannot be kept as it stands.
        let alone = cells.len() == 1 && once.get(&place(&control.at)) == Some(&1);
        for (system, row) in cells.into_iter().zip(rows.by_ref()) {
            kept.number(&mut sheet, row)?;
            let cells: Vec<_> = control_cells(system, control).into();
            match line.as_ref().filter(|line| !alone || line.is_crossed()) {
                Some(line) => {
                    let part = Part {
                        line,
                        column: control.at.cell.map_or(0, |cell| cell.column),
                        place: at::OWNER,
                        is_first: begun.insert(place(&control.at)),
                        columns: &filled[&place(&control.at)],
                    };
                    kept.put_part(&mut sheet, row, cells, &part)?;
                }
                None => kept.put(&mut sheet, row, cells, line.as_ref())?,
            }
            places
                .written
                .entry(control.at.short())
                .and_modify(|place| *place = None)
                .or_insert(Some(row));
        }
    }
    let placed: Vec<_> = inventory.controls.iter().map(|control| &control.at).collect();
    for line in &original.left_out(&ROLES, &placed) {
        let duties = line.duties();
        let cells = duties.iter().map(|(domain, said)| left_out_duty(line, *domain, said));
        for (cells, row) in cells.zip(rows.by_ref()) {
            put_left_out_duty(&mut sheet, row, line, &cells)?;
        }
        if let Some(row) = rows.next() {
            kept.put_left_out(&mut sheet, row, line)?;
        }
    }
    let names: BTreeMap<&str, &str> = inventory
        .systems
        .iter()
        .map(|s| (s.id.as_str(), s.name.as_str()))
        .collect();
    for (duty, row) in open.iter().zip(rows.by_ref()) {
        let name = names.get(duty.system).copied().unwrap_or(duty.system);
        sheet.put_row(row, &duty_cells(duty, name, words), Look::ToFill)?;
        kept.number(&mut sheet, row)?;
        places.open.insert(duty.clone(), row);
    }
    kept.finish(&mut sheet, &CONTROLS, &original.beside(&ROLES))?;
    let owners = owners(inventory).len();
    guide_controls(&mut sheet, rows.start - 1, count(inventory.systems.len()), owners)?;
    Ok((sheet, places))
}

/// What a row of a grid that names no known system says of a domain: once the system is corrected, it counts.
fn left_out_duty(line: &Line<'_>, domain: Domain, said: &str) -> [Cell; CONTROLS.len()] {
    let (owner, status) = said.split_once(';').unwrap_or((said, ""));
    let mut cells = std::array::from_fn(|_| Cell::Blank);
    cells[0] = line.key_of_grid().map_or(Cell::Blank, Cell::read);
    cells[1] = Cell::text(&domain.facts().name);
    cells[at::OWNER] = Cell::text(owner.trim());
    cells[at::STATUS] = Cell::maybe(Some(status.trim()).filter(|status| !status.is_empty()));
    cells
}

fn control_cells(system: String, control: &Control) -> [Cell; CONTROLS.len()] {
    let exception = control.exception.as_ref();
    [
        Cell::Text(system),
        Cell::text(domain_words(&control.domains)),
        Cell::maybe(control.name.as_deref()),
        Cell::text(english(control.party)),
        Cell::maybe(owner_words(&control.owners).as_deref()),
        Cell::maybe(control.status.map(english).as_deref()),
        Cell::maybe(control.evidence.said.as_deref()),
        Cell::maybe(control.provider_evidence.said.as_deref()),
        Cell::day(control.evidence_date),
        Cell::day(control.valid_until),
        Cell::day(control.last_reviewed),
        Cell::day(control.due),
        Cell::maybe(exception.and_then(reason_words).as_deref()),
        Cell::maybe(exception.map(|e| e.approver.as_str())),
        Cell::day(exception.map(|e| e.expires)),
        Cell::maybe(control.notes.as_deref()),
    ]
}

/// The reason; of an exception that has run out before its day, with a remark that says so.
fn reason_words(exception: &Exception) -> Option<String> {
    const ENDED: &str = "(expired)";
    let reason = exception.reason.as_deref();
    match exception.ended && !reason.is_some_and(|reason| reason.ends_with(ENDED)) {
        true => Some(format!("{} {ENDED}", reason.unwrap_or("accepted"))),
        false => reason.map(str::to_owned),
    }
}

/// A row to fill in: it says which duty it is for, and claims nothing.
fn duty_cells(duty: &OpenDuty<'_>, system_name: &str, words: &Words) -> [Cell; CONTROLS.len()] {
    let facts = duty.domain.facts();
    let mut cells = std::array::from_fn(|_| Cell::Blank);
    cells[0] = Cell::text(duty.system);
    cells[1] = Cell::text(&facts.name);
    cells[3] = Cell::text(english(duty.party));
    let hint = match duty.party {
        Party::Customer => {
            let role = words.about(duty.domain, "role");
            sentence!("{system}. Suggested owner: {role}", system = system_name, role)
        }
        Party::Provider => {
            let evidence = words.about(duty.domain, "ask_1");
            sentence!(
                "{system}. Ask the provider for: {evidence}",
                system = system_name,
                evidence
            )
        }
    };
    let hint = words.tell(&hint);
    cells[CONTROLS.len() - 1] = Cell::Text(hint);
    cells
}

/// What stands in the system cell: everything the control reaches. An id in which a separator stands would fall apart beside
/// others, so it gets a row of its own.
fn system_cells_of(reach: &[Reach], units: &BTreeMap<String, &str>) -> Vec<String> {
    let words = reach.iter().map(|reach| reach_words(reach, units));
    let (alone, together): (Vec<_>, Vec<_>) = words.partition(|word| word.contains([';', '|', '\n']));
    let together = (!together.is_empty()).then(|| joined(together.iter()));
    together.into_iter().chain(alone).collect()
}

fn reach_words(reach: &Reach, units: &BTreeMap<String, &str>) -> String {
    match reach {
        Reach::System(id) => id.clone(),
        Reach::Unit(key) => format!("unit:{}", units.get(key).copied().unwrap_or(key)),
        Reach::Model(model) => format!("model:{model}"),
        Reach::All => "all".to_owned(),
    }
}

/// Business units as the inventory spells them, by the key that controls refer to.
fn unit_names(systems: &[System]) -> BTreeMap<String, &str> {
    let units = systems.iter().filter_map(|s| s.unit.as_deref());
    units.map(|unit| (name_key(unit), unit)).collect()
}

fn domain_words(domains: &[Domain]) -> String {
    if domains == Domain::ALL {
        return "all".to_owned();
    }
    joined(domains.iter().map(|d| d.facts().name.as_str()))
}

/// The name, with the last day if there is one.
fn with_end(owner: &Owner) -> String {
    match owner.until {
        Some(day) => format!("{} until {day}", owner.name),
        None => owner.name.clone(),
    }
}

fn owner_words(owners: &[Owner]) -> Option<String> {
    let words: Vec<String> = owners.iter().map(with_end).collect();
    (!words.is_empty()).then(|| joined(words.iter().map(String::as_str)))
}

/// The sheet *People*.
pub fn people(departures: &[Departure], original: &Rows<'_>, words: &Words) -> Result<Sheet, XlsxError> {
    let mut sheet = Sheet::new("People")?;
    sheet.head_with_help(0, &PEOPLE, words)?;
    let mut kept = Kept::new(&columns::PEOPLE_FIELDS);
    let own = original.own_headings(&[Role::People], &columns::PEOPLE_FIELDS);
    kept.expect(&mut sheet, false, &own)?;
    let mut rows = 1_u32..;
    for (departure, row) in departures.iter().zip(rows.by_ref()) {
        let cells = vec![
            Cell::maybe(departure.name.as_deref()),
            Cell::maybe(departure.email.as_deref()),
            Cell::day(Some(departure.left_on)),
        ];
        kept.put(&mut sheet, row, cells, original.line(&departure.at).as_ref())?;
    }
    let placed: Vec<_> = departures.iter().map(|departure| &departure.at).collect();
    for (line, row) in original.left_out(&[Role::People], &placed).iter().zip(rows.by_ref()) {
        kept.put_left_out(&mut sheet, row, line)?;
    }
    kept.finish(&mut sheet, &PEOPLE, &original.beside(&[Role::People]))?;
    dropdowns::guide_people(&mut sheet, rows.start - 1)?;
    Ok(sheet)
}

/// A decision that is asked for: the key of its action, and what the action is called.
pub type Asked<'a> = (&'a str, String);

/// The sheet *Decisions*: what was decided, then what is asked for now.
pub fn decisions(
    decided: &[Decided],
    asked: &[Asked<'_>],
    original: &Rows<'_>,
    words: &Words,
) -> Result<Sheet, XlsxError> {
    let mut sheet = Sheet::new("Decisions")?;
    sheet.head_with_help(0, &DECISIONS, words)?;
    let mut kept = Kept::new(&columns::DECISION_FIELDS);
    let own = original.own_headings(&[Role::Decisions], &columns::DECISION_FIELDS);
    kept.expect(&mut sheet, false, &own)?;
    let mut rows = 1_u32..;
    for (decision, row) in decided.iter().zip(rows.by_ref()) {
        let cells = vec![
            Cell::text(&decision.decision),
            Cell::Blank,
            Cell::day(decision.on),
            Cell::maybe(decision.by.as_deref()),
            Cell::maybe(decision.ruling.map(english).as_deref()),
            Cell::day(decision.until),
            Cell::maybe(decision.note.as_deref()),
        ];
        kept.put(&mut sheet, row, cells, original.line(&decision.at).as_ref())?;
    }
    let placed: Vec<_> = decided.iter().map(|decision| &decision.at).collect();
    for (line, row) in original.left_out(&[Role::Decisions], &placed).iter().zip(rows.by_ref()) {
        kept.put_left_out(&mut sheet, row, line)?;
    }
    for ((key, title), row) in asked.iter().zip(rows.by_ref()) {
        sheet.put_row(row, &[Cell::text(*key), Cell::text(title)], Look::Plain)?;
    }
    kept.finish(&mut sheet, &DECISIONS, &original.beside(&[Role::Decisions]))?;
    dropdowns::guide_decisions(&mut sheet, rows.start - 1)?;
    Ok(sheet)
}

/// Everybody who owns something, for the drop-down of owners.
pub fn owners(inventory: &Inventory) -> BTreeSet<&str> {
    let owners = inventory.controls.iter().flat_map(|control| &control.owners);
    let named = owners.filter(|owner| owner.kind != OwnerKind::Provider);
    named.map(|owner| owner.name.as_str()).collect()
}

/// Rows as a worksheet counts them.
fn count(rows: usize) -> u32 {
    u32::try_from(rows).unwrap_or(u32::MAX)
}

fn joined<S: AsRef<str>>(parts: impl Iterator<Item = S>) -> String {
    parts.map(|p| p.as_ref().to_owned()).collect::<Vec<_>>().join(SEPARATOR)
}

/// A word of a drop-down. The sheets that come back as input are in English in every language of the report.
fn english(one: impl Named) -> String {
    Words::of(Language::En).title(one)
}
