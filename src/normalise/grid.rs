//! Ownership grids into controls: systems down, domains across. In: a sheet whose domain columns hold an owner, "owner; status",
//! or "Provider". Out: one control for each cell that says something.

use std::borrow::Cow;

use crate::diagnostic::{Code, Location};
use crate::framework::Domain;
use crate::inventory::{Control, EvidenceCell, Owner, Party, Reach};
use crate::read::{Row, Value};

use super::cells::text;
use super::context::{Context, What};
use super::controls::{Standing, stand};
use super::date;
use super::directory::Directory;
use super::field::Field;
use super::lights::Lights;
use super::owners::owners;
use super::sheet::Sheet;
use super::vocabulary::{Side, Status};
use super::wording::{Vocabulary, Wording, split};

const STATUS: What = What {
    code: Code::UnknownValue,
    name: "status",
    words: "implemented, partial, planned, not applicable, retired",
};

/// Reads a grid whose rows name systems of another list.
pub(super) fn read(sheet: &mut Sheet<'_>, directory: &mut Directory<'_>, context: &mut Context<'_>) -> Vec<Control> {
    let mut controls = Vec::new();
    let lights = lights(sheet, context);
    for row in sheet.body.clone() {
        let reach = reach(sheet, row, directory, context);
        if reach.is_empty() {
            sheet.count_left_out();
            continue;
        }
        sheet.count_read();
        controls.extend(cells(sheet, row, &reach, &lights, context));
    }
    note_statuses(sheet, &controls, context);
    controls
}

/// What the letters below the security domains mean, if they are all there is.
pub(super) fn lights(sheet: &Sheet<'_>, context: &Context<'_>) -> Lights {
    let columns: Vec<u32> = sheet
        .domains
        .iter()
        .flat_map(|(columns, _)| columns.iter().copied())
        .collect();
    Lights::of(
        sheet.below(&columns).iter().map(String::as_str),
        &sheet.legend,
        &context.wording,
    )
}

/// Says once that a grid of signs, colours or words for a status names nobody.
pub(super) fn note_statuses(sheet: &Sheet<'_>, controls: &[Control], context: &mut Context<'_>) {
    let stated = controls.iter().any(|control| control.status.is_some());
    if stated && controls.iter().all(|control| control.owners.is_empty()) {
        let message =
            "the cells hold symbols, colours or words for a status and name no owner: nobody owns these duties by it";
        let help = "write an owner into the cells (or \"owner; status\"), or add a list of controls with owners";
        let at = sheet.cells.table.location();
        context.found.add(Code::ColumnMissing, Some(&at), message, help);
    }
}

fn reach<'a>(sheet: &Sheet<'a>, row: &'a Row, directory: &mut Directory<'_>, context: &mut Context<'_>) -> Vec<Reach> {
    let named = [Field::SystemId, Field::SystemName];
    let Some((field, text)) = named.into_iter().find_map(|f| Some((f, sheet.text(row, f)?))) else {
        let help = "say in each row of the grid which system it is for";
        let at = sheet.first_cell(row);
        context.found.add(
            Code::RowSkipped,
            Some(&at),
            "a row of the grid names no system and was left out",
            help,
        );
        return Vec::new();
    };
    directory.reach(&text, &sheet.at(row, field), context)
}

/// The controls in the domain columns of one row.
pub(super) fn cells<'a>(
    sheet: &Sheet<'a>,
    row: &'a Row,
    reach: &[Reach],
    lights: &Lights,
    context: &mut Context<'_>,
) -> Vec<Control> {
    let mut controls = Vec::new();
    for (columns, domain) in &sheet.domains {
        let said: Vec<(u32, Cow<'_, str>)> = match columns.as_slice() {
            [one] => sheet
                .cells
                .across(row, *one)
                .and_then(text)
                .map(|said| (*one, said))
                .into_iter()
                .collect(),
            all => all
                .iter()
                .filter_map(|c| Some((*c, text(sheet.cells.down(row, *c)?)?)))
                .collect(),
        };
        let Some((first, _)) = said.first() else { continue };
        let at = sheet.cells.table.locate(row.number, *first);
        // Owner, state and review of a domain in columns of their own are said as in one cell.
        let cell = said
            .iter()
            .map(|(_, said)| lights.meaning(said).unwrap_or(said))
            .collect::<Vec<_>>()
            .join("; ");
        controls.push(control(&cell, *domain, reach, at, lights, context));
    }
    controls
}

fn control(
    cell: &str,
    domain: Domain,
    reach: &[Reach],
    at: Location,
    lights: &Lights,
    context: &mut Context<'_>,
) -> Control {
    let said = Said::read(lights.meaning(cell).unwrap_or(cell), &at, context);
    Control {
        reach: reach.to_vec(),
        domains: vec![domain],
        name: None,
        party: said.standing.party,
        owners: said.owners,
        status: said.standing.status,
        evidence: EvidenceCell::default(),
        provider_evidence: EvidenceCell::default(),
        evidence_date: None,
        valid_until: None,
        last_reviewed: said.reviewed,
        due: None,
        exception: None,
        notes: None,
        at,
    }
}

/// What one cell of a grid says.
pub(super) struct Said {
    standing: Standing,
    owners: Vec<Owner>,
    reviewed: Option<chrono::NaiveDate>,
}

impl Said {
    /// The control of a row with what the cell says in place of it.
    pub(super) fn lay_over(self, whole: &Control, at: Location) -> Control {
        let own_owner = !self.owners.is_empty();
        Control {
            party: match self.standing.party {
                Party::Customer => whole.party,
                Party::Provider => Party::Provider,
            },
            status: self.standing.status.or(whole.status),
            owners: if own_owner { self.owners } else { whole.owners.clone() },
            last_reviewed: self.reviewed.or(whole.last_reviewed),
            at,
            ..whole.clone()
        }
    }

    /// Whether it names neither an owner nor a party, and no status.
    pub(super) fn is_silent(&self) -> bool {
        self.owners.is_empty() && self.standing.status.is_none() && self.standing.party == Party::Customer
    }

    pub(super) fn read(text: &str, at: &Location, context: &mut Context<'_>) -> Self {
        let mut said = Self {
            standing: Standing {
                party: Party::Customer,
                status: None,
            },
            owners: Vec::new(),
            reviewed: None,
        };
        let pieces = split(text, &[";", "\n", "|"]);
        let pieces: Vec<&str> = pieces
            .into_iter()
            .flat_map(|p| with_remark(p, &context.wording))
            .collect();
        for (place, piece) in pieces.iter().enumerate() {
            said.take(piece, place == 0, at, context);
        }
        said
    }

    fn take(&mut self, piece: &str, first: bool, at: &Location, context: &mut Context<'_>) {
        if let date::Reading::Day(date) = date::read(&Value::Text(piece.into()), date::Order::Unsettled) {
            self.reviewed = Some(date);
            return;
        }
        let placeholder = context.wording.knows(Vocabulary::Placeholder, piece);
        match context.wording.status(piece) {
            Some(meaning) if !(first && placeholder && meaning == Status::Unknown) => {
                let stood = stand(self.standing.party, Some(meaning), piece, at, context);
                // "Provider" alone says whose duty it is, not that it is done.
                let whose = meaning == Status::Inherited && context.wording.knows(Vocabulary::Party, piece);
                self.standing.party = stood.party;
                if !whose {
                    self.standing.status = stood.status;
                }
            }
            _ if context.wording.knows(Vocabulary::Party, piece) && !placeholder => self.side(piece, context),
            _ if !first && context.wording.nearest(Vocabulary::Status, piece).is_some() => {
                context.unknown(Vocabulary::Status, piece, STATUS, at);
            }
            _ if is_sign(piece) && !placeholder => context.unknown(Vocabulary::Status, piece, STATUS, at),
            _ => self.owners.extend(owners(piece, at, context)),
        }
    }

    /// "Provider", or a provider's name; "shared" and "us" name nobody.
    fn side(&mut self, piece: &str, context: &Context<'_>) {
        if context.wording.side(piece) == Some(Side::Provider) {
            self.standing.party = Party::Provider;
        }
    }
}

/// A sign without letters and digits, such as a coloured dot, or one letter alone, can only be a status.
fn is_sign(piece: &str) -> bool {
    piece.chars().count() == 1 || !piece.chars().any(char::is_alphanumeric)
}

/// "Ann Lee (implemented)" as two pieces.
fn with_remark<'a>(piece: &'a str, wording: &Wording) -> Vec<&'a str> {
    let parted = piece.strip_suffix(')').and_then(|p| p.split_once('('));
    let is_status = |remark: &str| wording.status(remark).is_some_and(|status| status != Status::Unknown);
    match parted {
        Some((head, remark)) if !head.trim().is_empty() && is_status(remark) => vec![head.trim(), remark.trim()],
        _ => vec![piece],
    }
}
