//! A sheet for each unit. In: the lists of systems of a workbook that say no unit. Out: the name of the sheet as the unit of its systems,
//! where several sheets of one layout list different systems and are called after nothing else: no list, no year, no state.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::Code;
use crate::inventory::name_key;
use crate::message::sentence;

use super::Role;
use super::apart::layout;
use super::context::Context;
use super::field::Field;
use super::identity::is_of_its_time;
use super::marks::{Mark, tokens};
use super::sheet::Sheet;
use super::topic;
use super::wording::{Vocabulary, shown};

/// Gives the systems of such sheets their unit, and says so.
pub(super) fn stand_for<'s, 'a: 's>(sheets: impl Iterator<Item = &'s mut Sheet<'a>>, context: &mut Context<'_>) {
    let open = |sheet: &&mut Sheet<'_>| sheet.account.role == Role::Systems && !sheet.has(Field::Unit);
    let mut alike: BTreeMap<_, Vec<&mut Sheet<'_>>> = BTreeMap::new();
    for sheet in sheets.filter(open).filter(|sheet| sheet.cells.table.sheet.is_some()) {
        alike.entry(layout(sheet)).or_default().push(sheet);
    }
    for group in alike.into_values() {
        let units = are_units(&group, context);
        for sheet in group.into_iter().filter(|_| units) {
            let name = sheet.cells.table.sheet.as_deref().unwrap_or_default().to_owned();
            sheet.stand_for(Field::Unit, &name);
            let message = sentence!(
                "no column names a unit; by their sheet, the systems are those of the unit '{name}'",
                name = shown(&name)
            );
            let help = "nothing to do; if they are of other units, add a column 'Business unit'";
            let at = sheet.cells.table.location();
            context.found.add(Code::SystemByName, Some(&at), message, help);
        }
    }
}

/// Whether sheets of one layout stand for a unit each: a name of its own each, and no system on two of them.
fn are_units(group: &[&mut Sheet<'_>], context: &Context<'_>) -> bool {
    let names: BTreeSet<&str> = group
        .iter()
        .filter_map(|sheet| sheet.cells.table.sheet.as_deref())
        .collect();
    let different = names.len() >= 2 && names.len() == group.len();
    if !different || !names.iter().all(|name| is_unit(name, context)) {
        return false;
    }
    let mut seen = BTreeSet::new();
    group.iter().all(|sheet| {
        let systems = sheet.body.iter().filter_map(|row| sheet.text(row, Field::SystemName));
        let own: BTreeSet<String> = systems.map(|name| name_key(&name)).collect();
        own.into_iter().all(|name| seen.insert(name))
    })
}

/// Whether a name may be that of a unit, since it is nothing else.
fn is_unit(name: &str, context: &Context<'_>) -> bool {
    const OTHER: [Vocabulary; 4] = [
        Vocabulary::Model,
        Vocabulary::Stage,
        Vocabulary::Status,
        Vocabulary::Criticality,
    ];
    let words = tokens(name);
    let listed = words
        .iter()
        .all(|word| Mark::List.knows(word) || word.chars().any(|c| c.is_ascii_digit()));
    let sheet = words
        .first()
        .is_some_and(|first| matches!(first.as_str(), "sheet" | "tabelle" | "feuil" | "hoja" | "blatt"));
    !listed
        && !sheet
        && !is_of_its_time(name)
        && !Mark::Systems.is_in(name)
        && topic::called(name).is_none()
        && !OTHER.iter().any(|vocabulary| context.wording.knows(*vocabulary, name))
}
