//! A sheet for each system. In: the lists of controls of a workbook that lists no systems. Out: the sheets of one layout whose names are
//! those of systems: at least two, one of them a known product, and none called after another thing.

use std::collections::BTreeMap;

use super::Role;
use super::catalogue::Told;
use super::context::Context;
use super::field::Field;
use super::marks::Mark;
use super::sheet::Sheet;
use super::topic;

/// Whether a list of controls says in no cell of which systems it speaks.
pub(super) fn is_open(sheet: &Sheet<'_>) -> bool {
    sheet.account.role == Role::Controls && !sheet.has(Field::SystemRef) && sheet.crossed.is_none()
}

/// What a sheet is called; a text file has no sheets beside it.
pub(super) fn name<'s>(sheet: &'s Sheet<'_>) -> Option<&'s str> {
    sheet.cells.table.sheet.as_deref()
}

/// The file of a sheet and its headings: what sheets of one layout share.
pub(super) fn layout(sheet: &Sheet<'_>) -> (String, Vec<String>) {
    let headings = sheet.header.headings.values();
    let keys = headings.filter_map(|heading| heading.keys.first().cloned()).collect();
    (sheet.cells.table.file.to_string(), keys)
}

/// The names of the sheets that stand for a system each.
pub(super) fn sheets<'s, 'a: 's>(all: impl Iterator<Item = &'s Sheet<'a>>, context: &Context<'_>) -> Vec<String> {
    let mut alike: BTreeMap<(String, Vec<String>), Vec<String>> = BTreeMap::new();
    for sheet in all.filter(|sheet| is_open(sheet)) {
        alike
            .entry(layout(sheet))
            .or_default()
            .extend(name(sheet).map(str::to_owned));
    }
    let product = |name: &String| matches!(context.catalogue.tell_name(name, &context.wording), Told::Products(_));
    let other = |name: &String| Mark::Controls.is_in(name) || topic::called(name).is_some();
    let systems = |names: &Vec<String>| names.len() >= 2 && names.iter().any(product) && !names.iter().any(other);
    alike.into_values().filter(systems).flatten().collect()
}
