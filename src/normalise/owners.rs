//! Who owns a control. In: the text of an owner cell, and the people and addresses the workbook knows. Out: persons, teams or the
//! provider; nobody where a placeholder stands. Two spellings of one name become one, whatever the order of the rows.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Location};
use crate::inventory::{Control, Departure, Owner, OwnerKind, name_key};

use super::sheet::Context;
use super::wording::{Vocabulary, Wording, compact, shown, split};

/// The owners in a cell; placeholders are reported and count as nobody.
pub(super) fn owners(text: &str, at: &Location, context: &mut Context<'_>) -> Vec<Owner> {
    let mut owners = Vec::new();
    for name in names(text, &context.wording) {
        match owner(name, &context.wording) {
            Some(owner) => {
                note_team(&owner, at, context);
                owners.push(owner);
            }
            None => note_placeholder(name, at, context),
        }
    }
    owners.sort();
    owners.dedup();
    owners
}

/// The names in a cell. A slash parts them only with spaces around it, or where both sides are names of two words or more.
fn names<'a>(text: &'a str, wording: &Wording) -> Vec<&'a str> {
    let one = split(text, &[";", "\n", "|"]).len() < 2;
    if one && is_placeholder(text, wording) || wording.knows(Vocabulary::OwnerGeneric, text) {
        return vec![text.trim()];
    }
    let mut names = Vec::new();
    for piece in split(text, &[";", "\n", "|", " / "]) {
        let sides = split(piece, &["/"]);
        let all_full = sides.iter().all(|side| side.contains(' ') || side.contains('@'));
        if sides.len() > 1 && all_full && !is_placeholder(piece, wording) {
            names.extend(sides);
        } else {
            names.push(piece);
        }
    }
    names
}

/// One owner; nobody for a placeholder.
fn owner(name: &str, wording: &Wording) -> Option<Owner> {
    if is_placeholder(name, wording) {
        return None;
    }
    let kind = match wording.meaning(Vocabulary::OwnerGeneric, name) {
        Some("provider_named_as_owner") => OwnerKind::Provider,
        Some("too_generic") => OwnerKind::Team,
        Some(_) => OwnerKind::Person,
        None if is_team(name, wording) => OwnerKind::Team,
        None => OwnerKind::Person,
    };
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    Some(Owner { name, kind })
}

fn is_team(name: &str, wording: &Wording) -> bool {
    let plain = name.split(['(', ',']).next().unwrap_or(name);
    let last = plain.split_whitespace().next_back().unwrap_or(plain);
    let first = plain.split_whitespace().next().unwrap_or(plain);
    let several = plain.split_whitespace().count() > 1;
    several && (wording.knows(Vocabulary::TeamWord, last) || compact(first) == "team")
}

/// Whether a text means nobody: a placeholder, one with a remark behind it ("TBC (ask Finance)"), or a name that is still
/// to be confirmed ("Ann Lee (TBC)", "Ann Lee?").
pub(super) fn is_placeholder(text: &str, wording: &Wording) -> bool {
    let text = text.trim();
    let means_nobody = |word: &str| wording.knows(Vocabulary::Placeholder, word);
    if text.is_empty() || means_nobody(text) || text.ends_with('?') {
        return true;
    }
    let first = text
        .split([' ', ',', ':', '(', '/', '-', '–', '.'])
        .next()
        .unwrap_or_default();
    let doubted = text
        .strip_suffix([')', ']'])
        .and_then(|t| t.rsplit_once(['(', '[']))
        .map(|(_, remark)| remark);
    let head = ["(", "[", " - ", " – ", ":"]
        .iter()
        .filter_map(|mark| text.split_once(mark))
        .map(|(head, _)| head.trim());
    wording.knows(Vocabulary::PlaceholderFirstWord, first)
        || head.into_iter().any(|head| !head.is_empty() && means_nobody(head))
        || doubted.is_some_and(|remark| wording.knows(Vocabulary::PlaceholderFirstWord, first_word(remark)))
        || compact(text).starts_with("tobe")
}

fn first_word(text: &str) -> &str {
    text.split([' ', ',', ':', '?']).next().unwrap_or_default()
}

fn note_placeholder(name: &str, at: &Location, context: &mut Context<'_>) {
    let message = format!("'{}' stands where an owner should; it counts as nobody", shown(name));
    context.found.add(
        Code::OwnerPlaceholder,
        Some(at),
        message,
        "name a person who answers for this duty",
    );
}

fn note_team(owner: &Owner, at: &Location, context: &mut Context<'_>) {
    if owner.kind == OwnerKind::Team {
        let message = format!("'{}' is a team or department, no named person", shown(&owner.name));
        context.found.add(
            Code::OwnerIsTeam,
            Some(at),
            message,
            "name the person who answers for it",
        );
    }
}

/// Gives every owner the one spelling of the name that the workbook uses most, and an address its name.
pub(super) fn unify(controls: &mut [Control], addresses: &Addresses) {
    for owner in controls.iter_mut().flat_map(|control| &mut control.owners) {
        if let Some(name) = addresses.name(&owner.name) {
            owner.name = name.to_owned();
        }
    }
    let canonical = spellings(controls);
    for control in controls.iter_mut() {
        for owner in &mut control.owners {
            if let Some(name) = canonical.get(&key(&owner.name, &canonical)) {
                owner.name.clone_from(name);
            }
        }
        control.owners.sort();
        control.owners.dedup();
    }
}

/// By name key: the commonest spelling; of equally common ones the first in the alphabet.
fn spellings(controls: &[Control]) -> BTreeMap<String, String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for owner in controls.iter().flat_map(|control| &control.owners) {
        *counts.entry(&owner.name).or_default() += 1;
    }
    let mut best: BTreeMap<String, (usize, &str)> = BTreeMap::new();
    for (name, count) in counts {
        let entry = best.entry(name_key(name)).or_insert((count, name));
        if count > entry.0 {
            *entry = (count, name);
        }
    }
    best.into_iter()
        .map(|(key, (_, name))| (key, name.to_owned()))
        .collect()
}

/// The key of a name; "Lee, Ann" has that of "Ann Lee" if somebody is called so.
fn key(name: &str, known: &BTreeMap<String, String>) -> String {
    if let Some((last, first)) = name.split_once(',') {
        let turned = name_key(&format!("{first} {last}"));
        if known.contains_key(&turned) {
            return turned;
        }
    }
    name_key(name)
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
        ] {
            assert!(!is_placeholder(text, &wording()), "{text}");
        }
    }

    #[test]
    fn persons_teams_and_the_provider_are_told_apart() {
        let kind = |name: &str| owner(name, &wording()).map(|o| o.kind);
        assert_eq!(kind("Ann Lee"), Some(OwnerKind::Person));
        assert_eq!(kind("CISO"), Some(OwnerKind::Person));
        assert_eq!(kind("SOC team"), Some(OwnerKind::Team));
        assert_eq!(kind("Claims Department"), Some(OwnerKind::Team));
        assert_eq!(kind("Vendor"), Some(OwnerKind::Provider));
    }

    #[test]
    fn several_owners_in_a_cell() {
        let wording = wording();
        assert_eq!(names("Ann Lee; Bob Roy", &wording), ["Ann Lee", "Bob Roy"]);
        assert_eq!(names("Ann Lee / Bob Roy", &wording), ["Ann Lee", "Bob Roy"]);
        assert_eq!(names("Ann Lee/Bob Roy", &wording), ["Ann Lee", "Bob Roy"]);
        assert_eq!(names("R/D lead", &wording), ["R/D lead"]);
        assert_eq!(names("Lee, Ann", &wording), ["Lee, Ann"]);
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
