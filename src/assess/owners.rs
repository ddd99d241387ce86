//! Who owns a duty of ours. In: the live rows of a duty, and the people who left. Out: those who can own it, and a finding for each
//! name that cannot. Whether a name is plainly a person, a role or a team was told before, by `normalise`. What a name is compared by
//! is worked out once, however many duties it stands for.

use std::collections::BTreeMap;
use std::rc::Rc;

use chrono::NaiveDate;
use indexmap::IndexMap;

use super::coverage::Line;
use super::doubts::Doubts;
use super::judge::{Judge, Subject};
use crate::inventory::{
    Departure, Exception, Inventory, Owner, OwnerKind, address_in, company_letters, name_key, same_person,
};

/// Why a name in an owner cell is no owner of our side.
enum Bar<'a> {
    Vendor,
    Left(&'a Departure),
    Ended(NaiveDate),
    TeamOnly,
}

/// An owner that a row names, with what the name is compared by.
pub struct Named<'a> {
    pub owner: &'a Owner,
    name: Rc<Name<'a>>,
}

/// What a name is compared by.
struct Name<'a> {
    key: String,
    /// As a company's, as `company_letters` writes it.
    letters: String,
    /// The parts of the house that its address is of, written so.
    house: Vec<String>,
    /// Its first words written so, and whether something of ours follows.
    beginnings: Vec<(String, bool)>,
    departure: Option<&'a Departure>,
}

/// The names that were met so far.
pub struct Names<'a> {
    inventory: &'a Inventory,
    as_of: NaiveDate,
    met: IndexMap<&'a str, Rc<Name<'a>>>,
}

impl<'a> Names<'a> {
    /// None so far.
    pub fn of(inventory: &'a Inventory, as_of: NaiveDate) -> Self {
        let met = IndexMap::new();
        Self { inventory, as_of, met }
    }

    /// The owners that a row names.
    pub fn named(&mut self, owners: &'a [Owner]) -> Vec<Named<'a>> {
        owners.iter().map(|owner| self.name(owner)).collect()
    }

    fn name(&mut self, owner: &'a Owner) -> Named<'a> {
        let name = owner.name.as_str();
        let met = self.met.entry(name);
        let name = met.or_insert_with(|| Rc::new(Name::of(name, self.inventory, self.as_of)));
        Named {
            owner,
            name: Rc::clone(name),
        }
    }
}

impl<'a> Name<'a> {
    fn of(name: &str, inventory: &'a Inventory, as_of: NaiveDate) -> Self {
        let key = name_key(name);
        let at = address_in(name).and_then(|address| address.split_once('@'));
        let labels = at.into_iter().flat_map(|(_, domain)| domain.split('.'));
        Self {
            letters: company_letters(name),
            house: labels.map(company_letters).collect(),
            beginnings: beginnings(&key),
            departure: departed(inventory, name, as_of),
            key,
        }
    }
}

/// The first words of a name, one more each time, as `company_letters` writes them; and whether something of ours follows.
fn beginnings(key: &str) -> Vec<(String, bool)> {
    let words: Vec<&str> = key.split(' ').collect();
    let parted = (1..words.len()).map(|length| (words[..length].join(" "), &words[length..]));
    // "IT security" is no vendor's where a system is bought from "IT".
    let long = parted.filter(|(first, _)| first.len() > 2);
    let ours = |rest: &[&str]| rest.iter().any(|word| OURS.contains(word));
    long.map(|(first, rest)| (company_letters(&first), ours(rest)))
        .collect()
}

/// Where the inventory says that somebody has left by a day.
fn departed<'a>(inventory: &'a Inventory, name: &str, day: NaiveDate) -> Option<&'a Departure> {
    let gone = |d: &&Departure| d.left_on <= day && d.is(name);
    inventory.departures.iter().find(gone)
}

impl Judge<'_> {
    /// Those who can own our side, with a finding for those who cannot.
    pub fn owners(&self, subject: &Subject<'_>, live: &[&Line<'_>], doubts: &mut Doubts) -> Vec<Owner> {
        let mut able: BTreeMap<&str, &Owner> = BTreeMap::new();
        let named = live
            .iter()
            .flat_map(|line| line.owners.iter().map(move |named| (line.control, named)));
        for (control, Named { owner, name }) in named {
            match self.bar(subject, owner, name) {
                Some(Bar::TeamOnly) => {}
                Some(Bar::Vendor) => doubts.owner_is_vendor(control, owner, subject.system),
                Some(Bar::Left(departure)) => doubts.owner_left(control, owner, departure),
                Some(Bar::Ended(until)) => doubts.owner_ended(control, owner, until),
                None => {
                    let spelling = able.entry(&name.key).or_insert(owner);
                    *spelling = (*owner).min(*spelling);
                }
            }
        }
        able.into_values().cloned().collect()
    }

    /// Why somebody cannot own our side of this system's duties, if so.
    fn bar<'n>(&self, subject: &Subject<'_>, owner: &Owner, name: &'n Name<'_>) -> Option<Bar<'n>> {
        if owner.kind == OwnerKind::Provider || subject.has_vendor(&name.letters) || subject.employs(owner, name) {
            return Some(Bar::Vendor);
        }
        if let Some(departure) = name.departure {
            return Some(Bar::Left(departure));
        }
        if let Some(until) = owner.until.filter(|until| *until < self.as_of) {
            return Some(Bar::Ended(until));
        }
        (owner.kind == OwnerKind::Team && self.rules.require_named_person).then_some(Bar::TeamOnly)
    }

    /// Where the inventory says that somebody has left by the as-of date.
    pub fn departed(&self, name: &str) -> Option<&Departure> {
        departed(self.inventory, name, self.as_of)
    }
}

impl Subject<'_> {
    /// Whether somebody works for a vendor of the system: a role or a team that bears its name (`Zetacorp support`), or an address there.
    /// Who runs a product for us (`Salesforce administrator`) is ours.
    fn employs(&self, owner: &Owner, name: &Name<'_>) -> bool {
        let house = name.house.iter().any(|label| self.has_vendor(label));
        house || owner.kind != OwnerKind::Person && self.is_called_first(name)
    }

    /// Whether a name begins with a vendor's, and goes on with what is not ours.
    fn is_called_first(&self, name: &Name<'_>) -> bool {
        let first = name.beginnings.iter().find(|(first, _)| self.has_vendor(first));
        first.is_some_and(|(_, ours)| !ours)
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
