//! Rows into controls. In: a list of controls, and the systems they may speak of. Out: typed controls; a row of which the system,
//! the domain or the party is not understood does not count, and says so.

use crate::diagnostic::{Code, Location};
use crate::inventory::{Control, ControlStatus, Owner, Party};
use crate::message::{Message, sentence};
use crate::read::Row;

use super::answerable;
use super::context::{Context, What};
use super::directory::Directory;
use super::evidence;
use super::exceptions::exception;
use super::field::Field;
use super::owners::{Addresses, owners};
use super::scope::Scope;
use super::sheet::Sheet;
use super::status::status;
use super::systems::is_example;
use super::vocabulary::{Side, Status};
use super::wording::{Vocabulary, shown};

const PARTY: What = What {
    code: Code::UnknownValue,
    name: "responsible party",
    words: "customer, provider, shared",
};

const APPLICABLE: What = What {
    code: Code::UnknownValue,
    name: "answer to whether the control applies",
    words: "yes, no",
};

/// Reads every row of a list of controls.
pub(super) fn read(
    sheet: &mut Sheet<'_>,
    directory: &mut Directory<'_>,
    addresses: &mut Addresses,
    context: &mut Context<'_>,
) -> Vec<Control> {
    let scope = Scope::of(sheet, directory, context);
    note_missing_columns(sheet, &scope, context);
    let mut controls = Vec::new();
    for row in sheet.body.clone() {
        let whole = control(sheet, row, &scope, directory, addresses, context);
        let found = whole.map_or_else(Vec::new, |whole| scope.spread(sheet, row, whole, context));
        match found.is_empty() {
            true => sheet.count_left_out(),
            false => sheet.count_read(),
        }
        controls.extend(found);
    }
    scope.note(sheet, &controls, context);
    controls
}

fn note_missing_columns(sheet: &Sheet<'_>, scope: &Scope, context: &mut Context<'_>) {
    let at = sheet.cells.table.location();
    let needed = [
        (
            Field::Domain,
            "Domain",
            "its rows do not count: say in each which security domain it is for",
        ),
        (Field::Owner, "Owner", "no duty in it has an owner"),
        (Field::Status, "Status", "no duty in it counts as in place"),
    ];
    for (field, name, help) in needed.into_iter().filter(|(field, ..)| !sheet.has(*field)) {
        let addressed = field == Field::Owner && sheet.has(Field::OwnerEmail);
        let absent = !addressed && !scope.stands_for(field);
        if absent {
            let message = sentence!(
                "the list of controls has no column '{name}'",
                name = Message::from(name)
            );
            context.found.add(Code::ColumnMissing, Some(&at), message, help);
        }
    }
}

fn control<'a>(
    sheet: &mut Sheet<'a>,
    row: &'a Row,
    scope: &Scope,
    directory: &mut Directory<'_>,
    addresses: &mut Addresses,
    context: &mut Context<'_>,
) -> Option<Control> {
    let at = sheet.at(row, Field::Domain);
    let examples = [Field::SystemRef, Field::ControlName, Field::ControlId];
    if examples
        .into_iter()
        .any(|field| sheet.text(row, field).is_some_and(|t| is_example(&t)))
    {
        let help = "delete the example rows when you no longer need them";
        context.found.add(
            Code::ExampleRow,
            Some(&at),
            "an example row of the starter workbook was ignored",
            help,
        );
        return None;
    }
    let reach = scope.reach(sheet, row, directory, context);
    let domains = scope.domains(sheet, row, context);
    let standing = standing(sheet, row, context)?;
    let party = scope.party(sheet, row, standing.party, context)?;
    if reach.is_empty() || domains.is_empty() {
        return None;
    }
    let proof = evidence::read(sheet, row, context);
    Some(Control {
        reach,
        domains,
        name: name(sheet, row),
        party,
        owners: row_owners(sheet, row, addresses, context),
        status: standing.status,
        evidence: proof.ours,
        provider_evidence: proof.provider,
        evidence_date: proof.date,
        valid_until: proof.valid_until,
        last_reviewed: sheet.date(row, Field::LastReviewed, &mut context.found),
        due: sheet.date(row, Field::Due, &mut context.found),
        exception: exception(sheet, row, context),
        notes: sheet.owned(row, Field::Notes),
        at,
    })
}

fn name<'a>(sheet: &Sheet<'a>, row: &'a Row) -> Option<String> {
    let fields = [Field::ControlName, Field::Description, Field::ControlId];
    fields.into_iter().find_map(|field| sheet.owned(row, field))
}

/// Whose row it is, and how far it is.
pub(super) struct Standing {
    pub(super) party: Party,
    pub(super) status: Option<ControlStatus>,
}

/// Party and status; `None` for a row whose party is not understood, since it would count for the wrong side.
fn standing<'a>(sheet: &Sheet<'a>, row: &'a Row, context: &mut Context<'_>) -> Option<Standing> {
    let party = match sheet.text(row, Field::Party) {
        Some(text)
            if !context.wording.knows(Vocabulary::Placeholder, &text)
                || context.wording.knows(Vocabulary::Party, &text) =>
        {
            let meaning = context.meaning(Vocabulary::Party, &text, PARTY, &sheet.at(row, Field::Party))?;
            match meaning.side() {
                Some(Side::Provider) => Party::Provider,
                Some(Side::Neither) => {
                    note_nobodys(&text, &sheet.at(row, Field::Party), context);
                    return None;
                }
                Some(Side::Customer | Side::Shared) | None => Party::Customer,
            }
        }
        _ => Party::Customer,
    };
    let excluded = applicable(sheet, row, context);
    let Some(text) = sheet.text(row, Field::Status).filter(|_| excluded.is_none()) else {
        let status = excluded;
        return Some(Standing { party, status });
    };
    let at = sheet.at(row, Field::Status);
    let meaning = status(&text, &at, context);
    Some(stand(party, meaning, &text, &at, context))
}

fn note_nobodys(text: &str, at: &Location, context: &mut Context<'_>) {
    let message = sentence!(
        "'{text}' says that the row is on nobody's side; it does not count",
        text = shown(text)
    );
    let help = "write customer, provider or shared; if the control does not apply, say so in the column of the status";
    context.found.add(Code::UnknownValue, Some(at), message, help);
}

/// Where a statement of applicability says that a control does not apply, it is not applicable, whatever its status; that it does says nothing yet.
fn applicable<'a>(sheet: &Sheet<'a>, row: &'a Row, context: &mut Context<'_>) -> Option<ControlStatus> {
    let text = sheet.text(row, Field::Applicable)?;
    let wording = &context.wording;
    if wording.status(&text) == Some(Status::NotApplicable) {
        return Some(ControlStatus::NotApplicable);
    }
    if wording.knows(Vocabulary::Placeholder, &text) && !wording.knows(Vocabulary::YesNo, &text) {
        return None;
    }
    let meaning = context.meaning(Vocabulary::YesNo, &text, APPLICABLE, &sheet.at(row, Field::Applicable))?;
    (meaning.answer() == Some(false)).then_some(ControlStatus::NotApplicable)
}

/// What a status means; `inherited` makes the row the provider's, and in place.
pub(super) fn stand(
    party: Party,
    meaning: Option<Status>,
    text: &str,
    at: &Location,
    context: &mut Context<'_>,
) -> Standing {
    let status = match meaning {
        Some(Status::Implemented | Status::Alternative) => Some(ControlStatus::Implemented),
        Some(Status::Partial) => Some(ControlStatus::Partial),
        Some(Status::Planned | Status::NotImplemented) => Some(ControlStatus::Planned),
        Some(Status::NotApplicable) => Some(ControlStatus::NotApplicable),
        Some(Status::Retired) => {
            let message = "a retired control does not count";
            context.found.add(
                Code::RetiredControl,
                Some(at),
                message,
                "nothing to do, unless it is still in use",
            );
            Some(ControlStatus::Retired)
        }
        Some(Status::Inherited) => {
            return Standing {
                party: Party::Provider,
                status: Some(ControlStatus::Implemented),
            };
        }
        Some(Status::Exception) => {
            let message = sentence!(
                "the status says '{text}'; only the exception columns make an exception",
                text = shown(text)
            );
            let help = "fill in reason, approver and expiry date of the exception";
            context.found.add(Code::StatusException, Some(at), message, help);
            None
        }
        Some(Status::Unknown) | None => None,
    };
    Standing { party, status }
}

/// The owners in a row; without a name, the address beside it.
fn row_owners<'a>(sheet: &Sheet<'a>, row: &'a Row, addresses: &mut Addresses, context: &mut Context<'_>) -> Vec<Owner> {
    let email = sheet.text(row, Field::OwnerEmail).filter(|e| e.contains('@'));
    let at = sheet.at(row, Field::Owner);
    let found = match (sheet.text(row, Field::Owner), &email) {
        (Some(text), _) => owners(&text, &at, context),
        (None, Some(email)) => return owners(email, &at, context),
        (None, None) => Vec::new(),
    };
    if found.is_empty() {
        answerable::note(sheet, row, context);
    }
    if let (Some(email), [one]) = (email, found.as_slice()) {
        addresses.learn(&email, &one.name);
    }
    found
}
