//! Who owns a duty of ours. In: the live rows of a duty, and the people who left. Out: those who can own it, and a finding for each
//! name that cannot. Whether a name is plainly a person, a role or a team was told before, by `normalise`.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::coverage::Line;
use super::doubts::Doubts;
use super::judge::{Judge, Subject};
use crate::inventory::{Departure, Exception, Owner, OwnerKind, address_in, name_key, same_person};

/// Why a name in an owner cell is no owner of our side.
enum Bar<'a> {
    Vendor,
    Left(&'a Departure),
    Ended(NaiveDate),
    TeamOnly,
}

impl Judge<'_> {
    /// Those who can own our side, with a finding for those who cannot.
    pub fn owners(&self, subject: &Subject<'_>, live: &[&Line<'_>], doubts: &mut Doubts) -> Vec<Owner> {
        let mut able = BTreeMap::new();
        let named = live
            .iter()
            .flat_map(|line| line.control.owners.iter().map(move |owner| (line.control, owner)));
        for (control, owner) in named {
            match self.bar(subject, owner) {
                Some(Bar::TeamOnly) => {}
                Some(Bar::Vendor) => doubts.owner_is_vendor(control, owner, subject.system),
                Some(Bar::Left(departure)) => doubts.owner_left(control, owner, departure),
                Some(Bar::Ended(until)) => doubts.owner_ended(control, owner, until),
                None => {
                    let spelling = able.entry(name_key(&owner.name)).or_insert(owner);
                    *spelling = owner.min(*spelling);
                }
            }
        }
        able.into_values().cloned().collect()
    }

    /// Why somebody cannot own our side of this system's duties, if so.
    fn bar(&self, subject: &Subject<'_>, owner: &Owner) -> Option<Bar<'_>> {
        if owner.kind == OwnerKind::Provider || subject.is_sold_by(&owner.name) || subject.employs(owner) {
            return Some(Bar::Vendor);
        }
        if let Some(departure) = self.departed(&owner.name) {
            return Some(Bar::Left(departure));
        }
        if let Some(until) = owner.until.filter(|until| *until < self.as_of) {
            return Some(Bar::Ended(until));
        }
        (owner.kind == OwnerKind::Team && self.rules.require_named_person).then_some(Bar::TeamOnly)
    }

    /// Where the inventory says that somebody has left by the as-of date.
    pub fn departed(&self, name: &str) -> Option<&Departure> {
        let gone = |d: &&Departure| d.left_on <= self.as_of && d.is(name);
        self.inventory.departures.iter().find(gone)
    }
}

impl Subject<'_> {
    /// Whether somebody works for a vendor of the system: a role or a team that bears its name (`Zetacorp support`), or an address there.
    /// Who runs a product for us (`Salesforce administrator`) is ours.
    fn employs(&self, owner: &Owner) -> bool {
        let at = address_in(&owner.name).and_then(|address| address.split_once('@'));
        let house = at.is_some_and(|(_, domain)| domain.split('.').any(|label| self.is_sold_by(label)));
        house || owner.kind != OwnerKind::Person && self.is_called_first(&owner.name)
    }

    /// Whether a name begins with a vendor's, and goes on with what is not ours.
    fn is_called_first(&self, name: &str) -> bool {
        let key = name_key(name);
        let words: Vec<&str> = key.split(' ').collect();
        // "IT security" is no vendor's where a system is bought from "IT".
        let begins = |vendor: &str| vendor.len() > 2 && self.is_sold_by(vendor);
        let first = (1..words.len()).find(|length| begins(&words[..*length].join(" ")));
        first.is_some_and(|length| !words[length..].iter().any(|word| OURS.contains(word)))
    }
}

/// What people are called who run or answer for a product on our side, as [`name_key`] writes it.
const OURS: [&str; 17] = [
    "admin",
    "admins",
    "administrator",
    "administrators",
    "administration",
    "administratorin",
    "administrateur",
    "administrateurs",
    "administrador",
    "administradores",
    "owner",
    "owners",
    "steward",
    "coe",
    "platform",
    "plattform",
    "basis",
];

/// Those of an exception's approvers who are neither named as owners of the duty nor the vendor.
pub fn approvers<'e>(exception: &'e Exception, subject: &Subject<'_>, live: &[&Line<'_>]) -> Vec<&'e str> {
    let owners = live.iter().flat_map(|line| &line.control.owners);
    let names = exception.approver.split(';').map(str::trim);
    names
        .filter(|approver| !approver.is_empty() && !subject.is_sold_by(approver))
        .filter(|approver| !owners.clone().any(|owner| same_person(&owner.name, approver)))
        .collect()
}

/// Several persons who answer for one duty, at the first row that names one.
pub fn note_several(live: &[&Line<'_>], owners: &[Owner], doubts: &mut Doubts) {
    let mut persons: Vec<&str> = owners
        .iter()
        .filter(|o| o.kind == OwnerKind::Person)
        .map(|o| o.name.as_str())
        .collect();
    persons.sort_unstable();
    let first = live.iter().find(|line| !line.control.owners.is_empty());
    if let (Some(line), true) = (first, persons.len() > 1) {
        doubts.several_accountable(line.control, &persons);
    }
}
