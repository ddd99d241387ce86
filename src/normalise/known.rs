//! What the workbook itself says about names. In: the people who left, and the systems. Out: whether a text is one of their names.

use std::collections::BTreeSet;

use crate::inventory::{Departure, System, company_key, name_key};

/// What the workbook itself says about names.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    people: BTreeSet<String>,
    units: BTreeSet<String>,
    systems: BTreeSet<String>,
    vendors: BTreeSet<String>,
}

impl Known {
    /// From the list of people, and from the units, names and products of the systems.
    pub(super) fn of(departures: &[Departure], systems: &[System]) -> Self {
        let names = departures.iter().filter_map(|d| d.name.as_deref());
        let things = systems
            .iter()
            .flat_map(|s| [Some(&s.name), Some(&s.id), s.product.as_ref()]);
        Self {
            people: names.map(turned_key).collect(),
            units: systems.iter().filter_map(|s| s.unit.as_deref()).map(name_key).collect(),
            systems: things.flatten().map(|thing| name_key(thing)).collect(),
            vendors: systems
                .iter()
                .filter_map(|s| s.vendor.as_deref())
                .map(company_key)
                .collect(),
        }
    }

    /// Whether the workbook's list of people has this name, whatever the order of its words.
    pub(super) fn is_person(&self, text: &str) -> bool {
        self.people.contains(&turned_key(text))
    }

    /// Whether it is a business unit of some system.
    pub(super) fn is_unit(&self, text: &str) -> bool {
        self.units.contains(&name_key(text))
    }

    /// Whether it is the name, the id or the product of a system.
    pub(super) fn is_system(&self, text: &str) -> bool {
        self.systems.contains(&name_key(text))
    }

    /// Whether it is some system's vendor.
    pub(super) fn is_vendor(&self, text: &str) -> bool {
        self.vendors.contains(&company_key(text))
    }
}

/// The words of a name in one order, so that `Brandt, Ole` is `Ole Brandt`.
pub(super) fn turned_key(name: &str) -> String {
    let key = name_key(name);
    let mut words: Vec<&str> = key.split(' ').collect();
    words.sort_unstable();
    words.join(" ")
}
