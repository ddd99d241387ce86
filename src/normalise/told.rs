//! Columns that no heading tells, told by what the workbook says elsewhere. In: the columns of a list of controls, the names of the
//! systems that other tables list, and what a name is. Out: the column with the systems and the one with the owners, as a guess that
//! is said. Where two columns could be it, none is, and that is asked.

use std::collections::{BTreeMap, BTreeSet};

use crate::inventory::OwnerKind;

use super::because::Hence;
use super::columns::{Column, Holds, Judge, Trust};
use super::context::Context;
use super::field::{Field, Kind, meanings};
use super::owners::{is_placeholder, named};
use super::speech;
use super::topic;
use super::wording::{Vocabulary, compact, parts};

/// Finds the columns of systems and owners where a list of controls has none.
pub(super) fn settle(judge: &Judge<'_>, columns: &mut [Column], systems: &BTreeSet<String>, context: &Context<'_>) {
    if !holds(columns, Field::SystemRef) {
        take(columns, Field::SystemRef, |column| {
            is_open_to_systems(column) && names_systems(judge, column, systems)
        });
    }
    if !holds(columns, Field::Owner) && !holds(columns, Field::OwnerEmail) {
        take(columns, Field::Owner, |column| {
            column.holds == Holds::Nothing && is_open_to_owners(column) && names_owners(judge, column, context)
        });
    }
}

/// The columns that hold values and have no heading, each with the field that its values fit, if there is one.
pub(super) fn unheaded(
    judge: &Judge<'_>,
    kind: Kind,
    columns: &[Column],
    systems: &BTreeSet<String>,
    context: &Context<'_>,
) -> BTreeMap<u32, Option<Field>> {
    let is_unheaded = |c: &&Column| c.holds == Holds::Nothing && c.hence == Hence::NoHeading;
    let perhaps = |column: &Column| match kind {
        Kind::Controls if names_systems(judge, column, systems) => Some(Field::SystemRef),
        Kind::Controls if names_owners(judge, column, context) => Some(Field::Owner),
        Kind::Systems if names_owners(judge, column, context) => Some(Field::SystemOwner),
        _ => None,
    };
    let found = columns.iter().filter(is_unheaded);
    found.map(|column| (column.number, perhaps(column))).collect()
}

fn holds(columns: &[Column], field: Field) -> bool {
    columns
        .iter()
        .any(|c| matches!(c.holds, Holds::Field(f, _) | Holds::Second(f) if f == field))
}

/// Gives a field to the one column that fits; several are to be asked about.
fn take(columns: &mut [Column], field: Field, fits: impl Fn(&Column) -> bool) {
    let places: Vec<usize> = (0..columns.len()).filter(|place| fits(&columns[*place])).collect();
    for place in &places {
        columns[*place].hence = Hence::Values(field);
        columns[*place].holds = match places.len() {
            1 => Holds::Field(field, Trust::Guessed),
            _ => Holds::Second(field),
        };
    }
}

/// A column that has no field, or one that its heading makes only likely: "Name" may stand above systems.
fn is_open_to_systems(column: &Column) -> bool {
    let likely = matches!(
        column.holds,
        Holds::Field(Field::Owner | Field::ControlName | Field::Description | Field::Notes, _)
    );
    column.holds == Holds::Nothing || likely && column.hence == Hence::Likeliest
}

/// Whether nearly all values are names of listed systems, or words for all of them.
fn names_systems(judge: &Judge<'_>, column: &Column, systems: &BTreeSet<String>) -> bool {
    let listed = |said: &str| systems.contains(&compact(said)) && said.chars().any(char::is_alphabetic);
    let known = |said: &str| listed(said) || judge.wording.knows(Vocabulary::EverySystem, said);
    let values = judge.distinct(column.number);
    let fitting = values
        .keys()
        .filter(|v| parts(v, &known).into_iter().all(known))
        .count();
    let named = values.keys().any(|v| parts(v, &known).into_iter().any(listed));
    named && fitting * 5 >= values.len() * 4
}

/// A heading that says nothing else: neither of another table or another thing, nor that somebody else than the owner stands below.
fn is_open_to_owners(column: &Column) -> bool {
    let key = compact(&column.header);
    let elsewhere = meanings(Kind::Systems, &key)
        .iter()
        .any(|m| !matches!(m.field, Field::SystemOwner | Field::SystemName));
    column.hence != Hence::NoHeading
        && !elsewhere
        && topic::headings(&key).is_empty()
        && !speech::is_for_others(&column.header)
}

/// Whether nearly all values plainly name persons, roles or teams. Without a heading that speaks of somebody, teams alone do not
/// tell: they may be departments.
fn names_owners(judge: &Judge<'_>, column: &Column, context: &Context<'_>) -> bool {
    let values = judge.distinct(column.number);
    let filled: Vec<&String> = values.keys().filter(|v| !is_placeholder(v, judge.wording)).collect();
    let mut told = false;
    let mut names = |value: &&&String| {
        let pieces = named(value, context);
        let kinds: Vec<Option<OwnerKind>> = pieces
            .iter()
            .map(|(_, who)| who.as_ref().ok().map(|who| who.kind))
            .collect();
        told |= kinds
            .iter()
            .any(|kind| matches!(kind, Some(OwnerKind::Person | OwnerKind::Role)));
        !kinds.is_empty()
            && kinds
                .iter()
                .all(|kind| kind.is_some_and(|kind| kind != OwnerKind::Provider))
    };
    let fitting = filled.iter().filter(&mut names).count();
    let helped = speech::is_for_somebody(&column.header);
    let enough = filled.len() >= if helped { 1 } else { 2 };
    enough && fitting * 10 >= filled.len() * 9 && (told || helped)
}
