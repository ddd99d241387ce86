//! Who owns a control. In: the text of an owner cell, and the people and addresses the workbook knows. Out: persons, roles, teams or
//! the provider; nobody where something else stands. Two spellings of one name become one, whatever the order of the rows.

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::diagnostic::{Code, Location};
use crate::inventory::{Contacts, Control, Departure, Owner, OwnerKind, address_in, name_key};
use crate::message::sentence;

use super::context::Context;
use super::known::turned_key;
use super::naming::{Judge, Named};
use super::nobody::Because;
use super::owner_list::{List, Piece};
use super::vocabulary::{Meaning, Remark};
use super::wording::{Vocabulary, Wording, compact, shown, words};

/// The owners in a cell; what names nobody is reported.
pub(super) fn owners(text: &str, at: &Location, context: &mut Context<'_>) -> Vec<Owner> {
    let found = named(text, context);
    let mut owners = Vec::new();
    for (piece, told) in found.iter().cloned() {
        match told {
            Ok(Named { name, kind, until }) => {
                let owner = Owner { name, kind, until };
                note_team(&owner, at, context);
                owners.push(owner);
            }
            Err(because) => note_nobody(&piece, because, at, context),
        }
    }
    owners.sort();
    owners.dedup();
    // Mostly it is one, and kept as long as the inventory.
    owners.shrink_to_fit();
    owners
}

/// Whom a cell names, piece by piece.
pub(super) fn named(text: &str, context: &Context<'_>) -> Rc<[Piece]> {
    let judge = Judge {
        wording: &context.wording,
        catalogue: &context.catalogue,
        known: &context.known,
    };
    context.names.told(text, || List { judge: &judge }.read(text).into())
}

fn note_nobody(piece: &str, because: Because, at: &Location, context: &mut Context<'_>) {
    let message = sentence!(
        "'{piece}' {because}; it counts as nobody",
        piece = shown(piece),
        because = because.message()
    );
    let help = "name the person, role or team who answers for this duty";
    context.found.add(Code::OwnerPlaceholder, Some(at), message, help);
}

/// Whether a text is a placeholder: as it stands, with a remark behind it ("TBC (ask Finance)"), or for a name that is still
/// to be confirmed or no longer holds ("Ann Lee (TBC)", "Finance - tbc", "Ann Lee?", "Ann Lee (left)").
pub(super) fn is_placeholder(text: &str, wording: &Wording) -> bool {
    let text = text.trim();
    let means_nobody = |word: &str| wording.knows(Vocabulary::Placeholder, word);
    let first = |words: &str| wording.knows(Vocabulary::PlaceholderFirstWord, words);
    let remark = |words: &str| first(words) || wording.knows(Vocabulary::PlaceholderRemark, words);
    if text.is_empty() || means_nobody(text) || text.starts_with('?') || text.ends_with('?') || opens(text, first) {
        return true;
    }
    let mut heads = ["(", "[", " - ", " – ", ":"]
        .iter()
        .filter_map(|mark| text.split_once(mark))
        .map(|(head, _)| head.trim());
    if heads.any(|head| !head.is_empty() && means_nobody(head)) {
        return true;
    }
    let marks = ["(", "[", " - ", " – ", " — ", ": ", ", "];
    let mut remarks = marks.iter().filter_map(|mark| text.split_once(mark));
    let last = words(text).last().copied().unwrap_or_default();
    remarks.any(|(_, said)| opens(said, remark))
        || wording
            .meaning(Vocabulary::PlaceholderRemark, last)
            .and_then(Meaning::remark)
            == Some(Remark::AlsoBare)
        || opens(text, |words| words == "tobe") && words(text).first().is_some_and(|word| word.len() == 2)
}

/// Whether the first one to four words of a text, written together in small letters, are meant.
fn opens(text: &str, meant: impl Fn(&str) -> bool) -> bool {
    let words = words(text);
    (1..=words.len().min(4)).any(|n| meant(&compact(&words[..n].concat())))
}

fn note_team(owner: &Owner, at: &Location, context: &mut Context<'_>) {
    if owner.kind == OwnerKind::Team {
        let message = sentence!(
            "'{name}' is a team or department, no named person",
            name = shown(&owner.name)
        );
        context.found.add(
            Code::OwnerIsTeam,
            Some(at),
            message,
            "name the person who answers for it",
        );
    }
}

/// Gives every owner the one spelling of the name that the workbook uses most, and an address its name. Out: how they are reached.
pub(super) fn unify(controls: &mut [Control], addresses: &Addresses) -> Contacts {
    let person = |name: &str| Owner {
        name: name.to_owned(),
        kind: OwnerKind::Person,
        until: None,
    };
    let by_column = addresses.by_address.iter();
    let mut reached: Vec<(Owner, String)> = by_column.map(|(at, name)| (person(name), at.clone())).collect();
    for owner in controls.iter_mut().flat_map(|control| &mut control.owners) {
        if let Some(name) = addresses.name(&owner.name) {
            let address = address_in(&owner.name).map(str::to_owned);
            owner.name = name.to_owned();
            reached.extend(address.map(|address| (owner.clone(), address)));
        }
    }
    let counted = counted(controls);
    let canonical = spellings(&counted);
    let others = counted.into_keys().filter_map(|owner| {
        let name = canonical.get(&key(owner))?;
        (*name != owner.name).then(|| (owner.clone(), name))
    });
    let others: BTreeMap<Owner, &String> = others.collect();
    for control in controls.iter_mut() {
        for owner in &mut control.owners {
            if let Some(name) = others.get(owner) {
                owner.name.clone_from(name);
            }
        }
        control.owners.sort();
        control.owners.dedup();
    }
    let mut contacts = Contacts::default();
    for (owner, address) in reached {
        contacts.learn(canonical.get(&key(&owner)).unwrap_or(&owner.name), &address);
    }
    contacts
}

/// How often each owner stands in a cell.
fn counted(controls: &[Control]) -> BTreeMap<&Owner, usize> {
    let mut counts: BTreeMap<&Owner, usize> = BTreeMap::new();
    for owner in controls.iter().flat_map(|control| &control.owners) {
        *counts.entry(owner).or_default() += 1;
    }
    counts
}

/// By key: the commonest spelling, one without a comma before one with; of equally common ones the first in the alphabet.
fn spellings(counts: &BTreeMap<&Owner, usize>) -> BTreeMap<String, String> {
    let mut best: BTreeMap<String, (bool, usize, &str)> = BTreeMap::new();
    for (owner, count) in counts {
        let count = *count;
        let rank = (!owner.name.contains([',', '@']), count);
        let entry = best.entry(key(owner)).or_insert((rank.0, rank.1, &owner.name));
        if rank > (entry.0, entry.1) {
            *entry = (rank.0, rank.1, &owner.name);
        }
    }
    best.into_iter()
        .map(|(key, (_, _, name))| (key, name.to_owned()))
        .collect()
}

/// What the spellings of one owner have in common: the words of a person's name in any order, without a remark in brackets; an
/// address has the words before its `@`.
fn key(owner: &Owner) -> String {
    if owner.kind != OwnerKind::Person {
        return name_key(&owner.name);
    }
    let name = match owner.name.split_once('@') {
        Some((local, _)) if local.contains('.') => local,
        _ => owner.name.split('(').next().unwrap_or_default(),
    };
    turned_key(name)
}

/// Which name belongs to an e-mail address.
#[derive(Debug, Default)]
pub(super) struct Addresses {
    by_address: BTreeMap<String, String>,
}

impl Addresses {
    /// Learns the people who left.
    pub(super) fn of(departures: &[Departure]) -> Self {
        let mut addresses = Self::default();
        for person in departures {
            if let (Some(name), Some(email)) = (&person.name, &person.email) {
                addresses.learn(email, name);
            }
        }
        addresses
    }

    /// Learns that a person has an address; of several names for one address, the first in the alphabet is kept, so that the
    /// order of the rows does not matter.
    pub(super) fn learn(&mut self, email: &str, name: &str) {
        let known = self
            .by_address
            .entry(email.trim().to_lowercase())
            .or_insert_with(|| name.to_owned());
        if name < known.as_str() {
            name.clone_into(known);
        }
    }

    /// The name in an owner cell that holds an address: the known name, or the words before it (`Ann Lee <ann@example.org>`).
    fn name<'a>(&'a self, owner: &'a str) -> Option<&'a str> {
        let (before, address) = match owner.split_once(['<', '(']) {
            Some((before, rest)) => (before.trim(), rest.trim_end_matches(['>', ')'])),
            None => ("", owner),
        };
        if !address.contains('@') {
            return None;
        }
        let known = self.by_address.get(&address.trim().to_lowercase()).map(String::as_str);
        known.or((!before.is_empty()).then_some(before))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Reading;

    fn wording() -> Wording {
        Wording::new(&Reading::default())
    }

    #[test]
    fn placeholders_mean_nobody_with_or_without_a_remark() {
        for text in [
            "TBD",
            "n/a",
            "-",
            "?",
            "TBC (ask Finance)",
            "TBD - IT",
            "Unassigned",
            "to be named",
            "Vacant since May",
            "Ann Lee (TBC)",
            "Ann Lee?",
            "N/A (vendor)",
            "Finance - tbc",
            "TBC - Finance",
            "Finance TBD",
            "Finance/TBD",
            "?? Ann",
            "N.N.",
            "No owner yet",
            "resigned",
            "Ann Lee (left)",
            "Ann Lee - left 2026-03",
            "Former CISO",
            "dropped",
            "Not us",
            "waiting for HR",
            "offen",
            "noch offen",
            "nicht zugewiesen",
            "à définir",
            "sin asignar",
        ] {
            assert!(is_placeholder(text, &wording()), "{text}");
        }
        for text in [
            "Ann Lee",
            "Noah Tbilisi",
            "SOC team",
            "Ann Lee (Finance)",
            "CISO",
            "Alla Vacante",
            "Tobey Marsh",
            "See Wei Ming",
            "Lee, Ann",
            "Offenbach, Ida",
            "Nina Nolan",
            "Pia Former",
            "Justin Left",
            "ask Bob Roy",
            "see Jira",
            "4711",
            "00-12",
        ] {
            assert!(!is_placeholder(text, &wording()), "{text}");
        }
    }

    #[test]
    fn an_address_becomes_the_name_it_belongs_to() {
        let mut addresses = Addresses::default();
        addresses.learn("Ann@Example.org", "Ann Lee");
        assert_eq!(addresses.name("ann@example.org"), Some("Ann Lee"));
        assert_eq!(addresses.name("Bob Roy <bob@example.org>"), Some("Bob Roy"));
        assert_eq!(addresses.name("cy@example.org"), None);
        assert_eq!(addresses.name("Ann Lee (Claims)"), None);
    }
}
